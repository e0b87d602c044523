r"""Names with their indices, marks and exponents, and what stands in an index.

`p_\theta`, `\hat{y}_j`, `D^*_G`, `x^{(i)}`, `\theta^{old}`, `p_{(data)}`. Law: whatever belongs to the identity of
a name goes into its `Sym`; whatever is arithmetic (`x^2`) comes back as an exponent. An index that cannot be read as
mathematics is kept as a `Word`, since all that counts for a name is whether two are the same.

What it does not do: it decides no kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from hw3verify.language.grammar_ranges import Ranges
from hw3verify.language.surface import (
    Both,
    Div,
    Dots,
    Factorial,
    Func,
    Infinity,
    Node,
    Num,
    Placeholder,
    Rel,
    Sym,
    Word,
)
from hw3verify.language.tokens import DIGIT_LIMIT, Unreadable

_MARKS = {"circ": "◦", "diamond": "⋄", "sharp": "♯", "flat": "♭", "natural": "♮"}  # of duals
MOST_MARKS = 4
_TOGETHER = ("ijklmnst", "xyzuvw")


@dataclass(slots=True)
class Scripts:
    """What stands behind a name: ranges of indices and exponents, primes, and where it ends."""

    subs: list[tuple[int, int]] = field(default_factory=list)
    sups: list[tuple[int, int]] = field(default_factory=list)
    primes: int = 0
    end: int = 0


@dataclass(slots=True)
class Named:
    """A name as read, its arithmetical exponents, whether it is transposed, and where it ends."""

    sym: Sym
    powers: list[tuple[int, int]]
    transposed: bool
    end: int


class Names(Ranges):
    """Names and indices."""

    def scripts(self, k: int, j: int) -> Scripts:
        """The indices, exponents and primes at `k`."""
        found = Scripts(end=k)
        while self.kind(k, j) in ("sub", "sup", "'"):
            kind = self.toks[k].kind
            if kind == "'":
                found.primes += 1
                k += 1
                continue
            a, b, k = self.argument(k + 1, j)
            (found.subs if kind == "sub" else found.sups).append((a, b))
        found.end = k
        return found

    def text(self, a: int, b: int) -> str:
        """The tokens of a range as one word."""
        return "".join(t.text for t in self.toks[a:b] if t.kind not in ("quad", "lb", "rb")).replace(" ", "_")

    def number(self, k: int) -> Num:
        """The number at `k`."""
        token = self.toks[k]
        if len(token.text) > DIGIT_LIMIT:
            raise self.fail("a number with too many digits", k)
        try:
            value = Fraction(token.text)
        except ValueError:
            raise self.fail("a number that cannot be read", k) from None
        return Num(value, token.text, start=token.start, end=token.end)

    def behind(self, node: Node, k: int) -> Node:
        """A factorial, or a percent sign, behind an operand."""
        end = self.toks[k].end
        if self.toks[k].text == "%":
            return Div(node, Num(Fraction(100), "%"), start=node.start, end=end)
        if isinstance(node, Factorial) and node.end == self.toks[k].start:
            raise self.fail("a double factorial is not understood", k)
        return Factorial(node, start=node.start, end=end)

    def joined(self, a: int, b: int) -> str | None:
        """The word that letters standing together spell, or None."""
        toks = self.toks[a:b]
        if len(toks) < 2 or any(t.kind not in ("sym", "fn", "big", "word", "expect") for t in toks):
            return None
        if any(t.kind == "sym" and len(t.text) > 1 for t in toks):
            return None
        word = "".join(t.text for t in toks)
        if word in ("KL", "JS", "JSD", "TV"):
            return word
        if len(word) == 2 and not toks[1].glued:
            return None
        if len(word) == 2 and word.isupper() and set(word) <= set("STUVWXYZ"):
            return None
        if len(word) <= 3 and any(all(c in group for c in word) for group in _TOGETHER):
            return None
        if len(word) == 3 and word.isupper() and set(word) <= set("XYZ"):
            return None
        return word

    def index_items(self, a: int, b: int, strict: bool = False) -> tuple[Node, ...]:
        """The items of an index; unless `strict`, what is not understood is kept as a word."""
        found: list[Node] = []
        for _, x, y in self.split((",", ";", "row"), a, b):
            x, y = self.trim(x, y)
            if x >= y:
                continue
            points, repairs = len(self.points), len(self.repairs)
            try:
                found.extend(self.index_item(x, y))
            except Unreadable:
                if strict or self.steps > 10_000:
                    raise
                del self.points[points:], self.repairs[repairs:]
                found.append(Word(self.text(x, y), start=self.offset(x), end=self.toks[y - 1].end))
        return tuple(found)

    def index_item(self, a: int, b: int) -> tuple[Node, ...]:
        """One item of an index (letters that are several indices give several)."""
        token = self.toks[a]
        start, end = token.start, self.toks[b - 1].end
        if b - a == 1:
            kind = token.kind
            if kind == "sym":
                return (Sym(token.text, start=start, end=end, style=token.style),)
            if kind == "num":
                return (self.number(a),)
            if kind == "inf":
                return (Infinity(start=start, end=end),)
            if kind == "dots":
                return (Dots(start=start, end=end),)
            if kind == "mul" and token.text == ".":
                return (Placeholder(start=start, end=end),)
            return (Word(token.text, start=start, end=end),)
        if token.kind in ("open", "lb") and self.partner[a] == b - 1 and token.text in "({":
            return self.index_items(a + 1, b - 1)
        word = self.joined(a, b)
        if word is not None:
            return (Word(word, start=start, end=end),)
        if all(t.kind == "sym" and len(t.text) == 1 for t in self.toks[a:b]):
            return tuple(Sym(t.text, start=t.start, end=t.end) for t in self.toks[a:b])
        if token.kind == "rel" or self.find((":",), a, b) >= 0:
            return (Word(self.text(a, b), start=start, end=end),)
        return (self.item(a, b),)

    def item(self, a: int, b: int) -> Node:
        """An argument: an expression, a relation, a condition `z | x` or a placeholder."""
        a, b = self.trim(a, b)
        if b - a == 1:
            token = self.toks[a]
            if token.kind == "mul" and token.text == ".":
                return Placeholder(start=token.start, end=token.end)
            if token.kind == "sym":  # the commonest case, straight away
                return Sym(token.text, start=token.start, end=token.end, style=token.style)
        pieces = [k for k in self.top(a, b) if self.toks[k].kind == "rel"]
        if pieces:
            return self.relation(a, b, pieces)
        bar = self.find(("bar",), a, b)
        if bar > a and self.kind(bar + 1, b) not in ("sub", "sup"):
            left, right = self.item(a, bar), self.item(bar + 1, b)
            return Rel(left, "|", right, start=self.offset(a), end=self.toks[b - 1].end)
        return self.sum(a, b)

    def relation(self, a: int, b: int, at: list[int]) -> Node:
        """A range with relations at its top level."""
        ends = [a - 1, *at, b]
        sides: list[Node] = []
        before = self.opening
        for n in range(len(ends) - 1):
            self.opening = self.toks[ends[n]].text if n else ""
            sides.append(self.item(ends[n] + 1, ends[n + 1]) if ends[n] + 1 < ends[n + 1] else self._nothing(ends[n]))
        self.opening = before
        rels = tuple(
            Rel(sides[n], self.toks[k].text, sides[n + 1], start=sides[n].start, end=sides[n + 1].end)
            for n, k in enumerate(at)
        )
        if len(rels) == 1:
            return rels[0]
        return Both(rels, start=self.offset(a), end=self.toks[b - 1].end)

    def _nothing(self, k: int) -> Node:
        raise self.fail("a relation with nothing beside it", max(k, 0))

    def symbol(self, k: int, j: int) -> Named:
        """The name at `k` with everything that belongs to it."""
        token = self.toks[k]
        start = token.start
        if token.kind == "accent":
            a, b, end = self.argument(k + 1, j)
            inner = self.symbol(a, b) if self.kind(a, b) in ("sym", "accent", "lb", "word") else None
            if inner is None or inner.end < b or inner.powers or inner.transposed:
                raise self.fail("an accent over a formula", k)
            base = f"{token.text}_{inner.sym.base}" if token.text else inner.sym.base
            style = inner.sym.style if token.text else "bf"  # an arrow or a line below is a bold letter
            named = Named(replace(inner.sym, base=base, start=start, style=style), [], False, end)
        elif token.kind == "lb":
            a, b = k + 1, self.partner[k]
            named = self.symbol(a, b)
            if named.end < b or named.powers:
                raise self.fail("a group that is no name", k)
            named.end = b + 1
        else:
            named = Named(Sym(token.text, start=start, end=token.end, style=token.style), [], False, k + 1)
        scripts = self.scripts(named.end, j)
        if scripts.end == named.end:
            return named
        return self._dressed(named, scripts)

    def coefficient(self, k: int, j: int) -> Named | None:
        """The Bhattacharyya coefficient BC(p, q), which is set as two letters."""
        two = self.toks[k : k + 2]
        if [t.text for t in two] != ["B", "C"] or not two[1].glued or self.kind(k + 2, j) != "open":
            return None
        applied = self.find((",", "dbar"), k + 3, self.partner[k + 2]) >= 0
        return Named(Sym("BC", start=two[0].start, end=two[1].end), [], False, k + 2) if applied else None

    def exponent(self, a: int, b: int) -> Node:
        r"""What stands in a superscript; `\otimes n` is that of a product measure."""
        if self.kind(a, b) == "cmd" and self.toks[a].text == "otimes" and b - a > 1:
            return Func("otimes", (self.sum(a + 1, b),), start=self.toks[a].start, end=self.toks[b - 1].end)
        return self.sum(a, b)

    def _dressed(self, named: Named, scripts: Scripts) -> Named:
        """The name with its indices and marks."""
        sub = list(named.sym.sub)
        marks = named.sym.marks + "'" * scripts.primes
        for a, b in scripts.subs:
            if b - a == 1 and self.toks[a].kind in ("mul", "sign"):
                marks += self.toks[a].text.replace(".", "*")
            else:
                sub.extend(self.index_items(a, b))
        powers: list[tuple[int, int]] = []
        transposed = named.transposed
        for a, b in scripts.sups:
            mark = self.superscript_mark(a, b)
            if mark:
                marks += mark
            elif self.is_transpose(a, b, named.sym, scripts.end):
                transposed = True
            elif (items := self.superscript_index(a, b, named.sym)) is not None:
                sub.extend(items)
            else:
                if powers:
                    self.stack(a)
                powers.append((a, b))
        end = self.toks[scripts.end - 1].end
        return Named(replace(named.sym, sub=tuple(sub), marks=marks, end=end), powers, transposed, scripts.end)

    def superscript_mark(self, a: int, b: int) -> str:
        """The mark that a superscript is (`*`, primes, a dagger, a circle, a bare sign), or ""."""
        toks = self.toks[a:b]
        if not toks:
            return ""
        if all(t.kind == "'" for t in toks):
            return "'" * len(toks)
        if toks[0].text == ".":
            return "*" if len(toks) == 1 else ""
        if len(toks) <= MOST_MARKS and all((t.kind, t.text) == ("mul", "*") or t.kind == "'" for t in toks):
            return "".join("'" if t.kind == "'" else "*" for t in toks)  # f^{**}, f^{*\prime}
        if len(toks) == 1 and toks[0].kind == "cmd" and toks[0].text in _MARKS:
            return _MARKS[toks[0].text]
        if len(toks) == 1 and toks[0].kind == "sign":
            if self.kind(b, len(self.toks)) in ("num", "sym") and self.toks[b].start == toks[0].end:
                raise self.fail("an exponent without braces", a)  # e^-x: set as (e^-)x, and meant as e^{-x}
            return toks[0].text
        if len(toks) == 1 and toks[0].kind == "mark" and toks[0].text == "+":
            return "†"
        return ""

    def is_transpose(self, a: int, b: int, sym: Sym | None, behind: int) -> bool:
        r"""Whether a superscript transposes: `\top` does; `T` on a bold letter, and before a factor (a choice)."""
        if b - a != 1:
            return False
        token = self.toks[a]
        if token.kind == "mark":
            return token.text == "T"
        if token.kind != "sym" or token.text != "T":
            return False
        if sym is not None and sym.style == "bf":
            return True
        follows = self.kind(behind, len(self.toks)) in ("sym", "open", "accent", "lb")
        return follows and self.choose("transpose", a, (0, 2)) == 0

    def superscript_index(self, a: int, b: int, sym: Sym) -> tuple[Node, ...] | None:
        """The items of a superscript that is an index: `(i)`, a word; None for an exponent."""
        if a >= b:
            return ()
        token = self.toks[a]
        if b - a == 1:
            return (Word(token.text),) if token.kind in ("word", "note") or (
                token.kind in ("big", "fn") and token.text in ("max", "min", "inf", "sup")) else None  # fmt: skip
        if token.kind == "open" and self.partner[a] == b - 1 and token.text == "(" and sym.base != "e":
            if self.kind(a + 1, b) == "num" and b - a > 3:
                return None
            return self.index_items(a + 1, b - 1)
        word = self.joined(a, b)
        if word is not None and len(word) >= 3 and sym.base != "e":
            return (Word(word, start=token.start, end=self.toks[b - 1].end),)
        return None
