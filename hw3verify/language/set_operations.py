r"""Unions, intersections and differences of sets as they are written: `A \cap B`, `A \cup B \cup C`, `A \setminus B`.

Law: without brackets only one operation stands in a row, and a difference but once; where two are mixed nobody says
which comes first, and nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.language.surface import Func, Node
from hw3verify.language.tokens import Unreadable

SETS = ("cap", "cup", "setminus")


def set_operation(factors: Sequence[Node], node: Node, op: str) -> Func:
    """What stands before the operation, joined with what stands behind it."""
    before = factors[-1]
    mixed = isinstance(before, Func) and before.name in SETS and (before.name != op or op == "setminus")
    if mixed or len(factors) > 1:
        raise Unreadable("sets that are not joined by one operation", node.start)
    return Func(op, (before, node), start=before.start, end=node.end)


def is_operation(node: Node) -> bool:
    """Is the node such a union, intersection or difference?"""
    return isinstance(node, Func) and node.name in SETS and len(node.args) == 2
