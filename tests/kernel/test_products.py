"""Products over an index that telescope, and logarithms of factorials, against multiplying exactly."""

from collections.abc import Callable
from fractions import Fraction

import pytest

import hw3verify

Exact = Callable[[int], Fraction]
PRODUCTS = [
    (r"\prod_{k=2}^n\left(1-\frac1{k^2}\right)", 2, lambda k: 1 - Fraction(1, k * k),
     r"\frac{n+1}{2n}", lambda n: Fraction(n + 1, 2 * n)),
    (r"\prod_{k=1}^n\frac{k}{k+1}", 1, lambda k: Fraction(k, k + 1), r"\frac1{n+1}", lambda n: Fraction(1, n + 1)),
    (r"\prod_{k=2}^n\frac{k-1}{k+1}", 2, lambda k: Fraction(k - 1, k + 1), r"\frac2{n(n+1)}",
     lambda n: Fraction(2, n * (n + 1))),
    (r"\prod_{k=1}^n 2k", 1, lambda k: Fraction(2 * k), r"n^n", lambda n: Fraction(n**n)),
    (r"\prod_{k=2}^n\left(1-\frac1{k^2}\right)", 2, lambda k: 1 - Fraction(1, k * k), r"\frac{n-1}{2n}",
     lambda n: Fraction(n - 1, 2 * n)),
]  # fmt: skip


@pytest.mark.parametrize(("written", "first", "factor", "closed", "value"), PRODUCTS)
def test_a_product_is_what_multiplying_gives(
    written: str, first: int, factor: Exact, closed: str, value: Exact
) -> None:
    """Proved where the first twelve products agree exactly with the closed form, refuted where one differs."""
    holds, product = True, Fraction(1)
    for n in range(1, 13):
        product *= factor(n) if n >= first else 1
        holds = holds and product == value(n)
    (link,) = hw3verify.check(f"Let $n$ be a positive integer.\n$${written} = {closed} \\tag{{1}}$$\n").links
    assert link.verdict == ("proved" if holds else "refuted")


def test_factors_of_unknown_sign_are_left_alone() -> None:
    """The product of k - 3 from 1 on is 0 from n = 3 on: no logarithm is taken of it."""
    (link,) = hw3verify.check("$$\\prod_{k=1}^n (k-3) = \\frac{(n-3)!}{2} \\tag{1}$$\n").links
    assert link.verdict != "proved"
