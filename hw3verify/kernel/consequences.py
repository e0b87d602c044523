"""What follows for signs: by linear arithmetic from stated inequalities, by completed squares, by log t > 0 for t > 1.

`Signs` (kernel.signs) looks at sums term by term and by their factors; it asks here where that gives no answer. Law:
`_follows`, `_square` and `_logarithm` say "yes" only where the sign is certain; `impossible` only where the stated
inequalities cannot all hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from hw3verify.kernel.atoms import Binder, bound_names, rename
from hw3verify.kernel.form import UNIT, Atom, Form, Monomial
from hw3verify.kernel.linear import contradictory, follows
from hw3verify.kernel.squares import completed
from hw3verify.kernel.stated import Ranges, at, named, never_below_zero
from hw3verify.meaning.claim import Facts

MAX_LEVEL = 3
MAX_LINEAR = 12  # terms of a sum that linear arithmetic is asked about


class Consequences:
    """The stated inequalities, and what is asked about them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._stated: dict[Form, bool] = {}  # what was learned, as it was said
        self._squaring = 0  # how many squares are being completed, one inside the other
        self.ranges: Ranges = {}  # what is said of the values of a role
        self._ranged: set[str] = set()  # bound names of which that has been learned
        self.least = never_below_zero(facts)  # functions and lists that are stated not to be negative
        self._asking = False  # linear arithmetic asks for the signs of monomials, which must not ask back

    def learn(self, f: Form, strict: bool) -> None:
        """f > 0 (or f >= 0) holds where the claim stands."""
        raise NotImplementedError

    def atom(self, a: Atom) -> bool:
        """Is the atom positive?"""
        raise NotImplementedError

    def monomial(self, m: Monomial) -> bool:
        """Is the monomial positive?"""
        raise NotImplementedError

    def positive(self, f: Form) -> bool:
        """Is the form positive?"""
        raise NotImplementedError

    def nonnegative(self, f: Form, level: int = 0) -> bool:
        """Is the form nonnegative?"""
        raise NotImplementedError

    def opened(self, domains: Sequence[Binder], names: Sequence[str], body: Form) -> Form:
        """What stands under a fold, with names of which the stated ranges are known."""
        found = named(self.ranges, domains, names) if self.ranges else {}
        for name, role in found.values():
            if name not in self._ranged:
                self._ranged.add(name)
                for gap, strict in at(self.ranges[role], name):
                    self.learn(gap, strict)
        return rename(body, {old: name for old, (name, _) in found.items()}) if found else body

    def _body(self, a: Atom) -> Form:
        """The same for a fold."""
        return self.opened(a.data[1], bound_names(a), a.data[2])

    def learn_range(self, x: Form, lower: Form | None, upper: Form | None) -> None:
        """x stands inside a range: above the lower end and below the upper one, if these are in order.

        Nothing is learned that would make a range with equal ends impossible.
        """
        strict = True
        if lower is not None and upper is not None:
            strict = self.positive(upper - lower)
            if not strict and not self.nonnegative(upper - lower):
                return
        if lower is not None:
            self.learn(x - lower, strict)
        if upper is not None:
            self.learn(upper - x, strict)

    def _logarithm(self, f: Form) -> bool:
        """A positive multiple of log t with t > 1, or a negative one with t < 1."""
        ((m, c),) = f.terms.items()
        logs = [a for a, e in m if a.kind == "log" and e == 1]
        if len(logs) != 1 or not all(self.atom(a) for a, _ in m if a is not logs[0]):
            return False
        gap = logs[0].data[0] - UNIT
        return self.positive(gap if c > 0 else -gap)

    def _square(self, f: Form, level: int, strict: bool) -> bool:
        """Is it of the second degree in something, with a square completed and what is left not negative?"""
        if self._squaring >= MAX_LEVEL:
            return False
        self._squaring += 1
        try:
            for a, gap in completed(f):
                if self.positive(a) and (self.positive(gap) if strict else self.nonnegative(gap, level + 1)):
                    return True
            return False
        finally:
            self._squaring -= 1

    def _inequalities(self, f: Form) -> list[tuple[Form, bool]]:
        """What is known of the monomials of f and of the stated sums."""
        stated = list(self._stated.items())
        found = list(stated)
        for m in {m: None for g in (f, *(g for g, _ in stated)) for m in g.terms if m}:
            if self.monomial(m):
                found.append((Form({m: fmpq(1)}), True))
            if len(m) == 1 and m[0][1] == 1 and m[0][0].kind in ("name", "function"):
                if m[0][0].data[0] in self.facts.unit:
                    found.append((UNIT - Form({m: fmpq(1)}), True))
                elif m[0][0].data[0] in self.facts.integer:
                    found.append((Form({m: fmpq(1)}) - UNIT, False))
        return found

    def _follows(self, f: Form, strict: bool) -> bool:
        """Does f > 0 (f >= 0) follow from the stated inequalities by linear arithmetic?"""
        if self._asking or not self._stated or len(f.terms) > MAX_LINEAR:
            return False
        self._asking = True
        try:
            return follows(self._inequalities(f), f, strict)
        finally:
            self._asking = False

    def impossible(self) -> bool:
        """Do the stated inequalities contradict each other?"""
        self._asking = True
        try:
            return contradictory(self._inequalities(UNIT))
        finally:
            self._asking = False
