"""The prover: one claim, the methods in order of price, bounded work.

What a method returns is believed by nobody: `kernel.certify` checks the proof again before a verdict says "proved".
"""

from __future__ import annotations

from typing import Any

from hw3verify.kernel.compute import equal_in_all_worlds
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, at_value, check_identity, generic, is_same
from hw3verify.kernel.supposed import learn_written
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Apply, free_names, walk
from hw3verify.search.prove.cases import prove_by_cases
from hw3verify.search.prove.comparison import prove_comparison
from hw3verify.search.prove.ends import prove_at_ends
from hw3verify.search.prove.implication import prove_implication
from hw3verify.search.prove.inequality import prove_order
from hw3verify.search.prove.monotone import prove_monotone
from hw3verify.search.prove.told import prove_told


def prove(claim: Claim) -> Proof | None:
    """A proof of the claim, if one is found within the bounds."""
    if not claim.premises and _closed(claim) and equal_in_all_worlds(claim):
        return Proof("compute", {})
    found = _plainly(claim) or prove_comparison(claim, _plainly)
    if found is None and claim.facts.laws:
        wider = generic(claim)  # what holds for all densities holds for those that a law gives
        if wider != claim:
            found = _proof(wider) or prove_comparison(wider, _plainly)
            return None if found is None else Proof(found.method, {**found.witness, "generic": True})
    return found or prove_at_ends(claim, _simply) or prove_told(claim, prove)


def _simply(claim: Claim) -> Proof | None:
    return _plainly(claim) or prove_comparison(claim, _plainly)


def _plainly(claim: Claim) -> Proof | None:
    return _proof(claim) or _by_cases(claim) or prove_by_cases(claim, _proof)


def _by_cases(claim: Claim) -> Proof | None:
    """A proof for both values of a binary name."""
    for name in sorted(claim.facts.binary & (free_names(claim.says.left) | free_names(claim.says.right)))[:2]:
        witness: dict[str, Any] = {"name": name}
        for value in (0, 1):
            case = at_value(claim, name, value)
            inner = None if case is None else (_proof(case) or _by_cases(case))
            if inner is None:
                break
            witness[str(value)] = {"method": inner.method, "witness": inner.witness}
        else:
            return Proof("cases", witness)
    return None


def _proof(claim: Claim) -> Proof | None:
    try:
        if claim.premises:
            return prove_implication(claim)
        normal = Normal(claim.facts)
        learn_written(normal, claim.says.left, claim.says.right)
        if claim.says.op in ("=", "<=", ">=") and (is_same(claim.says) or check_identity(normal, claim.says)):
            return Proof("identity", {})
        if claim.says.op in ("<=", ">=", "<", ">"):
            found = prove_order(normal, claim.says)
            return prove_monotone(claim) if found is None else found
    except (NoForm, TooLarge, ValueError):
        return None
    return None


def _closed(claim: Claim) -> bool:
    """Nothing to choose in any world: no parameters, only families with a law (whose value can be computed)."""
    if free_names(claim.says.left) | free_names(claim.says.right):
        return False
    heads = {law.head for law in claim.facts.laws}
    nodes = [node for side in (claim.says.left, claim.says.right) for node in walk(side)]
    return all(node.head in heads for node in nodes if isinstance(node, Apply))
