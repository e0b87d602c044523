"""What holds for every law, on laws that are drawn: KL is not negative, 0 for equal laws alone, the same in other
units, and what quadrature says; pairs of families against moments in balls."""

from __future__ import annotations

import math
from pathlib import Path
from runpy import run_path

import flint
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d

LAW = run_path(str(Path(__file__).with_name("law_references.py")))
ball = LAW["ball"]

SIZE = st.floats(1e-3, 1e3)
PLACE = st.floats(-1e3, 1e3)
UNIT = st.floats(0.01, 0.99)
PARAMETERS = {
    "Normal": (PLACE, SIZE), "Laplace": (PLACE, SIZE), "Gumbel": (PLACE, SIZE), "Cauchy": (PLACE, SIZE),
    "LogNormal": (st.floats(-5, 5), st.floats(0.05, 5)), "HalfNormal": (SIZE,), "Exponential": (SIZE,),
    "Gamma": (SIZE, SIZE), "Beta": (SIZE, SIZE), "Pareto": (SIZE, SIZE), "VonMises": (st.floats(-3, 3), SIZE),
    "Poisson": (SIZE,), "Bernoulli": (UNIT,), "Geometric": (UNIT,),
}  # fmt: skip


def law(name):
    """Laws of a family."""
    return st.tuples(*PARAMETERS[name])


@pytest.mark.parametrize("name", PARAMETERS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_zero_for_equal_laws_alone(name, data):
    """KL and the divergences of orders 1/2 and 2 are 0 for the same parameters, above 0 for others, and never NaN."""
    p, q = data.draw(law(name)), data.draw(law(name))
    one, two = getattr(d, name)(*p), getattr(d, name)(*q)
    for divergence in (d.kl, d.chi2, lambda x, y: d.renyi(x, y, 0.5)):
        assert divergence(one, one) == 0
        try:
            value = float(divergence(one, two))
        except NotImplementedError:
            assert name == "Gumbel"
            continue
        assert value >= 0
        if any(abs(x - y) > 1e-6 * (1e-3 + abs(x) + abs(y)) for x, y in zip(p, q, strict=True)):
            assert value > 0


@pytest.mark.parametrize("name", ["Normal", "Laplace", "Cauchy", "Gumbel"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_other_units(name, data):
    """Powers of two for units change neither KL nor chi^2: not a bit."""
    (m, s), (n, t) = data.draw(law(name)), data.draw(law(name))
    family = getattr(d, name)
    for divergence in (d.kl, d.chi2):
        try:
            plain = float(divergence(family(m, s), family(n, t)))
        except NotImplementedError:
            continue
        scaled = float(divergence(family(4 * m, 4 * s), family(4 * n, 4 * t)))
        assert scaled == plain or scaled == pytest.approx(plain, rel=1e-14)


@pytest.mark.parametrize("name", ["Normal", "Laplace", "Gamma", "LogNormal", "Exponential", "HalfNormal"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_quadrature_agrees(name, data):
    """The closed form lies within the bound of the quadrature, whatever the laws."""
    p, q = data.draw(law(name)), data.draw(law(name))
    one, two = getattr(d, name)(*p), getattr(d, name)(*q)
    closed = float(d.kl(one, two))
    assume(1e-6 < closed < 1e3)
    value, bound = d.integrated("kl", one, two)
    assert abs(float(value) - closed) <= float(bound) + 1e-12 * closed


@pytest.fixture
def precise():
    """Enough bits for moments that cancel."""
    before, flint.ctx.prec = flint.ctx.prec, 1200
    yield
    flint.ctx.prec = before


def _psi(x):
    return x.digamma()


def _beta_gamma(a, b, k, r):
    """From E log x, E log(1-x) and E x."""
    s = a + b
    logs = (a - k) * (_psi(a) - _psi(s)) + (b - 1) * (_psi(b) - _psi(s))
    return logs - a.lgamma() - b.lgamma() + s.lgamma() + k.lgamma() - k * r.log() + r * a / s


def _uniform_cauchy(a, b, m, s):
    """From the antiderivative of log(1 + z^2)."""

    def primitive(z):
        return z * (1 + z * z).log() - 2 * z + 2 * z.atan()

    y, z = (a - m) / s, (b - m) / s
    return (flint.arb.pi() * s / (b - a)).log() + (primitive(z) - primitive(y)) / (z - y)


def _uniform_beta(low, high, a, b):
    """From the antiderivatives of log x and log(1-x)."""

    def primitive(x):
        return x * x.log() if x != 0 else flint.arb(0)

    width = high - low
    one = (primitive(high) - primitive(low)) / width - 1
    two = (primitive(1 - low) - primitive(1 - high)) / width - 1
    return a.lgamma() + b.lgamma() - (a + b).lgamma() - (a - 1) * one - (b - 1) * two - width.log()


def _pareto_gamma(m, a, k, r):
    """From E log x and E x."""
    length = m.log() + 1 / a
    return a.log() - m.log() - 1 - 1 / a - k * r.log() + k.lgamma() - (k - 1) * length + r * m * a / (a - 1)


def _uniform_gumbel(low, high, m, s):
    """From E e^(-x/s) and E x."""
    power = s * ((-low / s).exp() - (-high / s).exp()) / (high - low)
    return s.log() + ((low + high) / 2 - m) / s + (m / s).exp() * power - (high - low).log()


def _pareto_laplace(m, a, c, s):
    """From E|x - c| for c beyond the minimum."""
    distance = c - a * m / (a - 1) + 2 * c * (m / c) ** a / (a - 1)
    return (a / m).log() - 1 - 1 / a + (2 * s).log() + distance / s


def _gumbel(m, s, n, t):
    return LAW["gumbel"](m, s, n, t)


HARD = [
    ("Beta", "Gamma", _beta_gamma, (1e-6, 1e6), (1e-6, 5e4)),
    ("Beta", "Gamma", _beta_gamma, (0.0718, 6.44), (0.0666, 8.67)),
    ("Uniform", "Cauchy", _uniform_cauchy, (5.805019582719405e-07, 6.259180675415547e-07), (-1411894.5, 2.357e-08)),
    ("Uniform", "Cauchy", _uniform_cauchy, (0.0, 0.001), (506.0, 2.0)),
    ("Uniform", "Beta", _uniform_beta, (0.0, 0.00203), (1e-06, 87375.0)),
    ("Pareto", "Gamma", _pareto_gamma, (1.4e-06, 1.0000000492817238), (1e6, 1.4)),
    ("Uniform", "Gumbel", _uniform_gumbel, (0.0, 1.0), (9.85604164916629e-06, 1.9493069554483987e-08)),
    ("Pareto", "Laplace", _pareto_laplace, (1.0, 1.5), (3.0, 2.0)),
    ("Gumbel", "Gumbel", _gumbel, (0.0, 100.0), (-3.0, 1.25)),
    ("Gumbel", "Gumbel", _gumbel, (3589.688914615568, 3989.06997167494), (-27020.17990665201, 0.6389778600318234)),
]


@pytest.mark.parametrize("case", HARD, ids=lambda case: f"{case[0]} {case[1]} {case[3][0]:.2g}")
def test_hard_pairs(case, exact, precise):
    """Narrow, far and tiny laws of two families, where moments cancel: within 16 units, or what a unit of the
    parameters does (the exponent of the uniform law beside Gumbel's is 500)."""
    one, two, formula, p, q = case
    truth = formula(*map(ball, p), *map(ball, q))
    value = float(d.kl(getattr(d, one)(*p), getattr(d, two)(*q)))
    limit = 2500 if (one, two) == ("Uniform", "Gumbel") else 16
    assert exact.units(value, truth) <= limit


PAIRS = [
    (d.HalfNormal(1.5), d.Laplace(0.7, 2.0)), (d.LogNormal(0.2, 0.7), d.Laplace(0.9, 2.0)),
    (d.Gumbel(0.3, 1.2), d.Laplace(0.9, 2.0)), (d.Gamma(2.5, 1.5), d.Laplace(0.9, 2.0)),
    (d.Beta(2.0, 3.0), d.Laplace(0.4, 0.3)), (d.Pareto(1.0, 3.5), d.Laplace(1.4, 0.3)),
    (d.Uniform(0.5, 3.0), d.LogNormal(0.2, 0.7)), (d.Uniform(0.01, 3.0), d.LogNormal(0.2, 0.7)),
    (d.Uniform(-1.0, 2.0), d.VonMises(0.5, 2.0)), (d.VonMises(0.5, 2.0), d.Uniform(-4.0, 5.0)),
    (d.VonMises(4.0, 2.0), d.Exponential(0.5)),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{type(pair[0]).__name__} {type(pair[1]).__name__}")
def test_pairs_by_quadrature(pair):
    """KL between families by quadrature lies within its own bound of the closed form."""
    value, bound = d.integrated("kl", *pair)
    closed = float(d.kl(*pair))
    assert float(bound) <= 1e-8
    assert abs(float(value) - closed) <= float(bound) + 1e-13 * closed


def test_distances_with_bounds():
    """W1 and W2 by quantiles lie within their bounds of the closed forms, which are known: |m-n|, sqrt 2, inf."""
    for p, q, order, truth in (
        (d.Normal(0.0, 1.0), d.Normal(1.0, 1.0), 1, 1.0), (d.Normal(0.0, 1.0), d.Normal(1.0, 2.0), 2, math.sqrt(2)),
        (d.Normal(0.0, 1.0), d.Gumbel(0.0, 1.0), 1, 0.5772156649015329), (d.Poisson(3.0), d.Poisson(4.0), 1, 1.0),
    ):  # fmt: skip
        value, bound = d.integrated(f"wasserstein{order}", p, q)
        assert float(bound) <= 1e-11
        assert abs(float(value) - truth) <= float(bound) + 1e-15
    estimate = d.integrated("wasserstein1", d.Normal([0.0, 1.0], 1.0), d.Exponential(1.0))
    assert estimate.value.shape == estimate.bound.shape == (2,)
    assert d.integrated("wasserstein1", d.Cauchy(0.0, 1.0), d.Normal(0.0, 1.0)).value == math.inf
    assert d.integrated("wasserstein2", d.Uniform(0.0, 1.0), d.Uniform(0.0, 1.0)) == (0, 0)


def test_ragged_lists_are_named():
    """Lists of lists of different lengths are refused by the argument's name."""
    with pytest.raises(TypeError, match=r"^p: expected an array of real numbers"):
        d.kl([[1.0, 2.0], [3.0]], [1.0, 2.0])
    with pytest.raises(TypeError, match=r"^mean: expected an array of real numbers"):
        d.Normal([[1.0, 2.0], [3.0]], 1.0)
    assert np.isfinite(float(d.kl([1, 2], [2, 1])))
