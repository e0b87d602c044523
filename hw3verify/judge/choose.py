"""One reading a side, shared by the links on either side of it.

The first readings stand unless a link fails under them. Then the other readings of its sides are tried, and the choice
with the least total cost over all links that touch those sides is kept; a reading never helps one link at a neighbour's
expense for free. A link is refuted only if no affordable choice accepts it.

Bracket repairs are dearer than scopes: where two repairs of one unbalanced side lead to opposite verdicts, the link is
ambiguous and undecided, with both readings reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from math import inf

from hw3verify.judge.assess import Assessment, Assessor, Choice
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, Side, sides_of
from hw3verify.judge.link import Outcome
from hw3verify.language.grammar_ranges import Repair
from hw3verify.language.readings import Reading

# Another reading is a rescue only if the link is accepted under it: to become undecided is no better than refuted.
COST = {"proved": 0.0, "definition": 0.0, "condition": 0.0, "supported": 0.2}
FAILED = 1.0
DOUBTFUL = 0.9  # true under a reading of notation that may mean two things: not accepted, but no longer refuted
PRICE = 0.02  # of one unit of a reading's price: breaks ties, never outweighs a verdict
MAX_PAIRS = 24
MAX_WORK = 400  # choices tried in one document


@dataclass(frozen=True, slots=True)
class Verdict:
    """A link in its context with its assessment and the readings that were chosen."""

    link: Link
    context: Context
    assessment: Assessment
    choice: tuple[tuple[int, int], ...] = ()
    alternatives: tuple[str, ...] = field(default=())


def settle(assessor: Assessor, verdicts: list[Verdict]) -> None:
    """Choose readings for the links that fail, and mark what is ambiguous."""
    touching: dict[int, list[int]] = {}
    for i, v in enumerate(verdicts):
        for s in sides_of(v.link):
            touching.setdefault(id(s), []).append(i)
    choice: Choice = {}
    work = 0
    for i, v in enumerate(verdicts):
        if v.assessment.outcome.verdict not in ("refuted", "undecided"):
            continue
        sides = [s for s in sides_of(v.link) if len(_readings(s)) > 1]
        if not sides or work > MAX_WORK:
            continue
        concerned = sorted({j for s in sides for j in touching[id(s)]}, key=lambda j: (j != i, j))  # this link first
        best = (_total(assessor, verdicts, concerned, choice, inf), choice)
        options = [range(len(_readings(s))) for s in sides]
        tried = sorted(
            product(*options), key=lambda c: sum(_readings(s)[k].price for s, k in zip(sides, c, strict=True))
        )
        for combination in tried[1:MAX_PAIRS]:
            work += 1
            candidate = {**choice, **{id(s): k for s, k in zip(sides, combination, strict=True)}}
            cost = _total(assessor, verdicts, concerned, candidate, best[0])
            if cost < best[0] - 1e-9:
                best = (cost, candidate)
        choice = best[1]
    for i, v in enumerate(verdicts):
        if _is_judged(v):
            verdicts[i] = _final(assessor, v, choice)


def _is_judged(v: Verdict) -> bool:
    return v.assessment.outcome.verdict not in ("definition", "condition")


def _readings(s: Side) -> tuple[Reading, ...]:
    return s.readings.readings if s.readings.first is not None else ()


def _total(assessor: Assessor, verdicts: list[Verdict], concerned: list[int], choice: Choice, limit: float) -> float:
    """The cost of a choice over the links concerned; infinite as soon as it exceeds the limit."""
    total = 0.0
    sides: dict[int, Side] = {}
    for j in concerned:
        v = verdicts[j]
        for s in sides_of(v.link):
            sides[id(s)] = s
        if _is_judged(v):
            outcome = assessor.assess(v.link, v.context, choice).outcome
            total += DOUBTFUL if outcome.acceptable else COST.get(outcome.verdict, FAILED)
            if total >= limit:
                return inf
    return total + PRICE * sum(_readings(s)[choice[i]].price for i, s in sides.items() if i in choice)


def _final(assessor: Assessor, v: Verdict, choice: Choice) -> Verdict:
    picked = tuple((i, choice[i]) for i in (id(s) for s in sides_of(v.link)) if choice.get(i))
    assessment = assessor.assess(v.link, v.context, choice) if picked else v.assessment
    result = replace(v, assessment=assessment, choice=picked)
    return _ambiguous(assessor, result, choice)


def _is_stray(repair: Repair) -> bool:
    """A closing bracket too many; a missing one is closed at the end of its group, and that is no matter of taste."""
    return repair.kind == "bracket" and not repair.message.startswith("closing bracket")


def _ambiguous(assessor: Assessor, v: Verdict, choice: Choice) -> Verdict:
    """Undecided where two bracket repairs of one side have opposite verdicts."""
    said: dict[str, str] = {}
    broken = False
    for s in sides_of(v.link):
        readings = _readings(s)
        repaired = [k for k, r in enumerate(readings) if any(p.kind == "bracket" for p in r.repairs)]
        if not readings or not any(_is_stray(p) for p in readings[0].repairs):
            continue
        broken = True
        for k in repaired:
            verdict = assessor.assess(v.link, v.context, {**choice, id(s): k}).outcome.verdict
            message = "; ".join(p.message for p in readings[k].repairs)
            said.setdefault(verdict, f"{message}: {verdict}")
    if not broken or not ({"proved", "supported"} & said.keys() and "refuted" in said):
        return v
    alternatives = tuple(said.values())
    outcome = Outcome("undecided", "the brackets do not match, and the ways to mend them disagree")
    return replace(v, assessment=replace(v.assessment, outcome=outcome), alternatives=alternatives)
