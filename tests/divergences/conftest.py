"""Exact references: every float is a rational number, and logarithms are taken in balls of 1300 bits."""

from __future__ import annotations

import math
from fractions import Fraction
from types import SimpleNamespace

import flint
import pytest

BITS = 1300
"""Differences of numbers 10^-150 apart lose a thousand bits."""


def ball(x) -> flint.arb:
    """A float or a fraction as a ball without rounding beyond 1300 bits."""
    ratio = Fraction(x)
    return flint.arb(flint.fmpq(ratio.numerator, ratio.denominator))


def log_ratio(a, b) -> flint.arb:
    """log(a/b), where the difference from 1 is formed exactly: right for ratios as near to 1 as rationals can be."""
    ratio = Fraction(a) / Fraction(b)
    return ball(ratio - 1).log1p() if Fraction(1, 2) < ratio < 2 else ball(ratio).log()


def units(value: float, exact: flint.arb) -> float:
    """The error of a float in units of 2^-52 of the exact value; below the normal range in units of 2^-1074."""
    if math.isinf(value) or math.isnan(value):
        return math.inf
    assert exact.rel_accuracy_bits() > 70 or exact == 0
    unit = max(abs(Fraction(*_ratio(exact))) * Fraction(1, 2**52), Fraction(1, 2**1074))
    return float(abs(Fraction(value) - Fraction(*_ratio(exact))) / unit)


def _ratio(x: flint.arb) -> tuple[int, int]:
    mantissa, exponent = x.mid().man_exp()
    mantissa, exponent = int(mantissa), int(exponent)
    return (mantissa * 2**exponent, 1) if exponent >= 0 else (mantissa, 2**-exponent)


def fractions(table) -> list[Fraction]:
    """The exactly normalised table of a table of floats."""
    exact = [Fraction(float(x)) for x in table]
    mass = sum(exact)
    return [x / mass for x in exact]


def relative_entropy(p, q) -> flint.arb:
    """p log(p/q) - p + q of two numbers, q at p = 0."""
    p, q = Fraction(p), Fraction(q)
    return ball(q - p) + (ball(p) * log_ratio(p, q) if p else 0)


@pytest.fixture
def exact():
    """The references, computed with 1300 bits."""
    before = flint.ctx.prec
    flint.ctx.prec = BITS
    yield SimpleNamespace(
        ball=ball, log_ratio=log_ratio, units=units, fractions=fractions, relative_entropy=relative_entropy
    )
    flint.ctx.prec = before
