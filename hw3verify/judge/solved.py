"""The number that ought to stand in the place of a written one.

`solved(v, here, there, edits)` looks at the edits that put another number into a side. If the side is of the first
degree in that number, its values before and after say which number would make both sides equal in the counterexample;
this is tried too. Where the side is not of the first degree the number found is wrong, and is sifted out like any edit.
"""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from hw3verify.judge.choose import Verdict
from hw3verify.judge.edits import LATE, Edit, as_number
from hw3verify.judge.flow import Side
from hw3verify.judge.screen import replace_side, value_there
from hw3verify.language.surface import Node, Num

MOST_NUMBERS = 8  # of one side
LARGEST = 1000  # numerators and denominators


def solved(v: Verdict, here: Side, there: Side, edits: list[Edit]) -> list[Edit]:
    """Edits that put in the number with which both sides are equal in the counterexample."""
    found: list[Edit] = []
    seen: list[Node] = []
    target, value = _value(v, there), _value(v, here)
    if target is None or value is None or v.link.op not in ("=", ":="):
        return []
    for e in edits:
        old, new = e.target, e.new
        if not isinstance(old, Num) or not isinstance(new, Num) or any(old is s for s in seen):
            continue
        seen.append(old)
        if len(seen) > MOST_NUMBERS:
            break
        after = _value(v, replace_side(here, e.result))
        if after is None or after == value:
            continue
        right = old.value + (target - value) * (new.value - old.value) / (after - value)
        if max(abs(right.numerator), right.denominator) <= LARGEST:
            number = Num(right, as_number(right))
            found.append(Edit("with <> instead of {}", old, _put(e.result, new, number), LATE, number))
    return found


def _value(v: Verdict, side: Side) -> Fraction | None:
    meaning = v.context.elaborate(side).expr
    return None if meaning is None else value_there(v, meaning)


def _put(root: Node, old: Node, new: Node) -> Node:
    """The formula with `new` in the place of the very node `old`."""
    if root is old:
        return new
    changed: dict[str, Any] = {}
    for f in fields(root):
        value: Any = getattr(root, f.name)
        inner: Any = value
        if isinstance(value, Node):
            inner = _put(value, old, new)
        elif isinstance(value, tuple):
            inner = tuple(_put(x, old, new) if isinstance(x, Node) else x for x in value)
            inner = inner if any(a is not b for a, b in zip(inner, value, strict=True)) else value
        if inner is not value:
            changed[f.name] = inner
    return replace(root, **changed) if changed else root
