"""Limits of forms: where an antiderivative goes at the ends of a range.

    limit(rules, f, var, point, side)   for var -> point from above (side 1) or below (-1)
    limit(rules, f, var, None, side)    for var -> infinity (side 1) or minus infinity (-1)

Every term is compared with t^s log(t)^k, t the distance to the point (or the variable itself, at infinity): a term of
positive order vanishes at the point however many logarithms it holds, and where an exponential falls at infinity
nothing else matters. Law: what is returned is the limit; None says that it is infinite, or not certain. Terms of order
zero with logarithms must cancel exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.antiderivative import coefficients, linear, raised_base
from hw3verify.kernel.atoms import PI, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Form, Monomial, atom_form, monomial_form, number
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.zero import is_zero

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

Growth = tuple[Form, list[Form]]  # order, and the coefficients of the powers of log t


def limit(rules: Rules, f: Form, var: str, point: Form | None, side: int) -> Form | None:
    """The limit, if it is finite and certain."""
    if point is None and side < 0:  # minus infinity: the mirror image
        mirrored = rules.substitute(f, {var: -variable_form(var)})
        return limit(rules, mirrored, var, None, 1)
    totals = [NOTHING]
    for m, c in f.terms.items():
        rules.tick()
        found = _at_infinity(rules, m, var) if point is None else _at_point(rules, m, var, point, side)
        if found is None:
            return None
        order, logs = found
        down = order if point is not None else -order
        if order.terms:
            if rules.signs.positive(down):
                continue
            return None
        for k, part in enumerate(logs):
            totals.extend([NOTHING] * (k + 1 - len(totals)))
            totals[k] = totals[k] + part.scale(c)
    return totals[0] if all(is_zero(t) for t in totals[1:]) else None


GONE: Growth = (UNIT, [UNIT])  # a term that vanishes


def _at_point(rules: Rules, m: Monomial, var: str, point: Form, side: int) -> Growth | None:
    order, logs = NOTHING, [UNIT]
    for a, e in m:
        if var not in a.names:
            logs = [p * monomial_form(((a, e),)) for p in logs]
            continue
        base = variable_form(var) if a.kind == "name" else a.data[0]
        if a.kind in ("name", "poly"):
            here = point if a.kind == "name" else _value(rules, base, var, point)
            if here is None:
                return None
            if is_zero(here):
                slope = linear(base, var)
                if slope is None:
                    return None
                rise = slope[0].scale(fmpq(side))  # base = rise * t
                if not (isinstance(e, int) or rules.signs.positive(rise)):
                    return None
                order, factor = order + number(e), rules.power(rise, fmpq(e))
            elif (isinstance(e, int) and e > 0) or _fits(rules, here, e):
                factor = rules.power(here, fmpq(e))
            else:
                return None
            logs = [p * factor for p in logs]
        elif a.kind == "log" and isinstance(e, int) and e > 0:
            here = _value(rules, base, var, point)
            if here is None:
                return None
            if is_zero(here):
                slope = linear(base, var)
                if slope is None or not rules.signs.positive(slope[0].scale(fmpq(side))):
                    return None
                logs = _times(logs, [rules.log(slope[0].scale(fmpq(side))), UNIT], e)
            elif rules.signs.positive(here):
                logs = _times(logs, [rules.log(here)], e)
            else:
                return None
        elif a.kind == "exp":
            raised = _symbolic(a.data[0], var, point, side)
            if raised is not None:
                order = order + raised.scale(fmpq(e))
                continue
            here = _value(rules, base, var, point)
            if here is None:
                return None
            logs = [p * rules.exp(here.scale(fmpq(e))) for p in logs]
        elif a.kind == "call" and a.data[0] in ("erf", "arctan") and isinstance(e, int) and e > 0:
            here = _value(rules, a.data[1], var, point)
            if here is None:
                return None
            logs = [p * power(rules.function(a.data[0], (here,)), e) for p in logs]
        else:
            return None
    return order, logs


def _fits(rules: Rules, f: Form, e: object) -> bool:
    """Can the form be raised to the power: is it positive, or not zero and the exponent whole?"""
    return rules.signs.positive(f) or (isinstance(e, int) and rules.signs.positive(-f))


def _times(logs: list[Form], factor: list[Form], e: int) -> list[Form]:
    for _ in range(e):
        product = [NOTHING] * (len(logs) + len(factor) - 1)
        for i, p in enumerate(logs):
            for j, q in enumerate(factor):
                product[i + j] = product[i + j] + p * q
        logs = product
    return logs


def _symbolic(inner: Form, var: str, point: Form, side: int) -> Form | None:
    """The exponent s of exp(s log x) at x = 0 from above; None where that is not what it is."""
    raised = raised_base(inner, var)
    if raised is None or raised[0] != variable_form(var) or point.terms or side < 0:
        return None
    return raised[1]


def _value(rules: Rules, f: Form, var: str, point: Form) -> Form | None:
    """The value at the point of a polynomial in the variable, or of anything that is continuous there."""
    total = NOTHING
    for m, c in f.terms.items():
        if not any(var in a.names for a, _ in m):
            total = total + monomial_form(m, c)
            continue
        found = _at_point(rules, m, var, point, 1)
        if found is None:
            return None
        order, logs = found
        if order.terms:
            if not rules.signs.positive(order):
                return None
            continue
        if len(logs) > 1:
            return None
        total = total + logs[0].scale(c)
    return reduce(total)


def _at_infinity(rules: Rules, m: Monomial, var: str) -> Growth | None:
    order, logs = NOTHING, [UNIT]
    exponent = [NOTHING] * 3
    for a, e in m:
        if var not in a.names:
            logs = [p * monomial_form(((a, e),)) for p in logs]
        elif a.kind == "name":
            order = order + number(e)
        elif a.kind == "poly":
            top = _leading(a.data[0], var)
            if top is None and (grown := _dominant(rules, a.data[0], var)) is not None:
                exponent[1] = exponent[1] + grown[0].scale(fmpq(e))
                top = 0, grown[1]
            if top is None or not _fits(rules, top[1], e):
                return None
            order = order + number(fmpq(e) * top[0])
            logs = [p * rules.power(top[1], fmpq(e)) for p in logs]
        elif a.kind == "log" and isinstance(e, int) and e > 0:
            top = _leading(a.data[0], var)
            if top is None or not rules.signs.positive(top[1]):
                return None
            logs = _times(logs, [rules.log(top[1]), number(top[0])], e)
        elif a.kind == "exp":
            raised = raised_base(a.data[0], var)
            if raised is not None:
                top = _leading(raised[0], var)
                if top is None or not rules.signs.positive(top[1]):
                    return None
                order = order + raised[1].scale(fmpq(e) * top[0])
                logs = [p * rules.raised(top[1], raised[1].scale(fmpq(e))) for p in logs]
                continue
            inner = coefficients(a.data[0], var, 2)
            if inner is None:
                return None
            exponent = [p + q.scale(fmpq(e)) for p, q in zip(exponent, inner, strict=True)]
        elif a.kind == "call" and a.data[0] in ("erf", "arctan") and isinstance(e, int) and e > 0:
            top = _leading(a.data[1], var)
            if top is None or top[0] < 1:
                return None
            way = 1 if rules.signs.positive(top[1]) else -1 if rules.signs.positive(-top[1]) else 0
            if not way:
                return None
            end = UNIT if a.data[0] == "erf" else atom_form(PI).scale(fmpq(1, 2))
            logs = [p * power(end.scale(fmpq(way)), e) for p in logs]
        else:
            return None
    for rate in (reduce(exponent[2]), reduce(exponent[1])):
        if rate.terms:
            return (-UNIT, [UNIT]) if rules.signs.positive(-rate) else None
    if exponent[0].terms:
        logs = [p * rules.exp(exponent[0]) for p in logs]
    return order, logs


def _dominant(rules: Rules, f: Form, var: str) -> tuple[Form, Form] | None:
    """(r, c) of the term c exp(r x) that outgrows the others, where every term is of this shape."""
    rates: dict[Form, Form] = {}
    for m, c in f.terms.items():
        rate, rest = NOTHING, []
        for a, e in m:
            form = linear(a.data[0], var) if a.kind == "exp" and var in a.names else None
            if form is not None and not form[1].terms:
                rate = rate + form[0].scale(fmpq(e))
            elif var in a.names:
                return None
            else:
                rest.append((a, e))
        rates[rate] = rates.get(rate, NOTHING) + monomial_form(tuple(rest), c)
    best = [r for r in rates if all(r == s or rules.signs.positive(r - s) for s in rates)]
    return (best[0], rates[best[0]]) if len(best) == 1 else None


def _leading(f: Form, var: str) -> tuple[int, Form] | None:
    """(degree, coefficient) of the leading term of a polynomial."""
    parts = coefficients(f, var, 4)
    if parts is None:
        return None
    for degree in range(4, -1, -1):
        top = reduce(parts[degree])
        if top.terms:
            return degree, top
    return None
