"""Entropy, cross entropy, mutual information and weighted divergences against exact values."""

from __future__ import annotations

import math
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from hypothesis import given, settings

from hw3verify import divergences

DRAWN = run_path(str(Path(__file__).with_name("drawn.py")))
RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    "p",
    [
        [1 - 2.0**-30, 2.0**-30],
        [1 - 2.0**-52, 2.0**-52],
        [0.3, 1e-100],
        [0.3, 1e-320, 1e-40],
        [1e308, 1e-320],
        [1.0, 1.0, 1.0],
        [5e-324, 1e-323],
        np.r_[1e-20 * RNG.random(1000), 1.0],
        RNG.random(500),
    ],
)
def test_entropy(exact, p):
    """Entropies are within four units, also where all but 10^-100 of the mass is in one place."""
    assert exact.units(divergences.entropy(p), exact.entropy(p)) <= 4


@given(DRAWN["pairs"]())
@settings(max_examples=60)
def test_drawn_entropy(exact, tables):
    """The entropy of any table is within four units of its exact value."""
    assert exact.units(divergences.entropy(tables[0]), exact.entropy(tables[0])) <= 4


def test_entropy_at_its_bounds():
    """0 exactly for one outcome, log n for equal ones."""
    assert divergences.entropy([0, 3.5, 0]) == 0
    assert divergences.entropy([1.0]) == 0
    assert divergences.entropy(np.full((2, 8), 0.3), base=2) == pytest.approx([3, 3], rel=9e-16)


@pytest.mark.parametrize("gap", [1e-3, 1e-9, 1e-15, 0])
@pytest.mark.parametrize("shape", [(2, 2), (3, 5), (1, 4)])
def test_mutual_information(exact, shape, gap):
    """Within four units for variables that depend on each other strongly, hardly and (up to rounding) not at all."""
    joint = np.outer(RNG.random(shape[0]), RNG.random(shape[1])) * (1 + gap * RNG.random(shape))
    assert exact.units(divergences.mutual_information(joint), exact.mutual_information(joint)) <= 4


def test_mutual_information_of_known_tables():
    """Independent variables have none, copies have their entropy; axes, batches and axes kept work as elsewhere."""
    assert divergences.mutual_information(np.outer([1, 2, 3], [4, 5])) == 0
    assert divergences.mutual_information(np.diag([1, 1, 2]), base=2) == 1.5
    batch = RNG.random((4, 3, 5))
    value = divergences.mutual_information(batch)
    assert value.tolist() == [divergences.mutual_information(joint) for joint in batch]
    turned = np.moveaxis(batch, 0, 1)
    assert np.array_equal(divergences.mutual_information(turned, axes=(0, 2)), value)
    assert divergences.mutual_information(turned, axes=(0, 2), keepdims=True).shape == (1, 4, 1)
    with pytest.raises(ValueError, match="axes: expected two different ones"):
        divergences.mutual_information(batch, axes=(1, -2))
    with pytest.raises(ValueError, match=r"joint: entry \(2,\)|joint: entry 2 is -1"):
        divergences.mutual_information([[1, 2], [-1, 3]])


@pytest.mark.parametrize("size", [1e-14, 1e-8, 1e-2, None])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_weighted_divergence(exact, count, size):
    """The divergence of several tables with weights of every magnitude is within four units of its definition."""
    tables = [RNG.random(6) for _ in range(count)]
    if size:
        tables = [tables[0] * (1 + size * RNG.standard_normal(6)) for _ in range(count)]
    weights = RNG.random(count) * 10.0 ** RNG.uniform(-9, 0, count)
    value = divergences.js(*tables, weights=weights)
    assert exact.units(value, exact.weighted_js(tables, weights)) <= 4


def test_weighted_divergence_at_its_bounds():
    """Equal weights are the plain divergence, disjoint tables have the entropy of the weights, bad weights a name."""
    p, q = RNG.random(5), RNG.random(5)
    assert divergences.js(p, q, weights=[3, 3]) == pytest.approx(divergences.js(p, q), rel=4e-16)
    assert divergences.js(*np.eye(4)) == pytest.approx(math.log(4), rel=2e-16)
    assert divergences.js(p, q, weights=[1, 0]) == 0
    assert divergences.js([1, 2], [3, 6], [5, 10]) == 0
    assert divergences.js(RNG.random((7, 5)), q, p).shape == (7,)
    with pytest.raises(ValueError, match="weights: expected one for each of 2 tables, not 3"):
        divergences.js(p, q, weights=[1, 1, 1])
    with pytest.raises(ValueError, match=r"weights: entry 1 is -1\.0; expected a finite number >= 0"):
        divergences.js(p, q, weights=[1, -1])
    with pytest.raises(ValueError, match="weights: expected at least one above 0"):
        divergences.js(p, q, weights=[0, 0])


def test_generators():
    """Divergences with a generator of one's own agree with those by name, with their limits where q or p is 0."""
    p, q = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.25, 0.25, 0.0, 0.5])
    assert divergences.f_divergence(lambda t: abs(t - 1) / 2, p, q, slope=0.5) == pytest.approx(0.5, rel=1e-15)
    assert divergences.f_divergence(lambda t: (t - 1) ** 2, p, q) == math.inf
    covered = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.25, 0.25, 0.1, 0.4])
    entropy = divergences.f_divergence(lambda t: t * np.log(t), *covered, at_zero=0.0)
    assert entropy == pytest.approx(divergences.kl(*covered), rel=1e-15)
    backwards = divergences.f_divergence(lambda t: -np.log(t), *covered[::-1], slope=0.0)
    assert backwards == pytest.approx(divergences.kl(*covered), rel=1e-15)


@pytest.mark.parametrize("name", ["js", "kl", "total_variation", "hellinger"])
def test_pairwise(name):
    """The matrix holds every pair of rows; without Y those of X with itself."""
    X, Y = RNG.random((5, 7)), RNG.random((4, 7))
    f = getattr(divergences, name)
    assert np.allclose(divergences.pairwise(f, X, Y), [[f(x, y) for y in Y] for x in X], rtol=1e-15, atol=0)
    assert np.diag(divergences.pairwise(f, X)).tolist() == [0] * 5
    assert divergences.pairwise(f, X.tolist(), Y).shape == (5, 4)
    with pytest.raises(ValueError, match=r"Y: expected two axes, one row for each table, not shape \(7,\)"):
        divergences.pairwise(f, X, Y[0])
