"""Exact solutions of equations in one unknown."""

import pytest
from flint import arb, fmpq

from hw3verify.meaning.power import exp, log, power, reciprocal
from hw3verify.meaning.value import Ball, CannotEvaluate, LogLinear, Value, add_all, multiply, negate, subtract
from hw3verify.search.refute.exact import solve


def exact(a: int, b: int = 1) -> LogLinear:
    """a/b."""
    return LogLinear(fmpq(a, b))


def test_affine_equations_with_logarithms() -> None:
    """2u - 1 + log 3 = 0 has the solution (1 - log 3)/2."""

    def gap(u: LogLinear) -> Value:
        return add_all((multiply(exact(2), u), exact(-1), log(exact(3))))

    assert solve(gap, None) == LogLinear(fmpq(1, 2), ((3, fmpq(-1, 2)),))


def test_linear_fractional_equations() -> None:
    """-2/u + 3/(1 - u) = 0 has the solution 2/5."""

    def gap(u: LogLinear) -> Value:
        first = multiply(exact(-2), reciprocal(u))
        return add_all((first, multiply(exact(3), reciprocal(subtract(exact(1), u)))))

    assert solve(gap, None) == exact(2, 5)


def test_exponential_equations() -> None:
    """5/e^(1 - u) = 1 has the solution 1 - log 5."""

    def gap(u: LogLinear) -> Value:
        return subtract(multiply(exact(5), exp(subtract(u, exact(1)))), exact(1))

    assert solve(gap, None) == LogLinear(fmpq(1), ((5, fmpq(-1)),))


def test_squares_take_the_sign_of_the_hint() -> None:
    """u^2 = 9/4 has two solutions."""

    def gap(u: LogLinear) -> Value:
        return subtract(power(u, exact(2)), exact(9, 4))

    assert solve(gap, 1.5) == exact(3, 2)
    assert solve(gap, -1.5) == exact(-3, 2)


def test_logarithmic_equations() -> None:
    """log u = log 6 has the solution 6."""

    def gap(u: LogLinear) -> Value:
        return subtract(log(u), log(exact(6)))

    assert solve(gap, None) == exact(6)


def test_the_hint_is_rounded_when_nothing_else_works() -> None:
    """u^3 + u = 10 has the solution 2; without a hint there is none."""

    def gap(u: LogLinear) -> Value:
        return add_all((power(u, exact(3)), u, exact(-10)))

    assert solve(gap, 2.0000000001) == exact(2)
    with pytest.raises(CannotEvaluate):
        solve(gap, None)


def test_balls_are_not_solved_for() -> None:
    """An equation with an inexact constant has no exact solution."""

    def gap(u: LogLinear) -> Value:
        return add_all((u, negate(Ball(arb(2).sqrt()))))

    with pytest.raises(CannotEvaluate):
        solve(gap, None)
