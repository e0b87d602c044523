"""Moments: the integral of x^n exp(a x^2 + b x) between two ends.

Polynomials, reciprocal powers away from 0, exponentials and bells (a < 0), by parts down to n = 0; an end may be
missing (infinite). Law: exact, or a ball around the exact value. Integrals that do not converge are refused, except
those that are plainly infinite.
"""

from __future__ import annotations

from flint import arb, fmpq

from hw3verify.meaning.power import exp, log
from hw3verify.meaning.value import (
    ONE,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Value,
    add_all,
    multiply,
    multiply_all,
    negate,
)

MOST_DEGREE = 40

Key = tuple[int, fmpq, fmpq]  # n, a, b of x^n exp(a x^2 + b x)


class NotOfThisShape(CannotEvaluate):
    """The integrand is no piecewise sum of the terms that are integrated in closed form."""


def term_at(key: Key, c: Value, x: fmpq) -> Value:
    """A term at a point."""
    n, a, b = key
    if n < 0 and x == 0:
        raise NotOfThisShape("a pole")
    return multiply_all((c, LogLinear(x**n), exp(LogLinear(a * x * x + b * x))))


def _reciprocal(n: int, a: fmpq, b: fmpq, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of x^n, n < 0, on one side of 0: infinite where it reaches 0, and for n = -1 without end."""
    if a != 0 or b != 0:
        raise NotOfThisShape("a reciprocal times an exponential")
    right = low is not None and low >= 0
    if not right and not (high is not None and high <= 0):
        raise CannotEvaluate("an integral that does not converge")
    inner, outer = (low, high) if right else (high, low)
    way = 1 if right or n % 2 == 0 else -1
    if not inner or (n == -1 and outer is None):
        return Infinite(way)
    if n == -1:
        assert outer is not None
        return log(LogLinear(outer / inner)) if right else negate(log(LogLinear(outer / inner)))
    far = fmpq(0) if outer is None else outer ** (n + 1)
    total = (far - inner ** (n + 1)) / (n + 1)
    return LogLinear(total if right else -total)


def moment(key: Key, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of x^n exp(a x^2 + b x) between two ends."""
    n, a, b = key
    if n < 0:
        return _reciprocal(n, a, b, low, high)
    if n > MOST_DEGREE:
        raise CannotEvaluate("a moment that is too high")
    if a == 0 and b == 0:
        if low is None or high is None:
            if n % 2 == 0 or (low is not None and low >= 0):
                return Infinite(1)
            raise CannotEvaluate("an integral that does not converge")
        return LogLinear((high ** (n + 1) - low ** (n + 1)) / (n + 1))
    if a == 0:
        if (low is None and b < 0) or (high is None and b > 0):
            raise CannotEvaluate("an integral that does not converge")
        found = add_all((_edge(0, a, b, high), negate(_edge(0, a, b, low))))
        before = multiply(LogLinear(1 / b), found)
        for m in range(1, n + 1):
            edges = add_all((_edge(m, a, b, high), negate(_edge(m, a, b, low))))
            before = multiply(LogLinear(1 / b), add_all((edges, multiply(LogLinear(fmpq(-m)), before))))
        return before
    if a > 0:
        if low is None or high is None:
            raise CannotEvaluate("an integral that does not converge")
        raise NotOfThisShape("a growing exponential of a square")
    earlier: Value = ZERO
    current = _bell(a, b, low, high)
    for m in range(1, n + 1):  # by parts: 2a I_m = [x^(m-1) e] - b I_(m-1) - (m-1) I_(m-2)
        edges = add_all((_edge(m - 1, a, b, high), negate(_edge(m - 1, a, b, low))))
        inner = add_all((edges, multiply(LogLinear(-b), current), multiply(LogLinear(fmpq(1 - m)), earlier)))
        earlier, current = current, multiply(LogLinear(1 / (2 * a)), inner)
    return current


def _edge(n: int, a: fmpq, b: fmpq, x: fmpq | None) -> Value:
    return ZERO if x is None else term_at((n, a, b), ONE, x)


def _bell(a: fmpq, b: fmpq, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of exp(a x^2 + b x), a < 0, by completing the square."""
    root = arb(-a).sqrt()
    middle = -b / (2 * a)

    def edge(x: fmpq | None, end: int) -> arb:
        return arb(end) if x is None else (root * arb(x - middle)).erf()

    height = exp(LogLinear(-b * b / (4 * a)))
    return multiply_all((height, Ball(arb.pi().sqrt() / root / 2 * (edge(high, 1) - edge(low, -1)))))
