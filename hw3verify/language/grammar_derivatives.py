r"""Derivatives: `\frac{d}{dx} f`, `\frac{\partial L}{\partial D}`, `\nabla_\theta f`, `\partial_x f`, `df/dx`.

Law: a fraction is a derivative only where numerator and denominator begin with the same sign of differentiation and
the denominator holds nothing but variables; every other fraction is a quotient.

What it does not do: nothing is differentiated.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.language import surface as s
from hw3verify.language.grammar_atoms import Atoms
from hw3verify.language.surface import Node

NAMES = ("sym", "accent", "word", "lb")
"""How a variable in a denominator begins."""


class Derivatives(Atoms):
    """Fractions and derivatives."""

    def marker(self, k: int, j: int) -> str:
        """The sign of differentiation at `k`: "d", "partial", "delta" or ""."""
        if k >= j:
            return ""
        token = self.toks[k]
        if token.kind == "deriv":
            return "partial"
        if token.kind == "dif" or (token.kind == "sym" and token.text == "d" and token.style in ("", "rm")):
            return "d"
        return "delta" if token.kind == "sym" and token.text == "delta" else ""

    def fraction(self, k: int, j: int) -> tuple[Node, int]:
        """A fraction, a binomial coefficient, or a derivative written as a fraction."""
        a, b, middle = self.argument(k + 1, j)
        c, d, end = self.argument(middle, j)
        start, stop = self.toks[k].start, self.toks[end - 1].end
        if self.toks[k].text == "binom":
            return s.Binom(self.sum(a, b), self.sum(c, d), start=start, end=stop), end
        kind = self.marker(a, b)
        by = self.variables(c, d, kind, self.kind(a + 1, b) == "sup") if kind else None
        if by is None:
            if kind and self.kind(a + 1, b) == "sup" and self.marker(c, d) == kind and self.kind(c + 1, d) in NAMES:
                raise self.fail("a derivative whose variables are not understood", k)  # surely no quotient of letters
            return s.Div(self.numerator(a, b), self.sum(c, d), start=start, end=stop), end
        order = sum(times for _, times in by)
        if kind == "delta" and self.kind(a + 1, b) == "sup" and not self.says(order, *self.argument(a + 2, b)[:2]):
            raise self.fail("an order of a derivative that is another below the bar", k)  # or delta is a number
        body_at = a + 1
        if self.kind(body_at, b) == "sup":
            body_at = self.argument(body_at + 1, b)[2]
        if body_at < b:
            body = self.sum(body_at, b)
            found = self.applied(body, by, end, j)
            if found is not None:
                point, end = found
                stop = self.toks[end - 1].end
                body = s.App(body, (by[0][0],), start=body.start, end=body.end)
                node: Node = s.Deriv(kind, body, by, start=start, end=stop)
                if point != by[0][0]:
                    node = s.Evaluated(node, by[0][0], None, point, start=start, end=stop)
                return node, end
        else:
            body, end = self.operand(end, j, k)
        return s.Deriv(kind, body, by, start=start, end=self.toks[end - 1].end), end

    def applied(self, body: Node, by: tuple[tuple[Node, int], ...], k: int, j: int) -> tuple[Node, int] | None:
        """The point at which the derivative of a bare function is taken, `\\frac{df}{dx}(x_0)`."""
        if not isinstance(body, s.Sym) or len(by) != 1 or self.kind(k, j) != "open" or self.partner[k] < k:
            return None
        if self.toks[k].text != "(" or self.kinds.is_function(body) is not True:
            return None
        if self.signs(k + 1, self.partner[k]) or self.find((",", ";", "bar"), k + 1, self.partner[k]) >= 0:
            return None
        return self.sum(k + 1, self.partner[k]), self.partner[k] + 1

    def numerator(self, a: int, b: int) -> Node:
        """A numerator; a differential that an integral has claimed leaves 1."""
        a, b = self.trim(a, b)
        if a in self.ignored and self.ignored[a] >= b:
            return s.Num(Fraction(1), start=self.offset(a), end=self.toks[b - 1].end)
        return self.sum(a, b)

    def variables(self, a: int, b: int, kind: str, higher: bool = False) -> tuple[tuple[Node, int], ...] | None:
        """The variables of a denominator such as `\\partial x \\partial y^2`, or None if it is none.

        Below a plain `\\partial`, `\\partial\\sigma^2` is no second derivative: the variable is the square.
        """
        found: list[tuple[Node, int]] = []
        while a < b:
            if self.kind(a, b) == "quad":
                a += 1
                continue
            if self.marker(a, b) != kind:
                return None
            a += 1
            if self.kind(a, b) == "open" and self.partner[a] > a and self.toks[a].text == "(":
                found.append((self.sum(a + 1, self.partner[a]), 1))
                a = self.partner[a] + 1
                continue
            if self.kind(a, b) not in NAMES:
                return None
            node, powers, a = self.letter_of(a, b)
            order = 1
            for x, y in powers:
                if y - x != 1 or not self.toks[x].text.isdigit():
                    return None
                order = min(int(self.toks[x].text[:2]), 9)
            if order > 1 and not higher:
                node, order = s.Pow(node, s.Num(Fraction(order)), start=node.start, end=self.toks[a - 1].end), 1
            found.append((node, order))
        return tuple(found) or None

    def says(self, order: int, a: int, b: int) -> bool:
        """Whether a superscript says this order."""
        return b - a == 1 and self.toks[a].text == str(order)

    def letter_of(self, a: int, b: int) -> tuple[Node, list[tuple[int, int]], int]:
        """One variable of a denominator, the places of its powers, and its end: `x^2`, `D(x)^2`, `{q(z)}^2`."""
        if self.kind(a, b) == "lb" and self.partner[a] > a and self.kind(self.partner[a] - 1, b) == "close":
            inner, powers, end = self.letter_of(a + 1, self.partner[a])
            if end != self.partner[a] or powers:
                raise self.unexpected(a)
            node, end = inner, end + 1
        else:
            name = self.symbol(a, b)
            node, powers, end = name.sym, list(name.powers), name.end
            if self.kind(end, b) == "open" and self.partner[end] > end and self.toks[end].text == "(":
                node = self.application(name.sym, name, end)
                end = self.partner[end] + 1
        if self.kind(end, b) == "sup":
            x, y, end = self.argument(end + 1, b)
            powers.append((x, y))
        return node, powers, end

    def operand(self, k: int, j: int, at: int) -> tuple[Node, int]:
        """What an operator written in front applies to: the bracket behind it, else the rest of the product."""
        while self.kind(k, j) == "quad":
            k += 1
        if k >= j:
            raise self.fail("a derivative of nothing", at)
        if self.toks[k].kind == "open":
            if self.toks[k].text == ".":
                raise self.fail("a derivative of a value at a point", at)
            node, end = self.factor(k, j)
            if end < j and self.toks[end].kind in ("open", "sym", "frac", "fn", "expect", "big"):
                if self.choose("reach of a derivative", at, (0, 3)):
                    return self.product(k, j)
            return node, end
        bar = self.evaluation_bar(k, self.product_end(k, j))
        stop = bar if bar > k else j
        if self.toks[k].kind == "fn" and self.goes_on(k, stop):  # `\nabla\log q(z) f(z)`: does it reach f?
            if self.choose("reach of a derivative", at, (0, 3)):
                return self.factor(k, stop)
        return self.product(k, stop)

    def goes_on(self, k: int, j: int) -> bool:
        """Whether more factors follow behind the function at `k` and its argument's first round bracket."""
        opening = next((i for i in range(k + 1, j) if self.toks[i][:2] == ("open", "(")), -1)
        end = self.partner[opening] + 1 if opening > 0 else 0
        return k < end < j and self.toks[end].kind in ("open", "sym", "frac", "fn", "expect", "accent")

    def nabla(self, k: int, j: int) -> tuple[Node, int]:
        """A gradient."""
        scripts = self.scripts(k + 1, j)
        items = self.index_items(*scripts.subs[0]) if scripts.subs else ()
        order = 2 if scripts.sups else 1
        body, end = self.operand(scripts.end, j, k)
        by = tuple((item, order) for item in items)
        return s.Deriv("nabla", body, by, start=self.toks[k].start, end=self.toks[end - 1].end), end

    def partial(self, k: int, j: int) -> tuple[Node, int]:
        """`\\partial_x f`, `\\partial_x^2 f`, `\\partial^2_{xy} f`, or `\\partial f / \\partial x`."""
        scripts = self.scripts(k + 1, j)
        if len(scripts.subs) == 1 and len(scripts.sups) <= 1:
            items = self.letters_below(*scripts.subs[0])
            order = self.order_of(scripts.sups[0]) if scripts.sups else len(items)
            if order == len(items):
                by = tuple((item, 1) for item in items)
            elif len(items) == 1 and order:
                by = ((items[0], order),)
            else:
                raise self.fail("an order of a derivative that is another below the sign", k)
            body, end = self.operand(scripts.end, j, k)
            return s.Deriv("partial", body, by, start=self.toks[k].start, end=self.toks[end - 1].end), end
        found = self.slashed(k, j)
        if found is None:
            raise self.unexpected(k)
        return found

    def letters_below(self, a: int, b: int) -> tuple[Node, ...]:
        """The variables of `\\partial_{xy}`: letters in a row, or a list."""
        items = self.index_items(a, b)
        if len(items) == 1 and isinstance(items[0], s.Mul) and all(isinstance(f, s.Sym) for f in items[0].factors):
            return items[0].factors
        return items

    def order_of(self, sup: tuple[int, int]) -> int:
        """The order that a superscript says; 0 if it says none."""
        a, b = sup
        text = self.toks[a].text if b - a == 1 else ""
        return int(text) if text.isdigit() and len(text) == 1 else 0

    def slashed(self, k: int, j: int) -> tuple[Node, int] | None:
        """`df/dx` or `d/dx f` on one line, or None."""
        kind = self.marker(k, j)
        over = self.argument(k + 2, j)[2] if kind and self.kind(k + 1, j) == "sup" else k + 1
        if kind and self.kind(over, j) == "div" and self.marker(over + 1, j) == kind:
            stop = self.skip_scripts(over + 3, j) if self.kind(over + 2, j) in ("sym", "accent") else over
            found = self.variables(over + 1, stop, kind, over > k + 1) if stop > over else None
            if found is None:
                return None
            body, end = self.operand(stop, j, k)
            return s.Deriv(kind, body, found, start=self.toks[k].start, end=self.toks[end - 1].end), end
        if not kind or self.kind(k + 1, j) not in ("sym", "accent", "word"):
            return None
        end = self.skip_scripts(k + 2, j)
        if self.kind(end, j) == "open" and self.partner[end] > end:
            end = self.partner[end] + 1
        if self.kind(end, j) != "div" or self.marker(end + 1, j) != kind:
            return None
        stop = end + 2
        if self.kind(stop, j) not in ("sym", "accent"):
            return None
        stop = self.skip_scripts(stop + 1, j)
        if (
            self.kind(stop, j) == "open"
            and self.toks[stop].text == "("
            and self.find(("bar",), stop + 1, self.partner[stop]) > 0
        ):
            stop = self.partner[stop] + 1
        by = self.variables(end + 1, stop, kind)
        if by is None:
            return None
        body = self.sum(k + 1, end)
        return s.Deriv(kind, body, by, start=self.toks[k].start, end=self.toks[stop - 1].end), stop
