"""Scaling by powers of two is exact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.divergences import scaling

POSITIVE = st.floats(min_value=5e-324, max_value=1.7976931348623157e308)


class Generic:
    """A namespace that is not numpy to the code, and numpy to its arrays."""

    where = staticmethod(np.where)


@pytest.mark.parametrize("xp", [np, Generic], ids=["numpy", "generic"])
@given(POSITIVE)
def test_any_number_comes_to_the_top(xp, x):
    """Both factors are powers of two, and bring any positive number, subnormals too, into [2^899, 2^900) exactly."""
    with np.errstate(over="ignore"):
        first, second = (float(f) for f in scaling.factors(xp, np.asarray(x)))
    for factor in (first, second):
        assert np.frexp(factor)[0] == 0.5
    scaled = scaling.scale(xp, np.asarray(x), (first, second))
    assert scaling.ceiling(xp) / 2 <= scaled < scaling.ceiling(xp)
    assert Fraction(float(scaled)) == Fraction(x) * Fraction(first) * Fraction(second)


@pytest.mark.parametrize("xp", [np, Generic], ids=["numpy", "generic"])
@pytest.mark.parametrize("x", [0.0, np.inf, np.nan, -1.0])
def test_what_cannot_be_scaled_is_left_alone(xp, x):
    """Zero, infinity, NaN and negative numbers have factors of one."""
    with np.errstate(over="ignore"):
        assert [float(f) for f in scaling.factors(xp, np.asarray(x))] == [1.0, 1.0]
