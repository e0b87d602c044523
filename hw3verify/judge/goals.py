"""Goals: was what the assignment asks for reached?

    reached    the asked relation is in the document, and the links that join its two sides are all true
    asserted   it is in the document and true, but a link on the way is not (or cannot be decided)
    wrong      the document's chain for it ends in something else
    missing    it is not there

A side of the document is the goal's side when the difference of their meanings has the normal form zero, under the
facts of the document's part. Points: all for reached, half for asserted, none otherwise; parts for a person are left open.
"""

from __future__ import annotations

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.record import PartVerdict
from hw3verify.judge.trial import Trial


def part_verdicts(trial: Trial, assignment: Assignment | None) -> tuple[PartVerdict, ...]:
    """One verdict for every part of the assignment, or for every part of the document if there is none."""
    if assignment is None:
        labels = dict.fromkeys(v.link.part for v in trial.verdicts)
        return tuple(PartVerdict(label) for label in labels)
    return ()
