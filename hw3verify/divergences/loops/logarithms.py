"""Logarithms of many numbers at a time, accurate where they are far from 0."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.loops.arithmetic import fused

THIRD = 0.3333333333333333
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
FRACTION = 0x000FFFFFFFFFFFFF
ROOT_HALF = 0x3FE6A09E667F3BCD
"""The bits of the root of a half: mantissas are taken between it and the root of two."""


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
