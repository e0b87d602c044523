"""KL of two laws of one family, for laws of a number.

    Normal             ((m-m')/s')^2/2 + d^2/2 + [d - log(1+d)],  d = (s-s')/s'
    Exponential        t - 1 - log t,  t = r'/r;  Pareto the same in the shapes, + shape' log(minimum/minimum')
    Gamma              stirling_gap(a', a) + a' [t - 1 - log t],  t = a r' / (a' r)
    Poisson            r log(r/r') - r + r';  Bernoulli that of p and of 1-p; Binomial n times, Geometric 1/p times that
    Laplace            t - 1 - log t + t [e^-d - 1 + d],  t = s/s', d = |m-m'|/s
    Gumbel             lgamma_gap(t, 1) + [e^x - 1 - x],  t = s/s', x = (m'-m)/s' + log Gamma(1+t)
    Cauchy             log(1 + ((s-s')^2 + (m-m')^2) / (4 s s'))
    Uniform            log(1 + ((l-l') + (h'-h)) / (h-l)) where [l, h] lies in [l', h'], else inf
    VonMises           bessel_gap(k', k) + 2 k' A(k) sin^2((m-m')/2)

All brackets and named gaps are non-negative. Within 4 units for scalar forms, 8 where special functions occur."""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.closed import quick
from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.errorfree import add, divide, two_product, two_sum
from hw3verify.divergences.kernels import choose, log_relative, relative_entropy
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.bessel import bessel_gap, bessel_ratio
from hw3verify.divergences.special.beta import beta_kl
from hw3verify.divergences.special.gamma import digamma, lgamma, lgamma_gap, stirling_gap
from hw3verify.divergences.special.products import cross_difference, near_one
from hw3verify.divergences.special.ratios import brought, burg, burg_given, expm1_excess, gap, quotient
from hw3verify.divergences.special.stirling import LEAST, lgamma_pair


def scale_term(xp: Any, one: Any, two: Any) -> Any:
    """(t^2 - 1 - log t^2) / 2 >= 0 for t = one/two: KL of normal laws of one mean."""
    one, two = brought(xp, one, two)
    n = one - two
    d = n / two
    return 0.5 * d * d + burg_given(xp, one, two, n)


@closed("kl", LogNormal, LogNormal)
@closed("kl", Normal, Normal)
def normal(xp: Any, mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any) -> Any:
    """KL of normal laws."""
    if xp is np and quick.suited(mean_p, scale_p, mean_q, scale_q):
        return quick.normal(_normal, mean_p, scale_p, mean_q, scale_q)
    return _normal(xp, mean_p, scale_p, mean_q, scale_q)


def _normal(xp: Any, mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any) -> Any:
    z = quotient(xp, mean_p, mean_q, scale_q)
    return 0.5 * z * z + scale_term(xp, scale_p, scale_q)


@closed("kl", HalfNormal, HalfNormal)
def half_normal(xp: Any, scale_p: Any, scale_q: Any) -> Any:
    """KL of half-normal laws: that of normal ones."""
    return scale_term(xp, scale_p, scale_q)


@closed("kl", Exponential, Exponential)
def exponential(xp: Any, rate_p: Any, rate_q: Any) -> Any:
    """KL of exponential laws."""
    return burg(xp, rate_q, rate_p)


@closed("kl", Gamma, Gamma)
def gamma(xp: Any, shape_p: Any, rate_p: Any, shape_q: Any, rate_q: Any) -> Any:
    """KL of gamma laws."""
    rate_p, rate_q = near_one(xp, rate_p, rate_q)
    first, second = near_one(xp, shape_p, shape_q)
    n = cross_difference(xp, first, rate_q, second, rate_p)
    rates = shape_q * burg_given(xp, first * rate_q, second * rate_p, n)
    return stirling_gap(xp, shape_q, shape_p, shape_q - shape_p) + rates


@closed("kl", Exponential, Gamma)
def exponential_gamma(xp: Any, rate_p: Any, shape_q: Any, rate_q: Any) -> Any:
    """An exponential law is the gamma law of shape 1."""
    return gamma(xp, 1.0 + 0.0 * rate_p, rate_p, shape_q, rate_q)


@closed("kl", Gamma, Exponential)
def gamma_exponential(xp: Any, shape_p: Any, rate_p: Any, rate_q: Any) -> Any:
    """An exponential law is the gamma law of shape 1."""
    return gamma(xp, shape_p, rate_p, 1.0 + 0.0 * rate_q, rate_q)


@closed("kl", Beta, Beta)
def beta(xp: Any, a_p: Any, b_p: Any, a_q: Any, b_q: Any) -> Any:
    """KL of beta laws."""
    return beta_kl(xp, a_p, b_p, a_q, b_q, gap(xp, a_q, a_p), gap(xp, b_q, b_p))


@closed("kl", Pareto, Pareto)
def pareto(xp: Any, minimum_p: Any, shape_p: Any, minimum_q: Any, shape_q: Any) -> Any:
    """KL of Pareto's laws: inf where q begins above p."""
    one, two = brought(xp, minimum_p, minimum_q)
    covered = one >= two
    length = log_relative(xp, xp.where(covered, one, two), two, xp.where(covered, one - two, 0.0 * one))
    return xp.where(covered, burg(xp, shape_q, shape_p) + shape_q * length, INF)


@closed("kl", Poisson, Poisson)
def poisson(xp: Any, rate_p: Any, rate_q: Any) -> Any:
    """KL of Poisson's laws: inf where q has rate 0 and p has not."""
    tiny = (rate_p < 1e-290) & (rate_q < 1e-290)
    one = 0.0 * (rate_p + rate_q) + 1.0
    half = xp.where((rate_p > 1e307) | (rate_q > 1e307), 0.25, xp.where(tiny, 2.0**60, one))
    half = constant(half)
    one, two = rate_p * half, rate_q * half
    return relative_entropy(xp, one, two, one - two) / half


@closed("kl", Bernoulli, Bernoulli)
def bernoulli(xp: Any, probability_p: Any, probability_q: Any) -> Any:
    """KL of Bernoulli's laws: inf where q excludes what p does not."""
    p, q = probability_p, probability_q
    lift = xp.where((p < 1e-250) & (q < 1e-250), 2.0**200, 0.0 * (p + q) + 1.0)
    lift = constant(lift)
    n, low = two_sum(p, -q)
    one = relative_entropy(xp, p * lift, q * lift, n * lift, low * lift) / lift
    return one + relative_entropy(xp, 1.0 - p, 1.0 - q, -n, -low)


@closed("kl", Geometric, Geometric)
def geometric(xp: Any, probability_p: Any, probability_q: Any) -> Any:
    """KL of geometric laws: that of one trial, times the expected number of trials."""
    p, q = probability_p, probability_q
    n, low = two_sum(p, -q)
    one = burg(xp, q, p)
    # p log(p/q) - p + q over p is burg(q, p)
    return one + relative_entropy(xp, 1.0 - p, 1.0 - q, -n, -low) / p


@closed("kl", Laplace, Laplace)
def laplace(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """KL of Laplace's laws."""
    distance = xp.abs(quotient(xp, location_p, location_q, scale_p))
    fits = distance < 1e300
    excess = expm1_excess(xp, -xp.where(fits, distance, 0.0)) * (scale_p / scale_q)
    far = xp.abs(quotient(xp, location_p, location_q, scale_q))
    # for scales that differ by more than floats reach, t (e^-d - 1 + d) is |m-m'|/s'
    usable = fits & (excess == excess) & (excess < INF)
    return burg(xp, scale_p, scale_q) + xp.where(usable, excess, far)


@closed("kl", Gumbel, Gumbel)
def gumbel(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """KL of Gumbel's laws."""
    one, two = brought(xp, scale_p, scale_q)
    n = (one - two) / two
    ratio = one / two
    unit = 1.0 + 0.0 * ratio
    growth = lgamma_gap(xp, 1.0 + ratio, 2.0 * unit, n) + n * (1.0 - 0.5772156649015329)
    move = quotient(xp, location_q, location_p, scale_q)
    x = move + growth
    # a unit of a large exponent is many of its power: e^move with what the quotient lost, times Gamma as a product
    large = (x > 3.0) & (x < 700.0) & (ratio < LEAST) & (move > -600.0)
    safe = xp.where(large, move, 0.0)
    apart, low = gap(xp, xp.where(large, location_q, 0.0), xp.where(large, location_p, 0.0))
    whole, error = two_product(safe, xp.where(large, scale_q, 1.0))
    lost = xp.where(large, ((apart - whole) - error + low) / scale_q, 0.0)
    # and with what the ratio lost, times the slope of log Gamma
    whole, error = two_product(ratio, two)
    lost = lost + digamma(xp, 1.0 + ratio) * (((one - whole) - error) / two)
    power = xp.exp(safe) * (1.0 + lost) * _gamma(xp, xp.where(large, 1.0 + ratio, 1.0))
    excess = xp.where(large, power - 1.0 - x, expm1_excess(xp, xp.where(large, 0.0, x)))
    steep = ratio >= LEAST
    if xp is not np or np.any(steep):
        excess = choose(xp, steep, excess, _steep_excess, location_p, one, location_q, two, scale_q)
    return lgamma_gap(xp, ratio, unit, n) + excess


def _steep_excess(xp: Any, location_p: Any, one: Any, location_q: Any, two: Any, scale_q: Any) -> Any:
    """e^x - 1 - x for Gumbel's laws whose scales, brought to one and two, are far apart: x as a pair of floats."""
    some = (one / two >= LEAST) & (one / two < 2.0**900)
    first, second = xp.where(some, one, LEAST), xp.where(some, two, 1.0)
    t = divide((first, 0.0 * first), (second, 0.0 * second))
    high, low = gap(xp, location_q, location_p)
    plain = quotient(xp, location_q, location_p, scale_q)
    fits = xp.abs(plain) < 1e290
    start = xp.where(fits, plain, 0.0)
    whole, error = two_product(start, xp.where(fits, scale_q, 1.0))
    rest = xp.where(fits, ((high - whole) - error + low) / scale_q, 0.0)
    usable = xp.abs(rest) <= 1e-15 * xp.abs(start)
    exponent, more = add((start, xp.where(usable, rest, 0.0)), lgamma_pair(xp, t))
    middle = xp.abs(exponent) < 800.0
    x = xp.where(middle, exponent, 0.0)
    tail = xp.where(middle, more, 0.0)
    # e^(x + tail) - 1 - x - tail
    growth = xp.expm1(x)
    near = xp.where(growth < INF, expm1_excess(xp, x) + tail * xp.where(growth < INF, growth, 0.0), INF)
    return xp.where(some & fits, xp.where(middle, near, xp.where(exponent < 0, -1.0 - exponent, INF)), INF)


def _gamma(xp: Any, x: Any) -> Any:
    """Gamma(x) for 1 <= x <= 11, by the recurrence down to below 2."""
    product = 0.0 * x + 1.0
    for _ in range(10):
        above = x >= 2.0
        x = xp.where(above, x - 1.0, x)
        product = xp.where(above, product * x, product)
    return product * xp.exp(lgamma(xp, x))


def cauchy_excess(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """((s-s')^2 + (m-m')^2) / (4 s s'), on which all divergences of Cauchy's laws depend."""
    one, two = brought(xp, scale_p, scale_q)
    scales = ((one - two) / one) * ((one - two) / two)
    one = xp.abs(quotient(xp, location_p, location_q, scale_p))
    two = xp.abs(quotient(xp, location_p, location_q, scale_q))
    return 0.25 * (scales + one * two)


@closed("kl", Cauchy, Cauchy)
def cauchy(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """KL of Cauchy's laws, which is symmetric."""
    excess = cauchy_excess(xp, location_p, scale_p, location_q, scale_q)
    fits = excess < 1e290
    apart = xp.abs(0.5 * location_p - 0.5 * location_q)
    apart, three, four = (xp.where(fits, 1.0, x) for x in (apart, scale_p, scale_q))
    # beyond, 1 does not count, and products are sums of logarithms
    spread = xp.abs(xp.log(three) - xp.log(four))
    distance = 2.0 * (xp.log(apart) + 0.6931471805599453) - xp.log(three) - xp.log(four)
    top = xp.where(spread > distance, spread, distance)
    least = xp.where(spread > distance, distance, spread)
    beyond = top + xp.log1p(xp.exp(xp.where(least < top, least - top, 0.0 * top))) - 2.0 * 0.6931471805599453
    return xp.where(fits, xp.log1p(xp.where(fits, excess, 0.0)), beyond)


@closed("kl", Uniform, Uniform)
def uniform(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> Any:
    """KL of uniform laws: inf unless p lies inside q."""
    covered = (low_p >= low_q) & (high_p <= high_q)
    half = xp.where((xp.abs(low_q) > 1e307) | (xp.abs(high_q) > 1e307), 0.25, 0.0 * low_q + 1.0)
    half = constant(half)
    low_p, high_p, low_q, high_q = low_p * half, high_p * half, low_q * half, high_q * half
    more = (low_p - low_q) + (high_q - high_p)
    excess = more / (high_p - low_p)
    fits = excess < 1e300
    beyond = xp.log(xp.where(fits, 1.0, high_q - low_q)) - xp.log(xp.where(fits, 1.0, high_p - low_p))
    value = xp.where(fits, xp.log1p(xp.where(covered & fits, excess, 0.0)), beyond)
    return xp.where(covered, value, INF)


def turned(xp: Any, location_p: Any, location_q: Any) -> Any:
    """The angle between two directions, at most half a turn."""
    angle, low = gap(xp, location_p, location_q)
    # the remainder by a whole turn is exact but for what 2 pi is not
    turns = xp.round(angle / (2.0 * pi))
    whole, error = two_product(turns, 2.0 * pi + 0.0 * turns)
    return ((angle - whole) - error) - turns * 2.4492935982947064e-16 + low


@closed("kl", VonMises, VonMises)
def von_mises(xp: Any, location_p: Any, concentration_p: Any, location_q: Any, concentration_q: Any) -> Any:
    """KL of von Mises' laws."""
    half = xp.sin(0.5 * turned(xp, location_p, location_q))
    directions = 2.0 * concentration_q * bessel_ratio(xp, concentration_p) * half * half
    n = concentration_q - concentration_p
    return bessel_gap(xp, concentration_q, concentration_p, n) + directions


@closed("kl", Binomial, Binomial)
def binomial(xp: Any, n_p: Any, probability_p: Any, n_q: Any, probability_q: Any) -> Any:
    """KL of binomial laws: n times that of one trial; inf where p has more trials (unless it never succeeds).

    Fewer trials than q has: a sum over their number, see `counted`."""
    from hw3verify.divergences.closed.counted import fewer_trials

    equal = n_p == n_q
    trial = bernoulli(xp, probability_p, probability_q)
    same = xp.where(n_p > 0, n_p * trial, 0.0 * trial)
    none = (probability_p == 0) | (n_p == 0)
    # where p is all at 0: minus n' log(1 - q)
    at_zero = xp.where(n_q > 0, -n_q * xp.log1p(-xp.where(n_q > 0, probability_q, 0.0)), 0.0 * probability_q) + 0.0
    value = xp.where(equal, same, xp.where(none, at_zero, INF))
    return fewer_trials(xp, value, n_p, probability_p, n_q, probability_q)


@closed("kl", PointMass, PointMass)
def point(xp: Any, location_p: Any, location_q: Any) -> Any:
    """0 for the same point, else inf."""
    return xp.where(location_p == location_q, 0.0, INF + 0.0 * location_p)
