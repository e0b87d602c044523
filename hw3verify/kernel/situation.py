"""A situation: what is known of numbers at one place, and what follows for signs.

A situation is the facts of a claim, the cases that have been told apart and, inside an integral, the piece of the range
in which the variable stands. Law: `sign(e)` is 1 or -1 only if e > 0 or e < 0 in every world of the situation, and
`at_least(e)` is true only if e >= 0 there; otherwise nothing is said. Signs of a difference of two positive terms are
those of the difference of their logarithms.
"""

from __future__ import annotations

from hw3verify.kernel.form import UNIT, Form, Monomial, NoForm, TooLarge, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import numerator, reduce
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import Expr

MOST_LOGS = 2


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
        simpler = self._simpler(f)
        if simpler is None or depth >= MOST_LOGS:
            return None
        return self.form_sign(simpler, depth + 1)

    def at_least(self, e: Expr) -> bool:
        """Is the expression certainly not negative?"""
        f = self.form(e)
        return f is not None and self._at_least(f, 0)

    def _at_least(self, f: Form, depth: int) -> bool:
        if self.normal.signs.nonnegative(f):
            return True
        simpler = self._simpler(f)
        return simpler is not None and depth < MOST_LOGS and self._at_least(simpler, depth + 1)

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
            if c * d < 0 and (_has_exp(m) or _has_exp(n)):
                common = tuple(pair for pair in m if pair in n)
                m, n = (tuple(pair for pair in x if pair not in common) for x in (m, n))
                if signs.monomial(common) and signs.monomial(m) and signs.monomial(n):
                    if c < 0:
                        (m, c), (n, d) = (n, d), (m, c)
                    found = rules.log(monomial_form(m, c)) - rules.log(monomial_form(n, -d))
                    return None if found == f else found
        whole = f.single
        if whole is not None:
            logs = [a for a, e in whole[1] if a.kind == "log" and e == 1]
            rest = tuple(pair for pair in whole[1] if pair[0] not in logs)
            if len(logs) == 1 and signs.monomial(rest):
                inside: Form = logs[0].data[0] - UNIT
                return inside if whole[0] > 0 else -inside
        return None


def _has_exp(m: Monomial) -> bool:
    return any(a.kind in ("exp", "log") for a, _ in m)
