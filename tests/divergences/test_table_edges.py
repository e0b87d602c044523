"""Rows that scaling down might lose entries of."""

from __future__ import annotations

import math

import pytest

from hw3verify import divergences


@pytest.mark.parametrize("name", ["kl", "cross_entropy", "jeffreys", "chi2"])
def test_smallest_number_beside_the_largest(name):
    """An entry that vanishes beside the largest by more than the range of a float is still not covered by zero."""
    for large in (2.0**900, 1.7e308):
        assert getattr(divergences, name)([5e-324, large], [0.0, large]) == math.inf
        assert math.isfinite(getattr(divergences, name)([5e-324, large], [1e-323, large]))
