"""Claims about every function of a shape: proved as they are, refuted by one function of the shape.

A proof knows of f that it is convex, and nothing else. A counterexample puts one convex function for f and one world
for the rest; it is a counterexample to the claim, for its steps say which function it is. A claim that holds of
several functions in enough worlds is supported. Of a function that has no stated shape nothing is refuted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hw3verify.judge.outcome import HIDDEN, Outcome
from hw3verify.kernel.certify import certify_counterexample
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.shape import ANY

NO_SHAPE = "nothing says what {} is, and no proof was found for every such function"
NO_FUNCTION = "no proof was found, and no function of the shape to try it with"
ENOUGH_FUNCTIONS = 2


def example(claim: Claim) -> Claim:
    """The claim about one function of the shape; the claim itself where it speaks of none."""
    from hw3verify.search.refute.specimens import specimens

    if not claim.facts.shapes:
        return claim
    return next((rest for _, rest in specimens(claim)), claim)


def refute_shaped(refutable: Claim, refute: Callable[[Claim], Outcome]) -> Outcome:
    """The verdict on a claim about every function of a shape, of which no proof was found."""
    from hw3verify.search.refute.specimens import specimens

    loose = next((s.head for s in refutable.facts.shapes if s.sign == ANY), "")
    if loose:
        return Outcome("undecided", NO_SHAPE.format(loose))
    survived, worlds, last = 0, 0, Outcome("undecided", NO_FUNCTION)
    for steps, rest in specimens(refutable):
        found = refute(rest)
        if found.verdict == "refuted" and found.certified is not None:
            evidence = found.certified.evidence
            if isinstance(evidence, Counterexample):
                proposal = replace(evidence, claim=refutable, steps=(*steps, *evidence.steps))
                accepted = check_counterexample(proposal).accepted
                whole = certify_counterexample(refutable, proposal) if accepted else None
                if whole is not None:
                    return replace(found, certified=whole)
            last = Outcome("undecided", "a world that refutes it was not accepted")
        elif found.because.startswith(HIDDEN):
            return found  # false of one function of the shape, but a fact about it could not be read
        elif found.verdict in ("supported", "proved"):
            survived, worlds = survived + 1, worlds + found.worlds
        else:
            last = found
    if survived >= ENOUGH_FUNCTIONS:
        return Outcome("supported", f"no proof was found; it held for {survived} functions of the shape", None, worlds)
    return last
