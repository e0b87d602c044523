"""An assessor with a memory and a voice: it looks a claim up before it searches, and tells each link as it is assessed.

What is told first is provisional. A link that fails may yet be saved by another reading of its sides, by a condition
imposed before it, or by what was asked; so of a submission that is stopped halfway, `provisional` turns a refutation
into `undecided`: a link is called refuted only when everything that could speak for it has been heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.grading.cache import Cache, restored
from hw3verify.grading.keys import fingerprint, key_of
from hw3verify.judge.assess import Assessment, Assessor, Choice
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, sides_of
from hw3verify.judge.outcome import Outcome
from hw3verify.judge.present import written
from hw3verify.judge.readmit import evidence_of, readmitted
from hw3verify.judge.record import plain
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.matrix import ArrayClaim

STOPPED = "it was stopped before everything that could speak for this link was heard"


class Remembering(Assessor):
    """Assesses links with the help of a cache, and calls `tell` with the first word on each of them."""

    def __init__(self, cache: Cache, tell: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._cache, self._tell = cache, tell
        self._told: set[tuple[str, str, int, int]] = set()

    def assess(self, link: Link, context: Context, choice: Choice, imposed: bool = False) -> Assessment:
        """The verdict on a link under a choice of readings."""
        found = super().assess(link, context, choice, imposed)
        place = (link.part, link.number, link.index, link.start)
        if not choice and place not in self._told:
            self._told.add(place)
            self._tell(provisional(link, found, imposed))
        return found

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict on a claim: remembered, found in the cache and checked again, or searched for and kept."""
        if not isinstance(claim, Claim) or not self._cache.used:
            return super().decide(claim, vague, imposed)
        known = self._decided.get((claim, vague, imposed))
        if known is not None:
            return known
        try:
            key = key_of(claim, vague, imposed, fingerprint())
        except (TypeError, RecursionError):
            return super().decide(claim, vague, imposed)
        entry = self._cache.find(key)
        outcome = None if entry is None else admitted(entry, claim, vague, imposed)
        if outcome is not None:
            self._decided[claim, vague, imposed] = outcome
            return outcome
        found = super().decide(claim, vague, imposed)
        evidence = evidence_of(claim, found)
        if evidence is not None and plain(evidence) != evidence:
            # what is shown of evidence must not depend on whether it was found now or earlier
            again = readmitted(claim, vague, imposed, plain(evidence))
            found = self._decided[claim, vague, imposed] = found if again is None else again
        self._cache.keep(key, found, evidence)
        return found


def admitted(entry: dict[str, Any], claim: Claim, vague: frozenset[str], imposed: bool) -> Outcome | None:
    """What an entry of the cache says of a claim, if it holds for it."""
    evidence = entry.get("evidence")
    if evidence is None:
        return restored(entry)
    if not isinstance(evidence, dict):
        return None
    outcome = readmitted(claim, vague, imposed, evidence)
    return outcome if outcome is not None and outcome.verdict == entry["verdict"] else None


def provisional(link: Link, found: Assessment, imposed: bool) -> dict[str, Any]:
    """The first word on a link: accepted, or not decided."""
    verdict, because = found.outcome.verdict, found.outcome.because
    firsts = [s.readings.first for s in sides_of(link)]
    mended = any(first is not None and first.repairs for first in firsts)
    if imposed and verdict != "proved":
        verdict, because = "condition", "a condition that is imposed, not a claim"
    elif verdict == "refuted" or (mended and verdict in ("proved", "supported")):
        verdict, because = "undecided", STOPPED
    elif verdict in ("proved", "supported"):
        because = ""
    left, right = written(link)
    return {
        "part": link.part, "equation": link.number, "link": link.index, "relation": link.op,
        "left": left, "right": right, "verdict": verdict, "because": because,
    }  # fmt: skip
