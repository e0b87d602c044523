"""Theorems about the Jensen-Shannon divergence: a mean of two relative entropies, bounded, the square of a metric."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import magnitudes, mass_functions, mass_pairs

PLAIN = {"kind": "exact", "extremes": False}
PAIRS = mass_pairs(2, 4, **PLAIN)
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


@given(mass_pairs())
def test_symmetric_and_bounded(whole, pair):
    """JS(p, q) = JS(q, p) and 0 <= JS(p, q) <= log 2, with log 2 exactly for disjoint supports."""
    p, q = pair
    value = d.js(p, q)
    assert whole.close(d.js(q, p), value)
    assert 0 <= value <= math.log(2)
    disjoint = not any(x and y for x, y in zip(p, q, strict=True))
    assert value == math.log(2) if disjoint else value < math.log(2) or min(p[p > 0].min(), q[q > 0].min()) < 1e-12


@given(PAIRS)
def test_mean_of_two_divergences(whole, pair):
    """JS(p, q) = KL(p || m)/2 + KL(q || m)/2 with m = (p + q)/2, and H(m) - H(p)/2 - H(q)/2."""
    p, q = map(whole.counts, pair)
    m = whole.counts(whole.mixed(*pair, Fraction(1, 2)))
    value = d.js(p, q)
    assert whole.close(value, d.kl(p, m) / 2 + d.kl(q, m) / 2)
    # entropies cancel: the error is that of theirs, at most log 4 units
    assert whole.close(value, d.entropy(m) - d.entropy(p) / 2 - d.entropy(q) / 2, plus=16 * whole.UNIT)


@given(mass_pairs())
def test_distance_is_the_root(pair):
    """js_distance is the square root of js, in bits too, where it is at most 1."""
    p, q = pair
    assert d.js_distance(p, q) == pytest.approx(math.sqrt(d.js(p, q)), rel=1e-14, abs=1e-155)
    assert d.js_distance(p, q, base=2) <= 1 + 1e-15
    assert d.js_distance(p, q, base=2) == pytest.approx(math.sqrt(d.js(p, q, base=2)), rel=1e-14, abs=1e-155)


@pytest.mark.parametrize("distance", [d.js_distance, d.hellinger, d.total_variation])
@FEW
@given(st.data())
def test_metric(distance, whole, data):
    """sqrt(JS), Hellinger's distance and total variation are metrics (Endres and Schindelin 2003): symmetric, 0 for
    equals alone, and the way round is not shorter."""
    p, q = data.draw(PAIRS, label="p, q")
    r = data.draw(mass_functions(len(p), len(p), **PLAIN), label="r")
    one, two, three = map(whole.counts, (p, q, r))
    assert whole.close(distance(one, two), distance(two, one))
    assert (distance(one, two) == 0) == (p == q)
    assert whole.below(distance(one, two), distance(one, three) + distance(three, two))


@given(st.data())
def test_several_tables(exact, data):
    """With weights, sum w_k KL(p_k || m) with m = sum w_k p_k, for w over its sum: at most log of their number."""
    tables = [data.draw(mass_functions(3, 3, extremes=False)) for _ in range(3)]
    weights = data.draw(mass_functions(3, 3, extremes=False), label="weights") * 3
    value = d.js(*tables, weights=weights.tolist())
    truth = exact.weighted_js([t.tolist() for t in tables], weights.tolist())
    assert exact.units(value, truth) <= 16 or value <= 1e-30
    assert value <= math.log(3) + 1e-15


@given(magnitudes(2.0**20))
def test_shifted_uniform_laws(shift):
    """JS(U[0,1], U[t, 1+t]) = min(t, 1) log 2 for t >= 0, and KL is infinite both ways."""
    t = float(shift)
    one, two = d.Uniform(0.0, 1.0), d.Uniform(t, 1.0 + t)
    # 1 + t is rounded: the overlap is known to a unit
    assert d.js(one, two) == pytest.approx(min(t, 1.0) * math.log(2), rel=1e-13, abs=1e-15)
    assert d.total_variation(one, two) == pytest.approx(min(t, 1.0), rel=1e-13, abs=1e-15)
    assert d.kl(one, two) == d.kl(two, one) == math.inf
