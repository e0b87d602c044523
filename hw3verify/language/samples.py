"""Moments of samples: sums and means of independent draws X_1, ..., X_n from one law.

An expectation over a whole sample is one over n variables; n is a letter. What is asked of it is nearly always of the
first or second degree in the draws, and follows from the mean m and the variance v of one draw:

    E[sum_i a_i X_i] = sum_i a_i m        Cov(sum_i a_i X_i, sum_j b_j X_j) = v sum_i a_i b_i    E[ST] = E[S] E[T] + Cov

A function of a single draw is integrated against the law of one draw. Everything else is `Unknown`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hw3verify.language.random_variables import Draw
from hw3verify.language.surface import Expect, Node, Sym, Tuple_, walk
from hw3verify.language.variables import lowered_bases
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    free_names,
    fresh,
    rebuild,
    substitute,
    subtract,
)
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

TWO = Number(2)
ANY = Name("?")  # the index of X alone, which is any draw


def multiply(*factors: Expr) -> Expr:
    """The product, without factors 1."""
    kept = tuple(f for f in factors if f != ONE)
    return ONE if not kept else kept[0] if len(kept) == 1 else Product(kept)


@dataclass(frozen=True, slots=True)
class _Single:
    """coefficient * X_index."""

    coefficient: Expr
    index: Expr


@dataclass(frozen=True, slots=True)
class _Whole:
    """outer * sum over the index of the domain of inner * X_index."""

    outer: Expr
    var: str
    domain: Domain
    inner: Expr


Part = _Single | _Whole


def mean_body(draw: Draw, letter: str) -> Expr:
    """(1/n) sum_i X_i."""
    assert draw.size is not None
    entry = Apply(f"{draw.name}[]", (Arg(letter, Name("i")),))
    total = Fold("sum", "i", Domain("index", letter, ONE, draw.size), entry)
    return multiply(Power(draw.size, Number(-1)), total)


def is_sample(e: Elaborator, node: Expect) -> bool:
    """Does the bracket speak of the entries, or of the mean, of a sample?"""
    return not node.given and _sample(e, node.body) is not None


def _sample(e: Elaborator, node: Node) -> Draw | None:
    for n in walk(node):
        if isinstance(n, Sym):
            for draw in e.scope.random.known:
                entry = n.base == draw.name and (n.sub or draw.name.isupper())
                if draw.size is not None and (entry or n.base == f"bar_{draw.name}"):
                    return draw
    for d in e.scope.definitions:  # S_n = sum_i X_i, \hat\mu = \bar X
        if any(isinstance(n, Sym) and name_of(n) == d.name for n in walk(node)):
            for draw in e.scope.random.known:
                if draw.size is not None and any(_is_entry(n, draw) for n in walk_expr(d.body)):
                    return draw
    return None


def _is_entry(e: Expr, draw: Draw) -> bool:
    names = (draw.name, draw.name.lower())
    if isinstance(e, Apply):
        return e.head.endswith("[]") and e.head[:-2] in names
    if not isinstance(e, Name):
        return False
    base, _, number = e.id.partition("_")
    return base in names and (not number if base == e.id else number.isdigit())


def _number(entry: Expr) -> Expr:
    """The index of an entry: i for X_i, 2 for X_2, any for X alone."""
    if isinstance(entry, Apply):
        return entry.args[0].value
    number = entry.id.partition("_")[2] if isinstance(entry, Name) else ""
    return Number(int(number)) if number else ANY


def moments(e: Elaborator, node: Expect) -> Expr:
    """E, Var or Cov of an expression in the entries of a sample."""
    draw = _sample(e, node.body)
    assert draw is not None
    run = _Moments(e, draw)
    items = node.body.items if node.op == "Cov" and isinstance(node.body, Tuple_) else (node.body,)
    bodies = [e.expr(lowered_bases(item, frozenset((draw.name,)))) for item in items]
    means = (n for b in bodies for n in walk_expr(b) if isinstance(n, Name | Apply))
    if any((n.id if isinstance(n, Name) else n.head).startswith(("bar_", "hat_")) for n in means):
        raise Unknown("nothing says of what this is the mean", node)
    if node.op == "E":
        return run.mean(bodies[0])
    first, second = bodies[0], bodies[-1]
    if run.affine(first) is not None and run.affine(second) is not None:
        return run.covariance(first, second)
    return subtract(run.mean(multiply(first, second)), multiply(run.mean(first), run.mean(second)))


class _Moments:
    """Moments under the law of one sample."""

    def __init__(self, e: Elaborator, draw: Draw) -> None:
        self.e, self.draw = e, draw

    def random(self, x: Expr) -> bool:
        """Does the expression depend on the sample?"""
        return any(_is_entry(n, self.draw) for n in walk_expr(x))

    def one(self, body: Expr, variable: str) -> Expr:
        """The expectation of a function of one draw."""
        self.e.heads[self.draw.head] = "density"
        weight = Apply(self.draw.head, (Arg(self.draw.role, Name(variable)),))
        return Fold("sum", variable, Domain("space", self.draw.role), multiply(weight, body))

    def at(self, moment: Expr, index: Expr) -> Expr:
        """A moment of the draw with this number, where every draw has a law of its own."""
        if self.draw.index not in free_names(moment):
            return moment
        if not isinstance(index, Name | Number) or index == ANY:
            raise Unknown("a single draw of a sample in which every draw has a law of its own")
        self.e.note_heads(moment)
        return substitute(moment, {self.draw.index: index})

    def own(self, index: Expr) -> Expr:
        """The variance of the draw with this number, where every draw has a law of its own; else 1."""
        return self.at(self.variance, index) if self.draw.index else ONE

    @property
    def first(self) -> Expr:
        """The mean of one draw."""
        x = self.draw.role
        return self.draw.mean if self.draw.mean is not None else self.one(Name(x), x)

    @property
    def variance(self) -> Expr:
        """The variance of one draw."""
        if self.draw.variance is not None:
            return self.draw.variance
        x = self.draw.role
        return subtract(self.one(Power(Name(x), TWO), x), Power(self.one(Name(x), x), TWO))

    def mean(self, x: Expr) -> Expr:
        """The expectation of an expression in the entries."""
        if not self.random(x):
            return x
        if _is_entry(x, self.draw):
            return self.at(self.first, _number(x))
        if isinstance(x, Sum):
            return add(*map(self.mean, x.terms))
        if isinstance(x, Fold) and x.op == "sum" and x.domain.kind == "index":
            return Fold("sum", x.var, x.domain, self.mean(x.body))
        if isinstance(x, Power) and x.exponent == TWO and self.affine(x.base) is not None:
            return add(self.covariance(x.base, x.base), Power(self.mean(x.base), TWO))
        if isinstance(x, Product):
            constant = [f for f in x.factors if not self.random(f)]
            moving = [f for f in x.factors if self.random(f)]
            if len(moving) == 1:
                return multiply(*constant, self.mean(moving[0]))
            if len(moving) == 2 and all(self.affine(f) is not None for f in moving):
                one, two = moving
                joint = add(self.covariance(one, two), multiply(self.mean(one), self.mean(two)))
                return multiply(*constant, joint)
        return self.function(x)

    def function(self, x: Expr) -> Expr:
        """A function of a single entry, whatever it is."""
        entries = {n for n in walk_expr(x) if _is_entry(n, self.draw)}
        if len(entries) != 1 or self.draw.index or (self.draw.mean is not None and not self._has_law()):
            raise Unknown("this expectation over a sample is not understood yet")
        (entry,) = entries
        bound = {n.var for n in walk_expr(x) if isinstance(n, Fold)}
        if free_names(entry) & bound:
            raise Unknown("this expectation over a sample is not understood yet")
        new = fresh(self.draw.role, free_names(x) | bound)

        def place(a: Arg) -> Arg:
            role = self.draw.role if a.value == entry and a.role.startswith(f"{self.draw.role}_") else a.role
            return Arg(role, change(a.value))  # f(x_i) is f at a point of the space of x

        def change(node: Expr) -> Expr:
            if node == entry:
                return Name(new)
            if isinstance(node, Apply):
                return Apply(node.head, tuple(map(place, node.args)), tuple(map(place, node.given)))
            return rebuild(node, change)

        return self.one(change(x), new)

    def _has_law(self) -> bool:
        return any(law.head == self.draw.head for law, _ in self.e.scope.laws)

    def affine(self, x: Expr) -> list[Part] | None:
        """The parts of an expression of the first degree (its constant left out); None for any other."""
        if not self.random(x):
            return []
        if isinstance(x, Apply) and _is_entry(x, self.draw):
            return [_Single(ONE, _number(x))]
        if isinstance(x, Name):
            return [_Single(ONE, _number(x))]
        if isinstance(x, Sum):
            found: list[Part] = []
            for t in x.terms:
                part = self.affine(t)
                if part is None:
                    return None
                found += part
            return found
        if isinstance(x, Product):
            moving = [f for f in x.factors if self.random(f)]
            rest = [f for f in x.factors if not self.random(f)]
            part = self.affine(moving[0]) if len(moving) == 1 else None
            return None if part is None else [_scaled(p, multiply(*rest) if rest else ONE) for p in part]
        if isinstance(x, Fold) and x.op == "sum" and x.domain.kind == "index":
            inner = self.affine(x.body)
            return None if inner is None else self._summed(x, inner)
        return None

    def _summed(self, x: Fold, parts: list[Part]) -> list[Part] | None:
        """The sum over an index of parts of the first degree."""
        found: list[Part] = []
        for p in parts:
            if isinstance(p, _Single):
                if p.index == Name(x.var):
                    found.append(_Whole(ONE, x.var, x.domain, p.coefficient))
                elif x.var not in free_names(p.index):
                    found.append(_Single(Fold("sum", x.var, x.domain, p.coefficient), p.index))
                else:
                    return None
            elif x.var in free_names(p.inner) - {p.var} or any(
                end is not None and x.var in free_names(end) for end in (p.domain.lower, p.domain.upper)
            ):
                return None
            else:
                found.append(_Whole(Fold("sum", x.var, x.domain, p.outer), p.var, p.domain, p.inner))
        return found

    def covariance(self, one: Expr, two: Expr) -> Expr:
        """The covariance of two expressions of the first degree."""
        first, second = self.affine(one), self.affine(two)
        if first is None or second is None:
            raise Unknown("this covariance over a sample is not understood yet")
        terms = [self._pair(a, b) for a in first for b in second]
        kept = [t for t in terms if t != Number(0)]
        return multiply(add(*kept), ONE if self.draw.index else self.variance) if kept else Number(0)

    def _pair(self, a: Part, b: Part) -> Expr:
        """The coefficient of the variance in the covariance of two parts."""
        if isinstance(a, _Single) and isinstance(b, _Single):
            if ANY in (a.index, b.index) and a.index != b.index:
                raise Unknown("one of the sample, or another draw?")
            if a.index == b.index:
                return multiply(a.coefficient, b.coefficient, self.own(a.index))
            if isinstance(a.index, Number) and isinstance(b.index, Number):
                return Number(0)
            raise Unknown("two entries of a sample that may be the same")
        if isinstance(a, _Single):
            a, b = b, a
        assert isinstance(a, _Whole)
        if isinstance(b, _Single):
            if b.index == ANY:
                raise Unknown("one of the sample, or another draw?")
            if a.domain.lower != ONE or a.domain.upper != self.draw.size:
                raise Unknown("a sum over a part of the sample")
            return multiply(a.outer, substitute(a.inner, {a.var: b.index}), b.coefficient, self.own(b.index))
        if a.domain != b.domain:
            raise Unknown("two sums over different parts of the sample")
        var = fresh("i", free_names(a.inner) | free_names(b.inner))
        both = multiply(substitute(a.inner, {a.var: Name(var)}), substitute(b.inner, {b.var: Name(var)}))
        return multiply(a.outer, b.outer, Fold("sum", var, a.domain, multiply(both, self.own(Name(var)))))


def _scaled(p: Part, by: Expr) -> Part:
    if isinstance(p, _Single):
        return _Single(multiply(by, p.coefficient), p.index)
    return _Whole(multiply(by, p.outer), p.var, p.domain, p.inner)
