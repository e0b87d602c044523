"""Labels of the documents in odd notations: OCR spacing, every KL sign, no brackets, no numbers, bold letters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from first import Game
from numeric import Document, Latent, Rng, Side, slope
from routes import Pair

log = np.log


def ocr_spaced_tokens(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    bound = w.sum(q * log(w.joint / q))
    yield "1", 0, lpx, "=", log(w.sum(w.joint))
    yield "2", 0, log(w.sum(w.joint)), ">=", bound
    three = w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "3", 0, bound, "=", three
    four = w.mean(log(w.joint)) - w.mean(log(w.prior))
    yield "4", 0, three, "=", four
    yield "5", 0, four, "=", w.mean(log(w.lik))
    yield "6", 0, w.kl(q, w.prior), "=", w.sum(q * log(w.prior / q))
    yield "7", 0, log(4) / 2, "=", log(2)


def kl_bar_variants(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    q, p = w.p, w.g
    kl, back = w.kl(q, p), w.kl(p, q)
    yield "1", 0, kl, "=", w.sum(q * log(q / p))
    yield "2", 0, kl, "=", w.sum(q * log(q)) - w.sum(q * log(p))
    yield "3", 0, kl, "=", w.sum(q * log(p)) - w.sum(q * log(q))
    yield "4", 0, kl, "=", w.sum(p * log(p / q))
    yield "5", 0, kl, "=", -w.sum(q * log(p / q))
    yield "6", 0, kl, ">=", 0
    yield "8", 0, kl + back, "=", w.sum((q - p) * log(q / p))
    yield "9", 0, kl + back, "=", 2 * kl
    yield "10", 0, kl, "=", w.sum(p * (q / p) * log(q / p))
    yield "11", 0, kl, "=", w.sum(p * log(q / p))


def expectation_no_brackets(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx = w.q, log(w.evidence)
    one = w.mean(log(w.lik)) - w.kl(q, w.prior)
    yield "1", 0, lpx, ">=", one
    two = w.mean(log(w.joint)) - w.mean(log(q))
    yield "2", 0, one, "=", two
    yield "3", 0, two, "=", w.mean(log(w.joint)) + w.mean(log(q))
    yield "4", 0, w.mean(log(q / w.post)), "=", w.mean(log(q)) - w.mean(log(w.post))
    free = -w.mean(log(w.joint / q))
    yield "5", 0, free, "=", w.kl(q, w.post) - lpx
    yield "6", 0, free, "=", w.kl(q, w.post) + lpx
    yield "8", 0, w.mean(log(w.prior)), "<=", w.mean(log(q))
    yield "9", 0, w.mean(log(w.prior)), "<=", 0


def brackets_no_numbers(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    px, z = w.evidence, int(rng.integers(w.zs.n))
    total = w.sum(w.lik * w.prior)
    yield "0a", 0, px, "=", total
    yield "0b", 0, px, "=", w.sum(w.post * px)
    yield "0c", 0, px, "=", w.sum(w.post * w.prior)
    yield "0d", 0, (w.lik * w.prior / total)[z], "=", w.post[z]
    yield "0e", 0, (w.lik / total)[z], "=", w.post[z]
    yield "0f", 0, w.sum(w.lik * w.prior / total), "=", 1
    yield "0g", 0, log(total), ">=", w.sum(w.prior * log(w.lik))
    yield "0h", 0, log(total), ">=", w.sum(log(w.lik * w.prior))


def bold_vectors_paper(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, z = w.q, log(w.evidence), int(rng.integers(w.zs.n))
    gap, prior, rec = w.kl(q, w.post), w.kl(q, w.prior), w.mean(log(w.lik))
    yield "1", 0, lpx, "=", w.mean(log(w.joint / q)) + gap
    yield "2", 0, lpx, ">=", rec - prior
    yield "3", 0, lpx, ">=", rec + prior
    yield "4", 0, lpx, ">=", rec - w.kl(w.prior, q)
    yield "5", 0, w.post[z], "=", w.lik[z] * w.prior[z] / w.evidence
    yield "6", 0, gap, "=", lpx - w.mean(log(w.joint) - log(q))
    yield "7", 0, gap, "=", lpx - w.mean(log(w.joint) + log(q))
    yield "8", 0, w.sum(w.post * log(w.joint / w.post)), "=", lpx
    yield "9", 0, w.sum(w.prior * log(w.lik)), "=", lpx


def renyi_bound_paper(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q, lpx, alpha = w.q, log(w.evidence), rng.random() * 0.98 + 0.01
    ratio = w.joint / q
    elbo, bound = w.mean(log(ratio)), log(w.mean(ratio ** (1 - alpha))) / (1 - alpha)
    yield "1", 0, lpx, ">=", bound
    yield "2", 0, bound, ">=", elbo
    yield "3", 0, bound, "<=", elbo
    second = log(w.mean(ratio**2)) / 2
    yield "4", 0, lpx, "<=", second
    yield "5", 0, lpx, ">=", second
    yield "6", 0, lpx, ">=", 2 * log(w.mean(ratio**0.5))
    yield "7", 0, lpx, "<=", w.sum(w.post * log(ratio))
    yield "8", 0, lpx, "<=", w.mean(log(w.joint / w.post))
    rec = w.sum(w.post * log(w.lik))
    yield "9", 0, lpx, "<=", rec
    yield "10", 0, lpx, ">=", rec


def gan_bad_optimum(rng: Rng) -> Iterator[Side]:
    w = Game(rng)
    p, g, d = w.p[w.x], w.g[w.x], w.d[w.x]
    yield "1", 0, slope(lambda t: p * log(t) + g * log(1 - t), d), "=", p / d + g / (1 - d)
    root = p / (p + g)
    assert abs(p / root - g / (1 - root)) < 1e-6 * (p + g) * (p / g + g / p + 2)
    yield "2", 1, p * (1 - root), "=", g * root
    yield "2", 3, p / (g + p), "=", root  # p (1 - D) = g D is affine in D
    yield "3", 1, root, "=", g / (p + g)
    yield "4", 1, root / (1 - root), "=", g / p
    yield "5", 1, p / d + g / (1 - d), ">=", p  # positive for every D: the premise is empty
    yield "6", 0, p / d - g / (1 - d), "=", (p - d * (p + g)) / (d * (1 - d))
    value, best = p * log(d) + g * log(1 - d), p * log(p / (p + g)) + g * log(g / (p + g))
    yield "7", 0, value, "<=", best
    yield "8", 0, value, "<=", p * log(0.5) + g * log(0.5)
    half = w.sum(w.p * log(0.5) + w.g * log(0.5))
    yield "9", 0, half, "=", -log(4)
    yield "10", 0, half, "=", -log(2)


def conditional_entropy_gan(rng: Rng) -> Iterator[Side]:
    w = Pair(rng)  # the first variable is c, the second x
    p, pc, px = w.p, w.x(w.p), w.y(w.p)
    back, given = p / px, p / pc[:, None]
    q = w.xs.density(rng, w.ys.n).T  # q(c|x)

    def both(values):
        return np.sum(w.area * values)

    known, hc = both(p * log(back)), -w.xs.fold(pc * log(pc))
    one = both(p * log(back / pc[:, None]))
    yield "1", 0, one, "=", known + hc
    cross = both(p * log(q))
    yield "2", 0, known + hc, ">=", cross + hc
    gap = w.ys.fold(px * (w.xs.width @ (back * log(back / q))))
    yield "3", 0, known, "=", cross + gap
    yield "4", 0, known, "=", cross - gap
    yield "5", 0, known, "=", w.xs.fold(pc * w.ys.fold(given * log(back)))
    yield "6", 0, known, "=", w.xs.fold(back[:, 0] * log(back[:, 0]))
    yield "7", 0, known, "<=", 0
    bound = both(p * log(q / pc[:, None]))
    yield "8", 0, one, ">=", bound
    yield "9", 0, bound, ">=", 0


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        ocr_spaced_tokens,
        kl_bar_variants,
        expectation_no_brackets,
        brackets_no_numbers,
        bold_vectors_paper,
        renyi_bound_paper,
        gan_bad_optimum,
        conditional_entropy_gan,
    )
}
