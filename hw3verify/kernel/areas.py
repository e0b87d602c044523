r"""Wasserstein distances as integrals.

    W_1(p, q)    the area between the distribution functions: the integral of |F - G| over the line
                 between two laws that differ in location and scale only: E|shift + stretch Z|, which is |shift| for
                 equal scales and |stretch| E|Z| for equal locations
    W_2(p, q)    between two such laws the root of E (shift + stretch Z)^2 (by the monotone coupling)

Law: `distance` has the value of the distance wherever the laws exist. A density is a law, or a weighted sum of laws.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.kernel.law import conditions, law_for, parameters_at
from hw3verify.kernel.ranges import Unresolved
from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    PI,
    ZERO,
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
    add,
    divide,
    exp,
    free_names,
    multiply,
    negate,
    subtract,
)

HALF = Number(Fraction(1, 2))
TWO = Number(2)

# name -> (E Z, E Z^2) of the standard law, and E|Z|
STANDARD: dict[str, tuple[Expr, Expr, Expr]] = {
    "normal": (ZERO, ONE, Power(divide(TWO, PI), HALF)),
    "laplace": (ZERO, TWO, ONE),
    "uniform": (HALF, Number(Fraction(1, 3)), HALF),
    "exponential": (ONE, TWO, ONE),
    "point": (ZERO, ZERO, ZERO),
}


def distance(facts: Facts, e: Fold, here: Situation) -> Expr:
    """The distance between the two densities that the fold pairs, as an expression."""
    if not (isinstance(e.body, Call) and e.body.fn == "pair" and len(e.body.args) == 2):
        raise Unresolved
    first, second = e.body.args
    places = [_place(facts, d, e.var, here) for d in (first, second)]
    p, q = places
    if p is not None and q is not None and (p[0] == q[0] or "point" in (p[0], q[0])):
        name = q[0] if p[0] == "point" else p[0]
        shift, stretch = subtract(p[1], q[1]), subtract(p[2], q[2])
        mean, square, size = STANDARD[name]
        if e.op == "W2" and here.sign(stretch) == 0:
            return Call("abs", (shift,))
        if e.op == "W2":
            cross = multiply(TWO, shift, stretch, mean)
            return Power(add(Power(shift, TWO), cross, multiply(Power(stretch, TWO), square)), HALF)
        if here.sign(stretch) == 0:
            return Call("abs", (shift,))
        if here.sign(shift) == 0:
            return multiply(Call("abs", (stretch,)), size)
    if e.op == "W2":
        raise Unresolved
    x = Name(e.var)
    gap = subtract(_below(facts, first, e.var, x, here), _below(facts, second, e.var, x, here))
    return Fold("sum", e.var, Domain("interval", e.domain.role, negate(INFINITY), INFINITY), Call("abs", (gap,)))


def _law(facts: Facts, d: Expr, var: str, here: Situation) -> tuple[str, tuple[Expr, ...]] | None:
    """The law of a density at the variable, if it exists in this situation, and its parameters."""
    law = law_for(facts, d) if isinstance(d, Apply) and d.head in facts.densities else None
    if law is None or law.index or not isinstance(d, Apply) or len(d.args) != 1 or d.args[0].value != Name(var):
        return None
    parameters = parameters_at(law, d)
    if any(var in free_names(p) for p in parameters) or (law.name not in STANDARD):
        return None
    if law.name != "point":
        for needed in conditions(law.name, parameters):
            gap = subtract(needed.left, needed.right)
            if here.sign(gap if needed.op == ">" else negate(gap)) != 1:
                return None
    return law.name, parameters


def _place(facts: Facts, d: Expr, var: str, here: Situation) -> tuple[str, Expr, Expr] | None:
    """(name, location, scale)."""
    found = _law(facts, d, var, here)
    if found is None:
        return None
    name, parameters = found
    if name == "uniform":
        return name, parameters[0], subtract(parameters[1], parameters[0])
    if name == "exponential":
        return name, ZERO, Power(parameters[0], Number(-1))
    if name == "point":
        return name, parameters[0], ZERO
    return name, parameters[0], Power(parameters[1], HALF) if name == "normal" else parameters[1]


def _below(facts: Facts, d: Expr, var: str, x: Expr, here: Situation) -> Expr:
    """The distribution function of a density at x."""
    if isinstance(d, Sum):
        return add(*(_below(facts, t, var, x, here) for t in d.terms))
    if isinstance(d, Product):
        rest = [f for f in d.factors if var not in free_names(f)]
        inside = [f for f in d.factors if var in free_names(f)]
        if len(inside) == 1:
            return multiply(*rest, _below(facts, inside[0], var, x, here))
    found = _law(facts, d, var, here)
    if found is None:
        raise Unresolved
    name, parameters = found
    if name == "uniform":
        low, high = parameters
        part = divide(subtract(x, low), subtract(high, low))
        return Call("max", (ZERO, Call("min", (ONE, part))))
    if name == "exponential":
        (rate,) = parameters
        return multiply(Call("le", (ZERO, x)), subtract(ONE, exp(negate(multiply(rate, x)))))
    if name == "point":
        return Call("le", (parameters[0], x))
    if name == "laplace":
        location, scale = parameters
        t = divide(subtract(x, location), scale)
        tail = exp(negate(Call("abs", (t,))))
        return multiply(HALF, add(ONE, multiply(Call("sign", (t,)), subtract(ONE, tail))))
    mean, variance = parameters
    t = divide(subtract(x, mean), Power(multiply(TWO, variance), HALF))
    return multiply(HALF, add(ONE, Call("erf", (t,))))
