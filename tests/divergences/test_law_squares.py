"""Renyi's divergences and chi^2 of laws with a location, of Dirichlet's and of multivariate normal laws."""

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


@pytest.fixture(autouse=True)
def precise(exact):
    """Enough bits for differences of logarithms of integrals."""
    before, flint.ctx.prec = flint.ctx.prec, 800
    yield
    flint.ctx.prec = before


def laplace(m, s, n, t, order):
    """The integral of p^a q^(1-a) over three pieces of the line, where both are exponentials."""
    a, b, gap = order / s, (1 - order) / t, abs(m - n)
    if not a + b > 0:
        return math.inf
    front = (-order * s.log() - (1 - order) * t.log()).exp()
    return (front * (a * (-b * gap).exp() - b * (-a * gap).exp()) / (a * a - b * b)).log() / (order - 1)


def cauchy(m, s, n, t, order):
    """Legendre's function as Gauss' hypergeometric one."""
    u = flint.acb(((s - t) ** 2 + (m - n) ** 2) / (4 * s * t))
    value = (-u).hypgeom_2f1(flint.acb(1 - order), flint.acb(order), flint.acb(1)).real
    return value.log() / (order - 1)


def von_mises(m, k, n, c, order):
    """Bessel's functions of the three concentrations."""
    first = order * k * m.cos() + (1 - order) * c * n.cos()
    second = order * k * m.sin() + (1 - order) * c * n.sin()
    mixed = (first * first + second * second).sqrt()
    logs = [x.bessel_i(0).log() for x in (mixed, k, c)]
    return (logs[0] - order * logs[1] - (1 - order) * logs[2]) / (order - 1)


def gumbel(m, s, n, t, order):
    """Of equal scales: exponential laws of rates e^(m/s) and e^(n/s)."""
    del t
    x, y = (m / s).exp(), (n / s).exp()
    rate = order * x + (1 - order) * y
    if not rate > 0:
        return math.inf
    return (order * x.log() + (1 - order) * y.log() - rate.log()) / (order - 1)


FORMULAS = {"Laplace": laplace, "Cauchy": cauchy, "VonMises": von_mises, "Gumbel": gumbel}


@pytest.mark.parametrize("order", [0.01, 0.5, 0.9, 1 - 2.0**-30, 1 + 2.0**-30, 1.2, 2.0, 5.0])
@pytest.mark.parametrize("name", FORMULAS)
def test_orders(name, order, exact):
    """Divergences of every order are the integral's, near and far: within 16 units, or inf where it diverges."""
    rng = np.random.default_rng(3)
    family = getattr(d, name)
    for near in (True, False):
        for _ in range(4):
            m, s = float(rng.normal()), float(10.0 ** rng.uniform(-1, 1))
            step = float(10.0 ** rng.uniform(-13, -3)) if near else float(10.0 ** rng.uniform(-1, 1))
            n, t = (m + s * step, s * (1 + step)) if near else (m - s * step, s * (1 + step))
            if name == "Gumbel":
                m, n, t = 0.0, n - m, s  # a difference of locations is all that is needed
            truth = FORMULAS[name](*map(ball, (m, s, n, t, order)))
            value = float(d.renyi(family(m, s), family(n, t), order))
            assert value == math.inf if truth == math.inf else exact.units(value, truth) <= 16, (m, s, n, t)


def test_chi2_diverges_where_it_must():
    """p^2/q is integrable up to twice q's scale or half its rate, and Cauchy's always: inf exactly from there on."""
    two, below = 2.0, 2.0 - 2.0**-40
    for family, infinite in (
        (lambda x: d.Laplace(0.0, x), True), (lambda x: d.Exponential(1 / x), True),
        (lambda x: d.Pareto(1.0, 1 / x), True), (lambda x: d.Cauchy(0.0, x), False),
    ):  # fmt: skip
        assert math.isinf(d.chi2(family(two), family(1.0))) is infinite
        assert math.isfinite(d.chi2(family(below), family(1.0)))
    assert d.chi2(d.Normal(0.0, 1.5), d.Normal(0.0, 1.0)) == math.inf
    assert math.isfinite(d.chi2(d.Normal(0.0, 1.41), d.Normal(0.0, 1.0)))
    assert d.chi2(d.Gumbel(0.0, 2.0), d.Gumbel(0.0, 1.0)) == math.inf
    assert d.chi2(d.Gumbel(0.0, 1.0), d.Gumbel(math.log(2.0) + 1e-9, 1.0)) == math.inf
    assert math.isfinite(d.chi2(d.Gumbel(0.0, 1.0), d.Gumbel(math.log(2.0) - 1e-9, 1.0)))
    assert d.chi2(d.Geometric(0.5), d.Geometric(0.75)) == math.inf
    assert d.chi2(d.Uniform(0.0, 1.0), d.Uniform(0.5, 2.0)) == math.inf
    covariance = np.diag([1.0, 2.0])
    assert d.chi2(d.MultivariateNormal([0.0, 0.0], covariance), d.MultivariateNormal([0.0, 0.0], np.eye(2))) == math.inf


def test_chi2_by_hand():
    """Values that follow from one line: (1/2)^2/2 for Cauchy's laws, weights of e for Laplace's, w'/w - 1."""
    assert d.chi2(d.Cauchy(0.0, 1.0), d.Cauchy(0.5, 1.0)) == 0.125
    # integral of e^(-2|x|) / (2 e^-|x-1|): (2/3) e + (1/3) e^-2
    expected = 2 / 3 * math.e + math.exp(-2) / 3 - 1
    assert float(d.chi2(d.Laplace(0.0, 1.0), d.Laplace(1.0, 1.0))) == pytest.approx(expected, rel=1e-15)
    assert d.chi2(d.Uniform(0.0, 1.0), d.Uniform(0.0, 4.0)) == 3.0
    assert float(d.chi2(d.Poisson(2.0), d.Poisson(4.0))) == pytest.approx(math.e - 1, rel=1e-15)
    assert float(d.chi2(d.Exponential(1.0), d.Exponential(2e-200))) == pytest.approx(2.5e199, rel=1e-15)
    mean, unit = np.array([1.0, 0.0]), np.eye(2)
    vectors = d.MultivariateNormal(mean, unit), d.MultivariateNormal(0 * mean, unit)
    assert float(d.chi2(*vectors)) == pytest.approx(math.e - 1, rel=1e-15)
    assert d.chi2(d.PointMass(1.0), d.PointMass(2.0)) == math.inf


@pytest.mark.parametrize("order", [0.05, 0.5, 0.9, 1 + 2.0**-20, 1.5, 2.0])
def test_vectors(order, exact):
    """Determinants of the mixed covariance, and log Gamma of mixed concentrations, in balls: within 16 units."""
    rng = np.random.default_rng(5)
    alpha = ball(order)
    for size in (1e-9, 1.0, 1e8):
        root = rng.normal(size=(3, 3))
        one = root @ root.T + np.eye(3)
        two = one * (1 + size) if size != 1.0 else one + np.diag([1.0, 2.0, 3.0])
        m, n = rng.normal(size=3), rng.normal(size=3)
        a, b = (flint.arb_mat(3, 3, [ball(x) for x in matrix.ravel()]) for matrix in (one, two))
        mixed = b * alpha + a * (1 - alpha)
        gap = flint.arb_mat(3, 1, [ball(x) - ball(y) for x, y in zip(m, n, strict=True)])
        move = alpha * (gap.transpose() * mixed.solve(gap))[0, 0] / 2
        logs = mixed.det().log() - (1 - alpha) * a.det().log() - alpha * b.det().log()
        value = float(d.renyi(d.MultivariateNormal(m, one), d.MultivariateNormal(n, two), order))
        assert exact.units(value, move + logs / (2 * (1 - alpha))) <= 16, size
        p = 10.0 ** rng.uniform(-1, 1.5, 4)
        q = p * (1 + size * rng.random(4)) if size <= 1 else p * 10.0 ** rng.uniform(-0.2, 0.2, 4)
        first, second = [ball(x) for x in p], [ball(x) for x in q]
        between = [alpha * x + (1 - alpha) * y for x, y in zip(first, second, strict=True)]
        partition = [sum((x.lgamma() for x in c), ball(0)) - sum(c, ball(0)).lgamma() for c in (between, first, second)]
        truth = (partition[0] - alpha * partition[1] - (1 - alpha) * partition[2]) / (alpha - 1)
        if all(order * p + (1 - order) * q > 0):
            assert exact.units(float(d.renyi(d.Dirichlet(p), d.Dirichlet(q), order)), truth) <= 16, size


def test_a_narrow_law_beside_a_broad_one(exact):
    """KL of normal laws of vectors whose covariances differ by 1e12: the determinants keep their digits."""
    rng = np.random.default_rng(6)
    root = rng.normal(size=(3, 3))
    one, two = root @ root.T + np.eye(3), (root.T @ root + np.eye(3)) * 1e12
    a, b = (flint.arb_mat(3, 3, [ball(x) for x in matrix.ravel()]) for matrix in (one, two))
    ratio = b.solve(a)
    truth = (ratio.trace() - 3 - ratio.det().log()) / 2
    mean = np.zeros(3)
    assert exact.units(float(d.kl(d.MultivariateNormal(mean, one), d.MultivariateNormal(mean, two))), truth) <= 8


def test_derivatives():
    """gradcheck confirms the derivatives of Renyi's divergence and chi^2 of these laws."""
    torch = pytest.importorskip("torch")
    numbers = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (0.3, 1.1, 0.8, 1.4)]
    for family in (d.Laplace, d.Cauchy, d.VonMises):
        for order in (0.5, 2.0):
            assert torch.autograd.gradcheck(
                lambda m, s, n, t, family=family, order=order: d.renyi(family(m, s), family(n, t), order), numbers
            )
        assert torch.autograd.gradcheck(lambda m, s, n, t, family=family: d.chi2(family(m, s), family(n, t)), numbers)
    matrices = ([[2.0, 0.5], [0.5, 1.0]], [[2.5, 0.1], [0.1, 3.0]])
    a, b = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in matrices)
    mean = torch.tensor([0.2, 0.4], dtype=torch.float64, requires_grad=True)

    def vectors(mean, a, b):
        p = d.MultivariateNormal(mean, 0.5 * (a + a.T))
        return d.renyi(p, d.MultivariateNormal(torch.zeros(2, dtype=torch.float64), 0.5 * (b + b.T)), 0.7)

    assert torch.autograd.gradcheck(vectors, (mean, a, b))
