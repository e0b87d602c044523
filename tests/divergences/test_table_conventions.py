"""Axes, types, bases and bad input: the same for all functions of tables."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest

from hw3verify import divergences

PAIRED = [
    "kl", "jeffreys", "js", "js_distance", "total_variation", "hellinger", "bhattacharyya", "chi2", "cross_entropy",
    "renyi", "tsallis",
]  # fmt: skip
RNG = np.random.default_rng(3)
P, Q = RNG.random((4, 5, 6)), RNG.random((4, 5, 6))


def same(value):
    """Small tables go another way than batches, with other roundings."""
    return pytest.approx(value, rel=1e-15, abs=0)


def call(name, p, q, **options):
    order = {"alpha": 1.5} if name in ("renyi", "tsallis") else {}
    return getattr(divergences, name)(p, q, **order, **options)


@pytest.mark.parametrize("name", PAIRED)
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_axis(name, axis):
    """Along any axis the values are those of the rows taken out one by one; the axis can be kept."""
    value = call(name, P, Q, axis=axis)
    p, q = np.moveaxis(P, axis, -1), np.moveaxis(Q, axis, -1)
    assert value.shape == p.shape[:-1]
    for row in np.ndindex(value.shape):
        assert value[row] == same(call(name, p[row], q[row]))
    assert np.allclose(call(name, P, Q, axis=axis, keepdims=True), np.expand_dims(value, axis), rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", PAIRED)
def test_broadcasting(name):
    """Leading axes broadcast, also where a table has fewer of them, and where the work is done in pieces."""
    p, q = P[0], Q[0, 0]
    assert call(name, p, q) == same([call(name, row, q) for row in p])
    assert call(name, p.T, q[:, None], axis=0) == same(call(name, p, q))
    wide = RNG.random((300, 1, 40))
    matrix = call(name, wide, wide[:7, 0])
    assert matrix.shape == (300, 7)
    assert matrix[123, 4] == same(call(name, wide[123, 0], wide[4, 0]))


@pytest.mark.parametrize("name", PAIRED)
def test_pieces_do_not_matter(name):
    """Large batches, which are cut into pieces, have the values of their rows."""
    p, q = RNG.random((2000, 30)), RNG.random((2000, 30))
    value = call(name, p, q)
    for row in (0, 1, 545, 546, 1999):
        assert value[row] == same(call(name, p[row], q[row]))


@pytest.mark.parametrize("name", ["kl", "jeffreys", "js", "bhattacharyya", "cross_entropy", "renyi"])
def test_base(name):
    """In another base the value is divided by its logarithm."""
    assert call(name, P, Q, base=2) == pytest.approx(call(name, P, Q) / math.log(2), rel=1e-15)
    with pytest.raises(ValueError, match="base: expected None or a number above 0"):
        call(name, P, Q, base=1)


def test_distance_has_its_base_under_the_root():
    """The Jensen-Shannon distance in base 2 is the root of the divergence in base 2, as in SciPy."""
    assert call("js_distance", P, Q, base=2) == pytest.approx(np.sqrt(call("js", P, Q, base=2)), rel=1e-15)


BAD = [
    ([0.5, 0.5], [0.5, -0.5], ValueError, r"q: entry 1 is -0\.5; expected a finite number >= 0"),
    ([[0.5, 0.5], [0.5, np.inf]], [1, 1], ValueError, r"p: entry \(1, 1\) is inf; expected a finite number >= 0"),
    ([0.0, 0.0], [1, 1], ValueError, r"p: row has no mass"),
    ([[1, 1], [0, 0]], [1, 1], ValueError, r"p: row \(1,\) has no mass; expected at least one entry > 0"),
    ([1, 1, 1], [1, 1], ValueError, r"shapes that do not go together: p \(3,\), q \(2,\)"),
    ([1.0], [1, 1], ValueError, r"expected as many outcomes, not 1 and 2"),
    ([], [], ValueError, "p: expected at least one entry along axis -1"),
    (1.0, [1.0], ValueError, "p: expected an array with an axis -1"),
    (["a"], [1.0], TypeError, "p: expected an array of real numbers"),
    ([1.0], [1j], TypeError, "q: expected an array of real numbers"),
]


@pytest.mark.parametrize("name", PAIRED)
@pytest.mark.parametrize(("p", "q", "kind", "sentence"), BAD)
def test_bad_input(name, p, q, kind, sentence):
    """Bad input is an error that names the argument, the place and what was expected."""
    with pytest.raises(kind, match=sentence):
        call(name, p, q)


@pytest.mark.parametrize("name", PAIRED)
@pytest.mark.parametrize("bad", [[0.5, -0.1, 0.6], [np.inf, 1, 1], [0, 0, 0], [np.nan, 0.5, 0.5]])
def test_unchecked_rows_are_nan(name, bad):
    """With check=False rows that are no tables are NaN, on either side, and the others are what they are."""
    good = [0.2, 0.3, 0.5]
    rows = [good, bad, good]
    other = [0.3, 0.3, 0.4]
    for value, alone in (
        (call(name, rows, other, check=False), call(name, good, other)),
        (call(name, other, rows, check=False), call(name, other, good)),
    ):
        assert np.isnan(value[1])
        assert value[0] == value[2] == same(alone)


@pytest.mark.parametrize("name", PAIRED)
def test_nan_stays_in_its_row(name):
    """NaN is let through the checks and spoils its own row."""
    p = P[0].copy()
    p[2, 3] = np.nan
    value = call(name, p, Q[0])
    assert np.isnan(value[2])
    assert np.delete(value, 2) == same(np.delete(call(name, P[0], Q[0]), 2))


def test_results_are_of_the_callers_kind():
    """Lists give a float, float32 and float16 arrays their own kind, integers float64."""
    assert isinstance(divergences.kl([1, 2], [2, 1]), float)
    assert divergences.kl(np.float32([1, 2]), np.float32([2, 1])).dtype == np.float32
    assert divergences.kl(np.float16([[1, 2]]), np.float16([2, 1])).dtype == np.float16
    assert divergences.kl(np.array([1, 2]), np.array([2, 1])).dtype == np.float64
    assert divergences.kl(np.zeros((0, 3)), np.ones(3)).shape == (0,)


def test_arguments_are_left_alone():
    """Nothing is written into what the caller gave."""
    p, q = P.copy(), Q.copy()
    p.flags.writeable = q.flags.writeable = False
    for name in PAIRED:
        call(name, p, q)
    assert np.array_equal(p, P)


OTHERS = {"pairwise", "integrated", "Independent", "optimal_plan", "dual_potential"}


@pytest.mark.parametrize("name", sorted(set(divergences.__all__) - OTHERS))
def test_signatures(name):
    """Tables come first, everything else but an order is by keyword, with the agreed defaults."""
    parameters = inspect.signature(getattr(divergences, name)).parameters
    defaults = {"axis": -1, "base": None, "keepdims": False, "normalize": True, "check": True}
    assert "check" in parameters
    for key, value in parameters.items():
        assert key not in defaults or (value.default == defaults[key] and value.kind is value.KEYWORD_ONLY)


def test_scipys_own_examples():
    """The documented examples of scipy.stats.entropy, scipy.special.rel_entr and jensenshannon."""
    assert divergences.entropy([1 / 2, 1 / 2], base=2) == 1.0
    assert divergences.kl([1 / 2, 1 / 2], [9 / 10, 1 / 10], base=2) == pytest.approx(0.7369655941662062, rel=1e-15)
    assert divergences.entropy([9 / 10, 1 / 10], base=2) == pytest.approx(0.46899559358928117, rel=1e-14)
    assert divergences.js_distance([1.0, 0, 0], [0, 1, 0], base=2) == 1.0
    assert divergences.js_distance([1.0, 0], [0.5, 0.5]) == pytest.approx(0.46450140402245893, rel=1e-15)
    assert divergences.js_distance([1.0, 0, 0], [1, 0, 0]) == 0.0
