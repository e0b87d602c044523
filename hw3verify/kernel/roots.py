"""Square roots among expressions, however their exponent is written, and squares without them."""

from __future__ import annotations

from fractions import Fraction

from hw3verify.meaning.expr import Expr, Number, Power, Product

HALF, TWO = Fraction(1, 2), Number(2)


def is_root(e: Expr) -> bool:
    """Is the expression u^(1/2)?"""
    return isinstance(e, Power) and _number(e.exponent) == HALF


def is_never_negative(e: Expr) -> bool:
    """A root, or one times numbers that are not negative: never negative where it has a value."""
    if isinstance(e, Product):
        return all(f.value >= 0 if isinstance(f, Number) else is_never_negative(f) for f in e.factors)
    return is_root(e)


def squared(e: Expr) -> Expr:
    """e^2, where the square of a root (which has a value) is what stands under it."""
    if isinstance(e, Power) and is_root(e):
        return e.base
    if isinstance(e, Number):
        return Number(e.value**2)
    return Product(tuple(map(squared, e.factors))) if isinstance(e, Product) else Power(e, TWO)


def _number(e: Expr) -> Fraction | None:
    """The value of an exponent that is written with numbers alone."""
    if isinstance(e, Number):
        return e.value
    if isinstance(e, Product):
        value = Fraction(1)
        for f in e.factors:
            one = _number(f)
            if one is None:
                return None
            value *= one
        return value
    if isinstance(e, Power) and e.exponent == Number(-1):
        base = _number(e.base)
        return 1 / base if base else None
    return None
