"""Laws on the whole line with a location and a scale: Laplace's, Gumbel's and Cauchy's."""

from __future__ import annotations

from collections.abc import Iterator
from math import log, pi
from typing import Any

from hw3verify.divergences.laws.family import INF, Condition, Family, finite, parameter, positive

EULER = 0.5772156649015329


class _Located(Family):
    __slots__ = ()
    names = ("location", "scale")
    location = parameter(0, "The location.")
    scale = parameter(1, "The scale.")

    def __init__(self, location: Any, scale: Any, *, check: bool = True) -> None:
        super().__init__(location, scale, check=check)

    @staticmethod
    def _conditions(xp: Any, location: Any, scale: Any) -> Iterator[Condition]:
        yield finite("location", location)
        yield positive("scale", scale)

    @staticmethod
    def _support(xp: Any, location: Any, scale: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (location + scale)
        return nothing - INF, nothing + INF


class Laplace(_Located):
    """Laplace's law with density e^(-|x - location| / scale) / (2 scale)."""

    __slots__ = ()

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        return -xp.abs(x - location) / scale - xp.log(scale) - log(2.0)

    @staticmethod
    def _cdf(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        z = (x - location) / scale
        tail = 0.5 * xp.exp(-xp.abs(z))
        return xp.where(z < 0, tail, 1.0 - tail)

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any, scale: Any) -> Any:
        # near the middle from u - 1/2, which is exact there, so that no digit of the difference is lost
        lower = u < 0.5
        tail = xp.where(lower, u, 1.0 - u)
        middle = tail > 0.25
        near = xp.log1p(2.0 * (xp.where(middle, tail, 0.5) - 0.5))
        size = -xp.where(middle, near, xp.log(2.0 * xp.where(middle, 0.5, tail)))
        return location + scale * xp.where(lower, -size, size)

    @staticmethod
    def _mean(xp: Any, location: Any, scale: Any) -> Any:
        return location + 0.0 * scale

    @staticmethod
    def _variance(xp: Any, location: Any, scale: Any) -> Any:
        return 2.0 * scale * scale + 0.0 * location


class Gumbel(_Located):
    """Gumbel's law of largest values: mass e^(-e^(-z)) below location + z scale."""

    __slots__ = ()

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        z = (x - location) / scale
        return xp.where(xp.abs(z) < INF, -z - xp.exp(-z) - xp.log(scale), -xp.abs(z))

    @staticmethod
    def _cdf(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        return xp.exp(-xp.exp(-(x - location) / scale))

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any, scale: Any) -> Any:
        upper = u > 0.5
        length = -xp.where(upper, xp.log1p(xp.where(upper, u - 1.0, 0.0)), xp.log(xp.where(upper, 0.5, u)))
        return location - scale * xp.log(length)

    @staticmethod
    def _mean(xp: Any, location: Any, scale: Any) -> Any:
        return location + EULER * scale

    @staticmethod
    def _variance(xp: Any, location: Any, scale: Any) -> Any:
        return scale * scale * (pi * pi / 6.0) + 0.0 * location


class Cauchy(_Located):
    """Cauchy's law with density scale / (pi (scale^2 + (x - location)^2)): it has neither mean nor variance (NaN)."""

    __slots__ = ()

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        z = xp.abs((x - location) / scale)
        large = z > 1e150
        small = xp.where(large, 1.0, z)
        tail = xp.where(large, 2.0 * xp.log(xp.where(large, z, 1.0)), xp.log1p(small * small))
        return -tail - xp.log(scale) - log(pi)

    @staticmethod
    def _cdf(xp: Any, x: Any, location: Any, scale: Any) -> Any:
        z = (x - location) / scale
        # atan(1/z)/pi is the tail beyond z, relatively accurate
        arc = xp.atan if hasattr(xp, "atan") else xp.arctan
        far = xp.abs(z) > 1.0
        tail = arc(1.0 / xp.where(far, xp.abs(z), 1.0)) / pi
        return xp.where(far, xp.where(z < 0, tail, 1.0 - tail), 0.5 + arc(xp.where(far, 0.0, z)) / pi)

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any, scale: Any) -> Any:
        lower = u < 0.5
        tail = xp.where(lower, u, 1.0 - u)
        outer = tail < 0.25
        # cot(pi tail), in the middle as tan(pi (1/2 - tail))
        some = xp.where(outer & (tail > 0), tail, 0.125)
        size = xp.where(outer, 1.0 / xp.tan(pi * some), xp.tan(pi * (0.5 - xp.where(outer, 0.5, tail))))
        size = xp.where(tail > 0, size, INF)
        return location + scale * xp.where(lower, -size, size)

    @staticmethod
    def _mean(xp: Any, location: Any, scale: Any) -> Any:
        return 0.0 * (location + scale) + float("nan")

    @staticmethod
    def _variance(xp: Any, location: Any, scale: Any) -> Any:
        return 0.0 * (location + scale) + float("nan")
