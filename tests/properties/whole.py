"""Exact mass functions as tables of whole numbers: floats that stand for them without any rounding.

`hw3verify.divergences` normalises tables exactly, so a table of whole numbers below 2^53 is the mass function itself,
and products, mixtures and images are formed exactly here. What is left is the error of one value: at most 8
units of the last place for the functions used (their docstrings say 4 or 8), `SLACK` for a sum of two of them."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

UNIT = 2.0**-52
SLACK = 32 * UNIT
"""Both sides of a relation are within 8 units, and so is each term of a sum of non-negative ones."""


def _denominators(values) -> int:
    if isinstance(values, tuple):
        return lcm(*(_denominators(x) for x in values))
    return Fraction(values).denominator


def _scaled(values, by: int):
    return [_scaled(x, by) for x in values] if isinstance(values, tuple) else int(values * by)


def counts(values):
    """Exact masses (nested tuples of fractions) as whole numbers times a common factor, in a float64 array."""
    table = np.array(_scaled(values, _denominators(values)), dtype=object)
    assert max(table.ravel()) < 2**53
    return table.astype(np.float64)


def mixed(p, q, share: Fraction):
    """share p + (1 - share) q, exactly."""
    return tuple(share * x + (1 - share) * y for x, y in zip(p, q, strict=True))


def sent(p, channel):
    """The image sum_x p(x) W(y | x) of a mass function, exactly."""
    return tuple(sum(x * row[y] for x, row in zip(p, channel, strict=True)) for y in range(len(channel[0])))


def times(p, r):
    """The product p(x) r(y) as one table along one axis, exactly."""
    return tuple(x * y for x in p for y in r)


def close(value, other, *, plus: float = 0.0) -> bool:
    """Whether two values agree: equal infinities, or within SLACK of the larger one, and `plus`."""
    value, other = float(value), float(other)
    return value == other or abs(value - other) <= SLACK * max(abs(value), abs(other)) + plus


def below(value, other, *, plus: float = 0.0) -> bool:
    """Whether value <= other, but for the errors of both."""
    value, other = float(value), float(other)
    return value <= other or value - other <= SLACK * max(abs(value), abs(other)) + plus
