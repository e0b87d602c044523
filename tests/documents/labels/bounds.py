"""Labels of the documents on variational bounds, entropies, Lagrangians and further adversarial costs."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game
from numeric import Cells, Document, Latent, Rng, Side, gauss, lognormal_density, slope

log, exp = np.log, np.exp


def em_gap_textbook(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    bound = w.sum(q * log(w.joint / q))
    one = w.sum(q * log(q / w.post))
    yield "9.1", 0, lpx - bound, "=", one
    yield "9.2", 0, one, "=", w.kl(q, w.post)
    yield "9.3", 0, w.kl(q, w.post), "=", w.kl(q, w.prior)
    yield "9.4", 0, w.sum(w.post * log(w.joint / w.post)), "=", lpx
    complete = w.sum(w.post * log(w.joint))
    yield "9.5", 0, complete, "=", lpx
    yield "9.6", 0, complete, "=", lpx + w.sum(w.post * log(w.post))
    yield "9.7", 0, bound, "=", w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "9.8", 0, bound, "=", w.mean(log(w.lik)) + w.mean(log(q)) - w.mean(log(w.prior))


def beta_elbo_homework(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    beta = 1 + rng.exponential()
    kl, rec, lpx = w.kl(w.q, w.prior), w.mean(log(w.lik)), log(w.evidence)
    yield "1", 0, rec - beta * kl, "=", w.mean(log(w.joint) - beta * log(w.q) + (beta - 1) * log(w.prior))
    yield "2", 0, rec - beta * kl, "<=", rec - kl
    yield "3", 0, rec - kl, "<=", lpx
    yield "4", 0, lpx, "=", lpx - w.kl(w.q, w.post)
    yield "5", 0, (beta - 1) * kl, "=", beta * w.mean(log(w.q / w.prior)) - w.mean(log(w.prior / w.q))
    yield "6", 0, rec - beta * kl, "<=", rec
    yield "7", 0, rec, "<=", 0
    yield "8", 0, slope(lambda b: rec - b * kl, beta), "=", -kl
    yield "9", 0, -kl, "=", w.kl(w.prior, w.q)


def importance_weights_paper(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    ratio, px = w.joint / w.q, w.evidence
    yield "1", 0, w.mean(ratio), "=", px
    yield "2", 0, w.mean(log(ratio)), "<=", log(w.mean(ratio))
    yield "3", 0, w.mean(ratio**2) - px**2, "=", w.mean((ratio - px) ** 2)
    yield "4", 0, w.mean(ratio**2), "=", px**2
    yield "5", 0, w.sum(w.post / ratio), "=", 1 / px
    yield "6", 0, w.mean(1 / ratio), "=", 1 / px
    yield "7", 0, w.mean(1 / ratio), ">=", 1 / px
    yield "8", 0, w.mean(ratio * log(ratio)), "=", px * w.sum(w.post * log(ratio))
    yield "9", 0, w.sum(w.post * log(ratio)), ">=", log(px)
    yield "10", 0, w.sum(w.post * log(ratio)), "=", log(px) - w.kl(w.post, w.q)


def donsker_varadhan_lecture(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, f = w.p, w.g, rng.normal(0, rng.choice([0.3, 3.0]), w.cells.n)
    z = w.sum(p * exp(f))
    g = p * exp(f) / z
    kl = w.kl(q, p)
    yield "1", 0, log(g / p)[w.x], "=", f[w.x] - log(z)
    yield "2", 0, w.sum(q * f) - kl, "=", log(z) - w.kl(q, g)
    yield "3", 0, log(z) - w.kl(q, g), "<=", log(z)
    yield "4", 0, kl, ">=", w.sum(q * f) - log(z)
    yield "5", 0, kl, ">=", w.sum(q * f) - log(w.sum(q * exp(f)))
    yield "6", 0, w.kl(p, q), ">=", w.sum(q * f) - log(z)
    yield "7", 0, kl, ">=", w.sum(q * f) - z + 1
    yield "8", 0, kl, ">=", w.sum(q * f) - z
    yield "9", 0, kl, ">=", w.sum(q * f) - w.sum(p * f)
    yield "10", 0, log(z), "<=", w.sum(p * f)


def free_energy_physics(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    energy, beta, q = rng.normal(0, 2, cells.n), rng.exponential() + 0.1, cells.density(rng)
    z = cells.fold(exp(-beta * energy))
    pi = exp(-beta * energy) / z
    yield "1", 0, -log(pi[0]), "=", beta * energy[0] + log(z)
    yield "2", 0, -log(z) / beta, "<=", cells.fold(q * energy) + cells.fold(q * log(q)) / beta
    kl, base = cells.fold(q * log(q / pi)), cells.fold(q * log(q)) + beta * cells.fold(q * energy)
    yield "3", 0, kl, "=", base + log(z)
    yield "4", 0, kl, "=", base - log(z)
    yield "5", 0, -cells.fold(pi * log(pi)), "=", beta * cells.fold(pi * energy) + log(z)
    yield "6", 0, log(z), ">=", -beta * cells.fold(q * energy)


def gauss_equal_variance_ocr(rng: Rng) -> Iterator[Side]:
    a, b, s = rng.normal(), rng.normal(), exp(rng.normal(0, 0.7))
    v = s**2

    def under(f):
        return gauss(a, s, f)

    kl = under(lambda z: lognormal_density(z, a, s) - lognormal_density(z, b, s))
    one = under(
        lambda z: log(exp(-((z - a) ** 2) / (2 * v)) / np.sqrt(2 * math.pi * v))
        - (-0.5 * log(2 * math.pi * v) - (z - b) ** 2 / (2 * v))
    )
    yield "1", 0, kl, "=", one
    two = under(lambda z: (z - b) ** 2 - (z - a) ** 2) / (2 * v)
    yield "2", 0, one, "=", two
    three = under(lambda z: 2 * z * (a - b) + b**2 - a**2) / (2 * v)
    yield "3", 0, two, "=", three
    four = (2 * a * (a - b) + b**2 - a**2) / (2 * v)
    yield "4", 0, three, "=", four
    square = (a**2 - 2 * a * b + b**2) / (2 * v)
    yield "4", 1, four, "=", square
    yield "5", 0, square, "=", (a - b) ** 2 / v
    yield "6", 0, under(lambda z: (z - a) ** 2 + (z - b) ** 2), "=", (a - b) ** 2
    yield "7", 0, under(lambda z: (z - a) * (z - b)), "=", 0
    yield "8", 0, under(lambda z: (z - a) * (z - b)), "=", v
    yield "9", 0, gauss(b, s, lambda z: lognormal_density(z, b, s) - lognormal_density(z, a, s)), "=", kl


def gauss_entropy_moments(rng: Rng) -> Iterator[Side]:
    m, s = rng.normal(), exp(rng.normal(0, 0.7))
    v = s**2

    def under(f):
        return gauss(m, s, f)

    h = -under(lambda x: lognormal_density(x, m, s))
    one = 0.5 * log(2 * math.pi * v) + under(lambda x: (x - m) ** 2) / (2 * v)
    two = 0.5 * log(2 * math.pi * math.e * v)
    three = 0.5 + log(s) + 0.5 * log(2 * math.pi)
    yield "1", 0, h, "=", one
    yield "2", 0, one, "=", two
    yield "3", 0, two, "=", three
    s0 = s * rng.choice([1, 0.01])
    yield "4", 0, 0.5 + log(s0) + 0.5 * log(2 * math.pi), ">=", 0
    yield "5", 0, under(lambda x: x**2) - under(lambda x: x) ** 2, "=", v
    yield "6", 0, under(lambda x: x**3), "=", m**3 + 3 * m * v
    yield "7", 0, under(lambda x: (x - m) ** 4), "=", v**2
    yield "8", 0, under(lambda x: (x - m) ** 3), "=", 0
    yield "9", 0, under(lambda x: x**4), "=", m**4 + 6 * m**2 * v + 3 * v**2
    yield "10", 0, slope(lambda t: 0.5 * log(2 * math.pi * math.e * t**2), s), "=", 1 / (2 * v)
    yield "11", 0, under(exp), "=", exp(m)
    yield "12", 0, under(exp), ">=", exp(m)


def lagrange_sum_slip(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, z, lam, px = w.q, int(rng.integers(w.zs.n)), rng.normal(), w.evidence

    def value(t):
        at = q.astype(complex)
        at[z] = t
        return w.sum(at * log(w.joint)) - w.sum(at * log(at)) + lam * (w.sum(at) - 1)

    partial = slope(value, q[z]) / w.zs.width[z]
    yield "2", 0, partial, "=", w.sum(log(w.joint)) - w.sum(log(q)) - 1 + lam
    yield "3", 0, partial, "=", log(w.joint[z]) - log(q[z]) - 1 + lam
    yield "4", 0, slope(lambda k: k * (w.sum(q) - 1), lam), "=", w.sum(q) - 1
    # (5): two equal cells, posterior (s, 1-s), q its mirror image: the sum of the logs vanishes
    s = rng.beta(1, 1)
    mirrored = log(s / (1 - s)) + log((1 - s) / s)
    assert abs(mirrored) < 1e-9
    yield "5", 1, 1 - s, "=", s
    yield "6", 1, w.sum(w.post * log(w.joint / (w.post * px))), "=", 0
    # (7): strict convexity: along any line towards another density the divergence is positive
    other = w.zs.density(rng)
    gap = w.kl(other, w.post)
    yield "7", 1, float(gap < 1e-12), "=", float(np.allclose(other, w.post, atol=1e-5))
    yield "8", 1, math.exp(log(w.joint[z]) + lam - 1), "=", w.joint[z] * math.exp(1 - lam)


def max_entropy_notes(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(3, 6))
    x, width, lam = rng.exponential(1, n), exp(rng.normal(0, 1, n)), rng.normal()

    def fold(values):
        return np.sum(width * values)

    z = fold(exp(-lam * x))
    q = exp(-lam * x) / z
    rows = np.array([width, width * x])
    _, _, vectors = np.linalg.svd(rows)
    move = vectors[2:].T @ rng.normal(size=n - 2)  # keeps the mass and the mean
    p = q + move * rng.random() * 0.99 / np.max(np.maximum(-move / q, 1e-12))
    h = -fold(p * log(p))
    one = lam * fold(x * p) + log(z)
    yield "1", 0, -fold(p * log(q)), "=", one
    yield "2", 0, one, "=", lam * fold(x * q) + log(z)
    hq = -fold(q * log(q))
    yield "3", 0, lam * fold(x * q) + log(z), "=", hq
    yield "4", 0, h, "<=", hq
    kl = fold(p * log(p / q))
    yield "5", 0, kl, "=", hq - h
    yield "6", 0, kl, "=", h - hq


def gan_lsgan_cost(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g, d, s = w.p, w.g, rng.normal(0, 2, w.cells.n), w.star
    a, b, y = *rng.exponential(1, 2), rng.normal()

    def f(t):
        return a / 2 * (t - 1) ** 2 + b / 2 * t**2

    yield "1", 0, slope(f, y), "=", a * (y - 1) + b * y
    yield "2", 1, y - (a * (y - 1) + b * y) / (a + b), "=", a / (a + b)  # affine: one Newton step
    yield "3", 0, f(y), ">=", a * b / (2 * (a + b))
    yield "4", 0, f(a / (a + b)), "=", a * b / (a + b) ** 2
    best = w.sum(p * (s - 1) ** 2) / 2 + w.sum(g * s**2) / 2
    harmonic = w.sum(p * g / (p + g))
    yield "5", 0, best, "=", harmonic / 2
    six = 1 / 4 - w.sum((p - g) ** 2 / (p + g)) / 8
    yield "6", 0, harmonic / 2, "=", six
    yield "7", 0, six, "<=", 1 / 4
    yield "8", 0, harmonic, ">=", 0.5
    cost = w.sum(p * (d - 1) ** 2) / 2 + w.sum(g * d**2) / 2
    yield "9", 0, cost, "=", 0.5 - w.sum(p * d) + w.sum((p + g) / 2 * d**2)


def gan_label_smoothing(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    alpha, p, g, d = rng.random(), w.p[w.x], w.g[w.x], w.d[w.x]
    one = alpha * p / d - ((1 - alpha) * p + g) / (1 - d)
    yield "1", 0, slope(lambda t: alpha * p * log(t) + ((1 - alpha) * p + g) * log(1 - t), d), "=", one
    share = alpha * p / (p + g)
    # alpha p (1-D) - ((1-alpha) p + g) D = 0 is affine in D
    yield "2", 1, alpha * p / (alpha * p + (1 - alpha) * p + g), "=", share
    yield "3", 1, alpha * p / (alpha * p + g), "=", share
    yield "4", 0, 1 - share, "=", ((1 - alpha) * p + g) / (p + g)
    yield "5", 0, share, "<=", alpha
    shares = alpha * w.p / (w.p + w.g)
    yield "6", 0, w.sum(shares), "<=", alpha
    yield "7", 0, w.sum(w.p * shares), "<=", alpha


def mutual_information_routes(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    p, pz, px = w.table, w.prior, w.zs.fold(w.table)
    area = np.outer(w.xs.width, w.zs.width)
    given_z, given_x = p / pz, p / px[:, None]
    r, cond = w.zs.density(rng), w.xs.density(rng, w.zs.n).T

    def both(values):
        return np.sum(area * values)

    info = both(p * log(p / (px[:, None] * pz)))
    hx, hz, hxz = -w.xs.fold(px * log(px)), -w.sum(pz * log(pz)), -both(p * log(p))
    two = both(pz * given_z * log(given_z / px[:, None]))
    three = w.sum(pz * np.sum(w.xs.width[:, None] * given_z * log(given_z / px[:, None]), axis=0))
    four = w.xs.fold(px * w.sum(given_x * log(given_x / pz)))
    yield "1", 0, info, "=", hx + hz - hxz
    yield "2", 0, hx + hz - hxz, "=", two
    yield "3", 0, two, "=", three
    yield "4", 0, three, "=", four
    yield "5", 0, four, ">=", 0
    yield "6", 0, hxz, "=", hx + hz
    yield "7", 0, hxz, "<=", hx + hz
    yield "8", 0, hxz, "=", hz - both(p * log(given_z))
    yield "9", 0, hxz, "=", hz - both(given_z * log(given_z))
    yield "10", 0, hxz, ">=", hx
    yield "11", 0, info, "<=", w.xs.fold(px * w.sum(given_x * log(given_x / r)))
    yield "12", 0, info, ">=", both(p * log(cond / px[:, None]))


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        em_gap_textbook,
        beta_elbo_homework,
        importance_weights_paper,
        donsker_varadhan_lecture,
        free_energy_physics,
        gauss_equal_variance_ocr,
        gauss_entropy_moments,
        lagrange_sum_slip,
        max_entropy_notes,
        gan_lsgan_cost,
        gan_label_smoothing,
        mutual_information_routes,
    )
}
