"""What compiled loops calculate with: a product and a sum with one rounding, and the bits of numbers."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from struct import pack, unpack


def fused(a: float, b: float, c: float) -> float:
    """a b + c, rounded once: the processor's instruction when compiled, rational arithmetic here."""
    if isfinite(a) and isfinite(b) and isfinite(c):
        return float(Fraction(a) * Fraction(b) + Fraction(c))
    return a * b + c


def bits(x: float) -> int:
    """The sixty-four bits of a number, as an integer."""
    value: int = unpack("<q", pack("<d", x))[0]
    return value


def number(x: int) -> float:
    """The number that has these bits."""
    value: float = unpack("<d", pack("<q", x))[0]
    return value
