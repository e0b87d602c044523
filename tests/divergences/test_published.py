"""Values that SciPy states in its documentation, and what the tests of torch, TensorFlow Probability and POT cover, at
parameters where the definition has a closed value."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hw3verify import divergences as d


def test_scipy_entropy():
    """SciPy's page of `entropy`: a fair coin has one bit, a coin of 9/10 0.4689955935892812, their relative entropy is
    0.7369655941662062 and their cross entropy 1.736965594166206, all in bits."""
    fair, bent = [0.5, 0.5], [0.9, 0.1]
    assert d.entropy(fair, base=2) == 1.0
    assert d.entropy(bent, base=2) == pytest.approx(0.4689955935892812, rel=1e-15)
    assert d.kl(fair, bent, base=2) == pytest.approx(0.7369655941662062, rel=1e-15)
    assert d.cross_entropy(fair, bent, base=2) == pytest.approx(1.736965594166206, rel=1e-15)


def test_scipy_jensenshannon():
    """SciPy's page of `jensenshannon`: opposite corners are 1 apart in base 2, a corner and a coin
    0.46450140402245893, equal ones 0; and the batches along an axis."""
    assert d.js_distance([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], base=2.0) == 1.0
    assert d.js_distance([1.0, 0.0], [0.5, 0.5]) == pytest.approx(0.46450140402245893, rel=1e-15)
    assert d.js_distance([1.0, 0.0, 0.0], [1.0, 0.0, 0.0]) == 0.0
    a = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    b = np.array([[13, 14, 15, 16], [17, 18, 19, 20], [21, 22, 23, 24]])
    known = [0.1954288, 0.1447697, 0.1138377, 0.0927636]
    assert d.js_distance(a, b, axis=0) == pytest.approx(known, abs=5e-8)
    assert d.js_distance(a, b, axis=1) == pytest.approx([0.1402339, 0.0399106, 0.0201815], abs=5e-8)


def test_scipy_wasserstein_distance():
    """SciPy's page of `wasserstein_distance`: 5, 1/4, and 4.0781331438047861 with weights."""
    assert d.wasserstein1([0, 1, 3], [5, 6, 8]) == 5.0
    assert d.wasserstein1([0, 1], [0, 1], [3, 1], [2, 2]) == 0.25
    u, v = [3.4, 3.9, 7.5, 7.8], [4.5, 1.4]
    assert d.wasserstein1(u, v, [1.4, 0.9, 3.1, 7.2], [3.2, 3.5]) == pytest.approx(4.0781331438047861, rel=1e-15)


def test_scipy_special():
    """SciPy's `rel_entr` and `kl_div` at an entry: x log(x/y), and that less x plus y, as their pages define them."""
    p, q = [2.0, 1.0], [1.0, 3.0]
    generalised = 2.0 * math.log(2.0) - math.log(3.0) - 3.0 + 4.0
    assert d.kl(p, q, normalize=False) == pytest.approx(generalised, rel=1e-15)


TORCH = [
    # pairs that torch's tests of kl_divergence cover, and the value by hand
    (d.Bernoulli(0.2), d.Bernoulli(0.6), 0.2 * math.log(0.2 / 0.6) + 0.8 * math.log(0.8 / 0.4)),
    (d.Exponential(2.0), d.Exponential(3.0), 1.5 - math.log(1.5) - 1.0),
    (d.Exponential(1.5), d.Gumbel(0.3, 2.0), None),
    (d.Exponential(0.7), d.Gamma(1.0, 0.7), 0.0),
    (d.Gamma(1.0, 2.0), d.Exponential(3.0), 1.5 - math.log(1.5) - 1.0),
    (d.Poisson(1.0), d.Poisson(math.e), math.e - 2.0),
    (d.Geometric(0.5), d.Geometric(0.25), math.log(4.0 / 3.0)),
    (d.Laplace(0.0, 1.0), d.Laplace(1.0, 1.0), math.exp(-1.0)),
    (d.Laplace(0.0, 1.0), d.Normal(0.0, 1.0), 0.5 * math.log(2.0 * math.pi) - math.log(2.0)),
    (d.Normal(0.0, 1.0), d.Normal(1.0, 2.0), math.log(2.0) - 0.25),
    (d.Normal(0.0, 1.0), d.Gumbel(0.0, 1.0), math.exp(0.5) - 0.5 * (1.0 + math.log(2.0 * math.pi))),
    (d.Uniform(0.0, 1.0), d.Uniform(-1.0, 2.0), math.log(3.0)),
    (d.Uniform(0.0, 1.0), d.Uniform(0.5, 2.0), math.inf),
    (d.Uniform(0.0, 1.0), d.Normal(0.0, 1.0), 0.5 * math.log(2.0 * math.pi) + 1.0 / 6.0),
    (d.Uniform(0.0, 1.0), d.Exponential(2.0), 1.0 - math.log(2.0)),
    (d.Uniform(1.0, 2.0), d.Pareto(1.0, 1.0), 2.0 * (2.0 * math.log(2.0) - 1.0)),
    (d.Pareto(1.0, 2.0), d.Exponential(1.0), math.log(2.0) - 1.5 + 2.0),
    (d.Pareto(1.0, 2.0), d.Pareto(1.0, 3.0), math.log(2.0 / 3.0) + 0.5),
    (d.Beta(1.0, 1.0), d.Beta(2.0, 2.0), 2.0 - math.log(6.0)),
    (d.Beta(1.0, 1.0), d.Uniform(0.0, 1.0), 0.0),
    (d.Dirichlet([1.0, 1.0]), d.Dirichlet([2.0, 2.0]), 2.0 - math.log(6.0)),
    (d.Categorical([0.5, 0.5]), d.Categorical([0.25, 0.75]), 0.5 * math.log(4.0 / 3.0)),
    (d.Cauchy(0.0, 1.0), d.Cauchy(1.0, 2.0), math.log(10.0 / 8.0)),
    (d.HalfNormal(1.0), d.HalfNormal(2.0), math.log(2.0) - 0.375),
    (d.Normal(0.0, 1.0), d.Laplace(0.0, 1.0), math.sqrt(2.0 / math.pi) - 0.5 + 0.5 * math.log(2.0 / math.pi)),
    (d.Binomial(30, 0.2), d.Binomial(30, 0.6), 30 * (0.2 * math.log(0.2 / 0.6) + 0.8 * math.log(0.8 / 0.4))),
    (d.Binomial(31, 0.2), d.Binomial(30, 0.6), math.inf),
]  # fmt: skip


@pytest.mark.parametrize("case", TORCH, ids=lambda case: f"{type(case[0]).__name__} {type(case[1]).__name__}")
def test_torch_divergences(case):
    """Pairs that torch's tests cover: the closed value of each, which the definition gives by hand."""
    p, q, value = case
    if value is None:
        # log(r s) - 1 + E(x - m)/s + e^(m/s) r s / (1 + r s), the last from the transform of the exponential law
        rate, location, scale = 1.5, 0.3, 2.0
        move = math.exp(location / scale) * rate * scale / (1.0 + rate * scale)
        value = math.log(rate * scale) - 1.0 + (1.0 / rate - location) / scale + move
    assert float(d.kl(p, q)) == pytest.approx(value, rel=4e-15, abs=1e-30)


INFINITE = [
    (d.Bernoulli(0.2), d.Bernoulli(0.0)), (d.Bernoulli(0.2), d.Bernoulli(1.0)),
    (d.Beta(1.0, 2.0), d.Uniform(0.25, 1.0)),
    (d.Categorical([0.5, 0.5]), d.Categorical([1.0, 0.0])), (d.Exponential(1.0), d.Beta(1.0, 1.0)),
    (d.Exponential(1.0), d.Pareto(1.0, 1.0)), (d.Exponential(1.0), d.Uniform(0.0, 1.0)),
    (d.Gumbel(0.0, 1.0), d.Gamma(1.0, 1.0)), (d.Laplace(0.0, 1.0), d.Exponential(1.0)),
    (d.Normal(0.0, 1.0), d.Beta(1.0, 1.0)), (d.Normal(0.0, 1.0), d.Exponential(1.0)),
    (d.Pareto(1.0, 2.0), d.Beta(1.0, 1.0)), (d.Pareto(1.0, 2.0), d.Uniform(1.0, 2.0)),
    (d.Pareto(1.0, 1.0), d.Exponential(1.0)), (d.Pareto(1.0, 2.0), d.Normal(0.0, 1.0)),
    (d.Poisson(2.0), d.Bernoulli(0.5)), (d.Poisson(2.0), d.Binomial(10, 0.5)), (d.Uniform(-1.0, 2.0), d.Beta(1.0, 1.0)),
    (d.Uniform(-1.0, 2.0), d.Exponential(1.0)), (d.Uniform(-1.0, 2.0), d.Pareto(1.0, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize("pair", INFINITE, ids=lambda pair: f"{type(pair[0]).__name__} {type(pair[1]).__name__}")
def test_torch_infinities(pair):
    """Pairs of families that torch counts as infinite are."""
    assert d.kl(*pair) == math.inf


def test_torch_vectors():
    """torch's case of normal laws of vectors: the diagonal one is the sum over components, and a batch of them."""
    mean, scales = np.array([0.0, 1.0, -1.0]), np.array([1.0, 2.0, 0.5])
    p = d.MultivariateNormal(mean, variance=scales**2)
    q = d.MultivariateNormal(np.zeros(3), np.eye(3))
    by_component = sum(0.5 * (s * s + m * m - 1.0) - math.log(s) for m, s in zip(mean, scales, strict=True))
    assert float(d.kl(p, q)) == pytest.approx(by_component, rel=4e-15)


def test_probability_of_tensorflow():
    """Families of TensorFlow Probability's tests: gamma laws of one shape, normal laws by their formula, Gumbel's of
    one scale, and von Mises' from the uniform law on the circle."""
    assert float(d.kl(d.Gamma(3.0, 1.0), d.Gamma(3.0, 2.0))) == pytest.approx(3.0 * (1.0 - math.log(2.0)), rel=4e-15)
    m, s, n, r = 1.0, 0.5, -0.25, 2.0
    formula = (m - n) ** 2 / (2 * r * r) + 0.5 * (s * s / (r * r) - 1.0 - 2.0 * math.log(s / r))
    assert float(d.kl(d.Normal(m, s), d.Normal(n, r))) == pytest.approx(formula, rel=4e-15)
    shift = 0.75
    gumbel = shift + math.expm1(-shift)
    assert float(d.kl(d.Gumbel(shift, 1.0), d.Gumbel(0.0, 1.0))) == pytest.approx(gumbel, rel=4e-15)
    assert float(d.kl(d.VonMises(0.5, 2.0), d.VonMises(0.5, 2.0))) == 0.0
    # log I_0(1), with I_0(1) = 1.2660658777520084
    length = math.log(1.2660658777520084)
    assert float(d.kl(d.VonMises(0.0, 0.0), d.VonMises(0.0, 1.0))) == pytest.approx(length, rel=4e-15)


def test_pot_on_the_line():
    """POT's tests: moving a sample by t costs t^p, a permutation nothing, and `emd2_1d` of two points with weights."""
    x = np.linspace(0.0, 5.0, 20)
    assert d.wasserstein1(x, x[::-1]) == 0.0
    assert d.wasserstein1(x, x + 2.0) == pytest.approx(2.0, rel=1e-15)
    assert d.wasserstein2(x, x + 2.0) == pytest.approx(2.0, rel=1e-15)
    assert d.wasserstein2([0.0, 1.0], [0.0, 2.0], [0.5, 0.5], [0.5, 0.5]) ** 2 == pytest.approx(0.5, rel=1e-15)
    plan = d.optimal_plan([0.0, 1.0, 2.0], [2.0, 0.0, 1.0])
    assert plan.j.tolist() == [1, 2, 0]


def test_pot_gaussians():
    """POT's `bures_wasserstein_distance`: commuting covariances have the distance of their deviations, beside the
    distance of the means."""
    p = d.MultivariateNormal([0.0, 0.0], np.diag([1.0, 4.0]))
    q = d.MultivariateNormal([3.0, 4.0], np.diag([4.0, 9.0]))
    assert float(d.wasserstein2(p, q)) == pytest.approx(math.sqrt(25.0 + 1.0 + 1.0), rel=4e-15)
