"""Rows of a table, scaled and summed, and two tables brought to one mass without rounding their differences.

A table is an array whose last axis holds the outcomes (callers move it there). Its mass is a pair of about a hundred
bits. The normalised tables p/P and q/Q are never formed: with r = P/Q as a pair, the cells p, q r and n = p - q r (as
a pair) are P times what they stand for, and the sum of the terms is divided by P at the end. An error in r moves all
cells in common, to which divergences are stationary, so that 80 bits of r are enough for differences of 2^-53."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import kernels
from hw3verify.divergences.arrays import constant, largest
from hw3verify.divergences.blocks import Place, columns, covering
from hw3verify.divergences.errorfree import Pair, divide, fast_two_sum, split, split_product, two_sum
from hw3verify.divergences.scaling import ceiling, factors, scale
from hw3verify.divergences.sums import combine, glued, total

_LOST = 2.0**-1000


@dataclass(frozen=True, slots=True)
class Rows:
    """A table (last axis: outcomes), the powers of two that scale each row, the scaled mass as a pair, and which rows
    are tables at all: finite, without negative entries, with some mass (NaN is not)."""

    xp: Any
    values: Any
    by: Pair
    mass: Pair
    valid: Any

    def at(self, place: Place, column: slice) -> Any:
        """The scaled entries of a piece."""
        return scale(self.xp, self.values[(*place, column)], (self.by[0][place], self.by[1][place]))


class Cells(NamedTuple):
    """A piece of two tables of one mass (a pair, for each row): p, q, their difference n + low, and log(p/q) where
    that is known otherwise."""

    p: Any
    q: Any
    n: Any
    low: Any
    mass: Pair
    rest: Any = 0.0
    log: Any = None


def checked(xp: Any, name: str, x: Any, top: Any, bottom: Any, *, massive: bool = True) -> None:
    """ValueError unless entries are finite and not negative, and rows (of maxima `top`, minima `bottom`) have mass."""
    if xp is np and bool(np.all((bottom >= 0) & (top < np.inf) & ((top > 0) | (not massive)))):
        return
    checks.nonnegative(xp, name, x)
    if massive:
        checks.some_mass(name, top)


def rows(xp: Any, name: str, x: Any, *, check: bool) -> Rows:
    """The rows of a table along its last axis, in one pass for the extremes and one for the sums."""
    top = largest(xp, x)
    bottom = -largest(xp, -x) if xp is not np else np.minimum.reduce(x, axis=-1, keepdims=True)
    if check:
        checked(xp, name, x, top, bottom)
    by = factors(xp, constant(top))
    valid = (bottom >= 0) & (top > 0) & (top < float("inf"))
    return Rows(xp, x, by, mass(xp, x, by), valid)


def mass(xp: Any, x: Any, by: Pair) -> Pair:
    """The sum of every row, scaled, as a pair."""
    high, low = [], []
    shape = x.shape
    pieces = columns(xp, shape[-1])
    for place in covering(xp, shape):
        factor = (by[0][place], by[1][place])
        sums = [total(xp, scale(xp, x[(*place, column)], factor), ceiling(xp)) for column in pieces]
        pair = joined(xp, sums)
        high.append(pair[0])
        low.append(pair[1])
    lead = (*shape[:-1], 1)
    return stacked(high, lead), stacked(low, lead)


def stacked(parts: list[Any], shape: tuple[int, ...]) -> Any:
    """The array of this shape from the values of its pieces, which come in the order of memory."""
    return parts[0] if len(parts) == 1 else np.concatenate([part.ravel() for part in parts]).reshape(shape)


def joined(xp: Any, sums: list[Pair]) -> Pair:
    """The sum of several pairs."""
    if len(sums) == 1:
        return sums[0]
    return combine(xp, (glued(xp, [s[0] for s in sums]), glued(xp, [s[1] for s in sums])))


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two tables whose cells are compared, row by row, after broadcasting: `q` is multiplied by `ratio` (None: by
    one), sums of terms are divided by `divisors`, one after the other."""

    xp: Any
    p: Any
    q: Any
    p_by: Pair
    q_by: Pair
    ratio: Pair | None
    mass: Pair
    divisors: tuple[Any, ...]
    valid: Any
    shape: tuple[int, ...]
    none: float = 0.0
    wide: bool = False

    @property
    def normalized(self) -> bool:
        """Whether masses are divided out, so that divergences of probabilities have their bounds."""
        return self.ratio is not None

    def pieces(self) -> list[slice]:
        """How rows are cut: not at all unless they are long."""
        return columns(self.xp, self.shape[-1])

    def cells(self, place: Place, column: slice = slice(None)) -> Cells:
        """The cells of a piece, scaled."""
        p = self._scaled(self.p[(*place, column)], (self.p_by[0][place], self.p_by[1][place]))
        q = self._scaled(self.q[(*place, column)], (self.q_by[0][place], self.q_by[1][place]))
        if self.ratio is None:
            cells = Cells(p, q, *two_sum(p, -q), self.mass)
            return cells._replace(log=self._logarithms(cells, q, place, column)) if self.wide else cells
        ratio = (self.ratio[0][place], self.ratio[1][place])
        product, n, low, rest = against(p, q, ratio)
        cells = Cells(p, product, n, low, (self.mass[0][place], self.mass[1][place]), rest)
        return cells._replace(log=self._logarithms(cells, q, place, column)) if self.wide else cells

    def _scaled(self, x: Any, by: Pair) -> Any:
        scaled = scale(self.xp, x, by)
        # what scaling down loses is not none: too small to count, but known by its logarithm
        return self.xp.where((x > 0) & (scaled < _LOST), _LOST, scaled) if self.wide else scaled

    def _logarithms(self, cells: Cells, q: Any, place: Place, column: slice) -> Any:
        """log(p/q) of cells that scaling down may have lost: from the entries as they were."""
        xp, logs = self.xp, []
        for x, scaled, by in ((self.p, cells.p, self.p_by), (self.q, q, self.q_by)):
            x = x[(*place, column)]
            lost = (scaled <= _LOST) & (x > 0)
            logs.append((lost, xp.log(x) + xp.log(by[0][place]) + xp.log(by[1][place])))
        ratio = logs[0][1] - logs[1][1] - xp.log(self.ratio[0][place] if self.ratio else 1.0)
        lost = logs[0][0] | logs[1][0] | (cells.p == 0) | (cells.q == 0)
        return xp.where(lost, ratio, kernels.log_relative(xp, cells.p, cells.q, cells.n, cells.low))

    def divided(self, sums: Any) -> Any:
        """Sums of terms in the tables' own units."""
        for divisor in self.divisors:
            sums = sums / divisor
        return sums


def against(p: Any, q: Any, ratio: Pair) -> tuple[Any, Any, Any, Any]:
    """q r rounded, p - q r as a pair, and the rest of q r, for r a pair."""
    product, error = split_product(q, split(ratio[0]), ratio[0])
    error = error + q * ratio[1]
    n, rest = two_sum(p, -product)
    return product, *fast_two_sum(n, rest - error), error


def pairing(xp: Any, p: Any, q: Any, *, normalize: bool, check: bool, names: tuple[str, str] = ("p", "q")) -> Pairing:
    """Two tables along their last axes, checked, scaled and brought to one mass (unless `normalize` is false)."""
    shape = checks.broadcast(names, (p.shape, q.shape))
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(f"{names[0]}, {names[1]}: expected as many outcomes, not {p.shape[-1]} and {q.shape[-1]}")
    if normalize:
        a, b = rows(xp, names[0], p, check=check), rows(xp, names[1], q, check=check)
        by: tuple[Pair, Pair] = (a.by, b.by)
        ratio: Pair | None
        heap, ratio = a.mass, divide(a.mass, b.mass)
        divisors: tuple[Any, ...] = (a.mass[0],)
        valid = a.valid & b.valid
    else:
        tops, bottoms = [], []
        for name, x in zip(names, (p, q), strict=True):
            top, bottom = largest(xp, x), -largest(xp, -x)
            if check:
                checked(xp, name, x, top, bottom, massive=False)
            tops.append(top)
            bottoms.append(bottom)
        common = xp.where(tops[0] > tops[1], tops[0], tops[1])
        by = (factors(xp, constant(common)),) * 2
        ratio, heap, divisors = None, by[0], by[0]
        valid = (bottoms[0] >= 0) & (bottoms[1] >= 0) & (common < float("inf"))
    # rows that are hardly lifted, or scaled down: their smallest entries may be lost, or be as subnormal as they were
    wide = xp is np and bool(np.any(by[0][0] < 2.0**130) or np.any(by[1][0] < 2.0**130))
    if len(shape) > 1 and xp is np and (p.shape != shape or q.shape != shape):
        lead = (*shape[:-1], 1)
        p, q, valid = np.broadcast_to(p, shape), np.broadcast_to(q, shape), np.broadcast_to(valid, lead)
        by = (_wide(by[0], lead), _wide(by[1], lead))
        heap, ratio = _wide(heap, lead), ratio and _wide(ratio, lead)
        divisors = tuple(np.broadcast_to(x, lead) for x in divisors)
    return Pairing(xp, p, q, by[0], by[1], ratio, heap, divisors, valid, shape, wide=wide)


def _wide(pair: Pair, shape: tuple[int, ...]) -> Pair:
    return np.broadcast_to(pair[0], shape), np.broadcast_to(pair[1], shape)


def term_sum(xp: Any, terms: Any) -> Pair:
    """The sum along the last axis of terms that are not negative (infinite ones give infinity), as a pair."""
    if terms.shape[-1] < 3:
        return (terms if terms.shape[-1] == 1 else terms[..., :1] + terms[..., 1:]), 0.0
    top = largest(xp, terms)
    first, second = factors(xp, constant(top))
    high, low = total(xp, terms, ceiling(xp) / first / second)
    # infinite, or too large to be cut
    large = top > 2.0**950
    return xp.where(large, xp.sum(terms, axis=-1, keepdims=True), high), xp.where(large, 0.0, low)


def summed(pair: Any, *terms: Any) -> tuple[Any, ...]:
    """Sums over all outcomes of one or several functions of cells, for every row (last axis of length one),
    undivided."""
    xp, shape, pieces = pair.xp, pair.shape, pair.pieces()
    found: list[list[Any]] = [[] for _ in terms]
    for place in covering(xp, shape):
        sums: list[list[Pair]] = [[] for _ in terms]
        for column in pieces:
            cells = pair.cells(place, column)
            for each, term in zip(sums, terms, strict=True):
                each.append(term_sum(xp, term(xp, cells)))
        for each, parts in zip(found, sums, strict=True):
            each.append(add_up(xp, parts))
    lead = (*shape[:-1], 1)
    return tuple(stacked(each, lead) for each in found)


def root(pair: Any, sums: Any, factor: float) -> Any:
    """sqrt(factor * sums / mass), also where the quotient has not all its digits as a float: then from 2^600 times
    it."""
    xp = pair.xp
    value = factor * pair.divided(sums)
    tiny = value < 1e-280
    if xp is np and not tiny.any():
        return np.sqrt(value)
    lifted = pair.divided(xp.where(tiny, factor * sums, 1.0) * 2.0**600)
    if xp is np:
        return np.where(tiny, np.sqrt(lifted) * 2.0**-300, np.sqrt(value))
    # equal tables have distance 0, where an absolute value has no derivative: taken as 0
    some = value > 0
    small = xp.sqrt(xp.where(tiny & some, lifted, 1.0)) * 2.0**-300
    return xp.where(some, xp.where(tiny, small, xp.sqrt(xp.where(some, value, 1.0))), value)


def add_up(xp: Any, parts: list[Pair]) -> Any:
    """The rounded sum of several pairs of one sign; infinity stays infinity."""
    if len(parts) == 1:
        return parts[0][0] + parts[0][1]
    high = joined(xp, parts)
    plain = xp.sum(glued(xp, [part[0] for part in parts]), axis=-1, keepdims=True)
    return xp.where(plain == float("inf"), plain, high[0])
