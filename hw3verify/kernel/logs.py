"""Logarithms, exponentials, powers and other functions of forms.

Each rule is one short function whose law is its docstring; `tests/kernel/test_rules.py` evaluates both sides of every
law in random worlds. Rules that need positivity ask `Signs` and leave the expression whole where they get no answer.
`trace` collects the names of the rules that did something, for the reader of a proof.
"""

from __future__ import annotations

from itertools import count
from math import factorial

from flint import fmpq

from hw3verify.kernel.atoms import MAX_PRIME_BITS, call, log_of_number
from hw3verify.kernel.form import (
    UNIT,
    Atom,
    Exponent,
    Form,
    Monomial,
    NoForm,
    TooLarge,
    atom_form,
    exponent,
    monomial_form,
    number,
)
from hw3verify.kernel.rational import factor, poly_atom, power, primitive_part, reduce
from hw3verify.kernel.signs import Signs
from hw3verify.kernel.special import special
from hw3verify.kernel.whole import FORMAL, exponential, formal_log, is_whole
from hw3verify.meaning.shape import MARK

MAX_STEPS = 20_000
MAX_SHIFT = 20

MAX_POWER = 4096  # of a rational number that is written out


class Logs:
    """Logarithms, exponentials and powers under one set of facts, with one supply of fresh variables."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.trace: set[str] = set()
        self.fresh = count(1)
        self.steps = 0
        self.counted: set[str] = set()  # bound variables that run over whole numbers
        self.written: set[tuple[str, str]] = set()  # functions of a stated shape, and where they are written

    def tick(self) -> None:
        """Bounded work: every rule counts."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLarge("the proof search has used up its steps")

    def variable(self) -> str:
        """A bound variable's name that occurs nowhere else."""
        return f"${next(self.fresh)}"

    def log(self, f: Form) -> Form:
        """log(c a^i b^j) = log c + i log a + j log b for positive factors; log exp u = u; else the log stays whole."""
        self.tick()
        f = reduce(f)
        if not f.terms:
            raise NoForm("the logarithm of zero")
        c, m, pieces = factor(f)
        powers: list[tuple[Form, Exponent]] = []
        for piece, k in pieces:
            if not self.signs.positive(piece) and self.signs.positive(-piece):
                piece, c = -piece, c * (-1) ** k
            powers.append((piece, k))
        for atom, e in m:  # log(-1/t) = -log(-t) for negative t
            if self.signs.negative(atom) and isinstance(e, int):
                m = tuple(pair for pair in m if pair[0] != atom)
                powers.append((-atom_form(atom), e))
                c = c * (-1) ** abs(e)
        for atom, e in m:  # 1/(a - b) for a < b is -1/(b - a)
            if atom.kind == "poly" and isinstance(e, int) and self.signs.positive(-atom.data[0]):
                m = tuple(pair for pair in m if pair[0] != atom)
                powers.append((-atom.data[0], e))
                c = -c if e % 2 else c
        if c <= 0 or not all(self.signs.positive(p) for p, _ in powers) or not all(self.signs.atom(a) for a, _ in m):
            return atom_form(Atom("log", (f,), f.names))
        result = self.log_number(c)
        for atom, e in m:
            result = result + self._log_atom(atom).scale(fmpq(e))
        for piece, e in powers:
            result = result + atom_form(Atom("log", (piece,), piece.names)).scale(fmpq(e))
        if len(result.terms) > 1 or (m and pieces):
            self.trace.add("split log")
        return result

    def _log_atom(self, a: Atom) -> Form:
        if a.kind == "exp":
            self.trace.add("log of exp")
            return a.data[0]  # type: ignore[no-any-return]  # an exp atom's datum is a form
        if a.kind == "root":
            return atom_form(Atom("log", (number(int(a.data[0])),), frozenset()))
        if a.kind == "poly":
            return atom_form(Atom("log", (a.data[0],), a.names))
        return atom_form(Atom("log", (atom_form(a),), a.names))

    def log_number(self, c: fmpq) -> Form:
        """log of a positive rational as a combination of logs of primes."""
        return log_of_number(c)

    def exp(self, f: Form) -> Form:
        """exp(sum of c m) = product of exp(m)^c; exp(c log a) = a^c."""
        self.tick()
        result = UNIT
        for m, c in f.terms.items():
            signed = exponential(m, c)
            if signed is not None:
                result = result * signed
            elif len(m) == 1 and m[0][0].kind in ("log", FORMAL) and m[0][1] == 1:
                self.trace.add("exp of log")
                result = result * self.power(m[0][0].data[0], c)
            else:
                inner = monomial_form(m)
                result = result * atom_form(Atom("exp", (inner,), inner.names), exponent(c))
        return result

    def power(self, f: Form, e: fmpq) -> Form:
        """f^e for a rational e: integers always, fractions for positive factors; else one opaque root."""
        self.tick()
        if e.q == 1:
            if abs(e.p) > 1000:
                raise TooLarge("an exponent is too large")
            return power(f, int(e.p))
        f = reduce(f)
        if not f.terms:
            raise NoForm("a root of zero")
        c, m, factors = factor(f)
        pieces: list[tuple[Form, int]] = []
        for p, k in factors:
            if not self._has_root(p, k, e) and self._has_root(-p, k, e):
                p, c = -p, c * (-1) ** k
            pieces.append((p, k))
        m, mirrored = self._mirrored(m, e)
        if c > 0 and all(self._may_rise(a, k, e) for a, k in m) and all(self._has_root(p, k, e) for p, k in pieces):
            result = self._root(c, e) * mirrored
            for a, k in m:
                result = result * (
                    self._root(fmpq(a.data[0]), fmpq(k) * e)
                    if a.kind == "root"
                    else atom_form(a, exponent(fmpq(k) * e))
                )
            for piece, k in pieces:
                total = fmpq(k) * e
                whole = power(piece, int(total.floor())) if total.floor() else UNIT
                part = total - total.floor()
                result = result * whole * (atom_form(poly_atom(piece), exponent(part)) if part else UNIT)
            return result
        return call(("power", f, number(e)))

    def _may_rise(self, a: Atom, k: Exponent, e: fmpq) -> bool:
        """Is (a^k)^e = a^(k e)? For a > 0, and for a >= 0 if nothing is divided by."""
        return self.signs.atom(a) or (e > 0 and k > 0 and self._plain(a) and self.signs.nonnegative(atom_form(a)))

    def _mirrored(self, m: Monomial, e: fmpq) -> tuple[Monomial, Form]:
        """Even powers of what is not positive are those of its opposite: (a^2)^(1/2) = -a for a <= 0."""
        kept, taken = [], UNIT
        for a, k in m:
            whole = fmpq(k) * e
            even = isinstance(k, int) and k % 2 == 0 and whole.q == 1 and whole > 0 and e > 0
            if even and self._plain(a) and not self.signs.atom(a) and self.signs.nonnegative(-atom_form(a)):
                taken = taken * power(-atom_form(a), int(whole.p))
            else:
                kept.append((a, k))
        return tuple(kept), taken

    @staticmethod
    def _plain(a: Atom) -> bool:
        return a.kind in ("name", "function")

    def _has_root(self, piece: Form, k: int, e: fmpq) -> bool:
        """May the piece be raised by itself? A sum that is never negative may, if it stays in a numerator."""
        return self.signs.positive(piece) or (k == 1 and e > 0 and self.signs.nonnegative(piece))

    def _root(self, c: fmpq, e: fmpq) -> Form:
        """c^e for rational c > 0: roots of primes with exponents in (0, 1)."""
        result = UNIT
        for part, sign in ((c.p, 1), (c.q, -1)):
            if part == 1:
                continue
            if part.bit_length() > MAX_PRIME_BITS:
                raise TooLarge("a root of a long number")
            for prime, k in part.factor():
                total = fmpq(sign * int(k)) * e
                whole = int(total.floor())
                if abs(whole) > MAX_POWER:
                    raise TooLarge("a high power of a number")
                result = result.scale(fmpq(prime) ** whole)
                if total != whole:
                    root = atom_form(Atom("root", (str(prime),), frozenset()), exponent(total - whole))
                    result = result * root
        return result

    def function(self, fn: str, args: tuple[Form, ...]) -> Form:
        """Any other function: |f| is f or -f where the sign is known; the order of max and min does not matter."""
        if fn == "power":
            return self.raised(args[0], args[1])
        if fn[:1] == MARK and len(args) == 1:
            from hw3verify.kernel.tangent import shaped

            return shaped(self, fn, args[0])
        if fn == "abs":
            f = args[0]
            if self.signs.nonnegative(f):
                return f
            if self.signs.nonnegative(-f):
                return -f
            return self._size(f)
        if fn == "le":  # a <= b unless b < a
            return UNIT - call(("lt", args[1], args[0]))
        if fn in ("max", "min") and args:
            sign = fmpq(1 if fn == "max" else -1)
            total = args[0]
            for g in args[1:]:  # max(f, g) = (f + g + |f - g|) / 2
                total = (total + g + self.function("abs", (total - g,)).scale(sign)).scale(fmpq(1, 2))
            return total
        if fn in ("factorial", "gamma"):
            known = special(fn, args[0])
            return self._shifted(fn, args[0]) if known is None else known
        if fn == "digamma":
            return self._digamma(args[0])
        found = special(fn, args[0]) if len(args) == 1 else None
        return call((fn, *args)) if found is None else found

    def _size(self, f: Form) -> Form:
        """|c a g h| = |c| a |g| h^2 for a > 0 and even powers; what is left has a sign of its own."""
        c, m, pieces = factor(f)
        outside, inside = UNIT.scale(abs(c)), UNIT
        for a, e in m:
            plain = self.signs.atom(a) or (isinstance(e, int) and e % 2 == 0)
            outside, inside = (outside * monomial_form(((a, e),)), inside) if plain else (
                outside, inside * monomial_form(((a, e),))
            )
        for g, k in pieces:
            sign = 1 if self.signs.positive(g) or k % 2 == 0 else -1 if self.signs.positive(-g) else 0
            outside, inside = (outside * power(g.scale(fmpq(sign)), k), inside) if sign else (
                outside, inside * power(g, k)
            )
        scale, g = primitive_part(inside)
        return outside * call(("abs", g)).scale(abs(scale)) if g != UNIT else outside.scale(abs(scale))

    def _shifted(self, fn: str, f: Form) -> Form:
        """(u + k)! = (u + k) ... (u + 1) u! and gamma(u + k) = (u + k - 1) ... u gamma(u) for a whole number k."""
        constant = f.terms.get((), fmpq(0))
        whole = int(constant.floor())
        if (not f.terms or (len(f.terms) == 1 and constant)) and constant.q == 1:  # a whole number
            if fn == "gamma" and 0 < constant <= MAX_SHIFT:
                return number(fmpq(factorial(whole - 1)))
            if fn == "factorial" and 0 <= constant <= MAX_SHIFT:
                return number(fmpq(factorial(whole)))
            return call((fn, f))
        if abs(whole) > MAX_SHIFT:
            raise TooLarge("a shift is too large")
        rest = f - number(fmpq(whole))
        known = special(fn, rest)
        result = call((fn, rest)) if known is None else known
        over = 1 if fn == "factorial" else 0
        for k in range(abs(whole)):
            if whole > 0:
                result = result * (rest + number(fmpq(k + over)))
            else:
                result = result * power(rest + number(fmpq(over - 1 - k)), -1)
        return result

    def _digamma(self, f: Form) -> Form:
        """digamma(u + k) = digamma(u) + 1/u + ... + 1/(u + k - 1) for a whole number k."""
        constant = f.terms.get((), fmpq(0))
        least = 1 if not f.terms or (len(f.terms) == 1 and constant and constant.q == 1) else 0
        whole = int(constant.floor()) - least
        if abs(whole) > MAX_SHIFT:
            raise TooLarge("a shift is too large")
        rest = f - number(fmpq(whole))
        result = call(("digamma", rest))
        for k in range(abs(whole)):
            if whole > 0:
                result = result + power(rest + number(fmpq(k)), -1)
            else:
                result = result - power(rest - number(fmpq(k + 1)), -1)
        return result

    def raised(self, base: Form, e: Form) -> Form:
        """base^e = exp(e log base) for a positive base and any exponent, and for any base and a whole exponent."""
        if e.constant is not None:
            return self.power(base, e.constant)
        if self.signs.positive(base):
            return self.exp(e * self.log(base))
        formal = formal_log(self, base) if is_whole(self, e) else None
        if formal is not None:
            self.trace.add("whole power")
            return self.exp(e * formal)
        return call(("power", base, e))

    def whole(self, name: str) -> bool:
        """Does the name stand for a whole number?"""
        return name in self.signs.facts.integer or name in self.counted
