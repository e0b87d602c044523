"""Powers with whole exponents of bases whose sign is not known: a^n a = a^(n+1), (-1)^(n+2) = (-1)^n.

    parity(n)          (-1)^n for a whole n; exponents count modulo 2, and so do the coefficients of n
    exp(n ilog(a))     a^n for a whole n; `ilog(a)` stands inside exponentials only, and only with whole factors

Law: exp(n u) with a formal logarithm u of a is a^n. The laws of exponentials that add, split and multiply exponents
hold for it wherever both sides have a value, a = 0 (with 0^0 = 1) and a < 0 included; it is not known to be positive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import log_of_number
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Exponent, Form, Monomial, atom_form, monomial_form
from hw3verify.kernel.rational import factor, reduce

if TYPE_CHECKING:
    from hw3verify.kernel.logs import Logs

FORMAL = "ilog"
MINUS_ONE = Atom(FORMAL, (-UNIT,), frozenset())  # its exponentials are parities


def is_formal(a: Atom) -> bool:
    """Is the exponential one of a formal logarithm?"""
    return f"{FORMAL}(" in a.key


def is_whole(rules: Logs, f: Form) -> bool:
    """Is the form a polynomial in whole numbers with whole coefficients?"""
    return all(
        c.q == 1 and all(isinstance(e, int) and e > 0 and a.kind == "name" and rules.whole(a.data[0]) for a, e in m)
        for m, c in f.terms.items()
    )


def parity(f: Form) -> Form:
    """(-1)^f for a whole f; n^2 is as odd as n."""
    odd: dict[Monomial, None] = {}
    sign = 1
    for m, c in f.terms.items():
        if c.p % 2 == 0:
            continue
        plain = tuple((a, 1) for a, _ in m)
        if not plain:
            sign = -sign
        elif plain in odd:
            del odd[plain]
        else:
            odd[plain] = None
    result = UNIT.scale(fmpq(sign))
    for m in odd:
        inner = monomial_form(m)
        result = result * atom_form(Atom("parity", (inner,), inner.names))
    return result


def formal_log(rules: Logs, base: Form) -> Form | None:
    """A logarithm of the base as far as whole exponents can tell; None for zero and for roots of what has no sign."""
    base = reduce(base)
    if not base.terms:
        return None
    c, m, pieces = factor(base)
    total = log_of_number(abs(c))
    if c < 0:
        total = total + atom_form(MINUS_ONE)
    parts: list[tuple[Form, Exponent]] = [*pieces]
    for a, e in m:
        if rules.signs.atom(a):
            total = total + rules.log(atom_form(a)).scale(fmpq(e))
        elif a.kind == "poly" and isinstance(e, int):
            parts.append((a.data[0], e))
        elif a.kind == "exp":
            total = total + a.data[0].scale(fmpq(e))
        elif a.kind == "parity":
            total = total + atom_form(MINUS_ONE) * a.data[0]
        elif isinstance(e, int):
            parts.append((atom_form(a), e))
        else:
            return None
    for piece, e in parts:
        total = total + _of_piece(rules, piece).scale(fmpq(e))
    return total


def _of_piece(rules: Logs, piece: Form) -> Form:
    if rules.signs.positive(piece):
        return rules.log(piece)
    if rules.signs.positive(-piece):
        return rules.log(-piece) + atom_form(MINUS_ONE)
    return atom_form(Atom(FORMAL, (piece,), piece.names))


def exponential(m: Monomial, c: fmpq) -> Form | None:
    """exp(c m) where m holds the formal logarithm of -1; None for any other monomial."""
    rest = tuple(pair for pair in m if pair != (MINUS_ONE, 1))
    if len(rest) == len(m):
        return None
    return parity(monomial_form(rest, c)) if rest else parity(UNIT.scale(c))


def nothing(f: Form) -> bool:
    """Is no formal logarithm left outside of the exponentials?"""
    return f == NOTHING or not any(a.kind == FORMAL for m in f.terms for a, _ in m)
