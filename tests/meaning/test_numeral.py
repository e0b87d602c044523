"""Exact numbers as text."""

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.meaning.numeral import from_text, to_float, to_text
from hw3verify.meaning.value import Ball, Infinite, LogLinear, Undefined

part = st.fractions(min_value=-20, max_value=20, max_denominator=30).map(lambda f: fmpq(f.numerator, f.denominator))


@given(part, part, part)
def test_text_is_read_back(a: fmpq, b: fmpq, c: fmpq) -> None:
    """Printing and reading gives the same exact number."""
    value = LogLinear(a, tuple((p, w) for p, w in ((2, b), (7, c)) if w != 0))
    assert from_text(to_text(value)) == value


def test_how_numbers_look() -> None:
    """Fractions, logarithms and special values print as a reader would write them."""
    assert to_text(LogLinear(fmpq(1, 2), ((2, fmpq(3)), (5, fmpq(-1))))) == "1/2 + 3 log 2 - log 5"
    assert to_text(LogLinear(fmpq(0), ((3, fmpq(-1, 2)),))) == "- 1/2 log 3"
    assert to_text(Infinite(-1)) == "-infinity"
    assert to_text(Undefined()) == "undefined"
    assert to_text(Ball(arb(2).sqrt())).startswith("1.41421356237")
    assert to_float(Infinite(1)) == float("inf")


@pytest.mark.parametrize("text", ["1.5...", "log", "log 4", "2 log 2 + log 2", "x", "1/0", "infinity", "9" * 20000])
def test_anything_else_is_refused(text: str) -> None:
    """What no exact number prints as is an error, never a guess."""
    with pytest.raises((ValueError, ZeroDivisionError)):
        from_text(text)
