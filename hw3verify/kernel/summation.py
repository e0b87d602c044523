"""Finite sums in closed form.

    sum_{k=a}^b k^n                       a polynomial in the ends (by differences: D k^(j) / j = k^(j-1))
    sum_{k=a}^b k^n r^k                   a geometric sum and its derivatives, r != 1
    sum_{k=a}^b 1 / (g(k) g(k + d))       telescopes: (1/g(k) - 1/g(k + d)) / (g(k + d) - g(k)), g linear
    sum_{k=0}^n k^j r^k / (k! (n - k)!)   the binomial theorem and its moments
    sum_{k=a}^b log(c k + d)              (b - a + 1) log c + log (b + d/c)! - log (a + d/c - 1)!, with d/c whole

Law: `finite` returns a form with the value of the sum, or None; the range must not be reversed by more than one (then
it is empty and the closed forms give 0), and no fraction bar may meet a zero.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.antiderivative import linear
from hw3verify.kernel.apart import nonzero
from hw3verify.kernel.atoms import name_atom, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Form, Monomial, atom_form, number
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.whole import MINUS_ONE, is_whole

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_DEGREE = 10
MOST_STEP = 8


def finite(rules: Rules, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
    """The sum over var from lower to upper of a monomial all of whose factors depend on it."""
    if not rules.signs.nonnegative(upper - lower + UNIT):
        return None
    for law in (_binomial, _powers, telescope, _logarithms):
        found = law(rules, var, lower, upper, m)
        if found is not None:
            rules.trace.add("finite sum")
            return found
    return None


def stirling(n: int) -> list[int]:
    """The Stirling numbers of the second kind S(n, 0), ..., S(n, n)."""
    row = [int(j == 0) for j in range(n + 1)]
    for _ in range(n):
        row = [j * row[j] + (row[j - 1] if j else 0) for j in range(n + 1)]
    return row


def falling(x: Form, j: int) -> Form:
    """x (x - 1) ... (x - j + 1)."""
    result = UNIT
    for i in range(j):
        result = result * (x - number(i))
    return result


def _shape(var: str, m: Monomial) -> tuple[int, Form, Monomial] | None:
    """(n, log r, the rest) of k^n r^k times the rest."""
    n, rate, rest = 0, NOTHING, []
    for a, e in m:
        if a == name_atom(var) and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            n = e
            continue
        form = linear(a.data[0], var) if a.kind in ("exp", "parity") else None
        if form is not None and a.kind == "parity":
            form = form[0] * atom_form(MINUS_ONE), form[1]
        if form is not None and not form[1].terms:
            rate = rate + form[0].scale(fmpq(e))
        else:
            rest.append((a, e))
    return n, reduce(rate), tuple(rest)


def _powers(rules: Rules, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
    shape = _shape(var, m)
    if shape is None or shape[2]:
        return None
    n, rate, _ = shape
    if not rate.terms:
        total = NOTHING
        for j, ways in enumerate(stirling(n)):  # k^n = sum S(n, j) k^(j), falling powers
            step = falling(upper + UNIT, j + 1) - falling(lower, j + 1)
            total = total + step.scale(fmpq(ways, j + 1))
        return total
    ratio = rules.exp(rate)
    if not nonzero(rules.signs, ratio - UNIT):
        return None
    over = power(ratio - UNIT, -1)
    ends = [(x, rules.exp(rate * x)) for x in (upper + UNIT, lower)]
    sums: list[Form] = []
    for j in range(n + 1):
        step = power(ends[0][0], j) * ends[0][1] - power(ends[1][0], j) * ends[1][1]
        lesser = NOTHING
        for i in range(j):
            lesser = lesser + sums[i].scale(fmpq(comb(j, i)))
        sums.append((step - ratio * lesser) * over)
    return sums[n]


def telescope(rules: Rules, var: str, lower: Form, upper: Form | None, m: Monomial) -> Form | None:
    """1 / (g(k) g(k + d)) with a linear g, to an end or without end."""
    x = variable_form(var)
    factors = [(x if a == name_atom(var) else a.data[0], e) for a, e in m if a.kind in ("name", "poly")]
    if len(factors) != 2 or len(m) != 2 or any(e != -1 for _, e in factors):
        return None
    forms = [linear(g, var) for g, _ in factors]
    first, second = forms
    if first is None or second is None:
        return None
    (a, b), (c, d) = first, second
    step = reduce((d * a - b * c) * power(a * c, -1)).constant  # where c x + d is that many steps ahead of a x + b
    if step is None or step.q != 1 or not 0 < abs(step) <= MOST_STEP:
        return None
    if step < 0:
        (a, b), (c, d), step = (c, d), (a, b), -step
    if not rules.signs.positive(a) or not rules.signs.positive(a * lower + b) or not rules.signs.positive(c):
        return None
    total = NOTHING
    for i in range(int(step)):
        total = total + power(a * (lower + number(i)) + b, -1)
        if upper is not None:
            total = total - power(a * (upper + number(1 + i)) + b, -1)
    return (total * power(c, -1)).scale(1 / step)


def _logarithms(rules: Rules, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
    """log(c k + d) with c > 0, a whole number d/c and c a + d > 0: a product of consecutive numbers is a quotient of
    factorials. The ends are whole numbers, so that the factorials have values."""
    if len(m) != 1 or m[0][1] != 1 or m[0][0].kind != "log":
        return None
    inner = linear(m[0][0].data[0], var)
    if inner is None or not rules.signs.positive(inner[0]):
        return None
    shift = reduce(inner[1] * power(inner[0], -1)).constant
    first = lower + number(shift or 0)
    if shift is None or shift.q != 1 or not rules.signs.positive(first):
        return None
    if not is_whole(rules, lower) or not is_whole(rules, upper):
        return None
    tops = [rules.function("factorial", (end,)) for end in (upper + number(shift), first - UNIT)]
    return (upper - lower + UNIT) * rules.log(inner[0]) + rules.log(tops[0]) - rules.log(tops[1])


def _binomial(rules: Rules, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
    k = variable_form(var)
    bottoms = {k, upper - k}
    found = {a.data[1] for a, e in m if a.kind == "call" and a.data[0] == "factorial" and e == -1}
    if lower.terms or found != bottoms:
        return None
    shape = _shape(var, tuple((a, e) for a, e in m if not (a.kind == "call" and a.data[0] == "factorial")))
    if shape is None or shape[2]:
        return None
    n, rate, _ = shape
    ratio = rules.exp(rate)
    whole = reduce(UNIT + ratio)
    if n and not nonzero(rules.signs, whole):
        return None
    total = NOTHING
    for j, ways in enumerate(stirling(n)):
        part = falling(upper, j) * power(ratio, j) * rules.raised(whole, upper - number(j))
        total = total + part.scale(fmpq(ways))
    return total * power(rules.function("factorial", (upper,)), -1)


