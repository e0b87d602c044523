"""Labels of the documents in unusual styles: slides, physics, capitals, split displays, Gibbs laws, mixtures."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game, uniform_w1
from numeric import Document, Latent, Rng, Side, gauss, integral, lognormal_density, slope
from routes import Pair

log, exp = np.log, np.exp


def style_overset_boxed(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    yield "1", 0, lpx, "=", log(w.sum(w.joint))
    two, bound = log(w.mean(w.joint / q)), w.mean(log(w.joint / q))
    yield "1", 1, log(w.sum(w.joint)), "=", two
    yield "1", 2, two, ">=", bound
    elbo = w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "1", 3, bound, "=", elbo
    yield "2", 0, lpx - w.kl(q, w.post), "=", elbo
    yield "3", 0, lpx + w.kl(q, w.post), "=", elbo
    yield "4", 0, w.mean(log(w.post / q)), "<=", 0
    yield "5", 0, w.mean(log(w.prior / w.post)), ">=", 0
    yield "6", 0, log(w.lik * w.prior)[0], "=", log(w.post[0]) + lpx
    yield "7", 0, log(w.lik[0]) - lpx, "=", log(w.prior[0]) - log(w.post[0])


def style_physics_brackets(rng: Rng) -> Iterator[Side]:
    w, pair = Latent(rng), Pair(rng)
    q, lpx = w.q, log(w.evidence)
    bound = w.sum(q * log(w.joint / q))
    yield "1", 0, lpx, "=", log(w.sum(w.joint))
    yield "1", 1, log(w.sum(w.joint)), ">=", bound
    two = w.sum(q * log(w.lik)) - w.kl(q, w.prior)
    yield "2", 0, bound, "=", two
    yield "3", 0, two, "=", w.sum(q * log(w.lik)) + w.sum(q * log(q)) - w.sum(q * log(w.prior))
    yield "4", 0, -bound, "=", -lpx + w.kl(q, w.post)
    yield "5", 0, -bound, ">=", -lpx
    yield "6", 0, -w.sum(q * log(w.joint)), ">=", -lpx
    p, px, pz = pair.p, pair.x(pair.p), pair.y(pair.p)
    info = pair.kl(p, np.outer(px, pz))
    given = p / px[:, None]
    inner = pair.ys.fold(given * log(given / pz))
    yield "7", 0, info, "=", pair.xs.fold(px * inner)
    yield "8", 0, info, "=", pair.xs.fold(inner)


def style_capital_letters(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    rec, prior, post = w.mean(log(w.lik)), w.kl(q, w.prior), w.kl(q, w.post)
    yield "1", 0, lpx, "=", log(w.sum(w.lik * w.prior))
    yield "2", 0, lpx - post, "=", rec - prior
    yield "3", 0, post, "=", w.mean(log(q) - log(w.post))
    inner = w.mean(log(q) - log(w.lik) - log(w.prior))
    yield "4", 0, w.mean(log(q) - log(w.post)), "=", inner + lpx
    yield "5", 0, inner + lpx, "=", inner - lpx
    yield "6", 0, post, "=", prior - rec
    yield "7", 0, post, ">=", 0
    yield "8", 0, prior, "<=", post


def style_split_aligned(rng: Rng) -> Iterator[Side]:
    m, s = rng.normal(), exp(rng.normal(0, 0.8))
    kl = gauss(m, s, lambda z: lognormal_density(z, m, s) - lognormal_density(z, 0, 1))
    one = gauss(
        m,
        s,
        lambda z: (
            -0.5 * log(2 * math.pi * s**2) - (z - m) ** 2 / (2 * s**2) + 0.5 * log(2 * math.pi) + z**2 / 2
        ),
    )
    yield "1", 0, kl, "=", one
    two = -0.5 * log(s**2) - 0.5 + 0.5 * (m**2 + s**2)
    yield "1", 1, one, "=", two

    def closed(t):
        return 0.5 * (m**2 + t**2 - 1 - log(t**2))

    yield "1", 2, two, "=", closed(s)
    yield "2", 0, kl, "=", 0.5 * (m**2 + s**2 - 1 - log(s))
    yield "3", 0, slope(closed, s), "=", s - 1 / s
    yield "4", 0, slope(closed, s), "=", s - 1 / s**2
    yield "5", 0, closed(s), ">=", 0.5 * m**2
    yield "6", 0, closed(s), ">=", 0.5 * (m**2 + s**2) - 1
    back = gauss(0, 1, lambda z: lognormal_density(z, 0, 1) - lognormal_density(z, m, s))
    yield "7", 0, back, "=", log(s) + (1 + m**2) / (2 * s**2) - 0.5
    yield "8", 0, back, "=", log(s) + (1 + m**2) / (2 * s**2) + 0.5


def style_exp_braces(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, energy = w.p, w.g, rng.normal(0, 2, w.cells.n)
    c = w.sum(p * exp(-energy))
    pi = p * exp(-energy) / c
    yield "1", 0, log(pi[0]), "=", log(p[0]) - energy[0] - log(c)
    yield "2", 0, log(pi[0]), "=", log(p[0]) - energy[0]
    yield "3", 0, w.sum(pi), "=", 1
    yield "4", 0, w.kl(q, pi), "=", w.kl(q, p) + w.sum(q * energy) + log(c)
    yield "5", 0, -log(c), "<=", w.sum(q * energy) + w.kl(q, p)
    yield "6", 0, -log(c), ">=", w.sum(p * energy)
    yield "7", 0, exp(w.sum(p * log(p))), "<=", w.sum(p**2)
    yield "8", 0, exp(-w.sum(p * energy)), "<=", c


def gan_js_direct(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g = w.p, w.g
    one = w.sum(p * log(p / (p + g)) + g * log(g / (p + g)))
    two = w.sum(p * log(0.5 * p / (0.5 * (p + g))) + g * log(0.5 * g / (0.5 * (p + g))))
    three = -log(2) - log(2) + w.kl(p, w.m) + w.kl(g, w.m)
    four = -2 * log(2) + 2 * w.jsd
    yield "2", 0, one, "=", two
    yield "3", 0, two, "=", three
    yield "4", 0, three, "=", four
    yield "5", 0, four, "=", -log(4) - 2 * w.jsd
    yield "6", 0, -log(4) + 2 * w.jsd, "<=", 0
    yield "7", 0, -log(4) + 2 * w.jsd, "=", 0
    yield "8", 1, w.sum(p * log(p / (p + p))), "=", -log(2)
    # (9): away from p = g the divergence is positive (as Pinsker says)
    yield "9", 1, w.jsd, ">=", w.sum(abs(p - g)) ** 2 / 8
    yield "10", 1, -log(4) + w.kl(p, (p + p) / 2), "=", 0
    yield "11", 0, w.sum(p * log(p / (p + g))), ">=", -log(2)
    yield "12", 0, w.sum(p * log(p / (p + g))), "<=", 0


def renyi_bhattacharyya(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, alpha = w.p, w.g, rng.random()
    root, kl = w.sum((p * q) ** 0.5), w.kl(p, q)
    yield "1", 0, w.sum(p**alpha * q ** (1 - alpha)), "<=", 1
    yield "2", 0, -log(root), ">=", 0
    yield "3", 0, -2 * log(root), "<=", kl
    yield "4", 0, -2 * log(root), ">=", kl
    hellinger = w.sum((p**0.5 - q**0.5) ** 2)
    yield "5", 0, hellinger, "=", w.sum(p) - 2 * root + w.sum(q)
    yield "6", 0, hellinger, "=", w.sum(p) - w.sum(q)
    yield "7", 0, root**2, "<=", w.sum(p) * w.sum(q)
    yield "8", 0, w.sum(p**2 / q), ">=", 1
    yield "9", 0, w.sum(p**2 / q), ">=", w.sum(p**2)
    yield "10", 0, w.sum(p**3 / q**2), ">=", 1
    yield "11", 0, w.sum(p * q), "<=", 1


def bernoulli_vae_decoder(rng: Rng) -> Iterator[Side]:
    y, x = rng.random() * 0.98 + 0.01, int(rng.integers(2))

    def ell(t):
        return x * log(t) + (1 - x) * log(1 - t)

    yield "1", 0, log(y**x * (1 - y) ** (1 - x)), "=", ell(y)
    yield "2", 0, slope(ell, y), "=", x / y - (1 - x) / (1 - y)
    yield "2", 1, x / y - (1 - x) / (1 - y), "=", (x - y) / (y * (1 - y))
    yield "3", 0, slope(ell, y), "=", (x - y) / (1 - y)
    yield "4", 0, ell(y), "=", log(1 - y) + x * log(y / (1 - y))
    yield "5", 0, ell(y), "=", log(x * y + (1 - x) * (1 - y))
    yield "6", 0, ell(y), "<=", 0
    yield "7", 1, abs(x / y - (1 - x) / (1 - y)), ">=", 1  # never zero inside (0,1): the premise is empty
    yield "8", 0, x**2, "=", x
    yield "9", 0, y**2, "=", y


def laplace_uniform_laws(rng: Rng) -> Iterator[Side]:
    a = exp(rng.normal())
    b = a * (1.01 + rng.exponential())
    kl = integral(lambda x: 1 / a * log((1 / a) / (1 / b)), 0, a)
    one = integral(lambda x: 1 / a * log(b / a), 0, a)
    yield "1", 0, kl, "=", one
    yield "1", 1, one, "=", log(b / a)
    yield "2", 0, kl, "=", log(a / b)
    yield "3", 0, math.inf, "=", log(a / b)  # Q has mass on [a,b], where P has none
    yield "4", 0, math.inf, "=", math.inf
    yield "5", 0, integral(lambda x: x / a, 0, a), "=", a**2 / (2 * a)
    yield "5", 1, a**2 / (2 * a), "=", a / 2
    second = integral(lambda x: x**2 / a, 0, a)
    yield "6", 0, second - (a / 2) ** 2, "=", a**2 / 3 - a**2 / 4
    yield "6", 1, a**2 / 3 - a**2 / 4, "=", a**2 / 12
    yield "7", 0, second, "=", a**3 / 3
    yield "8", 0, -integral(lambda x: 1 / a * log(1 / a), 0, a), "=", log(a)
    yield "9", 0, log(a), ">=", 0
    w1, ten = uniform_w1(0, a, 0, b), integral(lambda u: b * u - a * u, 0, 1)
    yield "10", 0, w1, "=", ten
    yield "10", 1, ten, "=", (b - a) / 2
    yield "11", 0, w1, "=", b - a
    tv = 0.5 * (integral(lambda x: 1 / a - 1 / b, 0, a) + integral(lambda x: 1 / b, a, b))
    yield "12", 0, tv, "=", 1 - a / b


def info_bottleneck_bounds(rng: Rng) -> Iterator[Side]:
    w = Pair(rng)  # the first variable is x, the second z
    p, px, pz = w.p, w.x(w.p), w.y(w.p)
    r = w.ys.density(rng)
    given, back = p / px[:, None], p / pz

    def both(values):
        return np.sum(w.area * values)

    info, cross = both(p * log(given / pz)), both(p * log(given / r))
    marginal = w.ys.fold(pz * log(pz / r))
    mean = w.xs.fold(px * w.ys.fold(given * log(given / r)))
    yield "1", 0, info, "<=", cross
    yield "2", 0, cross, "=", mean
    yield "3", 0, mean, "=", marginal
    yield "4", 0, cross, "=", info + marginal
    yield "5", 0, cross, "=", info - marginal
    yield "6", 0, mean, ">=", marginal
    yield "7", 0, both(p * log(pz)), "=", w.ys.fold(pz * log(pz))
    yield "8", 0, both(p * log(pz)), "=", w.ys.fold(given * log(pz))[0]
    q = w.xs.density(rng, w.ys.n).T
    yield "9", 0, both(p * log(q)), "<=", both(p * log(back))


def hard_em_latent_mixture(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 5))
    pi, f, k = rng.dirichlet(np.ones(n)), exp(rng.normal(0, 1, n)), int(rng.integers(n))
    total = np.sum(pi * f)
    r = pi * f / total
    yield "1", 0, np.sum(r), "=", 1
    yield "2", 0, log(total), ">=", np.sum(pi * log(f))
    yield "3", 0, log(total), "=", np.sum(log(pi * f))
    yield "4", 0, log(total), "=", np.sum(r * log(pi * f / r))
    yield "5", 0, log(total), "<=", np.sum(pi * log(f))

    def value(t):
        return log(total - pi[k] * f[k] + pi[k] * t)

    yield "6", 0, slope(value, f[k]), "=", pi[k] / total
    yield "7", 0, slope(value, f[k]), "=", 1 / f[k]
    yield "8", 0, slope(value, f[k]), "=", r[k] / f[k]


def gauss_2d_sums(rng: Rng) -> Iterator[Side]:
    d = int(rng.integers(2, 5))
    mu, m, s, k = rng.normal(0, 1, d), rng.normal(0, 1, d), exp(rng.normal(0, 0.7, d)), int(rng.integers(d))
    each = [
        gauss(a, t, lambda z, a=a, b=b, t=t: lognormal_density(z, a, t) - lognormal_density(z, b, 1))
        for a, b, t in zip(mu, m, s, strict=True)
    ]
    # one draw of log q - log p is a sum over coordinates, and so is its mean
    yield "1", 0, math.fsum(each), "=", sum(each)
    two = 0.5 * np.sum(s**2 + (mu - m) ** 2 - 1 - log(s**2))
    yield "2", 0, sum(each), "=", two
    three = 0.5 * np.sum(s**2 + (mu - m) ** 2 - log(s**2))
    yield "3", 0, two, "=", three - d / 2
    yield "4", 0, three - d / 2, "=", three - 1 / 2
    yield "5", 0, two, ">=", 0.5 * np.sum((mu - m) ** 2)
    yield "6", 0, 0.5 * np.sum(s**2 - 1 - 2 * log(s)), ">=", 0
    yield "7", 0, np.sum((mu - m) ** 2), "=", np.sum(mu - m) ** 2

    def value(t):
        at = mu.astype(complex)
        at[k] = t
        return 0.5 * np.sum((at - m) ** 2)

    yield "8", 0, slope(value, mu[k]), "=", mu[k] - m[k]
    yield "9", 0, slope(value, mu[k]), "=", np.sum(mu - m)


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        style_overset_boxed,
        style_physics_brackets,
        style_capital_letters,
        style_split_aligned,
        style_exp_braces,
        gan_js_direct,
        renyi_bhattacharyya,
        bernoulli_vae_decoder,
        laplace_uniform_laws,
        info_bottleneck_bounds,
        hard_em_latent_mixture,
        gauss_2d_sums,
    )
}
