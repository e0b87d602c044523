"""Labels of entropies of discrete variables, which are sums over masses, and of densities, over cells of some width."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Rng, Side


def entropy(masses: np.ndarray) -> float:
    return float(-np.sum(masses * np.log(masses)))


def discrete_entropies(rng: Rng) -> Iterator[Side]:
    joint = rng.dirichlet(np.ones(6)).reshape(2, 3)
    x, y = joint.sum(1), joint.sum(0)
    given_x, given_y = entropy(joint) - entropy(x), entropy(joint) - entropy(y)
    information = float(np.sum(joint * np.log(joint / np.outer(x, y))))
    yield "1", 0, entropy(x), ">=", 0
    yield "2", 0, entropy(joint), "=", entropy(x) + float(-np.sum(joint * np.log(joint / x[:, None])))
    yield "2", 1, entropy(x) + given_x, ">=", entropy(x)
    yield "3", 0, information, "=", entropy(x) + float(np.sum(joint * np.log(joint / y[None, :])))
    yield "3", 1, entropy(x) - given_y, "<=", entropy(x)
    yield "4", 0, information, "=", given_y - given_x
    yield "5", 0, entropy(joint), "=", entropy(x) + entropy(y)
    masses = rng.dirichlet(np.ones(4))
    yield "6", 0, entropy(masses), ">=", 0
    yield "7", 0, float(np.sum(masses**2)), "<=", 1
    for number in ("8", "9"):
        cells = Cells(rng, masses=False)
        density = cells.density(rng)
        yield number, 0, -cells.fold(density * np.log(density)), ">=", 0


DOCUMENTS: dict[str, Document] = {"discrete_entropies": discrete_entropies}
