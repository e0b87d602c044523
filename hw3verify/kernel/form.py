"""Forms: sums of monomials over atoms, the normal shape of every expression.

    Form      sum of  coefficient * monomial,   coefficients exact rationals
    Monomial  product of  atom ** exponent,     exponents nonzero rationals, atoms in a fixed order
    Atom      what is not taken apart any further: a name, a table entry, a logarithm, an exponential, an opaque fold

Law: two forms that are equal as data are equal in every world. (Equal expressions can have different forms where a
denominator has several terms; `zero.is_zero` decides those.) This module knows arithmetic only: what a logarithm or
a fold becomes is said in `rules` and `normal`. All sizes are bounded: `TooLarge` instead of work that explodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flint import fmpq

_PLAIN = re.compile(r"[#$@]?\w[\w']*").fullmatch  # what begins with a quote mark is a quoted name
MAX_TERMS = 3000
MAX_BITS = 4000


class Work:
    """How many atoms have been made: a measure of work that does not depend on the machine, for budgets."""

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = 0


work = Work()


class TooLarge(Exception):
    """The form of this expression would exceed the bounds."""


class NoForm(Exception):
    """The expression has a part that forms cannot express (infinity, an unknown binder)."""


Exponent = Any  # int where integral, else fmpq: equal exponents must be equal as dictionary keys
Monomial = tuple[tuple["Atom", Exponent], ...]


def exponent(value: Any) -> Exponent:
    """An exponent in its one representation: int where integral, fmpq otherwise."""
    if isinstance(value, int):
        return value
    value = fmpq(value)
    return int(value.p) if value.q == 1 else value


class Atom:
    """An indivisible factor: its kind, its data, and the names that occur free in it."""

    __slots__ = ("kind", "data", "names", "key", "_hash")

    def __init__(self, kind: str, data: tuple[Any, ...], names: frozenset[str]) -> None:
        self.kind, self.data, self.names = kind, data, names
        self.key = f"{kind}({','.join(datum_key(d) for d in data)})"
        work.done += 1
        if len(self.key) > 60_000:
            raise TooLarge("an expression is nested too deeply")
        self._hash = hash(self.key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Atom) and self._hash == other._hash and self.key == other.key)

    def __repr__(self) -> str:
        return self.key


def datum_key(datum: Any) -> str:
    """The text of a part of an atom; names that could be mistaken for structure are quoted."""
    if isinstance(datum, str):
        return datum if datum.isalnum() or _PLAIN(datum) else repr(datum)
    if isinstance(datum, Form | Atom):
        return datum.key
    if isinstance(datum, tuple):
        return "(" + ",".join(datum_key(d) for d in datum) + ")"
    return str(datum)


class Form:
    """An immutable sum of monomials; build with the functions of this module."""

    __slots__ = ("terms", "_key", "_names")

    def __init__(self, terms: Mapping[Monomial, fmpq]) -> None:
        self.terms = terms
        self._key: str | None = None
        self._names: frozenset[str] | None = None
        if len(terms) > MAX_TERMS:
            raise TooLarge("too many terms")

    @property
    def key(self) -> str:
        """A text that determines the form; sorted, so equal forms have equal keys."""
        if self._key is None:
            self._key = "+".join(sorted(f"{c}*{monomial_key(m)}" for m, c in self.terms.items()))
        return self._key

    @property
    def names(self) -> frozenset[str]:
        """The names that occur free."""
        if self._names is None:
            self._names = frozenset().union(*(a.names for m in self.terms for a, _ in m))
        return self._names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return self.key or "0"

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: Form) -> Form:
        if not other.terms:
            return self
        if not self.terms:
            return other
        terms = dict(self.terms)
        for m, c in other.terms.items():
            value = terms.get(m)
            if value is None:
                terms[m] = c
            else:
                value = value + c
                if value == 0:
                    del terms[m]
                else:
                    terms[m] = value
        return Form(terms)

    def __neg__(self) -> Form:
        return Form({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: Form) -> Form:
        return self + -other

    def scale(self, factor: fmpq) -> Form:
        """factor * self."""
        return Form({m: c * factor for m, c in self.terms.items()}) if factor != 0 else NOTHING

    def __mul__(self, other: Form) -> Form:
        if len(self.terms) * len(other.terms) > 20 * MAX_TERMS:
            raise TooLarge("a product has too many terms")
        terms: dict[Monomial, fmpq] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                factor, product = times(m, n)
                value = terms.get(product, _ZERO) + c * d * factor
                if value == 0:
                    terms.pop(product, None)
                else:
                    terms[product] = value
        return Form(terms)

    @property
    def constant(self) -> fmpq | None:
        """The value if the form is a rational number."""
        if not self.terms:
            return _ZERO
        return self.terms.get(()) if len(self.terms) == 1 else None

    @property
    def single(self) -> tuple[fmpq, Monomial] | None:
        """(coefficient, monomial) if there is exactly one term."""
        if len(self.terms) != 1:
            return None
        ((m, c),) = self.terms.items()
        return c, m


_ZERO, _ONE = fmpq(0), fmpq(1)


def monomial_key(m: Monomial) -> str:
    """A text that determines the monomial."""
    return ".".join(a.key if e == 1 else f"{a.key}^{e}" for a, e in m)


def times(m: Monomial, n: Monomial) -> tuple[fmpq, Monomial]:
    """The product of two monomials: (rational factor, monomial); roots of primes that meet give rational factors."""
    if not m:
        return _ONE, n
    if not n:
        return _ONE, m
    merged = dict(m)
    factor = _ONE
    for atom, e in n:
        old = merged.get(atom)
        if old is None:
            merged[atom] = e
            continue
        total = exponent(old + e)
        if atom.kind == "root" and not 0 < total < 1:  # p**(1/2) * p**(1/2) = p
            whole = int((fmpq(total)).floor())
            factor *= fmpq(atom.data[0]) ** whole
            total = exponent(fmpq(total) - whole)
        elif atom.kind == "parity":  # (-1)^n (-1)^n = 1
            total = total % 2
        if total == 0:
            del merged[atom]
        else:
            merged[atom] = total
    return factor, tuple(sorted(merged.items(), key=_by_key))


def _by_key(pair: tuple[Atom, Exponent]) -> str:
    return pair[0].key


def number(value: Any) -> Form:
    """A rational number as a form."""
    value = fmpq(value)
    if value == 0:
        return NOTHING
    if max(abs(value.p).bit_length(), value.q.bit_length()) > MAX_BITS:
        raise TooLarge("a number is too long")
    return Form({(): value})


def atom_form(atom: Atom, e: Exponent = 1) -> Form:
    """atom ** e as a form."""
    return Form({((atom, e),): _ONE})


def monomial_form(m: Monomial, coefficient: fmpq = _ONE) -> Form:
    """coefficient * m as a form."""
    return Form({m: coefficient})


def make_monomial(pairs: Iterable[tuple[Atom, Exponent]]) -> Monomial:
    """A monomial from distinct atoms in any order."""
    return tuple(sorted(pairs, key=_by_key))


def split(m: Monomial, names: frozenset[str] | set[str]) -> tuple[Monomial, Monomial]:
    """(factors free of the names, factors in which one of them occurs)."""
    free = tuple((a, e) for a, e in m if not a.names & names)
    return (m, ()) if len(free) == len(m) else (free, tuple((a, e) for a, e in m if a.names & names))


NOTHING = Form({})
UNIT = Form({(): _ONE})
