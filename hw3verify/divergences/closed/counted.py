"""KL of laws on whole numbers of different families: two outcomes by hand, others by a sum over outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.kernels import relative_entropy
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import INF, Family
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.special.discrete import log_binomial
from hw3verify.divergences.special.incomplete import beta_masses
from hw3verify.divergences.special.ratios import expm1_excess


def _two(xp: Any, p: Any, zero: Any, one: Any, n_zero: Any, n_one: Any, rest: Any) -> Any:
    """KL from Bernoulli(p) to a law with masses zero, one and rest, for the differences of masses p's - q's."""
    return relative_entropy(xp, p, one, n_one) + relative_entropy(xp, 1.0 - p, zero, n_zero) + rest


@closed("kl", Bernoulli, Poisson)
def bernoulli_poisson(xp: Any, probability: Any, rate: Any) -> Any:
    """Bernoulli to Poisson: inf only where q is all at 0."""
    large = rate > 700.0
    # beyond, masses underflow
    some = (probability > 0) & (probability < 1)
    own = xp.where(some, _minus_entropy(xp, probability), 0.0)
    far = own + (rate - probability * xp.log(xp.where(large, rate, 1.0)))
    rate = xp.where(large, 1.0, rate)
    lack = -xp.expm1(-rate)
    n_one = (probability - rate) + rate * lack
    rest = xp.exp(-rate) * expm1_excess(xp, rate)
    near = _two(xp, probability, xp.exp(-rate), rate * xp.exp(-rate), lack - probability, n_one, rest)
    return xp.where(large, far, near)


def _minus_entropy(xp: Any, p: Any) -> Any:
    some = (p > 0) & (p < 1)
    safe = xp.where(some, p, 0.5)
    return safe * xp.log(safe) + (1.0 - safe) * xp.log1p(-safe)


@closed("kl", Bernoulli, Geometric)
def bernoulli_geometric(xp: Any, probability: Any, success: Any) -> Any:
    """Bernoulli to geometric."""
    failure = 1.0 - success
    n_zero = failure - probability
    return _two(xp, probability, success, success * failure, n_zero, failure * failure - n_zero, failure * failure)


def fewer_trials(xp: Any, value: Any, n_p: Any, probability_p: Any, n_q: Any, probability_q: Any) -> Any:
    """`value`, with the sum over outcomes where p has fewer trials than q (and some, that may succeed)."""
    fewer = (n_p < n_q) & (n_p > 0) & (probability_p > 0)
    if xp is not np:
        if bool(xp.any(fewer)):
            raise NotImplementedError("kl(Binomial, Binomial): fewer trials in p are summed over, without derivatives")
        return value
    if not np.any(fewer):
        return value
    arrays = np.broadcast_arrays(fewer, value, n_p, probability_p, n_q, probability_q)
    result = np.array(arrays[1])
    for place in zip(*np.nonzero(np.atleast_1d(arrays[0])), strict=True):
        at = place if arrays[0].ndim else ()
        n, p, m, q = (float(x[at]) for x in arrays[2:])
        result[at] = _summed(n, p, m, q)
    return result


def _summed(n: float, p: float, m: float, q: float) -> float:
    if q in (0.0, 1.0):
        return INF
    k = np.arange(n + 1.0)
    with np.errstate(all="ignore"):
        one, two = log_binomial(np, k, n, p), log_binomial(np, k, m, q)
        mass, other = np.exp(one), np.exp(two)
        ratio = one - two
        near = np.abs(ratio) < 0.5
        # p log(p/q) - p + q = q (x e^x - e^x + 1) with x = log(p/q)
        x = np.where(near, ratio, 0.0)
        small = other * (x * np.expm1(x) - expm1_excess(np, x))
        large = np.where(mass > 0, mass * ratio, 0.0) - mass + other
    inside = float(np.sum(np.where(near, small, large)))
    # outcomes that only q has
    with np.errstate(all="ignore"):
        beyond, _ = beta_masses(*(np.array([x]) for x in (q, 1.0 - q, n + 1.0, m - n)))
    return inside + float(beyond[0])


@closed("kl", Bernoulli, Binomial)
def bernoulli_binomial(xp: Any, probability: Any, n: Any, success: Any) -> Any:
    """A Bernoulli law is the binomial law of one trial."""
    from hw3verify.divergences.closed.within import binomial

    return binomial(xp, 1.0 + 0.0 * probability, probability, n, success)


@closed("kl", Binomial, Bernoulli)
def binomial_bernoulli(xp: Any, n: Any, probability: Any, success: Any) -> Any:
    """A Bernoulli law is the binomial law of one trial."""
    from hw3verify.divergences.closed.within import binomial

    return binomial(xp, n, probability, 1.0 + 0.0 * success, success)


def _point_to(kind: type[Family]) -> None:
    """KL from a point: minus the logarithm of its mass; and to a point: 0 from the law that has all mass there."""

    def from_point(xp: Any, location: Any, *parameters: Any) -> Any:
        return -kind._log_density(xp, location, *parameters) + 0.0

    def to_point(xp: Any, *parameters: Any) -> Any:
        low, high = kind._support(xp, *parameters[:-1])
        location = parameters[-1]
        return xp.where((low == location) & (high == location), 0.0, INF + 0.0 * location)

    closed("kl", PointMass, kind)(from_point)
    closed("kl", kind, PointMass)(to_point)


for _kind in (Bernoulli, Binomial, Poisson, Geometric):
    _point_to(_kind)


def _from_zero(xp: Any, zero: Any, log_mass: Any) -> Any:
    """-log of q's mass at 0 where p is all there, else inf."""
    return xp.where(zero, -log_mass + 0.0, INF)


@closed("kl", Poisson, Bernoulli)
def poisson_bernoulli(xp: Any, rate: Any, probability: Any) -> Any:
    """inf, unless p is all at 0."""
    return _from_zero(xp, rate == 0, xp.log1p(-probability))


@closed("kl", Poisson, Binomial)
def poisson_binomial(xp: Any, rate: Any, n: Any, probability: Any) -> Any:
    """inf, unless p is all at 0."""
    mass = xp.where(n > 0, n * xp.log1p(-xp.where(n > 0, probability, 0.0)), 0.0 * n)
    return _from_zero(xp, rate == 0, mass)


@closed("kl", Geometric, Bernoulli)
def geometric_bernoulli(xp: Any, success: Any, probability: Any) -> Any:
    """inf, unless p is all at 0."""
    return _from_zero(xp, success == 1, xp.log1p(-probability))


@closed("kl", Geometric, Binomial)
def geometric_binomial(xp: Any, success: Any, n: Any, probability: Any) -> Any:
    """inf, unless p is all at 0."""
    mass = xp.where(n > 0, n * xp.log1p(-xp.where(n > 0, probability, 0.0)), 0.0 * n)
    return _from_zero(xp, success == 1, mass)

