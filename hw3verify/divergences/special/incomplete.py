"""Distribution functions and quantiles of gamma, beta and von Mises' laws: series, continued fractions and root
finding, by numpy (other namespaces get the values, without derivatives).

What stands before the series is formed from the deviance, a [t - 1 - log t] with t = y/a, and Binet's function, so
that it has its digits for large parameters too. Source: Abramowitz and Stegun 6.5.29, 6.5.31, 26.5.8; Lentz 1976."""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import Any

import numpy as np

from hw3verify.divergences.kernels import relative_entropy
from hw3verify.divergences.special.errors import HALF_LOG_2PI
from hw3verify.divergences.special.ratios import burg
from hw3verify.divergences.special.shapes import binet_pair

_TINY = 1e-290
_STEPS = 200_000


def plain(xp: Any, function: Callable[..., Any], *arguments: Any) -> Any:
    """function(*arguments) by numpy, as an array of the namespace."""
    arrays = np.broadcast_arrays(*(np.asarray(x.detach().cpu() if hasattr(x, "detach") else x) for x in arguments))
    with np.errstate(all="ignore"):
        value = function(*(np.atleast_1d(x).astype(np.float64) for x in arrays)).reshape(arrays[0].shape)
    if xp is np:
        return value
    device = next((x.device for x in arguments if hasattr(x, "detach")), None)
    return xp.asarray(value) if device is None else xp.as_tensor(value, device=device)


def gamma_log_density(xp: Any, y: Any, a: Any) -> Any:
    """log of y times the density of the gamma law of shape a and rate 1 at y > 0."""
    return 0.5 * xp.log(a) - HALF_LOG_2PI - binet_pair(xp, a)[0] - a * burg(xp, y, a)


def beta_log_density(xp: Any, x: Any, rest: Any, a: Any, b: Any) -> Any:
    """log of x (1-x) times the beta density at 0 < x < 1, for rest = 1 - x."""
    s = a + b
    lack = binet_pair(xp, s)[0] - binet_pair(xp, a)[0] - binet_pair(xp, b)[0]
    deviance = relative_entropy(xp, a, s * x, a * rest - b * x) + relative_entropy(xp, b, s * rest, b * x - a * rest)
    return (lack - HALF_LOG_2PI) + 0.5 * (xp.log(a) + xp.log(b / s)) - deviance


def gamma_masses(y: Any, a: Any) -> tuple[Any, Any]:
    """The masses below and above y > 0 of the gamma law of shape a and rate 1, each relatively accurate."""
    front = np.exp(gamma_log_density(np, y, a))
    lower = y < a + 1.0
    low, high = np.full_like(y, np.nan), np.full_like(y, np.nan)
    z, s = y[lower], a[lower]
    term = total = 1.0 / s
    for n in range(1, _STEPS):
        term = term * (z / (s + n))
        total = total + term
        if not np.any(term > 1e-17 * total):
            break
    low[lower] = front[lower] * total
    high[lower] = 1.0 - low[lower]
    z, s = y[~lower], a[~lower]
    b = z + 1.0 - s
    c, d = np.full_like(b, 1.0 / _TINY), 1.0 / b
    h = d
    for n in range(1, _STEPS):
        step = -n * (n - s)
        b = b + 2.0
        d = 1.0 / _away(step * d + b)
        c = _away(b + step / c)
        change = d * c
        h = h * change
        if not np.any(np.abs(change - 1.0) > 2e-16):
            break
    high[~lower] = front[~lower] * h
    low[~lower] = 1.0 - high[~lower]
    endless = y == np.inf
    low[endless], high[endless] = 1.0, 0.0
    return low, high


def _away(x: Any) -> Any:
    return np.where(np.abs(x) < _TINY, _TINY, x)


def beta_masses(x: Any, rest: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """The masses below and above 0 < x < 1 of a beta law, for rest = 1 - x, each relatively accurate."""
    swap = x > (a + 1.0) / (a + b + 2.0)
    x, rest = np.where(swap, rest, x), np.where(swap, x, rest)
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    front = np.exp(beta_log_density(np, x, rest, a, b)) / (a * rest)
    s = a + b
    c, d = np.ones_like(x), 1.0 / _away(1.0 - s * x / (a + 1.0))
    h = d
    for n in range(1, _STEPS):
        even = n * (b - n) * x / ((a + 2.0 * n - 1.0) * (a + 2.0 * n))
        d, c = 1.0 / _away(1.0 + even * d), _away(1.0 + even / c)
        h = h * d * c
        odd = -(a + n) * (s + n) * x / ((a + 2.0 * n) * (a + 2.0 * n + 1.0))
        d, c = 1.0 / _away(1.0 + odd * d), _away(1.0 + odd / c)
        change = d * c
        h = h * change
        if not np.any(np.abs(change - 1.0) > 2e-16):
            break
    low = front * rest * h
    return np.where(swap, 1.0 - low, low), np.where(swap, low, 1.0 - low)


def inverted(masses: Callable[[Any], tuple[Any, Any]], slope: Callable[[Any], Any], u: Any, low: Any, high: Any) -> Any:
    """The t in [low, high] with mass u below it, for masses (below, above) and their slope as functions of t: Newton's
    steps on the logarithm of the smaller mass, kept inside of a shrinking bracket."""
    upper = u > 0.5
    goal = np.log(np.where(upper, 1.0 - u, u))
    t = 0.5 * (low + high)
    for _ in range(200):
        below, above = masses(t)
        mass = np.where(upper, above, below)
        error = np.where(upper, goal - np.log(mass), np.log(mass) - goal)
        low, high = np.where(error < 0, t, low), np.where(error < 0, high, t)
        step = error * mass / slope(t)
        after = t - step
        inside = (after > low) & (after < high)
        after = np.where(inside, after, 0.5 * (low + high))
        done = np.abs(after - t) <= 2e-16 * np.abs(t)
        t = after
        if done.all():
            break
    return t


def gamma_quantile(u: Any, a: Any) -> Any:
    """The quantile of the gamma law of shape a and rate 1."""
    inner = np.where((u > 0) & (u < 1), u, 0.5)
    from hw3verify.divergences.special.gamma import lgamma

    # the mass below y is at most y^a / Gamma(a+1)
    low = (np.log(inner) + lgamma(np, a + 1.0)) / a
    high = np.log(a + 10.0 * np.sqrt(a) * np.sqrt(-np.log1p(-inner) + 1.0) + 3.0 * (1.0 - np.log1p(-inner)))
    t = inverted(
        lambda t: gamma_masses(np.exp(t), a), lambda t: np.exp(gamma_log_density(np, np.exp(t), a)),
        inner, np.where(low < high, low, high - 1.0), high,
    )  # fmt: skip
    t = np.where(low < -690.0, low, t)
    return np.where((u > 0) & (u < 1), np.exp(t), np.where(u == 0, 0.0, np.where(u == 1, np.inf, np.nan)))


def beta_quantile(u: Any, a: Any, b: Any) -> Any:
    """The quantile of a beta law."""
    inner = np.where((u > 0) & (u < 1), u, 0.5)

    def parts(t: Any) -> tuple[Any, Any]:
        small = np.exp(-np.abs(t))
        one, two = small / (1.0 + small), 1.0 / (1.0 + small)
        return np.where(t < 0, one, two), np.where(t < 0, two, one)

    t = inverted(
        lambda t: beta_masses(*parts(t), a, b), lambda t: np.exp(beta_log_density(np, *parts(t), a, b)),
        inner, np.full_like(inner, -700.0), np.full_like(inner, 700.0),
    )  # fmt: skip
    x = parts(t)[0]
    return np.where((u > 0) & (u < 1), x, np.where(u == 0, 0.0, np.where(u == 1, 1.0, np.nan)))


_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(120)


def von_mises_centred(z: Any, concentration: Any) -> Any:
    """The mass of [0, z] under von Mises' law around 0, for |z| <= pi: by 120 points of Gauss and Legendre."""
    from hw3verify.divergences.special.bessel import log_scaled_i0

    reach = np.minimum(np.abs(z), 13.0 / np.sqrt(np.where(concentration > 1, concentration, 1.0)))
    angles = 0.5 * reach[..., None] * (1.0 + _POINTS)
    density = np.exp(-2.0 * concentration[..., None] * np.sin(0.5 * angles) ** 2)
    mass = 0.5 * reach * np.sum(density * _WEIGHTS, axis=-1)
    return np.sign(z) * np.minimum(mass * np.exp(-log_scaled_i0(np, concentration)) / (2.0 * pi), 0.5)


def von_mises_quantile(u: Any, concentration: Any) -> Any:
    """The angle in [-pi, pi] with mass u below it."""
    inner = np.where((u > 0) & (u < 1), u, 0.5)
    low, high = np.full_like(inner, -pi), np.full_like(inner, pi)
    for _ in range(60):
        middle = 0.5 * (low + high)
        above = 0.5 + von_mises_centred(middle, concentration) >= inner
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.where((u > 0) & (u < 1), 0.5 * (low + high), np.where(u == 0, -pi, np.where(u == 1, pi, np.nan)))


def von_mises_variance(location: Any, concentration: Any) -> Any:
    """The variance of the angle in [-pi, pi] around its mean."""
    from hw3verify.divergences.special.bessel import log_scaled_i0

    reach = np.minimum(pi + 0.0 * location, 13.0 / np.sqrt(np.where(concentration > 1, concentration, 1.0)))
    angles = 0.5 * reach[..., None] * (1.0 + _POINTS)
    density = np.exp(-2.0 * concentration[..., None] * np.sin(0.5 * angles) ** 2)
    second = 0.5 * reach * np.sum(angles * angles * density * _WEIGHTS, axis=-1)
    return second * np.exp(-log_scaled_i0(np, concentration)) / pi
