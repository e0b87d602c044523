"""Labels of the documents on the orders of divergences, and on critics, tests and points."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from distances import moved, simplex
from numeric import Document, Rng, Side, slope

log = np.log


def kl(p: np.ndarray, q: np.ndarray) -> float:
    """The Kullback-Leibler divergence of mass functions, infinite where mass is not covered."""
    return math.inf if (q[p > 0] == 0).any() else float((p[p > 0] * log(p[p > 0] / q[p > 0])).sum())


def jsd(p: np.ndarray, q: np.ndarray) -> float:
    """The Jensen-Shannon divergence."""
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def near(found: float, wanted: float) -> float:
    """Is a value on a fine grid the one that is wanted (1.0), or not?"""
    return float(abs(found - wanted) < 1e-4)


def renyi_orders_supplement(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    p, q = simplex(rng, n), simplex(rng, n)
    a = rng.uniform(0.1, 0.9)

    def order(alpha: float, p: np.ndarray, q: np.ndarray) -> float:
        return float(log((p**alpha * q ** (1 - alpha)).sum()) / (alpha - 1))

    def z(alpha: float) -> float:
        return (p**alpha * q ** (1 - alpha)).sum()  # type: ignore[no-any-return]  # slopes put in complex numbers

    chi = ((p - q) ** 2 / q).sum()
    tv = abs(p - q).sum() / 2
    half = order(0.5, p, q)
    yield "1", 0, half, "=", -2 * log(np.sqrt(p * q).sum())
    yield "2", 0, order(2, p, q), "=", log(1 + chi)
    yield "2", 1, log(1 + chi), ">=", kl(p, q)
    yield "3", 0, order(2, p, q), "=", 2 * log(1 + chi)
    yield "4", 0, order(1 - a, p, q), "=", (1 - a) / a * order(a, q, p)
    yield "5", 0, half, "=", order(0.5, q, p)
    yield "6", 0, order(2, p, q), "=", order(2, q, p)
    yield "7", 0, z(a + 0.05) + z(a - 0.05), ">=", 2 * z(a)
    yield "8", 0, slope(z, 1), "=", kl(p, q)
    yield "9", 0, slope(z, 0), "=", kl(q, p)
    yield "10", 0, half, "<=", kl(p, q)
    yield "11", 0, tv, "<=", math.sqrt(-math.expm1(-half))
    yield "11", 1, math.sqrt(-math.expm1(-half)), "<=", math.sqrt(-math.expm1(-kl(p, q)))
    yield "12", 0, tv, "<=", math.sqrt(kl(p, q) / 2)
    yield "13", 0, tv, "<=", math.sqrt(kl(p, q)) / 2
    yield "14", 0, jsd(p, q), "<=", tv * math.log(2)
    yield "15", 0, jsd(p, q), ">=", tv**2


def critics_and_points_chat(rng: Rng) -> Iterator[Side]:
    m, n = int(rng.integers(3, 7)), int(rng.integers(2, 4))
    data, noise, d = simplex(rng, n), simplex(rng, m), rng.uniform(0.05, 0.95, n)
    image = np.concatenate([np.arange(n), rng.integers(0, n, m)])[:m]
    made = np.array([noise[image == k].sum() for k in range(n)])
    value = (data * log(d)).sum() + (noise * log(1 - d[image])).sum()
    yield "1", 0, value, "=", (data * log(d) + made * log(1 - d)).sum()
    total = data + made
    best = float((data * log(data / total)).sum() + (made[made > 0] * log(made[made > 0] / total[made > 0])).sum())
    yield "2", 0, best, "=", -math.log(4) + 2 * jsd(data, made)
    yield "3", 0, best, "=", -math.log(2) + jsd(data, made)
    p, q = simplex(rng, n), simplex(rng, n)
    corners = [np.array([k >> i & 1 for i in range(n)]) for k in range(2**n)]
    yield "4", 0, min((t * p + (1 - t) * q).sum() for t in corners), "=", np.minimum(p, q).sum()
    yield "5", 0, max((t * (p - q)).sum() for t in corners), "=", abs(p - q).sum()
    e = rng.uniform(0.01, 0.99)
    point, mixed = np.array([1.0, 0.0]), np.array([1 - e, e])
    yield "6", 0, moved(np.array([0.0, 1.0]), point, mixed), "=", e
    yield "6", 1, e, "=", abs(point - mixed).sum() / 2
    yield "7", 0, moved(np.arange(4.0), np.array([0.5, 0, 0.5, 0]), np.array([0, 0.5, 0, 0.5])), "=", 2.0
    yield "8", 0, kl(point, np.array([0.25, 0.75])), "=", math.log(4)
    yield "9", 0, kl(np.array([0.25, 0.75]), point), "=", math.log(4)
    t, s = rng.uniform(-1, 2), -rng.uniform(0.2, 3)
    u = np.exp(np.linspace(-8, 8, 400_001))
    yield "10", 0, near((u * t - u * log(u)).max(), math.exp(t - 1)), "=", 1.0
    yield "11", 0, near((u * s + log(u)).max(), 1 - math.log(-s)), "=", 1.0
    low, high = np.sort(rng.uniform(0.05, 0.95, 2))
    grid = np.linspace(0, 1, 200_001)[1:-1]
    gain = (high * p[0] + low * q[0]) * log(grid) + ((1 - high) * p[0] + (1 - low) * q[0]) * log(1 - grid)
    top = grid[gain.argmax()]
    yield "12", 0, near(top, (high * p[0] + low * q[0]) / (p[0] + q[0])), "=", 1.0


DOCUMENTS: dict[str, Document] = {f.__name__: f for f in (renyi_orders_supplement, critics_and_points_chat)}
