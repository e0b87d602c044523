"""KL to Laplace's laws where E|x - location| takes a special function, between uniform laws and von Mises' or
log-normal ones, and from von Mises' laws to what covers them.

To Laplace's, with A = E|x - c|:    [t - 1 - log t] + 1 + log(2A) - H,  t = A/s', and A, in units of p's scale,
    half-normal  z (2 erf(z/sqrt 2) - 1) + sqrt(2/pi) (2 e^(-z^2/2) - 1)
    log-normal   c erf(k/sqrt 2) - m erf((k-s)/sqrt 2)
    Gumbel       z + Euler + 2 E1(e^z)
    Pareto       r - 1 + (2 r^(1-a) - 1)/(a-1)
    gamma, beta  (c - m) (P(x <= c) - P(x > c)) + 2 m times a density at c

where c is inside the support; outside it is |m - c|. To log-normal laws by the mean and the variance of log x,
log m - gap and 1 - (1-u^2) (atanh(u)/u)^2 for the uniform law on [m (1-u), m (1+u)]. Within 8 units, for a location
that is not known better than A. Derived by integrating log densities; those with masses of gamma and beta laws have no
derivatives."""

from __future__ import annotations

from math import log, pi
from typing import Any

import numpy as np

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.tails import _to_laplace
from hw3verify.divergences.closed.within import beta, normal
from hw3verify.divergences.kernels import atanh_excess
from hw3verify.divergences.law_distances import gumbel_gap
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import EULER, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.bessel import bessel_gap, log_scaled_i0
from hw3verify.divergences.special.errors import HALF_LOG_2PI, erf
from hw3verify.divergences.special.incomplete import beta_log_density, beta_masses, gamma_log_density, gamma_masses
from hw3verify.divergences.special.ratios import quotient
from hw3verify.divergences.special.shapes import gamma_negentropy, uniform_log_gap

ROOT = (2.0 / pi) ** 0.5


@closed("kl", HalfNormal, Laplace)
def half_normal_laplace(xp: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    z = location / scale_p
    after = xp.where(z > 0, z, 0.0)
    inside = after * (2.0 * erf(xp, after * 0.5**0.5) - 1.0) + ROOT * (2.0 * xp.exp(-0.5 * after * after) - 1.0)
    folded = xp.where(z > 0, inside, ROOT - xp.where(z > 0, 0.0, z))
    return _to_laplace(xp, scale_p * folded, (0.5 + log(2.0) - 0.5 * log(0.5 * pi)) + xp.log(folded), scale)


@closed("kl", LogNormal, Laplace)
def log_normal_laplace(xp: Any, mean: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    middle = xp.exp(mean + 0.5 * scale_p * scale_p)
    inside = location > 0
    c = xp.where(inside, location, 1.0)
    k = (xp.log(c) - mean) / scale_p
    folded = c * erf(xp, k * 0.5**0.5) - middle * erf(xp, (k - scale_p) * 0.5**0.5)
    distance = xp.where(inside, folded, middle - location)
    miss = (0.5 + log(2.0) - HALF_LOG_2PI) + (xp.log(distance) - mean - xp.log(scale_p))
    return _to_laplace(xp, distance, miss, scale)


@closed("kl", Gumbel, Laplace)
def gumbel_laplace(xp: Any, location_p: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    folded = gumbel_gap(xp, quotient(xp, location_p, location, scale_p), 1.0 + 0.0 * scale_p)
    return _to_laplace(xp, scale_p * folded, (log(2.0) - EULER) + xp.log(folded), scale)


@closed("kl", Pareto, Laplace)
def pareto_laplace(xp: Any, minimum: Any, shape: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law: inf for tails without a mean."""
    some = shape > 1.0
    safe = xp.where(some, shape, 2.0)
    inside = location > minimum
    beyond = xp.where(inside, quotient(xp, location, minimum, minimum), 0.0)
    power = xp.exp((1.0 - safe) * xp.log1p(beyond))
    before = 1.0 / (safe - 1.0) + quotient(xp, minimum, location, minimum)
    folded = xp.where(inside, beyond + (2.0 * power - 1.0) / (safe - 1.0), before)
    value = _to_laplace(xp, minimum * folded, log(2.0) + xp.log(safe * folded) - 1.0 / safe, scale)
    return xp.where(some, value, INF)


@closed("kl", Gamma, Laplace)
def gamma_laplace(xp: Any, shape: Any, rate: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    y = rate * location
    inside = y > 0
    x = xp.where(inside, y, 1.0)
    below, above = _plainly(xp, gamma_masses, x, shape)
    folded = (x - shape) * (below - above) + 2.0 * xp.exp(gamma_log_density(xp, x, shape))
    folded = xp.where(inside, folded, shape - y)
    # 1 + log 2 - H in units of the scale, H = log(2 pi e a)/2 less the negentropy
    own = gamma_negentropy(xp, shape) - 0.5 * xp.log(shape) - (HALF_LOG_2PI + 0.5)
    return _to_laplace(xp, folded / rate, 1.0 + log(2.0) + xp.log(folded) + own, scale)


@closed("kl", Beta, Laplace)
def beta_laplace(xp: Any, a: Any, b: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    s = a + b
    inside = (location > 0) & (location < 1)
    c = xp.where(inside, location, 0.5)
    below, above = _plainly(xp, beta_masses, c, 1.0 - c, a, b)
    density = xp.exp(beta_log_density(xp, c, 1.0 - c, a, b))
    folded = ((c - 1.0) * a + c * b) / s * (below - above) + 2.0 * density / s
    outside = xp.where(location > 0.5, b / s + (location - 1.0), a / s - location)
    distance = xp.where(inside, folded, outside)
    one = 1.0 + 0.0 * s
    return _to_laplace(xp, distance, 1.0 + log(2.0) + xp.log(distance) + beta(xp, a, b, one, one), scale)


def _plainly(xp: Any, masses: Any, *arguments: Any) -> tuple[Any, Any]:
    """Masses that are computed by numpy alone."""
    if xp is not np:
        raise NotImplementedError("kl(..., Laplace): masses of gamma and beta laws are computed for plain numbers only")
    shape = np.broadcast_shapes(*(np.shape(x) for x in arguments))
    below, above = masses(*(np.atleast_1d(np.broadcast_to(x, shape)) for x in arguments))
    return below.reshape(shape), above.reshape(shape)


@closed("kl", Uniform, LogNormal)
def uniform_log_normal(xp: Any, low: Any, high: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: of the logarithm to a normal law; inf from below 0."""
    inside = low >= 0
    low, high = xp.where(inside, low, 1.0), xp.where(inside, high, 2.0)
    middle, half = 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low
    u = half / middle
    gap = uniform_log_gap(xp, u)
    narrow = u < 0.8
    square = xp.where(narrow, u * u, 0.25)
    excess = atanh_excess(square)
    near = square - (1.0 - square) * excess * (2.0 + excess)
    # 1 - a b log(b/a)^2 / (b-a)^2
    some = ~narrow & (low > 0)
    left, right = xp.where(some, low, 1.0), xp.where(some, high, 2.0)
    length = xp.log(right) - xp.log(left)
    far = 1.0 - xp.where(some, (left / (right - left)) * (right / (right - left)) * length * length, 0.0)
    spread = xp.sqrt(xp.where(narrow, near, far))
    miss = (HALF_LOG_2PI + 0.5 - log(2.0)) + xp.log(spread / u) - gap
    return xp.where(inside, normal(xp, xp.log(middle) - gap, spread, mean, scale) + miss, INF)


@closed("kl", Uniform, VonMises)
def uniform_von_mises(xp: Any, low: Any, high: Any, location: Any, concentration: Any) -> Any:
    """To von Mises' law on [location - pi, location + pi]: inf from outside of it."""
    first, last = low - location, high - location
    inside = (first >= -pi) & (last <= pi)
    centre, half = 0.5 * first + 0.5 * last, 0.5 * (high - low)
    # 1 - cos c sin(v)/v, the mean of 1 - cos
    v = xp.where(inside, half, 1.0)
    square = xp.where(v < 1.0, v * v, 0.0)
    series = 0.0 * v
    for k in range(9, 0, -1):
        series = (1.0 - series) * square / (2.0 * k * (2.0 * k + 1.0))
    lack = xp.where(v < 1.0, series, 1.0 - xp.sin(v) / v)
    turn = xp.sin(0.5 * xp.where(inside, centre, 0.0))
    mean = 2.0 * turn * turn * (1.0 - lack) + lack
    return xp.where(inside, log(pi) - xp.log(v) + log_scaled_i0(xp, concentration) + concentration * mean, INF)


@closed("kl", VonMises, Uniform)
def von_mises_uniform(xp: Any, location: Any, concentration: Any, low: Any, high: Any) -> Any:
    """To a uniform law: inf unless it covers [location - pi, location + pi]."""
    covered = (low <= location - pi) & (high >= location + pi)
    own = bessel_gap(xp, 0.0 * concentration, concentration, -concentration)
    width = xp.where(covered, high - low, 2.0 * pi)
    return xp.where(covered, own + xp.log(width / (2.0 * pi)), INF)


@closed("kl", VonMises, Exponential)
def von_mises_exponential(xp: Any, location: Any, concentration: Any, rate: Any) -> Any:
    """To an exponential law: inf from below 0."""
    inside = location >= pi
    own = bessel_gap(xp, 0.0 * concentration, concentration, -concentration)
    value = rate * location - xp.log(rate) - log(2.0 * pi) + own
    return xp.where(inside, value, INF)
