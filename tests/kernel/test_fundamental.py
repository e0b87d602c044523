"""Integrals by the fundamental theorem, against mpmath's quadrature; what does not converge has no value."""

import math
from fractions import Fraction

import mpmath
import pytest
from flint import fmpq

from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.form import Form
from hw3verify.kernel.fundamental import is_antiderivative
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
    walk,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import World

X, A, B, S = Name("x"), Name("a"), Name("b"), Name("s")
FACTS = Facts(positive=frozenset("abs"))
VALUES = {"a": Fraction(3, 2), "b": Fraction(2, 3), "s": Fraction(5, 4)}
a, b, s = (float(VALUES[n]) for n in "abs")
HALF = Number(Fraction(1, 2))
MINUS_INFINITY = negate(INFINITY)


def integral(body: Expr, low: Expr, high: Expr) -> Form:
    """The normal form of the integral of body over x."""
    return Normal(FACTS).form(Fold("sum", "x", Domain("interval", "x", low, high), body))


def value(f: Form) -> float:
    """The form at the values of the parameters; nothing may be left to integrate."""
    e = expression(f)
    assert not any(isinstance(n, Fold) for n in walk(e))
    world = World(scalars={n: LogLinear(fmpq(v.numerator, v.denominator)) for n, v in VALUES.items()})
    return to_float(evaluate(e, world, {}, FACTS))


CASES = [
    (log(X), ZERO, ONE, mpmath.log, (0, 1)),
    (Power(X, Number(Fraction(-1, 2))), ZERO, A, lambda x: x**-0.5, (0, a)),
    (Power(X, subtract(S, ONE)), ZERO, A, lambda x: x ** (s - 1), (0, a)),
    (multiply(X, log(X)), ZERO, A, lambda x: x * mpmath.log(x), (0, a)),
    (Power(log(X), Number(2)), ZERO, B, lambda x: mpmath.log(x) ** 2, (0, b)),
    (Power(add(ONE, Power(X, Number(2))), Number(-1)), MINUS_INFINITY, INFINITY, lambda x: 1 / (1 + x * x),
     (-mpmath.inf, mpmath.inf)),
    (divide(X, add(X, B)), ZERO, A, lambda x: x / (x + b), (0, a)),
    (Power(multiply(X, add(X, A)), Number(-1)), ONE, INFINITY, lambda x: 1 / (x * (x + a)), (1, mpmath.inf)),
    (multiply(X, exp(negate(multiply(A, Power(X, Number(2)))))), B, INFINITY,
     lambda x: x * mpmath.exp(-a * x * x), (b, mpmath.inf)),
    (multiply(Power(X, Number(2)), exp(subtract(multiply(B, X), Power(X, Number(2))))), ZERO, A,
     lambda x: x * x * mpmath.exp(b * x - x * x), (0, a)),
    (log(subtract(A, X)), ZERO, A, lambda x: mpmath.log(a - x), (0, a)),
    (multiply(subtract(A, X), log(subtract(A, X))), ZERO, A, lambda x: (a - x) * mpmath.log(a - x), (0, a)),
    (divide(log(X), Power(X, Number(3))), ONE, INFINITY, lambda x: mpmath.log(x) / x**3, (1, mpmath.inf)),
    (Power(add(X, A), negate(add(S, ONE))), ZERO, INFINITY, lambda x: (x + a) ** (-s - 1), (0, mpmath.inf)),
    (divide(Power(X, Number(2)), add(Power(X, Number(2)), ONE)), ZERO, A, lambda x: x * x / (x * x + 1), (0, a)),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(CASES)))
def test_integrals_have_the_value_of_a_quadrature(case: int) -> None:
    """With parameters, singular ends and endless ranges, the closed form is what mpmath integrates to."""
    body, low, high, f, ends = CASES[case]
    assert math.isclose(value(integral(body, low, high)), float(mpmath.quad(f, ends)), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("body", "low", "high"),
    [
        (Power(X, Number(-2)), Number(-1), ONE),
        (Power(X, Number(-1)), ZERO, ONE),
        (Power(X, Number(-1)), ONE, INFINITY),
        (exp(X), ZERO, INFINITY),
        (Power(subtract(X, ONE), Number(-2)), ZERO, Number(3)),
        (Power(X, negate(add(ONE, S))), ZERO, ONE),
        (log(X), ONE, INFINITY),
        (Power(subtract(ONE, X), Number(-1)), ZERO, ONE),
    ],
)
def test_integrals_that_do_not_converge_have_no_value(body: Expr, low: Expr, high: Expr) -> None:
    """A pole inside or at an end, or a tail that is too heavy: the integral stays as it is."""
    left = expression(integral(body, low, high))
    assert any(isinstance(n, Fold) for n in walk(left))


def test_an_antiderivative_must_be_one_everywhere_inside() -> None:
    """-1/x is an antiderivative of 1/x^2 where x > 0, not where nothing is known of x; x^2 is none at all."""
    f, wrong = -Normal(FACTS).form(Power(X, Number(-1))), Normal(FACTS).form(Power(X, Number(2)))
    body = Normal(FACTS).form(Power(X, Number(-2)))
    known = Normal(Facts(positive=frozenset("x")))
    assert is_antiderivative(known.rules, "x", f, body)
    assert not is_antiderivative(Normal(FACTS).rules, "x", f, body)
    assert not is_antiderivative(known.rules, "x", wrong, body)


def test_the_gaussian_tail_is_an_error_function() -> None:
    """The integral of exp(-x^2) from a on is sqrt(pi) erfc(a) / 2."""
    found = integral(exp(negate(Power(X, Number(2)))), A, INFINITY)
    assert math.isclose(value(found), math.sqrt(math.pi) * math.erfc(a) / 2, rel_tol=1e-12)


def test_a_range_of_unknown_order_teaches_nothing() -> None:
    """From 0 to t with any t, t may be 0 or negative: no sign of t is learned from the range."""
    normal = Normal(Facts())
    normal.form(Fold("sum", "x", Domain("interval", "x", ZERO, Name("t")), Power(X, Number(2))))
    assert not normal.signs.nonnegative(variable_form("t"))


def test_worlds_know_integrals_by_their_antiderivatives() -> None:
    """With numbers for the parameters, endless and singular integrals have their value; divergent ones are refused."""
    world = World(scalars={"a": LogLinear(fmpq(3, 2))})
    tail = Fold("sum", "x", Domain("interval", "x", ZERO, INFINITY), Power(add(A, X), Number(-2)))
    assert math.isclose(to_float(evaluate(tail, world, {}, FACTS)), 2 / 3, rel_tol=1e-12)
    logs = Fold("sum", "x", Domain("interval", "x", ZERO, A), log(X))
    assert math.isclose(to_float(evaluate(logs, world, {}, FACTS)), a * math.log(a) - a, rel_tol=1e-12)
    heavy = Fold("sum", "x", Domain("interval", "x", ZERO, INFINITY), Power(add(A, X), Number(-1)))
    with pytest.raises(CannotEvaluate):
        evaluate(heavy, world, {}, FACTS)
