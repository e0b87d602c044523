"""The HTML report of a class: how the points are spread, where the parts stand, which links fail, what to read.

    points      a histogram, the mean and the median
    parts       how many reached each, and how many have a refuted link there
    links       the refuted ones that most students share, each with examples: the line, the reading, the slip
    unread      the lines that could not be read or decided, for a person to look at
    students    everybody with points, what is open, and why there is no judgement if there is none

Law: as for the page of one submission, all text is escaped and the file is alone. Long lists are cut, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from hw3verify.report.graded import Graded
from hw3verify.report.html.badge import badge
from hw3verify.report.html.histogram import histogram
from hw3verify.report.html.link import link_article, link_name, written
from hw3verify.report.html.markup import Markup, element, join, table
from hw3verify.report.html.page import BEFORE, document
from hw3verify.report.tally import Failure, failures, judged, part_tallies, unread
from hw3verify.report.text import counted

MOST_FAILURES = 30
MOST_UNREAD = 200
OUTCOMES = ("reached", "asserted", "wrong", "missing")


def class_page(many: Sequence[Graded], title: str = "The class") -> str:
    """The HTML file of a class."""
    able = judged(many)
    about = f"{counted(len(many), 'submission')}, {len(many) - len(able)} of them not judged"
    skip = element("a", "Skip to the points", class_="skip", href="#points")
    sections = [_points(able), _parts(able), _failures(many), _unread(many), _students(many)]
    main = element("main", *(section for section in sections if section))
    header = element("header", element("h1", title), element("p", about, class_="faint"))
    return document(title, join([skip, header, main], "\n"))


def _section(identifier: str, title: str, *content: str) -> Markup:
    return element("section", element("h2", title, id=identifier), *content, aria_labelledby=identifier)


def _points(able: Sequence[Graded]) -> Markup:
    scored = [graded for graded in able if graded.scored]
    if not scored:
        said = "There are no points: nothing was judged under an assignment."
        return _section("points", "Points", element("p", said))
    most = max(graded.of for graded in scored)
    points = [min(max(graded.points, 0), most) for graded in scored]
    said = f"mean {fmean(points):.3g}, median {median(points):.3g} of {counted(most, 'point')}"
    return _section("points", "Points", element("p", said), histogram(points, most))


def _parts(able: Sequence[Graded]) -> Markup | str:
    rows = [
        element("tr", element("th", row.part, scope="row"),
                element("td", f"{row.mean:.3g} of {row.of:g}", class_="number"),
                *(element("td", str(row.outcomes.get(goal, 0)), class_="number") for goal in OUTCOMES),
                element("td", str(row.refuted), class_="number"), element("td", row.title, class_="title"))
        for row in part_tallies(able)
    ]  # fmt: skip
    names = ("Part", "Mean", *(goal.capitalize() for goal in OUTCOMES), "Refuted link", "Title")
    return _section("parts", "Parts", table("Submissions by outcome", names, rows)) if rows else ""


def _failures(many: Sequence[Graded]) -> Markup:
    found = failures(many)
    shown = [_failure(entry, number, len(many)) for number, entry in enumerate(found[:MOST_FAILURES])]
    return _section("failures", "Links that fail", *(shown or [element("p", "No link is refuted.")]),
                    _more(len(found), MOST_FAILURES))  # fmt: skip


def _failure(entry: Failure, number: int, all_of_them: int) -> Markup:
    place = f"failure-{number}"
    heading = element("p", element("strong", f"{entry.part or BEFORE}: {entry.students} of {all_of_them}"))
    (student, link), *others = entry.examples
    whose = element("p", f"for example {student}", class_="faint")
    examples = [
        element("li", f"{name}, {link_name(other)}, line {other.line}: ", written(other)) for name, other in others
    ]
    folded = element("details", element("summary", "More examples"), element("ul", *examples)) if examples else ""
    return element("div", heading, whose, link_article(link, place), folded, class_="failure")


def _unread(many: Sequence[Graded]) -> Markup:
    found = unread(many)
    rows = [
        element("tr", element("th", student, scope="row"), element("td", badge(link.verdict)),
                element("td", link.part), element("td", f"{link.line}", class_="number"), element("td", written(link)),
                element("td", link.because))
        for student, link in found[:MOST_UNREAD]
    ]  # fmt: skip
    names = ("Student", "Verdict", "Part", "Line", "Written", "Because")
    content = table("Lines to look at", names, rows) if rows else element("p", "Every line was read and decided.")
    return _section("unread", "Lines to look at", content, _more(len(found), MOST_UNREAD))


def _more(there_are: int, shown: int) -> Markup | str:
    return element("p", f"and {there_are - shown} more", class_="faint") if there_are > shown else ""


def _students(many: Sequence[Graded]) -> Markup:
    rows = [
        element("tr", element("th", graded.student, scope="row"),
                element("td", "" if graded.error else f"{graded.points:g} of {graded.of:g}", class_="number"),
                element("td", str(len(graded.report.refuted)), class_="number"),
                element("td", ", ".join(part.part for part in graded.open), class_="title"),
                element("td", f"not judged: {graded.error}" if graded.error else "judged"))
        for graded in many
    ]  # fmt: skip
    names = ("Student", "Points", "Refuted links", "For a person", "Status")
    return _section("students", "Submissions", table("Submissions", names, rows))
