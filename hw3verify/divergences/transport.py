"""Wasserstein's distance of order 1: of samples, of histograms on a grid, of laws.

On the line it is the area between the two distribution functions, and the mean distance of quantiles of the same
level. Samples without weights are sorted and their quantiles compared (`quantiles`), weighted ones and histograms are
merged and their masses cumulated (`weighted`), small ones go a way of their own in plain Python."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from math import fsum
from operator import sub
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import compiled, cumulated, exactly, quantiles, threads, weighted
from hw3verify.divergences.arrays import Frame, frame_of
from hw3verify.divergences.blocks import PIECE
from hw3verify.divergences.dispatch import find, laws_of
from hw3verify.divergences.tables import aligned, along

_SMALL = 64
"""Samples up to this size are not worth a call of numpy."""

_SMALL_WEIGHTED = 16
_TINY, _HUGE = 1e-200, 1e200


def small(u: list[float], v: list[float]) -> float:
    """W1 of two small samples, in any order; NaN or inf where the numbers are not finite or too large for this way."""
    m, n = len(u), len(v)
    u, v = sorted(u), sorted(v)
    try:
        if m == n:
            return fsum(map(abs, map(sub, u, v))) / m
        terms = []
        i = j = done = 0
        while i < m:
            until = min((i + 1) * n, (j + 1) * m)
            terms.append((until - done) * abs(u[i] - v[j]))
            done = until
            i, j = until // n, until // m
        return fsum(terms) / (m * n)
    except (OverflowError, ValueError):
        return float("nan")


def _few(values: list[list[float]]) -> float | None:
    """W1 of two small weighted samples, or None: something is not finite, or negative, or without mass."""
    u, v, p, q = values
    if len(u) != len(p) or len(v) != len(q) or not abs(sum(map(abs, u + v))) < float("inf"):
        return None
    if not (min(p) >= 0 and min(q) >= 0 and 0 < sum(p) < float("inf") and 0 < sum(q) < float("inf")):
        return None
    return exactly.wasserstein1(u, v, p, q)


def _quickly(u: Any, v: Any, p: Any, q: Any) -> Any:
    """The answer for one pair of numpy samples that are small, or without weights and not large, or None."""
    if type(u) is not np.ndarray or type(v) is not np.ndarray or u.ndim != 1 or v.ndim != 1:
        return None
    if u.dtype != np.float64 or v.dtype != np.float64 or not len(u) or not len(v):
        return None
    if p is None and q is None and (len(u) > _SMALL or len(v) > _SMALL):
        return _between(u, v)
    if p is None and q is None:
        value = small(u.tolist(), v.tolist())
        return np.float64(value) if value < float("inf") else None
    given = [np.ones(len(x)) if w is None else w for x, w in ((u, p), (v, q))]
    if any(type(w) is not np.ndarray or w.ndim != 1 or w.dtype != np.float64 for w in given):
        return None
    if len(u) > _SMALL_WEIGHTED or len(v) > _SMALL_WEIGHTED:
        return _merged(u, v, *given)
    exact = _few([x.tolist() for x in (u, v, *given)])
    return None if exact is None else np.float64(exact)


def _between(u: Any, v: Any) -> Any:
    """W1 of samples without weights, or None: something is not finite, or too large for the buffers of numpy."""
    size = len(u) + len(v)
    if size > threads.SORTED and threads.processors() > 1:
        u, v = threads.together([partial(np.sort, x) for x in (u, v)])
    else:
        u, v = np.sort(u), np.sort(v)
    if len(u) < len(v):
        u, v = v, u
    loop = compiled.kernel("met", size) if len(u) * len(v) < 2**52 else None
    if loop is None and len(u) > PIECE:
        value = quantiles.mean_cost(np, u, v)
    else:
        value = np.float64(quantiles.mean_distance(u, v) if loop is None else loop(u, v))
    return value if value < float("inf") else None


def _ordered(x: Any, weights: Any) -> tuple[Any, Any]:
    at = x.argsort()
    return x.take(at), weights.take(at)


def _merged(u: Any, v: Any, p: Any, q: Any) -> Any:
    """W1 of weighted samples that are not small, or None: something is unusual."""
    if len(p) != len(u) or len(q) != len(v):
        return None
    loop = compiled.kernel("merged", len(u) + len(v))
    if loop is None:
        if not all(_TINY < w.max() < _HUGE for w in (p, q)):
            return None
        value, lost = cumulated.between(u, v, p, q)
    else:
        if len(u) + len(v) > threads.SORTED and threads.processors() > 1:
            one, two = threads.together([partial(_ordered, u, p), partial(_ordered, v, q)])
        else:
            one, two = _ordered(u, p), _ordered(v, q)
        value, lost, *totals = loop(*one, *two)
        if not all(_TINY < total < _HUGE for total in totals):
            return None
    return np.float64(value) if _TINY < value < _HUGE and lost <= 2.0**-54 * value else None


def masses(frame: Frame, name: str, weights: Any, points: Any, axis: int) -> Any:
    """Weights with the axis of the sample last; ones where there are none. ValueError unless there is one for each
    number."""
    if weights is None:
        return frame.xp.ones_like(points[(0,) * (len(points.shape) - 1)])
    found = frame.take(weights, name)
    found = found if len(found.shape) == 1 else along(frame, name, found, axis)
    if not found.shape or found.shape[-1] != points.shape[-1]:
        size, told = points.shape[-1], tuple(found.shape)
        raise ValueError(f"{name}: expected one weight for each of {size} numbers along the axis, not shape {told}")
    return found


def wasserstein1(
    u: Any,
    v: Any,
    u_weights: Any = None,
    v_weights: Any = None,
    *,
    axis: int = -1,
    support: Any = None,
    keepdims: bool = False,
    check: bool = True,
) -> Any:
    """W1 of two samples, of two histograms, or of two laws: the area between their distribution functions, in the
    units of the numbers.

    **Samples** u (m numbers along `axis`) and v (n numbers), in any order, with weights (one for each number, or equal
    ones); leading axes broadcast. Weights are normalised exactly. SciPy's `wasserstein_distance` has this order. For
    all pairs of samples see `pairwise`.
    **Histograms**: with `support`, u and v are masses along `axis` at the points of this grid (one axis, or axes that
    broadcast against u and v; in any order; same length). Masses are not given as u and v without a support: those are
    numbers.
    **Laws**: two laws are compared by a closed form where there is one, else by quadrature.

    Infinite numbers are the ends of the line: the distance is inf, unless both samples have the same mass there. NaN
    spoils its row. ValueError for samples without numbers, for weights that are negative, infinite or all 0, and for
    shapes that do not go together; TypeError for what is no array of real numbers. With `check=False` rows whose
    weights are none give NaN.

    The error is below 4 units of the last place for any numbers and weights (offsets, outliers, ties, weights that
    agree to the last digit). Under differentiation or tracing, for weighted samples, also 2^-90 times the largest
    distance of numbers, and numbers have to be finite. Derivatives are those of |u - v| for numbers that meet, 0 where
    these are equal. Source: Vallender 1974.
    """
    if axis == -1 and support is None and not keepdims:
        value = _quickly(u, v, u_weights, v_weights)
        if value is not None:
            return value
    laws = laws_of("wasserstein1", u=u, v=v)
    if laws is not None:
        if any(x is not None for x in (u_weights, v_weights, support)):
            raise ValueError("u_weights, v_weights, support: expected none of them beside laws")
        import_module("hw3verify.divergences.law_distances")
        return find("wasserstein1", *laws)(*laws)
    frame = frame_of(u, v, u_weights, v_weights, support)
    with frame.quiet():
        if axis != -1:
            axis = aligned((frame.take(u, "u"), frame.take(v, "v")), axis)
        x, y = along(frame, "u", u, axis), along(frame, "v", v, axis)
        if support is not None:
            value = _of_histograms(frame, x, y, support, u_weights, v_weights, axis, check)
        elif u_weights is None and v_weights is None:
            checks.broadcast(("u", "v"), (x.shape[:-1], y.shape[:-1]))
            value = quantiles.mean_cost(frame.xp, weighted.ordered(frame.xp, x), weighted.ordered(frame.xp, y))
        else:
            p = masses(frame, "u_weights", u_weights, x, axis)
            q = masses(frame, "v_weights", v_weights, y, axis)
            value = weighted.samples(frame.xp, x, y, p, q, check)
        return placed(frame, value, axis, keepdims)


def _of_histograms(
    frame: Frame, p: Any, q: Any, support: Any, u_weights: Any, v_weights: Any, axis: int, check: bool
) -> Any:
    if u_weights is not None or v_weights is not None:
        raise ValueError("u_weights, v_weights: expected none beside support, where u and v are the masses")
    grid = frame.take(support, "support")
    grid = grid if len(grid.shape) == 1 else along(frame, "support", grid, axis)
    return weighted.histograms(frame.xp, p, q, grid, check)


def placed(frame: Frame, value: Any, axis: int, keepdims: bool) -> Any:
    """One number for each row in the caller's type, with its axis where it belongs."""
    if keepdims:
        value = frame.xp.moveaxis(value[..., None], -1, axis)
    return frame.give(value)
