"""Inequalities that the text states: signs, unit intervals, and what is kept as an assumption.

Law: `0 < a` and `0 < a < 1` are noted as what they are; every relation that is not noted so is kept as an assumption
that holds everywhere. `0 < \\pi < 1` makes pi a weight.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.elaborate import PI_WEIGHT, Elaborator
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.surface import Node
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import PI, Apply, Expr, Name, Number, rebuild

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement

ORDER = ("<", "<=", ">", ">=")


def ordered(scope: Scope, vocabulary: Vocabulary, s: Statement, sides: list[Node]) -> Scope | None:
    """Inequalities: signs and unit intervals are noted as such, everything is kept as an assumption."""
    e = Elaborator(vocabulary, scope)
    values = [e.expr(side) for side in sides]
    relations = [Relation(a, op, b) for a, op, b in zip(values, s.ops, values[1:], strict=False)]
    for value in values:
        scope = scope.said_anew(_head(value))
    positive, unit = set(scope.positive), set(scope.unit)
    kept: list[Relation] = []
    for i, r in enumerate(relations):
        low, op, high = (r.left, r.op, r.right) if r.op in ("<", "<=") else (r.right, _flip(r.op), r.left)
        head = _head(high)
        if op == "<" and low == Number(0) and head:
            positive.add(head)
            if head == "pi":  # `0 < \\pi < 1`: a weight, not the constant
                positive.add(PI_WEIGHT)
                scope = replace(scope, definitions=tuple(map(_with_weight, scope.definitions)))
            after = relations[i + 1] if i + 1 < len(relations) else None
            if after is not None and after.op == "<" and after.left == high and after.right == Number(1):
                unit |= {head, PI_WEIGHT} if head == "pi" else {head}
            continue
        if op == "<" and high == Number(1) and _head(low) in unit:
            continue
        kept.append(r)
    if s.ops == (">", "<") or not relations or e.guessed:
        return None
    above, below = _beyond(values, s.ops)
    return replace(
        scope,
        positive=frozenset(positive | above),
        unit=frozenset(unit | (above & below)),
        assumptions=scope.assumptions + tuple((r, s.source) for r in kept),
    )


def _beyond(values: list[Expr], ops: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The names above 0 and those below 1 in a chain `0 < b < a < 1`, which may be written downwards."""
    if ops and all(op in (">", ">=") for op in ops):
        values, ops = values[::-1], tuple(map(_flip, ops[::-1]))
    above: set[str] = set()
    below: set[str] = set()
    if not all(op in ("<", "<=") for op in ops):
        return above, below
    for i, value in enumerate(values):
        heads = {_head(v) for j, v in enumerate(values) if j > i and "<" in ops[i:j]} - {""}
        above |= heads if value == Number(0) else set()
        heads = {_head(v) for j, v in enumerate(values) if j < i and "<" in ops[j:i]} - {""}
        below |= heads if value == Number(1) else set()
    return above, below


def _with_weight(d: Definition) -> Definition:
    """A definition in which pi, as is said only now, is a weight: `$m = \\pi p + (1-\\pi) q$ with $0<\\pi<1$`."""
    body = d.body if d.inherited else _weighted(d.body)
    return d if body == d.body else replace(d, body=body)


def _weighted(e: Expr) -> Expr:
    return Name(PI_WEIGHT) if e == PI else rebuild(e, _weighted)


def _flip(op: str) -> str:
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)


def _head(e: Expr) -> str:
    if isinstance(e, Name):
        return e.id
    return e.head if isinstance(e, Apply) else ""
