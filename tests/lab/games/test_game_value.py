"""The value of a discriminator, against SciPy's quadrature and closed forms."""

import math

import pytest
from scipy import integrate, stats

torch = pytest.importorskip("torch")

from hw3verify.lab.games import value  # noqa: E402


def test_the_value_of_a_line_is_that_of_an_adaptive_rule():
    """V(D) for logit 0.3 - 0.7 x between N(0, 1) and N(1/2, 2^2), by SciPy."""
    pair = value.normals(0.5, 2.0, 20.0, 2001)

    def integrand(x):
        d = 1 / (1 + math.exp(0.7 * x - 0.3))
        return stats.norm.pdf(x) * math.log(d) + stats.norm.pdf(x, 0.5, 2) * math.log1p(-d)

    expected = integrate.quad(integrand, -20, 20.5, limit=400, epsabs=1e-12)[0]
    assert float(value.value(pair, 0.3 - 0.7 * pair.nodes)) == pytest.approx(expected, abs=1e-10)


def test_the_best_value_of_half_overlapping_uniforms():
    """Between U[0, 1] and U[1/2, 3/2] D* is 1, 1/2, 0 and V(D*) = -log 2: half of either law is a coin's toss."""
    pair = value.uniforms(0.5)
    assert float(value.best_value(pair)) == pytest.approx(-math.log(2), abs=1e-14)
    real, fake = value.best(pair)
    assert set(real.tolist()) == {0.0, 0.5, 1.0}
    assert (real + fake).tolist() == [1.0] * len(real)
    assert float(value.jensen_shannon(value.best_value(pair))) == pytest.approx(0.5 * math.log(2), abs=1e-14)


def test_a_fair_coin_misses_the_best_by_its_own_divergence():
    """D = 1/2 has V = -log 4 for any laws, and its regret between the same uniforms is log 2 = 2 JSD."""
    pair = value.uniforms(0.5)
    coin = torch.zeros_like(pair.nodes)
    assert float(value.value(pair, coin)) == pytest.approx(-math.log(4), abs=1e-14)
    assert float(value.regret(pair, coin)) == pytest.approx(math.log(2), abs=1e-14)
    # |D - D*| is 1/2 on the outer halves, which have half of the mass of M
    assert float(value.distance(pair, coin)) == pytest.approx(math.sqrt(1 / 8), abs=1e-14)


def test_negative_shifts_are_mirrors():
    """A law that is moved to the left has the same best value."""
    assert float(value.best_value(value.uniforms(-0.25))) == pytest.approx(
        float(value.best_value(value.uniforms(0.25))), abs=1e-14
    )


def test_a_rule_needs_a_panel():
    """No panel, or an empty interval, is a ValueError."""
    for low, high, panels in ((0.0, 1.0, 0), (1.0, 1.0, 4)):
        with pytest.raises(ValueError, match="panels"):
            value.gauss_legendre(low, high, panels)
