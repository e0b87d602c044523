r"""Readings: what each side of a display may mean, the most plausible reading first.

The first reading of a side is made at once; the others (other reaches of a sum, other repairs of a bracket) are made
when somebody asks. Laws: readings come in the order of their price, no two of a side are the same tree, and a
reading's `path` replays it: the number of its bracket variant and the answers to the choices in the order in which
they come. Where no reading exists the side has an `error`, and its neighbours are not touched.

What it does not do: it does not choose between readings; a chain shares one reading per side, and that is judged later.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hw3verify.language.grammar import Grammar
from hw3verify.language.grammar_ranges import ChoicePoint, Repair
from hw3verify.language.kinds import Kinds
from hw3verify.language.random_letters import as_variables
from hw3verify.language.repairs import Variant, variants
from hw3verify.language.sides import cut_display
from hw3verify.language.surface import Add, Chain, Expect, Neg, Node
from hw3verify.language.tokens import Macros, Token, Unreadable, tokenise

READING_LIMIT = 12
ATTEMPT_LIMIT = 80
FIRST_ATTEMPT_LIMIT = 30
STEP_BUDGET = 60_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one side; `path` replays it."""

    node: Node
    choices: tuple[ChoicePoint, ...]
    repairs: tuple[Repair, ...]
    price: int
    path: tuple[int, ...]


class SideReadings:
    """The readings of one side: `first` at once (None with an `error`), `readings` when asked."""

    __slots__ = (
        "_all",
        "_heap",
        "_serial",
        "_spent",
        "_variants",
        "end",
        "error",
        "first",
        "kinds",
        "opening",
        "start",
        "tokens",
    )

    def __init__(self, tokens: list[Token], kinds: Kinds, opening: str = "") -> None:
        self.tokens = tokens
        self.kinds = kinds
        self.opening = opening
        self.start, self.end = tokens[0].start, max(t.end for t in tokens)
        self.error: Unreadable | None = None
        self.first: Reading | None = None
        self._all: tuple[Reading, ...] | None = None
        self._variants: list[Variant] | None = None
        self._heap: list[tuple[int, int, int, tuple[int, ...]]] = []
        self._serial = self._spent = 0
        self._begin()

    def _begin(self) -> None:
        try:
            found = variants(self.tokens)
            first = next(found, None)
            self._variants = [] if first is None else [first] if not first.repairs else [first, *found]
        except Unreadable as error:
            self.error = error
            return
        except RecursionError:  # the limits should make this impossible; a caller may have used up the stack
            self.error = Unreadable("nested too deeply", self.start)
            return
        if not self._variants:
            self.error = Unreadable("brackets that do not match", self.start)
        for n, variant in enumerate(self._variants):
            self._push(variant.price, n, ())
        for _ in range(FIRST_ATTEMPT_LIMIT):
            if not self._heap or self._spent > STEP_BUDGET:
                break
            self.first = self._next()
            if self.first is not None:
                self.error = None
                return

    def _push(self, price: int, variant: int, given: tuple[int, ...]) -> None:
        self._serial += 1
        heapq.heappush(self._heap, (price, self._serial, variant, given))

    def _next(self) -> Reading | None:
        """The next attempt, cheapest first; None if it could not be read."""
        price, _, number, given = heapq.heappop(self._heap)
        assert self._variants is not None
        variant = self._variants[number]
        grammar = Grammar(variant.tokens, variant.partner, self.kinds, given, self.opening)
        node: Node | None = None
        try:
            node = grammar.side()
        except Unreadable as error:
            self.error = self.error or error
        except RecursionError:
            self.error = self.error or Unreadable("nested too deeply", self.start)
        self._spent += grammar.steps
        taken = tuple(p.taken for p in grammar.points)
        for n in range(len(given), min(len(grammar.points), 24)):
            for option in range(1, len(grammar.points[n].prices)):
                self._push(price + grammar.points[n].prices[option], number, (*taken[:n], option))
        if node is None:
            return None
        repairs = (*variant.repairs, *grammar.repairs)
        return Reading(node, tuple(grammar.points), repairs, price, (number, *taken))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, cheapest first, at most twelve."""
        if self._all is None:
            found = [self.first] if self.first is not None else []
            seen = {_flat(r.node) for r in found} | {r.node for r in found}
            attempts = 0
            while found and self._heap and attempts < ATTEMPT_LIMIT and len(found) < READING_LIMIT:
                if self._spent > STEP_BUDGET:
                    break
                attempts += 1
                reading = self._next()
                if reading is not None and not {reading.node, flat := _flat(reading.node)} & seen:
                    seen |= {reading.node, flat}
                    found.append(reading)
            if self.first is not None:
                self.error = None
            self._all = tuple(found)
            self._heap = []
        return self._all

    def alternatives(self) -> tuple[Reading, ...]:
        """All readings but the first."""
        return self.readings[1:]

    def replay(self, path: Sequence[int]) -> Reading:
        """The reading with this path; raises `Unreadable` if there is none."""
        if self._variants is None or not path or not 0 <= path[0] < len(self._variants):
            raise Unreadable("no such reading", self.start)
        variant = self._variants[path[0]]
        grammar = Grammar(variant.tokens, variant.partner, self.kinds, tuple(path[1:]), self.opening)
        node = grammar.side()
        price = variant.price + sum(p.prices[p.taken] for p in grammar.points)
        repairs = (*variant.repairs, *grammar.repairs)
        return Reading(node, tuple(grammar.points), repairs, price, tuple(path))


def _flat(node: Node) -> Node:
    """The node with sums of sums at its top written as one: a bracket around summands changes nothing."""
    if isinstance(node, Expect):
        return replace(node, body=_flat(node.body))
    if isinstance(node, Neg):
        return replace(node, arg=_flat(node.arg))
    if not isinstance(node, Add):
        return node
    terms: list[Node] = []
    for term in node.terms:
        flat = _flat(term)
        terms.extend(flat.terms if isinstance(flat, Add) else (flat,))
    return replace(node, terms=tuple(terms))


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands behind a text: `\\text{for all } x > 0`; its words, and the formula as a display of its own."""

    words: str
    sides: tuple[Node | None, ...]
    ops: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DisplayReading:
    """A display: `sides[i] ops[i] sides[i + 1]` (the operators of `Chain`), and the texts beside it.

    A side is None where nothing is written: before a leading relation, or behind one at the very end.
    """

    sides: tuple[SideReadings | None, ...]
    ops: tuple[str, ...]
    op_offsets: tuple[int, ...]
    notes: tuple[str, ...] = ()
    error: Unreadable | None = None
    asides: tuple[Aside, ...] = ()

    def chain(self) -> Chain:
        """The first readings as one `Chain`; raises `Unreadable` if a side has none."""
        sides = []
        for side in self.sides:
            if side is not None and side.first is None:
                raise side.error or Unreadable("not understood", side.start)
            sides.append(None if side is None or side.first is None else side.first.node)
        return Chain(tuple(sides), self.ops, self.op_offsets, self.notes)


def read_display(latex: str, kinds: Kinds | None = None, macros: Macros | None = None) -> DisplayReading:
    """Read a display or an inline formula; never raises, what is not understood is an error of its side."""
    known = kinds or Kinds()
    try:
        cut = cut_display(as_variables(tokenise(latex, macros), known.random))
    except Unreadable as error:
        return DisplayReading((), (), (), (), error)
    sides = []
    for n, tokens in enumerate(cut.sides):
        opening = cut.ops[n - 1] if n else ""
        sides.append(SideReadings(tokens, known, opening) if tokens else None)
    asides = tuple(_aside(tokens, known) for tokens in cut.asides)
    return DisplayReading(tuple(sides), tuple(cut.ops), tuple(cut.op_offsets), tuple(cut.notes), None, asides)


def _aside(tokens: list[Token], kinds: Kinds) -> Aside:
    """A text and the formula behind it; `and` joins several."""
    comma = Token(",", ",", 0, 0)
    rest = [comma if t.kind == "note" and t.text.strip(" ,") == "and" else t for t in tokens[1:]]
    words = [tokens[0].text, *(t.text for t in rest if t.kind == "note")]
    cut = cut_display([t for t in rest if t.kind != "note"])
    openings = ("", *cut.ops)
    found = [SideReadings(side, kinds, op) if side else None for side, op in zip(cut.sides, openings, strict=True)]
    sides = tuple(None if s is None or s.first is None else s.first.node for s in found)
    return Aside(" ".join(words), sides, tuple(cut.ops), tokens[0].start, max(t.end for t in tokens))


def parse(latex: str, kinds: Kinds | None = None, macros: Macros | None = None) -> Chain:
    """The first reading of a display as one chain; raises `Unreadable` where a side cannot be read."""
    display = read_display(latex, kinds, macros)
    if display.error is not None:
        raise display.error
    return display.chain()
