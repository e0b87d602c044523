"""KL of two beta laws, which Dirichlet's laws are made of too, as sums of terms that cannot be negative.

With s = a + b, L(y, x) = log Gamma(y) - log Gamma(x) - (y-x) psi(x) and S that of log Gamma(x) - x log x + x,

    KL = L(a', a) + L(b', b) - L(s', s)
       = a' log(a's / (a s')) + b' log(b's / (b s'))  +  S(a', a) + S(b', b) - S(s', s)

where the first line of logarithms is the divergence of two tables and S loses nothing unless b is small beside 1 and
a. There, with the integral over 0 < u < b of D(u) = psi(a+u) + (a'-a) psi'(a+u) - psi(a'+u) >= 0 by seven points,

    KL = L(b', b) + integral - L(a'+b', a'+b) - (b'-b) [psi(a'+b) - psi(a+b)]

and its negative terms are small beside the others. Derived here; the usual formula is in Kullback 1959."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.errorfree import Pair, two_product, two_sum
from hw3verify.divergences.kernels import relative_entropy
from hw3verify.divergences.special.gamma import digamma_difference, digamma_gap, lgamma_gap, stirling_gap
from hw3verify.divergences.special.products import near_one

# Gauss and Legendre's points and weights on [0, 1]
_POINTS, _WEIGHTS = (tuple(x.tolist()) for x in np.polynomial.legendre.leggauss(7))
_RULE = tuple((0.5 * (1.0 + x), 0.5 * w) for x, w in zip(_POINTS, _WEIGHTS, strict=True))


def _table_part(xp: Any, a: Any, b: Any, a2: Any, b2: Any, da: Any, db: Any, low: Any) -> Any:
    """a' log(a's/(a s')) + b' log(b's/(b s')) for s = a + b: s' times the divergence of (a', b') from (a, b)."""
    s, s2 = a + b, a2 + b2
    # shares do not depend on a factor, and products of what is near 1 do not overflow
    near, _ = near_one(xp, s, s2)
    factor = constant(near / s)
    a, b, da, db, low = a * factor, b * factor, da * factor, db * factor, low * factor * factor
    # a'/s' - a/s = (a' b - a b') / (s s'), from the differences: da b - a db
    one, one_error = two_product(da, b)
    two, two_error = two_product(a, db)
    high, rest = two_sum(one, -two)
    n = (high + (rest + (one_error - two_error) + low)) / (s * factor) / (s2 * factor)
    p, q = (a2 / s2, b2 / s2), (a / (s * factor), b / (s * factor))
    return s2 * (relative_entropy(xp, p[0], q[0], n) + relative_entropy(xp, p[1], q[1], -n))


def beta_kl(xp: Any, a: Any, b: Any, a2: Any, b2: Any, a_gap: Pair, b_gap: Pair) -> Any:
    """KL(Beta(a, b) || Beta(a2, b2)) for the pairs a_gap = a2 - a and b_gap = b2 - b, given as they may be known
    better: within 8 units."""
    da, db = a_gap[0], b_gap[0]
    # what the differences leave over; 0 where products are too large to be formed, whose remainders are too
    low = a_gap[1] * b - a * b_gap[1]
    low = xp.where(xp.abs(low) < float("inf"), low, 0.0)
    swap = b > a
    a, b = xp.where(swap, b, a), xp.where(swap, a, b)
    a2, b2 = xp.where(swap, b2, a2), xp.where(swap, a2, b2)
    da, db = xp.where(swap, db, da), xp.where(swap, da, db)
    low = xp.where(swap, -low, low)
    least = 0.25 * xp.where(a < a2, a, a2)
    small = (b < 0.5) & (b2 < 0.5) & (b < least) & (b2 < least)
    if xp is np:
        small, *_ = np.broadcast_arrays(small, a2, b2)
        if not small.any():
            return _large(xp, a, b, a2, b2, da, db, low)
        if small.all():
            return _small(xp, a, b, a2, b2, da, db)
        whole = [np.broadcast_to(x, small.shape) for x in (a, b, a2, b2, da, db, low)]
        value = np.empty(small.shape)
        value[small] = _small(xp, *(x[small] for x in whole[:-1]))
        value[~small] = _large(xp, *(x[~small] for x in whole))
        return value
    all_ = (a, b, a2, b2, da, db, low)
    ones = (1.0, 0.125, 1.0, 0.125, 0.0, 0.0, 0.0)
    near = _small(xp, *(xp.where(small, x, one) for x, one in zip(all_[:-1], ones, strict=False)))
    far = _large(xp, *(xp.where(small, one, x) for x, one in zip(all_, ones, strict=True)))
    return xp.where(small, near, far)


def _large(xp: Any, a: Any, b: Any, a2: Any, b2: Any, da: Any, db: Any, low: Any) -> Any:
    apart = stirling_gap(xp, a2, a, da) + stirling_gap(xp, b2, b, db)
    together = stirling_gap(xp, a2 + b2, a + b, da + db)
    lack = apart - together
    return _table_part(xp, a, b, a2, b2, da, db, low) + xp.where(lack < 0, 0.0 * lack, lack)


def _small(xp: Any, a: Any, b: Any, a2: Any, b2: Any, da: Any, db: Any) -> Any:
    integral: Any = 0.0
    for point, weight in _RULE:
        u = point * b
        integral = integral + weight * digamma_gap(xp, a2 + u, a + u, da)
    slope = db * digamma_difference(xp, a2 + b, a + b, da)
    value = (lgamma_gap(xp, b2, b, db) - lgamma_gap(xp, a2 + b2, a2 + b, db)) + (b * integral - slope)
    return xp.where(value < 0, 0.0 * value, value)
