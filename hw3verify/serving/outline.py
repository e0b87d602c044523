"""What stands above the cards: how many links have which verdict, and what became of the parts that were asked for.

Law: `said` is one sentence without markup, for the line that screen readers read out; `html` has everything escaped.
"""

from __future__ import annotations

from typing import Any

from hw3verify.judge.record import PartVerdict, Report
from hw3verify.report.graded import PERSON, Graded
from hw3verify.report.html.badge import badge
from hw3verify.report.html.markup import Markup, element, join, table
from hw3verify.report.text import clean, counted


def outline(report: Report) -> dict[str, Any]:
    """The sum of a report: "said" as text, "html" as markup."""
    counts = report.counts()
    said = f"{counted(len(report.links), 'link')}: " + ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
    graded = Graded("", report)
    if not counts:
        said = "No links yet: write a relation in a display, between $$ and $$"
    elif graded.scored:
        said += f"; {graded.points:g} of {counted(graded.of, 'point')}"
    return {"said": clean(said), "html": join([*_notices(report), *_parts(report)])}


def _points(part: PartVerdict) -> str:
    return f"of {part.of:g}" if part.goal == PERSON else f"{part.points:g} of {part.of:g}"


def _notices(report: Report) -> list[Markup]:
    return [element("p", notice) for notice in report.notices]


def _parts(report: Report) -> list[Markup]:
    asked = [part for part in report.parts if part.goal]
    rows = [
        element("tr", element("th", part.part, scope="row"), element("td", badge(part.goal)),
                element("td", _points(part), class_="number"),
                element("td", part.title, class_="title"))
        for part in asked
    ]  # fmt: skip
    if not rows:
        return []
    reached = sum(part.goal == "reached" for part in asked)
    judged = sum(part.goal != PERSON for part in asked)
    title = element("summary", f"Parts: {reached} of {judged} reached")
    return [element("details", title, table("Parts", ("Part", "Outcome", "Points", "Title"), rows))]
