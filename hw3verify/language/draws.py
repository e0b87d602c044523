"""Independent draws: z_1, ..., z_K from one density, and what is averaged over them.

`z_k \\sim q(z|x)` says what a draw is, `w_k = p(x,z_k)/q(z_k|x)` what belongs to each, `L_K = E[...]` what depends on
their number. A formula with draws is a formula for every number of draws K; for a given K it is an ordinary one:

    z_1, z_2 are z', z'', points of z's space       \\sum_{k=1}^K a_k is a_1 + ... + a_K       L_1 is L with K = 1
    an index that names some draws (E_{z_1 ~ q}) averages those and leaves the others; q alone averages all that occur
    E[g] is the expectation over the product of the densities of those draws that occur in g (the others have mass 1)

`at_size` writes it out. Law: a claim about draws holds if and only if it holds written out for every K: one K refutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hw3verify.language.names import INDICES, name_of
from hw3verify.language.surface import (
    Add,
    App,
    Big,
    Deriv,
    Dots,
    Expect,
    Mul,
    Node,
    Num,
    Rel,
    Sym,
    Tuple_,
    Word,
    fields_of,
    walk,
)

MOST = 4  # draws that are written out


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one letter: their density, their number, what is defined for each and what for their number."""

    letter: str = ""
    size: str = ""
    density: App | None = None
    each: tuple[tuple[str, str, Node], ...] = ()  # name, index letter, body
    sized: tuple[tuple[str, str, Node], ...] = ()  # name, number, body
    plain: tuple[tuple[str, Node], ...] = ()  # name, body: the mean of all draws
    mixed: bool = False  # draws of several letters, or of one from several densities: nothing is written out

    @property
    def known(self) -> bool:
        """Is it said what is drawn from what, and how often?"""
        return bool(self.letter and self.size and self.density) and not self.mixed

    def merge(self, other: Draws) -> Draws:
        """Both; what the other says of the letter holds."""
        base = other if other.known else replace(other, letter=self.letter, size=self.size, density=self.density)
        both = self.known and other.known and (self.letter, self.density) != (other.letter, other.density)
        return replace(
            base, each=self.each + other.each, sized=self.sized + other.sized, plain=self.plain + other.plain,
            mixed=self.mixed or other.mixed or both,
        )  # fmt: skip

    def names(self, sym: Sym) -> bool:
        """Is the symbol a draw, or defined for draws or their number?"""
        if any(name == name_of(sym) for name, _ in self.plain):
            return True
        defined = {name for name, _, _ in (*self.each, *self.sized)}
        return len(sym.sub) == 1 and (sym.base == self.letter or sym.base in defined)


def drawn(draws: Draws, sides: tuple[Node, ...], ops: tuple[str, ...], ranges: Mapping[str, Node | None]) -> Draws:
    """What a stated formula says of draws: the same value if it says nothing."""
    last = sides[-1]
    if ops and ops[-1] == "~" and isinstance(last, App) and all(o in (",", "~") for o in ops):
        return _from(draws, sides[:-1], last, ranges)
    if ops == ("=",) and isinstance(last, Tuple_) and draws.letter and not draws.size:
        end = last.items[-1]
        listed = Dots() in last.items and isinstance(end, Sym) and not end.sub
        return replace(draws, size=name_of(end)) if listed and isinstance(end, Sym) else draws
    if ops == ("=",) and isinstance(sides[0], Sym) and len(sides[0].sub) == 1 and not isinstance(sides[0].sub[0], Num):
        return _defined(draws, sides[0], last)
    if ops == ("=",) and isinstance(sides[0], Sym) and len(sides[0].sub) <= 1 and _of_all(draws, last):
        return replace(draws, plain=(*draws.plain, (name_of(sides[0]), last)))
    return draws


def _of_all(draws: Draws, node: Node) -> bool:
    """Is it a sum over draws, or an average of something at numbered draws: `\\log\\frac{w_1+w_2}{2}`?"""
    averages_some = any(isinstance(n, Expect) for n in walk(node))
    if averages_some and not draws.size.isdigit():
        return False
    sums = any(isinstance(n, Big) and speaks_of(draws, n.body) for n in walk(node))
    return sums or (averages_some and speaks_of(draws, node))


def _from(draws: Draws, left: tuple[Node, ...], density: App, ranges: Mapping[str, Node | None]) -> Draws:
    """z_k ~ q(z|x), z_1, ..., z_K ~ q(z|x), z_{1:K} ~ q(z|x)."""
    items = [i for side in left for i in (side.items if isinstance(side, Tuple_) else (side,))]
    listed = any(isinstance(i, Dots) for i in items)
    items = [i for i in items if not isinstance(i, Dots)]
    if not items or len(density.args) != 1 or not all(isinstance(i, Sym) and len(i.sub) == 1 for i in items):
        return draws
    syms = [i for i in items if isinstance(i, Sym)]
    own = density.args[0]
    if len({s.base for s in syms}) != 1 or not isinstance(own, Sym) or own.base != syms[0].base:
        return draws
    index = syms[-1].sub[0]
    size = ""
    numbers = [s.sub[0].value for s in syms if isinstance(s.sub[0], Num)]
    if len(numbers) == len(syms) > 1 and numbers == list(range(1, len(syms) + 1)) and not listed and not own.sub:
        size = str(len(syms))  # z_1, z_2 ~ q(z): just these
    elif isinstance(index, Word) and index.text.startswith("1:"):
        size = index.text[2:]
    elif listed and isinstance(index, Sym):
        size = name_of(index)
    elif isinstance(index, Sym) and isinstance(upper := ranges.get(index.base), Sym):
        size = name_of(upper)
    plain = replace(own, sub=())  # a number that is not said yet may follow: `for k = 1, ..., K`
    found = replace(density, args=(plain,))
    other = draws.density is not None and (draws.letter, draws.density) != (own.base, found)
    return replace(draws, letter=own.base, size=size, density=found, mixed=draws.mixed or other)


def _defined(draws: Draws, left: Sym, body: Node) -> Draws:
    """w_k = ... z_k ..., L_K = E[...]."""
    (index,) = left.sub
    if not isinstance(index, Sym) or index.sub:
        return draws
    arguments = [a for n in walk(body) if isinstance(n, App) for a in (*n.args, *n.given) if isinstance(a, Sym)]
    known = {name for name, _, _ in draws.each}  # the normalised weight is w_k over the sum of all
    arguments += [a for a in walk(body) if isinstance(a, Sym) and a.base in known]
    indexed = {a.base for a in arguments if a.sub == (index,)}
    if index.base in INDICES and indexed and not any(isinstance(n, Expect) for n in walk(body)):
        return replace(draws, each=(*draws.each, (left.base, index.base, body)))
    sums = any(isinstance(n, Big) and n.upper == index and speaks_of(draws, n.body) for n in walk(body))
    named = {name for name, _, _ in draws.sized}  # L_K = E[log \\hat w_K] with \\hat w_K as the mean of K draws
    sums = sums or any(isinstance(n, Sym) and n.base in named and n.sub == (index,) for n in walk(body))
    if index.base.isupper() and name_of(index) == draws.size and sums:
        return replace(draws, sized=(*draws.sized, (left.base, index.base, body)))
    return draws


def speaks_of(draws: Draws, node: Node) -> bool:
    """Does a formula speak of draws?"""
    return any(isinstance(n, Sym) and draws.names(n) for n in walk(node))


def averages(draws: Draws, node: Node) -> bool:
    """Does a formula average over draws, differentiate what they give, or speak of single ones or of their number?"""
    sized, each = {name for name, _, _ in draws.sized}, {name for name, _, _ in draws.each}
    plain = {name for name, body in draws.plain if any(isinstance(n, Expect) for n in walk(body))}
    return any(
        (isinstance(n, Expect | Deriv) and speaks_of(draws, n.body))
        or (isinstance(n, Sym) and n.base in sized and len(n.sub) == 1)
        or (isinstance(n, Sym) and n.base in each and len(n.sub) == 1 and isinstance(n.sub[0], Num))
        or (isinstance(n, Sym) and name_of(n) in plain)
        for n in walk(node)
    )


class CannotDraw(Exception):
    """The formula cannot be written out."""


class ManyMeanings(CannotDraw):
    """What is averaged over, the draws or a variable beside them, is not clear."""


def at_size(draws: Draws, node: Node, size: int) -> Node:
    """The formula written out for so many draws."""
    return _Writer(draws, size).node(node, {})


class _Writer:
    """Writes one formula out."""

    def __init__(self, draws: Draws, size: int, depth: int = 0) -> None:
        if not 1 <= size <= MOST or depth > 6:
            raise CannotDraw
        self.draws, self.size, self.depth = draws, size, depth

    def node(self, node: Node, at: Mapping[str, int]) -> Node:
        """The node with the draws in place, its indices being at these numbers."""
        if isinstance(node, Sym):
            return self.symbol(node, at)
        if isinstance(node, Big) and node.op in ("sum", "prod") and isinstance(node.var, Sym) and self.over_draws(node):
            terms = tuple(self.node(node.body, {**at, node.var.base: j}) for j in range(1, self.size + 1))
            if len(terms) == 1:
                return terms[0]
            return Add(terms) if node.op == "sum" else Mul(terms)
        if isinstance(node, Expect):
            return self.expectation(node, at)
        if isinstance(node, Big) and isinstance(node.var, Sym):
            at = {**at, node.var.base: 0}  # an index that runs, but not over all draws
        changed: dict[str, Any] = {}
        for name in fields_of(type(node)):
            value = getattr(node, name)
            if isinstance(value, Node):
                changed[name] = self.node(value, at)
            elif isinstance(value, tuple) and value and all(isinstance(v, Node) for v in value):
                changed[name] = tuple(self.node(v, at) for v in value)
        return replace(node, **changed) if changed else node

    def over_draws(self, node: Big) -> bool:
        """Does the sum run over all draws?"""
        upper = node.upper
        whole = isinstance(upper, Sym) and name_of(upper) == self.draws.size
        if isinstance(upper, Num) and node.lower == Num(Fraction(1)):  # the draws are z_1, z_2
            whole = str(upper.value) == self.draws.size
        bare = node.upper is None and node.lower is None and node.domain is None and isinstance(node.var, Sym)
        return whole or (bare and isinstance(node.var, Sym) and node.var.base in {i for _, i, _ in self.draws.each})

    def symbol(self, sym: Sym, at: Mapping[str, int]) -> Node:
        """A draw, something defined for it or for their number, the number itself."""
        if not sym.sub and name_of(sym) == self.draws.size:
            return Num(Fraction(self.size), str(self.size))
        if not self.draws.names(sym):
            return sym
        for name, body in reversed(self.draws.plain):
            if name == name_of(sym):
                return _Writer(self.draws, self.size, self.depth + 1).node(body, {})
        number = self.number(sym.sub[0], at)
        if sym.base == self.draws.letter:
            return Sym(sym.base, (), "'" * number, start=sym.start, end=sym.end)
        for name, index, body in reversed(self.draws.each):
            if name == sym.base:
                return _Writer(self.draws, self.size, self.depth + 1).node(body, {index: number})
        for name, _, body in reversed(self.draws.sized):
            if name == sym.base:
                return _Writer(self.draws, number, self.depth + 1).node(body, {})
        raise CannotDraw

    def number(self, index: Node, at: Mapping[str, int]) -> int:
        """The number that an index is at; an index that nothing binds is any draw, so the first."""
        if isinstance(index, Num) and index.value.denominator == 1:
            return int(index.value)
        if isinstance(index, Sym) and name_of(index) == self.draws.size:
            return self.size
        if isinstance(index, Sym) and at.get(index.base, 0):
            return at[index.base]
        if isinstance(index, Sym) and index.base in INDICES and index.base not in at:
            return 1
        if isinstance(index, Add) and all(isinstance(t, Sym | Num) for t in index.terms):
            return sum(self.number(t, at) for t in index.terms)
        raise CannotDraw

    def expectation(self, node: Expect, at: Mapping[str, int]) -> Node:
        """The expectation over the draws that occur."""
        body = self.node(node.body, at)
        letter, density = self.draws.letter, self.draws.density
        points = [n for n in walk(body) if isinstance(n, Sym) and n.base == letter and not n.sub]
        found = {len(n.marks) for n in points if n.marks}
        if density is None or not found or any(set(n.marks) - {"'"} for n in points):
            return replace(node, body=body)
        if node.sub and any(self.is_law(s) for s in node.sub):
            if len(node.sub) > 1 or any(not n.marks for n in points):
                raise ManyMeanings
        elif node.sub:
            if not all(self.is_over_draws(s) for s in node.sub):
                return replace(node, body=body)
            named = [self.named(s, at) for s in node.sub]
            found = found if None in named else found & {k for some in named for k in some or ()}
        factors = tuple(replace(density, args=(Sym(letter, (), "'" * k),)) for k in sorted(found))
        if not factors:
            return body
        over: Node = factors[0] if len(factors) == 1 else Mul(factors)
        return replace(node, sub=(over,), body=body)

    def is_law(self, node: Node) -> bool:
        """Is an index of an expectation the density that all draws come from, `E_{q(z|x)}[w_1]` or `E_q[w_1]`?"""
        density = self.draws.density
        assert density is not None
        return node == density or (isinstance(node, Sym) and node == density.fn)

    def is_over_draws(self, node: Node) -> bool:
        """Does an index of an expectation name draws: z_{1:K}, z_k ~ q, prod_k q(z_k|x), the dots between?"""
        if isinstance(node, Dots):
            return True
        if isinstance(node, Rel):
            return node.op == "~" and self.is_over_draws(node.left)
        if isinstance(node, Tuple_):
            return all(map(self.is_over_draws, node.items))
        return any(isinstance(n, Sym) and n.base == self.draws.letter and len(n.sub) == 1 for n in walk(node))

    def named(self, node: Node, at: Mapping[str, int]) -> set[int] | None:
        """The draws that such an index names one by one; None where it stands for all of them."""
        found: set[int] = set()
        for n in walk(node):
            if isinstance(n, Dots | Big):
                return None
            if isinstance(n, Sym) and n.base == self.draws.letter and len(n.sub) == 1:
                (index,) = n.sub
                fixed = isinstance(index, Num) or (isinstance(index, Sym) and at.get(index.base, 0))
                if not fixed:
                    return None
                found.add(self.number(index, at))
        return found


def inline(draws: Draws, *nodes: Node) -> Draws:
    """Draws that an expectation itself explains: E over z_1, ..., z_K ~ q(z|x)."""
    for node in nodes:
        for n in walk(node):
            if isinstance(n, Expect) and n.sub:
                *before, last = n.sub
                if isinstance(last, Rel) and last.op == "~" and isinstance(last.right, App):
                    found = _from(draws, (*before, last.left), last.right, {})
                    if found != draws and (found.letter, found.density) != (draws.letter, draws.density):
                        return found
                    if found.size and not draws.size:
                        return found
    return draws
