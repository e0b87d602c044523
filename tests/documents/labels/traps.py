"""Labels of the documents on finite distributions, Gaussian integrals, implications, scopes and defective text."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game
from numeric import Cells, Document, Latent, Rng, Side, gauss, integral, lognormal_density, slope
from routes import Pair

log, exp = np.log, np.exp


def simplex_lagrange_vectors(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    p, q = rng.dirichlet(np.full(n, 0.7)) + 1e-6, rng.dirichlet(np.full(n, 0.7)) + 1e-6
    p, q = p / p.sum(), q / q.sum()
    k, lam = int(rng.integers(n)), rng.normal()
    kl, h = np.sum(p * log(p / q)), -np.sum(p * log(p))
    yield "1", 0, kl, ">=", 0
    yield "2", 0, h, "<=", log(n)
    yield "3", 0, h, ">=", 0
    yield "4", 0, kl, "=", np.sum(log(p / q))

    def value(t):
        at = p.astype(complex)
        at[k] = t
        return -np.sum(at * log(at)) + lam * (np.sum(at) - 1)

    partial = slope(value, p[k])
    yield "5", 0, partial, "=", -log(p[k]) - 1 + lam
    yield "6", 0, partial, "=", -np.sum(log(p)) - n + lam
    yield "7", 0, partial, "=", -log(p[k]) + lam
    yield "8", 1, 1 / math.exp(1 - lam), "=", math.exp(lam - 1)  # log p_k = lambda - 1
    yield "9", 1, 1 / math.exp(1 - lam), "=", math.exp(1 - lam)
    yield "10", 0, np.sum(p**2), ">=", 1 / n
    yield "11", 0, np.sum(p**2), "=", 1
    yield "12", 0, np.sum(p * q), "<=", 1


def linear_gaussian_evidence(rng: Rng) -> Iterator[Side]:
    x, z = rng.normal(0, 2, 2)
    left = -(z**2) / 2 - (x - z) ** 2 / 2
    yield "1", 0, left, "=", -((z - x / 2) ** 2) - x**2 / 4
    yield "2", 0, left, "=", -((z - x / 2) ** 2) - x**2 / 2
    yield "3", 0, left, "=", -((z - x) ** 2) - x**2 / 4
    ends = (-math.inf, math.inf)
    one = integral(lambda t: math.exp(-(t**2) / 2 - (x - t) ** 2 / 2) / (2 * math.pi), x / 2 - 12, x / 2 + 12)
    bell = integral(lambda t: math.exp(-((t - x / 2) ** 2)), x / 2 - 12, x / 2 + 12)
    two = math.exp(-(x**2) / 4) * bell / (2 * math.pi)
    yield "4", 0, one, "=", two
    yield "4", 1, two, "=", math.exp(-(x**2) / 4) / (2 * math.sqrt(math.pi))
    yield "5", 0, bell, "=", math.sqrt(2 * math.pi)
    yield "6", 0, integral(lambda t: math.exp(-(t**2) / 2), *ends), "=", math.sqrt(2 * math.pi)
    yield "7", 0, integral(lambda t: t * math.exp(-(t**2) / 2), *ends), "=", 1
    yield "8", 0, gauss(0, 1, lambda t: t**2), "=", 1
    yield "9", 0, gauss(0, 1, lambda t: (x - t) ** 2), "=", x**2
    yield "10", 0, gauss(0, 1, lambda t: (x - t) ** 2), "=", x**2 + 1


def reparam_trick_notes(rng: Rng) -> Iterator[Side]:
    m, a = rng.normal(0, 1, 2)
    s = exp(rng.normal(0, 0.7))

    def under(f):
        return gauss(m, s, f)

    second = under(lambda z: z**2)
    yield "1", 0, second, "=", gauss(0, 1, lambda e: (m + s * e) ** 2)
    yield "2", 0, gauss(0, 1, lambda e: (m + s * e) ** 2), "=", m**2 + s**2
    yield "3", 0, second, "=", gauss(0, 1, lambda e: (m + s**2 * e) ** 2)
    # the derivative of the density itself: E[f d log q / d mu] = E[f (z-mu)/sigma^2] and the like for sigma
    by_m = under(lambda z: z**2 * (z - m) / s**2)
    by_s = under(lambda z: z**2 * ((z - m) ** 2 / s**3 - 1 / s))
    yield "4", 0, by_m, "=", 2 * m
    yield "5", 0, by_s, "=", 2 * s
    yield "6", 0, by_s, "=", 2 * m + 2 * s
    shifted = under(lambda z: (z - a) ** 2 * (z - m) / s**2)
    yield "7", 0, shifted, "=", 2 * under(lambda z: z - a)
    yield "9", 0, under(lambda z: z) ** 2, "=", second
    yield "10", 0, under(lambda z: (z - m) / s), "=", 0
    yield "11", 0, under(lambda z: ((z - m) / s) ** 2), "=", s**2


def elbo_surgery_paper(rng: Rng) -> Iterator[Side]:
    w = Pair(rng)  # the first variable is x, the second z
    q, p = w.q, w.p
    qx, qz, px, pz = w.x(q), w.y(q), w.x(p), w.y(p)
    given, back = q / qx[:, None], q / qz

    def both(values):
        return np.sum(w.area * values)

    mean = w.xs.fold(qx * w.ys.fold(given * log(given / pz)))
    info, marginal = both(q * log(given / qz)), w.ys.fold(qz * log(qz / pz))
    yield "1", 0, mean, "=", info + marginal
    yield "2", 0, info + marginal, ">=", marginal
    yield "3", 0, mean, "=", marginal
    yield "4", 0, mean, "=", info - marginal
    yield "5", 0, info, "=", both(q * log(back / qx[:, None]))
    yield "6", 0, info, "=", both(q * log(q / qz))
    yield "7", 0, w.xs.fold(qx * w.ys.fold(given * log(pz))), "=", w.ys.fold(qz * log(pz))
    lik = p / pz
    inner = w.xs.fold(qx * w.ys.fold(given * log(lik)))
    yield "8", 0, inner, "=", w.ys.fold(qz * (w.xs.width @ (back * log(lik))))
    yield "9", 0, inner, "=", w.xs.fold(qx * w.ys.fold(qz * log(lik)))
    post = w.xs.fold(qx * w.ys.fold(given * log(given / (p / px[:, None]))))
    yield "10", 0, post, "=", w.kl(q, p)
    yield "11", 0, post + w.xs.fold(qx * log(qx / px)), "=", w.kl(q, p)


def approx_numbers_homework(rng: Rng) -> Iterator[Side]:
    del rng
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    kl, back = np.sum(p * log(p / q)), np.sum(q * log(q / p))
    one = 0.5 * log(0.5 / 0.25) + 0.5 * log(0.5 / 0.75)
    yield "1", 0, kl, "=", one
    yield "1", 1, one, "=", 0.5 * log(2) + 0.5 * log(2 / 3)
    yield "1", 2, 0.5 * log(2) + 0.5 * log(2 / 3), "=", 0.5 * log(4 / 3)
    yield "1", 3, round(0.5 * log(4 / 3), 3), "=", 0.144
    two = 0.25 * log(0.25 / 0.5) + 0.75 * log(0.75 / 0.5)
    yield "2", 0, back, "=", two
    yield "2", 1, round(two, 3), "=", 0.131
    yield "3", 0, round(back, 3), "=", 0.144
    yield "4", 0, round(log(2), 3), "=", 0.301
    yield "5", 0, log(4), "=", 2 * log(2)
    yield "5", 1, round(2 * log(2), 3), "=", 1.386
    yield "6", 0, round(-log(4), 3), "=", -1.386
    yield "7", 0, 0.5 * log(0.5) + 0.5 * log(0.5), "=", log(0.5)
    yield "7", 1, log(0.5), "=", log(2)
    yield "8", 0, -0.5 * np.log2(0.5) - 0.5 * np.log2(0.5), "=", 1
    yield "9", 0, round(-0.25 * np.log2(0.25) - 0.75 * np.log2(0.75), 3), "=", 0.811
    yield "10", 0, log(8) - log(2), "=", log(6)
    yield "11", 0, log(8) - log(2), "=", log(4)
    yield "12", 0, log(8) / log(2), "=", log(4)
    yield "13", 0, log(8) / log(2), "=", 3


def wgan_dirac_and_normal(rng: Rng) -> Iterator[Side]:
    from scipy.special import ndtri

    a, b = rng.normal(0, 1, 2)
    s = exp(rng.normal(0, 0.5))
    u = (np.arange(20001) + 0.5) / 20001
    w1 = float(np.mean(abs((a + s * ndtri(u)) - (b + s * ndtri(u)))))  # quantile functions
    yield "1", 0, w1, "=", abs(a - b)
    yield "2", 0, w1, "=", (a - b) ** 2 / (2 * s**2)
    kl = gauss(a, s, lambda x: lognormal_density(x, a, s) - lognormal_density(x, b, s))
    yield "3", 0, kl, "=", (a - b) ** 2 / (2 * s**2)
    yield "4", 0, w1, ">=", a - b
    yield "5", 0, w1, "=", a - b
    g = Game(rng)
    f, c = rng.normal(0, 2, g.cells.n), rng.normal()

    def gap(first, second):
        return g.sum(g.p * first) - g.sum(g.g * second)

    yield "6", 0, gap(f, f), "=", g.sum((g.p - g.g) * f)
    yield "7", 0, g.sum((g.p - g.g) * f), "<=", g.sum(abs(g.p - g.g) * abs(f))
    yield "8", 0, gap(f + c, f + c), "=", gap(f, f)
    yield "9", 0, gap(f + c, f), "=", gap(f, f)
    yield "10", 0, g.sum(g.p * f**2), "=", g.sum(g.p * f) ** 2
    yield "11", 0, g.sum(g.p * abs(f)), ">=", abs(g.sum(g.p * f))


def implication_traps(rng: Rng) -> Iterator[Side]:
    a, b, c = exp(rng.normal(0, 1, 3))
    t = rng.normal()
    yield "1", 1, math.sqrt(b**2), "=", b  # the only positive root
    yield "2", 1, -t, "=", t  # s = -t satisfies the premise
    yield "3", 1, exp(log(b)), "=", b
    yield "4", 1, (a * b) / a, "=", b
    yield "5", 1, (c * b) / b, "=", c
    yield "6", 1, a + b, "=", a * b  # c := ab satisfies the premise
    yield "7", 1, a * b, "=", exp(log(a) + log(b))
    w = Game(rng)
    f = rng.normal(0, 1, w.cells.n)
    f = f - w.sum(w.g * f)  # centred under q: the premise of (8)
    assert abs(w.sum(w.g * f)) < 1e-9
    yield "8", 1, f[0], "=", 0
    yield "9", 1, float(w.sum(w.g * f**2) < 1e-18), "=", float(np.max(abs(f)) < 1e-9)
    yield "10", 1, w.kl(w.p, w.p), "=", 0
    s = rng.random()
    mirrored = [np.array([s, 1 - s]), np.array([1 - s, s])]  # equal entropies
    yield "11", 1, mirrored[0][0], "=", mirrored[1][0]
    pair = Pair(rng)
    px, pz = pair.x(pair.p), pair.y(pair.p)
    table = np.outer(px, pz)
    yield "12", 1, (table / pz)[0, 0], "=", px[0]
    # p(x|z) = p(z|x) at a point means p(x,z)/p(z) = p(x,z)/p(x)
    yield "13", 1, 1 / (1 / pz[0]), "=", pz[0]
    low, high = sorted((a, b))
    yield "14", 1, log(low), "<=", log(high)
    yield "15", 1, 1 / low, "<=", 1 / high
    yield "16", 1, log(exp(t)), "=", t


def gan_weighted_priors(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g, d, pi = w.p, w.g, w.d, rng.random() * 0.98 + 0.01
    m = pi * p + (1 - pi) * g
    best = w.sum(pi * p * log(pi * p / m) + (1 - pi) * g * log((1 - pi) * g / m))
    yield "1", 0, w.sum(pi * p * log(d) + (1 - pi) * g * log(1 - d)), "<=", best
    weighted = pi * w.kl(p, m) + (1 - pi) * w.kl(g, m)
    negative = pi * log(pi) + (1 - pi) * log(1 - pi)
    yield "2", 0, best, "=", negative + weighted
    yield "3", 0, negative + weighted, "=", log(pi) + log(1 - pi) + weighted
    yield "4", 0, weighted, "<=", pi * (1 - pi) * (w.kl(p, g) + w.kl(g, p))
    yield "5", 0, weighted, "<=", -negative
    yield "6", 0, weighted, "<=", negative
    one, two = pi * p[w.x], (1 - pi) * g[w.x]
    # one (1 - D) - two D = 0 is affine in D
    yield "7", 1, one / (one + two), "=", pi * p[w.x] / m[w.x]
    yield "8", 1, one / (one + two), "=", p[w.x] / (p[w.x] + g[w.x])
    yield "9", 0, w.sum(m), "=", 1
    yield "10", 0, w.kl(m, g), "<=", pi * w.kl(p, g)
    yield "11", 0, w.kl(m, g), ">=", pi * w.kl(p, g)


def integration_by_parts_exp(rng: Rng) -> Iterator[Side]:
    lam, mu, t = np.exp(rng.normal(0, 0.6, 3))
    top = 60 / lam
    one = integral(lambda x: x * lam * math.exp(-lam * x), 0, top, 1 / lam, 5 / lam, 20 / lam)
    tail = integral(lambda x: math.exp(-lam * x), 0, top, 1 / lam, 5 / lam, 20 / lam)
    yield "1", 0, one, "=", 0 - 0 + tail
    yield "1", 1, tail, "=", 0 + 1 / lam
    yield "2", 0, tail, "=", 0 - (-1 / lam)
    yield "2", 1, 0 - (-1 / lam), "=", -1 / lam
    yield "3", 0, tail, "=", 0 - (-1 / lam)
    yield "3", 1, 0 - (-1 / lam), "=", 1 / lam
    part = integral(lambda x: lam * math.exp(-lam * x), 0, t)
    yield "4", 0, part, "=", 1 - math.exp(-lam * t)
    yield "5", 0, part, "=", math.exp(-lam * t) - 1
    k = np.arange(150)
    mass = exp(k * log(lam) - lam - np.array([math.lgamma(i + 1) for i in k]))
    yield "6", 0, np.sum(mass), "=", 1
    yield "7", 0, np.sum(k * mass), "=", lam
    yield "8", 0, np.sum(k**2 * mass), "=", lam**2
    kl = lam * log(lam / mu) - lam + mu
    yield "9", 0, np.sum(mass * (k * log(lam / mu) - lam + mu)), "=", kl
    yield "10", 0, kl, ">=", 0
    yield "11", 0, kl, "=", mu * log(mu / lam) - mu + lam


def softmax_cross_entropy_grad(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    a, t, k, c = rng.normal(0, 1.5, n), rng.dirichlet(np.ones(n)), int(rng.integers(n)), rng.normal()
    lse = log(np.sum(exp(a)))
    soft = exp(a) / np.sum(exp(a))

    def value(u):
        at = a.astype(complex)
        at[k] = u
        return log(np.sum(exp(at)))

    yield "1", 0, slope(value, a[k]), "=", soft[k]
    yield "2", 0, slope(value, a[k]), "=", 1
    yield "3", 0, log(soft[k]), "=", a[k] - lse
    yield "4", 0, log(soft[k]), "=", a[k] - np.sum(a)
    cross = -np.sum(t * log(soft))
    yield "5", 0, cross, "=", lse - np.sum(t * a)
    yield "6", 0, cross, "=", np.sum(t * a) - lse
    yield "7", 0, lse, ">=", np.mean(a) + log(n)
    yield "8", 0, lse, "<=", np.sum(a)
    yield "9", 0, log(np.sum(exp(a + c))), "=", c + lse
    yield "10", 0, log(np.sum(exp(a + c))), "=", c * n + lse


def iid_sample_entropy(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    p = cells.density(rng)
    i, j = rng.integers(cells.n, size=2)
    yield "1", 0, log(p[i] * p[j]), "=", log(p[i]) + log(p[j])
    area, table = np.outer(cells.width, cells.width), np.outer(p, p)
    h = cells.fold(p * log(p))
    yield "2", 0, np.sum(area * table * log(table)), "=", h + h
    yield "3", 0, h + h, "=", h * h
    n = int(rng.integers(2, 6))
    x, mu, lam = rng.normal(0, 1, n), rng.normal(), rng.exponential() + 0.1
    at = p[rng.integers(cells.n, size=n)]
    yield "4", 0, log(np.prod(at)), "=", np.sum(log(at))
    yield "5", 0, np.prod(log(at)), "=", np.sum(log(at))
    yield "6", 0, np.prod(exp(-x)), "=", exp(-np.sum(x))
    likelihood = np.prod(lam * exp(-lam * x))
    yield "7", 0, likelihood, "=", lam * exp(-lam * np.sum(x))
    yield "8", 0, likelihood, "=", lam**n * exp(-lam * np.sum(x))
    square = np.sum((x - mu) ** 2)
    yield "9", 0, square, "=", np.sum(x**2) - 2 * mu * np.sum(x) + n * mu**2
    yield "10", 0, square, "=", np.sum(x**2) - 2 * mu * np.sum(x) + mu**2
    yield "11", 0, np.sum(x) ** 2, "<=", n * np.sum(x**2)
    yield "12", 0, np.sum(x) ** 2, "<=", np.sum(x**2)


def wrong_scope_expectations(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    px, pz = w.zs.fold(w.table), w.prior
    yield "1", 0, w.mean(np.full(w.zs.n, lpx)), "=", lpx
    yield "2", 0, w.mean(log(pz)), "=", log(pz[z])
    yield "3", 0, w.mean(log(w.post) + lpx), "=", w.mean(log(w.lik) + log(pz))
    both = w.mean(log(w.joint))
    yield "4", 0, both, "=", lpx * w.mean(log(w.post))
    yield "5", 0, both, "=", lpx + w.mean(log(w.post))
    yield "6", 0, w.sum(q * lpx), "=", lpx * w.sum(q)
    yield "6", 1, lpx * w.sum(q), "=", lpx
    yield "7", 0, w.xs.fold(w.encoder[:, z] * log(px)), "=", lpx
    yield "8", 0, w.sum(w.joint / w.evidence), "=", 1
    over_x = w.xs.fold(w.table[:, z] / px)
    yield "9", 0, over_x, "=", 1
    yield "10", 0, over_x, "=", pz[z]
    yield "11", 0, w.xs.fold(px * w.table[:, z] / px), "=", pz[z]
    yield "12", 0, w.sum(pz * w.post), "=", w.evidence


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        simplex_lagrange_vectors,
        linear_gaussian_evidence,
        reparam_trick_notes,
        elbo_surgery_paper,
        approx_numbers_homework,
        wgan_dirac_and_normal,
        implication_traps,
        gan_weighted_priors,
        integration_by_parts_exp,
        softmax_cross_entropy_grad,
        iid_sample_entropy,
        wrong_scope_expectations,
    )
}
