"""Pearson's chi^2 of two laws of one family, the integral of p^2/q less 1: inf exactly where it diverges.

    Exponential    (r-r')^2 / (r' (2r - r')), inf from r' = 2r on;  Pareto the same in the shapes, times (m/m')^shape'
    Normal         x / (1 + sqrt(1+x)) + sqrt(1+x) [e^w - 1],  x = u^2 / (1+2u),  u = (s'^2-s^2)/s^2,  w = z^2 / (1+2u)
    Bernoulli      (p-q)^2 / (q (1-q));  Geometric (p-q)^2 / (q (p-q + p(1-p)));  Poisson e^((r-r')^2/r') - 1
    Laplace        x + (1+x) y,  x as for the exponential laws of rates a = 1/s, b = 1/s',
                   y = [2a h(-b d) + b h(2a d)] / (2a + b),  h(t) = e^-t - 1 + t,  d = |m-m'|
    Cauchy         ((s-s')^2 + (m-m')^2) / (2 s s')
    Uniform        (w'-w)/w where p lies inside q, else inf

No term is negative; where the value is large it is not formed from its logarithm. Gamma, beta, binomial, Dirichlet's,
von Mises' and multivariate normal laws: e^D - 1 for Renyi's divergence of order 2, whose error is D units.

Source: the integrals, by completing squares and geometric series; Nielsen and Nock 2014 for exponential families."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.closed.orders import bernoulli, through
from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.within import cauchy_excess
from hw3verify.divergences.dispatch import find, rule
from hw3verify.divergences.kernels import log_relative
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import INF, Family
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.vectors import Dirichlet, MultivariateNormal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.products import near_one
from hw3verify.divergences.special.ratios import brought, expm1_excess, quotient


def _rates(xp: Any, a: Any, b: Any) -> Any:
    """(a-b)^2 / (b (2a-b)), inf from b = 2a on."""
    a, b = near_one(xp, a, b)
    n = a - b
    rest = a + n
    some = rest > 0
    return xp.where(some, (n / b) * (n / xp.where(some, rest, 1.0)), INF)


@closed("chi2", Exponential, Exponential)
def exponential(xp: Any, rate_p: Any, rate_q: Any) -> Any:
    """Of the rates: inf from twice p's on."""
    return _rates(xp, rate_p, rate_q)


@closed("chi2", Pareto, Pareto)
def pareto(xp: Any, minimum_p: Any, shape_p: Any, minimum_q: Any, shape_q: Any) -> Any:
    """Of the shapes and minima: inf where q begins above p, and from twice p's shape on."""
    one, two = brought(xp, minimum_p, minimum_q)
    covered = one >= two
    excess = _rates(xp, shape_p, shape_q)
    some = covered & (excess < INF)
    length = log_relative(xp, xp.where(covered, one, two), two, xp.where(covered, one - two, 0.0 * one))
    safe = xp.where(some, excess, 0.0)
    return xp.where(some, safe + (1.0 + safe) * xp.expm1(shape_q * length), INF)


def _spread(xp: Any, scale_p: Any, scale_q: Any) -> tuple[Any, Any, Any]:
    """Where 2 s'^2 > s^2; sqrt(1+x) - 1 for the scales; 1 + 2u."""
    one, two = brought(xp, scale_p, scale_q)
    wide = two / one > 1e100
    two = xp.where(wide, one, two)
    u = ((two - one) / one) * (1.0 + two / one)
    rest = 1.0 + 2.0 * u
    some = rest > 0
    rest = xp.where(some, rest, 1.0)
    x = u * (u / rest)
    factor = x / (1.0 + xp.sqrt(1.0 + x))
    factor = xp.where(wide, (scale_q / scale_p) * 0.5**0.5, factor)
    return some, factor, xp.where(wide, INF, rest)


@closed("chi2", HalfNormal, HalfNormal)
def half_normal(xp: Any, scale_p: Any, scale_q: Any) -> Any:
    """Of the scales: inf where p's square is twice q's or more."""
    some, factor, _ = _spread(xp, scale_p, scale_q)
    return xp.where(some, factor, INF)


@closed("chi2", LogNormal, LogNormal)
@closed("chi2", Normal, Normal)
def normal(xp: Any, mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any) -> Any:
    """Of scales and means: inf where the square of p's scale is twice q's or more."""
    some, factor, rest = _spread(xp, scale_p, scale_q)
    far = rest == INF
    z = quotient(xp, mean_p, mean_q, xp.where(far, scale_q, scale_p))
    move = z * z / xp.where(far, 2.0, rest)
    return xp.where(some, factor + (1.0 + factor) * xp.expm1(move), INF)


@closed("chi2", Bernoulli, Bernoulli)
def two_outcomes(xp: Any, p: Any, q: Any) -> Any:
    """(p-q)^2 / (q (1-q)): inf where q excludes what p does not."""
    some = (q > 0) & (q < 1)
    safe = xp.where(some, q, 0.5)
    n = p - q
    value = (n / safe) * (n / (1.0 - safe))
    return xp.where(some, value, xp.where(p == q, 0.0 * n, INF))


@closed("chi2", Binomial, Binomial)
def binomial(xp: Any, n_p: Any, p: Any, n_q: Any, q: Any) -> Any:
    """(1 + that of one trial)^n - 1; NotImplementedError for different numbers of trials."""
    if bool(xp.any(n_p != n_q)):
        raise NotImplementedError("chi2(Binomial, Binomial): only for equal numbers of trials")
    value = bernoulli(xp, p, q, 2.0)
    return xp.expm1(xp.where(n_p > 0, n_p * value, 0.0 * value))


@closed("chi2", Geometric, Geometric)
def geometric(xp: Any, p: Any, q: Any) -> Any:
    """(p-q)^2 / (q (p-q + p(1-p))): inf where (1-p)^2 is 1-q or more."""
    n = p - q
    rest = n + p * (1.0 - p)
    some = rest > 0
    value = (n / q) * (n / xp.where(some, rest, 1.0))
    return xp.where(some, value, xp.where(p == q, 0.0 * n, INF))


@closed("chi2", Poisson, Poisson)
def poisson(xp: Any, rate_p: Any, rate_q: Any) -> Any:
    """e^((r-r')^2/r') - 1: inf where q has rate 0 and p has not."""
    some = rate_q > 0
    n = rate_p - rate_q
    value = xp.expm1(n * (n / xp.where(some, rate_q, 1.0)))
    return xp.where(some, value, xp.where(rate_p == 0, 0.0 * n, INF))


@closed("chi2", Laplace, Laplace)
def laplace(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """Of scales and locations: inf where p's scale is twice q's or more."""
    excess = _rates(xp, scale_q, scale_p)
    some = excess < INF
    safe = xp.where(some, excess, 0.0)
    a = xp.abs(quotient(xp, location_p, location_q, scale_p))
    b = xp.abs(quotient(xp, location_p, location_q, scale_q))
    # weights 2a/(2a+b) and b/(2a+b)
    share = scale_p / (2.0 * scale_q + scale_p)
    wide = xp.where(b < 700.0, b, 0.0)
    both = 2.0 * scale_q + scale_p
    far = a > 1e3
    second = share * expm1_excess(xp, -2.0 * xp.where(far, 0.0, a))
    second = xp.where(far, 2.0 * xp.abs(quotient(xp, location_p, location_q, both)) - share, second)
    near = (1.0 - share) * expm1_excess(xp, wide) + second
    more = xp.where(b < 700.0, near, (1.0 - share) * xp.exp(b))
    return xp.where(some, safe + (1.0 + safe) * more, INF)


@closed("chi2", Cauchy, Cauchy)
def cauchy(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any) -> Any:
    """Twice what KL is the logarithm of: symmetric, and always finite."""
    return 2.0 * cauchy_excess(xp, location_p, scale_p, location_q, scale_q)


@closed("chi2", Uniform, Uniform)
def uniform(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> Any:
    """What q has more, in lengths of p: inf unless p lies inside q."""
    covered = (low_p >= low_q) & (high_p <= high_q)
    more = (0.5 * low_p - 0.5 * low_q) + (0.5 * high_q - 0.5 * high_p)
    return xp.where(covered, more / (0.5 * high_p - 0.5 * low_p), INF)


@closed("chi2", PointMass, PointMass)
def point(xp: Any, p: Any, q: Any) -> Any:
    """0 for the same point, else inf."""
    return xp.where(p == q, 0.0, INF + 0.0 * (p + q))


def _by_order_two(p: Family, q: Family) -> Any:
    return through(lambda xp, value: xp.expm1(value), find("renyi", p, q)(p, q, 2.0))


for _kind in (Gamma, Beta, Gumbel, VonMises, Dirichlet, MultivariateNormal):
    rule("chi2", _kind, _kind)(_by_order_two)
