"""Labels of posteriors given data: numerical integration over the parameter, nothing conjugate.

Priors have whole shapes, so that Gauss' rules with enough nodes are exact; `up to a constant` is a difference of
logarithms at two places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Document, Rng, Side

NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)
T, W = (NODES + 1) / 2, WEIGHTS / 2  # on (0, 1)
L, V = np.polynomial.laguerre.laggauss(60)  # against e^{-t}
H, G = np.polynomial.hermite.hermgauss(60)  # against e^{-t^2}


def conjugate_posteriors_notes(rng: Rng) -> Iterator[Side]:
    yield from _coin(rng)
    yield from _calls(rng)
    yield from _scale(rng)
    r, p = rng.normal(0, 3), rng.random()
    values, masses = np.array([r, -1]), np.array([p, 1 - p])
    mean = masses @ values
    spread = masses @ (values - mean) ** 2
    yield "16", 0, mean, "=", p * r - (1 - p)
    yield "17", 0, spread, "=", p * (1 - p) * (r + 1) ** 2
    yield "18", 0, spread, "=", p * (1 - p) * (r - 1) ** 2


def _coin(rng: Rng) -> Iterator[Side]:
    a, b, n = (int(k) for k in rng.integers(1, 6, 3))
    x = rng.integers(0, 2, n)
    s, gamma = int(x.sum()), math.gamma
    whole = gamma(a + b) / gamma(a) / gamma(b)

    def joint(t):
        return whole * t ** (a - 1) * (1 - t) ** (b - 1) * np.prod([t if k else 1 - t for k in x], axis=0)

    evidence = W @ joint(T)
    t, u = rng.random(2) * 0.9 + 0.05

    def ratio(f):
        return math.log(f(t) / f(u))

    def middle(t):
        return t ** (a - 1) * (1 - t) ** (b - 1) * t**s * (1 - t) ** (n - s)

    yield "1", 0, ratio(lambda t: joint(t) / evidence), "=", ratio(joint)
    yield "2", 0, ratio(joint), "=", ratio(middle)
    yield "3", 0, ratio(middle), "=", ratio(lambda t: t ** (a + s) * (1 - t) ** (b + n - s))
    yield "4", 0, evidence, "=", whole * gamma(a + s) * gamma(b + n - s) / gamma(a + b + n)
    mean = W @ (T * joint(T)) / evidence
    yield "5", 0, mean, "=", (a + s) / (a + b + n)
    yield "6", 0, mean, "=", n / (a + b + n) * s / n + (a + b) / (a + b + n) * a / (a + b)
    yield "7", 0, mean, "=", (a + s) / (a + b + s)
    yield "8", 0, W @ ((1 - T) * joint(T)) / evidence, "=", (b + n - s) / (a + b + n)


def _calls(rng: Rng) -> Iterator[Side]:
    c, m = (int(k) for k in rng.integers(1, 5, 2))
    d = rng.exponential(1) + 0.2
    y = rng.integers(0, 4, m)
    rate, total = d + m, int(y.sum())
    at = L / rate  # all exponentials together

    def rest(t):
        counts = np.prod([t**k / math.factorial(k) for k in y], axis=0)
        return d**c / math.gamma(c) * t ** (c - 1) * counts

    def law(t, shape, rate):
        return rate**shape / math.gamma(shape) * t ** (shape - 1) * math.exp(-rate * t)

    evidence = V @ rest(at) / rate
    first, second = (V @ (at**k * rest(at)) / rate / evidence for k in (1, 2))
    t = rng.exponential(1) + 0.05
    posterior = float(rest(t)) * math.exp(-rate * t) / evidence
    yield "9", 0, posterior, "=", law(t, c + total, d + m)
    yield "10", 0, posterior, "=", law(t, c + m, d + total)
    yield "11", 0, second - first**2, "=", (c + total) / (d + m) ** 2
    yield "12", 0, first, "=", total / m


def _scale(rng: Rng) -> Iterator[Side]:
    n, v, w = int(rng.integers(2, 5)), *(rng.exponential(1, 2) + 0.3)
    u = rng.normal(0, 1, n)
    curve = 1 / w + n / v  # of the exponent, which is a square of which the place is found by the rule below

    def exponent(t):
        return -(t**2) / (2 * w) - ((u[:, None] - t) ** 2).sum(axis=0) / (2 * v)

    at = H / math.sqrt(curve / 2)
    weight = G * np.exp(exponent(at) + H**2)
    mean = weight @ at / weight.sum()
    t, z = rng.normal(0, 1, (2, 1))

    def log_joint(t):
        normal = sum(-((k - t) ** 2) / (2 * v) - math.log(2 * math.pi * v) / 2 for k in u)
        return float(normal[0] - t[0] ** 2 / (2 * w) - math.log(2 * math.pi * w) / 2)

    yield "13", 0, log_joint(t) - log_joint(z), "=", float(exponent(t)[0] - exponent(z)[0])
    yield "14", 0, mean, "=", w * u.sum() / (v + n * w)
    yield "15", 0, mean, "=", w * u.sum() / (v + w)


DOCUMENTS: dict[str, Document] = {"conjugate_posteriors_notes": conjugate_posteriors_notes}
