"""The area between two distribution functions on points, in floating point.

Law: the slices add up to the Wasserstein distance of the two masses on the line. Nothing here is believed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hw3verify.meaning.value import CannotEvaluate

Array = NDArray[Any]
MOST_ENTRIES = 2_000_000


def slices(gap: Array, points: Array, slot: int) -> Array:
    """Gaps of mass at points (worlds first, then the points along `slot`) as slices of the area, in their order."""
    shape = [1] * gap.ndim
    shape[0], shape[slot] = points.shape
    order = np.argsort(points, axis=1)
    steps = np.diff(np.take_along_axis(points, order, axis=1), axis=1)
    gap = np.broadcast_to(gap, np.broadcast_shapes(gap.shape, tuple(shape)))
    if gap.size > MOST_ENTRIES:
        raise CannotEvaluate("too many entries to screen")
    before = np.take_along_axis(gap, order.reshape(shape), axis=slot).cumsum(axis=slot)
    shape[slot] -= 1
    return np.asarray(np.abs(np.take(before, range(shape[slot]), axis=slot)) * steps.reshape(shape))
