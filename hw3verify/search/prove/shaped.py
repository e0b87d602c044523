"""Inequalities about functions of which only the shape is known: which tangents and which pairs t, u to take.

A difference with f(t) under a weight on its upper side and f(s) on its lower side asks for the line that touches f at
s; with s = 1 where f(1) is stated. With f(t) and f*(u) under one weight it asks for Fenchel's and Young's inequality at
t and u. Where the weights have mass one and s is the mean, or a conditional mean, of t, the lines add up to nothing:
Jensen's inequality, f-divergences that are nonnegative, jointly convex, smaller for marginals, and their variational
bounds are this one shape. Only choices are made here; `kernel.tangent` has the laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations, product
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Arguments, Binder, Binders, bound_names, rename, table
from hw3verify.kernel.form import UNIT, Atom, Form, Monomial, NoForm, TooLarge, monomial_form
from hw3verify.kernel.form import number as number_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import gap_form, suffices
from hw3verify.kernel.rational import reduce
from hw3verify.meaning.codec import encode
from hw3verify.meaning.shape import ANY, CONCAVE, CONVEX, MARK, Shape, named
from hw3verify.search.prove.expression import expression
from hw3verify.search.prove.pointwise import over

MOST_CHOICES = 48
MOST_OPTIONS = 5
MOST_SITES = 8
MOST_BINDERS = 3
Gap = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """fold over `binders` of weight * f(at), or f*(at), in a difference."""

    binders: Binders
    shape: Shape
    starred: bool
    weight: Form
    at: Form

    @property
    def domains(self) -> tuple[Binder, ...]:
        """What is folded over."""
        return tuple(d for _, d in self.binders)


def shaped_gaps(
    normal: Normal, f: Form, strict: bool, put: Callable[[Form], Form], rest: Callable[[Form], list[Gap] | None]
) -> list[Gap] | None:
    """Gaps that make f nonnegative (positive); `rest` looks for more in what is left without such functions."""
    found = sites(normal, f)
    if len(found) > MOST_SITES:
        return None
    for gaps in ([], *islice(_guesses(normal, found), MOST_CHOICES), monotone_slopes(normal, f)):
        left, positive = f, False
        try:
            for gap in gaps:
                value, certain = gap_form(normal, gap)
                left, positive = left - value, positive or certain
            if suffices(normal, put(left), strict and not positive):
                return gaps
            left = reduce(normal.rules.regrouped(left))
            more = rest(left) if MARK not in left.key and left.terms else None
        except (NoForm, TooLarge, ValueError):
            continue
        if more is not None:
            return [*gaps, *more]
    return None


def sites(normal: Normal, f: Form) -> list[Site]:
    """Where a difference has functions of a shape, one site for each argument under each range."""
    names: dict[tuple[Binder, ...], Binders] = {}
    found: dict[tuple[object, ...], Site] = {}
    for m, c in f.terms.items():
        folds = [a for a, e in m if a.kind == "fold" and e == 1 and a.data[0] == "sum" and MARK in a.key]
        inner: Form = monomial_form(m, c)
        binders: Binders = ()
        if folds and not any(_call(pair) for pair in m):
            domains = folds[0].data[1]
            binders = names.setdefault(domains, tuple((normal.rules.variable(), d) for d in domains))
            renaming = {old: new for old, (new, _) in zip(bound_names(folds[0]), binders, strict=True)}
            outer = tuple(pair for pair in m if pair[0] is not folds[0])
            inner = rename(folds[0].data[2], renaming) * monomial_form(outer, c)
        for n, d in inner.terms.items():
            _note(normal, found, binders, n, d)
    for binders in names.values():
        for var, domain in binders:
            normal.rules.inside(var, domain)
    return [s for s in found.values() if s.weight.terms]


def _call(pair: tuple[Atom, Any]) -> tuple[str, bool, int] | None:
    a, e = pair
    return named(str(a.data[0])) if a.kind == "call" and e == 1 else None


def _note(normal: Normal, found: dict[tuple[object, ...], Site], binders: Binders, m: Monomial, c: fmpq) -> None:
    for k, pair in enumerate(m):
        call = _call(pair)
        shape = None if call is None else normal.facts.shape_of(call[0])
        if call is None or shape is None or shape.sign == ANY or call[2]:
            continue
        weight = monomial_form(m[:k] + m[k + 1 :], c)
        at: Form = pair[0].data[1]
        key = (tuple(d for _, d in binders), shape.head, call[1], at.key)
        old = found.get(key)
        weight = weight if old is None else old.weight + weight
        found[key] = Site(binders, shape, call[1], weight, at)
        return


def _guesses(normal: Normal, found: list[Site]) -> Iterator[list[Gap]]:
    """Choices of gaps, those that touch at what is written first."""
    signs = normal.signs
    upper: list[Site] = []
    lower: list[Site] = []
    for s in found:
        s = replace(s, weight=reduce(s.weight))
        turned = s.weight if s.starred or s.shape.sign == CONVEX else -s.weight
        if signs.nonnegative(turned):
            upper.append(Site(s.binders, s.shape, s.starred, turned, s.at))
        elif signs.nonnegative(-turned):
            lower.append(s)
    rows: list[list[Gap | None]] = []
    for s in upper:
        options: list[Gap | None] = [*_young(s, upper), *_tangents(s, lower), *_given(s, lower)]
        rows.append([*options[:MOST_OPTIONS], None])
    for choice in product(*rows):
        gaps = list({repr(g): g for g in choice if g is not None}.values())
        if gaps:
            yield gaps
            more = [g for s in lower for g in _left_over(normal, s, choice, upper)]
            if more:
                yield [*gaps, *more]


def _tangents(s: Site, lower: list[Site]) -> Iterator[Gap]:
    """The lines that touch where the function stands on the other side, or where its value is stated."""
    for other in lower:
        if other.shape is s.shape and other.starred == s.starred:
            for at in _placed(other, s):
                yield _gap("tangent", s, s.at, at)
    points = [] if s.starred else [at for order, at, _ in s.shape.known if order == 0]
    for point in points:
        yield _gap("tangent", s, s.at, number_form(fmpq(point.numerator, point.denominator)))


def _left_over(normal: Normal, s: Site, choice: Sequence[Gap | None], upper: list[Site]) -> Iterator[Gap]:
    """The lines that touch at s for what the other side has of its weight at a point of a stated value, f(1) = 0."""
    at = encode(expression(s.at))
    pairs = [(u, g) for u, g in zip(upper, choice, strict=True) if g is not None and g["kind"] == "tangent"]
    touching = [u for u, g in pairs if g["second"] == at and u.domains == s.domains]
    weight = s.weight if s.shape.sign == CONCAVE and not s.starred else -s.weight
    for u in touching:
        weight = weight - u.weight
    weight = reduce(weight)
    if touching and weight.terms and normal.signs.nonnegative(weight):
        for order, point, _ in s.shape.known:
            if order == 0 and not s.starred:
                number = number_form(fmpq(point.numerator, point.denominator))
                yield _gap("tangent", replace(s, weight=weight), number, s.at)


def _given(s: Site, lower: list[Site]) -> Iterator[Gap]:
    """The lines that touch at conditional means: p(x) is the mass of p(x, z), where p(z) weighs the other side."""
    for other in lower:
        one, two = _table(s.weight), _table(other.weight) or _table(-other.weight)
        if one is None or two is None or other.shape is not s.shape or other.starred != s.starred or one[0] != two[0]:
            continue
        if {r for r, _ in one[1]} & {r for r, _ in two[1]} or len(s.binders) + len(other.binders) > MOST_BINDERS:
            continue
        joint = table(one[0], (*one[1], *two[1]))
        yield _gap("tangent", replace(s, binders=(*s.binders, *other.binders), weight=joint), s.at, other.at)


def _table(f: Form) -> tuple[str, Arguments] | None:
    """(family, arguments) of a weight that is one density."""
    whole = f.single
    if whole is None or whole[0] != 1 or len(whole[1]) != 1 or whole[1][0][1] != 1 or whole[1][0][0].kind != "table":
        return None
    head, arguments = whole[1][0][0].data
    return head, arguments


def _young(s: Site, upper: list[Site]) -> Iterator[Gap]:
    """The function and its conjugate under one weight."""
    if s.shape.sign != CONVEX:
        return
    for other in upper:
        if other.shape is s.shape and other.starred != s.starred and len(other.binders) <= len(s.binders):
            for at in _placed(other, s):
                t, u = (at, s.at) if s.starred else (s.at, at)
                yield _gap("Fenchel", s, t, u)
    if s.starred:
        for order, point, _ in s.shape.known:
            if order == 0:
                yield _gap("Fenchel", s, number_form(fmpq(point.numerator, point.denominator)), s.at)


def _placed(other: Site, s: Site) -> Iterator[Form]:
    """The argument of another site at the variables of this one."""
    for chosen in permutations(s.binders, len(other.binders)):
        if tuple(d for _, d in chosen) == other.domains:
            pairs = zip(other.binders, chosen, strict=True)
            yield rename(other.at, {old: new for (old, _), (new, _) in pairs if old != new})


def _gap(kind: str, s: Site, first: Form, second: Form) -> Gap:
    return {
        "kind": kind,
        "coefficient": "1",
        "head": s.shape.head,
        "starred": s.starred,
        "weight": encode(expression(s.weight)),
        "first": encode(expression(first)),
        "second": encode(expression(second)),
        "over": over(s.binders),
    }


def monotone_slopes(normal: Normal, f: Form) -> list[Gap]:
    """f'(t) - f'(s) has the sign of t - s: both lines together."""
    slopes: dict[tuple[str, str], tuple[Shape, Form]] = {}
    for m in f.terms:
        for pair in m:
            call = _call(pair)
            shape = None if call is None else normal.facts.shape_of(call[0])
            if call is not None and shape is not None and call[1:] == (False, 1) and shape.sign != ANY:
                at: Form = pair[0].data[1]
                slopes[shape.head, at.key] = shape, at
    if len(slopes) != 2:
        return []
    (shape, one), (second, two) = slopes.values()
    if shape is not second:
        return []
    return [_gap("tangent", Site((), shape, False, UNIT, a), a, b) for a, b in ((one, two), (two, one))]
