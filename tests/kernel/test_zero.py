"""The zero test: exponentials whose exponents agree only over a common denominator."""

import math
from fractions import Fraction

import pytest

from hw3verify.kernel.normal import Normal
from hw3verify.kernel.zero import exponents_added, is_zero
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Expr, Name, Number, Power, Sum, divide, exp, multiply, negate, subtract

A, B, X = Name("a"), Name("b"), Name("x")
TWO = Number(2)


def square(e: Expr) -> Expr:
    """e squared."""
    return Power(e, TWO)


def quotients(slip: Fraction) -> tuple[Expr, Expr, float]:
    """exp(-x^2/a) exp(x^2 b/(a (a + b))) and exp(-(1 + slip) x^2/(a + b)); their difference at one point."""
    first, second = divide(square(X), A), divide(multiply(square(X), B), multiply(A, Sum((A, B))))
    left = multiply(exp(negate(first)), exp(second))
    right = exp(multiply(Number(-1 - slip), divide(square(X), Sum((A, B)))))
    a, b, x = 2.0, 3.0, 1.3
    value = math.exp(-(x**2) / a) * math.exp(x**2 * b / (a * (a + b))) - math.exp(-(1 + float(slip)) * x**2 / (a + b))
    return left, right, value


@pytest.mark.parametrize("slip", [Fraction(0), Fraction(1), Fraction(-1, 1000)])
def test_exponents_are_compared_over_a_common_denominator(slip: Fraction) -> None:
    """The difference is zero exactly where its value at a point, by floating point, is."""
    left, right, value = quotients(slip)
    form = Normal(Facts(positive=frozenset({"a", "b"}))).form(subtract(left, right))
    assert is_zero(form) == (abs(value) < 1e-12) == (slip == 0)


def test_adding_exponents_comes_to_an_end() -> None:
    """What has been put together stays as it is."""
    left, right, _ = quotients(Fraction(1))
    form = Normal(Facts(positive=frozenset({"a", "b"}))).form(subtract(left, right))
    once = exponents_added(form)
    assert once != form
    assert exponents_added(once) is once
