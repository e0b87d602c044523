r"""Vectors of independent components: joint densities, moments of several components, what is true of every density."""

import pytest

import hw3verify

LAWS = r"Let $q(z)=\prod_{j=1}^{J}N(z_j;\mu_j,\sigma_j^2)$ and $p(z)=\prod_{j=1}^{J}N(z_j;0,1)$ with $\sigma_j>0$."

QUADRATIC = (
    r"E_q[\sum_{j=1}^J\sum_{k=1}^J a_{jk}z_jz_k]"
    r" = \sum_{j=1}^J\sum_{k=1}^J a_{jk}\mu_j\mu_k+\sum_{j=1}^J a_{jj}\sigma_j^2"
)


def verdict(claim: str, prose: str = LAWS) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\log p(z) = -\frac J2\log 2\pi - \frac12\sum_{j=1}^J z_j^2", "proved"),
        (r"\log p(z) = -J\log 2\pi - \frac12\sum_{j=1}^J z_j^2", "refuted"),
        (r"\log q(z) = \sum_{j=1}^J \log q(z_j)", "proved"),
        (r"H(q) = \frac12\sum_{j=1}^J \log(2\pi e\sigma_j^2)", "proved"),
        (r"H(q) = \frac12\sum_{j=1}^J \log(2\pi\sigma_j^2)", "refuted"),
        (r"\int q(z)\log p(z)\,dz = -\frac J2\log(2\pi)-\frac12\sum_{j=1}^J(\mu_j^2+\sigma_j^2)", "proved"),
        (r"E_q[\log p(z)] = -\frac J2\log(2\pi)-\frac12\sum_{j=1}^J\mu_j^2", "refuted"),
        (r"KL(q\|p) = E_q[\log q(z)-\log p(z)]", "proved"),
        (r"\frac{\partial}{\partial z_j}\log q(z) = \frac{\mu_j-z_j}{\sigma_j^2}", "proved"),
    ],
)
def test_joint_densities(claim: str, said: str) -> None:
    """The logarithm of a product is a sum, and so are entropies and divergences of independent components."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"E_q[(\sum_{j=1}^J z_j)^2] = (\sum_{j=1}^J\mu_j)^2+\sum_{j=1}^J\sigma_j^2", "proved"),
        (r"E_q[(\sum_{j=1}^J z_j)^2] = (\sum_{j=1}^J\mu_j)^2", "refuted"),
        (r"Var_q(\sum_{j=1}^J a_jz_j) = \sum_{j=1}^J a_j^2\sigma_j^2", "proved"),
        (r"Var_q(\sum_{j=1}^J a_jz_j) = \sum_{j=1}^J a_j\sigma_j^2", "refuted"),
        (r"E_q[\prod_{j=1}^J z_j] = \prod_{j=1}^J\mu_j", "proved"),
        (r"E_q[\prod_{j=1}^J z_j^2] = \prod_{j=1}^J\mu_j^2", "refuted"),
        (QUADRATIC, "proved"),
        (r"E_p[(\sum_{j=1}^J z_j^2)^2] = J^2+2J", "proved"),
        (r"E_p[(\sum_{j=1}^J z_j^2)^2] = J^2", "refuted"),
        (r"E_q[z_jz_k] = \mu_j\mu_k", "undecided"),
        (r"E_{q(z_j)}[\log q(z)] = \log q(z)", "undecided"),
        (r"q(z) \le 1", "undecided"),
        (r"E_q[f(z)] = f(\mu)", "undecided"),
    ],
)
def test_moments_of_components(claim: str, said: str) -> None:
    """Different components are independent, and in a double sum each meets itself; z_j and z_k may be one."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\log p(x) \ge E_{q(z)}[\log p(x|z)] - KL(q(z)\|p(z))", "proved"),
        (r"E_{q(z)}[\log p(x,z)-\log q(z)] = E_{q(z)}[\log p(x|z)] - KL(q(z)\|p(z))", "proved"),
        (r"\mathrm{Cov}_q(z_j,z_k) = 0", "undecided"),
        (r"\log p(x) = E_{q(z)}[\log p(x|z)] - KL(q(z)\|p(z))", "undecided"),
    ],
)
def test_what_holds_for_every_density_holds_for_vectors_of_components(claim: str, said: str) -> None:
    """The evidence bound needs no law; of single components nothing is concluded in this way."""
    assert verdict(claim) == said


def test_conditional_vectors_keep_their_conditions() -> None:
    """An encoder's means and variances speak of x."""
    prose = r"Let $q(z|x)=\prod_{j=1}^d N(z_j;\mu_j(x),\sigma_j^2(x))$ and $p(z)=\prod_{j=1}^d N(z_j;0,1)$."
    right = r"-\frac12\sum_{j=1}^d(\mu_j(x)^2+\sigma_j^2(x)+\log 2\pi)"
    assert verdict(rf"E_{{q(z|x)}}[\log p(z)] = {right}", prose) == "proved"
    assert verdict(rf"E_{{q(z|x)}}[\log p(z)] = {right[:-11]})", prose) == "refuted"
