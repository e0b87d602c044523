"""Floating-point worlds for `numeric.py`, drawn apart from those of the checker.

Families without a law get joint tables over two or three cells with random widths (step densities); roles with a law a
fine grid; functions and indexed quantities get tables; parameters get numbers that obey their stated ranges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hw3verify.meaning.claim import Claim, Facts
from hw3verify.meaning.expr import Apply, Fold, free_names, walk

Array = Any
GRID = 4001
REACH = 12.0


class Unsupported(Exception):
    """There is no opinion on such a claim."""


@dataclass(slots=True)
class Drawn:
    """A world of floats."""

    sizes: dict[str, int]
    widths: dict[str, Array]
    points: dict[str, Array]
    tables: dict[str, tuple[tuple[str, ...], Array]]
    functions: dict[str, tuple[tuple[str, ...], Array]]
    scalars: dict[str, float]
    facts: Facts
    exact: bool = True
    shifts: dict[str, float] = field(default_factory=dict)


def draw(claim: Claim, rng: Any, wild: bool, counting: bool) -> Drawn:
    """A world for a claim."""
    facts = claim.facts
    sides = [s for r in (claim.says, *facts.assumptions) for s in (r.left, r.right)]
    sides += [p for law in facts.laws for p in law.parameters]
    families: dict[str, set[str]] = {}
    functions: dict[str, tuple[str, ...]] = {}
    roles: set[str] = set()
    indices: set[str] = set()
    scalars: set[str] = set()
    bound: dict[str, str] = dict(facts.roles)
    for side in sides:
        for node in walk(side):
            if isinstance(node, Fold):
                if node.domain.kind == "space":
                    roles.add(node.domain.role)
                if node.op == "W1":
                    raise Unsupported("W1")
            if isinstance(node, Apply):
                here = [a.role for a in node.args + node.given]
                if node.head in facts.densities:
                    families.setdefault(node.head, set()).update(here)
                    roles.update(here)
                else:
                    functions[node.head] = tuple(here)
                    (indices if node.head in facts.indexed else roles).update(here)
        scalars |= free_names(side)
    scalars -= set(bound)
    if facts.push_forwards:
        raise Unsupported("a map")
    roles -= indices
    lines = facts.line_roles
    sizes = dict.fromkeys(indices, 6)
    widths: dict[str, Any] = {}
    points: dict[str, Any] = {}
    for r in sorted(roles):
        if r in lines:
            points[r] = np.linspace(-REACH * 3, REACH * 3, GRID)
            sizes[r], widths[r] = GRID, np.full(GRID, points[r][1] - points[r][0])
        else:
            sizes[r] = int(rng.integers(2, 4))
            widths[r] = np.ones(sizes[r]) if counting else np.exp(rng.normal(0, 3 if wild else 1, sizes[r]))
            points[r] = rng.normal(0, 2, sizes[r])
    for r in indices:
        widths[r] = np.ones(6)
    lawful = {law.head for law in facts.laws}
    tables: dict[str, tuple[tuple[str, ...], Any]] = {}
    for head in sorted(families):
        own = tuple(sorted(families[head]))
        if head in lawful:
            continue
        if any(r in lines or r in indices for r in own):
            raise Unsupported("a free density on the line")
        table = np.exp(rng.normal(0, 3 if wild else 1, tuple(sizes[r] for r in own)))
        mass = table
        for r in reversed(own):
            mass = np.tensordot(mass, widths[r], axes=(mass.ndim - 1, 0))
        tables[head] = (own, table / mass)
    made = {}
    for head in sorted(functions):
        own = functions[head]
        shape = tuple(sizes[r] for r in own)
        if any(r in lines for r in own):
            raise Unsupported("a function on the line")
        made[head] = (own, np.asarray(_numbers(rng, shape, head, facts, wild)))
    numbers = {s: float(_numbers(rng, (), s, facts, wild)) for s in sorted(scalars)}
    return Drawn(sizes, widths, points, tables, made, numbers, facts, exact=not lines)


def _numbers(rng: Any, shape: tuple[int, ...], name: str, facts: Facts, wild: bool) -> Any:
    if name in facts.binary:
        return rng.integers(0, 2, shape) * 1.0
    if name in facts.integer:
        return rng.integers(1, 5, shape) * 1.0
    if name in facts.unit:
        return rng.beta(0.3 if wild else 1.0, 0.3 if wild else 1.0, shape) * 0.998 + 0.001
    if name in facts.positive:
        return np.exp(rng.normal(0, 0.7, shape))
    return rng.normal(0, 2 if wild else 1, shape)
