r"""Lists of data as they are written: `x_1, \dots, x_n`, `D = \{x_1, \dots, x_n\}`, `x = (x_1, \dots, x_n)`.

Law: a list begins with the number 1, ends with a letter or a number, and has an ellipsis between.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.language.names import name_of
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Dots, Node, Num, Rel, SetOf, Sym, Tuple_


def named_list(nodes: Sequence[Node]) -> tuple[str, Node] | None:
    """(x, n) for the nodes x_1, ..., x_n, with an ellipsis."""
    symbols = [n for n in nodes if isinstance(n, Sym)]
    if len(symbols) < 2 or len({n.base for n in symbols}) != 1 or not any(isinstance(n, Dots) for n in nodes):
        return None
    if len(symbols) + sum(isinstance(n, Dots) for n in nodes) != len(nodes):
        return None
    if any(len(n.sub) != 1 or n.marks for n in symbols):
        return None
    first, last = symbols[0].sub[0], symbols[-1].sub[0]
    if not isinstance(first, Num) or first.value != 1 or not isinstance(last, Sym | Num):
        return None
    return symbols[0].base, last


def list_in(s: Statement) -> tuple[str, Node] | None:
    """(x, n) where a statement lists x_1, ..., x_n, perhaps with what they are drawn from, or as a set with a name."""
    for side in (s.items, *(side.items for side in s.sides if isinstance(side, SetOf | Tuple_))):
        nodes = tuple(n.left if isinstance(n, Rel) and n.op == "|" else n for n in side)
        ends = [k for k, n in enumerate(nodes) if isinstance(n, Dots)]
        found = named_list(nodes[: ends[-1] + 2]) if ends else None
        if found is not None:
            return found
    return None


def called(sides: Sequence[Node | None], ops: Sequence[str], letter: str) -> str:
    """The name of `D = \\{x_1, \\dots, x_n\\}`, for the data with this letter; "" for anything else."""
    if len(sides) != 2 or tuple(ops) not in (("=",), (":=",)):
        return ""
    left, right = sides
    if not isinstance(left, Sym) or not isinstance(right, SetOf | Tuple_):
        return ""
    found = named_list(right.items)
    return name_of(left) if found is not None and found[0].lower() == letter.lower() else ""
