"""W1 of two laws without a closed form: the integral of |F^-1 - G^-1| over the levels, from both ends.

Levels are t in the lower half and 1 - t in the upper, with t = e^(-y)/2, so that tails are smooth functions of y and
the smallest levels are as exact as any. Where the quantiles cross is found by bisection; between crossings the integral
is taken by Gauss' rule of 16 points on panels, which are halved until both halves together say the same as the whole:
the differences that remain, summed, are the estimate of the error. Laws with atoms have a panel for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log, sqrt
from typing import Any

import numpy as np

from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.errors import half_quantile, normal_quantile

TOLERANCE = 1e-13
"""The relative error that is aimed at."""

PROMISED = 1e-9
"""The relative error beyond which there is no answer but an error."""

_LAST = 700.0
_ROUNDS = 14
_MOST = 20_000

Ends = tuple[Callable[..., Any], Callable[..., Any]]
"""Quantiles at the level t, and at 1 - t, for small t, with the parameters after t."""


def _normal(t: Any) -> Any:
    return normal_quantile(np, t)


@cache
def _special() -> Any:
    from importlib import import_module

    return import_module("scipy.special")


def _beta_lower(t: Any, a: Any, b: Any) -> Any:
    found = _special().betaincinv(a, b, t)
    return np.where(np.isnan(found), 0.0, found)  # levels that underflow in its iteration: next to the end


def _beta_upper(t: Any, a: Any, b: Any) -> Any:
    return 1.0 - _beta_lower(t, b, a)


ENDS: dict[type[Family], Ends] = {
    Normal: (lambda t, m, s: m + s * _normal(t), lambda t, m, s: m - s * _normal(t)),
    LogNormal: (lambda t, m, s: np.exp(m + s * _normal(t)), lambda t, m, s: np.exp(m - s * _normal(t))),
    HalfNormal: (lambda t, s: s * half_quantile(np, t), lambda t, s: -s * _normal(0.5 * t)),
    Uniform: (lambda t, a, b: a + (b - a) * t, lambda t, a, b: b - (b - a) * t),
    Laplace: (lambda t, m, s: m + s * np.log(2.0 * t), lambda t, m, s: m - s * np.log(2.0 * t)),
    Gumbel: (lambda t, m, s: m - s * np.log(-np.log(t)), lambda t, m, s: m - s * np.log(-np.log1p(-t))),
    Exponential: (lambda t, r: -np.log1p(-t) / r, lambda t, r: -np.log(t) / r),
    Pareto: (lambda t, m, a: m * np.exp(-np.log1p(-t) / a), lambda t, m, a: m * np.exp(-np.log(t) / a)),
    Gamma: (
        lambda t, k, r: _special().gammaincinv(k, t) / r,
        lambda t, k, r: _special().gammainccinv(k, t) / r,
    ),
    Beta: (_beta_lower, _beta_upper),
    PointMass: (lambda t, c: c + 0.0 * t, lambda t, c: c + 0.0 * t),
}

Atoms = tuple[Any, Any, Any]
"""Points in increasing order, and the masses below and above each (itself included in the first)."""


def _atoms(law: type[Family], parameters: tuple[float, ...]) -> Atoms | None:
    """The atoms of a law on whole numbers that count, or None."""
    if law is Bernoulli:
        points, masses = np.array([0.0, 1.0]), np.array([1.0 - parameters[0], parameters[0]])
    elif law in (Binomial, Poisson, Geometric):
        mean, deviation = (float(f(np, *map(np.asarray, parameters))) for f in (law._mean, law._variance))
        deviation = sqrt(deviation)
        first = max(0.0, np.floor(mean - 40.0 * deviation - 50.0))
        last = np.ceil(mean + (800.0 if law is Geometric else 40.0) * deviation + 200.0)
        last = min(last, parameters[0]) if law is Binomial else last
        if last - first > 2**22:
            raise NotImplementedError(f"wasserstein1: {law.__name__}{parameters} has too many atoms to go through")
        points = np.arange(first, last + 1.0)
        masses = np.exp(law._log_density(np, points, *map(np.asarray, parameters)))
    else:
        return None
    below = np.cumsum(masses)
    above = np.cumsum(masses[::-1])[::-1]
    return points, below, np.append(above[1:], 0.0)


class Side:
    """Quantiles of a law at one end: a function of t, and the levels where it jumps."""

    def __init__(self, law: type[Family], parameters: tuple[float, ...], upper: bool) -> None:
        self.jumps = np.empty(0)
        atoms = _atoms(law, parameters)
        if atoms is None:
            ends = ENDS.get(law)
            if ends is None:
                raise NotImplementedError(f"wasserstein1: the quantiles of {law.__name__} are not known here")
            self.at: Callable[[Any], Any] = lambda t: ends[upper](t, *parameters)
            return
        points, below, above = atoms
        if upper:
            levels, points = above[::-1], points[::-1]
            levels = levels[1:]  # mass above the points, from the last but one
        else:
            levels = below[:-1]
        self.jumps = levels[(levels > 0) & (levels < 0.5)]
        self.at = lambda t: points[np.minimum(np.searchsorted(levels, t, side="left"), len(points) - 1)]


def distance(
    p: tuple[type[Family], tuple[float, ...]], q: tuple[type[Family], tuple[float, ...]], power: int = 1
) -> tuple[float, float]:
    """The mean |u - v|^power over quantiles of two laws with these parameters (numbers), and its estimated error.

    NotImplementedError if quantiles are not known, or the integral does not settle."""
    if VonMises in (p[0], q[0]) or Cauchy in (p[0], q[0]):
        raise NotImplementedError(f"wasserstein1({p[0].__name__}, {q[0].__name__}): no formula is known here")
    return quadrature(_gap(p, q, False), _gap(p, q, True), power)


def _gap(p: Any, q: Any, upper: bool) -> tuple[Callable[[Any], Any], Any]:
    one, two = Side(p[0], p[1], upper), Side(q[0], q[1], upper)
    jumps = np.concatenate([one.jumps, two.jumps])
    if p[0] is q[0] is LogNormal:
        (m, s), (n, r) = p[1], q[1]
        sign = -1.0 if upper else 1.0
        # the quotient of the quantiles is known better than their difference
        return lambda t: two.at(t) * np.expm1((m - n) + sign * (s - r) * _normal(t)), jumps
    if p[0] is q[0] is Pareto:
        (m, a), (n, b) = p[1], q[1]
        ratio = np.log1p((m - n) / n) if abs(m - n) < 0.5 * n else log(m / n)

        def gap(t: Any) -> Any:
            return two.at(t) * np.expm1(ratio - (np.log(t) if upper else np.log1p(-t)) * ((b - a) / a / b))

        return gap, jumps
    return lambda t: one.at(t) - two.at(t), jumps


def quadrature(
    lower: tuple[Callable[[Any], Any], Any], upper: tuple[Callable[[Any], Any], Any], power: int = 1
) -> tuple[float, float]:
    """The integral of |gap|^power over the levels t in (0, 1/2) of both ends: of each the gap, and where it jumps;
    and the differences that its panels left, summed."""
    panels = [_panels(*end) for end in (lower, upper)]
    firsts = [_rule(gap, a, b, power) for (gap, _), (a, b) in zip((lower, upper), panels, strict=True)]
    enough = TOLERANCE / 64.0 * sum(float(np.sum(first)) for first in firsts)
    total = error = 0.0
    for (gap, _), (a, b), whole in zip((lower, upper), panels, firsts, strict=True):
        for _ in range(_ROUNDS):
            middle = 0.5 * (a + b)
            left, right = _rule(gap, a, middle, power), _rule(gap, middle, b, power)
            off = np.abs(left + right - whole)
            bad = off > enough
            total += float(np.sum((left + right)[~bad]))
            error += float(np.sum(off[~bad]))
            a, b = np.concatenate([a[bad], middle[bad]]), np.concatenate([middle[bad], b[bad]])
            whole = np.concatenate([left[bad], right[bad]])
            if not 0 < len(a) < _MOST:
                break
        total += float(np.sum(whole))
        error += float(np.sum(off[bad]))
    if not error <= PROMISED * total and total == total and total < float("inf"):
        raise NotImplementedError(f"wasserstein1: the integral has an error of {error:.1g} in {total:.6g}")
    return total, error


def _rule(gap: Callable[[Any], Any], a: Any, b: Any, power: int) -> Any:
    """Gauss' rule on panels of y."""
    nodes, weights = np.polynomial.legendre.leggauss(16)
    y = 0.5 * (a + b)[:, None] + 0.5 * (b - a)[:, None] * nodes
    t = 0.5 * np.exp(-y)
    values = np.abs(gap(t)) ** power * t
    return 0.5 * (b - a) * np.sum(values * weights, axis=-1)


def _panels(gap: Callable[[Any], Any], jumps: Any) -> tuple[Any, Any]:
    """The ends of panels in y, where neither the gap changes its sign nor a quantile jumps inside."""
    edges = np.concatenate([np.linspace(0.0, 6.0, 25), 6.0 * 1.2 ** np.arange(1.0, 27.0), [_LAST]])
    edges = np.unique(np.concatenate([edges[edges <= _LAST], -np.log(2.0 * jumps)]))
    edges = edges[(edges >= 0.0) & (edges <= _LAST)]
    inside = np.linspace(0.0, 1.0, 12)[1:-1]
    a, b = edges[:-1, None], edges[1:, None]
    y = (a + (b - a) * inside).ravel()
    with np.errstate(all="ignore"):
        sign = np.sign(gap(0.5 * np.exp(-y)))
    flips = np.flatnonzero(sign[1:] * sign[:-1] < 0)
    low, high = y[flips], y[flips + 1]
    first = sign[flips]
    for _ in range(60):
        middle = 0.5 * (low + high)
        same = np.sign(gap(0.5 * np.exp(-middle))) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    edges = np.unique(np.concatenate([edges, low]))
    return edges[:-1], edges[1:]
