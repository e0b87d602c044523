"""Ends: what is stated with `<=` is stated as equal or as `<`.

A claim about a number u of which the facts say a <= u (or u <= a) holds if it holds with a in the place of u, and where
a < u is stated instead.

Law: `ends(claim, name, k)` are two claims that together imply the claim, where the k-th assumption is u >= a or u <= a
with a number a. A name that is a place in a table, or moves a law, is refused.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import ONE, ZERO, Apply, Expr, Name, Number, children, free_names, substitute, walk

MIRRORED = {"<=": ">=", ">=": "<="}


def end_of(r: Relation) -> tuple[str, Expr] | None:
    """The name and the end of `u <= a`, `u >= a`, `a <= u` or `a >= u` with a number a."""
    for name, at in ((r.left, r.right), (r.right, r.left)):
        if isinstance(name, Name) and isinstance(at, Number) and r.op in MIRRORED:
            return name.id, at
    return None


def ends(claim: Claim, k: int) -> tuple[Claim, Claim]:
    """The claim at the end that the k-th assumption states, and beyond it; ValueError where it does not fit."""
    facts = claim.facts
    r = facts.assumptions[k]
    found = end_of(r)
    if found is None or claim.premises:
        raise ValueError("no end")
    name, at = found
    says = claim.says
    nodes = [n for side in (says.left, says.right) for n in walk(side)]
    placed = any(name in free_names(c) for n in nodes if isinstance(n, Apply) for c in children(n))
    listed = facts.unit | facts.binary | facts.integer | dict(facts.roles).keys()
    listed |= facts.positive if at == ZERO else frozenset()
    moved = any(name in free_names(p) for law in facts.laws for p in law.parameters)
    if placed or moved or name in listed or name not in free_names(says.left) | free_names(says.right):
        raise ValueError("the name is no free number")
    return Claim(_at(says, name, at), (), _facts_at(facts, name, at)), replace(claim, facts=_beyond(facts, k))


def _at(r: Relation, name: str, value: Expr) -> Relation:
    return Relation(substitute(r.left, {name: value}), r.op, substitute(r.right, {name: value}))


def _facts_at(facts: Facts, name: str, value: Expr) -> Facts:
    return replace(facts, assumptions=tuple(_at(r, name, value) for r in facts.assumptions))


def _beyond(facts: Facts, k: int) -> Facts:
    r = facts.assumptions[k]
    strict = Relation(r.left, r.op[0], r.right)
    stated = (*facts.assumptions[:k], strict, *facts.assumptions[k + 1 :])
    found = end_of(r)
    name = Name(found[0]) if found is not None else ZERO
    above = any((s.left, s.op, s.right) in ((name, ">", ZERO), (ZERO, "<", name)) for s in stated)
    below = any((s.left, s.op, s.right) in ((name, "<", ONE), (ONE, ">", name)) for s in stated)
    positive = frozenset((found[0],)) if found is not None and above else frozenset[str]()
    unit = positive if below else frozenset[str]()
    return replace(facts, assumptions=stated, positive=facts.positive | positive, unit=facts.unit | unit)
