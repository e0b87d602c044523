"""Labels of the homework with slips of all kinds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Latent, Rng, Side

log = np.log


def slips_of_all_kinds(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    z, q, lpx = int(rng.integers(w.zs.n)), w.q, log(w.evidence)
    yield "1", 0, w.post[z], "=", w.lik[z] * w.evidence / w.prior[z]
    yield "2", 0, log(w.joint[z]), "=", log(w.post[z]) + lpx
    yield "3", 0, log(w.lik[z] / w.evidence), "=", log(w.post[z]) / log(w.prior[z])
    bound = w.mean(log(w.joint / q))
    yield "4", 0, lpx, "=", log(w.sum(w.joint))
    yield "5", 0, lpx, "=", log(w.mean(w.joint / q))
    yield "6", 0, lpx, "=", bound
    wrong = w.mean(log(w.lik)) + w.kl(q, w.prior)
    yield "7", 0, bound, "=", wrong
    yield "8", 0, wrong, "=", -w.mean(-log(w.lik)) + w.kl(q, w.prior)
    yield "9", 0, lpx - bound, "=", -w.mean(log(w.post / q))
    # implications: the premise is put in, and the conclusion must hold
    yield "10", 1, w.kl(w.post, w.post), "=", 0.0
    yield "11", 1, w.kl(w.prior, w.prior), "=", 0.0
    yield "12", 1, lpx, "=", w.sum(w.prior * log(w.joint / w.prior))
    cells = Cells(rng)
    p, r = cells.density(rng), cells.density(rng)
    m = (p + r) / 2

    def kl(a: np.ndarray, b: np.ndarray) -> float:
        return float(cells.fold(a * log(a / b)))

    jsd = kl(p, m) / 2 + kl(r, m) / 2
    yield "13", 0, jsd, "=", kl(p, m) / 2 + kl(r, m)
    yield "14", 0, kl(p, r), "=", cells.fold(p * log(p)) + cells.fold(p * log(r))
    # with f = 1 the means agree, and the densities need not
    yield "15", 1, p[0], "=", r[0]
    yield "16", 0, cells.fold(abs(p - r)) / 2, "=", cells.fold(abs(p - r))
    yield "17", 0, cells.fold((p - r) * log(p / r)), "=", kl(p, r) + kl(r, p)


DOCUMENTS: dict[str, Document] = {"slips_of_all_kinds": slips_of_all_kinds}
