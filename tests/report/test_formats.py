"""The formats by their names."""

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.formats import FORMATS, MANY, ONE, render
from hw3verify.report.graded import Graded


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written(name: str, report: Report) -> None:
    """Every name gives a text that ends its last line."""
    assert render(name, [Graded("ada", report)]).endswith("\n")


def test_number_of_submissions(report: Report) -> None:
    """A format for one submission refuses two by name; the others take any number."""
    two = [Graded("ada", report)] * 2
    for name in ONE:
        with pytest.raises(ValueError, match=f"{name}: a file for one submission, not for 2"):
            render(name, two)
    for name in MANY:
        assert render(name, two) != render(name, two[:1])


def test_unknown_format() -> None:
    """An unknown name is refused with the names that there are."""
    with pytest.raises(ValueError, match=r"no format is called 'xls'; the formats are gradescope, .*jsonlines"):
        render("xls", [])
