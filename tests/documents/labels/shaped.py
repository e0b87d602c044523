"""Numbers for the documents about functions of which only the shape is known: random convex functions in random worlds.

f(t) = a t log t - b log t + c t^2 + d |t - k| + e t + h with random a, b, c, d >= 0; concave functions are minus such a
one. Conjugates are taken for a t log t + e t + h, of which f*(u) = a e^{(u - h')/a} ... is known in closed form.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numeric import Cells, Document, Rng, Side

Function = Callable[[Any], Any]


def convex(rng: Rng, zero: bool = True, corner: bool = True) -> Function:
    """A random convex function of positive numbers; `zero`: with f(1) = 0."""
    a, b, c, d = rng.exponential(1, 4) * (rng.random(4) < 0.6)
    k, e, h = rng.exponential(1), rng.normal(0, 2), rng.normal(0, 2)
    d = d if corner else 0.0
    a = a + 0.1

    def f(t: Any) -> Any:
        return a * t * np.log(t) - b * np.log(t) + c * t**2 + d * np.abs(t - k) + e * t + h

    shift = f(1.0) if zero else 0.0
    return lambda t: f(t) - shift


def smooth(rng: Rng) -> tuple[Function, Function, Function]:
    """A strictly convex f with f(1) = 0, its slope and its conjugate: f(t) = a t log t + e (t - 1)."""
    a, e = 0.2 + rng.exponential(1), rng.normal(0, 2)
    return (
        lambda t: a * t * np.log(t) + e * (t - 1),
        lambda t: a * (np.log(t) + 1) + e,
        lambda u: a * np.exp((u - e) / a - 1) + e,
    )


def f_divergence_lecture(rng: Rng) -> Iterator[Side]:
    w = Cells(rng)
    p, q = w.density(rng), w.density(rng)
    f, loose = convex(rng), convex(rng, zero=False)
    c = rng.normal(0, 2)
    d, mirrored = w.fold(q * f(p / q)), w.fold(p * f(q / p))
    mean = f(w.fold(q * (p / q)))
    yield "1", 0, d, "=", np.sum(w.width * q * f(p / q))
    yield "2", 0, d, ">=", mean
    yield "3", 0, mean, "=", f(w.fold(p))
    yield "3", 1, f(w.fold(p)), "=", f(1.0)
    yield "3", 2, f(1.0), "=", 0
    yield "4", 0, d, "=", w.fold(f(p / q) * q)
    yield "5", 0, d, "=", w.fold(f(q / p) * q)
    g = w.fold(q * (p / q) * f(1 / (p / q)))
    yield "6", 0, g, "=", mirrored
    yield "7", 0, g, "=", d
    yield "8", 0, w.fold(q * (f(p / q) + c * (p / q - 1))), "=", d
    yield "9", 0, d, "=", w.fold(p * f(p / q))
    yield "10", 0, w.fold(q * f(q / q)), "=", 0
    v = Cells(rng)
    pxy, qxy = (w.density(rng)[:, None] * v.density(rng, w.n) for _ in range(2))
    both = np.sum(w.width[:, None] * v.width * qxy * f(pxy / qxy))
    px, qx = v.fold(pxy), v.fold(qxy)
    single = w.fold(qx * f(px / qx))
    r = v.density(rng, w.n)
    yield "11", 0, both, ">=", single
    yield "12", 0, single, "=", np.sum(w.width * qx * f(px / qx))
    yield "13", 0, single, "<=", w.fold(qx * v.fold(qxy / qx[:, None] * f(pxy / qxy)))
    yield "14", 0, w.fold(qx * v.fold(r * f(px[:, None] * r / (qx[:, None] * r)))), "=", single
    yield "15", 0, w.fold(q * loose(p / q)), ">=", loose(1.0)
    yield "16", 0, w.fold(q * loose(p / q)), ">=", 0
    yield "17", 0, -d, ">=", 0
    yield "18", 0, -d, "<=", 0


def conjugate_bounds_paper(rng: Rng) -> Iterator[Side]:
    w, v = Cells(rng), Cells(rng)
    p, q = w.density(rng), w.density(rng)
    f, slope, star = smooth(rng)
    t, s, u, critic = *rng.exponential(2, 2), rng.normal(0, 2), rng.normal(0, 1.5, w.n)
    d = w.fold(q * f(p / q))
    yield "1", 0, f(t) + star(u), ">=", u * t
    yield "2", 0, f(t) + star(u), "=", u * t
    yield "3", 0, star(u), ">=", u
    yield "4", 0, star(u), ">=", 0
    x = int(rng.integers(w.n))
    yield "5", 0, f(p / q)[x], ">=", (p / q * critic - star(critic))[x]
    yield "6", 0, d, ">=", w.fold(p * critic) - w.fold(q * star(critic))
    best = critic if rng.random() < 0.5 else slope(q / p)
    yield "7", 0, d, ">=", w.fold(q * best) - w.fold(p * star(best))
    yield "8", 0, w.fold(q * star(critic)), ">=", w.fold(q * critic)
    yield "9", 0, w.fold(q * star(critic)), ">=", star(w.fold(q * critic))
    yield "10", 0, f(t), "=", slope(t) * t - star(slope(t))
    yield "11", 0, f(t), ">=", f(1.0) + slope(1.0) * (t - 1)
    yield "12", 0, f(t), ">=", f(s) + slope(t) * (t - s)
    yield "13", 0, f(t), "<=", f(s) + slope(t) * (t - s)
    yield "14", 0, (slope(s) - slope(t)) * (s - t), ">=", 0
    yield "15", 0, star(slope(t)), "=", t * slope(t) - f(t)
    yield "16", 0, star(slope(t)), "=", f(t) - t * slope(t)
    yield "17", 0, w.fold(p * slope(p / q)) - w.fold(q * star(slope(p / q))), "=", d
    phi: Function = lambda y: np.abs(y - 0.3) + 0.2 * y**2 + 0.5 * y  # noqa: E731
    a, b, m = *rng.normal(0, 2, 2), rng.random()
    yield "18", 0, phi(m * a + (1 - m) * b), "<=", m * phi(a) + (1 - m) * phi(b)
    yield "19", 0, phi(m * a + (1 - m) * b), ">=", m * phi(a) + (1 - m) * phi(b)
    h = rng.normal(0, 2, w.n)
    yield "20", 0, w.fold(p * phi(h)), ">=", phi(w.fold(p * h))
    pz, given = v.density(rng), w.density(rng, v.n)
    inner = v.fold(pz * phi(w.fold(given * h)))
    px = np.sum((v.width * pz)[:, None] * given, axis=0)
    yield "21", 0, v.fold(pz * w.fold(given * phi(h))), ">=", inner
    yield "22", 0, inner, ">=", phi(w.fold(px * h))
    k = rng.dirichlet(np.ones(4))
    y = rng.normal(0, 2, 4)
    yield "23", 0, -phi(k @ y), ">=", -(k @ phi(y))
    yield "24", 0, -phi(k @ y), "<=", -(k @ phi(y))
    loose = convex(rng, zero=False)
    p1, p2, q1, q2 = (w.density(rng) for _ in range(4))
    top, bottom = m * p1 + (1 - m) * p2, m * q1 + (1 - m) * q2
    apart = m * q1 * loose(p1 / q1) + (1 - m) * q2 * loose(p2 / q2)
    yield "25", 0, apart[x], ">=", (bottom * loose(top / bottom))[x]
    yield "26", 0, w.fold(bottom * loose(top / bottom)), "<=", w.fold(apart)


DOCUMENTS: dict[str, Document] = {f.__name__: f for f in (f_divergence_lecture, conjugate_bounds_paper)}
