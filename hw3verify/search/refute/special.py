"""Special functions in floating point: what Python's `math` knows, with nan where there is no value."""

from __future__ import annotations

import math
from collections.abc import Callable

Function = Callable[[float], float]


def _safe(function: Function) -> Function:
    def value(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError):
            return math.nan

    return value


def digamma(x: float) -> float:
    """By the recurrence up to 16, and from there on by the asymptotic series."""
    if x <= 0:
        raise ValueError
    total = 0.0
    while x < 16:
        total, x = total - 1 / x, x + 1
    f = 1 / (x * x)
    return total + math.log(x) - 0.5 / x - f * (1 / 12 - f * (1 / 120 - f / 252))


SPECIAL: dict[str, Function] = {
    "erf": _safe(math.erf),
    "gamma": _safe(math.gamma),
    "factorial": _safe(lambda n: math.gamma(n + 1)),
    "digamma": _safe(digamma),
}
