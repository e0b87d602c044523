"""Where texts are handed in: few workers for many pages, and for each page only its latest text.

A judgement is cancelled when the page hands in another text or goes away. The worker is told to stop and keeps what it
knows; one that does not stop within `PATIENCE` is killed, and another one is started in its place.

Law: `judge` ends, with a message `done`, by the deadline of the limits and a little (`PATIENCE`), whatever the text;
no more than `jobs` texts are judged at once; when the desk is closed no process is left.
"""

from __future__ import annotations

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hw3verify.grading.handle import Job, Limits, NoWorker, Worker

PATIENCE = 1.0  # seconds for a worker to stop
TICK = 0.1  # seconds between two looks at whether somebody still waits
Message = dict[str, Any]
STOPPED: Message = {"done": {"status": "stopped", "because": "another text has taken its place"}}


@dataclass(frozen=True, slots=True)
class Turn:
    """A page's text: whether a newer one has come, and whether no worker has to do with it any more."""

    stale: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


class Reader(Worker):
    """A worker process that tells of a text while it judges it."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._number = 0

    def aloud(self, job: Job, unwanted: Callable[[], bool]) -> Iterator[Message]:
        """What it says of a text, up to and with `done`; less, and at once, if the text is unwanted."""
        self._number += 1
        end = time.monotonic() + self.limits.timeout
        try:
            self._send(Job(str(self._number), job.data, job.assignment))
            while True:
                if unwanted():
                    self.stop()
                    yield STOPPED
                    return
                left = end - time.monotonic()
                try:
                    message = self._next(min(TICK, left))
                except queue.Empty:
                    if left > TICK:
                        continue
                    self.kill()
                    yield _done("deadline", f"it was not finished after {self.limits.timeout:g} seconds")
                    return
                if message is None:
                    yield _crash(self._last_words())
                    return
                self.retired = bool(message.pop("retire", False))
                yield message
                if "done" in message:
                    return
        except OSError:
            yield _crash(self._last_words())

    def stop(self) -> None:
        """Have it drop the text at hand, or end."""
        assert self._process.stdin is not None
        end = time.monotonic() + PATIENCE
        try:
            self._process.stdin.write(json.dumps({"stop": self._number}).encode() + b"\n")
            self._process.stdin.flush()
            message: Message | None = {}
            while message is not None and "done" not in message:
                message = self._next(end - time.monotonic())
        except (queue.Empty, OSError):
            message = None
        if message is None or message.get("retire"):
            self.kill()


class Desk:
    """The workers of a server, and the latest text of each page."""

    def __init__(self, limits: Limits, assignment: tuple[str, str] | None = None, jobs: int = 1) -> None:
        self.limits, self.assignment = limits, assignment
        self._free = threading.BoundedSemaphore(jobs)
        self._lock = threading.Lock()
        self._latest: dict[str, Turn] = {}  # by page
        self._idle: list[Reader] = []
        self._all: set[Reader] = set()
        self._closed = False

    def prepare(self) -> None:
        """Start a worker before the first text comes; NoWorker where none can be started."""
        self._give_back(self._borrow())

    def judge(self, page: str, text: bytes, gone: Callable[[], bool]) -> Iterator[Message]:
        """What is said of a page's text, while nothing newer comes from that page and it is not gone."""
        mine = Turn()
        with self._lock:
            earlier, self._latest[page] = self._latest.get(page), mine

        def unwanted() -> bool:
            return mine.stale.is_set() or self._closed or gone()

        try:
            if earlier is not None:
                earlier.stale.set()
                earlier.over.wait(2 * PATIENCE)  # its worker knows most of this text
            while not self._free.acquire(timeout=TICK):
                if unwanted():
                    yield STOPPED
                    return
            try:
                yield from self._with_worker(Job("", text, self.assignment), unwanted)
            finally:
                self._free.release()
        finally:
            mine.over.set()
            with self._lock:
                if self._latest.get(page) is mine:
                    del self._latest[page]

    def _with_worker(self, job: Job, unwanted: Callable[[], bool]) -> Iterator[Message]:
        try:
            worker = self._borrow()
        except (NoWorker, OSError) as problem:
            yield _done("crash", str(problem))
            return
        finished = False
        try:
            for message in worker.aloud(job, unwanted):
                finished = "done" in message
                yield message
        finally:
            if not finished:  # whoever listened has left in the middle
                worker.stop()
            self._give_back(worker)

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            doomed = list(self._all)
            self._all.clear()
            self._idle.clear()
        for worker in doomed:
            worker.kill()

    def _borrow(self) -> Reader:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
        worker = Reader(self.limits)
        with self._lock:
            if not self._closed:
                self._all.add(worker)
                return worker
        worker.kill()
        raise NoWorker("the server is closing")

    def _give_back(self, worker: Reader) -> None:
        with self._lock:
            if worker.alive and not self._closed:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        with contextlib.suppress(OSError):
            worker.kill()


def _crash(how: str) -> Message:
    return _done("crash", f"{how}; change the text, or try again")


def _done(status: str, because: str) -> Message:
    return {"done": {"status": status, "because": because}}
