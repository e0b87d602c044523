"""Which facts concern a claim.

`facts_for` cuts the facts of a scope down to those that speak of what the claim speaks of, and of what those speak of,
and so on. `restricting` leaves out those that only give a name to something else. Law: what is left out restricts
nothing that the claim speaks of; a world for the facts that are kept is part of one for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hw3verify.judge.claimed import roles_of, sizes_of, spaces_of
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal, structure
from hw3verify.kernel.proof import check_identity
from hw3verify.language.sets import PREFIX
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import ONE, Apply, Domain, Fold, Name, Product, free_names, walk
from hw3verify.meaning.extremum import RING
from hw3verify.meaning.shape import heads_called


def facts_for(relations: tuple[Relation, ...], base: Facts, heads: dict[str, str]) -> Facts:
    """The facts of a scope, cut down to what the relations speak of, with the roles of their free variables."""
    names: set[str] = set()
    for r in relations:
        names |= relation_names(r)
    assumptions: list[Relation] = []
    joints = roles_by_head(relations)
    size = -1
    while size != len(names):  # laws and assumptions bring names that others speak of
        size = len(names)
        for law in base.laws:
            if law.head in names:
                for p in law.parameters:
                    names |= free_names(p) | {n.head for n in walk(p) if isinstance(n, Apply)}
        for fact in base.assumptions:
            spoken = relation_names(fact)  # a common number of terms connects nothing
            if fact not in assumptions and (spoken - base.integer or spoken) & names and not _elsewhere(fact, joints):
                assumptions.append(fact)
                names |= relation_names(fact)
    laws = tuple(law for law in base.laws if law.head in names)
    bound = {n.var for r in relations for s in (r.left, r.right) for n in walk(s) if isinstance(n, Fold)}
    bound = {n for n in bound if RING not in n}  # a law that is bound with its parameter moves with it
    for law in laws:  # a law's parameters are names of the whole document: a binder would not reach them
        spoken = frozenset().union(*(free_names(p) for p in law.parameters)) - {*law.given, law.index}
        if spoken & bound:
            raise ValueError(f"{min(spoken & bound)} is a parameter of {law.head} and bound in the formula at once")
    pushes = tuple(f for f in base.push_forwards if f.map in names)
    for f in pushes:
        names |= {f.base, f.image}
    kinds = {h: k for h, k in heads.items() if h in names}
    for f in pushes:
        kinds.update({f.base: "density", f.image: "density"})
    # what is said of x holds of a bound x too, unless a law says where that lies
    spaces = spaces_of(relations) - {role for law in laws for role in law.outcome if not _is_open(law, relations)}
    for fact in base.assumptions:
        bare = free_names(fact.left) | free_names(fact.right)
        if len(relation_names(fact)) == 1 and bare & spaces and fact not in assumptions:  # 0 <= x <= 1
            assumptions.append(fact)
    names |= spaces
    ranged = {r for f in assumptions for r in relation_names(f) & spaces}
    roles = roles_of((*relations, *assumptions))
    roles = tuple(sorted({**{r: r for r in ranged}, **dict(roles)}.items()))
    positive = {n for n in names if spellings(n) & base.positive or _is_scale(n)}
    return Facts(
        densities=frozenset(h for h, k in kinds.items() if k == "density"),
        functions=frozenset(h for h, k in kinds.items() if k == "function"),
        indexed=frozenset(h for h, k in kinds.items() if k == "indexed"),
        positive=frozenset(positive),
        unit=frozenset(n for n in names if spellings(n) & base.unit),
        binary=frozenset(n for n in names if spellings(n) & base.binary or n.startswith(PREFIX)),
        integer=frozenset(n for n in names if n in base.integer) | sizes_of(relations),
        roles=roles,
        laws=laws,
        push_forwards=pushes,
        assumptions=tuple(f for f in base.assumptions if f in assumptions),
        shapes=tuple(s for s in base.shapes if s.head in names),
    )


def spellings(name: str) -> set[str]:
    """A name, the list of which it is the head, and the variable of which it is another value (`proportion`)."""
    return {name, name.removesuffix("[]"), name.removesuffix("~")}


def _is_open(law: Law, relations: tuple[Relation, ...]) -> bool:
    """Do densities without a law stand beside one on the half line? Then `x >= 0` says where those live."""
    nodes = (n for r in relations for side in (r.left, r.right) for n in walk(side) if isinstance(n, Apply))
    beside = any(n.head != law.head and {a.role for a in n.args} == set(law.outcome) for n in nodes)
    return beside and law.name in ("exponential", "gamma") and len(law.outcome) == 1


def restricting(claim: Claim) -> tuple[Relation, ...]:
    """The assumptions of a claim without those that only name something."""
    kept = list(claim.facts.assumptions)
    for fact in reversed(claim.facts.assumptions):  # a later name may stand on an earlier one
        others = [*(f for f in kept if f is not fact), claim.says, *claim.premises]
        if _only_names(fact, others, claim.facts):
            kept.remove(fact)
    return tuple(kept)


def _only_names(fact: Relation, spoken: list[Relation], base: Facts) -> bool:
    """Does the fact only give a name to something that nothing else speaks of: then it restricts nothing.

    `q^*(z) = p(z) f(z) / Z` where no other relation has q^*, if the right side has mass 1 as it stands (else Z is what
    is told); and `q(z) = E_{r(x)}[q(z|x)]` where q is known only given x: it says which law x has under q,
    and r is free.
    """
    left = fact.left
    if fact.op != "=" or not isinstance(left, Apply) or not left.args or left.head.endswith("[]"):
        return False
    if any(a.value != Name(a.role) for a in left.args + left.given):
        return False
    laws = [law for law in base.laws if law.head == left.head]
    if not laws and not any(left.head in relation_names(r) for r in spoken):
        return left.head not in relation_names(Relation(fact.right, "=", ONE)) and _has_mass_one(fact, base)
    mixed = _mixed(fact)
    if mixed is None:
        return False
    other, role = mixed
    if any(other in relation_names(r) for r in spoken) or any(law.head == other for law in base.laws):
        return False
    uses = [n for r in spoken for side in (r.left, r.right) for n in walk(side)
            if isinstance(n, Apply) and n.head == left.head]  # fmt: skip
    return all(role in {g.role for g in n.given} for n in uses) and all(role in law.given for law in laws)


def _has_mass_one(fact: Relation, base: Facts) -> bool:
    """Does the right side integrate to 1, whatever its densities and functions are?"""
    left = fact.left
    assert isinstance(left, Apply)
    whole = fact.right
    for a in left.args:
        whole = Fold("sum", a.role, Domain("space", a.role), whole)
    try:
        return check_identity(Normal(replace(base, assumptions=())), Relation(whole, "=", ONE))
    except (NoForm, TooLarge, ValueError):
        return False


def _roles(e: Apply) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(a.role for a in e.args), tuple(a.role for a in e.given)


def _mixed(fact: Relation) -> tuple[str, str] | None:
    """(r, x) for `q(z) = integral over x of r(x) q(z|x)`."""
    left, right = fact.left, fact.right
    if not isinstance(left, Apply) or left.given or not isinstance(right, Fold) or right.op != "sum":
        return None
    if right.domain.kind != "space" or not isinstance(right.body, Product):
        return None
    heads = {n.head: n for n in right.body.factors if isinstance(n, Apply)}
    inner = heads.pop(left.head, None)
    if inner is None or len(heads) != 1 or len(right.body.factors) != 2:
        return None
    ((other, outer),) = heads.items()
    role = right.domain.role
    if _roles(outer) != ((role,), ()) or _roles(inner) != (_roles(left)[0], (role,)):
        return None
    return other, role


def roles_by_head(relations: Iterable[Relation]) -> dict[str, set[str]]:
    """Head -> the roles with which it occurs."""
    found: dict[str, set[str]] = {}
    for r in relations:
        for n in (*walk(r.left), *walk(r.right)):
            if isinstance(n, Apply):
                found.setdefault(n.head, set()).update(a.role for a in n.args + n.given)
    return found


def _elsewhere(fact: Relation, spoken: dict[str, set[str]]) -> bool:
    """A factorisation p(x, y, z) = p(x | y) p(y | z) p(z) says nothing of p(x, y) alone: z could be independent."""
    if structure(fact) is None or not isinstance(fact.left, Apply):
        return False
    heads = {n.head for n in walk(fact.right) if isinstance(n, Apply)}
    roles = {a.role for a in fact.left.args + fact.left.given}
    return heads == {fact.left.head} and fact.left.head in spoken and not roles <= spoken[fact.left.head]


def _is_scale(name: str) -> bool:
    """Standard deviations and variances are positive by convention."""
    return name.removesuffix("[]").split("_")[0] in ("sigma", "tau")


def relation_names(r: Relation) -> frozenset[str]:
    """Heads and free names of a relation."""
    found: set[str] = set()
    for side in (r.left, r.right):
        found |= free_names(side)
        for node in walk(side):
            if isinstance(node, Apply):
                found.add(node.head)
                found.add(node.head.removesuffix("[]"))
        found |= heads_called(side)
    return frozenset(found)
