"""What is integrated where a divergence of two laws has no closed form: terms of two densities that cannot be negative.

A term is formed from the masses (or densities) p and q, n = p - q and log(p/q), and says how an error of n moves it.
Where a family knows log(p/q) from the differences of its parameters (`log_ratios`), n has its digits however near the
laws are; else it is the difference of the log densities."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences.kernels import jensen_shannon, relative_entropy

Term = Callable[[Any, Any, Any, Any], tuple[Any, Any]]
"""Masses (or densities) p and q, n = p - q and log(p/q), to the integrand and how an error of n moves it."""


def _js(p: Any, q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    both = p + q
    return 0.5 * jensen_shannon(np, p, q, n), 0.5 * np.abs(n) / np.where(both > 0, both, 1.0)


def _kl(p: Any, q: Any, n: Any, gap: Any) -> tuple[Any, Any]:
    both = p + q
    far = np.abs(n) > 0.8 * both
    # beyond ratios of nine by the logarithms, as densities may have underflowed
    near = relative_entropy(np, p, np.where(far, p, q), np.where(far, 0.0, n))
    value = np.where(far, np.where(p > 0, p * gap, 0.0) - n, near)
    steep = np.where(far & (p > 0) & np.isfinite(gap), np.abs(gap), 0.0)
    return value, 2.0 * np.abs(n) / np.where(both > 0, both, 1.0) + steep


def _total_variation(_p: Any, _q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    return 0.5 * np.abs(n), 0.5 + 0.0 * n


def _squared_hellinger(p: Any, q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    root = np.sqrt(p) + np.sqrt(q)
    part = np.abs(n) / np.where(root > 0, root, 1.0)
    return 0.5 * part * part, part / np.where(root > 0, root, 1.0)


TERMS: dict[str, Term] = {
    "js": _js,
    "kl": _kl,
    "total_variation": _total_variation,
    "squared_hellinger": _squared_hellinger,
}
LARGEST = {"js": log(2.0), "kl": float("inf"), "total_variation": 1.0, "squared_hellinger": 1.0}


class Masses(NamedTuple):
    """Densities of two laws at some places: p, q, p - q, log(p/q), what rounding does to p - q, and to p and q by the
    size of these."""

    p: Any
    q: Any
    n: Any
    gap: Any
    loose: Any
    own: Any


def masses(p: Any, q: Any, x: Any, ratio: Callable[[Any], tuple[Any, Any]] | None) -> Masses:
    """The densities of two laws at x; `ratio` gives log(p/q) and the sum of the sizes of what it is made of."""
    one, two = np.asarray(p.log_density(x)), np.asarray(q.log_density(x))
    a, b = np.exp(one), np.exp(two)
    # what is subnormal has no digits, and counts for nothing
    a, b = np.where(a < 1e-300, 0.0, a), np.where(b < 1e-300, 0.0, b)
    gap = one - two
    lengths = [4.0 + np.where(mass > 0, np.abs(length), 0.0) for mass, length in ((a, one), (b, two))]
    loose = a * lengths[0] + b * lengths[1]
    size = np.zeros_like(gap)
    if ratio is not None:
        known, size = ratio(x)
        usual = np.isfinite(gap) & np.isfinite(known)
        gap = np.where(usual, known, gap)
    near = np.abs(gap) < 0.7
    n = np.where(near, b * np.expm1(np.where(near, gap, 0.0)), a - b)
    if ratio is not None:
        loose = np.where(near & usual, 4.0 * b * size + np.abs(n) * lengths[1], loose)
    own = 2.0**-52 * np.maximum(*lengths) if ratio is not None else np.zeros_like(gap)
    return Masses(a, b, n, gap, 2.0**-51 * loose, own)
