"""What a stated membership says: `\\theta \\in (0,1)`, `x_i \\in \\{0,1\\}`, `n \\in N`, `z \\in \\{1, \\dots, K\\}`.

An interval is two inequalities, {0, 1} a binary name, the natural numbers a positive integer. A variable of densities
that lies among finitely many numbers, or among the integers, is counted: only mass functions refute what is said of
it, and nothing refutes what speaks of its values as numbers, or of how many there are. A set that only says what kind
of thing a name is (the reals, a space X of x, a class of functions) restricts nothing. Whatever else is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.names import index_text, name_of, role_of
from hw3verify.language.running_letters import role_at
from hw3verify.language.scope import DISCRETE, Scope, valued
from hw3verify.language.sketch import show
from hw3verify.language.surface import Dots, Infinity, Interval, Neg, Node, Num, Pow, SetOf, Sym, Tuple_, walk
from hw3verify.language.vocabulary import Vocabulary, is_random_variable
from hw3verify.meaning.expr import Apply, Name

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement

Order = Callable[[Scope, Vocabulary, "Statement", list[Node]], Scope | None]
POSITIVE = (">0", "++", "+,>0")
EVENTS = frozenset("ABCES")  # capital letters that name a part of a space


_MAP = re.compile(
    r"\s*(\\?[A-Za-z]+(?:_\{?\\?\w+\}?)?)\s*(?::|\\colon\b)\s*([^:]+?)\s*(?:\\to\b|\\rightarrow\b|\\mapsto\b|→)\s*(\S.*)",
    re.DOTALL,
)


def membership_of(latex: str) -> str:
    """`D : X \\to (0, 1)` as `D \\in (0, 1)`: of a map only the range of its values matters here."""
    found = _MAP.fullmatch(latex)
    return rf"{found[1]} \in {found[3]}" if found else latex


def member(scope: Scope, vocabulary: Vocabulary, s: Statement, sides: list[Node], order: Order) -> Scope | None:
    """The scope with `sides[0] in sides[1]`; None where that is not understood."""
    name, of = sides[0], sides[1]
    if isinstance(name, Tuple_):
        return None
    if isinstance(of, SetOf):
        return _finite(scope, vocabulary, s, name, of, order)
    if isinstance(of, Tuple_) and len(of.items) == 2:
        of = Interval(of.items[0], of.items[1], False, False)
    if isinstance(of, Interval):
        return _interval(scope, vocabulary, s, name, of, order)
    if isinstance(of, Sym):
        return _named_set(scope, vocabulary, s, name, of, order)
    if isinstance(of, Pow) and not any(isinstance(n, Num) and n.value == 0 for n in walk(of)):
        return scope
    return None


def _interval(
    scope: Scope, vocabulary: Vocabulary, s: Statement, name: Node, of: Interval, order: Order
) -> Scope | None:
    """Two inequalities, or one where an end is infinite."""
    low, high = of.low, of.high
    sides, ops = [name], []
    if not (isinstance(low, Neg) and isinstance(low.arg, Infinity)):
        sides.insert(0, low)
        ops.append("<=" if of.closed_low else "<")
    if not isinstance(high, Infinity):
        sides.append(high)
        ops.append("<=" if of.closed_high else "<")
    return order(scope, vocabulary, replace(s, ops=tuple(ops)), sides) if ops else scope


def _named_set(scope: Scope, vocabulary: Vocabulary, s: Statement, name: Node, of: Sym, order: Order) -> Scope | None:
    """The numbers of some kind, or a set that is only named."""
    zero = Num(Fraction(0))
    below = "".join(map(index_text, of.sub)) + of.marks
    if of.base == "reals":
        if below in ("", "d", "n", "k", "m", "D"):
            return scope.said_anew(name_of(name)) if isinstance(name, Sym) else scope
        if below in POSITIVE:
            return order(scope, vocabulary, replace(s, ops=(">",)), [name, zero])
        if below == ">=0":
            return order(scope, vocabulary, replace(s, ops=(">=",)), [name, zero])
        return None
    if of.base == "naturals" and below in ("", "+", ">0", ">=1", "*"):
        return _whole(scope, vocabulary, name, 1)
    if of.base == "integers" and below in ("+", ">0", ">=1"):
        return _whole(scope, vocabulary, name, 1)
    if of.base in ("naturals", "integers"):
        return _whole(scope, vocabulary, name, None)
    if of.base == "Delta" or (of.base in EVENTS and of.style != "cal"):
        return None  # a simplex, an event
    return scope


def _finite(scope: Scope, vocabulary: Vocabulary, s: Statement, name: Node, of: SetOf, order: Order) -> Scope | None:
    """{0, 1}, {1, ..., K}, {a, b}."""
    if of.such_that is not None:
        return None
    if [show(i) for i in of.items] == ["0", "1"]:
        head = _head(Elaborator(vocabulary, scope), name)
        return replace(scope, binary=scope.binary | {head}) if head else None
    known = _counted(scope, vocabulary, name, of)
    if known is not None or not any(isinstance(i, Dots) for i in of.items):
        return known
    if isinstance(name, Sym) and name_of(name) not in vocabulary.ranges:
        scope = _numbered(scope, role_of(name_of(name)), of)
    first, last = of.items[0], of.items[-1]
    least = int(first.value) if isinstance(first, Num) and first.value.denominator == 1 else None
    found = _whole(scope, vocabulary, name, least)
    if found is None or isinstance(last, Dots | Infinity):
        return found
    return order(found, vocabulary, replace(s, ops=("<=",)), [name, last])


def _counted(scope: Scope, vocabulary: Vocabulary, name: Node, of: SetOf | None) -> Scope | None:
    """A variable of densities with counted values; None if the name is no such variable."""
    variable = name_of(name) if isinstance(name, Sym) else ""
    known = {role_of(v) for v in vocabulary.variables}
    if isinstance(name, Sym) and any(role_at(name) in roles for roles in vocabulary.values.roles.values()):
        variable = role_at(name)  # z_i beside p(z_i=k)
    if role_of(variable) not in known and isinstance(name, Sym) and is_random_variable(name):
        variable = variable[:1].lower() + variable[1:]  # X in {1, ..., m}: so is the x of p(x)
    if role_of(variable) not in known:
        return None
    role = role_of(variable)
    size = of.items[-1] if of is not None and _from_one(of) else None
    scope = replace(scope, counted=scope.counted | {(role, name_of(size) if isinstance(size, Sym) else "")})
    return _numbered(scope, role, of) if size is None else replace(scope, integer=scope.integer | {role})


def _from_one(of: SetOf) -> bool:
    first = of.items[0] if of.items else None
    return isinstance(first, Num) and first.value == 1 and any(isinstance(i, Dots) for i in of.items)


def _numbered(scope: Scope, role: str, of: SetOf | None) -> Scope:
    """The values of a role as numbers, and how many there are, are not for a counterexample to choose."""
    sizes = () if of is None else tuple(n.base for i in of.items for n in walk(i) if isinstance(n, Sym))
    return replace(scope, vague=scope.vague | {DISCRETE, valued(role), *(valued(role, n) for n in sizes)})


def _whole(scope: Scope, vocabulary: Vocabulary, name: Node, least: int | None) -> Scope | None:
    """An integer that is at least this; only for positive ones there is a kind of name."""
    counted = _counted(scope, vocabulary, name, None)
    if counted is not None:
        return counted
    if isinstance(name, Sym) and len(name.sub) == 0 and name.base in vocabulary.ranges:
        return scope  # an index runs over its range anyway
    head = _head(Elaborator(vocabulary, scope), name)
    if not head or least is None or least < 1 or head.endswith("[]"):
        return None
    return replace(scope, integer=scope.integer | {head}, positive=scope.positive | {head})


def _head(e: Elaborator, name: Node) -> str:
    value = e.expr(name)
    if isinstance(value, Name):
        return value.id
    return value.head if isinstance(value, Apply) else ""
