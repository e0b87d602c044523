r"""The distance W_1 as a norm of a difference.

W_1(p, q) is the area |F - G| between the distribution functions, so it depends on d = p - q only, and N(d) = W_1(p, q)
is a norm of signed densities of mass zero:

    distance     N(c d) = |c| N(d), N(0) = 0: equal differences, up to a factor, have equal distances
    triangle     N(sum of c_k d_k) <= sum of c_k N(d_k) for c_k >= 0 (or with the sign of d_k turned)
    Lipschitz    the integral of f d is at most K N(d) where |f(x) - f(y)| <= K |x - y|

Law: a form N(d) has the value of the distance in every world; the gaps below are never negative. The test functions f
are sums of a x and a |x - b| with numbers a, so that K is the sum of |a|.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from hw3verify.kernel.atoms import Binder, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Form, NoForm, monomial_form
from hw3verify.kernel.rational import factor, power
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import Call, Expr, Fold, Name

if TYPE_CHECKING:
    from hw3verify.kernel.normal import Environment, Normal
    from hw3verify.kernel.rules import Rules


def difference(normal: Normal, e: Fold, env: Environment) -> tuple[str, Binder, Form]:
    """The variable of a distance, and p - q in terms of it."""
    if e.op != "W1" or e.domain.kind != "space":
        raise NoForm("no distance between densities")
    var = normal.rules.variable()
    inner = {**env, e.var: variable_form(var)}
    if isinstance(e.body, Call) and e.body.fn == "pair" and len(e.body.args) == 2:
        p, q = (normal.within(a, inner) for a in e.body.args)
        return var, (e.domain.kind, e.domain.role, None, None), p - q
    return var, (e.domain.kind, e.domain.role, None, None), normal.within(e.body, inner)


def distance(rules: Rules, var: str, binder: Binder, d: Form) -> Form:
    """N(d): what does not vary and has a known sign stands outside, and the first coefficient of d is 1."""
    if not d.terms:
        return NOTHING
    rules.trace.add("distance")
    c, m, pieces = factor(d)
    outside, inside = monomial_form((), abs(c)), UNIT
    for a, e in m:
        part = monomial_form(((a, e),))
        if var not in a.names and rules.signs.positive(part):
            outside = outside * part
        else:
            inside = inside * part
    for piece, e in pieces:
        sign = 0 if var in piece.names else 1 if rules.signs.positive(piece) else -int(rules.signs.positive(-piece))
        if sign:
            outside = outside * power(piece if sign > 0 else -piece, e)
        else:
            inside = inside * power(piece, e)
    first = min(inside.terms, key=lambda n: monomial_form(n).key)
    return outside * rules.opaque("W1", var, binder, inside if inside.terms[first] > 0 else -inside)


def triangle(normal: Normal, parts: list[Any]) -> Form:
    """sum of c_k N(d_k) - N(sum of +-c_k d_k): `parts` are (c_k, sign, distance); ValueError unless every c_k >= 0."""
    total, together = NOTHING, NOTHING
    shared: tuple[str, Binder] | None = None
    for coefficient, sign, written in parts:
        c = normal.form(decode(coefficient))
        if not normal.signs.nonnegative(c) or sign not in (1, -1):
            raise ValueError("a negative coefficient")
        var, binder, d = difference(normal, _fold(decode(written)), {})
        total = total + c * distance(normal.rules, var, binder, d)
        if shared is None:
            shared = (var, binder)
        elif binder != shared[1]:
            raise ValueError("distances over different spaces")
        moved = normal.rules.substitute(d, {var: variable_form(shared[0])})
        together = together + c * moved.scale(fmpq(sign))
    if shared is None:
        raise ValueError("no distance")
    normal.trace.add("triangle inequality")
    return total - distance(normal.rules, shared[0], shared[1], together)


def lipschitz(normal: Normal, written: Any, test: list[Any]) -> Form:
    """K N(d) - the integral of f d: `test` lists (a, None) for a x and (a, b) for a |x - b|."""
    e = _fold(decode(written))
    var, binder, d = difference(normal, e, {})
    slope, f = Fraction(0), NOTHING
    x = Name(e.var)
    for a, at in test:
        a = Fraction(a)
        slope += abs(a)
        term: Expr = x
        if at is not None:
            b = normal.form(decode(at))
            piece = normal.rules.function("abs", (variable_form(var) - b,))
        else:
            piece = normal.within(term, {e.var: variable_form(var)})
        f = f + piece.scale(fmpq(a.numerator, a.denominator))
    normal.trace.add("Lipschitz bound")
    bound = distance(normal.rules, var, binder, d).scale(fmpq(slope.numerator, slope.denominator))
    return bound - normal.rules.fold(((var, binder),), f * d)


def _fold(e: Expr) -> Fold:
    if not isinstance(e, Fold):
        raise TypeError("no distance")
    return e
