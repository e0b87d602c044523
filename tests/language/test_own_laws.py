"""Samples in which every draw has a law of its own: means and variances of sums of independent variables add up."""

from pathlib import Path

import pytest

from hw3verify import check

NORMALS = r"Let $X_1,\dots,X_n$ be independent with $X_i\sim\mathcal{N}(\mu_i,\sigma_i^2)$."
PAIR = r"Let $X_1$ and $X_2$ be independent random variables, $X_i\sim\mathrm{Poisson}(\lambda_i)$ for $i=1,2$."
LINE = r"Let $Y_i\sim\mathcal{N}(\beta x_i,\sigma^2)$ be independent, $i=1,\dots,n$."
SLOPE = r"\frac{\sum_{i=1}^n x_iY_i}{\sum_{i=1}^n x_i^2}"


@pytest.mark.parametrize(
    ("facts", "line", "verdict"),
    [
        (NORMALS, r"Var\left(\sum_{i=1}^n X_i\right) = \sum_{i=1}^n\sigma_i^2", "proved"),
        (NORMALS, r"Var\left(\sum_{i=1}^n X_i\right) = \left(\sum_{i=1}^n\sigma_i\right)^2", "refuted"),
        (NORMALS, r"E\left[\sum_{i=1}^n (X_i-\mu_i)^2\right]=\sum_{i=1}^n\sigma_i^2", "proved"),
        (NORMALS, r"Cov\left(X_i, \sum_{j=1}^n X_j\right) = \sigma_i^2", "proved"),
        (NORMALS, r"Cov\left(X_i, \sum_{j=1}^n X_j\right) = n\sigma_i^2", "refuted"),
        (NORMALS, r"E[X_1X_2] = \mu_1\mu_2", "proved"),
        (NORMALS, r"E[X_1X_2] = \mu_1^2", "refuted"),
        (PAIR, r"Var(X_1-X_2) = \lambda_1+\lambda_2", "proved"),
        (PAIR, r"Var(X_1-X_2) = \lambda_1-\lambda_2", "refuted"),
        (LINE, rf"E\left[{SLOPE}\right] = \beta", "proved"),
        (LINE, rf"Var\left({SLOPE}\right) = \frac{{\sigma^2}}{{\sum_{{i=1}}^n x_i^2}}", "proved"),
        (LINE, rf"Var\left({SLOPE}\right) = \frac{{\sigma^2}}{{n}}", "refuted"),
        (r"Suppose $X_i\sim\mathcal{N}(\mu_i,1)$.", r"Var\left(\sum_{i=1}^n X_i\right) = n", "undecided"),
    ],
)  # fmt: skip
def test_moments_of_sums_are_sums_of_moments(tmp_path: Path, facts: str, line: str, verdict: str) -> None:
    """The variance of a sum of independent variables is the sum of theirs; without independence nothing is said."""
    path = tmp_path / "own.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]
