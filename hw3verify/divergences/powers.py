"""Integrals of p^alpha q^(1-alpha) over two laws of a number of different families, with a bound on the error.

The integral is of exp(alpha log p + (1-alpha) log q - top), where top is the largest exponent found, so that neither
densities nor their powers under- or overflow; pieces begin at quantiles of both laws and reach outwards, and towards
finite ends, in powers of two. Whether it exists is known beforehand (`ends`). Where it is near 1, it is 1 plus the
integral of cells that have one sign (p^alpha q^(1-alpha) - alpha p - (1-alpha) q), which keep their digits."""

from __future__ import annotations

from math import exp, expm1, inf, log, log1p
from typing import Any

import numpy as np

from hw3verify.divergences.ends import LOG, apart, end, power_exists
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.quadrature import COUNTS, Estimate, adaptive, pieces


def log_power(p: Family, q: Family, alpha: float, tolerance: float) -> Estimate:
    """log of the integral (or sum) of p^alpha q^(1-alpha), for alpha > 0 but 1, and a bound: -inf for laws that lie
    apart, inf where the integral does not exist."""
    if alpha > 1 and not power_exists(p, q, alpha):
        return Estimate(inf, 0.0)
    if apart(p, q):
        return Estimate(-inf, 0.0)
    places = _counts(p, q, alpha) if p.discrete else _places(p, q, alpha)
    top = float(np.max(_exponent(p, q, alpha, places)[0]))
    if top == -inf:
        return Estimate(-inf, 0.0)

    def whole(x: Any) -> tuple[Any, Any]:
        exponent, size = _exponent(p, q, alpha, x)
        value = np.exp(np.minimum(exponent - top, 700.0))
        return value, 2.0**-52 * (4.0 + size) * value

    def cells(x: Any) -> tuple[Any, Any]:
        one, two = np.asarray(p.log_density(x)), np.asarray(q.log_density(x))
        a, b, (power, error) = np.exp(one), np.exp(two), whole(x)
        gap = np.where(np.isfinite(one) & np.isfinite(two), one - two, inf)
        near = np.abs(gap) < 0.5
        inner = np.where(near, gap, 0.0)
        # b (e^(alpha L) - 1 - alpha (e^L - 1)) with the terms of first order left out
        value = b * (_excess(alpha * inner) - alpha * _excess(inner))
        value = np.where(near, value, power * exp(top) - alpha * a - (1.0 - alpha) * b)
        first = np.abs(alpha * (np.expm1(alpha * inner) - np.expm1(inner)))
        lengths = 4.0 + np.where(a > 0, np.abs(one), 0.0) + np.where(b > 0, np.abs(two), 0.0)
        loose = b * first * lengths + np.abs(value) * 4.0
        far = error * exp(top) + 2.0**-52 * (alpha * a + abs(1.0 - alpha) * b) * lengths
        return value, np.where(near, 2.0**-52 * loose, far)

    found = _added(whole, places, tolerance, p.discrete)
    if not found.value > 0:
        return Estimate(-inf, inf)
    value, bound = top + log(found.value), found.bound / found.value
    if abs(value) < 1.0 and abs(top) < 300.0:
        nearer = _added(cells, places, tolerance, p.discrete)
        if abs(nearer.bound) < bound * (1.0 + nearer.value):
            return Estimate(log1p(nearer.value), nearer.bound / (1.0 + nearer.value))
    return Estimate(value, bound)


def _excess(x: Any) -> Any:
    """e^x - 1 - x for |x| < 1/2 times the order, by its series where that is short."""
    small = np.abs(x) < 1.0
    inner = np.where(small, x, 0.0)
    series = np.zeros_like(inner)
    for k in range(20, 1, -1):
        series = series * inner / (k + 1.0) + 1.0
    return np.where(small, 0.5 * inner * inner * series, np.expm1(x) - x)


def _exponent(p: Family, q: Family, alpha: float, x: Any) -> tuple[Any, Any]:
    one, two = np.asarray(p.log_density(x)), np.asarray(q.log_density(x))
    both = (one > -inf) & (two > -inf) & (one < inf) & (two < inf)
    a, b = alpha * np.where(both, one, 0.0), (1.0 - alpha) * np.where(both, two, 0.0)
    return np.where(both, a + b, -inf), np.where(both, np.abs(a) + np.abs(b), 0.0)


def _places(p: Family, q: Family, alpha: float) -> Any:
    low = max(end(law, upper=False).place for law in (p, q))
    high = min(end(law, upper=True).place for law in (p, q))
    found = pieces(p, q)
    found = found[(found > low) & (found < high) & np.isfinite(found)]
    quantiles = np.concatenate([np.asarray(law.quantile(np.array([0.1, 0.5, 0.9]))) for law in (p, q)])
    spread = max(float(np.ptp(quantiles)), 1e-300)
    steps = spread * 2.0 ** np.arange(-8.0, 40.0)
    extra = [found]
    for x in (float(quantiles.min()), float(quantiles.max())):
        extra += [x + steps, x - steps]
    for edge, upper in ((low, False), (high, True)):
        if abs(edge) < inf:
            ends = [end(law, upper=upper) for law in (p, q)]
            one, two = (x.terms.get(LOG, 0.0) if x.place == edge else 0.0 for x in ends)
            # as deep as what is left, t^(1-c) for the largest exponent c, is beyond the last digit
            most = max(one, two, alpha * one + (1.0 - alpha) * two)
            depth = min(60.0 / max(1.0 - most, 0.06), 1000.0 if edge == 0 else 50.0)
            near = edge + (-spread if upper else spread) * 2.0 ** -np.arange(0.0, depth + 2.0, 2.0)
            extra += [near, np.array([edge])]
    places = np.unique(np.concatenate(extra))
    return places[(places >= low) & (places <= high)]


def _counts(p: Family, q: Family, alpha: float) -> Any:
    low = max(end(law, upper=False).place for law in (p, q))
    high = min(end(law, upper=True).place for law in (p, q))
    reach = max(float(law.quantile(1.0 - 2.0**-53)) for law in (p, q)) + 64.0
    while reach < min(high, COUNTS):
        tail = _exponent(p, q, alpha, np.array([reach - 1.0, reach]))[0]
        best = np.max(_exponent(p, q, alpha, np.linspace(low, reach, 2001).round())[0])
        if tail[1] < tail[0] and tail[1] + log(reach) - log1p(-exp(tail[1] - tail[0])) < best - 45.0:
            break
        reach *= 2.0
    if min(high, reach) - low > COUNTS:
        raise ValueError(f"p, q: expected laws on at most {COUNTS} outcomes for a sum over them")
    return np.arange(low, min(high, reach) + 1.0)


def _added(f: Any, places: Any, tolerance: float, discrete: bool) -> Estimate:
    if discrete:
        values, errors = f(places)
        return Estimate(float(np.sum(np.sort(values))), float(np.sum(errors) + 2.0**-50 * np.sum(np.abs(values))))
    return adaptive(f, places, tolerance)


def power_divergence(functional: str, p: Family, q: Family, alpha: float, tolerance: float) -> Estimate:
    """Renyi's or Tsallis' divergence of an order > 0 but 1, and a bound."""
    value, bound = log_power(p, q, alpha, tolerance)
    weight = alpha - 1.0
    if functional == "renyi":
        return Estimate(max(value / weight, 0.0), bound / abs(weight))
    if value > 700.0:
        return Estimate(inf, 0.0)
    return Estimate(max(expm1(value) / weight, 0.0), exp(value) * bound / abs(weight))
