"""A side that has been edited, tried out in the counterexample to what was written.

`replace_side(side, node)` is the side with another formula. `survives(v, old, new)` says whether the relation of a
refuted link could be true with it: False where it fails in the very world that refuted the link, None where that world
says nothing. `Sieve` looks for another counterexample, without a search for proofs.

Law: what is evaluated here decides about hints only, never about a verdict.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hw3verify.judge.arrays import reading_of
from hw3verify.judge.assess import Assessor
from hw3verify.judge.choose import Verdict
from hw3verify.judge.flow import Link, Proposition, Side
from hw3verify.judge.link import Outcome, approximate, with_equalities
from hw3verify.judge.posteriors import written_out
from hw3verify.judge.proportion import is_loose, relations
from hw3verify.judge.rounding import rounded
from hw3verify.kernel.array_counterexample import both, holds
from hw3verify.kernel.counterexample import places_of
from hw3verify.kernel.evaluate import evaluate, relation_holds
from hw3verify.language.readings import Reading
from hw3verify.language.surface import Node
from hw3verify.meaning.array_world import ArrayCounterexample
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Expr, Number
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.meaning.value import CannotEvaluate, LogLinear


class _Edited:
    """The readings of a side that has been edited: exactly one."""

    __slots__ = ("end", "error", "first", "readings", "start")

    def __init__(self, node: Node) -> None:
        self.first = Reading(node, (), (), 0, ())
        self.readings = (self.first,)
        self.error = None
        self.start = self.end = 0


def replace_side(side: Side, node: Node) -> Side:
    """The side as it would be with another formula."""
    return Side(side.number, side.latex, side.start, _Edited(node))  # type: ignore[arg-type]  # what a link asks of it


class Sieve(Assessor):
    """Looks for a counterexample only: cheaper than the search for a proof, which nearly every edit would fail."""

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:  # noqa: ARG002 - as above it
        """Refuted without a certificate, or undecided."""
        if isinstance(claim, ArrayClaim):
            return Outcome("undecided", "")
        from hw3verify.search.refute.find import Budget, find_counterexample

        found = find_counterexample(with_equalities(claim), Budget(small=False))
        return Outcome("refuted" if found.counterexample is not None else "undecided", "")


def survives(v: Verdict, old: Side, new: Side) -> bool | None:
    """Could the edited relation be true? It must not fail where the written one failed."""
    certified = v.assessment.outcome.certified
    if certified is None:
        return None
    if isinstance(certified.evidence, ArrayCounterexample):
        return _of_arrays(v, certified.evidence, _with(v.link, old, new))
    if not isinstance(certified.evidence, Counterexample):
        return None
    says = edited_relation(v, old, new)
    if says is None:
        return None if edited_sides(v, old, new) else False
    if certified.evidence.steps:  # the world refutes what is left without extrema
        return None
    assert isinstance(certified.claim, Claim)
    try:
        world, places = certified.evidence.world, places_of(certified.evidence)
        facts = _with_laws(certified.claim.facts, v.context.elaborate(new).laws)
        return relation_holds(says, world, places, facts) is not False  # balls may overlap
    except (CannotEvaluate, KeyError, IndexError, ValueError):  # a name that the world does not know
        return None


def _with_laws(facts: Facts, laws: tuple[Law, ...]) -> Facts:
    """The facts of the written claim, with the laws that stand in the edited side."""
    new = tuple(law for law in laws if law not in facts.laws)
    heads = frozenset(law.head for law in new)
    return replace(facts, laws=facts.laws + new, densities=facts.densities | heads) if new else facts


def edited_relation(v: Verdict, old: Side, new: Side) -> Relation | None:
    """What the link says with one side edited, if that can be said: up to a constant, it relates two points; densities
    that follow from stated laws are written out where the counterexample knows the laws only."""
    pair, p = edited_sides(v, old, new), _with(v.link, old, new)
    if pair is None:
        return None
    says: Relation | None = Relation(pair[0], "=" if v.link.op == ":=" else v.link.op, pair[1])
    if is_loose(v.link.op, *pair):
        says = next(iter(relations(v.link.op, *pair, (v.link.head, p.left), v.context)), None)
    elif v.link.op == "~=":
        unit = rounded(p)
        says = None if unit is None else approximate(*pair, Number(unit))
    certified = v.assessment.outcome.certified
    if says is None or certified is None or not isinstance(certified.claim, Claim) or not certified.claim.facts.laws:
        return says
    return written_out(Claim(says, (), certified.claim.facts)).says


def value_there(v: Verdict, e: Expr) -> Fraction | None:
    """What an expression is in the counterexample, where that is a rational number."""
    certified = v.assessment.outcome.certified
    if certified is None or not isinstance(certified.evidence, Counterexample):
        return None
    assert isinstance(certified.claim, Claim)
    try:
        found = evaluate(e, certified.evidence.world, places_of(certified.evidence), certified.claim.facts)
    except (CannotEvaluate, KeyError, IndexError, ValueError):
        return None
    if not isinstance(found, LogLinear) or found.logs:
        return None
    return Fraction(int(found.rational.p), int(found.rational.q))


def edited_sides(v: Verdict, old: Side, new: Side) -> tuple[Expr, Expr] | None:
    """What both sides say with one of them edited, if both say something."""
    assert v.link.left is not None
    meaning = v.context.elaborate(new)
    kept = v.context.elaborate(v.link.left if old is v.link.right else v.link.right, 0, meaning.density)
    if meaning.expr is None or kept.expr is None:
        return None
    return (kept.expr, meaning.expr) if old is v.link.right else (meaning.expr, kept.expr)


def _of_arrays(v: Verdict, found: ArrayCounterexample, p: Proposition) -> bool | None:
    reading = reading_of(p, v.context, dict(v.choice))
    if reading is None or reading.claim is None:
        return False
    try:
        values = both(reading.claim, found.world)
    except (KeyError, IndexError, ValueError):
        return None
    return None if values is None else holds(reading.claim.op, values) is not False


def _with(link: Link, old: Side, new: Side) -> Proposition:
    assert link.left is not None
    return Proposition(new, link.op, link.right) if link.left is old else Proposition(link.left, link.op, new)
