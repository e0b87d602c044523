"""The error function and the normal law's distribution function and quantiles, accurate in both tails.

erfc(x) = e^(-x^2) erfcx(x) for x >= 0, where (1 + 2x) erfcx(x) is a polynomial of degree 26 in (x-3)/(x+3) on the whole
half line (Chebyshev coefficients computed in 50 digits; relative error 2^-52) and x^2 is formed without rounding
error. Source of the variable: Shepherd and Laframboise 1981."""

from __future__ import annotations

from math import log, pi, sqrt
from typing import Any

from hw3verify.divergences.errorfree import two_product

_CHEBYSHEV = (
    1.17756257419656,
    0.005353904539615676,
    -0.09377550342284209,
    0.05436652555744322,
    -0.018976596707845208,
    0.004453426061462712,
    -0.0006335531710553147,
    1.7661719523171593e-05,
    1.2841532864056671e-05,
    -2.0072285659059913e-06,
    -1.807522790414837e-07,
    7.549828343825093e-08,
    1.885668523838603e-09,
    -2.699519049798364e-09,
    -1.460079119939105e-11,
    1.0361607445969489e-10,
    1.475715976623473e-12,
    -4.277340064396911e-12,
    -2.07922492859799e-13,
    1.8134502003176963e-13,
    1.973425574544739e-14,
    -7.287943737592673e-15,
    -1.5169878690228116e-15,
    2.3514112258781403e-16,
    1.0006111691821667e-16,
    -2.0572528169538546e-18,
    -5.608608218863183e-18,
)

# 1/(k! (2k+1)), with signs: erf(x) = 2/sqrt(pi) x (1 - x^2/3 + x^4/10 - ...)
_SERIES = (
    1.0, -1 / 3, 1 / 10, -1 / 42, 1 / 216, -1 / 1320, 1 / 9360, -1 / 75600, 1 / 685440, -1 / 6894720, 1 / 76204800,
    -1 / 918086400, 1 / 11975040000,
)  # fmt: skip

_SLOPE = 2.0 / sqrt(pi)
HALF_LOG_2PI = 0.5 * log(2.0 * pi)


def erfcx(xp: Any, x: Any) -> Any:
    """e^(x^2) erfc(x) for x >= 0, within 3 units; 0 at inf."""
    t = 1.0 - 6.0 / (x + 3.0)
    after, value = 0.0 * t, 0.0 * t
    for coefficient in _CHEBYSHEV[:0:-1]:
        after, value = value, 2.0 * t * value - after + coefficient
    return (t * value - after + _CHEBYSHEV[0]) / (1.0 + 2.0 * x)


def erf(xp: Any, x: Any) -> Any:
    """The error function, odd, within 4 units."""
    size = xp.abs(x)
    small = size < 0.5
    inner = xp.where(small, x, 0.0)
    square = inner * inner
    near = 0.0 * square
    for coefficient in _SERIES[::-1]:
        near = near * square + coefficient
    outer = xp.where(small, 1.0, xp.where(size < 30.0, size, 30.0))
    far = 1.0 - erfcx(xp, outer) * xp.exp(-outer * outer)
    return xp.where(small, _SLOPE * (inner * near), xp.where(x < 0, -far, far))


def normal_cdf(xp: Any, z: Any) -> Any:
    """The standard normal law's mass below z, relatively accurate in the lower tail: within 8 units."""
    size = xp.abs(z)
    size = xp.where(size < 40.0, size, xp.where(size == size, 40.0, size))
    high, low = two_product(size, size)
    tail = 0.5 * erfcx(xp, size * sqrt(0.5)) * xp.exp(-0.5 * high) * (1.0 - 0.5 * low)
    return xp.where(z < 0, tail, 1.0 - tail)


def log_normal_cdf(xp: Any, z: Any) -> Any:
    """The logarithm of the standard normal law's mass below z, finite in the far tail too."""
    below = xp.where(z < 0, -z, 0.0)
    tail = xp.log(0.5 * erfcx(xp, below * sqrt(0.5))) - 0.5 * below * below
    above = xp.where(z < 0, 0.0, z)
    return xp.where(z < 0, tail, xp.log1p(-normal_cdf(xp, -above)))


def normal_quantile(xp: Any, u: Any) -> Any:
    """The z below which the standard normal law has mass u: -inf at 0, inf at 1, accurate for the smallest u.

    A rational start (Abramowitz and Stegun 26.2.23) and three steps of Halley's iteration on log of the tail's mass.
    """
    upper = u > 0.5
    tail = xp.where(upper, 1.0 - u, u)
    inside = (tail > 0) & (tail < 0.5)
    safe = xp.where(inside, tail, 0.25)
    target = xp.log(safe)
    t = xp.sqrt(-2.0 * target)
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in range(3):
        mills = sqrt(0.5 * pi) * erfcx(xp, xp.where(z > 0, z, 0.0) * sqrt(0.5))
        # near z = 0 the difference of masses is formed from erf, elsewhere from logarithms
        middle = z < 0.6
        inner = xp.where(middle, z, 0.5)
        mass_gap = ((0.5 - safe) - 0.5 * erf(xp, inner * sqrt(0.5))) * xp.exp(0.5 * inner * inner) * sqrt(2.0 * pi)
        log_gap = mills * (xp.log(mills) - HALF_LOG_2PI - 0.5 * z * z - target)
        step = xp.where(middle, mass_gap, log_gap)
        curvature = xp.where(middle, z, z - 1.0 / mills)
        z = z + step / (1.0 - 0.5 * step * curvature)
    edge = xp.where(tail == 0.5, 0.0, xp.where(tail == 0, float("inf"), float("nan")))
    size = xp.where(inside, z, edge)
    return xp.where(upper, size, -size) + 0.0


def half_quantile(xp: Any, u: Any) -> Any:
    """The z > 0 with mass u of the standard normal law in [-z, z]: 0 at 0, inf at 1, relatively accurate."""
    start = -normal_quantile(xp, 0.5 * (1.0 - u))
    inside = (u > 0) & (u < 0.5)
    safe = xp.where(inside, u, 0.25)
    z = xp.where(inside & (start > 1e-8), start, safe * sqrt(0.5 * pi))
    for _ in range(2):
        # where it is small, the difference is formed from the relatively accurate erf
        z = z + (safe - erf(xp, z * sqrt(0.5))) * xp.exp(0.5 * z * z) * sqrt(0.5 * pi)
    return xp.where(inside, z, start) + 0.0
