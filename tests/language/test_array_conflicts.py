"""Contradicting facts about matrices prove nothing."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        ("Let $S$ be a positive definite matrix and $S=-I$.", "\\mathrm{tr}(S) < 0"),
        ("Let $Q$ be an orthogonal matrix and $Q=2I$.", "Q^\\top Q = 4I"),
        ("Let $x\\in\\mathbb R^d$ with $\\|x\\|=1$ and $x=0$.", "x^\\top x = 0"),
    ],
)
def test_a_multiple_of_the_identity_without_a_stated_property_is_nothing(fact: str, line: str) -> None:
    """-I is not positive definite, 2I is not orthogonal, 0 is no unit vector."""
    assert hw3verify.check(f"{fact}\n\n$${line} \\tag{{1}}$$").links[0].verdict == "undecided"


def test_a_multiple_of_the_identity_with_the_property_is_used() -> None:
    """2I is positive definite and has the trace 2n."""
    fact = "Let $S\\in\\mathbb R^{n\\times n}$ be a positive definite matrix and $S=2I$."
    text = fact + "\n\n$$\\mathrm{tr}(S) = 2n \\tag{1}$$"
    assert hw3verify.check(text).links[0].verdict == "proved"
