"""Definitions that are only recalled keep a divergence known at every density."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    "recalled",
    [
        r"H(q)=-\int q(u)\log q(u)\,du",
        r"H(q)=\int q(u)\log\frac{1}{q(u)}\,du",
        r"H(q)=-\mathbb{E}_{q(z)}[\log q(z)]",
        r"H(q)=-\sum_z q(z)\log q(z)",
    ],
)
def test_the_usual_entropy_is_known_at_other_densities(recalled: str) -> None:
    """After any usual way to recall the entropy, H of a conditional density is its entropy."""
    text = f"Recall ${recalled}$.\n\n$$H(q_1(z|x)) = -\\int q_1(z|x)\\log q_1(z|x)dz \\tag{{1}}$$\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved"]
