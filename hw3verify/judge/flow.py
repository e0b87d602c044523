"""From displays to links: which two sides every relation compares, and what kind of link it is.

Links are numbered within a display from 0, every relation sign counts. A display that begins with a relation continues
the display before it: its left side is that display's last side (the side before an imposed `= 0`). Around an arrow
`A = B => C = D` the arrow is the claim; the relation before it is its premise (with those that a comma joins to it),
those behind it are its consequent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hw3verify.language.blocks import Display
from hw3verify.language.names import name_of
from hw3verify.language.readings import DisplayReading, SideReadings
from hw3verify.language.surface import App, Big, Expect, Node, Num, Sym, walk

_FONT = re.compile(r"(?:\\(?:math[a-z]+|bm|boldsymbol|operatorname|hat|tilde|bar|left|[bB]igg?l?)\s*\{?\s*|\{)+\Z")
ARROWS = ("=>", "<=>", "if")  # "if" points to the left: it is turned round
ORDER = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a display: its readings and where it stands in the document."""

    number: str
    latex: str
    start: int
    readings: SideReadings

    @property
    def is_zero(self) -> bool:
        """Is it literally 0?"""
        first = self.readings.first
        return first is not None and isinstance(first.node, Num) and first.node.value == 0


@dataclass(frozen=True, slots=True, eq=False)
class Proposition:
    """A relation between two sides, as a premise or a consequent."""

    left: Side
    op: str
    right: Side


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One relation of a display.

    role: "claim", "premise" (imposed by an arrow that follows), "consequent" (behind an arrow), "arrow".
    fresh: the left side is written in this display and begins it, so it may name something new.
    head: what the chain begins with, `p(z|x)` of `p(z|x) \\propto ... \\propto ...`.
    also: the further premises of an arrow, in `0 < a <= b => ...`.
    """

    part: str
    number: str
    index: int
    op: str
    start: int
    left: Side | None
    right: Side
    role: str
    chain: int
    fresh: bool = False
    premise: Proposition | None = None
    consequent: Proposition | None = None
    also: tuple[Proposition, ...] = ()
    head: Side | None = None  # the first side of the chain


@dataclass(slots=True)
class Flow:
    """Walks the displays of a document in order and remembers what the next one may continue."""

    last: Side | None = None
    proposition: Proposition | None = None  # the last relation, a premise for an arrow that follows
    in_consequent: bool = False
    chain: int = 0
    head: Side | None = None

    def links(self, part: str, display: Display, reading: DisplayReading) -> list[Link]:
        """The links of one display."""
        sides = [self._side(display, s) for s in reading.sides]
        if not sides:
            return []
        found: list[Link] = []
        before_zero: Side | None = None
        left = sides[0]
        if left is None:
            left = self.last
            if reading.ops and reading.ops[0] not in ARROWS:  # a display that goes on with = speaks for itself
                self.in_consequent = False
        else:
            self.chain += 1
            self.head = left
            self.proposition, self.in_consequent = None, False
        index = 0
        also: tuple[Proposition, ...] = ()  # of a chain a < b < c before an arrow, all but the last
        for k, op in enumerate(reading.ops):
            right = sides[k + 1]
            if op == ",":
                if self.proposition is not None and not self.in_consequent and _premises(reading.ops[k + 1 :]):
                    also = (*also, self.proposition)  # `u > v, t > 0 => ...`: both are premises
                left, self.proposition, self.in_consequent = right, None, False
                self.chain += 1
                self.head = right
                continue
            if right is None:  # nothing is written behind the relation
                continue
            start = display.start + reading.op_offsets[k]
            if op in ARROWS:
                link = replace(self._arrow(part, display, reading, sides, k, index, start), also=also)
                link = _turned(link, reading.ops[k + 1 :]) if op == "if" else link
                also = ()
                self.in_consequent = True
                left = self.head = right
                self.chain += 1
            else:
                rest = reading.ops[k + 1 :]
                following = next((o for o in rest if not (op in ORDER and o in ORDER)), "")
                if following == "," and _premises(rest[rest.index(",") + 1 :]):
                    following = "=>"
                role = "consequent" if self.in_consequent else "premise" if following in ARROWS else "claim"
                fresh = (k == 0 or reading.ops[k - 1] == ",") and sides[k] is not None
                link = Link(part, display.number, index, op, start, left, right, role, self.chain, fresh)
                link = replace(link, head=self.head)
                if left is not None:
                    if role == "premise" and rest[0] in ORDER:
                        also = (*also, Proposition(left, op, right))
                    self.proposition = Proposition(left, op, right)
                before_zero = left if right.is_zero and op == "=" else None
                left = right
            found.append(link)
            index += 1
        self.last = left
        if before_zero is not None and not self.in_consequent:
            self.last = before_zero
        return found

    def _arrow(
        self,
        part: str,
        display: Display,
        reading: DisplayReading,
        sides: list[Side | None],
        k: int,
        index: int,
        start: int,
    ) -> Link:
        """The implication at operator k; its consequent is the relation that follows, if one does."""
        after = reading.ops[k + 1] if k + 1 < len(reading.ops) else ""
        consequent = None
        here, then = sides[k + 1], sides[k + 2] if k + 2 < len(sides) else None
        if after and after not in (*ARROWS, ",") and here is not None and then is not None:
            consequent = Proposition(here, after, then)
        assert here is not None
        premise = self.proposition
        return Link(
            part,
            display.number,
            index,
            reading.ops[k],
            start,
            None,
            here,
            "arrow",
            self.chain,
            False,
            premise,
            consequent,
        )

    @staticmethod
    def _side(display: Display, readings: SideReadings | None) -> Side | None:
        if readings is None:
            return None
        start, end = readings.start, readings.end
        # the side begins at the font of its first letter
        before = _FONT.search(display.latex, max(0, start - 80), start)
        start = before.start() if before else start
        return Side(display.number, display.latex[start:end].strip(), display.start + start, readings)


def sides_of(link: Link) -> tuple[Side, ...]:
    """The sides whose readings matter to a link."""
    if link.role == "arrow":
        props = [p for p in (link.premise, link.consequent, *link.also) if p is not None]
        return tuple(s for p in props for s in (p.left, p.right))
    return tuple(s for s in (link.left, link.right) if s is not None)


def _turned(link: Link, behind: tuple[str, ...]) -> Link:
    """`A \\Leftarrow B` is B => A; where either is a chain or a list, which of it is meant is not said."""
    if link.also or len(behind) != 1:
        return replace(link, op="=>", premise=None, consequent=None, also=())
    return replace(link, op="=>", premise=link.consequent, consequent=link.premise)


def _premises(ops: tuple[str, ...]) -> bool:
    """Do the statements from here on lead to an arrow?"""
    return next((o for o in ops if o in ARROWS), "") == "=>"


def whole_side(display: Display) -> Side:
    """A display of which nothing was understood, as one side."""
    from hw3verify.language.kinds import Kinds
    from hw3verify.language.tokens import Token

    readings = SideReadings.__new__(SideReadings)
    readings.first, readings.error = None, None
    readings.tokens, readings.kinds = list[Token](), Kinds()
    return Side(display.number, display.latex.strip()[:400], display.start, readings)


def symbols(reading: DisplayReading) -> set[str]:
    """The names in a display before its last relation: they are known on its last side."""
    sides = [s for s in reading.sides[:-1] if s is not None and s.first is not None]
    return {name_of(n) for s in sides if s.first is not None for n in walk(s.first.node) if isinstance(n, Sym)}


def is_numeric(node: Node) -> bool:
    """Does a formula have a value of its own: an integral without a density, or numbers only? Then pi is 3.14..."""
    inside = list(walk(node))
    names = [n for n in inside if isinstance(n, Sym) and n.base not in ("pi", "e")]
    if any(isinstance(n, App | Expect) for n in inside):
        return False
    return any(isinstance(n, Big) and n.op == "int" for n in inside) or not names
