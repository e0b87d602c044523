"""Labels of the documents with vectors and matrices: numpy in two and three dimensions, expectations by quadrature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numeric import Document, Rng, Side, slope

log, norm, tr, det, inv = np.log, np.linalg.norm, np.trace, np.linalg.det, np.linalg.inv
D = 2
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(6)
WEIGHTS = WEIGHTS / np.sqrt(2 * np.pi)


def vec(rng: Rng, n: int = D) -> Any:
    return rng.normal(size=n)


def spd(rng: Rng, n: int = D) -> Any:
    a = rng.normal(size=(n, n))
    return a @ a.T + 0.5 * np.eye(n)


def mean(f: Callable[[Any], Any], m: Any, low: Any) -> Any:
    """E f(m + low e) for e ~ N(0, 1) in each of two coordinates."""
    return sum(
        wa * wb * f(m + low @ np.array([a, b]))
        for a, wa in zip(NODES, WEIGHTS, strict=True)
        for b, wb in zip(NODES, WEIGHTS, strict=True)
    )


def log_normal(x: Any, m: Any, s: Any) -> Any:
    away = x - m
    return -0.5 * (len(x) * log(2 * np.pi) + log(det(s)) + away @ inv(s) @ away)


def kl(m: Any, s: Any, n: Any, t: Any) -> Any:
    return mean(lambda z: log_normal(z, m, s) - log_normal(z, n, t), m, np.linalg.cholesky(s))


def grad(f: Callable[[Any], float], at: Any, along: Any) -> float:
    """The derivative along a direction: the gradient's product with it."""
    return slope(lambda t: f(at + t * along), 0.0)


def scalars(made: Callable[[Rng], Iterator[tuple[str, Any, Any]]]) -> Document:
    """Equations; vectors and matrices are compared by a random product, inequalities by their sign."""

    def document(rng: Rng) -> Iterator[Side]:
        for place, left, right in made(rng):
            eq, _, rest = place.partition("#")
            relation = rest[1:] or "="
            left, right = np.asarray(left, float), np.asarray(right, float)
            if left.shape:
                weights = rng.normal(size=left.shape)
                left, right = (left * weights).sum(), (right * weights).sum()
            yield eq, int(rest[:1] or 0), float(left), relation, float(right)

    return document


def vae_kl_vectors_appendix(rng: Rng) -> Iterator[tuple[str, Any, Any]]:
    m, s = vec(rng), rng.uniform(0.3, 2, size=D)
    zero, one = np.zeros(D), np.eye(D)
    first = kl(m, np.diag(s**2), zero, one)
    yield "1", first, 0.5 * sum(m**2 + s**2 - log(s**2) - 1)
    yield "2", -first, 0.5 * sum(1 + log(s) - m**2 - s**2)
    c = spd(rng)
    low = np.linalg.cholesky(c)
    yield "3", mean(lambda z: log_normal(z, zero, one), m, low), -D / 2 * log(2 * np.pi) - 0.5 * (tr(c) + m @ m)
    entropy = -mean(lambda z: log_normal(z, m, c), m, low)
    yield "4", -entropy, -D / 2 * log(2 * np.pi) - 0.5 * log(det(c)) - D / 2
    full = kl(m, c, zero, one)
    yield "5", full, 0.5 * (tr(c) + m @ m - D - log(det(c)))
    yield "6", full, 0.5 * (det(c) + m @ m - D - log(det(c)))
    yield "7", full, 0.5 * (tr(c) + m @ m - 1 - log(det(c)))
    yield "8", entropy, 0.5 * log(det(2 * np.pi * np.e * c))
    w, b, z, x, v = rng.normal(size=(2, 2)), vec(rng), vec(rng), vec(rng), rng.uniform(0.5, 2)
    away = x - w @ z - b

    def decoder(z: Any, b: Any) -> Any:
        return log_normal(x, w @ z + b, v * np.eye(2))

    yield "9", decoder(z, b), -log(2 * np.pi * v) - away @ away / (2 * v)
    yield "10", decoder(z, b), -0.5 * log(2 * np.pi * v) - away @ away / (2 * v)
    h = vec(rng)
    yield "11", grad(lambda t: decoder(t, b), z, h), h @ w.T @ away / v
    yield "12", grad(lambda t: decoder(t, b), z, h), h @ w @ away / v
    yield "13", grad(lambda t: decoder(z, t), b, h), -h @ away / v
    n, t = vec(rng), spd(rng)
    two, form = kl(m, c, n, t), (n - m) @ inv(t) @ (n - m)
    yield "14", two, 0.5 * (log(det(t) / det(c)) - D + tr(inv(t) @ c) + form)
    yield "15", two, 0.5 * (log(det(c) / det(t)) - D + tr(inv(t) @ c) + form)
    yield "16", kl(m, t, n, t), 0.5 * form
    a, e = rng.uniform(0.5, 2, size=2)
    transport = sum((m - n) ** 2) + D * (a**2 + e**2 - 2 * np.sqrt(a**2 * e**2))
    yield "17", transport, sum((m - n) ** 2) + (a - e) ** 2
    yield "18", transport, sum((m - n) ** 2) + D * (a - e) ** 2


def matrix_algebra_exam(rng: Rng) -> Iterator[tuple[str, Any, Any]]:
    n = 3
    a, b, x, y, c = rng.normal(size=(n, n)), rng.normal(size=(n, n)), vec(rng, n), vec(rng, n), vec(rng, n)
    yield "1", inv(a @ b), inv(b) @ inv(a)
    yield "2", (a @ b).T, a.T @ b.T
    yield "3", a @ b, b @ a
    yield "4", inv(a) @ b @ a, b
    yield "5", det(inv(a) @ b @ a), det(b)
    yield "6", tr(a @ b @ a @ b), tr(a @ a @ b @ b)
    yield "7", abs(det(2 * a)), 2 * abs(det(a))
    yield "8", det(2 * a), 2**n * det(a)
    yield "9", (a + b) @ (a - b), a @ a - a @ b + b @ a - b @ b
    yield "10", (a + b) @ (a - b), a @ a - b @ b
    yield "11", tr(np.outer(x, y)), y @ x
    yield "12", np.outer(x, y), np.outer(y, x)
    yield "13", x @ a @ y, y @ a.T @ x
    yield "14", x @ a @ x, x @ a.T @ x
    yield "14#1", x @ a.T @ x, 0.5 * x @ (a + a.T) @ x
    yield "15", x @ a @ y, y @ a @ x
    xx, yy, xy = x @ x, y @ y, x @ y
    yield "16", norm(x - y) ** 2, xx - 2 * xy + yy
    yield "17#0<=", norm(x + y) ** 2, xx + yy
    yield "18#0<=", norm(x + y) ** 2, 2 * xx + 2 * yy
    yield "19#0<=", abs(xy), norm(x) * norm(y)
    yield "20#0<=", norm(x + y), norm(x) + norm(y)
    yield "21#0<=", norm(x - y), norm(x) - norm(y)
    yield "22", norm(np.outer(x, y)), norm(x) * norm(y)
    yield "23", xy, 0.25 * (norm(x + y) ** 2 - norm(x - y) ** 2)
    s = a + a.T
    square = (x - inv(s) @ c) @ s @ (x - inv(s) @ c)
    yield "24", x @ s @ x - 2 * c @ x, square - c @ inv(s) @ c
    yield "25", x @ s @ x - 2 * c @ x, square
    h = vec(rng, n)
    yield "26", grad(lambda t: t @ s @ t - 2 * c @ t, x, h), 2 * h @ (s @ x - c)
    yield "27", grad(lambda t: t @ a @ t, x, h), 2 * h @ a @ x
    yield "28", grad(lambda t: t @ t, x, np.eye(n)[1]), 2 * x[1]


def random_vectors_notes(rng: Rng) -> Iterator[tuple[str, Any, Any]]:
    m, s, a, b, v = vec(rng), spd(rng), rng.normal(size=(3, D)), vec(rng, 3), vec(rng)
    low = np.linalg.cholesky(s)
    yield "1", mean(lambda x: np.outer(x, x), m, low), s + np.outer(m, m)
    yield "2", mean(lambda x: np.outer(x, x), m, low), s - np.outer(m, m)
    yield "3", mean(lambda x: x @ x, m, low), m @ m + tr(s)
    yield "4", mean(lambda x: (x - m) @ (x - m), m, low), D

    def covariance(f: Callable[[Any], Any], m: Any, low: Any) -> Any:
        centre = mean(f, m, low)
        return mean(lambda x: np.outer(f(x) - centre, f(x) - centre), m, low)

    yield "5", covariance(lambda x: a @ x + b, m, low), a @ s @ a.T
    yield "6", covariance(lambda x: a @ x + b, m, low), a @ s @ a.T + np.outer(b, b)
    yield "7", covariance(lambda x: v @ x, m, low)[0, 0], v @ s @ v
    yield "8", mean(lambda x: (x - m) @ inv(s) @ (x - m), m, low), D
    yield "9", mean(lambda x: (x - m) @ inv(s) @ (x - m), m, low), 1
    k, one = rng.normal(size=(D, D)), np.eye(D)
    yield "10", covariance(lambda e: m + k @ e, 0 * m, one), k @ k.T
    yield "11", covariance(lambda e: m + k @ e, 0 * m, one), k.T @ k
    yield "12", mean(lambda e: norm(k @ e) ** 2, 0 * m, one), norm(k) ** 2
    d = rng.uniform(0.5, 2, size=D)
    yield "13", covariance(lambda e: m + d * e, 0 * m, one), np.diag(d**2)
    size = mean(lambda e: norm(m + d * e) ** 2, 0 * m, one)
    yield "14", size, sum(m**2 + d**2)
    yield "15", size, sum((m + d) ** 2)
    x, h = rng.normal(size=(4, D)), vec(rng)
    spread = sum(norm(row - m) ** 2 for row in x)
    yield "16", spread, (x**2).sum() - 2 * m @ x.sum(0) + 4 * m @ m
    yield "17", spread, (x**2).sum() - 2 * m @ x.sum(0) + m @ m
    form = lambda t: sum((row - t) @ inv(s) @ (row - t) for row in x)  # noqa: E731
    yield "18", grad(form, m, h), -2 * h @ inv(s) @ (x - m).sum(0)
    yield "19", grad(form, m, h), 2 * h @ inv(s) @ (x - m).sum(0)
    yield "20", form(m), tr(inv(s) @ sum(np.outer(row - m, row - m) for row in x))


DOCUMENTS: dict[str, Document] = {
    f.__name__: scalars(f) for f in (vae_kl_vectors_appendix, matrix_algebra_exam, random_vectors_notes)
}
