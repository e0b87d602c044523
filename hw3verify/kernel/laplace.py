"""Integrals against the two-sided exponential exp(-c |x - m|), and binomial sums.

    the integral over the line of y^j |y|^l exp(-c |y|)    = 2 (j+l)! / c^(j+l+1), 0 for odd j;    y = x - m
    that of |x - d| exp(-c |x - m|)                        = 2 |m - d| / c + 2 exp(-c |m - d|) / c^2
    the sum over k = 0..n of k^j r^k / (k! (n-k)!)         = sum_i S(j,i) n(n-1)...(n-i+1) r^i (1 + r)^(n-i) / n!

c is positive, r an exponential; S are Stirling's numbers. Law: each function returns a form with the value, or None.
"""

from __future__ import annotations

from math import comb, factorial
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import name_atom, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, Monomial, monomial_form, number
from hw3verify.kernel.rational import power, reduce

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_DEGREE = 12


def two_sided(rules: Rules, var: str, m: Monomial) -> Form | None:
    """The integral over the line of one term with a factor exp(-c |x - m|)."""
    me, x = name_atom(var), variable_form(var)
    sizes: dict[Atom, int] = {}
    n, centre, rate = 0, None, NOTHING
    for a, e in m:
        if a == me and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            n = e
        elif _is_size(a, var) and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            sizes[a] = e
        elif a.kind == "exp":
            for k, c in a.data[0].terms.items():
                here = [(b, i) for b, i in k if var in b.names]
                if len(here) != 1 or here[0][1] != 1 or not _is_size(here[0][0], var):
                    return None
                if centre not in (None, here[0][0]):
                    return None
                centre = here[0][0]
                rate = rate - monomial_form(tuple(p for p in k if p not in here), c * fmpq(e))
        else:
            return None
    rate = reduce(rate)
    if centre is None or not rules.signs.positive(rate):
        return None
    middle = _centre(centre, x)
    power_of_size = sizes.pop(centre, 0)
    if not sizes:
        rules.trace.add("Laplace moments")
        total = NOTHING
        for j in range(0, n + 1, 2):  # x^n = sum_j C(n, j) y^j m^(n-j)
            top = j + power_of_size
            part = (power(middle, n - j) if n > j else UNIT) * power(rate, -top - 1)
            total = total + part.scale(fmpq(2 * factorial(top) * comb(n, j)))
        return total
    ((other, once),) = sizes.items() if len(sizes) == 1 else ((None, 0),)
    if other is None or once != 1 or n or power_of_size:
        return None
    rules.trace.add("Laplace moments")
    gap = rules.function("abs", (middle - _centre(other, x),))
    return (gap * power(rate, -1) + rules.exp(-(rate * gap)) * power(rate, -2)).scale(fmpq(2))


def _is_size(a: Atom, var: str) -> bool:
    """|x - m| or |m - x|."""
    if a.kind != "call" or a.data[0] != "abs":
        return False
    inner = a.data[1]
    slope = {m: c for m, c in inner.terms.items() if any(var in b.names for b, _ in m)}
    return len(slope) == 1 and slope.get(((name_atom(var), 1),)) in (fmpq(1), fmpq(-1))


def _centre(a: Atom, x: Form) -> Form:
    inner: Form = a.data[1]
    ((m, _),) = x.terms.items()
    return x - inner if inner.terms[m] == 1 else x + inner


def binomial_sum(rules: Rules, var: str, count: Form, m: Monomial) -> Form | None:
    """The sum from 0 to n of one term with the factors 1/k! and 1/(n-k)!."""
    me, x = name_atom(var), variable_form(var)
    over = {("factorial", x): 0, ("factorial", count - x): 0}
    degree, slope = 0, NOTHING
    for a, e in m:
        if a == me and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            degree = e
        elif a.kind == "call" and a.data in over and e == -1:
            over[a.data] = 1
        elif a.kind == "exp":
            for k, c in a.data[0].terms.items():
                if dict(k).get(me) != 1 or any(var in b.names for b, _ in k if b != me):
                    return None
                slope = slope + monomial_form(tuple(p for p in k if p[0] != me), c * fmpq(e))
        else:
            return None
    if set(over.values()) != {1}:
        return None
    rules.trace.add("binomial sum")
    ratio = rules.exp(reduce(slope))
    stirling = [int(j == 0) for j in range(degree + 1)]
    for _ in range(degree):
        stirling = [j * stirling[j] + (stirling[j - 1] if j else 0) for j in range(degree + 1)]
    total, falling = NOTHING, UNIT
    whole = rules.log(UNIT + ratio)
    for j, ways in enumerate(stirling):
        if ways:
            part = falling * (power(ratio, j) if j else UNIT) * rules.exp((count - number(fmpq(j))) * whole)
            total = total + part.scale(fmpq(ways))
        falling = falling * (count - number(fmpq(j)))
    return total * rules.power(rules.function("factorial", (count,)), fmpq(-1))
