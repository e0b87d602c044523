"""W1 of samples and histograms: exact rational values, linear programs, SciPy's published cases, and bad input."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.divergences import wasserstein1

RNG = np.random.default_rng(41)

SIZES = [(1, 1), (2, 3), (10, 10), (30, 24), (64, 65), (100, 100), (100, 137), (137, 100), (1, 90), (96, 128)]

REGIMES = {
    "generic": lambda x: x,
    "offset": lambda x: x * 1e-3 + 1e9,
    "large offset": lambda x: 1e15 + np.round(8 * x) / 8,
    "one outlier": lambda x: np.append(x[1:], 1e15),
    "ties": lambda x: np.round(2 * x),
    "subnormal": lambda x: x * 1e-310,
    "near the largest": lambda x: x / np.abs(x).max() * 1.7e308,
    "every magnitude": lambda x: np.sign(x) * 10.0 ** np.clip(90 * x, -300, 300),
}

WEIGHTS = {
    "generic": RNG.random,
    "counts": lambda n: RNG.integers(0, 5, n) + (np.arange(n) == 0),
    "every magnitude": lambda n: 10.0 ** RNG.uniform(-300, 300, n),
    "subnormal": lambda n: RNG.integers(1, 50, n) * 5e-324,
    "huge": lambda n: RNG.random(n) * 1.7e308,
}


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("regime", REGIMES)
def test_samples(lines, regime, shape):
    """Two units of the last place for samples without weights of any sizes, against rational arithmetic."""
    for _ in range(3):
        u, v = (REGIMES[regime](RNG.standard_normal(n)) for n in shape)
        assert lines.units(wasserstein1(u, v), lines.wasserstein1(u, v)) <= 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (20, 20), (40, 30), (100, 137)], ids=str)
@pytest.mark.parametrize("kind", WEIGHTS)
@pytest.mark.parametrize("regime", REGIMES)
def test_weighted_samples(lines, regime, kind, shape):
    """Three units for weighted samples, against rational arithmetic."""
    u, v = (REGIMES[regime](RNG.standard_normal(n)) for n in shape)
    p, q = (WEIGHTS[kind](len(x)) for x in (u, v))
    assert lines.units(wasserstein1(u, v, p, q), lines.wasserstein1(u, v, p, q)) <= 3
    assert lines.units(wasserstein1(u, v, p), lines.wasserstein1(u, v, p)) <= 3
    assert lines.units(wasserstein1(u, v, v_weights=q), lines.wasserstein1(u, v, None, q)) <= 3


@pytest.mark.parametrize("n", [2, 20, 200])
@pytest.mark.parametrize("size", [1e-6, 1e-9, 1e-12, 1e-15, 0.0])
def test_near_weights(lines, size, n):
    """Weights that differ by up to a rounding error keep all digits: samples with them, and histograms."""
    for _ in range(3):
        x, p = RNG.standard_normal(n), RNG.random(n)
        for q in (p * (1 + size * RNG.standard_normal(n)), p * (1 + size) / 3):
            exact = lines.wasserstein1(x, x, p, q)
            assert lines.units(wasserstein1(x, x, p, q), exact) <= 3
            assert lines.units(wasserstein1(p, q, support=x), exact) <= 3


def test_one_unit_far_below(lines):
    """A difference in the last bit of a weight 1e-40 beside a weight of 1 is seen, from either side."""
    x = np.arange(30.0)
    for place in (0, 7, 29):
        p = np.full(30, 1e-40)
        p[15] = 1.0
        q = p.copy()
        q[place] *= 1 + 2.0**-52
        assert lines.units(wasserstein1(x, x, p, q), lines.wasserstein1(x, x, p, q)) <= 1
        assert lines.units(wasserstein1(p, q, support=x), lines.wasserstein1(x, x, p, q)) <= 1


@pytest.mark.parametrize("shape", [(20_000, 20_000), (20_000, 17_777), (17_000, 34_000)], ids=str)
def test_large_samples(lines, shape):
    """Errors do not grow with the size: numpy's pieces are put together without loss."""
    u, v = (np.round(RNG.standard_normal(n), 5) + 1e6 for n in shape)
    p, q = (RNG.random(n) for n in shape)
    assert lines.units(wasserstein1(u, v), lines.wasserstein1(u, v)) <= 2
    assert lines.units(wasserstein1(u, v, p, q), lines.wasserstein1(u, v, p, q)) <= 2


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("power_of_ten", [0, 9])
def test_float32(lines, power_of_ten, weighted):
    """Samples of float32 give float32, rounded once."""
    u, v = (np.float32(RNG.standard_normal(n) + 10.0**power_of_ten) for n in (90, 100))
    p, q = (np.float32(RNG.random(n)) if weighted else None for n in (90, 100))
    value = wasserstein1(u, v, p, q)
    assert value.dtype == np.float32
    exact = lines.wasserstein1(u, v, p, q)
    assert lines.units(value, exact, Fraction(1, 2**23), Fraction(1, 2**149)) <= 0.51


NUMBER = st.one_of(
    st.integers(-4, 4).map(float), st.floats(-1e3, 1e3), st.floats(allow_nan=False, allow_infinity=False)
)
WEIGHT = st.one_of(st.integers(0, 3).map(float), st.floats(0, 1e300), st.just(0.1))


@st.composite
def weighted(draw, largest: int = 8):
    """A sample with ties and numbers of every size, and weights or none."""
    x = draw(st.lists(NUMBER, min_size=1, max_size=largest))
    w = draw(st.none() | st.lists(WEIGHT, min_size=len(x), max_size=len(x)).filter(any))
    return np.array(x), None if w is None else np.array(w)


@settings(max_examples=150, deadline=None)
@given(weighted(), weighted())
def test_any_samples(lines, one, two):
    """Three units for whatever is drawn, small samples and the same ones repeated (so that they go the general
    way)."""
    (u, p), (v, q) = one, two
    exact = lines.wasserstein1(u, v, p, q)
    assert lines.units(wasserstein1(u, v, p, q), exact) <= 3
    # two rows: a batch has no small samples
    batch = wasserstein1(np.stack([u, u]), v, p, q)
    assert batch.shape == (2,) and lines.units(batch[1], exact) <= 3
    assert wasserstein1(v, u, q, p) == pytest.approx(float(batch[0]), rel=1e-15, abs=5e-324)


@settings(max_examples=60, deadline=None)
@given(weighted(5), weighted(5))
def test_linear_program(lines, one, two):
    """The least cost over all couplings is what a linear program finds."""
    u, v = (np.clip(x, -50, 50) for x in (one[0], two[0]))
    p, q = (None if w is None else np.clip(w, 0.25, 8) for w in (one[1], two[1]))
    assert wasserstein1(u, v, p, q) == pytest.approx(lines.by_programming(u, v, p, q), abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.lists(NUMBER, min_size=1, max_size=8), st.data())
def test_any_histograms(lines, points, data):
    """Histograms on any grid, sorted or not, with ties, equal those of weighted samples, within three units."""
    masses = st.lists(WEIGHT, min_size=len(points), max_size=len(points)).filter(any)
    p, q = data.draw(masses), data.draw(masses)
    assert lines.units(wasserstein1(p, q, support=points), lines.wasserstein1(points, points, p, q)) <= 3


def test_published_cases_of_scipy():
    """The values in SciPy's documentation and tests of `wasserstein_distance`."""
    assert wasserstein1([0, 1, 3], [5, 6, 8]) == 5.0
    assert wasserstein1([0, 1], [0, 1], [3, 1], [2, 2]) == 0.25
    expected = 4.0781331438047861
    assert wasserstein1([3.4, 3.9, 7.5, 7.8], [4.5, 1.4], [1.4, 0.9, 3.1, 7.2], [3.2, 3.5]) == pytest.approx(
        expected, rel=1e-15
    )
    # moved, weights permuted with their numbers, collapsed onto one point, weights that are multiples
    assert wasserstein1([1, 2, 3], [1, 2, 3]) == 0
    assert wasserstein1([1, 2, 3], [1, 2, 3], [1, 1, 1], [5, 5, 5]) == 0
    assert wasserstein1([1, 1, 1, 4], [4, 1], [1, 1, 1, 1], [1, 3]) == 0
    assert wasserstein1([5, 5], [1, 9, 3]) == pytest.approx(10 / 3, rel=1e-15)
    u = np.linspace(-3, 2, 11)
    assert wasserstein1(u, u + 7) == 7.0
    assert wasserstein1([1, 2, np.inf], [1, 1]) == np.inf
    assert np.isnan(wasserstein1([1, 2, np.nan], [np.inf, 1]))


def test_published_cases_of_pot():
    """What POT's documentation and tests say of its one-dimensional distances with the absolute value as cost."""
    # unit masses moved by one bin; uniform samples against themselves shifted
    assert wasserstein1([1, 0, 0], [0, 0, 1], support=[0, 1, 2]) == 2.0
    assert wasserstein1([0.5, 0.5, 0], [0, 0.5, 0.5], support=[0, 1, 2]) == 1.0
    x = np.linspace(0, 1, 20)
    assert wasserstein1(x, x[::-1]) == 0.0
    assert wasserstein1(x, x + 0.5) == pytest.approx(0.5, rel=1e-15)


def test_infinite_numbers():
    """Equal masses at an end of the line pay nothing, unequal ones infinity; nothing is NaN."""
    inf = np.inf
    for u, v, p, q, value in [
        ([0, inf], [1, inf], None, None, 0.5),
        ([0, inf], [1, 2], None, None, inf),
        ([-inf, 3, inf], [-inf, 5, inf], None, None, 2 / 3),
        ([0, inf], [1, inf], [1, 2], [2, 4], 1 / 3),
        ([0, inf], [1, inf], [1, 2], [2, 4.1], inf),
        ([0, inf], [1, 1], [1, 0], None, 1.0),
        ([inf], [inf], None, None, 0.0),
        ([inf], [-inf], [1], [1], inf),
        ([inf, inf, 1, 2], [inf, 4], None, None, 1.25),
    ]:
        assert wasserstein1(u, v, p, q) == pytest.approx(value, rel=1e-15)
        assert wasserstein1(np.array([u, u], float), v, p, q)[1] == pytest.approx(value, rel=1e-15)


def test_batches(lines):
    """Leading axes broadcast, rows are as accurate as alone, any axis may hold the numbers, and it can be kept."""
    U, V = RNG.standard_normal((3, 1, 50)), RNG.standard_normal((4, 60))
    P, q = RNG.random((4, 50)), RNG.random(60)
    plain, both = wasserstein1(U, V), wasserstein1(U, V, P, q)
    assert plain.shape == both.shape == (3, 4)
    for i, j in np.ndindex(3, 4):
        assert lines.units(plain[i, j], lines.wasserstein1(U[i, 0], V[j])) <= 2
        assert lines.units(both[i, j], lines.wasserstein1(U[i, 0], V[j], P[j], q)) <= 3
    assert np.array_equal(wasserstein1(V.T, V.T + 1, axis=0), wasserstein1(V, V + 1))
    assert wasserstein1(V.T, V.T, axis=0, keepdims=True).shape == (1, 4)
    assert np.array_equal(wasserstein1(V.T, V.T + 1, q, q, axis=0), wasserstein1(V, V + 1, q, q))
    grid = np.sort(RNG.random(50))
    assert np.array_equal(wasserstein1(P.T, P[::-1].T, support=grid, axis=0), wasserstein1(P, P[::-1], support=grid))
    rows = wasserstein1(RNG.random((3, 1, 50)), P, support=RNG.random((4, 50)))
    assert rows.shape == (3, 4)


def test_many_rows(lines):
    """Batches larger than a piece, and rows longer than one, beside rows with NaN and infinities."""
    u, v = RNG.standard_normal((2, 700, 40))
    v = v[:, :30].copy()
    u[3, 5], v[4, 5], u[5, 7] = np.nan, np.nan, np.inf
    p = RNG.random((700, 40))
    for value, weights in ((wasserstein1(u, v), None), (wasserstein1(u, v, p), p)):
        assert np.isnan(value[[3, 4]]).all() and value[5] == np.inf
        for row in (0, 6, 500, 699):
            exact = lines.wasserstein1(u[row], v[row], None if weights is None else weights[row])
            assert lines.units(value[row], exact) <= 3
    u, v = RNG.standard_normal((2, 3, 20_000))
    value = wasserstein1(u, v[:, :15_000], u**2)
    assert lines.units(value[1], lines.wasserstein1(u[1], v[1, :15_000], u[1] ** 2)) <= 3


def test_nan_spoils_its_row():
    """A NaN among numbers, weights, masses or points gives NaN, in its row only."""
    u = np.array([[1.0, 2], [np.nan, 2], [3, 4]])
    assert np.isnan(wasserstein1(u, [1.0])).tolist() == [False, True, False]
    assert np.isnan(wasserstein1(u, [1.0], [1, 2])).tolist() == [False, True, False]
    assert np.isnan(wasserstein1([1.0, 2], [1.0], u)).tolist() == [False, True, False]
    assert np.isnan(wasserstein1(u, [1.0, 2], support=[0.0, 1])).tolist() == [False, True, False]
    assert np.isnan(wasserstein1([1, 2], [2, 1], support=u)).tolist() == [False, True, False]
    assert np.isnan(wasserstein1([1, 2], [2, np.nan]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"u": [], "v": [1]}, "u: expected at least one entry"),
        ({"u": [1], "v": []}, "v: expected at least one entry"),
        ({"u": 1.0, "v": [1]}, "u: expected an array with an axis"),
        ({"u": [1, 2], "v": [1], "u_weights": [1]}, "u_weights: expected one weight for each of 2"),
        ({"u": [1, 2], "v": [1], "u_weights": [1, -1]}, "u_weights: entry 1 is -1.0; expected a finite number >= 0"),
        ({"u": [1], "v": [1, 2], "v_weights": [0, 0]}, "v_weights: row has no mass"),
        ({"u": [1], "v": [1, 2], "v_weights": [1, math.inf]}, "v_weights: entry 1 is inf"),
        ({"u": [[1], [2]], "v": [[1], [2], [3]]}, "shapes that do not go together"),
        ({"u": [1, 2], "v": [1, 2], "support": [1, 2, 3]}, "u, v, support: expected as many masses as points"),
        ({"u": [1, 2], "v": [1, 2], "support": [1, math.inf]}, "support: entry 1 is inf; expected a finite number"),
        ({"u": [1, -2], "v": [1, 2], "support": [1, 2]}, "u: entry 1 is -2.0"),
        ({"u": [1, 2], "v": [0, 0], "support": [1, 2]}, "v: row has no mass"),
        ({"u": [1, 2], "v": [0, 1], "u_weights": [1, 1], "support": [1, 2]}, "expected none beside support"),
    ],
)
def test_bad_input(arguments, message):
    """Errors name the argument, the first place and what was expected."""
    with pytest.raises(ValueError, match=message):
        wasserstein1(**arguments)


def test_bad_kinds():
    """What is no array of real numbers is a TypeError; without checks rows that have no masses are NaN."""
    with pytest.raises(TypeError, match="u: expected an array of real numbers"):
        wasserstein1(["a"], [1])
    assert np.isnan(wasserstein1([1, 2], [1], [-1, 2], check=False))
    assert np.isnan(wasserstein1([1, 2], [1, 2], support=[0, 1], check=False)) == np.False_
    assert np.isnan(wasserstein1([0, 0], [1, 2], support=[0, 1], check=False))
