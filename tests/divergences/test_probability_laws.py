"""Laws: what they take, what they refuse, and their distribution functions and quantiles."""

from __future__ import annotations

import copy
import math
import pickle

import mpmath
import numpy as np
import pytest

from hw3verify import divergences as d

MP = mpmath.mp.clone()
MP.dps = 50

LAWS = {
    "Normal": (d.Normal(1.5, 0.3), lambda x: MP.ncdf(x, 1.5, MP.mpf(0.3)), (-1.0, 1.45, 2.0)),
    "LogNormal": (d.LogNormal(0.5, 2.0), lambda x: MP.ncdf((MP.log(x) - 0.5) / 2), (1e-9, 1.5, 30.0)),
    "HalfNormal": (d.HalfNormal(2.0), lambda x: MP.erf(x / MP.sqrt(8)), (1e-12, 0.5, 7.0)),
    "Uniform": (d.Uniform(-1.0, 3.0), lambda x: (MP.mpf(x) + 1) / 4, (-0.999, 0.0, 2.9)),
    "Exponential": (d.Exponential(3.0), lambda x: -MP.expm1(-3 * MP.mpf(x)), (1e-14, 0.2, 4.0)),
    "Laplace": (
        d.Laplace(1.0, 0.5),
        lambda x: MP.exp(2 * MP.mpf(x) - 2) / 2 if x < 1 else 1 - MP.exp(2 - 2 * MP.mpf(x)) / 2,
        (-20.0, 0.9, 1.25, 4.0),
    ),
    "Gumbel": (d.Gumbel(1.0, 0.5), lambda x: MP.exp(-MP.exp(2 - 2 * MP.mpf(x))), (-0.5, 1.0, 4.0)),
    "Cauchy": (d.Cauchy(0.0, 2.0), lambda x: MP.atan(MP.mpf(x) / 2) / MP.pi + 0.5, (-1e10, -1.0, 0.5, 1e5)),
    "Pareto": (d.Pareto(2.0, 3.0), lambda x: 1 - (2 / MP.mpf(x)) ** 3, (2.0000001, 3.0, 50.0)),
}


@pytest.mark.parametrize("name", LAWS)
def test_distribution_functions(name):
    """cdf is the integral's closed form in 50 digits, quantile its inverse, and the density its slope."""
    law, exact, points = LAWS[name]
    values = law.cdf(np.array(points))
    for x, value in zip(points, values, strict=True):
        assert value == pytest.approx(float(exact(x)), rel=4e-15)
        slope = MP.diff(exact, MP.mpf(x), h=MP.mpf(10) ** -15 * max(abs(x), 1e-12))
        assert law.log_density(x) == pytest.approx(float(MP.log(slope)), rel=1e-13, abs=1e-13)
        # a quantile is as exact as u says: its own error moves u by a few units at most
        back = float(law.quantile(value))
        assert float(exact(back)) == pytest.approx(float(value), rel=3e-14)


@pytest.mark.parametrize("u", [0.0, 1e-300, 1e-20, 0.3, 0.5, 0.9, 1.0])
def test_normal_quantiles(u):
    """Quantiles of the normal law agree with the root found in 50 digits, and are infinite at the ends."""
    value = float(d.Normal(0.0, 1.0).quantile(u))
    if u in (0.0, 1.0):
        assert value == (-math.inf if u == 0 else math.inf)
    elif u == 0.5:
        assert value == 0
    else:
        root = MP.findroot(lambda z: MP.log(MP.ncdf(z) / MP.mpf(u)), value)
        assert value == pytest.approx(float(root), rel=1e-15)


def test_counts():
    """Geometric and Bernoulli laws and tables: cumulated masses and their inverse, by hand."""
    law = d.Geometric(0.5)
    assert law.cdf([-1.0, 0.0, 1.0, 2.5]).tolist() == [0, 0.5, 0.75, 0.875]
    assert law.quantile([0.0, 0.5, 0.6, 0.75, 0.8]).tolist() == [0, 0, 1, 1, 2]
    assert math.exp(law.log_density(3)) == pytest.approx(1 / 16, rel=1e-15)
    assert d.Bernoulli(0.25).quantile([0.0, 0.75, 0.8, 1.0]).tolist() == [0, 0, 1, 1]
    table = d.Categorical([0.0, 1.0, 2.0, 1.0, 0.0])
    assert table.cdf([0.0, 1.0, 2.0, 3.0]).tolist() == [0, 0.25, 0.75, 1]
    assert table.quantile([0.0, 0.25, 0.5, 1.0]).tolist() == [1, 1, 2, 3]
    assert table.support == (1, 3)
    assert (float(table.mean), float(table.variance)) == (2.0, 0.5)
    assert math.exp(table.log_density(2)) == 0.5
    assert d.PointMass(2.0).cdf([1.0, 2.0]).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: d.Normal(0.0, [1.0, 0.0]), "scale: entry 1 is 0.0; expected a finite number > 0"),
        (lambda: d.Normal(math.inf, 1.0), "mean: the value is inf; expected a finite number"),
        (lambda: d.Normal([1.0, 2.0], [1.0, 2.0, 3.0]), "shapes that do not go together: mean"),
        (lambda: d.Uniform(1.0, [2.0, 1.0]), "high: entry 1 is 1.0; expected a number above low"),
        (lambda: d.Bernoulli(1.5), "probability: the value is 1.5; expected a probability"),
        (lambda: d.Geometric(0.0), "probability: the value is 0.0; expected a probability above 0"),
        (lambda: d.Binomial(2.5, 0.5), "n: the value is 2.5; expected a whole number"),
        (lambda: d.Categorical([[1, 1], [0, 0]]), r"probabilities: entry \(1, 0\) is 0.0; expected a row with"),
        (lambda: d.MultivariateNormal([0.0, 0.0], [[1.0, 0.5], [0.2, 1.0]]), "covariance: entry .* a symmetric matrix"),
        (lambda: d.MultivariateNormal([0.0, 0.0]), "covariance: expected one of"),
        (lambda: d.MultivariateNormal([0.0, 0.0], cholesky=[[1.0, 0.5], [0.2, 1.0]]), "cholesky: entry"),
        (lambda: d.MultivariateNormal([0.0, 0.0], [1.0, 2.0]), "covariance: expected the last axes"),
        (lambda: d.Normal(0.0, 1.0).quantile([0.5, 2.0]), "u: entry 1 is 2.0; expected a probability"),
    ],
)
def test_refusals(make, sentence):
    """Parameters that make no law are refused with the argument's name, the place and what was expected."""
    with pytest.raises(ValueError, match=sentence):
        make()


def test_unchecked():
    """Laws that are not checked give NaN where they are none, and what they give elsewhere is right."""
    law = d.Normal([0.0, 0.0], [1.0, -1.0], check=False)
    values = law.cdf(0.0)
    assert values[0] == 0.5
    assert math.isnan(values[1])
    assert math.isnan(d.Uniform(2.0, 1.0, check=False).cdf(1.5))


def test_immutable():
    """A law's attributes cannot be set, its arrays cannot be written to; it can be copied, pickled and read."""
    law = d.Normal(np.zeros(2), 1.0)
    with pytest.raises(AttributeError, match="cannot be changed"):
        law.scale = 2.0
    with pytest.raises(AttributeError, match="cannot be changed"):
        del law.parameters
    with pytest.raises(ValueError, match="read-only"):
        law.parameters[0][0] = 1.0
    for twin in (copy.deepcopy(law), pickle.loads(pickle.dumps(law))):
        assert repr(twin) == repr(law) == "Normal(mean=[0., 0.], scale=1.0)"
    vectors = d.MultivariateNormal([0.0, 0.0], variance=[1.0, 2.0])
    assert repr(pickle.loads(pickle.dumps(vectors))) == "MultivariateNormal(mean=[0., 0.], variance=[1., 2.])"
    assert repr(d.Gamma(np.ones((3, 4)), 2)) == "Gamma(shape=<shape (3, 4)>, rate=2)"
    assert d.Normal(np.zeros((3, 1)), np.ones(4)).batch_shape == (3, 4)


def test_torch_laws():
    """Laws of tensors answer in tensors that are differentiable: densities, distribution functions, quantiles."""
    torch = pytest.importorskip("torch")
    mean = torch.tensor([0.5, -1.0], dtype=torch.float64, requires_grad=True)
    scale = torch.tensor([1.5, 0.2], dtype=torch.float64, requires_grad=True)
    x = torch.tensor([0.3, 0.4], dtype=torch.float64, requires_grad=True)
    for kind in (d.Normal, d.Laplace, d.Gumbel, d.Cauchy):
        assert torch.autograd.gradcheck(lambda m, s, x, kind=kind: kind(m, s).log_density(x), (mean, scale, x))
        assert torch.autograd.gradcheck(lambda m, s, x, kind=kind: kind(m, s).cdf(x), (mean, scale, x))
        assert torch.autograd.gradcheck(lambda m, s, u, kind=kind: kind(m, s).quantile(u), (mean, scale, x))
    assert d.Normal(mean.detach().float(), 1.0).cdf(0.0).dtype == torch.float32
