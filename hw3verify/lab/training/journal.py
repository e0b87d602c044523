"""A run's log: a file of JSON lines, one for each epoch, each with the number of steps that were done.

The log never knows more than the checkpoint: a run that resumes first takes away the lines behind the step at which it
goes on, and a line that was cut off when the process died; so the log of an interrupted run is that of an
uninterrupted one. Numbers that JSON lacks (NaN, infinities) are not written: a run stops before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def rewind(path: Path, steps: int) -> None:
    """Keep the lines of the log up to this many steps; an absent file stays absent."""
    kept = [json.dumps(row) for row in read(path) if row["step"] <= steps]
    if path.exists():
        partial = path.with_name(path.name + ".partial")
        partial.write_text("".join(line + "\n" for line in kept), encoding="utf-8")
        partial.replace(path)  # at once: a process that dies here leaves one of the two


def append(path: Path, row: Mapping[str, Any]) -> None:
    """A line more, on the disk before this returns. ValueError for a number that JSON lacks."""
    line = json.dumps(row, allow_nan=False) + "\n"
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def read(path: Path) -> list[dict[str, Any]]:
    """The lines up to the first that is no object with a whole number of steps."""
    rows: list[dict[str, Any]] = []
    if not path.exists():
        return rows
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            break
        if not (isinstance(row, dict) and isinstance(row.get("step"), int)):
            break
        rows.append(row)
    return rows
