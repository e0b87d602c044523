"""Steps that take the extrema of a claim away, and the claim that is left.

First every innermost extremum is replaced by its value where it is attained at a member that can be found: where the
objective is stationary, or at another density or a written side, with concavity or a proof of the bound. What is left
is tried side against side: for every member, at one member, at the same member on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hw3verify.kernel.extremum import bound_claim, equal_claim, reduced
from hw3verify.kernel.likelihood import moving_laws
from hw3verify.kernel.maximiser import argument_claims
from hw3verify.kernel.proof import check
from hw3verify.kernel.reduction import Step, of_claim
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
    Expr,
    Fold,
    Name,
    Number,
    divide,
)
from hw3verify.meaning.extremum import Member, at_member, extrema, names_within, objective
from hw3verify.search.prove.members import FAULTS, linear_weight, members, written_members

MOST_MEMBERS = 8
MOST_PROOFS = 6


def data(w: Member) -> list[Any]:
    """A member as it stands in a step."""
    return [encode(w.value), [list(pair) for pair in w.variables]]


def eliminate(claim: Claim) -> tuple[list[Step], Claim]:
    """The steps that replace extrema by their values, as far as that goes, and the claim after them."""
    steps: list[Step] = []
    grown = True
    while grown:
        grown = False
        for index, e in enumerate(of_claim(claim)):
            if extrema(e.body):
                continue
            step = _closing(claim, index, e)
            if step is not None:
                steps.append(step)
                claim, _ = reduced(claim, [step])
                grown = True
                break
    return steps, claim


def _closing(claim: Claim, index: int, e: Fold) -> Step | None:
    """A step that replaces the extremum by a value, equivalently."""
    if moving_laws(claim.facts, e):
        written: Step = ["likelihood", index]
        return written if _holds(claim, [written]) else None
    if e.domain.kind == "lipschitz":
        for order in (0, 1):
            step: Step = ["dual", index, order]
            if _holds(claim, [step]):
                return step
        return None
    if e.domain.kind == "family":
        return None
    weight = linear_weight(claim, e)
    if weight is not None and _holds(claim, [["linear", index, encode(weight)]]):
        return ["linear", index, encode(weight)]
    others = []
    for number, w in enumerate(members(claim, e)):
        if number >= MOST_MEMBERS:
            break
        for rule in ("concave", "log concave"):
            step = ["attained", index, data(w), rule]
            if _holds(claim, [step]):
                return step
        others.append(w)
    if e.op.startswith("arg"):
        return None
    for w in others[:MOST_PROOFS]:
        how = _bounded(claim, e, w)
        if how is not None:
            step = ["attained", index, data(w), how]
            if _holds(claim, [step]):
                return step
    return None


def _holds(claim: Claim, steps: list[Step]) -> bool:
    try:
        reduced(claim, steps)
    except FAULTS:
        return False
    return True


def _bounded(claim: Claim, e: Fold, w: Member) -> dict[str, Any] | None:
    """A proof that the objective is nowhere beyond its value at w; or beyond the other side, which is that value."""
    from hw3verify.search.prove.prove import prove

    try:
        value = at_member(objective(e), e.var, w)
        found = _proved(bound_claim(claim, e, value), prove)
        if found is not None:
            return {"bound": found}
        for limit in (claim.says.right, claim.says.left):
            if extrema(limit):
                continue
            equal = _proved(equal_claim(claim, e, w, limit), prove)
            below = None if equal is None else _proved(bound_claim(claim, e, limit), prove)
            if below is not None:
                return {"limit": encode(limit), "bound": below, "equal": equal}
    except FAULTS:
        return None
    return None


def _proved(claim: Claim, prove: Any) -> dict[str, Any] | None:
    proof = prove(claim)
    if proof is None or check(claim, proof) is None:
        return None
    return {"method": proof.method, "witness": proof.witness}


# -- side against side ----------------------------------------------------------------------------------------


def attempts(claim: Claim) -> Iterator[list[Step]]:
    """Lists of steps after which a claim is left that may be proved in the place of this one."""
    found = of_claim(claim)
    if len(found) == 2:
        yield [["same", 0, 1]]
        yield from _argument_steps(claim)
    if claim.says.op != "=":
        yield from _descents(claim, 0)


def _descents(claim: Claim, depth: int) -> Iterator[list[Step]]:
    """Every member for one extremum, then one member for another, until none is left."""
    if depth > 4:
        return
    found = of_claim(claim)
    if not found:
        yield []
        return
    for index in range(len(found)):
        try:
            rest, _ = reduced(claim, [["any", index]])
        except FAULTS:
            continue
        yield from ([["any", index], *more] for more in _descents(rest, depth + 1))
        return
    for index, e in enumerate(found):
        for w in list(written_members(claim, e))[:MOST_MEMBERS]:
            step: Step = ["some", index, data(w)]
            try:
                rest, _ = reduced(claim, [step])
            except FAULTS:
                continue
            yield from ([step, *more] for more in _descents(rest, depth + 1))


def _argument_steps(claim: Claim) -> Iterator[list[Step]]:
    from hw3verify.search.prove.prove import prove

    names = sorted(
        n for n in claim.facts.integer if n in names_within(claim.says.left) | names_within(claim.says.right)
    )
    factors: list[Expr] = [ONE]
    for k in (2, 3, 4):
        factors += [Number(k), divide(ONE, Number(k))]
    for n in names:
        factors += [Name(n), divide(ONE, Name(n))]
    for kinds in (("id", "id"), ("log", "id"), ("id", "log")):
        for factor in factors:
            step: list[Any] = ["arguments", encode(factor), *kinds, None]
            try:
                same, _ = argument_claims(claim, step)
                proof = prove(same)
            except FAULTS:
                return
            if proof is not None:
                step[4] = {"method": proof.method, "witness": proof.witness}
                yield [step]
                return


def refutations(claim: Claim) -> Iterator[list[Step]]:
    """Steps to what follows from the claim and may be refuted in its place."""
    for index, e in enumerate(of_claim(claim)):
        for kind in ("maximiser", "ordered") if e.op.startswith("arg") else ("any",):
            try:
                rest, uses = reduced(claim, [[kind, index]])
            except FAULTS:
                continue
            if "refutation" in uses:
                if not of_claim(rest):
                    yield [[kind, index]]
                else:
                    yield from ([[kind, index], *more] for more in refutations(rest))
