"""What is false of one function is false of every function: claims at u, u^2 and u^3.

A claim about any function f under laws on the line has no world: f would need a value at every place. Where f is one of
the powers it has. Law: a claim that fails for one function that the facts allow is false; so nothing is tried where a
fact, a premise or an unread word speaks of f, or where f is integrated by itself, as densities are; and only
refutations are taken over.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hw3verify.judge.agreed import Decider
from hw3verify.judge.claimed import roles_of
from hw3verify.judge.link import Outcome
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import (
    Apply,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    free_names,
    rebuild,
    walk,
)

POWERS = (2, 1, 3)


def exemplified(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or the refutation of the claim for one function."""
    if outcome.verdict != "undecided" or imposed or not claim.facts.laws or claim.says.op != "=":
        return outcome  # an inequality may rest on a sign or a bound that only words give
    names = {f.rstrip("'") for f in claim.facts.functions}
    if not all(f.isalpha() for f in names):
        return outcome  # the direction in which a parameter moves a density is no function that may be any
    if not names or len(names) > 2 or not may_be_any(claim, vague, names):
        return outcome
    for power in POWERS:
        example = at_powers(claim, {f: power + 2 * k for k, f in enumerate(sorted(names))})
        found = by.decide(example, vague, imposed)
        if found.verdict == "refuted":
            return found
    return outcome


def may_be_any(claim: Claim, vague: frozenset[str], names: set[str]) -> bool:
    """Are these functions of one variable on a line with a law, of which nothing else is said?"""
    facts = claim.facts
    sides = [s for r in (claim.says, *claim.premises, *facts.assumptions) for s in (r.left, r.right)]
    sides += [p for law in facts.laws for p in law.parameters]
    spoken = {n.head.rstrip("'") for s in sides[2:] for n in walk(s) if isinstance(n, Apply)}
    spoken |= {n.rstrip("'") for s in sides for n in free_names(s)}
    spoken |= {n.rstrip("'") for n in (*facts.positive, *facts.unit, *facts.binary, *vague)}
    spoken |= {n for push in facts.push_forwards for n in (push.map, push.base, push.image)}
    nodes = [n for s in sides for n in walk(s)]
    uses = [n for n in nodes if isinstance(n, Apply) and n.head.rstrip("'") in names]
    moved = any(isinstance(n, Derivative) and isinstance(n.by, Apply) for n in nodes)
    plain = [n for n in uses if len(n.args) == 1 and not n.given]
    on_lines = {
        n.head.rstrip("'")
        for n in plain
        if n.args[0].role in facts.line_roles or not isinstance(n.args[0].value, Name)
    }
    laws = {law.head for law in facts.laws}
    alone = any(isinstance(n, Fold) and not {a.head for a in walk(n.body) if isinstance(a, Apply)} & laws
                for n in nodes)  # fmt: skip
    return not alone and on_lines == names and len(plain) == len(uses) and not moved and not spoken & names


def at_powers(claim: Claim, powers: dict[str, int]) -> Claim:
    """The claim with u^n, and its derivatives, for functions."""

    def at(e: Expr) -> Expr:
        e = rebuild(e, at)
        if not isinstance(e, Apply) or e.head.rstrip("'") not in powers:
            return e
        return _slope(e.args[0].value, powers[e.head.rstrip("'")], len(e.head) - len(e.head.rstrip("'")))

    says = Relation(at(claim.says.left), claim.says.op, at(claim.says.right))
    roles = roles_of((says, *claim.premises, *claim.facts.assumptions))  # f(m) made a place of m, m^2 does not
    return Claim(says, claim.premises, replace(claim.facts, functions=frozenset(), roles=roles))


def _slope(u: Expr, power: int, times: int) -> Expr:
    """The derivative of u^power, so many times."""
    factor = Fraction(1)
    for _ in range(times):
        factor, power = factor * power, power - 1
    if factor == 0:
        return Number(0)
    return Number(factor) if power == 0 else Product((Number(factor), Power(u, Number(power))))
