"""Labels of the exercise sheets: conditioning, dummy variables, series, data processing, a full homework."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from first import Game, uniform_w1
from numeric import Cells, Document, Latent, Rng, Side, gauss, integral, lognormal_density
from routes import Pair

log, exp = np.log, np.exp


def conditional_independence(rng: Rng) -> Iterator[Side]:
    xs, ys, zs = Cells(rng), Cells(rng), Cells(rng)
    raw = exp(rng.normal(0, 1, (xs.n, ys.n, zs.n)))
    p = raw / np.einsum("i,j,k,ijk", xs.width, ys.width, zs.width, raw)
    i, j, k = (int(rng.integers(c.n)) for c in (xs, ys, zs))
    xy, xz, yz = p @ zs.width, np.einsum("j,ijk->ik", ys.width, p), np.einsum("i,ijk->jk", xs.width, p)
    x, y, z = xy @ ys.width, xs.width @ xy, xs.width @ xz
    yield "1", 0, (p / z)[i, j, k], "=", (p / yz)[i, j, k] * (yz / z)[j, k]
    yield "2", 0, (p / z)[i, j, k], "=", (xz / z)[i, k] * (yz / z)[j, k]
    x_z = (xz / z)[i, k]
    yield "3", 0, np.sum(ys.width * (p / yz)[i, :, k] * (yz / z)[:, k]), "=", x_z
    yield "4", 0, np.sum(ys.width * (xy / y)[i] * (yz / z)[:, k]), "=", x_z
    z_y, x_y = yz / y[:, None], (xy / y)[i, j]
    yield "5", 0, x_y, "=", np.sum(zs.width * (p / yz)[i, j] * z_y[j])
    yield "6", 0, x_y, "=", np.sum(zs.width * (p / yz)[i, j] * z)
    x_yz, y_z = (p / yz)[i, j, k], (yz / z)[j, k]
    yield "7", 0, x_yz, "=", (p / xz[:, None, :])[i, j, k] * x_z / y_z
    y_x = xy[i, j] / x[i]
    yield "8", 0, x_yz, "=", y_x * x_z / y_z
    yield "9", 0, p[i, j, k], "=", x[i] * y_x * p[i, j, k] / xy[i, j]
    yield "10", 0, p[i, j, k], "=", x[i] * y_x * z_y[j, k]
    yield "11", 0, x_y * y[j], "=", y_x * x[i]
    yield "12", 0, x_y / x[i], "=", y_x / y[j]
    yield "13", 0, x_y / y_x, "=", y[j] / x[i]
    yield "14", 0, np.sum(np.outer(xs.width, ys.width) * (xy / y) / x[:, None] * xy), ">=", 1


def shadowed_variables(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, f, k = w.p, w.g, rng.normal(0, 1, w.cells.n), w.x
    area = np.outer(w.cells.width, w.cells.width)
    mean = w.sum(p * f)

    def both(values):
        return np.sum(area * values)

    yield "1", 0, w.sum(p * mean), "=", mean
    yield "2", 0, f[k] * w.sum(p), "=", f[k]
    yield "3", 0, f[k] * w.sum(p), "=", mean
    yield "4", 0, mean**2, "=", both(np.outer(p * f, p * f))
    yield "5", 0, mean**2, "=", w.sum(p**2 * f**2)
    spread = both(np.outer(p, p) * (f[:, None] - f) ** 2)
    yield "6", 0, spread, "=", 2 * w.sum(p * f**2) - 2 * mean**2
    yield "7", 0, spread, "=", w.sum(p * f**2) - mean**2
    crossed = both(np.outer(p, q) * log(p[:, None] / q))
    yield "8", 0, crossed, "=", w.sum(p * log(p)) - w.sum(q * log(q))
    yield "9", 0, crossed, "=", w.kl(p, q)
    yield "10", 0, both(np.outer(p, p) * log(p[:, None] / p)), "=", 0
    yield "11", 0, w.sum(p * (f - mean)), "=", 0
    yield "12", 0, w.sum(p * f * mean), "=", w.sum(p * f**2)


def series_and_improper(rng: Rng) -> Iterator[Side]:
    r, n = rng.random() * 0.9 + 0.02, int(rng.integers(1, 9))
    k = np.arange(1000)
    yield "1", 0, np.sum(r**k), "=", 1 / (1 - r)
    yield "2", 0, np.sum(r ** k[1:]), "=", 1 / (1 - r)
    yield "3", 0, np.sum((1 - r) * r**k), "=", 1
    count = sum(range(1, n + 1))
    yield "4", 0, count, "=", n * (n + 1) / 2
    yield "5", 0, count, "=", n**2 / 2
    yield "6", 0, len(range(1, n + 1)), "=", n
    yield "7", 0, len(range(n + 1)), "=", n
    # substitution x = e^-t: no singular end
    logs = integral(lambda t: -t * math.exp(-t), 0, 60, 1, 5, 20)
    yield "8", 0, logs, "=", -1
    yield "9", 0, logs, "=", 0
    yield "10", 0, integral(lambda t: -t * math.exp(-2 * t), 0, 60, 1, 5, 20), "=", -1 / 4
    tail = integral(lambda u: 1.0, 0, 1)  # x = 1/u
    yield "11", 0, tail, "=", 0 - (-1)
    yield "11", 1, 0 - (-1), "=", 1
    parabola = integral(lambda u: u * (1 - u), 0, 1)
    yield "12", 0, parabola, "=", 1 / 2 - 1 / 3
    yield "12", 1, 1 / 2 - 1 / 3, "=", 1 / 6
    yield "13", 0, parabola, "=", integral(lambda u: u, 0, 1) * integral(lambda u: 1 - u, 0, 1)
    yield "14", 0, integral(lambda x: abs(x - 1), 0, 2, 1), "=", 1
    yield "15", 0, integral(lambda x: abs(x - 1), 0, 2, 1), "=", 0


def data_processing(rng: Rng) -> Iterator[Side]:
    w = Pair(rng)
    p, px = w.p, w.x(w.p)
    qx = w.xs.density(rng)
    channel = p / px[:, None]
    q = qx[:, None] * channel
    py, qy = w.y(p), w.y(q)
    inputs, outputs = w.xs.fold(px * log(px / qx)), w.ys.fold(py * log(py / qy))
    back, other = p / py, q / qy
    yield "1", 0, w.kl(p, q), "=", inputs
    yield "2", 0, outputs, "<=", inputs
    yield "3", 0, outputs, "=", inputs
    yield "4", 0, inputs, "=", outputs + w.ys.fold(py * (w.xs.width @ (back * log(back / other))))
    yield "5", 0, outputs, ">=", inputs
    j = int(rng.integers(w.ys.n))
    through = w.xs.fold(channel[:, j] * qx)
    yield "6", 0, through, "=", qy[j]
    yield "7", 0, through, "=", py[j]
    yield "8", 0, other[0, j], "=", back[0, j]
    yield "9", 0, other[0, j] / back[0, j], "=", qx[0] / px[0] * py[j] / qy[j]


def chained_relations(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q, d, k, jsd = w.p, w.g, w.d, w.x, w.jsd
    if rng.random() < 0.5:  # nearly disjoint densities, where the JSD is large
        far = exp(np.linspace(-9, 9, w.cells.n))
        p, q = far / w.sum(far), far[::-1] / w.sum(far[::-1])
        m = (p + q) / 2
        jsd = (w.kl(p, m) + w.kl(q, m)) / 2
    yield "1", 0, 0, "<=", jsd
    yield "1", 1, jsd, "<=", log(2)
    yield "1", 2, log(2), "<=", 0.99
    yield "2", 0, 0, "<=", jsd
    yield "2", 1, jsd, "<=", 0.5
    inner = w.sum(p * log(2 * p / (p + q)))
    yield "3", 0, w.kl(p, (p + q) / 2), "=", inner
    yield "3", 1, inner, "<=", w.sum(p * log(2))
    yield "3", 2, w.sum(p * log(2)), "=", log(2)
    yield "4", 0, -log(4), "<=", -log(4) + 2 * jsd
    yield "4", 1, -log(4) + 2 * jsd, "<=", 0
    value = w.sum(p * log(d)) + w.sum(q * log(1 - d))
    yield "5", 0, value, "<=", 0
    yield "5", 1, 0, "<=", log(4) - 1
    yield "6", 0, value, ">=", -log(4)
    share = (p / (p + q))[k]
    yield "7", 0, 0, "<=", share
    yield "7", 1, share, "<=", 1
    yield "8", 0, 0, "<=", share
    yield "8", 1, share, "<=", p[k]
    yield "9", 0, 0, "<=", p[k]
    yield "9", 1, p[k], "<=", 1
    yield "10", 0, d[k] * (1 - d[k]), "<=", 1 / 4
    logs = log(d[k]) + log(1 - d[k])
    yield "11", 0, logs, "<=", -log(4)
    yield "12", 0, logs, ">=", -log(4)


def full_homework_ocr(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    one = log(w.sum(w.lik * w.prior))
    yield "1", 0, lpx, "=", one
    ratio = w.lik * w.prior / q
    yield "2", 0, one, "=", log(w.mean(ratio))
    yield "2", 1, log(w.mean(ratio)), ">=", w.mean(log(ratio))
    three = w.mean(log(w.lik)) + w.mean(log(w.prior / q))
    yield "3", 0, w.mean(log(ratio)), "=", three
    yield "4", 0, three, "=", w.mean(log(w.lik)) - w.kl(w.prior, q)
    m, s = rng.normal(), exp(rng.normal(0, 0.6))
    kl = gauss(m, s, lambda t: lognormal_density(t, m, s) - lognormal_density(t, 0, s))
    five = gauss(m, s, lambda t: -((t - m) ** 2) / (2 * s**2) + t**2 / (2 * s**2))
    yield "5", 0, kl, "=", five
    six = gauss(m, s, lambda t: 2 * t * m - m**2) / (2 * s**2)
    yield "6", 0, five, "=", six
    yield "7", 0, six, "=", m**2 / (2 * s**2)
    yield "8", 0, gauss(m, s, lambda t: t**2), "=", m**2
    lam = rng.normal()
    solved = exp(log(w.lik[z]) + log(w.prior[z]) - 1 + lam)
    yield "9", 1, solved, "=", w.lik[z] * w.prior[z] / math.exp(1 - lam)
    # (10)-(12): q a density of that form fixes lambda
    lam = 1 - log(w.sum(w.joint))
    yield "10", 0, w.sum(w.joint * math.exp(lam - 1)), "=", w.sum(w.lik * w.prior) / math.exp(1 - lam)
    yield "11", 0, math.exp(1 - lam), "=", w.evidence
    yield "12", 0, lam, "=", 1 + lpx
    g = Game(rng)
    p, other = g.p[g.x], g.g[g.x]
    star = p / (p + other)
    yield "13", 1, p - p * star, "=", other * star
    yield "14", 0, p / (other + p), "=", star
    w1 = uniform_w1(0, 1, 0.25, 1.25)
    area = integral(lambda x: x, 0, 0.25) + integral(lambda x: 0.25, 0.25, 1) + integral(lambda x: 1.25 - x, 1, 1.25)
    yield "15", 0, w1, "=", area
    yield "15", 1, area, "=", 0.25
    yield "16", 0, math.inf, "=", 0.25 * math.inf + 0.75 * log(1)  # c/0 is infinite, and so is its logarithm
    yield "16", 1, 0.25 * math.inf + 0.75 * log(1), "=", math.inf
    # P1 alone on [0, 1/4], both on [1/4, 1], P2 alone on [1, 5/4]
    jsd = 0.5 * 0.25 * log(1 / 0.5) + 0.5 * 0.25 * log(1 / 0.5)
    yield "17", 0, jsd, "=", 0.25 * log(2)
    yield "18", 0, jsd, "=", log(2)


def uniform_normal_numbers(rng: Rng) -> Iterator[Side]:
    del rng
    one = integral(lambda x: -0.5 * math.log(2 * math.pi) - x**2 / 2, 0, 1)
    half = 0.5 * log(2 * math.pi)
    yield "1", 0, one, "=", -half - 1 / 6
    yield "2", 0, one, "=", -half - 1 / 3
    three = integral(lambda x: math.log(1 / (math.exp(-(x**2) / 2) / math.sqrt(2 * math.pi))), 0, 1)
    yield "3", 0, three, "=", half + 1 / 6
    entropy = 0.5 * log(2 * math.pi * math.e)
    yield "4", 0, entropy, "=", 0.5 + half
    yield "5", 0, entropy, "=", half + math.e
    yield "6", 0, log(1 / math.sqrt(2 * math.pi)), "=", -half
    yield "7", 0, log(1 / math.sqrt(2 * math.pi)), "=", -2 * half
    yield "8", 0, round(entropy, 3), "=", 1.419
    square = gauss(0, 1, lambda x: x**2 + 2 * x + 1)
    yield "9", 0, square, "=", 2
    yield "10", 0, square, "=", 1
    yield "11", 0, gauss(0, 1, lambda x: (x + 1) ** 2), "=", gauss(0, 1, lambda x: x + 1) ** 2


def ocr_missing_pieces(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    likelihood = w.table / w.prior
    yield "1", 0, w.kl(q, q), "=", w.sum(q * log(q / q))
    yield "1", 1, w.sum(q * log(q / q)), "=", w.sum(q * log(1))
    yield "1", 2, w.sum(q * log(1)), "=", 0
    two = w.sum(q * log(q)) - w.sum(q * log(w.prior))
    yield "2", 0, w.kl(q, w.prior), "=", two
    yield "3", 0, two, "=", w.mean(log(q) - log(w.prior))
    yield "3", 1, w.mean(log(q) - log(w.prior)), ">=", 0
    yield "4", 0, w.sum(q), "=", 1
    yield "5", 0, w.sum(w.lik), "=", 1
    yield "6", 0, w.xs.fold(likelihood[:, z]), "=", 1
    ratio = w.sum(w.lik * w.prior / w.evidence)
    yield "7", 0, w.sum(w.post), "=", ratio
    yield "7", 1, ratio, "=", w.sum(w.lik * w.prior) / w.evidence
    yield "7", 2, w.sum(w.lik * w.prior) / w.evidence, "=", w.evidence / w.evidence
    yield "7", 3, w.evidence / w.evidence, "=", 1
    yield "8", 0, ratio, "=", w.prior[z]
    left, right = w.kl(q, w.post), w.sum(q * log(q / w.joint))
    yield "9", 0, left, "=", right + lpx
    yield "10", 0, left, "=", right - lpx


def entropy_ladder_tex(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, q = w.p, w.g
    kl = w.kl(p, q)
    yield "1", 0, kl, "=", w.sum(p * log(p / q))
    yield "2", 0, kl, ">=", 0
    yield "3", 0, kl, "=", w.kl(q, p)
    h, cross = -w.sum(p * log(p)), -w.sum(p * log(q))
    yield "4", 0, h, "<=", cross
    yield "5", 0, h, ">=", cross
    square = w.sum(p * (log(p) - log(q)) ** 2)
    yield "6", 0, square, ">=", kl**2
    yield "7", 0, square, "<=", kl**2


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        conditional_independence,
        shadowed_variables,
        series_and_improper,
        data_processing,
        chained_relations,
        full_homework_ocr,
        uniform_normal_numbers,
        ocr_missing_pieces,
        entropy_ladder_tex,
    )
}
