"""One small table against another, in plain Python: a call of numpy costs more than the arithmetic of ten outcomes.

The same formulas as in `rows` and `kernels`, on floats: exact masses (`math.fsum`), q r with its error, terms that
are not negative, exact sums. Tables that are nearly equal or disjoint, badly scaled or no tables give None and go the
general way."""

from __future__ import annotations

from math import atanh, fsum, log, log1p

from hw3verify.divergences.errorfree import SPLITTER
from hw3verify.divergences.kernels import ATANH_ABOVE, ATANH_BELOW, NEAR

LONGEST = 32
"""From here on numpy is as fast."""

_SMALL = 2.0**-40
_HIGH = log(2) * (1 - 2.0**-45)
_ABOVE = ATANH_ABOVE[::-1]
_BELOW = ATANH_BELOW[::-1]


def _mass(x: list[float]) -> float:
    """The rounded mass of a table of moderate numbers, or 0."""
    return fsum(x) if min(x) >= 0 and 1e-9 < max(x) < 1e90 else 0.0


def _scaled(p: list[float], q: list[float], mass: float, other: float) -> tuple[list[float], list[float]]:
    """q r and p - q r for r = mass/other, the differences without rounding but their own."""
    if abs(mass - other) <= 2.0**-53 * mass:
        return q, [a - b for a, b in zip(p, q, strict=True)]
    ratio = mass / other
    cut = SPLITTER * ratio
    high = cut - (cut - ratio)
    low = ratio - high
    cut = SPLITTER * other
    other_high = cut - (cut - other)
    other_low = other - other_high
    product = ratio * other
    error = ((high * other_high - product) + high * other_low + low * other_high) + low * other_low
    # the masses to twice the digits: what their rounding left
    rest = ((mass - product) - error + fsum([*p, -mass]) - ratio * fsum([*q, -other])) / other
    scaled, differences = [], []
    for a, b in zip(p, q, strict=True):
        product = b * ratio
        cut = SPLITTER * b
        top = cut - (cut - b)
        bottom = b - top
        error = ((top * high - product) + top * low + bottom * high) + bottom * low + b * rest
        scaled.append(product)
        differences.append((a - product) - error)
    return scaled, differences


def relative_entropy(p: list[float], q: list[float]) -> float | None:
    """KL(p || q), or None."""
    mass, other = _mass(p), _mass(q)
    if not (mass and other):
        return None
    scaled, differences = _scaled(p, q, mass, other)
    terms = []
    for a, b, n in zip(p, scaled, differences, strict=True):
        both = a + b
        if not both:
            continue
        s = n / both
        if -NEAR <= s <= NEAR:
            z = s * s
            w = 1.0 - z
            above = below = 0.0
            for c in _ABOVE:
                above = above * w + c
            for c in _BELOW:
                below = below * w + c
            terms.append(s * (n + 2.0 * a * (z * (z * (above / below) + 0.3333333333333333))))
        elif a < 1e-200 or b < 1e-200:
            return None
        else:
            terms.append(a * log(a / b) - n)
    value = fsum(terms) / mass
    return value if value > _SMALL else None


def jensen_shannon(p: list[float], q: list[float]) -> float | None:
    """The Jensen-Shannon divergence, or None.

    With h(s) = log(1 - s^2) + 2 s atanh s, whose parts cancel by a third at most.
    """
    mass, other = _mass(p), _mass(q)
    if not (mass and other):
        return None
    scaled, differences = _scaled(p, q, mass, other)
    terms = []
    for a, b, n in zip(p, scaled, differences, strict=True):
        both = a + b
        if not both:
            continue
        s = n / both
        if -NEAR <= s <= NEAR:
            terms.append(both * (log1p(-s * s) + 2.0 * s * atanh(s)))
        else:
            first = a * log(2.0 * a / both) if a > 1e-200 else 0.0
            terms.append(2.0 * (first + (b * log(2.0 * b / both) if b > 1e-200 else 0.0)))
    value = fsum(terms) / (4.0 * mass)
    return value if _SMALL < value < _HIGH else None
