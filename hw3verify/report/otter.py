"""Otter's `final_grades.csv`: a row for each submission, a column for each part.

    file, (one column a part), total_points_earned, percent_correct, grading_status

Law: `percent_correct` is a share between 0 and 1, as Otter writes it; `grading_status` is `Completed`, or says why the
submission could not be judged, and then its other cells are empty but for the total, which Otter takes to be a number.

Source: Otter-Grader's documentation, "Grading locally", the columns of `final_grades.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.report.cells import Cell, table
from hw3verify.report.graded import DIGITS, Graded, need_points, part_names


def otter(many: Sequence[Graded]) -> str:
    """The text of `final_grades.csv`. Raises ValueError where a report has no points."""
    for graded in many:
        need_points(graded, "otter")
    names = part_names(many)
    header = ("file", *names, "total_points_earned", "percent_correct", "grading_status")
    return table(header, (_row(graded, names) for graded in many))


def _row(graded: Graded, names: tuple[str, ...]) -> list[Cell]:
    if graded.error:
        return [graded.report.file, *[None] * len(names), 0.0, 0.0, f"Failed: {graded.error}"]
    earned = {part.part: round(part.points, DIGITS) for part in graded.scored}
    share = round(graded.points / graded.of, DIGITS)
    return [graded.report.file, *(earned.get(name) for name in names), graded.points, share, "Completed"]
