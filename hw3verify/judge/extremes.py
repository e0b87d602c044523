"""Claims about maxima and minima over functions, densities and numbers, decided by claims without them.

The search proposes steps that take the extrema away, the kernel checks each of them, and what is left is decided like
any other claim. The certificate is one for the claim as it was: its proof, or its world, carries the steps. A step that
only a proof may use never leads to a refutation, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hw3verify.judge.link import Outcome
from hw3verify.kernel.certify import Certified, certify_counterexample, certify_proof
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.kernel.extremum import reduced
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.reduction import EITHER, PROOF, NoStep, Step, of_claim
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Fold, free_names
from hw3verify.meaning.extremum import RING, extrema, objective, taken
from hw3verify.search.prove.members import is_linear

NOT_REACHED = "neither the extremum nor a bound on it was found"
MOST_ATTEMPTS = 24
PLAIN = frozenset("xtuzsvw")  # letters of real variables; theta, p and y may be probabilities


def decide_extremes(
    provable: Claim,
    refutable: Claim,
    prove: Callable[[Claim], Outcome | None],
    refute: Callable[[Claim], Outcome],
) -> Outcome:
    """The verdict on a claim with extrema; `prove` and `refute` decide claims without."""
    from hw3verify.search.prove.extremum import attempts, eliminate, refutations

    if provable.says.left == provable.says.right and provable.says.op in ("=", "<=", ">="):
        found = prove(provable)
        if found is not None:
            return found
    if not _same_places(provable):
        return Outcome("undecided", "the argument of the extremum stands at other variables than the other side")
    try:
        steps, rest = eliminate(provable)
    except NoStep as problem:
        return Outcome("undecided", str(problem))
    if not of_claim(rest):
        proved = _proved(provable, steps, prove(rest))
        if proved is not None:
            return proved
        return _refuted(refutable, steps, refute)
    for number, more in enumerate(attempts(rest)):
        if number >= MOST_ATTEMPTS:
            break
        found = _tried(provable, [*steps, *more], prove)
        if found is not None:
            return found
    last = Outcome("undecided", NOT_REACHED)
    if any(_is_implicit(refutable, e) for e in of_claim(rest)):
        return last
    for more in refutations(rest):
        found = _refuted(refutable, [*steps, *more], refute)
        if found.verdict == "refuted":
            return found
        last = found if found.verdict == "supported" and _either(refutable, [*steps, *more]) else last
    return last


def _same_places(claim: Claim) -> bool:
    """Does the other side of an argument of an extremum speak of its variables only?"""
    roles = dict(claim.facts.roles)
    for e, other in ((claim.says.left, claim.says.right), (claim.says.right, claim.says.left)):
        if isinstance(e, Fold) and e.op.startswith("arg") and isinstance(taken(e), Apply):
            if not (free_names(other) & roles.keys()) <= free_names(taken(e)) | free_names(objective(e)):
                return False
    return True


def _is_implicit(claim: Claim, e: Fold) -> bool:
    """May the range be smaller than what is written? A number without a range is some probability or rate, a function
    under a linear objective is bounded or Lipschitz by what the text says in words."""
    if (e.domain.lower, e.domain.upper, e.domain.role) != (None, None, "()"):
        return False
    if e.domain.kind == "numbers":
        return e.var.split(RING)[0] not in PLAIN
    return e.domain.kind == "functions" and is_linear(claim, e)


def _either(claim: Claim, steps: list[Step]) -> bool:
    try:
        return reduced(claim, steps)[1] == EITHER
    except NoStep:
        return False


def _tried(claim: Claim, steps: list[Step], prove: Callable[[Claim], Outcome | None]) -> Outcome | None:
    try:
        rest, uses = reduced(claim, steps)
    except NoStep:
        return None
    return None if PROOF not in uses or of_claim(rest) else _proved(claim, steps, prove(rest))


def _proved(claim: Claim, steps: list[Step], inner: Outcome | None) -> Outcome | None:
    """The proof of what is left, as a proof of the claim."""
    certified = None if inner is None else inner.certified
    if certified is None or certified.verdict != "proved" or not isinstance(certified.evidence, Proof):
        return None
    kept = {"method": certified.evidence.method, "witness": certified.evidence.witness}
    whole = certify_proof(claim, Proof("extremum", {"steps": steps, "inner": kept}))
    return None if whole is None else Outcome("proved", "by " + ", ".join(whole.rules), whole)


def _refuted(claim: Claim, steps: list[Step], refute: Callable[[Claim], Outcome]) -> Outcome:
    """The world that refutes what is left, as one that refutes the claim."""
    try:
        rest, _ = reduced(claim, steps)
    except NoStep as problem:
        return Outcome("undecided", str(problem))
    inner = refute(_signed(rest, claim))
    if inner.verdict == "supported" or inner.certified is None:
        return inner
    whole = _lifted(claim, steps, inner.certified)
    return Outcome("undecided", NOT_REACHED) if whole is None else replace(inner, certified=whole)


def _signed(rest: Claim, claim: Claim) -> Claim:
    """The claim where coefficients of unknown sign are positive: `a log y + b log(1 - y)` is about such a and b."""
    facts = rest.facts
    sides = (claim.says.left, claim.says.right)
    spoken = frozenset[str]().union(*(free_names(e) for side in sides for e in extrema(side)))
    told = facts.positive | facts.unit | facts.binary | facts.integer | dict(facts.roles).keys()
    told |= {n for r in facts.assumptions for s in (r.left, r.right) for n in free_names(s)}
    return replace(rest, facts=replace(facts, positive=facts.positive | (spoken - told)))


def _lifted(claim: Claim, steps: list[Step], certified: Certified) -> Certified | None:
    found = certified.evidence
    if not isinstance(found, Counterexample):
        return None
    proposal = replace(found, claim=claim, steps=tuple(steps))
    return certify_counterexample(claim, proposal) if check_counterexample(proposal).accepted else None
