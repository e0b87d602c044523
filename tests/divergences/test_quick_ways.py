"""Batches of usual tables and small ones go ways of their own, as accurate, and back where they must."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from hw3verify import divergences
from hw3verify.divergences import compiled, dense, small
from hw3verify.divergences.relative import kl_rule
from hw3verify.divergences.rows import pairing

RNG = np.random.default_rng(23)


def batch(kind, count=60, length=20):
    """Normalised rows: generic, with zeros, near, equal, disjoint, one-hot, and one that is not normalised."""
    p, q = RNG.dirichlet(np.full(length, 0.4), count), RNG.dirichlet(np.full(length, 0.4), count)
    p[:10, :5] = 0
    q[10:15] = p[10:15] * (1 + 1e-9 * RNG.standard_normal((5, length)))
    q[15] = p[15]
    q[16] = p[16] * (1 + 1e-7 * RNG.standard_normal(length))
    p[17], q[17] = np.eye(length)[0], np.eye(length)[1]
    p[18], q[18] = np.eye(length)[0], np.eye(length)[0] + 1e-20
    p /= p.sum(-1, keepdims=True)
    q /= q.sum(-1, keepdims=True)
    q[19] *= 3
    q[20, 1] = 8.1e-319 * (kind is np.float64)
    return p.astype(kind), q.astype(kind)


@pytest.mark.parametrize("unnormalised", [False, True])
@pytest.mark.parametrize("name", ["kl", "js", "js_distance"])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_batches(exact, kind, name, unnormalised):
    """Every row of a mixed batch is as accurate as alone: four units in float64, half a unit in float32."""
    p, q = batch(kind)
    if unnormalised:
        p, q = p * RNG.random((60, 1)).astype(kind), q * RNG.random((60, 1)).astype(kind)
        p[15] = q[15] = np.arange(20)
    bits, range_bits = (52, 1074) if kind is np.float64 else (23, 149)
    eps, tiny = Fraction(1, 2**bits), Fraction(1, 2**range_bits)
    value = getattr(divergences, name)(p, q)
    assert value.dtype == kind
    errors = [
        exact.units(v, exact.divergence(name, a.astype(float), b.astype(float)), eps, tiny)
        for v, a, b in zip(value, p, q, strict=True)
    ]
    assert max(errors) <= (4 if kind is np.float64 else 0.6)
    assert value[15] == 0
    if name == "js":
        assert value[17] == kind(math.log(2))


def test_batches_go_the_quick_way(monkeypatch):
    """Usual and unnormalised batches are not handed on; badly scaled or negative ones and other shapes are (by numpy:
    compiled loops hand on rows)."""
    monkeypatch.setattr(compiled, "kernel", lambda name, size: None)

    def never(p, q):
        raise AssertionError

    p, q = RNG.dirichlet(np.ones(30), 50), RNG.dirichlet(np.ones(30), 50)
    p, q = (np.round(x * 2**40) / 2**40 for x in (p, q))
    p[:, 0] += 1 - p.sum(-1)
    q[:, 0] += 1 - q.sum(-1)
    assert dense.quick(dense.relative_entropy, never, p, q) is not None
    assert dense.quick(dense.relative_entropy, never, p, RNG.random((50, 30))) is not None
    for a, b in ((p * 1e-20, q * 1e-20), (p, -q), (p.T.copy().T, q), (p, np.where(p > 0, np.nan, 1))):
        assert dense.quick(dense.relative_entropy, never, a, b) is None


@pytest.mark.parametrize("scale", [1.0, 3.0, 1e5])
@pytest.mark.parametrize("name", ["kl", "js"])
def test_small_tables(exact, name, scale):
    """A small table alone is within four units, normalised or not, and goes the way of Python floats."""
    way = {"kl": small.relative_entropy, "js": small.jensen_shannon}[name]
    for length in (2, 3, 10, 32):
        for _ in range(20):
            p, q = RNG.random(length) ** 3, RNG.random(length) ** 3 * scale
            value = way(p.tolist(), q.tolist())
            assert exact.units(value, exact.divergence(name, p, q)) <= 4
            assert getattr(divergences, name)(p, q) == value


@pytest.mark.parametrize("way", [small.relative_entropy, small.jensen_shannon])
def test_what_small_tables_hand_on(way):
    """Nearly equal, badly scaled, bad and disjoint tables are left to the general way."""
    p = [0.25, 0.25, 0.5]
    for q in (p, [0.25, 0.25 + 1e-9, 0.5 - 1e-9], [-0.1, 0.6, 0.5], [math.nan, 1, 1], [1e200, 1, 1], [0, 0, 0]):
        assert way(p, q) is None
    assert way([1.0, 0.0], [0.0, 1.0]) is None


def test_ways_agree():
    """The general way, asked directly, says the same as the quick one up to rounding."""
    p, q = RNG.dirichlet(np.ones(40), 300), RNG.dirichlet(np.ones(40), 300)
    with np.errstate(all="ignore"):
        general = kl_rule(pairing(np, p, q, normalize=True, check=True))[:, 0]
    assert np.allclose(divergences.kl(p, q), general, rtol=1e-15, atol=0)


@pytest.mark.parametrize("unnormalised", [False, True])
@pytest.mark.parametrize("name", ["kl", "js", "js_distance"])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_all_pairs(exact, kind, name, unnormalised):
    """Matrices have the accuracy of single values, with near, equal, disjoint and far pairs, in both halves."""
    X = batch(kind, 24, 9)[0][8:]
    X[1] = X[0] * (1 + 2e-6 * RNG.standard_normal(9)).astype(kind)
    X[2], X[3] = X[0], np.eye(9)[3]
    if unnormalised:
        X = X * RNG.random((16, 1)).astype(kind)
    bits, range_bits = (52, 1074) if kind is np.float64 else (23, 149)
    eps, tiny = Fraction(1, 2**bits), Fraction(1, 2**range_bits)
    f = getattr(divergences, name)
    for matrix, Y in ((divergences.pairwise(f, X), X), (divergences.pairwise(f, X, X[4:]), X[4:])):
        assert matrix.dtype == kind
        errors = [
            exact.units(matrix[i, j], exact.divergence(name, X[i].astype(float), Y[j].astype(float)), eps, tiny)
            for i, j in np.ndindex(matrix.shape)
        ]
        assert max(errors) <= (4 if kind is np.float64 else 0.6)
