"""Labels of Bayes' rule with normal laws and of vectors of components: sums over fine grids, moments by quadrature."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
from numeric import Document, Rng, Side, gauss

log = math.log


def bayes_normal_notebook(rng: Rng) -> Iterator[Side]:
    s, t = rng.uniform(0.5, 2, 2)
    x, at = rng.normal(0, 1, 2)

    def likelihood(mu):
        return np.exp(-((x - mu) ** 2) / (2 * s * s)) / math.sqrt(2 * math.pi * s * s)

    def prior(mu):
        return np.exp(-(mu**2) / (2 * t * t)) / math.sqrt(2 * math.pi * t * t)

    def bell(u, mean, variance):
        return math.exp(-((u - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)

    grid = np.linspace(-40, 40, 8001)  # the trapezoidal rule is exact to rounding for such functions
    step = grid[1] - grid[0]
    joint = likelihood(grid) * prior(grid)
    evidence = float(step * joint.sum())
    post = float(likelihood(at) * prior(at)) / evidence
    yield "1", 0, post, "=", float(likelihood(at) * prior(at)) / float(step * joint.sum())
    other = at + 1.0

    def exponent(mu):
        return -((x - mu) ** 2) / (2 * s * s) - mu**2 / (2 * t * t)

    yield "2", 0, log(likelihood(at) * prior(at)) - log(likelihood(other) * prior(other)), "=", (
        exponent(at) - exponent(other)
    )
    yield "3", 0, evidence, "=", float(step * joint.sum())
    yield "3", 1, evidence, "=", bell(x, 0, s * s + t * t)
    yield "4", 0, evidence, "=", bell(x, 0, s * s)
    mean = float(step * (grid * joint).sum()) / evidence
    yield "5", 0, mean, "=", t * t / (s * s + t * t) * x
    yield "6", 0, mean, "=", s * s / (s * s + t * t) * x
    yield "7", 0, post, "=", bell(at, t * t * x / (s * s + t * t), s * s * t * t / (s * s + t * t))
    yield "8", 0, post, "=", bell(at, t * t * x / (s * s + t * t), s * s + t * t)
    m, v = float(rng.normal()), float(rng.uniform(0.5, 2))
    q = np.exp(-((grid - m) ** 2) / (2 * v * v)) / math.sqrt(2 * math.pi * v * v)
    kept = q > 0
    lq, lp, ll = np.log(q[kept]), np.log(prior(grid[kept])), np.log(likelihood(grid[kept]))
    bound = float(step * (q[kept] * (ll + lp - lq)).sum())
    gap = float(step * (q[kept] * (lq - ll - lp + log(evidence))).sum())
    yield "9", 0, log(evidence), ">=", bound
    yield "10", 0, log(evidence) - gap, "=", bound


def diagonal_vectors_exam(rng: Rng) -> Iterator[Side]:
    size = int(rng.integers(1, 4))
    mu, s, z = rng.normal(0, 1, size), rng.uniform(0.3, 2, size), rng.normal(0, 1, size)
    density = math.prod(math.exp(-u * u / 2) / math.sqrt(2 * math.pi) for u in z)
    yield "1", 0, log(density), "=", -size / 2 * log(2 * math.pi) - float(z @ z) / 2
    yield "2", 0, density, "=", (2 * math.pi) ** (-size) * math.exp(-float(z @ z) / 2)

    def entry(m, d, f):
        return gauss(m, d, f)

    cross = sum(entry(m, d, lambda u: -(u**2) / 2 - log(2 * math.pi) / 2) for m, d in zip(mu, s, strict=True))
    own = sum(
        entry(m, d, lambda u, m=m, d=d: -((u - m) ** 2) / (2 * d * d) - log(2 * math.pi * d * d) / 2)
        for m, d in zip(mu, s, strict=True)
    )
    yield "3", 0, cross, "=", -0.5 * float(np.sum(log(2 * math.pi) + mu**2 + s**2))
    yield "4", 0, own, "=", -0.5 * float(np.sum(log(2 * math.pi) + 2 * np.log(s) + 1))
    yield "4", 1, -0.5 * float(np.sum(log(2 * math.pi) + 2 * np.log(s) + 1)), "=", own
    yield "5", 0, own - cross, "=", 0.5 * float(np.sum(mu**2 + s**2 - 1 - np.log(s)))

    def mean(f: Callable[[list[float]], float], means, sds) -> float:
        nodes, weights = np.polynomial.hermite_e.hermegauss(8)
        weights = weights / math.sqrt(2 * math.pi)
        total = 0.0
        for ks in itertools.product(range(8), repeat=size):
            point = [float(m + d * nodes[k]) for m, d, k in zip(means, sds, ks, strict=True)]
            total += math.prod(float(weights[k]) for k in ks) * f(point)
        return total

    second = mean(lambda v: sum(v) ** 2, mu, s)
    first = mean(sum, mu, s)
    yield "6", 0, second, "=", float(mu.sum() ** 2 + (s**2).sum())
    yield "7", 0, second, "=", float((mu**2 + s**2).sum())
    yield "8", 0, (second - first**2) / size**2, "=", float((s**2).sum()) / size**2
    yield "9", 0, (second - first**2) / size**2, "=", float((s**2).sum()) / size
    squares = mean(lambda v: math.prod(u * u for u in v), mu, s)
    yield "10", 0, squares, "=", float(np.prod(mu**2 + s**2))
    yield "11", 0, squares, "=", float(np.prod(mu)) ** 2
    fourth = mean(lambda v: sum(u * u for u in v) ** 2, np.zeros(size), np.ones(size))
    yield "12", 0, fourth, "=", size**2 + 2 * size


def pathwise_mixture_paper(rng: Rng) -> Iterator[Side]:
    m, s = float(rng.normal()), float(rng.uniform(0.3, 2))
    a, b, c = rng.normal(0, 1, 3)  # f(z) = a z + b z^2 + c z^3

    def f(z):
        return a * z + b * z**2 + c * z**3

    def slope(z):
        return a + 2 * b * z + 3 * c * z**2

    moment = a * m + b * (m**2 + s**2) + c * (m**3 + 3 * m * s**2)
    by_mean = a + 2 * b * m + c * (3 * m**2 + 3 * s**2)
    by_deviation = 2 * b * s + 6 * c * m * s
    yield "1", 0, moment, "=", gauss(0, 1, lambda u: f(m + s * u))
    yield "2", 0, by_mean, "=", gauss(0, 1, lambda u: slope(m + s * u))
    yield "3", 0, by_deviation, "=", gauss(0, 1, lambda u: u * slope(m + s * u))
    yield "4", 0, by_deviation, "=", s * gauss(0, 1, lambda u: slope(m + s * u))
    yield "5", 0, gauss(m, s, lambda z: (z - m) * f(z)), "=", s * s * gauss(m, s, slope)
    yield "6", 0, gauss(m, s, lambda z: (z - m) * f(z)), "=", s * gauss(m, s, slope)
    size = int(rng.integers(2, 5))
    weights, means, sds = rng.dirichlet(np.ones(size)), rng.normal(0, 1, size), rng.uniform(0.4, 2, size)
    x = float(rng.normal())
    parts = weights * np.exp(-((x - means) ** 2) / (2 * sds**2)) / sds
    share = parts / parts.sum()
    yield "7", 0, float(share.sum()), "=", 1
    h = 1e-30j
    moved = means.astype(complex)
    moved[0] += h
    density = np.sum(weights * np.exp(-((x - moved) ** 2) / (2 * sds**2)) / sds)
    score = float(np.log(density).imag / h.imag)
    yield "8", 0, score, "=", float(share[0] * (x - means[0]) / sds[0] ** 2)
    yield "9", 0, score, "=", float((x - means[0]) / sds[0] ** 2)
    theta = float(rng.uniform(0.2, 0.9))
    k = np.arange(1, 400)
    mass = theta * (1 - theta) ** (k - 1)
    mean = float((k * mass).sum())
    yield "10", 0, mean, "=", 1 / theta
    yield "11", 0, float((k * k * mass).sum()) - mean**2, "=", (1 - theta) / theta


DOCUMENTS: dict[str, Document] = {
    "bayes_normal_notebook": bayes_normal_notebook,
    "diagonal_vectors_exam": diagonal_vectors_exam,
    "pathwise_mixture_paper": pathwise_mixture_paper,
}
