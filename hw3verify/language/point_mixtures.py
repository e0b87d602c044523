r"""Mixtures of point masses: `\frac12\delta_0 + \frac12\delta_1`, laws on finitely many points of the line.

Between two of them, with masses w_i and v_i at the points a_i,

    TV = 1/2 sum |w_i - v_i|    KL = sum w_i log(w_i/v_i), infinite where v_i is 0    JSD, Hellinger, BC likewise
    W_1 = sum of |F - G| times the gaps; against one point c it is sum w_i |a_i - c|

Law: the masses are shown to add up to 1, and points are told apart only where that is evident; everything else is
`Unknown`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hw3verify.language.point_masses import MARK, differ, is_point_mass, is_positive, location, unplaced
from hw3verify.language.surface import Add, App, Div, Mul, Node, Sym, walk
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
    Call,
    Expr,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    divide,
    free_names,
    log,
    multiply,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

POINTS = "points"  # the body of a definition: a call with point, mass, point, mass ...
HALF, TWO = Number(Fraction(1, 2)), Number(2)
Masses = tuple[tuple[Expr, Expr], ...]  # point, mass
_PLACES = (Fraction(3, 7), Fraction(5, 11), Fraction(2, 13))


def mixture(e: Elaborator, node: Node) -> Masses | None:
    """The points and masses of a law on finitely many points; None if the node is no such law."""
    fn = node.fn if isinstance(node, App) else node
    defined = e.scope.definition(MARK + name_of(fn)) if isinstance(fn, Sym) else None
    if defined is not None and isinstance(defined.body, Call) and defined.body.fn == POINTS:
        e.used[defined.source] = None
        parts = defined.body.args
        return tuple(zip(parts[::2], parts[1::2], strict=True))
    found = _terms(e, node)
    if found is None:
        return None
    merged: dict[Expr, Expr] = {}
    for at, mass in found:
        merged[at] = add(merged[at], mass) if at in merged else mass
    if not _is_one(add(*merged.values())):
        raise Unknown("masses that do not add up to 1", node)
    if not all(_is_mass(e, w) for w in merged.values()):
        raise Unknown("nothing says that these masses are not negative", node)
    return tuple(merged.items())


def stated_points(e: Elaborator, node: Node) -> Expr | None:
    """What a definition keeps of a law on points: the point, or a call with points and masses; None if it is none."""
    if is_point_mass(node):
        return location(e, node)
    if not any(is_point_mass(n) or (isinstance(n, Sym) and location(e, n) is not None) for n in walk(node)):
        return None
    masses = mixture(e, node)
    return None if masses is None else Call(POINTS, tuple(part for pair in masses for part in pair))


def _terms(e: Elaborator, node: Node) -> list[tuple[Expr, Expr]] | None:
    at = location(e, node)
    if at is not None:
        return [(at, ONE)]
    if isinstance(node, Add):
        parts = [_terms(e, t) for t in node.terms]
        return None if None in parts else [pair for part in parts for pair in part or ()]
    if isinstance(node, Div):
        part = _terms(e, node.num)
        return None if part is None else [(a, divide(w, e.expr(node.den))) for a, w in part]
    if isinstance(node, Mul):
        laws = [(f, part) for f in node.factors if (part := _terms(e, f)) is not None]
        if len(laws) != 1:
            return None
        weight = multiply(*(e.expr(f) for f in node.factors if f is not laws[0][0]))
        return [(a, multiply(weight, w)) for a, w in laws[0][1]]
    return None


def between(e: Elaborator, name: str, node: App) -> Expr | None:
    """A divergence between two laws on finitely many points; None if one of them is none."""
    if len(node.args) != 2 or node.given:
        return None
    first, second = (mixture(e, a) for a in node.args)
    if first is None or second is None or len(first) == len(second) == 1:
        return None
    unplaced(name, node, *(a for a, _ in (*first, *second)))
    if name in ("W", "W1"):
        return _distance(first, second, node)
    if name not in _TERMS:
        raise Unknown(f"{name} of laws on points is not understood yet", node)
    points = list(dict.fromkeys(a for a, _ in (*first, *second)))
    for i, a in enumerate(points):
        if not all(differ(e, a, b) for b in points[i + 1 :]):
            raise Unknown("nothing says that the points differ", node)
    p, q = dict(first), dict(second)
    terms = [_TERMS[name](e, p.get(a, ZERO), q.get(a, ZERO)) for a in points]
    return INFINITY if INFINITY in terms else add(*terms)  # the others are finite


def _variation(_: Elaborator, w: Expr, v: Expr) -> Expr:
    return multiply(HALF, Call("abs", (subtract(w, v),)))


def _relative(e: Elaborator, w: Expr, v: Expr) -> Expr:
    if w == ZERO:
        return ZERO
    if v == ZERO:
        if not is_positive(e, w):
            raise Unknown("a mass that may be 0")
        return INFINITY
    return multiply(w, log(divide(w, v)))


def _shannon(e: Elaborator, w: Expr, v: Expr) -> Expr:
    middle = multiply(HALF, add(w, v))
    return add(*(multiply(HALF, _relative(e, one, middle)) for one in (w, v)))


def _hellinger(_: Elaborator, w: Expr, v: Expr) -> Expr:
    return multiply(HALF, Power(subtract(Power(w, HALF), Power(v, HALF)), TWO))


def _affinity(_: Elaborator, w: Expr, v: Expr) -> Expr:
    return ZERO if ZERO in (w, v) else Power(multiply(w, v), HALF)


_TERMS: dict[str, Callable[[Elaborator, Expr, Expr], Expr]] = {
    "TV": _variation, "KL": _relative, "JSD": _shannon, "JS": _shannon, "hellinger2": _hellinger, "BC": _affinity,
}  # fmt: skip


def _distance(first: Masses, second: Masses, node: Node) -> Expr:
    """W_1 on the line."""
    for masses, other in ((first, second), (second, first)):
        if len(other) == 1:
            ((centre, _),) = other
            return add(*(multiply(w, Call("abs", (subtract(a, centre),))) for a, w in masses))
    points = list(dict.fromkeys(a for a, _ in (*first, *second)))
    p, q = dict(first), dict(second)
    gaps = {a: subtract(p.get(a, ZERO), q.get(a, ZERO)) for a in points}
    if len(points) == 2:
        one, two = points
        return multiply(Call("abs", (gaps[one],)), Call("abs", (subtract(one, two),)))
    places = [(_value(a, {}), a) for a in points]
    if any(value is None for value, _ in places):
        raise Unknown("the order of these points is not known", node)
    found, difference = [], []
    ordered = sorted(places, key=lambda pair: pair[0] or Fraction(0))
    for (_, a), (_, b) in pairwise(ordered):
        difference.append(gaps[a])
        found.append(multiply(Call("abs", (add(*difference),)), subtract(b, a)))
    return add(*found)


def _is_mass(e: Elaborator, w: Expr) -> bool:
    """Is a mass evidently not negative: positive, or 1 - u with u in (0, 1) or u = 1/n, or bounded by a fact?"""
    value = _value(w, {})
    if value is not None:
        return value >= 0
    if is_positive(e, w):
        return True
    facts = [(r.left, r.op, r.right) for r, _ in e.scope.assumptions]
    for n in sorted(free_names(w)):
        name = Name(n)
        small: list[Expr] = [name] if n in e.scope.unit or (name, "<=", ONE) in facts else []
        small += [divide(ONE, name)] if n in e.scope.integer else []
        if any(_same(w, subtract(ONE, u)) for u in small):
            return True
    return isinstance(w, Name) and (ZERO, "<=", w) in facts


def _same(a: Expr, b: Expr) -> bool:
    names = sorted(free_names(a) | free_names(b))
    places = [{n: _PLACES[(k + j) % len(_PLACES)] + j for j, n in enumerate(names)} for k in range(len(_PLACES))]
    return all(_value(a, at) is not None and _value(a, at) == _value(b, at) for at in places)


def _is_one(total: Expr) -> bool:
    """Is a sum of masses 1, at places that no other sum of the kind would meet by chance?"""
    return _same(total, ONE)


def _value(e: Expr, at: dict[str, Fraction]) -> Fraction | None:
    """The value of a rational expression at numbers for its names; None where it has none."""
    if isinstance(e, Number):
        return e.value
    if isinstance(e, Name):
        return at.get(e.id)
    if isinstance(e, Sum | Product):
        parts = [_value(c, at) for c in (e.terms if isinstance(e, Sum) else e.factors)]
        found = Fraction(isinstance(e, Product))
        for part in parts:
            if part is None:
                return None
            found = found * part if isinstance(e, Product) else found + part
        return found
    if isinstance(e, Power):
        base, exponent = _value(e.base, at), _value(e.exponent, at)
        if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > 9:
            return None
        return None if not base and exponent < 0 else base ** int(exponent)
    return None
