r"""Indexed definitions that speak of laws: the responsibilities of a mixture."""

import pytest

import hw3verify

POINT = (
    r"Let $p(x)=\sum_{k=1}^K\pi_kN(x|\mu_k,\sigma_k^2)$ with $\pi_k>0$, $\sum_{k=1}^K\pi_k=1$ and $\sigma_k>0$. "
    r"Let $\gamma_k(x)=\frac{\pi_kN(x|\mu_k,\sigma_k^2)}{\sum_{j=1}^K\pi_jN(x|\mu_j,\sigma_j^2)}$."
)
SAMPLE = (
    r"Let $\ell=\sum_{n=1}^N\log\sum_{k=1}^K\pi_kN(x_n|\mu_k,\sigma_k^2)$ with $\pi_k>0$, $\sum_{k=1}^K\pi_k=1$ and "
    r"$\sigma_k>0$. Let $\gamma_{nk}=\frac{\pi_kN(x_n|\mu_k,\sigma_k^2)}{\sum_{j=1}^K\pi_jN(x_n|\mu_j,\sigma_j^2)}$."
)
GOOD = ("proved", "supported")


def verdict(claim: str, prose: str) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("prose", "claim", "said"),
    [
        (POINT, r"\sum_{k=1}^K\gamma_k(x) = 1", ("proved",)),
        (POINT, r"\frac{\partial}{\partial\mu_k}\log p(x) = \gamma_k(x)\frac{x-\mu_k}{\sigma_k^2}", ("proved",)),
        (POINT, r"\frac{\partial}{\partial\mu_k}\log p(x) = \frac{x-\mu_k}{\sigma_k^2}", ("refuted",)),
        (SAMPLE, r"\sum_{n=1}^N\sum_{k=1}^K\gamma_{nk} = N", ("proved",)),
        (SAMPLE, r"\sum_{n=1}^N\gamma_{nk} = 1", ("refuted",)),
        (SAMPLE, r"\frac{\partial\ell}{\partial\mu_k} = \sum_{n=1}^N\gamma_{nk}\frac{x_n-\mu_k}{\sigma_k^2}", GOOD),
        (SAMPLE, r"\frac{\partial\ell}{\partial\mu_k} = \sum_{n=1}^N\frac{x_n-\mu_k}{\sigma_k^2}", ("refuted",)),
        (
            SAMPLE,
            r"\ell = \sum_{n=1}^N\sum_{k=1}^K\gamma_{nk}\log\frac{\pi_kN(x_n|\mu_k,\sigma_k^2)}{\gamma_{nk}}",
            ("proved",),
        ),
        (
            SAMPLE,
            r"\ell = \sum_{n=1}^N\sum_{k=1}^K\gamma_{nk}\log(\pi_kN(x_n|\mu_k,\sigma_k^2))",
            ("refuted",),
        ),
    ],
)
def test_responsibilities(prose: str, claim: str, said: tuple[str, ...]) -> None:
    """They sum to one over the components, and weight the gradients and the bound of expectation maximisation."""
    assert verdict(claim, prose) in said


def test_a_set_is_not_restricted_by_its_members() -> None:
    """`x_i \\in \\{1, \\dots, K\\}` says nothing of K."""
    prose = r"Let $x_1,\dots,x_N\in\{1,\dots,K\}$."
    assert verdict(r"\sum_{k=1}^K k = K^2", prose) == "refuted"
