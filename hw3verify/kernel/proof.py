"""Proofs, and their check.

A proof names its method and carries the witnesses that a search has found; the check below repeats no search:

    identity     left - right has the normal form zero
    order        left - right = sum of c * fold(w * G(t)) + sum of c * fold(w * -log t) + remainder, where
                 G(t) = t - 1 - log t >= 0, weights w >= 0, t > 0 (t <= 1 in the second sum), remainder >= 0
    implication  the premises' equations, solved or transformed by named moves, give the conclusion
    compute      both sides are closed and have the same exact value

Law: `check(claim, proof)` returns the names of the rules used only if the claim holds in every world of its facts; any
other answer is `None`. A malformed proof is no proof (None), never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Binder, variable_form
from hw3verify.kernel.form import UNIT, Form, NoForm, TooLarge, number
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.codec import decode, decode_domain
from hw3verify.meaning.expr import Expr


@dataclass(frozen=True, slots=True)
class Proof:
    """A method and its witnesses (JSON data)."""

    method: str
    witness: dict[str, Any]


def check(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """The rules that the proof uses if it is one, else None."""
    try:
        if proof.method == "compute":
            from hw3verify.kernel.compute import equal_in_all_worlds

            return ("exact value",) if not claim.premises and equal_in_all_worlds(claim) else None
        normal = Normal(claim.facts)
        if proof.method == "implication":
            from hw3verify.kernel.implication import check_implication

            holds = check_implication(normal, claim, proof.witness)
        elif proof.method == "identity":
            holds = claim.says.op in ("=", ">=", "<=") and check_identity(normal, claim.says)
        elif proof.method == "order":
            holds = check_order(normal, claim.says, proof.witness.get("gaps", []))
        else:
            return None
        return tuple(sorted(normal.trace)) if holds else None
    except (NoForm, TooLarge, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return None


def check_identity(normal: Normal, says: Relation) -> bool:
    """left - right has the normal form zero."""
    return is_zero(normal.form(says.left) - normal.form(says.right))


def check_order(normal: Normal, says: Relation, gaps: list[dict[str, Any]]) -> bool:
    """The difference minus its gaps is nonnegative (positive for a strict relation)."""
    f = normal.form(says.left) - normal.form(says.right)
    if says.op in ("<=", "<"):
        f = -f
    elif says.op not in (">=", ">"):
        return False
    for gap in gaps:
        f = f - gap_form(normal, gap)
    if says.op in (">", "<"):
        return normal.signs.positive(f)
    return is_zero(f) or normal.signs.nonnegative(f)


def gap_form(normal: Normal, gap: dict[str, Any]) -> Form:
    """One nonnegative summand of an order proof, after its conditions have been checked."""
    c = Fraction(gap["coefficient"])
    if c <= 0:
        raise ValueError("a gap needs a positive coefficient")
    env: dict[str, Form] = {}
    binders: list[tuple[str, Binder]] = []
    for name, domain in gap["over"]:
        d = decode_domain(domain)
        if d.kind not in ("space", "index"):
            raise ValueError("an interval may be reversed")
        ends = [None if x is None else normal.form(x) for x in (d.lower, d.upper)]
        var = normal.rules.variable()
        env[name] = variable_form(var)
        binders.append((var, (d.kind, d.role, ends[0], ends[1])))
    w = _within(normal, decode(gap["weight"]), env)
    t = _within(normal, decode(gap["ratio"]), env)
    if not normal.signs.nonnegative(w) or not normal.signs.positive(t):
        raise ValueError("the weight or the ratio may be negative")
    if gap["kind"] == "gap":
        normal.trace.add("t - 1 - log t >= 0")
        body = w * (t - UNIT - normal.rules.log(t))
    elif gap["kind"] == "ratio":
        if not normal.signs.nonnegative(UNIT - t):
            raise ValueError("the ratio may exceed one")
        normal.trace.add("log t <= 0 for t <= 1")
        body = -(w * normal.rules.log(t))
    elif gap["kind"] == "square":
        normal.trace.add("squares are nonnegative")
        body = w * (t - UNIT) * (t - UNIT)
    else:
        raise ValueError("no such gap")
    whole = normal.rules.fold(tuple(binders), body) if binders else body
    return whole * number(fmpq(c.numerator, c.denominator))


def _within(normal: Normal, e: Expr, env: dict[str, Form]) -> Form:
    return normal._form(e, env, 0)
