"""What both meanings of a law agree on.

A geometric law begins at 0 or at 1, `Exp(\\mu)` has the rate or the mean mu. Where the text does not say which, a claim
is decided for both, and only a verdict that they share is given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.link import Outcome
from hw3verify.language.conventions import other
from hw3verify.meaning.claim import Claim

DECIDED = ("proved", "refuted", "supported")


class Decider(Protocol):
    """What decides claims."""

    def decide(self, claim: Claim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict on a claim."""


def agreed(
    by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome, heads: frozenset[str]
) -> Outcome:
    """The outcome, if the other meaning of the laws of these families has the same."""
    laws = tuple((other(law) or law) if law.head in heads else law for law in claim.facts.laws)
    if laws == claim.facts.laws or outcome.verdict not in DECIDED:
        return outcome
    second = by.decide(replace(claim, facts=replace(claim.facts, laws=laws)), vague, imposed)
    if second.verdict == outcome.verdict:
        return outcome
    if {second.verdict, outcome.verdict} == {"proved", "supported"}:
        return outcome if outcome.verdict == "supported" else second
    return Outcome("undecided", "the law that is named may mean two things, and they differ here")


def open_heads(context: Context, meanings: tuple[Meaning, ...]) -> frozenset[str]:
    """The families whose law may mean two things."""
    return context.scope.open_laws.union(*(m.open_laws for m in meanings))
