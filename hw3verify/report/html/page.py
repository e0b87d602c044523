"""The HTML report of one submission: a summary, then every part with its links.

    header      whose it is, the points, how many links have which verdict
    navigation  the parts, and the links that need attention
    main        part by part: what became of what was asked, and every link

Law: one file that loads nothing, runs nothing and sends nothing (its own policy forbids it); headings, landmarks and
tables have the marks that screen readers go by; places on the page are numbered by the page, never named by the
document.
"""

from __future__ import annotations

from itertools import groupby

from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
from hw3verify.report.graded import Graded
from hw3verify.report.html.badge import badge
from hw3verify.report.html.link import link_article, link_name
from hw3verify.report.html.markup import Markup, element, join, table
from hw3verify.report.html.mathml import mixed
from hw3verify.report.html.style import style_sheet
from hw3verify.report.text import counted

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
BEFORE = "Before the first heading"
ATTENTION = ("refuted", "unreadable", "undecided")


def document(title: str, body: Markup) -> str:
    """A whole HTML file around the body."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        style_sheet(),
    )
    page = element("body", body, class_="hw3verify", style="margin:0")
    return "<!DOCTYPE html>\n" + element("html", head, "\n", page, lang="en") + "\n"


def submission_page(graded: Graded) -> str:
    """The HTML file of one submission."""
    skip = element("a", "Skip to the verdicts", class_="skip", href="#verdicts")
    main = element("main", *_sections(graded.report), id="verdicts")
    body = join([skip, _header(graded), _navigation(graded.report), main], "\n")
    return document(f"{graded.student}: report", body)


def fragment(report: Report) -> str:
    """The report for a notebook: the same without the frame of a file."""
    header = _summary(report)
    inside = join([style_sheet(), element("h2", report.file), header, *_sections(report)], "\n")
    return element("div", inside, class_="hw3verify")


def _header(graded: Graded) -> Markup:
    report = graded.report
    about = report.file + (f", assignment {report.assignment}" if report.assignment else "")
    pieces = [element("h1", graded.student), element("p", about, class_="faint")]
    if graded.error:
        pieces.append(element("p", badge("unreadable", "not judged"), " ", graded.error))
    elif graded.scored:
        pieces.append(element("p", element("strong", f"{graded.points:g} of {counted(graded.of, 'point')}")))
    return element("header", *pieces, _summary(report))


def _summary(report: Report) -> Markup:
    notices = [element("p", notice) for notice in report.notices]
    counts = [element("li", badge(verdict, f"{count} {verdict}")) for verdict, count in report.counts().items()]
    if not counts:
        return join([element("p", "No links."), *notices])
    return join([element("ul", *counts, class_="counts", aria_label="Links by verdict"), *notices])


def _navigation(report: Report) -> Markup:
    rows = [
        element("tr", element("th", _anchor(label, f"part-{number}", groups), scope="row"),
                element("td", badge(part.goal) if part and part.goal else ""),
                element("td", _points(part), class_="number"),
                element("td", part.title if part else "", class_="title"))
        for number, (label, part, groups) in enumerate(_parts(report))
    ]  # fmt: skip
    pieces = [table("Parts", ("Part", "Outcome", "Points", "Title"), rows)] if rows else []
    look = [(n, link) for n, link in enumerate(report.links) if link.verdict in ATTENTION]
    if look:
        items = [element("li", element("a", link_name(link), href=f"#link-{n}"), " ", badge(link.verdict))
                 for n, link in look]  # fmt: skip
        pieces += [element("p", element("strong", "Look at these first")), element("ul", *items, class_="counts")]
    return element("nav", *pieces, aria_label="Contents")


def _anchor(label: str, place: str, groups: list[tuple[int, LinkVerdict]]) -> Markup | str:
    return element("a", label or BEFORE, href=f"#{place}") if groups else label or BEFORE


def _points(part: PartVerdict | None) -> str:
    if part is None or not part.of:
        return ""
    return f"of {part.of:g}" if part.goal == "for a person" else f"{part.points:g} of {part.of:g}"


def _parts(report: Report) -> list[tuple[str, PartVerdict | None, list[tuple[int, LinkVerdict]]]]:
    """The labels in the order of the parts, what stands outside them first, each with its numbered links."""
    links: dict[str, list[tuple[int, LinkVerdict]]] = {}
    for label, group in groupby(enumerate(report.links), key=lambda item: item[1].part):
        links.setdefault(label, []).extend(group)
    parts = {part.part: part for part in report.parts if part.goal or part.of or part.part in links}
    labels = [*(label for label in links if label not in parts), *parts]
    return [(label, parts.get(label), links.get(label, [])) for label in labels]


def _sections(report: Report) -> list[Markup]:
    sections = []
    for number, (label, part, group) in enumerate(_parts(report)):
        if not group:
            continue
        title = f"{label or BEFORE} {part.title if part else ''}".strip()
        place = f"part-{number}"
        said = [element("h2", title, id=place)]
        if part is not None and part.goal:
            said.append(element("p", badge(part.goal), " ", _points(part),
                                mixed(f": {part.because}") if part.because else ""))  # fmt: skip
        articles = [link_article(link, f"link-{n}") for n, link in group]
        sections.append(element("section", *said, *articles, aria_labelledby=place))
    return sections
