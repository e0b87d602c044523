"""Moments of named laws with parameters: theorems of the textbooks, and densities summed numerically."""

import math

import pytest
from flint import fmpq

import hw3verify
from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.law import _density
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import Apply, Arg, Domain, Fold, Name, Number, Power, multiply
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World


def verdict(claim: str, law: str) -> str:
    """The verdict on a claim about p(x) with a law."""
    return hw3verify.check(f"Let $p(x)={law}$.\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("law", "mean", "variance"),
    [
        (r"\mathrm{Poisson}(\lambda)", r"\lambda", r"\lambda"),
        (r"\mathrm{Binomial}(n,\theta)", r"n\theta", r"n\theta(1-\theta)"),
        (r"\mathrm{Exp}(\lambda)", r"\frac1\lambda", r"\frac{1}{\lambda^2}"),
        (r"\mathrm{Gamma}(a,b)", r"\frac ab", r"\frac{a}{b^2}"),
        (r"\mathrm{Beta}(a,b)", r"\frac{a}{a+b}", r"\frac{ab}{(a+b)^2(a+b+1)}"),
        (r"\mathrm{Laplace}(\mu,b)", r"\mu", "2b^2"),
        (r"\mathcal{U}(a,b)$ with $a<b", r"\frac{a+b}{2}", r"\frac{(b-a)^2}{12}"),
    ],
)
def test_mean_and_variance(law: str, mean: str, variance: str) -> None:
    """As every table has them; the second moment is not the variance."""
    assert verdict(f"E_p[x] = {mean}", law) == "proved"
    assert verdict(f"Var_p[x] = {variance}", law) == "proved"
    assert verdict(f"E_p[x^2] = {variance} + ({mean})^2", law) == "proved"
    assert verdict(f"E_p[x^2] = {variance}", law) == "refuted"


@pytest.mark.parametrize(
    ("name", "parameters", "low", "high"),
    [
        ("gamma", (3, 2), 0, 40),
        ("beta", (2, 3), 0, 1),
        ("laplace", (1, 2), -80, 80),
        ("uniform", (-1, 4), -1, 4),
        ("exponential", (2,), 0, 40),
    ],
)
def test_densities_integrate_to_one(name: str, parameters: tuple[int, ...], low: int, high: int) -> None:
    """By a rule of thumb that knows nothing of laws: the midpoint rule, to three digits."""
    facts, steps = Facts(densities=frozenset("p")), 4000
    density = _density(name, tuple(map(Number, parameters)), Name("x"))
    total = 0.0
    for k in range(steps):
        at = low + (high - low) * (k + 0.5) / steps
        value = evaluate(density, World(scalars={"x": _exact(at)}), {}, facts)
        total += to_float(value) * (high - low) / steps
    assert math.isclose(total, 1, abs_tol=2e-3)


def _exact(x: float) -> LogLinear:
    return LogLinear(fmpq(round(x * 10**9), 10**9))


@pytest.mark.parametrize(("name", "first"), [("geometric", 1), ("geometric0", 0)])
def test_geometric_laws(name: str, first: int) -> None:
    """With chance 1/3 success comes at trial 3 on average, after 2 failures."""
    law = Law("p", ("x",), (), name, (Power(Number(3), Number(-1)),))
    body = multiply(Apply("p", (Arg("x", Name("x")),)), Name("x"))
    value = evaluate(Fold("sum", "x", Domain("space", "x"), body), World(), {}, Facts(frozenset("p"), laws=(law,)))
    assert to_float(value) == 2 + first


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\int_{-1}^{0} p(x)\,dx = e^{\lambda}-1", "refuted"),
        (r"\int_{-1}^{0} p(x)\,dx = 0", "proved"),
        (r"\int_{-\infty}^{\infty} p(x)\,dx = 1", "proved"),
        (r"\int_{-1}^{\infty} x\,p(x)\,dx = \frac1\lambda", "proved"),
    ],
)
def test_a_density_vanishes_outside_its_support(claim: str, said: str) -> None:
    """An exponential law gives nothing to negative numbers."""
    assert verdict(claim, r"\mathrm{Exp}(\lambda)") == said


def test_entropy_of_a_uniform_law() -> None:
    """log(b - a), and not log b - log a."""
    assert verdict(r"H(p) = \log(b-a)", r"\mathcal{U}(a,b)$ with $a<b") == "proved"
    assert verdict(r"H(p) = \log b-\log a", r"\mathcal{U}(a,b)$ with $0<a<b") == "refuted"
