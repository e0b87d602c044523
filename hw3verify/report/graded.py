"""A graded submission: whose it is, what was said of it, and what went wrong if nothing could be said.

The formats for other systems (`gradescope`, `prairielearn`, `otter`, `nbgrader`, `gradebook`, `junit`, `jsonlines`, the
HTML pages) are functions from one such record, or from many, to text. They decide nothing.

Law: points are those of the parts that were judged. A part for a person is **open**: it counts neither among the points
nor among what could be reached, and every format lists it. A submission that could not be judged has an `error` and no
points at all, which is not the same as none of the points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hw3verify.judge.record import PartVerdict, Report

DIGITS = 5  # of points, as autograders round them
PERSON = "for a person"


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission. `error` says why it could not be judged; names and address are there if they are known."""

    student: str
    report: Report
    error: str = ""
    last_name: str = ""
    first_name: str = ""
    email: str = ""

    @property
    def scored(self) -> tuple[PartVerdict, ...]:
        """The parts that carry points and were judged."""
        return tuple(part for part in self.report.parts if part.of and part.goal != PERSON)

    @property
    def open(self) -> tuple[PartVerdict, ...]:
        """The parts that a person has to read."""
        return tuple(part for part in self.report.parts if part.goal == PERSON)

    @property
    def points(self) -> float:
        """The points of the parts that were judged."""
        return round(sum(part.points for part in self.scored), DIGITS)

    @property
    def of(self) -> float:
        """The points that these parts could have."""
        return round(sum(part.of for part in self.scored), DIGITS)


def need_points(graded: Graded, consumer: str) -> None:
    """Raise ValueError where a consumer of points gets a report that was judged without an assignment."""
    if not graded.scored and not graded.error:
        raise ValueError(f"{consumer}: the report has no points; judge the submission under an assignment")


def part_names(many: Iterable[Graded]) -> tuple[str, ...]:
    """The labels of the scored parts of all submissions, each once, in the order in which they first occur."""
    return tuple(dict.fromkeys(part.part for graded in many for part in graded.scored))
