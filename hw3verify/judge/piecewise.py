r"""Definitions that one sentence gives piece by piece.

    Let $r(x) = \frac1\mu e^{-x/\mu}$ for $x \ge 0$ and $r(x) = 0$ for $x < 0$.
    Let $f(x) = x$ if $0 < x < 1$ and $f(x) = 2 - x$ otherwise.

The pieces are one statement, whose right side is a formula by cases: none of them holds alone. A lone piece that says
where something vanishes (`$p(x) = 0$ for $x < 0$`) is no definition; what it speaks of is vague.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from hw3verify.judge.asides import support_of
from hw3verify.language.cues import OTHERWISE, Cue
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Both, Cases, Interval, Node, Num, Rel

NOTHING = Num(Fraction(0))
Row = tuple[Node, Node | None]


def joined(cues: Sequence[Cue], statement_of: Callable[[Cue], Statement]) -> list[Statement | None]:
    """The statements of a sentence, one for each cue: pieces in the place of the first, None for the rest of them."""
    found: list[Statement | None] = [statement_of(c) for c in cues]
    k = 0
    while k < len(cues):
        rows, end = _pieces(cues, k, statement_of)
        first = found[k]
        if rows and first is not None and (len(rows) > 1 or rows[0][0] == NOTHING):
            if len(rows) == 2 and rows[0][0] == NOTHING and rows[1][1] is not None:
                rows = rows[::-1]  # what vanishes comes last
            whole = Cases(tuple(rows)) if len(rows) > 1 else None
            found[k] = replace(first, sides=(first.sides[0], whole), ops=("=",))
            found[k + 1 : end] = [None] * (end - k - 1)
        k = max(end, k + 1)
    return found


def _pieces(cues: Sequence[Cue], k: int, statement_of: Callable[[Cue], Statement]) -> tuple[list[Row], int]:
    """The pieces that begin with a cue, and where the sentence goes on behind them."""
    rows: list[Row] = []
    left = statement_of(cues[k]).sides[0]
    while k < len(cues) and isinstance(left, App):
        said = statement_of(cues[k])
        if said.ops != ("=",) or said.sides[0] != left or said.sides[1] is None:
            break
        if cues[k].kind == OTHERWISE:
            return ([*rows, (said.sides[1], None)], k + 1) if rows else ([], k)
        where = support_of(cues[k], cues[k + 1], statement_of) if k + 1 < len(cues) else None
        condition = None if where is None else _condition(where, left.args[0])
        if condition is None:
            break
        rows.append((said.sides[1], condition))
        k += 2
    return rows, k


def _condition(where: Statement, variable: Node) -> Node | None:
    """A statement about the variable as a condition of a row."""
    sides = [s for s in where.sides if s is not None]
    if len(sides) != len(where.sides):
        return None
    if not where.ops:
        return Rel(variable, "in", sides[0]) if isinstance(sides[0], Interval) else None
    if not set(where.ops) <= {"<", "<=", ">", ">=", "in", "="} or len(sides) != len(where.ops) + 1:
        return None
    parts = tuple(Rel(a, op, b) for a, op, b in zip(sides, where.ops, sides[1:], strict=False))
    return parts[0] if len(parts) == 1 else Both(parts)
