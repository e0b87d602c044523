"""Labels of sums, series, limits and inequalities: partial sums, values close to the limit, random numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Document, Rng, Side

log, exp = math.log, math.exp


def series_limits_notes(rng: Rng) -> Iterator[Side]:
    r, a, p, n = rng.uniform(0.05, 0.8), rng.uniform(0.2, 3), rng.uniform(0.1, 0.9), int(rng.integers(1, 9))
    yield "1", 0, sum(r**k for k in range(n)), "=", (1 - r**n) / (1 - r)
    yield "2", 0, sum(r**k for k in range(n + 1)), "=", (1 - r**n) / (1 - r)
    yield "3", 0, sum(k * k for k in range(1, n + 1)), "=", n * (n + 1) * (2 * n + 1) / 6
    yield "4", 0, sum(1 / (k * (k + 1)) for k in range(1, n + 1)), "=", 1 - 1 / (n + 1)
    mass = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    mean = sum(k * m for k, m in enumerate(mass))
    yield "5", 0, sum(mass), "=", 1
    yield "6", 0, mean, "=", n * p
    yield "7", 0, mean, "=", n * p * (1 - p)
    yield "8", 0, math.fsum((-a) ** k / math.factorial(k) for k in range(60)), "=", exp(-a)
    yield "9", 0, log(1 + r), "=", math.fsum((-1) ** (k + 1) * r**k / k for k in range(1, 200))
    yield "10", 0, log(1 - r), "=", math.fsum(r**k / k for k in range(1, 200))
    many = np.arange(1, 10001)
    yield "11", 0, np.sum(1 / many**2) + 1 / 10000.5, "=", math.pi**2 / 6  # the rest, to 1e-13
    yield "12", 0, np.sum((-1.0) ** (many + 1) / many) + 1 / 20001 - 1 / 4e12, "=", log(2)
    tail = [p * (1 - p) ** (k - 1) for k in range(1, 500)]
    yield "13", 0, math.fsum(k * m for k, m in enumerate(tail, 1)), "=", 1 / p
    yield "14", 0, math.fsum(tail), "=", 1 / p
    yield "15", 0, 1e-12 * log(1e-12), "=", 0
    large = 1e6  # with its first correction
    yield "16", 0, exp(large * math.log1p(a / large) + a * a / (2 * large) - a**3 / (3 * large**2)), "=", exp(a)
    yield "17", 0, exp(large * math.log1p(a / large)), "=", 1
    x = 1e-3  # exp(x) by its series, the first terms taken off
    yield "18", 0, sum(x ** (k - 2) / math.factorial(k) for k in range(2, 9)) - x / 6 - x * x / 24, "=", 0.5
    step = 1e-6
    yield "19", 0, (math.expm1(step * log(a)) - math.expm1(-step * log(a))) / (2 * step), "=", log(a)
    yield "20", 0, r**2000, "=", 0
    yield "21", 0, (1e12 + 1) / 2e12, "=", 1


def scalar_inequalities_sheet(rng: Rng) -> Iterator[Side]:
    x = float(exp(rng.normal(0, 1.2))) if rng.random() > 0.05 else 1.0
    a, b = (float(exp(rng.normal(0, 1))) for _ in range(2))
    p, q = rng.uniform(0.01, 0.99, 2)
    if rng.random() < 0.3:
        p, q = 0.5, 0.5 + rng.uniform(-0.2, 0.2)
    yield "1", 0, exp(x), ">=", 1 + x
    yield "2", 0, x - 1, ">=", log(x)
    yield "3", 0, x - 1 - (x == 1.0), ">=", log(x)
    yield "4", 0, log(1 + x), ">=", x - x * x / 2
    yield "5", 0, x - x * x / 2, ">=", log(1 + x)
    yield "6", 0, 1 + x / 2, ">=", math.sqrt(1 + x)
    yield "7", 0, x * log(x), ">=", -exp(-1)
    yield "8", 0, x / math.e, ">=", log(x)
    yield "9", 0, x / 3, ">=", log(x)
    yield "10", 0, log(2), ">=", -p * log(p) - (1 - p) * log(1 - p)
    kl = p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))
    yield "11", 0, kl, ">=", 2 * (p - q) ** 2
    yield "12", 0, kl, ">=", 3 * (p - q) ** 2
    yield "13", 0, 1 + p, ">=", 2**p
    yield "14", 0, math.sqrt(a * b), ">=", min(a, b)
    yield "14", 1, max(a, b), ">=", math.sqrt(a * b)
    yield "15", 0, abs(a - b), ">=", (math.sqrt(a) - math.sqrt(b)) ** 2
    cosh = math.cosh(min(x, 20))
    yield "16", 0, exp(min(x, 20) ** 2 / 2), ">=", cosh
    yield "17", 0, exp(min(x, 20) ** 2 / 3), ">=", cosh
    yield "18", 0, a * a + b * b, ">=", 2 * a * b
    yield "19", 0, math.hypot(a, b), ">=", a + b
    yield "20", 0, -log(1 - p), ">=", p + p * p / 2


DOCUMENTS: dict[str, Document] = {
    "series_limits_notes": series_limits_notes,
    "scalar_inequalities_sheet": scalar_inequalities_sheet,
}
