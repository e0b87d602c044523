"""Completed squares: a t^2 + b t + c = a (t + b/(2a))^2 + (4 a c - b^2) / (4 a).

Law: `completed(f)` yields pairs (a, 4 a c - b^2) for the atoms t in which f is of the second degree; where a > 0 and
the second is not negative (positive), f is not negative (positive) whatever t is.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from hw3verify.kernel.form import NOTHING, Atom, Form, monomial_form

MOST_TERMS = 14


def completed(f: Form) -> Iterator[tuple[Form, Form]]:
    """(leading coefficient, minus the discriminant) for every atom in which the form is of the second degree."""
    if len(f.terms) > MOST_TERMS:
        return
    for t in dict.fromkeys(a for m in f.terms for a, e in m if e == 2):
        parts = _coefficients(f, t)
        if parts is not None:
            c, b, a = parts
            yield a, (a * c).scale(fmpq(4)) - b * b


def _coefficients(f: Form, t: Atom) -> list[Form] | None:
    parts = [NOTHING, NOTHING, NOTHING]
    for m, c in f.terms.items():
        degree = next((e for a, e in m if a == t), 0)
        if not isinstance(degree, int) or not 0 <= degree <= 2:
            return None
        rest = tuple(pair for pair in m if pair[0] != t)
        if any(t.key in a.key for a, _ in rest):
            return None
        parts[degree] = parts[degree] + monomial_form(rest, c)
    return parts
