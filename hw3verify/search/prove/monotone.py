"""Looking for a proof by the sign of the derivative: which variable, where it is cut, how often it is differentiated.

The range comes from the facts; it is cut where f vanishes (at 0, 1, 1/2, at the other names) or where a linear slope
does. Everything is checked again by `kernel.monotone`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hw3verify.kernel.antiderivative import coefficients
from hw3verify.kernel.atoms import name_atom
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import UNIT, Form, NoForm, TooLarge, monomial_form, work
from hw3verify.kernel.fundamental import smooth
from hw3verify.kernel.limit import limit
from hw3verify.kernel.monotone import (
    MINUS_INFINITY,
    Stretch,
    end_value,
    inside_range,
    plainly,
    stretch_of,
)
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.rational import factor, inverse_monomial, numerator, power, reduce
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    divide,
    exp,
    free_names,
    negate,
    substitute,
    walk,
)
from hw3verify.search.prove.expression import expression

MOST_DEPTH = 6
MOST_WORK = 60_000  # atoms made
MOST_NAMES = 4
PLACES = (ZERO, ONE, Number(Fraction(1, 2)), Number(-1), exp(ONE), exp(Number(-1)))


def prove_monotone(claim: Claim) -> Proof | None:
    """A proof of an inequality between scalars by derivative signs."""
    says = claim.says
    sides = (says.left, says.right)
    names = sorted(free_names(says.left) | free_names(says.right))
    if says.op not in ("<=", ">=", "<", ">") or claim.premises or not 0 < len(names) <= MOST_NAMES:
        return None
    nodes = [n for s in sides for n in walk(s)]
    if any(isinstance(n, (Apply, Fold)) for n in nodes) or len(nodes) > 120:
        return None
    if any(isinstance(n, Call) and n.fn not in ("log", "exp", "erf", "arctan") for n in nodes):
        return None
    if plainly(claim):
        return Proof("monotone", {"plain": True})
    limit_of_work = work.done + MOST_WORK
    exponents = frozenset[str]().union(*(free_names(n.exponent) for n in nodes if isinstance(n, Power)))
    for name in sorted(names, key=lambda n: n in exponents):
        low, high = range_of(claim, name)
        found = stretch_of(claim, name, low, high)
        if found is None:
            continue
        at, gap = found
        f = at.inside.form(gap)
        if f is None:
            continue
        more, less = _sides_of(claim, name, at)
        search = _Search(limit_of_work, tuple(Name(n) for n in names if n != name))
        tree = search.tree(at, f, 0, (more, less))
        if tree is not None:
            return Proof("monotone", {"name": name, "low": encode(low), "high": encode(high), "tree": tree})
    return None


def range_of(claim: Claim, name: str) -> tuple[Expr, Expr]:
    """The ends between which the facts put a name."""
    facts = claim.facts
    if name in facts.unit:
        return ZERO, ONE
    low: Expr = ZERO if name in facts.positive | facts.integer else MINUS_INFINITY
    high: Expr = INFINITY
    for r in facts.assumptions:
        a, op, b = (r.left, r.op, r.right) if r.op in ("<", "<=") else (r.right, {">": "<"}.get(r.op, r.op), r.left)
        if op == "<" and b == Name(name) and name not in free_names(a):
            low = a
        elif op == "<" and a == Name(name) and name not in free_names(b):
            high = b
    return low, high


def _sides_of(claim: Claim, name: str, at: Stretch) -> tuple[Expr | None, Expr | None]:
    """The larger and the smaller side, in terms of the variable."""
    says = claim.says
    more, less = (says.left, says.right) if says.op in (">=", ">") else (says.right, says.left)
    put = {name: Name(at.var)}
    return substitute(more, put), substitute(less, put)


def _is_power(f: Form) -> bool:
    """A single term with an exponential or a root in it."""
    return f.single is not None and any(a.kind == "exp" or not isinstance(e, int) for a, e in f.single[1])


class _Search:
    def __init__(self, limit_of_work: int, others: tuple[Expr, ...]) -> None:
        self.limit_of_work = limit_of_work
        self.others = others

    def tree(
        self, at: Stretch, f: Form, depth: int, sides: tuple[Expr | None, Expr | None] = (None, None)
    ) -> dict[str, Any] | None:
        """A tree for f >= 0 on the range."""
        if work.done > self.limit_of_work or depth > MOST_DEPTH:
            return None
        try:
            return self._tree(at, f, depth, sides)
        except (NoForm, TooLarge):
            return None

    def _tree(
        self, at: Stretch, f: Form, depth: int, sides: tuple[Expr | None, Expr | None]
    ) -> dict[str, Any] | None:
        inside = at.inside
        if inside.form_at_least(f):
            return {"kind": "visible"}
        if depth and not self._plausible(at, f):
            return None
        taken = self._logarithms(at, depth, sides)
        if taken is not None:
            return taken
        simpler = self._without_positive_factors(at, f)
        if simpler is not None:
            by, g = simpler
            of = self.tree(at, g, depth + 1)
            if of is not None or depth > 1:
                return None if of is None else {"kind": "times", "by": encode(expression(by)), "of": of}
        rules = inside.normal.rules
        if smooth(rules, f, at.var):
            slope = reduce(derive(rules, f, name_atom(at.var)))
            for kind, end, g in (("rising", at.low, slope), ("falling", at.high, -slope)):
                start = end_value(at, f, end)
                if start is not None and at.here.form_at_least(start):
                    of = self.tree(at, g, depth + 1)
                    if of is not None:
                        return {"kind": kind, "slope": of}
            ends = [end_value(at, f, end) for end in (at.low, at.high)]
            if all(e is not None and at.here.form_at_least(e) for e in ends):
                of = self.tree(at, -reduce(derive(rules, slope, name_atom(at.var))), depth + 1)
                if of is not None:
                    return {"kind": "concave", "bend": of}
            for c in self._places(at, f, slope):
                parts = []
                for piece in (Stretch(at.var, at.low, c, at.here), Stretch(at.var, c, at.high, at.here)):
                    part = self.tree(piece, f, depth + 1)
                    if part is None:
                        break
                    parts.append(part)
                if len(parts) == 2:
                    return {"kind": "split", "at": encode(c), "below": parts[0], "above": parts[1]}
        return None

    def _logarithms(self, at: Stretch, depth: int, sides: tuple[Expr | None, Expr | None]) -> dict[str, Any] | None:
        """Two positive sides of which one is a product that logarithms take apart."""
        more, less = sides
        if more is None or less is None:
            return None
        inside = at.inside
        a, b = inside.form(more), inside.form(less)
        if a is None or b is None or not any(_is_power(g) for g in (a, b)):
            return None
        if inside.form_sign(a) != 1 or inside.form_sign(b) != 1:
            return None
        rules = inside.normal.rules
        of = self.tree(at, reduce(rules.log(a) - rules.log(b)), depth + 1)
        return None if of is None else {"kind": "logarithms", "more": encode(more), "less": encode(less), "of": of}

    def _plausible(self, at: Stretch, f: Form) -> bool:
        """Is it not plainly negative at an end?"""
        for end in (at.low, at.high):
            value = end_value(at, f, end)
            if value is not None and at.here.form_sign(value) == -1:
                return False
        return True

    def _without_positive_factors(self, at: Stretch, f: Form) -> tuple[Form, Form] | None:
        """(g, g f) where g > 0 takes denominators and factors of known sign away."""
        inside, signs = at.inside, at.inside.normal.signs
        top, bottom = numerator(f)
        if not top.terms:
            return None
        by = UNIT
        for a, k in bottom.items():
            base = a.data[0]
            if k % 2 == 0:
                if inside.form_sign(base) in (None, 0):
                    return None
                by = by * power(base, k)
            elif inside.form_sign(base) == 1:
                by = by * power(base, k)
            else:
                return None
        _, m, _ = factor(top)
        gone = tuple((a, e) for a, e in m if signs.atom(a))
        if gone:
            scale, inverse = inverse_monomial(gone)
            by = by * monomial_form(inverse, scale)
        if not bottom and not gone:
            return None
        return by, reduce(f * by)

    def _places(self, at: Stretch, f: Form, slope: Form) -> Iterator[Expr]:
        """Where f is zero, or its slope is, inside the range."""
        candidates: list[Expr] = [*PLACES, *self.others]
        top, _ = numerator(slope)
        for piece, _ in factor(top)[2] if top.terms else ():
            parts = coefficients(piece, at.var, 1)
            if parts is not None and parts[1].terms:
                candidates.insert(0, divide(negate(expression(parts[0])), expression(parts[1])))
        for c in candidates:
            if c in (at.low, at.high) or inside_range(at, c) is not True:
                continue
            point = at.inside.form(c)
            if point is None:
                continue
            rules = at.inside.normal.rules
            value = limit(rules, f, at.var, point, 1)
            if value is None:
                continue
            turning = limit(rules, slope, at.var, point, 1)
            if is_zero(value) or (turning is not None and is_zero(turning)):
                yield c

