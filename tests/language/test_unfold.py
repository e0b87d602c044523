"""Divergences and entropies by their definitions."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"KL(p\|q)=\int p(x)\log p(x)dx-\int p(x)\log q(x)dx", "proved"),
        (r"KL(p\|q)=\int p(x)\log\frac{q(x)}{p(x)}dx", "refuted"),
        (r"H(p,q)=H(p)+KL(p\|q)", "proved"),
        (r"H(p,q)=H(q,p)", "refuted"),
        (r"JSD(p\|q)=JSD(q\|p)", "proved"),
        (r"JSD(p\|q)=\frac12KL(p\|q)+\frac12KL(q\|p)", "refuted"),
        (r"TV(p,q)= \int|p(x)-q(x)|dx", "refuted"),
        (r"TV(p,q)= \frac12\int|p(x)-q(x)|dx", "proved"),
        (r"\chi^2(p\|q)=\int\frac{p(x)^2}{q(x)}dx-1", "proved"),
        (r"KL(p(x)\|q(y)) = KL(p(x)\|q(x))", "proved"),
        (r"Var_p(2x) = 4Var_p(x)", "proved"),
        (r"Var_p(2x) = 2Var_p(x)", "refuted"),
    ],
)
def test_divergences_mean_what_the_field_says(claim: str, said: str) -> None:
    """Textbook identities, and their usual slips."""
    assert [link.verdict for link in hw3verify.check(f"$${claim} \\tag{{1}}$$\n").links] == [said]
