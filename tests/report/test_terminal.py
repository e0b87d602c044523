"""Reports in colour."""

import re

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.terminal import STYLES, print_lines
from hw3verify.report.text import plain_text, report_lines

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_colour_adds_nothing_but_colour(report: Report, capsys: pytest.CaptureFixture) -> None:
    """Without its escape sequences the coloured report is the plain one, and there are escape sequences."""
    lines = report_lines(report)
    print_lines(lines, force=True)
    printed = capsys.readouterr().out
    assert ESCAPE.search(printed)
    assert ESCAPE.sub("", printed) == plain_text(lines)


def test_markup_in_a_document_is_text(capsys: pytest.CaptureFixture) -> None:
    """Square brackets that look like Rich markup are printed as they are."""
    print_lines([(("[red]E[/red] [/]", "refuted"),)])
    assert capsys.readouterr().out == "[red]E[/red] [/]\n"


def test_every_style_has_a_colour(report: Report) -> None:
    """Each style that a layout uses is known to the terminal."""
    used = {style for line in report_lines(report) for _, style in line}
    assert used - {""} <= set(STYLES)
