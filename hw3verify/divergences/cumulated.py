"""Signed masses on the line, cumulated: W1 as the area between two distribution functions.

    W1 = sum over k of |C_k| (x_(k+1) - x_k),   C_k = p_1 + ... + p_k - q_1 - ... - q_k

for points sorted along the last axis. Two functions that are cumulated one by one and then subtracted lose what they
agree in; here the differences are cumulated, on masses brought to one total (`against` in `rows`), in three levels of
digits: numbers are cut at two common binary places, so that the sums of the upper two levels are exact and only the
rests, some 2^-70 of the largest mass, are added with rounding. What is lost is bounded by a number that is computed
beside (`Area.lost`), so that callers know the rows that have to be computed exactly.
"""

from __future__ import annotations

from math import frexp, ldexp
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences import threads
from hw3verify.divergences.arrays import constant, largest
from hw3verify.divergences.blocks import PIECE
from hw3verify.divergences.errorfree import SPLITTER, split_product, two_sum
from hw3verify.divergences.quantiles import gathered, one_sum, row_sums
from hw3verify.divergences.rows import term_sum
from hw3verify.divergences.scaling import ceiling, factors


class Area(NamedTuple):
    """The area for every row, in units of mass, and a bound of what rounding of the cumulated masses can have done
    to it."""

    value: Any
    lost: Any


def cumulative(xp: Any, x: Any) -> Any:
    """Running sums along the last axis."""
    if hasattr(xp, "cumulative_sum"):
        return xp.cumulative_sum(x, axis=-1)
    return xp.cumsum(x, -1)


def cuts(length: int, top: Any) -> tuple[Any, Any]:
    """Where masses of at most `top` (powers of two) are cut, first and then."""
    bits = length.bit_length() + 1
    first = top * 2.0**bits
    return first, first * 2.0 ** (bits - 53)


def running(x: Any, rest: Any, at: tuple[Any, Any], carry: Any) -> tuple[Any, Any, Any]:
    """Running sums of x + rest in the three levels, from those in `carry` on."""
    first, second = at
    one = (x + first) - first
    left = x - one
    two = (left + second) - second
    three = (left - two) + rest
    return tuple(np.cumsum(level, axis=-1) + start for level, start in zip((one, two, three), carry, strict=True))


def added(levels: tuple[Any, Any, Any]) -> Any:
    """The sum of three levels, the first two of them exact: to half a unit, besides the error of the third."""
    total, error = two_sum(levels[0], levels[1])
    return total + (error + levels[2])


def area(xp: Any, x: Any, high: Any, low: Any, mass: Any) -> Area:
    """The area for points x, sorted, and signed masses high + low (pairs; of sum 0 in each row), where each side has
    the given mass (last axis of length one), at most 2^30 in all.

    NaN spoils its row. Points are finite."""
    if xp is not np:
        return Area(_area_elsewhere(xp, x, high, low) / mass[..., 0], 0.0)
    lead = high.shape[:-1]
    length = high.shape[-1]
    x = np.broadcast_to(x, (*lead, x.shape[-1])).reshape(-1, length)
    high, low = high.reshape(-1, length), np.broadcast_to(low, high.shape).reshape(-1, length)
    mass = np.broadcast_to(mass, (*lead, 1)).reshape(-1, 1)
    value, lost = np.empty((2, len(high)))
    step = max(1, PIECE // length)
    with np.errstate(all="ignore"):
        for start in range(0, len(high), step):
            rows = slice(start, start + step)
            value[rows], lost[rows] = _rows_area(x[rows], high[rows], low[rows], mass[rows])
    return Area(value.reshape(lead), lost.reshape(lead))


def _rows_area(x: Any, high: Any, low: Any, mass: Any) -> tuple[Any, Any]:
    length = x.shape[-1]
    top = np.maximum.reduce(np.abs(high), axis=-1, keepdims=True)
    top = np.ldexp(1.0, np.frexp(top)[1])
    places = cuts(length, top)
    # widths that overflow are halved, areas are computed in units that keep them in range
    half = np.where(np.isfinite(x[:, -1:] - x[:, :1]), 1.0, 0.5)
    x = x * half if (half != 1).any() else x
    lift = 1000 - length.bit_length() - np.frexp(top)[1] - np.frexp(x[:, -1:] - x[:, :1])[1]
    unit = np.ldexp(1.0, np.minimum(lift, 900))
    sums, largest_rest = _pieces(x, high, low, places, unit, None)
    share = unit[:, 0] * mass[:, 0] * half[:, 0]
    value = gathered(sums)
    uncertain = length * 2.0**-53 * largest_rest + 2.0**-96 * mass[:, 0]
    lost = uncertain * (x[:, -1] - x[:, 0]) * unit[:, 0]
    if bool((lost > 2.0**-54 * value).any()):
        # only where a cumulated mass is small can its error count
        below = uncertain[:, None] * 2.0**55
        sums, _ = _pieces(x, high, low, places, unit * top, below)
        lost = uncertain / top[:, 0] * gathered(sums)
    return value / share, lost / share


def _pieces(
    x: Any, high: Any, low: Any, at: tuple[Any, Any], unit: Any, below: Any
) -> tuple[list[tuple[Any, Any]], Any]:
    """Sums of |C_k| (x_(k+1) - x_k), or of the widths where |C_k| is `below` a bound, in pieces of the rows; and the
    largest rest."""
    sums: list[tuple[Any, Any]] = []
    carry: Any = (0.0, 0.0, 0.0)
    length = x.shape[-1]
    most = np.zeros(len(x))
    for start in range(0, length, PIECE):
        stop = min(start + PIECE, length)
        levels = running(high[:, start:stop], low[:, start:stop], at, carry)
        carry = tuple(level[:, -1:] for level in levels)
        most = np.maximum(most, np.maximum.reduce(np.abs(levels[2]), axis=-1))
        widths = np.subtract(x[:, start + 1 : stop + 1], x[:, start : min(stop, length - 1)])
        width = widths.shape[-1]
        masses = np.abs(added(levels)[:, :width])
        terms = masses * unit * widths if below is None else np.where(masses < below, widths * unit, 0.0)
        sums.append(row_sums(terms))
    return sums, most


def _area_elsewhere(xp: Any, x: Any, high: Any, low: Any) -> Any:
    first, second = factors(xp, constant(largest(xp, xp.abs(high))))
    places = cuts(high.shape[-1], ceiling(xp) / first / second)
    one = (high + places[0]) - places[0]
    left = high - one
    two = (left + places[1]) - places[1]
    masses = added(tuple(cumulative(xp, level) for level in (one, two, (left - two) + low)))
    total = term_sum(xp, xp.abs(masses[..., :-1]) * (x[..., 1:] - x[..., :-1]))
    return (total[0] + total[1])[..., 0]


def exact_needed(areas: Area) -> Any:
    """Which rows have lost more than a quarter of a unit, or are not known at all to be 0."""
    return ~(areas.lost <= 2.0**-54 * areas.value) & (areas.value == areas.value)


def _in_order(u: Any, v: Any) -> tuple[Any, Any]:
    """Both samples as one, sorted, and the places of these numbers in u followed by v."""
    points = np.concatenate([u, v])
    if len(points) < threads.SORTED or threads.processors() < 2:
        at = points.argsort()
        return points[at], at
    one, two = threads.together([u.argsort, v.argsort])
    two += len(u)
    halves = np.concatenate([one, two])
    points = points[halves]
    at = points.argsort(kind="stable")  # which merges what is sorted already
    return points[at], halves[at]


def between(u: Any, v: Any, p: Any, q: Any) -> tuple[float, float]:
    """W1 of one pair of weighted samples of moderate numbers, and a bound of what rounding of the cumulated masses can
    have done to it: in two levels of digits and few calls of numpy. NaN where weights are none."""
    with np.errstate(all="ignore"):
        least, most = np.minimum.reduce, np.maximum.reduce
        if not (least(p) >= 0.0 and least(q) >= 0.0):
            return float("nan"), 0.0
        (one, one_low), (two, two_low) = one_sum(p, float(most(p))), one_sum(q, float(most(q)))
        ratio = one / two
        cut = SPLITTER * ratio
        ratio_high = cut - (cut - ratio)
        ratio_low = ratio - ratio_high
        product, error = split_product(two, (ratio_high, ratio_low), ratio)
        # what the rounded masses and their quotient lack, with the other sign, and what rounded products lack
        rest = (ratio * two_low - one_low - ((one - product) - error)) / two
        product = q * -ratio
        top = q * SPLITTER
        top -= top - q
        error = top * ratio_high
        error += product
        top_low = q - top
        top *= ratio_low
        error += top
        top = top_low * ratio_high
        error += top
        top_low *= ratio_low
        error += top_low
        top = q * rest
        top -= error
        # multiples of 2^-52 of the mass are summed exactly: what is cut off counts 2^-53 of it for each number
        high = np.concatenate([p, product])
        cut = ldexp(1.5, frexp(one)[1] + 1)
        whole = high + cut
        whole -= cut
        high -= whole
        high[len(p) :] += top
        points, at = _in_order(u, v)
        below = whole[at].cumsum()
        rests = high[at].cumsum()
        below += rests
        np.abs(below, out=below)
        widths = points[1:]
        widths = widths - points[:-1]
        widths *= below[:-1]
        if not len(widths):
            return 0.0, 0.0
        area, _ = one_sum(widths, float(most(widths)))
        uncertain = len(at) * 2.0**-53 * max(float(most(rests)), -float(least(rests))) + 2.0**-100 * one
        return area / one, uncertain * float(points[-1] - points[0]) / one
