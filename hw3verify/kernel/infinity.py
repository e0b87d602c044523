"""Infinity as an end of a range, and the sides from which the point of a limit is approached."""

from __future__ import annotations

from collections.abc import Callable

from hw3verify.kernel.form import Form, NoForm
from hw3verify.meaning.expr import INFINITY, Expr, Fold, Number, Product


def is_infinite(e: Expr, sign: int) -> bool:
    """Is this infinity with the sign?"""
    if isinstance(e, Product) and len(e.factors) == 2 and isinstance(e.factors[0], Number):
        return e.factors[0].value * sign > 0 and is_infinite(e.factors[1], 1)
    return sign > 0 and e == INFINITY


def sides_of(form: Callable[[Expr], Form], e: Fold) -> tuple[Form | None, tuple[int, ...]]:
    """The point of a limit, None for infinity, and the sides from which it is approached: 1 from above, -1 from below.

    Infinity is approached on the side that its sign gives.
    """
    at = e.domain.lower
    if at is None or e.domain.upper is not None:
        raise NoForm("a limit without its point")
    ends = tuple(way for way in (1, -1) if is_infinite(at, way))
    return None if ends else form(at), ends or {"limit+": (1,), "limit-": (-1,)}.get(e.op, (1, -1))
