"""Looking for a proof at an end of a stated range and beyond it; `kernel.ends` says what the two claims are."""

from __future__ import annotations

from collections.abc import Callable

from hw3verify.kernel.ends import end_of, ends
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim

MOST_ENDS = 3

Inner = Callable[[Claim], Proof | None]


def prove_at_ends(claim: Claim, inner: Inner, depth: int = 0) -> Proof | None:
    """A proof for the end that an assumption states and for what lies beyond, one assumption after the other."""
    if claim.premises or depth >= MOST_ENDS:
        return None
    for k, r in enumerate(claim.facts.assumptions):
        if end_of(r) is None:
            continue
        try:
            here, beyond = ends(claim, k)
        except ValueError:
            continue
        rest = prove_at_ends(beyond, inner, depth + 1) or inner(beyond)
        first = inner(here) if rest is not None else None
        if rest is None or first is None:
            return None
        proofs = [{"method": p.method, "witness": p.witness} for p in (first, rest)]
        return Proof("ends", {"assumption": k, "inner": proofs})
    return None
