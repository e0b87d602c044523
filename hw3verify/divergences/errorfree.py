"""Error-free transformations: sums and products as a pair (rounded value, exact error), and arithmetic on such pairs.

A pair `(hi, lo)` stands for the unevaluated sum hi + lo with |lo| at most half a unit of hi: about 106 bits.
Everything here is written with `+ - * /` alone, so it runs on floats and on the arrays of every namespace, and
automatic differentiation through it gives the derivatives of the exact result (each error term has derivative zero,
formally). The arithmetic must be IEEE binary64 with rounding to nearest; products that over- or underflow lose their
error term, so callers scale first.

Sources: Dekker 1971 (split, product), Knuth TAOCP 4.2.2 (sum), Joldes, Muller and Popescu 2017 (pair arithmetic and
its bounds)."""

from __future__ import annotations

from typing import Any

SPLITTER = 134217729.0
"""2^27 + 1: what Dekker multiplies by to cut 53 bits into 26 and 26."""

Pair = tuple[Any, Any]


def two_sum(a: Any, b: Any) -> Pair:
    """a + b exactly, as (rounded sum, error). Any order of magnitude; fails only by overflow."""
    total = a + b
    virtual = total - a
    return total, (a - (total - virtual)) + (b - virtual)


def fast_two_sum(a: Any, b: Any) -> Pair:
    """a + b exactly, as (rounded sum, error), if |a| >= |b| or a = 0."""
    total = a + b
    return total, b - (total - a)


def split(a: Any) -> Pair:
    """a exactly as a sum of two numbers of at most 26 bits each; |a| below 2^996."""
    scaled = SPLITTER * a
    high = scaled - (scaled - a)
    return high, a - high


def two_product(a: Any, b: Any) -> Pair:
    """a * b exactly, as (rounded product, error), without fused operations.

    Exact when |a|, |b| < 2^996, the product is below 2^1021, and its error is not subnormal (product zero or above
    2^-968)."""
    return split_product(a, split(b), b)


def split_product(a: Any, parts: Pair, b: Any) -> Pair:
    """a * b as `two_product`, where `parts` is split(b) already: one number against many."""
    product = a * b
    high, low = split(a)
    other_high, other_low = parts
    return product, ((high * other_high - product) + high * other_low + low * other_high) + low * other_low


def add(a: Pair, b: Pair) -> Pair:
    """The sum of two pairs; relative error below 2^-104 when the terms have one sign, absolute 2^-105 (|a| + |b|)
    else."""
    total, error = two_sum(a[0], b[0])
    low, low_error = two_sum(a[1], b[1])
    total, error = fast_two_sum(total, error + low)
    return fast_two_sum(total, error + low_error)


def multiply(a: Pair, b: Pair) -> Pair:
    """The product of two pairs; relative error below 2^-102."""
    product, error = two_product(a[0], b[0])
    return fast_two_sum(product, error + (a[0] * b[1] + a[1] * b[0]))


def divide(a: Pair, b: Pair) -> Pair:
    """The quotient of two pairs; relative error below 2^-101, and exactly (1, 0) when the pairs are equal.

    The quotient of the leading parts is corrected by the remainder, which is formed without rounding error.
    """
    quotient = a[0] / b[0]
    product, error = two_product(quotient, b[0])
    remainder = (a[0] - product) - error + a[1] - quotient * b[1]
    return fast_two_sum(quotient, remainder / b[0])
