"""W1 of all pairs of samples, or of histograms on one grid: every row is sorted or cumulated once, not once a pair.

Sorted samples of one size differ by the mean of |u - v|; of two sizes, after each is spread over the levels that the
sizes have in common. Histograms on one grid differ by the widths times |F - G|, whose distribution functions are kept
as pairs of floats, so that near ones keep their digits. Matrices of a sample with itself are computed by half."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import compiled, cumulated
from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.blocks import PIECE
from hw3verify.divergences.errorfree import divide, two_sum
from hw3verify.divergences.quantiles import overlaps, row_sums
from hw3verify.divergences.rows import rows
from hw3verify.divergences.scaling import ceiling, scale
from hw3verify.divergences.weighted import checked

_DOUBTFUL = 2.0**-44
_MODERATE = 2.0**900

Work = Callable[..., Any]


def all_pairs(f: Callable[..., Any], X: Any, Y: Any, options: dict[str, Any]) -> Any:
    """The matrix of f = `wasserstein1` for the rows of X and Y (None: of X and X), with its options."""
    frame = frame_of(X, Y, *(options.get(name) for name in ("u_weights", "v_weights", "support")))
    x = frame.take(X, "X")
    y = x if Y is None else frame.take(Y, "Y")
    for name, table in (("X", x), ("Y", y)):
        if len(table.shape) != 2:
            raise ValueError(f"{name}: expected two axes, one row for each sample, not shape {tuple(table.shape)}")
    value = None
    if frame.xp is np and set(options) <= {"support", "check"}:
        with np.errstate(all="ignore"):
            if "support" in options:
                value = _histograms(f, x, y, Y is None, **options)
            else:
                value = _samples(x, y, Y is None)
    if value is not None:
        return frame.give(value)
    crossed = {
        name: value[:, None, :] if name == "u_weights" and len(getattr(value, "shape", ())) == 2 else value
        for name, value in options.items()
    }
    return f(X[:, None, :] if hasattr(X, "shape") else x[:, None, :], y[None], **crossed)


def _samples(x: Any, y: Any, same: bool) -> Any:
    """The matrix, or None where a number or a result is not finite."""
    for name, table in (("X", x), ("Y", y)):
        checks.axis_of(name, table, -1)
    m, n = x.shape[1], y.shape[1]
    x = np.sort(x, axis=-1)
    y = x if same else np.sort(y, axis=-1)
    levels, mass = None, float(m)
    if m != n:
        if m > n:
            x, y, levels = _spread(x, y)
        else:
            y, x, levels = _spread(y, x)
        mass = float(m) * float(n)
    value = _crossed(x, y, None, None, levels, same) / mass
    return value if np.isfinite(value).all() else None


def _spread(x: Any, y: Any) -> tuple[Any, Any, Any]:
    """Sorted rows of m >= n numbers over their common levels, and how long these are."""
    m = x.shape[1]
    first, later, one, two = overlaps(m, y.shape[1], 0, m)
    some = two > 0
    i = np.arange(m)
    x = np.ascontiguousarray(np.concatenate([x, x[:, i[some]]], axis=-1))
    y = np.ascontiguousarray(np.concatenate([y[:, first], y[:, later[some]]], axis=-1))
    return x, y, np.concatenate([one, two[some]])


def _histograms(f: Callable[..., Any], x: Any, y: Any, same: bool, support: Any, check: bool = True) -> Any:
    """The matrix, or None: the grid is not one for all, or not of moderate numbers."""
    grid = frame_of(support).take(support, "support")
    if grid.ndim != 1 or not len(grid) == x.shape[1] == y.shape[1] or not np.isfinite(grid).all():
        return None
    at = np.argsort(grid)
    points = grid[at]
    width = points[-1] - points[0]
    if not 1 / _MODERATE < width < _MODERATE:
        return None
    pairs = []
    for name, table in (("u", x),) if same else (("u", x), ("v", y)):
        if check:
            checked(np, name, table)
        pairs.append(_distribution(name, table[:, at]))
    one, two = pairs[0], pairs[-1]
    value = _crossed(one[0], two[0], one[1], two[1], np.append(np.diff(points), 0.0), same)
    doubtful = ~(value > _DOUBTFUL * width)
    if same:
        doubtful &= ~np.eye(len(x), dtype=bool) | (value != 0)
    i, j = np.nonzero(doubtful)
    step = max(1, PIECE // len(points))
    for start in range(0, len(i), step):
        rows_at, columns_at = i[start : start + step], j[start : start + step]
        value[rows_at, columns_at] = f(x[rows_at], y[columns_at], support=grid, check=False)
    return value


def _distribution(name: str, x: Any) -> Any:
    """The distribution functions of rows, as pairs."""
    table = rows(np, name, x, check=False)
    unit = 1.0 / ceiling(np)
    masses = scale(np, x, table.by) * unit
    top = np.ldexp(1.0, np.frexp(np.maximum.reduce(masses, axis=-1, keepdims=True))[1])
    levels = cumulated.running(masses, 0.0, cumulated.cuts(x.shape[-1], top), (0.0, 0.0, 0.0))
    total, error = two_sum(levels[0], levels[1])
    return divide(two_sum(total, error + levels[2]), (table.mass[0] * unit, table.mass[1] * unit))


def _crossed(x: Any, y: Any, x_low: Any, y_low: Any, weights: Any, same: bool) -> Any:
    """The sums of |x_i - y_j| (times weights) for all rows, where rows may be pairs."""
    value = np.empty((len(x), len(y)))
    fast = compiled.kernel("crossed", x.size * len(y))
    if fast is not None:
        nothing = np.empty((0, 0))
        low = (nothing, nothing) if x_low is None else (x_low, y_low)
        fast(x, y, *low, np.empty(0) if weights is None else weights, same, value)
        return value
    step = max(1, PIECE // x.shape[1])
    buffer = np.empty((2, min(step, len(y)), x.shape[1]))
    for i, row in enumerate(x):
        for start in range(i if same else 0, len(y), step):
            stop = min(start + step, len(y))
            terms, other = buffer[:, : stop - start]
            np.subtract(y[start:stop], row, out=terms)
            if x_low is not None:
                np.subtract(y_low[start:stop], x_low[i], out=other)
                terms += other
            np.abs(terms, out=terms)
            if weights is not None:
                terms *= weights
            high, low_sum = row_sums(terms)
            value[i, start:stop] = high + low_sum
        if same:
            value[i:, i] = value[i, i:]
    return value
