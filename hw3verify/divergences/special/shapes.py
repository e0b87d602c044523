"""What a law's shape contributes when it is compared with laws of another family.

For a law with density p, mean m and variance v, the negentropy log(2 pi e v)/2 - H(p) >= 0 is the KL from the normal
law with the same mean and variance. With Binet's function R, log Gamma(x) = (x - 1/2) log x - x + log(2 pi)/2 + R(x),
the logarithms in those of gamma and beta laws cancel before anything is computed:

    gamma   1/(2a) - R(a) + (a-1) R'(a)
    beta    (R(s) - (s-2) R'(s)) - (R(a) - (a-1) R'(a)) - (R(b) - (b-1) R'(b)) + 1/(2a) + 1/(2b) - 1/s - log(1+1/s)/2
"""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.kernels import atanh_excess
from hw3verify.divergences.special.gamma import _BERNOULLI, SHIFT, binet


def _step(xp: Any, x: Any) -> tuple[Any, Any]:
    """R(x) - R(x+1) = (x + 1/2) log(1 + 1/x) - 1 and its derivative."""
    near = x > 0.25
    s = 1.0 / (2.0 * xp.where(near, x, 1.0) + 1.0)
    z = s * s
    excess = atanh_excess(z)
    safe = xp.where(near, 1.0, x)
    length = xp.log1p(1.0 / safe)
    value = xp.where(near, excess, (safe + 0.5) * length - 1.0)
    slope = xp.where(near, 2.0 * s * (excess - z / (1.0 - z)), length - (safe + 0.5) / safe / (safe + 1.0))
    return value, slope


def binet_pair(xp: Any, x: Any) -> tuple[Any, Any]:
    """R(x) > 0 and R'(x) < 0 for x > 0."""
    value: Any = 0.0
    slope: Any = 0.0
    for k in range(SHIFT - 1, -1, -1):
        more = _step(xp, x + k)
        value, slope = value + more[0], slope + more[1]
    far = x + SHIFT
    square = (1.0 / far) / far
    series = 0.0 * far
    for k in range(len(_BERNOULLI), 0, -1):
        series = series * square + _BERNOULLI[k - 1] / (2 * k)
    return value + binet(xp, far), slope - series * square


def gamma_negentropy(xp: Any, a: Any) -> Any:
    """How far a gamma law of this shape is from the normal law of its mean and variance: 1/(3a) for large a."""
    value, slope = binet_pair(xp, a)
    return (0.5 / a - value) + (a - 1.0) * slope


def beta_negentropy(xp: Any, a: Any, b: Any) -> Any:
    """How far a beta law is from the normal law of its mean and variance."""
    s = a + b
    (ra, da), (rb, db), (rs, ds) = (binet_pair(xp, x) for x in (a, b, s))
    apart = (0.5 / a - ra + (a - 1.0) * da) + (0.5 / b - rb + (b - 1.0) * db)
    return apart + (rs - (s - 2.0) * ds) - 1.0 / s - 0.5 * xp.log1p(1.0 / s)


def uniform_log_gap(xp: Any, u: Any) -> Any:
    """log m - E log x >= 0 for the uniform law on [m (1-u), m (1+u)], 0 <= u <= 1: u^2/6 near 0, 1 - log 2 at 1."""
    near = u < 0.8
    inner = xp.where(near, u, 0.0)
    series = -0.5 * xp.log1p(-inner * inner) - atanh_excess(inner * inner)
    outer = xp.where(near, 0.9, u)
    rest = 1.0 - outer
    some = rest > 0
    lower = xp.where(some, rest * xp.log(xp.where(some, rest, 1.0)), 0.0 * rest)
    far = 1.0 - ((1.0 + outer) * xp.log1p(outer) - lower) / (2.0 * outer)
    return xp.where(near, series, far)
