"""Densities at running values: a latent class z with the values 1, ..., K, and sums over k."""

from pathlib import Path

import pytest

from hw3verify import check

CLASS = r"Let $z\in\{1,\dots,K\}$."
WEIGHTS = r"Let $z\in\{1,\dots,K\}$ with $p(z=k)=\pi_k$ and $p(x|z=k)=\mathcal{N}(x;\mu_k,\sigma_k^2)$."
NAMED = r"Let $z\in\{1,\dots,K\}$ with $p(z=k)=\pi_k$ and $p(x|z=k)=p_k(x)$."


def verdicts(path: Path, facts: str, *lines: str) -> list[str]:
    displays = "\n\n".join(f"$$ {line} \\tag{{{k}}} $$" for k, line in enumerate(lines))
    path.write_text(f"{facts}\n\n{displays}\n", encoding="utf-8")
    return [link.verdict for link in check(path).links]


@pytest.mark.parametrize(
    ("facts", "line", "verdict"),
    [
        (CLASS, r"p(x) = \sum_{k=1}^K p(x,z=k)", "proved"),
        (CLASS, r"p(z=k|x) = \frac{p(z=k)p(x|z=k)}{\sum_{j=1}^K p(z=j)p(x|z=j)}", "proved"),
        (CLASS, r"p(z=k|x) = \frac{p(z=k)p(x|z=k)}{\sum_{j=1}^K p(x|z=j)}", "refuted"),
        (CLASS, r"\sum_{k=1}^K p(x|z=k) = 1", "refuted"),
        (CLASS, r"\log p(x) \ge \sum_{k=1}^K q(z=k)\log\frac{p(x,z=k)}{q(z=k)}", "proved"),
        (CLASS, r"\log p(x) \le \sum_{k=1}^K q(z=k)\log\frac{p(x,z=k)}{q(z=k)}", "refuted"),
        (CLASS, r"H(q(z)) \le \log K", "proved"),
        (CLASS, r"H(q(z)) = \log K", "refuted"),
        (CLASS, r"\sum_{i=1}^N\sum_{k=1}^K p(z_i=k|x_i) = N", "proved"),
        (CLASS, r"\sum_{k=2}^K p(z=k) = 1", "undecided"),  # a part of the values
        (CLASS, r"\sum_{k=1}^M p(z=k) = 1", "undecided"),  # another number of them
        ("", r"\sum_{k=1}^\infty p(x=k) = 1", "undecided"),  # are these all values?
        (WEIGHTS, r"\sum_{k=1}^K \pi_k = 1", "proved"),
        (WEIGHTS, r"p(x) = \sum_{k=1}^K \pi_k\mathcal{N}(x;\mu_k,\sigma_k^2)", "proved"),
        (WEIGHTS, r"E_{p(x)}[x] = \sum_{k=1}^K\pi_k\mu_k", "proved"),
        (WEIGHTS, r"E_{p(x)}[x] = \frac1K\sum_{k=1}^K\mu_k", "refuted"),
        (WEIGHTS, r"\frac{\partial}{\partial\mu_k}\log p(x) = p(z=k|x)\frac{x-\mu_k}{\sigma_k^2}", "proved"),
        (WEIGHTS, r"\frac{\partial}{\partial\mu_k}\log p(x) = \frac{x-\mu_k}{\sigma_k^2}", "refuted"),
        (NAMED, r"p(z=k|x) = \frac{\pi_k p_k(x)}{\sum_{j=1}^K\pi_j p_j(x)}", "proved"),
        (NAMED, r"p(z=k|x) = \frac{\pi_k p_k(x)}{\sum_{j=1}^K p_j(x)}", "refuted"),
    ],
)  # fmt: skip
def test_mixtures_by_their_classes(tmp_path: Path, facts: str, line: str, verdict: str) -> None:
    """Bayes' rule, total mass and Jensen's bound for a class with K values; the weights of a mixture are its prior."""
    assert verdicts(tmp_path / "class.md", facts, line) == [verdict]


def test_a_display_that_defines_responsibilities_keeps_their_laws(tmp_path: Path) -> None:
    """Responsibilities add up to 1, and the slope of the log-likelihood is weighted by them."""
    facts = r"Let $p(x)=\sum_{k=1}^K\pi_k\mathcal{N}(x;\mu_k,1)$ with $\pi_k>0$ and $\sum_{k=1}^K\pi_k=1$."
    share = r"\frac{\pi_k\mathcal{N}(x_n;\mu_k,1)}{\sum_{j=1}^K\pi_j\mathcal{N}(x_n;\mu_j,1)}"
    slope = r"\frac{\partial}{\partial\mu_k}\sum_{n=1}^N\log p(x_n) = \sum_{n=1}^N"
    found = verdicts(
        tmp_path / "shares.md", facts, rf"\gamma_{{nk}} = {share}", r"\sum_{k=1}^K\gamma_{nk} = 1",
        rf"{slope}\gamma_{{nk}}(x_n-\mu_k)", rf"{slope}(x_n-\mu_k)",
    )  # fmt: skip
    assert found[0] == "definition"
    assert found[1] == "proved"
    assert found[2] in ("proved", "supported")
    assert found[3] == "refuted"
