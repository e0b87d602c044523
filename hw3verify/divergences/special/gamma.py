"""log Gamma and its derivatives, and the differences of them that divergences of gamma and beta laws are made of.

Every difference is a sum of terms of one sign. With n = b - a, shifting by the recurrence,

    log Gamma(b) - log Gamma(a) - n psi(a)  =  [b log(b/a) - b + a]  +  `stirling_gap`
    stirling_gap  =  sum_k (b+k+1) [y_k - log(1 + y_k)],  y_k = n / ((a+k) (b+k+1)),  k below SHIFT,
                     + [t - 1 - log t] / 2,  t = (b + SHIFT) / (a + SHIFT),  + the Bregman divergence of Binet's series

where y_k are such that the steps of x log x - x and of log Gamma cancel before anything is computed: that is the KL of
two gamma laws of the same mean. Binet's series sum B_2k / (2k (2k-1) x^(2k-1)) has nine terms from x = 10 on, exact to
2^-53 of the second differences. Psi and log Gamma themselves are differences from their zeros.

Source: Binet 1839; Abramowitz and Stegun 6.1.40, 6.3.18; derivation above."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.kernels import log_relative, relative_entropy
from hw3verify.divergences.special.ratios import burg_given

SHIFT = 10

# B_2k
_BERNOULLI = (
    0.16666666666666666, -0.03333333333333333, 0.023809523809523808, -0.03333333333333333, 0.07575757575757576,
    -0.2531135531135531, 1.1666666666666667, -7.092156862745098, 54.971177944862156, -529.1242424242424,
)  # fmt: skip

EULER = 0.5772156649015329
PSI_ROOT = 1.4616321449683622
PSI_ROOT_LOW = 9.549995429965697e-17
HALF_LOG_2PI = 0.9189385332046728


def _steps(xp: Any, *arrays: Any) -> int:
    """How far to shift: numpy can see that all numbers are large already."""
    return 0 if xp is np and all(np.all(x >= SHIFT) for x in arrays) else SHIFT


def _bregman_series(a: Any, b: Any, n: Any, odd: bool) -> Any:
    """The Bregman divergence, b from a, of sum c_k x^-m over m = 2k-1 (odd) or 2k, for a, b >= SHIFT."""
    v, w = 1.0 / a, 1.0 / b
    homogeneous = power = v
    gaps = v  # sum over i < m of (m-i) v^(m-i) w^i
    value = 0.0 * v
    for m in range(1, 2 * len(_BERNOULLI) + 1):
        k = (m + 1) // 2
        if odd and m % 2:
            value = value + (_BERNOULLI[k - 1] / (2 * k * (2 * k - 1))) * gaps
        elif not odd and m % 2 == 0:
            value = value + (_BERNOULLI[k - 1] / (2 * k)) * gaps
        power = power * v
        homogeneous = w * homogeneous + power
        gaps = v * gaps + homogeneous
    return (n * v) * (n * w) * value


def stirling_gap(xp: Any, b: Any, a: Any, n: Any) -> Any:
    """The Bregman divergence, b from a, of log Gamma(x) - x log x + x, for n = b - a: KL of gamma laws of equal means.

    Non-negative; within 4 units.
    """
    steps = _steps(xp, a, b)
    total: Any = 0.0
    for k in range(steps - 1, -1, -1):
        over, under = b + (k + 1.0), a + (k + 1.0)
        total = total + over * burg_given(xp, (b + k) / over, (a + k) / under, n / over / under)
    a, b = a + steps, b + steps
    return total + (0.5 * burg_given(xp, b, a, n) + _bregman_series(a, b, n, odd=True))


def lgamma_gap(xp: Any, b: Any, a: Any, n: Any) -> Any:
    """log Gamma(b) - log Gamma(a) - n psi(a) >= 0 for a, b > 0 and n = b - a: within 5 units."""
    return stirling_gap(xp, b, a, n) + relative_entropy(xp, b, a, n)


def digamma_difference(xp: Any, b: Any, a: Any, n: Any, low: Any = 0.0) -> Any:
    """psi(b) - psi(a) for a, b > 0 and n + low = b - a: of the sign of n, within 4 units."""
    n_low = n + low
    steps = _steps(xp, a, b)
    total: Any = 0.0
    for k in range(steps - 1, -1, -1):
        total = total + n_low / (a + k) / (b + k)
    a, b = a + steps, b + steps
    v, w = 1.0 / a, 1.0 / b
    homogeneous = power = v
    series = 0.5 * v
    for m in range(2, 2 * len(_BERNOULLI) + 1):
        power = power * v
        homogeneous = w * homogeneous + power
        if m % 2 == 0:
            series = series + (_BERNOULLI[m // 2 - 1] / m) * homogeneous
    return total + (log_relative(xp, b, a, n, low) + (n_low * w) * series)


def digamma_gap(xp: Any, b: Any, a: Any, n: Any) -> Any:
    """psi(a) + n psi'(a) - psi(b) >= 0 for a, b > 0 and n = b - a: within 4 units."""
    steps = _steps(xp, a, b)
    total: Any = 0.0
    for k in range(steps - 1, -1, -1):
        part = n / (a + k)
        total = total + part * (part / (b + k))
    a, b = a + steps, b + steps
    part = n / a
    return total + (burg_given(xp, b, a, n) + 0.5 * part * part / b + _bregman_series(a, b, n, odd=False))


def digamma(xp: Any, x: Any) -> Any:
    """psi(x) for x > 0, relatively accurate also near its zero 1.46...: within 4 units."""
    root = PSI_ROOT + 0.0 * x
    return digamma_difference(xp, x, root, x - PSI_ROOT, -PSI_ROOT_LOW + 0.0 * x)


def trigamma(xp: Any, x: Any) -> Any:
    """psi'(x) for x > 0: within 4 units."""
    steps = _steps(xp, x)
    total: Any = 0.0
    for k in range(steps - 1, -1, -1):
        part = 1.0 / (x + k)
        total = total + part * part
    v = 1.0 / (x + steps)
    square = v * v
    series = 0.0 * v
    for coefficient in _BERNOULLI[::-1]:
        series = series * square + coefficient
    return total + (v + 0.5 * square + v * square * series)


def trigamma_difference(xp: Any, a: Any, n: Any) -> Any:
    """psi'(a) - psi'(a + n) > 0 for a, n > 0: within 5 units, term by term."""
    steps = _steps(xp, a)
    total: Any = 0.0
    for k in range(steps - 1, -1, -1):
        one, two = a + k, (a + n) + k
        total = total + (n / one / two) * (1.0 / one + 1.0 / two)
    one, two = a + steps, (a + n) + steps
    v, w = 1.0 / one, 1.0 / two
    # v^m - w^m = (v - w) times the homogeneous sum of degree m - 1
    homogeneous, power = 0.0 * v + 1.0, 0.0 * v + 1.0
    series = homogeneous
    for m in range(2, 2 * len(_BERNOULLI) + 2):
        power = power * v
        homogeneous = w * homogeneous + power
        if m == 2:
            series = series + 0.5 * homogeneous
        elif m % 2:
            series = series + _BERNOULLI[(m - 3) // 2] * homogeneous
    return total + (n * v) * w * series


def binet(xp: Any, x: Any) -> Any:
    """log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2 for x >= SHIFT: 1/(12x) - ..."""
    square = (1.0 / x) / x
    series = 0.0 * x
    for k in range(len(_BERNOULLI), 0, -1):
        series = series * square + _BERNOULLI[k - 1] / (2 * k * (2 * k - 1))
    return series / x


def lgamma(xp: Any, x: Any) -> Any:
    """log Gamma(x) for x > 0, relatively accurate also near its zeros 1 and 2: within 4 units.

    From the nearer zero z as lgamma_gap(x, z) + (x - z) psi(z), whose terms have one sign beyond 2; Stirling from 10.
    """
    large = x >= 20.0
    inner = xp.where(large, 2.0, x)
    lower = inner < 1.5
    two = 0.0 * x + 2.0
    zero = xp.where(lower, 1.0, two)
    slope = xp.where(lower, -EULER, two - (1.0 + EULER))
    near = lgamma_gap(xp, inner, zero, inner - zero) + (inner - zero) * slope
    outer = xp.where(large, x, 20.0)
    far = (outer - 0.5) * (xp.log(outer) - 1.0) + (binet(xp, outer) + (HALF_LOG_2PI - 0.5))
    return xp.where(large, far, near)
