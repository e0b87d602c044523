"""Compiled loops say what numpy says, to one unit of the last place, and are left out where they do not pay."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction

import numpy as np
import pytest

from hw3verify import divergences
from hw3verify.divergences import compiled, dense
from hw3verify.divergences.loops import arithmetic, tables

RNG = np.random.default_rng(47)

HERE = importlib.util.find_spec("numba") is not None


def plain(name):
    """A loop as Python, which says more of infinities than compiled ones do."""
    loop = {
        "relative_entropies": tables.relative_entropies,
        "jensen_shannons": tables.jensen_shannons,
        "crossed_relative": tables.crossed_relative,
        "crossed_jensen": tables.crossed_jensen,
    }[name]

    def quiet(*arguments):
        with np.errstate(all="ignore"):
            loop(*arguments)

    return quiet


@pytest.fixture(params=["plain", *(["compiled"] if HERE else [])])
def loops(request, monkeypatch):
    """Loops are taken for arrays of any size: as Python, and as numba compiles them."""
    if request.param == "compiled":
        monkeypatch.setattr(compiled, "WORTH", 0)
        monkeypatch.setattr(compiled, "IMPORTS", 0)
    else:
        monkeypatch.setattr(compiled, "kernel", lambda name, size: plain(name))
    return request.param


def batch(kind, count=24, length=11):
    """Rows of all sorts: with zeros, near, equal, disjoint, one-hot, unnormalised, far apart, huge, tiny, subnormal."""
    p, q = RNG.dirichlet(np.full(length, 0.3), count), RNG.dirichlet(np.full(length, 0.3), count)
    p[:4, :3] = 0
    q[4] = p[4] * (1 + 1e-9 * RNG.standard_normal(length))
    q[5] = p[5]
    p[6], q[6] = np.eye(length)[0], np.eye(length)[1]
    p[7], q[7] = np.eye(length)[0], np.eye(length)[0] + 1e-20
    q[8] *= 3
    q[9] = 8.1e-30 * q[9]
    q[10, 1] = 1e-300
    p[11], q[12] = p[11] * 1e20, q[12] * 1e30
    q[13, 2] = 0
    p[14] = q[14] * 9.5
    return p.astype(kind), q.astype(kind)


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("name", ["kl", "js", "js_distance"])
def test_rows(exact, name, kind, monkeypatch):
    """Rows are within four units of exact values (half a unit in float32), and where numpy's are."""
    p, q = batch(kind)
    value = getattr(divergences, name)(p, q)
    bits, range_bits, units = (52, 1074, 4) if kind is np.float64 else (23, 149, 0.6)
    eps, tiny = Fraction(1, 2**bits), Fraction(1, 2**range_bits)
    for v, a, b in zip(value, p.astype(float), q.astype(float), strict=True):
        reference = exact.divergence(name, a, b)
        assert exact.units(v, reference, eps, tiny) <= units
    monkeypatch.setattr(compiled, "kernel", lambda name, size: None)
    assert np.allclose(getattr(divergences, name)(p, q), value, rtol=8 * float(eps), atol=0)


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize("name", ["kl", "js"])
def test_where_formulas_change(exact, name):
    """Within four units on both sides of ratios of four (where another formula takes over), of two and a half and a
    half (where powers of two are chosen), and for ratios of every size."""
    p = RNG.random((90, 2))
    ratio = np.repeat([4.0, 1.5, 2.0, 1e3, 1e100], 18)[:, None] ** RNG.choice([-1, 1], (90, 2))
    q = p * ratio * (1 + 1e-12 * RNG.integers(-2, 3, (90, 2)))
    for v, a, b in zip(getattr(divergences, name)(p, q), p, q, strict=True):
        assert exact.units(v, exact.divergence(name, a, b), Fraction(1, 2**52), Fraction(1, 2**1074)) <= 4


@pytest.mark.usefixtures("loops")
@pytest.mark.parametrize("name", ["kl", "js", "js_distance"])
def test_matrices(exact, name):
    """All pairs of rows are within four units, with itself and with others."""
    X = batch(np.float64)[0][3:12]
    X[1] = X[0] * (1 + 1e-9 * RNG.standard_normal(11))
    f = getattr(divergences, name)
    for matrix, Y in ((divergences.pairwise(f, X), X), (divergences.pairwise(f, X, X[2:]), X[2:])):
        for i, j in np.ndindex(matrix.shape):
            assert exact.units(matrix[i, j], exact.divergence(name, X[i], Y[j])) <= 4


@pytest.mark.usefixtures("loops")
def test_bad_rows_are_found():
    """Negative entries and rows without mass are refused by name; NaN spoils its row."""
    p = RNG.random((5, 4))
    p[0] = p[4] * 1e-30  # not moderate, but a table
    for entry, message in ((-1.0, r"q: entry \(3, 2\) is -1.0"), (-1e-320, "q: entry"), (np.inf, "q: entry")):
        q = p[[2, 0, 1, 3, 4]]
        q[3, 2] = entry
        with pytest.raises(ValueError, match=message):
            divergences.kl(p, q)
    q[3, 2] = np.nan
    assert np.isnan(divergences.kl(p, q)).tolist() == [False, False, False, True, False]
    with pytest.raises(ValueError, match=r"p: row \(1,\) has no mass"):
        divergences.js(p * (np.arange(5) != 1)[:, None], p[::-1].copy())


def test_small_calls_load_nothing(monkeypatch):
    """Numba is not imported for small calls, nor where the environment forbids it; without it numpy answers."""
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    monkeypatch.setattr(compiled, "_seen", 0)
    monkeypatch.setattr(compiled, "_ready", set())
    assert compiled.kernel("crossed", compiled.IMPORTS - 1) is None
    assert compiled.kernel("crossed", compiled.WORTH - 1) is None
    assert compiled._seen == compiled.IMPORTS - 1
    monkeypatch.setenv("HW3VERIFY_FAST", "0")
    compiled._numba.cache_clear()
    compiled._compiled.cache_clear()
    try:
        assert compiled.kernel("crossed", 2**30) is None
        p, q = RNG.random((2, 9, 5))
        assert dense.quick(dense.relative_entropy, None, p, q) is not None
    finally:
        monkeypatch.undo()
        compiled._numba.cache_clear()
        compiled._compiled.cache_clear()


def test_bits():
    """A number and its bits: one is 0x3FF followed by zeros, a sign is the first bit."""
    assert arithmetic.bits(1.0) == 0x3FF << 52
    assert arithmetic.bits(-0.0) == -(2**63)
    assert arithmetic.number(0x400 << 52) == 2.0


def test_one_rounding():
    """a b + c is rounded once: the error of a product is found exactly."""
    a, b = 1 + 2.0**-30, 1 - 2.0**-30
    assert arithmetic.fused(a, b, -1.0) == -(2.0**-60)
    assert arithmetic.fused(2.0, 3.0, float("inf")) == float("inf")
    if HERE:
        p = np.full((1, 8), 0.1)
        out = np.empty(1)
        compiled._compiled("relative_entropies")(p, p, p.view(np.int64), p.view(np.int64), out)
        assert out[0] == 0
