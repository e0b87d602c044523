"""Numbers for tables, functions and integrals: a claim about them is true if it is true of all such numbers.

Law: `generalised(claim)` implies the claim. A density's value becomes a positive number, a function's has the sign
that the facts give, an integral's is positive where what stands under it is; `ranges_at` says of points what the facts
say of every value of their role (of p(x|z) <= 1 at a point x it keeps a z that is not bound). What ties the values
together is lost, so that the converse does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ZERO,
    Apply,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    free_names,
    rebuild,
    substitute,
    walk,
)


class NoComparison(ValueError):
    """A step whose conditions do not hold."""


def ranges_at(facts: Facts, points: Mapping[str, str]) -> tuple[Relation, ...]:
    """What the facts say of every value of a role, of the names of points in that role (`kernel.stated`)."""
    roles = dict(facts.roles)
    under_law = {role for law in facts.laws for role in law.outcome}
    free = {point: role for point, role in points.items() if role not in under_law}
    found: list[Relation] = []
    for point, role in free.items():
        if role in facts.positive | facts.unit:
            found.append(Relation(Name(point), ">", ZERO))
        if role in facts.unit:
            found.append(Relation(Name(point), "<", Number(1)))
    for r in facts.assumptions:
        spoken = sorted((free_names(r.left) | free_names(r.right)) & roles.keys())
        if {roles[n] for n in spoken} & under_law:
            continue
        places = [[p for p, role in free.items() if role == roles[n]] or [n] for n in spoken]
        for chosen in product(*places):
            if set(chosen) & free.keys():
                put: dict[str, Expr] = {n: Name(p) for n, p in zip(spoken, chosen, strict=True)}
                found.append(Relation(substitute(r.left, put), r.op, substitute(r.right, put)))
    return tuple(found)


def generalised(claim: Claim, lemmas: tuple[Relation, ...] = (), normal: Normal | None = None) -> Claim:
    """The claim with a number for each table, function and integral that occurs: what holds for all numbers holds."""
    facts = claim.facts
    laws = {law.head for law in facts.laws} | {push.image for push in facts.push_forwards}
    known: dict[Expr, str] = {}
    positive, unit, binary = set(facts.positive), set(facts.unit), set(facts.binary)
    spoken = {n for s in (claim.says.left, claim.says.right) for n in free_names(s)}

    def change(e: Expr) -> Expr:
        if isinstance(e, Derivative):
            raise NoComparison("a derivative")
        if not isinstance(e, (Apply, Fold)):
            return rebuild(e, change)
        if e not in known:
            name = f"value'{len(known) + 1}"
            if name in spoken:
                raise NoComparison("a name of ours")
            known[e] = name
            if normal is not None and isinstance(e, Fold) and normal.signs.positive(normal.form(e)):
                positive.add(name)
            if isinstance(e, Apply):
                if e.head in laws:
                    raise NoComparison("a density that may vanish")
                positive.update({name} if e.head in facts.densities | facts.positive else ())
                unit.update({name} if e.head in facts.unit else ())
                binary.update({name} if e.head in facts.binary else ())
        return Name(known[e])

    says, *said = (Relation(change(r.left), r.op, change(r.right)) for r in (claim.says, *lemmas))
    left = frozenset().union(*(free_names(r.left) | free_names(r.right) for r in (says, *said)))
    bound = {n for n in left if n.endswith("'at")}
    if bound:
        positive -= bound
    found = _of_numbers(facts, left, positive, unit, binary)
    return Claim(says, (), replace(found, assumptions=(*found.assumptions, *said)))


def _of_numbers(facts: Facts, names: frozenset[str], positive: set[str], unit: set[str], binary: set[str]) -> Facts:
    """What the facts say of these names alone."""
    roles = {name for name, _ in facts.roles}

    def plain(r: Relation) -> bool:
        nodes = [n for side in (r.left, r.right) for n in walk(side)]
        free = free_names(r.left) | free_names(r.right)
        return free <= names - roles and not any(isinstance(n, (Apply, Fold, Derivative)) for n in nodes)

    return Facts(
        positive=frozenset(positive & names),
        unit=frozenset(unit & names),
        binary=frozenset(binary & names),
        integer=facts.integer & names,
        assumptions=tuple(r for r in facts.assumptions if plain(r)),
    )
