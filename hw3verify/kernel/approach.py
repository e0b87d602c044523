"""Limits that are written: what an expression tends to.

`approach(rules, f, var, point, side)` finds the limit of a form: term by term (`kernel.limit`); of the exponent, where
an exponential is what does not settle; by x = 1/t where the variable has no end; and by l'Hopital's rule for a quotient
of two things that vanish. Law: what is returned is the limit from that side; None says nothing. A quotient is
differentiated only where both sides are elementary, so that zeros of the denominator do not pile up at the point. A
side from which there are no values (log x below 0) does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import name_atom, variable_form
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import NOTHING, UNIT, Exponent, Form, Monomial, NoForm, make_monomial, monomial_form
from hw3verify.kernel.fundamental import smooth
from hw3verify.kernel.limit import limit
from hw3verify.kernel.rational import denominators, numerator, power, reduce
from hw3verify.kernel.zero import is_zero

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_ROUNDS = 4
LARGE = 1000  # near a point is closer than 1/1000, near infinity is beyond 1000


def from_sides(rules: Rules, body: Callable[[Form], Form], point: Form | None, sides: tuple[int, ...]) -> Form:
    """The limit of the body, which must be the same from all of the sides; `NoForm` if it is not certain."""
    found: list[Form] = []
    for side in sides:
        name = _near(rules, point, side)
        f = body(variable_form(name))
        if _has_no_value(rules, f):
            continue  # a limit is taken where there are values
        one = approach(rules, f, name, point, side)
        if one is None:
            raise NoForm("a limit that is not certain")
        found.append(one)
    if not found:
        raise NoForm("a limit of what has no value")
    if any(f != found[0] for f in found):
        raise NoForm("two limits from two sides")
    rules.trace.add("limit")
    return found[0]


def infinite(rules: Rules, body: Callable[[Form], Form], point: Form | None, sides: tuple[int, ...]) -> int | None:
    """1 or -1 where 1/f tends to zero from all of the sides and f has this sign there; None says nothing."""
    signs: set[int] = set()
    for side in sides:
        name = _near(rules, point, side)
        f = body(variable_form(name))
        if _has_no_value(rules, f):
            continue
        inverse = approach(rules, reduce(power(reduce(f), -1)), name, point, side) if f.terms else None
        if inverse is None or inverse.terms:
            return None
        signs.add(1 if rules.signs.positive(f) else -1 if rules.signs.positive(-f) else 0)
    return signs.pop() if len(signs) == 1 and 0 not in signs else None


def _near(rules: Rules, point: Form | None, side: int) -> str:
    """A name for a number near the point, on this side of it."""
    name = rules.variable()
    x = variable_form(name)
    gap = x.scale(fmpq(side)) - UNIT.scale(fmpq(LARGE)) if point is None else (x - point).scale(fmpq(side))
    rules.signs.learn(gap, True)
    if point is not None:
        rules.signs.learn(UNIT.scale(fmpq(1, LARGE)) - gap, True)
    return name


def _has_no_value(rules: Rules, f: Form) -> bool:
    """Does a logarithm or a root of something negative stand in every value of the form?"""
    atoms = [a for m in f.terms for a, _ in m]
    under = [a.data[0] for a in atoms if a.kind == "log"]
    under += [a.data[1] for a in atoms if a.kind == "call" and a.data[0] == "power" and _is_root(a.data[2])]
    return any(rules.signs.positive(-g) for g in under)


def _is_root(e: Form) -> bool:
    return e.constant is not None and e.constant.q != 1


def approach(rules: Rules, f: Form, var: str, point: Form | None, side: int, depth: int = 0) -> Form | None:
    """The limit for var -> point from above (side 1) or below (-1); point None: to infinity, or minus infinity."""
    rules.tick()
    f = reduce(f)
    if var not in f.names:
        return f
    found = limit(rules, f, var, point, side)
    if found is not None or depth > MOST_ROUNDS:
        return found
    if point is None:  # x = 1/t
        new = rules.variable()
        t = variable_form(new)
        rules.signs.learn(t.scale(fmpq(side)), True)
        turned = rules.substitute(f, {var: power(t, -1)})
        return approach(rules, turned, new, NOTHING, side, depth + 1)
    found = _of_exponents(rules, f, var, point, side, depth)
    return _quotient(rules, f, var, point, side, depth) if found is None else found


def _of_exponents(rules: Rules, f: Form, var: str, point: Form, side: int, depth: int) -> Form | None:
    """A product with exponentials: the limits of the exponents, all together."""
    whole = f.single
    if whole is None:
        return None
    inside, rest = NOTHING, []
    for a, e in whole[1]:
        if a.kind == "exp" and var in a.names:
            inside = inside + a.data[0].scale(e)
        else:
            rest.append((a, e))
    if not inside.terms:
        return None
    top = approach(rules, inside, var, point, side, depth + 1)
    other = approach(rules, monomial_form(tuple(rest), whole[0]), var, point, side, depth + 1)
    return None if top is None or other is None else rules.exp(top) * other


def _quotient(rules: Rules, f: Form, var: str, point: Form, side: int, depth: int) -> Form | None:
    """f = top / bottom, both tending to 0: the quotient of the derivatives tends to the same."""
    top, bottom = _parts(f, var)
    if not smooth(rules, top, var) or not smooth(rules, bottom, var):
        return None
    for _ in range(MOST_ROUNDS):
        ends = [approach(rules, g, var, point, side, depth + 1) for g in (top, bottom)]
        if ends[0] is None or ends[1] is None:
            return None
        if not is_zero(ends[1]):
            known = rules.signs.positive(ends[1]) or rules.signs.positive(-ends[1])
            return reduce(ends[0] * power(ends[1], -1)) if known else None
        if not is_zero(ends[0]):
            return None
        top, bottom = (reduce(derive(rules, g, name_atom(var))) for g in (top, bottom))
        if not bottom.terms or denominators(bottom):
            return None
    return None


def _parts(f: Form, var: str) -> tuple[Form, Form]:
    """(top, bottom) with f = top / bottom and no negative power of the variable on top."""
    top, held = numerator(f)
    bottom = UNIT
    for a, k in held.items():
        bottom = bottom * power(a.data[0], k)
    least: dict[object, Exponent] = {}
    for m in top.terms:
        for a, e in m:
            if a.kind in ("name", "log") and var in a.names and e < 0:
                least[a] = min(e, least.get(a, 0))
    pairs: Monomial = make_monomial((a, -e) for a, e in least.items())  # type: ignore[misc]  # atoms
    return top * monomial_form(pairs), bottom * monomial_form(pairs)


