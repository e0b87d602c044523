"""W_1 recalled as the area between the distribution functions is W_1; another multiple of the area is not."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("recalled", "expected"),
    [
        (r"$W_1(P,Q)=\int_{-\infty}^{\infty}|F_P(x)-F_Q(x)|\,dx$", "proved"),
        (r"$W_1(p,q)=\int|F_p(x)-F_q(x)|dx$", "proved"),
        (r"$W_1(p,q)=2\int|F_p(x)-F_q(x)|dx$", "undecided"),
    ],
)
def test_area_between_distribution_functions(recalled: str, expected: str) -> None:
    """Two normal laws of one variance are as far apart as their means (Vallender's formula)."""
    text = f"Recall {recalled}.\n\n$$W_1(\\mathcal{{N}}(0,4),\\mathcal{{N}}(-3,4)) = 3 \\tag{{1}}$$\n"
    assert hw3verify.check(text).links[-1].verdict == expected
