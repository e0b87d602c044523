"""One submission to its record: read, tried with the help of the cache, reported without what the machine decides.

Law: `examine` returns a record for any bytes; only the process that it runs in can end it. The record is the same with
and without a cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.grading.cache import Cache
from hw3verify.grading.flags import flags_of
from hw3verify.grading.memory import Memory
from hw3verify.grading.notebook import source_of
from hw3verify.grading.record import Record, record_of
from hw3verify.grading.remembering import Remembering
from hw3verify.judge.judge import report_on, try_source
from hw3verify.judge.record import LinkVerdict
from hw3verify.judge.trial import Trial
from hw3verify.language.source import UnusableInput

SUPPORTED = "no proof was found, and no counterexample"
LONGEST_TEXT = 6_000  # characters of an answer that a person reads


def examine(
    data: bytes,
    name: str,
    assignment: Assignment | None,
    cache: Cache,
    tell: Callable[[dict[str, Any]], None],
    memory: Memory | None = None,
) -> Record:
    """The record of these bytes; `tell` hears the first word on each link, `memory` is that of the process."""
    try:
        trial = try_source(source_of(data, name), assignment, Remembering(cache, tell, memory))
        report = report_on(trial, assignment)
        links = [_link(link) for link in report.links]
        parts = [part.to_json() for part in report.parts]
        record = record_of("judged", "", links, parts)
        record["flags"] = flags_of(trial, assignment)
        record["texts"] = texts_of(trial, assignment)
    except UnusableInput as problem:
        return record_of("unusable", str(problem))
    except MemoryError:
        return record_of("memory", "it needed more memory than it may have")
    except Exception as problem:  # noqa: BLE001 - ours: it costs this submission, not the batch
        return record_of("error", f"internal error, please report it: {type(problem).__name__}: {problem}"[:300])
    if any("MemoryError" in link["because"] for link in links):
        return {**record, "status": "memory", "because": "a link needed more memory than it may have"}
    return record


def _link(link: LinkVerdict) -> dict[str, Any]:
    """A link without what depends on the speed of the machine."""
    found = link.to_json()
    del found["worlds"]
    if link.verdict == "supported":
        found["because"] = SUPPORTED
    return found


def texts_of(trial: Trial, assignment: Assignment | None) -> dict[str, str]:
    """What was written for each part that a person reads, by the part's label; "" where nothing was."""
    document = trial.document
    found: dict[str, str] = {}
    for asked in assignment.parts if assignment is not None else ():
        if not asked.person:
            continue
        pieces = []
        for number, part in enumerate(document.parts):
            if part.letter and assignment is not None and assignment.part(part.problem, part.letter) is asked:
                later = document.parts[number + 1 : number + 2]
                end = later[0].heading_offset if later else len(document.source.text)
                pieces.append(document.source.text[part.heading_offset : end].strip())
        text = "\n\n".join(pieces)
        found[asked.label] = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + " [...]"
    return found
