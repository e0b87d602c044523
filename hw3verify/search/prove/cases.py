"""Looking for a proof by cases: the kernel says which sign it would have to know, and that is told apart.

The tree that comes out is believed by nobody; `kernel.situations` goes through it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.kernel.pieces import needs_pieces
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.ranges import Unresolved, Unsettled
from hw3verify.kernel.situations import BRANCHES, STRICT, in_case, plain, resolved, with_laws
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import Expr, Fold, free_names, walk
from hw3verify.meaning.value import CannotEvaluate

MOST_FORKS = 20
MOST_DEPTH = 7

Inner = Callable[[Claim], Proof | None]


def prove_by_cases(claim: Claim, inner: Inner) -> Proof | None:
    """A proof of a claim with absolute values, indicators, piecewise integrands or distances."""
    sides = (claim.says.left, claim.says.right)
    if claim.premises or not any(needs_pieces(s, claim.facts) or _has_range(s) for s in sides):
        return None
    tree = _Search(inner).grow(with_laws(claim), (), 0)
    return None if tree is None else Proof("situations", tree)


def _has_range(e: Expr) -> bool:
    """Is there an integral between two ends, whose order may matter?"""
    return any(isinstance(n, Fold) and n.domain.kind == "interval" and free_names(n) for n in walk(e))


class _Search:
    def __init__(self, inner: Inner) -> None:
        self.inner = inner
        self.forks = 0

    def grow(self, claim: Claim, asked: tuple[Expr, ...], depth: int) -> dict[str, Any] | None:
        """A tree for the claim, if one is found within the bounds."""
        try:
            case = resolved(claim)
        except Unsettled as problem:
            return self._fork(claim, problem.about, asked, depth)
        except (Unresolved, CannotEvaluate):
            return None
        if case is None or plain(case.says):
            return {"method": "", "witness": {}}
        if plain(case.says) is False:
            return None
        proof = self.inner(case)
        return None if proof is None else {"method": proof.method, "witness": proof.witness}

    def _fork(self, claim: Claim, about: Expr, asked: tuple[Expr, ...], depth: int) -> dict[str, Any] | None:
        self.forks += 1
        known = free_names(claim.says.left) | free_names(claim.says.right)
        known |= frozenset().union(*(free_names(p) for law in claim.facts.laws for p in law.parameters))
        if self.forks > MOST_FORKS or depth >= MOST_DEPTH or not free_names(about) <= known:
            return None
        tree: dict[str, Any] = {"about": encode(about)}
        for name, ops in (STRICT if about in asked else BRANCHES).items():
            branch = self.grow(in_case(claim, about, ops), (*asked, about), depth + 1)
            if branch is None:
                return None
            tree[name] = branch
        return tree
