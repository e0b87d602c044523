"""The assessment of one link under one choice of readings: its claim, and the verdict on it.

Soundness of "refuted" rests here on three things: every name was understood, no fact about the names was left unread,
and the kernel certified the counterexample.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction

from hw3verify.judge.agreed import agreed, open_heads
from hw3verify.judge.arrays import Reading, judged, reading_of, uses_arrays
from hw3verify.judge.capitals import may_be_matrices
from hw3verify.judge.context import Context, Density, Meaning
from hw3verify.judge.detours import by_detour
from hw3verify.judge.doubts import doubt, may_be_model
from hw3verify.judge.flow import Link, Proposition, Side, sides_of
from hw3verify.judge.grounds import base_facts, heads_of, members_equated, stated
from hw3verify.judge.hidden import counting, made_variables, masses, several
from hw3verify.judge.implied import solved
from hw3verify.judge.indices import with_one_list
from hw3verify.judge.link import Outcome, accepted_proof, approximate, decide, names_of, with_equalities
from hw3verify.judge.notation import two_meanings
from hw3verify.judge.proportion import is_loose, other_heads, relations
from hw3verify.judge.ranges import in_order
from hw3verify.judge.relevance import facts_for
from hw3verify.judge.remarks import with_remarks
from hw3verify.judge.rounding import rounded, unscaled
from hw3verify.judge.scores import carried_out, direction_of, fixed_densities, has_score, parameters_of, without_laws
from hw3verify.judge.sizes import written_out
from hw3verify.judge.standing import contradiction, standing_fault
from hw3verify.kernel.proof import Proof
from hw3verify.language.sets import unsaid_sets
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Expr, Number, free_names
from hw3verify.meaning.matrix import ArrayClaim

RELATIONS = ("=", ">=", "<=", ">", "<", "!=", ":=", "~=")
MANY_DRAWS = "it holds for two draws and for three"
Choice = dict[int, int]  # id of a side -> number of its reading


@dataclass(frozen=True, slots=True)
class Assessment:
    """An outcome with the claim and the meanings that it is about; `other` is that of an equivalence's other half."""

    outcome: Outcome
    claim: Claim | ArrayClaim | None = None
    left: Meaning | None = None
    right: Meaning | None = None
    facts: tuple[str, ...] = ()
    other: Outcome | None = None


class Assessor:
    """Assesses links; equal claims are decided once."""

    searches = True  # are proofs and counterexamples looked for, or are they kept?

    def __init__(self) -> None:
        self.place: Context | None = None  # where the claim at hand stands
        self._decided: dict[tuple[Claim | ArrayClaim, frozenset[str], bool], Outcome] = {}

    def assess(self, link: Link, context: Context, choice: Choice, imposed: bool = False) -> Assessment:
        """The verdict on a link under a choice of readings (the first reading where the choice says nothing).

        What is imposed is proved or left alone, never refuted. A fault of ours is a verdict of this link alone.
        """
        try:
            found = self._remarked(link, context, choice, imposed)
            unclear = two_meanings(sides_of(link), context.words, choice, found.outcome.verdict)
            if isinstance(found.claim, Claim) and found.outcome.verdict in ("proved", "supported"):
                unclear = unclear or may_be_matrices(link, sides_of(link), choice, context)
            if unclear and found.outcome.verdict in ("proved", "refuted", "supported"):
                outcome = Outcome("undecided", unclear, acceptable=found.outcome.verdict != "refuted")
                return replace(found, outcome=outcome)
            return found
        except Exception as fault:
            if os.environ.get("HW3VERIFY_TRACEBACK"):
                raise
            return Assessment(Outcome("undecided", f"internal error: {type(fault).__name__}: {fault}"[:300]))

    def _remarked(self, link: Link, context: Context, choice: Choice, imposed: bool) -> Assessment:
        """What is false is refuted, unless it may be true with what the prose remarks."""
        found = self._assess(link, context, choice, imposed)
        for other, why in with_remarks(context) if found.outcome.verdict == "refuted" else ():
            if self._assess(link, other, choice, False).outcome.verdict != "refuted":
                return replace(found, outcome=Outcome("undecided", why))
        return found

    def _assess(self, link: Link, context: Context, choice: Choice, imposed: bool) -> Assessment:
        if link.role == "arrow":
            return self._arrow(link, context, choice)
        if link.left is None:
            return Assessment(Outcome("undecided", "there is nothing to the left of this relation"))
        return self._relation(Proposition(link.left, link.op, link.right), context, choice, imposed, link.head)

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict on a claim, remembered."""
        key = (claim, vague, imposed)
        known = self._decided.get(key)
        if known is None:
            known = self._decided[key] = decide(claim, vague, imposed)
        return known

    def proof(self, claim: Claim) -> Proof | None:
        """A proof of a claim as it stands, if one is found that the kernel accepts."""
        return accepted_proof(claim)

    def _relation(
        self, p: Proposition, context: Context, choice: Choice, imposed: bool, head: Side | None = None
    ) -> Assessment:
        arrays = reading_of(p, context, choice)
        found = None if arrays is None else self._arrays(arrays, context, imposed)
        if found is not None:
            return found
        written = written_out(p, context, choice)
        if written is None:
            return Assessment(Outcome("undecided", "what is averaged over these draws is not understood"))
        if written and p.op in RELATIONS:
            return self._for_sizes(p, written, context, imposed)
        left, right = self._sides(p, context, choice, None)
        if left.expr is None or right.expr is None:
            general = context.general()
            if general is not None:  # what holds for every density holds for these
                found = self._relation(p, general, choice, True, head)
                if found.outcome.verdict == "proved" and not context.speaks_of_components(found.claim):
                    return found
            return Assessment(_failed(p, left, right), None, left, right)
        if is_loose(p.op, left.expr, right.expr):
            return self._loose(p, context, left, right, (head, p.left), imposed)
        if p.op not in RELATIONS:
            return Assessment(Outcome("undecided", f"the relation {p.op} is not judged"), None, left, right)
        says = _says(p, left.expr, right.expr)
        if says is None:
            return self._roughly(p, left, right, context)
        result = self._judge(says, (), context, left, right, p, imposed=imposed)
        if p.op == "~=" and result.outcome.verdict == "refuted":  # cut off, not rounded: 1.3863 as 1.38
            unit = Number(2 * (rounded(p) or Fraction(1)))
            cut = self._judge(approximate(left.expr, right.expr, unit), (), context, left, right, p)
            if cut.outcome.verdict in ("proved", "supported"):
                return replace(result, outcome=Outcome("undecided", "the last digit is not rounded"))
        return result

    def _for_sizes(
        self, p: Proposition, written: list[tuple[Meaning, Meaning]], context: Context, imposed: bool
    ) -> Assessment:
        """A relation about draws: false if it is false for some number of them."""
        found: list[Assessment] = []
        for left, right in written:
            if left.expr is None or right.expr is None:
                return Assessment(_failed(p, left, right), None, left, right)
            says = _says(p, left.expr, right.expr)
            if says is None:
                return Assessment(Outcome("undecided", "how exact this is meant is not said"), None, left, right)
            found.append(self._judge(says, (), context, left, right, p, imposed=imposed))
            if found[-1].outcome.verdict == "refuted":
                return found[-1]
        if len(found) == 1 or any(a.outcome.verdict not in ("proved", "supported") for a in found):
            return next((a for a in found if a.outcome.verdict not in ("proved", "supported")), found[0])
        return replace(found[0], outcome=Outcome("supported", MANY_DRAWS))

    def _loose(
        self, p: Proposition, context: Context, left: Meaning, right: Meaning, heads: tuple[Side | None, ...],
        imposed: bool,
    ) -> Assessment:  # fmt: skip
        """A relation up to a constant: refuted only if it fails for every variable that could be meant."""
        assert left.expr is not None and right.expr is not None
        said = relations(p.op, left.expr, right.expr, heads, context)
        if not said:
            why = "nothing says of which variable this is a constant"
            return Assessment(Outcome("undecided", why), None, left, right)
        first, *others = (self._judge(r, (), context, left, right, p, imposed=imposed) for r in said)
        if first.outcome.verdict == "refuted" and any(a.outcome.verdict in ("proved", "supported") for a in others):
            return replace(first, outcome=Outcome("undecided", "true or not, by the variable that is meant"))
        if first.outcome.verdict == "refuted" and isinstance(first.claim, Claim):
            model = may_be_model(first.claim, left.expr, right.expr)
            return first if not model else replace(first, outcome=Outcome("undecided", model))
        return first

    def _arrays(self, reading: Reading, context: Context, imposed: bool) -> Assessment | None:
        """The verdict on a link that is read with shapes; None where it has to be read without."""
        decided = None if reading.claim is None else self.decide(reading.claim, reading.vague, imposed)
        outcome = judged(reading, context, decided)
        if outcome is None:
            return None
        return Assessment(outcome, reading.claim, reading.left, reading.right, reading.used)

    def _roughly(self, p: Proposition, left: Meaning, right: Meaning, context: Context) -> Assessment:
        """About equal, without decimals: proved where it is exact, or right to a whole number; never refuted."""
        for says in unscaled(p, left.expr, right.expr):
            found = self._judge(says, (), context, left, right, p, imposed=True)
            if found.outcome.verdict == "proved":
                return found
        return Assessment(Outcome("undecided", "no written value says how exact this is meant"), None, left, right)

    def _sides(
        self, p: Proposition, context: Context, choice: Choice, density: Density | None
    ) -> tuple[Meaning, Meaning]:
        left = context.elaborate(p.left, choice.get(id(p.left), 0), density)
        right = context.elaborate(p.right, choice.get(id(p.right), 0), left.density)
        if left.density is None and right.density is not None and "without an index" in " ".join(left.notes):
            left = context.elaborate(p.left, choice.get(id(p.left), 0), right.density)
        if left.guessed and not right.guessed and right.expr is not None:
            again = context.elaborate(p.left, choice.get(id(p.left), 0), density, free_names(right.expr))
            left = again if again.expr is not None else left
        elif right.guessed and not left.guessed and left.expr is not None:
            again = context.elaborate(p.right, choice.get(id(p.right), 0), left.density, free_names(left.expr))
            right = again if again.expr is not None else right
        return left, right

    def _judge(
        self,
        says: Relation,
        premises: tuple[Relation, ...],
        context: Context,
        left: Meaning,
        right: Meaning,
        p: Proposition,
        more: tuple[Meaning, ...] = (),
        imposed: bool = False,
    ) -> Assessment:
        meanings, self.place = (left, right, *more), context
        try:
            kinds = (found := heads_of(context, meanings)) | other_heads(found, says)
            base = base_facts(context, meanings)
            known = counting(meanings, context.scope) + in_order((says, *premises))
            base = replace(base, assumptions=base.assumptions + known)
            facts = facts_for((says, *premises), base, kinds)
        except ValueError as problem:
            return Assessment(Outcome("undecided", str(problem)), None, left, right)
        parameters = parameters_of([m.parameters for m in meanings], facts)
        if members_equated(premises, parameters, context):
            why = "a premise about the parameter of a density is not put into it"
            return Assessment(Outcome("undecided", why), None, left, right)
        otherwise: list[Relation] = []
        if has_score((says, *premises), parameters):
            if premises:
                return Assessment(Outcome("undecided", "gradients in implications are not judged"), None, left, right)
            try:
                written = says
                fixed, possible = fixed_densities(context.vocabulary, parameters, says)
                otherwise = [carried_out(says, parameters, facts, other) for other in possible]
                says = carried_out(says, parameters, facts, fixed)
                directions = {direction_of(f): "function" for fs in parameters.values() for f in fs}
                facts = facts_for((says,), base_facts(context, meanings), heads_of(context, meanings) | directions)
                facts = without_laws(facts, written, parameters, dict(context.scope.laws))
            except ValueError as problem:
                return Assessment(Outcome("undecided", str(problem)), None, left, right)
        scope = context.scope
        claim = several(with_one_list(Claim(says, premises, facts)), scope)
        used = tuple(dict.fromkeys((*(u for m in meanings for u in m.used), *stated(context, claim))))
        # a starred name that nothing defines is some optimum: what is said of it may be true of that one
        vague = scope.vague | scope.stale | unsaid_sets(scope.binary, names_of(claim)) | made_variables(claim, scope)
        vague |= {n for n in names_of(claim) if "*" in n or (premises and n.startswith("hat_"))} | masses(claim, scope)
        outcome = self.decide(claim, vague, imposed)
        outcome = by_detour(self, claim, vague, imposed, outcome)
        outcome = agreed(self, claim, vague, imposed, outcome, open_heads(context, meanings))
        if outcome.verdict in ("proved", "refuted", "supported"):
            fault = standing_fault(claim, used, context)
            fault = fault or ("" if outcome.verdict == "refuted" else contradiction(with_equalities(claim), context))
            outcome = outcome if not fault else Outcome("undecided", fault)
        if outcome.verdict == "refuted":
            why = doubt(claim, meanings, context)
            outcome = outcome if not why else Outcome("undecided", why)
        if outcome.verdict == "refuted" and otherwise:
            others = (self.decide(with_one_list(Claim(r, premises, facts)), vague) for r in otherwise)
            if any(o.verdict in ("proved", "supported") for o in others):
                outcome = Outcome("undecided", "whether a prior depends on the parameter is not said")
        if outcome.verdict == "refuted" and says.op == "=" and rounded(p) is not None:
            near = approximate(says.left, says.right, Number(rounded(p) or Fraction(1)))
            rough = with_one_list(Claim(near, premises, facts))
            if self.decide(rough, vague).verdict in ("proved", "supported"):
                outcome = Outcome("undecided", "equal only after rounding; write \\approx")
        return Assessment(outcome, claim, left, right, (*used, *outcome.cited))

    def _arrow(self, link: Link, context: Context, choice: Choice) -> Assessment:
        """A => B with both its relations; A <=> B both ways."""
        a, b = link.premise, link.consequent
        if a is None or b is None:
            return Assessment(Outcome("undecided", "an implication needs a relation on either side of the arrow"))
        if any(uses_arrays(s, context, choice) for s in sides_of(link)):
            return Assessment(Outcome("undecided", "implications between vectors or matrices are not judged"))
        written = [written_out(p, context, choice) for p in (a, b, *link.also)]
        if None in written:
            return Assessment(Outcome("undecided", "what is averaged over these draws is not understood"))
        left, right = self._sides(a, context, choice, None)
        pairs = [(left, right), self._sides(b, context, choice, right.density)]
        pairs += [self._sides(p, context, choice, None) for p in link.also]
        result = Assessment(Outcome("undecided", "not understood"))
        sizes = max(len(w or ()) for w in written)
        for k in range(max(sizes, 1)):  # one for each number of draws
            now = [w[min(k, len(w) - 1)] if w else pair for w, pair in zip(written, pairs, strict=True)]
            result = self._implied(link, context, now)
            if result.outcome.verdict not in ("proved", "supported"):
                return result
        return result if sizes < 2 else replace(result, outcome=Outcome("supported", MANY_DRAWS))

    def _implied(self, link: Link, context: Context, pairs: list[tuple[Meaning, Meaning]]) -> Assessment:
        """The verdict on an arrow whose relations have these meanings."""
        a, b = link.premise, link.consequent
        assert a is not None
        assert b is not None
        (left, right), (third, fourth), *others = pairs
        for p, pair in ((a, (left, right)), (b, (third, fourth))):
            if pair[0].expr is None or pair[1].expr is None:
                return Assessment(_failed(p, *pair), None, left, third)
        assert left.expr is not None and right.expr is not None
        premise, says = _says(a, left.expr, right.expr), None
        if third.expr is not None and fourth.expr is not None:
            says = _says(b, solved(third.expr, left.expr, right.expr), fourth.expr)
        if premise is None or says is None or a.op not in RELATIONS or b.op not in RELATIONS:
            return Assessment(Outcome("undecided", "this implication is not judged"), None, left, third)
        premises = [premise]
        more = [right, fourth]
        for further, pair in zip(link.also, others, strict=True):
            if pair[0].expr is None or pair[1].expr is None:
                return Assessment(_failed(further, *pair), None, left, third)
            premises.append(Relation(pair[0].expr, further.op, pair[1].expr))
            more.extend(pair)
        result = self._judge(says, tuple(premises), context, left, third, b, tuple(more))
        if link.op == "<=>" and result.outcome.verdict in ("proved", "supported"):
            back = self._judge(premise, (says,), context, left, third, a, (right, fourth))
            if back.outcome.verdict != "proved":
                return replace(back, other=result.outcome)
            return replace(result, other=back.outcome)
        return result


def _says(p: Proposition, left: Expr, right: Expr) -> Relation | None:
    if p.op == "~=":
        unit = rounded(p)
        return None if unit is None else approximate(left, right, Number(unit))
    return Relation(left, "=" if p.op == ":=" else p.op, right)


def _failed(p: Proposition, left: Meaning, right: Meaning) -> Outcome:
    """Unreadable if the grammar stopped, undecided if a name has no meaning."""
    for side, meaning in ((p.left, left), (p.right, right)):
        if meaning.expr is None:
            verdict = "unreadable" if side.readings.first is None else "undecided"
            return Outcome(verdict, meaning.problem)
    return Outcome("undecided", "not understood")
