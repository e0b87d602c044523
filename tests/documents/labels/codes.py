"""Labels of the notes about aggregated codes, and of the homework about two classes."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Latent, Rng, Side

log = np.log


def aggregated_codes_notes(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    data = w.xs.density(rng)
    joint = data[:, None] * w.encoder
    fold_x, fold_z = w.xs.fold, w.zs.fold
    codes = np.sum(w.xs.width[:, None] * joint, axis=0)

    def kl(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return fold_z(a * log(a / b))

    rate = fold_x(data * kl(w.encoder, w.prior))
    information = fold_x(data * kl(w.encoder, codes))
    yield "1", 0, rate, "=", information + kl(codes, w.prior)
    yield "2", 0, information, "=", fold_x(data * kl(codes, w.encoder))
    yield "3", 0, kl(codes, w.prior), ">=", rate
    h_x, h_xz = -fold_x(data * log(data)), -fold_x(fold_z(joint * log(joint)))
    yield "4", 0, h_xz, "=", h_x + fold_x(data * -fold_z(w.encoder * log(w.encoder)))
    yield "5", 0, h_xz, "=", h_x - information
    whole = fold_x(fold_z(joint * log(joint / w.table)))
    marginal = w.prior
    rest = fold_x(fold_z(joint * log((joint / codes) / (w.table / marginal))))
    yield "6", 0, whole, "=", kl(codes, marginal) + rest
    weight = w.joint / w.q
    first, second = w.mean(weight), w.mean(weight**2)
    yield "7", 0, first, "=", w.evidence
    yield "8", 0, second - first**2, "=", w.evidence**2 * w.sum((w.post - w.q) ** 2 / w.q)
    yield "9", 0, first**2, "=", second
    draws = int(rng.integers(2, 5))
    yield "10", 0, (second - first**2) / draws, "=", second - first**2


def two_classes_homework(rng: Rng) -> Iterator[Side]:
    cells, t = Cells(rng), rng.uniform(0.05, 0.95)
    data, other = cells.density(rng), cells.density(rng)
    x = int(rng.integers(cells.n))
    one, two = t * data[x], (1 - t) * other[x]
    yield "1", 0, one + two, "=", t * data[x] + (1 - t) * other[x]
    yield "2", 0, one / (one + two), "=", t * data[x] / (t * data[x] + (1 - t) * other[x])
    yield "3", 0, one / (one + two), "=", data[x] / (data[x] + other[x])
    yield "4", 0, two / (one + two), "=", 1 - one / (one + two)
    yield "5", 0, two, "=", two / (one + two) * other[x]
    a, b = float(rng.integers(1, 6)), float(rng.integers(1, 6))  # the mean of log p under a beta law, by a finite sum
    euler = 0.5772156649015329

    def harmonic(n: float) -> float:
        return sum(1 / k for k in range(1, int(n))) - euler

    binomial = math.gamma(a + b) / (math.gamma(a) * math.gamma(b))

    def mean_log(s: float, u: float) -> float:  # int p^(s-1) (1-p)^(u-1) log p: term by term
        return binomial * sum(
            math.comb(int(u) - 1, k) * (-1) ** k * -1 / (s + k) ** 2 for k in range(int(u))
        )

    yield "6", 0, mean_log(a, b), "=", harmonic(a) - harmonic(a + b)
    yield "7", 0, mean_log(b, a), "=", harmonic(a + b) - harmonic(b)
    yield "8", 0, harmonic(a + 1), "=", harmonic(a) + 1 / a
    n = int(rng.integers(1, 5))  # an Erlang law: density s^n x^(n-1) e^(-s x) / (n-1)!, mean n / s
    s = rng.uniform(0.2, 3)
    m = n / s
    yield "9", 0, log(m) + (n / s) / m, "=", 1 + log(m)
    entropy = n - log(s) + math.lgamma(n) + (1 - n) * harmonic(n)
    yield "10", 0, entropy, ">=", 1 + log(m)


DOCUMENTS: dict[str, Document] = {
    "aggregated_codes_notes": aggregated_codes_notes,
    "two_classes_homework": two_classes_homework,
}
