"""Entropy and cross entropy of tables, accurate also where they are almost zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences import kernels
from hw3verify.divergences.blocks import columns, covering
from hw3verify.divergences.dispatch import answer
from hw3verify.divergences.errorfree import Pair, two_sum
from hw3verify.divergences.rows import Cells, Pairing, Rows, add_up, stacked, summed, term_sum
from hw3verify.divergences.tables import compared, described, in_base


def information(xp: Any, q: Any, mass: Pair) -> Any:
    """-log(q/Q) >= 0 of a piece: near q = Q from the exact difference, inf at q = 0."""
    n, low = two_sum(mass[0], -q)
    return kernels.log_relative(xp, mass[0] + 0.0 * q, q, n, low + mass[1])


def _weighted(xp: Any, p: Any, surprise: Any) -> Any:
    positive = p > 0
    if xp is np:
        return np.where(positive, p * surprise, p)
    # as p log p: 0 at p = 0 with an infinite derivative
    return xp.where(positive, p * xp.where(positive, surprise, 1.0), xp.sqrt(xp.where(positive, 1.0, p)))


def entropy_rows(table: Rows) -> Any:
    """-sum p log p of every normalised row (last axis kept).

    An outcome with more than half of the mass is left to the end: what it lacks is summed from the others, as the mass
    itself has too few digits to tell 1 - 10^-40 from 1.
    """
    xp, shape = table.xp, table.values.shape
    found = []
    for place in covering(xp, shape):
        mass = (table.mass[0][place], table.mass[1][place])
        sums: list[list[Pair]] = [[], [], []]
        for column in columns(xp, shape[-1]):
            p = table.at(place, column)
            large = p > 0.5 * mass[0]
            rest = xp.where(large, 0.0, p)
            surprise = information(xp, xp.where(p > 0, p, mass[0]), mass)
            terms = _weighted(xp, rest, surprise), rest, xp.where(large, p, 0.0)
            for each, term in zip(sums, terms, strict=True):
                each.append(term_sum(xp, term))
        others, lack, most = (add_up(xp, each) for each in sums)
        found.append(_completed(xp, others, most, lack, most))
    return stacked(found, (*shape[:-1], 1)) / table.mass[0]


def _completed(xp: Any, others: Any, weight: Any, lack: Any, most: Any) -> Any:
    """The sum over the other outcomes, with weight * log(1 + lack/most) for the one that has most of the mass, if
    any."""
    some = most > 0
    return others + xp.where(some, weight * xp.log1p(lack / xp.where(some, most, 1.0)), 0.0)


def entropy(p: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True) -> Any:
    """Shannon's entropy -sum p log p, in nats, of a table or a law.

    The table is a mass function along `axis` and is normalised exactly. 0 log 0 = 0; 0 if and only if one outcome has
    all the mass; log n for n equal entries. Within 4 units of the last place, also where it is almost 0.
    `scipy.stats.entropy(p)` is the same with another default axis (0). Conventions and errors: see `kl`. Source:
    Shannon 1948."""
    value = answer("entropy", p=p)
    if value is not None:
        return in_base(value, base)
    return described(entropy_rows, p, axis, base, keepdims, check)


def _cross_terms() -> tuple[Any, ...]:
    """p log(Q/q) of the outcomes with at most half of q, their mass under q, and p and q of the one with more."""

    def large(cells: Cells) -> Any:
        return cells.q > 0.5 * cells.mass[0]

    def others(xp: Any, cells: Cells) -> Any:
        p, q, mass = cells.p, cells.q, cells.mass
        n, low = two_sum(mass[0], -q)
        surprise = kernels.log_relative(xp, mass[0] + 0.0 * q, q, n, low + mass[1])
        if cells.log is not None:
            lost = q < 1e-290 * mass[0]
            surprise = xp.where(lost, xp.log(mass[0]) - xp.log(xp.where(p > 0, p, mass[0])) + cells.log, surprise)
        return _weighted(xp, xp.where(large(cells), 0.0, p), xp.where(large(cells), 1.0, surprise))

    return (
        others,
        lambda xp, cells: xp.where(large(cells), 0.0, cells.q),
        lambda xp, cells: xp.where(large(cells), cells.p, 0.0),
        lambda xp, cells: xp.where(large(cells), cells.q, 0.0),
    )


def _cross(pair: Pairing) -> Any:
    others, lack, weight, most = summed(pair, *_cross_terms())
    return pair.divided(_completed(pair.xp, others, weight, lack, most))


def cross_entropy(
    p: Any, q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Cross entropy -sum p log q = H(p) + KL(p || q), in nats, of two tables or two laws.

    inf if q is 0 where p is not; outcomes with p = 0 do not count. Within 4 units of the last place, also where it is
    almost 0. Conventions and errors: see `kl`.
    """
    value = answer("cross_entropy", p=p, q=q)
    if value is not None:
        return in_base(value, base)
    return compared(_cross, p, q, axis, base, keepdims, True, check)
