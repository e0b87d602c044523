"""Proofs of claims about vectors and matrices: those of the claims about numbers that they become.

Equations are multiplied out; inequalities are tried as they are, then with the sizes of vectors in the place of their
products, then with a root squared away. What becomes one claim that is proved is handed to the kernel.
"""

from __future__ import annotations

from typing import Any

from hw3verify.kernel.array_proof import as_numbers
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.search.prove.prove import prove as prove_numbers

WAYS = ((False, False), (True, False), (True, True), (False, True))  # (norms, squared)


def prove(claim: ArrayClaim) -> Proof | None:
    """A proof, if one is found."""
    for norms, squared in WAYS if claim.op in ("<=", ">=") else WAYS[:1]:
        found = as_numbers(claim, norms, squared)
        inner: list[dict[str, Any]] = []
        for scalar in () if found is None else found[0]:
            proof = prove_numbers(scalar)
            if proof is None:
                break
            inner.append({"method": proof.method, "witness": proof.witness})
        if found is not None and len(inner) == len(found[0]):
            return Proof("array", {"norms": norms, "squared": squared, "inner": inner})
    return None
