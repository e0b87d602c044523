"""Exact distances on the line: floats are rational numbers, weights are normalised exactly. And the same by linear
programming, which knows nothing of the line.

Read by tests and by the benchmark of accuracy; nothing here is taken from the package.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np


def _masses(points, weights) -> list[Fraction]:
    weights = [Fraction(1)] * len(points) if weights is None else [Fraction(float(w)) for w in weights]
    total = sum(weights)
    return [w / total for w in weights]


def wasserstein1(u, v, u_weights=None, v_weights=None) -> Fraction:
    """The area between the distribution functions of two samples of floats."""
    steps = list(zip(map(float, u), _masses(u, u_weights), strict=True))
    steps += [(y, -w) for y, w in zip(map(float, v), _masses(v, v_weights), strict=True)]
    steps.sort()
    total = cumulated = Fraction(0)
    for (x, w), (y, _) in itertools.pairwise(steps):
        cumulated += w
        if x != y:
            total += abs(cumulated) * (Fraction(y) - Fraction(x))
    return total


def coupling(u, v, u_weights=None, v_weights=None) -> list[tuple[int, int, Fraction]]:
    """The monotone coupling of two samples: pairs of indices and their masses."""
    one, two = (sorted(range(len(x)), key=x.__getitem__) for x in (u, v))
    p, q = _masses(u, u_weights), _masses(v, v_weights)
    found, i, j = [], 0, 0
    left, right = p[one[0]], q[two[0]]
    while True:
        mass = min(left, right)
        if mass:
            found.append((one[i], two[j], mass))
        left, right = left - mass, right - mass
        if not left:
            i += 1
            if i == len(one):
                return found
            left = p[one[i]]
        if not right:
            j += 1
            if j == len(two):
                return found
            right = q[two[j]]


def square2(u, v, u_weights=None, v_weights=None) -> Fraction:
    """The square of W2 of two samples of floats."""
    pairs = coupling(u, v, u_weights, v_weights)
    return sum(((Fraction(float(u[i])) - Fraction(float(v[j]))) ** 2 * mass for i, j, mass in pairs), Fraction(0))


def root(square: Fraction) -> Fraction:
    """The square root of a rational number to 400 bits."""
    if not square:
        return Fraction(0)
    shift = 400 + max(0, square.denominator.bit_length() - square.numerator.bit_length())
    return Fraction(math.isqrt((square.numerator << 2 * shift) // square.denominator), 1 << shift)


def units(value, exact: Fraction, eps: Fraction = Fraction(1, 2**52), tiny: Fraction = Fraction(1, 2**1074)) -> float:
    """The error of a float in units of eps times the exact value (or of the smallest subnormal); inf for NaN, a wrong
    infinity, or a wrong zero."""
    value = float(value)
    if not math.isfinite(value):
        return 0.0 if value == math.inf and exact > Fraction(2) ** 1024 * (1 - eps / 4) else math.inf
    if (value == 0 and exact > tiny) or (exact == 0 and value != 0):
        return math.inf
    return float(abs(Fraction(value) - exact) / max(exact * eps, tiny))


def by_programming(u, v, u_weights=None, v_weights=None, power: int = 1) -> float:
    """The least mean of |u - v|^power over all couplings, by SciPy's solver of linear programs."""
    from scipy.optimize import linprog

    p, q = ([float(w) for w in _masses(x, w)] for x, w in ((u, u_weights), (v, v_weights)))
    cost = np.abs(np.subtract.outer(np.asarray(u, float), np.asarray(v, float))) ** power
    rows = [np.repeat(np.eye(len(p)), len(q), axis=1), np.tile(np.eye(len(q)), len(p))]
    return linprog(cost.ravel(), A_eq=np.vstack(rows), b_eq=np.array([*p, *q]), bounds=(0, None)).fun
