"""Normal laws of a number, and what is made of them: the law of e^X and the law of |X|."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, sqrt
from typing import Any

from hw3verify.divergences.laws.family import INF, Condition, Family, finite, parameter, positive
from hw3verify.divergences.special.errors import HALF_LOG_2PI, erf, half_quantile, normal_cdf, normal_quantile


class Normal(Family):
    """The normal law with this mean and standard deviation `scale` > 0."""

    __slots__ = ()
    names = ("mean", "scale")
    scale = parameter(1, "The standard deviation.")

    def __init__(self, mean: Any, scale: Any, *, check: bool = True) -> None:
        super().__init__(mean, scale, check=check)

    @staticmethod
    def _conditions(xp: Any, mean: Any, scale: Any) -> Iterator[Condition]:
        yield finite("mean", mean)
        yield positive("scale", scale)

    @staticmethod
    def _log_density(xp: Any, x: Any, mean: Any, scale: Any) -> Any:
        z = (x - mean) / scale
        return -0.5 * z * z - xp.log(scale) - HALF_LOG_2PI

    @staticmethod
    def _cdf(xp: Any, x: Any, mean: Any, scale: Any) -> Any:
        return normal_cdf(xp, (x - mean) / scale)

    @staticmethod
    def _quantile(xp: Any, u: Any, mean: Any, scale: Any) -> Any:
        return mean + scale * normal_quantile(xp, u)

    @staticmethod
    def _support(xp: Any, mean: Any, scale: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (mean + scale)
        return nothing - INF, nothing + INF

    @staticmethod
    def _mean(xp: Any, mean: Any, scale: Any) -> Any:
        return mean + 0.0 * scale

    @staticmethod
    def _variance(xp: Any, mean: Any, scale: Any) -> Any:
        return scale * scale + 0.0 * mean


class LogNormal(Family):
    """The law of e^X for X normal with this mean and standard deviation `scale` > 0 (of the logarithm).

    The parameters are the attributes `log_mean` and `log_scale`; `mean` is the expectation of e^X.
    """

    __slots__ = ()
    names = ("mean", "scale")
    log_mean = parameter(0, "The mean of the logarithm.")
    log_scale = parameter(1, "The standard deviation of the logarithm.")

    def __init__(self, mean: Any, scale: Any, *, check: bool = True) -> None:
        super().__init__(mean, scale, check=check)

    @staticmethod
    def _conditions(xp: Any, mean: Any, scale: Any) -> Iterator[Condition]:
        return Normal._conditions(xp, mean, scale)

    @staticmethod
    def _log_density(xp: Any, x: Any, mean: Any, scale: Any) -> Any:
        inside = (x > 0) & (x < INF)
        length = xp.log(xp.where(inside, x, 1.0))
        return xp.where(inside, Normal._log_density(xp, length, mean, scale) - length, -INF)

    @staticmethod
    def _cdf(xp: Any, x: Any, mean: Any, scale: Any) -> Any:
        inside = x > 0
        return xp.where(inside, normal_cdf(xp, (xp.log(xp.where(inside, x, 1.0)) - mean) / scale), 0.0 * x)

    @staticmethod
    def _quantile(xp: Any, u: Any, mean: Any, scale: Any) -> Any:
        return xp.exp(Normal._quantile(xp, u, mean, scale))

    @staticmethod
    def _support(xp: Any, mean: Any, scale: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (mean + scale)
        return nothing, nothing + INF

    @staticmethod
    def _mean(xp: Any, mean: Any, scale: Any) -> Any:
        return xp.exp(mean + 0.5 * scale * scale)

    @staticmethod
    def _variance(xp: Any, mean: Any, scale: Any) -> Any:
        square = scale * scale
        return xp.expm1(square) * xp.exp(2.0 * mean + square)


class HalfNormal(Family):
    """The law of |X| for X normal with mean 0 and standard deviation `scale` > 0."""

    __slots__ = ()
    names = ("scale",)
    scale = parameter(0, "The standard deviation of X.")

    def __init__(self, scale: Any, *, check: bool = True) -> None:
        super().__init__(scale, check=check)

    @staticmethod
    def _conditions(xp: Any, scale: Any) -> Iterator[Condition]:
        yield positive("scale", scale)

    @staticmethod
    def _log_density(xp: Any, x: Any, scale: Any) -> Any:
        z = xp.where(x >= 0, x, 0.0) / scale
        return xp.where(x < 0, -INF, -0.5 * z * z - xp.log(scale) + (0.6931471805599453 - HALF_LOG_2PI))

    @staticmethod
    def _cdf(xp: Any, x: Any, scale: Any) -> Any:
        return xp.where(x < 0, 0.0 * scale, erf(xp, xp.where(x < 0, 0.0, x) / scale * sqrt(0.5)))

    @staticmethod
    def _quantile(xp: Any, u: Any, scale: Any) -> Any:
        return scale * half_quantile(xp, u)

    @staticmethod
    def _support(xp: Any, scale: Any) -> tuple[Any, Any]:
        return 0.0 * scale, 0.0 * scale + INF

    @staticmethod
    def _mean(xp: Any, scale: Any) -> Any:
        return scale * sqrt(2.0 / pi)

    @staticmethod
    def _variance(xp: Any, scale: Any) -> Any:
        return scale * scale * (1.0 - 2.0 / pi)
