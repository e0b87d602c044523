"""Progress bars for a list of tasks: one for all of them, one for the task that runs.

They live on standard error and on a terminal only, and are taken away at the end; elsewhere nothing happens and Rich is
not loaded.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self


class Bars:
    """`with Bars(total) as bars:` and for each task `bars.begin("V1 ...")`, `bars.reach(0.3)`, `bars.pause()`."""

    def __init__(self, total: int, *, enabled: bool | None = None) -> None:
        self.total, self.done = total, 0
        self.enabled = sys.stderr.isatty() if enabled is None else enabled
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self.enabled:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5)
            self._bar.add_task("all", total=self.total)
            self._bar.add_task("", total=1.0)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, name: str) -> None:
        """The next task begins."""
        if self._bar is not None:
            self._bar.start()
            self._bar.reset(1, total=1.0, description=name)

    def reach(self, share: float) -> None:
        """So much of the task is done, from 0 to 1; the overall bar moves with it."""
        if self._bar is not None:
            self._bar.update(1, completed=share)
            self._bar.update(0, completed=self.done + share)

    def pause(self) -> None:
        """The task has ended, and the terminal is free until the next one begins."""
        self.done += 1
        if self._bar is not None:
            self._bar.update(0, completed=self.done)
            self._bar.stop()
