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
    """`with Waiting(total) as waiting: ...  with waiting.paused(): print(...)` moves on by one file each time."""

    def __init__(self, total: int, *, enabled: bool | None = None, delay: float = DELAY) -> None:
        self.total = total
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

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            columns = (TextColumn("checking"), BarColumn(pulse_style="cyan"), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5)
            self._bar.add_task("files", total=self.total if self.total > 1 else None, completed=self.done)
            self._bar.start()
