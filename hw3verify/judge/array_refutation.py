"""A counterexample with matrices as a person wants to see it: the dimensions, the entries, both values."""

from __future__ import annotations

from typing import Any

from hw3verify.language.array_printer import name_text
from hw3verify.meaning.array_world import ArrayCounterexample
from hw3verify.meaning.matrix import SCALAR


def array_refutation(found: ArrayCounterexample) -> dict[str, Any]:
    """The record of a counterexample; the kernel has accepted it before."""
    tables: dict[str, list[str]] = {}
    scalars: dict[str, str] = {}
    for leaf in found.claim.leaves:
        row = [str(x) for x in found.world.entries[leaf.name]]
        if leaf.shape == SCALAR and not leaf.over:
            scalars[name_text(leaf.name)] = row[0]
            continue
        width = leaf.shape[1]
        columns = width if isinstance(width, int) else found.world.sizes[width]
        tables[name_text(leaf.name)] = [" ".join(row[i : i + columns]) for i in range(0, len(row), columns)]
    sizes = dict(found.world.sizes)
    where = ", ".join(f"{d} = {n}" for d, n in sizes.items())
    start = f"a counterexample with {where}" if where else "a counterexample"
    return {
        "statement": f"{start}: the left side is {found.left}, the right side {found.right}",
        "where": {d: str(n) for d, n in sizes.items()},
        "sizes": {},
        "tables": tables,
        "scalars": scalars,
        "left": found.left,
        "left_value": _number(found.left),
        "right": found.right,
        "right_value": _number(found.right),
        "kind": "value",
    }


def _number(text: str) -> float | str:
    try:
        return float(text.removesuffix("..."))
    except ValueError:
        return text
