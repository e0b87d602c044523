"""log I_0 and its differences, for laws on the circle.

With weights of von Mises' law of concentration a on equidistant angles (the trapezoidal rule, whose error falls like
I_M(x)/I_0(x): below 2^-60 for M = 84 and x <= 75) and c = 1 - cos,

    log I_0(b) - log I_0(a) - (b-a) A(a)  =  log(1 + E[e^y - 1 - y]),   y = -(b-a) (c - E c)

which has no cancellation; where both are beyond 50 it is [t - 1 - log t]/2, t = b/a, and the Bregman divergence of the
series of log(sqrt(2 pi x) e^-x I_0(x)); from below 50 to beyond 75, where nothing is near, a difference of logarithms.
Source: Abramowitz and Stegun 9.7.1; derivation above."""

from __future__ import annotations

from math import pi, sin
from typing import Any

from hw3verify.divergences.special.ratios import burg_given, expm1_excess

LARGE = 50.0
_NODES = 84
_WITHIN = 75.0
# 1 - cos at the angles from 0 to pi, and how often they occur
_COSINES = tuple(
    (2.0 * sin(pi * k / _NODES) ** 2, 1.0 if k in (0, _NODES // 2) else 2.0) for k in range(_NODES // 2 + 1)
)

HALF_LOG_2PI = 0.9189385332046728
# log(sqrt(2 pi x) e^-x I_0(x)) = 1/(8x) + 1/(16x^2) + ..., computed in fractions
SERIES = (
    0.125, 0.0625, 0.06510416666666667, 0.1015625, 0.2095703125, 0.5364583333333334,
    1.6380658830915178, 5.809814453125, 23.475127749972874, 106.467822265625, 535.640519510616, 2960.739786783854,
    17837.279688947478, 116339.24666050503, 816737.8421910767, 6140798.86346674, 49232732.339998595, 419272864.964833,
)  # fmt: skip


def _weights(xp: Any, x: Any) -> tuple[list[Any], Any]:
    weights = [count * xp.exp(-x * c) for c, count in _COSINES]
    total: Any = 0.0
    for weight in weights[::-1]:
        total = total + weight
    return weights, total


def bessel_lack(xp: Any, x: Any) -> Any:
    """1 - I_1(x)/I_0(x) for x >= 0, relatively accurate."""
    return _ratio(xp, x)[1]


def bessel_ratio(xp: Any, x: Any) -> Any:
    """A(x) = I_1(x)/I_0(x) for x >= 0: x/2 near 0, 1 - 1/(2x) - ... far out; within 4 units."""
    return _ratio(xp, x)[0]


def _ratio(xp: Any, x: Any) -> tuple[Any, Any]:
    """A(x) and 1 - A(x), each relatively accurate."""
    large = x > LARGE
    small = x < 1.0
    inner = xp.where(large | small, 1.0, x)
    weights, total = _weights(xp, inner)
    middle: Any = 0.0
    for weight, (c, _) in zip(weights, _COSINES, strict=True):
        middle = middle + weight * c
    # a power series where 1 - E c would cancel
    half = xp.where(small, 0.5 * x, 0.0)
    square = half * half
    over, under, term = 0.0 * square + 1.0, 0.0 * square + 1.0, 0.0 * square + 1.0
    for k in range(1, 12):
        term = term * square / float(k * k)
        under = under + term
        over = over + term / (k + 1.0)
    outer = xp.where(large, x, LARGE)
    lack = xp.where(large, _slope(outer), xp.where(small, 1.0 - half * over / under, middle / total))
    return xp.where(small, half * over / under, 1.0 - lack), lack


def _slope(x: Any) -> Any:
    """1 - A(x) for x >= LARGE: 1/(2x) minus the derivative of the series."""
    v = 1.0 / x
    value = 0.0 * v
    for m in range(len(SERIES), 0, -1):
        value = value * v + m * SERIES[m - 1]
    return 0.5 * v + value * v * v


def _series_gap(a: Any, b: Any, n: Any) -> Any:
    v, w = 1.0 / a, 1.0 / b
    homogeneous = power = gaps = v
    value = 0.0 * v
    for coefficient in SERIES:
        value = value + coefficient * gaps
        power = power * v
        homogeneous = w * homogeneous + power
        gaps = v * gaps + homogeneous
    return (n * v) * (n * w) * value


def log_scaled_i0(xp: Any, x: Any) -> Any:
    """log(e^-x I_0(x)) for x >= 0."""
    large = x > LARGE
    weights, total = _weights(xp, xp.where(large, 1.0, x))
    del weights
    v = 1.0 / xp.where(large, x, LARGE)
    series = 0.0 * v
    for coefficient in SERIES[::-1]:
        series = (series + coefficient) * v
    far = series + 0.5 * xp.log(v) - HALF_LOG_2PI
    return xp.where(large, far, xp.log(total / _NODES))


def bessel_gap(xp: Any, b: Any, a: Any, n: Any) -> Any:
    """log I_0(b) - log I_0(a) - n A(a) >= 0 for a, b >= 0 and n = b - a: within 6 units."""
    large = (a > LARGE) & (b > LARGE)
    both = (a <= _WITHIN) & (b <= _WITHIN) & ~large
    inner = xp.where(both, a, 1.0)
    step = xp.where(both, n, 0.0)
    weights, total = _weights(xp, inner)
    mean: Any = 0.0
    for weight, (c, _) in zip(weights, _COSINES, strict=True):
        mean = mean + weight * c
    mean = mean / total
    excess: Any = 0.0
    for weight, (c, _) in zip(weights, _COSINES, strict=True):
        excess = excess + weight * expm1_excess(xp, -step * (c - mean))
    near = xp.log1p(excess / total)
    one, two = xp.where(large, b, LARGE), xp.where(large, a, LARGE)
    far_step = xp.where(large, n, 0.0)
    far = 0.5 * burg_given(xp, one, two, far_step) + _series_gap(two, one, far_step)
    mixed = (log_scaled_i0(xp, b) - log_scaled_i0(xp, a)) + n * _ratio(xp, a)[1]
    return xp.where(both, near, xp.where(large, far, xp.where(mixed > 0, mixed, 0.0 * mixed)))

