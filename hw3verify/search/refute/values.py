"""Values at which laws are looked at: where p(x_i | theta) has a stated law, worlds draw x_i from its support.

`lives(claim)` says of entries of lists, and of roles, on which kind of numbers their laws live. It is a hint for
drawing worlds and no more: the kernel refuses worlds in which a density stands outside of its support.
"""

from __future__ import annotations

from functools import lru_cache

from hw3verify.kernel.law import law_for
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Apply, walk

COIN, COUNT, TRIAL, HALF, UNIT = "coin", "count", "trial", "half", "unit"
LIVES = {
    "bernoulli": COIN, "poisson": COUNT, "geometric0": COUNT, "geometric": TRIAL, "exponential": HALF, "gamma": HALF,
    "beta": UNIT,
}  # fmt: skip


@lru_cache(maxsize=64)
def lives(claim: Claim) -> dict[str, str]:
    """Head of a list, or role -> where the only law that speaks of it lives."""
    found: dict[str, set[str]] = {}
    for r in (claim.says, *claim.premises):
        for side in (r.left, r.right):
            for n in walk(side):
                if isinstance(n, Apply) and len(n.args) == 1 and n.head in claim.facts.densities:
                    law, at = law_for(claim.facts, n), n.args[0].value
                    if law is not None and isinstance(at, Apply) and at.head in claim.facts.indexed:
                        found.setdefault(at.head, set()).add(LIVES.get(law.name, ""))
    for law in claim.facts.laws:
        if len(law.outcome) == 1:
            found.setdefault(law.outcome[0], set()).add(LIVES.get(law.name, ""))
    return {name: min(kinds) for name, kinds in found.items() if len(kinds) == 1 and kinds != {""}}
