"""The trial of a document: every link with its context and its verdict, part by part.

First every link is assessed under the first reading of its sides, in the order of the text, because definitions and
imposed conditions have an effect on what follows. Then the links that fail are looked at again with the other readings
of their sides (`choose`). What is not a claim is classed here: definitions, imposed conditions, consequents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.asides import Limits, restricted
from hw3verify.judge.assess import Assessment, Assessor
from hw3verify.judge.choose import Verdict, settle
from hw3verify.judge.cited import lemmas_of
from hw3verify.judge.conditions import (
    INDEPENDENCE,
    LAWS_IN_WORDS,
    RESTRICTION,
    condition_around,
    differentiates,
    discreteness,
    goes_on,
    in_part,
    is_choice,
    is_range,
    refers_back,
)
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Flow, Link, is_numeric, symbols
from hw3verify.judge.hearing import Hearing, hearing_of
from hw3verify.judge.link import Outcome
from hw3verify.judge.naming import definition_of, merged, solution_of
from hw3verify.judge.remarks import MOST, remarked
from hw3verify.judge.sentences import learned
from hw3verify.language.ambiguity import conventions, told_functions, unsettled
from hw3verify.language.blocks import Display, Document, Part, Prose, read_blocks
from hw3verify.language.chances import chances
from hw3verify.language.contrasts import aliases
from hw3verify.language.cues import UNSURE, Cue, facts
from hw3verify.language.declared import densities_in_words
from hw3verify.language.kinds import Kinds, scan
from hw3verify.language.locality import seen_from
from hw3verify.language.memberships import membership_of
from hw3verify.language.namings import with_namings
from hw3verify.language.readings import DisplayReading, read_display
from hw3verify.language.running import with_values
from hw3verify.language.scope import Scope, with_definitions
from hw3verify.language.source import Source
from hw3verify.language.stated_ranges import ended
from hw3verify.language.statements import Statement, learn, names_of
from hw3verify.language.surface import App, Node, Sym, walk
from hw3verify.language.tokens import Macros
from hw3verify.language.variables import spoken_small
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.language.withdrawals import last_withdrawal, withdraw
from hw3verify.meaning.claim import Relation

MOST_NAMES = 1000  # in one problem; later names are unknown, and what is unknown is never refuted


@dataclass(slots=True)
class Trial:
    """A document that has been tried."""

    document: Document
    vocabulary: Vocabulary
    kinds: Kinds
    assessor: Assessor
    verdicts: list[Verdict] = field(default_factory=list)
    scopes: dict[str, Scope] = field(default_factory=dict)  # part label -> the scope at its end
    readings: dict[int, DisplayReading] = field(default_factory=dict)  # start of a display -> its reading
    shown: list[tuple[Part, Display, DisplayReading, Context]] = field(default_factory=list)


def try_document(
    source: Source, assignment: Assignment | None = None, assessor: Assessor | None = None, choosing: bool = False
) -> Trial:
    """Assess every link; with an assessor of one's own (as `recheck` has) other readings are tried if `choosing`."""
    document = read_blocks(source)
    found = {id(item): facts(item) for part in document.parts for item in part.items if isinstance(item, Prose)}
    cues = with_namings(document, found)
    given = [c for p in assignment.parts for prose in p.prose for c in facts(prose)] if assignment else []
    latexes = [d.latex for d in document.displays]
    latexes += [c.inline.latex for found in cues.values() for c in found]
    latexes += [c.inline.latex for c in given]
    words = "\n".join(item.text for part in document.parts for item in part.items if isinstance(item, Prose))
    kinds = scan(latexes, document.macros, words)
    trial = Trial(document, Vocabulary(), kinds, assessor or Assessor())
    reader = _Reader(trial, document.macros, cues)
    reader.discrete = discreteness(words, latexes) | told_functions(words, latexes)
    reader.conventions = conventions(words)
    reader.prepare(given)
    for part in document.parts:
        reader.part(part, assignment)
    if assessor is None or choosing:
        from hw3verify.judge.solutions import mark_solutions  # brings the search along

        settle(trial.assessor, trial.verdicts)
        mark_solutions(trial, reader.imposed, reader.before)
    return trial


class _Reader:
    """Walks through the parts of a document with what is known so far."""

    def __init__(self, trial: Trial, macros: Macros, cues: dict[int, tuple[Cue, ...]]) -> None:
        self.trial, self.macros, self.cues = trial, macros, cues
        self.flow = Flow()
        self.known = self.nearby = trial.vocabulary  # as seen from the part at hand; `nearby` with its bare densities
        self.statements: dict[int, tuple[Cue, Statement]] = {}  # by id of the cue, which it keeps alive
        self.discrete: set[str] = set()  # does the document speak of discrete variables, or of sums and no integrals?
        self.conventions: frozenset[str] = frozenset()  # what the words change of the standing conventions
        self.hearing = Hearing()  # the formulas of the part at hand
        self.remarks: list[Statement] = []  # what the prose says besides its facts
        self.limits = Limits(Scope())  # what restricts the last display
        self.independent = False  # does the prose of the part at hand speak of independence?
        self.restricted = False  # does it restrict what a maximum is taken over?
        self.carried: dict[str, Scope] = {}  # problem -> what its parts so far have introduced for good
        self.whole: dict[str, Scope] = {}  # problem -> all that its last part knew, for one that refers back to it
        self.seen: dict[str, set[str]] = {}  # problem -> names that have occurred
        self.imposed: dict[str, list[Relation]] = {}  # problem -> conditions and consequents, as relations
        self.before: dict[int, int] = {}  # where a link begins -> how many of these stand before it

    # -- facts ----------------------------------------------------------------------------------------------

    def prepare(self, given: Iterable[Cue]) -> None:
        """Read every display and every stated formula once, for the vocabulary."""
        nodes: list[Node] = []
        for display in self.trial.document.displays:
            reading = read_display(display.latex, self.trial.kinds, self.macros)
            self.trial.readings[display.start] = reading
            written = [s.first.node for s in reading.sides if s is not None and s.first is not None]
            nodes.extend(n for n in written if n != Sym("pi") or not is_numeric(written[0]))
        for cue in [*(c for found in self.cues.values() for c in found), *given]:
            statement = self.statement(cue)
            nodes.extend(side for side in statement.sides if side is not None)
        cues = ((c, self.statement(c)) for found in self.cues.values() for c in found)
        alone = ((c, None if s.ops else s.sides[0]) for c, s in cues)
        self.trial.vocabulary.declared |= densities_in_words(alone)
        self.trial.vocabulary.scan(map(spoken_small, nodes))

    def statement(self, cue: Cue) -> Statement:
        """A cue's formula as a statement."""
        if id(cue) not in self.statements:
            reading = read_display(membership_of(cue.inline.latex), self.trial.kinds, self.macros)
            sides = tuple(None if s is None or s.first is None else s.first.node for s in reading.sides)
            ops = reading.ops if sides else ("",)
            if cue.kind == UNSURE:
                sides, ops = ((sides[0], None), ("=",)) if "=" in ops[:1] else (sides[:1], ())
            self.statements[id(cue)] = cue, Statement(sides or (None,), ops, cue.inline.latex, cue.before)
        return self.statements[id(cue)][1]

    def learn(self, scope: Scope, cues: Iterable[Cue]) -> Scope:
        """The scope with the facts of some cues."""
        return learned(scope, self.known, list(cues), self.statement)

    def enclosing(self, part: Part, assignment: Assignment | None) -> Scope:
        """What holds when a part begins: the assignment's facts, then those of the enclosing parts."""
        scope = Scope(vague=aliases(self.trial.vocabulary.apart) | frozenset(in_part(self.discrete, part)))
        if assignment is not None:
            asked = assignment.part(part.problem, part.letter)
            if asked is not None:
                for prose in asked.prose:
                    scope = self.learn(scope, facts(prose))
        for outer in self.trial.document.scope(part):
            if outer is not part:
                for item in outer.items:
                    if isinstance(item, Prose):
                        scope = self._told(scope, item)
        back = any(isinstance(item, Prose) and refers_back(item.text) for item in part.items[:1])
        carried = (self.whole if back else self.carried).get(part.problem)
        return scope if carried is None else ended(carried, scope, self.trial.vocabulary).merge(scope)

    # -- parts ----------------------------------------------------------------------------------------------

    def part(self, part: Part, assignment: Assignment | None) -> None:
        """Assess the links of one part in order."""
        sides = [s for d in part.displays for s in self.trial.readings[d.start].sides if s is not None]
        nodes = [s.first.node for s in sides if s.first is not None]
        outer = [i for p in self.trial.document.scope(part) for i in p.items if isinstance(i, Prose)]
        spoken = [self.statement(c) for i in outer for c in self.cues[id(i)]]
        numbers = chances(nodes, [(s.sides, s.ops) for s in spoken])
        self.known = replace(self.trial.vocabulary, numbers=numbers.numbers)
        scope = self.enclosing(part, assignment)
        scope = replace(scope, unit=scope.unit | numbers.free, positive=scope.positive | numbers.free)
        stated = [self.statement(c) for i in part.items if isinstance(i, Prose) for c in self.cues[id(i)]]
        self.nearby = seen_from(self.known, nodes, told := [n for s in stated for n in s.sides if n is not None])
        scope = with_values(scope, self.nearby, told)
        prose = [i.text for i in part.items if isinstance(i, Prose)]
        self.independent, self.restricted = (any(map(r.search, prose)) for r in (INDEPENDENCE, RESTRICTION))
        self.remarks = [r for i in outer if i not in part.items for r in self._remarked(i)]
        standing = ""  # `If p = q, then`: on what the displays from here on rest
        self.hearing = hearing_of((self.trial.readings[d.start] for d in part.displays), stated, scope)
        self.hearing.lemmas = lemmas_of(self.trial.document, part, self.trial.kinds)
        scope = replace(scope, random=replace(scope.random, loose=any(LAWS_IN_WORDS.search(i.text) for i in outer)))
        for i, item in enumerate(part.items):
            if isinstance(item, Prose):
                scope = self._told(scope, item)
                self.remarks += self._remarked(item)
                continue
            here = self._with_late(scope, part.items[i + 1 : i + 2])
            around = part.items[max(i - 1, 0) : i], part.items[i + 1 : i + 2]
            before, after = ("".join(p.text for p in near if isinstance(p, Prose)) for near in around)
            standing = condition_around(before, "") or (standing if goes_on(standing, before) else "")
            scope = self._display(part, item, here, scope, condition_around(before, after) or standing)
        self.trial.scopes[part.label] = scope
        self.carried[part.problem], self.whole[part.problem] = scope.lasting(), scope

    def _remarked(self, prose: Prose) -> tuple[Statement, ...]:
        return remarked(prose, {c.inline.start for c in self.cues[id(prose)]}, self.statement)

    def _told(self, scope: Scope, prose: Prose) -> Scope:
        """The scope with the facts of some prose, and without those that it takes back."""
        cues, until = self.cues[id(prose)], last_withdrawal(prose.text)
        if until >= 0:
            scope = withdraw(self.learn(scope, (c for c in cues if c.inline.start < prose.start + until)))
        scope = self.learn(scope, (c for c in cues if until < 0 or c.inline.start >= prose.start + until))
        stated = {c.inline.start for c in cues}
        for inline in prose.inlines:
            if inline.start not in stated and is_choice(
                prose.text[: inline.start - prose.start], prose.text[inline.start - prose.start + len(inline.latex) :]
            ):
                scope = self._chosen(scope, self.statement(Cue("choose", inline, prose.start, "", "")))
        return scope

    def _chosen(self, scope: Scope, statement: Statement) -> Scope:
        """`Set $q(z) = p(z|x)$`: no fact, but it may be what makes the next lines true."""
        left = statement.sides[0]
        named = any(isinstance(n, Sym) for side in statement.sides[1:] if side is not None for n in walk(side))
        if statement.ops != ("=",) or not isinstance(left, Sym | App) or not named:
            return scope
        return replace(scope, vague=scope.vague | names_of(self.known, left))

    def _with_late(self, scope: Scope, following: tuple[Display | Prose, ...]) -> Scope:
        """`JSD = ... M ...` followed by `since M = ...`: a name explained right after its use."""
        for item in following:
            if isinstance(item, Prose):
                for cue in self.cues[id(item)]:
                    if cue.kind in ("let", "suppose", "assume", "given", "set", "define"):
                        continue  # from here on, not before
                    statement = self.statement(cue)
                    left = statement.sides[0]
                    if statement.ops == ("=",) and isinstance(left, Sym | App):
                        fn = left.fn if isinstance(left, App) else left
                        if isinstance(fn, Sym) and fn.base.lower() not in "pqr" and name_of(fn) not in scope.mentioned:
                            scope = learn(scope, self.known, statement)
                        elif isinstance(fn, Sym):  # what is said of a density may be meant of the display before
                            told = learn(scope, self.known, statement)
                            if told.assumptions != scope.assumptions or told.definitions != scope.definitions:
                                scope = replace(scope, vague=scope.vague | names_of(self.nearby, left))
        return scope

    def _display(self, part: Part, display: Display, here: Scope, scope: Scope, around: str = "") -> Scope:
        reading = self.trial.readings[display.start]
        seen = self.seen.setdefault(part.problem, set())
        before = frozenset(seen | symbols(reading)) if len(seen) < MOST_NAMES else frozenset(seen)
        words = unsettled(display.latex, reading.notes, self.conventions)
        told = (words, self.restricted, self.hearing)
        plain = Context(self.nearby, here, before, "", self.independent, *told, tuple(self.remarks[:MOST]))
        limits = self.limits = restricted(display, reading, plain, around, self.limits, self.trial.kinds, self.macros)
        first_context = replace(plain, scope=limits.scope, condition=limits.doubt, _known={}, _kept=[])
        self.trial.shown.append((part, display, reading, first_context))
        links = self.flow.links(part.label, display, reading)
        context = first_context
        beside = {}  # `A = B(m), m = ...`: what a later statement of the display defines holds in the whole display
        for link in links:
            if link.fresh and link.chain != links[0].chain:
                found = definition_of(self.nearby, link, context.scope, seen)
                if found is not None:
                    beside[id(link)] = found
                    if found[0] is not None:
                        context = replace(context, scope=merged(context.scope, found[0]), _known={}, _kept=[])
        for link in links:
            defined = beside.get(id(link)) or definition_of(self.nearby, link, context.scope, seen)
            if defined is not None:
                new, verdict = defined
                if new is not None:
                    scope = with_definitions(scope, context.scope, new)
                    context = replace(context, scope=merged(context.scope, new), _known={}, _kept=[])
                self.trial.verdicts.append(Verdict(link, context, verdict))
                continue
            self.trial.verdicts.append(self._claim(link, context, part))
            if link.role == "arrow":
                new = solution_of(self.nearby, link, context)
                if new is not None:
                    scope = with_definitions(scope, context.scope, new)
        for s in reading.sides:
            if s is not None and s.first is not None:
                if len(seen) < MOST_NAMES:  # every display keeps what was seen before it: bounded memory
                    seen |= names_of(self.trial.vocabulary, s.first.node)
                    seen |= {name_of(n) for n in walk(s.first.node) if isinstance(n, Sym)}
        if not links and reading.error is not None:
            self.trial.verdicts.extend(self._unreadable(part, display, reading, first_context))
        return scope

    # -- claims ---------------------------------------------------------------------------------------------

    def _claim(self, link: Link, context: Context, part: Part) -> Verdict:
        """Assess a link under the first readings; what is imposed is no claim unless it is proved."""
        if link.start in self.limits.ranges:
            return Verdict(link, context, Assessment(Outcome("condition", "says where a name lies")))
        imposed = self.imposed.setdefault(part.problem, [])
        self.before.setdefault(link.start, len(imposed))
        if link.role == "consequent":
            if link.left is not None:
                self._impose(link, context, imposed)
            return Verdict(link, context, Assessment(Outcome("condition", "what the implication concludes")))
        if link.role == "premise":
            self._impose(link, context, imposed)
            return Verdict(link, context, self._imposed(link, context, "the premise of the implication"))
        if link.role == "claim" and link.op == "=" and link.right.is_zero and link.left is not None:
            left = context.elaborate(link.left).expr
            again = left is not None and any(left == r.left for r in imposed)
            if again or self._stationary(link):
                self._impose(link, context, imposed)
                reason = "the condition imposed before" if again else "a condition that is imposed, not a claim"
                return Verdict(link, context, self._imposed(link, context, reason))
        if link.left is not None and is_range(link.left, link.op, link.right, context):
            return Verdict(link, context, self._imposed(link, context, "says where a name lies"))
        return Verdict(link, context, self.trial.assessor.assess(link, context, {}))

    def _imposed(self, link: Link, context: Context, reason: str) -> Assessment:
        """A condition, unless it can be proved: then it is a true claim."""
        a = self.trial.assessor.assess(link, context, {}, imposed=True)
        return a if a.outcome.verdict == "proved" else replace(a, outcome=Outcome("condition", reason))

    def _impose(self, link: Link, context: Context, imposed: list[Relation]) -> None:
        if link.left is None or link.op not in ("=", ":="):
            return
        left, right = context.elaborate(link.left), context.elaborate(link.right)
        if left.expr is not None and right.expr is not None:
            imposed.append(Relation(left.expr, "=", right.expr))

    def _stationary(self, link: Link) -> bool:
        """Does the chain of this `= 0` contain a derivative?"""
        sides = [link.left] + [v.link.left for v in self.trial.verdicts if v.link.chain == link.chain]
        first = [s.readings.first for s in sides if s is not None]
        return any(reading is not None and differentiates(reading.node) for reading in first)

    def _unreadable(self, part: Part, display: Display, reading: DisplayReading, context: Context) -> Iterable[Verdict]:
        """A display of which not even the relations could be told apart has one unreadable link."""
        from hw3verify.judge.flow import whole_side

        side = whole_side(display)
        link = Link(part.label, display.number, 0, "?", display.start, None, side, "claim", -1)
        yield Verdict(link, context, Assessment(Outcome("unreadable", f"not understood: {reading.error}")))
