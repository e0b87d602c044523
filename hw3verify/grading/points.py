"""Points from a record: what each part is worth by the assignment, and for each point that is missing, why.

A part is worth its `points`. The conclusion earns all of them when its goal is reached, half when it is only asserted,
none when it is wrong or missing (`judge.goals`). Where the assignment says so (`rubric`), a share of the points is
earned by the steps instead: by how many of the part's claims are sound, among those that were decided.

    sound    proved, or supported          broken    refuted          open    undecided or unreadable

Law: nothing is taken off for what was not read, not decided or not finished without saying so. A deduction beside which
something is open is marked as unsure, and its part is listed for a person to look at; a submission that was stopped has
no total. Parts that a person reads are open, with the text to read; they count in no total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hw3verify.assignments.loader import Assignment, AssignmentPart
from hw3verify.grading.record import Record
from hw3verify.grading.rubric import steps_of

SOUND, OPEN = ("proved", "supported"), ("undecided", "unreadable")
_LABEL = re.compile(r"(?P<problem>.*)\((?P<letter>[^()]*)\)\Z")


@dataclass(frozen=True, slots=True)
class PartGrade:
    """One part: its goal, the points earned (None: not judged), the share of sound steps (None: no step decided).

    reasons   why points are missing, a sentence each
    look      why a person should look at it; "" if nobody has to
    text      for a part that a person reads: what was written
    """

    part: str
    title: str
    goal: str
    points: float | None
    of: float
    sound: float | None = None
    reasons: tuple[str, ...] = ()
    look: str = ""
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        """The grade as JSON values."""
        return {"part": self.part, "title": self.title, "goal": self.goal, "points": self.points, "of": self.of,
                "sound": self.sound, "reasons": list(self.reasons), "look": self.look, "text": self.text}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grade:
    """All parts; `points` is None where the submission was not judged to its end. `of` leaves out a person's parts."""

    points: float | None
    of: float
    open_points: float
    parts: tuple[PartGrade, ...]

    def to_json(self) -> dict[str, Any]:
        """The grade as JSON values."""
        return {"points": self.points, "of": self.of, "open_points": self.open_points,
                "parts": [part.to_json() for part in self.parts]}  # fmt: skip


def grade(record: Record, assignment: Assignment) -> Grade:
    """The points of a record by the assignment's rubric."""
    weight = steps_of(assignment)
    found = {part["part"]: part for part in record["parts"]}
    links: dict[str, list[dict[str, Any]]] = {}
    for link in record["links"]:
        asked = part_of(link["part"], assignment)
        links.setdefault("" if asked is None else asked.label, []).append(link)
    parts = []
    for asked in assignment.parts:
        if asked.person:
            parts.append(_by_a_person(asked, record))
        elif record["status"] != "judged" or asked.label not in found:
            why = f"not judged: {record['because']}" if record["because"] else "not judged"
            parts.append(PartGrade(asked.label, asked.title, "", None, asked.points, look=why))
        else:
            mine = [*links.get(asked.label, []), *_loose(asked, links)]
            parts.append(_judged(asked, found[asked.label], mine, weight))
    counted = [part for part, asked in zip(parts, assignment.parts, strict=True) if not asked.person]
    earned = [part.points for part in counted]
    total = None if None in earned else round(sum(p for p in earned if p is not None), 3)
    of_person = sum(asked.points for asked in assignment.parts if asked.person)
    return Grade(total, sum(part.of for part in counted), of_person, tuple(parts))


def part_of(label: str, assignment: Assignment) -> AssignmentPart | None:
    """The part of the assignment that a document's label names: "1(c)", or "(c)" where one problem has it."""
    named = _LABEL.match(label)
    return None if named is None else assignment.part(named["problem"], named["letter"])


def _loose(asked: AssignmentPart, links: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Links outside of all parts, for a part without links of its own: they may be what answers it."""
    return [] if asked.label in links else links.get("", [])


def _by_a_person(asked: AssignmentPart, record: Record) -> PartGrade:
    text = record["texts"].get(asked.label, "")
    look = "a person reads this" if text or record["status"] != "judged" else "a person reads this; nothing is written"
    return PartGrade(asked.label, asked.title, "for a person", None, asked.points, look=look, text=text)


def _judged(
    asked: AssignmentPart, found: dict[str, Any], links: list[dict[str, Any]], weight: float
) -> PartGrade:
    broken = [link for link in links if link["verdict"] == "refuted"]
    unclear = [link for link in links if link["verdict"] in OPEN]
    sound = sum(link["verdict"] in SOUND for link in links)
    share = sound / (sound + len(broken)) if sound or broken else None
    conclusion = found["points"]
    steps = weight * asked.points * (share or 0.0)
    points = round((1 - weight) * conclusion + steps, 3)
    reasons = []
    lost = asked.points - conclusion
    if lost > 0 and weight < 1:
        missing = (1 - weight) * lost
        reasons.append(f"-{missing:.4g}: the conclusion is {found['goal']}: {found['because'] or 'nothing is written'}")
    if weight and steps < weight * asked.points:
        which = ", ".join(place(link) for link in broken[:5]) or "none was decided"
        reasons.append(f"-{weight * asked.points - steps:.4g}: steps that are not sound: {which}")
    look, shown = "", None if share is None else round(share, 3)
    if reasons and unclear:
        look = f"not certain: {', '.join(place(link) for link in unclear[:5])} could not be decided"
    elif "could not be compared" in found["because"] or "internal error" in found["because"]:
        look = f"not certain: {found['because']}"
    return PartGrade(asked.label, asked.title, found["goal"], points, asked.points, shown, tuple(reasons), look)


def place(link: dict[str, Any]) -> str:
    """A link by its number: (3)#1."""
    return f"({link['equation']})#{link['link']}"
