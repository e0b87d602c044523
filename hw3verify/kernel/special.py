"""Functions beside log and exp: the error function, the arctangent and the gamma function, as forms.

    erf(-u) = -erf(u), erf(0) = 0;  arctan(-u) = -arctan(u), and its values at 0, 1, 1/sqrt 3, sqrt 3
    (n + 1)! = (n + 1) n!
    Gamma(s + 1) = s Gamma(s), Gamma(1) = 1, Gamma(1/2) = sqrt pi

Law: `special` has the value of the function wherever that exists; None for a function that is not known here.
"""

from __future__ import annotations

from math import factorial

from flint import fmpq

from hw3verify.kernel.atoms import PI, call
from hw3verify.kernel.form import NOTHING, UNIT, Form, atom_form, number
from hw3verify.kernel.rational import power

MOST_SHIFT = 40
ODD = ("erf", "arctan")


def special(fn: str, u: Form) -> Form | None:
    """The function at a form."""
    if fn in ODD:
        return _odd(fn, u)
    if fn == "factorial":
        return _factorial(u)
    return _gamma(u) if fn == "gamma" else None


def _odd(fn: str, u: Form) -> Form:
    if not u.terms:
        return NOTHING
    if -u.terms[min(u.terms, key=lambda m: (len(m), str(m)))] > 0:
        return -_odd(fn, -u)
    if fn == "arctan":
        square = (u * u).constant
        turn = {1: fmpq(1, 4), 3: fmpq(1, 3), fmpq(1, 3): fmpq(1, 6)}
        for value, part in turn.items():
            if square is not None and square == value:
                return atom_form(PI).scale(part)
    return call((fn, u))


def _factorial(n: Form) -> Form:
    """(n + 1)! = (n + 1) n!, (n - 1)! = n!/n: the constant in n is brought to 0."""
    shift = n.terms.get((), fmpq(0))
    if shift.q != 1 or abs(shift.p) > MOST_SHIFT:
        return call(("factorial", n))
    whole = int(shift.p)
    base = n - number(whole)
    if not base.terms:
        return number(fmpq(factorial(whole))) if whole >= 0 else call(("factorial", n))
    result = call(("factorial", base))
    for k in range(whole):
        result = result * (base + number(k + 1))
    for k in range(-whole):
        result = result * power(base - number(k), -1)
    return result


def _gamma(s: Form) -> Form:
    """The constant in s is brought between 0 and 1."""
    shift = s.terms.get((), fmpq(0))
    whole = int(shift.ceil()) - 1
    if s.constant is not None and s.constant <= 0:
        return call(("gamma", s))
    if abs(whole) > MOST_SHIFT:
        return call(("gamma", s))
    base = s - number(whole)
    factor = UNIT
    for k in range(whole):  # Gamma(b + n) = b (b + 1) ... (b + n - 1) Gamma(b)
        factor = factor * (base + number(k))
    for k in range(-whole):
        factor = factor * power(base - number(k + 1), -1)
    if base == UNIT:
        return factor
    if base.constant == fmpq(1, 2):
        return factor * atom_form(PI, fmpq(1, 2))
    return factor * call(("gamma", base))
