"""A counterexample as a person wants to see it.

The evidence stores joint tables and cells counted from 0; here are the densities as the claim uses them (`q(z|x)` read
off the joint table), cells counted from 1, and both values as exact text and as a float. A table's last variable runs
along the row; the others stand in its name: `p(x=1, z)`.

Nothing here is checked again: the record repeats what the kernel has accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from flint import fmpq

from hw3verify.language.printer import name_latex
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, walk
from hw3verify.meaning.numeral import from_text, to_float, to_text
from hw3verify.meaning.value import as_rational
from hw3verify.meaning.world import CellMap, Table, World

MOST_ROWS = 24
MOST_CELLS = 64
Roles = tuple[str, ...]


def refutation(found: Counterexample) -> dict[str, Any]:
    """The record of a counterexample."""
    world = found.world
    left, right = (value_of(text) for text in (found.left, found.right))
    return {
        "statement": _statement(found, left, right),
        "where": {name_latex(n): _place(found, n, at) for n, at in found.where},
        "sizes": {role: size for role, size in world.sizes.items() if role not in world.indices},
        "widths": {r: [str(w) for w in row] for r, row in world.widths.items() if any(w != 1 for w in row)},
        "points": {r: [str(x) for x in row] for r, row in world.points.items()},
        "tables": dict(list(_tables(found.claim, world))[:MOST_ROWS]),
        "scalars": {name_latex(n): to_text(v) for n, v in world.scalars.items()},
        "left": found.left,
        "left_value": left,
        "right": found.right,
        "right_value": right,
        "kind": found.kind,
    }


def value_of(text: str) -> float | str:
    """The float of an exact value or a decimal; infinities and missing values stay words."""
    if text in ("infinity", "-infinity", "undefined"):
        return text
    try:
        return float(text.rstrip(".")) if text.endswith("...") else to_float(from_text(text))
    except (ValueError, OverflowError):
        return text


def _told(exact: str, value: float | str, digits: int) -> str:
    """A value in few words."""
    if exact == "undefined":
        return "has no value"
    return f"is {value}" if isinstance(value, str) else f"is {value:.{digits}g}"


def _statement(found: Counterexample, left: float | str, right: float | str) -> str:
    """One sentence: by which values the link fails."""
    start = "a counterexample: "
    if found.claim.premises:
        start += "the premise holds, and of the conclusion "
    told = [""]
    for digits in (6, 15):  # more of them where the sides would look the same
        told = [_told(exact, value, digits) for exact, value in ((found.left, left), (found.right, right))]
        if told[0] != told[1]:
            break
    return f"{start}the left side {told[0]}, the right side {told[-1]}"


def _place(found: Counterexample, name: str, at: Any) -> str:
    """A cell counted from 1, or the number that the cell stands for."""
    if not isinstance(at, int):
        return to_text(at)
    role = dict(found.claim.facts.roles).get(name, name)
    row = found.world.points.get(role)
    return str(at + 1) if row is None or at >= len(row) else str(row[at])


def _tables(claim: Claim, world: World) -> Iterator[tuple[str, list[str]]]:
    """The rows of every density, function and map that the claim speaks of, as it uses them."""
    seen = set()
    for relation in (claim.says, *claim.premises):
        for side in (relation.left, relation.right):
            for node in walk(side):
                if isinstance(node, Apply):
                    use = (node.head, tuple(a.role for a in node.args), tuple(a.role for a in node.given))
                    if use not in seen:
                        seen.add(use)
                        yield from _rows(world, *use)


def _rows(world: World, head: str, outcome: Roles, given: Roles) -> Iterator[tuple[str, list[str]]]:
    if head in world.tables:
        joint = world.tables[head]
        if set(outcome + given) <= set(joint.roles) and outcome:
            yield from _density(world, head, joint, outcome, given)
    elif head in world.functions:
        table = world.functions[head]
        if len(table.values) <= MOST_CELLS:
            entries = dict(zip(_cells(world, table.roles), map(to_text, table.values), strict=True))
            yield from _named(world, head, table.roles, (), entries)
    elif head in world.maps:
        yield _map(world, head, world.maps[head])


def _density(world: World, head: str, joint: Table, outcome: Roles, given: Roles) -> Iterator[tuple[str, list[str]]]:
    """`head(outcome | given)`, the other roles summed out."""
    if len(joint.values) > MOST_CELLS:
        return
    above: dict[tuple[int, ...], fmpq] = {}
    below: dict[tuple[int, ...], fmpq] = {}
    places = [joint.roles.index(r) for r in outcome + given]
    for cell, value in zip(_cells(world, joint.roles), joint.values, strict=True):
        number = as_rational(value)
        if number is None:
            return
        key = tuple(cell[k] for k in places)
        mass = number
        for role, k in zip(joint.roles, cell, strict=True):
            if role not in outcome and role not in given:
                mass *= world.width(role, k)
        above[key] = above.get(key, fmpq(0)) + mass
        for role, k in zip(outcome, key, strict=False):
            mass *= world.width(role, k)
        rest = key[len(outcome) :]
        below[rest] = below.get(rest, fmpq(0)) + mass
    entries = {k: str(v / below[k[len(outcome) :]] if given else v) for k, v in above.items()}
    yield from _named(world, head, outcome, given, entries)


def _named(
    world: World, head: str, outcome: Roles, given: Roles, entries: dict[tuple[int, ...], str]
) -> Iterator[tuple[str, list[str]]]:
    """One row for every value of all variables but the last outcome, which runs along the row."""
    indexed = head.endswith("[]")
    fixed = outcome[:-1] + given
    if not outcome:
        return
    for cell in _cells(world, fixed):
        stands = {r: f"{r}={_label(world, r, k)}" for r, k in zip(fixed, cell, strict=True)}
        inside = ",".join([*(stands[r] for r in outcome[:-1]), outcome[-1]])
        behind = ",".join(stands[r] for r in given)
        name = name_latex(head)
        title = f"{name}_i" if indexed and not given else f"{name}({inside}{'|' + behind if behind else ''})"
        k = len(outcome) - 1
        yield title, [entries[(*cell[:k], last, *cell[k:])] for last in range(world.sizes.get(outcome[-1], 0))]


def _map(world: World, head: str, cells: CellMap) -> tuple[str, list[str]]:
    name = f"{name_latex(head)}_i" if head.endswith("[]") else f"{name_latex(head)}({cells.base})"
    return name, [_label(world, cells.image, k) for k in cells.cells]


def _label(world: World, role: str, cell: int) -> str:
    row = world.points.get(role)
    return str(cell + 1) if row is None or cell >= len(row) else str(row[cell])


def _cells(world: World, roles: Roles) -> Iterator[tuple[int, ...]]:
    return product(*(range(world.sizes.get(r, 0)) for r in roles))
