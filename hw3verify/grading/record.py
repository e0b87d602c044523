"""The record of one submission: plain JSON data that says the same on every machine and at every hour.

    status   judged     every link has its verdict
             unusable   there is nothing that could be judged (`because` says what to do)
             deadline, memory, crash, error   it was stopped; what was known by then is kept, nothing of it refuted
    links, parts   as in `hw3verify check --json`, without what depends on the speed of the machine
    flags          what a person should look at (`flags`)
    texts          what was written for each part that a person reads, by the part's label

A record has no times.
"""

from __future__ import annotations

from typing import Any

STATUSES = ("judged", "unusable", "deadline", "memory", "crash", "error")
Record = dict[str, Any]


def record_of(
    status: str, because: str = "", links: list[Any] | None = None, parts: list[Any] | None = None
) -> Record:
    """A record with everything that any record has."""
    return {"status": status, "because": because, "links": links or [], "parts": parts or [], "flags": [], "texts": {}}
