"""A progress bar for work that takes longer than a second, on a terminal only.

The bar lives on standard error, beside the reports on standard output; it is taken away while a report is printed and
at the end. Where standard error is no terminal nothing happens at all, and Rich is not loaded before the first second
is over.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

DELAY = 1.0


class Waiting:
    """`with Waiting(total) as waiting: ...  with waiting.paused(): print(...)` moves on by one file each time.

    `waiting.reach(done, total)` moves on without printing. `rated` shows the rate and the remaining time too.
    """

    def __init__(
        self, total: int, *, enabled: bool | None = None, delay: float = DELAY, verb: str = "checking",
        rated: bool = False,
    ) -> None:  # fmt: skip
        self.total = total
        self._verb, self._rated = verb, rated
        self.done = 0
        self.enabled = sys.stderr.isatty() if enabled is None else enabled
        self._delay = delay
        self._lock = threading.Lock()
        self._over = False
        self._bar: Any = None
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        if self.enabled:
            self._timer = threading.Timer(self._delay, self._begin)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The terminal is free inside; one more file is done afterwards."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            yield
            self.done += 1
            if self._bar is not None and self.done < self.total:
                self._bar.update(0, completed=self.done)
                self._bar.start()

    def reach(self, done: int, total: int) -> None:
        """So many are done, of so many."""
        with self._lock:
            self.done, self.total = done, total
            if self._bar is not None:
                rate = self._bar.tasks[0].speed or 0.0
                self._bar.update(0, completed=done, total=total, rate=f"{rate * 60:.0f} a minute" if rate else "")

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        with self._lock:
            if self._over:
                return
            columns = [TextColumn(self._verb), BarColumn(pulse_style="cyan"), MofNCompleteColumn(), TimeElapsedColumn()]
            columns += [TextColumn("{task.fields[rate]}"), TimeRemainingColumn()] if self._rated else []
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5)
            self._bar.add_task("files", total=self.total if self.total > 1 else None, completed=self.done, rate="")
            self._bar.start()
