"""KL of continuous laws of different families, where it is finite.

For q normal, exponential, half-normal, log-normal or Laplace's, the divergence from p is that from the nearest law p*
of q's family (the one with the same moments) and what p* misses of p's shape:

    KL(p || q) = KL(p* || q) + [H(p*) - H(p)],  both >= 0

The bracket depends on shape parameters alone and is a constant for families without one. For the others, e^x - 1 - x
and t - 1 - log t are taken out of the sum. Pairs and formulas that torch has: `torch.distributions.kl`; the rest by
integrating log densities."""

from __future__ import annotations

from math import e, log, pi, sqrt
from typing import Any

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.within import beta, normal, scale_term
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import EULER, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.errors import HALF_LOG_2PI
from hw3verify.divergences.special.gamma import digamma, digamma_difference, lgamma, trigamma, trigamma_difference
from hw3verify.divergences.special.ratios import burg
from hw3verify.divergences.special.shapes import beta_negentropy, gamma_negentropy

# negentropies: log(2 pi e v)/2 - H
UNIFORM = 0.5 * log(2.0 * pi * e / 12.0)
LAPLACE = 0.5 * log(pi * e) - 1.0
EXPONENTIAL = 0.5 * log(2.0 * pi * e) - 1.0
GUMBEL = 0.5 * log(2.0 * pi * e * pi * pi / 6.0) - (1.0 + EULER)
HALF_NORMAL = 0.5 * log(4.0 * (1.0 - 2.0 / pi))


@closed("kl", Uniform, Normal)
def uniform_normal(xp: Any, low: Any, high: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    centre = 0.5 * (low - mean) + 0.5 * (high - mean)
    return normal(xp, centre, (high - low) / sqrt(12.0), 0.0 * mean, scale) + UNIFORM


@closed("kl", Laplace, Normal)
def laplace_normal(xp: Any, location: Any, scale_p: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    return normal(xp, location, sqrt(2.0) * scale_p, mean, scale) + LAPLACE


@closed("kl", Exponential, Normal)
def exponential_normal(xp: Any, rate: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    return normal(xp, 1.0 / rate, 1.0 / rate, mean, scale) + EXPONENTIAL


@closed("kl", Gamma, Normal)
def gamma_normal(xp: Any, shape: Any, rate: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    return normal(xp, shape / rate, xp.sqrt(shape) / rate, mean, scale) + gamma_negentropy(xp, shape)


@closed("kl", Gumbel, Normal)
def gumbel_normal(xp: Any, location: Any, scale_p: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    centre = (location - mean) + EULER * scale_p
    return normal(xp, centre, scale_p * (pi / sqrt(6.0)), 0.0 * mean, scale) + GUMBEL


@closed("kl", HalfNormal, Normal)
def half_normal_normal(xp: Any, scale_p: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    return normal(xp, scale_p * sqrt(2.0 / pi), scale_p * sqrt(1.0 - 2.0 / pi), mean, scale) + HALF_NORMAL


@closed("kl", Beta, Normal)
def beta_normal(xp: Any, a: Any, b: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    s = a + b
    spread = xp.sqrt(a / s * (b / s) / (s + 1.0))
    return normal(xp, a / s, spread, mean, scale) + beta_negentropy(xp, a, b)


@closed("kl", Pareto, Normal)
def pareto_normal(xp: Any, minimum: Any, shape: Any, mean: Any, scale: Any) -> Any:
    """To a normal law: inf for tails without a second moment."""
    some = shape > 2.0
    safe = xp.where(some, shape, 3.0)
    root = xp.sqrt(safe / (safe - 2.0))
    spread = minimum / (safe - 1.0) * root
    # log(2 pi e v)/2 - H, with H = log(minimum/shape) + 1 + 1/shape
    miss = EXPONENTIAL + xp.log(safe / (safe - 1.0) * root) - 1.0 / safe
    return xp.where(some, normal(xp, minimum * (safe / (safe - 1.0)), spread, mean, scale) + miss, INF)


@closed("kl", LogNormal, Normal)
def log_normal_normal(xp: Any, mean_p: Any, scale_p: Any, mean: Any, scale: Any) -> Any:
    """To a normal law."""
    square = scale_p * scale_p
    centre = xp.exp(mean_p + 0.5 * square)
    spread = xp.sqrt(xp.expm1(square))
    miss = xp.log(spread / scale_p) + 0.5 * square
    return normal(xp, centre, centre * spread, mean, scale) + miss


@closed("kl", Uniform, Exponential)
def uniform_exponential(xp: Any, low: Any, high: Any, rate: Any) -> Any:
    """To an exponential law: inf from below 0."""
    middle = 0.5 * low + 0.5 * high
    inside = low >= 0
    safe = xp.where(inside, middle, 1.0)
    half = 0.5 * high - 0.5 * low
    value = burg(xp, rate * safe, 1.0 + 0.0 * rate) + (1.0 - log(2.0)) + xp.log(safe / half)
    return xp.where(inside, value, INF)


@closed("kl", Beta, Exponential)
def beta_exponential(xp: Any, a: Any, b: Any, rate: Any) -> Any:
    """To an exponential law."""
    mean = a / (a + b)
    one = 1.0 + 0.0 * (a + b)
    return burg(xp, rate * mean, 1.0 + 0.0 * rate * mean) + 1.0 + xp.log(mean) + beta(xp, a, b, one, one)


@closed("kl", Pareto, Exponential)
def pareto_exponential(xp: Any, minimum: Any, shape: Any, rate: Any) -> Any:
    """To an exponential law: inf for tails without a mean."""
    some = shape > 1.0
    safe = xp.where(some, shape, 2.0)
    ratio = safe / (safe - 1.0)
    value = burg(xp, rate * minimum * ratio, 1.0 + 0.0 * rate * ratio) + (xp.log(safe * ratio) - 1.0 / safe)
    return xp.where(some, value, INF)


@closed("kl", HalfNormal, Exponential)
def half_normal_exponential(xp: Any, scale: Any, rate: Any) -> Any:
    """To an exponential law."""
    return burg(xp, rate * scale * sqrt(2.0 / pi), 1.0 + 0.0 * rate * scale) + (0.5 + log(2.0 / pi))


@closed("kl", LogNormal, Exponential)
def log_normal_exponential(xp: Any, mean: Any, scale: Any, rate: Any) -> Any:
    """To an exponential law."""
    square = 0.5 * scale * scale
    return burg(xp, rate * xp.exp(mean + square), 1.0 + 0.0 * rate * square) + (
        square - xp.log(scale) + (0.5 - HALF_LOG_2PI)
    )


@closed("kl", Exponential, HalfNormal)
def exponential_half_normal(xp: Any, rate: Any, scale: Any) -> Any:
    """To a half-normal law."""
    return scale_term(xp, sqrt(2.0) / rate, scale) + (0.5 * log(pi) - 0.5)


@closed("kl", Gamma, HalfNormal)
def gamma_half_normal(xp: Any, shape: Any, rate: Any, scale: Any) -> Any:
    """To a half-normal law."""
    root = xp.sqrt(shape) * xp.sqrt(shape + 1.0)
    miss = gamma_negentropy(xp, shape) + 0.5 * xp.log1p(shape) - log(2.0)
    return scale_term(xp, root / rate, scale) + miss


@closed("kl", Beta, HalfNormal)
def beta_half_normal(xp: Any, a: Any, b: Any, scale: Any) -> Any:
    """To a half-normal law."""
    s = a + b
    one = 1.0 + 0.0 * s
    root = xp.sqrt(a / s * ((a + 1.0) / (s + 1.0)))
    miss = (0.5 + 0.5 * log(0.5 * pi)) + (xp.log(root) + beta(xp, a, b, one, one))
    return scale_term(xp, root, scale) + miss


@closed("kl", Uniform, HalfNormal)
def uniform_half_normal(xp: Any, low: Any, high: Any, scale: Any) -> Any:
    """To a half-normal law: inf from below 0."""
    inside = low >= 0
    ratio = xp.where(inside, low, 0.0) / high
    root = xp.where(inside, high * xp.sqrt((1.0 + ratio + ratio * ratio) / 3.0), 1.0)
    # the logarithm of a quotient, which is near 1, not a difference of logarithms
    miss = (0.5 + 0.5 * log(0.5 * pi)) + xp.log(root / (high - low))
    return xp.where(inside, scale_term(xp, root, scale) + miss, INF)


@closed("kl", LogNormal, HalfNormal)
def log_normal_half_normal(xp: Any, mean: Any, scale_p: Any, scale: Any) -> Any:
    """To a half-normal law."""
    square = scale_p * scale_p
    miss = square - xp.log(scale_p) + (0.5 * log(0.5 * pi) - HALF_LOG_2PI)
    return scale_term(xp, xp.exp(mean + square), scale) + miss


@closed("kl", Pareto, HalfNormal)
def pareto_half_normal(xp: Any, minimum: Any, shape: Any, scale: Any) -> Any:
    """To a half-normal law: inf for tails without a second moment."""
    some = shape > 2.0
    safe = xp.where(some, shape, 3.0)
    root = minimum * xp.sqrt(safe / (safe - 2.0))
    miss = xp.log(safe * xp.sqrt(safe / (safe - 2.0))) - 1.0 / safe + (0.5 * log(0.5 * pi) - 0.5)
    return xp.where(some, scale_term(xp, root, scale) + miss, INF)


@closed("kl", Gamma, LogNormal)
def gamma_log_normal(xp: Any, shape: Any, rate: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: of the logarithm to a normal law."""
    spread = xp.sqrt(trigamma(xp, shape))
    # H(log x) = H(x) - E log x
    length = digamma(xp, shape)
    entropy = HALF_LOG_2PI + 0.5 + 0.5 * xp.log(shape) - gamma_negentropy(xp, shape) - length
    miss = HALF_LOG_2PI + 0.5 + xp.log(spread) - entropy
    # small shapes, where log x is almost exponential, by a^2 psi'(a) = 1 + a^2 psi'(1+a) and the like
    slight = shape < 1.0
    a = xp.where(slight, shape, 1.0)
    grown = 0.5 * xp.log1p(a * a * trigamma(xp, 1.0 + a)) - lgamma(xp, 1.0 + a) + a * (digamma(xp, 1.0 + a) - 1.0)
    miss = xp.where(slight, EXPONENTIAL + grown, miss)
    return normal(xp, length - xp.log(rate), spread, mean, scale) + miss


@closed("kl", Exponential, LogNormal)
def exponential_log_normal(xp: Any, rate: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: minus the logarithm is Gumbel's, to a normal law."""
    spread = pi / sqrt(6.0) + 0.0 * rate
    return normal(xp, -xp.log(rate) - EULER, spread, mean, scale) + GUMBEL


@closed("kl", Pareto, LogNormal)
def pareto_log_normal(xp: Any, minimum: Any, shape: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: the logarithm is exponential, moved."""
    return normal(xp, xp.log(minimum) + 1.0 / shape, 1.0 / shape, mean, scale) + EXPONENTIAL


@closed("kl", Beta, LogNormal)
def beta_log_normal(xp: Any, a: Any, b: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: of the logarithm to a normal law."""
    s = a + b
    length = -digamma_difference(xp, s, a, b)
    spread = xp.sqrt(trigamma_difference(xp, a, b))
    one = 1.0 + 0.0 * s
    miss = (HALF_LOG_2PI + 0.5) + xp.log(spread) + beta(xp, a, b, one, one) + length
    return normal(xp, length, spread, mean, scale) + miss


@closed("kl", HalfNormal, LogNormal)
def half_normal_log_normal(xp: Any, scale_p: Any, mean: Any, scale: Any) -> Any:
    """To a log-normal law: log |X| has mean -(Euler + log 2)/2 and variance pi^2/8 for a standard normal X."""
    spread = pi / sqrt(8.0) + 0.0 * scale_p
    miss = log(0.5 * pi) - 0.5 * EULER
    return normal(xp, xp.log(scale_p) - 0.5 * (EULER + log(2.0)), spread, mean, scale) + miss

