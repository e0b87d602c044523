"""The law that has all its mass in one point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hw3verify.divergences.laws.family import INF, Condition, Family, finite, parameter


class PointMass(Family):
    """All mass at `location`."""

    __slots__ = ()
    names = ("location",)
    discrete = True
    location = parameter(0, "Where the mass is.")

    def __init__(self, location: Any, *, check: bool = True) -> None:
        super().__init__(location, check=check)

    @staticmethod
    def _conditions(xp: Any, location: Any) -> Iterator[Condition]:
        yield finite("location", location)

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any) -> Any:
        return xp.where(x == location, 0.0, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, location: Any) -> Any:
        return xp.where(x >= location, 1.0, xp.where(x == x, 0.0, x))

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any) -> Any:
        return location + 0.0 * u

    @staticmethod
    def _support(xp: Any, location: Any) -> tuple[Any, Any]:
        return location + 0.0, location + 0.0

    @staticmethod
    def _mean(xp: Any, location: Any) -> Any:
        return location + 0.0

    @staticmethod
    def _variance(xp: Any, location: Any) -> Any:
        return 0.0 * location
