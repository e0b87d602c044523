r"""The grammar of one side: sums of products of factors, and how far a function without brackets reaches.

    sum     = [sign] product { sign product }
    product = factor { [* or /] factor }
    factor  = atom { ^exponent | ! }

A big operator takes as much of the range as its reach says, so a product ends where its last factor ends. Laws: a range
is read completely or not at all; multiplication and division associate to the left as written, and where a reader may
see it differently (`1/2\sigma^2`, `\log p q`) that is a choice.

What it does not do: it splits no relations (see readings) and repairs no brackets (see repairs).
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.language import surface as s
from hw3verify.language.grammar_binders import Binders
from hw3verify.language.grammar_ranges import DEPTH_LIMIT
from hw3verify.language.surface import Node

_STOPS = ("sign", ",", ";", "rel", "bar", "dbar", ":", "amp", "row", "note", ".", "cmd", "dif")
_OPERANDS = ("num", "sym", "word", "open", "lb", "frac", "binom", "sqrt", "fn", "big", "expect", "inf", "accent", "ind")


class Grammar(Binders):
    """The whole grammar; `side()` reads a side."""

    def side(self) -> Node:
        """The whole side."""
        i, j = self.trim(0, len(self.toks))
        if i >= j:
            raise self.fail("nothing where a value is expected", i)
        pieces = self.split((",",), i, j)
        if len(pieces) > 1 and all(x < y for _, x, y in pieces):
            items = tuple(self.item(x, y) for _, x, y in pieces)
            return s.Tuple_(items, start=self.offset(i), end=self.toks[j - 1].end)
        return self.item(i, j)

    def sum(self, i: int, j: int) -> Node:
        """The whole range as a sum."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise self.fail("nested too deeply", i)
        try:
            return self._sum(i, j)
        finally:
            self.depth -= 1

    def _sum(self, i: int, j: int) -> Node:
        i, j = self.trim(i, j)
        if i >= j:
            raise self.fail("nothing where a value is expected", i)
        if self.has_over and (over := self.find(("over",), i, j)) >= 0:
            a, b = self.sum(i, over), self.sum(over + 1, j)
            kind = s.Div if self.toks[over].text == "frac" else s.Binom
            return kind(a, b, start=self.offset(i), end=self.toks[j - 1].end)
        terms: list[Node] = []
        k = i
        bar = self.evaluation_bar(i, j)
        if bar > i and self.signs(i, bar) and self.choose("reach of an evaluation", bar, (0, 2)) == 0:
            scripts = self.scripts(bar + 1, j)
            terms.append(self.evaluated(self.sum(i, bar), scripts.subs, scripts.sups, bar))
            k = scripts.end
        while k < j:
            self.spend(k)
            at, negative = k, False
            while self.kind(k, j) in ("sign", "quad"):
                if self.toks[k].kind == "sign":
                    if k - at > 2:
                        raise self.fail("several signs in a row", k)
                    negative ^= self.toks[k].text == "-"
                k += 1
            if terms and at == k:
                raise self.unexpected(k)
            if k >= j:
                raise self.fail("the formula ends where a value is expected", k)
            term, k = self.product(k, j)
            terms.append(s.Neg(term, start=self.offset(at), end=term.end) if negative else term)
            while self.kind(k, j) == "quad":
                k += 1
        if len(terms) == 1:
            return terms[0]
        return s.Add(tuple(terms), start=self.offset(i), end=self.toks[j - 1].end)

    def product(self, i: int, j: int) -> tuple[Node, int]:
        """A product from `i` on, and where it ends."""
        factors: list[Node] = []
        k, wanted, joint = i, True, ""  # wanted: an operator asks for a factor; joint: which one
        while k < j:
            token = self.toks[k]
            kind = token.kind
            self.spend(k)
            if kind == "quad":
                k += 1
            elif k in self.ignored:
                k = self.ignored[k]
            elif kind == "mul" and factors and not wanted:
                if token.text == "*":
                    self.convolves(factors[-1], k, j)
                k, wanted, joint = k + 1, True, token.text
            elif kind == "div" and factors and not wanted:
                k = self.quotient(factors, k, j)
            elif kind == "sign" and wanted and factors:
                node, k = self.factor(k + 1, j)
                factors.append(s.Neg(node, start=token.start, end=node.end) if token.text == "-" else node)
                wanted = False
            elif kind == "bar" and factors and self.kind(k + 1, j) in ("sub", "sup"):
                self.stack(k)
                scripts = self.scripts(k + 1, j)
                factors = [self.evaluated(self.multiplied(factors), scripts.subs, scripts.sups, k)]
                k = scripts.end
            elif kind in _STOPS and not (kind == "dif" and not factors):
                break
            else:
                if not wanted and (kind == "num" or (kind == "lb" and self.kind(k + 1, j) == "sign")):
                    raise self.fail(f"a {'number' if kind == 'num' else 'signed group'} right behind a factor", k)
                node, k = self.factor(k, j)
                joint = self.attached(factors, node, joint)
                wanted = False
        if wanted:
            raise self.unexpected(k) if k < j else self.fail("the formula ends where a value is expected", k)
        return self.multiplied(factors), k

    def multiplied(self, factors: list[Node]) -> Node:
        """The product of the factors."""
        if len(factors) == 1:
            return factors[0]
        return s.Mul(tuple(factors), start=factors[0].start, end=factors[-1].end)

    def quotient(self, factors: list[Node], k: int, j: int) -> int:
        """Divide the factors so far by what follows the slash at `k`; returns where that ends."""
        if isinstance(factors[0], s.Div):
            self.stack(k)
        negative = self.kind(k + 1, j) == "sign"
        if negative and self.toks[k + 1].text == "+":
            raise self.unexpected(k + 1)
        den, end = self.factor(k + 1 + negative, j)
        if self.divides(end, j) and self.toks[k + 1].kind in ("num", "sym", "sqrt"):
            taken, more = self.choose("reach of a slash", k, (0, 2)), [den]
            if self.toks[k + 1].kind == "sqrt":  # 1/sqrt(2 pi) sigma
                self.repair("product" if taken else "slash", "what stands behind the root may be divided by", k)
            while taken and self.divides(end, j):
                node, end = self.factor(end, j)
                more.append(node)
            den = self.multiplied(more)
        den = s.Neg(den, start=den.start, end=den.end) if negative else den
        num = self.multiplied(factors)
        factors[:] = [s.Div(num, den, start=num.start, end=den.end)]
        return end

    def factor(self, i: int, j: int) -> tuple[Node, int]:
        """An atom with exponents and factorials."""
        node, k = self.atom(i, j)
        while k < j:
            kind = self.toks[k].kind
            if kind in ("sup", "!") and isinstance(node, s.Pow | s.Factorial | s.Transpose):
                self.stack(k)
            if kind == "sup":
                a, b, end = self.argument(k + 1, j)
                if self.is_transpose(a, b, None, end):
                    node = s.Transpose(node, start=node.start, end=self.toks[a].end)
                elif self.superscript_mark(a, b) or self.is_bracketed_index(node, a, b):
                    raise self.fail("a mark on what is not a name", k)
                else:
                    node = s.Pow(node, self.sum(a, b), start=node.start, end=self.toks[end - 1].end)
                k = end
            elif kind == "!":
                node = self.behind(node, k)
                k += 1
            elif kind in ("sub", "'"):
                raise self.fail("an index on what is not a name", k)
            else:
                break
        return node, k

    def atom(self, k: int, j: int) -> tuple[Node, int]:
        """One operand."""
        self.spend(k)
        while self.kind(k, j) == "quad":
            k += 1
        if k >= j:
            raise self.fail("the formula ends where a value is expected", k)
        token = self.toks[k]
        kind = token.kind
        if kind == "sym":
            if token.text == "E" and token.style == "" and "E" not in self.kinds.functions:
                found = self.expect(k, j)
                if found is not None:
                    return found
            elif token.text == "d" and token.style in ("", "rm"):
                found = self.slashed(k, j)
                if found is not None:
                    return found
                if self.is_written_differential(k, j):
                    raise self.fail("a differential outside an integral", k)
            return self.named(k, j)
        if kind == "num":
            if token.text == "1" and self.is_indicator(k, j):
                return self.indicator(k, j)
            return self.number(k), k + 1
        if kind in ("word", "accent"):
            return self.named(k, j)
        if kind == "open":
            return self.bracketed(k, j)
        if kind == "frac" or kind == "binom":
            return self.fraction(k, j)
        if kind == "lb":
            return self.braces(k, j)
        if kind == "fn":
            return self.function(k, j)
        if kind == "big":
            return self.big(k, j)
        if kind == "expect":
            found = self.expect(k, j)
            if found is not None:
                return found
        return self.rare_atom(k, j)

    def rare_atom(self, k: int, j: int) -> tuple[Node, int]:
        """The less common operands."""
        token = self.toks[k]
        kind, start, end = token.kind, token.start, token.end
        if kind == "inf":
            return s.Infinity(start=start, end=end), k + 1
        if kind == "dots":
            return s.Dots(start=start, end=end), k + 1
        if kind == "sqrt":
            index: Node | None = None
            if self.kind(k + 1, j) == "open" and self.toks[k + 1].text == "[" and self.partner[k + 1] > 0:
                index = self.sum(k + 2, self.partner[k + 1])
                k = self.partner[k + 1]
            a, b, behind = self.argument(k + 1, j)
            inside = self.sum(a, b)
            return s.Func("sqrt", (inside,), index, start=start, end=self.toks[behind - 1].end), behind
        if kind == "wrap":
            a, b, behind = self.argument(k + 1, j)
            inside = self.sum(a, b)
            return (s.Abs if token.text == "abs" else s.Norm)(
                inside, start=start, end=self.toks[behind - 1].end
            ), behind
        if kind == "ind":
            return self.indicator(k, j)
        if kind == "nabla":
            return self.nabla(k, j)
        if kind == "deriv":
            return self.partial(k, j)
        if kind == "begin":
            return self.rows(k, cases="cases" in token.text), self.partner[k] + 1
        raise self.unexpected(k)

    def braces(self, k: int, j: int) -> tuple[Node, int]:
        """A TeX group: a name in it may still get arguments."""
        a, b = k + 1, self.partner[k]
        if self.kind(a, b) in ("sym", "word", "accent", "lb") and self.lone_name(a, b):
            return self.named(k, j)
        return self.sum(a, b), b + 1

    def lone_name(self, a: int, b: int) -> bool:
        """Whether a range is one name and nothing else."""
        if self.toks[a].kind == "sym":
            return self.skip_scripts(a + 1, b) == b and self.find(("sup",), a, b) < 0
        if self.toks[a].kind == "word":
            return self.skip_scripts(a + 1, b) == b
        return self.toks[a].kind == "accent" and self.argument(a + 1, b)[2] == b

    def function(self, k: int, j: int) -> tuple[Node, int]:
        """A known function with its argument."""
        token = self.toks[k]
        name = token.text
        scripts = self.scripts(k + 1, j)
        if scripts.primes or len(scripts.subs) > 1 or len(scripts.sups) > 1 or (scripts.subs and name != "log"):
            raise self.fail("an index on a function", k)
        extra = self.sum(*scripts.subs[0]) if scripts.subs else None
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise self.fail("nested too deeply", k)
        inside, end = self.function_argument(name, scripts.end, j)
        self.depth -= 1
        node: Node = s.Func(name, (inside,), extra, start=token.start, end=self.toks[end - 1].end)
        for a, b in scripts.sups:
            node = s.Pow(node, self.sum(a, b), start=token.start, end=node.end)
        return node, end

    def function_argument(self, name: str, k: int, j: int) -> tuple[Node, int]:
        """A bracket, or the factors that follow as far as the function reaches."""
        while self.kind(k, j) == "quad":
            k += 1
        if self.kind(k, j) == "open" and self.toks[k].text in "([{." and self.partner[k] > k:
            a, b = k + 1, self.partner[k]
            inside, end = self.sum(a, b), b + 1
            if name == "log" and self.kind(end, j) == "sup" and self.choose("exponent behind a log", end, (0, 1)) == 0:
                x, y, end = self.argument(end + 1, j)
                inside = s.Pow(inside, self.sum(x, y), start=inside.start, end=self.toks[end - 1].end)
            if name == "log" and self.kind(end, j) in ("open", "div") and end not in self.ignored:
                if self.kind(end, j) == "div" and self.choose("reach of log", k, (0, 3)):
                    return self.reaching(k, j, literal=False)
                if self.kind(end, j) == "open" and self.choose("reach of log", k, (0, 3)):
                    return self.reaching(k, j, literal=False)
            return inside, end
        return self.reaching(k, j, literal=True)

    def reaching(self, k: int, j: int, literal: bool) -> tuple[Node, int]:
        """The factors behind a function without brackets; how many is a choice."""
        factors: list[Node] = []
        ends: list[int] = []
        values: list[Node] = []
        at, begin = k, k
        negative = self.kind(k, j) == "sign"
        k += negative
        while k < j:
            kind = self.toks[k].kind
            if kind == "quad":
                k += 1
                continue
            if k in self.ignored or kind in _STOPS or kind == "mul":
                break
            if factors and kind == "big" and literal:  # log 1/K sum_k w_k is the log of a mean, log t sum_i x_i is not
                mean = len(factors) == 1 and isinstance(factors[0], s.Div) and factors[0].num == s.Num(Fraction(1))
                covers = (1, 0) if mean else (0, 1)
                if covers[self.choose("reach of a function over a sum", k, (0, 1))]:
                    node, k = self.factor(k, j)
                    factors.append(node)
                    return self.multiplied(factors), k
            if (factors and kind in ("big", "expect", "nabla", "deriv")) or (
                kind == "fn" and factors and self.toks[k].text != "exp"
            ):
                break
            if kind == "num" and factors:
                raise self.fail("a number right behind a factor", k)
            if kind == "div":
                if not factors:
                    raise self.unexpected(k)
                k = self.quotient(factors, k, j)
            else:
                node, k = self.factor(k, j)
                factors.append(node)
            ends.append(k)
            values.append(self.multiplied(factors))
        if not factors:
            raise self.unexpected(k) if k < j else self.fail("a function without an argument", at)
        chosen = len(ends) - 1
        if literal and len(ends) > 1:
            options = [len(ends) - 1, 0, *range(len(ends) - 2, 0, -1)][:5]
            chosen = options[self.choose("reach of a function", begin, (0, 2, *(3 for _ in options[2:])))]
        inside = values[chosen]
        if negative and self.toks[at].text == "-":
            inside = s.Neg(inside, start=self.offset(at), end=inside.end)
        return inside, ends[chosen]
