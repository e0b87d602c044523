"""Renyi's divergences and chi-squared between families: integrals of powers of two densities, and where they exist."""

from __future__ import annotations

import math

import mpmath
import pytest

from hw3verify import divergences as d

mpf = mpmath.mpf
UNIT = 2.0**-52


@pytest.fixture(autouse=True)
def precise():
    """Forty digits."""
    with mpmath.workdps(40):
        yield


SAME = [
    (d.Normal(0.0, 1.0), d.Normal(0.5, 1.5)), (d.Gamma(2.0, 1.0), d.Gamma(1.5, 1.2)), (d.Poisson(3.0), d.Poisson(4.0)),
    (d.Exponential(1.0), d.Exponential(0.8)), (d.Normal(0.0, 1.0), d.Normal(50.0, 1.0)),
    (d.LogNormal(0.0, 1.0), d.LogNormal(0.3, 1.1)), (d.Laplace(0.0, 1.0), d.Laplace(1.0, 1.5)),
    (d.Geometric(0.4), d.Geometric(0.3)), (d.Cauchy(0.0, 1.0), d.Cauchy(1.0, 2.0)),
    (d.HalfNormal(1.0), d.HalfNormal(1.3)),
]  # fmt: skip


@pytest.mark.parametrize("alpha", [0.3, 1.0, 1.4, 3.0])
@pytest.mark.parametrize("pair", SAME, ids=lambda pair: f"{type(pair[0]).__name__} {pair[1].parameters[0]}")
def test_within_families(pair, alpha):
    """Integrals lie within their own bound of the closed forms of one family, which are computed otherwise."""
    value, bound = d.integrated("renyi", *pair, alpha=alpha)
    truth = float(d.renyi(*pair, alpha))
    assert abs(value - truth) <= bound + 8 * UNIT * truth
    assert bound <= 1e-12 * truth + 1e-13


def test_between_families():
    """Chi-squared and Renyi's divergences of normal, Laplace's, Cauchy's, exponential, gamma and counting laws against
    mpmath's integrals and sums, and integrals that are known."""
    normal, laplace = d.Normal(0.0, 1.0), d.Laplace(0.0, 1.0)
    edges = [-40, -8, -2, 0, 2, 8, 40]
    truth = mpmath.quad(lambda x: mpmath.npdf(x) ** 2 * 2 * mpmath.exp(abs(x)), edges) - 1
    assert float(d.chi2(normal, laplace)) == pytest.approx(float(truth), rel=1e-14)
    assert float(d.tsallis(normal, laplace, 2.0)) == pytest.approx(float(truth), rel=1e-14)
    root = mpmath.quad(lambda x: mpmath.sqrt(mpmath.npdf(x) * mpmath.exp(-abs(x)) / 2), edges)
    assert float(d.bhattacharyya(normal, laplace)) == pytest.approx(float(-mpmath.log(root)), rel=1e-13)
    # the mean of pi (1 + x^2) phi(x) under a normal law is pi (1 + 1/2) / (2 sqrt pi)
    known = math.log(0.75 * math.sqrt(math.pi))
    assert float(d.renyi(normal, d.Cauchy(0.0, 1.0), 2.0)) == pytest.approx(known, rel=2e-14)
    # e^(-2x) / (x^(k-1) e^(-r x)): a gamma function
    k, r = mpf(1.5), mpf(0.125)
    truth = mpmath.gamma(k) / r**k * mpmath.gamma(2 - k) / (2 - r) ** (2 - k) - 1
    assert float(d.chi2(d.Exponential(1.0), d.Gamma(1.5, 0.125))) == pytest.approx(float(truth), rel=1e-12)
    masses = [(mpmath.exp(-3) * mpf(3) ** j / mpmath.factorial(j), mpf(0.2) * (1 - mpf(0.2)) ** j) for j in range(200)]
    sums = sum(a * a / b for a, b in masses)
    assert float(d.chi2(d.Poisson(3.0), d.Geometric(0.2))) == pytest.approx(float(sums - 1), rel=1e-13)


def test_far_peaks():
    """The square of a normal density over a narrow Laplace's peaks 100 deviations out, where both underflow: the
    integral is that of two Gaussians cut at 0."""
    t = mpf(100)
    # int phi^2 2 s e^(|x|/s) = (2 s / 2 pi) 2 int_0 e^(-x^2 + t x)
    whole = 2 / (t * mpmath.pi) * mpmath.exp(t * t / 4) * mpmath.sqrt(mpmath.pi) / 2 * (1 + mpmath.erf(t / 2))
    value = float(d.renyi(d.Normal(0.0, 1.0), d.Laplace(0.0, 0.01), 2.0))
    assert value == pytest.approx(float(mpmath.log(whole)), rel=1e-14)
    assert d.chi2(d.Normal(0.0, 1.0), d.Laplace(0.0, 0.01)) == math.inf


DIVERGENT = [
    (d.Laplace(0.0, 1.0), d.Normal(0.0, 1.0), 1.01), (d.Cauchy(0.0, 1.0), d.Laplace(0.0, 1.0), 1.5),
    (d.Normal(0.0, 1.0), d.Exponential(1.0), 2.0), (d.Exponential(1.0), d.Gamma(3.0, 0.1), 2.0),
    (d.Gamma(0.4, 1.0), d.Normal(0.0, 1.0), 2.0), (d.Gamma(1.5, 1.0), d.Exponential(2.0), 2.0),
    (d.Geometric(0.2), d.Poisson(3.0), 1.5), (d.Pareto(1.0, 1.5), d.LogNormal(0.0, 9.0), 2.0),
    (d.Uniform(0.0, 1.0), d.Beta(2.5, 1.0), 2.0), (d.Gumbel(0.0, 2.0), d.Laplace(0.0, 1.0), 2.0),
    (d.Poisson(3.0), d.Binomial(5, 0.5), 2.0), (d.Uniform(0.0, 2.0), d.Beta(1.0, 1.0), 2.0),
]  # fmt: skip


@pytest.mark.parametrize("case", DIVERGENT, ids=lambda case: f"{type(case[0]).__name__} {type(case[1]).__name__}")
def test_infinite(case):
    """Integrals that do not exist are infinite, by the growth of densities at their ends; all exist of order 1/2."""
    p, q, order = case
    assert d.renyi(p, q, order) == math.inf
    assert d.tsallis(p, q, order) == math.inf
    half = float(d.integrated("renyi", p, q, alpha=0.5).value)
    assert 0 < half < math.inf
    # Hellinger's affinity is the same both ways
    assert half == pytest.approx(float(d.integrated("renyi", q, p, alpha=0.5).value), rel=1e-12)


def test_edges_of_existence():
    """The thresholds themselves: exponential against gamma laws of order two need a shape below two and a rate below
    two, Pareto's laws of tails a and b a finite 2a - b."""
    p = d.Exponential(1.0)
    assert d.chi2(p, d.Gamma(1.5, 1.999)) < math.inf
    assert d.chi2(p, d.Gamma(1.5, 2.0)) == math.inf
    assert d.chi2(p, d.Gamma(2.0, 1.0)) == math.inf
    # log-normal laws have moments of all orders
    assert d.renyi(d.LogNormal(0.0, 1.0), d.Pareto(0.5, 1.0), 2.0) == math.inf
    assert 0 < d.renyi(d.Pareto(2.0, 1.0), d.LogNormal(0.0, 1.0), 0.5) < math.inf
    assert d.renyi(d.Normal(0.0, 1.0), d.Poisson(1.0), 0.5) == math.inf
    assert d.tsallis(d.Uniform(0.0, 1.0), d.Exponential([1.0, 2.0]), 0.5).shape == (2,)


def test_divergence_to_cauchy():
    """KL to Cauchy's laws from normal and Laplace's by quadrature: mpmath's integral of log(1 + x^2), less the entropy;
    from Pareto's to Gumbel's it is finite where the mean is."""
    grow = 2 * mpmath.quad(lambda x: mpmath.npdf(x) * mpmath.log1p(x * x), [0, 1, 4, 12, 40])
    truth = grow + mpmath.log(mpmath.pi) - mpmath.log(2 * mpmath.pi * mpmath.e) / 2
    estimate = d.integrated("kl", d.Normal(0.0, 1.0), d.Cauchy(0.0, 1.0))
    assert abs(estimate.value - truth) <= estimate.bound <= 1e-12
    assert d.kl(d.Normal([0.0, 5.0], 1.0), d.Cauchy(0.0, 1.0))[0] == estimate.value
    grow = mpmath.quad(lambda x: mpmath.exp(-x) * mpmath.log1p(x * x), [0, 1, 4, 12, 40, 120])
    truth = grow + mpmath.log(mpmath.pi) - 1 - mpmath.log(2)
    assert float(d.kl(d.Laplace(0.0, 1.0), d.Cauchy(0.0, 1.0))) == pytest.approx(float(truth), rel=1e-13)
    assert d.kl(d.Pareto(1.0, 1.0), d.Gumbel(0.0, 1.0)) == math.inf
    assert 0 < d.kl(d.Pareto(1.0, 2.5), d.Gumbel(0.0, 1.0)) < math.inf
    assert d.kl(d.VonMises(0.0, 1.0), d.Gamma(1.0, 1.0)) == math.inf
    assert 0 < d.kl(d.VonMises(0.0, 1.0), d.Normal(0.0, 1.0)) < math.inf


def test_refusals():
    """An order is asked for and must be positive; vectors have no density of a number; a large bound is an error."""
    p, q = d.Normal(0.0, 1.0), d.Laplace(0.0, 1.0)
    with pytest.raises(ValueError, match="alpha: expected a finite order"):
        d.integrated("renyi", p, q)
    with pytest.raises(ValueError, match="alpha: expected a finite order"):
        d.tsallis(p, q, 0.0)
    with pytest.raises(NotImplementedError):
        d.renyi(d.Dirichlet([1.0, 2.0]), p, 2.0)
    with pytest.raises(NotImplementedError):
        d.renyi(p, q, math.inf)
    with pytest.raises(NotImplementedError, match="error of"):
        d.chi2(d.Uniform(0.0, 1.0), d.Beta(1.9, 1.9))
    estimate = d.integrated("chi2", d.Uniform(0.0, 1.0), d.Beta(1.7, 1.7), tolerance=1e-3)
    truth = float(mpmath.beta(1.7, 1.7) * mpmath.beta(0.3, 0.3) - 1)
    assert abs(estimate.value - truth) <= estimate.bound
