"""Checking kept evidence against the document as it is now, without any search.

The document is read again, every certificate names a link and the readings of its sides, these readings are replayed,
the claim is formed anew from the document and its facts, and the kernel checks the evidence for exactly this claim. So
a certificate holds only if the document says today what the evidence shows, whatever was changed in either.

Law: a certificate that holds is a proof or a counterexample of the link's claim, by `language`, `meaning` and `kernel`
alone. Nothing is believed of what a certificate says: a malformed one is rejected, it never raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.assess import Assessment, Assessor, Choice
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, Side, sides_of
from hw3verify.judge.kept import MALFORMED, certify
from hw3verify.judge.link import Outcome, names_of
from hw3verify.judge.present import written
from hw3verify.judge.record import Rechecked
from hw3verify.judge.trial import Trial, try_document
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.matrix import ArrayClaim

Key = tuple[str, str, int]
NO_LINK = "the document has no such link"


def recheck(
    source: Source, certificates: Sequence[Mapping[str, Any]], assignment: Assignment | None = None
) -> Iterable[Rechecked]:
    """One row for every certificate, in their order."""
    return rechecked(source, certificates, assignment)[1]


def rechecked(
    source: Source, certificates: Sequence[Mapping[str, Any]], assignment: Assignment | None = None
) -> tuple[Trial, list[Rechecked]]:
    """The document tried by this evidence alone, and one row for every certificate."""
    kept = [_Certificate(_key(data), data) for data in certificates]
    trial = try_document(source, assignment, _Checker(kept))
    return trial, [c.row() for c in kept]


@dataclass(slots=True)
class _Certificate:
    """A certificate and what has been found of it so far."""

    key: Key
    data: Mapping[str, Any]
    holds: bool = False
    because: str = NO_LINK

    def row(self) -> Rechecked:
        """The record."""
        part, number, index = self.key
        return Rechecked(number, index, str(self.data.get("verdict", "")), self.holds, self.because, part)


def _key(data: Mapping[str, Any]) -> Key:
    index = data.get("link")
    return str(data.get("part", "")), str(data.get("equation", "")), index if isinstance(index, int) else -1


class _Checker(Assessor):
    """Decides a link by the certificates for it."""

    searches = False

    def __init__(self, certificates: Iterable[_Certificate]) -> None:
        super().__init__()
        self._kept: dict[Key, list[_Certificate]] = {}
        for c in certificates:
            self._kept.setdefault(c.key, []).append(c)
        self._evidence: list[Mapping[str, Any]] = []

    def assess(self, link: Link, context: Context, choice: Choice, imposed: bool = False) -> Assessment:
        """The assessment under the readings and by the evidence of a certificate; undecided without one."""
        result = Assessment(Outcome("undecided", "no certificate"))
        for c in self._kept.get((link.part, link.number, link.index), []):
            if c.holds:
                continue
            found, c.because = self._try(c.data, link, context, choice, imposed)
            if found is None or found.outcome.certified is None:
                continue
            if found.outcome.verdict == c.data.get("verdict"):
                c.holds, result = True, found
                break
            c.because = f"the evidence shows that the link is {found.outcome.verdict}"
        return result

    def _try(
        self, data: Mapping[str, Any], link: Link, context: Context, choice: Choice, imposed: bool
    ) -> tuple[Assessment | None, str]:
        try:
            if (data["left"], data["right"]) != written(link):
                return None, "the document has been changed here"
            other = data.get("other")
            self._evidence = [data] if other is None else [data, dict(other)]
            readings = replayed(sides_of(link), data["readings"])
            if readings is None:
                return None, "a side cannot be read in this way"
        except MALFORMED as problem:
            return None, f"malformed certificate ({type(problem).__name__})"
        found = super().assess(link, context, {**choice, **readings}, imposed)
        return found, "" if found.outcome.certified is not None else found.outcome.because

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict that the evidence at hand has for this claim."""
        hidden = vague if isinstance(claim, ArrayClaim) else vague & names_of(claim)
        for data in self._evidence:
            try:
                certified = certify(claim, data)
            except MALFORMED as problem:
                return Outcome("undecided", f"malformed evidence ({type(problem).__name__})")
            if certified is not None and (certified.verdict == "proved" or not (hidden or imposed)):
                return Outcome(certified.verdict, "", certified)
        return Outcome("undecided", "the evidence does not fit what the document says")


def replayed(sides: tuple[Side, ...], paths: Any) -> Choice | None:
    """The readings with these paths; None if a side has no such reading."""
    choice: Choice = {}
    if len(paths) != len(sides):
        return None
    for side, path in zip(sides, paths, strict=True):
        first = side.readings.first
        wanted = tuple(path)
        if first is None:
            return None
        if first.path != wanted:
            numbers = [n for n, reading in enumerate(side.readings.readings) if reading.path == wanted]
            if not numbers:
                return None
            choice[id(side)] = numbers[0]
    return choice
