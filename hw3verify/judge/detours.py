"""Other ways to decide a claim that could not be decided as it stands.

Densities that follow from stated laws are written out (`posteriors`), expectations under normal laws brought to one
shape (`pathwise`), functional derivatives carried out (`slopes_taken`), and functions and densities that may be any put
to a few examples (`examples`, `specialised`); what a cited theorem states is put before the claim (`cited`). Each of
these keeps to its law.
"""

from __future__ import annotations

from hw3verify.judge.cited import Placed, by_theorem
from hw3verify.judge.examples import exemplified
from hw3verify.judge.link import Outcome
from hw3verify.judge.pathwise import pathwise
from hw3verify.judge.posteriors import derived
from hw3verify.judge.slopes_taken import slopes_taken
from hw3verify.judge.specialised import specialised
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Apply, Fold, walk

WAYS = (derived, pathwise, exemplified, slopes_taken, specialised)


def by_detour(by: Placed, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or a better one on one of these ways."""
    for way in WAYS:
        outcome = way(by, claim, vague, imposed, outcome)
    outcome = by_theorem(by, claim, vague, outcome)
    if outcome.verdict == "supported" and claim.says.op != "=" and _of_lists(claim):
        return Outcome("undecided", "nothing speaks against it, but densities of lists are tried at few places")
    return outcome


def _of_lists(claim: Claim) -> bool:
    """Does the claim speak of a product of densities with laws over a list?"""
    laws = {law.head for law in claim.facts.laws}
    nodes = [n for side in (claim.says.left, claim.says.right) for n in walk(side)]
    products = [n for n in nodes if isinstance(n, Fold) and n.op == "product" and n.domain.kind == "index"]
    return any(isinstance(n, Apply) and n.head in laws for f in products for n in walk(f.body))
