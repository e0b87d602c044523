"""Kullback-Leibler, Jeffreys and chi-squared divergences of tables: infinite where q does not cover p."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences import dense, kernels, small
from hw3verify.divergences.dispatch import answer
from hw3verify.divergences.rows import Cells
from hw3verify.divergences.settled import settled
from hw3verify.divergences.tables import compared, in_base

_UP, _DOWN = 2.0**450, 2.0**-450


def relative_entropy_term(xp: Any, cells: Cells) -> Any:
    """p log(p/q) - p + q of a piece."""
    return kernels.relative_entropy(xp, cells.p, cells.q, cells.n, cells.low, cells.log)


def jeffreys_term(xp: Any, cells: Cells) -> Any:
    """(p - q) log(p/q) of a piece."""
    return kernels.jeffreys(xp, cells.p, cells.q, cells.n, cells.low, cells.log)


def square_term(xp: Any, cells: Cells) -> Any:
    """(p - q)^2 / q of a piece, over the mass, so that no square overflows: inf at q = 0 < p."""
    covered = cells.q > 1e-300
    share = cells.n / cells.mass[0] * _UP
    part = cells.n * _DOWN / xp.where(covered, cells.q, 1.0)
    square = part * share
    square = square + xp.where(part < float("inf"), 2.0 * (part * (cells.low / cells.mass[0] * _UP)), 0.0)
    beyond = cells.log
    if beyond is None:
        beyond = xp.where((cells.q == 0) & (cells.p > 0), float("inf"), 0.0 * cells.p)
    half = xp.exp(0.5 * beyond)  # p / q may overflow where p^2 / q does not
    ratio = xp.where(half < float("inf"), cells.p / cells.mass[0] * half * half, half)
    return xp.where(covered, square, xp.where(cells.p > 0, ratio, 0.0 * cells.p))


def divided(pair: Any, sums: Any) -> Any:
    """Sums of terms in units of mass."""
    return pair.divided(sums)


def lifted(pair: Any, sums: Any) -> Any:
    """Sums of terms that are over the mass already, in units of mass (of the second factor of unnormalised tables)."""
    for divisor in pair.divisors[1:]:
        sums = sums / divisor
    return sums


def kl_rule(pair: Any) -> Any:
    """KL(p || q) of every pair of rows."""
    return settled(pair, divided, (relative_entropy_term,))


def _quick(slow: Any, p: Any, q: Any) -> Any:
    if p.ndim == 1 and 0 < len(p) <= small.LONGEST and p.dtype == np.float64:
        value = small.relative_entropy(p.tolist(), q.tolist())
        return None if value is None else np.float64(value)
    return dense.quick(dense.relative_entropy, slow, p, q)


def jeffreys_rule(pair: Any) -> Any:
    """Jeffreys' divergence of every pair of rows."""
    return settled(pair, divided, (jeffreys_term,))


def chi2_rule(pair: Any) -> Any:
    """Pearson's divergence of every pair of rows."""
    return settled(pair, lifted, (square_term,))


def kl(
    p: Any,
    q: Any,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = True,
    check: bool = True,
) -> Any:
    """KL(p || q) = sum p log(p/q), in nats, of tables or of laws.

    Tables are mass functions along `axis` and are normalised exactly: for p/P and q/Q with the exact sums P and Q.
    With `normalize=False` it is the generalised divergence sum p log(p/q) - p + q of two measures. 0 log 0 = 0; inf
    if q is 0 where p is not; 0 if and only if the tables are proportional; never negative. Two laws are compared by
    their closed form.

    Computed as the sum of p log(p/q) - p + q, whose terms are not negative, on differences without rounding error:
    within 4 units of the last place for any tables of any length. `scipy.stats.entropy(p, q)` has this order and
    another default axis (0). Errors: see `tables`; NotImplementedError for laws without a formula; TypeError for a
    law and a table. Source: Kullback and Leibler 1951; Csiszar 1991 for measures."""
    value = answer("kl", p=p, q=q)
    if value is not None:
        return in_base(value, base)
    return compared(kl_rule, p, q, axis, base, keepdims, normalize, check, quick=_quick)


def jeffreys(
    p: Any,
    q: Any,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = True,
    check: bool = True,
) -> Any:
    """Jeffreys' divergence KL(p || q) + KL(q || p) = sum (p - q) log(p/q), in nats, of tables.

    Symmetric; inf if one table is 0 where the other is not; 0 if and only if they are proportional. Within 4 units of
    the last place. Conventions and errors: see `kl`. Source: Jeffreys 1946."""
    value = answer("jeffreys", p=p, q=q)
    if value is not None:
        return in_base(value, base)
    return compared(jeffreys_rule, p, q, axis, base, keepdims, normalize, check)


def chi2(
    p: Any, q: Any, *, axis: int = -1, keepdims: bool = False, normalize: bool = True, check: bool = True
) -> Any:
    """Pearson's chi^2(p || q) = sum (p - q)^2 / q of tables: no logarithm, hence no base.

    inf if q is 0 where p is not; 0 if and only if the tables are proportional. Within 4 units of the last place.
    Conventions and errors: see `kl`. Source: Pearson 1900; Csiszar 1967.
    """
    value = answer("chi2", p=p, q=q)
    if value is not None:
        return value
    return compared(chi2_rule, p, q, axis, None, keepdims, normalize, check)
