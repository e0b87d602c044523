"""Labels of the documents on EM with old parameters, Boltzmann densities, proportionality, gradients, variations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
from numeric import Cells, Document, Latent, Rng, Side, slope

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


def proportional_steps(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    prior, lik, post, joint = w.prior, w.lik, w.post, w.joint
    a, b = 0, 1  # "proportional": the quotients at two points agree

    def same(left: np.ndarray, right: np.ndarray) -> tuple[float, str, float]:
        return float(left[a] * right[b]), "=", float(left[b] * right[a])

    yield "1", 0, *same(post, lik * prior)
    yield "2", 0, *same(post, lik)
    yield "3", 0, *same(post, joint)
    yield "3", 1, *same(joint, joint / w.evidence)
    yield "4", 0, log(post[a] / post[b]), "=", log(lik * prior)[a] - log(lik * prior)[b]
    yield "5", 0, log(post[a] / post[b]), "=", log(lik[a] / lik[b])
    two = Cells(rng)
    q2 = two.density(rng)
    table = np.exp(rng.normal(0, 1, (w.zs.n, two.n)))  # p(x, z_1, z_2) at one x, up to a factor
    tilted = exp(two.fold(q2 * log(table)))
    tilted /= w.sum(tilted)
    first = exp(two.fold(q2 * log(table / w.sum(table.T)[None, :])))
    yield "6", 0, *same(tilted, first)
    yield "7", 0, *same(tilted, exp(two.fold(q2 * log(table))))
    yield "8", 0, *same(tilted, exp(two.fold(q2 * log(table / two.fold(table)[:, None]))))
    q, r = w.zs.density(rng), w.zs.density(rng)

    def bound(density: np.ndarray) -> float:
        return float(w.sum(density * log(joint / density)))

    yield "9", 0, bound(q) - bound(r), "=", w.kl(r, post) - w.kl(q, post)
    yield "10", 0, bound(q) - bound(r), "=", w.kl(post, r) - w.kl(post, q)
    f = rng.normal(0, 1, w.zs.n)
    mass = w.sum(prior * exp(f))
    tilt = prior * exp(f) / mass
    yield "11", 0, log(tilt[a]), "=", log(prior[a]) + f[a] - log(mass)
    yield "12", 0, log(tilt[a]), "=", log(prior[a]) + f[a]
    yield "13", 0, w.sum(q * f), "<=", w.kl(q, prior) + log(mass)
    yield "14", 0, *same(tilt, exp(f))


def gradients_general(rng: Rng) -> Iterator[Side]:
    cells, xs = Cells(rng), Cells(rng)
    prior, base = cells.density(rng), xs.density(rng, cells.n)  # p(z), p(x|z) as rows
    way, turn = rng.normal(0, 1, (cells.n, xs.n)), rng.normal(0, 1, cells.n)
    encoder = cells.density(rng)
    x = int(rng.integers(xs.n))

    def model(t: complex) -> np.ndarray:  # p_t(x, z) at the chosen x, for every z
        raw = base * exp(t * way)
        return prior * raw[:, x] / np.sum(xs.width * raw, axis=-1)

    def recognition(t: complex) -> np.ndarray:
        raw = encoder * exp(t * turn)
        return raw / cells.fold(raw)

    def each(of: object) -> np.ndarray:
        return np.array([slope(lambda t, k=k: of(t)[k], 0.0) for k in range(cells.n)])

    joint, q = model(0.0), recognition(0.0)
    evidence = cells.fold(joint)
    post = joint / evidence
    score = slope(lambda t: log(cells.fold(model(t))), 0.0)
    of_joint = each(lambda t: log(model(t)))
    of_likelihood = each(lambda t: log(model(t) / prior))
    of_post = each(lambda t: log(model(t) / cells.fold(model(t))))
    of_q = each(lambda t: log(recognition(t)))
    by_theta = slope(lambda t: cells.fold(q * log(model(t) / q)), 0.0)
    by_phi = slope(lambda t: cells.fold(recognition(t) * log(joint / recognition(t))), 0.0)
    yield "1", 0, score, "=", cells.fold(post * of_joint)
    yield "2", 0, score, "=", cells.fold(post * of_post)
    yield "3", 0, of_joint[0], "=", of_likelihood[0]
    yield "4", 0, of_post[0], "=", of_likelihood[0] - score
    yield "5", 0, of_post[0], "=", of_likelihood[0]
    yield "6", 0, by_theta, "=", cells.fold(q * of_likelihood)
    yield "7", 0, by_theta, "=", score
    yield "8", 0, by_phi, "=", cells.fold(q * of_q * log(joint / q))
    yield "9", 0, by_phi, "=", -slope(lambda t: cells.fold(recognition(t) * log(recognition(t) / post)), 0.0)
    yield "10", 0, by_phi, "=", -cells.fold(q * of_q)


def perturbed_density(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    q = w.zs.density(rng)
    eta = rng.normal(0, 1, w.zs.n)
    eta -= w.sum(eta) / w.sum(np.ones(w.zs.n))
    f = rng.normal(0, 1, w.zs.n)
    first = slope(lambda t: w.sum((q + t * eta) * log((q + t * eta) / w.joint)), 0.0)
    second = slope(lambda t: w.sum(eta * (log((q + t * eta) / w.joint) + 1)), 0.0)
    yield "1", 0, first, "=", w.sum(eta * (log(q / w.joint) + 1))
    yield "1", 1, w.sum(eta * (log(q / w.joint) + 1)), "=", w.sum(eta * log(q / w.post))
    yield "2", 0, first, "=", w.sum(eta * log(q / w.prior))
    yield "3", 0, second, "=", w.sum(eta**2 / q)
    yield "3", 1, w.sum(eta**2 / q), ">=", 0
    yield "4", 0, second, "=", w.sum(eta**2 * q)
    mean = w.sum(w.prior * f)
    yield "5", 0, slope(lambda t: log(w.sum(w.prior * exp(t * f))), 0.0), "=", mean
    tilted = slope(lambda t: w.sum(w.prior * f * exp(t * f)) / w.sum(w.prior * exp(t * f)), 0.0)
    yield "6", 0, tilted, "=", w.sum(w.prior * f**2)


def importance_samples(rng: Rng) -> Iterator[Side]:
    w = Latent(rng)
    weight, mass, px = w.joint / w.q, w.zs.width * w.q, w.evidence
    size = int(rng.integers(2, 4))

    def mean(of: Callable[[np.ndarray], float], k: int) -> float:
        """The expectation over k independent draws, term by term."""
        total = 0.0
        for cells in product(range(w.zs.n), repeat=k):
            total += float(np.prod(mass[list(cells)])) * of(weight[list(cells)])
        return total

    def bound(k: int) -> float:
        return mean(lambda ws: float(log(np.mean(ws))), k)

    def variance(of: Callable[[np.ndarray], float], k: int) -> float:
        return mean(lambda ws: of(ws) ** 2, k) - mean(of, k) ** 2

    average, one = (lambda ws: float(np.mean(ws))), (lambda ws: float(ws[0]))
    yield "1", 0, bound(size), "<=", log(px)
    yield "2", 0, bound(1), "<=", bound(size)
    yield "3", 0, bound(size + 1), ">=", bound(size)
    yield "4", 0, bound(size + 1), "<=", bound(size)
    yield "5", 0, bound(1), "=", log(px) - w.kl(w.q, w.post)
    yield "6", 0, bound(size), "=", log(px)
    yield "7", 0, mean(average, size), "=", px
    yield "8", 0, mean(lambda ws: float(np.prod(ws)), size), "=", px**size
    yield "9", 0, mean(lambda ws: float(np.prod(ws)), size), "=", size * px
    yield "10", 0, variance(average, size), "=", variance(one, 1) / size
    yield "11", 0, variance(average, size), "=", variance(one, 1) / size**2
    yield "12", 0, mean(lambda ws: 1 / float(ws[0]), 1), "=", 1 / px
    yield "13", 0, mean(lambda ws: float(ws[0] * ws[1]), 2), "=", px**2
    yield "14", 0, mean(lambda ws: float(ws[0]) ** 2, 1), "=", px**2


DOCUMENTS: dict[str, Document] = {
    f.__name__: f
    for f in (
        em_old_parameters,
        boltzmann_energy,
        information_groups,
        proportional_steps,
        gradients_general,
        perturbed_density,
        importance_samples,
    )
}
