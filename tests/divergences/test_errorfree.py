"""Error-free transformations against rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.divergences import errorfree

MODERATE = st.floats(min_value=1e-60, max_value=1e60).flatmap(lambda x: st.sampled_from([x, -x])) | st.just(0.0)
ANY = st.floats(min_value=-1e300, max_value=1e300)


def exactly(pair) -> Fraction:
    return Fraction(pair[0]) + Fraction(pair[1])


@given(ANY, ANY)
def test_sum_is_exact(a, b):
    """two_sum loses nothing, whatever the order of magnitude, and its leading part is the rounded sum."""
    assert exactly(errorfree.two_sum(a, b)) == Fraction(a) + Fraction(b)
    assert errorfree.two_sum(a, b)[0] == a + b


@given(ANY, ANY)
def test_ordered_sum_is_exact(a, b):
    """fast_two_sum loses nothing when the larger number comes first."""
    a, b = sorted((a, b), key=abs, reverse=True)
    assert exactly(errorfree.fast_two_sum(a, b)) == Fraction(a) + Fraction(b)


@given(MODERATE, MODERATE)
def test_product_is_exact(a, b):
    """two_product loses nothing, and its leading part is the rounded product."""
    assert exactly(errorfree.two_product(a, b)) == Fraction(a) * Fraction(b)
    assert errorfree.two_product(a, b)[0] == a * b


@given(ANY.filter(lambda x: abs(x) < 2.0**990))
def test_halves_are_short(a):
    """split cuts a number into two of at most 26 significant bits each."""
    parts = errorfree.split(a)
    assert exactly(parts) == Fraction(a)
    for part in parts:
        numerator = abs(Fraction(part).numerator)
        assert (numerator // (numerator & -numerator) if numerator else 0).bit_length() <= 26


@given(MODERATE, MODERATE, MODERATE, MODERATE)
@pytest.mark.parametrize(
    ("name", "rule", "bits"), [("multiply", Fraction.__mul__, 102), ("divide", Fraction.__truediv__, 101)]
)
def test_pair_arithmetic_has_a_hundred_bits(name, rule, bits, a, b, c, d):
    """Products and quotients of pairs are right to the bound of their docstrings."""
    x, y = errorfree.two_sum(a, b * 2.0**-54 * a), errorfree.two_sum(c, d * 2.0**-54 * c)
    x, y = ((p[0], p[1]) if abs(p[1]) <= abs(p[0]) * 2.0**-53 else (p[0], 0.0) for p in (x, y))
    if name == "divide" and not y[0]:
        return
    expected = rule(exactly(x), exactly(y))
    assert abs(exactly(getattr(errorfree, name)(x, y)) - expected) <= abs(expected) * Fraction(1, 2**bits)


@given(MODERATE, MODERATE)
def test_pair_sum_has_a_hundred_bits(a, b):
    """The sum of two pairs of one sign is right to 2^-104."""
    x, y = errorfree.two_product(abs(a), 1 / 3), errorfree.two_product(abs(b), 1 / 7)
    expected = exactly(x) + exactly(y)
    assert abs(exactly(errorfree.add(x, y)) - expected) <= expected * Fraction(1, 2**104)


@given(MODERATE.filter(bool))
def test_equal_pairs_divide_to_one(a):
    """A pair divided by itself is exactly one."""
    pair = errorfree.two_product(a, 1 / 3)
    assert errorfree.divide(pair, pair) == (1.0, 0.0)
