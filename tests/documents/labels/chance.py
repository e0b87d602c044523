"""Labels of random variables and of named laws: tables of joint masses, sums and numerical integrals."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Document, Rng, Side, gauss, integral

log, exp = math.log, math.exp


class Joint:
    """Masses of three variables with random values."""

    def __init__(self, rng: Rng, independent: bool = False):
        self.values = [rng.normal(0, 2, n) for n in (2, 3, 2)]
        if independent:
            rows = [rng.dirichlet(np.ones(len(v))) for v in self.values]
            self.p = np.einsum("i,j,k->ijk", *rows)
        else:
            self.p = rng.dirichlet(np.full(12, 0.7)).reshape(2, 3, 2)
        self.x, self.y, self.z = (
            v.reshape([-1 if k == axis else 1 for k in range(3)]) for axis, v in enumerate(self.values)
        )

    def mean(self, f: np.ndarray) -> float:
        return float(np.sum(self.p * f))

    def var(self, f: np.ndarray) -> float:
        return self.mean(f * f) - self.mean(f) ** 2

    def cov(self) -> float:
        return self.mean(self.x * self.y) - self.mean(self.x) * self.mean(self.y)

    def given_y(self, f: np.ndarray) -> np.ndarray:
        q = self.p.sum(axis=2, keepdims=True)
        return np.sum(q * f, axis=0, keepdims=True) / q.sum(axis=0, keepdims=True)

    def entropy(self, *axes: int) -> float:
        q = self.p.sum(axis=tuple(k for k in range(3) if k not in axes))
        return float(-np.sum(q * np.log(q)))


def random_variables_homework(rng: Rng) -> Iterator[Side]:
    a, b = rng.normal(0, 2, 2)
    j = Joint(rng)
    x, y, var, mean = j.x, j.y, j.var, j.mean
    yield "1", 0, var(a * x + b), "=", a * a * var(x)
    yield "2", 0, var(x + y), "=", var(x) + var(y) + 2 * j.cov()
    yield "3", 0, var(x - y), "=", var(x) + var(y) + 2 * j.cov()
    inner = j.given_y(x)
    spread = j.given_y(x * x) - inner**2
    yield "4", 0, mean(x), "=", mean(inner)
    yield "5", 0, var(x), "=", mean(spread) + var(inner)
    yield "6", 0, var(x), "=", mean(spread)
    yield "7", 0, mean(x * y), "=", mean(y * inner)
    yield "8", 0, float(inner[0, 0, 0]), "=", mean(x)
    yield "9", 0, mean(x * x), ">=", mean(x) ** 2
    yield "10", 0, j.cov(), "=", mean((x - mean(x)) * y)
    h = j.entropy
    shared = h(0) + h(1) - h(0, 1)
    both = h(0) + h(1, 2) - h(0, 1, 2)
    later = h(0, 1) + h(1, 2) - h(0, 1, 2) - h(1)
    yield "17", 0, both, "=", shared + later
    yield "18", 0, both, "=", shared + h(0) + h(2) - h(0, 2)
    yield "19", 0, h(0, 2) + h(1, 2) - h(0, 1, 2) - h(2), ">=", shared
    yield "20", 0, h(0, 1, 2), "=", h(0) + (h(0, 1) - h(0)) + (h(0, 1, 2) - h(0, 1))
    j = Joint(rng, independent=True)
    x, y, var, mean, h = j.x, j.y, j.var, j.mean, j.entropy
    yield "11", 0, mean(x * y), "=", mean(x) * mean(y)
    yield "12", 0, var(x - y), "=", var(x) - var(y)
    yield "13", 0, var(x - y), "=", var(x) + var(y)
    yield "14", 0, h(0, 1), "=", h(0) + h(1)
    yield "15", 0, var(x * y), "=", var(x) * var(y)
    yield "16", 0, h(0) + h(1) - h(0, 1) + 1, "=", 1
    yield from _sample(rng)


def _sample(rng: Rng) -> Iterator[Side]:
    """All outcomes of a sample of three draws from a law on two values."""
    n, values, p = 3, rng.normal(0, 2, 2), rng.uniform(0.1, 0.9)
    masses = np.array([p, 1 - p])
    grid = np.array(np.meshgrid(*[[0, 1]] * n, indexing="ij")).reshape(n, -1)
    draws, weight = values[grid], np.prod(masses[grid], axis=0)
    mu = float(masses @ values)
    v = float(masses @ values**2) - mu * mu
    bar = draws.mean(axis=0)

    def mean(f: np.ndarray) -> float:
        return float(np.sum(weight * f))

    def var(f: np.ndarray) -> float:
        return mean(f * f) - mean(f) ** 2

    yield "21", 0, mean(bar), "=", mu
    yield "22", 0, var(bar), "=", v / n
    yield "23", 0, var(bar), "=", v
    yield "24", 0, mean(bar * bar), "=", mu * mu + v / n
    yield "25", 0, mean(((draws - bar) ** 2).mean(axis=0)), "=", v
    yield "26", 0, mean(((draws - bar) ** 2).mean(axis=0)), "=", (n - 1) / n * v
    yield "27", 0, mean(((draws - mu) ** 2).mean(axis=0)), "=", v
    yield "28", 0, mean(draws[1] * bar) - mu * mean(bar), "=", v / n
    yield "29", 0, var(draws.sum(axis=0)), "=", n * n * v


def named_laws_table(rng: Rng) -> Iterator[Side]:
    inf = math.inf
    rate, other, s, t, b, c = (float(v) for v in rng.uniform(0.3, 3, 6))
    masses = [exp(-rate)]
    others = [exp(-other)]
    for k in range(1, 80):
        masses.append(masses[-1] * rate / k)
        others.append(others[-1] * other / k)

    def poisson(f):
        return sum(m * f(k) for k, m in enumerate(masses))

    yield "1", 0, poisson(lambda k: k), "=", rate
    yield "2", 0, poisson(lambda k: k * (k - 1)), "=", rate**2
    yield "3", 0, poisson(lambda k: k * k), "=", rate**2
    yield "4", 0, sum(masses[1:]), "=", 1 - exp(-rate)
    yield "5", 0, sum(masses[1:]), "=", exp(-rate)

    def tail(at: float) -> float:
        return integral(lambda x: rate * exp(-rate * x), at, inf)

    yield "6", 0, tail(t), "=", exp(-rate * t)
    yield "7", 0, tail(s + t) / tail(s), "=", tail(t)
    yield "8", 0, 1 - tail(t), "=", exp(-rate * t)
    first = integral(lambda x: x * rate * exp(-rate * x), 0, inf)
    yield "9", 0, integral(lambda x: x * x * rate * exp(-rate * x), 0, inf) - first**2, "=", first**2
    divergence = poisson(lambda k: log(masses[k] / others[k]))
    yield "10", 0, divergence, "=", rate * log(rate / other) - rate + other
    yield "11", 0, divergence, "=", rate * log(rate / other)

    def laplace(f):
        return integral(lambda y: f(y) * exp(-y / b) / b, 0, inf)  # of an even function of x - mu

    yield "12", 0, laplace(lambda y: y * y), "=", 2 * b * b
    divergence = laplace(lambda y: log(c / b) - y / b + y / c)
    yield "13", 0, divergence, "=", log(c / b) + b / c - 1
    yield "14", 0, divergence, "=", log(b / c) + b / c - 1
    n, theta = int(rng.integers(1, 6)), float(rng.uniform(0.1, 0.9))
    pairs = [(k, math.comb(n, k) * theta**k * (1 - theta) ** (n - k)) for k in range(n + 1)]
    mean = sum(k * m for k, m in pairs)
    variance = sum(k * k * m for k, m in pairs) - mean**2
    yield "15", 0, mean, "=", n * theta
    yield "16", 0, variance, "=", n * theta * (1 - theta)
    yield "17", 0, variance, "=", n * theta
    one, two = 1 + b, 1 + c
    bell = [integral(lambda x, k=k: x ** (one - 1 + k) * (1 - x) ** (two - 1), 0, 1) for k in range(3)]
    yield "18", 0, bell[1] / bell[0], "=", one / (one + two)
    yield "19", 0, bell[1] / bell[0], "=", two / (one + two)
    yield "20", 0, bell[2] / bell[0], "=", one * (one + 1) / ((one + two) * (one + two + 1))
    g = float(rng.uniform(0.5, 3))
    yield "21", 0, integral(lambda x: g * x**g, 0, 1), "=", g / (g + 1)
    logs = integral(lambda u: -u * g * exp(-g * u), 0, inf)  # u = -log x
    yield "22", 0, logs, "=", -1 / g
    yield "23", 0, logs, "=", 1 / g
    trials = [(k, (1 - theta) ** (k - 1) * theta) for k in range(1, 600)]
    mean = sum(k * m for k, m in trials)
    variance = sum(k * k * m for k, m in trials) - mean**2
    yield "24", 0, mean, "=", 1 / theta
    yield "25", 0, variance, "=", (1 - theta) / theta**2
    yield "26", 0, variance, "=", 1 / theta**2
    apart = float(rng.normal(0, 2))
    half = [(1.0, 0.5), (1.0, 0.5)]  # masses of P and of the mixture at its point, the same for Q
    jsd = sum(p * log(p / m) for p, m in half) / 2
    yield "27", 0, jsd, "=", log(2)
    yield "28", 0, math.sqrt(apart**2), "=", abs(apart)
    yield "29", 0, jsd, "=", 0
    m, sd = float(rng.normal()), float(rng.uniform(0.2, 3))
    yield "30", 0, gauss(0, 1, lambda z: (m + sd * z) ** 2), "=", m * m + sd * sd
    yield "31", 0, gauss(0, 1, lambda z: (m + sd * z) * z), "=", sd
    yield "32", 0, gauss(0, 1, lambda z: (m + sd * z) ** 2) - m * m, "=", sd
    w, m2, sd2 = float(rng.uniform(0.1, 0.9)), float(rng.normal(0, 2)), float(rng.uniform(0.2, 3))

    def mixed(f):
        return w * gauss(m, sd, f) + (1 - w) * gauss(m2, sd2, f)

    mean = mixed(lambda x: x)
    variance = mixed(lambda x: x * x) - mean**2
    yield "33", 0, mean, "=", w * m + (1 - w) * m2
    yield "34", 0, variance, "=", w * sd**2 + (1 - w) * sd2**2
    yield "35", 0, variance, "=", w * sd**2 + (1 - w) * sd2**2 + w * (1 - w) * (m - m2) ** 2


DOCUMENTS: dict[str, Document] = {
    "random_variables_homework": random_variables_homework,
    "named_laws_table": named_laws_table,
}
