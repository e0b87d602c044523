"""Inequalities between divergences, for tables and for laws."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings

from hw3verify import divergences as d
from hw3verify.strategies import law_pairs, mass_pairs

ORDERS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 5.0, math.inf)
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


@given(mass_pairs())
def test_pinsker(whole, pair):
    """TV(p, q) <= sqrt(KL(p || q) / 2) (Pinsker, Csiszar, Kullback)."""
    assert whole.below(d.total_variation(*pair), math.sqrt(d.kl(*pair) / 2), plus=1e-160)


@given(mass_pairs())
def test_bretagnolle_huber(whole, pair):
    """TV(p, q) <= sqrt(1 - exp(-KL(p || q))) (Bretagnolle and Huber 1979)."""
    assert whole.below(d.total_variation(*pair), math.sqrt(-math.expm1(-d.kl(*pair))), plus=1e-160)


@given(mass_pairs())
def test_chi_squared(whole, pair):
    """KL(p || q) <= log(1 + chi2(p || q)) <= chi2(p || q), and Renyi's divergence of order 2 is that logarithm."""
    square = d.chi2(*pair)
    bound = math.log1p(square)
    assert whole.below(d.kl(*pair), bound)
    assert whole.below(bound, square)
    assert math.isinf(square) or whole.close(d.renyi(*pair, 2.0), bound)


@given(mass_pairs())
def test_renyi_increases_with_the_order(whole, pair):
    """0 <= D_a <= D_b for a <= b, from 0 to infinity (van Erven and Harremoes 2014, theorem 3): KL at 1, -log q(p > 0)
    at 0 and log max p/q at infinity."""
    values = [float(d.renyi(*pair, order)) for order in ORDERS]
    shared = math.fsum(y for x, y in zip(*pair, strict=True) if x > 0) / math.fsum(pair[1])
    assert values[0] == pytest.approx(-math.log(shared) if shared else math.inf, rel=1e-9, abs=1e-14)
    assert min(values) >= 0
    assert all(whole.below(a, b, plus=1e-300) for a, b in itertools.pairwise(values))
    assert whole.close(values[4], d.kl(*pair))


@given(mass_pairs())
def test_renyi_is_skew_symmetric(whole, pair):
    """(1 - a) D_a(p || q) = a D_{1-a}(q || p) for 0 < a < 1 (van Erven and Harremoes 2014, proposition 2)."""
    p, q = pair
    assert whole.close(0.75 * d.renyi(p, q, 0.25), 0.25 * d.renyi(q, p, 0.75), plus=1e-300)
    assert whole.close(d.renyi(p, q, 0.5), 2 * d.bhattacharyya(p, q), plus=1e-300)


@given(mass_pairs())
def test_hellinger_and_variation(whole, pair):
    """H^2 <= TV <= H sqrt(2 - H^2) (Le Cam), H^2 = 1 - exp(-B), and JS <= TV log 2 (Lin 1991)."""
    hellinger, variation = d.hellinger(*pair), d.total_variation(*pair)
    assert whole.below(hellinger**2, variation, plus=1e-300)
    assert whole.below(variation, hellinger * math.sqrt(2 - hellinger**2), plus=1e-300)
    assert whole.close(hellinger**2, -math.expm1(-d.bhattacharyya(*pair)), plus=1e-300)
    assert whole.below(d.js(*pair), variation * math.log(2), plus=1e-300)


@given(mass_pairs())
def test_tsallis_and_renyi(whole, pair):
    """Renyi's divergence is log(1 + (a-1) T_a) / (a-1) of Tsallis' T_a, which is 2 H^2 at 1/2 and chi2 at 2."""
    assert whole.close(d.tsallis(*pair, 0.5), 2 * d.hellinger(*pair) ** 2, plus=1e-300)
    assert whole.close(d.tsallis(*pair, 2.0), d.chi2(*pair))
    third = d.tsallis(*pair, 3.0)
    assert math.isinf(third) or whole.close(d.renyi(*pair, 3.0), math.log1p(2 * third) / 2, plus=1e-300)


FAMILIES = ("Normal", "Laplace", "Exponential", "Gamma", "Beta", "Pareto", "Uniform", "Bernoulli", "Poisson",
            "Geometric", "HalfNormal", "LogNormal")  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_laws(name, whole):
    """For laws too: KL >= 0 and = 0 for equals, D_1/2 <= KL <= D_2 = log(1 + chi2) (where finite), 2 H^2 <= KL."""

    @FEW
    @given(law_pairs(name, limit=2.0**10))
    def holds(pair):
        p, q = pair
        value = float(d.kl(p, q))
        assert value >= 0
        assert d.kl(p, p) == 0
        half, two, square = (float(x) for x in (d.renyi(p, q, 0.5), d.renyi(p, q, 2.0), d.chi2(p, q)))
        assert whole.below(half, value, plus=1e-300)
        assert whole.below(value, two, plus=1e-300)
        assert whole.close(two, np.log1p(square), plus=1e-300) or square > 1e300
        assert whole.below(2 * float(d.hellinger(p, q)) ** 2, value, plus=1e-300)

    holds()
