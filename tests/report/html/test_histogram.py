"""A histogram of points."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.report.html.histogram import MOST, bars, histogram


def test_round_bars() -> None:
    """Twenty-five points give ten bars of two and a half; the last bar has its upper end."""
    rows = bars([0, 2.4, 2.5, 25, 24], 25)
    assert len(rows) == 10
    assert rows[0] == (0, 2.5, 2)
    assert rows[1] == (2.5, 5, 1)
    assert rows[-1] == (22.5, 25, 2)


@given(st.floats(0, 1e6), st.lists(st.floats(0, 1), max_size=30))
def test_every_value_is_in_one_bar(most: float, shares: list[float]) -> None:
    """The bars are as many as allowed, follow each other from 0 to the most, and count every value once."""
    values = [min(share * most, most) for share in shares]
    rows = bars(values, most)
    assert sum(n for *_, n in rows) == len(values)
    assert 1 <= len(rows) <= MOST
    assert (rows[0][0], rows[-1][1]) == (0, most)
    assert all(row[1] == after[0] for row, after in pairwise(rows))


def test_values_outside_are_refused() -> None:
    """A value above the most is an error that names the argument."""
    with pytest.raises(ValueError, match="values: every one must lie between 0 and 3"):
        bars([4], 3)


def test_picture_has_its_numbers_beside_it(read) -> None:
    """The highest bar is the most frequent one, the picture has a label, and the table has every count."""
    source = histogram([1, 1, 1, 9], 10)
    page = read(source)
    heights = [float(a["height"]) for name, a in page.elements if name == "rect"]
    assert heights[1] == max(heights) > heights[9] > 0
    assert heights[1] == pytest.approx(3 * heights[9], abs=0.2)
    assert ("svg", "img") in [(name, a.get("role")) for name, a in page.elements]
    assert re.findall(r"\d+", page.inside("td")) == ["0", "3", *["0"] * 7, "1"]
