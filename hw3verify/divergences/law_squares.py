"""W2 of two laws. With X = m + s Z and Y = n + r Z, E(X - Y)^2 = (gap of the means)^2 + (gap of the deviations)^2: the
hypotenuse, never a difference of squares."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np

from hw3verify.divergences import bures, law_quantiles
from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.dispatch import rule
from hw3verify.divergences.laws import (
    Cauchy,
    Exponential,
    Family,
    Gumbel,
    HalfNormal,
    Laplace,
    MultivariateNormal,
    Normal,
    Pareto,
    PointMass,
    Uniform,
)
from hw3verify.divergences.laws.family import INF, evaluated

EULER = 0.5772156649015329


def hypotenuse(xp: Any, a: Any, b: Any) -> Any:
    """sqrt(a^2 + b^2), where squares may overflow."""
    a, b = xp.abs(a), xp.abs(b)
    most, least = xp.where(a > b, a, b), xp.where(a > b, b, a)
    ratio = least / xp.where(most > 0, most, 1.0)
    return most * xp.sqrt(1.0 + ratio * ratio)


@rule("wasserstein2", Normal, Normal)
def _normals(p: Normal, q: Normal) -> Any:
    return evaluated(lambda xp, m, s, n, r: hypotenuse(xp, m - n, s - r), (p, q))


@rule("wasserstein2", Laplace, Laplace)
def _laplaces(p: Laplace, q: Laplace) -> Any:
    return evaluated(lambda xp, m, s, n, r: hypotenuse(xp, m - n, sqrt(2.0) * (s - r)), (p, q))


@rule("wasserstein2", Gumbel, Gumbel)
def _gumbels(p: Gumbel, q: Gumbel) -> Any:
    def formula(xp: Any, m: Any, s: Any, n: Any, r: Any) -> Any:
        return hypotenuse(xp, (m - n) + EULER * (s - r), pi / sqrt(6.0) * (s - r))

    return evaluated(formula, (p, q))


@rule("wasserstein2", Uniform, Uniform)
def _uniforms(p: Uniform, q: Uniform) -> Any:
    def formula(xp: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        first, last = a - c, b - d
        return hypotenuse(xp, 0.5 * first + 0.5 * last, (0.5 * last - 0.5 * first) / sqrt(3.0))

    return evaluated(formula, (p, q))


@rule("wasserstein2", Exponential, Exponential)
def _exponentials(p: Exponential, q: Exponential) -> Any:
    return evaluated(lambda xp, a, b: sqrt(2.0) * (xp.abs(b - a) / a / b), (p, q))


@rule("wasserstein2", HalfNormal, HalfNormal)
def _half_normals(p: HalfNormal, q: HalfNormal) -> Any:
    return evaluated(lambda xp, s, r: xp.abs(s - r), (p, q))


@rule("wasserstein2", Family, PointMass)
def _before_point(p: Family, q: PointMass) -> Any:
    if p.event:
        raise NotImplementedError(f"wasserstein2({type(p).__name__}, PointMass): no closed form is known here")
    if type(p) in (Cauchy, Pareto):
        return by_quantiles(p, q)

    def formula(xp: Any, *parameters: Any) -> Any:
        own = parameters[:-1]
        return hypotenuse(xp, p._mean(xp, *own) - parameters[-1], xp.sqrt(p._variance(xp, *own)))

    return evaluated(formula, (p, q))


@rule("wasserstein2", PointMass, Family)
def _after_point(p: PointMass, q: Family) -> Any:
    return _before_point(q, p)


@rule("wasserstein2", MultivariateNormal, MultivariateNormal)
def _vectors(p: MultivariateNormal, q: MultivariateNormal) -> Any:
    frame = frame_of(*p.parameters, *q.parameters)
    if frame.xp is not np:
        raise NotImplementedError("wasserstein2: normal laws of vectors are compared for plain numbers only")
    m, a, n, b = (frame.take(x, "parameter") for x in (*p.parameters, *q.parameters))
    return frame.give(bures.normal_distance((m, p.way, a), (n, q.way, b)))


@rule("wasserstein2", Family, Family)
def by_quantiles(p: Family, q: Family) -> Any:
    """The root of the integral of squares over quantiles, one pair of laws after the other; inf if a variance is
    infinite."""
    if p.event or q.event:
        raise NotImplementedError(f"wasserstein2({type(p).__name__}, {type(q).__name__}): no closed form is known here")

    def formula(xp: Any, *parameters: Any) -> Any:
        if xp is not np:
            raise NotImplementedError("wasserstein2: integrals over quantiles are computed for plain numbers only")
        shape = np.broadcast_shapes(*(x.shape for x in parameters))
        given = [np.broadcast_to(x, shape) for x in parameters]
        value = np.empty(shape)
        for at in np.ndindex(shape):
            numbers = tuple(float(x[at]) for x in given)
            value[at] = _one_pair(type(p), numbers[: len(p.names)], type(q), numbers[len(p.names) :])
        return value

    return evaluated(formula, (p, q))


def _one_pair(p: type[Family], one: tuple[float, ...], q: type[Family], two: tuple[float, ...]) -> float:
    if any(x != x for x in one + two):
        return float("nan")
    if p is q and one == two:
        return 0.0
    if p is q is Cauchy and one[1] == two[1]:
        return abs(one[0] - two[0])
    endless = [Cauchy is law or (Pareto is law and given[1] <= 2) for law, given in ((p, one), (q, two))]
    return INF if any(endless) else law_quantiles.distance((p, one), (q, two), power=2)[0] ** 0.5
