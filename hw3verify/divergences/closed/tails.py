"""KL of continuous laws of different families, to gamma, Gumbel's, Laplace's, Pareto's, uniform, beta and Cauchy laws.

To Laplace's, with A = E|x - m'|:            [t - 1 - log t] + 1 + log(2A) - H,  t = A/s'
To gamma laws, with m = E x:                 b [t - 1 - log t] + b (log m - E log x) + (E log x - H) + f(b),  t = r m/b,
                                             f(b) = log Gamma(b) - b log b + b
To Gumbel's, with x = log E e^-(x-m')/s':    [e^x - 1 - x] + 1 + x + E(x - m')/s' + log s' - H, where what is behind the
                                             bracket is put together so that it has no large terms of both signs"""

from __future__ import annotations

from math import log, pi
from typing import Any

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.within import beta
from hw3verify.divergences.kernels import log_relative, minus_log1p, relative_entropy
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.errors import HALF_LOG_2PI, erf, erfcx
from hw3verify.divergences.special.gamma import digamma_difference, lgamma_gap, stirling_gap
from hw3verify.divergences.special.ratios import burg, expm1_excess, quotient
from hw3verify.divergences.special.shapes import binet_pair, gamma_negentropy, uniform_log_gap


def _to_gamma(xp: Any, mean: Any, gap: Any, miss: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law, with gap = log m - E log x and miss = E log x - H."""
    own = binet_pair(xp, shape)[0] + HALF_LOG_2PI - 0.5 * xp.log(shape)
    return shape * burg(xp, rate * mean, shape + 0.0 * mean) + shape * gap + (miss + own)


@closed("kl", Uniform, Gamma)
def uniform_gamma(xp: Any, low: Any, high: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law: inf from below 0."""
    inside = low >= 0
    low = xp.where(inside, low, 0.0)
    high = xp.where(inside, high, 1.0)
    mean, half = 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low
    gap = uniform_log_gap(xp, half / mean)
    miss = xp.log(mean / half) - log(2.0) - gap
    return xp.where(inside, _to_gamma(xp, mean, gap, miss, shape, rate), INF)


@closed("kl", Beta, Gamma)
def beta_gamma(xp: Any, a: Any, b: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law."""
    s = a + b
    mean, one = a / s, 1.0 + 0.0 * s
    length = -digamma_difference(xp, s, a, b)
    (_, slope), (_, slope_s) = binet_pair(xp, a), binet_pair(xp, s)
    # log m - E log x = log(a/s) - psi(a) + psi(s), in which the logarithms cancel before anything is computed
    gap = (0.5 / a - slope) - (0.5 / s - slope_s)
    wide = _to_gamma(xp, mean, gap, length + beta(xp, a, b, one, one), shape, rate)
    # for a small shape, whose E log x is large, by Bregman divergences of log Gamma
    lack = a - lgamma_gap(xp, b, s, -a) - (b - 1.0) * digamma_difference(xp, s, b, a)
    pull = shape * (slope_s - 0.5 / s) + lack
    small = shape * burg(xp, rate * mean, shape + 0.0 * mean) + stirling_gap(xp, shape, a, shape - a) + pull
    return xp.where(a < 1.0, small, wide)


@closed("kl", Pareto, Gamma)
def pareto_gamma(xp: Any, minimum: Any, shape_p: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law: inf for tails without a mean."""
    some = shape_p > 1.0
    safe = xp.where(some, shape_p, 2.0)
    # log(s/(s-1)) - 1/s and, in E log x - H, log s - 1
    near = safe < 1.5
    inner = xp.where(near, safe, 1.25)
    gap = xp.where(near, xp.log(inner / (inner - 1.0)) - 1.0 / inner, minus_log1p(xp, -1.0 / xp.where(near, 2.0, safe)))
    value = _to_gamma(xp, minimum * (safe / (safe - 1.0)), gap, xp.log(safe) - 1.0, shape, rate)
    return xp.where(some, value, INF)


HALF_NORMAL_SHAPE, HALF_NORMAL_MISS = 1.363952374040109, 0.021289454645535874
"""The shape of the gamma law that is nearest to a half-normal law, and how far it is."""


@closed("kl", HalfNormal, Gamma)
def half_normal_gamma(xp: Any, scale: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law."""
    # around the nearest shape, where log b - psi(b) is log m - E log x: no large terms of both signs
    best = HALF_NORMAL_SHAPE + 0.0 * shape
    bend = stirling_gap(xp, shape, best, shape - best)
    return shape * burg(xp, rate * (scale * (2.0 / pi) ** 0.5), shape + 0.0 * scale) + bend + HALF_NORMAL_MISS


@closed("kl", LogNormal, Gamma)
def log_normal_gamma(xp: Any, mean: Any, scale: Any, shape: Any, rate: Any) -> Any:
    """To a gamma law."""
    half = 0.5 * scale * scale
    miss = -xp.log(scale) - (HALF_LOG_2PI + 0.5)
    return _to_gamma(xp, xp.exp(mean + half), half, miss, shape, rate)


@closed("kl", Uniform, Gumbel)
def uniform_gumbel(xp: Any, low: Any, high: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law."""
    width = quotient(xp, high, low, scale)
    # log of 2 sinh(w/2), and what is left of it without w/2
    log_rest = xp.log(-xp.expm1(-width))
    length = xp.log(width)
    exponent = quotient(xp, location, low, scale) + (log_rest - length)
    return expm1_excess(xp, exponent) + (1.0 + (0.5 * width + log_rest) - 2.0 * length)


@closed("kl", Gamma, Gumbel)
def gamma_gumbel(xp: Any, shape: Any, rate: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law."""
    unit = rate * scale
    step = 1.0 / unit
    exponent = location / scale - shape * xp.log1p(step)
    entropy = HALF_LOG_2PI + 0.5 + 0.5 * xp.log(shape) - gamma_negentropy(xp, shape)
    return expm1_excess(xp, exponent) + (1.0 + shape * minus_log1p(xp, step) + xp.log(unit) - entropy)


@closed("kl", Exponential, Gumbel)
def exponential_gumbel(xp: Any, rate: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law."""
    unit = rate * scale
    step = 1.0 / unit
    return expm1_excess(xp, location / scale - xp.log1p(step)) + (minus_log1p(xp, step) + xp.log(unit))


@closed("kl", HalfNormal, Gumbel)
def half_normal_gumbel(xp: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law."""
    ratio = scale_p / scale
    length = xp.log(erfcx(xp, ratio * 0.5**0.5))
    rest = length + ratio * (2.0 / pi) ** 0.5 - xp.log(ratio) + (0.5 - 0.5 * log(0.5 * pi))
    return expm1_excess(xp, location / scale + length) + rest


@closed("kl", Normal, Gumbel)
def normal_gumbel(xp: Any, mean: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law."""
    ratio = scale_p / scale
    half = 0.5 * ratio * ratio
    exponent = half - quotient(xp, mean, location, scale)
    return expm1_excess(xp, exponent) + (half - xp.log(ratio) + (0.5 - HALF_LOG_2PI))


@closed("kl", Laplace, Gumbel)
def laplace_gumbel(xp: Any, location_p: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Gumbel's law: inf where its left tail is too thin."""
    some = scale_p < scale
    ratio = xp.where(some, scale_p / scale, 0.5)
    length = -xp.log1p(-ratio) - xp.log1p(ratio)
    exponent = length - quotient(xp, location_p, location, scale)
    return xp.where(some, expm1_excess(xp, exponent) + (length - xp.log(ratio) - log(2.0)), INF)


NORMAL_LAPLACE = 0.048417294710545135
"""How far Laplace's law is from a normal law at least."""


def _to_laplace(xp: Any, distance: Any, miss: Any, scale: Any) -> Any:
    """To Laplace's law, with distance = E|x - location| and miss = 1 + log(2 distance) - H."""
    return burg(xp, distance, scale + 0.0 * distance) + miss


@closed("kl", Normal, Laplace)
def normal_laplace(xp: Any, mean: Any, scale_p: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    z = quotient(xp, mean, location, scale_p)
    size = xp.where(xp.abs(z) < 1e9, z, xp.where(z == z, 0.0, z))
    # E|X - m'| in units of sqrt(2/pi) s, less one, whose logarithm does not cancel with what is left, 1/2 + log(2/pi)
    excess = xp.expm1(-0.5 * size * size) + size * (0.5 * pi) ** 0.5 * erf(xp, size * 0.5**0.5)
    far = xp.abs(z) >= 1e9
    folded = xp.where(far, xp.abs(z), (2.0 / pi) ** 0.5 * (1.0 + excess))
    length = xp.where(far, xp.log(xp.where(far, xp.abs(z), 1.0)) + 0.5 * log(0.5 * pi), xp.log1p(excess))
    return _to_laplace(xp, scale_p * folded, length + NORMAL_LAPLACE, scale)


@closed("kl", Uniform, Laplace)
def uniform_laplace(xp: Any, low: Any, high: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    left, right = location - low, high - location
    width = high - low
    inside = (left >= 0) & (right >= 0)
    distance = xp.where(
        inside, (left * (left / width) + right * (right / width)) * 0.5, xp.abs(0.5 * (right - left))
    )
    return _to_laplace(xp, distance, 1.0 + log(2.0) + xp.log(distance / width), scale)


@closed("kl", Exponential, Laplace)
def exponential_laplace(xp: Any, rate: Any, location: Any, scale: Any) -> Any:
    """To Laplace's law."""
    z = rate * location
    after = xp.where(z > 0, z, 0.0)
    folded = xp.where(z > 0, 1.0 + after + 2.0 * xp.expm1(-after), 1.0 - xp.where(z > 0, 0.0, z))
    return _to_laplace(xp, folded / rate, log(2.0) + xp.log(folded), scale)


@closed("kl", Uniform, Pareto)
def uniform_pareto(xp: Any, low: Any, high: Any, minimum: Any, shape: Any) -> Any:
    """To Pareto's law: inf from below its minimum."""
    inside = low >= minimum
    low = xp.where(inside, low, minimum)
    high = xp.where(inside, high, 2.0 * minimum)
    mean, half = 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low
    gap = uniform_log_gap(xp, half / mean)
    length = log_relative(xp, mean, minimum, mean - minimum) - gap
    miss = 1.0 + xp.log(length) + (xp.log(0.5 * (mean / half)) - gap)
    return xp.where(inside, burg(xp, shape * length, 1.0 + 0.0 * shape * length) + miss, INF)


@closed("kl", Beta, Uniform)
def beta_uniform(xp: Any, a: Any, b: Any, low: Any, high: Any) -> Any:
    """To a uniform law: inf unless it covers [0, 1]."""
    covered = (low <= 0) & (high >= 1)
    one = 1.0 + 0.0 * (a + b)
    more = xp.where(covered, (high - 1.0) - low, 0.0)
    return xp.where(covered, beta(xp, a, b, one, one) + xp.log1p(more), INF)


@closed("kl", Uniform, Beta)
def uniform_beta(xp: Any, low: Any, high: Any, a: Any, b: Any) -> Any:
    """To a beta law: inf from outside of [0, 1]."""
    inside = (low >= 0) & (high <= 1)
    whole = (low == 0) & (high == 1)
    low, high = xp.where(inside & ~whole, low, 0.25), xp.where(inside & ~whole, high, 0.75)
    one = 1.0 + 0.0 * (a + b + low)
    width = high - low
    half = 0.5 * width

    middle, other = 0.5 * (low + high), 0.5 * ((1.0 - low) + (1.0 - high))
    # s times the divergence of (a, b)/s from the two middles, and log B(a, b) without its logarithms
    s = a + b
    n = (a * other - b * middle) / s
    apart = s * (relative_entropy(xp, a / s, middle, n) + relative_entropy(xp, b / s, other, -n))
    (ra, _), (rb, _), (rs, _) = (binet_pair(xp, x) for x in (a, b, s))
    gaps = (a - 1.0) * uniform_log_gap(xp, half / middle) + (b - 1.0) * uniform_log_gap(xp, half / other)
    sizes = xp.log(middle / width) + xp.log(other) - 0.5 * (xp.log(a / s) + xp.log(b))
    part = apart + gaps + ((ra + (rb - rs)) + sizes + HALF_LOG_2PI)
    part = xp.where(part < 0, 0.0 * part, part)
    return xp.where(whole, beta(xp, one, one, a, b), xp.where(inside, part, INF))


@closed("kl", Uniform, Cauchy)
def uniform_cauchy(xp: Any, low: Any, high: Any, location: Any, scale: Any) -> Any:
    """To Cauchy's law."""
    arc = xp.atan if hasattr(xp, "atan") else xp.arctan
    one, two = quotient(xp, low, location, scale), quotient(xp, high, location, scale)
    width = quotient(xp, high, low, scale)
    centre, half = 0.5 * one + 0.5 * two, 0.5 * width
    far = xp.abs(centre) > 1e100
    size = 1.0 + xp.where(far, 0.0, centre * centre)
    # the mean of log(1 + z^2): by the series of log about the complex middle 1 + i c where the width is small beside it
    u = xp.where(far, half / xp.abs(centre), half / xp.sqrt(size))
    narrow = u < 0.6
    v = xp.where(narrow, u, 0.0)
    turn = xp.where(far, 0.0, centre)
    real, imaginary = (turn * turn - 1.0) / size, 2.0 * turn / size
    real, imaginary = xp.where(far, 1.0, real) * v * v, imaginary * v * v
    x, y, total = real, imaginary, 0.0 * real
    for k in range(1, 36):
        total = total + x / (k * (2.0 * k + 1.0))
        x, y = x * real - y * imaginary, x * imaginary + y * real
    length = xp.where(far, 2.0 * xp.log(xp.where(far, xp.abs(centre), 1.0)), xp.log1p(size - 1.0))

    def integral(z: Any) -> Any:
        return z * xp.log1p(z * z) - 2.0 * (z - arc(z))

    first, last = xp.where(narrow, -1.0, one), xp.where(narrow, 1.0, two)
    wide = (integral(last) - integral(first)) / xp.where(narrow, 2.0, width)
    return (log(pi) - xp.log(width)) + xp.where(narrow, length - total, wide)
