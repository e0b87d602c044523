"""What a verification returns: the steps that were taken, each with its outcome.

A `Step` is one fact and whether SymPy's exact arithmetic showed it; where it did not, `because` says what stood in the
way. A `Verification` holds when every step holds and there is at least one, so that nothing is believed for lack of a
question. Records are plain data; this module does not load SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One fact, whether it was shown, and what was found instead where it was not."""

    what: str
    holds: bool
    because: str = ""

    def __str__(self) -> str:
        """`yes` or `NO`, the fact, and the reason."""
        return f"{'yes' if self.holds else 'NO '}  {self.what}" + (f" ({self.because})" if self.because else "")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked of a statement, step by step up to the first failure, and the seconds that it took."""

    identifier: str
    steps: tuple[Step, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Was every step shown?"""
        return bool(self.steps) and all(step.holds for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        steps = [{"what": step.what, "holds": step.holds, "because": step.because} for step in self.steps]
        return {"identifier": self.identifier, "holds": self.holds, "seconds": self.seconds, "steps": steps}

    def __str__(self) -> str:
        """A line for the statement and one for each step."""
        head = f"{self.identifier}: {'holds' if self.holds else 'does not hold'}, {self.seconds:.2f} s"
        return "\n".join((head, *(f"  {step}" for step in self.steps)))


def joined(identifier: str, parts: Iterable[Verification]) -> Verification:
    """Several verifications as one: the steps say whose they are."""
    parts = tuple(parts)
    steps = [Step(f"{part.identifier}: {s.what}", s.holds, s.because) for part in parts for s in part.steps]
    return Verification(identifier, tuple(steps), sum(part.seconds for part in parts))


def together(what: str, steps: Iterable[Step]) -> Step:
    """Several steps as one, which holds when all of them do (and there is one), and names the first that does not."""
    taken = 0
    for step in steps:
        taken += 1
        if not step.holds:
            return Step(what, False, f"{step.what}: {step.because}" if step.because else step.what)
    return Step(what, taken > 0)
