"""The process that judges texts for the page, one after another, and stops where nobody waits any more.

    in    a line {"name": number, "size": N, "assignment": {"id", "text"} or null}, then N bytes; or {"stop": number}
    out   {"ready": true} once, then for each text the messages of `aloud`, and at its end {"done": {"status",
          "because"}, "retire": whether the process has grown too large to go on}

It has the limits of `grading.worker`, whose two pipes, memory limit and alarm it uses. `status` is one of those of a
graded submission (`grading.record`), or "stopped".

Started as `python -P -m hw3verify.serving.worker SETTINGS`.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

from hw3verify.grading import worker as graders

if TYPE_CHECKING:
    from hw3verify.serving.aloud import Decided

Jobs = queue.Queue[tuple[dict[str, Any], bytes]]
COMMAND = (sys.executable, "-P", "-m", "hw3verify.serving.worker")
MOST_TEXTS = 5_000  # judged by one process


class Wanted:
    """Which texts somebody still waits for: those with a number above the last one that was stopped."""

    def __init__(self) -> None:
        self.stopped = -1

    def is_stopped(self, number: int) -> bool:
        """Has nobody use for this text's verdicts any more?"""
        return number <= self.stopped


def main(settings: dict[str, Any]) -> None:
    """Serve until the input is closed."""
    incoming, outgoing = graders.own_pipes()
    jobs: Jobs = queue.Queue()
    wanted = Wanted()
    graders.load()
    from hw3verify.serving import aloud  # noqa: F401 - loaded before the memory is limited

    memory = int(settings["memory"])
    graders.limit(memory)
    graders.send(outgoing, {"ready": True})
    threading.Thread(target=_listen, args=(incoming, jobs, wanted), daemon=True).start()
    decided: Decided = {}
    for count in range(MOST_TEXTS):
        header, data = jobs.get()
        with graders.alarm(float(settings["timeout"]) + graders.GRACE):
            status, because = _judged(header, data, decided, outgoing, wanted)
        large = status == "memory" or graders.is_large(memory)
        if large:
            decided.clear()
        done = {"status": status, "because": because}
        graders.send(outgoing, {"done": done, "retire": large or count + 1 >= MOST_TEXTS})


def _judged(
    header: dict[str, Any], data: bytes, decided: Decided, outgoing: BinaryIO, wanted: Wanted
) -> tuple[str, str]:
    """What became of a text, and why."""
    from hw3verify.language.source import Source, UnusableInput, decode
    from hw3verify.serving.aloud import Stopped, judge_aloud

    asked, number = header.get("assignment"), int(header["name"])
    try:
        assignment = None if asked is None else graders.assignment_of(asked["id"], asked["text"])
        source = Source("the text", decode(data, "the text"))
        judge_aloud(
            source, assignment, decided, lambda said: graders.send(outgoing, said), lambda: wanted.is_stopped(number)
        )
    except Stopped:
        return "stopped", "another text has taken its place"
    except UnusableInput as problem:
        return "unusable", str(problem)
    except MemoryError:
        return "memory", "it needed more memory than it may have"
    except RecursionError:
        return "error", "it is nested too deeply"
    except Exception as problem:  # noqa: BLE001 - ours: it costs this text, not the page
        return "error", f"internal error, please report it: {type(problem).__name__}: {problem}"[:300]
    return "judged", ""


def _listen(incoming: BinaryIO, jobs: Jobs, wanted: Wanted) -> None:
    """Take texts in; when the input ends, nobody waits for an answer any more."""
    while line := incoming.readline():
        header = json.loads(line)
        if "stop" in header:
            wanted.stopped = int(header["stop"])
            continue
        data = incoming.read(header["size"])
        if len(data) < header["size"]:
            break
        jobs.put((header, data))
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
