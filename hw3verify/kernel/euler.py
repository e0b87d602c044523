"""Euler's integrals: gamma and beta functions of forms, and their derivatives by the exponent.

    the integral over (0, inf) of x^(s-1) exp(-r x)        = gamma(s) / r^s                         s > 0, r > 0
    the integral over (0, 1) of x^(s-1) (1-x)^(t-1)        = gamma(s) gamma(t) / gamma(s+t)         s > 0, t > 0
    with a factor log x                                    times digamma(s) - log r, digamma(s) - digamma(s+t)
    with a factor log(1-x)                                 times digamma(t) - digamma(s+t)

The exponents s and t are sums of names and numbers. Law: `euler` returns a form with the value of the integral, or
None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import name_atom, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, Monomial, monomial_form, number
from hw3verify.kernel.rational import reduce

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules


@dataclass(slots=True)
class _Shape:
    """x^start (1-x)^rest exp(slope x) (log x)^logs (log(1-x))^rest_logs, with a sign."""

    start: Form = field(default_factory=lambda: NOTHING)
    rest: Form = field(default_factory=lambda: NOTHING)
    slope: Form = field(default_factory=lambda: NOTHING)
    logs: int = 0
    rest_logs: int = 0
    sign: int = 1


def euler(rules: Rules, var: str, lower: Form | None, upper: Form | None, m: Monomial) -> Form | None:
    """The integral of one term from 0 on, or from 0 to 1, by a gamma or a beta function."""
    if lower is None or lower.terms or not (upper is None or upper == UNIT):
        return None
    shape = _read(var, m)
    if shape is None or shape.logs + shape.rest_logs > 1:
        return None
    s, t = shape.start + UNIT, shape.rest + UNIT
    positive = rules.signs.positive
    if not positive(s):
        return None
    if upper is None:
        rate = -reduce(shape.slope)
        if shape.rest.terms or shape.rest_logs or not positive(rate):
            return None
        rules.trace.add("gamma function")
        whole = rules.function("gamma", (s,)) * rules.raised(rate, -s)
        return whole * (digamma(rules, s) - rules.log(rate)) if shape.logs else whole
    if shape.slope.terms or not positive(t):
        return None
    rules.trace.add("beta function")
    whole = rules.function("gamma", (s,)) * rules.function("gamma", (t,))
    whole = (whole * rules.power(rules.function("gamma", (s + t,)), fmpq(-1))).scale(fmpq(shape.sign))
    if shape.logs:
        return whole * (digamma(rules, s) - digamma(rules, s + t))
    return whole * (digamma(rules, t) - digamma(rules, s + t)) if shape.rest_logs else whole


def digamma(rules: Rules, f: Form) -> Form:
    """The logarithmic derivative of the gamma function."""
    return rules.function("digamma", (f,))


def _read(var: str, m: Monomial) -> _Shape | None:
    me, x = name_atom(var), variable_form(var)
    complement = UNIT - x
    shape = _Shape()
    for a, e in m:
        if a == me:
            shape.start = shape.start + number(fmpq(e))
        elif a.kind == "poly" and a.data[0] in (complement, -complement):
            if a.data[0] == -complement:
                if not isinstance(e, int):
                    return None
                shape.sign *= (-1) ** e
            shape.rest = shape.rest + number(fmpq(e))
        elif a.kind == "log" and isinstance(e, int) and e > 0 and a.data[0] in (x, complement):
            if a.data[0] == x:
                shape.logs += e
            else:
                shape.rest_logs += e
        elif a.kind != "exp" or not _exponents(shape, a, fmpq(e), me, x, complement):
            return None
    return shape


def _exponents(shape: _Shape, a: Atom, e: fmpq, me: Atom, x: Form, complement: Form) -> bool:
    """exp(c x) is a slope, exp(c log x) and exp(c log(1-x)) are powers."""
    for k, c in a.data[0].terms.items():
        here = [(b, n) for b, n in k if x.names & b.names]
        rest = monomial_form(tuple(p for p in k if p not in here), c * e)
        if len(here) != 1 or here[0][1] != 1:
            return False
        atom = here[0][0]
        if atom == me:
            shape.slope = shape.slope + rest
        elif atom.kind == "log" and atom.data[0] == x:
            shape.start = shape.start + rest
        elif atom.kind == "log" and atom.data[0] == complement:
            shape.rest = shape.rest + rest
        else:
            return False
    return True
