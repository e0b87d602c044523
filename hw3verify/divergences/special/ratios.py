"""Functions of a ratio and of a small number that vanish to second order, for parameters of every magnitude."""

from __future__ import annotations

from math import factorial
from typing import Any

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.errorfree import two_sum
from hw3verify.divergences.kernels import NEAR, atanh_excess, choose, log_ratio


def brought(xp: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """a and b >= 0, both times the same power of two, so that sums do not overflow and digits are not lost below."""
    top = xp.where(a > b, a, b)
    factor = xp.where(top > 2.0**900, 2.0**-300, xp.where(top < 2.0**-700, 2.0**400, 0.0 * top + 1.0))
    factor = constant(factor)
    return a * factor, b * factor


def _burg_far(xp: Any, a: Any, b: Any, d: Any) -> Any:
    return d - log_ratio(xp, a, b)


def burg_given(xp: Any, a: Any, b: Any, n: Any) -> Any:
    """a/b - 1 - log(a/b) >= 0 for a, b > 0 and n = a - b, which is given as it may be known better than from a and b.

    Within 3 units. The Bregman divergence of -log.
    """
    s, d = n / (a + b), n / b
    near = d * s - 2.0 * (s * atanh_excess(s * s))
    return choose(xp, xp.abs(s) > NEAR, near, _burg_far, a, b, d)


def burg(xp: Any, a: Any, b: Any) -> Any:
    """a/b - 1 - log(a/b) >= 0 for a, b > 0 of any magnitude: 0 for a = b alone, within 3 units.

    Source: Itakura and Saito 1968; Burg 1975.
    """
    a, b = brought(xp, a, b)
    return burg_given(xp, a, b, a - b)


def expm1_excess(xp: Any, x: Any) -> Any:
    """e^x - 1 - x >= 0: x^2/2 near 0, within 3 units."""
    small = xp.abs(x) < 0.7
    inner = xp.where(small, x, 0.0)
    series = 0.0 * inner
    for k in range(16, 1, -1):
        series = series * inner + 1.0 / factorial(k)
    outer = xp.where(small, 1.0, x)
    return xp.where(small, inner * inner * series, xp.expm1(outer) - outer)


def gap(xp: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """a - b without rounding error, as a pair."""
    return two_sum(a, -b)


def quotient(xp: Any, a: Any, b: Any, c: Any) -> Any:
    """(a - b) / c for c > 0, also where a - b overflows: within 1 unit."""
    plain = a - b
    fits = xp.abs(plain) < float("inf")
    return xp.where(fits, plain / c, 2.0 * ((0.5 * a - 0.5 * b) / c))
