"""Masses of binomial and Poisson laws, and their distribution functions and quantiles by those of beta and gamma
laws.

log k! = k log k - k + log(2 pi k)/2 + R(k) leaves deviances [k log(k/m) - k + m] >= 0: masses near the mean have
their digits however large it is. Source: Loader 2000."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.kernels import relative_entropy
from hw3verify.divergences.special.errors import HALF_LOG_2PI
from hw3verify.divergences.special.incomplete import beta_masses, gamma_masses
from hw3verify.divergences.special.shapes import binet_pair

INF = float("inf")


def _factorial_rest(xp: Any, k: Any) -> Any:
    """log k! - k log k + k; 0 at k = 0."""
    some = k > 0
    safe = xp.where(some, k, 1.0)
    return xp.where(some, HALF_LOG_2PI + 0.5 * xp.log(safe) + binet_pair(xp, safe)[0], 0.0 * safe)


def log_poisson(xp: Any, k: Any, rate: Any) -> Any:
    """log of the Poisson mass of the whole number k >= 0."""
    both = k + 0.0 * rate
    return -relative_entropy(xp, both, rate + 0.0 * k, both - rate) - _factorial_rest(xp, both)


def log_binomial(xp: Any, k: Any, n: Any, p: Any) -> Any:
    """log of the binomial mass of the whole number k, 0 <= k <= n."""
    rest = n - k
    one, two = n * p, n * (1.0 - p)
    deviance = relative_entropy(xp, k + 0.0 * one, one + 0.0 * k, k - one)
    deviance = deviance + relative_entropy(xp, rest + 0.0 * two, two + 0.0 * rest, one - k)
    value = _factorial_rest(xp, n + 0.0 * k) - _factorial_rest(xp, k + 0.0 * n) - _factorial_rest(xp, rest)
    edge = xp.where(k == 0, n * xp.log1p(-p), n * xp.log(p))
    edge = xp.where(n == 0, 0.0 * edge, edge)
    return xp.where((k == 0) | (rest == 0), xp.where(n == 0, 0.0, edge), value - deviance)


def inside(x: Any, n: Any = INF) -> Any:
    """Where x is a whole number from 0 to n."""
    return (x >= 0) & (x == x // 1.0) & (x < INF) & (x <= n)


def poisson_below(k: Any, rate: Any) -> Any:
    """The mass of 0, ..., floor(k)."""
    count = np.floor(k)
    some = (count >= 0) & (count < INF) & (rate > 0)
    value = gamma_masses(np.where(some, rate, 1.0), np.where(some, count + 1.0, 1.0))[1]
    return np.where(some, value, np.where(count >= 0, 1.0, np.where(k == k, 0.0, k)))


def binomial_below(k: Any, n: Any, p: Any) -> Any:
    """The mass of 0, ..., floor(k)."""
    count = np.floor(k)
    some = (count >= 0) & (count < n) & (p > 0) & (p < 1)
    a, b = np.where(some, n - count, 1.0), np.where(some, count + 1.0, 1.0)
    q = np.where(some, p, 0.5)
    value = beta_masses(1.0 - q, q, a, b)[0]
    edge = np.where((count >= n) | ((count >= 0) & (p == 0)), 1.0, 0.0)
    return np.where(some, value, np.where(k == k, edge, k))


def least(below: Any, u: Any, high: Any) -> Any:
    """The least whole number k <= high with below(k) >= u, by bisection."""
    low, high = np.full_like(high, -1.0), high.copy()
    for _ in range(1100):
        middle = np.floor(0.5 * low + 0.5 * high)
        middle = np.where(middle <= low, low + 1.0, middle)
        reached = below(middle) >= u
        high = np.where(reached & (middle < high), middle, high)
        low = np.where(~reached & (middle < high), middle, low)
        if not np.any(high - low > 1.0):
            break
    return high


def poisson_quantile(u: Any, rate: Any) -> Any:
    """The least k with mass at least u below or at it."""
    inner = np.where(u < 1, u, 0.5)
    spread = -np.log1p(-inner) + 2.0
    top = np.ceil(rate + 3.0 * np.sqrt(rate * spread) + 3.0 * spread)
    value = least(lambda k: poisson_below(k, rate), inner, top)
    return np.where(u < 1, value, np.where(u == 1, np.where(rate > 0, INF, 0.0), u))


def binomial_quantile(u: Any, n: Any, p: Any) -> Any:
    """The least k with mass at least u below or at it."""
    value = least(lambda k: binomial_below(k, n, p), np.where(u < 1, u, 0.5), n + 0.0 * p)
    return np.where(u < 1, value, np.where(u == 1, np.where(p > 0, n, 0.0), u))
