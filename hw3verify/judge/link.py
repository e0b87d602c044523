"""One claim to its evidence: prove, refute, prove harder, refute harder; the kernel has the last word.

`decide(claim)` is deterministic and bounded in steps (and, as a second line of defence, in time). A verdict `proved`
or `refuted` carries the kernel's certificate; the rest say how far the search went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.judge.outcome import HIDDEN, Outcome
from hw3verify.judge.relevance import relation_names, restricting
from hw3verify.kernel.certify import certify_counterexample, certify_proof
from hw3verify.kernel.normal import structure
from hw3verify.kernel.proof import Proof
from hw3verify.language.scope import DISCRETE, SUMMED
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    Call,
    Expr,
    Number,
    Product,
    Sum,
)
from hw3verify.meaning.extremum import RING, extrema
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.meaning.matrix import free_names as free_in_array

if TYPE_CHECKING:
    from hw3verify.search.refute.find import Budget

ENOUGH_WORLDS = 20  # fewer survivors than this support nothing
ENOUGH_EXACT = 6  # on the line every world is evaluated exactly, at parameters of many magnitudes
__all__ = ["Outcome", "decide", "names_of"]
TOO_FEW = "neither a proof nor enough worlds to try it in"


def decide(claim: Claim | ArrayClaim, vague: frozenset[str] = frozenset(), imposed: bool = False) -> Outcome:
    """The verdict on one claim; nothing that speaks of a vague name is refuted, nothing imposed is even tried.

    Equalities are tried to be proved first (that is cheap), everything else to be refuted first.
    """
    if isinstance(claim, ArrayClaim):
        from hw3verify.judge.arrays import decide_arrays

        return decide_arrays(claim, vague, imposed)
    from hw3verify.judge.hidden import hidden_names
    from hw3verify.search.refute.find import FEW_POINTS, Budget

    provable, refutable = with_equalities(claim, keep=structure), with_equalities(claim)
    counting = DISCRETE in vague
    hidden = hidden_names(claim, vague)
    if claim.facts.shapes:
        return _decide_shaped(provable, refutable, hidden, counting, imposed)
    if has_extremum(claim):
        return _decide_extremes(provable, refutable, hidden, counting, imposed)
    first = claim.says.op == "=" and not provable.premises
    proved = _prove(provable) if first or imposed else None
    if proved is not None:
        return proved
    if imposed:
        return Outcome("undecided", "imposed, and not always true")
    quick = _refute(refutable, Budget(counting=counting or SUMMED in vague), hidden)
    if SUMMED in vague and quick.verdict == "supported":
        quick = _refute(refutable, Budget(), hidden, True)
    if quick.verdict != "supported":
        return quick if quick.verdict == "refuted" else (None if first else _prove(provable)) or quick
    proved = None if first else _prove(provable)
    if proved is not None:
        return proved
    thorough = _refute(refutable, Budget(thorough=True, counting=counting), hidden, counting or SUMMED in vague)
    facts = claim.facts
    # under a law most worlds have lists of one entry, which say little of longer ones
    few = not facts.indexed if facts.laws else not facts.densities
    enough = ENOUGH_EXACT if few else ENOUGH_WORLDS
    if thorough.verdict == "refuted" or thorough.because == FEW_POINTS or thorough.worlds + quick.worlds < enough:
        return thorough if thorough.verdict != "supported" else Outcome("undecided", TOO_FEW, None, thorough.worlds)
    worlds = quick.worlds + thorough.worlds
    edge = _at_the_edge(refutable, hidden, counting or SUMMED in vague)
    if edge is not None:
        return edge
    from hw3verify.search.refute.domain import domain_fault

    fault = domain_fault(refutable)  # also zeros and poles that are none in floating point
    if fault:
        return Outcome("undecided", f"nothing speaks against it, but {fault}")
    return Outcome("supported", f"no proof was found; it held in {worlds} worlds", None, worlds)


def _decide_shaped(provable: Claim, refutable: Claim, hidden: list[str], counting: bool, imposed: bool) -> Outcome:
    """A claim about functions of which only the shape is known."""
    from hw3verify.judge.shaped import refute_shaped
    from hw3verify.search.refute.find import Budget

    if has_extremum(provable):
        proved = _decide_extremes(provable, refutable, hidden, counting, True)
    else:
        proved = _prove(provable) or Outcome("undecided", TOO_FEW)
    if proved.certified is not None or imposed:
        return proved

    def refute(rest: Claim) -> Outcome:
        if has_extremum(rest):
            return _decide_extremes(rest, rest, hidden, counting, False)
        quick = _refute(rest, Budget(), hidden, counting)
        enough = quick.worlds >= ENOUGH_WORLDS or quick.verdict != "supported"
        return quick if enough else Outcome("undecided", TOO_FEW, None, quick.worlds)

    return refute_shaped(refutable, refute)


def _decide_extremes(
    provable: Claim, refutable: Claim, hidden: list[str], counting: bool, imposed: bool
) -> Outcome:
    """A claim with extrema, by claims without; what is imposed is not refuted."""
    from hw3verify.judge.extremes import decide_extremes
    from hw3verify.search.refute.find import Budget

    def refute(rest: Claim) -> Outcome:
        quick = _refute(rest, Budget(), hidden, counting)
        if quick.verdict != "supported":
            return quick
        thorough = _refute(rest, Budget(thorough=True), hidden, counting)
        worlds = quick.worlds + thorough.worlds
        if thorough.verdict != "supported" or worlds < ENOUGH_WORLDS:
            return thorough if thorough.verdict == "refuted" else Outcome("undecided", TOO_FEW, None, worlds)
        return Outcome("supported", f"no proof was found; it held in {worlds} worlds", None, worlds)

    found = decide_extremes(provable, refutable, _prove, refute)
    if imposed and found.verdict != "proved":
        return Outcome("undecided", "imposed, and not always true")
    return found


def _refute(claim: Claim, budget: Budget, hidden: list[str], counting: bool = False) -> Outcome:
    """Refuted with a certificate, supported by the worlds survived, or undecided if there are none."""
    from hw3verify.search.refute.find import find_counterexample

    found = find_counterexample(claim, budget)
    if found.counterexample is not None:
        certified = certify_counterexample(claim, found.counterexample)
        if certified is not None:
            if hidden:
                return Outcome("undecided", f"{HIDDEN} {', '.join(hidden)} could not be read")
            widths = found.counterexample.world.widths.values()
            single = min(found.counterexample.world.sizes.values(), default=2) < 2
            if counting and (single or any(w != 1 for row in widths for w in row)):
                return Outcome("undecided", "false of densities; of discrete variables nothing was found")
            if found.counterexample.kind == "undefined":  # weak: more often a misreading than a mistake
                return Outcome("undecided", "one side has a value where the other has none")
            return Outcome("refuted", "a counterexample has been found", certified, found.worlds)
    if found.equal:
        proved = proved_by(claim, Proof("compute", {}))
        if proved is not None:
            return proved
    if not found.worlds:
        return Outcome("undecided", found.reason or TOO_FEW)
    return Outcome("supported", "", None, found.worlds)


def _at_the_edge(claim: Claim, hidden: list[str], counting: bool) -> Outcome | None:
    """Refuted, or doubtful, by a world at the edge; None where nothing was found there."""
    from hw3verify.search.refute.find import Budget, find_at_the_edge

    found = find_at_the_edge(claim, Budget(counting=counting))
    if found.reason:
        return Outcome("undecided", f"it held in all worlds that were drawn, but {found.reason}")
    certified = None if found.counterexample is None else certify_counterexample(claim, found.counterexample)
    if certified is None:
        return None
    if hidden:
        return Outcome("undecided", f"{HIDDEN} {', '.join(hidden)} could not be read")
    return Outcome("refuted", "a counterexample has been found", certified, 1)


def _prove(claim: Claim) -> Outcome | None:
    from hw3verify.search.prove.prove import prove

    return proved_by(claim, prove(claim))


def accepted_proof(claim: Claim) -> Proof | None:
    """A proof that search has found and the kernel has accepted; where the sides have values is not asked."""
    from hw3verify.search.prove.prove import prove

    proof = prove(claim)
    return proof if proof is not None and certify_proof(claim, proof) is not None else None


def proved_by(claim: Claim, proof: Proof | None) -> Outcome | None:
    """The outcome that a proof gives a claim: proved, or undecided where a side has no value; None if it is none."""
    from hw3verify.judge.shaped import example
    from hw3verify.search.refute.domain import domain_fault

    certified = None if proof is None else certify_proof(claim, proof)
    if certified is None:
        return None
    fault = domain_fault(example(claim))
    if fault:
        return Outcome("undecided", f"by algebra alone it holds, but {fault}")
    rules = ", ".join(certified.rules)
    return Outcome("proved", f"by {rules}" if rules else "by arithmetic", certified)


def with_equalities(claim: Claim, keep: Callable[[Relation], object] = lambda _: None) -> Claim:
    """Equations among the assumptions that concern the claim become premises, except those that `keep` knows."""
    premises = list(claim.premises)
    kept = []
    everything = claim.facts.assumptions if keep is structure else restricting(claim)
    for fact in everything:
        if fact.op == "=" and keep(fact) is None:
            if not _says_nothing(fact, claim.facts):
                premises.insert(0, fact)
        else:
            kept.append(fact)
    return Claim(claim.says, tuple(premises), replace(claim.facts, assumptions=tuple(kept)))


def _says_nothing(fact: Relation, facts: Facts) -> bool:
    """Is the equation true of anything, as \\sum_k pi_k = 1 is once the pi_k have been defined?"""
    from hw3verify.kernel.form import NoForm, TooLarge
    from hw3verify.kernel.normal import Normal
    from hw3verify.kernel.proof import check_identity

    try:
        return check_identity(Normal(replace(facts, assumptions=())), fact)
    except (NoForm, TooLarge, ValueError):
        return False


def names_of(claim: Claim | ArrayClaim) -> frozenset[str]:
    """Heads and free names of a claim, and the names that its extrema bind."""
    if isinstance(claim, ArrayClaim):
        return free_in_array(claim.left) | free_in_array(claim.right)
    found = frozenset[str]().union(*(relation_names(r) for r in (claim.says, *claim.premises)))
    return found | {n.split(RING)[0] for n in found if RING in n} | bound_names(claim)


def has_extremum(claim: Claim) -> bool:
    """Does the claim, or a condition of it, speak of an extremum over a range?"""
    relations = (claim.says, *claim.premises, *claim.facts.assumptions)
    return any(extrema(side) for r in relations for side in (r.left, r.right))


def bound_names(claim: Claim) -> frozenset[str]:
    """The names that the extrema of a claim bind, as they are written."""
    sides = (claim.says.left, claim.says.right)
    return frozenset(e.var.split(RING)[0] for side in sides for e in extrema(side))


def approximate(left: Expr, right: Expr, half_unit: Number) -> Relation:
    """|left - right| <= half a unit of the last digit that was written."""
    return Relation(Call("abs", (Sum((left, Product((Number(-1), right)))),)), "<=", half_unit)
