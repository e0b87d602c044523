"""Signs: what the facts and the conventions say about positivity.

Densities, exponentials and pi are positive; so are the names and heads that the facts list, and the differences that
stated inequalities give (0 < D < 1 makes 1 - D positive). Law: `positive(f)` means f > 0 in every world that satisfies
the facts, `nonnegative(f)` means f >= 0; a "no" means only that nothing was found.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from flint import fmpq

from hw3verify.kernel.answers import Answers
from hw3verify.kernel.atoms import log_of_number
from hw3verify.kernel.consequences import MAX_LEVEL, Consequences
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, Monomial
from hw3verify.kernel.metric import is_distance, without_triangles
from hw3verify.kernel.rational import factor, numerator, primitive_part
from hw3verify.kernel.whole import is_formal
from hw3verify.meaning.claim import Facts

MAX_BETWEEN = 40


class Signs(Consequences):
    """Positivity under one set of facts; `known` are sums that stated inequalities make positive (or nonnegative)."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.known: dict[Form, bool] = {}  # primitive sum -> strictly positive?
        self._memo: dict[Atom, bool] = {}
        self._open: set[Atom] = set()  # atoms whose sign is being looked for
        self._below: set[Atom] = set()  # atoms that stated inequalities make negative
        self._answers = Answers()
        self.apart: set[Form] = set()  # what is divided by

    def learn(self, f: Form, strict: bool) -> None:
        """f > 0 (or f >= 0) holds where the claim stands."""
        try:
            self._learn(f, strict)
        finally:
            self._answers.clear()

    def _learn(self, f: Form, strict: bool) -> None:
        if not f.terms:
            return
        self._answers.clear()  # what is asked below is asked with what is now stated
        self._stated[f] = strict or self._stated.get(f, False)
        self._memo = {a: True for a, known in self._memo.items() if known}  # a "no" may become a "yes"
        for a in [m[0][0] for m, c in f.terms.items() if c > 0 and len(m) == 1 and m[0][1] == 1]:
            if a.kind == "name" and not self.atom(a) and self._follows(Form({((a, 1),): fmpq(1)}), True):
                self._memo[a] = True
                self._answers.clear()
        c, m, pieces = factor(f)
        unknown = [(p, k) for p, k in pieces if k % 2 and not self.positive(p)]
        if not strict and any(k % 2 == 0 for _, k in pieces):
            return  # a^2 b >= 0 says nothing of b where a vanishes
        if not self.monomial(m):
            if not pieces and len(m) == 1:
                atom, e = m[0]
                if isinstance(e, int) and e % 2 and strict:
                    if c > 0:
                        self._memo[atom] = True
                    else:
                        self._below.add(atom)
            return
        if len(unknown) == 1:
            piece = unknown[0][0] if c > 0 else -unknown[0][0]
            self.known[piece] = strict or self.known.get(piece, False)
            low = -piece.terms.get((), fmpq(0))  # a > low >= 0 makes a positive
            others = [m for m in piece.terms if m]
            above = low > 0 or (strict and low == 0)
            if above and len(others) == 1 and len(others[0]) == 1 and piece.terms[others[0]] > 0:
                atom, e = others[0][0]
                if e == 1:
                    self._memo[atom] = True

    def atom(self, a: Atom) -> bool:
        """Is the atom positive?"""
        known = self._memo.get(a)
        if known is None:
            if a in self._open:  # asked again on the way to its own answer
                return False
            self._open.add(a)
            try:
                known = self._atom(a)
            finally:
                self._open.discard(a)
            if known or not self._asking:
                self._memo[a] = known
        return known

    def _atom(self, a: Atom) -> bool:
        facts = self.facts
        if a.kind in ("table", "entry", "exp", "pi", "root"):
            return a.kind != "exp" or not is_formal(a)
        if a.kind in ("name", "function"):
            head = a.data[0]
            return head in facts.positive | facts.unit | facts.integer
        if a.kind == "poly":
            return self.positive(a.data[0])
        if a.kind == "call" and a.data[0] == "factorial":
            return True  # where it has a value
        if a.kind == "call" and a.data[0] == "gamma":
            return self.positive(a.data[1])
        if a.kind == "fold":
            return bool(a.data[0] in ("sum", "product") and self._space_like(a) and self.positive(self._body(a)))
        return False

    def negative(self, a: Atom) -> bool:
        """Does a stated inequality make the atom negative?"""
        return a in self._below

    def _space_like(self, a: Atom) -> bool:
        # an interval may be reversed and an index range empty: only whole spaces and 1..n surely have mass
        return all(
            kind == "space" or (kind == "index" and lower == UNIT and (upper is None or self._reaches_one(upper)))
            for kind, _, lower, upper in a.data[1]
        )

    def _reaches_one(self, upper: Form) -> bool:
        return self.positive(upper) or (upper.constant or 0) >= 1

    def monomial(self, m: Monomial) -> bool:
        """Is the monomial positive? (An even power of a real is taken as positive where it is divided by.)"""
        return all(self.atom(a) or (isinstance(e, int) and e % 2 == 0 and e < 0) for a, e in m)

    def positive(self, f: Form) -> bool:
        """Is the form positive?"""
        if not f.terms:
            return False
        return self._answers.of(("positive", f, *self._state()), lambda: self._positive(f))

    def _state(self) -> tuple[Hashable, ...]:
        """What an answer rests on beside what was learned: the questions on whose way it is asked."""
        return self._squaring, self._asking, frozenset(self._open)

    def _positive(self, f: Form) -> bool:
        if self._whole(f):
            return True
        c, m, pieces = factor(f)
        if len(pieces) == 1 and pieces[0][1] == 1 and not m:  # irreducible: nothing more to learn from the factors
            return False
        sign = c > 0
        for piece, k in pieces:
            if self._whole(piece):
                continue
            if not self._whole(-piece):
                return False
            sign = sign if k % 2 == 0 else not sign
        flips = [a for a, e in m if a in self._below and isinstance(e, int) and e % 2]
        rest = tuple(pair for pair in m if pair[0] not in flips)
        return sign == (len(flips) % 2 == 0) and self.monomial(rest)

    def _whole(self, f: Form) -> bool:
        """Is a sum positive by a stated fact, term by term, or by a shift of a stated fact?"""
        if self.known.get(f) or all(c > 0 and self.monomial(m) for m, c in f.terms.items()):
            return True
        if self.known:
            scale, primitive = primitive_part(f)
            if self.known.get(primitive if scale > 0 else -primitive):
                return True
        if len(f.terms) == 1 and self._logarithm(f):
            return True
        counted = self._counted(f)
        if self._shifted(f) or self._between(f) or (counted is not None and self.positive(counted)):
            return True
        return self._follows(f, True) or self._above_exponential(f) or self._square(f, MAX_LEVEL - 1, True)

    def _above_exponential(self, f: Form) -> bool:
        """c - d exp u is positive for positive c and d if log(c/d) - u is."""
        limit = f.terms.get(())
        others = [(m, c) for m, c in f.terms.items() if m]
        if limit is None or limit <= 0 or len(others) != 1 or others[0][1] >= 0:
            return False
        m, c = others[0]
        if any(a.kind != "exp" or is_formal(a) for a, _ in m):
            return False
        gap = log_of_number(limit / -c)
        for a, e in m:
            gap = gap - a.data[0].scale(fmpq(e))
        return self.positive(gap)

    def _shifted(self, f: Form) -> bool:
        """f = known + something visibly nonnegative, with the known sum strictly positive (one step only)."""
        for known, strict in self.known.items():
            rest = f - known
            if (
                (strict or rest.terms)
                and len(rest.terms) <= len(f.terms)
                and all(c > 0 and self.monomial(m) for m, c in rest.terms.items())
            ):
                return True
        return False

    def _counted(self, f: Form) -> Form | None:
        """A form that is not larger: f with some u >= 1 (a positive integer, an exponential) replaced by 1; or None."""
        for m, c in f.terms.items():
            if c > 0 and len(m) == 1 and m[0][1] > 0:
                a = m[0][0]
                if (a.kind == "name" and a.data[0] in self.facts.integer) or (
                    a.kind == "exp" and self.nonnegative(a.data[0], MAX_LEVEL)
                ):
                    return f - Form({m: c}) + UNIT.scale(c)
        return None

    def nonnegative(self, f: Form, level: int = 0) -> bool:
        """Is the form nonnegative? Products of squares and positive factors, sums of such terms, and folds of such."""
        if not f.terms:
            return True
        return self._answers.of(("nonnegative", f, level, *self._state()), lambda: self._nonnegative(f, level))

    def _nonnegative(self, f: Form, level: int) -> bool:
        top, _ = numerator(f) if all(self.atom(a) for a in _bottoms(f)) else (f, None)
        if all(c > 0 and self._term(m) for m, c in top.terms.items()) or self.known.get(f) is not None:
            return True
        counted = self._counted(f)
        if counted is not None and self.nonnegative(counted, level):
            return True
        if self._factors(top) or self._follows(f, False):
            return True
        if level >= MAX_LEVEL:
            return False
        if any(self.nonnegative(g, level + 1) for g in without_triangles(f)):
            return True
        found = self._triangle(f, level) or self._ends(top, level)
        return found or self._square(top, level, False) or self._folds(f, level)

    def _factors(self, top: Form) -> bool:
        """Is it a product of even powers and of factors of known sign?"""
        c, m, pieces = factor(top)
        sign = c > 0
        if not self._term(m):
            return False
        for piece, k in pieces:
            if piece in self.known and -piece in self.known:
                return True  # it is zero
            if k % 2 == 0 or self._not_negative(piece, top):
                continue
            if not self._not_negative(-piece, top):
                return False
            sign = not sign
        return sign

    def _not_negative(self, piece: Form, whole: Form) -> bool:
        if self.positive(piece) or self.known.get(piece) is not None:
            return True
        return piece != whole and piece != -whole and self.nonnegative(piece, MAX_LEVEL)

    def _term(self, m: Monomial) -> bool:
        """Is the monomial nonnegative?"""
        return all(
            self.atom(a) or (isinstance(e, int) and (e % 2 == 0 or (e > 0 and self._zero_or_more(a)))) for a, e in m
        )

    def _zero_or_more(self, a: Atom) -> bool:
        """Is the atom nonnegative: binary, an absolute value, an indicator, a sum of such, a distance?"""
        if is_distance(a) or (a.kind == "fold" and a.data[0] == "W1"):
            return True
        if a.kind == "fold":
            whole = a.data[0] in ("sum", "product") and all(d[0] in ("space", "index") for d in a.data[1])
            return whole and self.nonnegative(self._body(a), MAX_LEVEL)
        if a.kind == "function" and a.data[0] in self.least:
            return True
        return self._binary(a) or (a.kind == "call" and a.data[0] in ("abs", "le", "lt", "delta"))

    def _triangle(self, f: Form, level: int) -> bool:
        """-|a - b| is at least -a - b where a and b are positive."""
        for m, c in f.terms.items():
            for a, e in m:
                if c < 0 and e == 1 and a.kind == "call" and a.data[0] == "abs":
                    parts = a.data[1].terms
                    rest = tuple(pair for pair in m if pair[0] is not a)
                    if self._term(rest) and all(self.monomial(part) for part in parts):
                        total = Form({part: abs(k) for part, k in parts.items()}) * Form({rest: c})
                        return self.nonnegative(f - Form({m: c}) + total, level + 1)
        return False

    def _range(self, a: Atom) -> tuple[Form, bool] | None:
        """The upper end of an atom that runs from 0, and whether it stays off both ends."""
        if a.kind in ("name", "function") and a.data[0] in self.facts.unit:
            return UNIT, True
        if self._binary(a) or (a.kind == "call" and a.data[0] in ("le", "lt", "delta")):
            return UNIT, False
        if a.kind == "fold" and a.data[0] == "sum" and len(a.data[1]) == 1:
            kind, _, lower, upper = a.data[1][0]
            whole = a.data[2].single  # a sum of numbers between 0 and 1 lies between 0 and their number
            counted = kind == "index" and lower == UNIT and upper is not None and self._space_like(a)
            if counted and whole is not None and len(whole[1]) == 1:
                ((inner, e),) = whole[1]
                if whole[0] == 1 and e == 1 and (self._binary(inner) or self._range(inner) == (UNIT, True)):
                    return upper, False
        return None

    def _sides(self, f: Form) -> Iterator[tuple[Form, Form, bool]]:
        """f at both ends of an atom in which it is of the first degree."""
        for a in {x: None for m in f.terms for x, _ in m}:
            bounds = self._range(a)
            if bounds is None or any(e != 1 for m in f.terms for x, e in m if x == a):
                continue
            if any(a.key in x.key for m in f.terms for x, _ in m if x != a):
                continue
            low, high = NOTHING, NOTHING
            for m, c in f.terms.items():
                rest = tuple(pair for pair in m if pair[0] != a)
                if len(rest) == len(m):
                    low, high = low + Form({m: c}), high + Form({m: c})
                else:
                    high = high + Form({rest: c}) * bounds[0]
            yield low, high, bounds[1]

    def _ends(self, f: Form, level: int) -> bool:
        """Of the first degree in something bounded, and nonnegative at both ends."""
        return any(self.nonnegative(a, level + 1) and self.nonnegative(b, level + 1) for a, b, _ in self._sides(f))

    def _between(self, f: Form) -> bool:
        """Of the first degree in something strictly between its ends: positive there if nonnegative at the ends, and
        positive at one of them."""
        if len(f.terms) > MAX_BETWEEN:
            return False
        for a, b, strict in self._sides(f):
            if strict and self.nonnegative(a, MAX_LEVEL - 1) and self.nonnegative(b, MAX_LEVEL - 1):
                if self.positive(a) or self.positive(b):
                    return True
        return False

    def _binary(self, a: Atom) -> bool:
        return a.kind in ("name", "function") and a.data[0] in self.facts.binary

    def _folds(self, f: Form, level: int) -> bool:
        """A sum of folds, each with a nonnegative body."""
        from hw3verify.kernel.zero import gather

        plain, groups = gather(f)
        if not groups:
            return False
        for outer, binders, body, top in groups:
            names = [f"#{top - len(binders) + i + 1}" for i in range(len(binders))]
            body = self.opened(binders, names, body)
            if not (self._term(outer) and all(b[0] in ("space", "index") for b in binders)):
                return False
            if not self.nonnegative(body, level + 1):
                return False
        return self.nonnegative(plain, level + 1)


def _bottoms(f: Form) -> set[Atom]:
    return {a for m in f.terms for a, e in m if a.kind == "poly" and isinstance(e, int) and e < 0 and e % 2}
