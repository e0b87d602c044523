"""The terms of divergences against balls of 1300 bits, in units of the last place."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from hw3verify.divergences import kernels

RNG = np.random.default_rng(20)
COUNT = 1500


def ratios() -> np.ndarray:
    """Numbers of every distance from 1: from one unit of the last place to the ends of the range."""
    near = 1.0 + RNG.choice([-1, 1], COUNT) * 10.0 ** RNG.uniform(-16, 0, COUNT)
    wide = 10.0 ** RNG.uniform(-3, 3, COUNT)
    extreme = 10.0 ** RNG.uniform(-300, 300, COUNT // 4)
    return np.concatenate([near[near > 0], wide, extreme, 9.0 + RNG.uniform(-1e-3, 1e-3, 50)])


@pytest.fixture
def pairs():
    """p, q and their exact difference as a pair."""
    q = RNG.uniform(0.5, 2, 4 * COUNT)[: len(t := ratios())]
    p = q * t
    n = p - q
    low = np.array([float(Fraction(a) - Fraction(b) - Fraction(c)) for a, b, c in zip(p, q, n, strict=True)])
    return p, q, n, low


def worst(values, expected, units) -> float:
    return max(units(float(value), reference) for value, reference in zip(values, expected, strict=True))


@pytest.mark.parametrize(
    ("name", "bound"), [("relative_entropy", 3), ("jensen_shannon", 3), ("jeffreys", 3), ("log_relative", 3)]
)
def test_terms_are_accurate(exact, pairs, name, bound):
    """Each kernel is within three units of its definition for ratios from 1 + 1e-16 to 1e300."""
    p, q, n, low = pairs
    formulas = {
        "relative_entropy": lambda a, b: (
            exact.ball(Fraction(b) - Fraction(a)) + exact.ball(a) * exact.log_ratio(a, b)
        ),
        "jensen_shannon": lambda a, b: (
            exact.ball(a) * exact.log_ratio(2 * Fraction(a), Fraction(a) + Fraction(b))
            + exact.ball(b) * exact.log_ratio(2 * Fraction(b), Fraction(a) + Fraction(b))
        ),
        "jeffreys": lambda a, b: exact.ball(Fraction(a) - Fraction(b)) * exact.log_ratio(a, b),
        "log_relative": exact.log_ratio,
    }
    values = getattr(kernels, name)(np, p, q, n, low)
    expected = [formulas[name](float(a), float(b)) for a, b in zip(p, q, strict=True)]
    assert worst(values, expected, exact.units) < bound


def test_phi_is_accurate(exact):
    """(1 + d) log(1 + d) - d is within three units for d a pair, from -1 + 1e-16 over 1e-300 to 1e300."""
    d = np.concatenate([ratios() - 1, RNG.choice([-1, 1], COUNT) * 10.0 ** RNG.uniform(-150, -1, COUNT)])
    d = d[d > -1]
    low = d * 2.0**-53 * RNG.uniform(-0.9, 0.9, len(d)) * (np.abs(d) < 0.1)
    whole = [Fraction(float(a)) + Fraction(float(b)) for a, b in zip(d, low, strict=True)]
    expected = [exact.ball(1 + x) * exact.log_ratio(1 + x, 1) - exact.ball(x) for x in whole]
    assert worst(kernels.phi(np, d, low), expected, exact.units) < 3


def test_minus_log1p_is_accurate(exact):
    """x - log(1 + x) is within three units, from -1 + 1e-16 over 1e-150 to 1e300."""
    x = np.concatenate([ratios() - 1, RNG.choice([-1, 1], COUNT) * 10.0 ** RNG.uniform(-150, -1, COUNT)])
    x = x[x > -1]
    expected = [exact.ball(float(a)) - exact.log_ratio(1 + Fraction(float(a)), 1) for a in x]
    assert worst(kernels.minus_log1p(np, x), expected, exact.units) < 3


@pytest.mark.parametrize("a", [5e-324, 1e-310, 1e-200, 0.5, 1e200, 1.7e308])
@pytest.mark.parametrize("b", [5e-324, 1e-310, 1e-200, 0.7, 1e200, 1.7e308])
def test_log_of_a_ratio_does_not_overflow(exact, a, b):
    """log(a/b) is right where a/b is no float."""
    with np.errstate(all="ignore"):
        value = float(kernels.log_ratio(np, np.asarray(a), np.asarray(b)))
    assert exact.units(value, exact.log_ratio(a, b)) <= 2


EDGES = [
    ("phi", (0.0,), 0.0),
    ("phi", (-1.0,), 1.0),
    ("phi", (math.inf,), math.inf),
    ("phi", (math.nan,), math.nan),
    ("minus_log1p", (0.0,), 0.0),
    ("minus_log1p", (-1.0,), math.inf),
    ("minus_log1p", (math.inf,), math.inf),
    ("relative_entropy", (0.0, 0.0, 0.0), 0.0),
    ("relative_entropy", (0.0, 0.25, -0.25), 0.25),
    ("relative_entropy", (0.25, 0.0, 0.25), math.inf),
    ("relative_entropy", (0.25, 0.25, 0.0), 0.0),
    ("relative_entropy", (math.nan, 0.25, math.nan), math.nan),
    ("jensen_shannon", (0.0, 0.0, 0.0), 0.0),
    ("jensen_shannon", (0.0, 0.25, -0.25), 0.25 * math.log(2)),
    ("jensen_shannon", (0.5, 0.0, 0.5), 0.5 * math.log(2)),
    ("jeffreys", (0.0, 0.0, 0.0), 0.0),
    ("jeffreys", (0.0, 0.25, -0.25), math.inf),
    ("jeffreys", (0.25, 0.0, 0.25), math.inf),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), EDGES)
@pytest.mark.parametrize("shape", [(), (1,)])
def test_edges_are_exact(name, arguments, expected, shape):
    """0 log 0 = 0, p log(p/0) = inf, NaN stays NaN: for arrays and for single numbers."""
    with np.errstate(all="ignore"):
        value = getattr(kernels, name)(np, *(np.full(shape, x) for x in arguments))
    assert np.array_equal(np.ravel(value), [expected], equal_nan=True)


def test_torch_computes_the_same():
    """Torch, whose branches are taken everywhere, agrees with numpy to two units."""
    torch = pytest.importorskip("torch")
    p, q = RNG.random(500) * 10.0 ** RNG.uniform(-20, 0, 500), RNG.random(500)
    p[:3], q[2:5] = 0.0, 0.0
    for name in ("relative_entropy", "jensen_shannon", "jeffreys"):
        with np.errstate(all="ignore"):
            expected = getattr(kernels, name)(np, p, q, p - q)
        value = getattr(kernels, name)(torch, *map(torch.from_numpy, (p, q, p - q))).numpy()
        assert np.allclose(value, expected, rtol=4e-16, atol=0)


@pytest.mark.parametrize("name", ["relative_entropy", "jensen_shannon", "jeffreys"])
def test_derivatives_are_accurate(name):
    """Automatic differentiation gives the derivatives of the definition, near p = q and far from it."""
    torch = pytest.importorskip("torch")
    p = torch.tensor([0.3, 0.3, 0.3, 0.3, 0.02, 0.9], dtype=torch.float64, requires_grad=True)
    q = torch.tensor([0.3, 0.3 + 1e-9, 0.31, 0.5, 0.9, 0.02], dtype=torch.float64)
    getattr(kernels, name)(torch, p, q, p - q).sum().backward()
    log = torch.log1p((p - q) / q).detach()
    half = torch.log1p((p - q) / (p + q)).detach()
    expected = {"relative_entropy": log, "jensen_shannon": half, "jeffreys": log + (p - q).detach() / p.detach()}[name]
    assert torch.allclose(p.grad, expected, rtol=1e-13, atol=1e-24)


@pytest.mark.parametrize("name", ["relative_entropy", "jensen_shannon"])
def test_derivatives_at_zero(name):
    """The derivative in p is -inf at p = 0 < q; the one in q is finite there, and neither spoils its neighbours."""
    torch = pytest.importorskip("torch")
    p = torch.tensor([0.0, 0.5, 0.0], dtype=torch.float64, requires_grad=True)
    q = torch.tensor([0.5, 0.25, 0.0], dtype=torch.float64, requires_grad=True)
    getattr(kernels, name)(torch, p, q, p - q).sum().backward()
    assert p.grad[0] == -math.inf
    assert math.isfinite(p.grad[1])
    assert math.isfinite(p.grad[2])
    at_zero = {"relative_entropy": 1.0, "jensen_shannon": math.log(2)}[name]
    assert q.grad[0].item() == pytest.approx(at_zero, rel=1e-15)
    assert math.isfinite(q.grad[1])
