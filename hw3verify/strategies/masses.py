"""Mass functions and pairs of them: with zeros, near-equal, disjoint, covered, with masses down to subnormal numbers.

A mass function is drawn as weights and divided by their sum exactly; what is drawn for numpy and torch is that, each
entry rounded once (so the entries add up to 1 to a few units, and `hw3verify.divergences` normalises the rest away)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args

from hypothesis import strategies as st

from hw3verify.strategies.kinds import Kind, known, made, normalised, sizes
from hw3verify.strategies.numbers import weights

Relation = Literal["any", "covered", "near", "disjoint", "equal"]
"""How two mass functions of a pair are related, simplest first."""

RELATIONS: tuple[Relation, ...] = get_args(Relation)

NEAR = (4, 10, 26, 40, 50, 52, 60)
"""Exponents of two by which near-equal masses differ; the last is below what floats resolve."""

NEARNESS = st.sampled_from(NEAR)
_COARSE = st.sampled_from(NEAR[:2])
_STEP = st.integers(-7, 7)
_OWN = st.booleans()
_RELATION = st.sampled_from(RELATIONS)


@cache
def rows(least: int, most: int, *, zeros: bool, extremes: bool) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Weights that are not all 0 (a row of zeros becomes one whose first weight is 1)."""
    entries = st.lists(weights(zeros=zeros, extremes=extremes), min_size=least, max_size=most)
    return entries.map(_some)


def _some(entries: list[Fraction]) -> tuple[Fraction, ...]:
    return tuple(entries) if any(entries) else (Fraction(1), *entries[1:])


def mass_functions(
    min_size: int = 1, max_size: int = 6, *, kind: Kind = "numpy", zeros: bool = True, extremes: bool = True
) -> st.SearchStrategy[Any]:
    """A mass function on min_size to max_size outcomes: an array, a tensor or a tuple of fractions with sum 1.

    `zeros=False` leaves exact zeros out, `extremes=False` masses of other magnitudes (then all masses are multiples of
    a common 1/n with n <= 20 max_size). Shrinks to equal masses on min_size outcomes. ValueError or TypeError for
    sizes and kinds that are none."""
    sizes(min_size, max_size)
    known(kind)
    drawn = rows(min_size, max_size, zeros=zeros, extremes=extremes)
    return drawn.map(lambda row: made(normalised(row), kind))


def mass_pairs(
    min_size: int = 2,
    max_size: int = 6,
    *,
    kind: Kind = "numpy",
    relation: Relation | None = None,
    zeros: bool = True,
    extremes: bool = True,
) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two mass functions (p, q) on the same outcomes, related as asked, or in any of these ways (relation=None):

    `any`: drawn separately; `covered`: q > 0 wherever p > 0, so that KL(p || q) is finite; `near`: q_i is proportional
    to p_i (1 + e 2^-k) for whole |e| <= 7 and k from 4 to 60 (without extremes 4 or 10); `disjoint`: no outcome has
    mass under both; `equal`: q is p.
    Shrinks to equal masses on min_size outcomes twice, for disjoint pairs to (1, 0), (0, 1). ValueError or TypeError
    for sizes, kinds and relations that are none; disjoint pairs need two outcomes."""
    sizes(min_size, max_size, 2 if relation in (None, "disjoint") else 1)
    known(kind)
    if relation is not None and relation not in RELATIONS:
        raise ValueError(f"relation: expected one of {', '.join(RELATIONS)} or None, not {relation!r}")
    drawn = _pairs(min_size, max_size, relation, zeros, extremes)
    return drawn.map(lambda pair: (made(normalised(pair[0]), kind), made(normalised(pair[1]), kind)))


@st.composite
def _pairs(
    draw: st.DrawFn, least: int, most: int, relation: Relation | None, zeros: bool, extremes: bool
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    how = draw(_RELATION) if relation is None else relation
    p = draw(rows(least, most, zeros=zeros and how != "disjoint", extremes=extremes))
    size = len(p)
    if how == "equal":
        return p, p
    if how == "near":
        unit = Fraction(1, 2 ** draw(NEARNESS if extremes else _COARSE))
        steps = [draw(_STEP) for _ in range(size)]
        return p, tuple(x * (1 + step * unit) for x, step in zip(p, steps, strict=True))
    q = draw(rows(size, size, zeros=zeros and how == "any", extremes=extremes))
    if how == "disjoint":
        # the first outcome is p's and the second q's, so that both have some
        mine = [True, False, *(draw(_OWN) for _ in range(size - 2))]
        one = tuple(x if own else Fraction(0) for x, own in zip(p, mine, strict=True))
        return one, tuple(Fraction(0) if own else x for x, own in zip(q, mine, strict=True))
    return p, q
