"""Exact numbers: order against mpmath, and the conventions about zero and infinity."""

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.meaning.power import log, reciprocal
from hw3verify.meaning.value import (
    ONE,
    UNKNOWN,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    absolute,
    add,
    add_all,
    compare,
    extreme,
    multiply,
    multiply_all,
    rational,
    sign,
    subtract,
)

PRIMES = (2, 3, 5, 7)
small = st.fractions(min_value=-5, max_value=5, max_denominator=12)


@st.composite
def log_linear(draw: st.DrawFn) -> LogLinear:
    """A rational plus rational multiples of logarithms of small primes."""
    a = draw(small)
    logs = [(p, draw(small)) for p in PRIMES]
    kept = tuple((p, fmpq(b.numerator, b.denominator)) for p, b in logs if b)
    return LogLinear(fmpq(a.numerator, a.denominator), kept)


def high(a: LogLinear) -> mpmath.mpf:
    """The value with 60 digits."""
    total = mpmath.mpf(int(a.rational.numerator)) / int(a.rational.denominator)
    for p, b in a.logs:
        total += mpmath.mpf(int(b.numerator)) / int(b.denominator) * mpmath.log(p)
    return total


@given(log_linear(), log_linear())
def test_order_agrees_with_mpmath(a: LogLinear, b: LogLinear) -> None:
    """The order of two values is the order of their 60-digit decimals."""
    with mpmath.workdps(60):
        gap = high(a) - high(b)
        expected = 0 if a == b else int(mpmath.sign(gap))
    assert compare(a, b) == expected


def test_powers_of_two_and_three_that_nearly_agree_are_told_apart() -> None:
    """3^15601 and 2^24727, whose logarithms agree to six digits, are ordered as integers are; 3 log 4 = 2 log 8."""
    expected = 1 if 3**15601 > 2**24727 else -1
    assert compare(LogLinear(fmpq(0), ((3, fmpq(15601)),)), LogLinear(fmpq(0), ((2, fmpq(24727)),))) == expected
    assert compare(multiply(rational(3), log(rational(4))), multiply(rational(2), log(rational(8)))) == 0


def test_a_ball_is_never_equal_to_anything() -> None:
    """Overlapping balls are not compared; separated ones are."""
    two = Ball(arb(4).sqrt())
    assert compare(Ball(arb("2 +/- 0.1")), rational(2)) is None
    assert compare(two, rational(3)) == -1
    assert compare(UNKNOWN, rational(0)) is None


def test_zero_absorbs_infinity_but_not_a_pole() -> None:
    """0 * infinity = 0 and 0 * log 0 = 0, but 0/0 has no value, and (0/0) * 0 = 0."""
    assert multiply(ZERO, Infinite(1)) == ZERO
    assert multiply(ZERO, log(ZERO)) == ZERO
    nothing = multiply(ZERO, reciprocal(ZERO))
    assert nothing == Undefined()
    assert multiply(ZERO, nothing) == ZERO
    assert multiply(ONE, reciprocal(ZERO)) == Infinite(1, True)
    assert multiply(rational(-2), reciprocal(ZERO)) == Infinite(-1, True)


def test_zero_does_not_absorb_what_can_have_no_value() -> None:
    """0 * log(-1) stays without a value, and says that no convention could give it one."""
    assert multiply(ZERO, log(rational(-1))) == Undefined(True)
    assert add(ZERO, log(rational(-1))) == Undefined(True)


def test_infinity_minus_infinity_has_no_value() -> None:
    """Opposite infinities do not add up; equal ones do."""
    assert add(Infinite(1), Infinite(-1)) == Undefined()
    assert add(Infinite(1), Infinite(1)) == Infinite(1)
    assert compare(Infinite(1), rational(10**9)) == 1
    assert compare(Infinite(-1), Infinite(1)) == -1


def test_an_infinity_times_something_of_unknown_sign_is_unknown() -> None:
    """Infinity times a ball about zero is not decided."""
    assert compare(multiply(Infinite(1), Ball(arb("0 +/- 1"))), rational(0)) is None


@given(st.lists(log_linear(), min_size=1, max_size=4))
def test_extremes_bound_every_value(values: list[LogLinear]) -> None:
    """The largest is at least, and the smallest at most, every value."""
    top, bottom = extreme(values, 1), extreme(values, -1)
    assert all(compare(top, v) in (0, 1) and compare(bottom, v) in (0, -1) for v in values)


def test_the_extreme_of_nothing_is_refused() -> None:
    """There is no largest of no values."""
    with pytest.raises(CannotEvaluate):
        extreme([], 1)


@given(log_linear())
def test_absolute_value_and_sign_put_the_value_together(a: LogLinear) -> None:
    """|a| times the sign of a is a."""
    assert multiply(absolute(a), sign(a)) == a
    assert subtract(a, a) == ZERO


def test_long_rationals_become_balls_that_contain_them() -> None:
    """A product of many large fractions stops growing, and keeps the right size."""
    factor = rational(fmpq(10**300 + 1, 10**300))
    product = multiply_all([factor] * 20)
    assert isinstance(product, Ball)
    assert compare(product, rational(fmpq(1001, 1000))) == -1
    assert compare(add_all([product, rational(1)]), rational(fmpq(199, 100))) == 1
