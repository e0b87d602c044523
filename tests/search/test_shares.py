"""Convexity for lists whose sum is known: proved by a tangent at the equal share, refuted where it fails."""

import random
from fractions import Fraction

import pytest

import hw3verify

GIVEN = r"Let $\pi_k>0$ with $\sum_{k=1}^K\pi_k=1$."
SQUARES = r"\sum_{k=1}^K\pi_k^2"


def _verdict(claim: str, given: str = GIVEN) -> str:
    (link,) = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    "claim",
    [
        rf"{SQUARES} \ge \frac1K",
        rf"\frac1{{{SQUARES}}} \le K",
        rf"-\log {SQUARES} \le \log K",
        r"\sum_{k=1}^K\frac1{\pi_k} \ge K^2",
        r"\sum_{k=1}^K\sqrt{\pi_k} \le \sqrt K",
        r"\sum_{k=1}^K\pi_k^3 \ge \frac1{K^2}",
        r"\sum_{k=1}^K\log\pi_k \le -K\log K",
        r"\prod_{k=1}^K\pi_k \le K^{-K}",
        r"e^{-\sum_{k=1}^K\pi_k\log\pi_k} \le K",
    ],
)
def test_equal_shares_are_extreme(claim: str) -> None:
    """Jensen's inequality for the square, the reciprocal, the root, the cube and the logarithm."""
    assert _verdict(claim) == "proved"


@pytest.mark.parametrize(
    ("claim", "power", "bound"),
    [
        (rf"{SQUARES} \ge \frac2K", 2, lambda k: Fraction(2, k)),
        (rf"{SQUARES} \ge \frac1{{\sqrt K}}", 2, lambda k: k**-0.5),
        (r"\sum_{k=1}^K\frac1{\pi_k} \ge K^3", -1, lambda k: k**3),
    ],
)
def test_what_equal_shares_break_is_refuted(claim: str, power: int, bound: object) -> None:
    """K equal shares are a counterexample, in numbers that share nothing with the checker."""
    assert any(k * Fraction(1, k) ** power < bound(k) for k in range(2, 6))  # type: ignore[operator]
    assert _verdict(claim) == "refuted"


def test_the_bounds_hold_in_numbers() -> None:
    """Random lists of positive numbers with sum 1: what is proved above is true of them."""
    rng = random.Random(5)
    for _ in range(50):
        n = rng.randint(1, 6)
        raw = [rng.expovariate(1) + 1e-3 for _ in range(n)]
        pi = [x / sum(raw) for x in raw]
        assert sum(x * x for x in pi) >= 1 / n - 1e-12
        assert sum(1 / x for x in pi) >= n * n - 1e-9
        assert sum(x**0.5 for x in pi) <= n**0.5 + 1e-12
        assert sum(x**3 for x in pi) >= n**-2 - 1e-12


def test_a_sum_over_other_places_says_nothing() -> None:
    """The mean of the squares over n places, where the sum is known over m places."""
    given = r"Let $\pi_k>0$ with $\sum_{k=1}^M\pi_k=1$."
    assert _verdict(rf"{SQUARES} \ge \frac1K", given) != "proved"
