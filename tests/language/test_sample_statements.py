"""Samples that are stated by one of their members."""

from pathlib import Path

import pytest

from hw3verify import check


@pytest.mark.parametrize(
    ("facts", "line", "verdict"),
    [
        (r"Let $X_1,\dots,X_n$ be independent with $X_i\sim Bernoulli(p)$ and $S=\sum_{i=1}^n X_i$.", "E[S] = np",
         "proved"),
        (r"Let $X_1,\dots,X_n$ be independent with $X_i\sim Bernoulli(p)$ and $S=\sum_{i=1}^n X_i$.", "E[S] = p",
         "refuted"),
        (r"Let $X_1,\dots,X_n$ be independent with $X_i\sim\mathcal{N}(\mu,\sigma^2)$.",
         r"Var\left(\sum_{i=1}^n X_i\right) = n\sigma^2", "proved"),
        (r"Let $X_1,\dots,X_n$ be independent with $X_i\sim\mathcal{N}(\mu_i,\sigma^2)$.",
         r"E\left[\sum_{i=1}^n X_i\right] = n\mu_1", "refuted"),  # laws of their own
    ],
)  # fmt: skip
def test_what_one_is_drawn_from_all_are(tmp_path: Path, facts: str, line: str, verdict: str) -> None:
    """Means and variances of sums of independent variables with one law."""
    path = tmp_path / "sample.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]
