"""Capitals that may be matrices."""

import pytest

import hw3verify


@pytest.mark.parametrize("formula", ["AB = BA", "(A-B)(A+B) = A^2-B^2", "(AB)^{-1} = A^{-1}B^{-1}", "ABA - A^2B = 0"])
def test_what_only_commuting_capitals_satisfy_is_not_proved(formula: str) -> None:
    """These hold of numbers, and fail for A = [[0,1],[0,0]] and its transpose, or for I + A and its transpose."""
    assert hw3verify.check(f"$${formula} \\tag{{1}}$$").links[0].verdict == "undecided"


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("A+B = B+A", "proved"),
        ("AB = 2BA", "refuted"),
        ("\\frac{AB}{B} = A", "proved"),
        ("AB \\le \\frac{A^2+B^2}{2}", "proved"),
    ],
)
def test_what_speaks_of_numbers_is_judged(formula: str, verdict: str) -> None:
    """Sums commute, 1 = 2 fails for matrices of one row, and an order is one of numbers, as is a quotient."""
    assert hw3verify.check(f"$${formula} \\tag{{1}}$$").links[0].verdict == verdict


def test_capitals_that_are_said_to_be_numbers_commute() -> None:
    """A sign or a value says that a capital is a number."""
    text = "Let $A>0$ and $B=2C$ with $C>0$.\n\n$$AB = BA \\tag{1}$$"
    assert hw3verify.check(text).links[0].verdict == "proved"
