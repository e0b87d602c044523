r"""Laws given by their formula: `p(x) = \lambda e^{-\lambda x}` for `x \ge 0` is the exponential law with rate lambda.

The formula is compared with the densities of the known laws, whose parameters are tried among the names of the formula,
their squares, reciprocals and complements. Two formulas are taken to be one when they agree exactly at random points:
both sides are evaluated as `r \sqrt{q} \pi^k e^a` with rational r, q, k, a. Where the values of the variable are stated
they must be those of the law; a law that does not live on the whole line is recognised only where they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from zlib import crc32

from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import (
    ONE,
    PI,
    Apply,
    Call,
    Expr,
    Name,
    Number,
    Power,
    Product,
    Sum,
    divide,
    exp,
    multiply,
    negate,
    subtract,
    walk,
)

POINTS = 8
MOST_ATOMS = 5
TWO, MINUS_ONE = Number(2), Number(-1)
LINE, HALF, COIN, COUNTS, TRIALS = "the line", "x >= 0", "{0, 1}", "0, 1, 2, ...", "1, 2, 3, ..."
UNIT = "(0, 1)"
LAWS = (  # name, where it lives, how many parameters
    ("exponential", HALF, 1),
    ("normal", LINE, 2),
    ("laplace", LINE, 2),
    ("bernoulli", COIN, 1),
    ("poisson", COUNTS, 1),
    ("geometric", TRIALS, 1),
    ("gamma", HALF, 2),
    ("beta", UNIT, 2),
)


@dataclass(frozen=True, slots=True)
class _Value:
    """sign sqrt(square) pi^power e^exponent."""

    sign: int
    square: Fraction
    power: Fraction = Fraction(0)
    exponent: Fraction = Fraction(0)


class _NoValue(Exception):
    """The point gives the formula no value of this kind."""


def recognised(density: Apply, body: Expr, support: str) -> Law | None:
    """The law of `density(x) = body` for x in the support, if it is a known one."""
    if len(density.args) != 1 or not isinstance(density.args[0].value, Name):
        return None
    x = density.args[0].value
    if any(g.value != Name(g.role) for g in density.given):
        return None
    atoms = sorted({n for n in walk(body) if isinstance(n, Name) and n not in (x, PI)}, key=lambda n: n.id)
    if len(atoms) > MOST_ATOMS or any(isinstance(n, Apply) for n in walk(body)) or x not in set(walk(body)):
        return None
    numbers = sorted({n for n in walk(body) if isinstance(n, Number)}, key=lambda n: n.value)
    places = list(_places(body, x, atoms))
    try:
        values = [_value(body, at) for at in places]
    except (_NoValue, ZeroDivisionError, OverflowError):
        return None
    for name, where, count in LAWS:
        if where != support:
            continue
        for parameters in product(_candidates(atoms, numbers, name), repeat=count):
            if _agrees(density_formula(name, parameters, x), places, values):
                roles = tuple(g.role for g in density.given)
                return Law(density.head, (density.args[0].role,), roles, name, parameters)
    return None


def _candidates(atoms: list[Name], numbers: list[Number], law: str) -> list[Expr]:
    """What may be a parameter: names, their squares and reciprocals, complements, numbers."""
    found: list[Expr] = [*atoms, *(Power(a, TWO) for a in atoms), *(Power(a, MINUS_ONE) for a in atoms)]
    found += [subtract(ONE, a) for a in atoms] if law in ("bernoulli", "geometric") else []
    values = {n.value for n in numbers} | {1 / n.value for n in numbers if n.value} | {Fraction(1), Fraction(2)}
    values |= {Fraction(0), *(v + 1 for v in values), *(-v for v in values), *(1 / v for v in list(values) if v > 0)}
    return [*found, *(Number(v) for v in sorted(values))]


def _places(body: Expr, x: Name, atoms: list[Name]) -> Iterator[dict[Name, Fraction]]:
    """Points with whole numbers, which depend on the formula, so that no formula can be made for them."""
    state = crc32(repr(body).encode())
    for _ in range(POINTS):
        at = {}
        for name in (*atoms, x):
            state = (state * 1103515245 + 12345) % 2**31
            at[name] = Fraction(state // 65536 % 29 + (name != x))
        yield at


def _agrees(formula: Expr, places: list[dict[Name, Fraction]], values: list[_Value]) -> bool:
    try:
        return all(_value(formula, at) == v for at, v in zip(places, values, strict=True))
    except (_NoValue, ZeroDivisionError, OverflowError):
        return False


def density_formula(name: str, parameters: tuple[Expr, ...], x: Expr) -> Expr:
    """The formula of a law inside its support."""
    first, second = parameters[0], parameters[-1]
    if name == "uniform":
        return divide(ONE, subtract(second, first))
    if name == "exponential":
        return multiply(first, exp(negate(multiply(first, x))))
    if name == "normal":
        bell = exp(negate(divide(Power(subtract(x, first), TWO), multiply(TWO, second))))
        return divide(bell, Power(multiply(TWO, PI, second), Number(Fraction(1, 2))))
    if name == "laplace":
        return divide(exp(negate(divide(Call("abs", (subtract(x, first),)), second))), multiply(TWO, second))
    if name == "bernoulli":
        return multiply(Power(first, x), Power(subtract(ONE, first), subtract(ONE, x)))
    if name == "poisson":
        return divide(multiply(Power(first, x), exp(negate(first))), Call("factorial", (x,)))
    if name == "geometric":
        return multiply(first, Power(subtract(ONE, first), subtract(x, ONE)))
    if name == "gamma":
        top = multiply(Power(second, first), Power(x, subtract(first, ONE)), exp(negate(multiply(second, x))))
        return divide(top, Call("gamma", (first,)))
    whole = divide(Call("gamma", (Sum((first, second)),)), multiply(Call("gamma", (first,)), Call("gamma", (second,))))
    return multiply(whole, Power(x, subtract(first, ONE)), Power(subtract(ONE, x), subtract(second, ONE)))


# -- exact values ---------------------------------------------------------------------------------------------


def _value(e: Expr, at: dict[Name, Fraction]) -> _Value:
    if isinstance(e, Number):
        return _of(e.value)
    if e == PI:
        return _Value(1, Fraction(1), Fraction(1))
    if isinstance(e, Name):
        return _of(at[e])
    if isinstance(e, Sum):
        return _of(sum((_rational(_value(t, at)) for t in e.terms), Fraction(0)))
    if isinstance(e, Product):
        found = _of(Fraction(1))
        for f in e.factors:
            v = _value(f, at)
            found = _Value(
                found.sign * v.sign, found.square * v.square, found.power + v.power, found.exponent + v.exponent
            )
        return found if found.sign else _of(Fraction(0))
    if isinstance(e, Power):
        return _raised(_value(e.base, at), _rational(_value(e.exponent, at)))
    if isinstance(e, Call) and len(e.args) == 1:
        value = _rational(_value(e.args[0], at))
        if e.fn == "exp":
            return _Value(1, Fraction(1), Fraction(0), value)
        if e.fn == "abs":
            return _of(abs(value))
        if e.fn in ("factorial", "gamma"):
            k = value if e.fn == "factorial" else value - 1
            if k.denominator == 1 and 0 <= k < 60:
                return _of(Fraction(math.factorial(int(k))))
    raise _NoValue


def _of(value: Fraction) -> _Value:
    return _Value((value > 0) - (value < 0), value * value)


def _rational(v: _Value) -> Fraction:
    if v.power or v.exponent:
        raise _NoValue
    above, below = math.isqrt(v.square.numerator), math.isqrt(v.square.denominator)
    if above * above != v.square.numerator or below * below != v.square.denominator:
        raise _NoValue
    return v.sign * Fraction(above, below)


def _raised(v: _Value, to: Fraction) -> _Value:
    if abs(to) > 60:
        raise _NoValue
    if v.sign == 0:
        if to < 0:
            raise _NoValue
        return _of(Fraction(0 if to else 1))
    if to.denominator == 1:
        k = int(to)
        return _Value(v.sign**k if k >= 0 else v.sign ** (-k), v.square**k, v.power * to, v.exponent * to)
    if to.denominator != 2 or v.sign < 0:
        raise _NoValue
    plain = _rational(_Value(1, v.square))
    return _Value(1, plain ** int(2 * to), v.power * to, v.exponent * to)
