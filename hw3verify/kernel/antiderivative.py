"""Antiderivatives of elementary terms.

    (a x + b)^s log^k          powers of linear sums, rational or symbolic s, with powers of their logarithm
    x^n exp(r x), x^n exp(A x^2 + B x)      by parts; a bell leaves an error function
    1 / (linear * linear ...)  apart into partial fractions;  x^n / (a x^2 + b x + c) without real roots: an arctangent

What is computed here is believed only where `kernel.fundamental` has differentiated it again. `antiderivative` returns
a form F for a monomial m, or None.
"""

from __future__ import annotations

from math import comb, factorial
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import PI, name_atom, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, Monomial, atom_form, monomial_form, number
from hw3verify.kernel.rational import poly_atom, power, reduce

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules

MOST_DEGREE = 12
MOST_LOGS = 6
MOST_PARTS = 8


def antiderivative(rules: Rules, var: str, m: Monomial, depth: int = 0) -> Form | None:
    """A form whose derivative should be the monomial, all of whose factors depend on the variable."""
    rules.tick()
    found = _bell(rules, var, m)
    if found is None:
        found = _powers(rules, var, m)
    if found is None and depth < MOST_PARTS:
        found = _of_exponential(rules, var, m, depth)
    if found is None and depth < MOST_PARTS:
        found = _apart(rules, var, m, depth)
    return _quadratic(rules, var, m) if found is None else found


def linear(f: Form, var: str) -> tuple[Form, Form] | None:
    """(a, b) of f = a x + b with a and b free of x; None for anything else."""
    found = coefficients(f, var, 1)
    return None if found is None or not found[1].terms else (found[1], found[0])


def coefficients(f: Form, var: str, most: int) -> list[Form] | None:
    """The coefficients of a polynomial in x of at most this degree, the constant first."""
    me, parts = name_atom(var), [NOTHING] * (most + 1)
    for m, c in f.terms.items():
        degree = dict(m).get(me, 0)
        rest = tuple(pair for pair in m if pair[0] != me)
        if not isinstance(degree, int) or not 0 <= degree <= most or any(var in a.names for a, _ in rest):
            return None
        parts[degree] = parts[degree] + monomial_form(rest, c)
    return parts


def _bell(rules: Rules, var: str, m: Monomial) -> Form | None:
    """x^n exp(A x^2 + B x)."""
    me, n, parts = name_atom(var), 0, [NOTHING, NOTHING, NOTHING]
    if not any(a.kind == "exp" for a, _ in m):
        return None
    for a, e in m:
        if a == me and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            n = e
            continue
        inner = coefficients(a.data[0], var, 2) if a.kind == "exp" else None
        if inner is None:
            return None
        parts = [p + q.scale(fmpq(e)) for p, q in zip(parts, inner, strict=True)]
    x, rate, square = variable_form(var), reduce(parts[1]), reduce(parts[2])
    if not square.terms:
        if not _nonzero(rules, rate):
            return None
        total = NOTHING
        for k in range(n + 1):
            weight = fmpq((-1) ** (n - k) * factorial(n), factorial(k))
            total = total + (power(x, k) * power(rate, k - n - 1)).scale(weight)
        return total * rules.exp(rate * x)
    if not rules.signs.positive(-square):
        return None
    centre = (rate * power(square, -1)).scale(fmpq(-1, 2))
    t, width = x - centre, rules.power(-square, fmpq(1, 2))
    peak = rules.exp(-(square * centre * centre))
    bell = rules.exp(square * x * x + rate * x)  # exp(A t^2) * exp(-A c^2)
    error = atom_form(PI, fmpq(1, 2)) * power(width, -1) * rules.function("erf", (width * t,))
    whole = [error.scale(fmpq(1, 2)) * peak]
    for k in range(1, n + 1):
        part = (power(t, k - 1) * power(square, -1) * bell).scale(fmpq(1, 2))
        if k > 1:
            part = part - (whole[k - 2] * power(square, -1)).scale(fmpq(k - 1, 2))
        whole.append(part)
    total = NOTHING
    for k in range(n + 1):
        total = total + whole[k] * power(centre, n - k).scale(fmpq(comb(n, k)))
    return total


def _of_exponential(rules: Rules, var: str, m: Monomial, depth: int) -> Form | None:
    """A function of y = exp(c x) alone: with dx = dy / (c y)."""
    inside: set[Atom] = set()
    stack = [m]
    while stack:
        for a, _ in stack.pop():
            if a.kind == "exp" and var in a.names:
                inside.add(a)
            elif a.kind == "poly":
                stack.extend(a.data[0].terms)
            elif var in a.names:
                return None
    rate = linear(next(iter(inside)).data[0], var) if len(inside) == 1 else None
    if rate is None or rate[1].terms:
        return None
    (held,) = inside
    y = rules.variable()
    rules.signs.learn(variable_form(y), True)
    turned = rules.substitute(monomial_form(m), {}, lambda a: variable_form(y) if a == held else None)
    if var in turned.names:
        return None
    found = antiderivatives(rules, y, turned * power(rate[0] * variable_form(y), -1), depth + 1)
    return None if found is None else rules.substitute(found, {y: atom_form(held)})


def _nonzero(rules: Rules, f: Form) -> bool:
    return rules.signs.positive(f) or rules.signs.positive(-f)


def _powers(rules: Rules, var: str, m: Monomial) -> Form | None:
    """x^n g^s log(g)^k with one linear g, x written as (g - b)/a."""
    me = name_atom(var)
    bases: dict[Form, Form] = {}  # linear sum -> exponent (a form)
    logs, n = 0, fmpq(0)
    about: set[Form] = set()
    for a, e in m:
        if a == me:
            n = fmpq(e)
        elif a.kind == "poly":
            bases[a.data[0]] = bases.get(a.data[0], NOTHING) + number(e)
        elif a.kind == "log" and isinstance(e, int) and 0 < e <= MOST_LOGS:
            about.add(a.data[0])
            logs += e
        elif a.kind == "exp" and (raised := raised_base(a.data[0], var)) is not None:
            base, exponent = raised
            bases[base] = bases.get(base, NOTHING) + exponent.scale(fmpq(e))
        else:
            return None
    x = variable_form(var)
    other = {g for g in (*bases, *about) if g != x}
    if len(other) > 1 or (other and x in about):
        return None
    g = next(iter(other)) if other else x
    form = linear(g, var)
    if form is None or len(about) > 1 or not _nonzero(rules, form[0]):
        return None
    slope, offset = form
    s = bases.get(g, NOTHING)
    if g == x:
        return _one(rules, x, s + number(n), logs)
    if bases.get(x, NOTHING).terms or n.q != 1 or not 0 <= n <= MOST_DEGREE:
        return None
    total, degree = NOTHING, int(n.p)
    for j in range(degree + 1):  # x^n = sum binom g^j (-b)^(n-j) / a^n
        part = _one(rules, g, s + number(j), logs)
        if part is None:
            return None
        total = total + part * power(-offset, degree - j).scale(fmpq(comb(degree, j)))
    return total * power(slope, -degree - 1)


def raised_base(inner: Form, var: str) -> tuple[Form, Form] | None:
    """(g, s) where exp of the inner form is g^s: the inner form is s log g."""
    whole = inner.single
    if whole is None:
        return None
    logs = [(a, e) for a, e in whole[1] if var in a.names]
    if len(logs) != 1 or logs[0][0].kind != "log" or logs[0][1] != 1:
        return None
    return logs[0][0].data[0], monomial_form(tuple(p for p in whole[1] if p[0] != logs[0][0]), whole[0])


def _one(rules: Rules, g: Form, s: Form, logs: int) -> Form | None:
    """The integral of g^s log(g)^k by g."""
    log = atom_form(Atom("log", (g,), g.names))
    up = s + UNIT
    if not up.terms:
        if not logs and rules.signs.positive(-g):
            return rules.log(-g)
        return power(log, logs + 1).scale(fmpq(1, logs + 1))
    if up.constant is None and not _nonzero(rules, up):
        return None
    total, weight = NOTHING, power(up, -1)
    for k in range(logs, -1, -1):
        total = total + power(log, k) * weight
        weight = (weight * power(up, -1)).scale(fmpq(-k))
    return rules.raised(g, up) * total


def _apart(rules: Rules, var: str, m: Monomial, depth: int) -> Form | None:
    """1 = (a g2 - c g1) / (a d - c b) for g1 = a x + b, g2 = c x + d: one factor less in the denominator."""
    me = name_atom(var)
    factors = [
        (a, linear(variable_form(var) if a == me else a.data[0], var))
        for a, e in m
        if (a == me or a.kind == "poly") and isinstance(e, int) and e < 0
    ]
    pairs = [(a, form) for a, form in factors if form is not None]
    if len(pairs) < 2:
        return None
    (first, (a, b)), (second, (c, d)) = pairs[:2]
    across = reduce(a * d - c * b)
    if not _nonzero(rules, across):
        return None
    total = NOTHING
    for atom, weight in ((second, a), (first, -c)):
        rest = antiderivatives(rules, var, monomial_form(m) * atom_form(atom), depth + 1)
        if rest is None:
            return None
        total = total + weight * rest
    return total * power(across, -1)


def antiderivatives(rules: Rules, var: str, f: Form, depth: int = 0) -> Form | None:
    """The same for a sum of monomials; factors free of the variable come out."""
    total = NOTHING
    for m, c in f.terms.items():
        outside = tuple(pair for pair in m if var not in pair[0].names)
        inside = tuple(pair for pair in m if var in pair[0].names)
        part = antiderivative(rules, var, inside, depth) if inside else variable_form(var)
        if part is None:
            return None
        total = total + monomial_form(outside, c) * part
    return total


def _quadratic(rules: Rules, var: str, m: Monomial) -> Form | None:
    """x^n / q for q = a x^2 + b x + c with 4 a c > b^2: an arctangent, and for n = 1 a logarithm."""
    me, n, q = name_atom(var), 0, None
    for a, e in m:
        if a == me and isinstance(e, int) and 0 < e <= MOST_DEGREE:
            n = e
        elif a.kind == "poly" and e == -1 and q is None:
            q = a.data[0]
        else:
            return None
    parts = None if q is None else coefficients(q, var, 2)
    if q is None or parts is None or not parts[2].terms:
        return None
    c, b, a2 = parts
    gap = reduce((a2 * c).scale(fmpq(4)) - b * b)
    if not rules.signs.positive(gap) or not rules.signs.positive(a2):
        return None
    x = variable_form(var)
    if n >= 2:  # x^n = x^(n-2) (q - b x - c) / a
        over = atom_form(poly_atom(q), -1)
        lower = [power(x, n - 2) * f for f in (UNIT, -(b * x) * over, -(c * over))]
        found = [antiderivatives(rules, var, f, MOST_PARTS) if f.terms else NOTHING for f in lower]
        if any(f is None for f in found):
            return None
        return (found[0] + found[1] + found[2]) * power(a2, -1)  # type: ignore[operator]  # none is missing
    root = rules.power(gap, fmpq(1, 2))
    slope = (a2 * x).scale(fmpq(2)) + b
    turn = (power(root, -1) * rules.function("arctan", (slope * power(root, -1),))).scale(fmpq(2))
    if n == 0:
        return turn
    log = atom_form(Atom("log", (q,), q.names))
    return (log * power(a2, -1)).scale(fmpq(1, 2)) - (b * power(a2, -1) * turn).scale(fmpq(1, 2))
