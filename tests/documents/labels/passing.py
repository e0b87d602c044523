"""Labels of documents that name things in passing, of densities that share no place, of lists and products."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Rng, Side

log = np.log


def _terms(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a log(a/b) cell by cell, 0 where a is 0 and infinite where only b is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a > 0, a * log(np.where(a > 0, a, 1.0) / b), 0.0)


def named_in_passing(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    p, g = cells.density(rng), cells.density(rng)
    m, r, fold = (p + g) / 2, p / g, cells.fold

    def kl(a: np.ndarray, b: np.ndarray) -> float:
        return float(fold(_terms(a, b)))

    def entropy(a: np.ndarray) -> float:
        return -float(fold(a * log(a)))

    def loss(d: np.ndarray) -> float:
        return -float(fold(p * log(d) + g * log(1 - d)))

    jsd = kl(p, m) / 2 + kl(g, m) / 2
    yield "1", 0, entropy(m) - entropy(p) / 2 - entropy(g) / 2, "=", jsd
    yield "2", 0, kl(p, m), "<=", log(2)
    yield "3", 0, kl(p, m), "<=", log(2) / 2
    gap = entropy(m) - entropy(p) / 2 - entropy(g) / 2
    yield "4", 0, gap, "=", jsd
    yield "5", 0, gap, "=", 2 * jsd
    yield "6", 0, fold(g * r), "=", 1.0
    yield "7", 0, fold(g * r * log(r)), "=", kl(p, g)
    yield "8", 0, fold(p * r), "=", 1 + fold((p - g) ** 2 / g)
    yield "9", 0, fold(p * r), "=", 1.0
    d = rng.uniform(0.02, 0.98, cells.n)
    best = p / (p + g)
    yield "10", 0, loss(best), "=", log(4) - 2 * jsd
    yield "11", 0, loss(best), "=", log(2) - 2 * jsd
    yield "12", 0, loss(d), ">=", log(4) - 2 * jsd
    yield "13", 0, loss(best), "=", log(4) - 2 * jsd
    yield "14", 0, 1 - best[0], "=", g[0] / (p[0] + g[0])
    yield "15", 0, best[0], "=", 0.5


def disjoint_supports(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng, least=4, most=6)
    inside = np.arange(cells.n) < 2
    raw = np.exp(rng.normal(0, 1, (2, cells.n)))
    p, q = (v / cells.fold(v) for v in (raw[0] * inside, raw[1] * ~inside))
    m = (p + q) / 2

    def kl(a: np.ndarray, b: np.ndarray) -> float:
        return float(cells.fold(_terms(a, b)))

    jsd = kl(p, m) / 2 + kl(q, m) / 2
    variation = cells.fold(abs(p - q)) / 2
    yield "1", 0, kl(p, m), "=", log(2)
    yield "2", 0, jsd, "=", kl(p, m) / 2 + kl(q, m) / 2
    yield "3", 0, jsd, "=", log(2)
    yield "4", 0, log(2), "=", log(2) / 2
    yield "5", 0, 1 / (1 + kl(p, q)), "=", 0.0  # infinite exactly where this is 0
    yield "6", 0, 1 / (1 + kl(p, q)), "=", 1 / (1 + log(2))
    yield "7", 0, variation, "=", 1.0
    yield "8", 0, variation, "=", 2.0
    yield "9", 0, 1 - cells.fold(np.sqrt(p * q)), "=", 1.0
    yield "10", 0, jsd, "=", log(2)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = np.where(q > 0, (p - q) ** 2 / q, np.where(p > 0, np.inf, 0.0))
    yield "11", 0, 1 / (1 + cells.fold(square)), "=", 0.0
    yield "12", 0, jsd, "=", 1.0
    a, b = cells.density(rng), cells.density(rng)
    mean = (a + b) / 2
    yield "13", 0, cells.fold(abs(a - b)) / 2, "=", 1.0
    yield "14", 0, kl(a, mean) / 2 + kl(b, mean) / 2, "<=", log(2)


def lists_and_products(rng: Rng) -> Iterator[Side]:
    size = int(rng.integers(1, 6))
    raw = rng.exponential(1.0, size) + 0.01 if rng.random() < 0.7 else np.ones(size)
    pi = raw / raw.sum()
    square = (pi**2).sum()
    yield "1", 0, square, ">=", 1 / size
    yield "2", 0, -log(square), "<=", log(size)
    yield "3", 0, np.sqrt(pi).sum(), "<=", np.sqrt(size)
    yield "4", 0, (1 / pi).sum(), ">=", float(size**2)
    yield "5", 0, square, ">=", 2 / size
    yield "6", 0, log(pi).sum(), ">=", -size * log(size)
    yield "7", 0, pi.prod(), "<=", float(size) ** -size
    n = int(rng.integers(1, 9))
    k = np.arange(1, n + 1)
    telescope = float(np.prod(1 - 1.0 / k[1:] ** 2))
    yield "8", 0, telescope, "=", (n + 1) / (2 * n)
    yield "9", 0, telescope, "=", (n - 1) / (2 * n)
    yield "10", 0, log(1 + 1 / k).sum(), "=", log(n + 1)
    yield "11", 0, log(1 + 1 / k).sum(), "=", log(n)
    yield "12", 0, log(k).sum(), "=", log(float(np.prod(k.astype(float))))
    a, b = np.exp(rng.normal(0, 1, (2, size)))
    yield "13", 0, (a * b).sum() ** 2, "<=", (a**2).sum() * (b**2).sum()
    yield "14", 0, (a * b).sum() ** 2, "<=", a.sum() * b.sum()


DOCUMENTS: dict[str, Document] = {
    "named_in_passing_blog": named_in_passing,
    "disjoint_supports_notes": disjoint_supports,
    "lists_and_products_exam": lists_and_products,
}
