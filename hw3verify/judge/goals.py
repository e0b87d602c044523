"""Goals: was what the assignment asks for reached?

    reached    the asked relation is in the document, and the links that join its two sides are all true
    asserted   it is in the document, but a link on the way is false or could not be decided
    wrong      what the document arrives at instead is refuted
    missing    it is not there

A goal `X = Y` is found when a route of links leads from a side written like X to a side that is Y (`route`, `alike`).
If nothing is written like X, the beginning of a chain that the kernel proves equal to X will do. To be Y, a side must
be written alike, or be proved equal and be as far worked out: it names the divergences that Y names and spells out no
more integrals, or its summands are those of Y one by one. (Every side of a true chain is equal to its answer; the
question is not an answer to itself.) A side that the derivation leaves by a false link is not where it arrives.

Where the route uses a solution or a definition (`=> D^* = ...`), its truth rests on all that came before it in the
part, so every link of the part up to there counts. A goal without a relation asks for an expression: some side has to
be it. Where the goal's left side is a name that the part itself explains, the name is compared as a name.

Points: all for reached, half for asserted, none otherwise, shared equally by the goals of a part. Parts that a person
reads are left open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hw3verify.assignments.loader import Assignment, AssignmentPart, Goal
from hw3verify.judge.alike import alike, binders, divergences, form, labour, terms
from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.derivation import (
    derivation,
    end_of,
    names_of_question,
    spoken,
    starless,
    verdicts_of,
    without_parameters,
)
from hw3verify.judge.flow import Link, Side
from hw3verify.judge.grounds import base_facts, heads_of
from hw3verify.judge.indices import with_one_list
from hw3verify.judge.link import Outcome, with_equalities
from hw3verify.judge.record import PartVerdict
from hw3verify.judge.relevance import facts_for, relation_names
from hw3verify.judge.route import Edge, Graph, Place, Route
from hw3verify.judge.trial import Trial
from hw3verify.kernel.normal import structure
from hw3verify.language.blocks import Part
from hw3verify.language.kinds import Kinds, scan
from hw3verify.language.readings import read_display
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Expr

SHARE = {"reached": 1.0, "asserted": 0.5}
ORDER = ("reached", "asserted", "wrong", "missing")
MAX_COMPARISONS = 24  # proofs of equality tried for one part


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one goal."""

    goal: str
    because: str = ""


def part_verdicts(trial: Trial, assignment: Assignment | None) -> tuple[PartVerdict, ...]:
    """One verdict for every part of the assignment, or for every part of the document if there is none."""
    if assignment is None:
        labels = dict.fromkeys(v.link.part for v in trial.verdicts)
        return tuple(PartVerdict(label) for label in labels)
    kinds = _kinds(trial.kinds, scan([latex for p in assignment.parts for g in p.goals for latex in g.forms]))
    graphs: dict[tuple[str, ...], Graph] = {}
    return tuple(_part(trial, assignment, asked, kinds, graphs) for asked in assignment.parts)


def mark_answers(trial: Trial, assignment: Assignment) -> None:
    """`q(z|x) = ...` as the answer to "Find the best q(z|x) = ...": a solution, refuted only as an identity.

    The assignment vouches for it, so it is a condition, like the solutions of conditions that the document imposes.
    """
    kinds = _kinds(trial.kinds, scan([latex for p in assignment.parts for g in p.goals for latex in g.forms]))
    at = {id(v.link): n for n, v in enumerate(trial.verdicts)}
    graphs: dict[tuple[str, ...], Graph] = {}
    for asked in assignment.parts:
        here = _answering(trial, assignment, asked)
        if asked.person or not any(v.assessment.outcome.verdict == "refuted" for v in verdicts_of(trial, here)):
            continue
        judge = _Judge(trial, here, kinds, assignment, graphs)
        for latex in (latex for g in asked.goals if g.kind == "find" for latex in g.forms):
            try:
                links = judge.answers(latex)
            except Exception:  # ours: it costs this answer, not the report
                if os.environ.get("HW3VERIFY_TRACEBACK"):
                    raise
                continue
            for link in links:
                v = trial.verdicts[at[id(link)]]
                outcome = Outcome("condition", "the answer that was asked for, a solution and no identity")
                trial.verdicts[at[id(link)]] = replace(v, assessment=replace(v.assessment, outcome=outcome))


def _part(
    trial: Trial,
    assignment: Assignment,
    asked: AssignmentPart,
    kinds: Kinds,
    graphs: dict[tuple[str, ...], Graph],
) -> PartVerdict:
    if asked.person:
        return PartVerdict(asked.label, "for a person", 0, asked.points, "", asked.title)
    here = _answering(trial, assignment, asked)
    if not any(part.displays for part in here):
        return PartVerdict(asked.label, "missing", 0, asked.points, "nothing is written for it", asked.title)
    judge = _Judge(trial, here, kinds, assignment, graphs)
    found = [judge.goal(goal) for goal in asked.goals]
    if len(found) > 1:
        said = zip(asked.goals, found, strict=True)
        found = [replace(f, because=f"{g.latex.strip()}: {f.because}" if f.because else "") for g, f in said]
    points = asked.points * sum(SHARE.get(f.goal, 0.0) for f in found) / len(found)
    worst = max(found, key=lambda f: ORDER.index(f.goal))
    reasons = dict.fromkeys(f.because for f in found if f.because)
    return PartVerdict(asked.label, worst.goal, points, asked.points, "; ".join(reasons), asked.title)


def _answering(trial: Trial, assignment: Assignment, asked: AssignmentPart) -> list[Part]:
    """The document's parts for this part; where it has none, those that answer to no part by name."""
    parts = trial.document.parts
    own = [p for p in parts if p.letter and assignment.part(p.problem, p.letter) is asked]
    if own:
        return own
    loose = [p for p in parts if p.displays and (not p.letter or assignment.part(p.problem, p.letter) is None)]
    return [p for p in loose if p.problem in ("", asked.problem)]


def _kinds(document: Kinds, goals: Kinds) -> Kinds:
    """The document's use of names, and the assignment's for names that the document does not use."""
    applied = {**goals.applied, **document.applied}
    return replace(document, applied=applied, always=document.always | (goals.always - document.applied.keys()))


@dataclass(slots=True)
class _Judge:
    """The search for the goals of one part in the parts of the document that answer it."""

    trial: Trial
    parts: list[Part]
    kinds: Kinds
    assignment: Assignment
    graphs: dict[tuple[str, ...], Graph]
    comparisons: int = 0

    def goal(self, goal: Goal) -> Finding:
        """The best finding over the goal's forms."""
        try:
            found = [self.form(goal.kind, latex) for latex in goal.forms]
        except Exception as fault:  # ours: it costs this goal, not the report
            if os.environ.get("HW3VERIFY_TRACEBACK"):
                raise
            return Finding("missing", f"internal error: {type(fault).__name__}: {fault}"[:300])
        return min(found, key=lambda f: ORDER.index(f.goal))

    def form(self, kind: str, latex: str) -> Finding:
        """One form of a goal: first with its left side as a name, then with what the name stands for."""
        reading = read_display(latex, self.kinds, self.assignment.macros)
        sides = [None if s is None else Side("goal", latex[s.start : s.end], s.start, s) for s in reading.sides]
        if not sides or sides[0] is None or sides[-1] is None or sides[-1].readings.first is None:
            return Finding("missing", "what is asked could not be read")
        op = next((o for o in reading.ops if o != "="), "=")
        first = sides[0].readings.first
        if len(sides) == 1:
            return self.expression(sides[0])
        names = set[str]() if first is None else names_of_question(first.node, self.trial.vocabulary)
        found = self.relation(kind, sides[0], op, sides[-1], names) if names else Finding("missing")
        if found.goal == "missing":
            other = self.relation(kind, sides[0], op, sides[-1], set())
            found = found if other.goal == "missing" and found.because else other
        return found

    def answers(self, latex: str) -> list[Link]:
        """Refuted links that say of the name that was asked for just what the answer says."""
        reading = read_display(latex, self.kinds, self.assignment.macros)
        if len(reading.sides) != 2 or reading.ops != ("=",):
            return []
        x, y = (None if s is None else Side("goal", latex[s.start : s.end], s.start, s) for s in reading.sides)
        if x is None or y is None or x.readings.first is None:
            return []
        names = names_of_question(x.readings.first.node, self.trial.vocabulary)
        context = end_of(self.trial, self.parts, names)
        question, answer = (starless(context.elaborate(s), names) for s in (x, y))
        if not names or question.expr is None or answer.expr is None:
            return []
        asked = form(question.expr)
        refuted = [e for e in self.graph(names).edges if e.verdict == "refuted" and e.op in ("=", ":=")]
        ends = [(e, e.end) for e in refuted if e.start.form == asked]
        ends += [(e, e.start) for e in refuted if e.end.form == asked]
        return [e.link for e, other in ends if self.equal(other, answer, context)]

    def relation(self, kind: str, x: Side, op: str, y: Side, names: set[str]) -> Finding:
        """Look for `x op y` with these names taken as names."""
        graph = self.graph(names)
        context = end_of(self.trial, self.parts, names)
        question, answer = (starless(context.elaborate(s), names) for s in (x, y))
        if question.expr is None or answer.expr is None:
            return Finding("missing", "what is asked has no meaning here: " + (question.problem or answer.problem))
        target = form(answer.expr)
        sources = {form(question.expr)}
        if not graph.at(form(question.expr)):
            starts = [p for p in graph.starts() if p.form != target]
            sources = {p.form for p in starts if self.equal(p, question, context)}
        routes = graph.reach(sources, op)
        if not sources & {p.form for p in graph.places}:
            return Finding("missing", "no relation begins with what is asked")
        there = routes.get(target)
        if there is not None and there.edges and (kind == "show" or not graph.is_left(target)):
            return self.travelled(there)
        for p in reversed(graph.places):
            route = routes.get(p.form)
            if route is None or not route.edges or graph.is_left(p.form):
                continue
            if self.is_answer(p, answer, y, context):
                return self.travelled(route)
        return self.ended(graph, routes, answer, context)

    def travelled(self, route: Route) -> Finding:
        """There is a route: do its links hold?"""
        links: Iterable[Edge] = route.edges
        broken = [_said(e.link.number, e.link.index, e.verdict) for e in links if not e.holds]
        if route.imposed:
            last = max((e.order for e in links), default=0)
            broken = [
                _said(v.link.number, v.link.index, v.assessment.outcome.verdict)
                for v in verdicts_of(self.trial, self.parts)[:last]
                if v.assessment.outcome.verdict in ("refuted", "undecided", "unreadable")
            ]
        if not broken:
            return Finding("reached")
        more = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        return Finding("asserted", f"the conclusion is right, the route is not: {broken[0]}{more}")

    def ended(self, graph: Graph, routes: dict[str, Route], answer: Meaning, context: Context) -> Finding:
        """There is no route to the answer: what does the document arrive at?"""
        ends = [p for p in graph.places if p.form in routes and routes[p.form].edges]
        if not ends:
            return Finding("missing", "what is asked is mentioned, and nothing follows from it")
        last = ends[-1]
        where = f"({last.side.number})"
        if self.equal(last, answer, context):
            return Finding("missing", f"the derivation stops at {where}, equal to the answer but not yet in its form")
        verdict = self.refuted(last, answer, context)
        if verdict:
            return Finding("wrong", f"the derivation ends in {where} with something else")
        return Finding("missing", f"the derivation ends in {where}, which could not be compared with the answer")

    def expression(self, side: Side) -> Finding:
        """A goal that is an expression: some side is written so (behind a max or min too), or equal and worked out."""
        context, graph = end_of(self.trial, self.parts, set()), self.graph(set())
        answer = context.elaborate(side)
        if answer.expr is None:
            return Finding("missing", "what is asked has no meaning here: " + answer.problem)
        wanted = form(without_parameters(answer.expr))
        found = [p for p in graph.places if wanted in {form(without_parameters(e)) for e in spoken(p)}]
        found = found or [p for p in graph.places if self.is_answer(p, answer, side, context)]
        if not found:
            return Finding("missing", "the expression asked for is not there")
        into = [e for e in graph.edges if e.end in found]
        if into and all(e.verdict == "refuted" for e in into):
            return Finding("asserted", f"it is there, but {_said(into[0].link.number, into[0].link.index, 'refuted')}")
        return Finding("reached")

    def graph(self, names: set[str]) -> Graph:
        """The derivation with these names as names; made once for the same parts and names."""
        key = (*(p.label for p in self.parts), "", *sorted(names))
        if key not in self.graphs:
            self.graphs[key] = derivation(self.trial, self.parts, names)
        return self.graphs[key]

    # -- comparing ------------------------------------------------------------------------------------------

    def is_answer(self, place: Place, answer: Meaning, written: Side, context: Context) -> bool:
        """Is this side the answer, as far worked out as the answer is?"""
        first, mine = written.readings.first, place.meaning.expr
        if mine is None or answer.expr is None or first is None or place.surface is None:
            return False
        named = divergences(first.node) <= divergences(place.surface)
        near = named and binders(place.surface) <= binders(first.node)
        ours, asked = terms(mine), terms(answer.expr)
        termwise = len(ours) == len(asked) <= 6 and sorted(map(labour, ours)) == sorted(map(labour, asked))
        if not (near or termwise) or not self.equal(place, answer, context):
            return False
        if near:
            return True
        return all(any(self.same(a, b, place, answer, context) for b in ours) for a in asked)

    def equal(self, place: Place, other: Meaning, context: Context) -> bool:
        """Does the kernel prove them equal?"""
        if place.meaning.expr is None or other.expr is None:
            return False
        return alike(place.meaning.expr, other.expr) or self.same(other.expr, place.meaning.expr, place, other, context)

    def same(self, a: Expr, b: Expr, place: Place, other: Meaning, context: Context) -> bool:
        """A proof that two expressions are equal under the facts of a place."""
        self.comparisons += 1
        claim = self.claim(Relation(a, "=", b), place, other, context)
        if claim is None or self.comparisons > MAX_COMPARISONS:
            return False
        return self.trial.assessor.proof(with_equalities(claim, keep=structure)) is not None

    def refuted(self, place: Place, answer: Meaning, context: Context) -> bool:
        """Is it certain that this side is not the answer (and do both speak of the same things)?"""
        if place.meaning.expr is None or answer.expr is None:
            return False
        says = Relation(place.meaning.expr, "=", answer.expr)
        own = relation_names(Relation(says.left, "=", says.left))
        if not own <= relation_names(Relation(says.right, "=", says.right)):
            return False
        claim = self.claim(says, place, answer, context)
        if claim is None:
            return False
        return self.trial.assessor.decide(claim, place.context.scope.vague).verdict == "refuted"

    def claim(self, says: Relation, place: Place, other: Meaning, context: Context) -> Claim | None:
        """The relation under the facts of the place, with those of the goal behind them."""
        meanings = (place.meaning, other)
        heads = {**heads_of(context, meanings), **heads_of(place.context, meanings)}
        try:
            return with_one_list(Claim(says, (), facts_for((says,), base_facts(place.context, meanings), heads)))
        except ValueError:
            return None


def _said(number: str, index: int, verdict: str) -> str:
    return f"({number})#{index} is {verdict}"
