"""Series without end in closed form.

    sum k^n r^k / k!,  sum k^n r^k       for 0 < r (and r < 1 without k!), and with alternating signs
    sum_{k>=1} r^k / k = -log(1 - r)     for 0 < r < 1;  sum_{k>=1} (-1)^k r^k / k = -log(1 + r) for 0 < r <= 1
    sum_{k>=a} 1/(g(k) g(k + d)) telescopes, g linear
    sum_{k>=1} 1/k^2 = pi^2/6, 1/k^4 = pi^4/90

Law: `endless` returns a form with the value of the series where it converges, or None; the first terms up to where the
sum begins are taken off.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.antiderivative import linear
from hw3verify.kernel.atoms import PI, name_atom, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Form, Monomial, atom_form
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.summation import stirling, telescope

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_DEGREE = 12
LAST_START = 4
ZETA = {-2: fmpq(1, 6), -4: fmpq(1, 90)}


def endless(rules: Rules, var: str, lower: Form, m: Monomial) -> Form | None:
    """The series over var from a small integer on of a monomial all of whose factors depend on it."""
    telescoped = telescope(rules, var, lower, None, m)
    if telescoped is not None:
        rules.trace.add("series")
        return telescoped
    start = lower.constant
    if start is None or start.q != 1 or not 0 <= start <= LAST_START:
        return None
    n, over, rate = 0, 0, NOTHING
    alternating = False
    for a, e in m:
        form = linear(a.data[0], var) if a.kind == "exp" else None
        if a.kind == "parity" and a.data[0] == variable_form(var):
            alternating = True
        elif a == name_atom(var) and isinstance(e, int) and -4 <= e <= MOST_DEGREE:
            n = e
        elif a.kind == "call" and a.data == ("factorial", variable_form(var)) and e == -1:
            over = 1
        elif form is not None and not form[1].terms:
            rate = rate + form[0].scale(fmpq(e))
        else:
            return None
    ratio = rules.exp(reduce(rate))
    found = _from_zero(rules, n, over, -ratio if alternating else ratio, ratio, alternating)
    if found is None or (n < 0 and start < 1):
        return None
    rules.trace.add("series")
    ratio = -ratio if alternating else ratio
    for k in range(int(n < 0), int(start.p)):
        weight = fmpq(k) ** n if k or n > 0 else fmpq(int(n == 0))
        found = found - power(ratio, k).scale(weight / (factorial(k) if over else 1))
    return found


def _from_zero(rules: Rules, n: int, over: int, ratio: Form, size: Form, alternating: bool) -> Form | None:
    """The whole series: from 0 on, or from 1 on where k divides."""
    below, small = UNIT - size, rules.signs.positive(size)
    if not small and n < 0:
        return None
    if n < 0:
        if over:
            return None
        if n == -1 and (rules.signs.positive(below) or (alternating and rules.signs.nonnegative(below))):
            return -rules.log(UNIT - ratio)
        if n in ZETA and size == UNIT and not alternating:
            return atom_form(PI, -n).scale(ZETA[n])
        return None
    if not over and not (rules.signs.positive(below) and (small or rules.signs.positive(UNIT + size))):
        return None
    total = NOTHING
    for j, ways in enumerate(stirling(n)):
        part = power(ratio, j).scale(fmpq(ways))
        total = total + (part if over else part.scale(fmpq(factorial(j))) * power(UNIT - ratio, -j - 1))
    return rules.exp(ratio) * total if over else total
