"""What a claim supposes by being written: its logarithms, quotients and ranges have values.

A proof says that the claim holds wherever both sides have a value. So what stands under a logarithm is positive there,
what is divided by is not zero, and an index runs from a whole number to a whole number. What stands under a binder is
left alone, unless it is free of the bound variable and the range has members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.kernel.apart import learn_apart
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.rational import reduce
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import (
    INFINITY,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Sum,
    children,
    free_names,
)
from hw3verify.meaning.shape import MARK, named

if TYPE_CHECKING:
    from hw3verify.kernel.normal import Normal


def learn_written(normal: Normal, *sides: Expr) -> None:
    """Teach the normal forms what these sides suppose."""
    stack = [(side, frozenset[str]()) for side in sides]
    while stack:
        e, bound = stack.pop()
        if isinstance(e, Derivative):
            continue  # the derivative may exist where its body does not
        if isinstance(e, Fold):
            if e.domain.kind == "index":
                _learn_whole(normal, e.domain.lower, e.domain.upper)
            if e.domain.kind != "space":
                continue  # a range may be empty
            bound = bound | {e.var}
        elif isinstance(e, Call) and e.fn == "log" and not free_names(e.args[0]) & bound:
            normal.learn(Relation(e.args[0], ">", Number(0)))
        elif isinstance(e, Call) and e.fn[:1] == MARK and not free_names(e.args[0]) & bound:
            _learn_inside(normal, e)
        elif isinstance(e, Power) and isinstance(e.exponent, Number) and e.exponent.value < 0:
            if not free_names(e.base) & bound:
                _learn_apart(normal, e.base)
        stack.extend((c, bound) for c in children(e))


def _learn_inside(normal: Normal, e: Call) -> None:
    """Where a function of a stated shape is written, it has a value: its argument lies in its domain."""
    found = named(e.fn)
    shape = None if found is None else normal.facts.shape_of(found[0])
    if found is None or shape is None or found[1]:
        return
    if shape.domain == "positive":
        normal.learn(Relation(e.args[0], ">", Number(0)))
    try:
        normal.rules.written.add((shape.head, reduce(normal.form(e.args[0])).key))
    except (NoForm, TooLarge):
        return


def _learn_whole(normal: Normal, *ends: Expr | None) -> None:
    """n + 1 is whole only if n is."""
    for end in ends:
        terms = end.terms if isinstance(end, Sum) else (end,)
        names = [t for t in terms if isinstance(t, Name)]
        whole = [t for t in terms if isinstance(t, Number) and t.value.denominator == 1]
        if len(names) == 1 and len(names) + len(whole) == len(terms) and names[0] != INFINITY:
            if not normal.rules.whole(names[0].id):
                normal.rules.counted.add(names[0].id)
                normal.forget()


def _learn_apart(normal: Normal, e: Expr) -> None:
    try:
        learn_apart(normal.signs, normal.form(e))
    except (NoForm, TooLarge):
        return
    normal.forget()
