"""Endless sums, against closed forms and against numerical summation."""

import math

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, LogLinear, Value
from hw3verify.meaning.world import World

K = Name("k")
TWO, THREE, HALF = Number(2), Number(3), Power(Number(2), Number(-1))
FACTORIAL = Call("factorial", (K,))


def series(body: Expr, start: int = 0) -> Value:
    """The sum of the body over k from a start on."""
    return evaluate(Fold("sum", "k", Domain("index", "#k", Number(start), INFINITY), body), World(), {}, Facts())


def poisson(head: str, rate: Expr) -> Law:
    """head(k) is a Poisson law."""
    return Law(head, ("k",), (), "poisson", (rate,))


def mean(body: Expr, *laws: Law) -> Value:
    """The expectation of the body under p."""
    e = Fold("sum", "k", Domain("space", "k"), multiply(Apply("p", (Arg("k", K),)), body))
    return evaluate(e, World(), {}, Facts(densities=frozenset("pq"), laws=laws))


@pytest.mark.parametrize(
    ("body", "start", "exact"),
    [
        (Power(HALF, K), 0, fmpq(2)),
        (Power(HALF, K), 3, fmpq(1, 4)),
        (multiply(K, Power(HALF, K)), 0, fmpq(2)),
        (multiply(Power(K, TWO), Power(HALF, K)), 1, fmpq(6)),  # r(1 + r)/(1 - r)^3
        (multiply(K, Power(HALF, subtract(K, ONE))), 1, fmpq(4)),
        (Power(negate(HALF), K), 0, fmpq(2, 3)),
        (divide(Power(TWO, K), Power(THREE, K)), 0, fmpq(3)),
        (multiply(Power(HALF, K), subtract(K, K)), 0, fmpq(0)),
    ],
)
def test_geometric_series_are_exact(body: Expr, start: int, exact: fmpq) -> None:
    """Textbook sums of k^n r^k."""
    assert series(body, start) == LogLinear(exact)


@pytest.mark.parametrize(
    ("body", "start", "known"),
    [
        (divide(Power(TWO, K), FACTORIAL), 0, math.exp(2)),
        (divide(Power(TWO, K), FACTORIAL), 2, math.exp(2) - 3),
        (divide(multiply(Power(K, TWO), Power(TWO, K)), FACTORIAL), 0, 6 * math.exp(2)),
        (exp(negate(K)), 0, 1 / (1 - math.exp(-1))),
        (multiply(Power(HALF, K), log(Power(HALF, K))), 0, -2 * math.log(2)),
        (divide(log(FACTORIAL), FACTORIAL), 0, sum(math.log(math.factorial(k)) / math.factorial(k) for k in range(40))),
    ],
)
def test_other_series_are_enclosed(body: Expr, start: int, known: float) -> None:
    """Exponential series, logarithms of terms, and log k! by a partial sum and a tail."""
    assert to_float(series(body, start)) == pytest.approx(known, rel=1e-12)


@pytest.mark.parametrize(
    "body",
    [
        ONE,  # diverges
        Power(TWO, K),
        Power(Number(-1), K),
        FACTORIAL,
        Power(K, Number(-2)),  # converges, but not to anything known here
        log(K),
        Apply("f", (Arg("k", K),)),
    ],
)
def test_other_series_are_refused(body: Expr) -> None:
    """No value is made up for a series that diverges or is of another shape."""
    with pytest.raises(CannotEvaluate):
        series(body)


def test_moments_and_divergences_of_poisson_laws() -> None:
    """E k = m, E k^2 = m + m^2, KL = m log(m/n) + n - m, and the entropy by numerical summation."""
    p, q = poisson("p", THREE), poisson("q", TWO)
    both = divide(Apply("p", (Arg("k", K),)), Apply("q", (Arg("k", K),)))
    assert to_float(mean(ONE, p)) == pytest.approx(1)
    assert to_float(mean(K, p)) == pytest.approx(3)
    assert to_float(mean(Power(K, TWO), p)) == pytest.approx(12)
    assert to_float(mean(log(both), p, q)) == pytest.approx(3 * math.log(1.5) - 1)
    weights = [math.exp(-3) * 3**k / math.factorial(k) for k in range(60)]
    entropy = -sum(w * math.log(w) for w in weights)
    assert to_float(mean(negate(log(Apply("p", (Arg("k", K),)))), p)) == pytest.approx(entropy)


def test_binomial_laws_are_finite_sums() -> None:
    """E k = n t and Var k = n t (1 - t) exactly."""
    law = Law("p", ("k",), (), "binomial", (Number(5), HALF))
    assert mean(ONE, law) == LogLinear(fmpq(1))
    assert mean(K, law) == LogLinear(fmpq(5, 2))
    assert mean(Power(subtract(K, divide(Number(5), TWO)), TWO), law) == LogLinear(fmpq(5, 4))
