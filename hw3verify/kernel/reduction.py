"""What the steps on claims about extrema share: extrema of a claim, members, facts where a binder was.

Law: `inner_facts` are facts that hold of everything that stands inside an extremum of the claim; they fail (`NoStep`)
where a name would be taken for another one of the same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hw3verify.kernel.concave import member_facts
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, free_names, walk
from hw3verify.meaning.extremum import Member, extrema, names_within, replaced, shapes

PROOF, REFUTATION = "proof", "refutation"
EITHER = frozenset((PROOF, REFUTATION))
Uses = frozenset[str]
Step = Sequence[Any]


class NoStep(ValueError):
    """A step whose conditions do not hold."""


def conditions(claim: Claim) -> tuple[Relation, ...]:
    """What has to hold for the claim to say anything: premises and assumptions."""
    return (*claim.premises, *claim.facts.assumptions)


def of_claim(claim: Claim) -> list[Fold]:
    """The extrema of what a claim says and of its premises, each once."""
    relations = (claim.says, *claim.premises)
    return list(dict.fromkeys(e for r in relations for side in (r.left, r.right) for e in extrema(side)))


def member(data: Any) -> Member:
    """A member of a range as it stands in a step."""
    value, variables = data
    return Member(decode(value), tuple((str(r), str(v)) for r, v in variables))


def extremum_at(claim: Claim, step: Step) -> Fold:
    """The extremum that a step speaks of, by its number."""
    found = of_claim(claim)
    index = int(step[1])
    if not 0 <= index < len(found):
        raise NoStep("no such extremum")
    return found[index]


def with_roles(says: Relation, facts: Facts) -> Facts:
    """The facts with the roles of all free variables of a relation that came out of its surroundings."""
    roles = dict(facts.roles)
    for side in (says.left, says.right):
        free = free_names(side)
        for n in walk(side):
            if isinstance(n, Apply):
                for a in n.args + n.given:
                    if isinstance(a.value, Name) and a.value.id in free:
                        if roles.setdefault(a.value.id, a.role) != a.role:
                            raise NoStep("a variable stands for two kinds of things")
    return replace(facts, roles=tuple(sorted(roles.items())))


def _bound_around(claim: Claim, e: Fold) -> frozenset[str]:
    """Variables that binders around an extremum bind and of which it speaks."""
    found = set()
    for r in (claim.says, *claim.premises):
        for n in (*walk(r.left), *walk(r.right)):
            if isinstance(n, Fold) and n != e and any(x == e for x in walk(n.body)):
                found.add(n.var)
    return frozenset(found) & free_names(e)


def inner_facts(claim: Claim, e: Fold, says: Relation) -> Facts:
    """The facts for a claim about the members of an extremum that stands inside the claim."""
    facts = claim.facts
    if any(e.var in free_names(p) for law in facts.laws for p in law.parameters):
        raise NoStep("a law moves with the bound name")
    around = _bound_around(claim, e)
    signs = facts.positive | facts.unit | facts.binary | facts.integer
    spoken = {n for r in facts.assumptions for s in (r.left, r.right) for n in free_names(s)} - dict(facts.roles).keys()
    if around & (signs | spoken):
        raise NoStep("a name is bound and has a sign")
    return with_roles(says, member_facts(e, facts))


def before(facts: Facts, e: Fold) -> Facts:
    """Facts before the bound name was added: `is_extremal` adds it again."""
    return replace(
        facts,
        functions=facts.functions - {e.var},
        densities=facts.densities - {e.var},
        positive=facts.positive - {e.var},
        unit=facts.unit - {e.var},
        binary=facts.binary - {e.var},
    )


def put(claim: Claim, e: Fold, new: Expr) -> Claim:
    """The claim with something in the place of an extremum, wherever it stands; NoStep where a name would be caught."""
    try:
        says, *premises = (
            Relation(replaced(r.left, e, new), r.op, replaced(r.right, e, new)) for r in (claim.says, *claim.premises)
        )
    except ValueError as problem:
        raise NoStep(str(problem)) from None
    return Claim(says, tuple(premises), with_roles(says, claim.facts))


def fresh_bound(claim: Claim, e: Fold) -> str:
    """A name for a free member of the range."""
    taken_names = names_within(claim.says.left) | names_within(claim.says.right)
    for r in conditions(claim):
        taken_names |= names_within(r.left) | names_within(r.right)
    name = e.var + "'"
    while name in taken_names:
        name += "'"
    return name


def same_range(first: Fold, second: Fold) -> bool:
    """Are two extrema taken over the same things?"""
    one, two = (shapes(e.body, e.var) for e in (first, second))
    family = first.domain.kind == "family"
    return first.domain == second.domain and one == two and (not family or first.var == second.var)
