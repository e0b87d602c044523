"""Proofs by cases: the signs of some expressions are told apart, and in each case the branches are resolved.

A witness is a tree. A fork names an expression u and has a branch for u <= 0 and one for u >= 0 (or three, for u < 0,
u = 0 and u > 0); a leaf has the proof of the resolved claim (`kernel.pieces`), or says that its case never occurs.
Law: every real u is covered by the branches, so the claim holds if every leaf's does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hw3verify.kernel.pieces import Resolver, laws_hold
from hw3verify.kernel.ranges import Unresolved, Unsettled
from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import INFINITY, ZERO, Expr, negate
from hw3verify.meaning.value import CannotEvaluate

MOST_DEPTH = 12
BRANCHES: dict[str, tuple[str, ...]] = {"below": ("<=",), "above": (">=",)}
STRICT: dict[str, tuple[str, ...]] = {"less": ("<",), "zero": ("<=", ">="), "more": (">",)}

NEVER = ("a case that never occurs",)

Inner = Callable[[Claim, str, dict[str, Any]], "tuple[str, ...] | None"]


def with_laws(claim: Claim) -> Claim:
    """The claim with the conditions of its laws among its facts."""
    return replace(claim, facts=replace(claim.facts, assumptions=claim.facts.assumptions + laws_hold(claim.facts)))


def in_case(claim: Claim, about: Expr, ops: tuple[str, ...]) -> Claim:
    """The claim where the expression has this sign."""
    more = tuple(Relation(about, op, ZERO) for op in ops)
    return replace(claim, facts=replace(claim.facts, assumptions=claim.facts.assumptions + more))


def resolved(claim: Claim) -> Claim | None:
    """The claim without branches; None where its case never occurs."""
    here = Situation(claim.facts)
    if here.impossible:
        return None
    resolver = Resolver(claim.facts)
    left, right = (resolver.resolve(side, here) for side in (claim.says.left, claim.says.right))
    return replace(claim, says=Relation(left, claim.says.op, right))


def plain(says: Relation) -> bool | None:
    """What is evident of a relation in which infinity occurs, or between two sides that are the same; None: nothing."""
    if says.left == says.right:
        return says.op in ("=", "<=", ">=")
    if not {says.left, says.right} & {INFINITY, negate(INFINITY)}:
        return None
    return (says.op == ">=" and says.left == INFINITY) or (says.op == "<=" and says.right == INFINITY)


def check_cases(claim: Claim, tree: dict[str, Any], inner: Inner) -> tuple[str, ...] | None:
    """The rules that the tree uses, if every branch is proved. Facts of which no case can occur prove nothing."""
    if claim.premises:
        return None
    rules = _check(with_laws(claim), tree, inner, 0)
    return None if rules == NEVER else rules


def _check(claim: Claim, tree: dict[str, Any], inner: Inner, depth: int) -> tuple[str, ...] | None:
    if depth > MOST_DEPTH:
        return None
    if "about" in tree:
        about = decode(tree["about"])
        used, occurs = {"cases"}, False
        for name, ops in (BRANCHES if "below" in tree else STRICT).items():
            rules = _check(in_case(claim, about, ops), tree[name], inner, depth + 1)
            if rules is None:
                return None
            occurs = occurs or rules != NEVER
            used.update(rules)
        return tuple(sorted(used - set(NEVER))) if occurs else NEVER
    try:
        case = resolved(claim)
    except (Unsettled, Unresolved, CannotEvaluate):
        return None
    if case is None:
        return NEVER
    evident = plain(case.says)
    if evident is not None:
        return ("pieces",) if evident else None
    rules = inner(case, str(tree["method"]), dict(tree["witness"]))
    return None if rules is None else tuple(sorted({*rules, "pieces"}))
