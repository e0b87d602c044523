"""Files in, outcomes out: the judging of several files, each on its own.

Whatever happens to one file, an unusable input, an error of ours, a process that the system ends, is that file's
outcome, and the other files are judged. Outcomes come in the order of the files.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from hw3verify.assignments.loader import Assignment
    from hw3verify.judge.record import Report
    from hw3verify.language.source import Source

EXAMPLE = "example"
_RETRY = "spawn"  # a process that shares nothing with this one


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file as given, with its report or else with what went wrong."""

    file: str
    report: Report | None = None
    error: str = ""


def locate(file: str) -> str:
    """The file to open: the word `example` names the shipped submission where no file has that name."""
    if file == EXAMPLE and not Path(file).exists():
        return str(Path(__file__).parent.parent / "examples" / "submission.md")
    return file


def open_source(file: str) -> Source:
    """The document at this path; raises UnusableInput."""
    from hw3verify.language.source import load

    return load(locate(file))


def judge_file(file: str, assignment: Assignment | None, hints: bool = False) -> Outcome:
    """One file's outcome; never raises."""
    from hw3verify.language.source import UnusableInput

    try:
        source = open_source(file)
        from hw3verify.judge.judge import judge_source

        report = judge_source(source, assignment, hints)
    except UnusableInput as problem:
        return Outcome(file, error=str(problem))
    except Exception as problem:  # one file's trouble must not stop the others
        if os.environ.get("HW3VERIFY_TRACEBACK"):
            raise
        return Outcome(file, error=_internal(problem))
    return Outcome(file, dataclasses.replace(report, file=file))


def judge_files(
    files: Sequence[str], assignment: Assignment | None, jobs: int | None = None, hints: bool = False
) -> Iterator[Outcome]:
    """The outcomes, in order, each as soon as it is known. Starts its processes before it returns."""
    workers = min(jobs if jobs is not None else usual_jobs(len(files)), len(files))
    if workers <= 1:
        return (judge_file(file, assignment, hints) for file in files)
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(workers)
    futures: list[Future[Outcome] | None] = []
    for file in files:
        try:
            futures.append(pool.submit(judge_file, file, assignment, hints))
        except BrokenProcessPool:
            futures.append(None)
    return _collect(pool, files, futures, assignment, hints)


def usual_jobs(files: int) -> int:
    """One process for up to three files (starting more would cost more than it saves), else one a core."""
    if files <= 3:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, files)


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(workers, mp_context=get_context(_start_method()), initializer=_leave_quietly)


def _leave_quietly() -> None:
    """Ctrl-C ends a worker at once and without a traceback; the process that gave it work says what happened."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # ignored in the background: then it stays so
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _start_method() -> str:
    """Forking is quick, and safe while this process has a single thread."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _collect(
    pool: ProcessPoolExecutor,
    files: Sequence[str],
    futures: Sequence[Future[Outcome] | None],
    assignment: Assignment | None,
    hints: bool,
) -> Iterator[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        for file, future in zip(files, futures, strict=True):
            try:
                outcome = future.result() if future is not None else _alone(file, assignment, hints)
            except BrokenProcessPool:
                outcome = _alone(file, assignment, hints)
            yield outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(file: str, assignment: Assignment | None, hints: bool) -> Outcome:
    """A file whose pool broke, again in a process of its own: only the one that breaks it is lost."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context(_RETRY)) as pool:
        try:
            return pool.submit(judge_file, file, assignment, hints).result()
        except BrokenProcessPool:
            return Outcome(file, error="the process that checked this file was ended (out of memory?); check it alone")


def _internal(problem: Exception) -> str:
    said = f"{type(problem).__name__}: {problem}".strip()[:300]
    return f"internal error, please report it with the file ({said}); HW3VERIFY_TRACEBACK=1 shows where"
