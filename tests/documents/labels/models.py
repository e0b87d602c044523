"""Labels of the documents on models and gradients: mean field, diffusion, Jensen, MAP, logits, functionals."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game
from numeric import Cells, Document, Latent, Rng, Side, gauss, integral, lognormal_density, slope

log, exp = np.log, np.exp


def elbo_from_bayes_book(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    yield "1", 0, lpx, "=", log(w.joint[z] / w.post[z])
    constant = w.mean(log(w.joint / w.post))
    yield "1", 1, log(w.joint[z] / w.post[z]), "=", constant
    yield "1", 2, constant, "=", w.mean(log(w.joint / q)) + w.mean(log(q / w.post))
    yield "2", 0, lpx, "=", log(w.joint[z] / w.lik[z])
    rec, prior, gap = w.mean(log(w.lik)), w.kl(q, w.prior), w.kl(q, w.post)
    yield "3", 0, lpx, "=", rec - prior + gap
    yield "4", 0, lpx, "=", rec - prior - gap
    inner = w.mean(log(q) - log(w.lik) - log(w.prior))
    yield "5", 0, gap, "=", inner + lpx
    yield "6", 0, gap, "=", inner
    yield "7", 0, lpx - log(w.lik[z]), "=", log(w.prior[z]) - log(w.post[z])
    yield "8", 0, lpx - log(w.lik[z]), "=", log(w.post[z]) - log(w.prior[z])


def mean_field_vi(rng: Rng) -> Iterator[Side]:
    xs, one, two = Cells(rng), Cells(rng), Cells(rng)
    raw = exp(rng.normal(0, 1, (xs.n, one.n, two.n)))
    area = np.einsum("i,j,k->ijk", xs.width, one.width, two.width)
    table = raw / np.sum(area * raw)
    q1, q2, flat = one.density(rng), two.density(rng), np.outer(one.width, two.width)
    q, joint = np.outer(q1, q2), table[0]
    prior = np.einsum("i,ijk->jk", xs.width, table)
    p1, p2 = prior @ two.width, one.width @ prior

    def both(values):
        return np.sum(flat * q * values)

    nested = one.fold(q1 * two.fold(q2 * log(joint)))
    yield "1", 0, both(log(joint)), "=", nested
    h1, h2, entropy = one.fold(q1 * log(q1)), two.fold(q2 * log(q2)), both(log(q))
    yield "2", 0, entropy, "=", h1 + h2
    yield "3", 0, entropy, "=", h1 * h2
    lpx = log(np.sum(flat * joint))
    yield "4", 0, lpx, ">=", both(log(joint / q))
    yield "5", 0, lpx, ">=", both(log(joint / q1[:, None]))
    yield "6", 0, both(log(p1)[:, None]), "=", one.fold(q1 * log(p1))
    yield "7", 0, both(log(prior)), "=", one.fold(q1 * log(p1)) + two.fold(q2 * log(p2))
    yield "8", 0, both(log(prior)), "=", one.fold(q1 * log(p1)) + both(log(prior / p1[:, None]))


def diffusion_two_steps(rng: Rng) -> Iterator[Side]:
    zero, one, two = Cells(rng), Cells(rng), Cells(rng)
    # all tables are indexed [x_0, x_1, x_2]
    q0, q10, q21 = zero.density(rng), one.density(rng, zero.n), two.density(rng, one.n)
    q = q10[:, :, None] * q21[None]  # given x_0
    p2, p12, p01 = two.density(rng), one.density(rng, two.n).T, zero.density(rng, one.n).T
    p = p2 * p12[None] * p01[:, :, None]
    area = np.outer(one.width, two.width)
    a, b, c = int(rng.integers(zero.n)), int(rng.integers(one.n)), int(rng.integers(two.n))
    bound = np.sum(area * q[a] * log(p[a] / q[a]))
    yield "1", 0, log(np.sum(area * p[a])), ">=", bound
    terms = log(p2) + log(p12 / q21) + log(p01[a][:, None] / q10[a][:, None])
    yield "2", 0, bound, "=", np.sum(area * q[a] * terms)
    q20 = np.einsum("j,ijk->ik", one.width, q)
    backward = q / q20[:, None, :]  # q(x_1 | x_2, x_0)
    yield "3", 0, q[a, b, c], "=", q20[a, c] * backward[a, b, c]
    yield "4", 0, q21[b, c], "=", backward[a, b, c] * q20[a, c] / q10[a, b]
    yield "5", 0, q21[b, c], "=", backward[a, b, c] * q10[a, b] / q20[a, c]
    joint = q0[:, None, None] * q
    both = np.einsum("i,ijk->jk", zero.width, joint)
    yield "6", 0, backward[a, b, c], "=", both[b, c] / (one.width @ both)[c]
    yield "7", 0, joint[a, b, c] / (q0[a] * q10[a, b]), "=", q21[b, c]
    yield "8", 0, np.sum(one.width * q21[:, c] * q10[a]), "=", q20[a, c]
    yield "9", 0, np.sum(two.width * q21[b] * q10[a, b]), "=", q20[a, c]


def jensen_many_functions(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    p, f, g = cells.density(rng), *exp(rng.normal(0, 1, (2, cells.n)))

    def mean(values):
        return cells.fold(p * values)

    yield "1", 0, mean(log(f)), "<=", log(mean(f))
    yield "2", 0, mean(log(f)), ">=", log(mean(f))
    yield "3", 0, mean(1 / f), ">=", 1 / mean(f)
    yield "4", 0, mean(1 / f), "=", 1 / mean(f)
    yield "5", 0, mean(f**0.5), "<=", mean(f) ** 0.5
    yield "6", 0, mean(f**0.5), ">=", mean(f) ** 0.5
    yield "7", 0, mean(f**2), ">=", mean(f) ** 2
    yield "8", 0, mean(f * log(f)), ">=", mean(f) * log(mean(f))
    yield "9", 0, mean(f * log(f)), "<=", mean(f) * log(mean(f))
    yield "10", 0, mean(f * g), "=", mean(f) * mean(g)
    yield "11", 0, mean(f * g) ** 2, "<=", mean(f**2) * mean(g**2)
    yield "12", 0, mean(f / g), "=", mean(f) / mean(g)
    yield "13", 0, mean((f - mean(f)) ** 2), "=", mean(f**2) - mean(f) ** 2
    yield "14", 0, mean(exp(-f)), "<=", exp(-mean(f))


def bayes_error_tv(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, r = w.p, w.g, w.cells.density(rng)
    size, low, high = w.sum(abs(p - q)), w.sum(np.minimum(p, q)), w.sum(np.maximum(p, q))
    yield "1", 0, size / 2, "=", 1 - low
    yield "2", 0, size / 2, "=", high - 1
    yield "3", 0, low + high, "=", 2
    yield "4", 0, low + high, "=", 1
    yield "5", 0, low, "<=", w.sum((p * q) ** 0.5)
    yield "6", 0, low, ">=", w.sum((p * q) ** 0.5)
    yield "7", 0, size, "<=", 2
    yield "8", 0, size, "<=", 1
    yield "9", 0, size, "<=", w.sum(abs(p - r)) + w.sum(abs(r - q))
    yield "10", 0, abs(w.sum(p - q)), "=", size
    yield "11", 0, w.kl(p, q), "<=", w.kl(p, r) + w.kl(r, q)
    yield "12", 0, low, ">=", w.sum(p * q / (p + q))


def map_beta_bernoulli(rng: Rng) -> Iterator[Side]:
    a, b, s, rest = *(1 + rng.exponential(1, 2)), *(rng.exponential(5, 2) + 0.01)
    n, t = s + rest, rng.random() * 0.98 + 0.01
    up, down = s + a - 1, n - s + b - 1

    def first(u):
        return up / u - down / (1 - u)

    yield "1", 0, slope(lambda u: up * log(u) + down * log(1 - u), t), "=", first(t)
    mode, mean = up / (up + down), (s + a) / (n + a + b)  # up (1-u) = down u
    yield "2", 1, mode, "=", (s + a - 1) / (n + a + b - 2)
    yield "3", 1, mode, "=", mean
    yield "4", 0, mean, "=", n / (n + a + b) * s / n + (a + b) / (n + a + b) * a / (a + b)
    yield "5", 0, mean, "=", s / n + a / (a + b)
    yield "6", 0, mode, "<=", mean
    yield "7", 0, s / n, "<=", 1
    curve = slope(first, t)
    yield "8", 0, curve, "=", -up / t**2 - down / (1 - t) ** 2
    yield "8", 1, -up / t**2 - down / (1 - t) ** 2, "<=", 0
    yield "9", 0, curve, "=", -up / t**2 + down / (1 - t) ** 2


def numbers_gauss_kl(rng: Rng) -> Iterator[Side]:
    del rng

    def kl(m, s, a, t):
        return gauss(m, s, lambda z: lognormal_density(z, m, s) - lognormal_density(z, a, t))

    qp, pq = kl(0, 2, 0, 1), kl(0, 1, 0, 2)
    yield "1", 0, qp, "=", 0.5 * (4 - 1 - log(4))
    yield "2", 0, 0.5 * (4 - 1 - log(4)), "=", 1.5 - log(2)
    yield "2", 1, round(1.5 - log(2), 3), "=", 0.807
    yield "3", 0, qp, "=", 0.5 * (16 - 1 - log(16))
    yield "4", 0, pq, "=", 0.5 * (0.25 - 1 + log(4))
    yield "5", 0, pq, "=", 1.5 - log(2)
    yield "6", 0, kl(0, 1, 1, 1), "=", 0.5
    yield "7", 0, kl(0, 2, 1, 1), "=", log(0.5) + 5 / 2 - 0.5
    yield "7", 1, log(0.5) + 5 / 2 - 0.5, "=", 2 - log(2)
    yield "8", 0, gauss(0, 2, lambda z: z**2), "=", 16
    yield "9", 0, gauss(0, 2, lambda z: z**2), "=", 4
    yield "10", 0, gauss(1, 1, lambda z: z**2), "=", 1
    yield "11", 0, gauss(1, 1, lambda z: z**2), "=", 2


def laplace_law_exam(rng: Rng) -> Iterator[Side]:
    b, x, y = exp(rng.normal(0, 0.5)), *rng.normal(0, 1, 2)

    def line(f):
        top = 60 * b
        return integral(lambda t: f(t) * math.exp(-abs(t) / b) / (2 * b), -top, top, -5 * b, -b, 0, b, 5 * b)

    half = integral(lambda t: math.exp(-t / b) / b, 0, 60 * b, b, 5 * b, 20 * b)
    yield "1", 0, line(lambda _: 1), "=", half
    yield "1", 1, half, "=", 1
    yield "2", 0, line(abs), "=", b
    yield "3", 0, line(lambda t: t), "=", b
    yield "4", 0, line(lambda t: t**2), "=", 2 * b**2
    yield "5", 0, line(lambda t: t**2), "=", b**2
    value = log(exp(-abs(x) / b) / (2 * b))
    yield "6", 0, value, "=", -log(2 * b) - abs(x) / b
    yield "7", 0, value, "=", -log(2) + log(b) - abs(x) / b
    yield "8", 0, abs(x + y), "<=", abs(x) + abs(y)
    yield "9", 0, abs(x - y), "<=", abs(x) - abs(y)
    yield "10", 0, abs(x), "=", math.sqrt(x**2)


def where_after_use(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, m, jsd = w.p, w.g, w.m, w.jsd
    if rng.random() < 0.5:  # nearly disjoint ones
        p = w.cells.density(rng) ** 6
        p = p / w.sum(p)
        m = (p + q) / 2
        jsd = (w.kl(p, m) + w.kl(q, m)) / 2
    a, b = w.kl(p, m), w.kl(q, m)
    yield "1", 0, jsd, "=", a / 2 + b / 2
    yield "2", 0, a + b, "=", jsd
    yield "3", 0, w.kl(m, p) + w.kl(m, q), "=", 2 * jsd
    yield "4", 0, a, "<=", log(2)
    yield "5", 0, w.kl(m, p), "<=", log(2)
    yield "6", 0, w.sum(m * log(m / p)) + w.sum(m * log(m / q)), ">=", 0
    yield "7", 0, w.sum(p * log(m)) + w.sum(q * log(m)), "=", 2 * w.sum(m * log(m))
    yield "8", 0, w.sum(p * log(q)), "<=", w.sum(p * log(m))
    yield "9", 0, w.sum(p * log(m)), "<=", w.sum(p * log(p))
    yield "10", 0, w.sum(p * log(q)), "<=", w.sum(p * log(m)) + log(2)


def ridge_logistic_gradients(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 6))
    x, y = rng.normal(0, 1, (2, n))
    lam, w = rng.exponential() + 0.05, rng.normal()

    def first(u):
        return -np.sum(x * (y - u * x)) + lam * u

    gradient = slope(lambda u: 0.5 * np.sum((y - u * x) ** 2) + lam / 2 * u**2, w)
    yield "1", 0, gradient, "=", first(w)
    yield "2", 0, gradient, "=", np.sum(y - w * x) + lam * w
    root = w - first(w) / slope(first, w)  # affine: one Newton step
    yield "3", 1, root, "=", np.sum(x * y) / (np.sum(x**2) + lam)
    yield "4", 1, root, "=", np.sum(y) / (np.sum(x) + lam)
    yield "5", 0, slope(first, w), "=", np.sum(x**2) + lam
    yield "6", 0, slope(first, w), "=", np.sum(x) + lam
    a, b = x[0], y[0]
    logistic = slope(lambda u: log(1 + exp(-b * u * a)), w)
    yield "7", 0, logistic, "=", -b * a / (1 + exp(b * w * a))
    yield "8", 0, logistic, "=", -b * a / (1 + exp(-b * w * a))
    yield "9", 0, np.sum(x * y), "=", np.sum(x) * np.sum(y)


def hinge_softplus_gan(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    h = rng.normal(0, 2, w.cells.n)
    d = 1 / (1 + exp(-h))
    k = w.x
    yield "1", 0, -log(d[k]), "=", log(1 + exp(-h[k]))
    yield "2", 0, -log(1 - d[k]), "=", log(1 + exp(h[k]))
    yield "3", 0, -log(1 - d[k]), "=", log(1 + exp(-h[k]))
    yield "4", 0, log(d[k] / (1 - d[k])), "=", h[k]
    yield "5", 0, log(d[k] / (1 - d[k])), "=", -h[k]
    yield "6", 0, log(d[k]) - log(1 - d[k]), "=", log(2 * d[k] - 1)
    left, other, mean = w.sum(-w.g * log(d)), w.sum(-w.g * log(1 - d)), w.sum(w.g * h)
    yield "7", 0, left, "=", other - mean
    yield "8", 0, left, "=", other + mean
    best = log(w.p / w.g)
    share = 1 / (1 + exp(-best))[k]
    yield "9", 1, share, "=", w.star[k]
    yield "10", 1, share, "=", 1 - w.star[k]
    yield "11", 1, w.sum(w.g * best), "=", -w.kl(w.g, w.p)
    yield "12", 1, w.sum(w.g * best), "=", w.kl(w.p, w.g)


def euler_lagrange_strict(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    p, q, f, k = cells.density(rng), cells.density(rng), exp(rng.normal(0, 1, cells.n)), int(rng.integers(cells.n))

    def by(functional):
        def value(t):
            at = q.astype(complex)
            at[k] = t
            return functional(at)

        return slope(value, q[k]) / cells.width[k]

    fold = cells.fold
    divergence = by(lambda u: fold(u * log(u / p)))
    yield "1", 0, divergence, "=", log(q / p)[k] + 1
    yield "2", 0, divergence, "=", log(q / p)[k]
    entropy = by(lambda u: -fold(u * log(u)))
    yield "3", 0, entropy, "=", -log(q[k]) - 1
    yield "4", 0, entropy, "=", -fold(log(q)) - 1
    yield "5", 0, by(lambda u: fold(u**2)), "=", 2 * q[k]
    square, mean = by(lambda u: fold(u * f) ** 2), fold(q * f)
    yield "6", 0, square, "=", 2 * f[k] * mean
    yield "7", 0, square, "=", 2 * mean
    yield "8", 0, by(lambda u: log(fold(u * f))), "=", f[k] / mean
    cross = by(lambda u: fold(p * log(u)))
    yield "9", 0, cross, "=", p[k] / q[k]
    yield "10", 0, cross, "=", 1 / q[k]


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        elbo_from_bayes_book,
        mean_field_vi,
        diffusion_two_steps,
        jensen_many_functions,
        bayes_error_tv,
        map_beta_bernoulli,
        numbers_gauss_kl,
        laplace_law_exam,
        where_after_use,
        ridge_logistic_gradients,
        hinge_softplus_gan,
        euler_lagrange_strict,
    )
}
