"""The process that judges submissions, one after another: bytes in by its standard input, JSON lines out by its output.

    in    a line {"name": ..., "size": N, "assignment": {"id": ..., "text": ...} or null}, then N bytes
    out   {"ready": true} once, then for each submission {"link": ...} as links are assessed, and {"done": record,
          "retire": whether it has grown too large to go on}

It shares nothing with the process that started it but these two pipes. It may take so much memory and no more, an alarm
ends it some time after the deadline even if nobody is left to kill it, and it ends when its input is closed.

Started as `python -P -m hw3verify.grading.worker SETTINGS`, where SETTINGS is a JSON object (timeout, memory, cache).
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from hw3verify.grading.record import Record, record_of

if TYPE_CHECKING:
    from hw3verify.assignments.loader import Assignment
    from hw3verify.grading.cache import Cache

    Examination = Callable[[bytes, str, Assignment | None, Cache, Callable[[dict[str, Any]], None]], Record]

GRACE = 15  # seconds after the deadline at which the alarm goes off
MOST_SUBMISSIONS = 400  # judged by one process
MEGABYTE = 1 << 20


def main(settings: dict[str, Any], examination: Examination | None = None) -> None:
    """Serve until the input is closed. `examination` is the judge's own; tests put another in its place."""
    incoming, outgoing = own_pipes()
    jobs: queue.Queue[tuple[dict[str, Any], bytes]] = queue.Queue()
    examination = examination or load()
    from hw3verify.grading.cache import Cache

    cache = Cache(settings.get("cache"))
    limit(int(settings["memory"]))
    send(outgoing, {"ready": True})
    threading.Thread(target=_listen, args=(incoming, jobs), daemon=True).start()
    for number in range(MOST_SUBMISSIONS):
        header, data = jobs.get()
        with alarm(float(settings["timeout"]) + GRACE):
            record = _judged(header, data, cache, outgoing, examination)
        retire = number + 1 >= MOST_SUBMISSIONS or record["status"] == "memory" or is_large(int(settings["memory"]))
        send(outgoing, {"done": record, "retire": retire})


def _judged(
    header: dict[str, Any], data: bytes, cache: Cache, outgoing: BinaryIO, examination: Examination
) -> Record:
    asked = header.get("assignment")
    try:
        assignment = None if asked is None else assignment_of(asked["id"], asked["text"])
        return examination(data, header["name"], assignment, cache, lambda link: send(outgoing, {"link": link}))
    except MemoryError:
        return record_of("memory", "it needed more memory than it may have")
    except RecursionError:
        return record_of("error", "it is nested too deeply")


@lru_cache(maxsize=4)
def assignment_of(name: str, text: str) -> Assignment:
    """The assignment of this text, read once."""
    from hw3verify.assignments.loader import read_assignment
    from hw3verify.language.source import Source

    return read_assignment(Source(name, text), name)


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes under numbers of their own; whatever else prints or reads finds nothing there."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return incoming, outgoing


def _listen(incoming: BinaryIO, jobs: queue.Queue[tuple[dict[str, Any], bytes]]) -> None:
    """Put jobs into the queue; when the input ends, nobody waits for an answer any more."""
    while line := incoming.readline():
        header = json.loads(line)
        data = incoming.read(header["size"])
        if len(data) < header["size"]:
            break
        jobs.put((header, data))
    os._exit(0)


def send(outgoing: BinaryIO, message: dict[str, Any]) -> None:
    """Say one thing, in one line."""
    outgoing.write(json.dumps(message, allow_nan=False).encode() + b"\n")
    outgoing.flush()


def load() -> Examination:
    """The judge, with all that most submissions need, so that a deadline measures judging and not loading."""
    from functools import partial
    from importlib import import_module

    from hw3verify.grading.examine import examine
    from hw3verify.grading.memory import Memory

    for name in ("prove.prove", "prove.inequality", "refute.find", "refute.lines", "refute.domain"):
        import_module(f"hw3verify.search.{name}")
    return partial(examine, memory=Memory())


def limit(memory: int) -> None:
    """Let the process grow by so many megabytes from here, write no large files and leave no core."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * MEGABYTE, 64 * MEGABYTE))
        now = _pages(0) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + memory * MEGABYTE, now + memory * MEGABYTE))


def _pages(which: int) -> int:
    """Pages of this process: all of them (0), or those in memory (1); 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
            return int(stream.read().split()[which])
    except (OSError, ValueError):
        return 0


def is_large(memory: int) -> bool:
    """Has the process grown to half of what it may take?"""
    if sys.platform == "win32":
        return False
    import resource

    return _pages(1) * resource.getpagesize() > max(memory, 256) * MEGABYTE // 2


@contextlib.contextmanager
def alarm(seconds: float) -> Any:
    """End the process, whatever it is doing, if this takes longer."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
