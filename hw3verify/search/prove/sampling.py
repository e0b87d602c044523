"""A quick look whether a claim could hold, before a proof is looked for.

The names get values over many magnitudes, densities and functions of one variable values at three points; floats
decide: where a relation fails clearly, looking for a proof is in vain. Law: nothing rests on the answer but the time
that a search takes; what cannot be evaluated in floats is worth a search.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum, free_names, walk

MAGNITUDES = (1.0, 0.3, 3.0, 0.01, 50.0, 0.9, 1e-6, 2.0, 7e3)
SLACK = 1e-9
MOST_NAMES = 6
MOST_SAMPLES = 60
POINTS = 3  # of the space of each role

Place = dict[str, float]  # names; `head@k`, the value of a density or function at point k; `@var`, of a bound variable


class _NoValue(ValueError):
    """Not a number here."""


def fails_somewhere(claim: Claim) -> bool:
    """Is the claim clearly false at one of the places that are tried?"""
    says = claim.says
    names = sorted(free_names(says.left) | free_names(says.right))
    nodes = [n for side in (says.left, says.right) for n in walk(side)]
    heads = sorted({n.head for n in nodes if isinstance(n, Apply)})
    if claim.premises or says.op not in ("<=", ">=", "<", ">") or not names + heads or len(names) > MOST_NAMES:
        return False
    if not heads and any(isinstance(n, Fold) for n in nodes):
        return False
    for at in _places(names, heads, claim.facts):
        try:
            if not all(_holds(r, at) for r in claim.facts.assumptions):
                continue
            left, right = _value(says.left, at), _value(says.right, at)
        except (_NoValue, ArithmeticError, ValueError):
            continue
        if says.op in (">=", ">"):
            left, right = right, left
        if left > right + SLACK * (1 + abs(left) + abs(right)):
            return True
    return False


def _places(names: list[str], heads: list[str], facts: Facts) -> Iterator[Place]:
    """Values for the names: magnitudes that go through one another in different steps; chance for the others."""
    count, chance = len(MAGNITUDES), random.Random(len(names) + 7 * len(heads))  # noqa: S311
    for k in range(MOST_SAMPLES):
        at: Place = {}
        for j, name in enumerate(names):
            step = k if j == 0 else k // count + k * (j + 1) if j > 1 else k + k // count
            at[name] = _number(name, MAGNITUDES[step % count], k + j, facts)
        for j, head in enumerate(heads):
            values = [math.exp(chance.gauss(0, (0.3, 1, 3)[k % 3])) for _ in range(POINTS)]
            if head in facts.densities:
                total = math.fsum(values)
                values = [v / total for v in values]
            else:
                values = [_number(head, v, k + j + i, facts) for i, v in enumerate(values)]
            at.update({f"{head}@{i}": v for i, v in enumerate(values)})
        yield at


def _number(name: str, size: float, turn: int, facts: Facts) -> float:
    """A value of this size, as the facts allow it for the name."""
    if name in facts.unit:
        return size / (1 + size)
    if name in facts.binary:
        return float(turn % 2)
    return size if name in facts.positive or turn % 2 == 0 else -size


def _holds(r: Relation, at: Place) -> bool:
    left, right = _value(r.left, at), _value(r.right, at)
    return {"<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right}.get(r.op, False)


def _value(e: Expr, at: Place) -> float:
    if isinstance(e, Number):
        return float(e.value)
    if isinstance(e, Name):
        if e.id not in at:
            raise _NoValue
        return at[e.id]
    if isinstance(e, Sum):
        return math.fsum(_value(t, at) for t in e.terms)
    if isinstance(e, Product):
        return math.prod(_value(f, at) for f in e.factors)
    if isinstance(e, Power):
        return math.pow(_value(e.base, at), _value(e.exponent, at))
    if isinstance(e, Fold) and e.op == "sum" and e.domain.kind == "space":
        return math.fsum(_value(e.body, {**at, f"@{e.var}": k}) for k in range(POINTS))
    if isinstance(e, Apply) and len(e.args) == 1 and not e.given and isinstance(e.args[0].value, Name):
        point = at.get(f"@{e.args[0].value.id}")
        if point is not None:
            return at[f"{e.head}@{int(point)}"]
    if isinstance(e, Call) and e.fn in _FUNCTIONS:
        return float(_FUNCTIONS[e.fn](*(_value(a, at) for a in e.args)))
    raise _NoValue


_FUNCTIONS: dict[str, Callable[..., float]] = {"log": math.log, "exp": math.exp, "abs": abs, "max": max, "min": min}
