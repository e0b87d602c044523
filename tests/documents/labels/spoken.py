"""Labels of random variables that words introduce: sums of masses, integrals by quantiles, and equal marginals."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Document, Rng, Side


def moments_of(values: np.ndarray, masses: np.ndarray) -> tuple[float, float]:
    mean = float(np.sum(masses * values))
    return mean, float(np.sum(masses * values**2))


def variables_in_words(rng: Rng) -> Iterator[Side]:
    t, weights = np.exp(rng.normal(0, 1.5, 4)), rng.dirichlet(np.ones(4))
    mean = float(weights @ t)
    yield "1", 0, float(weights @ np.log(t)), "<=", math.log(mean)
    yield "2", 0, float(weights @ (1 / t)), "=", 1 / mean
    rate = float(rng.uniform(0.2, 6))
    counts = np.arange(120.0)
    logs = np.array([k * math.log(rate) - rate - math.lgamma(k + 1) for k in counts])
    first, second = moments_of(counts, np.exp(logs))
    yield "3", 0, second, "=", rate + rate**2
    yield "4", 0, second - first**2, "=", rate**2
    theta = float(rng.uniform(0.01, 0.99))
    coin = np.array([1 - theta, theta])
    yield "5", 0, float(coin @ np.array([0.0, 1.0]) ** 17), "=", theta
    first, second = moments_of(np.array([0.0, 1.0]), coin)
    yield "6", 0, second - first**2, "=", theta - theta**2
    yield "6", 1, theta - theta**2, "<=", 1 / 4
    mu = float(rng.uniform(0.3, 3))
    nodes, scale = np.polynomial.laguerre.laggauss(20)  # exact for powers under e^{-s}
    first, second = moments_of(mu * nodes, scale)
    yield "7", 0, second, "=", 2 * mu**2
    yield "8", 0, second - first**2, "=", 1 / mu**2
    x, masses = rng.normal(0, 2, 3), rng.dirichlet(np.ones(3))
    joint, gap = np.outer(masses, masses), x[:, None] - x[None, :]
    first, second = moments_of(x, masses)
    yield "9", 0, float(np.sum(joint * gap**2)), "=", 2 * (second - first**2)
    yield "10", 0, float(np.sum(joint * gap**2) - np.sum(joint * gap) ** 2), "=", 0
    first, second = moments_of(np.arange(1.0, 7.0), np.full(6, 1 / 6))
    yield "11", 0, second, "=", 91 / 6
    yield "12", 0, second - first**2, "=", 35 / 6


DOCUMENTS: dict[str, Document] = {"variables_in_words": variables_in_words}
