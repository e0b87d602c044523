"""Labels of the sheets on Jensen's inequality, tails, events and limits."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Rng, Side

log = np.log


def jensen_in_costumes(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 5))
    w = rng.dirichlet(np.ones(n))
    x = np.exp(rng.normal(0, 1, n))
    mean = float(w @ x)
    yield "1", 0, w @ x**3, ">=", mean**3
    yield "2", 0, w @ (1 / x), ">=", 1 / mean
    yield "3", 0, w @ (x * log(x)), ">=", mean * log(mean)
    yield "4", 0, mean * (w @ (1 / x)), ">=", 1.0
    yield "5", 0, w @ np.sqrt(x), ">=", math.sqrt(mean)
    u = float(rng.choice([0.0, 1.0, rng.random()]))
    s, t = np.exp(rng.normal(0, 1.5, 2))
    mixed = u * s + (1 - u) * t
    yield "6", 0, log(mixed), ">=", u * log(s) + (1 - u) * log(t)
    yield "7", 0, mixed**3, "<=", u * s**3 + (1 - u) * t**3
    yield "8", 0, 1 / mixed, ">=", u / s + (1 - u) / t
    a = 1 + math.exp(rng.normal(0, 1))
    cells = Cells(rng)
    p, q = cells.density(rng), cells.density(rng)
    whole = float(cells.fold(q * (p / q) ** a))
    yield "9", 0, whole, ">=", 1.0
    yield "10", 0, log(whole) / (a - 1), ">=", 0.0
    yield "11", 0, whole, "<=", a
    d = float(cells.fold(abs(p - q))) / 2
    m = (p + q) / 2
    kl = float(cells.fold(p * log(p / q)))
    yield "12", 0, kl, ">=", 2 * d * d
    yield "13", 0, cells.fold(np.sqrt(p * q)), ">=", 1 - d
    yield "14", 0, cells.fold(p * log(p / m) + q * log(q / m)) / 2, "<=", d * log(2)
    yield "15", 0, cells.fold(np.maximum(p, q)), "=", 1 + d
    yield "16", 0, kl, "<=", 2 * d * d
    v = float(rng.random())
    between = v * p + (1 - v) * q
    yield "17", 0, cells.fold(abs(p - between)) / 2, "=", (1 - v) * d
    yield "18", 0, cells.fold(abs(between - q)) / 2, "=", (1 - v) * d


def _normal_kl(m: float, s: float, n: float, r: float) -> float:
    """KL(N(m, s^2) || N(n, r^2)) by quadrature."""
    x = np.linspace(m - 40 * s, m + 40 * s, 80001)
    first = -((x - m) ** 2) / (2 * s * s) - log(s)
    second = -((x - n) ** 2) / (2 * r * r) - log(r)
    density = np.exp(first) / math.sqrt(2 * math.pi)
    return float(np.sum(density * (first - second)) * (x[1] - x[0]))


def tails_events_limits(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 5))
    w = rng.dirichlet(np.ones(n))
    x = rng.normal(0, 2, n)
    t = math.exp(rng.normal(0, 1))
    positive = abs(x)
    tail = float(w @ (positive >= t))
    yield "1", 0, tail, "<=", w @ positive / t
    yield "2", 0, w @ (positive * (positive >= t)), ">=", t * tail
    yield "3", 0, w @ (positive > t), "<=", w @ positive**2 / t**2
    mean = float(w @ x)
    variance = float(w @ (x - mean) ** 2)
    far = float(w @ (abs(x - mean) >= t))
    u = float(rng.normal(0, 2))
    yield "4", 0, far, "<=", variance / t**2
    yield "5", 0, w @ (x >= u), "<=", math.exp(-t * u) * (w @ np.exp(t * x))
    yield "6", 0, far, "<=", variance / t
    a, b = rng.random((2, n)) < 0.5
    a[0] = b[1] = True
    pa, pb, both = float(w @ a), float(w @ b), float(w @ (a & b))
    yield "7", 0, w @ (a | b), "=", pa + pb - both
    yield "8", 0, both, ">=", pa + pb - 1
    yield "9", 0, w @ ~(a | b), "=", w @ (~a & ~b)
    yield "10", 0, w @ (a & ~b), "=", pa - pb
    yield "11", 0, both / pb * pb, "=", both / pa * pa
    yield "12", 0, both, "=", pa * pb
    # limits: the values close to the point, or far out, beside what is said; infinity as "beyond any bound"
    yield "13", 0, _normal_kl(0, 1e-4, 0, 1), ">=", 8.0
    yield "14", 0, _normal_kl(0, 1, 0, 1e4), "=", 0.0
    e = 1e-3
    yield "15", 0, round(_normal_kl(e, 1, 0, 1) / e**2, 2), "=", 0.5
    yield "16", 0, round(_normal_kl(0, 1 + e, 0, 1) / e**2, 2), "=", 1.0
    rate = 1 + e
    yield "17", 0, round((log(rate) - 1 + 1 / rate) / e**2, 2), "=", 1.0
    yield "18", 0, math.exp(200.0) / 200, ">=", 1e80


DOCUMENTS: dict[str, Document] = {
    "jensen_in_costumes": jensen_in_costumes,
    "tails_events_limits": tails_events_limits,
}
