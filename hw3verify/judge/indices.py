"""One indexed quantity, one index: x_i for i up to n, x_i for i up to n - 1, x_n and x_3 are entries of one list.

The reader names the role of an index after its upper limit, and reads `x_3` as a name of its own. Seen in a whole claim
they belong together: all roles that stand at one place of one indexed head become one role, a numbered name becomes
the entry with that number, and a name that is a limit is a number, not a place that runs over the list.

Law: the claim says the same of the list; what changes is that its parts can no longer be chosen apart from each other,
which would refute `x_1 + x_2 = sum_{i=1}^2 x_i`. An entry x_0 stays a name: lists begin with 1. So
do x_1 and x_2 where they are the variables of a joint density p(x_1, x_2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Number, free_names, rebuild, substitute, walk

NUMBERED = re.compile(r"(.+)_([1-9][0-9]?)")
LETTERED = re.compile(r"(.+)_[a-z]")


def with_one_list(claim: Claim) -> Claim:
    """The same claim with one role for every list, and its numbered entries as entries."""
    relations = (claim.says, *claim.premises, *claim.facts.assumptions)
    nodes = [n for r in relations for side in (r.left, r.right) for n in walk(side)]
    lists = [n for n in nodes if isinstance(n, Apply) and n.head in claim.facts.indexed]
    if not lists:
        return claim
    roles = _one_role(lists)
    alone = {n.head: roles[n.args[0].role] for n in lists if len(n.args) == 1}
    entries: dict[str, Expr] = {}
    joint = {role for n in nodes if isinstance(n, Apply) for role in _together(n)}
    for name in frozenset().union(*(free_names(side) for r in relations for side in (r.left, r.right))):
        found = NUMBERED.fullmatch(name)
        if found and f"{found[1]}[]" in alone and name not in joint:
            head = f"{found[1]}[]"
            entries[name] = Apply(head, (Arg(alone[head], Number(int(found[2]))),))
    points = {a.role for n in nodes if isinstance(n, Apply) for a in n.args + n.given
              if isinstance(a.value, Apply) and a.value.head in alone and a.role not in entries}  # fmt: skip
    if len(points) == 1:  # p(x_1) beside p(x_i): a point of the same space
        roles = {**roles, **dict.fromkeys(entries, min(points))}
    spaces = {a.role for n in nodes if isinstance(n, Apply) for a in n.args + n.given} | {
        n.domain.role for n in nodes if isinstance(n, Fold)
    }
    for role in spaces - joint:  # the space of x_i is that of x
        found = LETTERED.fullmatch(role)
        if found and f"{found[1]}[]" in alone:
            roles[role] = found[1]
    ends = [n.domain.upper for n in nodes if isinstance(n, Fold) and n.domain.kind == "index"]
    limits = frozenset().union(*(free_names(end) for end in ends if end is not None))
    facts = claim.facts
    free = tuple((n, roles.get(r, r)) for n, r in facts.roles if n not in entries and not (n in limits and r in roles))
    if free == facts.roles and not entries and all(r == to for r, to in roles.items()):
        return claim

    def changed(r: Relation) -> Relation:
        left, right = (_renamed(substitute(side, entries), roles) for side in (r.left, r.right))
        return Relation(left, r.op, right)

    facts = replace(facts, roles=free, assumptions=tuple(changed(a) for a in facts.assumptions))
    return Claim(changed(claim.says), tuple(changed(p) for p in claim.premises), facts)


def _together(e: Apply) -> set[str]:
    """The roles x_1 and x_2 of p(x_1, x_2), or x_i of p(x | x_i): variables of their own."""
    roles = {a.role for a in e.args + e.given}
    found = {r: NUMBERED.fullmatch(r) or LETTERED.fullmatch(r) for r in roles}
    parts = {r for r, m in found.items() if m}
    return parts if len(parts) > 1 or any(m and m[1] in roles for m in found.values()) else set()


def _one_role(lists: list[Apply]) -> dict[str, str]:
    """For every role at a place of a list the one that stands for all roles at that place."""
    first: dict[tuple[str, int], str] = {}
    parent: dict[str, str] = {}

    def top(role: str) -> str:
        while parent.setdefault(role, role) != role:
            role = parent[role]
        return role

    for node in lists:
        for k, a in enumerate(node.args):
            one, other = sorted((top(a.role), top(first.setdefault((node.head, k), a.role))), key=lambda r: (len(r), r))
            parent[other] = one
    return {role: top(role) for role in parent}


def _renamed(e: Expr, roles: Mapping[str, str]) -> Expr:
    """The expression with roles renamed, in the arguments of lists and in the ranges of their indices."""
    e = rebuild(e, lambda c: _renamed(c, roles))
    if isinstance(e, Apply) and any(a.role in roles for a in e.args + e.given):
        return Apply(e.head, tuple(_arg(a, roles) for a in e.args), tuple(_arg(a, roles) for a in e.given))
    if isinstance(e, Fold) and e.domain.role in roles:
        d = e.domain
        return Fold(e.op, e.var, Domain(d.kind, roles[d.role], d.lower, d.upper), e.body)
    return e


def _arg(a: Arg, roles: Mapping[str, str]) -> Arg:
    return Arg(roles.get(a.role, a.role), a.value)
