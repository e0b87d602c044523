"""Divergences of tables that are given by logarithms, against balls of six thousand bits."""

from __future__ import annotations

import math

import flint
import numpy as np
import pytest

from hw3verify import divergences

NAMES = ["kl", "js", "jeffreys", "chi2", "total_variation", "hellinger", "cross_entropy", "entropy"]
RNG = np.random.default_rng(13)


def logits() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    a, b = RNG.standard_normal(6), RNG.standard_normal(6)
    near = a + 1e-9 * RNG.standard_normal(6)
    return {
        "generic": (a, b),
        "near": (a, near),
        "near and shifted": (a, near + 1000),
        "large": (a * 30 + 1e5, b * 30 - 1e4),
        "almost one-hot": (a + 50 * (np.arange(6) == 0), b + 60 * (np.arange(6) == 0)),
        "none": (np.where(np.arange(6) < 2, -np.inf, a), np.where(np.arange(6) < 1, -np.inf, b)),
    }


TABLES = logits()


def definition(exact, name, a, b):
    """The divergence of softmax tables by its definition, outcome by outcome."""

    def ball(x):
        return exact.ball(float(x))

    masses = []
    for logs in (a, b):
        powers = [ball(x).exp() if x > -math.inf else exact.ZERO for x in logs]
        masses.append([x / sum(powers, exact.ZERO) for x in powers])
    p, q = masses
    pairs = list(zip(p, q, strict=True))

    def surprise(x, y):
        return x * -(y.log()) if x != 0 else exact.ZERO

    def relative(x, y):
        return sum((s * (s / t).log() for s, t in zip(x, y, strict=True) if s != 0), exact.ZERO)

    m = [(x + y) / 2 for x, y in pairs]
    gap = 1 - sum(((x * y).sqrt() for x, y in pairs), exact.ZERO)
    return {
        "kl": lambda: relative(p, q),
        "js": lambda: (relative(p, m) + relative(q, m)) / 2,
        "jeffreys": lambda: relative(p, q) + relative(q, p),
        "chi2": lambda: sum(((x - y) ** 2 / y for x, y in pairs if y != 0), exact.ZERO),
        "total_variation": lambda: sum((abs(x - y) for x, y in pairs), exact.ZERO) / 2,
        "hellinger": gap.sqrt,
        "cross_entropy": lambda: sum((surprise(x, y) for x, y in pairs), exact.ZERO),
        "entropy": lambda: sum((surprise(x, x) for x in p), exact.ZERO),
    }[name]()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tables", TABLES)
def test_logarithms(exact, tables, name):
    """Each is within eight units of the definition for tables of every kind."""
    a, b = TABLES[tables]
    if name == "jeffreys" and tables == "none":
        assert divergences.jeffreys_log(a, b) == math.inf
        return
    before, flint.ctx.prec = flint.ctx.prec, 6000
    try:
        expected = definition(exact, name, a, b)
        value = divergences.entropy_log(a) if name == "entropy" else getattr(divergences, f"{name}_log")(a, b)
        assert exact.units(value, expected) <= 8
    finally:
        flint.ctx.prec = before


def test_logarithms_of_tables():
    """The forms by logarithms agree with those of the tables themselves, in shapes, bases and axes too."""
    p, q = RNG.random((3, 5)), RNG.random((3, 5))
    for name in ("kl", "js", "js_distance", "jeffreys", "total_variation", "hellinger", "bhattacharyya", "chi2"):
        value = getattr(divergences, f"{name}_log")(np.log(p), np.log(q))
        assert np.allclose(value, getattr(divergences, name)(p, q), rtol=1e-14)
        turned = getattr(divergences, f"{name}_log")(np.log(p).T, np.log(q).T, axis=0, keepdims=True)
        assert np.array_equal(turned, value[None])
    for name in ("renyi", "tsallis"):
        value = getattr(divergences, f"{name}_log")(np.log(p), np.log(q), 1.7)
        assert np.allclose(value, getattr(divergences, name)(p, q, 1.7), rtol=1e-14)
    assert divergences.js_distance_log(np.log(p), np.log(q), base=2) == pytest.approx(
        divergences.js_distance(p, q, base=2), rel=1e-14
    )


def test_logarithms_beyond_floats():
    """Masses that underflow keep their logarithms: log q = -10000 is finite, -inf is not."""
    assert divergences.kl_log([0.0, 0.0], [0.0, -10000.0]) == pytest.approx(5000 - math.log(2), rel=1e-15)
    assert divergences.kl_log([0.0, 0.0], [0.0, -math.inf]) == math.inf
    assert divergences.kl_log([0.0, -math.inf], [0.0, 0.0]) == pytest.approx(math.log(2), rel=1e-15)
    assert divergences.kl_log([1e6, 0.0], [2e6, 1e6]) == 0
    assert divergences.js_log([0.0, -math.inf], [-math.inf, 3.0]) == math.log(2)


def test_bad_logarithms():
    """+inf and rows without mass are errors by name; unchecked they are NaN."""
    with pytest.raises(ValueError, match="log_q: entry 1 is inf; expected the logarithm of a finite number"):
        divergences.kl_log([0, 0], [0, math.inf])
    with pytest.raises(ValueError, match=r"log_p: the value is -inf; expected a row with some mass"):
        divergences.kl_log([-math.inf, -math.inf], [0, 0])
    assert math.isnan(divergences.kl_log([-math.inf, -math.inf], [0, 0], check=False))
    assert math.isnan(divergences.entropy_log([0, math.inf], check=False))
