"""Labels of the collected wrong answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from first import Game
from numeric import Document, Latent, Rng, Side, gauss, lognormal_density

log, exp = np.log, np.exp


def wrong_answers_elbo(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    if rng.random() < 0.3:  # q near the posterior, where a bound is nearly tight
        q = w.post * exp(rng.normal(0, 0.1, w.zs.n))
        q = q / w.sum(q)

    def mean(values):
        return w.sum(q * values)

    rec, prior, gap = mean(log(w.lik)), w.kl(q, w.prior), w.kl(q, w.post)
    yield "1", 0, lpx, "=", rec - prior
    yield "2", 0, lpx, ">=", mean(w.lik) - prior
    yield "3", 0, lpx, ">=", w.sum(w.prior * log(w.lik)) - prior
    yield "4", 0, lpx, ">=", rec - gap
    yield "5", 0, lpx, ">=", rec
    yield "6", 0, lpx, "<=", rec
    yield "7", 0, lpx, ">=", -w.sum(q * log(q / w.joint))
    yield "8", 0, lpx, "=", mean(log(w.joint)) - mean(log(q))
    yield "9", 0, lpx, "=", mean(log(w.joint)) - mean(log(w.post))
    yield "10", 0, w.evidence, ">=", mean(w.lik) * exp(-prior)
    yield "11", 0, lpx, ">=", rec - 2 * prior
    yield "12", 0, lpx, ">=", rec - prior / 2
    yield "13", 0, lpx, ">=", w.sum(q * log(w.joint) / log(q))
    yield "14", 0, lpx, "=", log(w.lik[z]) + log(w.prior[z])


def wrong_answers_gauss(rng: Rng) -> Iterator[Side]:
    m, s = rng.normal(0, 0.5), exp(rng.normal(0, 0.5))
    v = s**2

    def under(f):
        return gauss(m, s, f)

    kl = under(lambda z: lognormal_density(z, m, s) - lognormal_density(z, 0, 1))
    yield "1", 0, kl, "=", (m**2 + v - 1 - log(v)) / 2
    yield "2", 0, kl, "=", (m**2 + v + 1 - log(v)) / 2
    yield "3", 0, kl, "=", (m**2 + v - 1 + log(v)) / 2
    yield "4", 0, kl, "=", (m + v - 1 - log(v)) / 2
    yield "5", 0, kl, "=", (m**2 + s - 1 - log(s)) / 2
    yield "6", 0, kl, "=", m**2 + v - 1 - log(v)
    yield "7", 0, kl, "=", (m**2 + v - 1) / 2 - log(s)
    yield "8", 0, kl, ">=", v / 2
    yield "9", 0, kl, ">=", (s - 1) ** 2 / 2
    yield "10", 0, under(lambda z: (z - m) ** 2), "=", s
    yield "11", 0, under(lambda z: z**2), "=", v
    yield "12", 0, under(lambda z: z**2), "=", m**2 + v
    own, other = under(lambda z: lognormal_density(z, m, s)), under(lambda z: lognormal_density(z, 0, 1))
    yield "13", 0, own, "=", -log(2 * np.pi * v) / 2
    yield "14", 0, own, "=", -log(2 * np.pi * v) / 2 - 0.5
    yield "15", 0, other, "=", -log(2 * np.pi) / 2 - (m**2 + v) / 2
    yield "16", 0, other, "=", -log(2 * np.pi) / 2 - m**2 / 2


def wrong_answers_gan(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g, m, d, jsd = w.p, w.g, w.m, w.d, w.jsd
    if rng.random() < 0.3:  # a good discriminator
        d = w.star
    yield "1", 0, w.sum(p * log(p / m)) + w.sum(g * log(g / m)), "=", 2 * jsd
    value = w.sum(p * log(p / (2 * m))) + w.sum(g * log(g / (2 * m)))
    yield "2", 0, value, "=", 2 * jsd - log(2)
    yield "3", 0, value, "=", 2 * jsd + log(4)
    yield "4", 0, value, "=", jsd - log(4)
    yield "5", 0, w.sum(p * log(g / (2 * m))) + w.sum(g * log(p / (2 * m))), "=", 2 * jsd - log(4)
    game = w.sum(p * log(d) + g * log(1 - d))
    yield "6", 0, game, "<=", 2 * jsd - log(4)
    yield "7", 0, game, ">=", 2 * jsd - log(4)
    yield "8", 0, game, "<=", -log(4)
    yield "9", 0, w.sum(p * log(d) - g * log(1 - d)), "<=", 0
    plain = w.sum(p * d) + w.sum(g * (1 - d))
    yield "10", 0, plain, "<=", 1 + w.sum(abs(p - g)) / 2
    yield "11", 0, plain, "<=", 1
    yield "12", 0, jsd, "=", (w.kl(m, p) + w.kl(m, g)) / 2
    yield "13", 0, jsd, "=", w.kl(p, m) + w.kl(g, m)
    jeffreys = (w.kl(p, g) + w.kl(g, p)) / 2
    yield "14", 0, jsd, "=", jeffreys
    yield "15", 0, jsd, "=", (w.kl(g, m) + w.kl(p, m)) / 2
    yield "16", 0, jsd, "<=", jeffreys


def wrong_answers_divergences(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q = w.p, w.g
    if rng.random() < 0.3:  # close densities
        q = p * exp(rng.normal(0, 0.05, w.cells.n))
        q = q / w.sum(q)
    kl, size, jeffreys = w.kl(p, q), w.sum(abs(p - q)), w.sum((p - q) * log(p / q))
    yield "1", 0, kl, "<=", size
    yield "2", 0, kl, "=", w.sum(p * log(p)) - w.sum(q * log(q))
    yield "3", 0, kl, "=", jeffreys
    yield "4", 0, kl, "<=", jeffreys
    yield "5", 0, kl, "=", w.sum(p * log(p) / log(q))
    yield "6", 0, kl, "=", -kl
    yield "7", 0, kl, "<=", log(2)
    yield "8", 0, kl, ">=", size**2 / 2
    yield "9", 0, kl, ">=", size**2
    yield "10", 0, kl, "<=", w.sum(p**2 / q) - 1
    yield "11", 0, kl, "<=", w.sum(q**2 / p) - 1
    h, cross = -w.sum(p * log(p)), -w.sum(p * log(q))
    yield "12", 0, h, ">=", 0
    yield "13", 0, cross, ">=", h
    yield "14", 0, cross, ">=", -w.sum(q * log(q))
    root = w.sum((p * q) ** 0.5)
    yield "15", 0, root, "<=", 0.5
    yield "16", 0, root, ">=", 1 - size / 2


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (wrong_answers_elbo, wrong_answers_gauss, wrong_answers_gan, wrong_answers_divergences)
}
