r"""Conditions as numbers: 1 where a condition holds, else 0; and what is given case by case.

    \mathbf{1}\{x \le t\}, [x > 0], \mathbf{1}[j = k], \mathbf{1}\{0 < x < 1\}, \mathbf{1}\{x \in [a, b]\}, \delta_{jk}
    \begin{cases} v & \text{if } c \\ w & \text{otherwise} \end{cases}   is   v 1[c] + w (1 - 1[c])

Cases are a sum of values times conditions, which means the same where every value exists everywhere; so a value that
may not exist outside of its own case (a root, a logarithm, a quotient) has no such meaning, and neither have cases of
which it is not certain that exactly one holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hw3verify.language.names import INDICES, Unknown, name_of
from hw3verify.language.surface import Both, Cases, Infinity, Interval, Neg, Node, Num, Rel, SetOf, Sym, walk
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Call,
    Expr,
    Name,
    Number,
    Power,
    add,
    multiply,
    subtract,
)
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

_NOT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
MOST_ROWS = 12


def truth(e: Elaborator, node: Node) -> Expr:
    """1 where the condition holds, else 0."""
    if isinstance(node, Both):
        return multiply(*(truth(e, item) for item in node.items))
    if isinstance(node, Rel) and node.op in ("<", "<=", ">", ">="):
        left, right = e.expr(node.left), e.expr(node.right)
        if node.op in (">", ">="):
            left, right = right, left
        return Call("lt" if node.op in ("<", ">") else "le", (left, right))
    if isinstance(node, Rel) and node.op in ("=", "!="):
        same = equal(e, e.expr(node.left), e.expr(node.right))
        return same if node.op == "=" else subtract(ONE, same)
    if isinstance(node, Rel) and node.op == "in" and isinstance(node.right, Interval):
        ends = list(interval_ends(node.left, node.right))
        return multiply(*(truth(e, end) for end in ends)) if ends else ONE
    if isinstance(node, Rel) and node.op == "in" and isinstance(node.right, SetOf) and node.right.such_that is None:
        values = {e.expr(i) for i in node.right.items}
        if all(isinstance(v, Number) for v in values):
            return add(ZERO, *(equal(e, e.expr(node.left), e.expr(i)) for i in node.right.items))
    raise Unknown("an indicator of this condition is not understood yet", node)


def equal(e: Elaborator, a: Expr, b: Expr) -> Expr:
    """1 where two values are the same, else 0; places are compared as places, numbers by their order."""
    letters = {*e.indices, *e.vocabulary.ranges, *INDICES}
    if any(isinstance(x, Name) and x.id in letters for x in (a, b)):
        return Call("delta", (a, b))
    return multiply(Call("le", (a, b)), Call("le", (b, a)))


def kronecker(e: Elaborator, sym: Sym) -> Expr | None:
    r"""`\delta_{jk}` of two indices, or of an index and a number; None for any other name."""
    if sym.base != "delta" or len(sym.sub) != 2 or sym.marks or e.scope.definition("delta[]") is not None:
        return None
    letters = {*e.indices, *e.vocabulary.ranges}
    written = [s.base for s in sym.sub if isinstance(s, Sym) and not s.sub]
    if len(written) + sum(isinstance(s, Num) for s in sym.sub) != 2 or not letters & set(written):
        return None
    if not set(written) <= letters | INDICES:
        return None
    return equal(e, *map(e.expr, sym.sub))


def interval_ends(value: Node, of: Interval) -> Iterator[Rel]:
    """`x in [a, b)` as relations; an infinite end is none."""
    if not (isinstance(of.low, Neg) and isinstance(of.low.arg, Infinity)):
        yield Rel(of.low, "<=" if of.closed_low else "<", value)
    if not isinstance(of.high, Infinity):
        yield Rel(value, "<=" if of.closed_high else "<", of.high)


# -- cases ----------------------------------------------------------------------------------------------------


def cases(e: Elaborator, node: Cases) -> Expr:
    """The value of the case that holds."""
    rows = node.rows
    if not 1 < len(rows) <= MOST_ROWS or any(c is None for _, c in rows[:-1]):
        raise Unknown("these cases are not understood", node)
    conditions = [_parts(c) for _, c in rows if c is not None]
    if rows[-1][1] is None and not _exclusive(conditions, True):
        return _first(e, node)  # the first whose condition holds
    if not _exclusive(conditions, rows[-1][1] is None):
        raise Unknown("it is not certain that exactly one of these cases holds", node)
    values = [e.expr(v) for v, _ in rows]
    if any(_may_fail(v) for v in values):
        raise Unknown("a value that may not exist outside of its own case", node)
    holds = [truth(e, c) for _, c in rows if c is not None]
    if rows[-1][1] is None:
        other = _negated(conditions[0]) if len(conditions) == 1 and len(conditions[0]) == 1 else None
        holds.append(subtract(ONE, add(*holds)) if other is None else truth(e, other))
    terms = [multiply(v, h) if v != ONE else h for v, h in zip(values, holds, strict=True) if v != ZERO]
    return add(*terms) if terms else ZERO


def _first(e: Elaborator, node: Cases) -> Expr:
    """The first value whose condition holds."""
    terms: list[Expr] = []
    before: tuple[Expr, ...] = ()
    for value, condition in node.rows:
        if condition is None:
            terms.append(multiply(e.expr(value), *before))
            break
        here = truth(e, condition)
        terms.append(multiply(e.expr(value), here, *before))
        before = (*before, subtract(ONE, here))
    return add(*terms)


def _parts(node: Node) -> tuple[Rel, ...]:
    """The relations of a condition, intervals taken apart; () where it is none of these."""
    items = node.items if isinstance(node, Both) else (node,)
    found: list[Rel] = []
    for item in items:
        if isinstance(item, Rel) and item.op == "in" and isinstance(item.right, Interval):
            found += interval_ends(item.left, item.right)
        elif isinstance(item, Rel) and item.op in _NOT:
            found.append(item)
        else:
            return ()
    return tuple(found)


def _negated(parts: tuple[Rel, ...]) -> Rel:
    (one,) = parts
    return Rel(one.left, _NOT[one.op], one.right)


def _exclusive(conditions: list[tuple[Rel, ...]], otherwise: bool) -> bool:
    """Does exactly one of the conditions hold everywhere (at most one, if the last case is "otherwise")?"""
    if not all(conditions):
        return False
    if len(conditions) == 1:
        return otherwise
    if len(conditions) == 2 and not otherwise and all(len(c) == 1 for c in conditions):
        one, two = conditions[0][0], conditions[1][0]
        return _same(_negated((one,)), two)
    return _partition(conditions, otherwise)


def _same(a: Rel, b: Rel) -> bool:
    return a == b or Rel(a.right, _TURNED[a.op], a.left) == b


def _partition(conditions: list[tuple[Rel, ...]], otherwise: bool) -> bool:
    """Conditions on one variable with numbers as limits: looked at between and at all limits."""
    variables = {name_of(n) for c in conditions for r in c for n in walk(r) if isinstance(n, Sym)}
    limits = [_number(n) for c in conditions for r in c for n in (r.left, r.right)]
    known = sorted({x for x in limits if x is not None})
    plain = all(isinstance(n, Sym) or _number(n) is not None for c in conditions for r in c for n in (r.left, r.right))
    if len(variables) != 1 or not known or not plain:
        return False
    between = [(a + b) / 2 for a, b in pairwise(known)]
    for x in (known[0] - 1, *known, *between, known[-1] + 1):
        count = sum(all(_holds(r, x) for r in c) for c in conditions)
        if count > 1 or (count == 0 and not otherwise):
            return False
    return True


def _number(node: Node) -> Fraction | None:
    if isinstance(node, Num):
        return node.value
    return -node.arg.value if isinstance(node, Neg) and isinstance(node.arg, Num) else None


def _holds(r: Rel, x: Fraction) -> bool:
    left, right = (x if (n := _number(s)) is None else n for s in (r.left, r.right))
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right,
            "=": left == right, "!=": left != right}[r.op]  # fmt: skip


def _may_fail(value: Expr) -> bool:
    """May the value not exist somewhere: a root, a logarithm, a quotient of something that is no plain number?"""
    for n in walk_expr(value):
        if isinstance(n, Power) and any(isinstance(m, Name) for m in walk_expr(n.base)):
            exponent = n.exponent.value if isinstance(n.exponent, Number) else None
            if exponent is None or exponent.denominator != 1 or exponent < 0:
                return True
        if isinstance(n, Call) and n.fn in ("log", "factorial", "gamma"):
            return True
    return False
