"""Entropy of laws, in nats: of the density for continuous laws (may be negative), of the masses for discrete ones."""

from __future__ import annotations

from math import e, log, pi
from typing import Any

from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.vectors import _full, dirichlet
from hw3verify.divergences.closed.within import beta
from hw3verify.divergences.dispatch import find, rule
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Geometric
from hw3verify.divergences.laws.family import INF, Family
from hw3verify.divergences.laws.interval import Beta, Uniform, log_width
from hw3verify.divergences.laws.lines import EULER, Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.vectors import Dirichlet, MultivariateNormal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.bessel import bessel_gap
from hw3verify.divergences.special.gamma import lgamma
from hw3verify.divergences.special.shapes import gamma_negentropy
from hw3verify.divergences.special.triangular import cholesky

NORMAL = 0.5 * log(2.0 * pi * e)
HALF_NORMAL = 0.5 * log(0.5 * pi * e)


@closed("entropy", Normal)
def normal(xp: Any, mean: Any, scale: Any) -> Any:
    """log(scale) + log(2 pi e)/2."""
    return xp.log(scale) + NORMAL + 0.0 * mean


@closed("entropy", LogNormal)
def log_normal(xp: Any, mean: Any, scale: Any) -> Any:
    """That of the logarithm, + its mean."""
    return mean + (xp.log(scale) + NORMAL)


@closed("entropy", HalfNormal)
def half_normal(xp: Any, scale: Any) -> Any:
    """log(scale) + log(pi e / 2)/2."""
    return xp.log(scale) + HALF_NORMAL


@closed("entropy", Uniform)
def uniform(xp: Any, low: Any, high: Any) -> Any:
    """log(high - low)."""
    width = high - low
    fits = width < float("inf")
    return xp.where(fits, xp.log(xp.where(fits, width, 1.0)), log_width(xp, low, high))


@closed("entropy", Exponential)
def exponential(xp: Any, rate: Any) -> Any:
    """1 - log(rate)."""
    return 1.0 - xp.log(rate)


@closed("entropy", Gamma)
def gamma(xp: Any, shape: Any, rate: Any) -> Any:
    """That of the normal law of its variance, less its negentropy."""
    return NORMAL + 0.5 * xp.log(shape) - xp.log(rate) - gamma_negentropy(xp, shape)


@closed("entropy", Beta)
def beta_entropy(xp: Any, a: Any, b: Any) -> Any:
    """Minus the divergence from the uniform law: never positive."""
    one = 1.0 + 0.0 * (a + b)
    return -beta(xp, a, b, one, one) + 0.0


@closed("entropy", Dirichlet)
def dirichlet_entropy(xp: Any, concentration: Any) -> Any:
    """Minus the divergence from the uniform law of tables, less log (K-1)!."""
    least = lgamma(xp, xp.sum(0.0 * concentration + 1.0, axis=-1))
    return -dirichlet(xp, concentration, 0.0 * concentration + 1.0) - least


@closed("entropy", Laplace)
def laplace(xp: Any, location: Any, scale: Any) -> Any:
    """1 + log(2 scale)."""
    return xp.log(scale) + (1.0 + log(2.0)) + 0.0 * location


@closed("entropy", Gumbel)
def gumbel(xp: Any, location: Any, scale: Any) -> Any:
    """log(scale) + 1 + Euler's constant."""
    return xp.log(scale) + (1.0 + EULER) + 0.0 * location


@closed("entropy", Cauchy)
def cauchy(xp: Any, location: Any, scale: Any) -> Any:
    """log(4 pi scale)."""
    return xp.log(scale) + log(4.0 * pi) + 0.0 * location


@closed("entropy", Pareto)
def pareto(xp: Any, minimum: Any, shape: Any) -> Any:
    """log(minimum/shape) + 1 + 1/shape."""
    ratio = minimum / shape
    fits = (ratio > 1e-300) & (ratio < INF)
    length = xp.where(fits, xp.log(xp.where(fits, ratio, 1.0)), xp.log(minimum) - xp.log(shape))
    return length + (1.0 + 1.0 / shape)


@closed("entropy", VonMises)
def von_mises(xp: Any, location: Any, concentration: Any) -> Any:
    """log(2 pi), less the divergence from the uniform law."""
    return log(2.0 * pi) - bessel_gap(xp, 0.0 * concentration, concentration, -concentration) + 0.0 * location


def _term(xp: Any, p: Any) -> Any:
    """-p log p."""
    positive = p > 0
    return xp.where(positive, -p * xp.log(xp.where(positive, p, 1.0)), xp.sqrt(xp.where(positive, 1.0, p)))


def _one_less(xp: Any, p: Any) -> Any:
    """-(1-p) log(1-p)."""
    some = p < 1
    inner = xp.where(some, p, 0.0)
    return xp.where(some, -(1.0 - inner) * xp.log1p(-inner), xp.sqrt(xp.where(some, 1.0, 1.0 - p)))


@closed("entropy", Bernoulli)
def bernoulli(xp: Any, probability: Any) -> Any:
    """-p log p - (1-p) log(1-p)."""
    return _term(xp, probability) + _one_less(xp, probability)


@closed("entropy", Geometric)
def geometric(xp: Any, probability: Any) -> Any:
    """-log p - (1-p) log(1-p) / p."""
    return -xp.log(probability) + _one_less(xp, probability) / probability


@closed("entropy", PointMass)
def point(xp: Any, location: Any) -> Any:
    """0."""
    return 0.0 * location


@rule("entropy", MultivariateNormal)
def multivariate(p: MultivariateNormal) -> Any:
    """log det(2 pi e C)/2."""
    frame = frame_of(*p.parameters)
    xp = frame.xp
    with frame.quiet():
        mean, matrix = p.taken(frame)
        if p.way == "variance":
            half = 0.5 * xp.log(matrix)
        elif p.way == "precision":
            half = -xp.log(xp.diagonal(cholesky(xp, matrix), 0, -2, -1))
        else:
            root = matrix if p.way == "cholesky" else cholesky(xp, _full(xp, p.way, matrix))
            half = xp.log(xp.diagonal(root, 0, -2, -1))
        return frame.give(xp.sum(half, axis=-1) + mean.shape[-1] * NORMAL + 0.0 * xp.sum(mean, axis=-1))


@rule("cross_entropy", Family, Family)
def cross_entropy(p: Family, q: Family) -> Any:
    """Entropy and divergence: inf where q does not cover p."""
    return find("entropy", p)(p) + find("kl", p, q)(p, q)


@rule("jeffreys", Family, Family)
def jeffreys(p: Family, q: Family) -> Any:
    """The divergences in both directions."""
    return find("kl", p, q)(p, q) + find("kl", q, p)(q, p)
