"""A sample of worlds in which many relations between expressions are looked at, in floating point.

`sample_of(claim)` draws a few worlds and moves them onto the conditions of a claim; `Sample.holds` says whether a
relation between any two expressions over the same names could be true there. What was evaluated once is not evaluated
again, so that a hundred variants of one formula cost little more than one.

Law: nothing found here is believed; it only tells what is not worth a proof. None means that the sample says nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hw3verify.kernel.derive import without_derivatives
from hw3verify.kernel.faithful import unfaithful
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Expr
from hw3verify.meaning.value import CannotEvaluate
from hw3verify.search.refute.find import seed_of, too_deep
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.satisfy import Prepared, prepared
from hw3verify.search.refute.subject import subject_of

RUNGS = (Rung(2, 12, "plain", 2), Rung(3, 12, "nice", 3))
DEEPER = 2  # folds that a variant may have more than the claim, one inside the other
FEWEST = 3  # worlds without which a rung says nothing
CLEAR, FINE = 1e-6, 1e-9


class Sample:
    """Worlds that satisfy the conditions of one claim."""

    def __init__(self, claim: Claim, ready: tuple[Prepared, ...]) -> None:
        self.claim, self.ready = claim, ready
        self._plain: dict[Expr, Expr] = {}

    def holds(self, op: str, left: Expr, right: Expr) -> bool | None:
        """Could the relation hold in all worlds of the sample? None where it cannot be evaluated in any."""
        try:
            left, right = self._without_derivatives(left), self._without_derivatives(right)
            with np.errstate(all="ignore"):
                said = [_in_batch(ready, op, left, right) for ready in self.ready]
        except (CannotEvaluate, KeyError, IndexError, ValueError, RecursionError):  # what the worlds do not know
            return None
        if False in said:
            return None if self._unfaithful(op, left, right) else False
        return True if True in said else None

    def _without_derivatives(self, e: Expr) -> Expr:
        known = self._plain.get(e)
        if known is None:
            known = self._plain[e] = without_derivatives(e, self.claim.facts)
        return known

    def _unfaithful(self, op: str, left: Expr, right: Expr) -> bool:
        if not any(ready.batch.points for ready in self.ready):
            return False
        variant = replace(self.claim, says=Relation(left, op, right))
        return any(unfaithful(variant, ready.batch.world(0), {}) for ready in self.ready)


def sample_of(claim: Claim) -> Sample | None:
    """A sample for a claim, if it can be looked at in cells at all."""
    try:
        if too_deep(claim):
            return None
        subject = subject_of(claim)
        if subject.line or subject.intervals or subject.closed:
            return None
        subject = replace(subject, depth=subject.depth + DEEPER)
        rng = np.random.Generator(np.random.PCG64(seed_of(claim)))
        found: list[Prepared] = []
        with np.errstate(all="ignore"):
            for rung in RUNGS:
                ready = prepared(subject, rung, rng)
                if unfaithful(claim, ready.batch.world(0), {}):
                    return None
                if ready.usable.sum() >= FEWEST:
                    ready.screen.remember()
                    found.append(ready)
    except (CannotEvaluate, KeyError, IndexError, ValueError, RecursionError):
        return None
    return Sample(claim, tuple(found)) if found else None


def _in_batch(ready: Prepared, op: str, left: Expr, right: Expr) -> bool | None:
    """Does the relation hold in all worlds of a batch in which it has a meaning?"""
    screen = ready.screen
    screen.scale = np.zeros(ready.batch.count)
    a, b = screen.value(left), screen.value(right)
    a, b = np.broadcast_arrays(a, b)
    shape = (ready.batch.count,) + (1,) * (a.ndim - 1)
    gap = a - b
    known = np.isfinite(gap) & ready.usable.reshape(shape)
    if not known.any():
        return None
    size = np.fmax(np.fmax(np.abs(a), np.abs(b)), FINE / CLEAR * screen.scale.reshape(shape))
    slack = CLEAR * size
    wrong = {
        "=": np.abs(gap) > slack,
        "!=": np.abs(gap) <= FINE * size,
        "<=": gap > slack,
        "<": gap > slack,
        ">=": -gap > slack,
        ">": -gap > slack,
    }[op]
    return not bool((wrong & known).any())
