"""The grade book of a run: one line a student, as `report/gradebook` writes it, with what a person should look at.

Of a student with several documents each part counts as it is best. Behind the columns of every grade book stand

    look        the parts whose points are not certain      flags       what looks like an attempt to cheat
    documents   the student's documents, by their ids

Law: a student has points where one document at least was judged; a part that a person reads is among `open`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.grading.record import STATUSES
from hw3verify.judge.record import PartVerdict, Report
from hw3verify.report.gradebook import gradebook as book
from hw3verify.report.graded import PERSON, Graded


@dataclass(slots=True)
class _Student:
    """What the rows so far say of one student."""

    name: str
    statuses: dict[str, str] = field(default_factory=dict)  # each with the first reason
    points: dict[str, float] = field(default_factory=dict)
    look: dict[str, None] = field(default_factory=dict)
    flags: dict[str, None] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)


def gradebook(rows: Iterable[dict[str, Any]], assignment: Assignment) -> str:
    """The grade book as comma-separated values, students in order of their names."""
    students = _students(rows)
    more = {
        "look": [" ".join(student.look) for student in students],
        "flags": ["; ".join(student.flags) for student in students],
        "documents": ["; ".join(student.documents) for student in students],
    }
    return book([_graded(student, assignment) for student in students], more)


def _graded(student: _Student, assignment: Assignment) -> Graded:
    parts = tuple(
        PartVerdict(part.label, PERSON, 0.0, part.points)
        if part.person
        else PartVerdict(part.label, "", student.points.get(part.label, 0.0), part.points)
        for part in assignment.parts
    )
    first = min(student.statuses, key=STATUSES.index)  # "judged", if one document was
    because = student.statuses[first]
    error = "" if first == "judged" else f"{first}: {because}" if because else first
    if not error and any(part.label not in student.points for part in assignment.parts if not part.person):
        error = "not in all its parts"
    return Graded(student.name, Report("; ".join(student.documents), assignment.id, (), parts), error)


def _students(rows: Iterable[dict[str, Any]]) -> list[_Student]:
    found: dict[str, _Student] = {}
    for row in rows:
        student = found.setdefault(row["student"], _Student(row["student"]))
        student.statuses.setdefault(row["status"], row["because"])
        student.documents.append(row["id"])
        student.flags.update(dict.fromkeys(flag["kind"] for flag in row["flags"]))
        for part in row["grade"]["parts"]:
            if part["look"] and part["goal"] != PERSON:
                student.look[part["part"]] = None
            if part["points"] is not None:
                student.points[part["part"]] = max(part["points"], student.points.get(part["part"], 0.0))
    return sorted(found.values(), key=lambda s: s.name)
