"""Extrema of concave objectives: a stationary point is a maximum, and the only one where the concavity is strict.

Let B(D) be the objective of a supremum over functions D of x with values in an interval, g its functional derivative,
and suppose that g(x) contains D only as D(x). If g's derivative by D(x) is nowhere positive on the range, and g
vanishes at D = w for a member w of the range, then B(D) <= B(w) for every D:

    B(D) - B(w)  =  integral over t in (0,1) of  integral of g(x; w + t (D - w)) (D - w) dx
                <=  integral of g(x; w) (D - w) dx  =  0

because t -> g(x; w + t (D - w)) (D - w) does not increase. For densities g(.; w) need only be constant in the variables
of the outcome, since D - w integrates to zero over them. For a number it is the usual second-derivative test, on the
whole range. For an infimum all signs turn.

Where the slope is (w - D) times something positive on the whole range, the objective rises up to w and falls behind it,
point by point, and w is the only maximum as well.

`is_extremal` checks all of this and says whether the derivative is strictly monotone, so that w is the only place. The
range has to be convex and the objective smooth on it: what stands under a logarithm has to be of the first degree in
the bound name or positive by the facts, what is divided by must have a sign.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import fmpq

from hw3verify.kernel.atoms import parts
from hw3verify.kernel.form import Atom, Form, atom_form, datum_key, number
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import vanishes
from hw3verify.kernel.rational import power, reduce
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    children,
    free_names,
    rebuild,
    substitute,
    walk,
)
from hw3verify.meaning.extremum import Member, at_member, is_upper, names_within, objective, shapes

HERE = "°"  # the place of the functional derivative: role + HERE


def member_facts(e: Fold, facts: Facts) -> Facts:
    """The facts with the bound name as a free one of its kind, anywhere in the range."""
    kind, name = e.domain.kind, e.var
    assumptions: list[Relation] = []
    changed: dict[str, frozenset[str]] = {}
    if kind in ("functions", "lipschitz") or (kind, e.domain.role) == ("family", "functions"):
        changed["functions"] = facts.functions | {name}
    elif kind != "numbers":
        changed["densities"] = facts.densities | {name}
    if kind in ("functions", "numbers"):
        low, high = e.domain.lower, e.domain.upper
        thing: Expr = Name(name) if kind == "numbers" else generic(e)
        if e.domain.role == "{}":
            changed["binary"] = facts.binary | {name}
        elif (low, high, e.domain.role) == (ZERO, ONE, "()"):
            changed["unit"] = facts.unit | {name}
        else:
            if low == ZERO and e.domain.role[:1] == "(":
                changed["positive"] = facts.positive | {name}
            elif low is not None:
                assumptions.append(Relation(thing, ">" if e.domain.role[:1] == "(" else ">=", low))
            if high is not None:
                assumptions.append(Relation(thing, "<" if e.domain.role[1:] == ")" else "<=", high))
    roles = dict(facts.roles)
    if kind != "numbers" and assumptions:
        roles.update({a.value.id: a.role for a in generic(e).args if isinstance(a.value, Name)})
    known = replace(facts, roles=tuple(sorted(roles.items())), assumptions=(*facts.assumptions, *assumptions))
    return replace(known, **changed)  # type: ignore[arg-type]  # every one of them is a set of names


def generic(e: Fold) -> Apply:
    """The bound head at free variables of its own."""
    ((args, given),) = shapes(e.body, e.var)
    return Apply(e.var, tuple(Arg(r, Name(r + HERE)) for r in args), tuple(Arg(r, Name(r + HERE)) for r in given))


def in_range(normal: Normal, e: Fold, w: Member) -> bool:
    """Is w a member of the range? (Numbers and functions by their bounds, densities by their total mass.)"""
    kind, d = e.domain.kind, e.domain
    value = w.value
    if kind in ("family", "lipschitz"):
        return False
    f = normal.form(value)
    if kind == "densities":
        ((args, _),) = shapes(e.body, e.var)
        places = dict(w.variables)
        mass = value
        for role in args:
            mass = Fold("sum", places[role], Domain("space", role), mass)
        return normal.signs.positive(f) and vanishes(normal, normal.form(mass) - number(1))
    if d.role == "{}":
        return isinstance(value, Call) and value.fn in ("le", "lt")
    for end, sign, bracket in ((d.lower, 1, d.role[:1]), (d.upper, -1, d.role[1:])):
        if end is None:
            continue
        gap = reduce((f - normal.form(end)).scale(fmpq(sign)))
        if not (normal.signs.positive(gap) if bracket in ("(", ")") else normal.signs.nonnegative(gap)):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Slope:
    """The derivative of an objective at one place of its range: `slope(target)`, and its own derivative."""

    normal: Normal
    objective: Expr
    here: Expr
    target: Atom
    slope: Form
    names: frozenset[str]

    def curvature(self) -> Form:
        """The second derivative, at the same place."""
        return self.normal.form(Derivative(Derivative(self.objective, self.here), self.here))


def slope_of(facts: Facts, e: Fold, w: Member | None = None) -> Slope | None:
    """The derivative of the objective, where it is taken point by point; with a member, what logarithms need of it
    is checked. (A density is varied as a positive function: its mass is no property of its entries.)"""
    normal = Normal(member_facts(e, facts))
    body, names = objective(e), frozenset[str]()
    place: Expr = Name(e.var)
    if e.domain.kind != "numbers":
        place = generic(e)
        names = frozenset(a.value.id for a in place.args if isinstance(a.value, Name))
    if e.domain.kind == "densities":
        body, place = _as_function(body, e.var), _as_function(place, e.var)
        normal = Normal(replace(facts, functions=facts.functions | {e.var}, positive=facts.positive | {e.var}))
    if not _smooth(normal, body, e.var, w):
        return None
    slope = normal.form(Derivative(body, place))
    target = _single(normal.form(place))
    return None if target is None else Slope(normal, body, place, target, slope, names)


def is_extremal(facts: Facts, e: Fold, w: Member) -> tuple[bool, frozenset[str]] | None:
    """Is the objective's extremum at w, by concavity? Then (is w the only place, the names of the rules used)."""
    ranged = Normal(member_facts(e, facts))
    known = e.domain.kind in ("functions", "densities", "numbers") and e.var not in names_within(w.value)
    if not known or not in_range(ranged, e, w):
        return None
    s = slope_of(facts, e, w)
    if s is None:
        return None
    sign, value = 1 if is_upper(e) else -1, s.normal.form(at_member(s.here, e.var, w))
    if not _pointwise(s.slope, s.target):
        return None
    found = _concave(s, sign, value, e.domain.kind == "densities")
    if found is None and e.domain.kind != "densities":
        found = _turning(s, sign, value)
        found = _rising(s, sign, value, e) if found is None else found
    return None if found is None else (found, frozenset(s.normal.trace | ranged.trace))


def _concave(s: Slope, sign: int, value: Form, densities: bool) -> bool | None:
    """Is the slope nowhere increasing, and zero at the value? (Is it strictly decreasing?)"""
    normal, curvature = s.normal, s.curvature()
    if not _pointwise(curvature, s.target):
        return None
    bend = curvature.scale(fmpq(-sign))
    both = (bend, reduce(bend))
    strict = any(map(normal.signs.positive, both))
    if not strict and not any(map(normal.signs.nonnegative, both)):
        return None
    still = normal.rules.substitute(s.slope, {}, lambda a: value if a == s.target else None)
    still = normal.rules.substitute(still, {}, lambda _: None)  # sums that left a denominator are multiplied out
    if reduce(still).names & s.names if densities else not vanishes(normal, still):
        return None
    normal.trace.add("a concave objective")
    return strict


def _turning(s: Slope, sign: int, value: Form) -> bool | None:
    """Is the slope (value - D) times something positive: the objective rises up to the value and falls behind it?"""
    normal, here = s.normal, atom_form(s.target)
    gaps = [value - here]
    if normal.signs.positive(value) and normal.signs.positive(here):
        gaps.append(value * value - here * here)  # of the same sign
    for gap in filter(None, map(reduce, gaps)):
        if normal.signs.positive(reduce(reduce(s.slope).scale(fmpq(sign)) * power(gap, -1))):
            normal.trace.add("an objective that rises and falls")
            return True
    return None


def _rising(s: Slope, sign: int, value: Form, e: Fold) -> bool | None:
    """Does the objective rise over the whole range, whose end is the value (or fall, with the other end)?"""
    normal = s.normal
    inside = _open_normal(s, e) or normal
    for end, way in ((e.domain.upper, sign), (e.domain.lower, -sign)):
        if end is not None and e.domain.role != "{}" and vanishes(normal, value - normal.form(end)):
            slope = s.slope.scale(fmpq(way))
            strict = any(map(inside.signs.positive, (slope, reduce(slope))))
            if strict or any(map(normal.signs.nonnegative, (slope, reduce(slope)))):
                normal.trace.add("an objective that rises or falls throughout")
                return strict
    return None


def _open_normal(s: Slope, e: Fold) -> Normal | None:
    """Signs inside a closed range, for an objective that has no pole or logarithm at its ends."""
    if any(isinstance(n, Call) and _speaks(n, e.var) for n in walk(s.objective)):
        return None
    if any(isinstance(n, Power) and _speaks(n, e.var) and not _natural(n.exponent) for n in walk(s.objective)):
        return None
    d = Domain(e.domain.kind, "()", e.domain.lower, e.domain.upper)
    return Normal(member_facts(Fold(e.op, e.var, d, e.body), s.normal.facts))


def _as_function(e: Expr, head: str) -> Expr:
    if isinstance(e, Apply) and e.head == head:
        return Apply(head, tuple(Arg(a.role, _as_function(a.value, head)) for a in e.args + e.given))
    return rebuild(e, lambda c: _as_function(c, head))


def _single(f: Form) -> Atom | None:
    whole = f.single
    return whole[1][0][0] if whole is not None and len(whole[1]) == 1 and whole[1][0][1] == 1 else None


def _pointwise(f: Form, target: Atom) -> bool:
    """Does the form depend on the target's head or name through the target alone, and under no fold?"""
    stack = [a for m in f.terms for a, _ in m]
    while stack:
        a = stack.pop()
        if a == target:
            continue
        if target.kind == "name":
            if target.data[0] not in a.names:
                continue
            if a.kind in ("fold", "table", "function", "entry"):
                return False
        elif f"({datum_key(target.data[0])}," not in a.key:
            continue
        elif a.kind == "fold" or (a.kind == target.kind and a.data[0] == target.data[0]):
            return False
        inner = [x for g in parts(a) for m in g.terms for x, _ in m]
        if not inner:
            return False
        stack.extend(inner)
    return True


def _smooth(normal: Normal, body: Expr, bound: str, w: Member | None) -> bool:
    """Is the objective smooth on a convex range in which w lies? What logarithms need is learned, and checked of w."""
    for node, outer in _within(body):
        if isinstance(node, Fold) and node.op not in ("sum", "product") and _speaks(node, bound):
            return False
        if isinstance(node, Call) and _speaks(node, bound) and node.fn not in ("log", "exp"):
            return False
        if isinstance(node, Call) and node.fn == "log" and _speaks(node, bound):
            inside = _opened(node.args[0], outer)
            f = reduce(normal.form(inside))
            if not normal.signs.positive(f):
                if not _first_degree(normal, inside, bound):
                    return False
                normal.learn(Relation(inside, ">", ZERO))
                if w is not None and not normal.signs.positive(reduce(normal.form(at_member(inside, bound, w)))):
                    return False
        if isinstance(node, Power) and _speaks(node, bound) and not _natural(node.exponent):
            f = reduce(normal.form(_opened(node.base, outer)))
            if _speaks(node.exponent, bound) and not normal.signs.positive(f):
                return False
            if _speaks(node.base, bound) and not (normal.signs.positive(f) or (
                isinstance(node.exponent, Number) and node.exponent.value.denominator == 1 and normal.signs.positive(-f)
            )):  # fmt: skip
                return False
    return True


def _natural(e: Expr) -> bool:
    return isinstance(e, Number) and e.value.denominator == 1 and e.value >= 0


def _speaks(e: Expr, bound: str) -> bool:
    return bound in free_names(e) or any(isinstance(n, Apply) and n.head == bound for n in walk(e))


def _within(e: Expr) -> list[tuple[Expr, tuple[str, ...]]]:
    """Every node, the logarithms first, with the bound variables around it."""
    found: list[tuple[Expr, tuple[str, ...]]] = []
    stack: list[tuple[Expr, tuple[str, ...]]] = [(e, ())]
    while stack:
        node, outer = stack.pop()
        found.append((node, outer))
        inner = (*outer, node.var) if isinstance(node, Fold) else outer
        stack.extend((c, inner) for c in children(node))
    return sorted(found, key=lambda pair: not (isinstance(pair[0], Call) and pair[0].fn == "log"))


def _opened(e: Expr, outer: tuple[str, ...]) -> Expr:
    """The expression at free variables: what is shown of it holds at all values of the bound ones."""
    roles = {a.value.id: a.role for n in walk(e) if isinstance(n, Apply) for a in n.args + n.given
             if isinstance(a.value, Name)}  # fmt: skip
    return substitute(e, {v: Name(roles.get(v, v).replace("#", v) + HERE) for v in outer})


def _first_degree(normal: Normal, e: Expr, bound: str) -> bool:
    """Is the second derivative by every place of the bound name zero, and is there one place only?"""
    places = {n for n in walk(e) if (isinstance(n, Apply) and n.head == bound) or n == Name(bound)}
    if len(places) != 1:
        return False
    (place,) = places
    return not normal.form(Derivative(Derivative(e, place), place)).terms
