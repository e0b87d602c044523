"""Integrals over the line, against closed forms from textbooks and numerical integration."""

import math
from fractions import Fraction

import mpmath
import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    PI,
    ZERO,
    Apply,
    Arg,
    Call,
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
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.power import log as log_value
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Value, rational
from hw3verify.meaning.world import World

X = Name("x")


def number(a: int, b: int = 1) -> Number:
    """a/b."""
    return Number(Fraction(a, b))


def density(head: str) -> Apply:
    """head(x)."""
    return Apply(head, (Arg("x", X),))


def facts(**laws: tuple[str | Expr, ...]) -> Facts:
    """Facts with these laws on x."""
    stated = tuple(Law(h, ("x",), (), str(name), tuple(ps)) for h, (name, *ps) in laws.items())
    return Facts(densities=frozenset(laws), laws=stated)


def mean(head: str, body: Expr) -> Fold:
    """The expectation of body under head."""
    return Fold("sum", "x", Domain("space", "x"), multiply(density(head), body))


def between(low: Expr, high: Expr, body: Expr) -> Fold:
    """The integral of body over [low, high]."""
    return Fold("sum", "x", Domain("interval", "", low, high), body)


def value(e: Expr, known: Facts, **scalars: LogLinear) -> Value:
    """The value in a world of these parameters."""
    return evaluate(e, World(scalars=scalars), {}, known)


NORMAL = facts(p=("normal", number(3, 2), number(4)), q=("normal", number(-1), number(1, 9)))


@pytest.mark.parametrize("head", "pq")
def test_normal_laws_have_mass_mean_and_variance(head: str) -> None:
    """N(m, v) integrates to 1, has mean m, variance v and fourth central moment 3 v^2."""
    m, v = (1.5, 4.0) if head == "p" else (-1.0, 1 / 9)
    centred = subtract(X, number(3, 2) if head == "p" else number(-1))
    assert to_float(value(mean(head, ONE), NORMAL)) == pytest.approx(1)
    assert to_float(value(mean(head, X), NORMAL)) == pytest.approx(m)
    assert to_float(value(mean(head, Power(centred, Number(2))), NORMAL)) == pytest.approx(v)
    assert to_float(value(mean(head, Power(centred, Number(4))), NORMAL)) == pytest.approx(3 * v * v)


def test_the_divergence_of_two_normals() -> None:
    """KL(N(m1,v1), N(m2,v2)) = (log(v2/v1) + (v1 + (m1-m2)^2)/v2 - 1)/2."""
    found = value(mean("p", log(divide(density("p"), density("q")))), NORMAL)
    v1, v2, gap = 4.0, 1 / 9, 2.5
    assert to_float(found) == pytest.approx((math.log(v2 / v1) + (v1 + gap**2) / v2 - 1) / 2)


def test_the_entropy_of_a_normal() -> None:
    """-E log p = log(2 pi e v)/2."""
    found = value(negate(mean("p", log(density("p")))), NORMAL)
    assert to_float(found) == pytest.approx(0.5 * math.log(2 * math.pi * math.e * 4))


def test_uniform_divergences_are_exact() -> None:
    """KL(U[0,1], U[0,2]) = log 2 exactly; the other way round it is infinite."""
    known = facts(p=("uniform", ZERO, ONE), q=("uniform", ZERO, number(2)))
    assert value(mean("p", log(divide(density("p"), density("q")))), known) == log_value(rational(2))
    assert value(mean("q", log(divide(density("q"), density("p")))), known) == Infinite(1)
    split = mean("p", subtract(log(density("p")), log(density("q"))))
    assert value(split, known) == log_value(rational(2))


def test_the_jensen_shannon_divergence_of_disjoint_uniforms_is_log_two() -> None:
    """Where one density vanishes, 0 log 0 counts as 0."""
    known = facts(p=("uniform", ZERO, ONE), r=("uniform", ONE, number(2)))
    m = multiply(number(1, 2), add(density("p"), density("r")))
    halves = [multiply(number(1, 2), mean(h, log(divide(density(h), m)))) for h in "pr"]
    assert value(add(*halves), known) == log_value(rational(2))


def test_exponential_and_laplace_laws() -> None:
    """The exponential law has mean 1/rate exactly; the Laplace law has E|x - m| = scale."""
    known = facts(p=("exponential", number(3)), q=("laplace", number(2), number(5)))
    assert value(mean("p", X), known) == rational(fmpq(1, 3))
    assert to_float(value(mean("q", ONE), known)) == pytest.approx(1)
    assert to_float(value(mean("q", Call("abs", (subtract(X, number(2)),))), known)) == pytest.approx(5)


def test_bernoulli_laws_are_sums() -> None:
    """A Bernoulli law has mean t and variance t(1 - t)."""
    known = facts(p=("bernoulli", Name("t")))
    third = LogLinear(fmpq(1, 3))
    assert value(mean("p", X), known, t=third) == third
    assert value(mean("p", Power(subtract(X, Name("t")), Number(2))), known, t=third) == rational(fmpq(2, 9))


def test_intervals_are_oriented() -> None:
    """Turning the limits round changes the sign; equal limits give 0."""
    square = Power(X, Number(2))
    assert value(between(ZERO, number(3), square), Facts()) == rational(9)
    assert value(between(number(3), ZERO, square), Facts()) == rational(-9)
    assert value(between(ONE, ONE, divide(ONE, X)), Facts()) == rational(0)


def test_absolute_values_maxima_and_indicators_cut_the_range() -> None:
    """|x|, max(x, 1/2), [x <= 1/3] and |x^2 - 1| are integrated piece by piece."""
    cases = {
        Call("abs", (X,)): Fraction(5, 2),
        Call("max", (X, number(1, 2))): Fraction(3, 4) + Fraction(15, 8),
        Call("le", (X, number(1, 3))): Fraction(4, 3),
        Call("abs", (subtract(Power(X, Number(2)), ONE),)): Fraction(4, 3) + Fraction(4, 3),
    }
    for body, expected in cases.items():
        assert value(between(number(-1), number(2), body), Facts()) == rational(
            fmpq(expected.numerator, expected.denominator)
        )


@pytest.mark.parametrize(
    ("body", "python"),
    [
        (log(add(ONE, exp(X))), lambda x: mpmath.log(1 + mpmath.exp(x))),
        (divide(ONE, add(ONE, Power(X, Number(2)))), lambda x: 1 / (1 + x**2)),
        (exp(Power(X, Number(2))), lambda x: mpmath.exp(x**2)),
        (Power(add(X, number(2)), number(1, 2)), lambda x: mpmath.sqrt(x + 2)),
        (Call("abs", (log(add(number(3), X)),)), lambda x: mpmath.log(3 + x)),
        (Call("abs", (add(X, log(add(number(3), X))),)), None),
    ],
)
def test_quadrature_encloses_or_refuses(body: Expr, python: object) -> None:
    """What has no closed form here is enclosed on finite ranges, or refused where a branch point is not rational."""
    e = between(number(-1), number(2), body)
    if python is None:
        with pytest.raises(CannotEvaluate):
            value(e, Facts())
        return
    assert to_float(value(e, Facts())) == pytest.approx(float(mpmath.quad(python, [-1, 2])))


def test_gamma_and_beta_laws() -> None:
    """E x = shape / rate and E x^2 = shape (shape + 1) / rate^2; E x = a / (a + b) under a beta law."""
    gamma = facts(p=("gamma", number(3), number(2)))
    assert value(mean("p", ONE), gamma) == rational(1)
    assert value(mean("p", X), gamma) == rational(fmpq(3, 2))
    assert value(mean("p", Power(X, number(2))), gamma) == rational(3)
    assert value(mean("p", X), facts(p=("beta", number(2), number(3)))) == rational(fmpq(2, 5))


def test_an_end_need_not_be_rational() -> None:
    """The integral of x from 0 to the root of 2 is 1."""
    assert value(between(ZERO, Power(number(2), number(1, 2)), X), Facts()) == rational(1)


@pytest.mark.parametrize(
    ("e", "known"),
    [
        (between(ZERO, INFINITY, log(add(ONE, exp(negate(X))))), Facts()),  # no closed form, infinite range
        (mean("p", ONE), facts(p=("normal", ZERO, ZERO))),  # a law that does not exist
        (mean("p", ONE), facts(p=("uniform", ONE, ZERO))),
        (mean("p", Apply("f", (Arg("x", X),))), facts(p=("normal", ZERO, ONE))),  # an unknown function
        (mean("p", X), facts(p=("lognormal", ONE, ONE))),
        (between(negate(ONE), ONE, divide(ONE, X)), Facts()),  # does not converge
    ],
)
def test_what_cannot_be_integrated_is_refused(e: Expr, known: Facts) -> None:
    """No value is made up."""
    with pytest.raises(CannotEvaluate):
        value(e, known)


def test_pi_stays_enclosed() -> None:
    """The integral of exp(-x^2) over the line squared minus pi is a ball about 0."""
    gauss = between(negate(INFINITY), INFINITY, exp(negate(Power(X, Number(2)))))
    assert to_float(value(subtract(Power(gauss, Number(2)), PI), Facts())) == pytest.approx(0, abs=1e-25)
