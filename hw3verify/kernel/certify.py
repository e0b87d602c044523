"""The only maker of certified results.

A verdict `proved` or `refuted` needs a `Certified`, and only this module can build one: after `kernel.proof.check` or
`kernel.counterexample.check` (`array_proof`, `array_counterexample`) has accepted the evidence for exactly this claim.
"""

from __future__ import annotations

from typing import Any

from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.array_world import ArrayCounterexample
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.matrix import ArrayClaim

_TOKEN = object()


class Certified:
    """A claim together with evidence that the kernel has checked; cannot be built outside this module."""

    __slots__ = ("claim", "evidence", "rules", "verdict")

    def __init__(
        self,
        token: object,
        verdict: str,
        claim: Claim | ArrayClaim,
        evidence: Proof | Counterexample | ArrayCounterexample,
        rules: tuple[str, ...],
    ) -> None:
        if token is not _TOKEN:
            raise TypeError("only the kernel certifies; use certify_proof or certify_counterexample")
        self.verdict, self.claim, self.evidence, self.rules = verdict, claim, evidence, rules

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(self, "rules"):
            raise AttributeError("a certified result is immutable")
        object.__setattr__(self, name, value)


def certify_proof(claim: Claim, proof: Proof) -> Certified | None:
    """The claim as proved, if the kernel accepts the proof."""
    rules = check(claim, proof)
    return None if rules is None else Certified(_TOKEN, "proved", claim, proof, rules)


def certify_counterexample(claim: Claim, found: Counterexample) -> Certified | None:
    """The claim as refuted, if the kernel confirms that the world breaks it."""
    from hw3verify.kernel.counterexample import check_counterexample

    if found.claim != claim or not check_counterexample(found).accepted:
        return None
    return Certified(_TOKEN, "refuted", claim, found, ())


def certify_array_proof(claim: ArrayClaim, proof: Proof) -> Certified | None:
    """The claim about vectors and matrices as proved, if the kernel accepts the proof."""
    from hw3verify.kernel.array_proof import check_array_proof

    rules = check_array_proof(claim, proof)
    return None if rules is None else Certified(_TOKEN, "proved", claim, proof, rules)


def certify_array_counterexample(claim: ArrayClaim, found: ArrayCounterexample) -> Certified | None:
    """The claim about vectors and matrices as refuted, if the kernel confirms that the world breaks it."""
    from hw3verify.kernel.array_counterexample import fails

    return Certified(_TOKEN, "refuted", claim, found, ()) if found.claim == claim and fails(found) else None
