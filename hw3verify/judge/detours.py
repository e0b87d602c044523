"""Other ways to decide a claim that could not be decided as it stands.

Densities that follow from stated laws are written out (`posteriors`), expectations under normal laws brought to one
shape (`pathwise`), and a function that may be any put to a few examples (`examples`). Each of these keeps to its law.
"""

from __future__ import annotations

from hw3verify.judge.agreed import Decider
from hw3verify.judge.examples import exemplified
from hw3verify.judge.link import Outcome
from hw3verify.judge.pathwise import pathwise
from hw3verify.judge.posteriors import derived
from hw3verify.meaning.claim import Claim

WAYS = (derived, pathwise, exemplified)


def by_detour(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or a better one on one of these ways."""
    for way in WAYS:
        outcome = way(by, claim, vague, imposed, outcome)
    return outcome
