"""An axis of a plot: which part of the line it shows, where its ticks stand, and where a number lies on it.

Law: a scale maps its ends to 0 and 1 and is increasing; its ticks lie within its ends. Linear ticks are multiples of
1, 2 or 5 times a power of ten; logarithmic ticks are powers of ten (every second, third, ... where there are many).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

MOST_TICKS = 6
STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, with the ticks between."""

    low: float
    high: float
    logarithmic: bool
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Where the value lies: 0 at the low end, 1 at the high end."""
        if self.logarithmic:
            low, high, value = math.log(self.low), math.log(self.high), math.log(value)
        else:
            low, high = self.low, self.high
        return (value - low) / (high - low)

    def shows(self, value: float) -> bool:
        """Can the value be drawn? Finite, and positive on a logarithmic scale."""
        return math.isfinite(value) and (value > 0 or not self.logarithmic)

    def label(self, tick: float) -> str:
        """A tick's number."""
        return f"1e{round(math.log10(tick))}" if self.logarithmic and not 1e-2 <= tick <= 1e4 else f"{tick:.6g}"


def scale(values: Iterable[float], *, logarithmic: bool = False) -> Scale:
    """The scale that shows all values that can be shown, with a little room; [0, 1] (or [1, 10]) where there is
    none."""
    usable = [v for v in values if math.isfinite(v) and (v > 0 or not logarithmic)]
    if not usable:
        usable = [1.0, 10.0] if logarithmic else [0.0, 1.0]
    low, high = min(usable), max(usable)
    return _logarithmic(low, high) if logarithmic else _linear(low, high)


def _linear(low: float, high: float) -> Scale:
    room = 0.04 * (high - low) or 0.5 * abs(low) or 1.0
    low, high = low - room, high + room
    power = 10.0 ** math.floor(math.log10((high - low) / MOST_TICKS))
    step = next(s * power for s in (*STEPS, 10.0, 20.0) if (high - low) / (s * power) <= MOST_TICKS)
    first, last = math.ceil(low / step), math.floor(high / step)
    ticks = tuple(0.0 if k == 0 else k * step for k in range(first, last + 1))
    return Scale(low, high, False, ticks)


def _logarithmic(low: float, high: float) -> Scale:
    low, high = low / 1.2, high * 1.2
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    every = max(1, math.ceil((last - first + 1) / MOST_TICKS))
    ticks = tuple(10.0**k for k in range(first, last + 1) if k % every == 0)
    if len(ticks) < 2:  # less than a decade: its ends say where we are
        between = (m * 10.0**k for k in range(first - 1, last + 1) for m in range(1, 10))
        ticks = tuple(tick for tick in between if low <= tick <= high)
        ticks = ticks[:: -(-len(ticks) // MOST_TICKS)]
    return Scale(low, high, True, ticks)
