"""A link beside its line: line, verdict and reading in sight, what they rest on folded below.

Law: it holds everything that the page of a report holds of a link (`report.html.link`); of a link that fails the reason
and the hint are in sight too, so that nobody has to unfold anything to see what to do.
"""

from __future__ import annotations

from hw3verify.judge.record import LinkVerdict
from hw3verify.report.html.badge import badge, kind
from hw3verify.report.html.link import background, hint, link_name, notes, reading_box, written
from hw3verify.report.html.markup import Markup, element, join
from hw3verify.report.html.mathml import mixed

LOUD = ("refuted", "unreadable", "undecided")
LONGEST = 2000  # characters of a sentence


def card(link: LinkVerdict, identifier: str) -> Markup:
    """The link as an article; `identifier` is made by us and is its place on the page."""
    place = element("button", f"Line {link.line}", type="button", class_="line") if link.line else ""
    heading = element("h3", place, element("span", link_name(link)), badge(link.verdict), id=identifier)
    because = element("p", mixed(link.because[:LONGEST])) if link.because else ""
    loud = link.verdict in LOUD
    shown = [heading, reading_box(link), because if loud else "", hint(link), _folded(link, "" if loud else because)]
    inside = [piece for piece in shown if piece]
    return element("div", *inside, class_=f"article {kind(link.verdict)}", role="article", aria_labelledby=identifier)


def _folded(link: LinkVerdict, because: Markup | str) -> Markup:
    as_written = element("p", element("span", "Written ", class_="faint"), written(link))
    inside = [piece for piece in (because, as_written, *notes(link), *background(link)) if piece]
    return element("details", element("summary", "Why"), join(inside), class_="why")
