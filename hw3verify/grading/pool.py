"""Workers that are lent to whoever has a submission to judge, in as many threads as there are.

A pool starts a worker when none is idle, so there are never more than there are callers at once; a worker that was
killed, has died or has grown too large is replaced by the next caller. A submission whose worker dies is judged again,
at most three times in all: then it is the submission that kills it. A worker that is killed from outside (`kill -9`, or
a system without memory) says less about the submission: that may happen more often.

`judged(job, limits)` is a plain function of plain values and runs in any `concurrent.futures.Executor`, in threads as
well as in processes elsewhere: the deadline holds there too, because it is always a worker of the pool at hand that
judges. `leased(limits)` keeps the workers of this process alive from job to job and ends them when nobody leases any.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hw3verify.grading.handle import Died, Job, Killed, Limits, Worker
from hw3verify.grading.record import Record, record_of

ATTEMPTS = 3
KILLS = 8  # how often a worker may be killed over one submission


class Pool:
    """The workers of one kind in this process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.leases = 0
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._closed = False

    def judge(self, job: Job) -> Record:
        """The record of a submission, whatever becomes of the worker; NoWorker or OSError where none can be started."""
        links: list[object] = []
        how, deaths, kills = "", 0, 0
        while deaths < ATTEMPTS and kills < KILLS and not self._closed:
            worker = self._borrow()
            try:
                return worker.judge(job)
            except Died as problem:
                links, how = problem.links, str(problem)
                kills += problem.killed
                deaths += not problem.killed
            finally:
                self._give_back(worker)
        return record_of("crash", f"{how}, {deaths + kills} times", links)

    def close(self) -> None:
        """End all workers; jobs that are being judged end as crashes."""
        with self._lock:
            self._closed = True
            doomed = list(self._all)
            self._all.clear()
            self._idle.clear()
        for worker in doomed:
            worker.kill()

    def forget(self) -> None:
        """In a fork: the workers are not ours."""
        for worker in self._all:
            worker.forget()

    def _borrow(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
        worker = self._started()
        with self._lock:
            self._all.add(worker)
        return worker

    def _started(self) -> Worker:
        for _ in range(KILLS):
            with suppress(Killed):
                return Worker(self.limits)
        return Worker(self.limits)

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.alive and not self._closed:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        worker.kill()


_pools: dict[Limits, Pool] = {}
_lock = threading.Lock()


def judged(job: Job, limits: Limits) -> Record:
    """The record of a submission, by a worker of this process."""
    return _pool(limits).judge(job)


@contextmanager
def leased(limits: Limits) -> Iterator[Pool]:
    """Workers under these limits stay until the last lease on them ends."""
    pool = _pool(limits, lease=True)
    try:
        yield pool
    finally:
        with _lock:
            pool.leases -= 1
            last = pool.leases == 0
            if last:
                _pools.pop(limits, None)
        if last:
            pool.close()


def dismiss() -> None:
    """End the workers of this process that nobody leases."""
    with _lock:
        idle = [limits for limits, pool in _pools.items() if not pool.leases]
        doomed = [_pools.pop(limits) for limits in idle]
    for pool in doomed:
        pool.close()


def _pool(limits: Limits, lease: bool = False) -> Pool:
    with _lock:
        pool = _pools.setdefault(limits, Pool(limits))
        pool.leases += lease
        return pool


def _after_fork() -> None:
    """A fork has copies of our pools, and workers of its own only when it starts some."""
    global _lock
    _lock = threading.Lock()
    for pool in _pools.values():
        pool.forget()
    _pools.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
