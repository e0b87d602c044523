r"""How far an operator reaches: which of the following summands belong to a sum, an integral, an expectation.

`\sum_z a(z) + b(z) - c` means `(\sum_z a(z) + b(z)) - c`: a reader lets the sum cover every later summand in which its
variable would otherwise be free, and no further. Law: where the variable is written that is the only reading, since
with another one `\sum_i x_i + c` could pass for `\sum_i (x_i + c)`; where it is not, every extent is an option.
Occurrences under a binder of the same variable do not count: another `\sum_z`, an `E_{z\sim q}`, the arguments of a
divergence.

What it does not do: it reads tokens only; nothing is parsed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from hw3verify.language.grammar_derivatives import Derivatives
from hw3verify.language.surface import Node, Pow, Sym, walk

EXTREMA = frozenset(("max", "min", "sup", "inf", "argmax", "argmin"))
VARIABLES = frozenset("xyzuvwstijkn")
AVERAGED = frozenset("XYZWUVS")  # what is random behind a bare E


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound variable as its tokens look: base letter, text of the index, primes."""

    base: str
    index: str
    primes: int


class Reach(Derivatives):
    """Extents."""

    def bound(self, var: Node | None) -> list[Bound]:
        """How the tokens of a bound variable look."""
        found = []
        for node in walk(var) if var is not None else ():
            if isinstance(node, Sym):
                index = self.source_index(node)
                found.append(Bound(node.base.rpartition("_")[2] or node.base, index, node.marks.count("'")))
                break
        return found

    def source_index(self, sym: Sym) -> str:
        """The index of a symbol as the text of its tokens."""
        return "".join(getattr(n, "base", getattr(n, "text", "")) for n in sym.sub)

    def occurs(self, names: list[Bound], i: int, j: int) -> bool:
        """Whether one of the names stands free in a range."""
        self.spend(i, 1 + ((j - i) >> 3))
        k = i
        while k < j:
            token = self.toks[k]
            kind = token.kind
            if kind == "expect" or (kind == "sym" and token.text == "E" and self.kind(k + 1, j) == "sub"):
                end = self.skip_scripts(k + 1, j)
                if self.occurs(names, k + 1, end):
                    if self.kind(end, j) != "open" or self.partner[end] < end:
                        return False  # rebound here, for the rest of this product
                    k = self.partner[end] + 1
                    continue
            elif kind == "big":
                end = self.skip_scripts(k + 1, j)
                if self.occurs(names, k + 1, end) or (token.text == "int" and self._integrates(names, end, j)):
                    return False
                k = end
                continue
            elif kind in ("sym", "word"):
                if any(token.text == n.base and self._same(n, k, j) for n in names):
                    return True
                end = self._divergence_end(k, j)
                if end:
                    k = end
                    continue
            if self.partner[k] > k:
                if self.occurs(names, k + 1, min(self.partner[k], j)):
                    return True
                k = self.partner[k]
            k += 1
        return False

    def divides(self, k: int, j: int) -> bool:
        """May a token behind a denominator belong to it? An exponential does not."""
        if k >= j or k in self.ignored or self.toks[k].kind not in ("num", "sym", "frac", "sqrt"):
            return False
        return not (self.toks[k].text == "e" and self.kind(k + 1, j) == "sup")

    def mentions(self, names: list[Bound], i: int, j: int) -> bool:
        """Whether one of the names stands in a range: no expectation or divergence binds a density or a parameter,
        only another extremum does."""
        self.spend(i, 1 + ((j - i) >> 3))
        k = i
        while k < j:
            token = self.toks[k]
            if token.kind == "big" and token.text in EXTREMA:
                end = self.skip_scripts(k + 1, j)
                if self.occurs(names, k + 1, end):
                    return False
                k = end
                continue
            if token.kind in ("sym", "word") and any(token.text == n.base and self._same(n, k, j) for n in names):
                return True
            k += 1
        return False

    def _divergence_end(self, k: int, j: int) -> int:
        """The index behind the divergence at `k`, whose arguments are bound, or 0."""
        token = self.toks[k]
        if token.style != "div" and token.text not in ("D", "H", "W", "I", "d"):
            return 0
        end = self.skip_scripts(k + 1, j)
        if self.kind(end, j) != "open" or self.partner[end] < end:
            return 0
        if token.kind == "sym" and token.text in ("D", "d"):
            if not any(t.kind == "word" and t.style == "div" for t in self.toks[k + 1 : end]):
                return 0
        return self.partner[end] + 1

    def _same(self, name: Bound, k: int, j: int) -> bool:
        """Whether the symbol at `k` is the name, with its index and primes."""
        k += 1
        index, primes = "", 0
        while self.kind(k, j) in ("sub", "sup", "'"):
            if self.toks[k].kind == "'":
                primes += 1
                k += 1
                continue
            a, b, end = self.argument(k + 1, j)
            if self.toks[k].kind == "sub":
                index += self.text(a, b)
            k = end
        return primes == name.primes and (not name.index or index == name.index)

    def _integrates(self, names: list[Bound], k: int, j: int) -> bool:
        """Whether a differential of one of the names follows at this level."""
        self.spend(k, (j - k) >> 3)
        for i in self.top(k, j):
            end = self.is_differential(i, j)
            if end and any(self.toks[i + 1].text == n.base for n in names):
                return True
        return False

    def reach(self, kind: str, names: list[Bound], at: int, k: int, j: int) -> int:
        """Where the body that begins at `k` ends."""
        signs = self.signs(k, j)
        if not signs:
            return j
        ends = [*signs, j]
        default = 0
        if names:
            binds_heads = kind.removeprefix("reach of ") in EXTREMA and not all(n.base in VARIABLES for n in names)
            occurs = self.mentions if binds_heads else self.occurs
            for n in range(1, len(ends)):
                if occurs(names, ends[n - 1], ends[n]):
                    default = n
            return ends[default]
        whole = self.kind(k, j) == "open" and self.partner[k] + 1 == ends[0]
        price = 4 if whole else 2
        others = sorted((n for n in range(len(ends)) if n != default), key=lambda n: (abs(n - default), n))
        options = [default, *others][:7]
        prices = (0, *(price + (abs(n - default) > 1) for n in options[1:]))
        return ends[options[self.choose(kind, at, prices)]]

    def is_averaged(self, k: int, j: int) -> bool:
        """Does a bare `E` stand before what is random: `E X^2`, `E \\log Z`? The E of `E - TS` is a number."""
        token = self.toks[k] if k < j else None
        if token is None or token.style not in ("", "rm"):
            return False
        return token[:2] in (("fn", "log"), ("fn", "exp")) or (token.kind == "sym" and token.text in AVERAGED)

    def averaged_power(self, op: str, inside: Node, k: int, j: int) -> tuple[Node, int]:
        """The average in the brackets at `k` and where it ends: `E(X - m)^2` is the mean of a square to many."""
        end = self.partner[k] + 1
        if op != "E" or self.toks[k].text != "(" or self.kind(end, j) != "sup" or not self.signs(k + 1, end - 1):
            return inside, end
        a, b, behind = self.argument(end + 1, j)
        if self.toks[a].kind != "num" or self.choose("exponent behind an expectation", end, (0, 1)) == 0:
            return inside, end
        return Pow(inside, self.sum(a, b), start=inside.start, end=self.toks[behind - 1].end), behind

    def last_factor(self, names: list[Bound], k: int, j: int) -> int:
        """The top-level token of the last place in a product where one of the names stands, or -1."""
        found = -1
        self.spend(k, (j - k) >> 2)
        for i in self.top(k, j):
            if self.partner[i] > i:
                here = self.occurs(names, i + 1, self.partner[i])
            else:
                here = self.toks[i].kind == "sym"
                here = here and any(self.toks[i].text == n.base and self._same(n, i, j) for n in names)
            found = i if here else found
        return found
