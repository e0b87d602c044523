"""Von Mises' law on the circle."""

from __future__ import annotations

from collections.abc import Iterator
from math import log, pi
from typing import Any

from hw3verify.divergences.laws.family import INF, Condition, Family, finite, nonnegative, parameter
from hw3verify.divergences.special.bessel import log_scaled_i0
from hw3verify.divergences.special.incomplete import (
    plain,
    von_mises_centred,
    von_mises_quantile,
    von_mises_variance,
)


class VonMises(Family):
    """Von Mises' law of an angle, with density proportional to e^(concentration cos(x - location)).

    As a law of a number it lives on [location - pi, location + pi], where its mean is its location; two such laws
    are compared on the circle.
    """

    __slots__ = ()
    names = ("location", "concentration")
    location = parameter(0, "The mean direction.")
    concentration = parameter(1, "How narrow it is, at least 0.")

    def __init__(self, location: Any, concentration: Any, *, check: bool = True) -> None:
        super().__init__(location, concentration, check=check)

    @staticmethod
    def _conditions(xp: Any, location: Any, concentration: Any) -> Iterator[Condition]:
        yield finite("location", location)
        yield nonnegative("concentration", concentration)

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any, concentration: Any) -> Any:
        half = xp.sin(0.5 * (x - location))
        value = -2.0 * concentration * half * half - log_scaled_i0(xp, concentration) - log(2.0 * pi)
        return xp.where(xp.abs(x - location) <= pi + 1e-12, value, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, location: Any, concentration: Any) -> Any:
        z = x - location
        z = xp.where(z > pi, pi, xp.where(z < -pi, -pi, z))
        return 0.5 + plain(xp, von_mises_centred, z, concentration)

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any, concentration: Any) -> Any:
        return location + plain(xp, von_mises_quantile, u, concentration)

    @staticmethod
    def _variance(xp: Any, location: Any, concentration: Any) -> Any:
        # 2 integral of z^2 times the density over [0, pi], by the rule of the distribution function
        return plain(xp, von_mises_variance, location + 0.0 * concentration, concentration + 0.0 * location)

    @staticmethod
    def _support(xp: Any, location: Any, concentration: Any) -> tuple[Any, Any]:
        nothing = 0.0 * concentration
        return location - pi + nothing, location + pi + nothing

    @staticmethod
    def _mean(xp: Any, location: Any, concentration: Any) -> Any:
        return location + 0.0 * concentration


class Angle(VonMises):
    """Von Mises' law of a point of the circle: its density has the period 2 pi, and is integrated over [-pi, pi].

    What two von Mises' laws are compared as, whatever their locations. The location lies in [-2 pi, 2 pi]."""

    __slots__ = ()

    @staticmethod
    def _log_density(xp: Any, x: Any, location: Any, concentration: Any) -> Any:
        half = xp.sin(0.5 * (x - location))
        return -2.0 * concentration * half * half - log_scaled_i0(xp, concentration) - log(2.0 * pi)

    @staticmethod
    def _quantile(xp: Any, u: Any, location: Any, concentration: Any) -> Any:
        x = VonMises._quantile(xp, u, location, concentration)
        return x - 2.0 * pi * xp.round(x / (2.0 * pi))

    @staticmethod
    def _support(xp: Any, location: Any, concentration: Any) -> tuple[Any, Any]:
        nothing = 0.0 * (location + concentration)
        return nothing - pi, nothing + pi
