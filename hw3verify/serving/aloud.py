"""One text judged aloud: every link is told as soon as there is a first word on it, and again when more is known.

    {"card": {"key", "line", "verdict", "settled", "html"}}         a link, or what has changed of it
    {"outline": {"keys", "html", "said", "settled"}}                all links in their order, and what is said in sum

First every link is told provisionally (`grading.remembering.provisional`: what fails may yet be saved by another
reading of its sides), then the report, then the hints. What has not changed is not told again.

Law: the last word on each link is that of `judge_source` with hints. `stop` is asked before every link and every claim;
when it says yes, `Stopped` ends the judgement wherever it is. Verdicts on claims are kept in `decided` from text to
text, so that after a change of one line only its links are searched for again: they depend on the claim alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.grading.remembering import provisional
from hw3verify.judge.assess import Assessment, Assessor, Choice
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link
from hw3verify.judge.judge import report_on, try_source
from hw3verify.judge.outcome import Outcome
from hw3verify.judge.present import link_record
from hw3verify.judge.record import LinkVerdict, Report
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.serving.card import card
from hw3verify.serving.outline import outline

MOST_KEPT = 4_000  # verdicts on claims
FURTHER = "looking further: other readings and conditions may speak for it"
Tell = Callable[[dict[str, Any]], None]
Decided = dict[tuple[Claim | ArrayClaim, frozenset[str], bool], Outcome]


class Stopped(BaseException):
    """Nobody waits for this judgement any more. No `Exception`, since those become verdicts of a link."""


def judge_aloud(
    source: Source, assignment: Assignment | None, decided: Decided, tell: Tell, stop: Callable[[], bool]
) -> None:
    """Judge a text and tell of it; raises `Stopped` when `stop` says so."""
    if len(decided) > MOST_KEPT:
        decided.clear()
    voice = _Voice(source, tell)
    trial = try_source(source, assignment, _Aloud(decided, voice, stop))
    for hints in (False, True):
        report = report_on(trial, assignment, hints)
        voice.report([v.link for v in trial.verdicts], report, settled=hints or not report.refuted)
        if not report.refuted:
            return


class _Aloud(Assessor):
    """Assesses links, and says the first word on each of them."""

    def __init__(self, decided: Decided, voice: _Voice, stop: Callable[[], bool]) -> None:
        super().__init__()
        self._decided = decided
        self._voice, self._stop = voice, stop

    def assess(self, link: Link, context: Context, choice: Choice, imposed: bool = False) -> Assessment:
        """The verdict on a link under a choice of readings."""
        self._ask()
        found = super().assess(link, context, choice, imposed)
        if not choice:
            self._voice.first(link, context, found, imposed)
        return found

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict on a claim, remembered from earlier texts too."""
        self._ask()
        return super().decide(claim, vague, imposed)

    def _ask(self) -> None:
        if self._stop():
            raise Stopped


class _Voice:
    """Tells each link once for each state that it is in."""

    def __init__(self, source: Source, tell: Tell) -> None:
        self._source, self._tell = source, tell
        self._keys: dict[tuple[str, str, int, int], str] = {}
        self._alike: dict[tuple[str, str, int], int] = {}
        self._said: dict[str, dict[str, Any]] = {}

    def first(self, link: Link, context: Context, found: Assessment, imposed: bool) -> None:
        """The provisional card of a link that has none."""
        if _place(link) in self._keys:
            return
        word = provisional(link, found, imposed)
        record = link_record(self._source, Verdict(link, context, found))
        open_yet = word["verdict"] != found.outcome.verdict
        record = replace(record, verdict=word["verdict"], because=FURTHER if open_yet else record.because,
                         counterexample=None, proof=record.proof if word["verdict"] == "proved" else None)  # fmt: skip
        self._card(self._key(link), record, settled=False)

    def report(self, links: list[Link], report: Report, settled: bool) -> None:
        """All cards that have changed, then the outline."""
        keys = [self._key(link) for link in links]
        for key, record in zip(keys, report.links, strict=True):
            self._card(key, record, settled=settled or record.verdict != "refuted")
        self._tell({"outline": {"keys": keys, "settled": settled, **outline(report)}})

    def _card(self, key: str, record: LinkVerdict, settled: bool) -> None:
        identifier = "link-" + sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
        said = {"key": key, "line": record.line, "verdict": record.verdict, "settled": settled,
                "html": card(record, identifier)}  # fmt: skip
        if self._said.get(key) != said:
            self._said[key] = said
            self._tell({"card": said})

    def _key(self, link: Link) -> str:
        """A name for a link that stays when lines are put in elsewhere: its part and number, and which of several."""
        place = _place(link)
        if place not in self._keys:
            number = self._alike.get(place[:3], 0)
            self._alike[place[:3]] = number + 1
            self._keys[place] = f"{link.part}|{link.number}|{link.index}|{number}"
        return self._keys[place]


def _place(link: Link) -> tuple[str, str, int, int]:
    return link.part, link.number, link.index, link.start
