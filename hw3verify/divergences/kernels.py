"""The functions of one outcome that all divergences are sums of, on exact differences, accurate to about one unit each.

The usual formulas lose everything for near-equal arguments: p log(p/q) has terms of size |p - q| that cancel in the
sum. Here every term is formed so that it cannot be negative, from n = p - q, which callers give as an unevaluated
pair n + low without rounding error (for normalised tables p - q is no difference of two floats). With s = n / (p + q)
in [-1, 1] and z = s^2,

    log(p/q)                                  = 2 atanh s                = 2 s (1 + A),   A = z/3 + z^2/5 + ...
    p log(p/q) - p + q                        = n s + 2 p s A            `relative_entropy`
    p log(2p/(p+q)) + q log(2q/(p+q))         = (p + q) h / 2            `jensen_shannon`,  h = z + z^2/6 + z^3/15 + ...
    (p - q) log(p/q)                          = 2 n s (1 + A)            `jeffreys`

where |s| <= 0.8; beyond it (ratios above nine) logarithms are taken, where nothing cancels any more. The rational
approximations below were fitted in 60 digits (Remez) and written in w = 1 - z, where all their roots are negative, so
that neither numerator nor denominator cancels. Their relative errors, 2^-53.5 and 2^-50.7, count for a fifth and an
eighth of the sums at most.

Edges are exact: 0 log 0 = 0, p log(p/0) = inf, and derivatives at p = 0 < q are what they are (-inf), by an automatic
differentiation that meets no 0 * inf.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

NEAR = 0.8
"""|s| up to which the series are used: ratios p/q from 1/9 to 9."""

# (atanh(s)/s - 1 - z/3) / z^2 = 1/5 + z/7 + z^2/9 + ... on 0 <= z <= 0.64, in powers of w = 1 - z, constant first
ATANH_ABOVE = (
    0.0012220820901303526,
    0.05797356936114945,
    0.5473268194828373,
    1.5406191987089866,
    1.3822189850556938,
    0.32271121631862904,
    0.0006831220389213662,
    -3.086891339841776e-05,
)
ATANH_BELOW = (
    0.0005415149469933401,
    0.048843567485895495,
    0.813465126064195,
    4.210552882308747,
    7.89479372074143,
    5.295423809167487,
    1.0,
)

# (h/z - 1) / z = 1/6 + z/15 + z^2/28 + ... on the same interval
JENSEN_ABOVE = (
    0.017580497208512763,
    0.5360791723814285,
    3.5799071092274,
    7.185223082497413,
    4.432095570455289,
    0.659148232440182,
    0.003670907943832954,
)
JENSEN_BELOW = (
    0.04615762088209545,
    1.591233566100955,
    13.031534508547313,
    35.61855653399628,
    35.304538048933146,
    11.890207154464521,
    1.0,
)


def _polynomial(w: Any, coefficients: Sequence[float]) -> Any:
    value = w * coefficients[-1] + coefficients[-2]
    for coefficient in coefficients[-3::-1]:
        value = value * w + coefficient
    return value


def atanh_excess(z: Any) -> Any:
    """atanh(s)/s - 1 for z = s^2 in [0, 0.64], accurate to about one unit also where it is tiny."""
    w = 1.0 - z
    return z * (z * (_polynomial(w, ATANH_ABOVE) / _polynomial(w, ATANH_BELOW)) + 0.3333333333333333)


def jensen_factor(z: Any) -> Any:
    """h/z with h = (1 + s) log(1 + s) + (1 - s) log(1 - s), for z = s^2 in [0, 0.64]: 1 + z/6 + ..., within half a
    unit."""
    w = 1.0 - z
    return z * (_polynomial(w, JENSEN_ABOVE) / _polynomial(w, JENSEN_BELOW)) + 1.0


def choose(xp: Any, far: Any, near: Any, formula: Callable[..., Any], *arguments: Any) -> Any:
    """`near`, with `formula(*arguments)` where `far` holds: numpy evaluates the formula only there, others everywhere.

    For namespaces that trace or differentiate, the arguments of the places that are not far are replaced by ones, so
    that neither the values nor the derivatives of the formula there can spoil the rest."""
    if xp is not np:
        return xp.where(far, formula(xp, *(xp.where(far, x, 1.0) for x in arguments)), near)
    if not np.any(far):
        return near
    if not np.ndim(far):
        return formula(xp, *arguments)
    near[far] = formula(xp, *(np.broadcast_to(x, far.shape)[far] for x in arguments))
    return near


def log_ratio(xp: Any, a: Any, b: Any) -> Any:
    """log(a / b) for a >= 0, b >= 0 without overflow of the ratio; -inf at a = 0 < b, inf at b = 0 < a, nan at 0/0."""
    ratio = a / b
    plain = (ratio > 1e-300) & (ratio < 1e300)
    if xp is np and np.all(plain):
        return np.log(ratio)
    # beyond 1e300 the logarithms of a and b differ by more than 690, and their difference is as good
    return xp.where(plain, xp.log(xp.where(plain, ratio, 1.0)), xp.log(a) - xp.log(b))


def entropy_far(xp: Any, p: Any, q: Any, n: Any) -> Any:
    """p log(p/q) - p + q where the ratio is above nine or below a ninth, given n = p - q."""
    positive = p > 0
    if xp is np:
        return np.where(positive, p * log_ratio(xp, np.where(positive, p, 1.0), q), 0.0) - n
    # -sqrt(p) is 0 at p = 0 as p log p is, and has its derivative -inf there
    ratio = log_ratio(xp, xp.where(positive, p, 1.0), xp.where(positive, q, 1.0))
    return xp.where(positive, p * ratio, -xp.sqrt(xp.where(positive, 1.0, p))) - n


def _entropy_given(xp: Any, p: Any, n: Any, log: Any) -> Any:
    positive = p > 0
    return xp.where(positive, p * xp.where(positive, log, 1.0), -xp.sqrt(xp.where(positive, 1.0, p))) - n


def relative_entropy(xp: Any, p: Any, q: Any, n: Any, low: Any = 0.0, log: Any = None) -> Any:
    """p log(p/q) - p + q >= 0 for p, q >= 0 and n + low = p - q: q at p = 0, inf at q = 0 < p, 0 at p = q.

    `log` is log(p/q) where it is known better than from p and q, which may have underflown. Relative error about 1
    eps near p = q, below 3 eps anywhere. Arguments must be finite."""
    both = p + q
    s = n / xp.where(both > 0, both, 1.0)
    near = (n * s + 2.0 * (low * s)) + (2.0 * p) * (s * atanh_excess(s * s))
    far = xp.abs(s) > NEAR
    if log is not None:
        return choose(xp, far, near, _entropy_given, p, n, log)
    return choose(xp, far, near, entropy_far, p, q, n)


def jensen_far(xp: Any, p: Any, q: Any) -> Any:
    """p log(2p/(p+q)) + q log(2q/(p+q)) where the ratio is above nine or below a ninth."""
    mean = 0.5 * p + 0.5 * q
    # a share below 1e-290 of the mean does not count, and must not underflow into a logarithm of 0
    first, second = ((x > 1e-290 * mean) for x in (p, q))
    if xp is np:
        one = p * np.log(np.where(first, p, mean) / mean)
        return one + q * np.log(np.where(second, q, mean) / mean)
    one, two = (
        xp.where(some, x * xp.log(xp.where(some, x, mean) / mean), xp.where(x > 0, 0.0 * x, -xp.sqrt(rest)))
        for x, some, rest in ((p, first, xp.where(p > 0, 1.0, p)), (q, second, xp.where(q > 0, 1.0, q)))
    )
    return one + two


def jensen_shannon(xp: Any, p: Any, q: Any, n: Any, low: Any = 0.0) -> Any:
    """p log(2p/(p+q)) + q log(2q/(p+q)) >= 0 for p, q >= 0 and n + low = p - q: (p + q) log 2 where one of them is 0.

    Relative error about 1 eps near p = q, below 3 eps anywhere. Arguments must be finite.
    """
    both = p + q
    s = n / xp.where(both > 0, both, 1.0)
    near = (0.5 * (n * s) + low * s) * jensen_factor(s * s)
    return choose(xp, xp.abs(s) > NEAR, near, jensen_far, p, q)


def _jeffreys_far(xp: Any, p: Any, q: Any, n: Any) -> Any:
    return n * log_ratio(xp, p, q)


def _jeffreys_given(_: Any, n: Any, log: Any) -> Any:
    return n * log


def jeffreys(xp: Any, p: Any, q: Any, n: Any, low: Any = 0.0, log: Any = None) -> Any:
    """(p - q) log(p/q) >= 0 for p, q >= 0 and n + low = p - q: inf where just one of them is 0, 0 where both are."""
    both = p + q
    s = n / xp.where(both > 0, both, 1.0)
    near = 2.0 * (n * s + 2.0 * (low * s)) * (1.0 + atanh_excess(s * s))
    far = xp.abs(s) > NEAR
    if log is not None:
        return choose(xp, far, near, _jeffreys_given, n, log)
    return choose(xp, far, near, _jeffreys_far, p, q, n)


def phi(xp: Any, d: Any, low: Any = 0.0) -> Any:
    """(1 + d) log(1 + d) - d >= 0 for d + low >= -1, a pair: d^2/2 near 0, 1 at d = -1, inf at d = inf."""
    finite = d < 1e307
    ratio = 1.0 + xp.where(finite, d, 1.0)
    value = relative_entropy(xp, ratio + low, 1.0 + 0.0 * ratio, xp.where(finite, d, 1.0), low)
    # beyond 1e307 the value is above 7e309; a NaN stays what it is
    return xp.where(finite, value, d * xp.where(d > 0, xp.log(xp.where(d > 0, d, 2.0)), 1.0))


def minus_log1p(xp: Any, x: Any, low: Any = 0.0) -> Any:
    """x - log(1 + x) >= 0 for x + low >= -1, a pair: x^2/2 near 0, inf at x = -1 and at x = inf."""
    finite = x < 1e300
    ratio = 1.0 + xp.where(finite, x, 1.0)
    value = relative_entropy(xp, 1.0 + 0.0 * ratio, ratio + low, -xp.where(finite, x, 1.0), -low)
    return xp.where(finite, value, x)


def log_relative(xp: Any, p: Any, q: Any, n: Any, low: Any = 0.0) -> Any:
    """log(p/q) for p, q > 0 and n + low = p - q, relatively accurate also near p = q: 0 only there."""
    both = p + q
    s = (n + low) / xp.where(both > 0, both, 1.0)
    near = 2.0 * (s + s * atanh_excess(s * s))
    return choose(xp, xp.abs(s) > NEAR, near, log_ratio, p, q)
