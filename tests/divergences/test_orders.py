"""Renyi's and Tsallis' divergences at every order, against exact values and their limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hw3verify import divergences

RNG = np.random.default_rng(11)
ORDERS = [1e-3, 0.3, 0.5, 0.69, 0.71, 1 - 1e-9, 1 + 1e-9, 1.5, 2.0, 5.0, 50.0]
P = np.array([1, 2, 4, 8, 17]) / 32
TABLES = {
    "generic": (RNG.random(6), RNG.random(6)),
    "near": (P, P + 2.0**-35 * np.array([1, -1, 1, -1, 0])),
    "one unit apart": (P, np.nextafter(P, [1, 0, 1, 0, 1])),
    "extreme ratios": ([1e-200, 1.0, 1e-5], [1.0, 1e-150, 1e-5]),
    "zeros": ([0.0, 0.5, 0.5], [0.2, 0.3, 0.5]),
    "almost disjoint": ([1.0, 1e-17], [1e-17, 1.0]),
    "huge and tiny": ([0.35367771, 0.01190974], [6.94608203e263, 7.77395366e-172]),
    "subnormal": ([5e-324, 1e-323], [1e-323, 5e-324]),
    "equal": (P, P),
}


@pytest.mark.parametrize("name", ["renyi", "tsallis"])
@pytest.mark.parametrize("alpha", ORDERS)
@pytest.mark.parametrize("tables", TABLES)
def test_order(exact, tables, alpha, name):
    """Both are within eight units of their exact value at every order, also a billionth away from 1."""
    p, q = TABLES[tables]
    value = getattr(divergences, name)(p, q, alpha)
    assert exact.units(value, exact.divergence(name, p, q, alpha=alpha)) <= 8


def test_orders_that_are_other_divergences():
    """Order 1 is the relative entropy, order 2 belongs to chi^2 and order 1/2 to Bhattacharyya's distance."""
    p, q = TABLES["generic"]
    assert divergences.renyi(p, q, 1) == divergences.tsallis(p, q, 1) == pytest.approx(divergences.kl(p, q), rel=1e-15)
    assert divergences.tsallis(p, q, 2) == divergences.chi2(p, q)
    assert divergences.renyi(p, q, 0.5) == pytest.approx(2 * divergences.bhattacharyya(p, q), rel=1e-15)
    assert divergences.tsallis(p, q, 0.5) == pytest.approx(2 * divergences.hellinger(p, q) ** 2, rel=1e-15)


def test_order_zero_is_the_mass_of_the_support():
    """-log of what q has where p has anything: with one quarter missing -log(3/4), disjoint inf, covered 0."""
    assert divergences.renyi([1, 0, 2], [1, 1, 2], 0) == pytest.approx(-math.log(0.75), rel=1e-15)
    assert divergences.renyi([1, 0], [1, 1e-30], 0) == pytest.approx(1e-30, rel=1e-15)
    assert divergences.renyi([1, 0], [0, 1], 0) == math.inf
    assert divergences.renyi([1, 2], [5, 1], 0) == 0


def test_order_infinity_is_the_largest_ratio():
    """log max p/q, here log 3 and a ratio next to 1; inf where q does not cover p."""
    assert divergences.renyi([3, 1], [1, 3], math.inf) == pytest.approx(math.log(3), rel=1e-15)
    p = np.array([0.5, 0.5])
    q = np.array([0.5 - 2.0**-54, 0.5 + 2.0**-53])
    expected = -math.log1p(-(2.0**-53) * 1.5)
    assert divergences.renyi(p, q, math.inf) == pytest.approx(expected, rel=1e-15)
    assert divergences.renyi([1, 1], [0, 1], math.inf) == math.inf


@pytest.mark.parametrize("alpha", [0.5, 1, 1.5, 2, 50])
def test_uncovered(alpha):
    """From order 1 on, mass of p outside of q is infinite; below, Tsallis has 1/(1-alpha) for disjoint tables."""
    p, q = [1, 1, 0], [0, 1, 1]
    assert math.isinf(divergences.renyi(p, q, alpha)) == (alpha >= 1)
    assert divergences.renyi([1, 0], [0, 1], alpha) == math.inf
    expected = math.inf if alpha >= 1 else 1 / (1 - alpha)
    assert divergences.tsallis([1, 0], [0, 1], alpha) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "alpha"), [("renyi", -1), ("tsallis", 0), ("tsallis", math.inf), ("renyi", math.nan), ("tsallis", -0.5)]
)
def test_orders_that_are_none(name, alpha):
    """Orders outside of the domain are errors that name alpha."""
    with pytest.raises(ValueError, match="alpha: expected a"):
        getattr(divergences, name)([1], [1], alpha)
