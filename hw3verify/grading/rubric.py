"""What an assignment says of its points besides their number: the share that is given for sound steps.

It stands in the front matter of the assignment's file, before everything else:

    ---
    steps: 0.5
    ---

Then half of each part's points are for its steps and half for its conclusion; without it all are for the conclusion.
Raises `UnusableAssignment` for a share that is none.
"""

from __future__ import annotations

import re

from hw3verify.assignments.loader import Assignment, UnusableAssignment

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,4000}?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_STEPS = re.compile(r"^steps[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_SHARE = re.compile(r"0|1|[01]?\.\d{1,3}")


def steps_of(assignment: Assignment) -> float:
    """The share of the points that is given for steps, from 0 (if nothing is said) to 1."""
    front = _FRONT.match(assignment.source.text)
    said = None if front is None else _STEPS.search(front[1])
    if said is None:
        return 0.0
    if not _SHARE.fullmatch(said[1]) or float(said[1]) > 1:
        raise UnusableAssignment(
            f"{assignment.source.name}: steps: {said[1][:40]!r} is no share of the points; write: steps: 0.5"
        )
    return float(said[1])
