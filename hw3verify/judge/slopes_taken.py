"""Functional derivatives of integrals, carried out: `d/dp(x)` of the integral of F(x', p(x')) is F'(x, p(x)).

Law: the derivative by p(x) leaves of an integral over x' what stands at x' = x, so the claim without derivatives says
the same. It stands at a point, and has worlds where the integrals have none: an entropy beside a mean, say.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.agreed import Decider
from hw3verify.judge.link import Outcome
from hw3verify.kernel.derive import without_derivatives
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Product,
    Sum,
    add,
    multiply,
    rebuild,
    substitute,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate


def slopes_taken(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or that of the claim in which the functional derivatives are carried out."""
    sides = (claim.says.left, claim.says.right)
    slopes = [n for s in sides for n in walk(s) if isinstance(n, Derivative)]
    if outcome.verdict != "undecided" or claim.premises or not any(isinstance(n.by, Apply) for n in slopes):
        return outcome
    try:
        left, right = (sifted(without_derivatives(s, claim.facts)) for s in sides)
    except CannotEvaluate:
        return outcome
    second = by.decide(replace(claim, says=Relation(left, claim.says.op, right)), vague, imposed)
    return second if second.verdict in ("proved", "refuted") else outcome


def sifted(e: Expr) -> Expr:
    """The expression in which every integral over x' of delta(x', x) g(x') is g(x)."""
    e = rebuild(e, sifted)
    if not isinstance(e, Fold) or e.op != "sum" or e.domain.kind != "space" or not _holds_delta(e.body):
        return e
    return add(*(_at_place(t, e.var) for t in _terms(e.body)))


def _holds_delta(e: Expr) -> bool:
    return any(isinstance(n, Call) and n.fn == "delta" for n in walk(e))


def _terms(e: Expr) -> list[Expr]:
    """The terms of a body, products of sums with deltas multiplied out."""
    if isinstance(e, Sum):
        return [t for part in e.terms for t in _terms(part)]
    if isinstance(e, Product):
        for i, f in enumerate(e.factors):
            if isinstance(f, Sum | Product) and _holds_delta(f):
                rest = (*e.factors[:i], *e.factors[i + 1 :])
                return [u for t in _terms(f) for u in _terms(Product((t, *rest)))] if isinstance(f, Sum) else _terms(
                    Product((*f.factors, *rest))
                )
    return [e]


def _at_place(term: Expr, var: str) -> Expr:
    """g(x) for the integral of delta(var, x) g(var)."""
    factors = term.factors if isinstance(term, Product) else (term,)
    deltas = [f for f in factors if isinstance(f, Call) and f.fn == "delta" and Name(var) in f.args]
    if len(deltas) != 1 or sum(map(_holds_delta, factors)) != 1:
        raise CannotEvaluate("an integral that a functional derivative leaves is not understood")
    one, two = deltas[0].args
    place = two if one == Name(var) else one
    rest = [f for f in factors if f is not deltas[0]]
    return substitute(multiply(*rest) if rest else ONE, {var: place})
