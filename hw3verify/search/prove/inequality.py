"""Inequalities: find left - right = sum of c * fold(w * g) + remainder, with g = t - 1 - log t, -log t (t <= 1) or 1.

The difference determines almost everything. Its logarithms are grouped by weight (`grouping`): a group `fold(w * L)`
with L = sum c_i log a_i wants t = product of a_i^(-c_i/k) and the coefficient k. What may be chosen is where logarithms
that stand outside belong: log p(x) = fold(q(z) log p(x)) because q has mass one, and log 2 may be shared between two
weights. Every choice is tried, fewest moves first, within a budget. What is then left is put under one
fold and compared pointwise (`pointwise`). Gibbs, Jensen, the ELBO, JSD >= 0 and Donsker-Varadhan are this one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce as fold_left
from itertools import permutations, product
from math import gcd, lcm
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.form import (
    NOTHING,
    UNIT,
    Atom,
    Form,
    NoForm,
    TooLarge,
    make_monomial,
    monomial_form,
    times,
    work,
)  # fmt: skip
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, gap_form, suffices
from hw3verify.kernel.rational import factor, inverse_monomial, power, reduce
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.codec import decode, encode
from hw3verify.meaning.expr import multiply
from hw3verify.meaning.shape import MARK
from hw3verify.search.prove.expression import expression
from hw3verify.search.prove.grouping import Group, groupings, places
from hw3verify.search.prove.lagrange import squares
from hw3verify.search.prove.norm import distance_gaps
from hw3verify.search.prove.pointwise import candidates, over
from hw3verify.search.prove.shaped import shaped_gaps

MAX_CHOICES = 60
MAX_GROUPS = 8
MAX_WORK = 2000
MAX_LEFT_OVERS = 3
MULTIPLES = (Fraction(1), Fraction(2), Fraction(1, 2))

Gap = dict[str, Any]
Put = Callable[[Form], Form]


def prove_order(normal: Normal, says: Relation) -> Proof | None:
    """A proof of the inequality, if one of this shape is found."""
    f = normal.form(says.left) - normal.form(says.right)
    if "fold(W1" in f.key and not says.op.endswith("="):
        return None
    if "fold(W1" in f.key:
        found = distance_gaps(normal, f if says.op == ">=" else -f)
        return None if found is None else Proof("order", {"gaps": found})
    gaps = find_gaps(normal, -f if says.op in ("<=", "<") else f, says.op in ("<", ">"))
    return None if gaps is None else Proof("order", {"gaps": gaps})


def find_gaps(normal: Normal, f: Form, strict: bool = False, put: Put = lambda f: f) -> list[Gap] | None:
    """Gaps that make f nonnegative or positive (none, if f is visibly so), or None.

    `put` puts what is known of sums into what is left when the gaps are off.
    """
    if MARK in f.key:
        return shaped_gaps(normal, f, strict, put, lambda rest: find_gaps(normal, rest, strict, put))
    try:
        found = _Search(normal, f, strict, put).run()
        if found is not None:
            return found
        for scale in _common(normal, f):
            rest = reduce(f * power(scale, -1))
            found = _Search(normal, rest, strict and normal.signs.positive(scale), put).run()
            if found:
                weight = expression(scale)
                return [{**g, "weight": encode(multiply(weight, decode(g["weight"])))} for g in found]
    except (NoForm, TooLarge):
        return None
    return None


def _common(normal: Normal, f: Form) -> Iterator[Form]:
    """Factors of names that all terms have: 1/b in `fold(q log q) / b + fold(q u)`, b - 1 in `(b - 1) fold(q u)`."""
    whole = _monomial(normal, f)
    if whole != UNIT:
        yield whole
    _, _, pieces = factor(reduce(f))
    for piece, k in pieces if len(pieces) > 1 else ():
        for part in (piece, -piece):
            if k == 1 and all(a.kind == "name" for m in part.terms for a, _ in m) and normal.signs.nonnegative(part):
                yield part * whole


def _monomial(normal: Normal, f: Form) -> Form:
    """The largest positive monomial of names that divides all terms."""
    lowest: dict[Atom, Any] = {}
    for atom in {a for m in f.terms for a, _ in m if a.kind == "name" and normal.signs.atom(a)}:
        lowest[atom] = min(dict(m).get(atom, 0) for m in f.terms)
    kept = [(a, e) for a, e in lowest.items() if e]
    return monomial_form(make_monomial(kept)) if kept else UNIT


class _Search:
    """The search for gaps of one difference, within a budget of work."""

    def __init__(self, normal: Normal, f: Form, strict: bool, put: Put) -> None:
        self.normal, self.f, self.strict, self.put = normal, f, strict, put
        self.last = work.done + MAX_WORK
        self.known: dict[str, tuple[Form, bool] | None] = {}

    def run(self) -> list[Gap] | None:
        """The gaps, if some are found."""
        if self.enough(self.f, False):
            return []
        left_overs: dict[Form, list[Gap]] = {self.f: []}
        for gaps in self._guesses():
            rest, strict = self.f, False
            for gap in gaps:
                found = self.gap(gap)
                if found is None:
                    break
                rest, strict = rest - found[0], strict or found[1]
            else:
                if self.enough(rest, strict):
                    return gaps
                if gaps:
                    left_overs.setdefault(rest, gaps)
            if work.done > self.last:
                break
        self.last = work.done + MAX_WORK // 2
        for rest in sorted(left_overs, key=lambda r: len(r.terms))[:MAX_LEFT_OVERS]:
            for gap in self._pointwise(rest):
                found = self.gap(gap)
                if found is not None and self.enough(rest - found[0], found[1]):
                    return [*left_overs[rest], gap]
                if work.done > self.last:
                    return None
        return None

    def _pointwise(self, rest: Form) -> Iterator[Gap]:
        """The rest under one fold; or one of its factors, if the others are nonnegative."""
        yield from squares(self.normal, rest)
        yield from candidates(self.normal, rest, UNIT)
        _, _, pieces = factor(rest)
        for piece, k in pieces if len(pieces) > 1 else ():
            for sign in (1, -1):
                part = piece.scale(fmpq(sign))
                others = reduce(rest * power(part, -1)) if k == 1 else NOTHING
                if others.terms and self.normal.signs.nonnegative(others):
                    yield from candidates(self.normal, part, others)

    def _matched(self, group: Group, t: Form) -> Form | None:
        """The ratio with the constant factor that makes fold(weight * t) a term of the difference."""
        mass = self.normal.rules.fold(group.binders, group.weight * t).single
        if mass is None:
            return None
        for m, c in self.f.terms.items():
            scale, rest = times(m, inverse_monomial(mass[1])[1])
            if rest and all(a.kind in ("exp", "pi", "root") and not a.names for a, _ in rest):
                constant = monomial_form(rest, c * scale / mass[0])
                return t * constant if self.normal.signs.positive(constant) else None
        return None

    def gap(self, gap: Gap) -> tuple[Form, bool] | None:
        """The kernel's value of a gap; the same gap turns up in many guesses."""
        key = repr(gap)
        if key not in self.known:
            try:
                self.known[key] = gap_form(self.normal, gap)
            except (NoForm, TooLarge, ValueError):
                self.known[key] = None
        return self.known[key]

    def enough(self, rest: Form, strict: bool) -> bool:
        """Is the rest visibly what the kernel asks for?"""
        return suffices(self.normal, self.put(rest), self.strict and not strict)

    def _guesses(self) -> Iterator[list[Gap]]:
        where = places(self.normal, self.f)
        for groups in groupings(self.normal, where):
            if len(groups) > MAX_GROUPS:
                continue
            arrangements = _arrangements(self.normal, groups)
            for multiple in MULTIPLES:
                for arrangement in arrangements:
                    yield from self._gaps(arrangement, multiple)

    def _gaps(self, groups: list[Group], multiple: Fraction) -> Iterator[list[Gap]]:
        """The witnesses of an arrangement: every group as a gap, or as a ratio where t <= 1 is visible."""
        rows: list[list[Gap]] = []
        for group in groups:
            k = _unit(group.logs) * multiple
            scale = fmpq(-k.denominator, k.numerator)
            t = self.normal.rules.exp((group.logs + group.extra).scale(scale))
            witness = {
                "kind": "gap",
                "coefficient": str(k),
                "weight": encode(expression(group.weight)),
                "ratio": encode(expression(t)),
                "over": over(group.binders),
            }
            row = [witness]
            matched = self._matched(group, t) if group.extra.terms else None
            if matched is not None:
                row.insert(0, {**witness, "ratio": encode(expression(matched))})
            if self.normal.signs.nonnegative(UNIT - t):
                row.insert(0, {**witness, "kind": "ratio"})
            rows.append(row)
        for choice in list(product(*rows))[:8]:
            yield list(choice)


Choice = tuple[tuple[int, Fraction, tuple[tuple[str, str], ...]], ...]  # (host, share, guest's names -> host's)


def _arrangements(normal: Normal, groups: list[Group]) -> list[list[Group]]:
    """Every way to put outer logarithms under the folds that can take them: all hosts in proportion, one, none."""
    options: list[list[Choice]] = []
    for i, guest in enumerate(groups):
        hosts = [(j, m) for j, host in enumerate(groups) if j != i for m in _takes(normal, host, guest)]
        choices: list[Choice] = []
        if len(hosts) > 1:
            shares = [_unit(groups[j].logs) for j, _ in hosts]
            choices.append(tuple((j, s / sum(shares), m) for (j, m), s in zip(hosts, shares, strict=True)))
        choices.extend(((j, Fraction(1), m),) for j, m in hosts)
        options.append([*choices, ()])
    found: list[list[Group]] = []
    for picked in product(*options):
        if len(found) > MAX_CHOICES:
            break
        moved = {i for i, choice in enumerate(picked) if choice}
        if any(j in moved for choice in picked for j, _, _ in choice):
            continue  # a host stays where it is
        logs = {i: g.logs for i, g in enumerate(groups) if i not in moved}
        extra = {i: groups[i].extra for i in logs}
        for i, choice in enumerate(picked):
            for j, share, renaming in choice:
                names = {old: variable_form(new) for old, new in renaming}
                coming = normal.rules.substitute(groups[i].logs, names)
                part = fmpq(share.numerator, share.denominator)
                logs[j] = logs[j] + coming.scale(part)
                extra[j] = extra[j] + normal.rules.substitute(groups[i].extra, names).scale(part)
        found.append([replace(groups[i], logs=t, extra=extra[i]) for i, t in logs.items() if t.terms or extra[i].terms])
    return found


def _takes(normal: Normal, host: Group, guest: Group) -> list[tuple[tuple[str, str], ...]]:
    """The ways to integrate variables out of the host's weight that leave the guest's weight."""
    if not len(guest.binders) < len(host.binders) <= 3:
        return []
    ways = []
    for kept in permutations(host.binders, len(guest.binders)):
        if any(h[1] != g[1] for h, g in zip(kept, guest.binders, strict=True)):
            continue
        out = tuple(b for b in host.binders if b not in kept)
        renaming = tuple((g[0], h[0]) for h, g in zip(kept, guest.binders, strict=True))
        weight = normal.rules.substitute(guest.weight, {old: variable_form(new) for old, new in renaming})
        if is_zero(normal.rules.fold(out, host.weight) - weight):
            ways.append(renaming)
    return ways


def _unit(logs: Form) -> Fraction:
    """The largest k such that all coefficients of the logs of non-numbers are whole multiples of k."""
    tops: list[int] = []
    bottoms: list[int] = []
    for m, c in logs.terms.items():
        if m[0][0].names or len(logs.terms) == 1:
            tops.append(abs(int(c.p)))
            bottoms.append(int(c.q))
    if not tops:
        return Fraction(1)
    bottom = fold_left(lcm, bottoms)
    return Fraction(fold_left(gcd, (t * (bottom // b) for t, b in zip(tops, bottoms, strict=True))), bottom)
