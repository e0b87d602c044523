"""Cauchy and Schwarz: bounds on the square of an integral.

    by a weight    for w > 0,   (integral of u)^2 <= (integral of u^2/w) (integral of w)
    by a product   if u^2 = a^2 b^2 at every point, where a and b have values,
                   (integral of u)^2 <= (integral of a^2) (integral of b^2)

Law: `schwarz(normal, small, big, witness)` are two pairs (left, right) such that left <= right for both gives
small <= big in every world of the facts: small <= k (integral of u)^2, and k times the bound <= big, with k >= 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.form import Form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import vanishes
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import (
    Apply,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    children,
    divide,
    free_names,
    multiply,
    substitute,
    walk,
)

TWO = Number(2)


def brought(witness: Mapping[str, Any]) -> Expr:
    """All that the witness brings in, under one integral."""
    parts = tuple(decode(witness[key]) for key in ("u", "w", "a", "b") if key in witness)
    return Fold("sum", str(witness["var"]), Domain("space", str(witness["role"])), Sum(parts))


def schwarz(
    normal: Normal, small: Expr, big: Expr, witness: Mapping[str, Any]
) -> tuple[tuple[Expr, Expr], tuple[Expr, Expr]]:
    """The two inequalities that are left; ValueError where a condition of the bound does not hold."""
    var, role, k = str(witness["var"]), str(witness["role"]), Fraction(witness["factor"])
    domain, u = Domain("space", role), decode(witness["u"])
    folds = [n for n in walk(small) if isinstance(n, Fold) and n.op == "sum" and n.domain == domain]
    if not any(substitute(n.body, {n.var: Name(var)}) == u for n in folds):
        raise ValueError("this integral does not occur")
    if k < 0 or var in free_names(small) | free_names(big):
        raise ValueError("a negative factor, or a variable that is not free to be used")
    env = {var: variable_form(normal.rules.variable())}
    if "w" in witness:
        w = decode(witness["w"])
        if not normal.signs.positive(normal.within(w, env)):
            raise ValueError("the weight may vanish")
        bodies = (divide(_squared(u), w), w)
    else:
        bodies = (_squared(decode(witness["a"])), _squared(decode(witness["b"])))
        if not all(_has_values(normal, body, env) for body in bodies):
            raise ValueError("a factor that may have no value")
        if not vanishes(normal, normal.within(_squared(u), env) - normal.within(multiply(*bodies), env)):
            raise ValueError("not this product")
    bound = multiply(Number(k), *(_mass(normal, Fold("sum", var, domain, body)) for body in bodies))
    return (small, multiply(Number(k), Power(Fold("sum", var, domain, u), TWO))), (bound, big)


def _squared(e: Expr) -> Expr:
    """e^2, where the square of an absolute value is that of what stands in it."""
    if isinstance(e, Call) and e.fn == "abs":
        return _squared(e.args[0])
    return Product(tuple(map(_squared, e.factors))) if isinstance(e, Product) else Power(e, TWO)


def _has_values(normal: Normal, e: Expr, env: dict[str, Form]) -> bool:
    """Has an expression a value at every point? Roots and quotients of what is positive, sums, products."""
    if isinstance(e, Power):
        whole = isinstance(e.exponent, Number) and e.exponent.value.denominator == 1 and e.exponent.value >= 0
        if not whole and not (isinstance(e.exponent, Number) and normal.signs.positive(normal.within(e.base, env))):
            return False
        return _has_values(normal, e.base, env)
    if isinstance(e, (Sum, Product)) or (isinstance(e, Call) and e.fn == "abs"):
        return all(_has_values(normal, c, env) for c in children(e))
    return isinstance(e, (Number, Name, Apply))


def _mass(normal: Normal, fold: Fold) -> Expr:
    """The integral, or its value where it is a number."""
    known = normal.form(fold).constant
    return fold if known is None else Number(Fraction(int(known.p), int(known.q)))
