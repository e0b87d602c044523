"""The near end of a worker process: start it, hand it a submission, hear what it says, end it.

Law: `judge` comes back by the deadline with a record, or raises `Died` when the process has ended by itself; after
either of the two bad ends the process is gone. Nothing that a worker says is run: it says JSON, in lines of bounded
length.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hw3verify.grading.record import Record, record_of

LONGEST_LINE = 128_000_000  # bytes
STARTING = 120.0  # seconds for a process to begin on a busy machine
KILL = 9  # the signal; Windows has no name for it
LAST_WORDS = 5.0  # seconds for what was said before the end to be heard
OWN_COMMAND = (sys.executable, "-P", "-m", "hw3verify.grading.worker")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take: seconds for a submission, megabytes to grow by, the folder of its cache.

    `command` starts it; () is the worker of this package, by the interpreter of the machine at hand. Raises ValueError
    for a limit under which nothing could be judged.
    """

    timeout: float = 120.0
    memory: int = 1024
    cache: str | None = None
    command: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.timeout <= 86_400:
            raise ValueError(f"timeout: {self.timeout} is not between 0 and 86400 seconds")
        if not 64 <= self.memory <= 1 << 20:
            raise ValueError(f"memory: {self.memory} is not between 64 and 1048576 megabytes")


@dataclass(frozen=True, slots=True)
class Job:
    """A submission as a worker gets it: a name, the bytes, and the assignment as (name, text)."""

    name: str
    data: bytes
    assignment: tuple[str, str] | None = None


class NoWorker(RuntimeError):
    """No worker process can be started: nothing is known of any submission, and none is to blame."""


class Killed(NoWorker):
    """Somebody has killed the process before it had begun; the next one may live."""


class Died(RuntimeError):
    """The process has ended, and not by us; `links` is what it had said so far, `killed` whether by `kill -9`."""

    def __init__(self, how: str, links: list[Any], killed: bool = False) -> None:
        super().__init__(how)
        self.links, self.killed = links, killed


class Worker:
    """One worker process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.retired = False
        settings = json.dumps({"timeout": limits.timeout, "memory": limits.memory, "cache": limits.cache})
        command = limits.command or OWN_COMMAND
        self._process = subprocess.Popen(  # noqa: S603
            [*command, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # an interrupt at the terminal is ours to handle
        )
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._hear, daemon=True)
        self._listener.start()
        try:
            ready = (self._next(STARTING) or {}).get("ready")
        except queue.Empty:
            ready = None
        if not ready:
            kind = Killed if self._dead([]).killed else NoWorker
            raise kind(f"a worker process could not be started: {' '.join(command)}")

    @property
    def alive(self) -> bool:
        """Is the process there, and may it go on?"""
        return not self.retired and self._process.poll() is None

    def judge(self, job: Job) -> Record:
        """The record of a submission."""
        links: list[Any] = []
        end = time.monotonic() + self.limits.timeout
        try:
            self._send(job)
            while True:
                message = self._next(end - time.monotonic())
                if message is None:
                    raise self._dead(links)
                if "done" in message:
                    self.retired = bool(message.get("retire"))
                    return dict(message["done"])
                links.append(message["link"])
        except queue.Empty:
            self.kill()
            return record_of("deadline", f"it was not finished after {self.limits.timeout:g} seconds", links)
        except OSError as problem:
            raise self._dead(links) from problem
        except (KeyError, TypeError, ValueError) as problem:
            self.kill()
            raise Died("it said something that is no message", links) from problem

    def kill(self) -> None:
        """End the process now, and the thread that listens to it."""
        self.retired = True
        self._process.kill()
        self._process.wait()
        self._listener.join(LAST_WORDS)  # a grandchild may hold the pipe open: then it ends when that does
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def forget(self) -> None:
        """In a fork: let go of the pipes, which belong to the process that started the worker."""
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    os.close(stream.fileno())

    def _send(self, job: Job) -> None:
        assert self._process.stdin is not None
        asked = None if job.assignment is None else {"id": job.assignment[0], "text": job.assignment[1]}
        header = {"name": job.name, "size": len(job.data), "assignment": asked}
        self._process.stdin.write(json.dumps(header).encode() + b"\n" + job.data)
        self._process.stdin.flush()

    def _next(self, seconds: float) -> dict[str, Any] | None:
        """The next message; None when there will be no more; raises queue.Empty after so many seconds."""
        return self._said.get(timeout=max(seconds, 0.0))

    def _hear(self) -> None:
        """Pass messages on until the process has closed its output."""
        stream = self._process.stdout
        assert stream is not None
        with contextlib.suppress(OSError, ValueError, RecursionError), stream:
            while (line := stream.readline(LONGEST_LINE)).endswith(b"\n"):
                message = json.loads(line)
                if not isinstance(message, dict):
                    break
                self._said.put(message)
        self._said.put(None)

    def _last_words(self) -> str:
        return str(self._dead([]))

    def _dead(self, links: list[Any]) -> Died:
        """How the process has ended; it has a moment to do so, since its pipes are closed first."""
        if not self._listener.is_alive():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(LAST_WORDS)
        by_itself = self._process.poll() is not None
        self.kill()
        code = self._process.returncode
        how = f"its process was ended by signal {-code}" if code < 0 else f"its process ended with status {code}"
        return Died(how, links, by_itself and code == -KILL)


def _environment() -> dict[str, str]:
    """The environment of a worker: it finds this package, and calculates in one thread."""
    home = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": os.pathsep.join(p for p in (home, known) if p)}
