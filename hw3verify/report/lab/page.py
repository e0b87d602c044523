"""The lab's outcomes as one web page: a summary, then every experiment with its measurements and its plots.

Law: as for the other pages of the house, one file that loads nothing, runs nothing and sends nothing; all text is
escaped, and colour is never the only sign.
"""

from __future__ import annotations

from typing import Any

from hw3verify.report.html.markup import Markup, element, join, table
from hw3verify.report.html.page import document
from hw3verify.report.lab.numbers import seconds, short, shown
from hw3verify.report.lab.plot import plot
from hw3verify.report.lab.table import STYLES, summary

HUES = {"confirmed": "good", "known bias": "calm", "reported": "faint", "refuted": "bad", "inconclusive": "open"}
SIGNS = {"confirmed": "✓", "known bias": "≈", "reported": "·", "refuted": "✗", "inconclusive": "?"}
TITLE = "The theorems, confirmed by numbers"
COLUMNS = ("Verdict", "What is compared", "Kind", "Predicted", "Observed", "Error", "Tolerance")
KINDS = (
    ("identity", "two values are equal: to rounding, to a quadrature's error, or to z standard errors"),
    ("bound", "never broken, or by no more than z standard errors, z from Bonferroni's inequality"),
    ("convergence", "a trainer comes near: within three times the largest distance of a recorded run"),
    ("finding", "no theorem predicts it; it is reported with its error"),
)  # fmt: skip


def page(record: dict[str, Any]) -> str:
    """The HTML file of a run, as `hw3verify lab confirm --json` keeps it."""
    outcomes = record["outcomes"]
    skip = element("a", "Skip to the experiments", class_="skip", href="#experiments")
    machine = ", ".join(
        f"{word} {record[word]}"
        for word in ("setting", "date", "machine", "device", "threads", "torch")
        if word in record
    )
    header = element("header", element("h1", TITLE), element("p", summary(outcomes)),
                     element("p", machine, class_="faint"), _kinds(), _overview(outcomes))  # fmt: skip
    main = element("main", *(_section(outcome) for outcome in outcomes), id="experiments")
    return document(TITLE, join([skip, header, main], "\n"))


def _kinds() -> Markup:
    entries = (piece for name, said in KINDS for piece in (element("dt", name), element("dd", said)))
    return element("details", element("summary", "What the kinds of claim mean"), element("dl", *entries))


def _overview(outcomes: list[dict[str, Any]]) -> Markup:
    rows = (
        element("tr", element("th", element("a", o["experiment"], href=f"#{o['experiment']}"), scope="row"),
                element("td", o["title"], class_="title"), element("td", _counts(o)),
                element("td", seconds(o["seconds"]), class_="number"))
        for o in outcomes
    )  # fmt: skip
    shown_rows = table("The experiments", ("Row", "Title", "Verdicts", "Time"), rows)
    return element("nav", shown_rows, aria_label="Experiments")


def _counts(outcome: dict[str, Any]) -> Markup:
    if outcome["skipped"]:
        return element("span", "skipped", class_="faint")
    said = [row["verdict"] for row in outcome["measurements"]]
    return join((_badge(word, said.count(word)) for word in STYLES if word in said), " ")


def _badge(verdict: str, count: int = 0) -> Markup:
    text = f"{SIGNS[verdict]} {f'{count} ' if count else ''}{verdict}"
    return element("span", text, class_=f"badge {HUES[verdict]}")


def _section(outcome: dict[str, Any]) -> Markup:
    name = outcome["experiment"]
    heading = element("h2", f"{name}: {outcome['title']}", id=name)
    cited = "Theorems: " + ", ".join(outcome["theorems"]) if outcome["theorems"] else "A finding, not a theorem."
    about = element("p", cited, class_="faint")
    notes = [element("p", note) for note in outcome["notes"]]
    if outcome["skipped"]:
        return element("section", heading, about, element("p", f"Skipped: {outcome['skipped']}"), aria_labelledby=name)
    rows = table(f"Measurements of {name}", COLUMNS, map(_row, outcome["measurements"]))
    figures = element("div", *map(plot, outcome["figures"]), class_="plots") if outcome["figures"] else ""
    settings = ", ".join(f"{key} {value}" for key, value in outcome["config"].items())
    config = element("p", f"{seconds(outcome['seconds'])}; {settings}", class_="faint")
    return element("section", heading, about, rows, *notes, figures, config, aria_labelledby=name)


def _row(row: dict[str, Any]) -> Markup:
    finding = row["kind"] == "finding"
    relation = {"=": "", "<=": "≤ ", ">=": "≥ "}[row["side"]]
    known = row["how"] + (f"; the limit is from {row['record']}" if row["record"] else "")
    said = (row["quantity"], element("br"), element("span", known, class_="faint"))
    what = element("th", *said, scope="row", class_="what")
    numbers = (
        "" if finding else relation + shown(row["predicted"]), shown(row["observed"]), short(row["error"]),
        "" if finding else short(row["tolerance"]),
    )  # fmt: skip
    return element("tr", element("td", _badge(row["verdict"])), what, element("td", row["kind"]),
                   *(element("td", number, class_="number") for number in numbers))  # fmt: skip
