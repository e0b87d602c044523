"""Scores of texts, in their order, for programs: `score(texts)`, and `ascore(texts)` in an event loop.

    for found in hw3verify.score(texts, assignment="hw3"):
        print(found.status, found.proved, found.refuted, found.goals)

Law: one score a text, in the order of the texts; a bad text gives a score whose `status` says so, never an exception,
and what was not read or not finished is never refuted. Texts are taken as they are needed, so there may be any number.
Both functions may be used by several threads at once. The workers of a call end with it.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, InvalidStateError, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hw3verify.assignments.loader import Assignment, load_assignment
from hw3verify.grading.handle import Job, Limits
from hw3verify.grading.points import SOUND, grade
from hw3verify.grading.pool import judged, leased
from hw3verify.grading.record import Record, record_of

AHEAD = 4  # texts in work or waiting, for each worker


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of one text.

    index         its place among the texts, from 0
    status        "judged"; else "unusable", "deadline", "memory", "crash" or "error", and `because` says why
    links         how many links claim something (definitions and conditions do not)
    proved, refuted, supported, undecided, unreadable   which fractions of them; all 0 if there are none
    first_broken  the first refuted link: "part", "equation", "link", "line", "because"; None if there is none
    goals         part -> reached, asserted, wrong, missing, for a person; empty without an assignment
    points, of    by the assignment; points is None where the text was not judged to its end, or without an assignment
    flags         what looks like an attempt to cheat (`grading.flags`)
    """

    index: int
    status: str
    because: str = ""
    links: int = 0
    proved: float = 0.0
    refuted: float = 0.0
    supported: float = 0.0
    undecided: float = 0.0
    unreadable: float = 0.0
    first_broken: dict[str, Any] | None = None
    goals: dict[str, str] = field(default_factory=dict)
    points: float | None = None
    of: float = 0.0
    flags: tuple[dict[str, Any], ...] = ()


def score(
    texts: Iterable[Any],
    assignment: str | os.PathLike[str] | Assignment | None = None,
    executor: Executor | None = None,
    *,
    jobs: int | None = None,
    timeout: float = 120.0,
    memory: int = 1024,
    cache: str | os.PathLike[str] | None = None,
) -> Iterator[Score]:
    """The scores of some texts, one by one as they are known, in the order of the texts.

    `jobs` workers of this process judge (one for each core if nothing is said), or those of the executor's processes.
    Raises ValueError at once for an assignment or a limit that cannot be used.
    """
    desk = _Desk(assignment, executor, jobs, Limits(timeout, memory, None if cache is None else os.fspath(cache)))
    return _scores(iter(texts), desk)


async def ascore(
    texts: Iterable[Any] | AsyncIterable[Any],
    assignment: str | os.PathLike[str] | Assignment | None = None,
    executor: Executor | None = None,
    *,
    jobs: int | None = None,
    timeout: float = 120.0,
    memory: int = 1024,
    cache: str | os.PathLike[str] | None = None,
) -> AsyncIterator[Score]:
    """`score` for an event loop, which goes on while workers judge; the texts may come asynchronously too."""
    desk = _Desk(assignment, executor, jobs, Limits(timeout, memory, None if cache is None else os.fspath(cache)))
    with ExitStack() as stack:
        await asyncio.to_thread(desk.open, stack)
        waiting: deque[Future[Record]] = deque()
        stack.callback(_cancel, waiting)
        index = 0
        async for text in _as_they_come(texts):
            waiting.append(desk.submit(text))
            if len(waiting) >= desk.ahead:
                yield desk.score(index, await asyncio.wrap_future(waiting.popleft()))
                index += 1
        while waiting:
            yield desk.score(index, await asyncio.wrap_future(waiting.popleft()))
            index += 1


async def _as_they_come(texts: Iterable[Any] | AsyncIterable[Any]) -> AsyncIterator[Any]:
    if isinstance(texts, AsyncIterable):
        async for text in texts:
            yield text
    else:
        for text in texts:
            yield text


def _scores(texts: Iterator[Any], desk: _Desk) -> Iterator[Score]:
    with ExitStack() as stack:
        desk.open(stack)
        waiting: deque[Future[Record]] = deque()
        stack.callback(_cancel, waiting)
        index = 0
        for text in texts:
            waiting.append(desk.submit(text))
            if len(waiting) >= desk.ahead:
                yield desk.score(index, waiting.popleft().result())
                index += 1
        while waiting:
            yield desk.score(index, waiting.popleft().result())
            index += 1


class _Desk:
    """Where texts are handed in: the assignment, and who judges."""

    def __init__(self, assignment: Any, executor: Executor | None, jobs: int | None, limits: Limits) -> None:
        if jobs is not None and jobs < 1:
            raise ValueError(f"jobs: {jobs} is not a number of workers")
        if isinstance(assignment, str | os.PathLike):
            assignment = load_assignment(assignment)
        if not isinstance(assignment, Assignment | None):
            given = type(assignment).__name__
            raise TypeError(f"assignment: a name, a path or an Assignment was expected, not {given}")
        self._assignment, self._executor, self._limits = assignment, executor, limits
        self._asked = None if assignment is None else (assignment.id, assignment.source.text)
        self._jobs = jobs or os.cpu_count() or 1
        self.ahead = AHEAD * self._jobs
        self._give: Callable[[Job], Future[Record]] | None = None

    def open(self, stack: ExitStack) -> None:
        """Begin; what is begun here ends with the stack."""
        if self._executor is not None:
            executor, limits = self._executor, self._limits
            stack.enter_context(leased(limits))  # threads of this process share its workers, which end with the call
            self._give = lambda job: executor.submit(_safely, partial(judged, job, limits))
            return
        threads = ThreadPoolExecutor(self._jobs)
        stack.callback(threads.shutdown, wait=True, cancel_futures=True)
        pool = stack.enter_context(leased(self._limits))
        self._give = lambda job: threads.submit(_safely, partial(pool.judge, job))

    def submit(self, text: Any) -> Future[Record]:
        """Hand in a text."""
        assert self._give is not None
        future: Future[Record] = Future()
        if not isinstance(text, str):
            future.set_result(record_of("unusable", f"a text was expected, not {type(text).__name__}"))
            return future
        try:
            return _calmed(self._give(Job("<text>", text.encode("utf-8", "replace"), self._asked)))
        except Exception as problem:  # noqa: BLE001 - the executor's: it costs this text
            future.set_result(_lost(problem))
            return future

    def score(self, index: int, record: Record) -> Score:
        """The score of a record."""
        claims = [link for link in record["links"] if link["verdict"] not in ("definition", "condition")]
        said = [link["verdict"] for link in claims]
        share = {v: said.count(v) / len(said) if said else 0.0 for v in (*SOUND, "refuted", "undecided", "unreadable")}
        broken = next((link for link in claims if link["verdict"] == "refuted"), None)
        first = broken and {key: broken[key] for key in ("part", "equation", "link", "line", "because")}
        earned = None if self._assignment is None else grade(record, self._assignment)
        return Score(
            index, record["status"], record["because"], len(claims), share["proved"], share["refuted"],
            share["supported"], share["undecided"], share["unreadable"], first,
            {part["part"]: part["goal"] for part in record["parts"] if part["goal"]},
            None if earned is None else earned.points, 0.0 if earned is None else earned.of, tuple(record["flags"]),
        )  # fmt: skip


def _safely(judge: Callable[[], Record]) -> Record:
    """The record, or what went wrong instead."""
    try:
        return judge()
    except Exception as problem:  # noqa: BLE001 - it costs this text
        return _lost(problem)


def _calmed(future: Future[Record]) -> Future[Record]:
    """A future that never raises: an executor that breaks costs the texts that it had."""
    calm: Future[Record] = Future()

    def passed_on(done: Future[Record]) -> None:
        try:
            record = done.result()
        except BaseException as problem:  # noqa: BLE001 - a cancelled future too
            record = _lost(problem)
        with suppress(InvalidStateError):  # nobody waits for it any more
            calm.set_result(record)

    calm.add_done_callback(lambda done: done.cancelled() and future.cancel())
    future.add_done_callback(passed_on)
    return calm


def _cancel(waiting: Iterable[Future[Record]]) -> None:
    """Ask for no more."""
    for future in waiting:
        future.cancel()


def _lost(problem: BaseException) -> Record:
    return record_of("crash", f"whoever judged it has gone: {type(problem).__name__}: {problem}"[:300])
