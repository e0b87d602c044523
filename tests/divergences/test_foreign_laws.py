"""Laws of SciPy, torch and SymPy, and pandas' tables: read as what they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hw3verify import divergences as d

SCIPY = {
    "norm": ((1.0, 2.0), d.Normal(1.0, 2.0)),
    "lognorm": ((0.5, 0.0, math.e), d.LogNormal(1.0, 0.5)),
    "halfnorm": ((0.0, 2.0), d.HalfNormal(2.0)),
    "uniform": ((1.0, 2.0), d.Uniform(1.0, 3.0)),
    "beta": ((2.0, 3.0), d.Beta(2.0, 3.0)),
    "expon": ((0.0, 0.5), d.Exponential(2.0)),
    "gamma": ((3.0, 0.0, 0.5), d.Gamma(3.0, 2.0)),
    "chi2": ((4.0,), d.Gamma(2.0, 0.5)),
    "pareto": ((3.0, 0.0, 2.0), d.Pareto(2.0, 3.0)),
    "laplace": ((1.0, 2.0), d.Laplace(1.0, 2.0)),
    "gumbel_r": ((1.0, 2.0), d.Gumbel(1.0, 2.0)),
    "cauchy": ((1.0, 2.0), d.Cauchy(1.0, 2.0)),
    "vonmises": ((2.0, 0.5), d.VonMises(0.5, 2.0)),
    "bernoulli": ((0.3,), d.Bernoulli(0.3)),
    "binom": ((5, 0.3), d.Binomial(5, 0.3)),
    "poisson": ((3.0,), d.Poisson(3.0)),
    "geom": ((0.3, -1), d.Geometric(0.3)),
}


@pytest.mark.parametrize("name", SCIPY)
def test_scipy(name):
    """A frozen distribution of SciPy has the density and the distribution function of the law it is read as, and
    divergence 0 from it."""
    stats = pytest.importorskip("scipy.stats")
    parameters, law = SCIPY[name]
    frozen = getattr(stats, name)(*parameters)
    assert d.kl(frozen, law) == 0
    x = np.asarray(law.quantile(np.array([0.1, 0.5, 0.8])))
    density = frozen.logpmf(x) if law.discrete else frozen.logpdf(x)
    assert law.log_density(x) == pytest.approx(density, rel=1e-12)
    assert law.cdf(x) == pytest.approx(frozen.cdf(x), rel=1e-12)
    assert float(law.mean) == pytest.approx(frozen.mean(), rel=1e-13) or name in ("cauchy", "vonmises")


@pytest.mark.parametrize("name", ["norm", "halfnorm", "uniform", "beta", "expon", "gamma", "laplace", "gumbel_r",
                                  "cauchy", "pareto", "bernoulli", "geom", "lognorm"])
def test_scipy_entropies(name):
    """Entropies are SciPy's."""
    stats = pytest.importorskip("scipy.stats")
    parameters, law = SCIPY[name]
    assert float(d.entropy(law)) == pytest.approx(float(getattr(stats, name)(*parameters).entropy()), rel=1e-12)


def test_scipy_vectors_and_refusals():
    """Multivariate normal and Dirichlet laws are read; what has no law here is refused by name."""
    stats = pytest.importorskip("scipy.stats")
    cov = [[2.0, 0.5], [0.5, 1.0]]
    normal = stats.multivariate_normal([0.0, 1.0], cov)
    assert d.kl(normal, d.MultivariateNormal([0.0, 1.0], cov)) == 0
    assert float(d.entropy(normal)) == pytest.approx(normal.entropy(), rel=1e-14)
    alpha = [1.0, 2.0, 3.0]
    assert d.kl(stats.dirichlet(alpha), d.Dirichlet(alpha)) == 0
    assert float(d.entropy(stats.dirichlet(alpha))) == pytest.approx(stats.dirichlet(alpha).entropy(), rel=1e-13)
    with pytest.raises(NotImplementedError, match="weibull_min"):
        d.kl(stats.weibull_min(2.0), d.Normal(0.0, 1.0))
    with pytest.raises(NotImplementedError, match="only loc=-1"):
        d.kl(stats.geom(0.3), stats.geom(0.4))


TORCH = {
    "Normal": ((0.5, 1.2), (-0.3, 0.8)), "LogNormal": ((0.5, 1.2), (-0.3, 0.8)), "HalfNormal": ((1.2,), (0.8,)),
    "Laplace": ((0.5, 1.2), (-0.3, 0.8)), "Gumbel": ((0.5, 1.2), (-0.3, 0.8)), "Cauchy": ((0.5, 1.2), (-0.3, 0.8)),
    "Exponential": ((1.5,), (0.7,)), "Gamma": ((2.5, 1.5), (0.7, 2.0)), "Beta": ((2.5, 1.5), (0.7, 2.0)),
    "Uniform": ((0.2, 0.6), (0.1, 0.9)), "Pareto": ((0.3, 3.0), (0.2, 2.5)), "Bernoulli": ((0.3,), (0.6,)),
    "Binomial": ((5, 0.3), (5, 0.6)), "Poisson": ((1.3,), (2.6,)), "Geometric": ((0.3,), (0.6,)),
    "Categorical": (([0.2, 0.3, 0.5],), ([0.1, 0.6, 0.3],)), "Dirichlet": (([0.2, 3.0, 0.5],), ([1.0, 0.6, 0.3],)),
    "OneHotCategorical": (([0.2, 0.3, 0.5],), ([0.1, 0.6, 0.3],)),
    "MultivariateNormal": (([0.2, 1.0], [[2.0, 0.5], [0.5, 1.0]]), ([0.0, 1.0], [[1.0, 0.2], [0.2, 3.0]])),
    "Chi2": ((3.0,), (5.0,)),
}  # fmt: skip

WITHOUT = {
    "ContinuousBernoulli": "no such law here",
    "ExponentialFamily": "a base class of torch, whose members are families of their own",
    "TransformedDistribution": "a base class of torch: log-normal, Gumbel and Pareto laws are families here",
    "LowRankMultivariateNormal": "read by its covariance (tested below)",
    "Independent": "read as Independent (tested below)",
}


def test_torch_registry():
    """Every pair that torch has a divergence for is answered with torch's value, or left out for a stated reason."""
    torch = pytest.importorskip("torch")
    from torch.distributions.kl import _KL_REGISTRY

    def made(name, parameters):
        kind = getattr(torch.distributions, name)
        if name == "Binomial":
            return kind(parameters[0], torch.tensor(parameters[1], dtype=torch.float64))
        return kind(*(torch.tensor(x, dtype=torch.float64) for x in parameters))

    answered = 0
    for one, two in _KL_REGISTRY:
        names = one.__name__, two.__name__
        if set(names) & set(WITHOUT):
            continue
        p = made(names[0], TORCH[names[0]][0])
        q = made(names[1], (-0.5, 1.5) if names == ("Beta", "Uniform") else TORCH[names[1]][1])
        theirs = torch.distributions.kl_divergence(p, q)
        ours = d.kl(p, q)
        assert isinstance(ours, torch.Tensor)
        assert ours.dtype == torch.float64
        assert ours.item() == pytest.approx(theirs.item(), rel=1e-11), names
        answered += 1
    assert answered >= 65


def test_torch_composites():
    """Independent laws add up; low-rank covariances are covariances; derivatives go into the given tensors."""
    torch = pytest.importorskip("torch")
    t = torch.distributions
    mean = torch.zeros(3, 2, dtype=torch.float64, requires_grad=True)
    scale = torch.ones(3, 2, dtype=torch.float64)
    p, q = t.Independent(t.Normal(mean, scale), 1), t.Independent(t.Normal(mean.detach() + 1, scale), 1)
    value = d.kl(p, q)
    assert value.tolist() == [1.0, 1.0, 1.0]
    value.sum().backward()
    assert torch.equal(mean.grad, torch.full((3, 2), -1.0, dtype=torch.float64))
    assert d.entropy(p).tolist() == pytest.approx(p.entropy().tolist())
    loc = torch.zeros(2, dtype=torch.float64)
    factor, diagonal = torch.ones(2, 1, dtype=torch.float64), torch.tensor([1.0, 2.0], dtype=torch.float64)
    low = t.LowRankMultivariateNormal(loc, factor, diagonal)
    full = t.MultivariateNormal(loc, torch.eye(2, dtype=torch.float64))
    for pair in ((low, full), (full, low)):
        assert d.kl(*pair).item() == pytest.approx(t.kl_divergence(*pair).item(), rel=1e-13)
    with pytest.raises(NotImplementedError, match="ContinuousBernoulli"):
        d.kl(t.ContinuousBernoulli(torch.tensor(0.3)), full)


def test_sympy():
    """Random variables of SymPy give SymPy's expressions: exact ones, and the textbook formula in symbols."""
    sympy = pytest.importorskip("sympy")
    stats = pytest.importorskip("sympy.stats")
    m, n = sympy.symbols("m n", real=True)
    s, t = sympy.symbols("s t", positive=True)
    value = d.kl(stats.Normal("X", m, s), stats.Normal("Y", n, t))
    assert sympy.simplify(value - (sympy.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - sympy.Rational(1, 2))) == 0
    half = sympy.Rational(1, 2)
    coin, other = stats.Bernoulli("C", half), stats.Bernoulli("E", sympy.Rational(1, 4))
    assert sympy.simplify(d.kl(coin, other) - sympy.log(4 / sympy.sqrt(3) / 2)) == 0
    assert d.js(coin, stats.FiniteRV("F", {2: 1})) == sympy.log(2) or sympy.simplify(
        d.js(coin, stats.FiniteRV("F", {2: 1})) - sympy.log(2)) == 0
    assert d.entropy(stats.Die("D", 6)) == sympy.log(6) or sympy.simplify(
        d.entropy(stats.Die("D", 6)) - sympy.log(6)) == 0
    assert d.kl(coin, stats.FiniteRV("G", {0: 1})) == sympy.oo
    numbers = {
        "Exponential": ((2,), (3,), d.Exponential), "Poisson": ((2,), (3,), d.Poisson),
        "Laplace": ((0, 1), (1, 2), d.Laplace), "Cauchy": ((0, 1), (1, 2), d.Cauchy),
        "Beta": ((2, 3), (1, 2), d.Beta), "Pareto": ((2, 3), (1, 2), d.Pareto), "Uniform": ((0, 1), (-1, 2), d.Uniform),
    }  # fmt: skip
    for name, (p, q, family) in numbers.items():
        exact = d.kl(getattr(stats, name)("X", *p), getattr(stats, name)("Y", *q))
        assert float(exact.evalf(30)) == pytest.approx(float(d.kl(family(*p), family(*q))), rel=1e-14), name
    exact = d.kl(stats.Gamma("X", 2, 3), stats.Gamma("Y", 4, 5))
    assert float(exact.evalf(30)) == pytest.approx(float(d.kl(d.Gamma(2, 1 / 3), d.Gamma(4, 1 / 5))), rel=1e-14)
    exact = d.kl(stats.Gumbel("X", 2, 1), stats.Gumbel("Y", 3, 0))
    assert float(exact.evalf(30)) == pytest.approx(float(d.kl(d.Gumbel(1, 2), d.Gumbel(0, 3))), rel=1e-14)


def test_pandas():
    """Series and data frames are tables by rows."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([[0.25, 0.75], [0.5, 0.5]])
    assert np.asarray(d.kl(frame, frame.iloc[1])).tolist() == d.kl(frame.to_numpy(), [0.5, 0.5]).tolist()
    assert d.entropy(pandas.Series([1, 1])) == math.log(2)
