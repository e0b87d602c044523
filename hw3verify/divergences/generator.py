"""Divergences with a generator of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.divergences.rows import Cells, Pairing, summed
from hw3verify.divergences.tables import compared


def f_divergence(
    f: Callable[[Any], Any],
    p: Any,
    q: Any,
    *,
    at_zero: float | None = None,
    slope: float = float("inf"),
    axis: int = -1,
    keepdims: bool = False,
    normalize: bool = True,
    check: bool = True,
) -> Any:
    """Csiszar's divergence sum q f(p/q) of tables, for a convex f on [0, inf) with f(1) = 0.

    `f` is called with arrays of the caller's kind of library (numpy, or torch where tensors are differentiated), in
    float64; `at_zero` is f(0) where f itself cannot say (t log t is NaN there), `slope` the limit of f(t)/t at
    infinity: an outcome with q = 0 < p counts p times that, and inf by default. Outcomes with p = q = 0 do not count.

    As accurate as f: a generator that vanishes to second order at 1 keeps its digits near p = q only if it is
    computed so. The divergences by name are better where there is one. Errors: see `kl`. Source: Csiszar 1963; Ali
    and Silvey 1966."""

    def term(xp: Any, cells: Cells) -> Any:
        covered = cells.q > 0
        # cells are scaled alike, so that their ratio is that of the tables
        ratio = xp.where(covered, cells.p, 1.0) / xp.where(covered, cells.q, 1.0)
        if at_zero is None:
            value = f(ratio)
        else:
            value = xp.where(ratio > 0, f(xp.where(ratio > 0, ratio, 1.0)), at_zero)
        # an infinite slope has no derivative, and times none would be NaN
        beyond = slope * cells.p if slope < float("inf") else 0.0 * cells.p + slope
        return xp.where(covered, cells.q * value, xp.where(cells.p > 0, beyond, 0.0 * cells.p))

    def rule(pair: Pairing) -> Any:
        xp = pair.xp

        def positive(_: Any, cells: Cells) -> Any:
            cell = term(xp, cells)
            return xp.where(cell <= 0, 0.0 * cells.p, cell)

        def negative(_: Any, cells: Cells) -> Any:
            cell = term(xp, cells)
            return xp.where(cell >= 0, 0.0 * cells.p, -cell)

        above, below = summed(pair, positive, negative)
        return pair.divided(above) - pair.divided(below)

    return compared(rule, p, q, axis, None, keepdims, normalize, check)


