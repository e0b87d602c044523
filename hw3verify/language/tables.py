r"""Densities given by a finite table: `p(0) = 0.5, p(1) = 0.3, p(2) = 0.2`, or `p = (0.5, 0.3, 0.2)`.

Such a density is a mass function on these points, and nothing else; it is known once its masses, all numbers, sum to 1.
A sum over its variable is then a sum of so many terms, and the distance W_1 is an area between two step functions:

    fold over x of F(x)  =  F(0) + F(1) + F(2)            W_1(p, q)  =  sum_i |P_i - Q_i| (x_(i+1) - x_i)

with P_i, Q_i the cumulative masses. In a table without points the values of the variable are unknown: what uses them
as numbers has no meaning. At a point that no table has, all masses are zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from hw3verify.language.names import Unknown
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Div, Neg, Node, Num, Sym, Tuple_
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.expr import (
    ZERO,
    Apply,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    add,
    multiply,
    rebuild,
    substitute,
    walk,
)

MOST_POINTS = 40
Masses = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The masses of one family at its points; `numbered`: the points are only the places in a list."""

    family: str
    role: str
    masses: Masses
    numbered: bool = False

    @property
    def is_complete(self) -> bool:
        """Do the masses sum to 1?"""
        return sum(m for _, m in self.masses) == 1


def tabulated(scope: Scope, vocabulary: Vocabulary, left: Node, right: Node) -> Scope | None:
    """The scope with one more mass, or with a whole list of them; None where the equation says something else."""
    fn = left.fn if isinstance(left, App) else left
    if not isinstance(fn, Sym) or not vocabulary.is_density(fn):
        return None
    family = vocabulary.family(fn)
    outcome, given = vocabulary.signature(family)
    if given or len(outcome) != 1:
        return None
    role = vocabulary.role(family, outcome[0])
    old = next((t for t in scope.tables if t.family == family), None)
    if isinstance(left, Sym) and isinstance(right, Tuple_):
        masses = [_number(i) for i in right.items]
        if any(m is None for m in masses):
            return None
        new = Table(family, role, tuple((Fraction(k), m) for k, m in enumerate(masses, 1) if m is not None), True)
    elif isinstance(left, App) and len(left.args) == 1 and not left.given and not left.params:
        point, mass = _number(left.args[0]), _number(right)
        if point is None or mass is None:
            return None
        before = () if old is None or old.numbered else old.masses
        if any(x == point and m != mass for x, m in before):
            before = ()  # said anew
        new = Table(family, role, tuple(sorted({*before, (point, mass)})))
    else:
        return None
    if len(new.masses) > MOST_POINTS or any(m < 0 for _, m in new.masses):
        return None
    kept = tuple(t for t in scope.tables if t.family != family)
    # while the table is not complete, or where the family occurs in another way, nothing about it is refuted
    return replace(scope, tables=(*kept, new), vague=scope.vague | {family}, mentioned=scope.mentioned | {family})


def _number(node: Node) -> Fraction | None:
    if isinstance(node, Num):
        return node.value
    if isinstance(node, Neg):
        value = _number(node.arg)
        return None if value is None else -value
    if isinstance(node, Div):
        above, below = _number(node.num), _number(node.den)
        return None if above is None or not below else above / below
    return None


def with_tables(e: Expr, scope: Scope) -> Expr:
    """The expression with the tables of the scope put in."""
    known = {t.family: t for t in scope.tables if t.is_complete}
    if not known or not any(isinstance(n, Apply) and n.head in known for n in walk(e)):
        return e
    return _put_in(e, known)


def _put_in(e: Expr, known: dict[str, Table]) -> Expr:
    if isinstance(e, Fold):
        spoken = _spoken(e.body, e.var, known)
        if spoken and e.op == "W1":
            return _distance(e, known)
        if spoken and e.domain.kind == "space" and e.op == "sum":
            return _summed(e, spoken, known)
        if spoken and e.domain.kind != "index":
            raise Unknown("an integral or a maximum over the points of a table is not understood")
    if isinstance(e, Apply) and e.head in known:
        table = known[e.head]
        if e.given or len(e.args) != 1:
            raise Unknown(f"{e.head} is given by a table of one variable")
        value = _put_in(e.args[0].value, known)
        if isinstance(value, Number):
            return Number(dict(table.masses).get(value.value, Fraction(0)))
        if table.numbered:
            raise Unknown("the points of this table are not known")
        return add(ZERO, *(multiply(Number(m), Call("delta", (value, Number(x)))) for x, m in table.masses))
    return rebuild(e, lambda c: _put_in(c, known))


def _spoken(body: Expr, var: str, known: dict[str, Table]) -> list[Table]:
    """The tables of the densities that stand at a bound variable."""
    heads = {n.head for n in walk(body) if isinstance(n, Apply) and any(a.value == Name(var) for a in n.args)}
    return [t for family, t in known.items() if family in heads]


def _summed(e: Fold, spoken: list[Table], known: dict[str, Table]) -> Expr:
    """A sum over the points that any of the tables has."""
    if len({t.numbered for t in spoken}) > 1 or (spoken[0].numbered and len({len(t.masses) for t in spoken}) > 1):
        raise Unknown("these tables do not have the same points")
    if spoken[0].numbered and _is_number(e.body, e.var):
        raise Unknown("the points of this table are not known")
    points = sorted({x for t in spoken for x, _ in t.masses})
    return add(ZERO, *(_put_in(substitute(e.body, {e.var: Number(x)}), known) for x in points))


def _distance(e: Fold, known: dict[str, Table]) -> Expr:
    """The area between the two distribution functions."""
    pair = e.body
    if not (isinstance(pair, Call) and pair.fn == "pair"):
        raise Unknown("a distance of tables is not understood here")
    tables = [known.get(a.head) if isinstance(a, Apply) else None for a in pair.args]
    if any(t is None or t.numbered for t in tables):
        raise Unknown("a distance of a table and something else is not understood yet")
    one, two = (dict(t.masses) for t in tables if t is not None)
    points = sorted({*one, *two})
    total = gap = Fraction(0)
    for x, following in pairwise(points):
        gap += one.get(x, Fraction(0)) - two.get(x, Fraction(0))
        total += abs(gap) * (following - x)
    return Number(total)


def _is_number(e: Expr, var: str) -> bool:
    """Does the variable occur as a number, not only as an argument?"""
    if isinstance(e, Name):
        return e.id == var
    if isinstance(e, Fold) and e.var == var:
        return False
    if isinstance(e, Apply):
        return any(_is_number(a.value, var) for a in e.args if not isinstance(a.value, Name))
    from hw3verify.meaning.expr import children

    return any(_is_number(c, var) for c in children(e))
