"""Wasserstein's distance of order 2: of samples, of normal and other laws."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import plans, quantiles, weighted
from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.dispatch import find, laws_of
from hw3verify.divergences.tables import aligned, along
from hw3verify.divergences.transport import masses, placed


def wasserstein2(
    u: Any,
    v: Any,
    u_weights: Any = None,
    v_weights: Any = None,
    *,
    axis: int = -1,
    keepdims: bool = False,
    check: bool = True,
) -> Any:
    """W2 of two samples or of two laws: the root of the least mean square of u - v over all couplings (a distance;
    POT's `emd2_1d` and `wasserstein_1d(..., p=2)` give its square).

    **Samples** along `axis`, with weights or equal ones, as in `wasserstein1`, whose conventions and errors these are:
    the root of the mean square difference of quantiles.
    **Laws**: of one location and scale family, sqrt(gap of the means^2 + gap of the scales^2); multivariate normal laws
    by the distance of Bures between their covariances, which keeps its digits for near ones; uniform laws, a point mass
    and any law; else by quadrature, relatively 1e-12.

    Within 4 units of the last place for samples and for laws of a number with a closed form. Weighted samples are gone
    through number by number (2 us each) and cannot be differentiated. Derivatives at equal samples are 0. Source:
    Frechet 1957; Dowson and Landau 1982."""
    laws = laws_of("wasserstein2", u=u, v=v)
    if laws is not None:
        if u_weights is not None or v_weights is not None:
            raise ValueError("u_weights, v_weights: expected none of them beside laws")
        import_module("hw3verify.divergences.law_squares")
        return find("wasserstein2", *laws)(*laws)
    frame = frame_of(u, v, u_weights, v_weights)
    with frame.quiet():
        if axis != -1:
            axis = aligned((frame.take(u, "u"), frame.take(v, "v")), axis)
        x, y = along(frame, "u", u, axis), along(frame, "v", v, axis)
        lead = checks.broadcast(("u", "v"), (x.shape[:-1], y.shape[:-1]))
        if u_weights is None and v_weights is None:
            value = _root_mean_square(frame.xp, weighted.ordered(frame.xp, x), weighted.ordered(frame.xp, y))
        else:
            if frame.xp is not np:
                raise NotImplementedError("wasserstein2: weighted samples are computed for plain numbers only")
            p = masses(frame, "u_weights", u_weights, x, axis)
            q = masses(frame, "v_weights", v_weights, y, axis)
            lead = checks.broadcast(("u", "v", "u_weights", "v_weights"), tuple(a.shape[:-1] for a in (x, y, p, q)))
            if check:
                weighted.checked(np, "u_weights", p)
                weighted.checked(np, "v_weights", q)
            value = _weighted(*(weighted.wide(np, a, lead) for a in (x, y, p, q)))
        return placed(frame, value, axis, keepdims)


def _weighted(u: Any, v: Any, p: Any, q: Any) -> Any:
    value = np.empty(u.shape[:-1])
    for at in np.ndindex(value.shape):
        rows = [a[at] for a in (u, v, p, q)]
        if any(np.isnan(row).any() for row in rows) or not all((row >= 0).all() and row.max() > 0 for row in rows[2:]):
            value[at] = np.nan
        elif not all(np.isfinite(row).all() for row in rows):
            value[at] = _infinite(*rows)
        else:
            value[at] = plans.second_moment(tuple(row.tolist() for row in rows))
    return value


def _infinite(u: Any, v: Any, p: Any, q: Any) -> float:
    """Infinite, unless the same masses are at the ends of the line: then the distance of the rest."""
    if not (np.isfinite(p).all() and np.isfinite(q).all()):
        return float("nan")
    x, y, apart = weighted.clamped(u, v, p, q)
    return float("inf") if apart else plans.second_moment((x.tolist(), y.tolist(), p.tolist(), q.tolist()))


def _root_mean_square(xp: Any, u: Any, v: Any) -> Any:
    value = quantiles.mean_cost(xp, u, v, quantiles.square, 2)
    if xp is not np:
        some = value > 0
        return xp.where(some, xp.sqrt(xp.where(some, value, 1.0)), value)
    usual = (value > 1e-280) & (value < 1e280)
    root = np.array(np.sqrt(value))
    if usual.all():
        return root
    # squares over- or underflow: in units of the mean distance
    size = np.asarray(quantiles.mean_cost(np, u, v))
    for at in zip(*np.nonzero(np.atleast_1d(~usual & (size > 0) & (size < np.inf))), strict=True):
        place = at if value.ndim else ()
        unit = np.ldexp(1.0, np.frexp(size[place])[1] - 1)
        x, y = (np.broadcast_to(a, (*size.shape, a.shape[-1]))[place] for a in (u, v))

        def cost(difference: Any, unit: Any = unit) -> Any:
            return quantiles.square(np.divide(difference, unit, out=difference))

        root[place] = np.sqrt(quantiles.mean_cost(np, x, y, cost, 2)) * unit
    return np.where(np.isposinf(size), np.inf, root)
