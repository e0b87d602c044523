"""Labels of the first documents: the ELBO, Gaussians, likelihoods, GAN values, divergences, W1."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Latent, Rng, Side, gauss, integral, lognormal_density, slope

log = np.log


def elbo_book_align(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, mean, lpx = w.q, w.mean, log(w.evidence)
    kl = w.kl(q, w.post)
    yield "1", 0, kl, "=", w.sum(q * log(q / w.post))
    two = mean(log(q)) - mean(log(w.post))
    yield "2", 0, kl, "=", two
    three = mean(log(q)) - mean(log(w.joint)) - lpx
    yield "3", 0, two, "=", three
    yield "4", 0, three, "=", mean(log(q / w.prior)) - mean(log(w.lik)) - lpx
    yield "5", 0, lpx, "=", mean(log(w.joint / q)) + kl
    yield "6", 0, lpx, ">=", mean(log(w.lik)) - w.kl(q, w.prior)
    yield "7", 0, lpx, ">=", mean(log(w.joint))
    yield "8", 0, lpx - mean(log(w.joint / q)), "=", w.kl(w.post, q)


def elbo_sloppy_jensen(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, mean, lpx = w.q, w.mean, log(w.evidence)
    inside = log(w.sum(w.lik * w.prior))
    yield "1", 0, lpx, "=", inside
    multiplied = log(w.sum(q * (w.lik * w.prior / q)))
    yield "1", 1, inside, "=", multiplied
    bound = w.sum(q * log(w.lik * w.prior / q))
    yield "2", 0, multiplied, ">=", bound
    parts = mean(log(w.lik)) + mean(log(w.prior / q))
    yield "2", 1, bound, "=", parts
    yield "3", 0, parts, "=", mean(log(w.lik)) + w.kl(q, w.prior)
    yield "4", 0, w.sum(w.post * log(w.lik * w.prior / w.post)), "=", w.sum(w.post * lpx)
    yield "4", 1, w.sum(w.post * lpx), "=", lpx
    yield "5", 0, log(mean(w.joint / q)), "<=", mean(log(w.joint / q))
    yield "6", 0, inside, ">=", w.sum(w.prior * log(w.lik))
    yield "7", 0, w.sum(w.prior * log(w.lik)), "=", mean(log(w.lik))
    yield "8", 0, mean(log(w.joint)) - mean(log(q)), "<=", lpx


def elbo_hierarchical_ocr(rng: Rng) -> Iterator[Side]:
    a, b, xs = Cells(rng), Cells(rng), Cells(rng)
    p2 = b.density(rng)  # [z2]
    p12 = a.density(rng, b.n).T  # [z1, z2]
    px1 = xs.density(rng, a.n).T[0]  # [z1]
    q1 = a.density(rng)
    q21 = b.density(rng, a.n)  # [z1, z2]
    cells = np.outer(a.width, b.width)

    def both(values):
        return np.sum(cells * values)

    joint = px1[:, None] * p12 * p2
    q = q1[:, None] * q21
    lpx = log(both(joint))
    yield "1", 0, lpx, "=", log(np.sum(a.width * np.sum(b.width * joint, axis=1)))
    bound = both(q * log(joint / q))
    yield "2", 0, lpx, ">=", bound
    three = both(q * log(px1[:, None] * p12 * p2 / (q1[:, None] * q21)))
    yield "3", 0, bound, "=", three
    kl2 = np.sum(b.width * q21 * log(q21 / p2), axis=1)
    four = a.fold(q1 * log(px1)) + both(q * log(p12 / q1[:, None])) - a.fold(q1 * kl2)
    yield "4", 0, three, "=", four
    # (5) at one free z1 and z2
    five = a.fold(q1 * log(px1)) - a.fold(q1 * log(q1 / p12[:, 0])) - kl2[0]
    yield "5", 0, four, "=", five
    p1 = np.sum(b.width * p12 * p2, axis=1)
    yield "6", 0, b.fold(p12[0] * p2), "=", p1[0]
    yield "7", 0, a.fold(p12[:, 0] * p2[0]), "=", p1[0]


def kl_gauss_scalar_book(rng: Rng) -> Iterator[Side]:
    m1, m2 = rng.normal(0, 2, 2)
    s1, s2 = np.exp(rng.normal(0, 0.8, 2))

    def divergence(a, s, b, t):
        return gauss(a, s, lambda z: lognormal_density(z, a, s) - lognormal_density(z, b, t))

    kl, back = divergence(m1, s1, m2, s2), divergence(m2, s2, m1, s1)
    yield "1", 0, kl, "=", gauss(
        m1, s1, lambda z: log(s2 / s1) - (z - m1) ** 2 / (2 * s1**2) + (z - m2) ** 2 / (2 * s2**2)
    )
    square = gauss(m1, s1, lambda z: (z - m2) ** 2)
    yield "2", 0, kl, "=", log(s2 / s1) - 0.5 + square / (2 * s2**2)
    mid = gauss(m1, s1, lambda z: (z - m1) ** 2) + (m1 - m2) ** 2
    yield "3", 0, square, "=", mid
    yield "3", 1, mid, "=", s1**2 + (m1 - m2) ** 2
    yield "4", 0, kl, "=", log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
    yield "5", 0, back, "=", log(s2 / s1) + (s2**2 + (m1 - m2) ** 2) / (2 * s1**2) - 0.5
    total = s1**2 / (2 * s2**2) + s2**2 / (2 * s1**2) + (m1 - m2) ** 2 / 2 * (1 / s1**2 + 1 / s2**2) - 1
    yield "6", 0, kl + back, "=", total
    yield "7", 0, total, ">=", (m1 - m2) ** 2 / (s1**2 + s2**2)
    yield "8", 0, gauss(m1, s1, lambda z: z**2), "=", m1**2
    yield "9", 0, gauss(m1, s1, lambda z: z * (z - m2)), "=", s1**2 + m1 * (m1 - m2)


def gauss_mle_homework(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 7))
    x = rng.normal(1, 2, n)
    mu, v = rng.normal(), math.exp(rng.normal())

    def ell(mu, v):
        return sum(log(1 / np.sqrt(2 * math.pi * v) * np.exp(-((t - mu) ** 2) / (2 * v))) for t in x)

    square = np.sum((x - mu) ** 2)
    one = -n / 2 * log(2 * math.pi * v) - square / (2 * v)
    yield "1", 0, ell(mu, v), "=", one
    yield "2", 0, one, "=", -n / 2 * log(2 * math.pi) - n * log(v) - square / (2 * v)
    yield "3", 0, slope(lambda m: ell(m, v), mu), "=", np.sum(x - mu) / v
    root = mu - slope(lambda m: ell(m, v), mu) / slope(lambda m: np.sum(x - m) / v, mu)  # Newton: affine in mu
    yield "3", 2, root, "=", np.mean(x)
    slope_v = slope(lambda u: ell(mu, u), v)
    yield "4", 0, slope_v, "=", -n / (2 * v) + square / (2 * v**2)
    from scipy.optimize import brentq

    best = brentq(lambda u: -n * u + square, 1e-9, 1e6, xtol=1e-15, rtol=1e-14)
    yield "4", 2, best, "=", square / n
    yield "5", 0, slope(lambda m: np.sum(x - m) / v, mu), "=", -n
    yield "6", 1, best, "=", square / (n - 1)


def bernoulli_kl_textbook(rng: Rng) -> Iterator[Side]:
    a, b = rng.beta(0.7, 0.7, 2) * 0.998 + 0.001
    p, q = np.array([1 - a, a]), np.array([1 - b, b])
    kl = np.sum(p * log(p / q))
    one = a * log(a / b) + (1 - a) * log((1 - a) / (1 - b))
    two = a * log(a) + (1 - a) * log(1 - a) - a * log(b) - (1 - a) * log(1 - b)
    yield "1", 0, kl, "=", one
    yield "2", 0, one, "=", two
    h = -np.sum(p * log(p))
    yield "3", 0, two, "=", -h - a * log(b) - (1 - a) * log(1 - b)
    d = slope(lambda t: -a * log(t) - (1 - a) * log(1 - t), b)
    yield "4", 0, d, "=", -a / b - (1 - a) / (1 - b)
    yield "5", 0, d, "=", (b - a) / (b * (1 - b))
    yield "6", 0, one, ">=", 2 * (a - b) ** 2
    yield "7", 0, one, "<=", (a - b) ** 2 / (b * (1 - b))
    yield "8", 0, h, "<=", log(2)
    yield "9", 0, kl, "=", np.sum(q * log(q / p))


def lagrange_posterior_student(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    lam = rng.normal()
    z = int(rng.integers(w.zs.n))

    def partial():
        def value(t):
            q = w.q.astype(complex)
            q[z] = t
            return w.sum(q * log(w.lik)) - w.sum(q * log(q / w.prior)) + lam * (w.sum(q) - 1)

        return slope(value, w.q[z]) / w.zs.width[z]

    base = log(w.lik[z]) - log(w.q[z] / w.prior[z])
    yield "2", 0, partial(), "=", base - 1 + lam
    yield "3", 0, partial(), "=", base + lam
    solved = math.exp(log(w.lik[z]) + log(w.prior[z]) - 1 + lam)  # log q = log lik + log prior - 1 + lambda
    yield "4", 1, solved, "=", w.lik[z] * w.prior[z] * math.exp(lam - 1)
    yield "5", 1, solved, "=", w.lik[z] * w.prior[z] + math.exp(lam - 1)
    # premise of (6): q(z) = lik prior e^(lambda - 1) for every z, with q a density: solved for lambda
    lam = 1 - log(w.sum(w.joint))
    q = w.joint * math.exp(lam - 1)
    yield "6", 1, w.sum(q), "=", math.exp(lam - 1) * w.sum(w.joint)
    yield "6", 3, 1 + log(1 / w.sum(w.joint)), "=", 1 - log(w.evidence)
    ratio = (w.lik * w.prior / w.sum(w.lik * w.prior))[z]
    yield "7", 0, ratio, "=", w.joint[z] / w.evidence
    yield "7", 1, w.joint[z] / w.evidence, "=", w.post[z]
    yield "8", 0, ratio, "=", w.lik[z]


class Game:
    """Data and generator densities on the same cells, and a discriminator."""

    def __init__(self, rng: Rng):
        self.cells = Cells(rng)
        self.p, self.g = self.cells.density(rng), self.cells.density(rng)
        self.d = rng.beta(0.8, 0.8, self.cells.n) * 0.998 + 0.001
        self.m = (self.p + self.g) / 2
        self.star = self.p / (self.p + self.g)
        self.sum = self.cells.fold
        self.jsd = (self.kl(self.p, self.m) + self.kl(self.g, self.m)) / 2
        self.x = int(rng.integers(self.cells.n))

    def kl(self, a, b):
        return self.sum(a * log(a / b))

    def value(self, d):
        return self.sum(self.p * log(d) + self.g * log(1 - d))


def gan_value_pointwise(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    a, b, y = w.p[w.x], w.g[w.x], w.d[w.x]

    def f(t):
        return a * log(t) + b * log(1 - t)

    yield "1", 0, slope(f, y), "=", a / y - b / (1 - y)
    from scipy.optimize import brentq

    yield "2", 1, brentq(lambda t: a * (1 - t) - b * t, 0, 1, xtol=1e-15, rtol=1e-14), "=", a / (a + b)
    second = slope(lambda t: a / t - b / (1 - t), y)
    yield "3", 0, second, "=", -a / y**2 - b / (1 - y) ** 2
    yield "3", 1, -a / y**2 - b / (1 - y) ** 2, "<=", -1e-12
    four = w.sum(w.p * log(w.p / (w.p + w.g))) + w.sum(w.g * log(w.g / (w.p + w.g)))
    yield "4", 0, w.value(w.star), "=", four
    five = -log(4) + w.kl(w.p, w.m) + w.kl(w.g, w.m)
    yield "5", 0, four, "=", five
    six = -log(4) + 2 * w.jsd
    yield "6", 0, five, "=", six
    yield "7", 0, six, ">=", -log(2)
    yield "8", 0, w.value(w.d), "<=", six


def gan_ocr_negated(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g, d = w.p[w.x], w.g[w.x], w.d[w.x]

    def first(t):
        return -p / t + g / (1 - t)

    yield "1", 0, slope(lambda t: -p * log(t) - g * log(1 - t), d), "=", first(d)
    yield "2", 0, first(d), "=", (-p + d * (p + g)) / (d * (1 - d))
    yield "4", 0, slope(first, d), "=", p / d**2 - g / (1 - d) ** 2
    yield "5", 0, 1 - w.star[w.x], "=", g / (p + g)
    left = -w.value(w.star)
    six = -w.sum(w.p * log(w.p / (w.p + w.g))) - w.sum(w.g * log(w.g / (w.p + w.g)))
    yield "6", 0, left, "=", six
    seven = log(4) - w.kl(w.p, w.m) - w.kl(w.g, w.m)
    yield "7", 0, six, "=", seven
    yield "8", 0, seven, "=", log(4) - w.jsd
    yield "9", 0, log(4) - w.jsd, "<=", log(4)
    yield "10", 0, p / (p + p), "=", 0.5


def f_divergences_zoo(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q = w.p, w.g
    kl = w.kl(p, q)
    tv = w.sum(abs(p - q)) / 2
    chi, back = w.sum((p - q) ** 2 / q), w.sum((q - p) ** 2 / p)
    h2 = w.sum((p**0.5 - q**0.5) ** 2)
    yield "1", 0, chi, "=", w.sum(p**2 / q) - 1
    yield "2", 0, h2, "=", 2 - 2 * w.sum((p * q) ** 0.5)
    yield "3", 0, kl, "<=", log(1 + chi)
    yield "4", 0, log(1 + chi), "<=", chi
    yield "5", 0, tv, "<=", math.sqrt(kl / 2)
    yield "6", 0, tv, "<=", kl / 2
    yield "7", 0, h2 / 2, "<=", tv
    yield "8", 0, chi, "=", back
    yield "9", 0, kl + w.kl(q, p), "=", w.sum((p - q) * log(p / q))
    yield "10", 0, kl, ">=", h2
    yield "11", 0, tv, "=", w.sum(np.maximum(p - q, 0))


def uniform_w1(a: float, b: float, c: float, d: float) -> float:
    """W1 of U[a,b] and U[c,d] by the quantile functions."""
    return integral(lambda u: abs(a + (b - a) * u - c - (d - c) * u), 0, 1)


def w1_shift_physicist(rng: Rng) -> Iterator[Side]:
    pq, pr, qr = uniform_w1(0, 1, 0.5, 1.5), uniform_w1(0, 1, 2, 3), uniform_w1(0.5, 1.5, 2, 3)
    first = integral(lambda x: x, 0, 0.5) + integral(lambda x: 0.5, 0.5, 1) + integral(lambda x: 1.5 - x, 1, 1.5)
    yield "1", 0, pq, "=", first
    brackets = 0.125 + 0.25 + (1.5 * 1.5 - 1.125) - (1.5 - 0.5)
    yield "1", 1, first, "=", brackets
    yield "1", 2, brackets, "=", 1 / 8 + 1 / 4 + 1 / 8
    yield "1", 3, 1 / 8 + 1 / 4 + 1 / 8, "=", 0.5
    ends = integral(lambda x: x, 0, 1) + integral(lambda x: 3 - x, 2, 3)
    yield "2", 0, pr, "=", ends
    yield "2", 1, ends, "=", 1
    yield "3", 0, pr, "=", ends + integral(lambda x: 1, 1, 2)
    yield "3", 1, ends + 1, "=", 0.5 + 1 + 0.5
    yield "3", 2, 0.5 + 1 + 0.5, "=", 2
    yield "4", 0, pq, "=", integral(lambda u: abs(u - (u + 0.5)), 0, 1)
    yield "4", 1, integral(lambda u: abs(u - (u + 0.5)), 0, 1), "=", 0.5
    yield "5", 0, qr, "=", integral(lambda u: 2 + u - (u + 0.5), 0, 1)
    yield "5", 1, integral(lambda u: 2 + u - (u + 0.5), 0, 1), "=", 2.5
    yield "6", 0, math.inf, "=", math.inf  # P has mass where R has none
    yield "7", 0, 0.5 * log(1 / 0.5) + 0.5 * log(1 / 0.5), "=", log(2)
    yield "7", 1, log(2), "~", 0.693
    # P alone on [0,1/2], both on [1/2,1], Q alone on [1,3/2]; log 1 = 0 on the middle piece
    yield "8", 0, 0.5 * 0.5 * log(2) + 0.5 * 0.5 * log(2), "=", 0.5 * log(2)
    yield "8", 1, 0.5 * log(2), "~", 0.347
    yield "9", 0, pr, "<=", pq + qr


def exponential_poisson_laws(rng: Rng) -> Iterator[Side]:
    lam, mu = np.exp(rng.normal(0, 1, 2))

    def under(f):  # by the quantiles: Gauss-Laguerre is exact for polynomials
        nodes, weights = np.polynomial.laguerre.laggauss(20)
        return float(np.sum(weights * f(nodes / lam)))

    mean = under(lambda x: x)
    yield "1", 0, mean, "=", 1 / lam
    yield "2", 0, under(lambda x: x**2), "=", 1 / lam**2
    kl = under(lambda x: log(lam) - lam * x - log(mu) + mu * x)
    three = log(lam / mu) + (mu - lam) * mean
    yield "3", 0, kl, "=", three
    four = log(lam / mu) + mu / lam - 1
    yield "4", 0, three, "=", four
    yield "5", 0, four, ">=", 0
    h = under(lambda x: -(log(lam) - lam * x))
    yield "6", 0, h, "=", -log(lam) + lam * mean
    yield "6", 1, -log(lam) + lam * mean, "=", 1 - log(lam)
    yield "7", 0, 1 - log(lam), ">=", 0
    d = slope(lambda m: log(lam / m) + m / lam - 1, mu)
    yield "8", 0, d, "=", 1 / mu + 1 / lam
    yield "9", 0, d, "=", -1 / mu + 1 / lam
    yield "9", 2, 1 / (1 / lam), "=", lam  # 1/mu = 1/lambda solved for mu


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        elbo_book_align,
        elbo_sloppy_jensen,
        elbo_hierarchical_ocr,
        kl_gauss_scalar_book,
        gauss_mle_homework,
        bernoulli_kl_textbook,
        lagrange_posterior_student,
        gan_value_pointwise,
        gan_ocr_negated,
        f_divergences_zoo,
        w1_shift_physicist,
        exponential_poisson_laws,
    )
}
