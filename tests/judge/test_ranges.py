"""A written range has members or is just empty."""

from pathlib import Path

import pytest

from hw3verify import check
from hw3verify.judge.ranges import in_order
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import ONE, ZERO, Domain, Expr, Fold, Name, Number, add, divide, multiply, subtract

K, M, N = map(Name, "kmn")
FIVE = Number(5)


def total(lower: Expr, upper: Expr, body: Expr = K) -> Fold:
    """The sum over k."""
    return Fold("sum", "k", Domain("index", "k", lower, upper), body)


def test_a_range_from_five_to_n_supposes_that_n_is_four_at_least() -> None:
    """n >= 5 - 1: at n = 4 the range is empty."""
    assert in_order((Relation(total(FIVE, N), "=", N),)) == (Relation(N, ">=", subtract(FIVE, ONE)),)


@pytest.mark.parametrize(
    ("lower", "upper"), [(ONE, N), (ZERO, subtract(N, ONE)), (Number(2), N), (ONE, FIVE), (N, FIVE)]
)
def test_what_holds_for_every_positive_integer_is_not_supposed(lower: Expr, upper: Expr) -> None:
    """From 1 to n no n >= 1 is missing; and a number at the upper end says nothing of n."""
    assert in_order((Relation(total(lower, upper), "=", ONE),)) == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (N, add(Number(4), multiply(ZERO, total(FIVE, N)))),
        (N, add(Number(4), total(FIVE, N), multiply(Number(-1), total(FIVE, N)))),
        (N, add(Number(3), divide(total(FIVE, N), total(FIVE, N)))),
    ],
)
def test_a_sum_that_cancels_supposes_nothing(left: Expr, right: Expr) -> None:
    """n >= 4 is false at n = 1, whatever is multiplied by 0, subtracted from itself or divided by itself beside it."""
    assert in_order((Relation(left, ">=", right),)) == ()


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\sum_{k=5}^n 1 = n - 4", "proved"),  # 5, ..., n are n - 4 numbers
        (r"\sum_{k=5}^n 1 = n - 5", "refuted"),
        (r"\sum_{k=3}^n k = \frac{n(n+1)}{2} - 3", "proved"),  # 1 + 2 = 3
        (r"\sum_{k=3}^n k = \frac{n(n+1)}{2} - 4", "refuted"),
        (r"\sum_{k=m}^n 1 = n - m + 1", "proved"),
        (r"\sum_{k=m}^n 1 = n - m", "refuted"),
        (r"n \ge 4 + 0\sum_{k=5}^n k", "refuted"),
        (r"\sum_{k=m+1}^n a^k = \frac{a^{m+1} - a^{n+1}}{1 - a}", "proved"),
        (r"\sum_{k=m+1}^n a^k = \frac{a^m - a^{n+1}}{1 - a}", "refuted"),
    ],
)
def test_lines_with_such_ranges(tmp_path: Path, line: str, verdict: str) -> None:
    """Counted by hand."""
    path = tmp_path / "ranges.md"
    path.write_text(f"Let $m \\ge 0$.\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]
