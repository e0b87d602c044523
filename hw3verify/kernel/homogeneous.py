"""Homogeneous inequalities: of two positive numbers only the ratio matters.

If multiplying u and v by l > 0 multiplies right - left by l, then left <= right holds for all positive u and v exactly
if it holds where u + v = 2: at u = 1 + t, v = 1 - t, at u = 1 - t, v = 1 + t with 0 < t < 1, and at u = v = 1.

Law: `scaled(claim)` are claims which together imply the claim; ValueError where it is not of this kind. Densities at a
point are compared in this way: what bounds one f-divergence by another is homogeneous.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import vanishes
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    add,
    free_names,
    multiply,
    rebuild,
    substitute,
    subtract,
    walk,
)

SCALE, RATIO = "scale'", "ratio'"


def pair_of(claim: Claim) -> tuple[str, str]:
    """The two positive numbers that a claim speaks of; ValueError if it speaks of anything else."""
    says = claim.says
    names = sorted(free_names(says.left) | free_names(says.right))
    if claim.premises or len(names) != 2 or says.op not in ("<=", ">=") or not {*names} <= claim.facts.positive:
        raise ValueError("not an inequality between functions of two positive numbers")
    if any(isinstance(n, (Apply, Fold, Derivative)) for e in (says.left, says.right) for n in walk(e)):
        raise ValueError("not about numbers alone")
    one, two = names
    return one, two


def scaled(claim: Claim) -> tuple[Claim, ...]:
    """The claim where the two numbers add up to 2."""
    one, two = pair_of(claim)
    if {one, two} & {SCALE, RATIO}:
        raise ValueError("a name of ours")
    normal = Normal(replace(claim.facts, positive=claim.facts.positive | {SCALE}))
    if not _is_homogeneous(normal, subtract(claim.says.left, claim.says.right), (one, two)):
        raise ValueError("not homogeneous")
    more, less = add(ONE, Name(RATIO)), subtract(ONE, Name(RATIO))

    def at(u: Expr, v: Expr) -> Claim:
        put = {one: u, two: v}
        says = Relation(substitute(claim.says.left, put), claim.says.op, substitute(claim.says.right, put))
        return Claim(says, (), Facts(positive=frozenset((RATIO,)), unit=frozenset((RATIO,))))

    return at(more, less), at(less, more), at(ONE, ONE)


def _is_homogeneous(normal: Normal, e: Expr, names: tuple[str, str]) -> bool:
    """Is e multiplied by the scale when the names are?"""
    return vanishes(normal, normal.form(_stretched(normal, e, names)) - normal.form(multiply(Name(SCALE), e)))


def _stretched(normal: Normal, e: Expr, names: tuple[str, str]) -> Expr:
    """The expression at the multiplied names; the absolute value, maximum, minimum of what is multiplied is too."""
    if isinstance(e, Name) and e.id in names:
        return multiply(Name(SCALE), e)
    if isinstance(e, Call) and e.fn in ("abs", "max", "min") and all(_is_homogeneous(normal, a, names) for a in e.args):
        return multiply(Name(SCALE), e)
    return rebuild(e, lambda c: _stretched(normal, c, names))
