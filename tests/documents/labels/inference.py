"""Labels of the documents on EM with old parameters, Boltzmann densities and informations of groups of variables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numeric import Cells, Document, Rng, Side, slope

log, exp = np.log, np.exp


def em_old_parameters(rng: Rng) -> Iterator[Side]:
    cells = Cells(rng, masses=True)
    fold = cells.fold
    new, old = (np.exp(rng.normal(0, 1.5, cells.n)) for _ in range(2))  # p(x, z | parameter) at one x
    q = cells.density(rng)

    def post(joint: np.ndarray) -> np.ndarray:
        return joint / fold(joint)

    def ell(joint: np.ndarray) -> float:
        return float(log(fold(joint)))

    def big_q(a: np.ndarray, b: np.ndarray) -> float:
        return float(fold(post(b) * log(a)))

    def big_h(a: np.ndarray, b: np.ndarray) -> float:
        return float(-fold(post(b) * log(post(a))))

    def free(density: np.ndarray, joint: np.ndarray) -> float:
        return float(fold(density * log(joint / density)))

    gain, rise = ell(new) - ell(old), big_q(new, old) - big_q(old, old)
    yield "1", 0, ell(new), "=", big_q(new, old) + big_h(new, old)
    yield "2", 0, big_h(new, old), ">=", big_h(old, old)
    yield "3", 0, gain, ">=", rise
    yield "4", 0, gain, "=", rise
    yield "5", 0, big_h(new, old) - big_h(old, old), "=", fold(post(old) * log(post(old) / post(new)))
    yield "6", 0, big_h(new, old) - big_h(old, old), "=", fold(post(new) * log(post(new) / post(old)))
    yield "7", 0, big_q(old, new), "=", big_q(new, old)
    yield "8", 0, big_q(old, new) - big_q(new, new), "=", fold(post(new) * log(old / new))
    yield "9", 0, free(q, new), "=", ell(new) - fold(q * log(q / post(new)))
    yield "10", 0, free(post(old), new), "=", big_q(new, old) + big_h(old, old)
    yield "11", 0, free(post(old), new), "=", big_q(new, old) + big_h(new, old)
    yield "12", 0, free(post(old), old), "=", ell(old)
    yield "13", 0, free(post(old), new), ">=", ell(old)


def boltzmann_energy(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 5))
    u, beta = rng.normal(0, 2, n), rng.exponential() + 0.1
    q = rng.dirichlet(np.ones(n))

    def z(b: complex) -> complex:
        return np.sum(exp(-b * u))

    p = exp(-beta * u) / z(beta)
    mean, entropy = float(np.sum(p * u)), float(-np.sum(p * log(p)))
    free = float(np.sum(q * u) + np.sum(q * log(q)) / beta)
    yield "1", 0, log(p[0]), "=", -beta * u[0] - log(z(beta))
    yield "2", 0, entropy, "=", beta * mean + log(z(beta))
    yield "3", 0, beta * free, "=", np.sum(q * log(q / p)) - log(z(beta))
    yield "4", 0, beta * free, "=", np.sum(p * log(p / q)) - log(z(beta))
    yield "5", 0, mean - entropy / beta, "=", -log(z(beta)) / beta
    yield "6", 0, mean - entropy / beta, "=", log(z(beta)) / beta
    yield "7", 0, slope(lambda b: log(z(b)), beta), "=", -mean
    yield "8", 0, slope(lambda b: np.sum(u * exp(-b * u)) / z(b), beta), "=", mean**2 - np.sum(p * u**2)
    yield "9", 0, slope(lambda b: -np.sum(u * exp(-b * u)) / z(b), beta), "=", np.sum(p * u**2)
    yield "10", 0, slope(lambda b: exp(-b * u[0]) / z(b), beta), "=", p[0] * (mean - u[0])


def information_groups(rng: Rng) -> Iterator[Side]:
    table = rng.dirichlet(np.full(8, rng.choice([0.2, 1.0, 5.0]))).reshape(2, 2, 2) + 1e-9
    table /= table.sum()

    def h(*axes: int) -> float:
        marginal = table.sum(axis=tuple(k for k in range(3) if k not in axes))
        return float(-np.sum(marginal * log(marginal)))

    x, y, z = 0, 1, 2
    xz, yz, xy = h(x) + h(z) - h(x, z), h(y) + h(z) - h(y, z), h(x) + h(y) - h(x, y)
    both = h(x, y) + h(z) - h(x, y, z)
    given = h(x, z) + h(y, z) - h(x, y, z) - h(z)
    x_yz = h(x) + h(y, z) - h(x, y, z)
    yield "1", 0, both, "=", xz + h(x, y) + h(x, z) - h(x, y, z) - h(x)
    yield "2", 0, x_yz, "=", xy + xz
    yield "3", 0, x_yz, ">=", xy
    yield "4", 0, given, "=", (h(x, z) - h(z)) + (h(y, z) - h(z)) - (h(x, y, z) - h(z))
    yield "5", 0, given, "=", (h(x, z) - h(z)) - (h(x, y) - h(y))
    yield "6", 0, xy - given, "=", xz - (h(x, y) + h(y, z) - h(x, y, z) - h(y))
    yield "7", 0, h(x, y, z) - h(y, z), "<=", h(x, y) - h(y)
    yield "8", 0, both, "=", h(z) + h(x, y) - h(x, y, z)
    yield "9", 0, both, "<=", xz + yz


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        em_old_parameters,
        boltzmann_energy,
        information_groups,
    )
}
