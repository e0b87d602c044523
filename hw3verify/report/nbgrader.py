"""nbgrader's grade export: a row for each student, the eleven columns of `nbgrader export`.

Law: `score` is `raw_score` less the penalty, and there is no penalty here; both are empty where the submission could
not be judged, because nbgrader shows an empty score as not graded yet and 0 as a grade. Dates are not known here and
stay empty.

Source: nbgrader, `plugins/export.py`, CsvExportPlugin.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.report.cells import Cell, table
from hw3verify.report.graded import Graded, need_points

COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
           "late_submission_penalty", "score", "max_score")  # fmt: skip


def nbgrader(many: Sequence[Graded]) -> str:
    """The text of the export. Raises ValueError where a report has no points."""
    for graded in many:
        need_points(graded, "nbgrader")
    most = max((graded.of for graded in many), default=0.0)
    return table(COLUMNS, (_row(graded, most) for graded in many))


def _row(graded: Graded, most: float) -> list[Cell]:
    points = None if graded.error else graded.points
    person = (graded.student, graded.last_name, graded.first_name, graded.email)
    return [graded.report.assignment, None, None, *person, points, 0.0, points, graded.of or most]
