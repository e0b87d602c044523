"""Stated ranges of variables: `Let $X>0$`, `Let $0 \\le x \\le 1$` hold wherever X or x is bound.

A bound name "#1" says nothing of its role. Where the sign of what stands under a sum is asked for, the names of
variables whose role has a stated range are replaced by names that carry the role, as in "@X:1", of which the range is
known.

Law: `ranges(normal)` has for a role only what the facts say of every value of it (so must the points of a world be); a
role for which some law is stated has that law's support instead, and has no entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hw3verify.kernel.atoms import Binder, rename, variable_form
from hw3verify.kernel.form import UNIT, Form, NoForm, TooLarge
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import ZERO, Apply, Derivative, Fold, Name, free_names, walk

if TYPE_CHECKING:
    from hw3verify.kernel.normal import Normal

MARK = "@"
Range = tuple[tuple[str, Form, bool], ...]  # the variable's name, what is not negative, whether it is positive
Ranges = Mapping[str, Range]


def ranges(normal: Normal) -> Ranges:
    """What the facts say of every value of a role."""
    facts = normal.facts
    under_law = {role for law in facts.laws for role in law.outcome}
    found: dict[str, list[tuple[str, Form, bool]]] = {}
    roles = dict(facts.roles)
    for name in facts.positive | facts.unit:
        found.setdefault(name, []).append((name, variable_form(name), True))
        if name in facts.unit:
            found[name].append((name, UNIT - variable_form(name), True))
    for r in facts.assumptions:
        spoken = free_names(r.left) | free_names(r.right)
        variables = sorted(spoken & roles.keys())
        nodes = [n for side in (r.left, r.right) for n in walk(side)]
        if len(variables) != 1 or r.op not in ("<", "<=", ">", ">=") or any(
            isinstance(n, Apply | Fold | Derivative) for n in nodes
        ):
            continue
        try:
            gap = normal.form(r.left) - normal.form(r.right)
        except (NoForm, TooLarge):
            continue
        found.setdefault(roles[variables[0]], []).append(
            (variables[0], gap if r.op in (">", ">=") else -gap, r.op in ("<", ">"))
        )
    return {role: tuple(known) for role, known in found.items() if role not in under_law}


def never_below_zero(facts: Facts) -> frozenset[str]:
    """The functions and lists of which the facts say `w_i >= 0` for every i."""
    roles = dict(facts.roles)
    found = set()
    for r in facts.assumptions:
        side, other = (r.left, r.right) if r.op in (">=", ">") else (r.right, r.left)
        if r.op not in (">=", ">", "<=", "<") or other != ZERO or not isinstance(side, Apply) or side.given:
            continue
        names = [a.value.id for a in side.args if isinstance(a.value, Name) and roles.get(a.value.id) == a.role]
        if len(names) == len(side.args) == len(set(names)):
            found.add(side.head)
    return frozenset(found)


def at(known: Range, var: str) -> list[tuple[Form, bool]]:
    """What is known of a bound variable of this name."""
    return [(rename(gap, {name: var}), strict) for name, gap, strict in known]


def named(ranged: Ranges, domains: Sequence[Binder], names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Bound names of variables with a stated range -> (a name that carries the role, the role)."""
    return {
        n: (f"{MARK}{domain[1]}:{n.lstrip('#')}", domain[1])
        for n, domain in zip(names, domains, strict=True)
        if domain[0] == "space" and domain[1] in ranged
    }
