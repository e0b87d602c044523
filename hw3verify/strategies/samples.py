"""Samples of numbers: with ties, weights, offsets that swallow digits, and steps of every magnitude.

A number of a sample is offset + step n for a small whole n: small n make ties, offsets of 2^20 or 2^50 steps make
differences that naive sums lose. Numbers that are no floats are rounded once, which makes more ties."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

from hw3verify.strategies.kinds import Kind, known, made, sizes
from hw3verify.strategies.masses import rows

STEPS = (0, -1, 3, -30, 30, -300, 300)
"""Exponents of two of the steps of a sample."""

OFFSETS = (0, 1, -1, 20, -20, 50, -50)
"""Exponents of two of the offset over the step, with its sign; 0 is for none."""

_STEP = st.sampled_from(STEPS)
_OFFSET = st.sampled_from(OFFSETS)


class Sample(NamedTuple):
    """Numbers and a weight >= 0 for each, not all of them 0."""

    numbers: Any
    weights: Any


@st.composite
def _grids(draw: st.DrawFn, offsets: bool) -> tuple[Fraction, Fraction]:
    if not offsets:
        return Fraction(0), Fraction(1)
    step, exponent = Fraction(2) ** draw(_STEP), draw(_OFFSET)
    return step * (2**exponent if exponent > 0 else -(2**-exponent) if exponent else 0), step


@cache
def _places(least: int, most: int, ties: bool) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(-9, 9), min_size=least, max_size=most, unique=not ties)


@st.composite
def _numbers(draw: st.DrawFn, places: st.SearchStrategy[list[int]], offsets: bool) -> tuple[Fraction, ...]:
    offset, step = draw(_grids(offsets))
    drawn = draw(places)
    return tuple(offset + step * n for n in drawn)


def samples(
    min_size: int = 1, max_size: int = 8, *, kind: Kind = "numpy", ties: bool = True, offsets: bool = True
) -> st.SearchStrategy[Any]:
    """A sample of min_size to max_size numbers, in any order.

    `ties=False` makes them distinct (as rationals; at most 19 of them), `offsets=False` whole numbers from -9 to 9.
    Shrinks to min_size zeros, distinct ones to 0, 1, .... ValueError or TypeError for sizes and kinds that are none."""
    sizes(min_size, max_size)
    known(kind)
    if not ties and min_size > 19:
        raise ValueError(f"min_size: expected at most 19 distinct numbers, not {min_size}")
    most = max_size if ties else min(max_size, 19)
    return _numbers(_places(min_size, most, ties), offsets).map(lambda numbers: made(numbers, kind))


@st.composite
def _weighted(draw: st.DrawFn, least: int, most: int, kind: Kind, offsets: bool, extremes: bool) -> Sample:
    numbers = draw(_numbers(_places(least, most, True), offsets))
    weights = draw(rows(len(numbers), len(numbers), zeros=True, extremes=extremes))
    return Sample(made(numbers, kind), made(weights, kind))


def weighted_samples(
    min_size: int = 1, max_size: int = 8, *, kind: Kind = "numpy", offsets: bool = True, extremes: bool = True
) -> st.SearchStrategy[Sample]:
    """A sample with weights (not normalised; zeros among them; with `extremes` down to 2^-1066).

    Shrinks to min_size zeros of weight 1. Errors: see `samples`."""
    sizes(min_size, max_size)
    known(kind)
    return _weighted(min_size, max_size, kind, offsets, extremes)
