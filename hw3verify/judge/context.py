"""What a formula's place in the document gives to its meaning: vocabulary, scope, the density in play.

`Context.elaborate(side, reading)` gives the meaning of one reading of one side there; results are kept, because
neighbouring links and alternative readings ask again and again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from hw3verify.judge.flow import Side
from hw3verify.judge.hearing import Hearing
from hw3verify.language.array_facts import Ground
from hw3verify.language.components import with_entries
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.readings import Reading
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.tables import with_tables
from hw3verify.language.vocabulary import Unknown, Vocabulary
from hw3verify.meaning.claim import Claim, Law
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, free_names, walk
from hw3verify.meaning.matrix import ArrayClaim

Density = tuple[Expr, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a side in a place, or why it has none."""

    expr: Expr | None
    problem: str = ""
    notes: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    density: Density | None = None
    parameters: tuple[tuple[str, frozenset[str]], ...] = ()  # indices of densities -> families
    open_laws: frozenset[str] = frozenset()  # laws written in it that may mean two things
    guessed: bool = False  # an integral without a variable got one of several
    bare: frozenset[tuple[str, tuple[str, ...]]] = frozenset()  # densities without arguments, and where they were read
    shown: str = ""  # how it is printed, where it is an expression with vectors and matrices


@dataclass(slots=True)
class Context:
    """A place in the document; `scope` is the one in force there."""

    vocabulary: Vocabulary
    scope: Scope
    seen: frozenset[str] = frozenset()  # names that have occurred before this place
    condition: str = ""  # words beside the formula that restrict it: `for a > 0`
    independent: bool = False  # does the prose of the part speak of independence?
    words: str = ""  # words within the display that deny or change what is written
    restricted: bool = False  # does the prose speak of a family or a bound, which a maximum may be taken over?
    hearing: Hearing = field(default_factory=Hearing)
    remarks: tuple[Statement, ...] = ()  # what the prose says besides facts: it takes refutations away
    _known: dict[tuple[int, int, Density | None, frozenset[str]], Meaning] = field(default_factory=dict)
    _kept: list[Side] = field(default_factory=list)  # keeps ids alive

    @property
    def known(self) -> frozenset[str]:
        """Names that a reader has met before: in facts, in laws, in earlier formulas."""
        return self.seen | self.stated

    @property
    def stated(self) -> frozenset[str]:
        """Names that facts and laws speak of."""
        scope = self.scope
        named = (
            frozenset(d.name for d in scope.definitions) | scope.mentioned | scope.positive | scope.unit | scope.integer
        )
        laws = frozenset().union(*(free_names(p) for law, _ in scope.laws for p in law.parameters))
        stated = frozenset().union(*(free_names(s) for r, _ in scope.assumptions for s in (r.left, r.right)))
        return named | laws | stated

    @property
    def ground(self) -> Ground | None:
        """What is known of vectors and matrices here; None where none are in sight."""
        return self.hearing.ground(self.scope, self.vocabulary)

    @property
    def local_ground(self) -> Ground | None:
        """The same without what earlier parts have said."""
        return self.hearing.local_ground(self.scope, self.vocabulary)

    def general(self) -> Context | None:
        """The same place where vectors of components are any densities; None where the text knows no such vectors."""
        if not self.scope.products:
            return None
        scope = replace(self.scope, products=())
        place = (self.seen, self.condition, self.independent, self.words, self.restricted, self.hearing)
        return Context(self.vocabulary, scope, *place)

    def speaks_of_components(self, claim: Claim | ArrayClaim | None) -> bool:
        """Does a claim speak of single components, which are random where their vector is any variable?"""
        if not isinstance(claim, Claim):
            return True
        heads = {f"{p.head}[]" for p in self.scope.products}
        vectors = {law.outcome[0] for law, _ in self.scope.laws if law.head in heads}
        nodes = [n for side in (claim.says.left, claim.says.right) for n in walk(side)]
        names = {n.head.removesuffix("[]") if isinstance(n, Apply) and n.head.endswith("[]") else
                 n.id.partition("_")[0] if isinstance(n, Name) and "_" in n.id else "" for n in nodes}  # fmt: skip
        return bool(names & vectors)

    def elaborate(
        self, side: Side, reading: int = 0, density: Density | None = None, taken: frozenset[str] = frozenset()
    ) -> Meaning:
        """The meaning of a reading of a side, with the density in play before it; nothing supplied is `taken`."""
        key = (id(side), reading, density, taken)
        known = self._known.get(key)
        if known is None:
            self._kept.append(side)
            known = self._known[key] = self._make(side, reading, density, taken)
        return known

    def _make(self, side: Side, reading: int, density: Density | None, taken: frozenset[str]) -> Meaning:
        first = side.readings.first
        if first is None:
            return Meaning(None, f"not understood: {side.readings.error}")
        return self.meaning(first if reading == 0 else side.readings.readings[reading], density, taken)

    def meaning(self, chosen: Reading, density: Density | None = None, taken: frozenset[str] = frozenset()) -> Meaning:
        """The meaning of a reading of some formula here."""
        e = Elaborator(self.vocabulary, self.scope, density, taken)
        try:
            expr = with_tables(with_entries(e.expr(chosen.node), e.entries()), self.scope)
        except Unknown as problem:
            return Meaning(None, str(problem))
        except RecursionError:
            return Meaning(None, "nested too deeply")
        except Exception as fault:  # a fault of ours costs the links of this side, not the document
            if os.environ.get("HW3VERIFY_TRACEBACK"):
                raise
            return Meaning(None, f"internal error: {type(fault).__name__}: {fault}"[:300])
        random = {d.name for d in self.scope.random.known if d.name[:1].isupper()}
        folds = (f for f in walk(expr) if isinstance(f, Fold)) if random else ()
        loose = sorted(n for f in folds for n in free_names(f) & random)
        if loose:
            return Meaning(None, f"{loose[0]} is random, and nothing here says over what it is averaged")
        used = [d for d in self.scope.definitions if d.source in e.used]
        return Meaning(
            expr,
            "",
            tuple(dict.fromkeys([*(r.message for r in chosen.repairs), *e.notes])),
            tuple(e.used),
            tuple(e.laws),
            tuple(e.heads.items()),
            e.density,
            tuple((name, frozenset(families)) for name, families in e.dropped.items()),
            frozenset(e.open_laws),
            e.guessed or any(d.guessed for d in used),
            frozenset(e.bare).union(*(d.bare for d in used)),
        )
