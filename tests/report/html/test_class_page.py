"""The HTML report of a class."""

from dataclasses import replace
from itertools import pairwise

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.html.class_page import MOST_FAILURES, MOST_UNREAD, class_page

FAILED = Graded("zoe", Report("z.md", "hw3"), "the file is <empty>")


def test_page_shows_the_class(report: Report, read) -> None:
    """Points, parts, the link that fails with its count, the lines to look at, and who was not judged."""
    text = read(class_page([Graded("ada", report), Graded("bob", report), FAILED], "Homework 3")).text
    for words in ("Homework 3", "3 submissions, 1 of them not judged", "mean 1, median 1 of 5 points", "1(c): 2 of 3",
                  "for example ada", "bob, (3)#0, line 12", "the name f is not known", "1(b)",
                  "not judged: the file is <empty>"):  # fmt: skip
        assert words in text


def test_landmarks_and_headings(report: Report, read) -> None:
    """One header, one main, one first heading, and no level of headings is skipped."""
    page = read(class_page([Graded("ada", report), FAILED]))
    names = [name for name, _ in page.elements]
    assert [names.count(name) for name in ("header", "main", "h1", "title")] == [1] * 4
    outline = page.outline()
    assert all(after - before <= 1 for before, after in pairwise(outline))


def test_empty_class_and_no_points(report: Report, read) -> None:
    """A class of nobody, of failures only, and of reports without an assignment have pages too."""
    for many in ([], [FAILED], [Graded("ada", replace(report, parts=()))]):
        assert "There are no points" in read(class_page(many)).text
    assert "No link is refuted." in read(class_page([])).text


def test_long_lists_are_cut(report: Report, read) -> None:
    """Of many links that fail, and of many unread lines, the page shows some and says how many more there are."""
    links = tuple(replace(report.refuted[0], reading={"left": f"a_{{{n}}}", "right": "b"}) for n in range(40))
    unread = report.with_verdict("unreadable") * 300
    page = read(class_page([Graded("ada", replace(report, links=links + unread))]))
    assert page.text.count("for example ada") == MOST_FAILURES
    assert "and 10 more" in page.text
    assert f"and {300 - MOST_UNREAD} more" in page.text


def test_injections_are_text(hostile: Report, harmless: Report, read) -> None:
    """Whatever submissions hold, the page has the elements of our pages only, the same as with a harmless word."""
    def skeleton(report: Report) -> list[str]:
        elements = read(class_page([Graded(report.file, report), Graded("b", report)], report.file)).elements
        return [name for name, _ in elements if not (name.startswith("m") and name not in ("main", "meta"))]

    assert skeleton(hostile) == skeleton(harmless)
