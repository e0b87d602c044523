"""Random variables whose values and probabilities the text lists, against sums done by hand."""

from __future__ import annotations

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source

LIST = r"Let $X$ take the values $x_1,\dots,x_n$ with probabilities $p_1,\dots,p_n$."
EACH = r"Let $X$ take values $x_k$ with probabilities $p_k$, $k=1,\dots,n$."
TABLE = r"Let $X$ take values $-1$, $0$ and $1$ with probabilities $1/4$, $1/2$ and $1/4$ respectively."
TWO = (
    r"Suppose $X$ takes the value $a$ with probability $p$ and the value $b$ with probability $1-p$, where $0<p<1$."
)
SHORT = r"Suppose that $X$ takes value $2$ with probability $1/3$ and $5$ with probability $1/2$."


def verdict(facts: str, display: str) -> str:
    """What is said of one link under some facts."""
    (link,) = judge_source(Source("mine.md", f"{facts}\n\n$${display} \\tag{{1}}$$\n")).links
    return link.verdict


@pytest.mark.parametrize(
    ("facts", "display", "expected"),
    [
        (LIST, r"E[X] = \sum_{k=1}^n p_kx_k", "proved"),
        (LIST, r"E[X] = \frac1n\sum_{k=1}^n x_k", "refuted"),
        (LIST, r"\sum_{k=1}^n p_k = 1", "proved"),
        (LIST, r"\mathrm{Var}(X) = \sum_{k=1}^n p_kx_k^2-\left(\sum_{k=1}^n p_kx_k\right)^2", "proved"),
        (EACH, r"E[X] = \sum_{k=1}^n p_kx_k", "proved"),
        (EACH, r"E[X^2] = \left(\sum_{k=1}^n p_kx_k\right)^2", "refuted"),
        (TABLE, r"E[X^2] = \frac12", "proved"),
        (TABLE, r"E[|X|] = 1", "refuted"),
        (TABLE, r"P(X\ge0) = \frac34", "proved"),
        (TABLE, r"P(X=1) = \frac12", "refuted"),
        (TABLE, r"H(X) = \frac32\log2", "proved"),
        (TWO, r"E[X] = pa+(1-p)b", "proved"),
        (TWO, r"\mathrm{Var}(X) = p(1-p)(a-b)^2", "proved"),
        (TWO, r"\mathrm{Var}(X) = p(1-p)(a-b)", "refuted"),
    ],
)
def test_moments_are_sums_over_the_values(facts: str, display: str, expected: str) -> None:
    """Means and variances of lists, of a table, and of two values."""
    assert verdict(facts, display) == expected


@pytest.mark.parametrize("display", [r"E[X] = \frac{19}{6}", "E[X] = 2"])
def test_masses_that_do_not_add_up_to_one_are_no_law(display: str) -> None:
    """1/3 and 1/2 leave a sixth: of such a variable nothing is said."""
    assert verdict(SHORT, display) == "undecided"


@pytest.mark.parametrize("display", [r"P(X=x_1) = p_1", r"H(X) = -\sum_{k=1}^n p_k\log p_k"])
def test_values_of_a_list_may_be_equal(display: str) -> None:
    """The probability of one value and the entropy depend on which values are equal, which is not said."""
    assert verdict(LIST, display) == "undecided"
