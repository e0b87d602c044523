"""The digamma function: values, recurrence, and the slope of the logarithm of the gamma function."""

import math

import pytest
from flint import fmpq

import hw3verify
from hw3verify.kernel.derive import derive
from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import check_identity
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import Call, Derivative, Name, log
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World
from hw3verify.search.refute.special import digamma

EULER = 0.57721566490153286


def at(value: fmpq) -> float:
    """digamma of a number, by the kernel."""
    return to_float(evaluate(Call("digamma", (Name("a"),)), World(scalars={"a": LogLinear(value)}), {}, Facts()))


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_at_whole_numbers_it_is_a_harmonic_number_less_eulers_constant(n: int) -> None:
    """The known values, to which the screening function comes close as well."""
    known = sum(1 / k for k in range(1, n)) - EULER
    assert at(fmpq(n)) == pytest.approx(known, abs=1e-14)
    assert digamma(float(n)) == pytest.approx(known, abs=1e-10)


@pytest.mark.parametrize("value", [fmpq(1, 3), fmpq(5, 2), fmpq(41, 7)])
def test_both_derivatives_of_the_gamma_function_agree_with_a_difference_quotient(value: fmpq) -> None:
    """The slope of log Gamma, once by the expression of the slope, once by the normal form, and by math.lgamma."""
    whole = log(Call("gamma", (Name("a"),)))
    world, facts = World(scalars={"a": LogLinear(value)}), Facts(positive=frozenset("a"))
    x, h = float(value.numerator) / float(value.denominator), 1e-5
    quotient = (math.lgamma(x + h) - math.lgamma(x - h)) / (2 * h)
    assert to_float(evaluate(derive(whole, Name("a"), facts), world, {}, facts)) == pytest.approx(quotient, rel=1e-7)
    slope = Derivative(whole, Name("a"))
    assert check_identity(Normal(facts), Relation(slope, "=", Call("digamma", (Name("a"),))))
    assert at(value) == pytest.approx(quotient, rel=1e-7)


@pytest.mark.parametrize(
    ("given", "claim", "verdict"),
    [
        (r"Let $p(\theta)=\mathrm{Beta}(\theta;a,b)$.", r"E_{p(\theta)}[\log\theta]=\psi(a)-\psi(a+b)", "proved"),
        (r"Let $p(\theta)=\mathrm{Beta}(\theta;a,b)$.", r"E_{p(\theta)}[\log\theta]=\psi(b)-\psi(a+b)", "refuted"),
        (r"Let $\psi$ denote the digamma function and $a>0$.", r"\psi(a+1)=\psi(a)+\frac1a", "proved"),
        (r"Let $\psi$ denote the digamma function and $a>0$.", r"\psi(a+1)=\psi(a)", "refuted"),
        (r"Let $\psi(u)=\frac{d}{du}\log\Gamma(u)$ and $a>0$.", r"\psi(a+1)=\psi(a)+\frac1a", "proved"),
        (r"Let $a>0$.", r"\psi(a+1)=\psi(a)", "undecided"),
    ],
)
def test_psi_is_the_digamma_function_where_the_text_says_so(given: str, claim: str, verdict: str) -> None:
    """Beside gamma and beta laws, by words or by its definition; elsewhere it is not guessed."""
    assert hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict == verdict
