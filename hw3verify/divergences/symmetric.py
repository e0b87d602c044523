"""Bounded and symmetric: total variation, Hellinger, Bhattacharyya of two tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.dispatch import answer
from hw3verify.divergences.rows import Cells, root
from hw3verify.divergences.settled import saturated, settled
from hw3verify.divergences.tables import compared, in_base


def difference_term(xp: Any, cells: Cells) -> Any:
    """|p - q| of a piece."""
    return xp.abs(cells.n)


def root_term(xp: Any, cells: Cells) -> Any:
    """(sqrt p - sqrt q)^2 of a piece, as (p - q)^2 / (sqrt p + sqrt q)^2: no difference of roots."""
    p, q = cells.p, cells.q
    none = (p + q) == 0
    if xp is not np:  # derivatives of roots are infinite at 0, and 0 * inf is none
        p, q = xp.where(none, 1.0, p), xp.where(none, 1.0, q)
    roots = xp.sqrt(p) + xp.sqrt(q)
    part = cells.n / xp.where(none, 1.0, roots)
    return part * part + 2.0 * (part * (cells.low / xp.where(none, 1.0, roots)))


def product_term(xp: Any, cells: Cells) -> Any:
    """sqrt(p q) of a piece."""
    p, q, log = cells.p, cells.q, cells.log
    if log is None:
        return xp.sqrt(p) * xp.sqrt(q)
    # the smaller one may be known by the logarithm of the ratio only
    known = xp.abs(log) < float("inf")
    root = xp.exp(-0.5 * xp.where(known, xp.abs(log), 0.0))
    return xp.where(known, xp.where(log > 0, p, q) * root, 0.0 * root)


def _half(pair: Any, sums: Any) -> Any:
    return 0.5 * pair.divided(sums)


def _root(pair: Any, sums: Any) -> Any:
    return root(pair, sums, 0.5)


def _minus_log(pair: Any, roots: Any, products: Any) -> Any:
    xp = pair.xp
    square = 0.5 * pair.divided(roots)
    near = square < 0.5
    # 1 - square is the coefficient: its logarithm where that is small, the sum of products where square is almost 1
    far = -xp.log(xp.where(near, 1.0, pair.divided(products)))
    return xp.where(near, -xp.log1p(-xp.where(near, square, 0.0)), far) + 0.0


def variation_rule(pair: Any) -> Any:
    """Total variation of every pair of rows. It is not stationary where the tables agree: more rows are looked at
    again."""
    return saturated(pair, settled(pair, _half, (difference_term,), 2.0**-45), 1.0)


def hellinger_rule(pair: Any) -> Any:
    """Hellinger's distance of every pair of rows."""
    return saturated(pair, settled(pair, _root, (root_term,), 2.0**-50), 1.0)


def bhattacharyya_rule(pair: Any) -> Any:
    """Bhattacharyya's distance of every pair of rows."""
    return settled(pair, _minus_log, (root_term, product_term))


def total_variation(
    p: Any, q: Any, *, axis: int = -1, keepdims: bool = False, normalize: bool = True, check: bool = True
) -> Any:
    """Total variation distance 1/2 sum |p - q| of tables, between 0 and 1.

    0 if and only if the tables are proportional, 1 (to the last place) if they are disjoint. With `normalize=False`
    half the sum of differences of two measures. Within 2 units of the last place. Conventions and errors: see `kl`.
    """
    value = answer("total_variation", p=p, q=q)
    if value is not None:
        return value
    return compared(variation_rule, p, q, axis, None, keepdims, normalize, check)


def hellinger(
    p: Any, q: Any, *, axis: int = -1, keepdims: bool = False, normalize: bool = True, check: bool = True
) -> Any:
    """Hellinger's distance sqrt(1/2 sum (sqrt p - sqrt q)^2) = sqrt(1 - sum sqrt(p q)) of tables, between 0 and 1.

    0 if and only if the tables are proportional. Within 3 units of the last place. Conventions and errors: see `kl`.
    Source: Hellinger 1909; the factor 1/2 is that of Le Cam.
    """
    value = answer("hellinger", p=p, q=q)
    if value is not None:
        return value
    return compared(hellinger_rule, p, q, axis, None, keepdims, normalize, check)


def bhattacharyya(
    p: Any, q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Bhattacharyya's distance -log sum sqrt(p q), in nats, of tables: half of Renyi's divergence of order 1/2.

    inf if the tables are disjoint, 0 if and only if they are proportional. Within 4 units of the last place. The
    coefficient is exp of minus this, or 1 - hellinger^2. Conventions and errors: see `kl`. Source: Bhattacharyya 1943.
    """
    value = answer("bhattacharyya", p=p, q=q)
    if value is not None:
        return in_base(value, base)
    return compared(bhattacharyya_rule, p, q, axis, base, keepdims, True, check)
