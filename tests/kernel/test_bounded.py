"""Linear objectives over numbers between two bounds, and factors before absolute values, against numbers."""

from fractions import Fraction
from itertools import product

import pytest

import hw3verify

GIVEN = "Let $c>0$."


def _verdict(claim: str) -> str:
    (link,) = hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\max_{|w|\le c} w(a-b) = c|a-b|", "proved"),
        (r"\min_{w\in[0,1]} \left((1-w)a+wb\right) = \min(a,b)", "proved"),
        (r"\max_{w\in[-c,c]}(\mathbb{E}_p[wx]-\mathbb{E}_q[wx]) = c\left|\mathbb{E}_p[x]-\mathbb{E}_q[x]\right|",
         "proved"),
        (r"\max_{|w|\le c} w(a-b) = c(a-b)", "refuted"),
        (r"\max_{w\in[0,1]} \left((1-w)a+wb\right) = a+b", "refuted"),
        (r"c\left|\mathbb{E}_p[x]-\mathbb{E}_q[x]\right| \le c\,W_1(p,q)", "proved"),
        (r"2\left|\mathbb{E}_p[x]-\mathbb{E}_q[x]\right| \le W_1(p,q)", "refuted"),
    ],
)  # fmt: skip
def test_a_linear_objective_is_extreme_at_its_bounds(claim: str, verdict: str) -> None:
    """A clipped critic is at one end; the end depends on the sign of the difference."""
    assert _verdict(claim) == verdict


def test_the_law_in_numbers() -> None:
    """The largest of u + g w over many w between two ends is the value in the middle and half the width times |g|."""
    grid = [Fraction(k, 7) for k in range(-14, 15)]
    for u, g, low, high in product(grid[::9], grid[::5], grid[3:12:4], grid[15::6]):
        values = [u + g * (low + (high - low) * Fraction(k, 20)) for k in range(21)]
        assert max(values) == u + g * (low + high) / 2 + abs(g) * (high - low) / 2
        assert min(values) == u + g * (low + high) / 2 - abs(g) * (high - low) / 2


def test_what_is_not_linear_is_not_at_an_end() -> None:
    """w(1 - w) is largest in the middle."""
    assert _verdict(r"\max_{w\in[0,1]} w(1-w) = 0") == "refuted"
