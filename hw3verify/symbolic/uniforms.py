"""The uniform laws on [0,1] and [t,1+t], cut at their ends, for `jsd_identity` and `wasserstein`.

Main definitions: `density` and `cdf` of the uniform law on [a, a+1]; `cells` cuts the line at 0, 1, t and 1+t.

Main statements: JSD(U[0,1], U[t,1+t]) = min(t, 1) log 2 for t >= 0.

Implementation: the order of the ends depends on t, so there are four cases: t = 0, t = s/(1+s) (all t between 0 and
1), t = 1 and t = 1+s (all t > 1), with s > 0. On a cell between neighbouring ends each density is constant and each
distribution function linear; which, is read off at z = low + (high-low) r/(1+r), which is any point of it as r runs
over the positive numbers, by signs alone.

References: Arjovsky, Chintala and Bottou (2017), Wasserstein GAN, example 1 (the same in two dimensions).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sympy import Eq, Expr, Integer, Integral, Min, Piecewise, Symbol, integrate, log, oo
from sympy.core.relational import Relational

from hw3verify.symbolic.record import Step
from hw3verify.symbolic.zero import equal, positive

t = Symbol("t", nonnegative=True)  # the shift
z = Symbol("z", real=True)
_s, _r = Symbol("s", positive=True), Symbol("r", positive=True)

CASES: tuple[tuple[str, Expr], ...] = (
    ("t = 0", Integer(0)),
    ("0 < t < 1", _s / (1 + _s)),
    ("t = 1", Integer(1)),
    ("t > 1", 1 + _s),
)


def density(start: Expr, at: Expr = z) -> Expr:
    """The density of the uniform law on [start, start+1], as cases."""
    return Piecewise((1, (at >= start) & (at <= start + 1)), (0, True))


def cells(shift: Expr) -> list[tuple[Expr, Expr]]:
    """The intervals between neighbouring ends of [0,1] and [shift, 1+shift]."""
    if shift == 0 or positive(1 - shift):
        ends = [Integer(0), shift, Integer(1), 1 + shift]
    else:
        ends = [Integer(0), Integer(1), shift, 1 + shift]
    return [(low, high) for low, high in pairwise(ends) if positive(high - low)]


def _place(start: Expr, cell: tuple[Expr, Expr]) -> int:
    """Where the cell lies: -1 before [start, start+1], 0 within, 1 after; a ValueError where it is across an end."""
    low, high = cell
    point = low + (high - low) * _r / (1 + _r)
    if positive(point - start) and positive(start + 1 - point):
        return 0
    if positive(start - point):
        return -1
    if positive(point - start - 1):
        return 1
    raise ValueError(f"cell: expected one between neighbouring ends, got {cell}")


def mass_rate(start: Expr, cell: tuple[Expr, Expr]) -> Expr:
    """The density of the uniform law on [start, start+1] in that cell: 0 or 1."""
    return Integer(int(_place(start, cell) == 0))


def cdf(start: Expr, cell: tuple[Expr, Expr]) -> Expr:
    """Its distribution function in that cell, in z."""
    return {-1: Integer(0), 0: z - start, 1: Integer(1)}[_place(start, cell)]


def within(form: Expr, shift: Expr) -> Expr:
    """The form at t = shift, with its minimum by the case."""
    at = form.subs(t, shift)
    return at.replace(Min, lambda *parts: _least(parts))


def _least(parts: tuple[Expr, ...]) -> Expr:
    for part in parts:
        if all(other == part or positive(other - part) for other in parts):
            return part
    return Min(*parts)


def jsd_closed_form() -> Expr:
    """min(t, 1) log 2."""
    return Min(t, 1) * log(2)


def _entropy_term(mass: Expr, other: Expr) -> Expr:
    """mass log(2 mass/(mass+other)), which is 0 for the mass 0."""
    return mass * log(2 * mass / (mass + other)) if mass != 0 else Integer(0)


def jsd_statement(form: Expr) -> Relational:
    """JSD as an integral over the line is the closed form."""
    # where a density is 1, its logarithm over the mixture is log(2/(1 + the other)); where it is 0, the term is 0
    one, other = Symbol("p"), Symbol("q")
    terms = (one * log(2 / (1 + other)) + other * log(2 / (1 + one))) / 2
    return Eq(Integral(terms, (z, -oo, oo)).subs({one: density(Integer(0)), other: density(t)}), form)


def jsd_steps(form: Expr) -> Iterator[Step]:
    """In each case the integral over the cells is the closed form."""
    for case, shift in CASES:
        found = Integer(0)
        for low, high in cells(shift):
            one, other = mass_rate(Integer(0), (low, high)), mass_rate(shift, (low, high))
            found = found + integrate((_entropy_term(one, other) + _entropy_term(other, one)) / 2, (z, low, high))
        yield equal(f"{case}: the integral over the cells is the closed form", found, within(form, shift))
