r"""Atoms: numbers, names with their arguments, brackets, fractions, roots, indicators, cases.

Law: `name(` is an application when the kinds say so, or when the bracket holds what no product could (a comma, a
conditioning bar); where only the look of the argument tells, it is a choice. `p(1-p)` is a product: a name that stands
bare inside the bracket behind it is a number.
What it does not do: sums, integrals, expectations and derivatives (see grammar_binders).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hw3verify.language import surface as s
from hw3verify.language.grammar_names import Named, Names
from hw3verify.language.set_operations import SETS, set_operation
from hw3verify.language.surface import Node, Sym

DIVERGENCES = frozenset("KL JSD TV chi2 W W1 W2 hellinger2 H I".split())
_DISTANCES = {"KL": "KL", "JS": "JSD", "JSD": "JSD", "TV": "TV", "W": "W1"}
_SEPARATORS = (",", ";", "bar", "dbar")


class Atoms(Names):
    """What can stand as one operand."""

    def named(self, k: int, j: int) -> tuple[Node, int]:
        """A name at `k`, applied if it is a function with arguments behind it."""
        word = self.toks[k].kind == "word"
        name = self.coefficient(k, j) or self.symbol(k, j)
        sym = self.canonical(name.sym)
        end = name.end
        while self.kind(end, j) == "quad" and self.kind(end + 1, j) == "open":
            end += 1
        if self.kind(end, j) == "open" and self.partner[end] > end and self.applies(sym, end, word):
            node: Node = self.application(sym, name, end)
            powers = name.powers if node.start >= 0 else []
            if isinstance(node, s.App) and node.fn != sym and isinstance(node.fn, Sym) and name.powers:
                powers = [] if node.fn.marks.endswith("~") or node.fn.base in ("chi2", "hellinger2") else powers
            end = self.partner[end] + 1
        else:
            if self.kind(end, j) == "open" and self.partner[end] > end and not word:
                self.multiplies(sym, end)
            node, powers, end = sym, name.powers, name.end
        for a, b in powers:
            node = s.Pow(node, self.exponent(a, b), start=node.start, end=self.toks[b - 1].end)
        if name.transposed:
            node = s.Transpose(node, start=node.start, end=node.end)
        return node, end

    def canonical(self, sym: Sym) -> Sym:
        """`D_{KL}` is KL, `d_{TV}` is TV."""
        if sym.base in ("D", "d", "KL", "JS", "dist") and len(sym.sub) == 1:
            item = sym.sub[0]
            if isinstance(item, s.Word) and item.text in _DISTANCES:
                return replace(sym, base=_DISTANCES[item.text], sub=())
            if isinstance(item, s.Pow) and isinstance(item.base, Sym) and item.base.base == "chi":
                return replace(sym, base="chi2", sub=())
        return replace(sym, base="W1") if sym.base == "EMD" else sym

    def applies(self, sym: Sym, k: int, word: bool) -> bool:
        """Whether the bracket at `k` holds the arguments of the name before it."""
        bracket, a, b = self.toks[k].text, k + 1, self.partner[k]
        base = sym.base
        separated = self.find(_SEPARATORS, a, b) >= 0
        known = True if word else self.kinds.is_function(sym)
        if bracket == "{":
            return known is True and (word or base in DIVERGENCES)
        if bracket == "[":
            if base in ("U", "N") or word:
                return separated or word
            return known is True and (base in DIVERGENCES or base[-1:].isupper())
        if bracket != "(":
            return False
        if separated:
            return True
        if word:
            return True
        if known is False:
            return False
        if self.signs(a, b) and self.stands_bare(base, a, b):
            return False
        if known is True:
            return not (base in ("p", "q", "r", "pi") and self.is_complement(a, b))
        if base in ("U", "N"):
            return False
        plain = self.toks[a].kind == "sym" and self.skip_scripts(a + 1, b) == b if a < b else False
        if plain or self.kind(a, b) == "sign":
            return self.choose("application", k, (0, 3)) == 0
        return base in self.kinds.applied and self.choose("application", k, (0, 2)) == 0

    def multiplies(self, sym: Sym, k: int) -> None:
        """Note that the name multiplies the bracket at `k` where it may be meant as a function."""
        a, b = k + 1, self.partner[k]
        if self.toks[k].text != "(" or a >= b or any(t.kind in ("big", "expect") for t in self.toks[a:b]):
            return
        if sym.base == "pi" and not sym.sub and k > 1 and self.toks[k - 2].kind == "num":
            return  # 2 pi (s + t) is the number pi
        plain = self.toks[a].kind == "sym" and self.skip_scripts(a + 1, b) == b
        if plain or (self.kinds.is_doubtful(sym) and any(t.kind in ("sym", "num") for t in self.toks[a:b])):
            self.repair("product", f"{sym.base} times a bracket, or a function of what stands in it", k)

    def convolves(self, before: Node, k: int, j: int) -> None:
        """Note that the star at `k` multiplies two bare densities or functions: it may convolve them."""
        behind = self.toks[k + 1] if k + 1 < j else None
        if not isinstance(before, Sym) or behind is None or behind.kind != "sym":
            return
        if self.kind(self.skip_scripts(k + 2, j), j) == "open" or not self.kinds.is_function(before):
            return
        if self.kinds.is_function(Sym(behind.text, style=behind.style)):
            self.repair("product", f"{before.base} * {behind.text} is a product, or a convolution", k)

    def is_bracketed_index(self, node: Node, a: int, b: int) -> bool:
        """Whether a superscript is one number or letter in a bracket behind arguments: p(x)^{(2)}, a derivative or a
        copy rather than a power."""
        inside = b - a == 3 and self.toks[a].kind == "open" and self.toks[a + 1].kind in ("num", "sym")
        return inside and isinstance(node, s.App)

    def stands_bare(self, base: str, a: int, b: int) -> bool:
        """Whether a name occurs without arguments within a range."""
        for k in range(a, b):
            token = self.toks[k]
            if token.kind == "sym" and token.text == base and self.kind(self.skip_scripts(k + 1, b), b) != "open":
                return True
        return False

    def is_complement(self, a: int, b: int) -> bool:
        """Whether a range reads `1 - q` with a bare name for a probability: a factor, not an argument."""
        return (
            b - a == 3
            and self.toks[a].kind == "num"
            and self.toks[a + 1].kind == "sign"
            and self.toks[a + 2].text in ("p", "q", "r", "pi", "theta")
        )

    def application(self, sym: Sym, name: Named, k: int) -> Node:
        """The name applied to the arguments in the bracket at `k`."""
        token, a, b = self.toks[k], k + 1, self.partner[k]
        square = [self.toks[x:y] for x, y in name.powers]
        separated = self.find((",", "dbar"), a, b) >= 0
        if separated and len(square) == 1 and [t.text for t in square[0]] == ["2"]:
            if sym.base == "chi":
                sym = replace(sym, base="chi2")
            elif sym.base == "H":
                sym = replace(sym, base="hellinger2")
        if len(square) == 1 and [t.text for t in square[0]] == ["-", "1"] and sym.base in ("F", "G", "f", "g", "h"):
            sym = replace(sym, marks=sym.marks + "~")
        if sym.base in ("I", "chi") and self.find(("rel",), a, b) >= 0:
            return s.Indicator(self.item(a, b), start=sym.start, end=self.toks[b].end)
        lists: dict[str, list[Node]] = {"args": [], "given": [], "params": []}
        where, sep = "args", ""
        together = sym.base in DIVERGENCES
        for before, x, y in self.split((*_SEPARATORS, ":") if together else _SEPARATORS, a, b) if a < b else ():
            if before == "bar" and (not together or sym.base in ("H", "I")):
                where = "given"
            elif before == ";" and not together:
                where = "params"
            elif before and sym.base == "I" and where == "args":
                sep += {"bar": "|", "dbar": "||"}.get(before, before)  # I(x, y; z): what stands on which side
            elif before and not (sep and before == ","):
                sep = {"bar": "|", "dbar": "||"}.get(before, before)
            x, y = self.trim(x, y)
            if x >= y:
                raise self.fail("an argument is missing", x)
            lists[where].append(self.item(x, y))
        args = tuple(lists["args"])
        if sym.base == "W" and len(args) == 2 and not sym.marks:
            order = sym.sub[0] if len(sym.sub) == 1 else None
            if not sym.sub or (isinstance(order, s.Num) and order.value in (1, 2)):
                sym = replace(sym, base="W2" if isinstance(order, s.Num) and order.value == 2 else "W1", sub=())
        end = self.toks[b].end
        return s.App(
            sym, args, tuple(lists["given"]), tuple(lists["params"]), sep, token.text, start=sym.start, end=end
        )

    def bracketed(self, k: int, j: int) -> tuple[Node, int]:
        """What stands in the bracket at `k`, with limits or an index behind it."""
        token, a, b = self.toks[k], k + 1, self.partner[k]
        if b < 0:
            raise self.fail(f"the bracket {token.text} is never closed", k)
        end = self.toks[b].end
        a, inner_end = self.trim(a, b)
        text = token.text
        node: Node
        if text == "|":
            node = s.Abs(self.sum(a, inner_end), start=token.start, end=end)
        elif text == "||":
            scripts = self.scripts(b + 1, j) if self.kind(b + 1, j) == "sub" else None
            sub = self.index_items(*scripts.subs[0]) if scripts and scripts.subs else ()
            node = s.Norm(self.sum(a, inner_end), sub, start=token.start, end=end)
            return node, self.argument(b + 2, j)[2] if sub else b + 1
        elif text in ("f", "c", "<"):
            items = tuple(self.item(x, y) for _, x, y in self.split((",", "bar"), a, inner_end))
            node = s.Func({"f": "floor", "c": "ceil", "<": "inner"}[text], items, start=token.start, end=end)
        else:
            node = self.group(text, self.toks[b].text, a, inner_end, k)
        return self.limits(node, k, b + 1, j)

    def group(self, left: str, right: str, a: int, b: int, k: int) -> Node:
        """The content of a round, square or curly bracket."""
        start, end = self.toks[k].start, self.toks[self.partner[k]].end
        if self.kind(a, b) == "begin" and self.partner[a] == b - 1 and left == "{":
            return self.rows(a, cases=True)
        if self.kind(a, b) == "begin" and self.partner[a] == b - 1 and left in "([" and "array" in self.toks[a].text:
            return self.rows(a, cases=False)
        pieces = self.split((",",), a, b)
        if left == "{" and right == "{":
            bar = self.find(("bar", ":"), a, b)
            if bar > a and self.find(("rel",), a, b) >= 0:
                members = tuple(self.item(x, y) for _, x, y in self.split((",",), a, bar))
                return s.SetOf(members, self.item(bar + 1, b), start=start, end=end)
            if len(pieces) > 1 or self.opening == "in":
                return s.SetOf(tuple(self.item(x, y) for _, x, y in pieces), start=start, end=end)
        if (
            len(pieces) == 2
            and (left != right or left == "[" or self.opening == "in")
            and left in "(["
            and right in "(["
        ):
            low, high = (self.item(x, y) for _, x, y in pieces)
            return s.Interval(low, high, left == "[", right == "[", start=start, end=end)
        if len(pieces) > 1:
            return s.Tuple_(tuple(self.item(x, y) for _, x, y in pieces), start=start, end=end)
        if left == "[" and self.find(("rel",), a, b) >= 0:
            return s.Indicator(self.item(a, b), start=start, end=end)
        before, self.opening = self.opening, ""
        node = self.sum(a, b)
        self.opening = before
        return node

    def limits(self, node: Node, k: int, behind: int, j: int) -> tuple[Node, int]:
        """`[F]_0^1` and `F|_{x=0}`: limits behind a bracket; `[x]_+`: the positive part."""
        if self.kind(behind, j) != "sub":
            return node, behind
        scripts = self.scripts(behind, j)
        if not scripts.subs or len(scripts.sups) > 1 or scripts.primes:
            raise self.fail("an index on a bracket", behind)
        a, b = scripts.subs[0]
        if b - a == 1 and self.toks[a].kind == "sign" and self.toks[a].text == "+":
            zero = s.Num(Fraction(0))
            node = s.Func("max", (node, zero), start=node.start, end=self.toks[a].end)
            return node, self.argument(behind + 1, j)[2]
        closer = self.toks[behind - 1].text
        if not scripts.sups and self.find(("rel",), a, b) < 0 and closer != "|":
            raise self.fail("an index on a bracket", behind)
        return self.evaluated(node, scripts.subs, scripts.sups, k), scripts.end

    def evaluated(self, node: Node, subs: list[tuple[int, int]], sups: list[tuple[int, int]], k: int) -> Node:
        """A value between limits, or at a point."""
        variable: Node | None = None
        ends: list[Node | None] = []
        for found in (subs, sups):
            end: Node | None = self.item(*found[0]) if found else None
            if isinstance(end, s.Rel) and end.op in ("=", "to"):
                variable, end = end.left, end.right
            ends.append(end)
        lower, upper = ends if ends[1] is not None else (None, ends[0])
        if upper is not None:
            return s.Evaluated(node, variable, lower, upper, start=node.start, end=upper.end)
        raise self.fail("limits are missing", k)

    def attached(self, factors: list[Node], node: Node, joint: str) -> str:
        r"""Add a factor: behind `\odot`, `\cap` joined with the one before, behind a dot marked as such."""
        if joint == "o":
            factors[-1] = s.Func("hadamard", (factors[-1], node), start=factors[-1].start, end=node.end)
        elif joint in SETS:
            factors[:] = [set_operation(factors, node, joint)]
        else:
            factors.append(replace(node, dotted=True) if joint == "." else node)
        return ""

    def indicator(self, k: int, j: int) -> tuple[Node, int]:
        """`\\mathbf{1}` with its condition, in a bracket or an index; `1_A(x)`."""
        start = self.toks[k].start
        end = k + 1
        if self.kind(end, j) == "sub":
            a, b, end = self.argument(end + 1, j)
            condition = self.item(*self.unwrapped(a, b))
            if self.kind(end, j) == "open" and self.toks[end].text == "(" and not isinstance(condition, s.Rel | s.Both):
                value = self.item(end + 1, self.partner[end])
                condition = s.Rel(value, "in", condition, start=start, end=self.toks[self.partner[end]].end)
                end = self.partner[end] + 1
        elif self.kind(end, j) in ("open", "lb") and self.toks[end].text in "([{" and self.partner[end] > end:
            condition = self.item(end + 1, self.partner[end])
            end = self.partner[end] + 1
        elif self.toks[k].style == "bf":  # the vector of ones
            return s.Sym("1", style="bf", start=start, end=self.toks[k].end), end
        else:
            raise self.fail("an indicator without a condition", k)
        if not isinstance(condition, s.Rel | s.Both):
            raise self.fail("an indicator without a relation", k)
        return s.Indicator(condition, start=start, end=self.toks[end - 1].end), end

    def unwrapped(self, a: int, b: int) -> tuple[int, int]:
        """A range without a bracket around all of it."""
        if (
            self.kind(a, b) == "open"
            and self.partner[a] == b - 1
            and (self.toks[a].text == "{" or (self.toks[a].text in "([" and self.find(("rel",), a + 1, b - 1) >= 0))
        ):
            return a + 1, b - 1
        return a, b

    def is_indicator(self, k: int, j: int) -> bool:
        """Whether the number 1 at `k` is an indicator: `1[x > 0]`, `1\\{x > 0\\}`, `1_{x > 0}`."""
        if self.toks[k].text != "1" or k + 1 >= j:
            return False
        if self.toks[k + 1].kind == "sub":
            return True
        if self.toks[k + 1].kind != "open" or self.toks[k + 1].text not in "[{(" or self.partner[k + 1] < 0:
            return False
        return self.find(("rel",), k + 2, self.partner[k + 1]) >= 0

    def rows(self, k: int, cases: bool) -> Node:
        """An environment with rows: cases (value, condition), or a matrix."""
        a, b = k + 1, self.partner[k]
        start, end = self.toks[k].start, self.toks[b].end
        table = []
        for _, x, y in self.split(("row",), a, b):
            if self.trim(x, y)[0] < y:
                table.append([self.trim(u, v) for _, u, v in self.split(("amp",), x, y)])
        if not cases:
            entries = tuple(tuple(self.sum(u, v) for u, v in row if u < v) for row in table)
            return s.Matrix(entries, start=start, end=end)
        rows = []
        for row in table:
            u, v = row[0]
            if len(row) == 1:
                cut = self.find((",", "note"), u, v)
                row = [(u, cut), (cut, v)] if cut > u else row
            rows.append((self.sum(*self.bare(*row[0])), self.condition(*row[1]) if len(row) > 1 else None))
        return s.Cases(tuple(rows), start=start, end=end)

    def bare(self, a: int, b: int) -> tuple[int, int]:
        """A range without commas, points and notes at its ends."""
        loose = (",", ";", ".", "note", "quad", ":")
        while a < b and self.toks[a].kind in loose:
            a += 1
        while a < b and self.toks[b - 1].kind in loose:
            b -= 1
        return a, b

    def condition(self, a: int, b: int) -> Node | None:
        """The condition of a row of cases; None is "otherwise"."""
        words = {t.text.lower() for t in self.toks[a:b] if t.kind in ("note", "word")}
        a, b = self.bare(a, b)
        if a >= b or words & {"otherwise", "else", "elsewhere"}:
            return None
        pieces = [self.item(*self.bare(x, y)) for _, x, y in self.split((",", "note"), a, b)]
        return pieces[0] if len(pieces) == 1 else s.Both(tuple(pieces), start=self.offset(a), end=self.toks[b - 1].end)
