"""Names that an equation tells: what it says of the name is put in its place.

Given `TV(p, q) = d` and `KL(p, q) >= 2 d^2`, the second is about TV(p, q); given E[X] = m and Var(X) = s^2 with s > 0,
a claim about m and s is one about the law of X.

Law: `told(claim, k, name)` implies the claim. Its k-th premise is `name = e`, `e = name`, or the same with name^2 where
the name is positive (then the root of e is put in); wherever the premise holds the name has this value, so that the
relations with the value in its place say the same. The signs that the facts give the name are said of the value.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    children,
    free_names,
    rebuild,
    walk,
)

HALF, TWO = Number(Fraction(1, 2)), Number(2)


def value_of(claim: Claim, k: int, name: str) -> Expr | None:
    """What the k-th premise says that the name is."""
    r = claim.premises[k]
    if r.op != "=":
        return None
    for side, other in ((r.left, r.right), (r.right, r.left)):
        if name in free_names(other):
            continue
        if side == Name(name):
            return other
        if side == Power(Name(name), TWO) and name in claim.facts.positive | claim.facts.unit:
            return Power(other, HALF)
    return None


def told(claim: Claim, k: int, name: str) -> Claim:
    """The claim with the value for the name, without the premise; ValueError where it does not fit."""
    facts, value = claim.facts, value_of(claim, k, name)
    relations = (claim.says, *claim.premises, *facts.assumptions)
    nodes = [n for r in relations for side in (r.left, r.right) for n in walk(side)]
    placed = any(name in free_names(c) for n in nodes if isinstance(n, Apply) for c in children(n))
    moved = any(name in free_names(p) for law in facts.laws for p in law.parameters)
    counted = name in facts.binary | facts.integer | dict(facts.roles).keys() | {role for _, role in facts.roles}
    if value is None or placed or moved or counted or free_names(value) & dict(facts.roles).keys():
        raise ValueError("the premise tells nothing of a free number")

    def at(e: Expr) -> Expr:
        if isinstance(value, Power) and value.exponent == HALF and e == Power(Name(name), TWO):
            return value.base  # the square of a root
        return value if e == Name(name) else rebuild(e, at)

    bound = {n.var for r in relations for side in (r.left, r.right) for n in walk(side) if isinstance(n, Fold)}
    if bound & (free_names(value) | {name}):
        raise ValueError("a bound variable of the same name")

    def put(r: Relation) -> Relation:
        return Relation(at(r.left), r.op, at(r.right))

    signs = [Relation(value, ">", ZERO)] if name in facts.positive | facts.unit else []
    signs += [Relation(value, "<", ONE)] if name in facts.unit else []
    premises = tuple(put(r) for i, r in enumerate(claim.premises) if i != k)
    left = frozenset((name,))
    stated = (*(put(r) for r in facts.assumptions), *signs)
    facts = replace(facts, positive=facts.positive - left, unit=facts.unit - left, assumptions=stated)
    return Claim(put(claim.says), premises, facts)
