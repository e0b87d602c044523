"""Sums and products over indices written out under integrals: `\\int p(t) \\prod_i p(x_i | t) dt`.

In a world the ends of an index and the entries of a list are numbers, so the integrand is a plain formula in the
variable of the integral. Law: `unrolled(run, e, places)` has the value of `e` in this world, at these places. What
runs over something else, between ends that are bound further out, or without an exact number, stays as it is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Expr,
    Fold,
    Name,
    Number,
    Product,
    Sum,
    free_names,
    rebuild,
    substitute,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate, LogLinear, as_rational

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

MOST_ENTRIES = 40  # terms of one sum that are written out


def unrolled(run: Evaluation, e: Expr, places: Places, bound: frozenset[str] = frozenset()) -> Expr:
    """The expression without sums and products over indices; `bound`: the variables of folds around it."""
    if not any(isinstance(n, Fold) and n.domain.kind == "index" for n in walk(e)):
        return _entry(run, e, places, bound)
    if isinstance(e, Fold) and e.domain.kind == "index" and e.op in ("sum", "product"):
        ends = [end for end in (e.domain.lower, e.domain.upper) if end is not None]
        if not any(free_names(end) & bound for end in ends):
            try:
                numbers = [_number(at) for at, _ in run.terms(e, places)]
            except CannotEvaluate:
                numbers = [None]
            if len(numbers) <= MOST_ENTRIES and None not in numbers:
                terms = tuple(
                    unrolled(run, substitute(e.body, {e.var: n}), places, bound) for n in numbers if n is not None
                )
                run.steps += len(terms)
                if not terms:
                    return ZERO if e.op == "sum" else ONE
                return terms[0] if len(terms) == 1 else Sum(terms) if e.op == "sum" else Product(terms)
    inside = bound | {e.var} if isinstance(e, Fold) else bound
    return rebuild(e, lambda c: unrolled(run, c, places, inside))


def _entry(run: Evaluation, e: Expr, places: Places, bound: frozenset[str]) -> Expr:
    """The expression with the numbers of a list's entries: x_2 as what the world says it is."""
    if isinstance(e, Apply) and e.head in run.facts.indexed and all(isinstance(a.value, Number) for a in e.args):
        try:
            found = _number(run.value(e, places))
        except CannotEvaluate:
            return e
        return e if found is None else found
    if isinstance(e, Number | Name):
        return e
    inside = bound | {e.var} if isinstance(e, Fold) else bound
    return rebuild(e, lambda c: _entry(run, c, places, inside))


def _number(value: object) -> Number | None:
    exact = as_rational(value) if isinstance(value, LogLinear) else None
    return None if exact is None else Number(Fraction(int(exact.numerator), int(exact.denominator)))
