"""How the hunts write: numbers as LaTeX, and the lines of a document with their labels."""

from __future__ import annotations

from fractions import Fraction

Label = str
Lines = tuple[str, list[tuple[str, Label]]]  # the prose before, and formulas with their labels


def fraction(f: Fraction) -> str:
    """A number as LaTeX."""
    if f.denominator == 1:
        return str(f.numerator)
    sign = "-" if f < 0 else ""
    return f"{sign}\\frac{{{abs(f.numerator)}}}{{{f.denominator}}}"
