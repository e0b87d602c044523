"""Known functions of values, and products in which infinities and vanishing factors meet."""

from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.functions import applied, decays, holds
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import INFINITY, Expr, Name, Number, Power, divide, exp, log, multiply, negate
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Undefined, is_zero
from hw3verify.meaning.world import World

ZERO, TWO = Number(Fraction(0)), Number(Fraction(2))


def value(e: Expr) -> object:
    """The value of a closed expression."""
    return evaluate(e, World(), {}, Facts())


@pytest.mark.parametrize(
    "e",
    [
        divide(INFINITY, multiply(TWO, INFINITY)),
        divide(log(ZERO), log(ZERO)),
        multiply(exp(negate(log(INFINITY))), INFINITY),
        divide(exp(INFINITY), exp(INFINITY)),
        Power(Number(Fraction(1)), INFINITY),
        Power(INFINITY, ZERO),
        multiply(ZERO, log(divide(ZERO, ZERO))),
    ],
)
def test_an_indeterminate_form_has_no_value(e: Expr) -> None:
    """inf/inf, 1^inf, inf^0 and a written 0/0 take any value as limits: x/(2x), x/x, e^{-log x} x, e^x/e^x."""
    assert isinstance(value(e), Undefined)


def test_zeros_that_are_certain_stay_zeros() -> None:
    """1/inf and exp(-inf) vanish, x e^{-x} tends to 0, and an exact zero absorbs a logarithm of zero."""
    for e in (
        Power(INFINITY, Number(Fraction(-1))),
        exp(negate(INFINITY)),
        multiply(INFINITY, exp(negate(multiply(TWO, INFINITY)))),
        multiply(ZERO, log(ZERO)),
    ):
        found = value(e)
        assert isinstance(found, LogLinear)
        assert is_zero(found)


def test_only_an_exponential_of_a_polynomial_decays() -> None:
    """x^n e^{-x} vanishes at infinity; x e^{-log x} is 1 there, and e^{-x} e^{x} too."""
    x = Name("x")
    assert decays([exp(negate(x))], [Power(x, TWO)])
    assert not decays([exp(negate(log(x)))], [x])
    assert not decays([exp(negate(x))], [exp(x)])


def test_functions_of_values_are_those_of_the_field() -> None:
    """max, indicators and the order of values on small numbers; a function that nobody knows is refused."""
    one, two = LogLinear(fmpq(1)), LogLinear(fmpq(2))
    assert applied("max", (one, two)) == two
    assert applied("lt", (one, two)) == one
    assert applied("log", (LogLinear(fmpq(0)),)) == Infinite(-1)
    assert holds("<=", one, two) is True
    assert holds("=", one, Undefined()) is None
    with pytest.raises(CannotEvaluate):
        applied("zeta", (one,))
