"""Renyi's divergences of Laplace's, Gumbel's and Cauchy's laws, which are no exponential families.

    Laplace    that of the exponential laws of rates 1/s, 1/s', and log(e^-b (1 + b g(a-b))) / (alpha-1) with
               a = alpha d/s, b = (1-alpha) d/s', d = |m-m'|, g(t) = (1-e^-t)/t (the smaller of a and b as b)
    Gumbel     of equal scales: that of the exponential laws of rates e^(m/s), e^(m'/s)
    Cauchy     log P(1 + 2u) / (alpha-1), P Legendre's function of degree alpha-1, u = ((s-s')^2 + (m-m')^2) / (4ss')

Within 12 units. Cauchy's laws are Poisson's kernels of the hyperbolic plane, which is why their integral depends on
the distance alone (Helgason 2000, Introduction 4); `legendre_order` computes it. Laplace: Gil, Alajaji and Linder 2013,
written here so that nothing cancels."""

from __future__ import annotations

from math import exp, log, pi
from typing import Any

import numpy as np

from hw3verify.divergences.closed.orders import burg_order, derived, ordered
from hw3verify.divergences.closed.within import cauchy, cauchy_excess
from hw3verify.divergences.closed.within import laplace as laplace_kl
from hw3verify.divergences.kernels import minus_log1p
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.special.gamma import lgamma
from hw3verify.divergences.special.ratios import brought, expm1_excess, quotient

_PANELS = 48
_RULE = tuple(x.tolist() for x in np.polynomial.legendre.leggauss(16))

LARGEST = 300.0
"""The largest order for Cauchy's laws, beyond which their terms overflow."""


def _share(xp: Any, t: Any) -> tuple[Any, Any]:
    """g(t) = (1-e^-t)/t and 1 - g(t), for t >= 0."""
    some = t > 0
    safe = xp.where(some, t, 1.0)
    return xp.where(some, -xp.expm1(-safe) / safe, 1.0), xp.where(some, expm1_excess(xp, -safe) / safe, 0.0)


@ordered(Laplace, Laplace)
def laplace(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any, alpha: float) -> Any:
    """Of scales and locations: inf where (alpha-1) s >= alpha s'."""
    if alpha == 1:
        return laplace_kl(xp, location_p, scale_p, location_q, scale_q)
    # rates 1/s and 1/s', in units of 1/(s + s'), whose difference is that of the scales
    one, two = brought(xp, scale_p, scale_q)
    scales = burg_order(xp, two, one, two - one, alpha)
    some = scales < INF
    a = alpha * xp.abs(quotient(xp, location_p, location_q, scale_p))
    b = abs(1.0 - alpha) * xp.abs(quotient(xp, location_p, location_q, scale_q))
    if alpha < 1:
        least = xp.where(a < b, a, b)
        held = xp.where(least < INF, least, 0.0)
        whole, lack = _share(xp, xp.where(least < INF, xp.abs(a - b), 0.0))
        moved = minus_log1p(xp, held) + xp.log1p(held * lack / (1.0 + held * whole))
        # beyond, where (a-b) is infinite too, what is left of b - log(1 + b g)
        value = xp.where(least < INF, moved, INF) / (1.0 - alpha)
        return scales + value
    held = xp.where(b < 300.0, b, 0.0)
    # e^b (1 - b g) - 1 with weights that are positive
    share = xp.where(a > 0, a / xp.where(a > 0, a + b, 1.0), 1.0)
    far = a > 1e3
    inner = xp.where(far, 0.0, a)
    second = xp.where(far, a - 1.0, expm1_excess(xp, -inner))
    other = b / xp.where(a > 0, a + b, 1.0)
    near = xp.log1p(share * expm1_excess(xp, held) + other * second)
    whole, _ = _share(xp, a + b)
    beyond = b + xp.log1p(-xp.where(some, b * whole, 0.0))
    return xp.where(some, scales + xp.where(b < 300.0, near, beyond) / (alpha - 1.0), INF)


@ordered(Gumbel, Gumbel)
def gumbel(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any, alpha: float) -> Any:
    """Of locations; inf from order 1 on if p has the larger scale, else NotImplementedError for different scales."""
    from hw3verify.divergences.closed.within import gumbel as gumbel_kl

    if alpha == 1:
        return gumbel_kl(xp, location_p, scale_p, location_q, scale_q)
    if bool(xp.any((scale_p < scale_q) if alpha > 1 else (scale_p != scale_q))):
        raise NotImplementedError("renyi(Gumbel, Gumbel): no closed form is known here for different scales")
    move = quotient(xp, location_p, location_q, scale_p)
    far = xp.abs(move) > 600.0
    half = 0.5 * xp.where(far, 0.0, move)
    near = burg_order(xp, xp.exp(half), xp.exp(-half), xp.exp(-half) * xp.expm1(2.0 * half), alpha)
    if alpha < 1:
        less = log(1.0 - alpha) / (1.0 - alpha) + (alpha / (1.0 - alpha)) * xp.abs(move)
        beyond = xp.where(move > 0, log(alpha) / (1.0 - alpha) + move, less)
    else:
        beyond = xp.where(move > 0, move - log(alpha) / (alpha - 1.0), INF)
    return xp.where(scale_p == scale_q, xp.where(far, beyond, near), INF)


@ordered(Cauchy, Cauchy)
def cauchy_order(xp: Any, location_p: Any, scale_p: Any, location_q: Any, scale_q: Any, alpha: float) -> Any:
    """Of what KL is the logarithm of; symmetric. NotImplementedError for orders above 300."""
    length = cauchy(xp, location_p, scale_p, location_q, scale_q)
    if alpha == 1:
        return length
    if alpha > LARGEST:
        raise NotImplementedError(f"renyi(Cauchy, Cauchy): expected an order of at most {LARGEST:.0f}, not {alpha}")
    u = cauchy_excess(xp, location_p, scale_p, location_q, scale_q)
    if alpha < 0.5:
        # (1-alpha) D_alpha = alpha D_(1-alpha), as the laws may be exchanged
        return (alpha / (1.0 - alpha)) * legendre_order(xp, u, length, -alpha)
    return legendre_order(xp, u, length, alpha - 1.0)


def legendre_order(xp: Any, u: Any, length: Any, degree: float) -> Any:
    """log P(1 + 2u) / degree for Legendre's function P of a degree from -1/2 on but 0, with length = log(1 + u).

    P = (1+u)^degree F(-degree, -degree; 1; u/(1+u)), a series of positive terms; far out, next to degree 0 by its
    continuation to the other end (Abramowitz and Stegun 15.3.6), else by Mehler's integral (8.8.1)."""
    slight = abs(degree) < 0.25
    limit = 1.0 if slight else 9.0
    near = u <= limit
    inner = xp.where(near, u, 0.0)
    w = inner / (1.0 + inner)
    coefficient, power, total = 1.0, w, w
    for k in range(2, (60 if slight else 380) + int(max(degree, 0.0))):
        coefficient = coefficient * ((k - 1 - degree) / k) ** 2
        if coefficient == 0.0:
            break
        power = power * w
        total = total + coefficient * power
    value = length + xp.log1p(degree * degree * total) / degree
    if _all(xp, near):
        return value
    beyond = _continued(xp, xp.where(near, 1.0, u), length, degree) if slight else _integral(xp, u, length, degree)
    return xp.where(near, value, beyond)


def _all(xp: Any, x: Any) -> bool:
    """Whether x holds everywhere; False where that cannot be seen, as the arrays are traced or mapped."""
    try:
        return bool(xp.all(x))
    except (RuntimeError, TypeError):
        return False


def _continued(xp: Any, u: Any, length: Any, degree: float) -> Any:
    nu = degree
    z = 1.0 / (1.0 + u)
    one = np.float64(1.0)
    whole = float(lgamma(np, one + 2.0 * nu) - 2.0 * lgamma(np, one + nu))
    factor = exp(float(lgamma(np, one - 2.0 * nu) - 2.0 * lgamma(np, one - nu))) / (2.0 * (1.0 + 2.0 * nu))
    first, second, power = 1.0, 1.0, z
    a, b = first * z, 1.0 + 0.0 * z
    for k in range(1, 60):
        second = second * ((nu + k) / k) * ((nu + k) / (1.0 + 2.0 * nu + k))
        b = b + second * power
        power = power * z
        first = first * ((k - nu) / (k + 1)) * ((k - nu) / (k - 2.0 * nu))
        a = a + first * power
    rest = float(np.expm1(whole)) / nu - 0.5 * exp(whole) * a + factor * xp.exp((1.0 + 2.0 * nu) * xp.log(z)) * b
    return length + xp.log1p(nu * rest) / nu


def _integral(xp: Any, u: Any, length: Any, degree: float) -> Any:
    order = degree + 0.5
    fits = u < 1e290
    safe = xp.where(fits, u, 1.0)
    safe = xp.where(safe > 1.0, safe, 1.0)
    distance = xp.where(fits, 2.0 * xp.log(xp.sqrt(safe) + xp.sqrt(1.0 + safe)), length + log(4.0))
    reach = distance if order == 0 else xp.where(distance < 45.0 / order, distance, 45.0 / order)
    total = 0.0 * distance
    scale = xp.sqrt(reach)
    for panel in range(_PANELS):
        for node, weight in zip(*_RULE, strict=True):
            y = scale * ((panel + 0.5 + 0.5 * node) / _PANELS)
            t = y * y
            part = xp.exp(-order * t) * (1.0 + xp.exp(-2.0 * order * (distance - t)))
            total = total + weight * part * y / xp.sqrt(-xp.expm1(-t) * -xp.expm1(t - 2.0 * distance))
    return distance + xp.log(total * scale * (1.0 / (_PANELS * pi))) / degree


for _kind in (Laplace, Cauchy):
    derived(_kind)
