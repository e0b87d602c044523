"""The lab's table, page and Markdown, from outcomes with every verdict."""

import re

import pytest

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Side
from hw3verify.report.lab.markdown import markdown_table
from hw3verify.report.lab.numbers import shown
from hw3verify.report.lab.page import page
from hw3verify.report.lab.table import outcome_lines, summary
from hw3verify.report.text import plain_text


@pytest.fixture
def outcomes() -> list[dict]:
    rows = (
        Measurement("V1", "an | identity <b>", Kind.IDENTITY, 1.25, "algebra", 1.25, 0.0, 1e-10, 3),
        Measurement("V1", "a broken bound", Kind.BOUND, 0.0, "Jensen", 1.0, 0.0, 0.1, 3, Side.AT_MOST),
        Measurement("V1", "a bias", Kind.CONVERGENCE, 1.0, "an integral", 1.0, 1e-4, 0.1, unbiased=0.5, record="run 1"),
        Measurement("V1", "a finding", Kind.FINDING, 0.0, "", 7.0, 0.5, 0.0, 3),
        Measurement("V1", "too coarse", Kind.IDENTITY, 0.0, "", 0.0, 1.0, 0.1, 3),
    )
    figure = Figure("a figure", "x", "y", (Curve("c", (0.0, 1.0), (0.0, 1.0)),))
    first = Outcome("V1", "all verdicts", ("elbo.gap",), rows, (figure,), 1.5, {"steps": 4}, ("a note",))
    return [first.to_json(), Outcome("V5", "no data", (), skipped="there is no MNIST").to_json()]


def test_the_table_has_a_line_for_each_measurement(outcomes) -> None:
    """Every verdict stands beside its quantity; notes and reasons for skipping are printed."""
    text = plain_text(line for outcome in outcomes for line in outcome_lines(outcome))
    for verdict, words in (("confirmed", "an | identity <b>"), ("refuted", "a broken bound"), ("known bias", "a bias"),
                           ("reported", "a finding"), ("inconclusive", "too coarse")):  # fmt: skip
        assert re.search(rf"^ +{verdict} .*{re.escape(words)}$", text, re.MULTILINE)
    assert "a note" in text and "skipped  there is no MNIST" in text
    counts = "1 confirmed, 1 known bias, 1 reported, 1 refuted, 1 inconclusive"
    assert summary(outcomes) == f"2 experiments, 1 skipped: {counts}; 1.5 s"


def test_the_page_stands_alone_and_escapes(outcomes) -> None:
    """One file without scripts and without anything from elsewhere; each verdict in words; text escaped."""
    text = page({"setting": "tiny", "outcomes": outcomes})
    assert "<script" not in text
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import", text)
    assert "<b>" not in text and "&lt;b&gt;" in text
    verdicts = ("confirmed", "refuted", "known bias", "reported", "inconclusive")
    assert all(said in text for said in (*verdicts, "Skipped: there is no MNIST", "run 1"))
    identifiers = re.findall(r' id="([^"]*)"', text)
    assert len(identifiers) == len(set(identifiers))
    assert all(f'id="{target}"' in text for target in re.findall(r'href="#([^"]*)"', text))


def test_markdown_has_one_row_each(outcomes) -> None:
    """Rows have as many cells as the header, with bars escaped."""
    head, rule, *rows = markdown_table(outcomes).splitlines()
    assert len(rows) == 6
    for line in (rule, *rows):
        assert len(re.findall(r"(?<!\\)\|", line)) == head.count("|")
    assert "skipped: there is no MNIST" in rows[-1]


def test_numbers_are_short() -> None:
    """Eight digits for values, two for rests of rounding, a dash for what is missing."""
    assert [shown(v) for v in (1.23456789012, -0.0, 3.14159e-13, None, 12)] == ["1.2345679", "0", "3.1e-13", "-", "12"]
