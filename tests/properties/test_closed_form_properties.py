"""Closed forms of laws: what quadrature says, what textbooks say in other words, and what does not change them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import law_pairs, locations, magnitudes, mass_functions

LIMIT = 8.0
LINES = ("Normal", "LogNormal", "HalfNormal", "Exponential", "Gamma", "Laplace", "Gumbel", "Uniform",
         "Pareto", "Cauchy")  # fmt: skip
COUNTS = ("Bernoulli", "Binomial", "Poisson", "Geometric")
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


def frozen(law):
    """SciPy's law with these parameters: another library's densities and quantiles."""
    from scipy import stats

    ways = {
        "Normal": stats.norm, "LogNormal": lambda m, s: stats.lognorm(s, scale=math.exp(m)),
        "HalfNormal": lambda s: stats.halfnorm(scale=s), "Exponential": lambda r: stats.expon(scale=1 / r),
        "Gamma": lambda k, r: stats.gamma(k, scale=1 / r), "Beta": stats.beta,
        "Laplace": stats.laplace, "Gumbel": stats.gumbel_r,
        "Uniform": lambda a, b: stats.uniform(a, b - a),
        "Pareto": lambda m, a: stats.pareto(a, scale=m), "Cauchy": stats.cauchy,
        "Bernoulli": stats.bernoulli, "Binomial": stats.binom,
        "Poisson": stats.poisson, "Geometric": lambda p: stats.geom(p, loc=-1),
    }  # fmt: skip
    return ways[type(law).__name__](*map(float, law.parameters))


def mean_ratio(one, two, function=lambda length: length):
    """The mean of a function of log(p/q) under p over its quantiles, by the rule of tanh and sinh (Takahasi and Mori
    1974), whose nodes crowd double-exponentially at both ends of (0, 1); and its change from half as many."""
    step = 1 / 32
    t = np.arange(-3.6, 3.6, step)
    u = 1 / (1 + np.exp(-np.pi * np.sinh(t)))
    rest = 1 / (1 + np.exp(np.pi * np.sinh(t)))
    x = np.where(u < 0.5, one.ppf(u), one.isf(rest))
    weights = np.pi * np.cosh(t) * u * rest * step
    values = weights * function(one.logpdf(x) - two.logpdf(x))
    values = values[np.isfinite(values)]
    fine = values.sum()
    return fine, abs(fine - 2 * values[::2].sum())


@pytest.mark.parametrize("name", LINES)
def test_quadrature(name):
    """KL is E_p log(p/q), here by quadrature over SciPy's quantiles and densities, to a millionth of its size where the
    quadrature is that good; infinite where p is not covered."""

    @FEW
    @given(law_pairs(name, limit=LIMIT, near=False))
    def holds(pair):
        p, q = pair
        value = float(d.kl(p, q))
        if value == math.inf:
            assert name in ("Uniform", "Pareto")
            assert p.support[0] < q.support[0] or p.support[1] > q.support[1]
            return
        with np.errstate(all="ignore"):
            mean, error = mean_ratio(frozen(p), frozen(q))
        assert value == pytest.approx(mean, rel=1e-5, abs=10 * error + 1e-6)

    holds()


@given(law_pairs("VonMises", limit=LIMIT))
def test_circle(pair):
    """KL of von Mises' laws by the trapezoidal rule on the circle, which converges geometrically."""
    from scipy.special import i0

    x = np.arange(2000) * (2 * math.pi / 2000)
    logs = [k * np.cos(x - m) - math.log(2 * math.pi * i0(k)) for m, k in (map(float, law.parameters) for law in pair)]
    value = 2 * math.pi * (np.exp(logs[0]) * (logs[0] - logs[1])).mean()
    assert float(d.kl(*pair)) == pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", COUNTS)
def test_sums(name):
    """KL of laws of counts is the sum of p log(p/q), here with SciPy's masses over all but 1e-12 of p."""

    @FEW
    @given(law_pairs(name, limit=LIMIT, near=False))
    def holds(pair):
        p, q = pair
        one, two = frozen(p), frozen(q)
        x = np.arange(0, min(float(one.support()[1]), float(one.ppf(1 - 1e-12)) + 10, 20000.0) + 1)
        masses = one.pmf(x)
        with np.errstate(all="ignore"):
            terms = np.where(masses > 0, masses * (one.logpmf(x) - two.logpmf(x)), 0.0)
        value = float(d.kl(p, q))
        if value == math.inf:
            assert not (two.pmf(x) > 0).all()
        elif 1 - masses.sum() < 1e-9:
            assert value == pytest.approx(terms.sum(), rel=1e-6, abs=1e-6)

    holds()


@given(law_pairs("Normal", limit=2.0**20))
def test_normal_laws(whole, pair):
    """KL of normal laws is log(s'/s) + (s^2 + (m-m')^2) / (2 s'^2) - 1/2; of equal scales ((m-m')/s)^2 / 2, and then
    symmetric; the same for log-normal laws, whose logarithms are normal."""
    (m, s), (n, r) = (tuple(map(float, law.parameters)) for law in pair)
    plain = math.log(r / s) + (s * s + (m - n) ** 2) / (2 * r * r) - 0.5
    value = float(d.kl(*pair))
    assert value == pytest.approx(plain, rel=1e-12, abs=1e-13 * (1 + (s / r) ** 2))
    equal = d.kl(d.Normal(m, s), d.Normal(n, s))
    assert whole.close(equal, ((m - n) / s) ** 2 / 2, plus=1e-300)
    assert equal == d.kl(d.Normal(n, s), d.Normal(m, s))
    assert d.kl(d.LogNormal(m, s), d.LogNormal(n, r)) == value == d.kl_normal(m, s, n, r)


@given(law_pairs("MultivariateNormal", limit=8.0))
def test_normal_vectors(pair):
    """KL of normal laws of vectors is (tr S'^-1 S + (m'-m)^T S'^-1 (m'-m) - d + log det S'/det S) / 2: to the
    digits that inverses leave."""
    (m, S), (n, T) = ((law.parameters[0], law.parameters[1] @ law.parameters[1].T) for law in pair)
    inverse = np.linalg.inv(T)
    gap = n - m
    parts = (np.trace(inverse @ S), gap @ inverse @ gap, -len(m), np.log(np.linalg.det(T) / np.linalg.det(S)))
    size = (1 + sum(map(abs, parts))) * np.linalg.cond(T)
    assert float(d.kl(*pair)) == pytest.approx(sum(parts) / 2, rel=1e-9, abs=1e-13 * size)


@given(law_pairs("Dirichlet", limit=8.0))
def test_dirichlet_laws(pair):
    """KL of Dirichlet's laws by gamma and digamma functions of SciPy; of two shares they are beta laws."""
    from scipy.special import digamma, gammaln

    a, b = (law.parameters[0] for law in pair)
    value = gammaln(a.sum()) - gammaln(b.sum()) + (gammaln(b) - gammaln(a)).sum()
    value += ((a - b) * (digamma(a) - digamma(a.sum()))).sum()
    assert float(d.kl(*pair)) == pytest.approx(value, rel=1e-9, abs=1e-11)
    betas = [d.Beta(float(x[0]), float(x[1])) for x in (a, b)]
    shares = [d.Dirichlet(x[:2]) for x in (a, b)]
    assert float(d.kl(*betas)) == pytest.approx(float(d.kl(*shares)), rel=1e-12, abs=1e-13)


@given(law_pairs("Independent", limit=2.0**10))
def test_independent_entries_add_up(whole, pair):
    """KL of laws of independent entries is the sum of theirs."""
    one, two = (law.base for law in pair)
    assert whole.close(d.kl(*pair), d.kl(one, two).sum(), plus=1e-300)


@given(law_pairs("Normal", "Laplace", "Cauchy", "Gumbel", "Uniform", limit=2.0**10), st.integers(-8, 8))
def test_invertible_maps_of_the_line(whole, pair, power):
    """KL does not change under x -> c x: here powers of two, which round nothing."""
    factor = 2.0**power
    family = type(pair[0])
    moved = [family(*(factor * float(x) for x in law.parameters)) for law in pair]
    try:
        value = d.kl(*pair)
    except NotImplementedError:
        return
    assert whole.close(d.kl(*moved), value, plus=1e-300)


@given(m=magnitudes(2.0**10), a=magnitudes(2.0**10), b=magnitudes(2.0**10), k=magnitudes(2.0**6), j=magnitudes(2.0**6))
def test_laws_of_images(whole, m, a, b, k, j):
    """KL is that of the images under an invertible map: Pareto's laws under log are exponential ones, exponential laws
    are gamma laws of shape 1, gamma laws have units, and beta laws are reflected by x -> 1 - x."""
    m, a, b, k, j = map(float, (m, a, b, k, j))
    exponential = d.kl(d.Exponential(a), d.Exponential(b))
    assert whole.close(d.kl(d.Pareto(m, a), d.Pareto(m, b)), exponential, plus=1e-300)
    assert whole.close(d.kl(d.Gamma(1.0, a), d.Gamma(1.0, b)), exponential, plus=1e-300)
    gamma = d.kl(d.Gamma(k, a), d.Gamma(j, b))
    assert whole.close(d.kl(d.Gamma(k, 4 * a), d.Gamma(j, 4 * b)), gamma, plus=1e-300)
    assert whole.close(d.kl(d.Beta(k, a), d.Beta(j, b)), d.kl(d.Beta(a, k), d.Beta(b, j)), plus=1e-300)
    assert whole.close(d.kl(d.Beta(k, 1.0), d.Beta(j, 1.0)), d.kl(d.Exponential(k), d.Exponential(j)), plus=1e-15)


@FEW
@given(p=magnitudes(LIMIT), m=locations(LIMIT))
def test_entropies(p, m):
    """Entropies of laws are those of SciPy, and the cross-entropy of a law with itself is its entropy."""
    s, m = float(p), float(m)
    for law in (d.Normal(m, s), d.Laplace(m, s), d.Gumbel(m, s), d.Exponential(s), d.Gamma(s, 2.0), d.Beta(s, 2.0),
                d.Uniform(m, m + s), d.LogNormal(m, s), d.Pareto(s, 2.0), d.HalfNormal(s), d.Cauchy(m, s)):  # fmt: skip
        value = float(d.entropy(law))
        assert value == pytest.approx(float(frozen(law).entropy()), rel=1e-9, abs=1e-9)
        assert float(d.cross_entropy(law, law)) == pytest.approx(value, rel=1e-12, abs=1e-12)


@given(mass_functions(2, 4, extremes=False), mass_functions(2, 4, extremes=False))
def test_bernoulli_and_binomial(p, q):
    """KL of binomial laws is n times that of one trial, of geometric ones 1/a times (the expected number of trials)."""
    a, b = (min(max(float(x[0]), 0.05), 0.95) for x in (p, q))
    trial = float(d.kl(d.Bernoulli(a), d.Bernoulli(b)))
    assert trial == pytest.approx(a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b)), rel=1e-9, abs=1e-14)
    assert float(d.kl(d.Binomial(7.0, a), d.Binomial(7.0, b))) == pytest.approx(7 * trial, rel=1e-13)
    assert float(d.kl(d.Geometric(a), d.Geometric(b))) == pytest.approx(trial / a, rel=1e-13, abs=1e-300)
