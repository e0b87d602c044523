"""A situation: what is known of numbers at one place, and what follows for signs.

A situation is the facts of a claim, the cases that have been told apart and, inside an integral, the piece of the range
in which the variable stands. Law: `sign(e)` is 1 or -1 only if e > 0 or e < 0 in every world of the situation, and
`at_least(e)` is true only if e >= 0 there; otherwise nothing is said. Signs of a difference of two positive terms are
those of the difference of their logarithms.
"""

from __future__ import annotations

from math import lcm

from flint import fmpq

from hw3verify.kernel.form import UNIT, Form, Monomial, NoForm, TooLarge, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import factor, numerator, power, reduce
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import Expr

MOST_LOGS = 3
MOST_POWERS = 6


class Situation:
    """The facts and some further relations that hold."""

    def __init__(self, facts: Facts, more: tuple[Relation, ...] = ()) -> None:
        self.facts = facts
        self.more = more
        self.normal = Normal(facts)
        for r in more:
            self.normal.learn(r)

    def also(self, *more: Relation) -> Situation:
        """The situation in which these hold too."""
        return Situation(self.facts, (*self.more, *more))

    @property
    def impossible(self) -> bool:
        """Do the relations contradict each other?"""
        return self.normal.signs.impossible()

    def form(self, e: Expr) -> Form | None:
        """The normal form of an expression, if it has one."""
        try:
            return reduce(self.normal.form(e))
        except (NoForm, TooLarge, ValueError, RecursionError):
            return None

    def sign(self, e: Expr) -> int | None:
        """1, 0 or -1 if the expression is certainly positive, zero or negative."""
        f = self.form(e)
        return None if f is None else self.form_sign(f)

    def form_sign(self, f: Form, depth: int = 0) -> int | None:
        """The same for a form."""
        if not f.terms:
            return 0
        signs = self.normal.signs
        if signs.positive(f):
            return 1
        if signs.positive(-f):
            return -1
        found = self._of_factors(f, depth)
        if found is not None:
            return found
        simpler = self._simpler(f)
        if simpler is None or depth >= MOST_LOGS:
            return None
        return self.form_sign(simpler, depth + 1)

    def at_least(self, e: Expr) -> bool:
        """Is the expression certainly not negative?"""
        f = self.form(e)
        return f is not None and self.form_at_least(f)

    def form_at_least(self, f: Form, depth: int = 0) -> bool:
        """The same for a form."""
        if self.normal.signs.nonnegative(f):
            return True
        found = self._of_factors(f, depth, loose=True)
        if found is not None:
            return found >= 0
        simpler = self._simpler(f)
        return simpler is not None and depth < MOST_LOGS and self.form_at_least(simpler, depth + 1)

    def _of_factors(self, f: Form, depth: int, loose: bool = False) -> int | None:
        """The sign of a product from those of its factors; `loose`: 1 also says "not negative"."""

        def sign_of(g: Form) -> int | None:
            found = self.form_sign(g, depth + 1)
            if found is None and loose:
                found = 1 if self.form_at_least(g, depth + 1) else -1 if self.form_at_least(-g, depth + 1) else None
            return found

        c, m, pieces = factor(f)
        logs = [(a, e) for a, e in m if a.kind == "log" and isinstance(e, int) and e % 2]
        if depth >= MOST_LOGS or (len(pieces) + len(m) < 2 and not logs):
            return None
        sign = 1 if c > 0 else -1
        for a, e in m:
            if self.normal.signs.atom(a) or (isinstance(e, int) and e % 2 == 0 and e < 0):
                continue
            if not isinstance(e, int):
                return None
            one = sign_of(a.data[0] - UNIT if a.kind == "log" else monomial_form(((a, 1),)))
            if one is None:
                return None
            sign *= one ** (e % 2 if one else 1)
        for piece, k in pieces:
            one = sign_of(piece)
            if one is None:
                return None
            sign *= one if k % 2 or not one else 1
        return sign

    def unsettled(self, e: Expr) -> Form | None:
        """The first factor of an expression whose sign is not known, if it is a product of several."""
        f = self.form(e)
        if f is None or not f.terms:
            return None
        _, m, pieces = factor(f)
        parts = [monomial_form(((a, 1),)) for a, k in m if isinstance(k, int) and not self.normal.signs.atom(a)]
        parts += [p for p, k in pieces if k % 2]
        if len(m) + len(pieces) < 2:
            return None
        for part in parts:
            known = self.form_sign(part) is not None or self.form_at_least(part) or self.form_at_least(-part)
            if not known:
                return part
        return None

    def simpler(self, e: Expr) -> Form | None:
        """A form of the same sign that is easier to solve, or the form itself."""
        f = self.form(e)
        return None if f is None else self._simpler(f) or self._top(f)

    def _top(self, f: Form) -> Form:
        """The numerator where the denominator is positive: of the same sign."""
        top, bottom = numerator(f)
        return top if all(self.normal.signs.positive(a.data[0]) for a in bottom) else f

    def _simpler(self, f: Form) -> Form | None:
        """A form of the same sign: for two terms, the difference of their logarithms; for c log u, u - 1."""
        top = self._top(f)
        if top != f:
            return top
        signs, rules = self.normal.signs, self.normal.rules
        if len(f.terms) == 2:
            (m, c), (n, d) = f.terms.items()
            if c * d < 0 and (_is_transcendental(m) or _is_transcendental(n)):
                common = tuple(pair for pair in m if pair in n)
                m, n = (tuple(pair for pair in x if pair not in common) for x in (m, n))
                if signs.monomial(common) and signs.monomial(m) and signs.monomial(n):
                    if c < 0:
                        (m, c), (n, d) = (n, d), (m, c)
                    found = rules.log(monomial_form(m, c)) - rules.log(monomial_form(n, -d))
                    return None if found == f else found
        parted = self._parted(f)
        if parted is not None:
            return parted
        powers = _powers(f)
        if powers is not None:
            return powers
        whole = f.single
        if whole is not None:
            logs = [a for a, e in whole[1] if a.kind == "log" and e == 1]
            rest = tuple(pair for pair in whole[1] if pair[0] not in logs)
            if len(logs) == 1 and signs.monomial(rest):
                inside: Form = logs[0].data[0] - UNIT
                return inside if whole[0] > 0 else -inside
        return None

    def _parted(self, f: Form) -> Form | None:
        """One exponential or root against a positive sum without any: the difference of their logarithms."""
        grown = [(m, c) for m, c in f.terms.items() if _is_transcendental(m)]
        if len(grown) != 1 or len(f.terms) < 3:
            return None
        ((m, c),) = grown
        rest = f - monomial_form(m, c)
        signs, rules = self.normal.signs, self.normal.rules
        if c > 0:
            rest = -rest
        if not signs.monomial(m) or not signs.positive(rest):
            return None
        gap = rules.log(monomial_form(m, abs(c))) - rules.log(rest)
        return gap if c > 0 else -gap


def _powers(f: Form) -> Form | None:
    """For a sum of logarithms c log u - d log v: u^c - v^d, which has its sign."""
    if not 2 <= len(f.terms) <= MOST_POWERS:
        return None
    least = 1
    logs: list[tuple[Form, fmpq]] = []
    for m, c in f.terms.items():
        if len(m) != 1 or m[0][0].kind != "log" or m[0][1] != 1:
            return None
        logs.append((m[0][0].data[0], c))
        least = lcm(least, int(c.q))
    sides = [UNIT, UNIT]
    for u, c in logs:
        e = int((c * least).p)
        if abs(e) > MOST_POWERS:
            return None
        sides[e > 0] = sides[e > 0] * power(u, abs(e))
    return sides[1] - sides[0]


def _is_transcendental(m: Monomial) -> bool:
    return any(a.kind in ("exp", "log") or not isinstance(e, int) for a, e in m)
