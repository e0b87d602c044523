r"""Binders: sums, products, integrals, extrema, limits, expectations.

Laws: an integral ends at the differential that matches it, inner integrals first; a variable comes from the index, else
from the differential, else it is None and left to the elaborator; a second differential without an integral of its own
is a choice with a repair, never silently dropped.

What it does not do: it does not say what a variable runs over.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.language import surface as s
from hw3verify.language.grammar_reach import Bound, Reach
from hw3verify.language.surface import Node
from hw3verify.language.tokens import Unreadable

Variable = tuple[Node | None, Node | None, Node | None]  # variable, lower limit, domain


class Binders(Reach):
    """Everything that binds a variable."""

    def big(self, k: int, j: int) -> tuple[Node, int]:
        """A big operator with its body."""
        op = self.toks[k].text
        scripts = self.scripts(k + 1, j)
        start = self.toks[k].start
        body = scripts.end
        while self.kind(body, j) == "quad":
            body += 1
        if op == "inf" and not scripts.subs and self.kind(body, j) in ("", "sign", "mul", "div", ",", "bar", "."):
            self.repair("alias", "\\inf read as infinity", k)
            return s.Infinity(start=start, end=self.toks[k].end), scripts.end
        if op in ("max", "min", "sup", "inf") and not scripts.subs and self.kind(body, j) == "open":
            if self.toks[body].text in "([{" and self.partner[body] > body:
                pieces = self.split((",",), body + 1, self.partner[body])
                items = tuple(self.item(x, y) for _, x, y in pieces)
                end = self.partner[body] + 1
                return s.Func(op, items, start=start, end=self.toks[end - 1].end), end
        if op == "int":
            return self.integral(k, j)
        lower_range = scripts.subs[0] if scripts.subs else None
        upper = self.sum(*scripts.sups[0]) if scripts.sups else None
        variables: list[Variable] = [(None, None, None)]
        if lower_range:
            variables = self.variables_of(op, lower_range)
        names = [n for var, _, _ in variables for n in self.bound(var)]
        if op == "prod" and names:
            end = self.product_end(body, j)
            last = self.last_factor(names, body, end)
            inside, end = self.factors_until(body, end, last) if last >= 0 else self.product(body, end)
        else:
            end = self.reach(f"reach of {op}", names, k, body, j)
            if body >= end:
                raise self.fail(f"{op} of nothing", k)
            inside = self.sum(body, end)
        return self.nested(op, variables, upper, inside, start, self.toks[end - 1].end), end

    def factors_until(self, k: int, j: int, last: int) -> tuple[Node, int]:
        """The factors from `k` up to the one that holds token `last`."""
        cut = last
        while cut < j:  # the end of the factor around `last`: try its end, then grow
            cut = self.skip_scripts(self.after(cut), j)
            while self.kind(cut, j) == "!":  # a factorial binds before a product does
                cut = self.skip_scripts(cut + 1, j)
            if cut >= j or self.toks[cut].kind not in ("open", "lb"):
                break
            if self.toks[cut].kind == "open" and self.toks[cut - 1].kind in ("close", "rb"):
                break
        if cut < j and self.choose("reach of prod", k, (0, 2)):
            cut = j
        return self.sum(k, cut), cut

    def nested(self, op: str, variables: list[Variable], upper: Node | None, body: Node, start: int, end: int) -> Node:
        """One binder for each variable, the first one outermost."""
        for var, lower, domain in reversed(variables):
            body = s.Big(op, var, lower, upper, domain, body, start=start, end=end)
        return body

    def variables_of(self, op: str, where: tuple[int, int]) -> list[Variable]:
        """The variables that an index names, with lower limits and domains."""
        found: list[Variable] = []
        for _, x, y in self.split((",", "row", ";"), *where):
            x, y = self.trim(x, y)
            if x < y:
                found.extend(self.variable(op, x, y))
        if len(found) > 1 and found[-1][1:] != (None, None) and all(v[1:] == (None, None) for v in found[:-1]):
            found = [(var, *found[-1][1:]) for var, _, _ in found]
        return found or [(None, None, None)]

    def variable(self, op: str, x: int, y: int) -> list[Variable]:
        """One item of the index of a binder."""
        colon = self.find((":",), x, y)
        if colon > x:
            condition: Node = s.Word(self.text(colon + 1, y), start=self.offset(colon + 1), end=self.toks[y - 1].end)
            if self.find(("rel",), colon + 1, y) >= 0:
                condition = self.item(colon + 1, y)
            return [(var, lower, domain or condition) for var, lower, domain in self.variable(op, x, colon)]
        if self.find(("rel",), x, y) < 0:
            items = self.index_items(x, y)
            return [(item, None, None) for item in items]
        if op == "lim" and self.toks[y - 1].text in ("+", "-", "}") and self.toks[y - 1].kind in ("sign", "rb"):
            end = y - (2 if self.toks[y - 1].kind == "sign" else 4)  # x -> 0^+ or 0^{+}
            if end > x and self.toks[end].kind == "sup":
                ((var, lower, point),) = self.variable(op, x, end)
                return [(var, lower, point and s.Tuple_((point, s.Word(self.toks[y - 1 - (end < y - 2)].text))))]
        node = self.item(x, y)
        if isinstance(node, s.Both):
            middle = node.items[0].right if isinstance(node.items[0], s.Rel) else None
            return [(middle, None, node)]
        if not isinstance(node, s.Rel):
            return [(node, None, None)]
        if node.op == "=":
            return [(node.left, node.right, None)]
        if node.op in ("in", "to"):
            return [(node.left, None, node.right)]
        if isinstance(node.left, s.Sym):
            return [(node.left, None, node)]
        inner = next((n for n in s.walk(node.left) if isinstance(n, s.Sym)), None)
        return [(inner, None, node)]

    def integral(self, k: int, j: int) -> tuple[Node, int]:
        """An integral up to its differential."""
        scripts = self.scripts(k + 1, j)
        body = scripts.end
        while self.kind(body, j) == "quad":
            body += 1
        first = self.is_differential(body, j) if body < j else 0
        if first:  # \int dz f
            variable = self.differential_variable(body, first)
            names = self.bound(variable)
            begin = first
            while self.kind(begin, j) == "quad":
                begin += 1
            if self.kind(begin, j) in ("", "sign"):
                inside, end = self.one(body), first
            else:
                end = self.reach("reach of an integral", names, k, begin, j)
                inside = self.sum(begin, end)
            return self.integrals(scripts.subs, scripts.sups, [variable], inside, k, end), end
        at = self.matching_differential(body, j)
        if at >= 0:
            return self.differentiated(scripts.subs, scripts.sups, body, at, k, j)
        in_fraction = self.fraction_differential(body, j)
        if in_fraction is not None:
            variable, mark, behind = in_fraction
            self.ignored[mark] = behind
            stop = self.product_end(body, j)
            return self.integrals(scripts.subs, scripts.sups, [variable], self.sum(body, stop), k, stop), stop
        variables = self.integral_variables(scripts.subs, scripts.sups, None)
        stop = self.reach("reach of an integral", [n for v in variables for n in self.bound(v[0])], k, body, j)
        if body >= stop:
            raise self.fail("an integral of nothing", k)
        inside = self.sum(body, stop)
        return self.integrals(scripts.subs, scripts.sups, [], inside, k, stop), stop

    def one(self, k: int) -> Node:
        """The integrand that is not written."""
        return s.Num(Fraction(1), "1", start=self.offset(k), end=self.offset(k))

    def differentiated(
        self, subs: list[tuple[int, int]], sups: list[tuple[int, int]], body: int, at: int, k: int, j: int
    ) -> tuple[Node, int]:
        """An integral whose differential stands at `at`; later differentials of no integral are dealt with here."""
        behind = self.is_differential(at, j)
        variables = [self.differential_variable(at, behind)]
        end = behind
        while end < j and self.is_differential(end, j):  # \int f dx dz: one sign for two integrals
            following = self.differential_variable(end, self.is_differential(end, j))
            if following in variables:
                break
            variables.append(following)
            end = self.is_differential(end, j)
        stray = self.dangling(end, j, variables[0]) if len(variables) == 1 else -1
        if stray >= 0:
            if self.choose("stray differential", at, (0, 3)) == 0:
                self.repair("differential", "stray differential dropped", at)
                self.ignored[at] = behind
                at, end = stray, self.is_differential(stray, j)
            else:
                self.repair("differential", "stray differential dropped", stray)
                self.ignored[stray] = self.is_differential(stray, j)
        inside = self.sum(body, at) if self.trim(body, at)[0] < at else self.one(at)
        return self.integrals(subs, sups, variables[::-1], inside, k, end), end

    def matching_differential(self, k: int, j: int) -> int:
        """The differential that closes the integral whose body begins at `k`, or -1."""
        depth = 1
        self.spend(k, (j - k) >> 3)
        while k < j:
            token = self.toks[k]
            if token.kind == "big" and token.text == "int":
                depth += 1
            elif token.kind in ("dif", "sym"):
                behind = self.is_differential(k, j)
                if behind and k not in self.ignored:
                    depth -= 1
                    if depth == 0:
                        return k
                    k = behind
                    continue
            k = self.after(k)
        return -1

    def dangling(self, k: int, j: int, variable: Node) -> int:
        """The last differential of this variable behind `k` that belongs to no later integral, or -1."""
        depth, found = 0, -1
        self.spend(k, (j - k) >> 3)
        while k < j:
            token = self.toks[k]
            if token.kind == "big" and token.text == "int":
                depth += 1
            elif token.kind in ("dif", "sym"):
                behind = self.is_differential(k, j)
                if behind:
                    if depth == 0 and self.differential_variable(k, behind) == variable:
                        found = k
                    depth = max(depth - 1, 0)
                    k = behind
                    continue
            k = self.after(k)
        return found

    def fraction_differential(self, k: int, j: int) -> tuple[Node, int, int] | None:
        """A differential in the numerator of a fraction of the integrand: variable, its token, the token behind."""
        for i in self.top(k, self.product_end(k, j)):
            if self.toks[i].kind != "frac":
                continue
            a, b, middle = self.argument(i + 1, j)
            c, d, _ = self.argument(middle, j)
            for m in self.top(a, b):
                behind = self.is_differential(m, b)
                if behind == b and not self.marker(c, d):
                    return self.differential_variable(m, behind), m, behind
        return None

    def differential_variable(self, k: int, behind: int) -> Node:
        """The variable of the differential at `k`."""
        k += 1
        if self.toks[k].kind == "sup":
            k = self.argument(k + 1, behind)[2]
        name = self.symbol(k, behind)
        if self.kind(name.end, behind) == "open":  # a measure, dP(x)
            return self.application(name.sym, name, name.end)
        return name.sym

    def integral_variables(
        self, subs: list[tuple[int, int]], sups: list[tuple[int, int]], known: Node | None
    ) -> list[Variable]:
        """What the limits of an integral say: variable, lower limit, domain."""
        if not subs:
            return [(known, None, None)]
        if sups:
            node = self.item(*subs[0])
            if isinstance(node, s.Rel) and node.op == "=":
                return [(node.left, node.right, None)]
            return [(known, node, None)]
        found = self.variables_of("int", subs[0])
        if len(found) == 1 and found[0][1:] == (None, None):
            node = found[0][0] or s.Word("")
            is_name = isinstance(node, s.Sym) and node.base != "reals" and node.style != "cal"
            if known is not None and node != known:
                return [(known, None, node)]
            if not is_name or (isinstance(node, s.Sym) and node.base in ("Omega", "Theta")):
                return [(known, None, node)]
        return found

    def integrals(
        self,
        subs: list[tuple[int, int]],
        sups: list[tuple[int, int]],
        written: list[Node],
        body: Node,
        k: int,
        end: int,
    ) -> Node:
        """The integral over the variables written as differentials (outermost first), or named by the index."""
        start, stop = self.toks[k].start, self.toks[end - 1].end
        upper = self.sum(*sups[0]) if sups else None
        named = self.integral_variables(subs, sups, written[0] if len(written) == 1 else None)
        differential = bool(written)
        if len(written) > 1:
            by_name = {v[0]: v for v in named if v[0] is not None}
            domain = named[0][2] or (named[0][0] if len(named) == 1 and named[0][0] not in written else None)
            named = [by_name.get(var, (var, named[0][1] if upper else None, domain)) for var in written]
        for var, lower, domain in reversed(named):
            body = s.Big("int", var, lower, upper, domain, body, differential, start=start, end=stop)
        return body

    def expect(self, k: int, j: int) -> tuple[Node, int] | None:
        """An expectation (or variance, covariance); None where the letter is a plain name."""
        token = self.toks[k]
        op = token.text if token.kind == "expect" else "E"
        scripts = self.scripts(k + 1, j)
        body = scripts.end
        while self.kind(body, j) == "quad":
            body += 1
        bracket = self.kind(body, j) == "open" and self.toks[body].text in "([{" and self.partner[body] > body
        size = self.kind(body, j) == "open" and self.toks[body].text in ("|", "||")  # E|X|
        if token.kind == "sym" and not (bracket or scripts.subs or size or self.is_averaged(body, j)):
            return None
        sub: tuple[Node, ...] = ()
        for a, b in scripts.subs:
            sub += self.index_items(a, b, strict=True)
        if scripts.subs and len(scripts.subs) == 1 and not sub:
            raise self.fail("an empty index", k)
        given: tuple[Node, ...] = ()
        inside: Node
        if bracket:
            a, b = body + 1, self.partner[body]
            bar = self.find(("bar",), a, b)
            while bar >= 0 and self.kind(bar + 1, b) in ("sub", "sup"):
                bar = self.find(("bar",), bar + 1, b)
            if bar > a:
                given = tuple(self.item(x, y) for _, x, y in self.split((",",), bar + 1, b))
                b = bar
            pieces = self.split((",",), a, b)
            if len(pieces) > 1:
                items = tuple(self.item(x, y) for _, x, y in pieces)
                inside = s.Tuple_(items, start=self.offset(a), end=self.toks[b - 1].end)
            else:
                inside = self.sum(a, b)
            inside, end = self.averaged_power(op, inside, body, j)
        else:
            names = self.expectation_names(sub)
            end = self.reach("reach of an expectation", names, k, body, j)
            if body >= end:
                if token.kind == "sym":
                    return None
                raise self.fail("an expectation of nothing", k)
            inside = self.sum(body, end)
        node: Node = s.Expect(op, sub, inside, given, start=token.start, end=self.toks[end - 1].end)
        for a, b in scripts.sups:
            if self.superscript_mark(a, b):
                raise Unreadable("a mark on an expectation", token.start)
            node = s.Pow(node, self.sum(a, b), start=token.start, end=node.end)
        return node, end

    def expectation_names(self, sub: tuple[Node, ...]) -> list[Bound]:
        """The variables that the index of an expectation binds."""
        names: list[Bound] = []
        for item in sub:
            if isinstance(item, s.Rel) and item.op == "~":
                names.extend(self.bound(item.left))
            elif isinstance(item, s.App):
                for argument in item.args:
                    names.extend(self.bound(argument))
        return names
