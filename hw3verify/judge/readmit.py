"""An outcome that was found before, made again from its evidence: the kernel checks it anew, nothing is searched for.

Law: what comes out is what `decide` could have said of this claim. A proof or a counterexample counts only after the
kernel has accepted it for this very claim, and after the same doubts (names whose facts were not read, sides without a
value, discrete variables, what is imposed) as in a search. Malformed evidence is None, never an exception.

Outcomes without evidence (supported, undecided) cannot be checked; whoever keeps them has to vouch for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hw3verify.judge.hidden import hidden_names
from hw3verify.judge.link import has_extremum, proved_by, with_equalities
from hw3verify.judge.outcome import Outcome
from hw3verify.kernel.certify import certify_counterexample
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.kernel.normal import structure
from hw3verify.kernel.proof import Proof
from hw3verify.language.scope import DISCRETE, SUMMED
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.numeral import to_text

MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def evidence_of(claim: Claim, outcome: Outcome) -> dict[str, Any] | None:
    """The evidence of an outcome as plain data; None where it is not about this claim as it stands."""
    if outcome.certified is None or has_extremum(claim) or claim.facts.shapes:
        return None
    found, about = outcome.certified.evidence, outcome.certified.claim
    if isinstance(found, Proof) and about in (with_equalities(claim, keep=structure), with_equalities(claim)):
        strict = about == with_equalities(claim, keep=structure)
        return {"proof": {"method": found.method, "witness": found.witness}, "structured": strict}
    if isinstance(found, Counterexample) and about == with_equalities(claim):
        return {"counterexample": found.to_dict()}
    return None


def readmitted(claim: Claim, vague: frozenset[str], imposed: bool, evidence: Mapping[str, Any]) -> Outcome | None:
    """The outcome proved or refuted that this evidence gives the claim; None if it does not hold, or not here."""
    try:
        if has_extremum(claim) or claim.facts.shapes:
            return None
        if "proof" in evidence:
            form = with_equalities(claim, keep=structure) if evidence.get("structured") else with_equalities(claim)
            kept = evidence["proof"]
            outcome = proved_by(form, Proof(str(kept["method"]), dict(kept["witness"])))
            return outcome if outcome is not None and outcome.verdict == "proved" else None
        return None if imposed else _refuted(with_equalities(claim), claim, vague, evidence["counterexample"])
    except MALFORMED:
        return None


def _refuted(form: Claim, claim: Claim, vague: frozenset[str], data: Mapping[str, Any]) -> Outcome | None:
    found = Counterexample.from_dict(form, data)
    checked = check_counterexample(found)
    values = (to_text(checked.left), to_text(checked.right), checked.kind)
    if not checked.accepted or values != (found.left, found.right, found.kind) or found.kind == "undefined":
        return None
    if hidden_names(claim, vague):
        return None
    if vague & {DISCRETE, SUMMED}:  # then it is a counterexample among mass functions, or none
        single = min(found.world.sizes.values(), default=2) < 2
        if single or any(w != 1 for row in found.world.widths.values() for w in row):
            return None
    certified = certify_counterexample(form, found)
    return None if certified is None else Outcome("refuted", "a counterexample has been found", certified)
