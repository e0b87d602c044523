"""Steps for the arguments of extrema: `argmax A = argmax B`, `argmax_D B(D) = w`.

    arguments  `argmax A = argmax B` follows if A(D) - A(E) = k (B(D) - B(E)) for all D and E and one k > 0
    maximiser  from `argmax_D B(D) = w` it follows that B(D) <= B(w) for all D
    ordered    from `argmax A = argmax B`, said of every family of densities, it follows that A and B put any two
               densities in one order: they might be the family

A or B may stand under a logarithm, which is increasing; a minimum is the maximum of what has the other sign.
"""

from __future__ import annotations

from collections.abc import Callable

from hw3verify.kernel.concave import member_facts
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.reduction import (
    PROOF,
    REFUTATION,
    NoStep,
    Step,
    Uses,
    extremum_at,
    fresh_bound,
    same_range,
    with_roles,
)
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.codec import decode, encode
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    add,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.extremum import (
    Member,
    at_member,
    extrema,
    is_upper,
    names_within,
    objective,
    renamed,
    taken,
)

Transform = Callable[[Expr], Expr]
_TRANSFORMS: dict[str, Transform] = {"id": lambda e: e, "log": log, "exp": exp}


def argument_claims(claim: Claim, step: Step) -> tuple[Claim, Claim]:
    """(A(D) - A(E) = k (B(D) - B(E)) for all members D and E, k > 0), A and B after an increasing transform."""
    says = claim.says
    a, b = says.left, says.right
    ok = isinstance(a, Fold) and isinstance(b, Fold) and a.op.startswith("arg") and b.op.startswith("arg")
    if not ok or says.op != "=" or not isinstance(a, Fold) or not isinstance(b, Fold):
        raise NoStep("not two arguments of extrema")
    if extrema(a.body) or extrema(b.body) or not same_range(a, b):
        raise NoStep("the ranges differ")
    name = fresh_bound(claim, a)
    other = name + "'"
    one, two = (renamed(e.body, e.var, name) for e in (a, b))
    if not isinstance(one, Call) or not isinstance(two, Call) or one.args[1] != two.args[1]:
        raise NoStep("different things are taken at the extremum")
    factor = decode(step[1])
    if name in names_within(factor) or a.var in names_within(factor):
        raise NoStep("the factor depends on the member")
    first, second = _TRANSFORMS[str(step[2])](one.args[0]), _TRANSFORMS[str(step[3])](two.args[0])
    if is_upper(a) != is_upper(b):
        second = negate(second)
    gaps = [subtract(f, renamed(f, name, other)) for f in (first, second)]
    new = Relation(gaps[0], "=", multiply(factor, gaps[1]))
    facts = claim.facts
    for n in (name, other):
        facts = member_facts(Fold(a.op, n, a.domain, add(*(renamed(f, name, n) for f in (first, second)))), facts)
    return (
        Claim(new, (), with_roles(new, facts)),
        Claim(Relation(factor, ">", Number(0)), (), facts),
    )


def arguments(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    """Two arguments of extrema are one if the objectives differ by a positive factor and a constant."""
    from hw3verify.kernel.proof import Proof, check

    same, positive = argument_claims(claim, step)
    normal = Normal(same.facts)
    for kind, relation in zip(step[2:4], (claim.says.left, claim.says.right), strict=True):
        if kind == "log" and isinstance(relation, Fold):
            inner = renamed(objective(relation), relation.var, fresh_bound(claim, claim.says.left))  # type: ignore[arg-type]
            if not normal.signs.positive(normal.form(inner)):
                raise NoStep("no logarithm of what may be negative")
    if not normal.signs.positive(normal.form(positive.says.left)):
        raise NoStep("the factor may be negative")
    rules = check(same, Proof(str(step[4]["method"]), dict(step[4]["witness"])))
    if rules is None:
        raise NoStep("the objectives do not go together")
    used |= set(rules) | {"objectives that go together"}
    return Claim(Relation(ONE, "=", ONE), claim.premises, claim.facts), frozenset((PROOF,))


def written_member(e: Fold, value: Expr) -> Member:
    """The member that a side says the argument of an extremum is."""
    place = taken(e)
    if isinstance(place, Name):
        return Member(value)
    if not isinstance(place, Apply) or place.head != e.var:
        raise NoStep("what is taken is not the argument itself")
    variables = [(a.role, a.value.id) for a in place.args + place.given if isinstance(a.value, Name)]
    if len({v for _, v in variables}) != len(place.args + place.given):
        raise NoStep("the argument is not taken at plain variables")
    return Member(value, tuple(variables))


def maximiser(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    """The objective is nowhere beyond its value at its maximiser."""
    e = extremum_at(claim, step)
    says = claim.says
    if says.op != "=" or not e.op.startswith("arg") or e not in (says.left, says.right) or e.domain.kind == "family":
        raise NoStep("not an argument alone on a side")
    value = says.right if says.left == e else says.left
    if extrema(value) or extrema(objective(e)):
        raise NoStep("more than one extremum")
    w, name = written_member(e, value), fresh_bound(claim, e)
    body = objective(e)
    new = Relation(renamed(body, e.var, name), "<=" if is_upper(e) else ">=", at_member(body, e.var, w))
    facts = member_facts(Fold(e.op, name, e.domain, new.left), claim.facts)
    used.add("no member exceeds the maximum")
    return Claim(new, claim.premises, with_roles(new, facts)), frozenset((REFUTATION,))


def ordered(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    """Over every family: no two members may be put in opposite orders by the two objectives."""
    e = extremum_at(claim, step)
    if e.domain.kind != "family":
        raise NoStep("the range is no family")
    same, _ = argument_claims(claim, ["arguments", encode(ONE), "id", "id"])
    used.add("a family may have two members")
    says = Relation(multiply(same.says.left, same.says.right), ">=", Number(0))
    return Claim(says, claim.premises, same.facts), frozenset((REFUTATION,))
