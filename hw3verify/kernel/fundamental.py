"""The fundamental theorem: an integral is the difference of an antiderivative at the ends of its range.

Law: if F' = f on the open range, F is differentiable there, and F has limits at the ends, then the integral of f over
the range exists and is the difference of the limits, also where f has no value at an end or the range has no end.
Where F comes from does not matter: it is differentiated again here, and everything under a logarithm, a root or a
fraction bar in it must have a known sign inside the range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.kernel.antiderivative import antiderivatives
from hw3verify.kernel.atoms import name_atom
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import Form, NoForm, TooLarge, atom_form
from hw3verify.kernel.limit import limit
from hw3verify.kernel.zero import is_zero

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules


def between(rules: Rules, var: str, lower: Form | None, upper: Form | None, f: Form) -> Form | None:
    """The integral of f over the range (None: without end), where what is known of `var` in the range is known to the
    signs; None if no antiderivative is found or its limits are not certain."""
    if not _ordered(rules, lower, upper):
        return None
    try:
        whole = antiderivatives(rules, var, f)
        if whole is None or not is_antiderivative(rules, var, whole, f):
            return None
        top, bottom = limit(rules, whole, var, upper, -1 if upper is not None else 1), None
        if top is not None:
            bottom = limit(rules, whole, var, lower, 1 if lower is not None else -1)
    except (NoForm, TooLarge, ValueError):
        return None
    if top is None or bottom is None:
        return None
    rules.trace.add("fundamental theorem")
    return top - bottom


def _ordered(rules: Rules, lower: Form | None, upper: Form | None) -> bool:
    return lower is None or upper is None or rules.signs.nonnegative(upper - lower)


def is_antiderivative(rules: Rules, var: str, whole: Form, f: Form) -> bool:
    """Is F' = f, and is F differentiable wherever the variable may stand?"""
    held = set(rules.trace)
    same = is_zero(derive(rules, whole, name_atom(var)) - f)
    rules.trace.intersection_update(held)
    return same and smooth(rules, whole, var)


def smooth(rules: Rules, f: Form, var: str) -> bool:
    """Is the form differentiable: do all roots, fractions and logarithms stand over something of a known sign?"""
    for m in f.terms:
        for a, e in m:
            if var not in a.names:
                continue
            if a.kind == "name":
                inside = True
            elif a.kind in ("poly", "exp"):
                inside = smooth(rules, a.data[0], var)
            elif a.kind == "log":
                inside = rules.signs.positive(a.data[0]) and smooth(rules, a.data[0], var)
            elif a.kind == "call" and a.data[0] in ("erf", "arctan"):
                inside = smooth(rules, a.data[1], var)
            else:
                return False
            if not inside:
                return False
            if isinstance(e, int) and e > 0:
                continue
            base = atom_form(a) if a.kind != "poly" else a.data[0]
            if not rules.signs.positive(base) and not (isinstance(e, int) and rules.signs.positive(-base)):
                return False
    return True
