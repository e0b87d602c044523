"""Where an objective is stationary: its derivative, set to zero, solved for the value at one place.

The equation is solved where it is of the first or second degree in the unknown, a pure power of it, or an equation
between logarithms or one exponential that becomes such. For a density a multiplier of its total mass is added and the
solution is normalised. Nothing here is believed: the kernel checks every member that is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import parts
from hw3verify.kernel.concave import Slope, generic, member_facts, slope_of
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, NoForm, TooLarge, datum_key, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import factor, numerator, power, reduce
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Apply, Derivative, Domain, Expr, Fold, Name, divide, substitute
from hw3verify.meaning.extremum import Member, objective, shapes
from hw3verify.meaning.shape import MARK, heads_called, named
from hw3verify.search.prove.expression import expression

DEEPEST = 3


def stationary_members(facts: Facts, e: Fold) -> Iterator[Member]:
    """Members of the range at which the objective may be stationary."""
    try:
        s = slope_of(facts, e) or _of_shape(facts, e)
    except (NoForm, TooLarge, ValueError, ArithmeticError, LookupError):
        return
    if s is None:
        return
    shifts = (NOTHING, UNIT, -UNIT) if e.domain.kind == "densities" else (NOTHING,)
    seen: set[Form] = set()
    for shift in shifts:
        for f in roots(s.normal, _apart(s) + shift, s.target):
            if f not in seen and not _mentions_form(f, s.target):
                seen.add(f)
                yield _member(e, s, expression(f))


def _of_shape(facts: Facts, e: Fold) -> Slope | None:
    """The slope of an objective with functions of which only the shape is known: a proposal, by no rule of calculus."""
    if e.domain.kind not in ("functions", "numbers") or not heads_called(e.body):
        return None
    normal, place = Normal(member_facts(e, facts)), Name(e.var) if e.domain.kind == "numbers" else generic(e)
    body = objective(e)
    whole = normal.form(place).single
    if whole is None or len(whole[1]) != 1:
        return None
    slope = normal.form(Derivative(body, place))
    return Slope(normal, body, place, whole[1][0][0], slope, frozenset())


def _apart(s: Slope) -> Form:
    """The slope with its folds over the unknown put to 1: `p - q e^T / E_q[e^T]` is solved up to that constant."""
    return s.normal.rules.substitute(
        s.slope, {}, lambda a: UNIT if a.kind == "fold" and _mentions(a, s.target) else None
    )


def _member(e: Fold, s: Slope, value: Expr) -> Member:
    if e.domain.kind == "numbers" or not isinstance(s.here, Apply):
        return Member(value)
    places = tuple((a.role, a.value.id) for a in s.here.args if isinstance(a.value, Name))
    if e.domain.kind == "densities":
        ((outcome, _),) = shapes(e.body, e.var)
        mass = value
        for role in outcome:
            old = dict(places)[role]
            mass = Fold("sum", old + "'", Domain("space", role), substitute(mass, {old: Name(old + "'")}))
        value = _normalised(s.normal, value, mass)
    return Member(value, places)


def _normalised(normal: Normal, value: Expr, mass: Expr) -> Expr:
    """value / mass, with the factors cancelled that stand on both sides."""
    try:
        return expression(reduce(normal.form(value) * power(normal.form(mass), -1)))
    except (NoForm, TooLarge):
        return divide(value, mass)


def roots(normal: Normal, f: Form, target: Atom, depth: int = 0) -> Iterator[Form]:
    """Solutions of f = 0 for the target."""
    if depth > DEEPEST:
        return
    try:
        top, _ = numerator(reduce(f))
        _, m, pieces = factor(top)
        if any(a == target and e > 0 for a, e in m):
            yield NOTHING
        for piece in dict.fromkeys([p for p, _ in pieces] + [top]):
            if _mentions_form(piece, target):
                yield from _roots(normal, piece, target, depth)
    except (NoForm, TooLarge, ValueError, ArithmeticError):
        return


def _roots(normal: Normal, f: Form, target: Atom, depth: int) -> Iterator[Form]:
    rules = normal.rules
    inside = {a for m in f.terms for a, _ in m if a != target and _mentions(a, target)}
    if not inside:
        yield from _algebraic(normal, f, target)
        return
    direct = any(a == target for m in f.terms for a, _ in m)
    if direct or any(e != 1 for m in f.terms for a, e in m if a in inside):
        return
    if all(a.kind == "log" for a in inside):
        scale = _scale(f, inside)
        if scale is not None:
            raised = rules.exp(reduce(f * power(scale, -1)))
            yield from roots(normal, raised - UNIT, target, depth + 1)
    elif len(inside) == 1 and next(iter(inside)).kind == "exp":
        (a,) = inside
        held, rest = _split(f, a)
        value = reduce(-rest * power(held, -1))
        if normal.signs.positive(value):
            yield from roots(normal, a.data[0] - rules.log(value), target, depth + 1)
    elif len(inside) == 1:
        (a,) = inside
        back = _inverse(a)
        if back:  # f*'(T) = r has the solution T = f'(r)
            held, rest = _split(f, a)
            value = rules.function(back, (reduce(-rest * power(held, -1)),))
            yield from roots(normal, a.data[1] - value, target, depth + 1)


def _inverse(a: Atom) -> str:
    """The call that undoes a slope of a function of a stated shape, or of its conjugate; "" for any other atom."""
    found = named(str(a.data[0])) if a.kind == "call" else None
    if found is None or found[2] != 1:
        return ""
    return f"{MARK}{found[0]}{'' if found[1] else '*'}'"


def _scale(f: Form, inside: set[Atom]) -> Form | None:
    """The coefficient of the logarithms, if they all have the same up to integers."""
    coefficients = [_split(f, a)[0] for a in sorted(inside, key=lambda a: a.key)]
    first = coefficients[0]
    for c in coefficients[1:]:
        k = reduce(c * power(first, -1)).constant
        if k is None or k.q != 1:
            return None
    return first


def _split(f: Form, a: Atom) -> tuple[Form, Form]:
    """f = held * a + rest."""
    held, rest = NOTHING, NOTHING
    for m, c in f.terms.items():
        if any(x == a for x, _ in m):
            held = held + monomial_form(tuple(pair for pair in m if pair[0] != a), c)
        else:
            rest = rest + monomial_form(m, c)
    return held, rest


def _algebraic(normal: Normal, f: Form, target: Atom) -> Iterator[Form]:
    by_degree: dict[Any, Form] = {}  # the keys are fmpq
    for m, c in f.terms.items():
        e = fmpq(dict(m).get(target, 0))
        by_degree[e] = by_degree.get(e, NOTHING) + monomial_form(tuple(p for p in m if p[0] != target), c)
    degrees = sorted(by_degree)
    low = degrees[0]
    if len(degrees) == 2:
        ratio = reduce(-by_degree[low] * power(by_degree[degrees[1]], -1))
        step = degrees[1] - low
        if step == 1:
            yield ratio
        else:
            yield normal.rules.power(ratio, fmpq(1) / step)
            if step.q == 1 and int(step.p) % 2 == 0:
                yield -normal.rules.power(ratio, fmpq(1) / step)
    elif len(degrees) == 3 and [d - low for d in degrees] == [0, 1, 2]:
        zeroth, first, second = (by_degree[d] for d in degrees)
        root = normal.rules.power(first * first - (second * zeroth).scale(fmpq(4)), fmpq(1, 2))
        for sign in (1, -1):
            yield reduce((-first + root.scale(fmpq(sign))) * power(second.scale(fmpq(2)), -1))


def _mentions(a: Atom, target: Atom) -> bool:
    if target.kind == "name":
        return target.data[0] in a.names
    return f"{target.kind}({datum_key(target.data[0])}," in a.key


def _mentions_form(f: Form, target: Atom) -> bool:
    return any(_mentions(a, target) or any(_mentions_form(g, target) for g in parts(a)) for m in f.terms for a, _ in m)
