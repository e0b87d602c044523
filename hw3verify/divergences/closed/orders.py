"""Renyi's divergences of laws of one family, and what follows from them: Bhattacharyya's and Hellinger's.

For an exponential family the laws r with density proportional to p^alpha q^(1-alpha) belong to it, and

    D_alpha(p || q) = [alpha KL(r || p) + (1-alpha) KL(r || q)] / (1-alpha)     for 0 < alpha < 1
    D_alpha(p || q) = KL(p || q) + KL(p || r) / (alpha-1)                       for alpha > 1, inf if there is no r

whose terms cannot be negative, and whose differences of parameters are multiples of those of p and q. For laws whose
divergence is t - 1 - log t of a ratio t of parameters, r has the parameter alpha x + (1-alpha) y.

Source: van Erven and Harremoes 2014; Gil, Alajaji and Linder 2013 for the list; signs derived here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.dispatch import find, rule
from hw3verify.divergences.errorfree import Pair, two_sum
from hw3verify.divergences.kernels import log_relative
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import INF, Family
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.orders import tsallis_term
from hw3verify.divergences.rows import Cells
from hw3verify.divergences.special.beta import beta_kl
from hw3verify.divergences.special.gamma import stirling_gap
from hw3verify.divergences.special.products import cross_difference, near_one
from hw3verify.divergences.special.ratios import brought, burg_given, gap, quotient

F = TypeVar("F", bound=Callable[..., Any])


def ordered(*kinds: type) -> Callable[[F], F]:
    """Register a formula for Renyi's divergence of any finite order."""

    def register(formula: F) -> F:
        def finite(xp: Any, *arguments: Any) -> Any:
            if arguments[-1] == INF:
                raise NotImplementedError("renyi of laws: expected a finite order")
            return formula(xp, *arguments)

        closed("renyi", *kinds)(finite)
        return formula

    return register


def mixed(xp: Any, x: Any, y: Any, n: Any, alpha: float) -> Any:
    """alpha x + (1-alpha) y for x, y > 0 and n = x - y, formed so that nothing cancels but what must."""
    if alpha < 1:
        return alpha * x + (1.0 - alpha) * y
    return xp.where(xp.abs(n) < 0.5 * y, y + alpha * n, alpha * x - (alpha - 1.0) * y)


def apart(xp: Any, x: Any, r: Any, n: Pair, weight: float) -> Pair:
    """x - r for r = alpha p + (1-alpha) q, as a pair; n = p - q, and weight n is x - r in exact arithmetic.

    That for near numbers, for others what belongs to the rounded r: the divergences of r from p and from q err by
    its rounding in opposite ways, if both are told the same r."""
    near = xp.abs(n[0]) < 0.01 * r
    high, low = gap(xp, x, r)
    return xp.where(near, weight * n[0], high), xp.where(near, weight * n[1], low)


def burg_order(xp: Any, x: Any, y: Any, n: Any, alpha: float) -> Any:
    """D_alpha for laws with KL = y/x - 1 - log(y/x), and n = x - y; at order 1 that."""
    if alpha == 1:
        return burg_given(xp, y, x, -n)
    r = mixed(xp, x, y, n, alpha)
    if alpha < 1:
        one, two = burg_given(xp, x, r, (1.0 - alpha) * n), burg_given(xp, y, r, -alpha * n)
        return (alpha / (1.0 - alpha)) * one + two
    some = r > 0
    r = xp.where(some, r, x)
    value = burg_given(xp, y, x, -n) + burg_given(xp, r, x, (alpha - 1.0) * n) / (alpha - 1.0)
    return xp.where(some, value, INF)


@ordered(Exponential, Exponential)
def exponential(xp: Any, rate_p: Any, rate_q: Any, alpha: float) -> Any:
    """In the rates."""
    one, two = near_one(xp, rate_p, rate_q)
    return burg_order(xp, one, two, one - two, alpha)


def _squares(xp: Any, scale_p: Any, scale_q: Any) -> tuple[Any, Any, Any]:
    """Precisions 1/s^2 in units of 1/(s s'): s'/s, s/s', and their difference."""
    one, two = brought(xp, scale_p, scale_q)
    return two / one, one / two, ((two - one) / one) * (1.0 + one / two)


@ordered(HalfNormal, HalfNormal)
def half_normal(xp: Any, scale_p: Any, scale_q: Any, alpha: float) -> Any:
    """Half of that in the precisions."""
    return 0.5 * burg_order(xp, *_squares(xp, scale_p, scale_q), alpha)


@ordered(LogNormal, LogNormal)
@ordered(Normal, Normal)
def normal(xp: Any, mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any, alpha: float) -> Any:
    """alpha (m-m')^2 / (2 (alpha s'^2 + (1-alpha) s^2)), and the part of the scales."""
    z = quotient(xp, mean_p, mean_q, scale_q)
    ratio = scale_p / scale_q
    spread = alpha + (1.0 - alpha) * ratio * ratio
    some = spread > 0
    value = 0.5 * alpha * z * z / xp.where(some, spread, 1.0) + half_normal(xp, scale_p, scale_q, alpha)
    return xp.where(some, value, INF)


@ordered(Gamma, Gamma)
def gamma(xp: Any, shape_p: Any, rate_p: Any, shape_q: Any, rate_q: Any, alpha: float) -> Any:
    """Of shapes and rates, which are mixed alike."""
    one, two = near_one(xp, rate_p, rate_q)
    n = shape_p - shape_q
    cross = cross_difference(xp, shape_p, two, shape_q, one)

    def kl(a: Any, r: Any, b: Any, s: Any, step: Any, turn: Any) -> Any:
        """KL of Gamma(a, r) from Gamma(b, s), for step = b - a and turn = a s - b r."""
        return stirling_gap(xp, b, a, step) + b * burg_given(xp, a * s, b * r, turn)

    if alpha == 1:
        return kl(shape_p, one, shape_q, two, -n, cross)
    a, r = mixed(xp, shape_p, shape_q, n, alpha), mixed(xp, one, two, one - two, alpha)
    if alpha < 1:
        pair = n, 0.0 * n
        to_p = kl(a, r, shape_p, one, apart(xp, shape_p, a, pair, 1.0 - alpha)[0], -(1.0 - alpha) * cross)
        to_q = kl(a, r, shape_q, two, apart(xp, shape_q, a, pair, -alpha)[0], alpha * cross)
        return (alpha / (1.0 - alpha)) * to_p + to_q
    some = (a > 0) & (r > 0)
    a, r = xp.where(some, a, shape_p), xp.where(some, r, one)
    value = kl(shape_p, one, shape_q, two, -n, cross)
    value = value + kl(shape_p, one, a, r, (alpha - 1.0) * n, -(alpha - 1.0) * cross) / (alpha - 1.0)
    return xp.where(some, value, INF)


@ordered(Beta, Beta)
def beta(xp: Any, a_p: Any, b_p: Any, a_q: Any, b_q: Any, alpha: float) -> Any:
    """Of both parameters, which are mixed alike."""
    first, second = gap(xp, a_p, a_q), gap(xp, b_p, b_q)

    def times(pair: Any, factor: float) -> Any:
        return pair[0] * factor, pair[1] * factor

    if alpha == 1:
        return beta_kl(xp, a_p, b_p, a_q, b_q, times(first, -1.0), times(second, -1.0))
    a, b = mixed(xp, a_p, a_q, first[0], alpha), mixed(xp, b_p, b_q, second[0], alpha)
    if alpha < 1:
        more, less = (1.0 - alpha, -alpha)
        to_p = beta_kl(xp, a, b, a_p, b_p, apart(xp, a_p, a, first, more), apart(xp, b_p, b, second, more))
        to_q = beta_kl(xp, a, b, a_q, b_q, apart(xp, a_q, a, first, less), apart(xp, b_q, b, second, less))
        return (alpha / (1.0 - alpha)) * to_p + to_q
    some = (a > 0) & (b > 0)
    a, b = xp.where(some, a, a_p), xp.where(some, b, b_p)
    step, turn = (tuple(xp.where(some, x, 0.0) for x in times(pair, alpha - 1.0)) for pair in (first, second))
    value = beta_kl(xp, a_p, b_p, a_q, b_q, times(first, -1.0), times(second, -1.0))
    return xp.where(some, value + beta_kl(xp, a_p, b_p, a, b, step, turn) / (alpha - 1.0), INF)


def _cell(xp: Any, p: Any, q: Any, n: Any, low: Any, alpha: float) -> Any:
    """(p^alpha q^(1-alpha) - alpha p - (1-alpha) q) / (alpha - 1) >= 0."""
    one = 1.0 + 0.0 * (p + q)
    return tsallis_term(alpha)(xp, Cells(p + 0.0 * q, q + 0.0 * p, n, low, (one, 0.0 * one), 0.0 * one))


def _root(xp: Any, excess: Any, alpha: float) -> Any:
    """log(1 + (alpha-1) x) / (alpha-1)."""
    if alpha == 1:
        return excess
    inner = (alpha - 1.0) * excess
    return xp.where(excess < INF, xp.log1p(xp.where(excess < INF, inner, 0.0)) / (alpha - 1.0), excess)


def _trial(xp: Any, p: Any, q: Any, alpha: float) -> tuple[Any, Any]:
    n, low = two_sum(p, -q)
    return _cell(xp, p, q, n, low, alpha), _cell(xp, 1.0 - p, 1.0 - q, -n, -low, alpha)


@ordered(Bernoulli, Bernoulli)
def bernoulli(xp: Any, p: Any, q: Any, alpha: float) -> Any:
    """Of the two outcomes."""
    one, two = _trial(xp, p, q, alpha)
    return _root(xp, one + two, alpha)


@ordered(Binomial, Binomial)
def binomial(xp: Any, n_p: Any, p: Any, n_q: Any, q: Any, alpha: float) -> Any:
    """n times that of one trial; NotImplementedError for different numbers of trials."""
    if bool(xp.any(n_p != n_q)):
        raise NotImplementedError("renyi(Binomial, Binomial): only for equal numbers of trials")
    return n_p * bernoulli(xp, p, q, alpha)


@ordered(Geometric, Geometric)
def geometric(xp: Any, p: Any, q: Any, alpha: float) -> Any:
    """log((1 - (1-p)^a (1-q)^(1-a)) / (p^a q^(1-a))) / (1-a), both from what they lack of a p + (1-a) q."""
    one, two = _trial(xp, p, q, alpha)
    if alpha == 1:
        return (one + two) / p
    over = mixed(xp, p, q, p - q, alpha) + (1.0 - alpha) * two
    some = over > 0
    safe = xp.where(some, over, 1.0)
    share = (1.0 - alpha) * (one + two) / safe
    # where p^a q^(1-a) is small beside what it is taken from, by logarithms, from the larger one
    far = some & (share > 0.5)
    near = -xp.log1p(-xp.where(some & ~far, share, 0.0)) / (1.0 - alpha)
    first, second = (xp.where(far, x, 1.0) for x in (p, q))
    above = first > second
    ratio = xp.log(first) - xp.log(second)
    top = xp.where(above, first, second)
    apart = xp.log(safe / top) + xp.where(above, (1.0 - alpha) * ratio, -alpha * ratio)
    return xp.where(some, xp.where(far, apart / (1.0 - alpha), near), INF)


@ordered(Poisson, Poisson)
def poisson(xp: Any, rate_p: Any, rate_q: Any, alpha: float) -> Any:
    """The cell of the rates."""
    n, low = two_sum(rate_p, -rate_q)
    return _cell(xp, rate_p, rate_q, n, low, alpha)


@ordered(Pareto, Pareto)
def pareto(xp: Any, minimum_p: Any, shape_p: Any, minimum_q: Any, shape_q: Any, alpha: float) -> Any:
    """Of the shapes, and of minima: inf from order 1 on if q begins above p."""
    one, two = brought(xp, minimum_p, minimum_q)
    above = one >= two
    length = log_relative(xp, one, two, one - two)
    # from the larger minimum on, which is p's or q's
    if alpha < 1:
        move = xp.where(above, shape_q * length, -(alpha / (1.0 - alpha)) * shape_p * length)
        return burg_order(xp, shape_p, shape_q, shape_p - shape_q, alpha) + move
    value = burg_order(xp, shape_p, shape_q, shape_p - shape_q, alpha) + shape_q * xp.where(above, length, 0.0)
    return xp.where(above, value, INF)


@ordered(Uniform, Uniform)
def uniform(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any, alpha: float) -> Any:
    """Of the lengths: inf from order 1 on unless p lies inside q, and at any order for disjoint intervals."""
    from hw3verify.divergences.closed.mixed import lengths

    shared, alone_p, alone_q = lengths(xp, low_p, high_p, low_q, high_q)
    width_p, width_q = high_p - low_p, high_q - low_q
    covered = alone_p == 0
    some = shared > 0
    one, two = (xp.where(some, x, 1.0) for x in (shared, shared))
    # log(w/shared) and log(w'/shared)
    more_p = xp.log1p(xp.where(some, alone_p, 0.0) / one)
    more_q = xp.log1p(xp.where(some, alone_q, 0.0) / two)
    if alpha < 1:
        value = (alpha / (1.0 - alpha)) * more_p + more_q
        return xp.where(some, value, INF + 0.0 * (width_p + width_q))
    return xp.where(covered & some, more_q, INF)


@ordered(PointMass, PointMass)
def point(xp: Any, p: Any, q: Any, alpha: float) -> Any:
    """0 for the same point, else inf."""
    return xp.where(p == q, 0.0, INF + 0.0 * (p + q))


@rule("bhattacharyya", Family, Family)
def bhattacharyya(p: Family, q: Family) -> Any:
    """-log of the integral of sqrt(p q): half of Renyi's divergence of order 1/2."""
    return 0.5 * find("renyi", p, q)(p, q, 0.5)


def root_distance(xp: Any, half: Any) -> Any:
    """sqrt(1 - e^(-D/2)) for the divergence D of order 1/2."""
    square = -xp.expm1(-0.5 * half)
    some = square > 0
    return xp.where(some, xp.sqrt(xp.where(some, square, 1.0)), 0.0 * square)


def derived(kind: type[Family]) -> None:
    """Hellinger's distance from Renyi's divergence of order 1/2."""

    def hellinger(p: Family, q: Family) -> Any:
        return through(root_distance, find("renyi", p, q)(p, q, 0.5))

    rule("hellinger", kind, kind)(hellinger)


def through(function: Any, value: Any) -> Any:
    """A function of a result, in its kind of array."""
    from hw3verify.divergences.arrays import frame_of

    frame = frame_of(value)
    with frame.quiet():
        return frame.give(function(frame.xp, frame.take(value)))


for _kind in (
    Exponential, HalfNormal, Normal, LogNormal, Gamma, Beta, Bernoulli, Binomial, Geometric, Poisson, Pareto,
):  # fmt: skip
    derived(_kind)
