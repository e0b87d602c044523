"""The record that the formats are made from."""

from dataclasses import replace

import pytest

from hw3verify.judge.record import PartVerdict, Report
from hw3verify.report.graded import Graded, need_points, part_names


def test_parts_for_a_person_are_open_and_not_counted(report: Report) -> None:
    """1 of 3 and 0 of 2 points are 1 of 5; the part that a person reads is open and in neither number."""
    graded = Graded("ada", report)
    assert (graded.points, graded.of) == (1, 5)
    assert [part.part for part in graded.open] == ["1(b)"]


def test_names_of_parts_come_once_in_their_order(report: Report) -> None:
    """Columns are the scored parts of all submissions, in the order in which they first occur."""
    other = replace(report, parts=(PartVerdict("2(a)", "wrong", 0, 1), *report.parts))
    assert part_names([Graded("a", report), Graded("b", other)]) == ("1(c)", "1(g)", "2(a)")


def test_points_are_needed(report: Report) -> None:
    """A report without points is refused by name where points are asked for; one that failed is not."""
    need_points(Graded("a", report), "otter")
    need_points(Graded("a", Report("a.md"), "empty"), "otter")
    with pytest.raises(ValueError, match="otter: the report has no points"):
        need_points(Graded("a", Report("a.md")), "otter")
