"""Exact scaling by powers of two, so that nothing over- or underflows between a table and its divergence.

For numpy, rows are lifted until their largest entry lies in [2^899, 2^900). Subnormal entries become normal without
rounding, products and squares of small differences stay above the underflow threshold, and 120 powers of two remain
for sums. Only rows whose largest entry exceeds 2^900 are scaled down, and only those of their entries that are 2^1922
times smaller than it lose digits."""

from __future__ import annotations

from typing import Any

import numpy as np

TOP = 2.0**900
"""All entries of a row that numpy scales are below this, and the largest is at least half of it."""


def ceiling(xp: Any) -> float:
    """What scaled rows lie below: 2^900 for numpy, 1 for namespaces that may differentiate, as derivatives divide by
    squares of cells; there, entries 2^1022 times smaller than the largest lose digits."""
    return TOP if xp is np else 1.0


_LIFT = 1000


def factors(xp: Any, largest: Any) -> tuple[Any, Any]:
    """Two powers of two that bring `largest` into [c/2, c) with c = ceiling(xp), to be multiplied one after the
    other; 1 and 1 if it is no positive finite number.

    One factor could not lift a subnormal so far. The second is 1 unless `largest` is below 2^-101.
    """
    usable = (largest > 0) & (largest < float("inf"))
    if xp is np:
        exponent = np.where(usable, 900 - np.frexp(largest)[1], 0)
        first = np.where(exponent > _LIFT, _LIFT, 0)
        return np.ldexp(1.0, exponent - first), np.ldexp(1.0, first)
    # by comparisons: no rounding of a logarithm and no missing frexp matters
    rest = xp.where(usable, largest, 1.0)
    tiny = rest < 2.0**-101
    rest = xp.where(tiny, rest * 2.0**_LIFT, rest)
    factor = rest * 0.0 + 0.5
    for k in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1):
        high = rest >= 2.0**k
        rest, factor = xp.where(high, rest * 2.0**-k, rest), xp.where(high, factor * 2.0**-k, factor)
    for k in (64, 32, 16, 8, 4, 2, 1):
        low = rest < 2.0 ** (1 - k)
        rest, factor = xp.where(low, rest * 2.0**k, rest), xp.where(low, factor * 2.0**k, factor)
    return xp.where(usable, factor, 1.0), xp.where(usable & tiny, 2.0**_LIFT, 0.0 * factor + 1.0)


def scale(xp: Any, x: Any, by: tuple[Any, Any]) -> Any:
    """x times both factors, exactly but for the loss that the module names. One pass where the second factor is 1."""
    first, second = by
    if xp is np and not np.any(second != 1.0):
        return x * first
    return x * second * first
