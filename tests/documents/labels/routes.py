"""Labels of the documents on chain rules, the JSD, f-GANs, W1 pieces, calculus steps and likelihoods."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game, uniform_w1
from numeric import Cells, Document, Latent, Rng, Side, integral, slope

log, exp = np.log, np.exp


def elbo_many_slips_ocr(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    yield "1", 0, lpx, "=", log(w.sum(w.joint))
    yield "1", 1, log(w.sum(w.joint)), "=", w.sum(log(w.joint))
    multiplied, bound = log(w.sum(q * w.joint / q)), w.sum(q * log(w.joint / q))
    yield "2", 0, lpx, "=", multiplied
    yield "2", 1, multiplied, "<=", bound
    three = w.sum(q * log(w.lik)) - w.sum(q * log(w.prior / q))
    yield "3", 0, bound, "=", three
    four = w.mean(log(w.lik)) - w.mean(log(w.prior / q))
    yield "4", 0, three, "=", four
    yield "5", 0, four, "=", w.mean(log(w.lik)) + w.kl(q, w.prior)
    yield "6", 0, w.mean(log(w.lik)), "=", log(w.mean(w.lik))
    yield "7", 0, w.sum(w.prior * w.lik), "=", w.evidence
    yield "8", 0, w.mean(w.lik), "=", w.evidence
    yield "9", 0, w.mean(q), "=", 1
    yield "10", 0, w.mean(w.prior / q), "=", 1


def elbo_tex_article(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    multiplied, bound = log(w.sum(q * w.joint / q)), w.sum(q * log(w.joint / q))
    yield "1", 0, lpx, "=", multiplied
    yield "2", 0, multiplied, ">=", bound
    three = w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "3", 0, bound, "=", three
    yield "4", 0, three, "=", w.mean(log(w.lik)) - w.kl(w.prior, q)
    yield "5", 1, w.sum(w.post * log(w.joint / w.post)), "=", lpx


def elbo_conditional_paper(rng: Rng) -> Iterator[Side]:
    xs, ys, zs = Cells(rng), Cells(rng), Cells(rng)
    px = xs.density(rng)
    pz_x = zs.density(rng, xs.n)  # [x, z]
    py_xz = ys.density(rng, xs.n, zs.n)  # [x, z, y]
    q = zs.density(rng)
    table = px[:, None, None] * pz_x[:, :, None] * py_xz
    lik, prior = py_xz[0, :, 0], pz_x[0]
    joint = lik * prior
    py = zs.fold(joint)
    post = joint / py
    pz = np.sum(xs.width[:, None] * px[:, None] * pz_x, axis=0)
    zy = np.sum(xs.width[:, None] * table[:, :, 0], axis=0)
    pz_y = zy / zs.fold(zy)

    def kl(a, b):
        return zs.fold(a * log(a / b))

    two = log(zs.fold(q * (joint / q)))
    yield "1", 0, log(np.sum(zs.width * table[0, :, 0]) / px[0]), "=", log(zs.fold(lik * prior))
    yield "2", 0, log(zs.fold(lik * prior)), "=", two
    three = zs.fold(q * log(lik)) - kl(q, prior)
    yield "3", 0, two, ">=", three
    yield "4", 0, three, "=", zs.fold(q * log(lik)) - kl(q, pz)
    yield "5", 0, log(py) - zs.fold(q * log(joint / q)), "=", kl(q, post)
    yield "6", 0, kl(q, post), "=", kl(q, pz_y)
    yield "7", 0, post[0], "=", lik[0] * prior[0] / py
    yield "8", 0, post[0], "=", lik[0] * prior[0] / zs.fold(zy)


class Pair:
    """Two joint densities p(x,y) and q(x,y) over the same cells."""

    def __init__(self, rng: Rng):
        self.xs, self.ys = Cells(rng), Cells(rng)
        self.area = np.outer(self.xs.width, self.ys.width)
        self.p, self.q = self.draw(rng), self.draw(rng)

    def draw(self, rng):
        raw = exp(rng.normal(0, rng.choice([0.3, 1.0, 2.0]), self.area.shape))
        return raw / np.sum(self.area * raw)

    def x(self, table):
        return table @ self.ys.width

    def y(self, table):
        return self.xs.width @ table

    def kl(self, a, b):
        return np.sum(self.area * a * log(a / b))


def kl_chain_rule_slips(rng: Rng) -> Iterator[Side]:
    w = Pair(rng)
    p, q = w.p, w.q
    px, py, qx, qy = w.x(p), w.y(p), w.x(q), w.y(q)
    p_yx, q_yx, p_xy, q_xy = p / px[:, None], q / qx[:, None], p / py, q / qy
    kl, klx, kly = w.kl(p, q), w.xs.fold(px * log(px / qx)), w.ys.fold(py * log(py / qy))
    one = np.sum(w.area * p * log(px[:, None] * p_yx / (qx[:, None] * q_yx)))
    yield "1", 0, kl, "=", one
    inner = w.ys.fold(p_yx * log(p_yx / q_yx))
    two = klx + w.xs.fold(px * inner)
    yield "2", 0, one, "=", two
    yield "3", 0, two, "=", klx + w.xs.fold(qx * inner)
    four = kly + w.ys.fold(py * (w.xs.width @ (p_xy * log(p_xy / q_xy))))
    yield "4", 0, kl, "=", four
    yield "5", 0, four, ">=", kly
    yield "6", 0, kl, "=", klx + kly
    product, cross = w.kl(p, np.outer(px, py)), w.kl(p, np.outer(qx, qy))
    yield "7", 0, product, "=", cross - klx - kly
    yield "8", 0, cross, ">=", klx + kly
    yield "9", 0, kl, ">=", klx + kly


def jsd_routes_homework(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, m = w.p, w.g, w.m
    jsd, a, b = w.jsd, w.kl(p, m), w.kl(q, m)
    yield "1", 0, jsd, "=", (a + b) / 2
    two = w.sum(p * log(2 * p / (p + q))) / 2 + w.sum(q * log(2 * q / (p + q))) / 2
    yield "2", 0, (a + b) / 2, "=", two
    parts = w.sum(p * log(p / (p + q))) / 2 + w.sum(q * log(q / (p + q))) / 2
    yield "3", 0, two, "=", log(2) + parts
    yield "4", 0, log(2) + parts, "=", parts + log(2) / 2
    yield "5", 0, jsd, "<=", log(2)
    kl, back = w.kl(p, q), w.kl(q, p)
    yield "6", 0, jsd, "<=", (kl + back) / 4
    yield "7", 0, jsd, ">=", kl / 2
    yield "8", 0, a, "<=", kl / 2
    yield "9", 0, a, ">=", kl / 2
    yield "10", 0, a, "=", b
    yield "11", 0, jsd, "<=", w.sum(abs(p - q)) / 2


def fgan_paper(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, t = w.p, w.g, rng.normal(0, rng.choice([0.5, 2.0]), w.cells.n)
    kl, chi = w.kl(p, q), w.sum(p**2 / q)
    if rng.random() < 0.5:
        t = 1 + log(p / q) + 0.1 * t
    yield "1", 0, w.sum(p * t) - w.sum(q * exp(t - 1)), "<=", kl
    best = 1 + log(p / q)
    yield "2", 0, w.sum(p * best) - w.sum(q * exp(best - 1)), "=", kl
    plain = w.sum(p * t) - w.sum(q * exp(t))
    yield "3", 0, plain, "<=", kl - 1
    yield "4", 0, plain, "<=", w.kl(q, p)
    yield "5", 0, 2 * w.sum(p * t) - w.sum(q * t**2), "<=", chi
    half = w.sum(p * t) - w.sum(q * t**2)
    yield "6", 0, half, "<=", chi / 4
    yield "7", 0, half, ">=", chi / 4
    a, b = rng.exponential(1, 2) + 0.01
    yield "8", 0, slope(lambda s: a * s - b * exp(s - 1), t[0]), "=", a - b * exp(t[0])
    solved = 1 + log(a) - log(b)
    assert abs(a - b * exp(solved - 1)) < 1e-9 * (1 + a)
    yield "9", 1, solved, "=", 1 + log(a / b)
    yield "10", 1, solved, "=", log(a / b) - 1


def w1_cdf_homework(rng: Rng) -> Iterator[Side]:
    pq, pr = uniform_w1(0, 1, 0, 2), uniform_w1(0, 1, 0.25, 0.75)
    one = integral(lambda x: x - x / 2, 0, 1) + integral(lambda x: 1 - x / 2, 1, 2)
    yield "1", 0, pq, "=", one
    yield "1", 1, one, "=", 1 / 4 + (2 - 1) - (1 - 1 / 4)
    yield "1", 2, 1 / 4 + 1 / 4, "=", 0.25 + 0.25
    yield "1", 3, 0.25 + 0.25, "=", 0.5
    area = integral(lambda u: abs(u - (0.25 + 0.5 * u)), 0, 1, 0.5)
    yield "2", 0, pr, "=", area
    yield "2", 1, area, "=", 0.125
    signed = integral(lambda u: u - (0.25 + 0.5 * u), 0, 1)
    yield "3", 0, pr, "=", signed
    yield "3", 1, signed, "=", 0
    twice = 2 * integral(lambda u: 0.25 - 0.5 * u, 0, 0.5)
    yield "4", 0, area, "=", twice
    yield "4", 1, twice, "=", 2 * (0.25 * 0.5 - 0.25 * 0.25)
    yield "4", 2, 2 * (0.25 * 0.5 - 0.25 * 0.25), "=", 0.125
    kl = integral(lambda x: log(1 / 0.5), 0, 1)
    yield "5", 0, 1 * log(1 / 0.5), "=", kl
    yield "5", 1, kl, "=", log(2)
    yield "5", 2, log(2), "~", 0.69
    six = integral(lambda x: 2 * log(2), 0.25, 0.75)
    yield "6", 0, 0.5 * 2 * log(2 / 1), "=", six
    yield "6", 1, six, "=", 2 * log(2)
    yield "7", 0, uniform_w1(0, 2, 0, 1), "=", -pq
    yield "8", 0, pq, "=", 1 - 0.5


def w1_wrong_pieces(rng: Rng) -> Iterator[Side]:
    w1 = uniform_w1(0, 1, 0.5, 1.5)
    head = integral(lambda x: x, 0, 0.5) + integral(lambda x: x - (x - 0.5), 0.5, 1)
    one = head + integral(lambda x: 1 - (x - 0.5), 1, 1.5)
    two = head + integral(lambda x: 0.5 - x, 1, 1.5)
    three = head + integral(lambda x: 1.5 - x, 1, 1.5)
    four = 0.125 + 0.25 + (2.25 - 1.125) - (1.5 - 0.5)
    yield "1", 0, w1, "=", one
    yield "2", 0, one, "=", two
    yield "3", 0, two, "=", three
    yield "4", 0, three, "=", four
    yield "5", 0, four, "=", 0.125 + 0.25 + 0.25
    yield "6", 0, 0.125 + 0.25 + 0.25, "=", 0.5
    yield "7", 0, integral(lambda x: x, 0, 0.5), "=", 0.25
    yield "7", 1, 0.5**2, "=", 0.25
    yield "8", 0, integral(lambda x: x**2, 0, 1), "=", 1 / 3
    yield "8", 1, 1 / 3 - 0, "=", 1 / 3
    yield "9", 0, integral(lambda x: 1 / x, 1, 2), "=", log(2) - log(1)
    yield "9", 1, log(2) - log(1), "=", log(2)
    yield "10", 0, integral(lambda x: exp(2 * x), 0, 1), "=", 2 * exp(2) - 2 * exp(0)
    yield "10", 1, 2 * exp(2) - 2 * exp(0), "=", 2 * math.e**2 - 2


def calculus_steps_mixed(rng: Rng) -> Iterator[Side]:
    s, a, b, t = *exp(rng.normal(0, 1, 3)), rng.normal(0, 2)
    p = rng.random() * 0.98 + 0.01

    def h(u):
        return -u * log(u) - (1 - u) * log(1 - u)

    yield "1", 0, slope(lambda u: log(u) + a / (2 * u**2), s), "=", 1 / s - a / s**3
    yield "2", 0, slope(lambda u: log(u**2) + a / u**2, s), "=", 1 / s**2 - 2 * a / s**3
    yield "3", 0, slope(h, p), "=", log((1 - p) / p)
    yield "4", 0, slope(h, p), "=", -log(p) - log(1 - p)
    yield "5", 0, slope(lambda u: log((1 - u) / u), p), "=", -1 / (p * (1 - p))
    yield "6", 0, log(a + b), "=", log(a) + log(1 + b / a)
    yield "7", 0, log(a + b), "=", log(a) + log(b)
    yield "9", 0, a / (a + b), "=", 1 / (1 + exp(-(log(a) - log(b))))
    yield "10", 0, 1 / a + 1 / b, "=", 1 / (a + b)
    logistic = 1 / (1 + exp(-t))
    yield "11", 0, logistic, "=", 1 - 1 / (1 + exp(t))
    yield "12", 0, slope(lambda u: 1 / (1 + exp(-u)), t), "=", logistic * (1 - logistic)
    yield "13", 0, slope(lambda u: log(1 + exp(u)), t), "=", 1 / (1 + exp(t))
    yield "14", 0, math.hypot(a, b), "=", a + b
    yield "15", 0, log(math.sqrt(a)), "=", log(a) / 2


def cross_entropy_softmax(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q = w.p, w.g
    hp, hq, hpq, hqp = -w.sum(p * log(p)), -w.sum(q * log(q)), -w.sum(p * log(q)), -w.sum(q * log(p))
    kl = w.kl(p, q)
    yield "1", 0, hpq, "=", hp + kl
    yield "2", 0, hpq, ">=", hp
    yield "3", 0, hpq, "=", hqp
    yield "4", 0, hpq, ">=", hq
    yield "5", 0, hpq - hq, "=", kl + hp - hq
    yield "6", 0, w.sum((p - q) * log(q)), "=", hq - hpq
    yield "7", 0, w.sum((p - q) * log(p / q)), "=", hpq - hp + hqp - hq
    yield "8", 0, w.sum(p * log(q / p)), "<=", 0
    yield "9", 0, w.sum(q * log(q / p)), "<=", 0
    yield "10", 0, w.sum(p * log(q / p)), "<=", log(w.sum(p * (q / p)))
    yield "10", 1, log(w.sum(p * (q / p))), "=", log(w.sum(q))
    yield "10", 2, log(w.sum(q)), "=", 0
    yield "11", 0, w.sum(p * log(q / p)), ">=", w.sum(q) - w.sum(p)


def gan_generator_change(rng: Rng) -> Iterator[Side]:
    # z has its own cells; G sends every cell of z to a point of x, so that p_g is the push-forward
    n, k = int(rng.integers(2, 5)), int(rng.integers(4, 8))
    pz = rng.dirichlet(np.ones(k))
    to = np.concatenate([np.arange(n), rng.integers(0, n, max(k - n, 0))])[:k]
    pg = np.bincount(to, weights=pz, minlength=n)
    if np.any(pg == 0):
        return
    pd, d, dz = rng.dirichlet(np.ones(n)) + 1e-9, rng.beta(0.8, 0.8, n) * 0.998 + 0.001, rng.random(k) * 0.99
    pd = pd / pd.sum()
    left = np.sum(pz * log(1 - d[to]))
    right = np.sum(pg * log(1 - d))
    yield "1", 0, left, "=", right
    yield "2", 0, right, "=", np.sum(pg * log(1 - d))
    yield "3", 0, right, "=", np.sum(pz * log(1 - dz))
    value = np.sum(pd * log(d) + pg * log(1 - d))
    yield "4", 0, np.sum(pd * log(d)) + left, "=", value
    yield "5", 0, value, "<=", np.sum(pd * log(pd / (pd + pg))) + np.sum(pg * log(pg / (pd + pg)))
    yield "6", 0, np.sum(-pg * log(d)), "=", right
    yield "7", 0, np.sum(-pg * log(d)), ">=", right
    yield "8", 0, log(d[0] / (1 - d[0])) + log((1 - d[0]) / d[0]), "=", 0
    star = pd / (pd + pg)
    yield "9", 1, star[0] / (1 - star[0]), "=", pd[0] / pg[0]
    yield "10", 1, pd[0], "=", pg[0]  # D = 1/2 everywhere, data and generator unrelated to it


def poisson_bernoulli_mle(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 7))
    x = rng.poisson(3, n) + 1
    lam, theta, total = *(rng.exponential(1, 2) + 0.05), np.sum(x)
    factorials = np.array([math.lgamma(k + 1) for k in x])
    yield "1", 0, slope(lambda u: np.sum(x * log(u) - u - factorials), lam), "=", total / lam - n
    yield "2", 1, total / n, "=", np.mean(x)
    yield "3", 1, total / n, "=", total

    def likelihood(u):
        return np.sum(log(u) - u * x)

    yield "4", 0, likelihood(theta), "=", n * log(theta) - theta * total
    yield "5", 0, slope(likelihood, theta), "=", n / theta - total
    yield "6", 0, slope(likelihood, theta), "=", 1 / theta - total
    yield "7", 1, n / total, "=", total / n
    yield "8", 1, n / total, "=", n / total
    yield "9", 0, slope(lambda u: n / u - total, theta), "=", -n / theta**2


def fisher_score(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng)
    base, tilt, f, theta = *rng.normal(0, 1, (3, cells.n)), rng.normal()

    def p(u):
        raw = exp(base + u * tilt + u**2 * np.cos(base))
        return raw / cells.fold(raw)

    here = p(theta)
    x = int(rng.integers(cells.n))
    score = np.array([slope(lambda u, i=i: log(p(u)[i]), theta) for i in range(cells.n)])
    move = np.array([slope(lambda u, i=i: p(u)[i], theta) for i in range(cells.n)])
    yield "1", 0, cells.fold(here * score), "=", cells.fold(move)
    mass = slope(lambda u: cells.fold(p(u)), theta)
    yield "2", 0, cells.fold(move), "=", mass
    yield "4", 0, score[x], "=", move[x] / here[x]
    change = slope(lambda u: cells.fold(p(u) * f), theta)
    yield "5", 0, change, "=", cells.fold(here * f * score)
    yield "6", 0, change, "=", cells.fold(f * score)


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        elbo_many_slips_ocr,
        elbo_tex_article,
        elbo_conditional_paper,
        kl_chain_rule_slips,
        jsd_routes_homework,
        fgan_paper,
        w1_cdf_homework,
        w1_wrong_pieces,
        calculus_steps_mixed,
        cross_entropy_softmax,
        gan_generator_change,
        poisson_bernoulli_mle,
        fisher_score,
    )
}
