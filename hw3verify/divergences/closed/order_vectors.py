"""Renyi's divergences of laws of vectors, and of von Mises', whose natural parameter is a vector of the plane.

    Normal     [phi((1-alpha) E) / (alpha-1) + phi(E)] / 2 + alpha |y|^2 / 2,  E = L'^-1 (C-C') L'^-T,
               phi(X) = trace X - log det(1+X), y the whitened gap of the means for alpha C' + (1-alpha) C
               for alpha >= 1/2; below, alpha/(1-alpha) times that of order 1-alpha, with exchanged laws
    Dirichlet, von Mises   by the law between, see `orders`

inf where there is no such law. Source: Gil, Alajaji and Linder 2013; arranged here so that nothing cancels."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.closed.orders import apart, derived, mixed, ordered
from hw3verify.divergences.closed.vectors import _factor, _full, _mean_term, dirichlet, dirichlet_given, phi, relative
from hw3verify.divergences.closed.within import turned
from hw3verify.divergences.closed.within import von_mises as von_mises_kl
from hw3verify.divergences.dispatch import find, rule
from hw3verify.divergences.errorfree import two_sum
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.vectors import Dirichlet, MultivariateNormal
from hw3verify.divergences.special.bessel import bessel_gap, bessel_ratio
from hw3verify.divergences.special.triangular import cholesky, solved


@ordered(Dirichlet, Dirichlet)
def dirichlet_order(xp: Any, p: Any, q: Any, alpha: float) -> Any:
    """Of the concentrations, which are mixed."""
    if alpha == 1:
        return dirichlet(xp, p, q)
    n, low = two_sum(p, -q)
    r = mixed(xp, p, q, n, alpha)
    if alpha < 1:
        to_p = dirichlet_given(xp, r, p, *apart(xp, p, r, (n, low), 1.0 - alpha))
        return (alpha / (1.0 - alpha)) * to_p + dirichlet_given(xp, r, q, *apart(xp, q, r, (n, low), -alpha))
    some = xp.all(r > 0, axis=-1)
    r = xp.where(some[..., None], r, p)
    step = xp.where(some[..., None], (alpha - 1.0) * n, 0.0), xp.where(some[..., None], (alpha - 1.0) * low, 0.0)
    return xp.where(some, dirichlet(xp, p, q) + dirichlet_given(xp, p, r, *step) / (alpha - 1.0), INF)


@ordered(VonMises, VonMises)
def von_mises(xp: Any, location_p: Any, k_p: Any, location_q: Any, k_q: Any, alpha: float) -> Any:
    """Of concentrations and directions: always finite."""
    if alpha == 1:
        return von_mises_kl(xp, location_p, k_p, location_q, k_q)
    angle = turned(xp, location_p, location_q)
    sine, half = xp.sin(angle), xp.sin(0.5 * angle)
    n = k_p - k_q
    # the vector between has this length, and differs from either by what follows
    cross = 4.0 * alpha * (1.0 - alpha) * k_p * k_q * half * half
    middle = alpha * k_p + (1.0 - alpha) * k_q
    square = middle * middle - cross
    some = square > 0
    k = xp.where(some, xp.sqrt(xp.where(some, square, 1.0)), 0.0 * square)

    def towards(own: Any, other: Any, weight: float, step: Any) -> tuple[Any, Any]:
        """own - k, where step = own - middle; and 2 sin^2 of half the angle between them, times own k."""
        under = own + k
        safe = xp.where(under > 0, under, 1.0)
        gap = (step * (own + middle) + cross) / safe
        # of own direction: k cos = middle - weight other 2 sin^2(half angle), k sin = weight other sin(angle)
        along = (own - step) - 2.0 * weight * other * half * half
        across = weight * other * sine
        total = k + along
        obtuse = along < 0
        safe = xp.where(obtuse | ~(total > 0), 1.0, total)
        return gap, own * xp.where(obtuse, k - along, across * (across / safe))

    def kl(near: Any, far: Any, gap: Any, turn: Any) -> Any:
        """KL from concentration near to far, with far - near = gap, and far near (1 - cos) = turn."""
        ratio = xp.where(near > 0, bessel_ratio(xp, near) / xp.where(near > 0, near, 1.0), 0.5)
        return bessel_gap(xp, far, near, gap) + ratio * turn

    gap_p, turn_p = towards(k_p, k_q, 1.0 - alpha, (1.0 - alpha) * n)
    if alpha < 1:
        gap_q, turn_q = towards(k_q, k_p, alpha, -alpha * n)
        return (alpha / (1.0 - alpha)) * kl(k, k_p, gap_p, turn_p) + kl(k, k_q, gap_q, turn_q)
    whole = von_mises_kl(xp, location_p, k_p, location_q, k_q)
    return whole + kl(k_p, k, -gap_p, turn_p) / (alpha - 1.0)


@rule("renyi", MultivariateNormal, MultivariateNormal)
def multivariate(p: MultivariateNormal, q: MultivariateNormal, alpha: float) -> Any:
    """Of means and covariances, however they were given."""
    if alpha == 1:
        return find("kl", p, q)(p, q)
    if alpha == INF:
        raise NotImplementedError("renyi of laws: expected a finite order")
    if alpha < 0.5:
        return (alpha / (1.0 - alpha)) * multivariate(q, p, 1.0 - alpha)
    frame = frame_of(*p.parameters, *q.parameters)
    xp = frame.xp
    with frame.quiet():
        (mean_p, one), (mean_q, two) = p.taken(frame), q.taken(frame)
        if mean_p.shape[-1] != mean_q.shape[-1]:
            raise ValueError(f"mean: expected vectors of one length, not {mean_p.shape[-1]} and {mean_q.shape[-1]}")
        try:
            value = _order(xp, mean_p - mean_q, (p.way, one), (q.way, two), alpha)
        except np.linalg.LinAlgError:
            raise ValueError(f"{p.way}, {q.way}: expected positive definite matrices") from None
        for law, mean in ((p, mean_p), (q, mean_q)):
            if not law.checked:
                value = xp.where(law.valid(xp, (mean,)), value, float("nan"))
        return frame.give(value)


def _order(xp: Any, gap: Any, one: tuple[str, Any], two: tuple[str, Any], alpha: float) -> Any:
    factor = _factor(xp, *two)
    if one[0] == two[0] == "cholesky":
        # 1 + E = (1+F)(1+F)^T without forming either covariance
        f = solved(xp, factor, one[1] - two[1])
        e = f + xp.swapaxes(f, -1, -2) + f @ xp.swapaxes(f, -1, -2)
    else:
        e = solved(xp, factor, _full(xp, *one) - _full(xp, *two))
        e = solved(xp, factor, xp.swapaxes(e, -1, -2))
    e = 0.5 * (e + xp.swapaxes(e, -1, -2))

    def other() -> Any:
        return _factor(xp, *one)

    unit = xp.eye(e.shape[-1]) if xp is np else xp.eye(e.shape[-1], dtype=e.dtype)
    part = (1.0 - alpha) * e
    y = solved(xp, factor, gap[..., None])[..., 0]
    if alpha > 1:
        some = xp.all(xp.linalg.eigvalsh(part) > -1.0, axis=-1)
        part = xp.where(some[..., None, None], part, 0.0 * part)
        means = alpha * _mean_term(xp, cholesky(xp, part + unit), y)
        spread = relative(xp, e, factor, other) + 0.5 * phi(xp, part)[0] / (alpha - 1.0)
        return xp.where(some, means + spread, INF)
    root = cholesky(xp, part + unit)
    size = xp.sum(xp.sum(e * e, axis=-1), axis=-1)
    far, apart = size > 0.25, size > 1.0 / (1.0 - alpha) ** 2
    between = phi(xp, part)[0] / (1.0 - alpha)
    near = 0.5 * (phi(xp, xp.where(far[..., None, None], 0.0 * e, e))[0] - between)
    # far apart the traces are most of phi, and are left out; determinants are those of the given matrices
    own = [xp.sum(xp.log(xp.diagonal(x, 0, -2, -1)), axis=-1) for x in (root, other(), factor)]
    whole = 0.5 * (xp.sum(xp.diagonal(e, 0, -2, -1), axis=-1) - between)
    whole = xp.where(apart, own[0] / (1.0 - alpha), whole)
    spread = xp.where(far, whole - (own[1] - own[2]), near)
    return alpha * _mean_term(xp, root, y) + xp.where(spread > 0, spread, 0.0 * spread)


for _kind in (Dirichlet, MultivariateNormal, VonMises):
    derived(_kind)
