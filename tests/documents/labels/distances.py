"""Labels of the documents on distances between densities without a law, on events and on products."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
from numeric import Document, Rng, Side


def simplex(rng: Rng, n: int) -> np.ndarray:
    """A mass function."""
    weights = rng.exponential(size=n) ** 2 + 1e-3
    return weights / weights.sum()


def moved(x: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The least cost of moving p onto q, from left to right: surplus is carried to the next point."""
    cost, carried = 0.0, 0.0
    for k in range(len(x) - 1):
        carried += p[k] - q[k]
        cost += abs(carried) * (x[k + 1] - x[k])
    return cost


def w1_metric_generic(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    x = np.sort(rng.uniform(-9, 9, n))
    p, q, r = (simplex(rng, n) for _ in range(3))
    t = rng.uniform(0.05, 0.95)
    pq, qr, pr = moved(x, p, q), moved(x, q, r), moved(x, p, r)
    yield "1", 0, pr, "<=", pq + qr
    yield "2", 0, abs(pr - qr), "<=", pq
    yield "3", 0, pr, ">=", pq - qr
    yield "4", 0, pr, ">=", pq + qr
    yield "5", 0, float((p - q) @ x), "<=", pq
    yield "6", 0, abs(float((p - q) @ x)), "=", pq
    yield "7", 0, abs(float((p - q) @ (3 * x))), "<=", 3 * pq
    yield "8", 0, abs(float((p - q) @ x**2)), "<=", 2 * pq
    yield "9", 0, float(p @ abs(x - 2)), "<=", float(q @ abs(x - 2)) + pq
    yield "10", 0, moved(x, t * p + (1 - t) * r, t * q + (1 - t) * r), "=", t * pq
    mixed = t * p + (1 - t) * q
    yield "11", 0, moved(x, mixed, q), "=", (1 - t) * pq
    yield "12", 0, moved(x, mixed, r), "<=", t * pr + (1 - t) * qr
    yield "13", 0, moved(x, mixed, r), "=", t * pr + (1 - t) * qr
    yield "14", 0, moved(x, p / 3 + 2 * q / 3, q), "=", pq / 3
    yield "15", 0, pq, "<=", float(abs(p - q).sum())
    yield "16", 0, float(abs(p - r).sum()), "<=", float(abs(p - q).sum() + abs(q - r).sum())


def events_and_products(rng: Rng) -> Iterator[Side]:
    m, n = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    p, q = simplex(rng, m), simplex(rng, m)
    a, b = rng.random(m) < 0.5, p > q
    pa, qa, pb, qb = p[a].sum(), q[a].sum(), p[b].sum(), q[b].sum()
    tv = abs(p - q).sum() / 2
    yield "1", 0, pa + p[~a].sum(), "=", 1.0
    yield "2", 0, pa - qa, "=", q[~a].sum() - p[~a].sum()
    yield "3", 0, pa - qa, "=", p[~a].sum() - q[~a].sum()
    yield "4", 0, pa + q[~a].sum(), ">=", 1 - tv
    yield "5", 0, pa + q[~a].sum(), ">=", 1 - tv / 2
    yield "6", 0, abs(pa - qa), "<=", tv
    yield "7", 0, pb - qb, "=", np.maximum(p - q, 0).sum()
    yield "7", 1, np.maximum(p - q, 0).sum(), "=", tv
    yield "8", 0, pb - qb, "=", (q - p)[~b].sum()
    yield "9", 0, pb - qb, "=", 2 * tv
    yield "10", 0, pa - qa, "<=", pb - qb
    pn, qn = (np.array([math.prod(row) for row in product(d, repeat=n)]) for d in (p, q))

    def kl(u: np.ndarray, v: np.ndarray) -> float:
        return float((u * np.log(u / v)).sum())

    overlap = np.sqrt(p * q).sum()
    yield "11", 0, kl(pn, qn), "=", n * kl(p, q)
    yield "12", 0, kl(pn, qn), "=", kl(p, q) ** n
    yield "13", 0, 1 - ((np.sqrt(pn) - np.sqrt(qn)) ** 2).sum() / 2, "=", overlap**n
    yield "14", 0, np.sqrt(pn * qn).sum(), "=", n * overlap
    yield "15", 0, ((pn - qn) ** 2 / qn).sum(), "=", (1 + ((p - q) ** 2 / q).sum()) ** n - 1
    yield "16", 0, overlap, ">=", 1 - tv


DOCUMENTS: dict[str, Document] = {f.__name__: f for f in (w1_metric_generic, events_and_products)}
