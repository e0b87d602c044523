"""Pieces of an array that fit into the cache: numpy evaluates a formula piece by piece, so that temporaries stay small.

An array is cut along its leading axes, and along the last axis too where a single row is larger than a piece. Other
namespaces take everything in one piece: they fuse, trace or differentiate, and their memory is their own."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np

PIECE = 16384
"""Numbers in a piece: a dozen temporaries of this many float64 fit into a second-level cache."""

Place = tuple[Any, ...]

WHOLE: Place = (Ellipsis,)
"""The place of everything."""


def places(shape: tuple[int, ...]) -> Iterator[Place]:
    """Index tuples that cover all axes of `shape` but the last, each with at most PIECE numbers where rows are that
    short."""
    lead, length = shape[:-1], shape[-1]
    axis = len(lead)
    size = length
    while axis > 0 and size * lead[axis - 1] <= PIECE:
        axis -= 1
        size *= lead[axis]
    if axis == 0:
        yield WHOLE
        return
    step = max(1, PIECE // max(size, 1))
    rest = (slice(None),) * (len(lead) - axis)
    for outer in np.ndindex(*lead[: axis - 1]):
        kept = tuple(slice(i, i + 1) for i in outer)  # axes are kept, so that rows of all arrays stay aligned
        for start in range(0, lead[axis - 1], step):
            yield (*kept, slice(start, start + step), *rest)


def columns(xp: Any, length: int) -> list[slice]:
    """Slices that cover a row of this length."""
    if xp is not np or length <= 2 * PIECE:
        return [slice(None)]
    return [slice(start, start + PIECE) for start in range(0, length, PIECE)]


def covering(xp: Any, shape: tuple[int, ...]) -> Iterator[Place]:
    """`places` for numpy, everything at once for others and for small arrays."""
    if xp is not np or prod(shape) <= PIECE:
        return iter([WHOLE])
    return places(shape)
