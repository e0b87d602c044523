"""Labels of the documents about what is stated: typed mathematics, conditions, lists of facts, tables, cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numeric import Document, Latent, Rng, Side, gauss, integral, lognormal_density, slope

log = np.log


def typed_unicode_chat(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    yield "1", 0, lpx, "=", w.sum(q * log(w.joint / q)) + w.sum(q * log(q / w.post))
    one = w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "2", 0, lpx, ">=", one
    yield "3", 0, one, ">=", w.mean(log(w.lik))
    a, b = rng.normal(0, 2, 2)
    yield "4", 0, 2 * a**2 + 2 * b**2, ">=", (a - b) ** 2
    yield "5", 0, (a + b) ** 2 / 2, ">=", a**2 + b**2
    rate = math.exp(rng.normal())
    yield "6", 0, sum(rate**k / math.factorial(k) for k in range(100)), "=", math.exp(rate)
    yield "7", 0, 1 / rate + rate, ">=", 2
    yield "8", 0, w.kl(q, w.prior), "=", w.kl(w.prior, q)
    yield "9", 0, 1 / 3 + 1 / 4, "=", 7 / 12
    yield "10", 0, 0.25, "=", 1 / 16
    yield "11", 0, math.sqrt(rate**2), "=", rate


def conditions_beside_notes(rng: Rng) -> Iterator[Side]:
    x, u, s, t = np.exp(rng.normal(0, 1.5, 4))
    yield "1", 0, x - 1, ">=", log(x)
    yield "2", 0, log(x), ">=", 1 - x
    yield "3", 0, log(u), ">=", 1 - 1 / u
    yield "4", 0, (s + t) / 2, ">=", math.sqrt(s * t)
    yield "5", 0, 2 / (1 / s + 1 / t), ">=", math.sqrt(s * t)
    a = rng.uniform(0.01, 0.99)
    yield "6", 0, 1 / a, ">=", 1
    yield "7", 0, a**2, ">=", a
    b = 1 + x
    yield "8", 0, b**3, ">=", b**2
    yield "9", 0, b**2, ">=", b
    yield "10", 0, b**2, ">=", 2 * b
    yield "11", 0, abs(-x), "=", x
    yield "12", 0, math.exp(-x), ">=", 1 - x + x**2


def facts_in_lists_paper(rng: Rng) -> Iterator[Side]:
    x, y = np.exp(rng.normal(0, 1, 2))
    a, b = rng.normal(0, 2, 2)
    n, m, size = (int(v) for v in rng.integers(1, 5, 3))
    yield "1", 0, log(x * y), "=", log(x) + log(y)
    yield "2", 0, 2 * a**2 + 2 * b**2, ">=", (a + b) ** 2
    yield "3", 0, (a**2 + b**2) / 4, ">=", a * b
    yield "4", 0, n**2, ">=", n
    yield "5", 0, n**2, ">=", 2 * n
    w = np.exp(rng.normal(0, 1, m))
    yield "6", 0, np.sum(w / np.sum(w)), "=", 1
    yield "7", 0, np.sum((w / np.sum(w)) ** 2), ">=", 1
    weights = rng.dirichlet(np.ones(size))
    means, sds = rng.normal(0, 2, size), np.exp(rng.normal(0, 0.5, size))

    def mixed(power: int) -> float:
        parts = [gauss(mean, sd, lambda z: z**power) for mean, sd in zip(means, sds, strict=True)]
        return float(np.dot(weights, parts))

    yield "8", 0, mixed(0), "=", 1
    yield "9", 0, mixed(1), "=", np.dot(weights, means)
    yield "10", 0, mixed(2), "=", np.dot(weights, means**2 + sds**2)
    yield "11", 0, mixed(2) - mixed(1) ** 2, "=", np.dot(weights, sds**2)
    t, mean, sd = rng.normal(), rng.normal(), math.exp(rng.normal(0, 0.5))
    yield "12", 0, slope(lambda v: lognormal_density(t, v, sd), mean), "=", (mean - t) / sd**2


def finite_table_exam(rng: Rng) -> Iterator[Side]:
    x = np.array([1.0, 2.0, 4.0])
    p, q = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.25, 0.5])
    d = p / (p + q)
    mean = float(np.dot(p, x))
    yield "1", 0, mean, "=", 2
    yield "2", 0, np.dot(q, x), "=", 7 / 3
    yield "3", 0, np.dot(p, x**2) - mean**2, "=", 1.5
    yield "4", 0, np.dot(p, 1 / x), "=", 1 / mean
    yield "5", 0, -np.dot(p, log(p)), "=", 1.5 * log(2)
    yield "5", 1, 1.5 * log(2), "=", -np.dot(q, log(q))
    yield "6", 0, np.dot(p, log(p / q)), "=", log(2) / 4
    yield "7", 0, np.dot(q, log(q / p)), "=", log(2) / 2 - log(4) / 4
    yield "8", 0, np.sum(np.abs(p - q)) / 2, "=", 0.25
    far = integral(lambda t: abs(float(np.sum((p - q)[x <= t]))), 0, 5, 1, 2, 4)
    yield "8", 1, 0.25, "=", far
    yield "9", 0, far, "=", 0.75
    yield "10", 0, d[0], "=", 2 / 3
    yield "10", 1, 2 / 3, "=", 1 - d[2]
    yield "11", 0, np.dot(p, log(d)), "=", log(2 / 3) / 2 + log(1 / 2) / 4 + log(1 / 3) / 4
    yield "12", 0, np.dot(q, d), "=", 0.5


def cases_and_choices(rng: Rng) -> Iterator[Side]:
    x, a, b = rng.normal(0, 2, 3)
    yield "1", 0, abs(x), "=", x if x >= 0 else -x
    yield "2", 0, max(a, b), "=", min(b, a)
    yield "3", 0, integral(lambda t: 0 if t < 1 else t if t <= 2 else 1, 0, 3, 1, 2), "=", 2.5
    yield "4", 0, integral(lambda t: min(1, t), 0, 3, 1), "=", 2
    yield "5", 0, integral(lambda t: float(t <= 1 / 3), 0, 1, 1 / 3), "=", 1 / 3
    yield "6", 0, integral(lambda t: t * (t > 1), 0, 2, 1), "=", 0.5
    yield "7", 0, math.comb(6, 2), "=", 15
    yield "7", 1, 15, "=", math.comb(6, 4)
    yield "8", 0, math.comb(6, 3), "=", 18
    values = rng.normal(0, 1, int(rng.integers(2, 5)))
    k = int(rng.integers(len(values)))
    yield "9", 0, sum(v * (j == k) for j, v in enumerate(values)), "=", values[k]
    yield "10", 0, sum(v * (j != k) for j, v in enumerate(values)), "=", values[k]


def laws_by_formula_sheet(rng: Rng) -> Iterator[Side]:
    m, s = np.exp(rng.normal(0, 0.4, 2))
    c, theta = rng.normal(), rng.uniform(0.05, 0.95)
    far = 60 * m

    def mean(values: Callable[[float], float]) -> float:
        return integral(lambda t: values(t) * math.exp(-t / m) / m, 0, far, m, 5 * m, 20 * m)

    yield "1", 0, round(mean(lambda t: t), 7), "=", round(m, 7)
    yield "2", 0, mean(lambda t: t * t) - m**2, "=", m
    ratio = mean(lambda t: -log(m) - t / m + t)
    yield "3", 0, round(ratio, 7), "=", round(m - 1 - log(m), 7)
    yield "4", 0, ratio, ">=", 0
    yield "5", 0, mean(lambda t: log(m) + t / m), "=", 1 - log(m)
    yield "6", 0, gauss(c, s, lambda z: (z - c) ** 2), "=", s**2
    yield "7", 0, gauss(c, s, lambda z: z**2), "=", s**2 - c**2
    entropy = gauss(c, s, lambda z: -lognormal_density(z, c, s))
    yield "8", 0, entropy, "=", log(s) + log(2 * math.pi * math.e) / 2
    yield "9", 0, theta - theta * theta, "=", theta * (1 - theta) ** 2 + (1 - theta) * theta**2
    yield "10", 0, theta, "=", theta**3
    square = integral(lambda t: 2 * t**3, 0, 1)
    yield "11", 0, square, "=", 0.5
    yield "12", 0, square - integral(lambda t: 2 * t**2, 0, 1) ** 2, "=", 1 / 12


DOCUMENTS: dict[str, Document] = {
    made.__name__: made
    for made in (
        typed_unicode_chat,
        conditions_beside_notes,
        facts_in_lists_paper,
        finite_table_exam,
        cases_and_choices,
        laws_by_formula_sheet,
    )
}
