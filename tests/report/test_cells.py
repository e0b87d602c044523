"""Tables as comma-separated values."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.report.cells import table


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_any_text_is_one_cell(rows: list[list[str]]) -> None:
    """Another reader of the format finds as many rows and cells as were written, and none begins like a formula."""
    read = list(csv.reader(io.StringIO(table(("a", "b"), rows), newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula, a whole one has no point, and no digit is lost."""
    assert table(("a", "b", "c", "d"), [(-1.5, 3.0, 12345.67, None)]) == "a,b,c,d\n-1.5,3,12345.67,\n"


def test_formulas_are_defused() -> None:
    """A cell that a spreadsheet would compute gets an apostrophe in front."""
    assert table(("a",), [('=HYPERLINK("x")',)]).splitlines()[1] == '"\'=HYPERLINK(""x"")"'


def test_rows_have_the_width_of_the_header() -> None:
    """A row of another length is refused with both numbers."""
    with pytest.raises(ValueError, match="2 cells, the header has 1"):
        table(("a",), [("x", "y")])
