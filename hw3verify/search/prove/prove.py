"""The prover: one claim, the methods in order of price, bounded work.

What a method returns is believed by nobody: `kernel.certify` checks the proof again before a verdict says "proved".
"""

from __future__ import annotations

from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, check_identity
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Apply, Derivative, Name, walk
from hw3verify.search.prove.implication import prove_implication
from hw3verify.search.prove.inequality import prove_order


def prove(claim: Claim) -> Proof | None:
    """A proof of the claim, if one is found within the bounds."""
    if claim.premises:
        return prove_implication(claim)
    if _closed(claim):
        return Proof("compute", {})
    try:
        normal = Normal(claim.facts)
        if claim.says.op in ("=", "<=", ">=") and check_identity(normal, claim.says):
            return Proof("identity", {})
        if claim.says.op in ("<=", ">=", "<", ">"):
            return prove_order(normal, claim.says)
    except (NoForm, TooLarge, ValueError):
        return None
    return None


def _closed(claim: Claim) -> bool:
    """Nothing to choose in any world: no parameters, only families with a law (whose value can be computed)."""
    heads = {law.head for law in claim.facts.laws}
    bound = set()
    for side in (claim.says.left, claim.says.right):
        for node in walk(side):
            if isinstance(node, Apply) and node.head not in heads:
                return False
            if isinstance(node, Derivative):
                return False
            if isinstance(node, Name):
                bound.add(node.id)
    from hw3verify.meaning.expr import free_names

    return not (free_names(claim.says.left) | free_names(claim.says.right))
