"""Which vague names a claim speaks of.

A vague name stands for a fact that could not be read: nothing that speaks of it is refuted. Of a variable with other
values than 1, 2, ... two things are vague: its values as numbers, and the name of how many there are, where the claim
speaks of both; its densities are not: they are mass functions, which do not exceed 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from hw3verify.judge.context import Meaning
from hw3verify.judge.link import names_of
from hw3verify.judge.relevance import relation_names
from hw3verify.language.names import role_of
from hw3verify.language.scope import ANYTHING, DISCRETE, SUMMED, Scope
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import ONE, Apply, Arg, Domain, Fold, Name, free_names, walk
from hw3verify.meaning.occurrence import by_value
from hw3verify.meaning.shape import heads_called

MOST_OUTCOMES = 3  # of a joint density whose marginals are compared


def hidden_names(claim: Claim, vague: frozenset[str]) -> list[str]:
    """The names of the claim of which a fact could not be read."""
    names = _spoken(claim)
    found = vague & names
    for r in claim.facts.assumptions:  # what is said of f at every t is no fact about one t
        found |= heads_called(r.left) | heads_called(r.right)
    capitals = {v for v in vague if len(v) == 1 and v.isupper()}
    if capitals:  # what is not known of X is not known of its density either
        found |= {v for v in capitals if v.lower() in _all_roles(claim)}
    marks = [v.partition("#") for v in vague - {DISCRETE} if "#" in v]
    if marks:
        roles, numbers = _roles(claim)
        found |= {size for size, _, role in marks if size in names and role in roles}
        found |= {role for size, _, role in marks if not size and role in numbers}
    return sorted(found) or (["some name"] if ANYTHING in vague else [])


def concerning(claim: Claim, vague: frozenset[str]) -> frozenset[str]:
    """The vague names that make a difference to this claim, and what is said of all variables.

    Law: `hidden_names` finds the same in it as in all of them, and what is discrete or summed stays so.
    """
    always = vague & {DISCRETE, SUMMED, ANYTHING}
    marks = frozenset(v for v in vague - always if "#" in v or (len(v) == 1 and v.isupper()))
    return (vague & _spoken(claim)) | always | frozenset(v for v in marks if hidden_names(claim, frozenset((v,))))


def _spoken(claim: Claim) -> frozenset[str]:
    """The names of a claim; what is not known of a law's parameters is not known of the law."""
    names = names_of(claim)
    for law in claim.facts.laws:
        names |= frozenset().union(*(free_names(p) for p in law.parameters)) if law.head in names else frozenset()
    return names


def counting(meanings: tuple[Meaning, ...], scope: Scope) -> tuple[Relation, ...]:
    """What is known of counted variables: a mass function does not exceed 1, a joint one not its marginal ones, and
    the sum of 1 over z is K.

    The first two hold for every density without a law whose outcomes, or those that the marginal leaves out, are all
    counted. The third matters where the claim speaks of K.
    """
    roles = {role for role, _ in scope.counted}
    if not roles or any(law.outcome and set(law.outcome) & roles for law, _ in scope.laws):
        return ()
    found: dict[Relation, None] = {}
    used: set[str] = set()
    names: set[str] = set()
    for m in meanings:
        kinds = dict(m.heads)
        for n in walk(m.expr) if m.expr is not None else ():
            if isinstance(n, Name):
                names.add(n.id)
            elif isinstance(n, Fold):
                used.add(n.domain.role)
            elif isinstance(n, Apply):
                used |= {a.role for a in n.args}
                if kinds.get(n.head) == "density" and {a.role for a in n.args} <= roles:
                    args, given = (tuple(Arg(a.role, Name(a.role)) for a in group) for group in (n.args, n.given))
                    found[Relation(Apply(n.head, args, given), "<=", ONE)] = None
                if kinds.get(n.head) == "density" and not n.given and 1 < len(n.args) <= MOST_OUTCOMES:
                    found.update(dict.fromkeys(_marginal(n, roles)))
    for role, size in sorted(scope.counted):
        if role in used and size in names:
            found[Relation(Fold("sum", role, Domain("space", role), ONE), "=", Name(size))] = None
    return tuple(found)


def _marginal(n: Apply, discrete: set[str]) -> Iterator[Relation]:
    """p(x, y) <= p(x), where y is discrete."""
    args = tuple(Arg(a.role, Name(a.role)) for a in n.args)
    if len({a.role for a in args}) < len(args):
        return
    for size in range(1, len(args)):
        for kept in combinations(args, size):
            if {a.role for a in args} - {a.role for a in kept} <= discrete:
                yield Relation(Apply(n.head, args), "<=", Apply(n.head, kept))


def several(claim: Claim, scope: Scope) -> Claim:
    """A strict claim about counted variables with what is stated of the number of their values: K >= 2."""
    if claim.says.op not in ("<", ">", "!=") or not scope.counted:
        return claim
    roles, _ = _roles(claim)
    found: dict[Relation, None] = {}
    for role, size in sorted(scope.counted):
        bounds = [r for r, _ in scope.assumptions if r.op != "=" and relation_names(r) == {size}]
        if role in roles and bounds:
            found[Relation(Fold("sum", role, Domain("space", role), ONE), "=", Name(size))] = None
            found.update(dict.fromkeys(bounds))
    new = tuple(r for r in found if r not in claim.facts.assumptions)
    return replace(claim, facts=replace(claim.facts, assumptions=claim.facts.assumptions + new)) if new else claim


def _all_roles(claim: Claim) -> set[str]:
    """The roles of the claim's densities."""
    nodes = (n for r in (claim.says, *claim.premises) for side in (r.left, r.right) for n in walk(side))
    applied = (n for n in nodes if isinstance(n, Apply) and n.head in claim.facts.densities)
    return {a.role for n in applied for a in (*n.args, *n.given)}


def masses(claim: Claim, scope: Scope) -> frozenset[str]:
    """Which worlds count for a claim about variables that are known to be discrete, all of them or some."""
    roles, discrete = _all_roles(claim), {role for role, _ in scope.counted}
    if not roles & discrete:
        return frozenset()
    return frozenset({DISCRETE} if roles <= discrete else {SUMMED})


def made_variables(claim: Claim, scope: Scope) -> frozenset[str]:
    """Capitals that are made of others, `Y = g(X)`, whose density the claim speaks of as if it were any."""
    lawful = {role for law in claim.facts.laws for role in law.outcome}
    made = {d.name for d in scope.definitions if len(d.name) == 1 and d.name.isupper() and not d.parameters}
    return frozenset(n for n in made if n.lower() in _all_roles(claim) - lawful)


def _roles(claim: Claim) -> tuple[set[str], set[str]]:
    """The roles of a claim, and those whose variables are used as numbers."""
    roles = {role for _, role in claim.facts.roles}
    numbers: set[str] = set()
    for r in (claim.says, *claim.premises):
        for side in (r.left, r.right):
            numbers |= {role for name, role in claim.facts.roles if name in by_value(side)}
            for node in walk(side):
                if isinstance(node, Fold):
                    spoken = {node.domain.role, role_of(node.var)}
                    roles |= spoken
                    if node.var in by_value(node.body):
                        numbers |= spoken
    return roles, numbers
