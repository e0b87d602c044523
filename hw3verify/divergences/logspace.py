"""Tables given by logarithms of masses, and two of them compared without leaving the digits of their differences.

Logits a and b stand for p = e^a / sum e^a and q = e^b / sum e^b. The cells are formed from x = a - b, an exact pair,
relative to one outcome j that both tables have: log(p/q) = (x - x_j) - log(sum e^(a - a_j) / sum e^(b - b_j)), where
the last logarithm comes from sum e^(b - b_j) (e^(x - x_j) - 1) when the tables are near. Masses that underflow keep
their logarithms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hw3verify.divergences import check as checks
from hw3verify.divergences.arrays import frame_of, largest, taken
from hw3verify.divergences.blocks import Place, covering
from hw3verify.divergences.errorfree import Pair, two_sum
from hw3verify.divergences.rows import Cells, stacked, term_sum
from hw3verify.divergences.scaling import ceiling
from hw3verify.divergences.sums import total
from hw3verify.divergences.tables import aligned, along, given

MINUS = -float("inf")


@dataclass(frozen=True, slots=True)
class LogPairing:
    """What `Pairing` is for masses, of logits whose rows lie in one piece each: cells are scaled as tables are and have
    mass one."""

    xp: Any
    p: Any
    q: Any
    valid: Any
    shape: tuple[int, ...]
    ratio: None = None
    normalized: bool = True
    none: float = MINUS

    @property
    def divisors(self) -> tuple[float]:
        """The mass of the cells."""
        return (ceiling(self.xp),)

    def pieces(self) -> list[slice]:
        """Rows stay whole: their cells depend on all of them."""
        return [slice(None)]

    def each(self, rule: Callable[[Any, Any, Any], Any]) -> Any:
        """rule(xp, a, b) of all rows of logits, piece by piece."""
        xp = self.xp
        found = [
            rule(xp, self.p[(*place, slice(None))], self.q[(*place, slice(None))]) for place in covering(xp, self.shape)
        ]
        return stacked(found, (*self.shape[:-1], 1))

    def cells(self, place: Place, column: slice = slice(None)) -> Cells:
        """The cells of a piece, which has whole rows: `column` is all of them."""
        return _cells(self.xp, self.p[(*place, column)], self.q[(*place, column)])

    def divided(self, sums: Any) -> Any:
        """Sums of cells in units of mass."""
        return sums / ceiling(self.xp)


def masses(xp: Any, a: Any, top: Any) -> tuple[Any, Pair]:
    """e^(a - top) and its sum as a pair, for rows of maximum `top`."""
    present = a > MINUS
    high, low = two_sum(xp.where(present, a, top), -top)
    values = xp.exp(high)
    values = xp.where(present, values + values * low, values * 0.0)
    return values, total(xp, values, 1.0)


def _cells(xp: Any, a: Any, b: Any) -> Cells:
    top_a, top_b = largest(xp, a), largest(xp, b)
    raw_p, mass_p = masses(xp, a, top_a)
    raw_q, mass_q = masses(xp, b, top_b)
    p, q = raw_p / mass_p[0], raw_q / mass_q[0]
    have_p, have_q = a > MINUS, b > MINUS
    both = have_p & have_q
    a0, b0 = xp.where(both, a, 0.0), xp.where(both, b, 0.0)
    # the outcome that the others are compared with: one with much of both masses
    common = xp.where(both, (a - top_a) + (b - top_b), MINUS)
    at = xp.argmax(common, axis=-1, keepdims=True)
    x = two_sum(a0, -b0)
    x_at = (taken(xp, x[0], at), taken(xp, x[1], at))
    y = two_sum(x[0], -x_at[0])
    y = (y[0], y[1] + (x[1] - x_at[1]))
    # sum e^(b - b_j) (e^y - 1), plus what only p has, over sum e^(b - b_j)
    part_j = taken(xp, xp.where(both, q, 1.0), at)
    growth = xp.expm1(y[0] + y[1])
    moderate = xp.abs(y[0]) < 30.0
    only_p = xp.exp(xp.where(have_p & ~have_q, xp.where(have_p, a, 0.0) - taken(xp, a0, at), MINUS))
    change = xp.sum(xp.where(both & moderate, q * xp.where(moderate, growth, 0.0), 0.0), axis=-1, keepdims=True)
    change = change + part_j * xp.sum(only_p, axis=-1, keepdims=True)
    change = change - xp.sum(xp.where(have_q & ~have_p, q, 0.0), axis=-1, keepdims=True)
    close = xp.all(~both | moderate, axis=-1, keepdims=True) & (xp.abs(change) < 0.5)
    tops = two_sum(top_a, -top_b)
    rest = two_sum(tops[0], -x_at[0])
    plain = (rest[0] + xp.log(mass_p[0] / mass_q[0])) + (rest[1] + (tops[1] - x_at[1]))
    shift = xp.where(close, xp.log1p(xp.where(close, change, 0.0)), plain)
    log = (y[0] - shift) + y[1]
    log = xp.where(both, log, xp.where(have_p, -MINUS, xp.where(have_q, MINUS, 0.0 * log)))
    near = both & (xp.abs(log) < 1.0)
    n = xp.where(near, q * xp.expm1(xp.where(near, log, 0.0)), p - q)
    # an outcome with most of both masses: its difference is what the others leave, which may be far below its digits
    large = (p > 0.5) & (q > 0.5)
    left = -xp.sum(xp.where(large, 0.0, n), axis=-1, keepdims=True)
    n = xp.where(large, left, n)
    log = xp.where(large, xp.log1p(xp.where(large, n, 0.0) / xp.where(large, q, 1.0)), log)
    zero = n * 0.0
    top = ceiling(xp)
    return Cells(p * top, q * top, n * top, zero, (zero[..., :1] + top, zero[..., :1]), 0.0, log)


def compared_log(
    rule: Callable[[Any], Any],
    log_p: Any,
    log_q: Any,
    axis: int,
    base: float | None,
    keepdims: bool,
    check: bool,
) -> Any:
    """What `rule` says of every pair of rows of two tables that are given by logarithms."""
    names = ("log_p", "log_q")
    frame = frame_of(log_p, log_q)
    xp = frame.xp
    with frame.quiet():
        if axis != -1:
            axis = aligned((frame.take(log_p, names[0]), frame.take(log_q, names[1])), axis)
        a, b = along(frame, names[0], log_p, axis), along(frame, names[1], log_q, axis)
        shape = checks.broadcast(names, (a.shape, b.shape))
        if a.shape[-1] != b.shape[-1]:
            raise ValueError(f"log_p, log_q: expected as many outcomes, not {a.shape[-1]} and {b.shape[-1]}")
        valid = _usable(xp, names[0], a, check) & _usable(xp, names[1], b, check)
        pair = LogPairing(xp, xp.broadcast_to(a, shape), xp.broadcast_to(b, shape), valid, shape)
        value = rule(pair)
        if not check:
            value = xp.where(valid, value, float("nan"))
        return given(frame, value, axis, base, keepdims)


def _usable(xp: Any, name: str, a: Any, check: bool) -> Any:
    top = largest(xp, a)
    if check:
        checks.at_most_zero(xp, name, a)
        checks.holds(xp, name, top[..., 0], lambda t: t > MINUS, "a row with some mass")
    return (top > MINUS) & (top < -MINUS)


def described_log(
    rule: Callable[[Any, Any], Any], log_p: Any, axis: int, base: float | None, keepdims: bool, check: bool
) -> Any:
    """What `rule` says of every row of one table that is given by logarithms."""
    frame = frame_of(log_p)
    xp = frame.xp
    with frame.quiet():
        a = along(frame, "log_p", log_p, axis)
        valid = _usable(xp, "log_p", a, check)
        found = [rule(xp, a[(*place, slice(None))]) for place in covering(xp, a.shape)]
        value = stacked(found, (*a.shape[:-1], 1))
        if not check:
            value = xp.where(valid, value, float("nan"))
        return given(frame, value, axis if axis < 0 else axis - len(a.shape), base, keepdims)


def surprise(xp: Any, b: Any) -> Any:
    """-log q >= 0 of every outcome of rows of logits, relatively accurate where it is almost 0."""
    top = largest(xp, b)
    _, mass = masses(xp, b, top)
    # the largest entry is one exactly, so the others are what exceeds it
    return (top - b) + xp.log1p((mass[0] - 1.0) + mass[1])


def expected(xp: Any, a: Any, values: Any) -> Any:
    """sum p v for rows of logits a and values that are not negative; outcomes without mass do not count."""
    raw, mass = masses(xp, a, largest(xp, a))
    sums = term_sum(xp, xp.where(raw > 0, raw * xp.where(raw > 0, values, 1.0), 0.0))
    return (sums[0] + sums[1]) / mass[0]


