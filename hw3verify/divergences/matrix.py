"""All pairs of rows of two tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences.arrays import frame_of

_ROWS = 8
"""How many rows of a symmetric matrix are made at a time, from their first column on."""

_SYMMETRIC = {"js", "js_distance", "jeffreys", "total_variation", "hellinger", "bhattacharyya"}


def pairwise(f: Callable[..., Any], X: Any, Y: Any = None, **options: Any) -> Any:
    """The matrix of f(X[i], Y[j]) for the rows of X and Y (of X and X without Y): the last axis of X and Y holds the
    outcomes.

    `f` is a function of two tables from here, such as `js` or `kl`, and gets `options` (but no axis). No temporary
    grows with the product of the sizes, and only half of a matrix that is symmetric (Y is not given) is computed. With
    `wasserstein1` the rows are samples (of two sizes, maybe), each sorted once, or with `support=grid` masses on a
    grid. ValueError unless X and Y have two axes."""
    if getattr(f, "__name__", "") == "wasserstein1":
        from hw3verify.divergences.pairs import all_pairs

        return all_pairs(f, X, Y, options)
    frame = frame_of(X, Y)
    tables = []
    for name, value in (("X", X), ("Y", X if Y is None else Y)):
        array = value if hasattr(value, "shape") else frame.take(value, name)
        if len(array.shape) != 2:
            raise ValueError(f"{name}: expected two axes, one row for each table, not shape {tuple(array.shape)}")
        tables.append(array)
    x, y = tables
    plain = type(x) is np.ndarray and not options.get("keepdims")
    half = Y is None and plain and getattr(f, "__name__", "") in _SYMMETRIC
    if not half or getattr(f, "__name__", "") in ("js", "js_distance"):
        # these see themselves that a table is compared with itself
        return f(x[:, None, :], y[None, :, :], axis=-1, **options)
    result = np.empty((len(x), len(x)), frame.dtype)
    for start in range(0, len(x), _ROWS):
        rows = x[start : start + _ROWS]
        result[start : start + _ROWS, start:] = f(rows[:, None, :], x[None, start:, :], axis=-1, **options)
    lower = np.tril_indices(len(x), -1)
    result[lower] = result.T[lower]
    return result
