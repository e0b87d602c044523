"""The trial of a document: every link with its context and its verdict, part by part.

First every link is assessed under the first reading of its sides, in the order of the text, because definitions and
imposed conditions have an effect on what follows. Then the links that fail are looked at again with the other readings
of their sides (`choose`). What is not a claim is classed here: definitions, imposed conditions, consequents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.assess import Assessment, Assessor, base_facts, heads_of
from hw3verify.judge.choose import Verdict, settle
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Flow, Link, Side
from hw3verify.judge.link import Outcome, facts_for
from hw3verify.language.blocks import Display, Document, Part, Prose, read_blocks
from hw3verify.language.cues import Cue, facts
from hw3verify.language.kinds import Kinds, scan
from hw3verify.language.readings import DisplayReading, read_display
from hw3verify.language.scope import Scope
from hw3verify.language.source import Source
from hw3verify.language.statements import Statement, define, learn, names_of
from hw3verify.language.surface import App, Deriv, Node, Sym, walk
from hw3verify.language.tokens import Macros
from hw3verify.language.vocabulary import DIVERGENCES, LAWS, Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Expr
from hw3verify.meaning.expr import walk as walk_expr


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


def try_document(source: Source, assignment: Assignment | None = None) -> Trial:
    """Assess every link of a document."""
    document = read_blocks(source)
    cues = {id(item): facts(item) for part in document.parts for item in part.items if isinstance(item, Prose)}
    given = [] if assignment is None else [c for p in assignment.parts for prose in p.prose for c in facts(prose)]
    macros = document.macros
    latexes = [d.latex for d in document.displays]
    latexes += [c.inline.latex for found in cues.values() for c in found]
    latexes += [c.inline.latex for c in given]
    kinds = scan(latexes, macros)
    trial = Trial(document, Vocabulary(), kinds, Assessor())
    reader = _Reader(trial, macros, cues)
    reader.prepare(given)
    for part in document.parts:
        reader.part(part, assignment)
    settle(trial.assessor, trial.verdicts)
    reader.reconsider()
    return trial


class _Reader:
    """Walks through the parts of a document with what is known so far."""

    def __init__(self, trial: Trial, macros: Macros, cues: dict[int, tuple[Cue, ...]]) -> None:
        self.trial, self.macros, self.cues = trial, macros, cues
        self.flow = Flow()
        self.statements: dict[int, Statement] = {}
        self.carried: dict[str, Scope] = {}  # problem -> what its parts so far have introduced for good
        self.seen: dict[str, set[str]] = {}  # problem -> names that have occurred
        self.imposed: dict[str, list[Relation]] = {}  # problem -> conditions and consequents, as relations

    # -- facts ----------------------------------------------------------------------------------------------

    def prepare(self, given: Iterable[Cue]) -> None:
        """Read every display and every stated formula once, for the vocabulary."""
        nodes: list[Node] = []
        for display in self.trial.document.displays:
            reading = read_display(display.latex, self.trial.kinds, self.macros)
            self.trial.readings[display.start] = reading
            nodes.extend(s.first.node for s in reading.sides if s is not None and s.first is not None)
        for cue in [*(c for found in self.cues.values() for c in found), *given]:
            statement = self.statement(cue)
            nodes.extend(side for side in statement.sides if side is not None)
        self.trial.vocabulary.scan(nodes)

    def statement(self, cue: Cue) -> Statement:
        """A cue's formula as a statement."""
        known = self.statements.get(id(cue))
        if known is None:
            reading = read_display(cue.inline.latex, self.trial.kinds, self.macros)
            sides = tuple(None if s is None or s.first is None else s.first.node for s in reading.sides)
            ops = reading.ops if sides else ("",)
            known = self.statements[id(cue)] = Statement(sides or (None,), ops, cue.inline.latex, cue.before)
            self._keep = getattr(self, "_keep", [])
            self._keep.append(cue)
        return known

    def learn(self, scope: Scope, cues: Iterable[Cue]) -> Scope:
        """The scope with the facts of some cues."""
        for cue in cues:
            scope = learn(scope, self.trial.vocabulary, self.statement(cue))
        return scope

    def enclosing(self, part: Part, assignment: Assignment | None) -> Scope:
        """What holds when a part begins: the assignment's facts, then those of the enclosing parts."""
        scope = Scope()
        if assignment is not None:
            asked = assignment.part(part.problem, part.letter)
            if asked is not None:
                for prose in asked.prose:
                    scope = self.learn(scope, facts(prose))
        for outer in self.trial.document.scope(part):
            if outer is not part:
                for item in outer.items:
                    if isinstance(item, Prose):
                        scope = self.learn(scope, self.cues[id(item)])
        carried = self.carried.get(part.problem)
        return scope if carried is None else carried.merge(scope)

    # -- parts ----------------------------------------------------------------------------------------------

    def part(self, part: Part, assignment: Assignment | None) -> None:
        """Assess the links of one part in order."""
        scope = self.enclosing(part, assignment)
        for i, item in enumerate(part.items):
            if isinstance(item, Prose):
                scope = self.learn(scope, self.cues[id(item)])
                continue
            here = self._with_late(scope, part.items[i + 1 : i + 2])
            scope = self._display(part, item, here, scope)
        self.trial.scopes[part.label] = scope
        self.carried[part.problem] = scope.lasting()

    def _with_late(self, scope: Scope, following: tuple[Display | Prose, ...]) -> Scope:
        """`JSD = ... M ...` followed by `since M = ...`: a name explained right after its use."""
        for item in following:
            if isinstance(item, Prose):
                for cue in self.cues[id(item)]:
                    statement = self.statement(cue)
                    left = statement.sides[0]
                    if statement.ops == ("=",) and isinstance(left, Sym | App):
                        fn = left.fn if isinstance(left, App) else left
                        if isinstance(fn, Sym) and fn.base.lower() not in "pqr" and name_of(fn) not in scope.mentioned:
                            scope = learn(scope, self.trial.vocabulary, statement)
        return scope

    def _display(self, part: Part, display: Display, here: Scope, scope: Scope) -> Scope:
        reading = self.trial.readings[display.start]
        seen = self.seen.setdefault(part.problem, set())
        first_context = Context(self.trial.vocabulary, here, frozenset(seen | _symbols(reading)))
        self.trial.shown.append((part, display, reading, first_context))
        links = self.flow.links(part.label, display, reading)
        context = first_context
        for link in links:
            defined = self._definition(link, context.scope, seen, part)
            if defined is not None:
                new, verdict = defined
                if new is not None:
                    scope = self._keep_definitions(part, scope, context.scope, new)
                    context = Context(self.trial.vocabulary, self._merge_new(context.scope, new), context.seen)
                self.trial.verdicts.append(Verdict(link, context, verdict))
                continue
            self.trial.verdicts.append(self._claim(link, context, part))
            if link.role == "arrow":
                new = self._solution(link, context, seen)
                if new is not None:
                    scope = self._keep_definitions(part, scope, context.scope, new)
        for s in reading.sides:
            if s is not None and s.first is not None:
                seen |= names_of(self.trial.vocabulary, s.first.node)
                seen |= {name_of(n) for n in walk(s.first.node) if isinstance(n, Sym)}
        if not links and reading.error is not None:
            self.trial.verdicts.extend(self._unreadable(part, display, reading, first_context))
        return scope

    def _merge_new(self, scope: Scope, new: Scope) -> Scope:
        return new if len(new.definitions) >= len(scope.definitions) else scope

    def _keep_definitions(self, part: Part, scope: Scope, before: Scope, after: Scope) -> Scope:
        """Definitions made by a display go on in the part."""
        for d in after.definitions[len(before.definitions) :]:
            scope = scope.define(d)
        extra = tuple(a for a in after.assumptions if a not in before.assumptions)
        return replace(scope, assumptions=scope.assumptions + extra, vague=scope.vague | (after.vague - before.vague))

    # -- definitions ----------------------------------------------------------------------------------------

    def _definition(
        self, link: Link, scope: Scope, seen: set[str], part: Part
    ) -> tuple[Scope | None, Assessment] | None:
        """A relation that introduces a name: (scope with it, verdict), or None if it is a claim."""
        if link.op not in ("=", ":=") or link.role != "claim" or link.left is None:
            return None
        for name_side, body_side in ((link.left, link.right), (link.right, link.left)):
            first, body = name_side.readings.first, body_side.readings.first
            if first is None or (name_side is link.left and not link.fresh):
                continue
            name = self._fresh(first.node, scope, seen, None if body is None else body.node)
            if not name or (name_side is link.right and self.trial.vocabulary.is_density(_symbol(first.node))):
                continue
            return self._introduce(name, first.node, None if body is None else body.node, scope, name_side)
        return None

    def _introduce(
        self, name: str, left: Node, body: Node | None, scope: Scope, side: Side
    ) -> tuple[Scope | None, Assessment]:
        new = None
        if body is not None:
            try:
                new = define(scope, self.trial.vocabulary, left, body, side.latex + " := ...")
            except Unknown:
                new = None
        if new is None:
            new = replace(scope, vague=scope.vague | {name}, mentioned=scope.mentioned | {name})
        return new, Assessment(Outcome("definition", f"introduces {name}"))

    def _fresh(self, node: Node, scope: Scope, seen: set[str], body: Node | None) -> str:
        """The name that the node would introduce, "" if it introduces none."""
        fn = node.fn if isinstance(node, App) else node
        if not isinstance(fn, Sym) or fn.base in LAWS or (isinstance(node, App) and fn.base in DIVERGENCES):
            return ""
        vocabulary = self.trial.vocabulary
        name = name_of(fn)
        if scope.definition(name) is not None:
            return ""
        if not vocabulary.is_density(fn):
            if name in seen or name in scope.mentioned:
                return ""
            if isinstance(node, App) and not all(isinstance(a, Sym | App) for a in node.args):
                return ""
            return name
        family = vocabulary.family(fn)
        if isinstance(node, App):
            (family,) = names_of(vocabulary, App(fn, node.args, node.given)) & set(vocabulary.signatures) or {family}
        if family in seen or family in scope.mentioned or scope.definition(family) is not None or body is None:
            return ""
        if any(law.head == family for law, _ in scope.laws):
            return ""
        inner = names_of(vocabulary, body)
        densities = inner & set(vocabulary.signatures)
        return family if family not in inner and (not densities or fn.marks or len(densities) == 1) else ""

    def _solution(self, link: Link, context: Context, seen: set[str]) -> Scope | None:
        """`... => D^* = ...` names the solution for later."""
        if link.consequent is None or link.consequent.op != "=":
            return None
        left, right = link.consequent.left.readings.first, link.consequent.right.readings.first
        if left is None or right is None or not isinstance(_symbol(left.node), Sym):
            return None
        sym = _symbol(left.node)
        if "*" not in sym.marks or context.scope.definition(name_of(sym)) is not None:
            return None
        try:
            return define(context.scope, self.trial.vocabulary, left.node, right.node, link.consequent.left.latex)
        except Unknown:
            return None

    # -- claims ---------------------------------------------------------------------------------------------

    def _claim(self, link: Link, context: Context, part: Part) -> Verdict:
        """Assess a link under the first readings; what is imposed is no claim unless it is proved."""
        imposed = self.imposed.setdefault(part.problem, [])
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
        return any(
            s is not None
            and s.readings.first is not None
            and any(isinstance(n, Deriv) for n in walk(s.readings.first.node))
            for s in sides
        )

    def reconsider(self) -> None:
        """`Finally q = ...`: a refuted equation that follows from an imposed condition only names its solution."""
        problems = {part.label: part.problem for part in self.trial.document.parts}
        for i, verdict in enumerate(self.trial.verdicts):
            a = verdict.assessment
            if a.outcome.verdict != "refuted" or a.claim is None or a.claim.premises or a.claim.says.op != "=":
                continue
            if not _names_something(a.claim.says.left):
                continue
            for relation in self.imposed.get(problems.get(verdict.link.part, ""), [])[-6:]:
                if self._follows(relation, verdict):
                    outcome = Outcome("condition", "the solution of a condition imposed before, not an identity")
                    self.trial.verdicts[i] = replace(verdict, assessment=replace(a, outcome=outcome))
                    break

    def _follows(self, relation: Relation, verdict: Verdict) -> bool:
        from hw3verify.kernel.certify import certify_proof
        from hw3verify.search.prove.prove import prove

        a = verdict.assessment
        assert a.claim is not None and a.left is not None and a.right is not None
        try:
            heads = {**heads_of(verdict.context, (a.left, a.right)), **_heads(relation, self.trial.vocabulary)}
            facts = facts_for((a.claim.says, relation), base_facts(verdict.context, (a.left, a.right)), heads)
        except ValueError:
            return False
        claim = Claim(a.claim.says, (relation,), facts)
        proof = prove(claim)
        return proof is not None and certify_proof(claim, proof) is not None

    def _unreadable(
        self, part: Part, display: Display, reading: DisplayReading, context: Context
    ) -> Iterable[Verdict]:
        """A display of which not even the relations could be told apart has one unreadable link."""
        from hw3verify.judge.flow import whole_side

        side = whole_side(display)
        link = Link(part.label, display.number, 0, "?", display.start, None, side, "claim", -1)
        yield Verdict(link, context, Assessment(Outcome("unreadable", f"not understood: {reading.error}")))


def _symbols(reading: DisplayReading) -> set[str]:
    """The names in a display before its last relation: they are known on its last side."""
    sides = [s for s in reading.sides[:-1] if s is not None and s.first is not None]
    return {name_of(n) for s in sides if s.first is not None for n in walk(s.first.node) if isinstance(n, Sym)}


def _symbol(node: Node) -> Sym:
    fn = node.fn if isinstance(node, App) else node
    return fn if isinstance(fn, Sym) else Sym("")


def _names_something(e: Expr) -> bool:
    from hw3verify.meaning.expr import Name

    return isinstance(e, Apply | Name)


def _heads(relation: Relation, vocabulary: Vocabulary) -> dict[str, str]:
    found = {}
    for side in (relation.left, relation.right):
        for n in walk_expr(side):
            if isinstance(n, Apply):
                kind = "indexed" if n.head.endswith("[]") else "density" if n.head in vocabulary.signatures else "function"
                found[n.head] = kind
    return found

