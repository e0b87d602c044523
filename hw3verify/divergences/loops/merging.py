"""The area between the distribution functions of two weighted samples that are sorted: one walk through both."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.loops.arithmetic import fused


def mass(x: Any) -> tuple[float, float]:
    """The sum of numbers >= 0 as a pair, NaN where one is below 0."""
    high = low = least = 0.0
    for k in range(x.size):
        total = high + x[k]
        part = total - high
        low += (high - (total - part)) + (x[k] - part)
        high = total
        least = min(least, x[k])
    if least < 0.0:
        return np.nan, np.nan
    total = high + low
    return total, low - (total - high)


HELPERS = (mass,)


def merged(u: Any, p: Any, v: Any, q: Any) -> tuple[float, float, float]:
    """W1, a bound of what rounding of cumulated masses can have done to it, and the total weight of p; u and v are
    sorted, of moderate weights.

    The cumulated difference is kept as a pair: the rounded sum, and the sum of all errors."""
    one, one_low = mass(p)
    two, two_low = mass(q)
    # the quotient of the masses as a pair
    ratio = one / two
    product = ratio * two
    rest = ((one - product) - fused(ratio, two, -product) + one_low - ratio * two_low) / two
    i = j = 0
    high = low = area = area_low = most = 0.0
    m, n = u.size, v.size
    last = min(u[0], v[0])
    while i < m or j < n:
        if j >= n or (i < m and u[i] <= v[j]):
            point, weight, error = u[i], p[i], 0.0
            i += 1
        else:
            point = v[j]
            weight = -(q[j] * ratio)
            error = -(fused(q[j], ratio, weight) + q[j] * rest)
            j += 1
        term = abs(high + low) * (point - last)
        total = area + term
        part = total - area
        area_low += (area - (total - part)) + (term - part)
        area = total
        last = point
        total = high + weight
        part = total - high
        low += ((high - (total - part)) + (weight - part)) + error
        high = total
        most = max(most, abs(low))
    uncertain = (m + n) * 2.0**-53 * most + 2.0**-96 * one
    return (area + area_low) / one, uncertain * (last - min(u[0], v[0])) / one, one
