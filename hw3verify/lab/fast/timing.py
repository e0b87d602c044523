"""Loops timed side by side in one process.

Each is run until it is warm; then blocks of at least a given time are measured in rounds, in an order that rotates from
round to round, so that a machine that slows down slows all of them. A block on a GPU is timed between two events, with
one synchronisation at its end; on a CPU with one thread it is the time of this process, which other processes disturb
less than the clock (with more threads it is the clock). The host's clock is read beside it. What is reported is the
median and the quartiles over the rounds. The same rung entered twice shows the noise: differences below theirs mean
nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

import torch

ROUNDS, LEAST = 7, 0.5


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds a step: the median and the quartiles over the rounds, and the median by the host's clock."""

    median: float
    low: float
    high: float
    wall: float
    rounds: int
    steps: int


def block(run: Callable[[int], None], steps: int, device: Any) -> tuple[float, float]:
    """The seconds that so many steps take: by the device or the process, and by the host's clock."""
    if torch.device(device).type != "cuda":
        mine = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
        begin, own = time.perf_counter(), mine()
        run(steps)
        return mine() - own, time.perf_counter() - begin
    torch.cuda.synchronize()
    first, last = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    begin = time.perf_counter()
    first.record()
    run(steps)
    last.record()
    torch.cuda.synchronize()
    return first.elapsed_time(last) / 1e3, time.perf_counter() - begin


def enough(run: Callable[[int], None], device: Any, least: float) -> int:
    """How many steps take at least so many seconds, by trying."""
    run(3)
    steps = 1
    while True:
        seconds = block(run, steps, device)[0]
        if seconds >= least:
            return steps
        steps = max(2 * steps, min(16 * steps, int(1.2 * steps * least / max(seconds, 1e-9))))


def timed(
    runs: Mapping[str, Callable[[int], None]],
    device: Any,
    rounds: int = ROUNDS,
    least: float = LEAST,
    deadline: float | None = None,
) -> dict[str, Timing]:
    """The timings, by name, of functions that run a number of steps.

    Past the `deadline` (of time.monotonic) no further round begins; two are always measured."""
    names = list(runs)
    steps = {name: enough(runs[name], device, least) for name in names}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for turn in range(max(rounds, 2)):
        if turn >= 2 and deadline is not None and time.monotonic() > deadline:
            break
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            found[name].append(block(runs[name], steps[name], device))
    timings = {}
    for name in names:
        low, middle, high = (1e6 * q for q in quantiles((s / steps[name] for s, _ in found[name]), method="inclusive"))
        wall = 1e6 * quantiles((w / steps[name] for _, w in found[name]), method="inclusive")[1]
        timings[name] = Timing(middle, low, high, wall, len(found[name]), steps[name])
    return timings
