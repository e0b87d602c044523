"""Relative entropy and Jensen-Shannon divergence of rows, in one pass over memory: the formulas of `kernels`.

A row is summed, brought to the mass of the other, and its terms are formed side by side into a buffer, where the few
whose ratio is above nine or below a ninth are replaced afterwards, by logarithms that are taken side by side too.
Rows that are no tables of moderate numbers get NaN, for the general way."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.kernels import ATANH_ABOVE, ATANH_BELOW, JENSEN_ABOVE, JENSEN_BELOW, NEAR
from hw3verify.divergences.loops.arithmetic import fused

A0, A1, A2, A3, A4, A5, A6, A7 = ATANH_ABOVE
B0, B1, B2, B3, B4, B5, _ = ATANH_BELOW
C0, C1, C2, C3, C4, C5, C6 = JENSEN_ABOVE
D0, D1, D2, D3, D4, D5, _ = JENSEN_BELOW

THIRD = 0.3333333333333333
TINY = 1e-280
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
FRACTION = 0x000FFFFFFFFFFFFF
ROOT_HALF = 0x3FE6A09E667F3BCD
"""The bits of the root of a half: mantissas are taken between it and the root of two."""


def total(x: Any) -> float:
    """The sum of a buffer, in as many partial sums as the processor adds at a time."""
    value = 0.0
    for k in range(x.size):
        value += float(x[k])
    return value


def logarithms(x: Any, bits: Any, parts: Any, count: Any) -> None:
    """Replaces the first `count` numbers of x (of which `bits` is a view as integers), normal and above 0, by their
    logarithms; accurate where they are far from 1. `parts` is a buffer of two rows."""
    exponents = parts[0]
    for k in range(count):
        moved = bits[k] - ROOT_HALF
        exponents[k] = float(moved >> 52)
        bits[k] = (moved & FRACTION) + ROOT_HALF
    for k in range(count):
        f = (x[k] - 1.0) / (x[k] + 1.0)
        z = f * f
        series = fused(z, 0.05263157894736842, 0.058823529411764705)
        series = fused(z, series, 0.06666666666666667)
        series = fused(z, series, 0.07692307692307693)
        series = fused(z, series, 0.09090909090909091)
        series = fused(z, series, 0.1111111111111111)
        series = fused(z, series, 0.14285714285714285)
        series = fused(z, series, 0.2)
        series = fused(z, series, THIRD)
        small = fused(exponents[k], LN2_LOW, 2.0 * (f * (z * series)))
        x[k] = fused(exponents[k], LN2_HIGH, 2.0 * f + small)


def rescaled(p: Any, q: Any, ratio: float, p_low: Any, q_low: Any, scaled: Any, differences: Any) -> None:
    """y = q ratio into `scaled` and p - y into `differences`; with lower parts the ratio is 1."""
    if p_low.size > 0:
        for k in range(p.size):
            scaled[k] = q[k]
            differences[k] = (p[k] - q[k]) - (q_low[k] - p_low[k])
    else:
        for k in range(p.size):
            b = float(q[k])
            y = b * ratio
            scaled[k] = y
            differences[k] = (p[k] - y) - fused(b, ratio, -y)


def gathered(shares: Any, places: Any, size: int) -> Any:
    """Where the shares are 1, into `places`; how many there are."""
    count = np.uint64(0)
    for k in range(size):
        places[count] = k
        count += shares[k]
    return count


def relative_terms(p: Any, q: Any, ratio: float, p_low: Any, q_low: Any, work: Any, far: Any, bits: Any) -> float:
    """The sum of p log(p/y) - p + y for y = q ratio, where p and q may have lower parts (which ratio 1 goes with)."""
    size = p.size
    terms, differences, scaled = work[0, :size], work[1, :size], work[2, :size]
    rescaled(p, q, ratio, p_low, q_low, scaled, differences)
    shares = far[1]
    for k in range(size):
        n = differences[k]
        a = float(p[k])
        s = n / max(a + scaled[k], 5e-324)
        shares[k] = 1 if abs(s) > NEAR else 0
        z = s * s
        w = 1.0 - z
        above = fused(w, A7, A6)
        above = fused(w, above, A5)
        above = fused(w, above, A4)
        above = fused(w, above, A3)
        above = fused(w, above, A2)
        above = fused(w, above, A1)
        above = fused(w, above, A0)
        below = w + B5
        below = fused(w, below, B4)
        below = fused(w, below, B3)
        below = fused(w, below, B2)
        below = fused(w, below, B1)
        below = fused(w, below, B0)
        terms[k] = s * fused(2.0 * a, z * fused(z, above / below, THIRD), n)
    places = far[0]
    count = gathered(shares, places, size)
    if count:
        ratios = work[3]
        for i in range(count):
            k = places[i]
            a, y = float(p[k]), scaled[k]
            # 1 where there is no logarithm to take, NaN where the ratio of masses may have cost digits
            ratios[i] = a / y if a > 0.0 and y > 0.0 else 1.0
            if 0.0 < y < TINY or 0.0 < a < TINY:
                return np.nan
        logarithms(ratios, bits, work[4:], count)
        for i in range(count):
            k = places[i]
            a, y = float(p[k]), scaled[k]
            terms[k] = a * ratios[i] - differences[k]
            if y == 0.0 and a > 0.0:
                terms[k] = np.inf
    return total(terms)


def jensen_terms(p: Any, q: Any, ratio: float, p_low: Any, q_low: Any, work: Any, far: Any, bits: Any) -> float:
    """The sum of p log(2p/(p+y)) + y log(2y/(p+y)) for y = q ratio, as in `relative_terms`."""
    size = p.size
    terms, differences, scaled = work[0, :size], work[1, :size], work[2, :size]
    rescaled(p, q, ratio, p_low, q_low, scaled, differences)
    shares = far[1]
    for k in range(size):
        n = differences[k]
        s = n / max(float(p[k]) + scaled[k], 5e-324)
        shares[k] = 1 if abs(s) > NEAR else 0
        z = s * s
        w = 1.0 - z
        above = fused(w, C6, C5)
        above = fused(w, above, C4)
        above = fused(w, above, C3)
        above = fused(w, above, C2)
        above = fused(w, above, C1)
        above = fused(w, above, C0)
        below = w + D5
        below = fused(w, below, D4)
        below = fused(w, below, D3)
        below = fused(w, below, D2)
        below = fused(w, below, D1)
        below = fused(w, below, D0)
        terms[k] = 0.5 * (n * s) * fused(z, above / below, 1.0)
    places = far[0]
    count = gathered(shares, places, size)
    if count:
        ratios = work[3]
        for i in range(count):
            k = places[i]
            mean = 0.5 * p[k] + 0.5 * scaled[k]
            first, second = p[k] / mean, scaled[k] / mean
            # a share below 1e-290 of the mean does not count
            ratios[2 * i] = first if first > 1e-290 else 1.0
            ratios[2 * i + 1] = second if second > 1e-290 else 1.0
        logarithms(ratios, bits, work[4:], 2 * count)
        for i in range(count):
            k = places[i]
            terms[k] = p[k] * ratios[2 * i] + scaled[k] * ratios[2 * i + 1]
    return total(terms)


def signs(bits: Any) -> int:
    """A number below 0 if one of the floats is negative, of which these are the bits."""
    value = 0
    for k in range(bits.size):
        value |= bits[k]
    return value


def mass(x: Any, bits: Any) -> float:
    """The rounded sum of a row (`bits` is its view as integers), NaN unless it is a table of moderate numbers."""
    value = total(x)
    return value if signs(bits) >= 0 and 1e-8 < value < 1e90 else np.nan


REGROUPED = (total,)
"""Sums of positive numbers, in any order."""

HELPERS = (logarithms, rescaled, gathered, relative_terms, jensen_terms, signs, mass)


def relative_entropies(p: Any, q: Any, p_bits: Any, q_bits: Any, value: Any) -> None:
    """value[i] = KL of row i of p and of q."""
    size = p.shape[1]
    work = np.empty((6, 2 * size))
    bits = work[3].view(np.int64)
    far = np.empty((2, size + 1), np.uint64)
    nothing = np.empty(0)
    for i in range(p.shape[0]):
        one = mass(p[i], p_bits[i])
        ratio = one / mass(q[i], q_bits[i])
        if ratio == ratio:
            value[i] = relative_terms(p[i], q[i], ratio, nothing, nothing, work, far, bits) / one
        else:
            value[i] = np.nan


def jensen_shannons(p: Any, q: Any, p_bits: Any, q_bits: Any, value: Any) -> None:
    """value[i] = Jensen-Shannon divergence of row i of p and of q."""
    size = p.shape[1]
    work = np.empty((6, 2 * size))
    bits = work[3].view(np.int64)
    far = np.empty((2, size + 1), np.uint64)
    nothing = np.empty(0)
    for i in range(p.shape[0]):
        one = mass(p[i], p_bits[i])
        ratio = one / mass(q[i], q_bits[i])
        if ratio == ratio:
            value[i] = 0.5 * (jensen_terms(p[i], q[i], ratio, nothing, nothing, work, far, bits) / one)
        else:
            value[i] = np.nan


def crossed_relative(p: Any, p_low: Any, q: Any, q_low: Any, value: Any) -> None:
    """value[i, j] = the sum of p log(p/q) - p + q of row i of p and row j of q, given as pairs of mass one."""
    size = p.shape[1]
    work = np.empty((6, 2 * size))
    bits = work[3].view(np.int64)
    far = np.empty((2, size + 1), np.uint64)
    for i in range(p.shape[0]):
        for j in range(q.shape[0]):
            value[i, j] = relative_terms(p[i], q[j], 1.0, p_low[i], q_low[j], work, far, bits)


def crossed_jensen(p: Any, p_low: Any, q: Any, q_low: Any, same: bool, value: Any) -> None:
    """value[i, j] = twice the Jensen-Shannon divergence of row i of p and row j of q, given as pairs of mass one; with
    `same`, q is p."""
    size = p.shape[1]
    work = np.empty((6, 2 * size))
    bits = work[3].view(np.int64)
    far = np.empty((2, size + 1), np.uint64)
    for i in range(p.shape[0]):
        for j in range(i if same else 0, q.shape[0]):
            value[i, j] = jensen_terms(p[i], q[j], 1.0, p_low[i], q_low[j], work, far, bits)
    if same:
        for i in range(p.shape[0]):
            for j in range(i):
                value[i, j] = value[j, i]
