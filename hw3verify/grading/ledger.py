"""The ledger of a run: one line a submission, added as it is judged, and on the disk before the next is looked at.

    first line    what the run is of: the assignment, the limits, the version (`Terms`)
    other lines   a row: {"id": ..., "sha256": digest of the submission's bytes, ...}

Law: whenever the process is killed, all rows that were added are there, and at most the last line is torn; opening the
ledger again drops a torn line, and a row counts only for the same bytes. A row that could not be written (a full disk)
is taken back in whole and raises `LedgerFull`; what was written before stays.

One run at a time has the ledger: a second one raises `LedgerInUse`, other terms raise `OtherTerms`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FORMAT = "hw3verify ledger 1"
NAME = "ledger.jsonl"


class LedgerInUse(RuntimeError):
    """Another run has this ledger open."""


class OtherTerms(ValueError):
    """The ledger is of a run under other terms."""


class LedgerFull(OSError):
    """A row could not be written; those before it are safe."""


class Ledger:
    """A ledger that is open: `has`, `add`, `rows`. Use it as a context."""

    def __init__(self, folder: Path, terms: dict[str, Any], fresh: bool = False) -> None:
        self._terms = {"ledger": FORMAT, **terms}
        self._places: dict[str, tuple[int, str]] = {}  # id -> where its last row begins, and its digest
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            _lock(self._file, folder)
            if fresh:
                os.ftruncate(self._file, 0)
            self._end = self._read(folder)
            if self._end == 0:
                self._write(self._terms)
                _sync_folder(folder)
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def __len__(self) -> int:
        return len(self._places)

    def has(self, id: str, digest: str) -> bool:
        """Is there a row for these bytes?"""
        return id in self._places and self._places[id][1] == digest

    def add(self, row: dict[str, Any]) -> None:
        """Add a row; it is on the disk when this returns."""
        start = self._end
        self._write(row)
        self._places[row["id"]] = (start, row["sha256"])

    def rows(self, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
        """The last rows of these submissions, in this order; those without a row are left out."""
        for name in ids:
            if name in self._places:
                yield json.loads(self._line(self._places[name][0]))

    def _read(self, folder: Path) -> int:
        """Find all rows; the end of the last whole line, behind which new rows go."""
        end = 0
        with os.fdopen(os.dup(self._file), "rb") as stream:
            stream.seek(0)
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                row = _parsed(line)
                if end == 0 and row != self._terms:
                    raise OtherTerms(_difference(folder, row, self._terms))
                if row is not None and isinstance(row.get("id"), str) and isinstance(row.get("sha256"), str):
                    self._places[row["id"]] = (end, row["sha256"])
                end += len(line)
        os.ftruncate(self._file, end)
        return end

    def _line(self, start: int) -> bytes:
        with os.fdopen(os.dup(self._file), "rb") as stream:
            stream.seek(start)
            return stream.readline()

    def _write(self, row: dict[str, Any]) -> None:
        """Append one line and wait for the disk, or leave everything as it was."""
        data = json.dumps(row, allow_nan=False, sort_keys=True).encode() + b"\n"
        try:
            os.lseek(self._file, self._end, os.SEEK_SET)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as problem:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end)
            raise LedgerFull(problem.errno, f"the results could not be written ({problem.strerror})") from problem
        self._end += len(data)


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A line's object; None where the line is damaged (its submission is judged again)."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _difference(folder: Path, old: dict[str, Any] | None, new: dict[str, Any]) -> str:
    if old is None or old.get("ledger") != FORMAT:
        return f"{folder / NAME}: is no ledger of this version; use --fresh to begin again"
    other = ", ".join(key for key in new if old.get(key) != new[key])
    return f"{folder}: holds results of another run (other: {other}); use --fresh to begin again, or another folder"


def _lock(handle: int, folder: Path) -> None:
    """Let nobody else in while this process has the ledger; where the system has no locks, trust."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        raise LedgerInUse(f"{folder}: another run is writing there; wait for it or give another folder") from problem


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """A text file that is there as a whole, or not at all; raises LedgerFull where the disk is full."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            stream.writelines(lines)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise LedgerFull(problem.errno, f"{path.name} could not be written ({problem.strerror})") from problem
