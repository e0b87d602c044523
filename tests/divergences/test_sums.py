"""Sums with eighty bits and more, against rational sums."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from hw3verify.divergences import sums


def error(x, top) -> Fraction:
    """The relative error of the sum of a row of positive numbers."""
    high, low = sums.total(np, x, top)
    exact = sum(map(Fraction, x.tolist()))
    return abs(Fraction(float(high[0])) + Fraction(float(low[0])) - exact) / exact


@pytest.mark.parametrize("length", [1, 2, 3, 100, 255, 256, 257, 1000, 5000, 100_003])
def test_sum_has_eighty_bits(length):
    """The sum of numbers of every magnitude, the smallest far below the last place of the sum, is right to 2^-80."""
    rng = np.random.default_rng(length)
    assert error(rng.random(length), 1.0) < Fraction(1, 2**85)
    assert error(np.exp(-40 * rng.random(length)), 1.0) < Fraction(1, 2**80)


def test_rests_below_the_cut_are_kept():
    """One large number and many that vanish beside it: a plain sum would lose all of them."""
    x = np.full(4096, 1.1e-17)
    x[0] = 1.0
    assert error(x, 1.0) < Fraction(1, 2**80)


@pytest.mark.parametrize("length", [7, 300])
def test_rows_have_their_own_bounds(length):
    """Bounds are given row by row, and each row is summed as it would be alone."""
    x = np.random.default_rng(0).random((3, length)) * np.array([[1.0], [2.0**300], [2.0**-300]])
    top = np.array([[1.0], [2.0**300], [2.0**-300]])
    together = sums.total(np, x, top)
    for row in range(3):
        alone = sums.total(np, x[row], float(top[row, 0]))
        assert (together[0][row, 0], together[1][row, 0]) == (alone[0][0], alone[1][0])


@pytest.mark.parametrize("length", [3, 300])
def test_nan_stays_in_its_row(length):
    """NaN spoils the row that it is in and no other."""
    x = np.ones((2, length))
    x[1, 0] = np.nan
    high, low = sums.total(np, x, 1.0)
    assert (high[0, 0], low[0, 0]) == (length, 0)
    assert np.isnan(high[1, 0])


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13])
def test_pairs_are_combined_exactly(count):
    """A tree of pair additions is exact where the sum fits into a pair."""
    high, low = np.arange(1.0, count + 1), np.arange(1.0, count + 1) * 2.0**-80
    total = sums.combine(np, (high, low))
    assert (total[0][0], total[1][0]) == (count * (count + 1) / 2, count * (count + 1) / 2 * 2.0**-80)
