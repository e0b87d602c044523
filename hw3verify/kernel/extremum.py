r"""Claims about extrema, reduced to claims without them by steps that are checked one by one.

    attained   the objective is bounded by U on the whole range and equals U at a member w: U stands for the extremum
               everywhere (`max_D V(D) = V(D*)`); at an argument the maximum is the only one: w stands for it
    any        `sup_D B(D) <= R` holds exactly if B(D) <= R for all D; from `sup_D B(D) = R` (or < R) the same follows
    some       `sup_D B(D) >= R` follows from B(w) >= R at one member w
    same       `sup_D A(D) <= sup_D B(D)` (or = or >=) follows from A(D) <= B(D) for all D
    arguments  `argmax A = argmax B` follows if A(D) - A(E) = k (B(D) - B(E)) for all D and E and one k > 0
    maximiser  from `argmax_D B(D) = w` it follows that B(D) <= B(w) for all D
    ordered    from `argmax A = argmax B` over every family it follows that A and B put any two members in one order
    likelihood the density of a law whose parameter is bound is written out
    linear     an objective that is linear in a bounded function is extreme where the function is at its bounds
    shaped     one convex function stands for every one (`kernel.specimen`)
    dual       the supremum over all 1-Lipschitz functions of E_p f - E_q f is W_1(p, q) (Kantorovich and Rubinstein)

and the same with all signs turned for infima. A step says in which direction it may be used: `EITHER` (the claims are
equivalent), `PROOF` (the reduced claim implies the claim), `REFUTATION` (the claim implies the reduced claim).

Law: `reduced(claim, steps)` gives a claim together with the uses that all steps allow. A range is what the text says of
the bound name; an optimum over generators is taken over all densities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hw3verify.kernel.concave import in_range, is_extremal, member_facts
from hw3verify.kernel.counterexample import fixed_roles
from hw3verify.kernel.maximiser import arguments, maximiser, ordered
from hw3verify.kernel.nonnegative import never_negative
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.reduction import (
    EITHER,
    PROOF,
    REFUTATION,
    NoStep,
    Step,
    Uses,
    before,
    extremum_at,
    fresh_bound,
    inner_facts,
    member,
    of_claim,
    put,
    same_range,
    with_roles,
)
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import (
    Expr,
    Fold,
    add,
    log,
    walk,
)
from hw3verify.meaning.extremum import (
    Member,
    at_member,
    extrema,
    is_upper,
    names_within,
    objective,
    polarity,
    renamed,
    replaced,
    taken,
)

MOST_STEPS = 12
FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


def reduced(claim: Claim, steps: Sequence[Step], trace: set[str] | None = None) -> tuple[Claim, Uses]:
    """The claim after the steps, and what it may be used for; NoStep where a condition fails."""
    uses, first = EITHER, claim
    used: set[str] = set() if trace is None else trace
    if len(steps) > MOST_STEPS or any(extrema(s) for r in claim.facts.assumptions for s in (r.left, r.right)):
        raise NoStep("too many steps, or an extremum in a fact")
    for step in steps:
        claim, allowed = _STEPS[str(step[0])](claim, step, used)
        uses &= allowed
    if claim.premises and fixed_roles(first) != fixed_roles(claim):
        raise NoStep("what the premises fix would be something else")
    return claim, uses


# -- the steps ------------------------------------------------------------------------------------------------


def bound_claim(claim: Claim, e: Fold, limit: Expr) -> Claim:
    """objective <= limit for every member of the range (>= for an infimum)."""
    says = Relation(objective(e), "<=" if is_upper(e) else ">=", limit)
    return Claim(says, (), inner_facts(claim, e, says))


def equal_claim(claim: Claim, e: Fold, w: Member, limit: Expr) -> Claim:
    """objective at w = limit."""
    says = Relation(at_member(objective(e), e.var, w), "=", limit)
    return Claim(says, (), replace(inner_facts(claim, e, says)))


def _attained(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    e, w, how = extremum_at(claim, step), member(step[2]), step[3]
    if extrema(e.body) or e.var in names_within(w.value):
        raise NoStep("the objective has an extremum inside")
    value = at_member(objective(e), e.var, w)
    if how in ("concave", "log concave"):
        says = Relation(objective(e), "<=", value)
        facts = before(inner_facts(claim, e, says), e)
        found = is_extremal(facts, e if how == "concave" else _logarithm(facts, e), w)
        if found is None:
            raise NoStep("not concave, or not stationary there")
        if e.op.startswith("arg") and not found[0]:
            raise NoStep("the place of the extremum may not be the only one")
        used |= found[1]
    else:
        if e.op.startswith("arg"):
            raise NoStep("nothing says that the extremum is at one place only")
        _check_bound(claim, e, w, value, how, used)
        value = decode(how["limit"]) if "limit" in how else value
    new = at_member(taken(e), e.var, w) if e.op.startswith("arg") else value
    used.add("the extremum is attained")
    return put(claim, e, new), EITHER


def _logarithm(facts: Facts, e: Fold) -> Fold:
    """The extremum of the logarithm, which is where the extremum of a positive objective is."""
    normal = Normal(member_facts(e, facts))
    if not normal.signs.positive(normal.form(objective(e))):
        raise NoStep("no logarithm of what may be negative")
    return Fold(e.op.removeprefix("arg"), e.var, e.domain, log(objective(e)))


def _check_bound(claim: Claim, e: Fold, w: Member, value: Expr, how: Any, used: set[str]) -> None:
    from hw3verify.kernel.proof import Proof, check

    limit = decode(how["limit"]) if "limit" in how else value
    below = bound_claim(claim, e, limit)
    if not in_range(_learned(below), e, w):
        raise NoStep("the member may lie outside the range")
    pairs = [(below, how["bound"])]
    if "limit" in how:
        pairs.append((equal_claim(claim, e, w, limit), how["equal"]))
    for part, proof in pairs:
        rules = check(part, Proof(str(proof["method"]), dict(proof["witness"])))
        if rules is None:
            raise NoStep("the bound is not proved")
        used |= set(rules)


def _learned(claim: Claim) -> Normal:
    return Normal(claim.facts)


def direction(claim: Claim, e: Fold, inside: bool = False) -> tuple[str, int]:
    """(the relation read as `side with the extremum` op `rest`, 1 if that side is a supremum over the range, -1 if it
    is an infimum); NoStep where the side is not increasing or decreasing in the extremum. `inside`: it may stand under
    integrals, where it is increasing at every place (a member for each place then bounds it)."""
    says = claim.says
    left, right = (any(n == e for n in walk(s)) for s in (says.left, says.right))
    if any(n == e for r in claim.premises for s in (r.left, r.right) for n in walk(s)):
        raise NoStep("a premise speaks of the extremum")
    if left == right or says.op not in FLIPPED or e.op.startswith("arg"):
        raise NoStep("the extremum does not stand on one side alone")
    weight = partial(never_negative, facts=claim.facts) if inside else None
    sign = polarity(says.left if left else says.right, e, weight)
    if sign == 0:
        raise NoStep("the side is not monotone in the extremum")
    return (says.op if left else FLIPPED[says.op]), sign * (1 if is_upper(e) else -1)


def _any(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    e = extremum_at(claim, step)
    op, way = direction(claim, e)
    bounding = ("=", "<=", "<") if way > 0 else ("=", ">=", ">")
    if op not in bounding:
        raise NoStep("not every member has to obey this")
    unknown = e.domain.kind in ("family", "lipschitz")  # there are more members in the claim that is left
    if unknown and op not in ("<=", ">="):
        raise NoStep("nothing is known of the range")
    name = fresh_bound(claim, e)
    body = renamed(e.body, e.var, name)
    left = any(n == e for n in walk(claim.says.left))
    new = put(claim, e, body).says
    limit = op if op != "=" else ("<=" if way > 0 else ">=")
    says = Relation(new.left, limit if left else FLIPPED[limit], new.right)
    facts = member_facts(Fold(e.op, name, e.domain, body), claim.facts)
    used.add("what holds for every member holds for the extremum")
    uses = frozenset((PROOF,)) if unknown else EITHER if op in ("<=", ">=") else frozenset((REFUTATION,))
    return Claim(says, claim.premises, with_roles(says, facts)), uses


def _some(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    e, w = extremum_at(claim, step), member(step[2])
    op, way = direction(claim, e, inside=True)
    if (op not in (">=", ">") if way > 0 else op not in ("<=", "<")) or e.var in names_within(w.value):
        raise NoStep("one member says nothing here")
    value = at_member(e.body, e.var, w)
    says = Relation(value, "=", value)
    if not in_range(Normal(inner_facts(claim, e, says)), e, w):
        raise NoStep("the member may lie outside the range")
    used.add("one member bounds the extremum")
    return put(claim, e, value), frozenset((PROOF,))


def _same(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    found = of_claim(claim)
    first, second = found[int(step[1])], found[int(step[2])]
    says = claim.says
    ways = []
    for e, side, other in ((first, says.left, says.right), (second, says.right, says.left)):
        sign = polarity(side, e)
        if sign == 0 or e.op.startswith("arg") or any(n == e for n in walk(other)):
            raise NoStep("the sides are not monotone in their extrema")
        ways.append(sign * (1 if is_upper(e) else -1))
    if ways[0] != ways[1] or says.op not in ("=", "<=", ">=") or not same_range(first, second):
        raise NoStep("the extrema are not taken over one range in one way")
    name = fresh_bound(claim, first)
    left = replaced(says.left, first, renamed(first.body, first.var, name))
    right = replaced(says.right, second, renamed(second.body, second.var, name))
    new = Relation(left, says.op, right)
    facts = member_facts(Fold(first.op, name, first.domain, add(left, right)), claim.facts)
    used.add("what holds for every member holds for the extremum")
    return Claim(new, claim.premises, with_roles(new, facts)), frozenset((PROOF,))


def _linear(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    from hw3verify.kernel.bounded import extreme_value

    e = extremum_at(claim, step)
    says = Relation(e.body, "=", e.body)
    new = extreme_value(before(inner_facts(claim, e, says), e), e, decode(step[2])) if not extrema(e.body) else None
    if new is None:
        raise NoStep("not linear over bounded functions")
    used.add("a linear objective is extreme at the bounds")
    return put(claim, e, new), EITHER


def _likelihood(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    from hw3verify.kernel.likelihood import moving_laws, supported, written_out

    gone = {law: None for e in of_claim(claim) for law in moving_laws(claim.facts, e)}
    new, facts = claim, claim.facts
    for e in of_claim(claim):
        if moving_laws(claim.facts, e):
            body = written_out(claim.facts, e)
            if body is None:
                raise NoStep("a law that moves with the bound name has no formula")
            new, facts = put(new, e, Fold(e.op, e.var, e.domain, body)), supported(facts, e)
    heads = {law.head for law in gone}
    spoken = names_within(new.says.left) | names_within(new.says.right)
    if not moving_laws(claim.facts, extremum_at(claim, step)) or heads & spoken:
        raise NoStep("a law is still needed")
    used.add("the density is written out")
    laws = tuple(law for law in facts.laws if law not in gone)
    return Claim(new.says, claim.premises, replace(facts, laws=laws, roles=new.facts.roles)), EITHER


def _dual(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    from hw3verify.kernel.lipschitz import as_distance

    e = extremum_at(claim, step)
    new = as_distance(e, claim.facts, bool(step[2]))
    if new is None:
        raise NoStep("not a supremum over Lipschitz functions of two expectations")
    used.add("Kantorovich-Rubinstein duality")
    return put(claim, e, new), EITHER


def _shaped(claim: Claim, step: Step, used: set[str]) -> tuple[Claim, Uses]:
    from hw3verify.kernel.specimen import specialised

    return specialised(claim, step, used)


_STEPS = {
    "attained": _attained,
    "any": _any,
    "some": _some,
    "same": _same,
    "arguments": arguments,
    "maximiser": maximiser,
    "ordered": ordered,
    "dual": _dual,
    "linear": _linear,
    "likelihood": _likelihood,
    "shaped": _shaped,
}
