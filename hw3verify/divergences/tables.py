"""How a function of tables is called: axes, types, checks and bases, the same for all of them.

Every public function of two tables is `compared(...)`: it takes the arguments in, pairs the tables, hands the pairing
to a rule that returns one number for each row, and gives that out in the caller's type.

The conventions, once for all: tables lie along `axis` (-1), other axes broadcast; they are normalised exactly unless
`normalize=False`; results are in nats unless a `base` is given; `keepdims` keeps the axis with length one. ValueError
names the argument and the first entry that is negative or infinite, the row without mass, the shapes that do not go
together; TypeError what is no array of real numbers. NaN spoils its own row. With `check=False` nothing is looked at
(for inner loops, tracing and mapping), and rows that are no tables give NaN."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences.arrays import Frame, frame_of
from hw3verify.divergences.rows import Pairing, pairing, rows

Rule = Callable[[Pairing], Any]
Quick = Callable[[Callable[[Any, Any], Any], Any, Any], Any]


def along(frame: Frame, name: str, x: Any, axis: int, *, narrow: bool = False) -> Any:
    """The argument as an array whose last axis holds the outcomes; a `narrow` one may stay float32, to be widened in
    pieces when it is scaled."""
    kept = frame.raw(x, name) if narrow and frame.xp is np else None
    x = frame.take(x, name) if kept is None or kept.dtype != np.float32 else kept
    place = checks.axis_of(name, x, axis)
    return x if place == x.ndim - 1 else frame.xp.moveaxis(x, place, -1)


def aligned(arrays: tuple[Any, ...], axis: int) -> int:
    """The axis counted from the end, which is the same for arrays that have fewer axes and are broadcast."""
    if isinstance(axis, bool) or not hasattr(axis, "__index__"):
        raise TypeError(f"axis: expected an integer, not {axis!r}")
    axis = axis.__index__()
    return axis if axis < 0 else axis - max(x.ndim for x in arrays)


def given(frame: Frame, value: Any, axis: int, base: float | None, keepdims: bool) -> Any:
    """One number for each row (last axis of length one) in the caller's type, with its axis where it belongs."""
    value = in_base(value, base)
    if not keepdims:
        value = value[..., 0]
    elif axis != -1:
        value = frame.xp.moveaxis(value, -1, axis)
    return frame.give(value)


def in_base(value: Any, base: float | None) -> Any:
    """A result in nats, in logarithms of this base."""
    return value if checks.base_of(base) is None else value / log(base)  # type: ignore[arg-type]


def _quickly(
    frame: Frame, rule: Rule, quick: Quick, p: Any, q: Any, axis: int, names: tuple[str, str]
) -> Any:
    """What `quick` says of arrays of one floating type and one shape (or all pairs of rows), rows along the last
    axis."""
    x, y = frame.raw(p, names[0]), frame.raw(q, names[1])
    if x is None or y is None or x.dtype is not y.dtype or axis not in (-1, x.ndim - 1):
        return None
    crossed = x.ndim == y.ndim == 3 and x.shape[1] == y.shape[0] == 1 and x.shape[2] == y.shape[2]
    if x.shape != y.shape and not crossed:
        return None
    if x.dtype.kind != "f" or x.dtype.itemsize not in (4, 8) or not x.ndim:
        return None

    def slow(a: Any, b: Any) -> Any:
        pair = pairing(np, a.astype(np.float64), b.astype(np.float64), normalize=True, check=True)
        return rule(pair)[..., 0]

    return quick(slow, x, y)


def compared(
    rule: Rule,
    p: Any,
    q: Any,
    axis: int,
    base: float | None,
    keepdims: bool,
    normalize: bool,
    check: bool,
    names: tuple[str, str] = ("p", "q"),
    quick: Quick | None = None,
) -> Any:
    """What `rule` says of every pair of rows of two tables, or `quick` where that says something."""
    frame = frame_of(p, q)
    value = _quickly(frame, rule, quick, p, q, axis, names) if quick is not None and normalize else None
    if value is not None:
        value = in_base(value, base)
        return frame.give(value[..., None] if keepdims else value)
    with frame.quiet():
        if axis != -1:
            axis = aligned((frame.take(p, names[0]), frame.take(q, names[1])), axis)
        x, y = along(frame, names[0], p, axis, narrow=True), along(frame, names[1], q, axis, narrow=True)
        pair = pairing(frame.xp, x, y, normalize=normalize, check=check, names=names)
        value = rule(pair)
        if not check:
            value = frame.xp.where(pair.valid, value, float("nan"))
        return given(frame, value, axis, base, keepdims)


def described(
    rule: Callable[[Any], Any], p: Any, axis: int, base: float | None, keepdims: bool, check: bool
) -> Any:
    """What `rule` says of every row of one table."""
    frame = frame_of(p)
    with frame.quiet():
        table = rows(frame.xp, "p", along(frame, "p", p, axis, narrow=True), check=check)
        value = rule(table)
        if not check:
            value = frame.xp.where(table.valid, value, float("nan"))
        return given(frame, value, axis if axis < 0 else axis - len(table.values.shape), base, keepdims)
