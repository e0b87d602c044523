"""Renyi's divergences of laws, what follows from them, and what is integrated numerically."""

from __future__ import annotations

import math
from pathlib import Path
from runpy import run_path

import flint
import numpy as np
import pytest

from hw3verify import divergences as d

LAW = run_path(str(Path(__file__).with_name("law_references.py")))
ball = LAW["ball"]

# natural parameters and log-partition functions
FAMILIES = {
    "Normal": (lambda m, s: (m / s**2, -1 / (2 * s**2)), lambda a, b: -(a**2) / (4 * b) - (-2 * b).log() / 2),
    "HalfNormal": (lambda s: (-1 / (2 * s**2),), lambda b: -(-2 * b).log() / 2),
    "Exponential": (lambda r: (-r,), lambda a: -(-a).log()),
    "Gamma": (lambda a, r: (a, -r), lambda a, b: a.lgamma() - a * (-b).log()),
    "Beta": (lambda a, b: (a, b), lambda a, b: a.lgamma() + b.lgamma() - (a + b).lgamma()),
    "Poisson": (lambda r: (r.log(),), lambda a: a.exp()),
    "Bernoulli": (lambda p: ((p / (1 - p)).log(),), lambda a: a.exp().log1p()),
    "Geometric": (lambda p: ((1 - p).log(),), lambda a: -(1 - a.exp()).log()),
}


@pytest.fixture(autouse=True)
def precise(exact):
    """Enough bits for differences of log-partition functions."""
    before, flint.ctx.prec = flint.ctx.prec, LAW["BITS"]
    yield
    flint.ctx.prec = before


@pytest.mark.parametrize("alpha", [0.25, 0.5, 1 - 2.0**-30, 1 + 2.0**-30, 1.5])
@pytest.mark.parametrize("name", FAMILIES)
def test_exponential_families(name, alpha, exact):
    """[F(alpha t + (1-alpha) t') - alpha F(t) - (1-alpha) F(t')] / (alpha-1) in balls: within 12 units, for near laws
    too."""
    natural, partition = FAMILIES[name]
    rng = np.random.default_rng(4)
    for regime in ("generic", "near 1e-9 .. 1e-1", "near 1e-15 .. 1e-9"):
        for _ in range(4):
            p, q = LAW["draw"](name, rng, regime)
            if name == "Normal":
                q[1] = p[1] * (q[1] / p[1]) ** 0.3  # for large orders the mixture must exist
            order = ball(alpha)
            one, two = natural(*map(ball, p)), natural(*map(ball, q))
            mixed = [order * x + (1 - order) * y for x, y in zip(one, two, strict=True)]
            value = float(d.renyi(getattr(d, name)(*p), getattr(d, name)(*q), alpha))
            truth = (partition(*mixed) - order * partition(*one) - (1 - order) * partition(*two)) / (order - 1)
            if not truth.is_finite():
                assert value == math.inf
            elif p != q:
                assert exact.units(value, truth) <= 12, (p, q)


def test_what_follows():
    """Bhattacharyya's, Hellinger's and chi^2 of normal, Bernoulli and uniform laws by their own formulas."""
    p, q = d.Normal(0.0, 1.0), d.Normal(1.0, 1.0)
    assert float(d.bhattacharyya(p, q)) == pytest.approx(0.125, rel=1e-15)
    assert float(d.hellinger(p, q)) == pytest.approx(math.sqrt(1 - math.exp(-0.125)), rel=1e-15)
    assert float(d.chi2(p, q)) == pytest.approx(math.expm1(1), rel=1e-15)
    assert float(d.chi2(d.Bernoulli(0.5), d.Bernoulli(0.25))) == pytest.approx(1 / 3, rel=1e-15)
    one, two = d.Uniform(0.0, 1.0), d.Uniform(0.5, 2.5)
    assert float(d.total_variation(one, two)) == 0.75
    assert float(d.hellinger(one, two)) == pytest.approx(math.sqrt(1 - 0.5 / math.sqrt(2)), rel=1e-15)
    assert float(d.renyi(d.Uniform(0.0, 1.0), d.Uniform(0.0, 2.0), 3.0)) == pytest.approx(math.log(2), rel=1e-15)
    assert float(d.jeffreys(p, q)) == 1.0
    assert float(d.cross_entropy(p, q)) == pytest.approx(0.5 * math.log(2 * math.pi) + 1.0, rel=1e-15)
    assert d.bhattacharyya(one, d.Uniform(2.0, 3.0)) == math.inf
    with pytest.raises(NotImplementedError, match="finite order"):
        d.renyi(p, q, math.inf)


def test_js_in_closed_form():
    """Uniform laws (overlapping, nested, disjoint), points and Bernoulli's: by hand."""
    p = d.Uniform(0.0, 1.0)
    half = 0.5 * math.log(2)
    assert d.js(p, d.Uniform(2.0, 3.0)) == math.log(2)
    assert float(d.js(p, d.Uniform(0.5, 1.5))) == pytest.approx(half, rel=1e-15)
    nested = 0.5 * (math.log(2 / 1.5) + 0.5 * math.log(1 / 1.5) + half)
    assert float(d.js(p, d.Uniform(0.0, 2.0))) == pytest.approx(nested, rel=1e-14)
    assert d.js(p, p) == 0
    assert float(d.js(p, d.Uniform(0.0, 1.0 + 2.0**-40))) == pytest.approx(2.0**-41 * math.log(2), rel=1e-9)
    assert d.js(d.PointMass([0.0, 1.0]), d.PointMass(0.0)).tolist() == [0, math.log(2)]
    assert float(d.js(d.Bernoulli(0.25), d.Bernoulli(0.75))) == pytest.approx(
        float(d.js([0.25, 0.75], [0.75, 0.25])), rel=1e-15
    )
    assert d.js(d.Bernoulli(0.0), d.Bernoulli(1.0)) == math.log(2)
    assert d.js_distance(p, d.Uniform(2.0, 3.0)) == math.sqrt(math.log(2))


PAIRS = [
    (d.Normal(0.0, 1.0), d.Normal(1.0, 2.0)), (d.Cauchy(0.0, 1.0), d.Cauchy(1.0, 2.0)),
    (d.Gamma(0.5, 1.0), d.Gamma(2.0, 1.0)), (d.Poisson(3.0), d.Poisson(4.0)), (d.Laplace(0.0, 1.0), d.Normal(0.0, 1.0)),
    (d.Beta(2.0, 3.0), d.Beta(3.0, 2.0)), (d.Geometric(0.3), d.Geometric(0.4)),
    (d.VonMises(0.0, 2.0), d.VonMises(0.0, 3.0)),
    (d.Normal(0.0, 1.0), d.Normal(0.0, 1e-3)), (d.Gumbel(0.0, 1.0), d.Normal(0.0, 1.0)),
    (d.LogNormal(0.0, 1.0), d.Gamma(1.0, 1.0)), (d.Uniform(0.0, 1.0), d.Exponential(2.0)),
    (d.HalfNormal(1.0), d.Exponential(1.0)), (d.Exponential(1.0), d.LogNormal(0.0, 1.0)),
    (d.Beta(2.0, 3.0), d.LogNormal(0.0, 1.0)), (d.HalfNormal(1.5), d.LogNormal(0.3, 1.0)),
    (d.Pareto(1.0, 2.5), d.LogNormal(0.3, 1.0)), (d.Exponential(1.5), d.HalfNormal(0.7)),
    (d.Gamma(2.5, 1.5), d.HalfNormal(0.7)), (d.Beta(2.0, 3.0), d.HalfNormal(0.7)),
    (d.Uniform(0.5, 3.0), d.HalfNormal(0.7)), (d.LogNormal(0.0, 0.5), d.HalfNormal(0.7)),
    (d.HalfNormal(1.5), d.Gamma(2.0, 1.0)), (d.HalfNormal(1.5), d.Gumbel(0.3, 1.0)),
    (d.Uniform(0.5, 3.0), d.Laplace(1.0, 2.0)), (d.Exponential(1.5), d.Laplace(1.0, 2.0)),
    (d.Uniform(0.5, 3.0), d.Cauchy(1.0, 2.0)), (d.Laplace(0.0, 0.5), d.Gumbel(0.3, 1.0)),
    (d.LogNormal(0.0, 0.5), d.Exponential(1.0)), (d.LogNormal(0.0, 0.5), d.Normal(1.0, 1.0)),
    (d.Bernoulli(0.3), d.Poisson(0.4)), (d.Bernoulli(0.3), d.Geometric(0.6)), (d.Binomial(3, 0.3), d.Binomial(5, 0.4)),
    (d.HalfNormal(1.5), d.Normal(1.0, 1.0)), (d.Uniform(0.2, 0.7), d.Beta(2.0, 3.0)),
    (d.Gamma(2.0, 3.0), d.LogNormal(0.0, 1.0)),
    (d.Uniform(1.5, 3.0), d.Pareto(1.0, 2.5)), (d.Uniform(0.5, 3.0), d.Gumbel(0.3, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{type(pair[0]).__name__} {type(pair[1]).__name__}")
def test_quadrature_confirms_closed_forms(pair):
    """KL by quadrature (or a sum) lies within its own bound of the closed form, and the bound is small."""
    estimate = d.integrated("kl", *pair)
    value = float(d.kl(*pair))
    assert estimate.bound <= 1e-8 * max(1.0, value)
    assert abs(estimate.value - value) <= estimate.bound + 1e-14 * value


def test_sums_over_counts():
    """Entropies of Poisson and binomial laws are SciPy's; laws of counts of different families and points, by hand."""
    stats = pytest.importorskip("scipy.stats")
    for rate in (0.01, 3.0, 500.0):
        assert float(d.entropy(d.Poisson(rate))) == pytest.approx(float(stats.poisson(rate).entropy()), rel=1e-9)
    assert float(d.entropy(d.Binomial(1, 0.5))) == pytest.approx(math.log(2), rel=1e-15)
    assert float(d.entropy(d.Binomial(40, 0.3))) == pytest.approx(float(stats.binom(40, 0.3).entropy()), rel=1e-12)
    assert d.entropy(d.Poisson(0.0)) == 0
    assert d.entropy(d.Poisson([1.0, 2.0])).shape == (2,)
    # two trials by the definition: masses 1/4, 1/2, 1/4 against e^-1, e^-1, e^-1/2
    by_hand = sum(p * math.log(p / (math.exp(-1) * w)) for p, w in ((0.25, 1), (0.5, 1), (0.25, 0.5)))
    assert float(d.kl(d.Binomial(2, 0.5), d.Poisson(1.0))) == pytest.approx(by_hand, rel=1e-14)
    k = np.arange(200)
    p, q = stats.geom(0.3, -1).pmf(k), stats.poisson(2.0).logpmf(k)
    by_sum = float(np.sum(p * (np.log(p) - q)))
    assert float(d.kl(d.Geometric(0.3), d.Poisson(2.0))) == pytest.approx(by_sum, rel=1e-12)
    assert float(d.kl(d.PointMass(2.0), d.Poisson(1.0))) == pytest.approx(1 + math.log(2), rel=1e-15)
    assert d.kl(d.PointMass(0.5), d.Poisson(1.0)) == math.inf
    assert d.kl(d.Bernoulli([0.0, 0.5]), d.PointMass(0.0)).tolist() == [0, math.inf]
    exact = sum(p * math.log(p / q) for p, q in ((0.5, 0.1**30), (0.5, 30 * 0.9 * 0.1**29)))
    assert float(d.kl(d.Binomial(1, 0.5), d.Binomial(30, 0.9))) == pytest.approx(exact, rel=1e-13)


def test_quadrature_of_other_functionals():
    """Jensen-Shannon, total variation and Hellinger against values in closed form or by SciPy's quadrature."""
    p, q = d.Normal(0.0, 1.0), d.Normal(1.0, 1.0)
    assert d.integrated("total_variation", p, q).value == pytest.approx(math.erf(1 / math.sqrt(8)), rel=1e-14)
    assert d.integrated("squared_hellinger", p, q).value == pytest.approx(-math.expm1(-0.125), rel=1e-14)
    integrate = pytest.importorskip("scipy.integrate")

    def integrand(x):
        a, b = (math.exp(float(law.log_density(x))) for law in (p, q))
        return 0.5 * (a * math.log(2 * a / (a + b)) + b * math.log(2 * b / (a + b)))

    estimate = d.integrated("js", p, q)
    assert estimate.value == pytest.approx(integrate.quad(integrand, -12, 13, epsabs=1e-14)[0], rel=1e-12)
    assert d.js(p, q) == estimate.value
    assert d.integrated("js", d.Normal(0.0, 1.0), d.Normal(1e6, 1.0)).value == pytest.approx(math.log(2), rel=1e-10)
    assert d.js(p, d.Poisson(1.0)) == math.log(2)
    with pytest.raises(ValueError, match="functional: expected one of"):
        d.integrated("kl2", p, q)
    with pytest.raises(TypeError, match="discrete"):
        d.integrated("kl", p, d.Poisson(1.0))


def test_game_of_laws():
    """The value for the optimal discriminator of two laws is 2 JS - log 4, and for a constant one -log 4."""
    for p, q in ((d.Normal(0.0, 1.0), d.Normal(1.0, 1.0)), (d.Poisson(2.0), d.Poisson(3.0))):
        best = d.optimal_discriminator(p, q)
        assert d.gan_value(p, q, best) == pytest.approx(float(d.gan_value(p, q)), rel=1e-12)
        assert d.gan_value(p, q, lambda x: 0.5 + 0.0 * x) == pytest.approx(-math.log(4), rel=1e-13)
