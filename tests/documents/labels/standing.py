"""Labels of the documents on facts in words, and on roots and far bounds."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Rng, Side

log = np.log


def independence_in_words(rng: Rng) -> Iterator[Side]:
    xs, ys, zs = Cells(rng), Cells(rng), Cells(rng)
    area = np.outer(xs.width, ys.width)
    px, py = xs.density(rng), ys.density(rng)
    f, g = rng.normal(0, 2, xs.n), rng.normal(0, 2, ys.n)
    both = np.outer(px, py)
    i, j = int(rng.integers(xs.n)), int(rng.integers(ys.n))
    yield "1", 0, both[i, j] / ys_marginal(both, xs)[j], "=", px[i]
    yield "2", 0, np.sum(area * both * log(both / np.outer(px, py))), "=", 0
    mean = np.sum(area * both * np.outer(f, g))
    yield "3", 0, mean, "=", xs.fold(px * f) * ys.fold(py * g)
    squares = np.sum(area * both * (f[:, None] + g[None, :]) ** 2)
    yield "4", 0, squares, "=", xs.fold(px * f**2) + ys.fold(py * g**2)
    joint = np.exp(rng.normal(0, 1.5, (xs.n, ys.n)))
    joint = joint / np.sum(area * joint)
    x, y = joint @ ys.width, ys_marginal(joint, xs)
    given = joint / y[None, :]
    yield "5", 0, given[i, j], "=", x[i]
    information = np.sum(area * joint * log(joint / np.outer(x, y)))
    yield "6", 0, information, ">=", 0
    inner = np.sum(xs.width[:, None] * given * log(given / x[:, None]), 0)
    yield "7", 0, information, "=", np.sum(ys.width * y * inner)
    turned = np.sum(xs.width[:, None] * x[:, None] * log(x[:, None] / given), 0)
    yield "8", 0, information, "=", np.sum(ys.width * y * turned)
    first, step, last = xs.density(rng), ys.density(rng, xs.n), zs.density(rng, ys.n)
    chain = first[:, None, None] * step[:, :, None] * last[None, :, :]
    middle = np.einsum("ijk,i,k->j", chain, xs.width, zs.width)
    left = np.einsum("ijk,k->ij", chain, zs.width) / middle
    right = np.einsum("ijk,i->jk", chain, xs.width) / middle[:, None]
    k = int(rng.integers(zs.n))
    yield "10", 0, chain[i, j, k] / middle[j], "=", left[i, j] * right[j, k]
    pair = np.einsum("ijk,j->ik", chain, ys.width)
    one, two = pair @ zs.width, xs.width @ pair
    yield "11", 0, pair[i, k], "=", one[i] * two[k]


def ys_marginal(joint: np.ndarray, xs: Cells) -> np.ndarray:
    return xs.width @ joint


def roots_and_bounds(rng: Rng) -> Iterator[Side]:
    w = float(np.exp(rng.normal(0, 2)))
    root = math.sqrt(7)
    yield "1", 1, root, "=", math.sqrt(7)  # the only positive solution
    yield "2", 1, float(rng.choice((-root, root))), "=", root
    yield "3", 1, float(rng.integers(2)), "=", 1
    yield "4", 0, math.log(w**2), "=", 2 * math.log(w)
    yield "5", 0, w + 0 * math.log(w), ">=", 0
    yield "6", 0, (w**2 - 1) / (w - 1), "=", w + 1
    a = float(rng.choice((math.pi, rng.normal(0, 3))))
    yield "7", 0, float((a - math.pi) ** 2 > 0), "=", 1  # is the strict inequality true there?
    yield "8", 0, (a - math.pi) ** 2, ">=", 0
    far = float(np.exp(rng.uniform(0, 200)))
    yield "9", 0, math.log(far), "<=", 100
    yield "10", 0, math.log(w), "<=", w - 1
    n = int(rng.integers(1, 12))
    numbers = np.full(n, 1.0) if rng.random() < 0.5 else rng.normal(0, 1, n)
    yield "11", 0, np.sum(numbers**2), ">=", np.sum(numbers) ** 2 / 4
    yield "12", 0, a**3 - a, "<=", a**4 + 5


DOCUMENTS: dict[str, Document] = {
    "independence_in_words": independence_in_words,
    "roots_and_bounds": roots_and_bounds,
}
