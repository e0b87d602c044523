"""Powers, exponentials and logarithms of exact numbers."""

import math

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.power import exp, log, power
from hw3verify.meaning.value import (
    UNKNOWN,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    compare,
    rational,
)

positive = st.fractions(min_value="1/50", max_value=50, max_denominator=60)


def exact(x: float | str) -> LogLinear:
    """A rational number."""
    top, _, bottom = str(x).partition("/")
    return LogLinear(fmpq(int(top), int(bottom or 1)))


@given(positive)
def test_exp_undoes_log_exactly(x: object) -> None:
    """exp(log x) = x for rational x, as exact numbers."""
    assert exp(log(exact(str(x)))) == exact(str(x))


@given(positive, positive)
def test_the_logarithm_of_a_product_is_the_sum(x: object, y: object) -> None:
    """log(xy) agrees with the floating-point logarithms."""
    a, b = exact(str(x)), exact(str(y))
    product = LogLinear(a.rational * b.rational)
    assert to_float(log(product)) == pytest.approx(math.log(float(x)) + math.log(float(y)))  # type: ignore[arg-type]


def test_powers_are_exact_where_the_root_is_rational() -> None:
    """(9/4)^(1/2) = 3/2, (27/8)^(-2/3) = 4/9, 2^10 = 1024; the square root of 2 is a ball."""
    assert power(exact("9/4"), exact("1/2")) == exact("3/2")
    assert power(exact("27/8"), exact("-2/3")) == exact("4/9")
    assert power(exact(2), exact(10)) == exact(1024)
    root = power(exact(2), exact("1/2"))
    assert isinstance(root, Ball)
    assert to_float(root) == pytest.approx(math.sqrt(2))


def test_zero_and_infinity_as_base() -> None:
    """0^2 = 0, 0^0 = 1, 0^(-1) is a pole, infinity^(-1) = 0."""
    assert power(ZERO, exact(2)) == ZERO
    assert power(ZERO, ZERO) == exact(1)
    assert power(ZERO, exact(-1)) == Infinite(1, True)
    assert power(ZERO, exact("1/2")) == ZERO
    assert power(Infinite(1), exact(-1)) == ZERO
    assert power(Infinite(-1), exact(3)) == Infinite(-1)


def test_roots_and_logarithms_of_negative_numbers_have_no_value() -> None:
    """(-1)^(1/2) and log(-1) are undefined for good; (-2)^3 = -8 is not."""
    assert power(exact(-1), exact("1/2")) == Undefined(True)
    assert log(exact(-1)) == Undefined(True)
    assert power(exact(-2), exact(3)) == exact(-8)


def test_the_ends_of_the_line() -> None:
    """log 0 = -infinity, log infinity = infinity, exp(-infinity) = 0."""
    assert log(ZERO) == Infinite(-1)
    assert log(Infinite(1)) == Infinite(1)
    assert exp(Infinite(-1)) == ZERO
    assert exp(ZERO) == exact(1)


def test_what_is_uncertain_stays_uncertain() -> None:
    """The logarithm of a ball about 0 contains everything."""
    assert compare(log(Ball(arb("0 +/- 1"))), exact(-100)) is None
    assert exp(UNKNOWN) == UNKNOWN or compare(exp(UNKNOWN), ZERO) is None


def test_enormous_exponents_are_refused() -> None:
    """e^100000 and 2^(10^9) are refused rather than computed."""
    with pytest.raises(CannotEvaluate):
        exp(rational(100_000))
    with pytest.raises(CannotEvaluate):
        power(exact(2), exact(10**9))


def test_the_logarithm_of_a_long_number_is_a_ball() -> None:
    """A number too long to factorise still has a logarithm of the right size."""
    found = log(exact(10**60 + 7))
    assert isinstance(found, Ball)
    assert to_float(found) == pytest.approx(60 * math.log(10))
