"""All pairs of rows of two tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences.arrays import frame_of

_CELLS = 1 << 17
"""How many cells of the product are made at a time: copies of rows beside the other table's."""

_SYMMETRIC = {"js", "js_distance", "jeffreys", "total_variation", "hellinger", "bhattacharyya"}


def pairwise(f: Callable[..., Any], X: Any, Y: Any = None, **options: Any) -> Any:
    """The matrix of f(X[i], Y[j]) for the rows of X and Y (of X and X without Y): the last axis of X and Y holds the
    outcomes.

    `f` is a function of two tables from here, such as `js` or `kl`, and gets `options` (but no axis). Pairs are made
    a few rows at a time, so that no temporary grows with the product of the sizes, and once only where f is symmetric
    and Y is not given. ValueError unless X and Y have two axes. """
    frame = frame_of(X, Y)
    tables = []
    for name, value in (("X", X), ("Y", X if Y is None else Y)):
        array = value if hasattr(value, "shape") else frame.take(value, name)
        if len(array.shape) != 2:
            raise ValueError(f"{name}: expected two axes, one row for each table, not shape {tuple(array.shape)}")
        tables.append(array)
    x, y = tables
    if frame.xp is not np or type(x) is not np.ndarray or type(y) is not np.ndarray or x.shape[1] != y.shape[1]:
        return f(x[:, None, :], y[None, :, :], axis=-1, **options)
    half = Y is None and getattr(f, "__name__", "") in _SYMMETRIC
    result = np.empty((len(x), len(y)), frame.dtype)
    step = max(1, _CELLS // max(1, y.size))
    for start in range(0, len(x), step):
        rows = x[start : start + step]
        others = y[start:] if half else y
        shape = (len(rows), len(others), x.shape[1])
        # contiguous, as the quick ways of `f` want it
        pairs = (np.ascontiguousarray(np.broadcast_to(part, shape)) for part in (rows[:, None, :], others[None, :, :]))
        result[start : start + step, start if half else 0 :] = f(*pairs, axis=-1, **options)
    if half:
        lower = np.tril_indices(len(x), -1)
        result[lower] = result.T[lower]
    return result
