"""Answers for laws that are integrated or summed: what has no closed form, by `integrated`, without derivatives."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log
from typing import Any

import numpy as np

from hw3verify.divergences.closed.orders import through
from hw3verify.divergences.dispatch import find, rule
from hw3verify.divergences.ends import divergence_exists
from hw3verify.divergences.laws.circle import Angle, VonMises
from hw3verify.divergences.laws.counts import Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.quadrature import COUNTS, KRONROD, NODES, integrated, pieces, singles


def _given(value: Any, *laws: Family) -> Any:
    from hw3verify.divergences.arrays import frame_of

    frame = frame_of(*(x for law in laws for x in law.parameters))
    if frame.xp is np:
        return frame.give(np.asarray(value))
    raise NotImplementedError("no closed form is known here, and quadrature has no derivatives: detach the parameters")


def _kl_sum(p: Family, q: Family) -> Any:
    """KL of two laws on whole numbers by a sum over outcomes."""
    return _given(integrated("kl", p, q).value, p, q)


for _kinds in ((Binomial, Poisson), (Binomial, Geometric), (Poisson, Geometric), (Geometric, Poisson)):
    rule("kl", *_kinds)(_kl_sum)


def _entropy_sum(p: Family) -> Any:
    """-sum p log p over outcomes, up to where nothing is left."""
    shape = p.batch_shape
    single = singles(p, shape)
    values = np.empty(shape)
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            law = single(place)
            far = float(law.quantile(1.0 - 2.0**-53))
            near = max(float(law.support[0]), float(law.quantile(2.0**-53)) * 2.0 - far - 60.0)
            high = min(float(law.support[1]), far + 3.0 * (far - near) + 60.0)
            if high - near > COUNTS:
                raise ValueError(f"p: expected a law on at most {COUNTS} outcomes for a sum over them")
            logs = np.asarray(law.log_density(np.arange(max(near, 0.0), high + 1.0)))
            terms = np.where(logs > -np.inf, -np.exp(logs) * logs, 0.0)
            values[place] = float(np.sum(np.sort(terms)))
    return _given(values, p)


for _kind in (Poisson, Binomial):
    rule("entropy", _kind)(_entropy_sum)


@rule("js", Family, Family)
def js(p: Family, q: Family) -> Any:
    """The Jensen-Shannon divergence by quadrature; log 2 for laws without a common outcome."""
    if p.discrete != q.discrete:
        return _given(np.full(np.broadcast_shapes(p.batch_shape, q.batch_shape), log(2.0)), p, q)
    return _given(integrated("js", p, q).value, p, q)


@rule("js_distance", Family, Family)
def js_distance(p: Family, q: Family) -> Any:
    """The root of the Jensen-Shannon divergence."""
    value = find("js", p, q)(p, q)
    return value**0.5


@rule("total_variation", Family, Family)
def total_variation(p: Family, q: Family) -> Any:
    """The total variation distance by quadrature; 1 for a discrete and a continuous law."""
    if p.discrete != q.discrete:
        return _given(np.ones(np.broadcast_shapes(p.batch_shape, q.batch_shape)), p, q)
    return _given(integrated("total_variation", p, q).value, p, q)


@rule("hellinger", Family, Family)
def hellinger(p: Family, q: Family) -> Any:
    """Hellinger's distance by quadrature; 1 for a discrete and a continuous law."""
    if p.discrete != q.discrete:
        return _given(np.ones(np.broadcast_shapes(p.batch_shape, q.batch_shape)), p, q)
    return _given(np.sqrt(integrated("squared_hellinger", p, q).value), p, q)


PROMISED = 1e-6
"""The relative error beyond which an integral of powers is an error: densities with singular ends next to 1, say."""


@rule("kl", Family, Family)
def kl(p: Family, q: Family) -> Any:
    """KL by quadrature of continuous laws of a number without a closed form: inf where q does not cover p, or its
    logarithm has no mean."""
    if p.event or q.event or p.discrete or q.discrete:
        raise NotImplementedError(f"kl({type(p).__name__}, {type(q).__name__}): no closed form is known here")
    shape = np.broadcast_shapes(p.batch_shape, q.batch_shape)
    each_of = [singles(law, shape) for law in (p, q)]
    values = np.full(shape, np.inf)
    for place in np.ndindex(*shape):
        one, two = (each(place) for each in each_of)
        if divergence_exists(one, two):
            values[place] = integrated("kl", one, two).value
    return _given(values, p, q)


@rule("renyi", Family, Family)
def renyi(p: Family, q: Family, alpha: float) -> Any:
    """Renyi's divergence of two families by quadrature (or a sum), orders > 0; inf where the integral diverges, and
    for a discrete and a continuous law."""
    if p.event or q.event or PointMass in (type(p), type(q)) or not 0 < alpha < float("inf"):
        names = f"{type(p).__name__}, {type(q).__name__}"
        raise NotImplementedError(f"renyi({names}) of order {alpha}: no formula is known here")
    if alpha == 1:
        return find("kl", p, q)(p, q)
    if p.discrete != q.discrete:
        return _given(np.full(np.broadcast_shapes(p.batch_shape, q.batch_shape), np.inf), p, q)
    value, bound = integrated("renyi", p, q, alpha=alpha)
    if np.any(bound > PROMISED * np.where(np.isfinite(value), value, 1.0)):
        raise NotImplementedError(f"renyi: an integral of {np.max(value):.6g} has an error of {np.max(bound):.1g}")
    return _given(value, p, q)


@rule("chi2", Family, Family)
def chi2(p: Family, q: Family) -> Any:
    """Pearson's chi^2 of two families: what Renyi's divergence of order 2 says."""
    return through(lambda xp, value: xp.expm1(value), find("renyi", p, q)(p, q, 2.0))


@rule("tsallis", Family, Family)
def tsallis(p: Family, q: Family, alpha: float) -> Any:
    """Tsallis' relative entropy of two laws: what Renyi's divergence of that order says."""
    if not 0 < alpha < float("inf"):
        raise ValueError(f"alpha: expected a finite order > 0, not {alpha!r}")
    value = find("renyi", p, q)(p, q, alpha)
    weight = alpha - 1.0
    return value if alpha == 1 else through(lambda xp, x: xp.expm1(weight * x) / weight, value)


@rule("gan_value", Family, Family)
def gan_value(p: Family, q: Family, discriminator: Callable[[Any], Any]) -> Any:
    """E_p log D + E_q log(1 - D) for a function D; of angles in [-pi, pi] for two laws on the circle."""

    def single(one: Family, two: Family) -> float:
        if type(one) is VonMises and type(two) is VonMises:
            one, two = (Angle(*law.parameters, check=False) for law in (one, two))
        return _expectation(one, one, two, lambda x: np.log(discriminator(x))) + _expectation(
            two, one, two, lambda x: np.log1p(-discriminator(x))
        )

    shape = np.broadcast_shapes(p.batch_shape, q.batch_shape)
    each_of = [singles(law, shape) for law in (p, q)]
    values = np.empty(shape)
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            values[place] = single(*(each(place) for each in each_of))
    return _given(values, p, q)


def _expectation(law: Family, p: Family, q: Family, f: Callable[[Any], Any]) -> float:
    """The expectation of f under a law, on pieces that suit p and q."""
    if law.discrete:
        k = np.arange(float(law.support[0]), min(float(law.support[1]), float(law.quantile(1 - 2.0**-53)) + 200.0) + 1)
        mass = np.exp(np.asarray(law.log_density(k)))
        return float(np.sum(np.where(mass > 0, mass * f(k), 0.0)))
    places = pieces(p, q)
    fine = np.concatenate([np.linspace(a, b, 17)[:-1] for a, b in pairwise(places.tolist())])
    left, right = fine, np.append(fine[1:], places[-1])
    half = 0.5 * right - 0.5 * left
    x = (0.5 * left + 0.5 * right)[:, None] + half[:, None] * NODES
    density = np.exp(np.asarray(law.log_density(x)))
    return float(np.sum(half * (np.where(density > 0, density * f(x), 0.0) @ KRONROD)))
