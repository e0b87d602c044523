"""Labels of integrals that are taken piece by piece, or have no ends: by numerical integration."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numeric import Document, Rng, Side, integral

log, exp = math.log, math.exp


class Uniforms:
    """Two uniform laws, cut at all ends: cells on which both densities are constant."""

    def __init__(self, first: tuple[float, float], second: tuple[float, float]):
        cuts = sorted({*first, *second})
        self.ends = list(pairwise(cuts))
        self.width = np.diff(cuts)
        self.p, self.q = (
            np.array([(a >= low and b <= high) / (high - low) for a, b in self.ends]) for low, high in (first, second)
        )

    def kl(self, p: np.ndarray, q: np.ndarray) -> float:
        terms = [0.0 if a == 0 else math.inf if b == 0 else a * log(a / b) for a, b in zip(p, q, strict=True)]
        return float(np.sum(self.width * terms))

    def jsd(self) -> float:
        mean = (self.p + self.q) / 2
        return (self.kl(self.p, mean) + self.kl(self.q, mean)) / 2

    def tv(self) -> float:
        return float(np.sum(self.width * abs(self.p - self.q)) / 2)

    def w1(self) -> float:
        start, total = 0.0, 0.0
        for (a, b), gap in zip(self.ends, self.p - self.q, strict=True):
            total += integral(lambda x, s=start, g=gap, a=a: abs(s + g * (x - a)), a, b)
            start += gap * (b - a)
        return total


def uniform_shift_cases(rng: Rng) -> Iterator[Side]:
    if rng.random() > 0.2:
        return
    t = rng.uniform(0.05, 0.95)
    near = Uniforms((0, 1), (t, 1 + t))
    yield "1", 0, near.kl(near.p, near.q), "=", math.inf
    yield "2", 0, near.jsd(), "=", t * log(2)
    yield "3", 0, t / 2 * log(2) + t / 2 * log(2), "=", t * log(2)
    yield "4", 0, near.tv(), "=", t
    pieces = integral(lambda x: x, 0, t) + t * (1 - t) + integral(lambda x: 1 + t - x, 1, 1 + t)
    yield "5", 0, near.w1(), "=", pieces
    yield "6", 0, pieces, "=", t**2 / 2 + t * (1 - t) + t**2 / 2
    yield "7", 0, pieces, "=", t
    yield "8", 0, near.jsd(), "=", log(2)
    yield "9", 0, near.kl(near.p, near.q), "=", t * log(2)
    s = rng.uniform(1, 4)
    far = Uniforms((0, 1), (s, 1 + s))
    yield "10", 0, far.jsd(), "=", log(2)
    yield "11", 0, far.w1(), "=", 1
    yield "12", 0, far.w1(), "=", s
    a = rng.uniform(0.2, 3)
    b = a + rng.uniform(0.1, 3)
    both = Uniforms((0, a), (0, b))
    yield "13", 0, both.kl(both.p, both.q), "=", log(b / a)
    yield "14", 0, both.kl(both.q, both.p), "=", math.inf
    yield "15", 0, both.w1(), "=", (b - a) / 2
    yield "16", 0, both.tv(), "=", 1 - a / b
    chi = float(np.sum(both.width * (both.p - both.q) ** 2 / both.q))
    yield "17", 0, chi, "=", b / a - 1
    yield "18", 0, -a * (1 / a) * log(1 / a), "=", log(a)
    yield "19", 0, chi, "=", b / a
    size = integral(lambda x: abs(x - t), 0, 1, t)
    halves = integral(lambda x: t - x, 0, t) + integral(lambda x: x - t, t, 1)
    yield "20", 0, size, "=", halves
    yield "20", 1, halves, "=", t**2 - t + 0.5
    yield "21", 0, size, "=", 0.5 - t
    yield "22", 0, integral(lambda x: max(x, t), 0, 1, t), "=", (1 + t**2) / 2


def improper_integrals_exam(rng: Rng) -> Iterator[Side]:
    if rng.random() > 0.1:
        return
    a, b, t = rng.uniform(0.5, 3), rng.uniform(0.5, 3), rng.uniform(0.1, 0.9)
    inf = math.inf
    yield "1", 0, integral(log, 0, 1), "=", -1
    yield "1", 1, -1, "=", -1
    yield "2", 0, integral(lambda x: x * log(x), 0, 1), "=", -0.25
    yield "3", 0, integral(lambda x: x**a, 0, 1), "=", 1 / (a + 1)
    yield "4", 0, integral(lambda y: 2.0, 0, 1), "=", 2  # x = y^2
    yield "5", 0, integral(lambda x: x ** (-a - 1), 1, inf), "=", 1 / a
    yield "6", 0, integral(lambda x: (1 + x) ** -2, 0, inf), "=", 1
    yield "7", 0, integral(lambda x: 1 / x, t, 1), "=", log(t)
    yield "8", 0, integral(lambda x: a * x * exp(-a * x), 0, inf), "=", 1 / a
    yield "9", 0, integral(lambda x: a * x**2 * exp(-a * x), 0, inf), "=", 1 / a**2
    yield "10", 0, integral(lambda x: x * exp(-x * x / 2), b, inf), "=", exp(-b * b / 2)
    part = integral(lambda x: x / (x + b), 0, a)
    yield "11", 0, part, "=", a - b * log((a + b) / b)
    yield "12", 0, part, "=", a - log((a + b) / b)
    yield "13", 0, integral(lambda x: 1 / (x * (x + 1)), 1, inf), "=", log(2)
    yield "14", 0, integral(lambda x: log(x / t), 0, t), "=", -t
    bell = [integral(lambda x, k=k: abs(x - a) ** k * exp(-abs(x - a) / b) / (2 * b), *ends)
            for k in (0, 1) for ends in ((-inf, a), (a, inf))]  # fmt: skip
    yield "15", 0, bell[0] + bell[1], "=", 1
    yield "16", 0, bell[2] + bell[3], "=", b**2
    size = integral(lambda x: abs(exp(-a * x) - exp(-b * x)), 0, inf)
    yield "17", 0, size, "=", abs(1 / a - 1 / b)
    yield "18", 0, size, "=", 1 / a - 1 / b


DOCUMENTS: dict[str, Document] = {
    "uniform_shift_cases": uniform_shift_cases,
    "improper_integrals_exam": improper_integrals_exam,
}
