"""What is integrated: laws on the circle, near laws, kinks; against mpmath's quadrature and closed forms."""

from __future__ import annotations

import math

import mpmath
import pytest

from hw3verify import divergences as d

mpf = mpmath.mpf


@pytest.fixture(autouse=True)
def precise():
    """Forty digits."""
    with mpmath.workdps(40):
        yield


def von_mises(x, m, k):
    """The density on the circle."""
    return mpmath.exp(k * mpmath.cos(x - m)) / (2 * mpmath.pi * mpmath.besseli(0, k))


def normal(x, m, s):
    """The density on the line."""
    return mpmath.exp(-(((x - m) / s) ** 2) / 2) / (s * mpmath.sqrt(2 * mpmath.pi))


def jensen(a, b):
    """The integrand of the Jensen-Shannon divergence, to second order where a and b agree to twenty digits."""
    u = (a - b) / (a + b)
    return (a + b) / 4 * ((1 + u) * mpmath.log1p(u) + (1 - u) * mpmath.log1p(-u))


def over(f, edges):
    """The integral of f between edges."""
    return mpmath.quad(f, edges)


CIRCLE = [
    ((0.0, 2.0), (1.0, 2.0)), ((3.0, 1.5), (-3.0, 4.0)), ((0.3, 0.0), (2.0, 1.0)), ((0.0, 5.0), (math.pi, 5.0)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), CIRCLE)
def test_on_the_circle(one, two):
    """Von Mises' laws of different directions are compared on one circle, as kl and renyi do: mpmath's integral over
    a whole turn, to 1e-14, and within the bound."""
    p, q = d.VonMises(*one), d.VonMises(*two)
    edges = mpmath.linspace(-mpmath.pi, mpmath.pi, 9)
    a, b = list(map(mpf, one)), list(map(mpf, two))
    truth = over(lambda x: jensen(von_mises(x, *a), von_mises(x, *b)), edges)
    estimate = d.integrated("js", p, q)
    assert abs(estimate.value - truth) <= estimate.bound <= 1e-13
    assert float(d.js(p, q)) == pytest.approx(float(truth), rel=1e-14)
    forth = d.integrated("kl", p, q)
    assert abs(forth.value - float(d.kl(p, q))) <= forth.bound + 1e-15
    root = d.integrated("squared_hellinger", p, q).value ** 0.5
    assert root == pytest.approx(float(d.hellinger(p, q)), rel=1e-14)


def test_turns():
    """A whole turn changes nothing, and opposite narrow directions are nearly disjoint."""
    p = d.VonMises(0.5, 2.0)
    for turn in (2 * math.pi, -4 * math.pi):
        same = d.VonMises(0.5 + turn, 2.0)
        assert d.js(p, same) < 1e-30
        assert d.total_variation(p, same) < 1e-14
    far = d.VonMises(0.0, 300.0), d.VonMises(math.pi, 300.0)
    assert float(d.js(*far)) == pytest.approx(math.log(2), rel=1e-14)
    assert float(d.total_variation(*far)) == pytest.approx(1.0, rel=1e-14)


def test_total_variation_on_the_circle():
    """Equal concentrations: the densities cross half way between the directions, so the distance is the mass of one
    half of the circle less that of the other, which SciPy's distribution function gives."""
    stats = pytest.importorskip("scipy.stats")
    half = 0.5
    truth = stats.vonmises(2.0).cdf(half) - stats.vonmises(2.0).cdf(half - math.pi)
    truth -= 1.0 - truth
    assert float(d.total_variation(d.VonMises(0.0, 2.0), d.VonMises(1.0, 2.0))) == pytest.approx(truth, rel=1e-13)


def test_games_on_the_circle():
    """The best discriminator of two directions takes any angle, and its value is 2 JS - log 4."""
    p, q = d.VonMises(3.0, 1.0), d.VonMises(-3.0, 2.0)
    best = d.optimal_discriminator(p, q)
    assert best(0.25) == pytest.approx(best(0.25 + 2 * math.pi), rel=1e-13)
    share = von_mises(mpf("0.25"), 3, 1) / (von_mises(mpf("0.25"), 3, 1) + von_mises(mpf("0.25"), -3, 2))
    assert float(best(0.25)) == pytest.approx(float(share), rel=1e-14)
    assert d.gan_value(p, q, best) == pytest.approx(float(d.gan_value(p, q)), rel=1e-12)


NEAR = {
    "Normal": ((0.3, 1.2), normal, [-12, -3, 0, 1, 4, 13]),
    "VonMises": ((0.4, 1.7), von_mises, [-math.pi, -1, 0, 1, 2, math.pi]),
    "Exponential": ((1.3,), lambda x, r: r * mpmath.exp(-r * x), [0, 1, 3, 10, 40, 100]),
    "Gamma": (
        (2.5, 1.2), lambda x, k, r: r**k * x ** (k - 1) * mpmath.exp(-r * x) / mpmath.gamma(k), [0, 0.1, 1, 4, 15, 90],
    ),
    "Beta": (
        (2.2, 3.1), lambda x, a, b: x ** (a - 1) * (1 - x) ** (b - 1) / mpmath.beta(a, b), [0, 0.1, 0.4, 0.8, 1],
    ),
    "HalfNormal": ((1.7,), lambda x, s: 2 * normal(x, 0, s), [0, 1, 4, 8, 30]),
}  # fmt: skip


@pytest.mark.parametrize("step", [0.2, 1e-4, 1e-9, 1e-14])
@pytest.mark.parametrize("name", NEAR)
def test_near_laws(name, step):
    """Jensen-Shannon of laws whose parameters differ by any step is right to 8 units: the difference of the densities
    is not a difference of rounded numbers."""
    one, density, edges = NEAR[name]
    two = tuple(x * (1 + step * (1 if i % 2 == 0 else -0.7)) for i, x in enumerate(one))
    a, b = list(map(mpf, one)), list(map(mpf, two))
    truth = over(lambda x: jensen(density(x, *a), density(x, *b)), edges)
    family = getattr(d, name)
    estimate = d.integrated("js", family(*one), family(*two))
    assert abs(estimate.value - truth) <= 8 * 2.0**-52 * truth
    assert abs(estimate.value - truth) <= estimate.bound <= 1e-12 * truth


def test_kinks():
    """The total variation of normal laws of one scale is erf(|m-n| / (s sqrt 8)), of near, far and distant ones, and of
    exponential laws the gap of their tails where the densities cross."""
    for gap in (1e-12, 1e-3, 0.7, 3.0):
        for scale, place in ((1.0, 0.0), (1e-5, 1.0), (1e9, -1e9)):
            p, q = d.Normal(place, scale), d.Normal(place + gap * scale, scale)
            truth = math.erf(float(mpf(q.mean) - mpf(p.mean)) / scale / math.sqrt(8))
            assert float(d.total_variation(p, q)) == pytest.approx(truth, rel=4e-15)
    a, b = mpf(1.3), mpf(1.3 + 2.0**-30)
    place = mpmath.log(b / a) / (b - a)
    truth = mpmath.exp(-a * place) - mpmath.exp(-b * place)
    value = float(d.total_variation(d.Exponential(1.3), d.Exponential(1.3 + 2.0**-30)))
    assert value == pytest.approx(float(truth), rel=2e-15)


def test_extreme_scales():
    """Laws of 1e-200 and 1e200 are compared as those of 1: no digit is lost to logarithms of scales."""
    unit = float(d.js(d.Normal(0.0, 1.0), d.Normal(0.5, 2.0)))
    for power in (-700, -60, 60, 700):
        size = 2.0**power
        assert float(d.js(d.Normal(0.0, size), d.Normal(0.5 * size, 2.0 * size))) == unit
        assert float(d.js(d.Gamma(2.0, 1.0 / size), d.Gamma(3.0, 0.5 / size))) == float(
            d.js(d.Gamma(2.0, 1.0), d.Gamma(3.0, 0.5))
        )
    assert float(d.js(d.LogNormal(300.0, 1.0), d.LogNormal(300.5, 2.0))) == unit
