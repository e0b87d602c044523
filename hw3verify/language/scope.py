"""The facts in force where a formula stands: definitions, laws, assumptions.

Immutable; a part's scope is its enclosing parts' scope with its own facts added, in the order of the text. A fact that
was not understood leaves its names in `vague`: nothing that speaks of them may be refuted, because the fact may make
it true.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hw3verify.language.disjoint import is_somewhere
from hw3verify.language.draws import Draws
from hw3verify.language.names import Signature
from hw3verify.language.random_variables import RandomVariables
from hw3verify.language.surface import Node, Num, Sym
from hw3verify.meaning.claim import Law, PushForward, Relation
from hw3verify.meaning.expr import Apply, Expr, Name, walk
from hw3verify.meaning.shape import Shape

if TYPE_CHECKING:
    from hw3verify.language.datasets import Data
    from hw3verify.language.finite_values import Finite
    from hw3verify.language.spans import Span
    from hw3verify.language.tables import Table

MOST_DEFINITIONS = 300
ANYTHING = "?"  # among the vague names: any name may be
SUMMED = "#sum"  # among the vague names: sums and no integrals are written, so densities that exceed 1 refute nothing
DISCRETE = "#"  # among the vague names: variables are discrete, so only mass functions refute

Written = tuple[tuple[str, Sym, Signature | None], ...]  # family, as it was written: p_{\\theta'} at (z | x)


def valued(role: str, size: str = "") -> str:
    """Among the vague names: the values of this role as numbers, or the name of how many there are."""
    return f"{size}#{role}"


def is_number(body: Expr) -> bool:
    """Is a body made of numbers only?"""
    return not any(isinstance(n, Name | Apply) for n in walk(body))


@dataclass(frozen=True, slots=True)
class Definition:
    """`name(parameters) = body`, as stated in `source`.

    A parameter is a variable's name, or `=formula` where the name was defined at a formula (`L(q(z|x), c)`). `slots`
    runs beside the parameters: the density that stands there (F(q) is then known at other densities too), or None.
    """

    name: str
    parameters: tuple[str, ...]
    body: Expr
    source: str
    density: bool = False
    slots: tuple[Expr | None, ...] = ()
    inherited: bool = False  # from an earlier part, where it may be said anew
    written: Written = ()  # the densities in the body that parameters move
    domain: str = ""  # where it holds, if not everywhere (`partial`)
    bare: tuple[tuple[str, tuple[str, ...]], ...] = ()  # densities without arguments, and where they were read
    guessed: bool = False  # its body does not say over which variable it integrates: one of several was supplied
    rests: frozenset[str] = frozenset()  # sources of the definitions that were put into its body


@dataclass(frozen=True, slots=True)
class Redefined:
    """A standard functional or function that the text defines itself: `stated` says that both are the same.

    It concerns what the text states by `source`, and every formula in which the known function `call` occurs.
    """

    name: str
    stated: Relation
    source: str
    call: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """`head(z)` is a vector of independent components with densities `head[](z_index | index)`, index = 1..size."""

    head: str
    index: str
    role: str
    size: Expr
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A stated formula as it was written, with the words around it: what is said of vectors and matrices is read
    where a formula needs it (`array_facts`)."""

    sides: tuple[Node | None, ...]
    ops: tuple[str, ...]
    source: str
    before: str = ""
    after: str = ""
    arrays: bool = False  # could it speak of vectors or matrices?
    inherited: bool = False  # from an earlier part, where its dimensions may have had other letters

    @property
    def lasts(self) -> bool:
        """Does it introduce a name for good (its space, its kind, its definition)? Laws are local."""
        kinds = not self.ops or set(self.ops) <= {",", "in"}
        value = len(self.sides) == 2 and isinstance(self.sides[1], Num)  # `$x = 0$` says where it is, and no more
        return kinds or (self.ops in (("=",), (":=",)) and isinstance(self.sides[0], Sym) and not value)


@dataclass(frozen=True, slots=True)
class Ranged:
    """`f(x) = ...` for `x >= 0` says of the x of f where it lies, and of no other x; `source` is the definition's."""

    source: str
    names: frozenset[str]  # what was known to be positive, or between 0 and 1, by the range
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known at one place of a document."""

    definitions: tuple[Definition, ...] = ()
    laws: tuple[tuple[Law, str], ...] = ()
    products: tuple[Product, ...] = ()
    push_forwards: tuple[tuple[PushForward, str], ...] = ()
    assumptions: tuple[tuple[Relation, str], ...] = ()
    positive: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    binary: frozenset[str] = frozenset()
    integer: frozenset[str] = frozenset()
    counted: frozenset[tuple[str, str]] = frozenset()  # roles with mass functions; how many values there are, or ""
    tables: tuple[Table, ...] = ()  # densities given by finitely many masses
    vague: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()  # names whose signs and ranges were stated in an earlier part
    said: tuple[Said, ...] = ()
    named: frozenset[str] = frozenset()  # families that are names of their law, as in `Let P_1 = U[0,1]`
    redefined: tuple[Redefined, ...] = ()
    withdrawn: frozenset[str] = frozenset()  # sources of facts that the text takes back
    reasons: frozenset[str] = frozenset()  # sources of what the text itself claims to be known: Since, Recall
    draws: Draws = field(default_factory=Draws)
    open_laws: frozenset[str] = frozenset()  # families with a law that may mean two things
    random: RandomVariables = field(default_factory=RandomVariables)
    bare: tuple[tuple[str, Signature], ...] = ()  # families whose name alone stands for one density of them
    stale: frozenset[str] = frozenset()  # names that had a number for a value in an earlier part
    spans: tuple[Span, ...] = ()  # where densities without a law live
    shapes: tuple[Shape, ...] = ()  # functions of numbers of which the shape is told
    finite: tuple[Finite, ...] = ()  # random variables with finitely many values
    data: tuple[Data, ...] = ()  # samples that are independent given a random parameter
    ranged: tuple[Ranged, ...] = ()  # ranges that were said of the variable of a definition only

    def definition(self, name: str) -> Definition | None:
        """The latest definition of a name."""
        for d in reversed(self.definitions):
            if d.name == name:
                return d
        return None

    def shape(self, head: str) -> Shape | None:
        """The shape that a function of numbers is told to have."""
        return next((s for s in self.shapes if s.head == head), None)

    def product(self, head: str) -> Product | None:
        """The product law of a family, if one is stated."""
        return next((p for p in reversed(self.products) if p.head == head), None)

    def merge(self, other: Scope) -> Scope:
        """The scope with the other's facts added after its own."""
        return Scope(
            self.definitions + other.definitions,
            self.laws + other.laws,
            self.products + other.products,
            self.push_forwards + other.push_forwards,
            self.assumptions + other.assumptions,
            self.positive | other.positive,
            self.unit | other.unit,
            self.binary | other.binary,
            self.integer | other.integer,
            self.counted | other.counted,
            self.tables + other.tables,
            self.vague | other.vague,
            self.mentioned | other.mentioned,
            self.earlier | other.earlier,
            self.said + other.said,
            self.named | other.named,
            self.redefined + other.redefined,
            self.withdrawn | other.withdrawn,
            self.reasons | other.reasons,
            self.draws.merge(other.draws),
            self.open_laws | other.open_laws,
            self.random.merge(other.random),
            self.bare + other.bare,
            self.stale | other.stale,
            self.spans + other.spans,
            tuple(s for s in self.shapes if other.shape(s.head) is None) + other.shapes,
            self.finite + other.finite,
            self.data + other.data,
            self.ranged + other.ranged,
        )

    def lasting(self) -> Scope:
        """What goes on to the later parts of a problem: named laws, definitions of names that are no p, q or r, signs.

        Facts are local to their part; but a name that was introduced stays introduced, until it is said anew. Whether
        the number that a name was (`Let $n=10$`) is meant in later parts is not known: it is `stale`.
        """
        laws = tuple((law, s) for law, s in self.laws if law.head in self.named)
        lasts = (d for d in self.definitions if not is_somewhere(d.body))
        kept = (d for d in lasts if not d.density or d.name.endswith("*"))
        values = {d.name for d in self.definitions if not d.parameters and d.name[:1] != "#" and is_number(d.body)}
        definitions = tuple(replace(d, inherited=True) for d in kept if d.name not in values)
        drawn = {f"{d.letter}[]" for d in self.data}  # where data lie is a matter of their law
        others = frozenset(f.name for f in self.finite)
        positive, unit, binary = self.positive - drawn, self.unit - drawn, self.binary - drawn
        return Scope(
            definitions=definitions, laws=laws, push_forwards=self.push_forwards, unit=unit, named=self.named,
            positive=positive, binary=binary, integer=self.integer,
            earlier=positive | unit | binary | self.integer,
            redefined=self.redefined, withdrawn=self.withdrawn, draws=self.draws,
            said=tuple(replace(s, inherited=True) for s in self.said if s.lasts),
            open_laws=self.open_laws & {law.head for law, _ in laws}, random=self.random.over(others),
            stale=self.stale | values, shapes=self.shapes, ranged=self.ranged,
        )  # fmt: skip

    def said_anew(self, name: str) -> Scope:
        """The scope without the sign and range that an earlier part gave to a name."""
        if name not in self.earlier | self.stale:
            return self
        gone = frozenset((name,))
        return replace(
            self, stale=self.stale - gone, earlier=self.earlier - gone, vague=self.vague - {valued(name)},
            positive=self.positive - gone, unit=self.unit - gone,
            binary=self.binary - gone, integer=self.integer - gone,
        )  # fmt: skip

    def _outlived(self, d: Definition) -> Scope:
        """The scope without what earlier parts have defined by a name that now means something else."""
        old = self.definition(d.name)
        if old is None or not old.inherited or (old.body, old.parameters) == (d.body, d.parameters):
            return self
        gone, kept = {old.source}, self.definitions
        while any(c.inherited and c.rests & gone for c in kept):
            gone |= {c.source for c in kept if c.inherited and c.rests & gone}
            kept = tuple(c for c in kept if not (c.inherited and c.rests & gone))
        names = {c.name for c in self.definitions if c not in kept}
        return replace(self, definitions=kept, mentioned=self.mentioned - names)

    @property
    def is_full(self) -> bool:
        """Has the scope as many facts as it can keep?"""
        return len(self.definitions) >= MOST_DEFINITIONS or len(self.mentioned) >= 4 * MOST_DEFINITIONS

    def overfull(self) -> Scope:
        """The scope when a fact could not be kept: from here on nothing is refuted."""
        return self if ANYTHING in self.vague else replace(self, vague=self.vague | {ANYTHING})

    def introduced_anew(self, names: frozenset[str]) -> Scope:
        """The scope without what earlier parts have defined some names to be: `Let $f(x)$ be any function`."""
        kept = tuple(d for d in self.definitions if not (d.inherited and d.name in names))
        return self if len(kept) == len(self.definitions) else replace(self, definitions=kept)

    def without_inherited(self) -> Scope:
        """The scope with only those formulas that its part has said."""
        return replace(self, said=tuple(s for s in self.said if not s.inherited))

    def hear(self, said: Said) -> Scope:
        """The scope with one more formula as it was said."""
        return self.overfull() if len(self.said) >= MOST_DEFINITIONS else replace(self, said=(*self.said, said))

    def define(self, d: Definition) -> Scope:
        """The scope with one more definition, unless it is full."""
        if self.is_full:  # every place of the document keeps its scope: bounded memory
            return self.overfull()
        kept = self._outlived(d)
        shapes = tuple(s for s in kept.shapes if s.head != d.name)
        return replace(kept, definitions=(*kept.definitions, d), mentioned=kept.mentioned | {d.name}, shapes=shapes)


def with_definitions(scope: Scope, before: Scope, after: Scope) -> Scope:
    """The scope with what a display has defined, and with the laws that its definitions speak of."""
    for d in after.definitions[len(before.definitions) :]:
        scope = scope.define(d)
    for said in after.said[len(before.said) :]:
        scope = scope.hear(said)
    extra = tuple(a for a in after.assumptions if a not in before.assumptions)
    laws = tuple(pair for pair in after.laws if pair not in before.laws)
    scope = replace(scope, laws=scope.laws + laws, open_laws=scope.open_laws | (after.open_laws - before.open_laws))
    return replace(scope, assumptions=scope.assumptions + extra, vague=scope.vague | (after.vague - before.vague))
