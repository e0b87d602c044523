"""W1 of two laws: closed forms, and the integral over quantiles (`law_quantiles`) where there is none.

* Location and scale: X = m + s Z and Y = n + r Z have W1 = E|mu + sigma Z| with mu = m - n, sigma = s - r, a number
  that is a sum of non-negative terms: for normal laws sigma sqrt(2/pi) e^(-c^2/2) + mu erf(c/sqrt 2), c = mu/sigma;
  for Laplace's |mu| + sigma e^(-|mu|/sigma). A point mass has scale 0.
* Uniform laws: the quantiles differ linearly, from d_0 = a - c to d_1 = b - d: (|d_0| + |d_1|)/2 if these have one
  sign, else (d_0^2 + d_1^2) / (2 |d_0| + 2 |d_1|).
* Laws that are ordered (all quantiles of one are below those of the other): the difference of the means, which is
  formed from the differences of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt
from typing import Any

import numpy as np

from hw3verify.divergences import law_quantiles, weighted
from hw3verify.divergences.dispatch import rule
from hw3verify.divergences.laws import (
    Bernoulli,
    Beta,
    Binomial,
    Categorical,
    Cauchy,
    Exponential,
    Family,
    Gamma,
    Geometric,
    Gumbel,
    HalfNormal,
    Laplace,
    LogNormal,
    Normal,
    Pareto,
    PointMass,
    Poisson,
    Uniform,
)
from hw3verify.divergences.laws.family import INF, evaluated
from hw3verify.divergences.special.errors import erf
from hw3verify.divergences.special.exponential import entire_integral, exponential_integral

EULER = 0.5772156649015329
ROOT = sqrt(2.0 / pi)


def _quotient(xp: Any, mu: Any, sigma: Any) -> tuple[Any, Any]:
    """sigma > 0 or 1, and mu / sigma at most 1e3 in size: beyond it, nothing is left of the randomness."""
    some = sigma > 0
    safe = xp.where(some, sigma, 1.0)
    far = xp.abs(mu) > 1e3 * sigma
    return safe, xp.where(some & ~far, mu, 0.0) / safe


def normal_gap(xp: Any, mu: Any, sigma: Any) -> Any:
    """E|mu + sigma Z| for Z standard normal, sigma >= 0."""
    far = xp.abs(mu) > 1e3 * sigma
    safe, c = _quotient(xp, mu, sigma)
    value = ROOT * xp.exp(-0.5 * c * c) + c * erf(xp, c * sqrt(0.5))
    return xp.where(far | ~(sigma > 0), xp.abs(mu), safe * value)


def laplace_gap(xp: Any, mu: Any, sigma: Any) -> Any:
    """E|mu + sigma Z| for Z of Laplace's law, sigma >= 0."""
    safe, c = _quotient(xp, mu, sigma)
    far = xp.abs(mu) > 1e3 * sigma
    return xp.abs(mu) + xp.where(far | ~(sigma > 0), 0.0, safe * xp.exp(-xp.abs(c)))


def gumbel_gap(xp: Any, mu: Any, sigma: Any) -> Any:
    """E|mu + sigma Z| for Z of Gumbel's law, for any sign of sigma."""
    size = xp.abs(sigma)
    # far from 0 (also where sigma is 0) the number has one sign but for e^-1000
    safe, c = _quotient(xp, xp.where(sigma < 0, -mu, mu), size)
    high = c > -EULER
    x = xp.exp(xp.where(high, xp.where(c < 6.5, c, 6.5), -EULER))
    above = (EULER + c) + xp.where(c < 6.5, 2.0 * exponential_integral(xp, x), 0.0)
    below = -(EULER + c) + 2.0 * entire_integral(xp, xp.exp(xp.where(high, -EULER, c)))
    far = xp.abs(mu) > 1e3 * size
    near = xp.where(size > 0, safe * xp.where(high, above, below), 0.0 * mu)
    return xp.where(far, xp.abs(mu + EULER * sigma), near)


def uniform_gap(xp: Any, first: Any, last: Any) -> Any:
    """The mean of |d| for d uniform between `first` and `last`."""
    one, two = xp.abs(first), xp.abs(last)
    most, least = xp.where(one > two, one, two), xp.where(one > two, two, one)
    ratio = least / xp.where(most > 0, most, 1.0)
    crossing = ((first < 0) & (last > 0)) | ((first > 0) & (last < 0))
    return xp.where(crossing, 0.5 * most * ((1.0 + ratio * ratio) / (1.0 + ratio)), 0.5 * one + 0.5 * two)


@rule("wasserstein1", Normal, Normal)
def _normals(p: Normal, q: Normal) -> Any:
    return evaluated(lambda xp, m, s, n, r: normal_gap(xp, m - n, xp.abs(s - r)), (p, q))


@rule("wasserstein1", Laplace, Laplace)
def _laplaces(p: Laplace, q: Laplace) -> Any:
    return evaluated(lambda xp, m, s, n, r: laplace_gap(xp, m - n, xp.abs(s - r)), (p, q))


@rule("wasserstein1", Gumbel, Gumbel)
def _gumbels(p: Gumbel, q: Gumbel) -> Any:
    return evaluated(lambda xp, m, s, n, r: gumbel_gap(xp, m - n, s - r), (p, q))


@rule("wasserstein1", Cauchy, Cauchy)
def _cauchys(p: Cauchy, q: Cauchy) -> Any:
    return evaluated(lambda xp, m, s, n, r: xp.where(s == r, xp.abs(m - n), INF + 0.0 * (s + r)), (p, q))


@rule("wasserstein1", Uniform, Uniform)
def _uniforms(p: Uniform, q: Uniform) -> Any:
    return evaluated(lambda xp, a, b, c, d: uniform_gap(xp, a - c, b - d), (p, q))


@rule("wasserstein1", Exponential, Exponential)
def _exponentials(p: Exponential, q: Exponential) -> Any:
    return evaluated(lambda xp, a, b: xp.abs(b - a) / a / b, (p, q))


@rule("wasserstein1", HalfNormal, HalfNormal)
def _half_normals(p: HalfNormal, q: HalfNormal) -> Any:
    return evaluated(lambda xp, s, r: ROOT * xp.abs(s - r), (p, q))


@rule("wasserstein1", Bernoulli, Bernoulli)
def _bernoullis(p: Bernoulli, q: Bernoulli) -> Any:
    return evaluated(lambda xp, a, b: xp.abs(a - b), (p, q))


@rule("wasserstein1", Poisson, Poisson)
def _poissons(p: Poisson, q: Poisson) -> Any:
    return evaluated(lambda xp, a, b: xp.abs(a - b), (p, q))


@rule("wasserstein1", Geometric, Geometric)
def _geometrics(p: Geometric, q: Geometric) -> Any:
    return evaluated(lambda xp, a, b: xp.abs(b - a) / a / b, (p, q))


@rule("wasserstein1", Categorical, Categorical)
def _categoricals(p: Categorical, q: Categorical) -> Any:
    def formula(xp: Any, a: Any, b: Any) -> Any:
        if a.shape[-1] != b.shape[-1]:
            raise ValueError(f"probabilities: expected as many outcomes, not {a.shape[-1]} and {b.shape[-1]}")
        return weighted.histograms(xp, a, b, xp.arange(a.shape[-1]) + 0.0 * a, False)

    return evaluated(formula, (p, q))


def _point_gap(p: Family, q: PointMass) -> Any:
    formulas: dict[type[Family], Callable[..., Any]] = {
        Normal: lambda xp, m, s, c: normal_gap(xp, m - c, s),
        Laplace: lambda xp, m, s, c: laplace_gap(xp, m - c, s),
        Gumbel: lambda xp, m, s, c: gumbel_gap(xp, m - c, s),
        Uniform: lambda xp, a, b, c: uniform_gap(xp, a - c, b - c),
        Cauchy: lambda _, m, s, c: INF + 0.0 * (m + s + c),
        PointMass: lambda xp, m, c: xp.abs(m - c),
        Exponential: _exponential_point,
        Bernoulli: lambda xp, a, c: a * xp.abs(1.0 - c) + (1.0 - a) * xp.abs(c),
    }
    formula = formulas.get(type(p))
    return by_quantiles(p, q) if formula is None else evaluated(formula, (p, q))


def _exponential_point(xp: Any, rate: Any, c: Any) -> Any:
    level = rate * c
    inside = xp.where(level > 0, level, 0.0)
    # t - 1 + 2 e^-t >= 0.69 for t >= 0
    value = xp.where(level > 0, (inside - 1.0) + 2.0 * xp.exp(-inside), 1.0 - xp.where(level > 0, 0.0, level))
    return value / rate


@rule("wasserstein1", Family, PointMass)
def _before_point(p: Family, q: PointMass) -> Any:
    return _point_gap(p, q)


@rule("wasserstein1", PointMass, Family)
def _after_point(p: PointMass, q: Family) -> Any:
    return _point_gap(q, p)


def _ordered(p: Family, q: Family, formula: Any) -> Any:
    """Where `formula` is not NaN, what it says; elsewhere the integral over quantiles."""
    value = evaluated(formula, (p, q))
    plain = np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    return by_quantiles(p, q) if np.isnan(plain).any() else value


@rule("wasserstein1", Gamma, Gamma)
def _gammas(p: Gamma, q: Gamma) -> Any:
    def formula(xp: Any, k: Any, a: Any, m: Any, b: Any) -> Any:
        ordered = ((k >= m) & (a <= b)) | ((k <= m) & (a >= b))
        return xp.where(ordered, xp.abs(k - m) / a + m * (xp.abs(b - a) / a / b), float("nan"))

    return _ordered(p, q, formula)


@rule("wasserstein1", Beta, Beta)
def _betas(p: Beta, q: Beta) -> Any:
    def formula(xp: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        ordered = ((a >= c) & (b <= d)) | ((a <= c) & (b >= d))
        gap = xp.abs(a - c) / (a + b) * (d / (c + d)) + xp.abs(d - b) / (a + b) * (c / (c + d))
        return xp.where(ordered, gap, float("nan"))

    return _ordered(p, q, formula)


@rule("wasserstein1", Binomial, Binomial)
def _binomials(p: Binomial, q: Binomial) -> Any:
    def formula(xp: Any, m: Any, a: Any, n: Any, b: Any) -> Any:
        ordered = ((m >= n) & (a >= b)) | ((m <= n) & (a <= b))
        return xp.where(ordered, xp.abs(m - n) * a + n * xp.abs(a - b), float("nan"))

    return _ordered(p, q, formula)


@rule("wasserstein1", LogNormal, LogNormal)
def _log_normals(p: LogNormal, q: LogNormal) -> Any:
    def formula(xp: Any, m: Any, s: Any, n: Any, r: Any) -> Any:
        return xp.where(s == r, xp.exp(n + 0.5 * r * r) * xp.abs(xp.expm1(m - n)), float("nan"))

    return _ordered(p, q, formula)


@rule("wasserstein1", Pareto, Pareto)
def _paretos(p: Pareto, q: Pareto) -> Any:
    def formula(xp: Any, m: Any, a: Any, n: Any, b: Any) -> Any:
        some = (a > 1) & (b > 1)
        one, two = xp.where(some, a, 2.0), xp.where(some, b, 2.0)
        same = (m == n) & (a == b)
        ordered = ((m >= n) & (a <= b)) | ((m <= n) & (a >= b))
        gap = xp.abs(m - n) * (one / (one - 1.0)) + n * (xp.abs(two - one) / (one - 1.0) / (two - 1.0))
        return xp.where(some, xp.where(ordered, gap, float("nan")), xp.where(same, 0.0, INF))

    return _ordered(p, q, formula)


@rule("wasserstein1", Family, Family)
def by_quantiles(p: Family, q: Family) -> Any:
    """The integral over quantiles, one pair of laws after the other; inf if a mean is infinite.

    NotImplementedError for laws that are differentiated or traced, and where quantiles are not known."""

    def formula(xp: Any, *parameters: Any) -> Any:
        if xp is not np:
            raise NotImplementedError("wasserstein1: integrals over quantiles are computed for plain numbers only")
        count = len(p.names)
        shape = np.broadcast_shapes(*(x.shape for x in parameters))
        given = [np.broadcast_to(x, shape) for x in parameters]
        value = np.empty(shape)
        for at in np.ndindex(shape):
            numbers = [float(x[at]) for x in given]
            value[at] = _one_pair(type(p), tuple(numbers[:count]), type(q), tuple(numbers[count:]))
        return value

    if p.event or q.event:
        raise NotImplementedError(f"wasserstein1({type(p).__name__}, {type(q).__name__}): no closed form is known here")
    return evaluated(formula, (p, q))


def _one_pair(p: type[Family], one: tuple[float, ...], q: type[Family], two: tuple[float, ...]) -> float:
    if any(x != x for x in one + two):
        return float("nan")
    endless = [Cauchy is law or (Pareto is law and given[1] <= 1) for law, given in ((p, one), (q, two))]
    if any(endless) and not (p is q and one == two):
        return INF
    return 0.0 if p is q and one == two else law_quantiles.distance((p, one), (q, two))[0]


def estimated(p: Family, q: Family, power: int) -> tuple[float, float]:
    """W1 or W2 of two laws (numbers as parameters) by quantiles, and a bound: what panels differ by, and rounding.

    Quantiles are known to a few units of their own size, not of their difference: the mean sizes count too."""
    laws = [(type(law), tuple(float(x) for x in law.parameters)) for law in (p, q)]
    if laws[0] == laws[1]:
        return 0.0, 0.0
    endless = [law is Cauchy or (law is Pareto and given[1] <= power) for law, given in laws]
    if any(endless):
        return INF, 0.0
    value, error = law_quantiles.distance(laws[0], laws[1], power)
    origin = (PointMass, (0.0,))
    sizes = sum(law_quantiles.distance(law, origin, power)[0] ** (1.0 / power) for law in laws)
    rounding = 2.0**-49 * sizes
    if power == 1:
        return value, error + rounding
    root = sqrt(value)
    return root, min(error / (2.0 * root) if root > 0 else INF, sqrt(error)) + 2.0 * rounding
