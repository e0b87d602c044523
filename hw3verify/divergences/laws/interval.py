"""Laws on an interval: uniform ones, and the beta laws on [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hw3verify.divergences.laws.family import INF, Condition, Family, finite, parameter, positive
from hw3verify.divergences.special.incomplete import beta_log_density, beta_masses, beta_quantile, plain


class Uniform(Family):
    """The uniform law on [low, high], low < high."""

    __slots__ = ()
    names = ("low", "high")
    low = parameter(0, "The lower end.")
    high = parameter(1, "The upper end.")

    def __init__(self, low: Any, high: Any, *, check: bool = True) -> None:
        super().__init__(low, high, check=check)

    @staticmethod
    def _conditions(xp: Any, low: Any, high: Any) -> Iterator[Condition]:
        yield finite("low", low)
        yield finite("high", high)
        yield "high", high, low < high, "a number above low"

    @staticmethod
    def _log_density(xp: Any, x: Any, low: Any, high: Any) -> Any:
        return xp.where((x >= low) & (x <= high), -log_width(xp, low, high), xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, low: Any, high: Any) -> Any:
        x = xp.where(x < low, low, xp.where(x > high, high, x))
        return (0.5 * x - 0.5 * low) / (0.5 * high - 0.5 * low)

    @staticmethod
    def _quantile(xp: Any, u: Any, low: Any, high: Any) -> Any:
        # from the nearer end, so that u = 0 and u = 1 are exact
        width = 0.5 * high - 0.5 * low
        return xp.where(u < 0.5, low + 2.0 * (u * width), high - 2.0 * ((1.0 - u) * width))

    @staticmethod
    def _support(xp: Any, low: Any, high: Any) -> tuple[Any, Any]:
        return low + 0.0 * high, high + 0.0 * low

    @staticmethod
    def _mean(xp: Any, low: Any, high: Any) -> Any:
        return 0.5 * low + 0.5 * high

    @staticmethod
    def _variance(xp: Any, low: Any, high: Any) -> Any:
        width = high - low
        return width * width / 12.0


def log_width(xp: Any, low: Any, high: Any) -> Any:
    """log(high - low), also where the difference is beyond the largest float."""
    return xp.log(0.5 * high - 0.5 * low) + 0.6931471805599453


class Beta(Family):
    """The beta law on [0, 1] with density proportional to x^(a-1) (1-x)^(b-1), a, b > 0."""

    __slots__ = ()
    names = ("a", "b")
    a = parameter(0, "The exponent of x, plus one.")
    b = parameter(1, "The exponent of 1 - x, plus one.")

    def __init__(self, a: Any, b: Any, *, check: bool = True) -> None:
        super().__init__(a, b, check=check)

    @staticmethod
    def _conditions(xp: Any, a: Any, b: Any) -> Iterator[Condition]:
        yield positive("a", a)
        yield positive("b", b)

    @staticmethod
    def _log_density(xp: Any, x: Any, a: Any, b: Any) -> Any:
        inside = (x > 0) & (x < 1)
        safe = xp.where(inside, x, 0.5)
        value = beta_log_density(xp, safe, 1.0 - safe, a + 0.0 * safe, b + 0.0 * safe)
        value = value - xp.log(safe) - xp.log1p(-safe)
        end, other = xp.where(x == 0, a, b), xp.where(x == 0, b, a)
        at_end = xp.where(end < 1, INF, xp.where(end > 1, -INF, xp.log(other)))
        return xp.where(inside, value, xp.where((x == 0) | (x == 1), at_end, xp.where(x == x, -INF, x)))

    @staticmethod
    def _cdf(xp: Any, x: Any, a: Any, b: Any) -> Any:
        def mass(x: Any, a: Any, b: Any) -> Any:
            inside = (x > 0) & (x < 1)
            safe = np.where(inside, x, 0.5)
            value = beta_masses(safe, 1.0 - safe, a, b)[0]
            return np.where(inside, value, np.where(x >= 1, 1.0, np.where(x == x, 0.0, x)))

        return plain(xp, mass, x, a, b)

    @staticmethod
    def _quantile(xp: Any, u: Any, a: Any, b: Any) -> Any:
        return plain(xp, beta_quantile, u, a, b)

    @staticmethod
    def _support(xp: Any, a: Any, b: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (a + b)
        return nothing, nothing + 1.0

    @staticmethod
    def _mean(xp: Any, a: Any, b: Any) -> Any:
        return a / (a + b)

    @staticmethod
    def _variance(xp: Any, a: Any, b: Any) -> Any:
        both = a + b
        return (a / both) * (b / both) / (both + 1.0)
