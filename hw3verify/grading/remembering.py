"""An assessor with a memory and a voice: it looks a claim up before it searches, and tells each link as it comes.

A claim is decided as its image under `alpha`; the evidence is put back under the names that were written, and checked
by the kernel again. So claims that differ in names alone share an entry, and what comes out does not depend on whose
claim was first. What is not certain for the image, or does not hold under the written names, is decided as it stands.

What is told first is provisional. A link that fails may yet be saved by another reading of its sides, by a condition
imposed before it, or by what was asked; so of a submission that is stopped halfway, `provisional` turns a refutation
into `undecided`: a link is called refuted only when everything that could speak for it has been heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.grading.alpha import AS_WRITTEN, alpha
from hw3verify.grading.cache import Cache, entry_of, restored
from hw3verify.grading.keys import fingerprint, key_of
from hw3verify.grading.memory import Memory
from hw3verify.judge.assess import Assessment, Assessor, Choice
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, sides_of
from hw3verify.judge.hidden import concerning
from hw3verify.judge.link import accepted_proof, decide
from hw3verify.judge.outcome import Outcome
from hw3verify.judge.present import written
from hw3verify.judge.readmit import MALFORMED, evidence_of, readmitted
from hw3verify.kernel.certify import certify_proof
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.matrix import ArrayClaim

STOPPED = "it was stopped before everything that could speak for this link was heard"


class Remembering(Assessor):
    """Assesses links with the help of a memory and a cache, and calls `tell` with the first word on each of them."""

    def __init__(self, cache: Cache, tell: Callable[[dict[str, Any]], None], memory: Memory | None = None) -> None:
        super().__init__()
        self._cache, self._tell = cache, tell
        self._memory = Memory() if memory is None else memory
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
        if isinstance(claim, Claim):
            vague = concerning(claim, vague)
        key = (claim, vague, imposed)
        known: Outcome | None = self._memory.find(key)
        if known is None:
            known = self._outcome(claim, vague, imposed) if isinstance(claim, Claim) else decide(claim, vague, imposed)
            self._memory.put(key, known)
        return known

    def proof(self, claim: Claim) -> Proof | None:
        """A proof of a claim that the kernel accepts: remembered, found in the cache and checked, or searched for."""
        known: tuple[Proof | None] | None = self._memory.find(claim)
        if known is None:
            known = (self._proof(claim),)
            self._memory.put(claim, known)
        return known[0]

    def _outcome(self, claim: Claim, vague: frozenset[str], imposed: bool) -> Outcome:
        """The outcome of a claim, the same whatever other claims of this shape have been decided before."""
        image = alpha(claim, vague)
        if image is not None:
            form, doubts, names = image
            key = self._key(form, doubts, imposed, "verdict")
            entry = self._cache.find(key)
            found = None if entry is None else admitted(names.back(entry), claim, vague, imposed)
            if found is None:
                entry = self._decided_anew(key, form, doubts, imposed)[0]
                found = admitted(names.back(entry), claim, vague, imposed)
            if found is not None and found.certified is not None:
                return found
        key = self._key(claim, vague, imposed, "verdict")
        entry = self._cache.find(key)
        found = None if entry is None else admitted(entry, claim, vague, imposed)
        if found is None:
            entry, new = self._decided_anew(key, claim, vague, imposed)
            found = admitted(entry, claim, vague, imposed) or new
        return found

    def _decided_anew(
        self, key: str, claim: Claim, vague: frozenset[str], imposed: bool
    ) -> tuple[dict[str, Any], Outcome]:
        """Search, and keep what is found: what is shown of it is the same now and when it is found again."""
        found = decide(claim, vague, imposed)
        entry = entry_of(found, evidence_of(claim, found))
        self._cache.keep(key, entry)
        return entry, found

    def _proof(self, claim: Claim) -> Proof | None:
        """A proof under the names of the image, or else under those that were written."""
        image = alpha(claim, frozenset())
        for form, _, names in (*([] if image is None else [image]), (claim, None, AS_WRITTEN)):
            key = self._key(form, frozenset(), False, "proof")
            entry = self._cache.find(key)
            proof = None if entry is None else fitting(names.back(entry), claim)
            if proof is None and (entry is None or entry["verdict"] != "undecided"):
                found = accepted_proof(form)
                evidence = None if found is None else {"proof": {"method": found.method, "witness": found.witness}}
                entry = entry_of(Outcome("undecided" if found is None else "proved", ""), evidence)
                self._cache.keep(key, entry)
                proof = fitting(names.back(entry), claim)
            if proof is not None:
                return proof
        return None

    def _key(self, form: Claim, doubts: frozenset[str], imposed: bool, asked: str) -> str:
        """The key of a question in the cache; "" where there is none."""
        try:
            return key_of(form, doubts, imposed, f"{asked} {fingerprint()}") if self._cache.used else ""
        except (TypeError, RecursionError):
            return ""


def fitting(entry: dict[str, Any], claim: Claim) -> Proof | None:
    """The proof of an entry, if the kernel accepts it for this claim."""
    try:
        kept = entry["evidence"]["proof"]
        proof = Proof(str(kept["method"]), dict(kept["witness"]))
    except MALFORMED:
        return None
    return proof if certify_proof(claim, proof) is not None else None


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
