"""Labels of documents about maxima and suprema: every extremum is found by bisection or by a search of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numeric import Cells, Document, Rng, Side

log, exp = np.log, np.exp


def place(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where a slope that falls from positive to negative vanishes, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def rational(value: Callable[[Any], Any]) -> Callable[[float], float]:
    """The derivative of an analytic function, by a complex step."""
    return lambda y: float(np.imag(value(complex(y, 1e-30))) / 1e-30)


def best(value: Callable[[Any], Any], low: float, high: float) -> tuple[float, float]:
    """(place, value) of the maximum of a function that rises and falls."""
    y = place(rational(value), low, high)
    return y, float(np.real(value(y)))


def game(xs: Cells, p: Any, q: Any) -> tuple[Any, float]:
    """The best discriminator and its value: one number at a time."""
    found = [best(lambda y, a=a, b=b: a * log(y) + b * log(1 - y), 1e-12, 1 - 1e-12) for a, b in zip(p, q, strict=True)]
    return np.array([y for y, _ in found]), float(xs.fold(np.array([v for _, v in found])))


def gan_extrema_lecture(rng: Rng) -> Iterator[Side]:
    xs = Cells(rng)
    p, q, d = xs.density(rng), xs.density(rng), rng.uniform(0.01, 0.99, xs.n)
    k = int(rng.integers(xs.n))
    optimum, top = game(xs, p, q)
    m = (p + q) / 2
    jsd = xs.fold(p * log(p / m) + q * log(q / m)) / 2
    value = xs.fold(p * log(d) + q * log(1 - d))
    yield "2", 0, optimum[k], "=", p[k] / (p[k] + q[k])
    yield "3", 0, optimum[k], "=", q[k] / (p[k] + q[k])
    written = xs.fold(p * log(p / (p + q))) + xs.fold(q * log(q / (p + q)))
    yield "5", 0, top, "=", written
    yield "6", 0, written, "=", -log(4) + 2 * jsd
    yield "7", 0, top, "=", -log(2) + 2 * jsd
    yield "8", 0, top, "=", -log(4) + jsd
    equal = game(xs, p, p)[1]  # no other generator does better
    least = min(equal, *(game(xs, p, xs.density(rng))[1] for _ in range(3)))
    yield "9", 0, least, "=", -log(4)
    yield "10", 0, least, "=", -log(2)
    yield "11", 0, top, ">=", value
    yield "12", 0, top, "<=", -log(4)
    trials = np.array([optimum, np.full(xs.n, 0.3), np.full(xs.n, 0.5)])
    pointwise = np.max(p * log(trials) + q * log(1 - trials), axis=0)
    yield "13", 0, top, "=", xs.fold(pointwise)
    yield "14", 0, -top, "=", -top
    yield "15", 0, -top, "=", top
    worst = xs.fold(p * log(d)) + float(np.min(log(1 - d)))  # the generator puts its mass where D is largest
    yield "16", 0, worst, "<=", least
    yield "17", 0, float(least == equal), "=", 1.0


def conjugate_extrema_homework(rng: Rng) -> Iterator[Side]:
    a, b = exp(rng.normal(0, 1, 2))
    y, top = best(lambda y: a * log(y) + b * log(1 - y), 1e-12, 1 - 1e-12)
    yield "1", 0, top, "=", a * log(a / (a + b)) + b * log(b / (a + b))
    yield "2", 0, y, "=", 1 / (1 + b / a)
    yield "3", 0, y, "=", b / (a + b)
    yield "4", 0, top, "=", log(a / (a + b))
    least = -best(lambda v: -(a / v + b * v), 1e-6, 1e6)[1]
    yield "5", 0, least, "=", 2 * math.sqrt(a * b)
    yield "6", 0, least, "=", math.sqrt(a * b)
    yield "7", 0, best(lambda x: -a / 2 * (x - 1) ** 2 - b / 2 * (x - 3) ** 2, -9.0, 9.0)[0], "=", (a + 3 * b) / (a + b)
    yield "8", 0, best(lambda t: t**2 * (1 - t), 0.01, 1.0)[0], "=", 2 / 3
    t = float(rng.normal(0, 1))
    top = best(lambda u: u * t - u * log(u), 1e-9, 1e3)[1]
    yield "9", 0, top, "=", exp(t - 1)
    yield "10", 0, top, "=", exp(t)
    top = best(lambda u: u * t - (u - 1) ** 2, -50.0, 50.0)[1]
    yield "11", 0, top, "=", t + t**2 / 4
    yield "12", 0, top, "=", t - t**2 / 4
    s = -float(rng.uniform(0.05, 3.0))
    top = best(lambda u: u * s + log(u), 1e-9, 1e3)[1]
    yield "13", 0, top, "=", -1 - log(-s)
    yield "15", 0, top, "=", 1 - log(-s)
    top = best(lambda u: u * s - u * log(u) + (u + 1) * log(u + 1), 1e-9, 1e4)[1]
    yield "14", 0, top, "=", -log(1 - exp(s))
    xs = Cells(rng)
    p, q = xs.density(rng), xs.density(rng)
    k = int(rng.integers(xs.n))
    kl = xs.fold(p * log(p / q))
    steps = log(p / q) + rng.normal(0, 1)  # the best T is known up to a constant; nothing near it does better
    donsker = max(xs.fold(p * T) - log(xs.fold(q * exp(T))) for T in (steps, *(steps + rng.normal(0, 1, (4, xs.n)))))
    yield "16", 0, kl, "=", donsker
    plain = xs.fold(np.array([best(lambda T, i=i: p[i] * T - q[i] * exp(T), -60.0, 60.0)[1] for i in range(xs.n)]))
    yield "17", 0, kl, "=", plain
    shifted = xs.fold(
        np.array([best(lambda T, i=i: p[i] * T - q[i] * exp(T - 1), -60.0, 60.0)[1] for i in range(xs.n)])
    )
    yield "18", 0, kl, "=", shifted
    square = best(lambda y: -(p[k] * (y - 1) ** 2 + q[k] * y**2), -5.0, 5.0)[0]
    yield "19", 0, square, "=", p[k] / (p[k] + q[k])
    yield "20", 0, math.inf, "=", p[k] / (p[k] + q[k])  # there is no maximum


def bounded_suprema_notes(rng: Rng) -> Iterator[Side]:
    xs = Cells(rng)
    p, q = xs.density(rng), xs.density(rng)
    distance = xs.fold(np.abs(p - q))
    subsets = [np.array([k >> i & 1 for i in range(xs.n)]) for k in range(2**xs.n)]  # all events; bounds are extreme
    events = max(abs(xs.fold((p - q) * s)) for s in subsets)
    signed = max(xs.fold((p - q) * (2 * s - 1)) for s in subsets)
    yield "1", 0, distance / 2, "=", events
    yield "2", 0, distance, "=", events
    yield "3", 0, distance / 2, "=", max(xs.fold((p - q) * s) for s in subsets)
    yield "4", 0, distance / 2, "=", signed / 2
    yield "5", 0, distance / 2, "=", signed
    yield "6", 0, 1 - distance / 2, "=", min(xs.fold(p * s + q * (1 - s)) for s in subsets)
    grid = np.linspace(0, 1, 1001)
    yield "7", 0, float(np.max(grid - grid**2 / 2)), "=", 0.5
    yield "8", 0, float(np.max(-((grid - 2) ** 2))), "=", 0.0
    yield "9", 0, float(np.min(1 / (1 + grid))), "=", 0.5

    def divergence(a: Any, b: Any) -> float:
        return float(xs.fold(a * log(a / b)))

    def lagrange(slope: Callable[[float, int], float]) -> Any:
        """The density at which a pointwise slope equals one multiplier, by two nested bisections."""

        def at(multiplier: float) -> Any:
            return np.array([place(lambda r, i=i: multiplier - slope(r, i), 1e-12, 1e6) for i in range(xs.n)])

        return at(place(lambda c: 1 - xs.fold(at(c)), -60.0, 60.0))

    k = int(rng.integers(xs.n))
    if rng.random() < 0.03:  # dear
        middle = lagrange(lambda r, i: -(p[i] + q[i]) / r)
        yield "10", 0, round(middle[k], 7), "=", round((p[k] + q[k]) / 2, 7)
        jsd = (divergence(p, (p + q) / 2) + divergence(q, (p + q) / 2)) / 2
        yield "11", 0, (divergence(p, middle) + divergence(q, middle)) / 2, "=", jsd
        root = lagrange(lambda r, i: 2 * math.log(r) - math.log(p[i] * q[i]))
        least = divergence(root, p) + divergence(root, q)
        yield "12", 0, least, "=", -2 * log(xs.fold(np.sqrt(p * q)))
        yield "13", 0, least, "=", -log(xs.fold(np.sqrt(p * q)))
    family = [xs.density(rng) for _ in range(3)]
    least, most = ([divergence(p, r) for r in family], [xs.fold(p * log(r)) for r in family])
    yield "14", 0, float(np.argmin(least)), "=", float(np.argmax(most))
    yield "15", 0, float(np.argmin(least)), "=", float(np.argmax([divergence(r, p) for r in family]))
    yield "16", 0, max(most), "<=", xs.fold(p * log(p))


def maximum_likelihood_arguments(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    x, sd = rng.normal(0, 2, n), float(exp(rng.normal()))

    def likelihood(m: Any) -> Any:
        return sum(-0.5 * log(2 * math.pi * sd**2) - (xi - m) ** 2 / (2 * sd**2) for xi in x)

    peak = best(likelihood, -30.0, 30.0)[0]
    product = best(lambda m: exp(likelihood(m) - likelihood(peak)), peak - 3 * sd, peak + 3 * sd)[0]
    least = best(lambda m: -sum((xi - m) ** 2 for xi in x), -30.0, 30.0)[0]
    yield "1", 0, product, "=", peak
    yield "2", 0, peak, "=", least
    yield "3", 0, least, "=", float(np.mean(x))
    yield "4", 0, peak, "=", float(np.sum(x))
    y = exp(rng.normal(0, 1, n))
    rate = best(lambda r: n * log(r) - r * np.sum(y), 1e-9, 1e4)[0]
    yield "5", 0, rate, "=", n / np.sum(y)
    yield "6", 0, rate, "=", np.mean(y)
    S, N = exp(rng.normal(0, 1, 2))
    v, top = best(lambda v: -N / 2 * log(v) - S / (2 * v), 1e-6, 1e6)
    yield "7", 0, v, "=", S / N
    yield "8", 0, best(lambda s: -N * log(s) - S / (2 * s**2), 1e-6, 1e4)[0], "=", math.sqrt(S / N)
    yield "9", 0, v, "=", N / S
    yield "10", 0, top, "=", -N / 2 * log(S / N) - N / 2
    total = float(rng.uniform(1, 9))
    k = total * float(rng.uniform(0.05, 0.95))
    theta = best(lambda t: k * log(t) + (total - k) * log(1 - t), 1e-12, 1 - 1e-12)[0]
    yield "11", 0, theta, "=", k / total
    yield "12", 0, theta, "=", (total - k) / total
    masses = rng.dirichlet(np.ones(n))
    closest = best(lambda m: sum(w * -((xi - m) ** 2) / 2 for w, xi in zip(masses, x, strict=True)), -30.0, 30.0)[0]
    yield "13", 0, closest, "=", float(np.sum(masses * x))


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (gan_extrema_lecture, conjugate_extrema_homework, bounded_suprema_notes, maximum_likelihood_arguments)
}
