"""a b - c d without cancellation, for numbers of every magnitude."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.errorfree import two_product, two_sum


def near_one(xp: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """a and b >= 0, both times the same power of two, the larger one near 1; exact unless the smaller one
    underflows."""
    top = xp.where(a > b, a, b)
    if xp is np:
        exponent = np.frexp(np.where((top > 0) & (top < np.inf), top, 1.0))[1]
        return np.ldexp(a, -exponent), np.ldexp(b, -exponent)
    for k in (512, 256, 128, 64, 32, 16):
        factor = xp.where(top >= 2.0**k, 2.0**-k, xp.where(top < 2.0**-k, 2.0**k, 0.0 * top + 1.0))
        factor = constant(factor)
        top, a, b = top * factor, a * factor, b * factor
    return a, b


def cross_difference(xp: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """a b - c d with a relative error of about one unit (of the normalised products, if they differ by 2^100)."""
    one, one_error = two_product(a, b)
    two, two_error = two_product(c, d)
    high, low = two_sum(one, -two)
    return high + (low + (one_error - two_error))
