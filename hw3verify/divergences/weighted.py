"""W1 of weighted samples and of histograms: points, masses brought to one total, their order, and the area between.

Rows whose masses agree to more digits than pairs of floats hold, and rows with points at infinity, are computed by
`exactly`. Numpy goes through batches a few rows at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import cumulated, exactly
from hw3verify.divergences.arrays import taken
from hw3verify.divergences.blocks import covering
from hw3verify.divergences.errorfree import Pair, divide, split, split_product, two_sum
from hw3verify.divergences.rows import rows, stacked
from hw3verify.divergences.scaling import ceiling, scale
from hw3verify.divergences.sums import glued


def ordered(xp: Any, x: Any) -> Any:
    """x sorted along its last axis, NaN last."""
    if xp is np:
        return np.sort(x, axis=-1)
    return xp.sort(x, dim=-1)[0] if hasattr(xp, "take_along_dim") else xp.sort(x, axis=-1)


def order(xp: Any, x: Any) -> Any:
    """The places that sort x along its last axis, NaN last."""
    if xp is np:
        return np.argsort(x, axis=-1)
    return xp.argsort(x, dim=-1) if hasattr(xp, "take_along_dim") else xp.argsort(x, axis=-1)


def wide(xp: Any, x: Any, lead: tuple[int, ...]) -> Any:
    """x with these leading axes."""
    return xp.broadcast_to(x, (*lead, x.shape[-1]))


def _masses(xp: Any, names: tuple[str, str], p: Any, q: Any, check: bool) -> tuple[Any, Any, Any, Any, Any]:
    """p, q brought to one total as p and product + error, that total, and which rows have masses."""
    one, two = (rows(xp, name, x, check=check) for name, x in zip(names, (p, q), strict=True))
    unit = 1.0 / ceiling(xp)
    p, q = (scale(xp, table.values, table.by) * unit for table in (one, two))
    ratio: Pair = divide(one.mass, two.mass)
    product, error = split_product(q, split(ratio[0]), ratio[0])
    return p, product, error + q * ratio[1], one.mass[0] * unit, one.valid & two.valid


def samples(
    xp: Any, u: Any, v: Any, p: Any, q: Any, check: bool, names: tuple[str, str] = ("u_weights", "v_weights")
) -> Any:
    """W1 of points u with masses p and points v with masses q, along the last axes; other axes broadcast."""
    lead = checks.broadcast(("u", "v", *names), tuple(x.shape[:-1] for x in (u, v, p, q)))
    if check:
        for name, x in zip(names, (p, q), strict=True):
            checked(xp, name, x)
    u, v, p, q = (wide(xp, x, lead) for x in (u, v, p, q))
    if xp is not np:
        return _some_samples(xp, u, v, p, q, names)
    found = [
        np.atleast_1d(_some_samples(np, u[place], v[place], p[place], q[place], names))
        for place in covering(np, (*lead, u.shape[-1] + v.shape[-1]))
    ]
    return stacked(found, lead) if lead else found[0].reshape(())


def checked(xp: Any, name: str, x: Any) -> None:
    """ValueError unless these are masses: finite, not negative, some in every row."""
    checks.nonnegative(xp, name, x)
    checks.some_mass(name, xp.where(xp.any(x > 0, -1) | xp.any(x != x, -1), 1.0, 0.0)[..., None])


def _some_samples(xp: Any, u: Any, v: Any, p: Any, q: Any, names: tuple[str, str]) -> Any:
    if xp is np and bool(np.isinf(u).any() or np.isinf(v).any()):
        u, v, apart = clamped(u, v, p, q)
        return np.where(apart, np.inf, _some_samples(np, u, v, p, q, names))
    one, product, error, mass, valid = _masses(xp, names, p, q, False)
    points = glued(xp, [u, v])
    at = order(xp, points)
    points = taken(xp, points, at)
    high = taken(xp, glued(xp, [one, -product]), at)
    low = taken(xp, glued(xp, [0.0 * one, -error]), at)
    found = cumulated.area(xp, points, high, low, mass)
    value = xp.where(valid[..., 0], found.value, float("nan"))
    if xp is not np:
        return value
    return _again(value, cumulated.exact_needed(found), u, v, p, q)


def _again(value: Any, doubtful: Any, u: Any, v: Any, p: Any, q: Any) -> Any:
    """`value`, where the rows that are doubtful are computed exactly."""
    for row in zip(*np.nonzero(np.atleast_1d(doubtful)), strict=True):
        at = row if value.ndim else ()
        own, other = (np.stack([x[at], w[at]])[:, np.lexsort((w[at], x[at]))] for x, w in ((u, p), (v, q)))
        if own.shape == other.shape and bool((own == other).all()):
            value[at] = 0.0
        else:
            value[at] = exactly.wasserstein1(*(x.tolist() for x in (own[0], other[0], own[1], other[1])))
    return value


def clamped(u: Any, v: Any, p: Any, q: Any) -> tuple[Any, Any, Any]:
    """The points with infinities moved to the ends of what is finite, and which rows have different masses there:
    the distance is infinite then, and else that of the points that are moved."""
    lead = u.shape[:-1]
    u, v = u.copy(), v.copy()
    apart = np.zeros(lead, bool)
    rowed = np.isinf(u).any(-1) | np.isinf(v).any(-1)
    for row in zip(*np.nonzero(np.atleast_1d(rowed)), strict=True):
        at = row if lead else ()
        x, y = u[at], v[at]
        finite = np.concatenate([x[np.isfinite(x)], y[np.isfinite(y)]])
        for end, place in ((np.inf, finite.max(initial=-np.inf)), (-np.inf, finite.min(initial=np.inf))):
            apart[at] |= not exactly.same_share(p[at].tolist(), x == end, q[at].tolist(), y == end)
            x[x == end] = y[y == end] = place if len(finite) else 0.0
    return u, v, apart


def histograms(xp: Any, p: Any, q: Any, support: Any, check: bool) -> Any:
    """W1 of masses p and q on the points `support`, along the last axes; other axes broadcast."""
    lead = checks.broadcast(("u", "v", "support"), tuple(x.shape[:-1] for x in (p, q, support)))
    lengths = {x.shape[-1] for x in (p, q, support)}
    if len(lengths) > 1:
        told = ", ".join(str(x.shape[-1]) for x in (p, q, support))
        raise ValueError(f"u, v, support: expected as many masses as points, not {told}")
    if check:
        checks.finite(xp, "support", support)
        for name, x in (("u", p), ("v", q)):
            checked(xp, name, x)
    at = None
    if xp is not np or not bool(np.all(support[..., 1:] >= support[..., :-1])):
        at = order(xp, support)
        support = taken(xp, support, at)
    p, q, x = (wide(xp, y, lead) for y in (p, q, support))
    at = at if at is None else xp.broadcast_to(at, p.shape)
    if xp is not np:
        return _some_histograms(xp, p, q, x, at)
    found = []
    for place in covering(np, p.shape):
        some = None if at is None else at[place]
        found.append(np.atleast_1d(_some_histograms(np, p[place], q[place], x[place], some)))
    return stacked(found, lead) if lead else found[0].reshape(())


def _some_histograms(xp: Any, p: Any, q: Any, x: Any, at: Any) -> Any:
    if at is not None:
        p, q = taken(xp, p, at), taken(xp, q, at)
    one, product, error, mass, valid = _masses(xp, ("u", "v"), p, q, False)
    high, low = two_sum(one, -product)
    found = cumulated.area(xp, x, high, low - error, mass)
    value = xp.where(valid[..., 0], found.value, float("nan"))
    return value if xp is not np else _again(value, cumulated.exact_needed(found), x, x, p, q)
