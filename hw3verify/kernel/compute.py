"""Claims about fixed numbers: nothing to choose, so one exact evaluation decides.

`equal_in_all_worlds(claim)` is true only when the claim has no free variable, parameter or table, needs no premise,
and holds with certainty: an equation when both sides are the same exact value (unique factorisation), an inequality
when the sides are exact or separated. Balls that overlap prove nothing.
"""

from __future__ import annotations

from hw3verify.kernel.evaluate import relation_holds
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import free_names
from hw3verify.meaning.value import CannotEvaluate
from hw3verify.meaning.world import World


def equal_in_all_worlds(claim: Claim) -> bool:
    """Does the claim hold by computation alone?"""
    if free_names(claim.says.left) | free_names(claim.says.right):
        return False
    try:  # an empty world: whatever is not fixed by a stated law has no value in it
        return relation_holds(claim.says, World(), {}, claim.facts) is True
    except CannotEvaluate:
        return False
