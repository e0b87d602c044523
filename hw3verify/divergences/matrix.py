"""All pairs of rows of two tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.divergences.arrays import frame_of


def pairwise(f: Callable[..., Any], X: Any, Y: Any = None, **options: Any) -> Any:
    """The matrix of f(X[i], Y[j]) for the rows of X and Y (of X and X without Y): the last axis of X and Y holds the
    outcomes.

    `f` is a function of two arguments from here, such as `js` or `kl`, and gets `options`; both are broadcast against
    each other piece by piece, so that no temporary grows with the product of their sizes. ValueError unless X and Y
    have two axes. """
    frame = frame_of(X, Y)
    tables = []
    for name, value in (("X", X), ("Y", X if Y is None else Y)):
        array = value if hasattr(value, "shape") else frame.take(value, name)
        if len(array.shape) != 2:
            raise ValueError(f"{name}: expected two axes, one row for each table, not shape {tuple(array.shape)}")
        tables.append(array)
    return f(tables[0][:, None, :], tables[1][None, :, :], axis=-1, **options)
