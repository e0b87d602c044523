"""Kept evidence for a claim: the claim is handed to the kernel with it, and nothing of what it says is believed.

Law: a `Certified` comes from the kernel, for exactly this claim; evidence that does not fit gives None or raises one of
`MALFORMED`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hw3verify.judge.link import with_equalities
from hw3verify.kernel.certify import (
    Certified,
    certify_array_counterexample,
    certify_array_proof,
    certify_counterexample,
    certify_proof,
)
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.kernel.normal import structure
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.array_world import ArrayCounterexample
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.meaning.numeral import to_text

MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def certify(claim: Claim | ArrayClaim, data: Mapping[str, Any]) -> Certified | None:
    """The claim as certified by this evidence, if the kernel accepts it."""
    if isinstance(claim, ArrayClaim):
        if "proof" in data:
            return certify_array_proof(claim, Proof(str(data["proof"]["method"]), dict(data["proof"]["witness"])))
        return certify_array_counterexample(claim, ArrayCounterexample.from_dict(claim, data["counterexample"]))
    forms = dict.fromkeys((with_equalities(claim), with_equalities(claim, keep=structure)))
    for form in forms:
        if "proof" in data:
            proof = Proof(str(data["proof"]["method"]), dict(data["proof"]["witness"]))
            certified = certify_proof(form, proof)
        else:
            found = Counterexample.from_dict(form, data["counterexample"])
            checked = check_counterexample(found)
            values = (to_text(checked.left), to_text(checked.right), checked.kind)
            honest = checked.accepted and values == (found.left, found.right, found.kind)
            certified = certify_counterexample(form, found) if honest else None
        if certified is not None:
            return certified
    return None
