"""The area between the distribution functions of two samples that are sorted: one walk through both where there are
weights, and else one along the numbers that meet, which their counts say."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.loops.arithmetic import fused

LANES = 32


def lanes(x: Any, sums: Any, rests: Any) -> None:
    """Adds the numbers of x to 32 sums, in turn, with the errors of these sums in `rests`."""
    whole = x.size - x.size % LANES
    for start in range(0, whole, LANES):
        for k in range(LANES):
            total = sums[k] + x[start + k]
            part = total - sums[k]
            rests[k] += (sums[k] - (total - part)) + (x[start + k] - part)
            sums[k] = total
    for k in range(x.size - whole):
        total = sums[k] + x[whole + k]
        part = total - sums[k]
        rests[k] += (sums[k] - (total - part)) + (x[whole + k] - part)
        sums[k] = total


def joined(sums: Any, rests: Any) -> tuple[float, float]:
    """The sum of these sums and rests as a pair."""
    high = low = 0.0
    for k in range(LANES):
        total = high + sums[k]
        part = total - high
        low += ((high - (total - part)) + (sums[k] - part)) + rests[k]
        high = total
    total = high + low
    return total, low - (total - high)


def mass(x: Any) -> tuple[float, float]:
    """The sum of numbers >= 0 as a pair, NaN where one is below 0."""
    least = 0.0
    for k in range(x.size):
        least = min(least, x[k])
    if least < 0.0:
        return np.nan, np.nan
    sums, rests = np.zeros(LANES), np.zeros(LANES)
    lanes(x, sums, rests)
    return joined(sums, rests)


def scaled(q: Any, ratio: float, rest: float, products: Any, errors: Any) -> None:
    """q (ratio + rest) with the other sign, as pairs."""
    for k in range(q.size):
        product = -(q[k] * ratio)
        products[k] = product
        errors[k] = -(fused(q[k], ratio, product) + q[k] * rest)


def merged(u: Any, p: Any, v: Any, q: Any) -> tuple[float, float, float, float]:
    """W1, a bound of what rounding of cumulated masses can have done to it, and the total weights, which are to be
    moderate; u and v are sorted.

    The cumulated difference is kept as a pair: the rounded sum, and the sum of all errors. Which sample has the next
    number is as good as random, so that it is chosen without a branch."""
    one, one_low = mass(p)
    two, two_low = mass(q)
    # the quotient of the masses as a pair
    ratio = one / two
    product = ratio * two
    rest = ((one - product) - fused(ratio, two, -product) + one_low - ratio * two_low) / two
    m, n = u.size, v.size
    products, errors = np.empty(n), np.empty(n)
    scaled(q, ratio, rest, products, errors)
    i = j = 0
    high = low = area = area_low = most = 0.0
    first = last = min(u[0], v[0])
    for _ in range(m + n):
        own, other = min(i, m - 1), min(j, n - 1)
        x, y = u[own], v[other]
        mine = ((x <= y) & (i < m)) | (j >= n)
        point = x if mine else y
        weight = p[own] if mine else products[other]
        error = 0.0 if mine else errors[other]
        i += 1 if mine else 0
        j += 0 if mine else 1
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
    return (area + area_low) / one, uncertain * (last - first) / one, one, two


def gaps(u: Any, v: Any, start: int, terms: Any) -> None:
    """|u_i - v_j| from i = `start` on, times the levels that u_i shares with each v_j where sizes differ, in units of
    1/(m n): u_i holds those from i n to (i+1) n."""
    m, n = u.size, v.size
    if m == n:
        for k in range(terms.size):
            terms[k] = abs(u[start + k] - v[start + k])
        return
    for k in range(terms.size):
        i = start + k
        j = int(np.floor(float(i * n) / float(m)))
        second = max((i + 1) * n - (j + 1) * m, 0)
        own = u[i]
        terms[k] = abs(own - v[j]) * float(n - second) + abs(own - v[min(j + 1, n - 1)]) * float(second)


def met(u: Any, v: Any) -> float:
    """The mean of |u - v| over the numbers of two sorted samples that meet, m >= n of them; m n is below 2^52."""
    m, n = u.size, v.size
    sums, rests = np.zeros(LANES), np.zeros(LANES)
    terms = np.empty(min(m, 16 * LANES))
    for start in range(0, m, terms.size):
        some = terms[: min(terms.size, m - start)]
        gaps(u, v, start, some)
        lanes(some, sums, rests)
    value, _ = joined(sums, rests)
    return value / float(m) if m == n else value / (float(m) * float(n))


HELPERS = (lanes, joined, mass, scaled, gaps)
