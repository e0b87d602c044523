"""Samples without weights against each other: which quantiles meet, for how long, and sums of what they pay.

The i-th of m sorted numbers holds the levels from i/m to (i+1)/m, so that

    integral over t in (0, 1) of c(F^-1(t), G^-1(t))  =  1/(m n) sum over pairs (i, j) of k_ij c(u_(i), v_(j))

where the overlap k_ij of the levels, in units of 1/(m n), is an integer known from m and n alone: nothing is cumulated
and nothing depends on the numbers but their order. For m >= n every i meets at most two j, so there are at most 2 m
terms, and none is negative. Numpy goes through them in pieces; sums are exact but for the rests of one cut of 2^-38."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import frexp, fsum, ldexp
from typing import Any

import numpy as np

from hw3verify.divergences.blocks import PIECE
from hw3verify.divergences.rows import term_sum

_EXACT = 2**52
_FAR = 2.0**-100
_LARGE = 2.0**900

Cost = Callable[[Any], Any]
"""What a difference costs, an even function; it may spoil the difference."""


def overlaps(m: int, n: int, start: int, stop: int) -> tuple[Any, Any, Any, Any]:
    """For i from `start` to `stop` of m >= n levels: the first j that i meets, j + 1 (if there is one), and how long
    it meets the one and the other, in 1/(m n)."""
    i: Any
    if m * n < _EXACT:
        i = np.arange(start, stop, dtype=np.float64)
        j = np.floor(i * n / m)  # exact: the quotient is at least 1/m below the next integer
    else:
        i = np.arange(start, stop)
        j = i * n // m
    second = np.maximum((i + 1) * n - (j + 1) * m, 0)
    first = j.astype(np.intp)
    return first, np.minimum(first + 1, n - 1), np.asarray(n - second, np.float64), np.asarray(second, np.float64)


def row_sums(terms: Any) -> tuple[Any, Any]:
    """Sums along the last axis (at most 2^15 numbers >= 0) as an exact part and a small one; spoils the terms.

    NaN stays NaN, infinities give infinity."""
    top = np.maximum.reduce(terms, axis=-1, keepdims=True, initial=0.0)
    bits = max(terms.shape[-1], 1).bit_length() + 1
    cut = np.ldexp(1.0, np.frexp(top)[1] + bits)
    leading = terms + cut
    leading -= cut
    terms -= leading
    high, low = np.add.reduce(leading, axis=-1), np.add.reduce(terms, axis=-1)
    infinite = top[..., 0] == np.inf
    return np.where(infinite, np.inf, high), np.where(infinite, 0.0, low)


def one_sum(x: Any, top: float) -> tuple[float, float]:
    """The sum of numbers from 0 to `top` as a pair: exactly that of multiples of 2^-52 of a bound of it, and that of
    the rests. NaN or inf if one of them is, and inf where the bound would be."""
    if not top < _LARGE:
        return top * float("inf"), 0.0
    cut = ldexp(1.5, frexp(top)[1] + len(x).bit_length())
    whole = x + cut
    whole -= cut
    high, low = float(np.add.reduce(whole)), float(np.add.reduce(x - whole))
    return high + low, low - ((high + low) - high)


def gathered(sums: list[tuple[Any, Any]]) -> Any:
    """The rounded sums of several parts for each row."""
    if len(sums) == 1:
        return sums[0][0] + sums[0][1]
    parts = np.stack([part for pair in sums for part in pair], axis=-1)
    flat = parts.reshape(-1, parts.shape[-1])
    # a NaN or an infinity spoils the sum as it should; fsum would complain of inf - inf, which does not occur
    return np.array([fsum(row) for row in flat.tolist()]).reshape(parts.shape[:-1])


def distance(difference: Any) -> Any:
    """|difference|, in place."""
    return np.abs(difference, out=difference)


def square(difference: Any) -> Any:
    """The square of a difference, in place."""
    return np.multiply(difference, difference, out=difference)


def _numpy_mean(u: Any, v: Any, cost: Cost) -> Any:
    m, n = u.shape[-1], v.shape[-1]
    lead = np.broadcast_shapes(u.shape[:-1], v.shape[:-1])
    rows = int(np.prod(lead))
    u, v = (np.broadcast_to(x, (*lead, x.shape[-1])).reshape(rows, x.shape[-1]) for x in (u, v))
    infinite = any(bool(np.isinf(x[:, end]).any()) for x in (u, v) for end in (0, -1))

    def paid(own: Any, other: Any) -> Any:
        terms = cost(own - other)
        if infinite:
            terms[own == other] = 0.0  # one infinity is no distance from itself
        return terms

    value = np.empty(rows)
    width = min(m, PIECE)
    step = max(1, PIECE // width)
    spans = [(start, min(start + width, m)) for start in range(0, m, width)]
    meets = [overlaps(m, n, *spans[0])] if m != n and len(spans) == 1 else None
    for first in range(0, rows, step):
        x, y = u[first : first + step], v[first : first + step]
        sums = []
        for start, stop in spans:
            own = x[:, start:stop]
            if m == n:
                sums.append(row_sums(paid(own, y[:, start:stop])))
                continue
            j, later, one, two = meets[0] if meets else overlaps(m, n, start, stop)
            terms, other = paid(own, y[:, j]), paid(own, y[:, later])
            terms *= one
            other *= two
            if infinite:
                other[:, two == 0] = 0.0
            terms += other
            sums.append(row_sums(terms))
        value[first : first + step] = gathered(sums)
    value /= m if m == n else float(m) * float(n)
    return value.reshape(lead)


@lru_cache(maxsize=8)
def _common(m: int, n: int) -> tuple[Any, Any, Any, Any]:
    return overlaps(m, n, 0, m)


def mean_distance(u: Any, v: Any) -> Any:
    """The mean distance of quantiles of two samples (sorted numpy arrays of one axis, of at most PIECE numbers), in few
    calls of numpy; NaN or inf where something is not finite or overflows, for `mean_cost` to look at."""
    if len(u) < len(v):
        u, v = v, u
    m, n = len(u), len(v)
    with np.errstate(all="ignore"):
        if m == n:
            terms = distance(u - v)
            return one_sum(terms, float(np.maximum.reduce(terms)))[0] / m
        j, later, one, two = _common(m, n)
        terms, other = distance(u - v[j]), distance(u - v[later])
        terms *= one
        other *= two
        terms += other
        return one_sum(terms, float(np.maximum.reduce(terms)))[0] / (m * n)


def mean_cost(xp: Any, u: Any, v: Any, cost: Cost = distance, degree: int = 1) -> Any:
    """The mean of cost(u - v), homogeneous of this degree, over the coupling of quantiles of samples that are sorted
    along their last axes; other axes broadcast.

    NaN spoils its row. Relative error 2 units for m = n, else 3, for |u - v|.
    """
    if u.shape[-1] < v.shape[-1]:
        u, v = v, u
    if xp is not np:
        return _mean_elsewhere(xp, u, v, degree)
    with np.errstate(all="ignore"):
        value = _numpy_mean(u, v, cost)
        if np.isfinite(value).all():
            return value
        again = ~np.isfinite(value)
        for x in (u, v):
            again = again & np.isfinite(x[..., 0]) & np.isfinite(x[..., -1])
        if not again.any():
            return value
        # differences or sums overflow, so that digits that scaling down may lose do not count
        return np.where(again, _numpy_mean(u * _FAR, v * _FAR, cost) / _FAR**degree, value)


def _mean_elsewhere(xp: Any, u: Any, v: Any, degree: int) -> Any:
    m, n = u.shape[-1], v.shape[-1]

    def paid(own: Any, other: Any) -> Any:
        # no difference of infinities, also in the branch that is not taken: derivatives of NaN are NaN
        same = own == other
        return xp.abs(xp.where(same, 0.0, own) - xp.where(same, 0.0, other)) ** degree

    if m == n:
        high, low = term_sum(xp, paid(u, v))
        return ((high + low) / m)[..., 0]
    j, later, one, two = (like(xp, x, u) for x in overlaps(m, n, 0, m))
    second = xp.where(two > 0, paid(u, v[..., later]), 0.0) * two
    high, low = term_sum(xp, paid(u, v[..., j]) * one + second)
    return ((high + low) / (float(m) * float(n)))[..., 0]


def like(xp: Any, x: Any, other: Any) -> Any:
    """A numpy array as one of the namespace, on the device of another."""
    if hasattr(xp, "from_numpy"):
        return xp.from_numpy(x).to(other.device)
    return xp.asarray(x)
