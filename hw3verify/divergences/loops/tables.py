"""Relative entropy and Jensen-Shannon divergence of rows, in one pass over memory.

Rows are taken a few at a time, as many as leave the buffers in the cache: they are summed, those of q brought to the
mass of those of p, and their outcomes gone through as one line of numbers, so that the processor fills its registers
whatever the length of rows. Rows that are no tables of moderate numbers get NaN, for the general way; so do those
where a mass below 2^-930 meets none."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.loops.arithmetic import fused
from hw3verify.divergences.loops.terms import HELPERS as TERMS
from hw3verify.divergences.loops.terms import TINY, jensen, jensen_single, relative, relative_single

BLOCK = 4096
"""Numbers in a buffer, of which there are four, unless a row is longer: memory is read best in long runs."""


def total(x: Any) -> float:
    """The sum of a buffer, in as many partial sums as the processor adds at a time."""
    value = 0.0
    for k in range(x.size):
        value += float(x[k])
    return value


def signs(bits: Any) -> int:
    """A number below 0 if one of the floats is negative, of which these are the bits."""
    value = 0
    for k in range(bits.size):
        value |= bits[k]
    return value


def begun(p: Any, q: Any, p_bits: Any, q_bits: Any, masses: Any, ratios: Any) -> None:
    """The masses of rows of p, and their ratios to those of q; NaN unless both rows are tables of moderate numbers."""
    plain = signs(p_bits.ravel()) >= 0 and signs(q_bits.ravel()) >= 0
    for i in range(p.shape[0]):
        one, two = total(p[i]), total(q[i])
        good = (one > 1e-8) & (one < 1e90) & (two > 1e-8) & (two < 1e90)
        if not plain:
            good = good and signs(p_bits[i]) >= 0 and signs(q_bits[i]) >= 0
        masses[i] = one if good else np.nan
        ratios[i] = masses[i] / two


def balanced(p: Any, q: Any, ratios: Any, scaled: Any, differences: Any) -> None:
    """q times the ratios of masses, and p less that, row after row."""
    size = p.shape[1]
    for i in range(p.shape[0]):
        ratio = ratios[i]
        start, stop = i * size, (i + 1) * size
        one, two = scaled[start:stop], differences[start:stop]
        for k in range(size):
            a, b = float(p[i, k]), float(q[i, k])
            y = b * ratio
            one[k] = y
            two[k] = (a - y) - fused(b, ratio, -y)


def widened(p: Any, q: Any, ratios: Any, own: Any, scaled: Any, differences: Any) -> None:
    """The same for numbers of single precision, and p itself."""
    size = p.shape[1]
    for i in range(p.shape[0]):
        ratio = ratios[i]
        start, stop = i * size, (i + 1) * size
        zero, one, two = own[start:stop], scaled[start:stop], differences[start:stop]
        for k in range(size):
            a = float(p[i, k])
            y = float(q[i, k]) * ratio
            zero[k] = a
            one[k] = y
            two[k] = a - y


def uncovered(own: Any, q: Any, scaled: Any) -> float:
    """inf if q is 0 where p is not, NaN if it is too small there for its digits, else 0."""
    value = 0.0
    for k in range(q.size):
        if own[k] > 0.0 and scaled[k] < TINY:
            if q[k] == 0.0:
                return np.inf
            value = np.nan
    return value


def relative_entropies(p: Any, q: Any, p_bits: Any, q_bits: Any, value: Any) -> None:
    """value[i] = KL of row i of p and of q."""
    count, size = p.shape
    step = max(1, BLOCK // size)
    work = np.empty((4, step * size))
    masses, ratios = np.empty(step), np.empty(step)
    for start in range(0, count, step):
        stop = min(start + step, count)
        rows, used = stop - start, (stop - start) * size
        x, y = p[start:stop], q[start:stop]
        begun(x, y, p_bits[start:stop], q_bits[start:stop], masses[:rows], ratios[:rows])
        if p.itemsize == 8:
            balanced(x, y, ratios[:rows], work[1, :used], work[2, :used])
            relative(x.ravel(), work[1, :used], work[2, :used], work[3, :used])
        else:
            widened(x, y, ratios[:rows], work[0, :used], work[1, :used], work[2, :used])
            relative_single(work[0, :used], work[1, :used], work[2, :used], work[3, :used])
        for i in range(rows):
            at = i * size
            found = total(work[3, at : at + size]) / masses[i]
            if found != found and masses[i] == masses[i]:
                found = uncovered(x[i], y[i], work[1, at : at + size])
            value[start + i] = found


def jensen_shannons(p: Any, q: Any, p_bits: Any, q_bits: Any, value: Any) -> None:
    """value[i] = Jensen-Shannon divergence of row i of p and of q."""
    count, size = p.shape
    step = max(1, BLOCK // size)
    work = np.empty((4, step * size))
    masses, ratios = np.empty(step), np.empty(step)
    for start in range(0, count, step):
        stop = min(start + step, count)
        rows, used = stop - start, (stop - start) * size
        x, y = p[start:stop], q[start:stop]
        begun(x, y, p_bits[start:stop], q_bits[start:stop], masses[:rows], ratios[:rows])
        if p.itemsize == 8:
            balanced(x, y, ratios[:rows], work[1, :used], work[2, :used])
            jensen(x.ravel(), work[1, :used], work[2, :used], work[3, :used])
        else:
            widened(x, y, ratios[:rows], work[0, :used], work[1, :used], work[2, :used])
            jensen_single(work[0, :used], work[1, :used], work[2, :used], work[3, :used])
        for i in range(rows):
            at = i * size
            value[start + i] = 0.5 * (total(work[3, at : at + size]) / masses[i])


def together(p: Any, p_low: Any, q: Any, q_low: Any, work: Any) -> None:
    """A row of p beside each of several rows of q (pairs of mass one): p, q and their differences into `work`."""
    size = p.size
    for j in range(q.shape[0]):
        start = j * size
        own, scaled, differences = (
            work[0, start : start + size], work[1, start : start + size], work[2, start : start + size]
        )
        for k in range(size):
            own[k] = p[k]
            scaled[k] = q[j, k]
            differences[k] = (p[k] - q[j, k]) - (q_low[j, k] - p_low[k])


def crossed_relative(p: Any, p_low: Any, q: Any, q_low: Any, value: Any) -> None:
    """value[i, j] = the sum of p log(p/q) - p + q of row i of p and row j of q, given as pairs of mass one."""
    count, size = q.shape
    step = max(1, BLOCK // size)
    work = np.empty((4, step * size))
    for i in range(p.shape[0]):
        for start in range(0, count, step):
            stop = min(start + step, count)
            used = (stop - start) * size
            together(p[i], p_low[i], q[start:stop], q_low[start:stop], work)
            relative(work[0, :used], work[1, :used], work[2, :used], work[3, :used])
            for j in range(start, stop):
                at = (j - start) * size
                found = total(work[3, at : at + size])
                if found != found:
                    found = uncovered(p[i], q[j], work[1, at : at + size])
                value[i, j] = found


def crossed_jensen(p: Any, p_low: Any, q: Any, q_low: Any, value: Any, first: int) -> None:
    """value[i, j] = twice the Jensen-Shannon divergence of row i of p and row j of q, given as pairs of mass one;
    unless `first` is below 0, p is what q is from that row on, and only the upper half of the matrix is filled."""
    count, size = q.shape
    step = max(1, BLOCK // size)
    work = np.empty((4, step * size))
    for i in range(p.shape[0]):
        for start in range(first + i if first >= 0 else 0, count, step):
            stop = min(start + step, count)
            used = (stop - start) * size
            together(p[i], p_low[i], q[start:stop], q_low[start:stop], work)
            jensen(work[0, :used], work[1, :used], work[2, :used], work[3, :used])
            for j in range(start, stop):
                at = (j - start) * size
                value[i, j] = total(work[3, at : at + size])


HELPERS = (*TERMS, signs, begun, balanced, widened, uncovered, together)
REGROUPED = (total,)
