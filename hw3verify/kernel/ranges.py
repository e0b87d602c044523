"""Ranges: pieces of the line on which an integrand is looked at, and where they are cut.

Law: `cut(at, u, here)` gives pieces whose union is the range up to single points, in each of which the sign of u is
known (and said in `known`), or that lie between fewer of its zeros. It solves what is linear or quadratic in the
variable, or has the sign of something that is. Ends that cannot be put in order are `Unsettled`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from hw3verify.kernel.antiderivative import coefficients
from hw3verify.kernel.situation import Situation
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import (
    INFINITY,
    ZERO,
    Expr,
    Number,
    Power,
    add,
    divide,
    multiply,
    negate,
    subtract,
)


class Unsettled(Exception):
    """The sign of this expression would have to be known."""

    def __init__(self, about: Expr) -> None:
        super().__init__("a sign that is not known")
        self.about = about


class Unresolved(Exception):
    """The expression is out of reach."""


@dataclass(frozen=True, slots=True)
class Range:
    """A variable, the role it fills, the ends between which it stands, and what is known of it there."""

    var: str
    role: str
    low: Expr
    high: Expr
    known: tuple[Relation, ...] = ()


def way(here: Situation, u: Expr, loose: bool) -> int:
    """The sign of u; `loose`: 1 for u >= 0 and -1 for u <= 0 are enough."""
    found = here.sign(u)
    if found is not None:
        return found
    if loose and here.at_least(u):
        return 1
    if loose and here.at_least(negate(u)):
        return -1
    part = here.unsettled(u)
    raise Unsettled(u if part is None else expression(part))


def cut(at: Range, about: Expr, here: Situation) -> tuple[Range, ...]:
    """The range cut at the zeros of an expression inside it."""
    f = here.simpler(about)
    parts = None if f is None else coefficients(f, at.var, 2)
    if f is None or parts is None:
        raise Unresolved
    u = expression(f)
    c, b, a = map(expression, parts)
    if not parts[2].terms:
        opening = here.form_sign(parts[1])
        if not parts[1].terms:
            raise Unresolved
        if opening is None:
            raise Unsettled(b)
        roots = [divide(negate(c), b)]
    else:
        opening = here.form_sign(parts[2])
        if opening is None:
            raise Unsettled(a)
        gap = subtract(Power(b, Number(2)), multiply(Number(4), a, c))
        if way(here, gap, loose=True) < 0:
            return (_signed(at, u, opening),)
        root, twice = Power(gap, Number(Fraction(1, 2))), multiply(Number(2), a)
        roots = [divide(add(negate(b), multiply(Number(s * opening), root)), twice) for s in (-1, 1)]
    sign = opening
    for r in reversed(roots):  # from the right: beyond the last zero the sign is that of the leading term
        if not _after(here, r, at.low):
            return (_signed(at, u, sign),)
        if _after(here, at.high, r):
            left, right = replace(at, high=r), replace(at, low=r)
            return (_signed(left, u, -sign) if r == roots[0] else left, _signed(right, u, sign))
        sign = -sign
    return (_signed(at, u, sign),)


def _after(here: Situation, a: Expr, b: Expr) -> bool:
    """Is a beyond b (True), or not beyond it (False)?"""
    if a == INFINITY or b == negate(INFINITY):
        return True
    if b == INFINITY or a == negate(INFINITY):
        return False
    gap = subtract(a, b)
    return here.sign(gap) != 0 and way(here, gap, loose=True) > 0


def _signed(at: Range, u: Expr, sign: int) -> Range:
    says = Relation(u, ">" if sign > 0 else "<", ZERO)
    if says in at.known:
        raise Unresolved  # known already, and of no use
    return replace(at, known=(*at.known, says))
