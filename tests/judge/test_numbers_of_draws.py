"""Draws in implications: what the premise and the conclusion say of a bound of K samples."""

import pytest

import hw3verify

DRAWS = (
    r"Let $z_1,\dots,z_K$ be independent samples from $q(z|x)$ and let $w_k=\frac{p(x,z_k)}{q(z_k|x)}$ for "
    r"$k=1,\dots,K$. Let $L_K=\mathbb{E}\left[\log\left(\frac{1}{K}\sum_{k=1}^{K}w_k\right)\right]$."
)


@pytest.mark.parametrize(
    ("line", "verdicts"),
    [
        (r"q(z|x) = p(z|x) \Rightarrow L_1 = \log p(x)", {"proved", "supported"}),  # every weight is p(x) then
        (r"q(z|x) = p(z|x) \Rightarrow L_K = \log p(x)", {"proved", "supported"}),
        (r"L_1 = \log p(x) \Rightarrow KL(q(z|x)\|p(z|x)) = 0", {"proved", "supported"}),  # the gap is that divergence
        (r"q(z|x) = p(z|x) \Rightarrow L_2 = 2\log p(x)", {"refuted"}),
    ],
)
def test_implications_about_draws(line: str, verdicts: set[str]) -> None:
    """L_1 in a conclusion is the bound with one sample, and no free number."""
    links = hw3verify.check(f"{DRAWS}\n\n$$ {line} \\tag{{1}} $$\n").links
    (arrow,) = [link for link in links if link.verdict != "condition"]
    assert arrow.verdict in verdicts
