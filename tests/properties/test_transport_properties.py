"""Theorems about Wasserstein's distances on the line: metrics, their units, duality, and the forms that agree."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import critics, law_pairs, locations, magnitudes, mass_pairs, samples, weighted_samples

WHOLE = {"offsets": False}
WEIGHTED = weighted_samples(1, 6, **WHOLE, extremes=False)
ANY = weighted_samples(1, 6)
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


def distance(one, two):
    """W1 of two weighted samples."""
    return d.wasserstein1(one.numbers, two.numbers, one.weights, two.weights)


def measure(sample):
    """The sample as a measure: its exact masses at its numbers."""
    total = sum(map(Fraction, sample.weights))
    found: dict[float, Fraction] = {}
    for x, w in zip(sample.numbers.tolist(), sample.weights.tolist(), strict=True):
        if w:
            found[x] = found.get(x, Fraction(0)) + Fraction(w) / total
    return found


@given(ANY, ANY)
def test_area_between_distribution_functions(lines, one, two):
    """W1 is the integral of |F - G| (Vallender 1974), exactly in rational numbers: within 4 units."""
    truth = lines.wasserstein1(one.numbers, two.numbers, one.weights, two.weights)
    assert lines.units(distance(one, two), truth) <= 4


@given(samples(1, 8), samples(1, 8))
def test_area_without_weights(lines, u, v):
    """The same for samples without weights, of equal and of different sizes, alone and in a batch."""
    truth = lines.wasserstein1(u, v)
    assert lines.units(d.wasserstein1(u, v), truth) <= 4
    assert lines.units(d.wasserstein1(np.stack([u, u]), np.stack([v, v]))[1], truth) <= 4


@given(WEIGHTED, WEIGHTED)
def test_quantile_form(one, two):
    """W1 is the integral of |F^-1 - G^-1| over (0, 1), here summed over all levels at which either jumps, and W2 the
    root of that of (F^-1 - G^-1)^2."""

    def quantile(found, level):
        cumulated = Fraction(0)
        for x in sorted(found):
            cumulated += found[x]
            if cumulated >= level:
                return Fraction(x)
        raise AssertionError

    p, q = measure(one), measure(two)
    levels = {Fraction(0)}
    for found in (p, q):
        levels |= set(itertools.accumulate(found[x] for x in sorted(found)))
    steps = [(b - a, quantile(p, b) - quantile(q, b)) for a, b in itertools.pairwise(sorted(levels))]
    assert distance(one, two) == pytest.approx(float(sum(w * abs(gap) for w, gap in steps)), rel=1e-14, abs=0)
    root = math.sqrt(sum(w * gap**2 for w, gap in steps))
    assert d.wasserstein2(one.numbers, two.numbers, one.weights, two.weights) == pytest.approx(root, rel=1e-14, abs=0)


@given(WEIGHTED, WEIGHTED)
def test_linear_programme(lines, one, two):
    """W1 is the least mean of |u - v| over all couplings, by SciPy's linear programming (whose tolerance is 1e-7)."""
    cheapest = lines.by_programming(one.numbers, two.numbers, one.weights, two.weights)
    assert distance(one, two) == pytest.approx(cheapest, rel=1e-6, abs=1e-6)


@given(one=WEIGHTED, two=WEIGHTED, f=critics())
def test_duality(whole, one, two, f):
    """Kantorovich and Rubinstein: E_p f - E_q f <= W1(p, q) for every function of slope at most 1, with equality for
    the dual potential."""
    p, q = measure(one), measure(two)
    gain = sum(w * f(x) for x, w in p.items()) - sum(w * f(x) for x, w in q.items())
    value = distance(one, two)
    assert whole.below(gain, value)
    potential = d.dual_potential(one.numbers, two.numbers, one.weights, two.weights)
    best = np.average(potential.u, weights=one.weights) - np.average(potential.v, weights=two.weights)
    assert best == pytest.approx(value, rel=1e-12, abs=1e-13)
    values = sorted({*zip(one.numbers, potential.u, strict=True), *zip(two.numbers, potential.v, strict=True)})
    assert all(abs(b - a) <= (y - x) * (1 + 1e-12) for (x, a), (y, b) in itertools.combinations(values, 2))


@given(WEIGHTED, WEIGHTED)
def test_plans_have_their_margins_and_cost(one, two):
    """The optimal plan moves all of p to all of q at the cost W1."""
    plan = d.optimal_plan(one.numbers, two.numbers, one.weights, two.weights)
    for index, sample in ((plan.i, one), (plan.j, two)):
        moved = np.zeros(len(sample.numbers))
        np.add.at(moved, index, plan.mass)
        assert moved == pytest.approx(sample.weights / sample.weights.sum(), rel=1e-13, abs=1e-15)
    cost = np.sum(plan.mass * np.abs(one.numbers[plan.i] - two.numbers[plan.j]))
    assert cost == pytest.approx(distance(one, two), rel=1e-13, abs=1e-15)


@given(one=WEIGHTED, two=WEIGHTED, three=WEIGHTED)
def test_metrics(whole, one, two, three):
    """W1 and W2 are metrics, and W1 <= W2 (Jensen)."""

    def second(a, b):
        return d.wasserstein2(a.numbers, b.numbers, a.weights, b.weights)

    for metric in (distance, second):
        assert whole.close(metric(one, two), metric(two, one))
        assert (metric(one, two) == 0) == (measure(one) == measure(two))
        assert whole.below(metric(one, two), metric(one, three) + metric(three, two))
    assert whole.below(distance(one, two), second(one, two))


@given(one=WEIGHTED, two=WEIGHTED, move=st.integers(-9, 9), factor=st.sampled_from([2.0, -1.0, 0.5, -4.0, 3.0]))
def test_translation_and_scaling(whole, one, two, move, factor):
    """W(u + c, v + c) = W(u, v), W(cu, cv) = |c| W(u, v), and W(u, u + c) = |c|: for W1 and W2."""
    for metric in (d.wasserstein1, d.wasserstein2):
        value = metric(one.numbers, two.numbers, one.weights, two.weights)
        moved = metric(one.numbers + move, two.numbers + move, one.weights, two.weights)
        scaled = metric(factor * one.numbers, factor * two.numbers, one.weights, two.weights)
        assert whole.close(moved, value)
        assert whole.close(scaled, abs(factor) * value)
        assert whole.close(metric(one.numbers, one.numbers + move, one.weights, one.weights), abs(move))


@given(mass_pairs(2, 5, extremes=False))
def test_histograms(whole, pair):
    """On a grid of whole numbers, W1 is the sum of |F - G|, at least the total variation and at most n - 1 times it."""
    p, q = pair
    value = d.wasserstein1(p, q, support=np.arange(len(p)))
    direct = sum(abs(math.fsum(p[:k]) - math.fsum(q[:k])) for k in range(1, len(p)))
    assert value == pytest.approx(direct, rel=1e-12, abs=1e-14)
    variation = d.total_variation(p, q)
    assert whole.below(variation, value, plus=1e-15)
    assert whole.below(value, (len(p) - 1) * variation, plus=1e-15)


@given(shift=magnitudes(2.0**20), place=st.integers(-10, 10))
def test_shifted_uniform_laws(shift, place):
    """The homework's: W1(U[0,1], U[t,1+t]) = t (1/2 at t = 1/2, 1 at t = 1), where KL is infinite."""
    t = float(shift)
    assert d.wasserstein1(d.Uniform(0.0, 1.0), d.Uniform(0.5, 1.5)) == 0.5
    assert d.wasserstein1(d.Uniform(0.0, 1.0), d.Uniform(1.0, 2.0)) == 1.0
    one, two = d.Uniform(float(place), place + 1.0), d.Uniform(place + t, place + 1.0 + t)
    assert d.wasserstein1(one, two) == pytest.approx(t, rel=1e-9, abs=1e-14)
    assert d.kl(one, two) == math.inf


@given(m=locations(2.0**30), n=locations(2.0**30), s=magnitudes(2.0**10), r=magnitudes(2.0**10))
def test_normal_laws(m, n, s, r):
    """W1 = |m - n| for normal laws of one scale, W2^2 = (m - n)^2 + (s - r)^2 for any; W1 of one mean is
    |s - r| sqrt(2/pi)."""
    m, n, s, r = map(float, (m, n, s, r))
    assert d.wasserstein1(d.Normal(m, s), d.Normal(n, s)) == pytest.approx(abs(m - n), rel=1e-13, abs=0)
    assert d.wasserstein2(d.Normal(m, s), d.Normal(n, r)) == pytest.approx(math.hypot(m - n, s - r), rel=1e-13, abs=0)
    ends = d.wasserstein1(d.Normal(m, s), d.Normal(m, r))
    assert ends == pytest.approx(abs(s - r) * math.sqrt(2 / math.pi), rel=1e-13, abs=0)


FAMILIES = ("Normal", "Laplace", "Uniform", "Exponential", "Gumbel", "HalfNormal")


@given(law_pairs(*FAMILIES, limit=16.0, near=False))
def test_laws_by_quantiles(pair):
    """W1 of laws is the integral of |F^-1 - G^-1|: by the midpoint rule over 4000 levels of SciPy's quantiles, to a
    hundredth of the spread."""
    p, q = pair
    levels = (np.arange(4000) + 0.5) / 4000
    gap = np.abs(_quantile(p, levels) - _quantile(q, levels))
    spread = sum(float(np.sqrt(law.variance)) for law in pair)
    assert float(d.wasserstein1(p, q)) == pytest.approx(gap.mean(), abs=0.01 * spread)


def _quantile(law, levels):
    from scipy import stats

    frozen = {
        "Normal": stats.norm, "Laplace": stats.laplace,
        "Uniform": lambda a, b: stats.uniform(a, b - a), "Exponential": lambda r: stats.expon(scale=1 / r),
        "Gumbel": stats.gumbel_r, "HalfNormal": lambda s: stats.halfnorm(scale=s),
    }  # fmt: skip
    return frozen[type(law).__name__](*map(float, law.parameters)).ppf(levels)
