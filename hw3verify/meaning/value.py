"""Exact numbers: what a side of a claim evaluates to in a world.

    LogLinear   a + sum_p b_p log p with rational a, b_p and primes p
    Ball        a real number known to lie in an interval; grows narrower with the working precision
    Infinite    plus or minus infinity (a value: the divergence of uncovered mass)
    Undefined   no value here: 0/0, infinity - infinity, or (`definite`) the logarithm of a negative number

Law: 1 and the logarithms of the primes are linearly independent over the rationals, so two LogLinear values are equal
exactly when all coefficients are; their order is decided by balls that must separate as the precision grows. Two
balls are compared only when they are separated: `compare` never claims that balls are equal, and a ball that came
from an operation without a certain result (a logarithm of an interval about 0) contains everything.

Conventions: log 0 = -infinity, c/0 = +infinity for c > 0, and an exact zero times anything infinite or not defined
because of 0/0 or log 0 is 0 (p log(p/q) where p vanishes). Numbers that are too large are refused (`CannotEvaluate`);
nothing here rounds silently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flint import arb, ctx, fmpq

MOST_BITS = 4000


class CannotEvaluate(Exception):
    """No value can be given for a reason that says nothing about the claim."""


@dataclass(frozen=True, slots=True)
class LogLinear:
    """`rational + sum(b * log p for p, b in logs)`, primes increasing, no zero coefficient."""

    rational: fmpq
    logs: tuple[tuple[int, fmpq], ...] = ()


@dataclass(frozen=True, slots=True)
class Ball:
    """A real number somewhere in the ball."""

    ball: arb


@dataclass(frozen=True, slots=True)
class Infinite:
    """`sign` times infinity; `pole` when it is 1/0, which a zero factor does not absorb."""

    sign: int
    pole: bool = False


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value.

    definite: no convention could give one (the logarithm of a negative number); stubborn: a zero factor does not
    absorb it (1/(a - b) at a = b), while it does absorb 0/0 of densities and infinity - infinity.
    """

    definite: bool = False
    stubborn: bool = False


Value = LogLinear | Ball | Infinite | Undefined

ZERO = LogLinear(fmpq(0))
ONE = LogLinear(fmpq(1))
UNKNOWN = Ball(arb.nan())


def rational(value: fmpq | int) -> Value:
    """The rational number as a value."""
    return bounded(fmpq(value))


def bounded(value: fmpq) -> Value:
    """The rational number, as a ball when it is too long to carry along exactly."""
    if value.height_bits() > MOST_BITS:
        return Ball(arb(value))
    return LogLinear(value)


def missing(values: Iterable[Value]) -> Undefined:
    """What comes of an operation on values some of which are missing."""
    found = [a for a in values if isinstance(a, Undefined)]
    return Undefined(any(a.definite for a in found), any(a.stubborn for a in found))


def is_zero(a: Value) -> bool:
    """Exactly zero."""
    return isinstance(a, LogLinear) and not a.logs and a.rational == 0


def as_rational(a: Value) -> fmpq | None:
    """The rational number, if it is exactly one."""
    return a.rational if isinstance(a, LogLinear) and not a.logs else None


def enclosure(a: LogLinear | Ball) -> arb:
    """An interval around the value at the current precision."""
    if isinstance(a, Ball):
        return a.ball
    total = arb(a.rational)
    for prime, weight in a.logs:
        total += arb(prime).log() * arb(weight)
    return total


def sign_of(a: Value) -> int | None:
    """-1, 0 or 1; None when it is not certain (or there is no value)."""
    if isinstance(a, Infinite):
        return a.sign
    if isinstance(a, Undefined):
        return None
    if isinstance(a, LogLinear):
        if not a.logs:
            return (a.rational > 0) - (a.rational < 0)
        bits = 64
        while bits <= 1 << 16:  # ends: the value is not 0, so some precision separates it from 0
            with ctx.workprec(bits):
                ball = enclosure(a)
                if ball > 0 or ball < 0:
                    return 1 if ball > 0 else -1
            bits *= 4
        return None
    if a.ball > 0:
        return 1
    return -1 if a.ball < 0 else None


def negate(a: Value) -> Value:
    """-a."""
    if isinstance(a, LogLinear):
        return LogLinear(-a.rational, tuple((p, -b) for p, b in a.logs))
    if isinstance(a, Ball):
        return Ball(-a.ball)
    return Infinite(-a.sign, a.pole) if isinstance(a, Infinite) else a


def add_all(values: Iterable[Value]) -> Value:
    """The sum; infinity - infinity has no value."""
    total = fmpq(0)
    logs: dict[int, fmpq] = {}
    balls: list[arb] = []
    infinite: Infinite | None = None
    undefined: Undefined | None = None
    for a in values:
        if isinstance(a, LogLinear):
            total += a.rational
            for prime, weight in a.logs:
                logs[prime] = logs.get(prime, 0) + weight
        elif isinstance(a, Ball):
            balls.append(a.ball)
        elif isinstance(a, Undefined):
            undefined = a if undefined is None else missing((a, undefined))
        elif infinite is None:
            infinite = a
        elif infinite.sign != a.sign:
            undefined = undefined or Undefined()
    if undefined is not None:
        return undefined
    if infinite is not None:
        return infinite if all(b.is_finite() for b in balls) else UNKNOWN
    if total.height_bits() > MOST_BITS:
        balls.append(arb(total))
        total = fmpq(0)
    exact = LogLinear(total, tuple(sorted((p, b) for p, b in logs.items() if b != 0)))
    if not balls:
        return exact
    return Ball(sum(balls, enclosure(exact)))


def add(a: Value, b: Value) -> Value:
    """a + b."""
    return add_all((a, b))


def subtract(a: Value, b: Value) -> Value:
    """a - b."""
    return add_all((a, negate(b)))


def multiply_all(values: Iterable[Value]) -> Value:
    """The product, with the convention about exact zeros."""
    factors = list(values)
    if any(isinstance(a, Undefined) and (a.definite or a.stubborn) for a in factors):
        return missing(factors)
    if any(is_zero(a) for a in factors):
        if any(isinstance(a, Ball) and not a.ball.is_finite() for a in factors):
            return UNKNOWN
        return Undefined() if any(isinstance(a, Infinite) and a.pole for a in factors) else ZERO
    if any(isinstance(a, Undefined) for a in factors):
        return Undefined()
    if any(isinstance(a, Infinite) for a in factors):
        sign = 1
        for a in factors:
            one = sign_of(a)
            if one is None:
                return UNKNOWN
            sign *= one
        return Infinite(sign, any(isinstance(a, Infinite) and a.pole for a in factors))
    constant = fmpq(1)
    rest: list[LogLinear | Ball] = []
    for a in factors:
        if isinstance(a, LogLinear) and not a.logs:
            constant *= a.rational
        elif isinstance(a, (LogLinear, Ball)):
            rest.append(a)
    if constant.height_bits() > MOST_BITS:
        rest.append(Ball(arb(constant)))
        constant = fmpq(1)
    if not rest:
        return LogLinear(constant)
    if len(rest) == 1 and isinstance(rest[0], LogLinear):
        only = rest[0]
        return LogLinear(only.rational * constant, tuple((p, b * constant) for p, b in only.logs))
    product = arb(constant)
    for a in rest:
        product *= enclosure(a)
    return Ball(product)


def multiply(a: Value, b: Value) -> Value:
    """a * b."""
    return multiply_all((a, b))


def compare(a: Value, b: Value) -> int | None:
    """-1, 0 or 1 as a is less than, equal to or greater than b; None when that is not certain."""
    if isinstance(a, Undefined) or isinstance(b, Undefined):
        return None
    if isinstance(a, Infinite) or isinstance(b, Infinite):
        left = a.sign if isinstance(a, Infinite) else 0
        right = b.sign if isinstance(b, Infinite) else 0
        finite = b if isinstance(a, Infinite) else a
        if isinstance(finite, Ball) and not finite.ball.is_finite():
            return None
        return (left > right) - (left < right)
    return sign_of(subtract(a, b))


def absolute(a: Value) -> Value:
    """The absolute value."""
    sign = sign_of(a)
    if sign is None:
        return Ball(abs(a.ball)) if isinstance(a, Ball) else a
    return negate(a) if sign < 0 else a


def extreme(values: Iterable[Value], way: int) -> Value:
    """The largest (`way` 1) or smallest (-1) of some values."""
    best: Value | None = None
    for a in values:
        if isinstance(a, Undefined):
            return a
        if best is None:
            best = a
            continue
        order = compare(a, best)
        if order is None:
            if isinstance(a, Infinite) or isinstance(best, Infinite):
                return UNKNOWN
            assert isinstance(best, (LogLinear, Ball))
            x, y = enclosure(a), enclosure(best)
            best = Ball(x.max(y) if way > 0 else x.min(y))
        elif order == way:
            best = a
    if best is None:
        raise CannotEvaluate("the extreme of nothing")
    return best


def sign(a: Value) -> Value:
    """The sign function."""
    if isinstance(a, Undefined):
        return a
    found = sign_of(a)
    return UNKNOWN if found is None else LogLinear(fmpq(found))
