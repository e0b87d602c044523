"""Densities given by a formula and a support: `p(x) = \\lambda e^{-\\lambda x}` for `x > 0`, `f(x) = 2x` on `[0, 1]`.

The formula and the words behind it make a law of its own, which lives between the ends that are stated and vanishes
elsewhere; `k = 0, 1, 2, \\dots` makes it a mass function. Indicators and `cases` in the formula say the same. Without
a support the formula stays a definition. A function is a density only where a word of its sentence calls it one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.law_formulas import COIN, COUNTS, HALF, LINE, TRIALS, recognised
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import (
    App,
    Both,
    Cases,
    Dots,
    Indicator,
    Infinity,
    Interval,
    Mul,
    Neg,
    Node,
    Num,
    Rel,
    SetOf,
    Sym,
    Tuple_,
)
from hw3verify.language.surface import walk as walk_nodes
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import INFINITY, Apply, Domain, Expr, Fold, Name, negate, substitute, walk

_DENSITY = re.compile(r"\b(?:densit(?:y|ies)|pdf|pmf|p\.d\.f|p\.m\.f|mass function|distribution|law)\b", re.IGNORECASE)
_WITH_DENSITY = re.compile(
    r"\b(?:law|distribution|measure|variable)\b.*\b(?:densit(?:y|ies)|pdf|p\.d\.f\.?|mass function)\W*$", re.IGNORECASE
)
_RANGE = re.compile(r"^\W*(?:for|on|over|where|with|when|if|support(?:ed)?|defined|and|in)?\b", re.IGNORECASE)
Ends = tuple[Node | None, Node | None, bool]  # from, to (None: no end), counted?


def formula_laws(scope: Scope, vocabulary: Vocabulary, formulas: Sequence[tuple[Statement, str]], words: str) -> Scope:
    """The scope with the laws that formulas of one sentence give; `formulas`: statements with the words before them."""
    formulas = _named(vocabulary, formulas)
    for i, (s, _) in enumerate(formulas):
        if s.ops not in (("=",), (":=",)) or None in s.sides:
            continue
        left, right = s.sides
        assert left is not None and right is not None
        variable = _variable(left)
        if variable is None:
            continue
        body, ends = _within(right, variable)
        for other, before in formulas[i + 1 : i + 3] if ends is None else ():
            if ends is None and _RANGE.match(before):
                ends = stated_ends(other, variable, before)
        if ends is not None:
            scope = _with_law(scope, vocabulary, left, variable, body, ends, s, words) or scope
    return scope


def _named(vocabulary: Vocabulary, formulas: Sequence[tuple[Statement, str]]) -> list[tuple[Statement, str]]:
    """`$R$ the law with density $a e^{-ax}$ on $x > 0$` is `R(x) = a e^{-ax}`; x is what the range speaks of."""
    found = list(formulas)
    for i, ((one, _), (two, before)) in enumerate(pairwise(formulas)):
        (name, body), rest = (one.sides[0], two.sides[0]), formulas[i + 2 : i + 3]
        if one.ops or two.ops or not isinstance(name, Sym) or body is None or not _WITH_DENSITY.search(before):
            continue
        spoken = {n for other, _ in rest for side in other.sides if side is not None for n in walk_nodes(side)}
        inside = {n for n in walk_nodes(body) if isinstance(n, Sym) and n.base.islower() and not n.sub and not n.marks}
        variables = sorted((n for n in spoken & inside if isinstance(n, Sym)), key=name_of)
        if len(variables) == 1:
            if not vocabulary.is_density(name):
                vocabulary.declared.add(name_of(name))
            sides = (App(name, (variables[0],)), body)
            found[i + 1] = replace(two, sides=sides, ops=("=",)), before
    return found


def _variable(left: Node) -> Sym | None:
    if not isinstance(left, App) or len(left.args) != 1 or left.given or not isinstance(left.fn, Sym):
        return None
    (v,) = left.args
    return v if isinstance(v, Sym) and not v.sub else None


def _with_law(
    scope: Scope, vocabulary: Vocabulary, left: Node, v: Sym, body: Node, ends: Ends, s: Statement, words: str
) -> Scope | None:
    assert isinstance(left, App) and isinstance(left.fn, Sym)
    if not vocabulary.is_density(left.fn):
        if not _DENSITY.search(words):
            return None
        vocabulary.declared.add(name_of(left.fn))
    own = {name_of(left.fn), vocabulary.family(left.fn)}
    kept_names = tuple(d for d in scope.definitions if d.name not in own or d.source != s.source)
    cleared = replace(scope, definitions=kept_names)
    e = Elaborator(vocabulary, cleared)
    density = e.expr(left)
    if not isinstance(density, Apply) or len(density.args) != 1 or density.given:
        return None
    formula = e.expr(body)
    if e.laws or any(isinstance(n, Apply) and n.head in vocabulary.signatures for n in walk(formula)):
        return None
    low, high, counted = ends
    limits: list[Expr] = []
    for end, sign in ((low, -1), (high, 1)):
        limits.append(e.expr(end) if end is not None else INFINITY if sign > 0 else negate(INFINITY))
    role = density.args[0].role
    inside = substitute(formula, {name_of(v): Name(role)})
    law = recognised(density, formula, _support(ends)) or Law(
        density.head, (role,), (), "mass" if counted else "formula",
        (Fold("lambda", role, Domain("space", role), inside), *limits),
    )  # fmt: skip
    kept = tuple((w, source) for w, source in cleared.laws if w.head != law.head or w.outcome != law.outcome)
    return replace(cleared, laws=(*kept, (law, s.source)), mentioned=cleared.mentioned | {law.head})


def _support(ends: Ends) -> str:
    """Where a law lives, as `law_formulas` calls it; "" for any other range."""
    low, high, counted = ends
    first, last = ("" if e is None else str(e.value) if isinstance(e, Num) else "?" for e in (low, high))
    if counted:
        return {("0", ""): COUNTS, ("1", ""): TRIALS, ("0", "1"): COIN}.get((first, last), "")
    return {("", ""): LINE, ("0", ""): HALF}.get((first, last), "")  # of a polynomial on [0, 1] the formula says more


def _within(right: Node, v: Sym) -> tuple[Node, Ends | None]:
    """A formula without its indicator, and the ends that the indicator gives."""
    if isinstance(right, Cases) and len(right.rows) == 2:
        (value, condition), (rest, _) = right.rows
        if condition is not None and isinstance(rest, Num) and rest.value == 0:
            return value, _ends(condition, v)
    if isinstance(right, Mul):
        for k, factor in enumerate(right.factors):
            if isinstance(factor, Indicator):
                rest_of = (*right.factors[:k], *right.factors[k + 1 :])
                return (rest_of[0] if len(rest_of) == 1 else Mul(rest_of)), _ends(factor.of, v)
    return right, None


def stated_ends(s: Statement, v: Sym, before: str) -> Ends | None:
    """The ends that a formula gives: `x > 0`, `0 < x < 1`, `x \\\\in [0, 1]`, `[0, 1]`, `k = 0, 1, \\\\dots`."""
    sides = [side for side in s.sides if side is not None]
    if not s.ops and len(sides) == 1:
        (only,) = sides
        if isinstance(only, Interval) and re.search(r"\b(?:on|over|in|support\w*)\b", before):
            return only.low, only.high, False
        return None
    if s.ops[0] == "=" and set(s.ops[1:]) <= {","} and sides[0] == v:
        values = [n for side in sides[1:] for n in (side.items if isinstance(side, Tuple_) else (side,))]
        return _listed(values)
    if len(sides) == len(s.ops) + 1 == 2:
        return _ends(Rel(sides[0], s.ops[0], sides[1]), v)
    if len(sides) == len(s.ops) + 1 == 3:
        return _ends(Both((Rel(sides[0], s.ops[0], sides[1]), Rel(sides[1], s.ops[1], sides[2]))), v)
    return None


def _listed(values: Sequence[Node]) -> Ends | None:
    """0, 1, 2, ... and 0, 1, ..., n."""
    if len(values) < 2 or not isinstance(values[0], Num) or not any(isinstance(n, Dots) for n in values):
        return None
    last = values[-1]
    return values[0], None if isinstance(last, Dots | Infinity) else last, True


def _ends(condition: Node, v: Sym) -> Ends | None:
    """The ends of a condition on one variable."""
    if isinstance(condition, Both):
        parts = [_ends(item, v) for item in condition.items]
        if len(parts) != 2 or None in parts:
            return None
        first, second = (p for p in parts if p is not None)
        return (first[0] or second[0]), (first[1] or second[1]), False
    if not isinstance(condition, Rel):
        return None
    left, op, right = condition.left, condition.op, condition.right
    if op == "in" and left == v:
        if isinstance(right, Interval):
            return _finite(right.low), _finite(right.high), False
        if isinstance(right, SetOf) and right.such_that is None:
            return _listed(right.items)
        if isinstance(right, Sym) and right.base == "reals" and not right.sub:
            return None, None, False
        return None
    if op in (">", ">="):
        left, op, right = right, "<", left
    if op not in ("<", "<="):
        return None
    if right == v:
        return _finite(left), None, False
    return (None, _finite(right), False) if left == v else None


def _finite(node: Node) -> Node | None:
    infinite = isinstance(node, Infinity) or (isinstance(node, Neg) and isinstance(node.arg, Infinity))
    return None if infinite else node
