"""Which functions to put for one of which only the shape is known, when a counterexample is looked for.

For every generator of `kernel.specimen` the free numbers of a g(t) + b t + c are chosen so that the stated values hold:
f(1) = 0 gives c, f'(1) = 0 gives b, f''(1) = 1 gives a. What is left free takes a few small values. The kernel checks
all of it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from hw3verify.kernel.extremum import reduced
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.reduction import NoStep
from hw3verify.kernel.specimen import GENERATORS, slopes
from hw3verify.meaning.claim import Claim, Facts
from hw3verify.meaning.expr import Expr, Number, substitute
from hw3verify.meaning.shape import ANY, Shape

MOST_STEPS = 12
SLANTS = (Fraction(0), Fraction(1), Fraction(-3))
LEVELS = (Fraction(0), Fraction(2), Fraction(-1))

Step = list[Any]


def specimens(claim: Claim) -> Iterator[tuple[list[Step], Claim]]:
    """Steps that put a function for every one of which only the shape is known, with the claim that is left."""
    rows = [list(_of_shape(s)) for s in claim.facts.shapes]
    chosen = zip(*rows, strict=False) if len(rows) > 1 else ((step,) for row in rows for step in row)
    more = product(*(row[:3] for row in rows)) if len(rows) > 1 else iter(())
    done = 0
    for steps in (*islice(chosen, 4 * MOST_STEPS), *islice(more, MOST_STEPS)):
        try:
            rest, _ = reduced(claim, list(steps))
        except (NoStep, NoForm, TooLarge, ArithmeticError, ValueError):
            continue
        done += 1
        yield list(steps), rest
        if done >= MOST_STEPS:
            return


def _of_shape(shape: Shape) -> Iterator[Step]:
    if shape.sign == ANY:
        return
    for turn in range(2):  # every generator plainly first, then at another slant
        for name, g in GENERATORS.items():
            found = _fitted(shape, g.body, turn)
            if found is not None:
                yield ["shaped", shape.head, name, *map(str, found)]


def _fitted(shape: Shape, body: Expr, turn: int) -> tuple[Fraction, Fraction, Fraction] | None:
    """a, b and c by the stated values, and small numbers where nothing is stated."""
    orders = {order: (at, value) for order, at, value in shape.known}
    if len(orders) < len(shape.known):
        return None
    a, b, c = Fraction(shape.sign), SLANTS[turn], LEVELS[turn]
    if 2 in orders:
        at, value = orders[2]
        bent = _value(body, 2, at)
        if not bent:
            return None
        a = value / bent
    if 1 in orders:
        at, value = orders[1]
        slope = _value(body, 1, at)
        if slope is None:
            return None
        b = value - a * slope
    if 0 in orders:
        at, value = orders[0]
        height = _value(body, 0, at)
        if height is None:
            return None
        c = value - a * height - b * at
        if shape.mirrored and at == 1:
            b = c = (value - a * height) / 2
    elif shape.mirrored:
        c = b
    return a, b, c


def _value(body: Expr, order: int, at: Fraction) -> Fraction | None:
    """The value of a derivative at a number, if it is rational."""
    try:
        found = Normal(Facts()).form(substitute(slopes(body, "t", order), {"t": Number(at)})).constant
    except (NoStep, NoForm, TooLarge, ArithmeticError, ValueError):
        return None
    return None if found is None else Fraction(int(found.p), int(found.q))
