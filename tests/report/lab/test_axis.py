"""Axes of plots: their ends, their ticks, their places."""

import math

import pytest

from hw3verify.report.lab.axis import scale


@pytest.mark.parametrize("values", [(0.0, 1.0), (-3.7, 12.2), (1e-9, 3e-9), (5.0, 5.0), (0.0, 0.0), (1e6, 1.00001e6)])
def test_linear_ticks_are_round_and_few(values: tuple[float, float]) -> None:
    """All values are shown, ticks lie within the ends, and each is a multiple of 1, 2 or 5 times a power of ten."""
    found = scale(values)
    assert found.low < min(values) <= max(values) < found.high
    assert 2 <= len(found.ticks) <= 7
    step = found.ticks[1] - found.ticks[0]
    assert round(step / 10 ** math.floor(math.log10(step * 1.0001)), 3) in (1, 2, 5)
    assert all(found.low <= tick <= found.high for tick in found.ticks)


@pytest.mark.parametrize("values", [(1e-16, 10.0), (0.5, 3.0), (1.0, 1.0), (7.0, 8.0)])
def test_logarithmic_ticks_lie_within(values: tuple[float, float]) -> None:
    """A logarithmic axis has ticks within its ends, few of them, and the ends at 0 and 1."""
    found = scale(values, logarithmic=True)
    assert 0 < len(found.ticks) <= 7
    assert all(found.low <= tick <= found.high for tick in found.ticks)
    assert (found.place(found.low), found.place(found.high)) == pytest.approx((0.0, 1.0))
    assert found.place(math.sqrt(found.low * found.high)) == pytest.approx(0.5)


def test_what_cannot_be_shown_is_left_out() -> None:
    """NaN and infinity never count, zero not on a logarithmic axis; without any value there is still an axis."""
    assert not scale([1.0]).shows(math.nan)
    assert not scale([1.0], logarithmic=True).shows(0.0)
    assert scale([math.inf, 2.0, 4.0]).high < 5
    assert len(scale([]).ticks) > 1
