"""The compiled walk through two weighted samples: exact rational values, and what it leaves to others."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from hw3verify.divergences import compiled, transport, wasserstein1
from hw3verify.divergences.loops import merging

RNG = np.random.default_rng(61)


@pytest.fixture(params=["plain", *(["compiled"] if importlib.util.find_spec("numba") else [])])
def loop(request, monkeypatch):
    """The loop as Python, and as numba compiles it."""
    if request.param == "compiled":
        monkeypatch.setattr(compiled, "WORTH", 0)
        monkeypatch.setattr(compiled, "IMPORTS", 0)
    else:
        monkeypatch.setattr(compiled, "kernel", lambda name, size: merging.merged)


@pytest.mark.usefixtures("loop")
@pytest.mark.parametrize("shape", [(30, 40), (100, 100), (137, 100), (1, 50)], ids=str)
def test_weighted(lines, shape):
    """Two units: generic, offset and tied samples, weights of every magnitude and near ones, one side unweighted."""
    u, v = (np.round(RNG.standard_normal(n), 2) for n in shape)
    p, q = (RNG.random(n) for n in shape)
    wide = 10.0 ** RNG.uniform(-100, 0, shape[0])
    for x, y, a, b in ((u, v, p, q), (u + 1e9, v + 1e9, p, None), (u, v, wide, q), (u, u, p, p * (1 + 1e-9 * u))):
        assert lines.units(wasserstein1(x, y, a, b), lines.wasserstein1(x, y, a, b)) <= 2


@pytest.mark.usefixtures("loop")
def test_what_is_left_to_others():
    """Nearly equal weights, infinities, NaN, extreme numbers and weights, and bad weights are not answered here."""
    u, p = RNG.standard_normal((2, 40))
    p = np.abs(p)
    near = p * (1 + 2.0**-50 * np.sign(u))
    infinite, spoilt, negative = (np.where(np.arange(40) == 3, x, y) for x, y in ((np.inf, u), (np.nan, u), (-1.0, p)))
    with np.errstate(all="ignore"):
        for x, a in ((u, near), (infinite, p), (spoilt, p), (u, negative), (u, p * 1e250), (u, p / 3)):
            assert transport._merged(x, u, a, p) is None
        assert transport._merged(u * 1e-250, u[::-1] * 2e-250, p, p) is None
        assert transport._merged(u, u + 1, p, p[:-1]) is None
    assert transport._merged(u, u + 1, p, p) == pytest.approx(1.0, rel=1e-15)
