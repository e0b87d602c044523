"""The HTML report of one submission."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.html.page import POLICY, fragment, submission_page
from hw3verify.report.html.style import BACKGROUNDS, LINES, PALETTES


def test_page_shows_the_record(report: Report, read) -> None:
    """The page has the student, the points, every link with its verdict in words, the facts, the slip, both values."""
    links = tuple(replace(link, slip="the sign" if link.verdict == "refuted" else "") for link in report.links)
    text = read(submission_page(Graded("Ada", replace(report, links=links)))).text
    for words in ("Ada", "answers.md", "1 of 5 points", "a bracket was closed", "0<D(x)<1", "Hint: the sign",
                  "-2.30259", "-0.804719", "the name f is not known", "reading stopped at \\foo", "Line 12",
                  "No counterexample in 400 worlds"):  # fmt: skip
        assert words in text
    for link in report.links:
        assert f"({link.equation})#{link.link}{link.verdict}" in text.replace(" ", "")


def test_source_and_reading_stand_side_by_side(report: Report, read) -> None:
    """The source is code, the reading is MathML."""
    page = read(submission_page(Graded("Ada", report)))
    assert "\\log E_q[q]" in page.inside("code")
    assert "log" in page.inside("mi")
    assert "≥" in page.inside("mo")


def test_counterexample_is_a_table(report: Report, read) -> None:
    """The densities are rows with headers: the names beside them, the cells' numbers above them."""
    page = read(submission_page(Graded("Ada", report)))
    assert page.all("scope").count("row") == len(report.parts) + 3  # q has one row, p has two
    assert "1/10" in page.inside("td")
    assert "Densities and functions" in page.inside("caption")


def test_proofs_are_folded(report: Report, read) -> None:
    """A proof stands in details with a summary that says how long it is."""
    page = read(submission_page(Graded("Ada", report)))
    assert ("details", {}) in page.elements
    assert "The proof (1 step)" in page.inside("summary")


def test_landmarks_and_headings(report: Report, read) -> None:
    """There is one header, one main and one navigation, one first heading, and no level is skipped."""
    page = read(submission_page(Graded("Ada", report)))
    names = [name for name, _ in page.elements]
    assert [names.count(name) for name in ("header", "main", "nav", "h1", "title")] == [1] * 5
    outline = page.outline()
    assert outline[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(outline))
    assert ("html", {"lang": "en"}) in page.elements


def test_verdict_is_never_colour_alone(report: Report, read) -> None:
    """Every badge is a shape that screen readers pass over and a word; the shapes of the kinds differ."""
    page = read(submission_page(Graded("Ada", report)))
    badges = [i for i, (_, a) in enumerate(page.elements) if a.get("class", "").startswith("badge")]
    shapes = {}
    for i in badges:
        assert page.elements[i + 1][0] == "svg"
        assert page.elements[i + 1][1]["aria-hidden"] == "true"
        shapes[page.elements[i][1]["class"]] = (page.elements[i + 2][1]["d"], page.elements[i + 3][1]["d"])
    assert len(shapes) == len(set(shapes.values())) == 6


def test_file_is_alone(report: Report, read) -> None:
    """Nothing is loaded: no script, no picture, no address but places on the page, and a policy forbids the rest."""
    page = read(submission_page(Graded("Ada", report)))
    assert POLICY.startswith("default-src 'none'")
    assert POLICY in page.all("content")
    source = submission_page(Graded("Ada", report))
    assert not any(word in source for word in ("<script", "http:", "https:", "url(", "@import", "src="))


def test_injections_are_text(hostile: Report, read) -> None:
    """Whatever a document holds, the page has the elements and attributes of our pages only, and shows the words."""
    source = submission_page(Graded(hostile.file, hostile, last_name=hostile.file))
    page = read(source)
    assert not any(key.startswith("on") for _, attributes in page.elements for key in attributes)
    shown = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(hostile.file.split()))
    assert shown in page.text
    assert not any(sign in source for sign in "\x00\x08\x1b\u202e\ud800\ufffe")


def test_injections_change_no_structure(hostile: Report, harmless: Report, read) -> None:
    """The elements of the page, but for those of formulas, are the same whatever the document holds."""
    def skeleton(report: Report) -> list[str]:
        elements = read(submission_page(Graded("x", report))).elements
        return [name for name, _ in elements if not (name.startswith("m") and name not in ("main", "meta"))]

    assert skeleton(hostile) == skeleton(harmless)


def test_notices_are_shown(report: Report, read) -> None:
    """What is to be said of the document as a whole stands in the header, as text."""
    page = read(submission_page(Graded("Ada", replace(report, notices=("the theorem <x> is not known",)))))
    assert "the theorem <x> is not known" in page.text


def test_failure_has_a_page(read) -> None:
    """A submission that could not be judged has a page that says why."""
    page = read(submission_page(Graded("Bob", Report("b.md"), "the file is <empty>")))
    assert "not judged the file is <empty>" in page.text
    assert "No links." in page.text


def test_notebook_fragment(report: Report, read) -> None:
    """In a notebook the report is one element whose style touches nothing outside it, without landmarks."""
    source = fragment(report)
    assert report._repr_html_() == source
    page = read(source)
    assert page.elements[0] == ("div", {"class": "hw3verify"})
    assert not {"html", "main", "header", "body", "h1"} & {name for name, _ in page.elements}
    rules = re.sub(r"@media[^{]*", "", page.inside("style")).replace("}", "{").split("{")
    selectors = [one.strip() for rule in rules for one in rule.split(",") if ":" not in rule.replace(":f", "")]
    assert {one.split()[0].split(".")[1] for one in selectors if one} == {"hw3verify"}


def test_long_documents_stay_linear(report: Report) -> None:
    """Twice as many links make a page less than two and a half times as long."""
    def length(n: int) -> int:
        return len(submission_page(Graded("a", replace(report, links=report.links * n))))

    assert length(40) < 2.5 * length(20)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    """Every colour of text has a contrast of at least 4.5 to both backgrounds (WCAG 2.2, 1.4.3)."""
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    palette = PALETTES[theme]
    for name in set(palette) - {*BACKGROUNDS, *LINES}:
        for background in BACKGROUNDS:
            low, high = sorted((luminance(palette[name]), luminance(palette[background])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (name, background)
