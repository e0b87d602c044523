"""log Gamma(1 + t) of a large quotient t = a/b with more digits than a float has, for exponents.

    log Gamma(1+t) = t log t - t + log(2 pi t)/2 + R(t),  R Binet's series

A unit of t log t, which may be a thousand, is a thousand units of its exponential: t log t is formed as a pair of
floats, from the quotient with its remainder and from log t = k log 2 + 2 atanh(z), z = (m-1)/(m+1), where m lies
between 0.7 and 1.42 and the first two terms of the series are pairs. Its error is below 2^-68 t, that is one unit of
the exponential up to t = 30 000. Source: Stirling; Joldes, Muller and Popescu 2017 for pairs."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.errorfree import Pair, add, divide, fast_two_sum, multiply, two_sum
from hw3verify.divergences.special.gamma import HALF_LOG_2PI, binet

LEAST = 10.0
"""From here on the series is used."""

LOG_2, LOG_2_LOW = 0.6931471805599453, 2.3190468138462996e-17
THIRD_LOW = 1.850371707708594e-17
"""1/3 less the float 1/3."""


def log_pair(xp: Any, t: Pair) -> Pair:
    """log t as a pair, for 1 <= t < 2^1000."""
    m, low = t
    exponent = 0.0 * m
    for k in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1):
        above = m >= 2.0**k
        factor = constant(xp.where(above, 2.0**-k, 0.0 * m + 1.0))
        m, low = m * factor, low * factor
        exponent = exponent + xp.where(above, float(k), 0.0 * exponent)
    above = m > 1.4142135623730951
    factor = constant(xp.where(above, 0.5, 0.0 * m + 1.0))
    m, low = m * factor, low * factor
    exponent = constant(exponent + xp.where(above, 1.0, 0.0 * exponent))
    under, rest = two_sum(m, 1.0)
    pair = divide(fast_two_sum(m - 1.0, low), fast_two_sum(under, rest + low))
    z = pair[0]
    square = multiply(pair, pair)
    cube = multiply(square, (1.0 / 3.0 + 0.0 * z, THIRD_LOW + 0.0 * z))
    w = square[0]
    series = 0.0 * w
    for k in range(14, 1, -1):
        series = series * w + 1.0 / (2.0 * k + 1.0)
    first = add((1.0 + 0.0 * z, 0.0 * z), add(cube, (w * w * series, 0.0 * w)))
    atanh = multiply((2.0 * pair[0], 2.0 * pair[1]), first)
    return add(multiply((exponent, 0.0 * exponent), (LOG_2 + 0.0 * z, LOG_2_LOW + 0.0 * z)), atanh)


def lgamma_pair(xp: Any, t: Pair) -> Pair:
    """log Gamma(1 + t) as a pair, for t >= LEAST."""
    high = t[0]
    length = log_pair(xp, t)
    power = multiply(t, add(length, (-1.0 + 0.0 * high, 0.0 * high)))
    return add(power, (0.5 * length[0] + (HALF_LOG_2PI + binet(xp, high)), 0.0 * high))
