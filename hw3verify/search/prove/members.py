"""Members of a range at which an extremum may be: stationary points, other densities, what is written, signs.

Everything here is proposed; the kernel checks whatever is used.
"""

from __future__ import annotations

from collections.abc import Iterator

from hw3verify.kernel.concave import generic, slope_of
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.maximiser import written_member
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.reduction import NoStep, before, inner_facts, of_claim
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Arg, Call, Derivative, Expr, Fold, Name, free_names, log, substitute, walk
from hw3verify.meaning.extremum import Member, extrema, objective, shapes
from hw3verify.search.prove.expression import expression
from hw3verify.search.prove.stationary import stationary_members

FAULTS = (NoStep, NoForm, TooLarge, ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


def members(claim: Claim, e: Fold) -> Iterator[Member]:
    """Members of the range at which the extremum may be: stationary points, other densities, what is written."""
    try:
        says = Relation(objective(e), "<=", objective(e))
        facts = before(inner_facts(claim, e, says), e)
    except FAULTS:
        return
    yield from stationary_members(facts, e)
    if (e.domain.kind == "numbers" and objective(e) == e.body) or e.op.startswith("arg"):
        yield from stationary_members(facts, Fold(e.op.removeprefix("arg"), e.var, e.domain, log(objective(e))))
    if e.domain.kind == "densities":
        yield from _other_densities(claim, e)
    if e.op.startswith("arg"):
        for side in (claim.says.left, claim.says.right):
            if not extrema(side) and e in (claim.says.left, claim.says.right):
                try:
                    yield written_member(e, side)
                except FAULTS:
                    continue
    if e.domain.kind in ("functions", "numbers") and e.domain.role != "{}":
        places = (
            ()
            if e.domain.kind == "numbers"
            else tuple((a.role, a.value.id) for a in generic(e).args if isinstance(a.value, Name))
        )
        yield from (Member(end, places) for end in (e.domain.upper, e.domain.lower) if end is not None)


def _other_densities(claim: Claim, e: Fold) -> Iterator[Member]:
    """The densities of the same variables that occur."""
    ((outcome, given),) = shapes(e.body, e.var)
    seen: dict[tuple[str, tuple[str, ...], tuple[str, ...]], None] = {}
    for side in (objective(e), claim.says.left, claim.says.right):
        for n in walk(side):
            if isinstance(n, Apply) and n.head in claim.facts.densities and n.head != e.var and "°" not in n.head:
                if tuple(sorted(a.role for a in n.args)) == outcome and {a.role for a in n.given} <= set(given):
                    seen[n.head, tuple(a.role for a in n.args), tuple(a.role for a in n.given)] = None
    for head, args, conditions in seen:
        places = tuple((r, r + "°") for r in (*outcome, *given))
        group = [tuple(Arg(r, Name(r + "°")) for r in part) for part in (args, conditions)]
        yield Member(Apply(head, group[0], group[1]), places)


def linear_weight(claim: Claim, e: Fold) -> Expr | None:
    """The functional derivative of an objective over bounded functions, at the place that the kernel expects."""
    number = e.domain.kind == "numbers"
    if not (number or e.domain.kind == "functions"):
        return None
    if e.domain.role != "{}" and None in (e.domain.lower, e.domain.upper):
        return None
    body = e.body.args[0] if isinstance(e.body, Call) and e.body.fn == "abs" else e.body
    try:
        says = Relation(body, "=", body)
        by = Name(e.var) if number else generic(e)
        return expression(Normal(inner_facts(claim, e, says)).form(Derivative(body, by)))
    except FAULTS:
        return None


def written_members(claim: Claim, e: Fold) -> Iterator[Member]:
    """Members that the claim itself speaks of, then those at which the objective is stationary."""
    if e.domain.kind == "numbers":
        bound = frozenset(n.var for s in (claim.says.left, claim.says.right) for n in walk(s) if isinstance(n, Fold))
        for name in sorted((free_names(claim.says.left) | free_names(claim.says.right)) - bound):
            yield Member(Name(name))
        yield from _arguments(claim, e)
    elif e.domain.kind in ("functions", "densities"):
        ((args, given),) = shapes(e.body, e.var)
        places = tuple((r, r + "°") for r in (*args, *given))
        heads: dict[str, None] = {}
        for side in (claim.says.left, claim.says.right):
            for n in walk(side):
                if isinstance(n, Apply) and n.head != e.var and not any(x.var == n.head for x in of_claim(claim)):
                    if (
                        tuple(sorted(a.role for a in n.args)) == args
                        and tuple(sorted(a.role for a in n.given)) == given
                    ):
                        heads[n.head] = None
        for push in claim.facts.push_forwards:
            if e.domain.kind == "densities" and args == (push.image_role,) and not given:
                heads[push.image] = None
        for head in heads:
            yield Member(
                Apply(head, tuple(Arg(r, Name(r + "°")) for r in args), tuple(Arg(r, Name(r + "°")) for r in given)),
                places,
            )
    if not extrema(e.body):
        yield from members(claim, e)


def _arguments(claim: Claim, e: Fold) -> Iterator[Member]:
    """What stands elsewhere where the bound number stands: f(p(x)/q(x)) beside sup_u (u t - f(u)). A variable that is
    bound there is the one that is bound around the extremum."""
    heads = {n.head for n in walk(e.body) if isinstance(n, Apply) and any(a.value == Name(e.var) for a in n.args)}
    sides = (claim.says.left, claim.says.right)
    around = [n for s in sides for n in walk(s) if isinstance(n, Fold) and any(x == e for x in walk(n.body)) and n != e]
    free = free_names(claim.says.left) | free_names(claim.says.right)
    for side in sides:
        for n in walk(side):
            if isinstance(n, Apply) and n.head in heads and len(n.args) == 1:
                value = n.args[0].value
                loose = sorted(free_names(value) - free - {e.var})
                if value != Name(e.var) and len(loose) <= len(around):
                    put = {old: Name(f.var) for old, f in zip(loose, around, strict=False)}
                    yield Member(substitute(value, put))


def is_linear(claim: Claim, e: Fold) -> bool:
    """Is the objective linear in the bound function, or is that not known?"""
    try:
        says = Relation(e.body, "=", e.body)
        s = slope_of(before(inner_facts(claim, e, says), e), e)
        return s is None or not s.curvature().terms
    except FAULTS:
        return False
