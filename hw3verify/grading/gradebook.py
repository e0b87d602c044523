"""The grade book: one line a student, as CSV.

Of a student with several documents each part counts as it is best. A cell is empty where nothing is known: a part that
a person reads, a submission that was stopped. No cell begins with a sign that a spreadsheet would take for a formula.

    student, status, points, of, open_points, one column a part, look (parts for a person to look at), flags, documents
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.grading.record import STATUSES


@dataclass(slots=True)
class _Student:
    """What the rows so far say of one student."""

    name: str
    statuses: set[str] = field(default_factory=set)
    points: dict[str, float] = field(default_factory=dict)
    look: dict[str, None] = field(default_factory=dict)
    flags: dict[str, None] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)


def gradebook(rows: Iterable[dict[str, Any]], assignment: Assignment) -> Iterator[str]:
    """The lines of the CSV file, students in order of their names."""
    asked = [part for part in assignment.parts if not part.person]
    heads = ["student", "status", "points", "of", "open_points", *(p.label for p in assignment.parts)]
    yield _line([*heads, "look", "flags", "documents"])
    of = f"{sum(part.points for part in asked):g}"
    still_open = f"{sum(part.points for part in assignment.parts if part.person):g}"
    for student in _students(rows):
        whole = all(part.label in student.points for part in asked)
        points = f"{round(sum(student.points.values()), 3):g}" if whole else ""
        cells = [f"{student.points[p.label]:g}" if p.label in student.points else "" for p in assignment.parts]
        status = "judged" if "judged" in student.statuses else min(student.statuses, key=STATUSES.index)
        rest = [" ".join(student.look), "; ".join(student.flags), "; ".join(student.documents)]
        yield _line([student.name, status, points, of, still_open, *cells, *rest])


def _students(rows: Iterable[dict[str, Any]]) -> list[_Student]:
    found: dict[str, _Student] = {}
    for row in rows:
        student = found.setdefault(row["student"], _Student(row["student"]))
        student.statuses.add(row["status"])
        student.documents.append(row["id"])
        student.flags.update(dict.fromkeys(flag["kind"] for flag in row["flags"]))
        for part in row["grade"]["parts"]:
            if part["look"] and part["goal"] != "for a person":
                student.look[part["part"]] = None
            if part["points"] is not None:
                student.points[part["part"]] = max(part["points"], student.points.get(part["part"], 0.0))
    return sorted(found.values(), key=lambda s: s.name)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A text that a spreadsheet shows and does not calculate."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
