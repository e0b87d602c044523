"""Rows that scaling down might lose entries of, and batches that might need much memory."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest

from hw3verify import divergences
from hw3verify.divergences.blocks import PIECE


@pytest.mark.parametrize("name", ["kl", "cross_entropy", "jeffreys", "chi2"])
def test_smallest_number_beside_the_largest(name):
    """An entry that vanishes beside the largest by more than the range of a float is still not covered by zero."""
    for large in (2.0**900, 1.7e308):
        assert getattr(divergences, name)([5e-324, large], [0.0, large]) == math.inf
        assert math.isfinite(getattr(divergences, name)([5e-324, large], [1e-323, large]))


@pytest.mark.parametrize("name", ["kl", "js", "chi2", "hellinger", "total_variation", "entropy"])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_memory(kind, name):
    """Large batches need no temporaries as large as their input, or as twenty pieces in the cache."""
    p, q = (np.random.default_rng(k).random((20_000, 50)).astype(kind) for k in range(2))
    f = getattr(divergences, name)
    f(p) if name == "entropy" else f(p, q)  # the first call may compile a loop, whose memory is not the batch's
    tracemalloc.start()
    f(p) if name == "entropy" else f(p, q)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < max(p.nbytes, 20 * 8 * PIECE) * (2 if kind is np.float32 else 1)  # computed in float64
