"""Work on large arrays in several threads: rows, and the two samples that are to be sorted.

What is done does not depend on how many threads do it: every row is one thread's from its first number to its last.
Threads are started for a call that is worth it and are gone when it returns, so that nothing has to survive a fork or
wait at the end. There are as many as processors this process may use, at most eight (memory is no faster then);
HW3VERIFY_THREADS in the environment says another number, 1 for none."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

MOST = 8

SHARE = 2**18
"""Numbers that are worth a thread, which costs as much as some 2^15."""

SORTED = 2**16
"""Numbers in two samples from which on they are sorted side by side."""


@cache
def processors() -> int:
    """How many threads a call may use."""
    told = os.environ.get("HW3VERIFY_THREADS", "")
    if told.isdecimal():
        return max(1, int(told))
    usable = getattr(os, "sched_getaffinity", None)
    return min(MOST, len(usable(0)) if usable else os.cpu_count() or 1)


def together(works: list[Callable[[], Any]]) -> list[Any]:
    """What these functions return, each called in a thread of its own but for the first, which is called here."""
    results: list[Any] = [None] * len(works)
    errors: list[BaseException] = []

    def run(k: int) -> None:
        try:
            results[k] = works[k]()
        except BaseException as error:  # noqa: BLE001  (raised where the caller sees it)
            errors.append(error)

    others = [threading.Thread(target=run, args=(k,), daemon=True) for k in range(1, len(works))]
    for thread in others:
        thread.start()
    run(0)
    for thread in others:
        thread.join()
    if errors:
        raise errors[0]
    return results


def spread(work: Callable[[int, int], Any], count: int, numbers: int, parts: int = 1) -> None:
    """Calls work(start, stop) for ranges that cover `count` rows of so many numbers altogether, one for each thread;
    with `parts`, so many ranges for each, dealt out in turn: for work that is not even."""
    workers = min(processors(), numbers // SHARE, count)
    if workers < 2:
        work(0, count)
        return
    pieces = min(count, workers * parts)
    ends = [count * k // pieces for k in range(pieces + 1)]
    ranges = list(pairwise(ends))

    def some(mine: list[tuple[int, int]]) -> None:
        for start, stop in mine:
            work(start, stop)

    together([lambda mine=ranges[k::workers]: some(mine) for k in range(workers)])  # type: ignore[misc]
