"""What is other than zero where a claim stands: what has a sign, and what is divided by.

Law: `nonzero(signs, f)` means f != 0 wherever both sides of the claim have a value; a "no" means only that nothing was
found.
"""

from __future__ import annotations

from flint import fmpq

from hw3verify.kernel.form import Form
from hw3verify.kernel.rational import factor, primitive_part
from hw3verify.kernel.signs import Signs


def learn_apart(signs: Signs, f: Form) -> None:
    """The form is divided by: none of its factors is 0 where the claim stands."""
    _, m, pieces = factor(f)
    signs.apart.update(primitive_part(piece)[1] for piece, _ in pieces)
    signs.apart.update(Form({((a, 1),): fmpq(1)}) for a, e in m if isinstance(e, int) and e > 0)


def nonzero(signs: Signs, f: Form) -> bool:
    """Is the form other than 0: is every factor positive, negative or divided by?"""
    if not f.terms:
        return False
    _, m, pieces = factor(f)
    parts = [piece for piece, _ in pieces] + [Form({((a, 1),): fmpq(1)}) for a, _ in m]
    return all(signs.positive(p) or signs.positive(-p) or primitive_part(p)[1] in signs.apart for p in parts)
