"""The degree of an expression in one vector: how far the moments of that vector go.

Law: if `degree(e, x)` is n, every entry of e is a polynomial in the entries of x of degree at most n, with coefficients
that do not depend on x; what is no such polynomial for certain raises `CannotEvaluate`.
"""

from __future__ import annotations

from hw3verify.meaning.matrix import Array, free_names
from hw3verify.meaning.value import CannotEvaluate

LINEAR = ("transpose", "trace", "diagonal", "entries", "component", "vector", "sum")


def degree(e: Array, variable: str) -> int:
    """The degree, or `CannotEvaluate`."""
    if variable not in free_names(e):
        return 0
    if e.op == "name":
        return 1
    if e.op in LINEAR:
        return degree(e.args[0], variable)
    if e.op in ("add", "table"):
        return max(degree(a, variable) for a in e.args)
    if e.op in ("times", "hadamard"):
        return sum(degree(a, variable) for a in e.args)
    exponent = e.args[1] if e.op in ("power", "each") and len(e.args) > 1 else None
    if exponent is not None and exponent.op == "number" and exponent.data.denominator == 1 and exponent.data >= 0:
        return int(exponent.data) * degree(e.args[0], variable)
    raise CannotEvaluate("no polynomial in what the expectation is over")
