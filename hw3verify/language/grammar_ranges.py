"""The grammar's ground floor: ranges of tokens, choices, repairs, limits.

Brackets are matched beforehand, so every rule of the grammar reads a range `[i, j)` of tokens and can look ahead at
its top level for commas, bars, relations and signs. Whatever is ambiguous goes through `choose`: the answer is 0, the
most plausible option, unless a replay gives another; every choice is recorded with the prices of its options. Laws:
the same tokens and the same answers give the same tree; steps and depth are bounded.

What it does not do: it knows no formula yet; names, atoms, binders and sums follow in the other grammar files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hw3verify.language.brackets import ENDS, PREFIXES
from hw3verify.language.kinds import Kinds
from hw3verify.language.surface import Node, Sym
from hw3verify.language.tokens import Token, Unreadable

DEPTH_LIMIT = 40
HEIGHT_LIMIT = 100
STEP_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class ChoicePoint:
    """An ambiguity that was met: which option was taken, and what each option costs."""

    kind: str
    offset: int
    taken: int
    prices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """A departure from what is literally written; it never touches an operator, a sign, a number or a name."""

    kind: str
    message: str
    offset: int


class Ranges:
    """The state of one reading of one side."""

    def __init__(
        self, tokens: list[Token], partner: list[int], kinds: Kinds, given: Sequence[int] = (), opening: str = ""
    ) -> None:
        self.toks = tokens
        self.partner = partner
        self.kinds = kinds
        self.given = given
        self.opening = opening  # the relation before this side: behind "in", (0, 1) is an interval
        self.points: list[ChoicePoint] = []
        self.repairs: list[Repair] = []
        self.ignored: dict[int, int] = {}  # differentials that are accounted for elsewhere: index -> index behind
        self.depth = 0
        self.steps = 0
        self.height = 0  # nodes stacked on one another without a bracket: a/b/c, x!!
        self.has_over = any(t.kind == "over" for t in tokens)

    def sum(self, i: int, j: int) -> Node:
        """The whole range as one expression."""
        raise NotImplementedError

    def product(self, i: int, j: int) -> tuple[Node, int]:
        """A product at the beginning of the range, and where it ends."""
        raise NotImplementedError

    def factor(self, i: int, j: int) -> tuple[Node, int]:
        """A factor at the beginning of the range, and where it ends."""
        raise NotImplementedError

    def choose(self, kind: str, at: int, prices: tuple[int, ...]) -> int:
        """Which option to take here."""
        n = len(self.points)
        taken = self.given[n] if n < len(self.given) and self.given[n] < len(prices) else 0
        self.points.append(ChoicePoint(kind, self.offset(at), taken, prices))
        return taken

    def repair(self, kind: str, message: str, at: int) -> None:
        """Record a repair."""
        self.repairs.append(Repair(kind, message, self.offset(at)))

    def offset(self, i: int) -> int:
        """Where token `i` stands in the text."""
        if i < len(self.toks):
            return self.toks[i].start
        return self.toks[-1].end if self.toks else 0

    def fail(self, message: str, i: int) -> Unreadable:
        """The error to raise."""
        return Unreadable(message, self.offset(i))

    def unexpected(self, i: int) -> Unreadable:
        """The error for a token that cannot stand here."""
        if i >= len(self.toks):
            return self.fail("the formula ends where a value is expected", i)
        token = self.toks[i]
        if token.kind == "cmd":
            return self.fail(f"unknown: {token.text}", i)
        if token.kind == "dif":
            return self.fail("a differential outside an integral", i)
        return self.fail(f"'{token.text or token.kind}' is not understood here", i)

    def spend(self, i: int, steps: int = 1) -> None:
        """Count steps."""
        self.steps += steps
        if self.steps > STEP_LIMIT:
            raise self.fail("too many steps", i)

    def stack(self, i: int) -> None:
        """Count a node that is stacked on another one of its kind."""
        self.height += 1
        if self.height > HEIGHT_LIMIT:
            raise self.fail("nested too deeply", i)

    def kind(self, i: int, j: int) -> str:
        """The kind of token `i`, or "" behind the range."""
        return self.toks[i].kind if i < j else ""

    def after(self, i: int) -> int:
        """The index behind token `i`, or behind the bracket that it opens."""
        return self.partner[i] + 1 if self.partner[i] > i else i + 1

    def trim(self, i: int, j: int) -> tuple[int, int]:
        """The range without spaces at its ends."""
        while i < j and self.toks[i].kind == "quad":
            i += 1
        while i < j and self.toks[j - 1].kind == "quad":
            j -= 1
        return i, j

    def top(self, i: int, j: int) -> Iterator[int]:
        """The tokens at the top level of a range (a bracket counts as its opening token)."""
        while i < j:
            yield i
            i = self.after(i)

    def find(self, kinds: tuple[str, ...], i: int, j: int) -> int:
        """The first token of these kinds at the top level, or -1."""
        toks = self.toks
        while i < j:
            if toks[i].kind in kinds:
                return i
            i = self.after(i)
        return -1

    def split(self, kinds: tuple[str, ...], i: int, j: int) -> list[tuple[str, int, int]]:
        """The range cut at separators: (separator before the piece, from, to)."""
        pieces = []
        before, begin, k = "", i, i
        while k < j:
            token = self.toks[k]
            width = 0
            if token.kind in kinds and not (token.kind == "bar" and self.kind(k + 1, j) in ("sub", "sup")):
                width = 1
                name = token.kind
                if name == "bar" and self.kind(k + 1, j) == "bar" and token.style != "mid":
                    name, width = "dbar", 2
                pieces.append((before, begin, k))
                before, begin = name, k + width
            k = k + width if width else self.after(k)
        pieces.append((before, begin, j))
        return pieces

    def argument(self, k: int, j: int) -> tuple[int, int, int]:
        """A TeX argument at `k`: its range, and the index behind it."""
        while self.kind(k, j) == "quad":
            k += 1
        if k >= j:
            raise self.fail("an argument is missing", k)
        kind = self.toks[k].kind
        if kind == "lb":
            return k + 1, self.partner[k], self.partner[k] + 1
        if kind in ("frac", "binom", "sqrt", "accent", "wrap"):
            end = k + 1
            for _ in range(2 if kind in ("frac", "binom") else 1):
                end = self.argument(end, j)[2]
            return k, end, end
        if kind == "open" and self.partner[k] > k:  # x^(i), as written without TeX in mind
            return k, self.partner[k] + 1, self.partner[k] + 1
        return k, k + 1, k + 1

    def skip_scripts(self, k: int, j: int) -> int:
        """The index behind the indices and exponents at `k`."""
        while self.kind(k, j) in ("sub", "sup", "'"):
            k = k + 1 if self.toks[k].kind == "'" else self.argument(k + 1, j)[2]
        return k

    def signs(self, i: int, j: int) -> list[int]:
        """The binary plus and minus signs at the top level of a range."""
        found = []
        operand = False
        self.spend(i, (j - i) >> 3)
        k = i
        toks = self.toks
        while k < j:
            kind = toks[k].kind
            if kind == "sign":
                if operand:
                    found.append(k)
                operand = False
            elif kind in ("sub", "sup"):
                k = self.argument(k + 1, j)[2] if k + 1 < j else j
                continue
            elif kind in PREFIXES and kind != "expect":
                if kind in ("frac", "binom", "accent", "wrap"):
                    k = self.argument(k, j)[2]
                    operand = True
                    continue
                bare = kind == "big" and toks[k].text == "inf" and self.kind(k + 1, j) in ("sign", "")
                k = self.skip_scripts(k + 1, j)
                operand = bare
                continue
            elif kind != "quad":
                operand = kind in ENDS or self.partner[k] > k or kind == "expect"
            k = self.after(k)
        return found

    def is_differential(self, k: int, j: int) -> int:
        """The index behind the differential `dx` at `k`, or 0 if none stands there."""
        token = self.toks[k]
        if token.kind != "dif" and not (token.kind == "sym" and token.text == "d" and token.style in ("", "rm")):
            return 0
        k += 1
        if self.kind(k, j) == "sup" and token.kind == "dif":
            k = self.argument(k + 1, j)[2]
        if k >= j:
            return 0
        kind = self.toks[k].kind
        if kind == "sym" and self.toks[k].text != "d":
            end = self.skip_scripts(k + 1, j)
            return self.measured(k, end, j) or end
        if kind == "accent" or (kind == "lb" and self.kind(k + 1, j) in ("sym", "accent")):
            end = self.argument(k, j)[2]
            return self.skip_scripts(end, j)
        return 0

    def measured(self, k: int, end: int, j: int) -> int:
        """The index behind the argument of a measure, as in `dP(x)`, or 0."""
        if self.kind(end, j) != "open" or self.toks[end].text != "(" or self.partner[end] < end:
            return 0
        if self.kinds.is_function(Sym(self.toks[k].text)) is False and self.toks[k].text not in ("gamma", "mu", "nu"):
            return 0
        plain = self.kind(end + 1, j) == "sym" and self.skip_scripts(end + 2, j) == self.partner[end]
        return self.partner[end] + 1 if plain or self.find((",",), end + 1, self.partner[end]) >= 0 else 0

    def is_written_differential(self, k: int, j: int) -> bool:
        """Whether `dx` is written as one word at `k`, where the letter d is not known as a number."""
        if "d" in self.kinds.scalars or k + 1 >= j:
            return False
        token, following = self.toks[k], self.toks[k + 1]
        return following.kind == "sym" and (following.glued or token.end == following.start)

    def evaluation_bar(self, i: int, j: int) -> int:
        """The first bar with limits at the top level, or -1."""
        k = self.find(("bar",), i, j)
        while k >= 0 and self.kind(k + 1, j) not in ("sub", "sup"):
            k = self.find(("bar",), k + 1, j)
        return k

    def product_end(self, k: int, j: int) -> int:
        """The end of the product that begins at `k`."""
        signs = self.signs(k, j)
        return signs[0] if signs else j
