"""Inequalities by the sign of the derivative.

A tree says why f >= 0 for every value of a variable between two ends:

    visible        the signs that are known there say so
    rising         f' >= 0, and the limit of f at the lower end is not negative
    falling        f' <= 0, and the limit of f at the upper end is not negative
    concave        f'' <= 0, and neither end's limit is negative
    split at c     below c and above c, each for itself; at c by continuity
    times g        g > 0, and g f >= 0
    logarithms     f = A - B with A, B > 0, and log A - log B >= 0

Law: `check_monotone` accepts only if the claim holds: f is differentiable inside the range, where the variable takes
the place of the name in the claim, and the name's value lies in the range by the facts. What is strict is checked
to be strict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hw3verify.kernel.atoms import name_atom
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import Form, NoForm, TooLarge
from hw3verify.kernel.fundamental import smooth
from hw3verify.kernel.limit import limit
from hw3verify.kernel.rational import reduce
from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import (
    INFINITY,
    Apply,
    Expr,
    Fold,
    Name,
    free_names,
    fresh,
    negate,
    substitute,
    subtract,
    walk,
)

MOST_DEPTH = 8
MINUS_INFINITY = negate(INFINITY)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A variable between two ends, in a situation that does not speak of it otherwise."""

    var: str
    low: Expr
    high: Expr
    here: Situation

    @property
    def inside(self) -> Situation:
        """The situation in which the variable stands between the ends."""
        x, known = Name(self.var), []
        if self.low != MINUS_INFINITY:
            known.append(Relation(x, ">", self.low))
        if self.high != INFINITY:
            known.append(Relation(x, "<", self.high))
        return self.here.also(*known)


def stretch_of(claim: Claim, name: str, low: Expr, high: Expr) -> tuple[Stretch, Expr] | None:
    """The range of a fresh variable for the name, and what has to be shown not negative; None where it does not fit."""
    says = claim.says
    if says.op not in (">=", "<=", ">", "<") or claim.premises:
        return None
    gap = subtract(says.left, says.right) if says.op in (">=", ">") else subtract(says.right, says.left)
    taken = free_names(gap) | free_names(low) | free_names(high)
    taken |= frozenset().union(*(free_names(s) for r in claim.facts.assumptions for s in (r.left, r.right)))
    if any(isinstance(n, (Apply, Fold)) for n in walk(gap)) or name in free_names(low) | free_names(high):
        return None
    here = Situation(claim.facts)
    at = Name(name)
    if low != MINUS_INFINITY and here.sign(subtract(at, low)) != 1:
        return None
    if high != INFINITY and here.sign(subtract(high, at)) != 1:
        return None
    var = fresh(f"{name}'", taken)
    facts = claim.facts
    bare = replace(  # the new variable stands for any number of the range
        facts, assumptions=tuple(r for r in facts.assumptions if name not in free_names(r.left) | free_names(r.right))
    )
    return Stretch(var, low, high, Situation(bare)), substitute(gap, {name: Name(var)})


def check_monotone(claim: Claim, witness: dict[str, Any]) -> bool:
    """Does the tree show the claim?"""
    if witness.get("plain"):
        return plainly(claim)
    name, low, high = str(witness["name"]), decode(witness["low"]), decode(witness["high"])
    found = stretch_of(claim, name, low, high)
    if found is None:
        return False
    at, gap = found
    f = at.inside.form(gap)
    return f is not None and shows(at, f, dict(witness["tree"]), claim.says.op in (">", "<"))


def plainly(claim: Claim) -> bool:
    """Do the signs that the facts give show the claim without any derivative?"""
    says = claim.says
    if says.op not in (">=", "<=", ">", "<") or claim.premises:
        return False
    gap = subtract(says.left, says.right) if says.op in (">=", ">") else subtract(says.right, says.left)
    here = Situation(claim.facts)
    return here.sign(gap) == 1 if says.op in (">", "<") else here.at_least(gap)


def shows(at: Stretch, f: Form, tree: dict[str, Any], strict: bool, depth: int = 0) -> bool:
    """Does the tree show f >= 0 (f > 0) on the open range?"""
    if depth > MOST_DEPTH:
        return False
    try:
        return _shows(at, f, tree, strict, depth + 1)
    except (NoForm, TooLarge):
        return False


def _shows(at: Stretch, f: Form, tree: dict[str, Any], strict: bool, depth: int) -> bool:
    inside = at.inside
    kind = str(tree["kind"])
    if kind == "visible":
        return inside.form_sign(f) == 1 if strict else inside.form_at_least(f)
    if kind in ("rising", "falling"):
        rules = inside.normal.rules
        if not smooth(rules, f, at.var):
            return False
        slope = reduce(derive(rules, f, name_atom(at.var)))
        end = at.low if kind == "rising" else at.high
        start = end_value(at, f, end)
        if start is None or not at.here.form_at_least(start):
            return False
        return shows(at, slope if kind == "rising" else -slope, dict(tree["slope"]), strict, depth)
    if kind == "concave":
        rules = inside.normal.rules
        ends = [end_value(at, f, end) for end in (at.low, at.high)]
        if strict or not smooth(rules, f, at.var) or not all(e is not None and at.here.form_at_least(e) for e in ends):
            return False
        bend = derive(rules, reduce(derive(rules, f, name_atom(at.var))), name_atom(at.var))
        return shows(at, -reduce(bend), dict(tree["bend"]), False, depth)
    if kind == "split":
        c = decode(tree["at"])
        if at.var in free_names(c) or not smooth(inside.normal.rules, f, at.var):
            return False
        if inside_range(at, c) is not True:
            return False
        if strict and not _positive_at(at, f, c):
            return False
        below, above = replace(at, high=c), replace(at, low=c)
        parts = ((below, "below"), (above, "above"))
        return all(shows(piece, f, dict(tree[name]), strict, depth) for piece, name in parts)
    if kind == "times":
        g = inside.form(decode(tree["by"]))
        return g is not None and inside.form_sign(g) == 1 and shows(at, reduce(f * g), dict(tree["of"]), strict, depth)
    if kind == "logarithms":
        a, b = inside.form(decode(tree["more"])), inside.form(decode(tree["less"]))
        if a is None or b is None or inside.form_sign(a) != 1 or inside.form_sign(b) != 1 or reduce(a - b - f).terms:
            return False
        rules = inside.normal.rules
        return shows(at, rules.log(a) - rules.log(b), dict(tree["of"]), strict, depth)
    return False


def end_value(at: Stretch, f: Form, end: Expr) -> Form | None:
    """The limit of f at an end of the range."""
    inside = at.inside
    if end in (INFINITY, MINUS_INFINITY):
        return limit(inside.normal.rules, f, at.var, None, 1 if end == INFINITY else -1)
    point = inside.form(end)
    return None if point is None else limit(inside.normal.rules, f, at.var, point, 1 if end == at.low else -1)


def inside_range(at: Stretch, c: Expr) -> bool | None:
    """Is c certainly inside the range?"""
    low = at.low == MINUS_INFINITY or at.here.sign(subtract(c, at.low)) == 1
    return True if low and (at.high == INFINITY or at.here.sign(subtract(at.high, c)) == 1) else None


def _positive_at(at: Stretch, f: Form, c: Expr) -> bool:
    point = at.inside.form(c)
    value = None if point is None else limit(at.inside.normal.rules, f, at.var, point, 1)
    return value is not None and at.here.form_sign(value) == 1
