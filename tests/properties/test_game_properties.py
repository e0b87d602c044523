"""Theorems about the game of a generator and a discriminator (Goodfellow et al. 2014)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import discriminators, law_pairs, mass_pairs

PLAIN = {"kind": "exact", "extremes": False}
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


@given(st.data())
def test_optimal_discriminator_maximises(whole, data):
    """E_p log D + E_q log(1 - D) <= 2 JS(p, q) - log 4 for every D: proposition 1 and theorem 1."""
    pair = data.draw(mass_pairs(2, 4, **PLAIN), label="p, q")
    p, q = map(whole.counts, pair)
    D = data.draw(discriminators(len(p)), label="D")
    best = d.gan_value(p, q)
    assert best == pytest.approx(2 * d.js(p, q) - math.log(4), rel=1e-14, abs=1e-15)
    assert whole.below(d.gan_value(p, q, D), best, plus=1e-14)
    assert whole.close(d.gan_value(p, q, d.optimal_discriminator(p, q)), best, plus=1e-14)


@given(st.data())
def test_value_of_a_discriminator(exact, data):
    """The value of a given D is sum p log D + sum q log(1 - D), -inf where D is certain and wrong."""
    p, q = data.draw(mass_pairs(2, 4), label="p, q")
    D = data.draw(discriminators(len(p)), label="D")
    masses = [(table, chance) for table, chance in ((exact.normalised(p), D), (exact.normalised(q), 1 - D))]
    if any(m and not c for table, chance in masses for m, c in zip(table, chance, strict=True)):
        assert d.gan_value(p, q, D) == -math.inf
        return
    total = sum(float(m) * math.log(c) for table, chance in masses for m, c in zip(table, chance, strict=True) if m)
    assert d.gan_value(p, q, D) == pytest.approx(total, rel=1e-13, abs=1e-15)


@given(mass_pairs(2, 4, kind="exact"))
def test_optimal_discriminator_of_tables(pair):
    """D*(x) = p(x) / (p(x) + q(x)), within rounding of both; 1/2 where neither has mass."""
    p, q = pair
    found = d.optimal_discriminator([float(x) for x in p], [float(x) for x in q])
    wanted = [float(x / (x + y)) if x + y else 0.5 for x, y in zip(p, q, strict=True)]
    # a subnormal mass has few digits
    moderate = [x + y == 0 or x + y > 1e-290 for x, y in zip(p, q, strict=True)]
    assert np.asarray(found)[moderate] == pytest.approx(np.asarray(wanted)[moderate], rel=1e-14, abs=1e-16)


@given(law_pairs("Normal", limit=16.0), st.integers(-5, 5))
def test_optimal_discriminator_of_normal_laws(pair, x):
    """log D* / (1 - D*) = log p(x) - log q(x): for normal laws a quadratic function of x."""
    p, q = pair
    (m, s), (n, r) = (tuple(map(float, law.parameters)) for law in pair)
    logit = ((x - n) / r) ** 2 / 2 - ((x - m) / s) ** 2 / 2 + math.log(r / s)
    value = float(d.optimal_discriminator(p, q)(float(x)))
    expected = 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0
    assert value == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("name", ["Bernoulli", "Uniform"])
@FEW
@given(st.data())
def test_laws_of_closed_form(name, data):
    """The value of the game of two laws without a discriminator is 2 JS - log 4, between -log 4 and 0."""
    p, q = data.draw(law_pairs(name, limit=2.0**10), label="p, q")
    value = float(d.gan_value(p, q))
    assert -math.log(4) <= value <= 1e-15
    if name == "Bernoulli":
        a, b = (float(law.probability) for law in (p, q))
        assert value == pytest.approx(float(2 * d.js([1 - a, a], [1 - b, b])) - math.log(4), rel=1e-12, abs=1e-15)
