"""Known functions of values, and relations between values.

`applied(fn, values)` is the value of log, exp, abs, sign, max, min, factorial, gamma, digamma and of the indicators
`le` and `lt`; `holds(op, left, right)` says whether a relation is true. Law: what is not certain is None or refused,
never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.meaning.expr import Call, Expr, walk
from hw3verify.meaning.power import arctan, digamma, erf, exp, factorial, gamma, log
from hw3verify.meaning.value import ONE, ZERO, CannotEvaluate, Value, absolute, compare, extreme, sign

_OF_ONE = {"log": log, "exp": exp, "abs": absolute, "sign": sign, "factorial": factorial, "gamma": gamma, "erf": erf,
           "arctan": arctan, "digamma": digamma}  # fmt: skip


def holds(op: str, left: Value, right: Value) -> bool | None:
    """Is `left op right` true? None when that is not certain."""
    order = compare(left, right)
    if order is None:
        return None
    return {"=": order == 0, "<=": order <= 0, ">=": order >= 0, "<": order < 0, ">": order > 0, "!=": order != 0}[op]


def applied(fn: str, values: Sequence[Value]) -> Value:
    """The function at values that all exist."""
    if fn in ("max", "min") and values:
        return extreme(values, 1 if fn == "max" else -1)
    if fn in ("le", "lt") and len(values) == 2:
        found = holds("<=" if fn == "le" else "<", values[0], values[1])
        if found is None:
            raise CannotEvaluate("an indicator that is not decided")
        return ONE if found else ZERO
    one = _OF_ONE.get(fn)
    if one is None or len(values) != 1:
        raise CannotEvaluate(f"{fn} is not known here")
    return one(values[0])


def decays(vanishing: Sequence[Expr], growing: Sequence[Expr]) -> bool:
    """Does an exponential of a polynomial vanish against mere powers, as x e^{-x} does (and x e^{-log x} does not)?"""
    if any(isinstance(n, Call) for f in growing for n in walk(f)):
        return False
    calls = [[n for n in walk(f) if isinstance(n, Call)] for f in vanishing]
    return any(len(found) == 1 and found[0].fn == "exp" for found in calls)
