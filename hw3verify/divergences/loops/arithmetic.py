"""What compiled loops calculate with: a product and a sum with one rounding, and sums whose errors are kept."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite


def fused(a: float, b: float, c: float) -> float:
    """a b + c, rounded once: the processor's instruction when compiled, rational arithmetic here."""
    if isfinite(a) and isfinite(b) and isfinite(c):
        return float(Fraction(a) * Fraction(b) + Fraction(c))
    return a * b + c
