"""A surface node put together again with other nodes inside it.

Law: what `fields_of` leaves out (where it stood, how it was set), and every field that is left out, stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hw3verify.language.surface import Node, fields_of


def rebuilt(node: Node, change: Callable[[Node], Node], without: tuple[str, ...] = ()) -> Node:
    """The node with the nodes directly inside it changed; fields that are left out stay as they are."""

    def of(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(of, value))
        return change(value) if isinstance(value, Node) else value

    kept = (n for n in fields_of(type(node)) if n not in without)
    return replace(node, **{n: of(getattr(node, n)) for n in kept})
