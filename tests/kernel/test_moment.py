"""Moments of polynomials, exponentials and bells against numerical integration."""

import mpmath
import pytest
from flint import ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.kernel.moment import NotOfThisShape, moment
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear

quarter = st.integers(-12, 12).map(lambda k: fmpq(k, 4))


def numerically(n: int, a: fmpq, b: fmpq, low: object, high: object) -> float:
    """Quadrature with 30 digits."""

    def real(x: object) -> mpmath.mpf:
        if isinstance(x, fmpq):
            return mpmath.mpf(int(x.numerator)) / int(x.denominator)
        return mpmath.mpf(str(x))

    with mpmath.workdps(30):
        points = [real(low), *(p for p in (mpmath.mpf(-4), mpmath.mpf(0), mpmath.mpf(4)) if real(low) < p < real(high))]
        return float(
            mpmath.quad(lambda x: x**n * mpmath.exp(real(a) * x * x + real(b) * x), [*points, real(high)])
        )


@given(st.integers(0, 5), quarter, quarter, quarter, st.integers(1, 12))
def test_finite_ranges(n: int, a: fmpq, b: fmpq, low: fmpq, quarters: int) -> None:
    """The closed form agrees with quadrature; growing bells are left to quadrature."""
    high = low + fmpq(quarters, 4)
    if a > 0:
        with pytest.raises(NotOfThisShape):
            moment((n, a, b), low, high)
        return
    with ctx.workprec(256):
        found = to_float(moment((n, a, b), low, high))
    assert found == pytest.approx(numerically(n, a, b, low, high), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("n", range(7))
def test_moments_of_a_bell_over_the_line(n: int) -> None:
    """Moments of exp(-x^2/2 + x/2) over the line."""
    found = to_float(moment((n, fmpq(-1, 2), fmpq(1, 2)), None, None))
    assert found == pytest.approx(numerically(n, fmpq(-1, 2), fmpq(1, 2), "-inf", "inf"))


@pytest.mark.parametrize("n", range(5))
def test_moments_of_the_exponential_law_are_factorials(n: int) -> None:
    """The integral of x^n e^(-x) from 0 is n!, exactly."""
    assert moment((n, fmpq(0), fmpq(-1)), fmpq(0), None) == LogLinear(fmpq(int(mpmath.factorial(n))))


@pytest.mark.parametrize("n", [-1, -2, -3])
def test_reciprocal_powers_away_from_zero(n: int) -> None:
    """The integral of x^n over [1/2, 3] and over [-3, -1/2]; across 0 it is refused."""
    none = fmpq(0)
    for low, high in ((fmpq(1, 2), fmpq(3)), (fmpq(-3), fmpq(-1, 2))):
        found = to_float(moment((n, none, none), low, high))
        assert found == pytest.approx(numerically(n, none, none, low, high))
    with pytest.raises(CannotEvaluate):
        moment((n, none, none), fmpq(-1), fmpq(1))
    assert moment((-1, none, none), fmpq(1), fmpq(2)) == LogLinear(none, ((2, fmpq(1)),))


def test_what_does_not_converge() -> None:
    """A constant over the line is infinite; x over the line and growing exponentials are refused."""
    assert moment((0, fmpq(0), fmpq(0)), None, None) == Infinite(1)
    for key in ((1, fmpq(0), fmpq(0)), (0, fmpq(0), fmpq(1)), (0, fmpq(1), fmpq(0))):
        with pytest.raises(CannotEvaluate):
            moment(key, None, None)
