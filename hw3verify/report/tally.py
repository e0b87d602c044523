"""A class in numbers: what fails how often, part by part and link by link, and the lines that nobody could read.

Two links are the same where they stand in the same part and were read as the same relation between the same sides,
whatever numbers and spellings the students gave them; so a slip that many make is one entry. Law: a student counts once
for each entry, and entries come most frequent first, then in the order in which they first occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from hw3verify.judge.record import LinkVerdict
from hw3verify.report.graded import Graded, part_names

MOST_EXAMPLES = 3
UNREAD = ("unreadable", "undecided")


@dataclass(frozen=True, slots=True)
class Failure:
    """A link that is refuted: by how many students, and the first few of them with their links."""

    part: str
    students: int
    examples: tuple[tuple[str, LinkVerdict], ...]


@dataclass(frozen=True, slots=True)
class PartTally:
    """A part over the class: its mean of points, how many have each outcome, how many have a refuted link there."""

    part: str
    title: str
    of: float
    mean: float
    outcomes: dict[str, int]
    refuted: int


def judged(many: Sequence[Graded]) -> tuple[Graded, ...]:
    """The submissions that could be judged."""
    return tuple(graded for graded in many if not graded.error)


def failures(many: Sequence[Graded]) -> tuple[Failure, ...]:
    """The refuted links of the class."""
    found: dict[tuple[str, ...], dict[str, LinkVerdict]] = {}
    for graded in many:
        for link in graded.report.refuted:
            found.setdefault(_meaning(link), {}).setdefault(graded.student, link)
    entries = [
        Failure(key[0], len(links), tuple(links.items())[:MOST_EXAMPLES]) for key, links in found.items()
    ]  # sorting is stable: what occurs first stays first
    return tuple(sorted(entries, key=lambda entry: -entry.students))


def _meaning(link: LinkVerdict) -> tuple[str, ...]:
    """What tells two links apart: the part, and both sides as read, or as written where there is no reading."""
    left, right = (str(link.reading.get(side) or "") for side in ("left", "right"))
    sides = (left, right) if left and right else (link.left, link.right)
    return link.part, link.relation, *sides


def part_tallies(many: Sequence[Graded]) -> tuple[PartTally, ...]:
    """The scored parts of the class, in their order."""
    able = judged(many)
    rows = []
    for name in part_names(able):
        verdicts = [part for graded in able for part in graded.scored if part.part == name]
        goals = [part.goal for part in verdicts]
        refuted = sum(any(link.part == name for link in graded.report.refuted) for graded in able)
        outcomes = {goal: goals.count(goal) for goal in dict.fromkeys(goals)}
        mean = fmean(part.points for part in verdicts)
        rows.append(PartTally(name, verdicts[0].title, verdicts[0].of, mean, outcomes, refuted))
    return tuple(rows)


def unread(many: Sequence[Graded]) -> tuple[tuple[str, LinkVerdict], ...]:
    """The links that could not be read or decided, with whose they are, in order."""
    return tuple((graded.student, link) for graded in many for link in graded.report.links if link.verdict in UNREAD)
