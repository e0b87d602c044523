"""Forms as expressions again, for witnesses, for people and for what is done piece by piece.

Law: an expression of the same value; `normal.form(expression(f)) == f`. Joint tables are written as joints.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from hw3verify.kernel.form import Atom, Exponent, Form, Monomial, NoForm, monomial_form
from hw3verify.kernel.whole import FORMAL, is_formal
from hw3verify.meaning.expr import (
    PI,
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    multiply,
)


def rational(value: fmpq) -> Fraction:
    """A flint rational as a Fraction."""
    value = fmpq(value)
    return Fraction(int(value.p), int(value.q))


def expression(f: Form) -> Expr:
    """The form as an expression."""
    if not f.terms:
        return ZERO
    return add(*(_term(m, c) for m, c in sorted(f.terms.items(), key=lambda pair: str(pair[0]))))


def _term(m: Monomial, c: fmpq) -> Expr:
    factors = [_power(a, e) for a, e in m]
    if c != 1 or not factors:
        factors.insert(0, Number(rational(c)))
    return multiply(*factors)


def _power(a: Atom, e: Exponent) -> Expr:
    base = atom_expression(a)
    return base if e == 1 else Power(base, Number(rational(fmpq(e))))


def _whole_power(inner: Form) -> Expr:
    """exp(n ilog a) is a^n."""
    whole = inner.single
    logs = [] if whole is None else [a for a, e in whole[1] if a.kind == FORMAL and e == 1]
    if whole is None or len(logs) != 1:
        raise NoForm("no expression for a formal logarithm")
    n = monomial_form(tuple(pair for pair in whole[1] if pair[0] != logs[0]), whole[0])
    return Power(expression(logs[0].data[0]), expression(n))


def atom_expression(a: Atom) -> Expr:
    """One atom as an expression."""
    if a.kind == "name":
        return Name(a.data[0])
    if a.kind == "pi":
        return PI
    if a.kind == "root":
        return Number(int(a.data[0]))
    if a.kind in ("table", "function"):
        return Apply(a.data[0], tuple(Arg(role, expression(f)) for role, f in a.data[1]))
    if a.kind == "entry":
        head, outcome, given = a.data[0].split("|")
        values = {role: Arg(role, expression(f)) for role, f in a.data[1]}
        groups = [tuple(values[r] for r in part.split(".") if r) for part in (outcome, given)]
        return Apply(head, groups[0], groups[1])
    if a.kind == "exp" and is_formal(a):
        return _whole_power(a.data[0])
    if a.kind == "parity":
        return Power(Number(-1), expression(a.data[0]))
    if a.kind in ("log", "exp"):
        return Call(a.kind, (expression(a.data[0]),))
    if a.kind == "poly":
        return expression(a.data[0])
    if a.kind == "call":
        if a.data[0] == "power":
            return Power(expression(a.data[1]), expression(a.data[2]))
        return Call(a.data[0], tuple(expression(f) for f in a.data[1:]))
    if a.kind == "fold":
        body = expression(a.data[2])
        top = int(a.data[3])
        for i, (kind, role, lower, upper) in reversed(list(enumerate(a.data[1]))):
            name = f"#{top - len(a.data[1]) + i + 1}"
            ends = [None if x is None else expression(x) for x in (lower, upper)]
            body = Fold(a.data[0], name, Domain(kind, role, ends[0], ends[1]), body)
        return body
    raise NoForm(f"no expression for {a.kind}")
