"""Von Mises' law on the circle."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi
from typing import Any

from hw3verify.divergences.laws.family import Condition, Family, finite, nonnegative, parameter


class VonMises(Family):
    """Von Mises' law of an angle, with density proportional to e^(concentration cos(x - location)).

    As a law of a number it lives on [location - pi, location + pi], where its mean is its location.
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
    def _support(xp: Any, location: Any, concentration: Any) -> tuple[Any, Any]:
        nothing = 0.0 * concentration
        return location - pi + nothing, location + pi + nothing

    @staticmethod
    def _mean(xp: Any, location: Any, concentration: Any) -> Any:
        return location + 0.0 * concentration
