"""Tables so near, or differing in so little mass, that a mass of a hundred bits is too coarse: computed again, exactly.

Normalisation cannot tell q = 3 p, which is the same table, from one that differs in the last bit of a product, nor
find 1 - 10^-100 under a one. What can is D_i = p_i/p_j - q_i/q_j, from the difference of two exact products: it is
relatively accurate for every outcome i, and zero if and only if i and j have the same odds in both tables. With A and
B the sums of p_i/p_j and q_i/q_j, p_i/P - q_i/Q = (D_i - (q_i/q_j) sum D / B) / A. Cells with these differences go
through the same terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hw3verify.divergences.arrays import constant
from hw3verify.divergences.blocks import PIECE, WHOLE, Place
from hw3verify.divergences.errorfree import Pair, add, divide, multiply, two_product, two_sum
from hw3verify.divergences.rows import Cells, Pairing, against, summed
from hw3verify.divergences.scaling import TOP
from hw3verify.divergences.sums import combine, total

SMALL = 2.0**-100
"""Divergences below which rows are computed again: squares of what the error of the masses can do."""

_DOWN = 2.0**-450

Terms = tuple[Callable[[Any, Cells], Any], ...]


@dataclass(frozen=True, slots=True)
class Sharp:
    """A few rows of two tables whose cells are formed from odds; otherwise a `Pairing` of numpy arrays."""

    p: Any
    q: Any
    rest: Any
    n: Any
    mass: Pair
    shape: tuple[int, ...]
    xp: Any = np

    def pieces(self) -> list[slice]:
        """Rows are whole."""
        return [slice(None)]

    def cells(self, place: Place, column: slice = slice(None)) -> Cells:
        """The cells of a piece."""
        p, q, rest, n = (x[(*place, column)] for x in (self.p, self.q, self.rest, self.n))
        return Cells(p, q, n, n * 0.0, (self.mass[0][place], self.mass[1][place]), rest)

    @property
    def divisors(self) -> tuple[Any, ...]:
        """The mass of the cells."""
        return (self.mass[0],)

    def divided(self, sums: Any) -> Any:
        """Sums of terms in units of mass."""
        return sums / self.mass[0]


def _sharp(pair: Pairing, at: tuple[Any, ...]) -> Sharp:
    assert pair.ratio is not None
    p = pair.p[at] * pair.p_by[1][at] * pair.p_by[0][at]
    q = pair.q[at] * pair.q_by[1][at] * pair.q_by[0][at]
    low_p, low_q = p * _DOWN, q * _DOWN
    pivot = np.argmax(low_q, axis=-1)[..., None]
    p0, q0 = np.take_along_axis(low_p, pivot, -1), np.take_along_axis(low_q, pivot, -1)
    a, a_error = two_product(low_p, q0)
    b, b_error = two_product(low_q, p0)
    # in pairs all the way: differences may be nearly proportional to q, where only the pivot differs from the others
    differences = add(two_sum(a, -b), two_sum(a_error, -b_error))
    lack = divide(combine(np, differences), total(np, low_q, TOP * _DOWN))
    share = multiply((low_q, np.zeros_like(low_q)), lack)
    n, _ = add(differences, (-share[0], -share[1]))
    mass = (pair.mass[0][at], pair.mass[1][at])
    n = n * (mass[0] / np.sum(low_p, axis=-1, keepdims=True) / q0)
    product, _, _, rest = against(p, q, (pair.ratio[0][at], pair.ratio[1][at]))
    return Sharp(p, product, rest, n, mass, p.shape)


def settled(pair: Any, finish: Callable[..., Any], terms: Terms, below: float = SMALL) -> Any:
    """finish(pair, *sums of terms) for every row, where rows whose value is `below` are computed again from odds.

    Namespaces that trace or differentiate get 0 where no cell differs by more than 2^-75, which is what the error of
    a mass can do; they have the digits of smaller differences only by way of numpy."""
    value = finish(pair, *summed(pair, *terms))
    xp = pair.xp
    if getattr(pair, "ratio", None) is None:
        return value
    if xp is not np:
        cells = pair.cells(WHOLE)
        differ = xp.abs(constant(cells.n)) > constant(cells.p + cells.q) * 2.0**-75
        # a factor, so that what is 0 already keeps its second derivatives
        return xp.where(xp.any(differ, axis=-1, keepdims=True) | (value == 0), value, value * 0.0)
    doubtful = value < below
    if doubtful.any():
        doubtful &= (value != 0) | (pair.ratio[0] != 1) | (pair.ratio[1] != 0)
    if not doubtful.any():
        return value
    value = value.copy()
    found = value[..., 0]  # a view
    if not found.ndim:
        return _again(_sharp(pair, ()), finish, terms, value)
    where = np.nonzero(doubtful[..., 0])
    step = max(1, PIECE // pair.shape[-1])
    for start in range(0, len(where[0]), step):
        at = tuple(index[start : start + step] for index in where)
        found[at] = _again(_sharp(pair, at), finish, terms, found[at][:, None])[:, 0]
    return value


def _again(pair: Sharp, finish: Callable[..., Any], terms: Terms, value: Any) -> Any:
    result = finish(pair, *summed(pair, *terms))
    # where the pivot has next to nothing of p, odds overflow, and the tables are not near
    return np.where(np.isfinite(result), result, value)


def saturated(pair: Any, value: Any, limit: float) -> Any:
    """`value`, at most `limit`, and `limit` exactly for rows without a common outcome (derivatives are those of
    `value`)."""
    if not pair.normalized:
        return value
    xp = pair.xp
    value = xp.where(value > limit, limit, value)
    near = value > limit * (1 - 2.0**-45)
    if xp is not np:
        common = xp.any((pair.p > pair.none) & (pair.q > pair.none), axis=-1, keepdims=True)
        return value + constant(xp.where(near & ~common, limit - value, 0.0))
    for row in zip(*np.nonzero(np.atleast_1d(near[..., 0])), strict=True):
        at = row if near.ndim > 1 else ()
        if not np.any((pair.p[at] > pair.none) & (pair.q[at] > pair.none)):
            value[at] = limit
    return value
