"""What stated laws say of the other densities of their family.

Where the laws of p(x | z) and of p(z) are both stated, so are p(x, z) = p(x | z) p(z), p(x), the integral of that over
z, and p(z | x), their quotient. A claim that speaks of these is decided with them written out, where it could not be
decided as it stands. Law: what is written out says the same of the same densities, so both verdicts carry over.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.agreed import Decider
from hw3verify.judge.link import Outcome
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, divide, free_names, fresh, multiply, rebuild

OPEN = ("undecided", "supported")


def derived(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or that of the claim in which every density is one with a stated law."""
    if outcome.verdict not in OPEN or not claim.facts.laws:
        return outcome
    written = written_out(claim)
    if written == claim:
        return outcome
    second = by.decide(written, vague, imposed)
    better = second.verdict in ("proved", "refuted") or (second.verdict == "supported" != outcome.verdict)
    return second if better else outcome


def written_out(claim: Claim) -> Claim:
    """The claim with every density that follows from stated laws written out."""
    pairs = _pairs(claim.facts)
    if not pairs:
        return claim

    def changed(r: Relation) -> Relation:
        return Relation(_written(r.left, pairs), r.op, _written(r.right, pairs))

    return replace(claim, says=changed(claim.says), premises=tuple(map(changed, claim.premises)))


def _pairs(facts: Facts) -> dict[str, tuple[str, str]]:
    """Head -> (x, z) where the laws of p(x | z) and p(z), and no others of p, are stated."""
    found: dict[str, tuple[str, str]] = {}
    for head in {law.head for law in facts.laws}:
        own = {(law.outcome, law.given) for law in facts.laws if law.head == head}
        conditional = [(o, g) for o, g in own if len(o) == len(g) == 1]
        if len(own) == 2 and len(conditional) == 1:
            ((x,), (z,)) = conditional[0]
            if ((z,), ()) in own and x != z:
                found[head] = x, z
    return found


def _written(e: Expr, pairs: dict[str, tuple[str, str]]) -> Expr:
    e = rebuild(e, lambda c: _written(c, pairs))
    if not isinstance(e, Apply) or e.head not in pairs:
        return e
    x, z = pairs[e.head]
    outcome, given = {a.role: a.value for a in e.args}, {a.role: a.value for a in e.given}
    if len(outcome) != len(e.args) or len(given) != len(e.given):
        return e

    def joint(at_x: Expr, at_z: Expr) -> Expr:
        return multiply(Apply(e.head, (Arg(x, at_x),), (Arg(z, at_z),)), Apply(e.head, (Arg(z, at_z),)))

    def marginal(at_x: Expr) -> Expr:
        variable = fresh(z, free_names(at_x))
        return Fold("sum", variable, Domain("space", z), joint(at_x, Name(variable)))

    if set(outcome) == {x, z} and not given:
        return joint(outcome[x], outcome[z])
    if set(outcome) == {x} and not given:
        return marginal(outcome[x])
    if set(outcome) == {z} and set(given) == {x}:
        return divide(joint(given[x], outcome[z]), marginal(given[x]))
    return e
