"""Cauchy and Schwarz for sums over an index, and what a student makes of it."""

import random

import pytest

import hw3verify

GIVEN = "Let $a_i>0$ and $b_i>0$."
LEFT = r"\left(\sum_{i=1}^n a_ib_i\right)^2"


def _verdict(claim: str) -> str:
    (link,) = hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    "claim",
    [
        rf"{LEFT} \le \sum_{{i=1}}^n a_i^2\sum_{{i=1}}^nb_i^2",
        r"\left(\sum_{i=1}^n a_i\right)\left(\sum_{i=1}^n \frac1{a_i}\right) \ge n^2",
        r"\left(\sum_{i=1}^n \sqrt{a_ib_i}\right)^2 \le \sum_{i=1}^n a_i\sum_{i=1}^nb_i",
    ],
)
def test_products_of_sums_bound_squares_of_sums(claim: str) -> None:
    """The inequality of Cauchy and Schwarz."""
    assert _verdict(claim) == "proved"


@pytest.mark.parametrize(
    "claim",
    [rf"{LEFT} \ge \sum_{{i=1}}^n a_i^2\sum_{{i=1}}^nb_i^2", rf"{LEFT} \le \sum_{{i=1}}^n a_i\sum_{{i=1}}^nb_i"],
)
def test_the_other_direction_and_lost_squares_are_refuted(claim: str) -> None:
    """(1, 2) and (2, 1) break the first, one pair (2, 2) the second."""
    assert _verdict(claim) == "refuted"


def test_the_identity_in_numbers() -> None:
    """A B - C^2 is the sum of (a B - b C)^2 / B, in random numbers of any sign."""
    rng = random.Random(3)
    for _ in range(20):
        a, b = ([rng.gauss(0, 2) for _ in range(4)] for _ in range(2))
        first, second = sum(x * x for x in a), sum(y * y for y in b)
        mixed = sum(x * y for x, y in zip(a, b, strict=True))
        squares = sum((x * second - y * mixed) ** 2 for x, y in zip(a, b, strict=True)) / second
        assert abs(first * second - mixed**2 - squares) < 1e-9 * (1 + first * second)
