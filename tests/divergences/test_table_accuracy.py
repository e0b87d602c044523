"""Divergences of tables against exact values: drawn tables, the regimes where formulas break down, and long ones."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings

from hw3verify import divergences

DRAWN = SimpleNamespace(**run_path(str(Path(__file__).with_name("drawn.py"))))
NAMES = [
    "kl", "jeffreys", "js", "js_distance", "total_variation", "hellinger", "bhattacharyya", "chi2", "cross_entropy"
]  # fmt: skip
RNG = np.random.default_rng(7)


def dyadic(size: float) -> tuple[np.ndarray, np.ndarray]:
    """Ten entries that sum to one exactly, and their neighbours in opposite directions."""
    p = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 513]) / 1024
    return p, p + size * 2.0**-10 * np.array([1, -1] * 5)


def rounded() -> tuple[np.ndarray, np.ndarray]:
    p = RNG.random(10)
    q = p * (1 + 1e-9 * RNG.standard_normal(10))
    return p / p.sum(), q / q.sum()


HALF = math.nextafter(0.5, 0)
REGIMES = {
    **{f"dyadic tables 2^-{k} apart": dyadic(2.0**-k) for k in (10, 20, 30, 40, 43)},
    "normalised by rounding, 1e-9 apart": rounded(),
    "two neighbours of one half": ([HALF, 1 - HALF], [1 - HALF, HALF]),
    "tiny against subnormal": ([1.0, 1e-300], [1.0, 1e-310]),
    "a ratio that overflows": ([0.5, 0.5], [1.0, 5e-324]),
    "all mass against none but a subnormal": ([0.0, 1.0], [5e-324, 1.0]),
    "almost one-hot": ([1 - 2.0**-53, 2.0**-53], [1 - 2.0**-52, 2.0**-52]),
    "a rare event": ([1 - 1e-300, 1e-300], [1 - 1e-301, 1e-301]),
    "a rare event below the digits of the mass": ([0.3, 1e-100], [0.7, 2e-100]),
    "counts": ([3.0, 1, 4, 1, 5, 9, 2, 6], [2.0, 7, 1, 8, 2, 8, 1, 8]),
    "zeros in both": ([0.5, 0.5, 0, 0], [0.25, 0.25, 0.5, 0]),
    "subnormal tables": ([5e-324, 1e-323, 1.5e-323], [1e-323, 5e-324, 5e-324]),
    "huge tables": ([1.7e308, 1.6e308, 1e308], [1e308, 1.7e308, 1e307]),
    "huge and tiny in one table": ([0.5, 0.5], [1e308, 1e-320]),
    "equal tables": ([0.1, 0.2, 0.7], [0.1, 0.2, 0.7]),
    "proportional tables": ([0.1, 0.2, 0.7], [0.3, 0.6000000000000001, 2.0999999999999996]),
    "proportional counts": ([1.0, 2, 3], [3.0, 6, 9]),
    "products that differ in their last bit": (
        [134217729.0, 134217728.0], [134217728.0, 134217727.0]
    ),
    "ratios at the seam of the kernels": ([1.0, 9, 1, 2], [9.0, 1, 9.000000001, 2]),
    "one outcome": ([3.0], [4.0]),
    "not covered": ([0.5, 0.5], [1.0, 0.0]),
    "disjoint": ([0.5, 0.0, 0.5], [0.0, 2.0, 0.0]),
}  # fmt: skip


def error(exact, name, p, q, **options) -> float:
    return exact.units(getattr(divergences, name)(p, q, **options), exact.divergence(name, p, q, **options))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("regime", REGIMES)
def test_regime(exact, regime, name):
    """Every divergence is within four units of its exact value in every regime: no NaN, no wrong zero or sign."""
    p, q = REGIMES[regime]
    assert error(exact, name, p, q) <= 4


@given(DRAWN.pairs())
@settings(max_examples=25)
@pytest.mark.parametrize("name", NAMES)
def test_drawn(exact, name, tables):
    """Every divergence of any two tables is within four units of its exact value."""
    assert error(exact, name, *tables) <= 4


@given(DRAWN.pairs())
@settings(max_examples=60)
def test_signs_and_zeros(tables):
    """Divergences are not negative, and 0 exactly for equal tables, whatever their entries."""
    p, q = tables
    for name in NAMES:
        assert getattr(divergences, name)(p, q) >= 0
        if name != "cross_entropy":
            assert getattr(divergences, name)(p, p.copy()) == 0


@pytest.mark.parametrize("factor", [2.0, 0.5, 3.0, 2.0**1000, 5 * 2.0**-1070])
def test_proportional_integers_are_equal(factor):
    """A table times a number, where that is exact, is the same table."""
    p = np.array([1.0, 5, 17, 1000])
    for name in NAMES[:-1]:
        assert getattr(divergences, name)(p, p * factor) == 0, name


def test_disjoint_tables_are_at_the_bound():
    """Disjoint tables have divergences of exactly log 2, 1 and infinity."""
    for length in (2, 3, 10, 1001):
        p, q = RNG.random(length), RNG.random(length)
        p[: length // 2], q[length // 2 :] = 0, 0
        assert divergences.js(p, q) == math.log(2)
        assert divergences.js_distance(p, q) == math.sqrt(math.log(2))
        assert divergences.js(p, q, base=2) == 1
        assert divergences.total_variation(p, q) == 1
        assert divergences.hellinger(p, q) == 1
        assert divergences.bhattacharyya(p, q) == math.inf
        assert divergences.kl(p, q) == divergences.jeffreys(p, q) == divergences.chi2(p, q) == math.inf


@pytest.mark.parametrize("length", [300, 40_000, 1_000_000])
def test_long_tables(length):
    """A long table that repeats a short one with equal ratios has the short one's divergence, within four units."""
    rng = np.random.default_rng(length)
    base = rng.random(length // 100)
    ratios = np.repeat(2.0 ** rng.integers(-3, 4, 100), length // 100)
    p = np.tile(base, 100)
    short_p, short_q = np.full(100, math.fsum(base)), ratios[:: length // 100] * math.fsum(base)
    for name in ("kl", "js", "total_variation", "chi2", "jeffreys", "hellinger"):
        expected = getattr(divergences, name)(short_p, short_q)
        assert getattr(divergences, name)(p, p * ratios) == pytest.approx(expected, rel=8e-16)


@pytest.mark.parametrize("name", NAMES)
def test_float32_is_computed_in_float64(exact, name):
    """Tables of float32 are exact tables of their values, and results are rounded once."""
    p, q = (RNG.random(20).astype(np.float32) for _ in range(2))
    near = p * np.float32(1 + 2.0**-22)
    near[0] += 2**-12
    for other in (q, near):
        value = getattr(divergences, name)(p, other)
        assert value.dtype == np.float32
        exactly = exact.divergence(name, p.astype(float), other.astype(float))
        assert exact.units(value, exactly, eps=Fraction(1, 2**23)) <= 0.51


@pytest.mark.parametrize("name", ["kl", "js", "jeffreys", "total_variation", "hellinger", "chi2"])
def test_unnormalised(exact, name):
    """Without normalisation the generalised divergences of measures are meant."""
    p, q = [3.0, 1e-300, 0.0, 2.5], [2.0, 1e-310, 1.5, 2.5]
    both = [(Fraction(a), Fraction(b)) for a, b in zip(p, q, strict=True)]
    m = [(a + b) / 2 for a, b in both]

    def gap(a, b):
        return exact.ball(b - a) + (exact.ball(a) * exact.log_ratio(a, b) if a else 0)

    expected = {
        "kl": sum(gap(*pair) for pair in both),
        "js": sum(gap(a, c) + gap(b, c) for (a, b), c in zip(both, m, strict=True)) / 2,
        "jeffreys": math.inf,
        "total_variation": exact.ball(sum(abs(a - b) for a, b in both) / 2),
        "hellinger": (sum(exact.ball(a + b) - 2 * exact.ball(a * b).sqrt() for a, b in both) / 2).sqrt(),
        "chi2": exact.ball(sum((a - b) ** 2 / b for a, b in both)),
    }[name]
    assert exact.units(getattr(divergences, name)(p, q, normalize=False), expected) <= 4
    assert getattr(divergences, name)(p, p, normalize=False) == 0
