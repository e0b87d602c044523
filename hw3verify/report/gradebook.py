"""A grade book: a row for each student, a column for each part, what is left for a person, and how it went.

    student, last_name, first_name, email, (one column a part), points, of, open, status, (more columns)

Law: a part that a person reads has no column, since it has no points yet; `open` names it. `status` is `judged` or says
why there is no judgement, and then all points are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hw3verify.report.cells import Cell, table
from hw3verify.report.graded import DIGITS, Graded, part_names


def gradebook(many: Sequence[Graded], more: Mapping[str, Sequence[str]] | None = None) -> str:
    """The table as comma-separated values; `more` are further columns by their names, a text for each submission.

    Raises ValueError for a column of another length.
    """
    names, more = part_names(many), more or {}
    header = ("student", "last_name", "first_name", "email", *names, "points", "of", "open", "status", *more)
    further = list(zip(*more.values(), strict=True)) if more else [()] * len(many)
    if len(further) != len(many):
        raise ValueError(f"more: columns for {len(many)} submissions were expected, not for {len(further)}")
    return table(header, ([*_row(graded, names), *rest] for graded, rest in zip(many, further, strict=True)))


def _row(graded: Graded, names: tuple[str, ...]) -> list[Cell]:
    person: list[Cell] = [graded.student, graded.last_name, graded.first_name, graded.email]
    if graded.error:
        return [*person, *[None] * (len(names) + 3), f"not judged: {graded.error}"]
    earned = {part.part: round(part.points, DIGITS) for part in graded.scored}
    left = " ".join(part.part for part in graded.open)
    return [*person, *(earned.get(name) for name in names), graded.points, graded.of, left, "judged"]
