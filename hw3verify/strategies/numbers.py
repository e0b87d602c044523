"""Numbers to build with: weights, magnitudes, locations and probabilities, exact and simplest first.

Floats drawn uniformly over their bit patterns are almost never near each other, never equal, and rarely of moderate
size. So each strategy here is a choice, in this order: a small whole number, a number of another magnitude, an edge.
Hypothesis shrinks to fewer choices first and then to earlier ones; no number takes more choices than a less simple one,
so shrinking does not stop at an edge. All strategies draw `Fraction`s that are floats exactly, unless it says
otherwise. Strategies are made once (Hypothesis looks through a new one before it draws)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import gcd

from hypothesis import strategies as st

SMALL = (4, 24, 52, 53, 60, 100, 500, 1022, 1060, 1066)
"""Exponents of two by which weights are small: half-words, a unit of the last place, subnormal numbers at the end."""


@cache
def weights(*, zeros: bool = True, extremes: bool = True) -> st.SearchStrategy[Fraction]:
    """A weight >= 0: whole numbers from 1 to 20; with `extremes`, m 2^-k down to subnormal size; with `zeros`, 0.

    Shrinks to 1. Weights are not below 2^-1066, so that a share of up to 120 of them is still a float above 0."""
    values = [Fraction(n) for n in range(1, 21)]
    if extremes:
        values += [Fraction(m, 2**k) for k in SMALL for m in (1, 5)]
    if zeros:
        values += [Fraction(0)] * 6
    return st.sampled_from(values)


@cache
def magnitudes(limit: float = 2.0**40) -> st.SearchStrategy[Fraction]:
    """A number > 0 between 1/limit and limit: 1 to 9, next to 1, or of any magnitude (4 significant bits).

    Shrinks to 1. ValueError unless 1 < limit <= 2^1000."""
    if not 1 < limit <= 2.0**1000:
        raise ValueError(f"limit: expected a number above 1 and at most 2^1000, not {limit!r}")
    top = Fraction(limit)
    bits = int(top).bit_length()
    scaled = st.builds(lambda m, e: Fraction(m, 8) * Fraction(2) ** e, st.integers(8, 15), _around(bits))
    near = st.builds(lambda m, k: 1 + Fraction(m, 2**k), st.integers(-7, 7), st.sampled_from((10, 30, 50)))
    return st.one_of(st.integers(1, 9).map(Fraction), near, scaled).map(lambda x: min(max(x, 1 / top), top))


def _around(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-bits, bits)


@cache
def locations(limit: float = 2.0**40) -> st.SearchStrategy[Fraction]:
    """A number from -limit to limit: whole numbers up to 10, or a magnitude of either sign. Shrinks to 0.

    ValueError as `magnitudes`."""
    signed = st.builds(lambda x, minus: -x if minus else x, magnitudes(limit), st.booleans())
    whole = st.integers(-10, 10).map(lambda n: Fraction(min(max(n, -limit), limit)))
    return st.one_of(whole, signed)


@cache
def probabilities(*, edges: bool = True) -> st.SearchStrategy[Fraction]:
    """A number between 0 and 1: halves to tenths, then within 2^-k of 0 or of 1, and, with `edges`, 0 and 1 themselves.

    Shrinks to 1/2. Fractions such as 1/3 are no floats; the others are."""
    values = [Fraction(m, n) for n in range(2, 11) for m in range(1, n) if gcd(m, n) == 1]
    for k in (10, 20, 30, 50):
        values += [Fraction(1, 2**k), 1 - Fraction(1, 2**k)] * 2
    if edges:
        values += [Fraction(1), Fraction(0)] * 4
    return st.sampled_from(values)
