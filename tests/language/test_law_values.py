"""Densities of named laws at a point, against their formulas and moments."""

import pytest

import hw3verify

MIXTURE = r"Let $p(x)=\sum_{k=1}^{K}\pi_k\mathcal{N}(x;\mu_k,\sigma_k^2)$ with $\pi_k>0$ and $\sum_{k=1}^{K}\pi_k=1$."


def verdicts(prose: str, *displays: str) -> list[str]:
    """The verdicts on a document of one sentence and displays."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize(
    "law", [r"\mathcal{N}(x;\mu,\sigma^2)", r"N(x\mid\mu,\sigma^2)", r"\mathcal{N}(x,\mu,\sigma^2)"]
)
def test_the_normal_density_at_a_point(law: str) -> None:
    """Its formula, its logarithm's slope and its mean, in three notations; without the square the formula is wrong."""
    said = verdicts(
        r"Let $\sigma>0$.",
        law + r" = \frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
        law + r" = \frac{1}{\sqrt{2\pi\sigma}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
        rf"\frac{{\partial}}{{\partial\mu}}\log {law} = \frac{{x-\mu}}{{\sigma^2}}",
        rf"\int x {law} dx = \mu",
        rf"\int x^2 {law} dx = \mu^2-\sigma^2",
    )
    assert said == ["proved", "refuted", "proved", "proved", "refuted"]


def test_mixtures_of_normal_laws() -> None:
    """Mean and variance of a mixture: the variance is not the mean of the variances."""
    said = verdicts(
        MIXTURE,
        r"\mathbb{E}_p[x] = \sum_{k=1}^K\pi_k\mu_k",
        r"\mathrm{Var}_p(x) = \sum_{j=1}^K\pi_j(\sigma_j^2+\mu_j^2)-\left(\sum_{j=1}^K\pi_j\mu_j\right)^2",
        r"\mathrm{Var}_p(x) = \sum_{k=1}^K\pi_k\sigma_k^2",
        r"\int p(x)dx = 1",
    )
    assert said == ["proved", "proved", "refuted", "proved"]


def test_a_law_without_a_point_is_no_number() -> None:
    """N(0, 1) + 1 means nothing here."""
    assert verdicts("", r"\mathcal{N}(0,1)+1 = 1") == ["undecided"]


def test_few_worlds_of_lists_support_nothing() -> None:
    """An upper bound on the entropy of a mixture, claimed as a lower one, holds with equality for one component."""
    bound = r"-\sum_{k=1}^K\pi_k\log\pi_k+\frac12\sum_{k=1}^K\pi_k\log(2\pi e\sigma_k^2)"
    assert verdicts(MIXTURE, rf"-\int p(x)\log p(x)dx \ge {bound}")[0] in ("undecided", "refuted")
