"""Matrices of W1: as accurate as single values, by numpy and by compiled loops, for samples and histograms."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from hw3verify.divergences import compiled, pairwise, wasserstein1
from hw3verify.divergences.loops import pairs as loops

RNG = np.random.default_rng(43)

WAYS = ["numpy", pytest.param("plain", id="loops, not compiled")]
if importlib.util.find_spec("numba"):
    WAYS.append("compiled")


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """Numpy, the loops as Python, the loops as numba compiles them."""
    if request.param == "compiled":
        monkeypatch.setattr(compiled, "WORTH", 0)
        monkeypatch.setattr(compiled, "IMPORTS", 0)
    else:
        chosen = loops.crossed if request.param == "plain" else None
        monkeypatch.setattr(compiled, "kernel", lambda name, size: chosen)
    return request.param


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("sizes", [(9, 9), (9, 6), (4, 7)], ids=str)
def test_samples(lines, sizes):
    """Every entry is within three units of the exact value, with ties, offsets and equal rows, in both halves."""
    X, Y = RNG.standard_normal((7, sizes[0])), RNG.standard_normal((5, sizes[1]))
    X[1] = X[0][::-1]
    X[2] = X[3] * 1e-12 + 1e6
    Y[0] = np.round(Y[0])
    for matrix, other in ((pairwise(wasserstein1, X), X), (pairwise(wasserstein1, X, Y), Y)):
        assert matrix.shape == (7, len(other))
        for i, j in np.ndindex(matrix.shape):
            assert lines.units(matrix[i, j], lines.wasserstein1(X[i], other[j])) <= 3
    assert pairwise(wasserstein1, X)[0, 1] == 0


@pytest.mark.usefixtures("way")
def test_histograms(lines):
    """Rows of masses on one grid, in any order: near, proportional, equal and far ones, within three units."""
    grid = RNG.standard_normal(12)
    X = RNG.random((8, 12))
    X[1] = X[0] * (1 + 1e-14 * RNG.standard_normal(12))
    X[2], X[3] = X[0], X[0] / 3
    X[4] = 5e-324 * RNG.integers(1, 9, 12)
    X[5] = 10.0 ** RNG.uniform(-300, 300, 12)
    for matrix, other in (
        (pairwise(wasserstein1, X, support=grid), X),
        (pairwise(wasserstein1, X, X[3:], support=grid), X[3:]),
    ):
        for i, j in np.ndindex(matrix.shape):
            assert lines.units(matrix[i, j], lines.wasserstein1(grid, grid, X[i], other[j])) <= 3


@pytest.mark.usefixtures("way")
def test_what_is_left_to_the_general_way():
    """Infinities, NaN, grids of every row, weights and extreme numbers give what single calls give."""
    X, Y = RNG.standard_normal((3, 4)), RNG.standard_normal((2, 5))
    X[0, 0], X[1, 1], Y[0, 2] = np.inf, np.nan, -np.inf
    X[2] *= 1e307
    for options in ({}, {"u_weights": RNG.random((3, 4)), "v_weights": RNG.random(5)}):
        matrix = pairwise(wasserstein1, X, Y, **options)
        for i, j in np.ndindex(3, 2):
            own = {k: v[i] if v.ndim == 2 else v for k, v in options.items()}
            assert matrix[i, j] == pytest.approx(wasserstein1(X[i], Y[j], **own), rel=1e-15, nan_ok=True)
    P = RNG.random((3, 4))
    for grid in (np.arange(4) * 5e-324, np.array([-1e308, 0, 1, 1e308])):
        matrix = pairwise(wasserstein1, P, support=grid)
        assert matrix[0, 1] == pytest.approx(wasserstein1(P[0], P[1], support=grid), rel=1e-15, abs=5e-324)
    P[1, 2] = np.nan
    matrix = pairwise(wasserstein1, P, support=np.arange(4.0))
    assert np.isnan(matrix[1]).all() and np.isnan(matrix[:, 1]).all() and matrix[0, 0] == 0 < matrix[0, 2]


def test_kinds_and_errors():
    """float32 stays float32; rows that are no samples are refused by name."""
    X = np.float32(RNG.random((3, 4)))
    assert pairwise(wasserstein1, X).dtype == np.float32
    with pytest.raises(ValueError, match="X: expected two axes"):
        pairwise(wasserstein1, X[0])
    with pytest.raises(ValueError, match="Y: expected at least one entry"):
        pairwise(wasserstein1, X, X[:, :0])
    with pytest.raises(ValueError, match=r"u: entry \(0, 0\) is -1.0"):
        pairwise(wasserstein1, [[-1.0, 2.0]], support=[0, 1])
