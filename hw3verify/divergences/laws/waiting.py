"""Laws on a half line: waiting times (exponential and gamma laws) and Pareto's law of sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hw3verify.divergences.laws.family import INF, Condition, Family, parameter, positive
from hw3verify.divergences.special.incomplete import gamma_log_density, gamma_masses, gamma_quantile, plain


class Exponential(Family):
    """The exponential law with density rate e^(-rate x) on x >= 0."""

    __slots__ = ()
    names = ("rate",)
    rate = parameter(0, "One over the mean.")

    def __init__(self, rate: Any, *, check: bool = True) -> None:
        super().__init__(rate, check=check)

    @staticmethod
    def _conditions(xp: Any, rate: Any) -> Iterator[Condition]:
        yield positive("rate", rate)

    @staticmethod
    def _log_density(xp: Any, x: Any, rate: Any) -> Any:
        return xp.where(x < 0, -INF, xp.log(rate) - rate * xp.where(x < 0, 0.0, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, rate: Any) -> Any:
        return -xp.expm1(-rate * xp.where(x < 0, 0.0, x))

    @staticmethod
    def _quantile(xp: Any, u: Any, rate: Any) -> Any:
        return -xp.log1p(-u) / rate

    @staticmethod
    def _support(xp: Any, rate: Any) -> tuple[Any, Any]:
        return 0.0 * rate, 0.0 * rate + INF

    @staticmethod
    def _mean(xp: Any, rate: Any) -> Any:
        return 1.0 / rate

    @staticmethod
    def _variance(xp: Any, rate: Any) -> Any:
        return 1.0 / rate / rate


class Gamma(Family):
    """The gamma law with density proportional to x^(shape-1) e^(-rate x) on x >= 0."""

    __slots__ = ()
    names = ("shape", "rate")
    shape = parameter(0, "The exponent of x, plus one.")
    rate = parameter(1, "One over the scale.")

    def __init__(self, shape: Any, rate: Any, *, check: bool = True) -> None:
        super().__init__(shape, rate, check=check)

    @staticmethod
    def _conditions(xp: Any, shape: Any, rate: Any) -> Iterator[Condition]:
        yield positive("shape", shape)
        yield positive("rate", rate)

    @staticmethod
    def _log_density(xp: Any, x: Any, shape: Any, rate: Any) -> Any:
        inside = (x > 0) & (x < INF)
        safe = xp.where(inside, x, 1.0)
        value = gamma_log_density(xp, safe * rate, shape + 0.0 * safe) - xp.log(safe)
        at_zero = xp.where(shape < 1, INF, xp.where(shape > 1, -INF, xp.log(rate)))
        return xp.where(inside, value, xp.where(x == 0, at_zero, xp.where(x == x, -INF, x)))

    @staticmethod
    def _cdf(xp: Any, x: Any, shape: Any, rate: Any) -> Any:
        def mass(y: Any, a: Any) -> Any:
            return np.where(y > 0, gamma_masses(np.where(y > 0, y, 1.0), a)[0], np.where(y == y, 0.0, y))

        return plain(xp, mass, x * rate, shape)

    @staticmethod
    def _quantile(xp: Any, u: Any, shape: Any, rate: Any) -> Any:
        return plain(xp, gamma_quantile, u, shape + 0.0 * rate) / rate

    @staticmethod
    def _support(xp: Any, shape: Any, rate: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (shape + rate)
        return nothing, nothing + INF

    @staticmethod
    def _mean(xp: Any, shape: Any, rate: Any) -> Any:
        return shape / rate

    @staticmethod
    def _variance(xp: Any, shape: Any, rate: Any) -> Any:
        return shape / rate / rate


class Pareto(Family):
    """Pareto's law with mass (minimum / x)^shape above x >= minimum > 0."""

    __slots__ = ()
    names = ("minimum", "shape")
    minimum = parameter(0, "The least point of the support.")
    shape = parameter(1, "The exponent of the tail.")

    def __init__(self, minimum: Any, shape: Any, *, check: bool = True) -> None:
        super().__init__(minimum, shape, check=check)

    @staticmethod
    def _conditions(xp: Any, minimum: Any, shape: Any) -> Iterator[Condition]:
        yield positive("minimum", minimum)
        yield positive("shape", shape)

    @staticmethod
    def _log_density(xp: Any, x: Any, minimum: Any, shape: Any) -> Any:
        inside = x >= minimum
        length = xp.log(xp.where(inside, x, minimum)) - xp.log(minimum)
        value = xp.log(shape) - xp.log(minimum) - (shape + 1.0) * length
        return xp.where(inside, value, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, minimum: Any, shape: Any) -> Any:
        excess = xp.where(x > minimum, x - minimum, 0.0) / minimum
        return -xp.expm1(-shape * xp.log1p(excess))

    @staticmethod
    def _quantile(xp: Any, u: Any, minimum: Any, shape: Any) -> Any:
        return minimum * xp.exp(-xp.log1p(-u) / shape)

    @staticmethod
    def _support(xp: Any, minimum: Any, shape: Any) -> tuple[Any, Any]:
        nothing = 0.0 * shape
        return minimum + nothing, 0.0 * minimum + nothing + INF

    @staticmethod
    def _mean(xp: Any, minimum: Any, shape: Any) -> Any:
        some = shape > 1.0
        return xp.where(some, minimum * (shape / (xp.where(some, shape, 2.0) - 1.0)), INF)

    @staticmethod
    def _variance(xp: Any, minimum: Any, shape: Any) -> Any:
        some = shape > 2.0
        safe = xp.where(some, shape, 3.0)
        less = minimum / (safe - 1.0)
        return xp.where(some, less * less * safe / (safe - 2.0), INF)
