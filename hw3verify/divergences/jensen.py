"""Jensen-Shannon divergence and distance, of two tables and of several with weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log, log1p, sqrt
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import dense, kernels, small
from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.blocks import columns, covering
from hw3verify.divergences.dispatch import answer
from hw3verify.divergences.errorfree import Pair, add, divide, multiply
from hw3verify.divergences.rows import Cells, Pairing, add_up, pairing, root, stacked, term_sum
from hw3verify.divergences.settled import saturated, settled
from hw3verify.divergences.tables import along, compared, given, in_base

LOG2 = log(2)


def jensen_term(xp: Any, cells: Cells) -> Any:
    """p log(2p/(p+q)) + q log(2q/(p+q)) of a piece: twice its share of the divergence."""
    return kernels.jensen_shannon(xp, cells.p, cells.q, cells.n, cells.low)


def _half(pair: Any, sums: Any) -> Any:
    return 0.5 * pair.divided(sums)


def jensen(pair: Any) -> Any:
    """The divergence of two tables, of equal weights."""
    return saturated(pair, settled(pair, _half, (jensen_term,)), LOG2)


def _quick(slow: Any, p: Any, q: Any, finish: Callable[[Any], Any] | None = None) -> Any:
    if p.ndim == 1 and 0 < len(p) <= small.LONGEST and p.dtype == np.float64:
        value = small.jensen_shannon(p.tolist(), q.tolist())
        return None if value is None else np.float64(value if finish is None else finish(value))
    return dense.quick(dense.jensen_shannon, slow, p, q, 0.5, LOG2, finish)


def distance(base: float | None) -> Callable[[Any], Any]:
    """The root of the divergence in this base."""
    limit = sqrt(in_base(LOG2, base))
    factor = in_base(0.5, base)

    def finish(pair: Any, sums: Any) -> Any:
        return root(pair, sums, factor)

    return lambda pair: saturated(pair, settled(pair, finish, (jensen_term,), 2.0**-50), limit)


def js(
    p: Any,
    q: Any,
    *others: Any,
    weights: Sequence[float] | None = None,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = True,
    check: bool = True,
) -> Any:
    """Jensen-Shannon divergence of tables, in nats: not its square root, which is `js_distance` and SciPy's
    `jensenshannon`.

    1/2 KL(p || m) + 1/2 KL(q || m) with m = (p + q)/2; of several tables with `weights` w (equal ones if None; they
    are normalised), sum_k w_k KL(p_k || m) with m = sum_k w_k p_k, which is H(m) - sum w_k H(p_k). Finite always, at
    most log 2 (the entropy of the weights) and exactly log 2 for two disjoint tables; 0 if and only if the tables are
    proportional.

    Within 4 units of the last place. Conventions and errors: see `kl`; ValueError also for weights that are negative or
    not one for each table. Source: Lin 1991.
    """
    value = answer("js", p=p, q=q) if not others and weights is None else None
    if value is not None:
        return in_base(value, base)
    if others or weights is not None:
        return _several((p, q, *others), weights, axis, base, keepdims, normalize, check)
    return compared(jensen, p, q, axis, base, keepdims, normalize, check, quick=_quick)


def js_distance(
    p: Any,
    q: Any,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = True,
    check: bool = True,
) -> Any:
    """Jensen-Shannon distance of two tables: the square root of `js`, which is a metric.

    This is `scipy.spatial.distance.jensenshannon`, whose axis is 0 unless it is given. In a base b it is the root of
    the divergence in base b. Within 3 units of the last place. Conventions and errors: see `kl`. Source: Endres and
    Schindelin 2003."""
    value = answer("js_distance", p=p, q=q)
    if value is not None:
        return value * in_base(1.0, base) ** 0.5

    def quick(slow: Any, x: Any, y: Any) -> Any:
        return _quick(slow, x, y, lambda value: np.sqrt(in_base(value, base)))

    return compared(distance(base), p, q, axis, None, keepdims, normalize, check, quick=quick)


def _shares(weights: Sequence[float] | None, count: int) -> list[Pair]:
    """Weights of sum one as pairs; ValueError if they are no weights of `count` tables."""
    values = [1.0] * count if weights is None else [float(w) for w in weights]
    if len(values) != count:
        raise ValueError(f"weights: expected one for each of {count} tables, not {len(values)}")
    for index, value in enumerate(values):
        if not 0 <= value < float("inf"):
            raise ValueError(f"weights: entry {index} is {value!r}; expected a finite number >= 0")
    if not sum(values) > 0:
        raise ValueError("weights: expected at least one above 0")
    total = 0.0, 0.0
    for value in values:
        total = add(total, (value, 0.0))
    return [divide((value, 0.0), total) for value in values]


def _several(
    tables: tuple[Any, ...],
    weights: Sequence[float] | None,
    axis: int,
    base: float | None,
    keepdims: bool,
    normalize: bool,
    check: bool,
) -> Any:
    frame = frame_of(*tables)
    xp = frame.xp
    shares = _shares(weights, len(tables))
    names = [f"table {k}" for k in range(len(tables))]
    with frame.quiet():
        arrays = [along(frame, name, x, axis) for name, x in zip(names, tables, strict=True)]
        shape = checks.broadcast(tuple(names), tuple(x.shape for x in arrays))
        whole = xp.broadcast_to(arrays[0], shape)
        pairs = [
            pairing(xp, whole, xp.broadcast_to(x, shape), normalize=normalize, check=check, names=(names[0], name))
            for name, x in zip(names[1:], arrays[1:], strict=True)
        ]
        value = _generalised(xp, pairs, shares)
        if normalize:
            most = sum(-float(h) * (log(h) if h < 0.5 else log1p(h - 1)) for h, _ in shares if h > 0)
            value = xp.where(value > most, most, value)
        if not check:
            for pair in pairs:
                value = xp.where(pair.valid, value, float("nan"))
        return given(frame, value, axis if axis < 0 else axis - len(shape), base, keepdims)


def _generalised(xp: Any, pairs: list[Pairing], shares: list[Pair]) -> Any:
    """sum_k w_k KL(p_k || m) from the differences p_k - p_0, so that near tables lose nothing."""
    first = pairs[0]
    found = []
    for place in covering(xp, first.shape):
        sums = []
        for column in columns(xp, first.shape[-1]):
            p, cells = None, []
            for pair in pairs:
                one = pair.cells(place, column)
                p = one.p
                cells.append((one.q, (-one.n, -one.low)))  # p_k and p_k - p_0
            sums.append(term_sum(xp, _mixed(xp, p, cells, shares)))
        found.append(add_up(xp, sums))
    return first.divided(stacked(found, (*first.shape[:-1], 1)))


def _mixed(xp: Any, p: Any, cells: list[tuple[Any, Pair]], shares: list[Pair]) -> Any:
    zero = p * 0.0
    centre: Pair = (zero, zero)
    for (_, difference), share in zip(cells, shares[1:], strict=True):
        centre = add(centre, multiply(difference, share))
    mean = p + centre[0]
    mean = xp.where(mean > 0, mean, 0.0)
    total = zero
    for (value, difference), share in zip([(p, (zero, zero)), *cells], shares, strict=True):
        if share[0] > 0:
            n, low = add(difference, (-centre[0], -centre[1]))
            total = total + share[0] * kernels.relative_entropy(xp, value, mean, n, low)
    return total


