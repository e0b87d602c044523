"""Folds in closed form: one variable, one term, one law.

    complete mass     the fold over z of p(z) is 1;  marginalise: of p(x,z) it is p(x)
    Gaussian moments  the integral of x^n exp(A x^2 + B x) over the line, A < 0, by completing the square
    antiderivative    the integrals of x^n between limits, of x^n exp(-r x) between limits and without end; any other
                      elementary term by the fundamental theorem (`kernel.fundamental`)
    series            sums over all integers from a small one on (`kernel.endless`), and to an end (`kernel.summation`)
    gamma integral    the integral of x^s exp(-r x) from 0 on is Gamma(s + 1) / r^(s + 1)
    push-forward      the fold over z of p_z(z) f(G(z)) is the fold over x of p_G(x) f(x), for G(z) ~ p_G
    sum of a constant the sum of 1 from a to b is b - a + 1, where b is known not to be less than a - 1

Law: `solve` returns a form with the value of the fold, or None. Each law asks for its conditions itself.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.antiderivative import raised_base
from hw3verify.kernel.atoms import PI, Binder, head_atom, name_atom, table, variable_form
from hw3verify.kernel.endless import endless
from hw3verify.kernel.euler import euler
from hw3verify.kernel.form import NOTHING, UNIT, Form, Monomial, atom_form, monomial_form, number
from hw3verify.kernel.fundamental import between
from hw3verify.kernel.laplace import binomial_sum, two_sided
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.summation import finite
from hw3verify.kernel.support import WHOLE
from hw3verify.meaning.claim import PushForward

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_DEGREE = 40
MOST_MOMENT = 12


def solve(rules: Rules, var: str, domain: Binder, m: Monomial) -> Form | None:
    """The fold over one variable of one term whose factors all depend on it, if a law gives it."""
    kind, role, lower, upper = domain
    if kind == "space":
        for law in (_marginal, _push_forward):
            solved = law(rules, var, role, m)
            if solved is not None:
                return solved
        if role in rules.lines or rules.supports.get(role) == WHOLE:
            solved = _gaussian(rules, var, m)
            return two_sided(rules, var, m) if solved is None else solved
        support = rules.supports.get(role)
        if support is None or support.lower is None:
            return None
        if not support.counted:
            return _segment(rules, var, support.lower, support.upper, m)
        if support.upper is None:
            return endless(rules, var, support.lower, m)
        return (_coin if support.upper == UNIT else binomial_sum)(rules, var, support.upper, m)
    if kind == "interval":
        if lower is None and upper is None:
            solved = _gaussian(rules, var, m)
            return between(rules, var, lower, upper, monomial_form(m)) if solved is None else solved
        solved = _segment(rules, var, lower, upper, m)
        return between(rules, var, lower, upper, monomial_form(m)) if solved is None else solved
    if kind == "index" and upper is None and lower is not None:
        found = endless(rules, var, lower, m)
        return _tail(rules, var, lower, m) if found is None else found
    if lower is None or upper is None:
        return None
    if kind == "index":
        return finite(rules, var, lower, upper, m) if m else _count(rules, lower, upper)
    return None


def _tail(rules: Rules, var: str, lower: Form, m: Monomial) -> Form | None:
    """The sum of r^k from any whole number m on is r^m / (1 - r), 0 < r < 1."""
    n, _, linear, square = _exponents(var, m)
    if n != 0 or square.terms or lower.constant is not None:
        return None
    ratio = rules.exp(reduce(linear))
    if not rules.signs.positive(UNIT - ratio):
        return None
    rules.trace.add("series")
    return rules.exp(lower * reduce(linear)) * power(UNIT - ratio, -1)


def _segment(rules: Rules, var: str, lower: Form | None, upper: Form | None, m: Monomial) -> Form | None:
    """The integral of one term between two ends, of which one may be missing."""
    solved = None if lower is None or upper is None else _polynomial(rules, var, lower, upper, m)
    if solved is None and lower == NOTHING and upper is None:
        solved = _half_gaussian(rules, var, m)
    solved = _exponential(rules, var, lower, upper, m) if solved is None else solved
    solved = euler(rules, var, lower, upper, m) if solved is None else solved
    return _gamma(rules, var, m) if solved is None and lower == NOTHING and upper is None else solved


def _count(rules: Rules, lower: Form, upper: Form) -> Form | None:
    """The sum of 1 over an index is the number of its values; an empty range has none, however far it is reversed."""
    size = upper - lower + UNIT
    if not rules.signs.nonnegative(size):
        return None
    rules.trace.add("sum of a constant")
    return size


def _marginal(rules: Rules, var: str, role: str, m: Monomial) -> Form | None:
    """The fold over z of p(x,z) is p(x); of p(z) it is 1."""
    if len(m) != 1 or m[0][1] != 1 or m[0][0].kind != "table":
        return None
    family, args = m[0][0].data
    here = [r for r, f in args if var in f.names]
    if here != [role] or dict(args)[role] != variable_form(var):
        return None
    rules.trace.add("marginalise" if len(args) > 1 else "complete mass")
    return rules.table(family, tuple((r, f) for r, f in args if r != role))


def _polynomial(rules: Rules, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
    """The integral of x^n over [a, b] is (b^(n+1) - a^(n+1)) / (n+1), n >= 0."""
    n = 0
    for a, e in m:
        if a != name_atom(var) or not isinstance(e, int) or not 0 < e < MOST_DEGREE:
            return None
        n = e
    rules.trace.add("antiderivative")
    return (power(upper, n + 1) - power(lower, n + 1)).scale(fmpq(1, n + 1))


def _exponential(rules: Rules, var: str, lower: Form | None, upper: Form | None, m: Monomial) -> Form | None:
    """The integral of x^n exp(-r x), from its antiderivative -exp(-r x) sum_k n!/k! x^k / r^(n-k+1); r > 0 without an
    upper end (n! / r^(n+1) from 0 on), r < 0 without a lower one, and r of a known sign between two ends."""
    n, _, linear, square = _exponents(var, m)
    if n is None or square.terms or (lower is None and upper is None):
        return None
    rate = -reduce(linear)
    rises, falls = rules.signs.positive(-rate), rules.signs.positive(rate)
    if not (rises or falls) or (upper is None and rises) or (lower is None and falls):
        return None
    rules.trace.add("exponential moments" if lower is None or upper is None else "antiderivative")

    def rest(x: Form | None) -> Form:  # minus the antiderivative; 0 at infinity
        if x is None:
            return NOTHING
        total = NOTHING
        for k in range(n + 1 if x.terms else 1):
            total = total + (power(x, k) * power(rate, k - n - 1)).scale(fmpq(factorial(n), factorial(k)))
        return rules.exp(-(rate * x)) * total

    return rest(lower) - rest(upper)


def _coin(rules: Rules, var: str, upper: Form, m: Monomial) -> Form | None:  # noqa: ARG001
    """The sum over 0 and 1 of what depends on the value only."""
    if any(a.kind not in ("name", "exp", "poly") for a, _ in m):
        return None
    if any(f"{kind}(" in a.key for a, _ in m for kind in ("table", "function", "entry", "fold", "call")):
        return None
    rules.trace.add("sum over 0 and 1")
    values = (rules.substitute(monomial_form(m), {var: value}) for value in (NOTHING, UNIT))
    return next(values) + next(values)


def _exponents(var: str, m: Monomial) -> tuple[int | None, Form, Form, Form]:
    """(n, 0, a, b) for x^n exp(a x + b x^2); n is None for anything else."""
    me = name_atom(var)
    n, parts = 0, [NOTHING, NOTHING, NOTHING]
    for a, e in m:
        if a == me and isinstance(e, int) and 0 < e <= MOST_MOMENT:
            n = e
        elif a.kind == "exp":
            for k, c in a.data[0].terms.items():
                degree = dict(k).get(me, 0)
                rest = tuple(p for p in k if p[0] != me)
                if degree not in (1, 2) or any(var in x.names for x, _ in rest):
                    return None, NOTHING, NOTHING, NOTHING
                parts[degree] = parts[degree] + monomial_form(rest, c * fmpq(e))
        else:
            return None, NOTHING, NOTHING, NOTHING
    return n, parts[0], parts[1], parts[2]


def _gaussian(rules: Rules, var: str, m: Monomial) -> Form | None:
    """Moments of a normal weight: E x^k = mean E x^(k-1) + (k-1) variance E x^(k-2)."""
    n, _, linear, square = _exponents(var, m)
    if n is None:
        return None
    square = reduce(square)
    if not square.terms or not rules.signs.positive(-square):
        return None
    rules.trace.add("Gaussian moments")
    inverse = power(square, -1)
    mean = reduce(linear * inverse).scale(fmpq(-1, 2))
    variance = inverse.scale(fmpq(-1, 2))
    moments = [UNIT, mean]
    for k in range(2, n + 1):
        moments.append(mean * moments[k - 1] + (variance * moments[k - 2]).scale(fmpq(k - 1)))
    mass = rules.power(-inverse, fmpq(1, 2)) * atom_form(PI, fmpq(1, 2))
    return mass * rules.exp(reduce(linear * linear * inverse).scale(fmpq(-1, 4))) * moments[n]


def _half_gaussian(rules: Rules, var: str, m: Monomial) -> Form | None:
    """From 0 on, x^n exp(-a x^2) integrates to half of its moment for even n, to k! / (2 a^(k+1)) for n = 2k + 1."""
    n, _, linear, square = _exponents(var, m)
    if n is None or linear.terms:
        return None
    if n % 2 == 0:
        whole = _gaussian(rules, var, m)
        return None if whole is None else whole.scale(fmpq(1, 2))
    square = reduce(square)
    if not square.terms or not rules.signs.positive(-square):
        return None
    rules.trace.add("Gaussian moments")
    return power(-square, -(n + 1) // 2).scale(fmpq(factorial(n // 2), 2))


def _gamma(rules: Rules, var: str, m: Monomial) -> Form | None:
    """The integral of x^s exp(-r x) from 0 on is Gamma(s + 1) / r^(s + 1), for s > -1 and r > 0."""
    s, plain = NOTHING, []
    for a, e in m:
        raised = raised_base(a.data[0], var) if a.kind == "exp" else None
        if a == name_atom(var):
            s = s + number(e)
        elif raised is not None and raised[0] == variable_form(var):
            s = s + raised[1].scale(fmpq(e))
        else:
            plain.append((a, e))
    n, _, linear, square = _exponents(var, tuple(plain))
    rate, shape = -reduce(linear), s + UNIT
    if n != 0 or square.terms or not rules.signs.positive(rate) or not rules.signs.positive(shape):
        return None
    rules.trace.add("gamma integral")
    return rules.function("gamma", (shape,)) * rules.raised(rate, -shape)


def _push_forward(rules: Rules, var: str, role: str, m: Monomial) -> Form | None:
    """An expectation of a function of G(z) is one under the law of G(z)."""
    for fact in rules.signs.facts.push_forwards:
        if fact.base_role == role:
            moved = _pushed(rules, fact, var, m)
            if moved is not None:
                rules.trace.add("push-forward")
                return moved
    return None


def _pushed(rules: Rules, fact: PushForward, var: str, m: Monomial) -> Form | None:
    place = ((fact.base_role, variable_form(var)),)
    base, image = head_atom("table", fact.base, place), head_atom("function", fact.map, place)
    if (base, 1) not in m:
        return None
    new = rules.variable()
    target = variable_form(new)
    others = monomial_form(tuple(p for p in m if p[0] != base))
    rest = rules.substitute(others, {}, lambda a: target if a == image else None)
    if var in rest.names:
        return None
    whole = rest * table(fact.image, ((fact.image_role, target),))
    return rules.fold(((new, ("space", fact.image_role, None, None)),), whole)
