"""Gradients by the parameter of a density: the score-function identities, and what they are confused with."""

from __future__ import annotations

import pytest

import hw3verify


def verdicts(text: str) -> list[str]:
    """The verdicts of a document's links, in order."""
    return [link.verdict for link in hw3verify.check(text).links]


@pytest.mark.parametrize(
    "true",
    [
        r"\nabla_\phi \mathbb{E}_{q_\phi(z)}[f(z)] = \mathbb{E}_{q_\phi(z)}[f(z)\nabla_\phi\log q_\phi(z)]",
        r"\mathbb{E}_{q_\phi(z)}[\nabla_\phi\log q_\phi(z)] = 0",
        r"\partial_\theta\log p_\theta(x) = \frac{1}{p_\theta(x)}\frac{\partial}{\partial\theta}p_\theta(x)",
        r"\nabla_\theta KL(q(z)\|p_\theta(z)) = -\mathbb{E}_{q(z)}[\nabla_\theta\log p_\theta(z)]",
    ],
)
def test_score_identities_are_proved(true: str) -> None:
    """The score has mean zero, and a gradient of an expectation is an expectation with the score."""
    assert verdicts(f"$${true}$$\n") == ["proved"]


@pytest.mark.parametrize(
    "false",
    [
        r"\nabla_\phi \mathbb{E}_{q_\phi(z)}[f(z)] = \mathbb{E}_{q_\phi(z)}[\nabla_\phi\log q_\phi(z)]",
        r"\nabla_\phi \mathbb{E}_{q_\phi(z)}[f(z)] = \int f(z)\nabla_\phi\log q_\phi(z)dz",
        r"\nabla_\theta KL(q(z)\|p_\theta(z)) = \mathbb{E}_{q(z)}[\nabla_\theta\log p_\theta(z)]",
    ],
)
def test_slips_with_the_score_are_refuted(false: str) -> None:
    """A lost factor, a lost density and a lost sign."""
    assert verdicts(f"$${false}$$\n") == ["refuted"]


def test_a_prior_of_which_nothing_is_said_may_be_fixed() -> None:
    """Whether p(z) moves when p_theta(x, z) does is not said, so nothing is concluded."""
    line = r"$$\nabla_\theta\log p_\theta(x,z) = \nabla_\theta\log p_\theta(x|z)$$"
    assert verdicts(line + "\n") == ["undecided"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_\theta\log p_\theta(x) = \mathbb{E}_{p_\theta(z|x)}[\nabla_\theta\log p_\theta(x,z)]", "proved"),
        (r"\nabla_\theta\log p_\theta(x) = \mathbb{E}_{p_\theta(z)}[\nabla_\theta\log p_\theta(x,z)]", "refuted"),
        (r"\mathbb{E}_{p_\theta(x,z)}[\nabla_\theta\log p_\theta(z|x)] = 0\cdot f(x)", "proved"),
        (r"\mathbb{E}_{p_\theta(x,z)}[\nabla_\theta\log p_\theta(x,z)-\nabla_\theta\log p_\theta(x|z)] = 0", "proved"),
    ],
)
def test_a_joint_density_moves_with_its_marginals(claim: str, verdict: str) -> None:
    """Fisher's identity holds under the posterior only; if everything has the parameter, the prior moves too."""
    assert [link.verdict for link in hw3verify.check(f"$${claim} \\tag{{1}}$$\n").links] == [verdict]


def test_a_prior_without_the_parameter_does_not_move() -> None:
    """Beside p_theta(x|z), a prior that is always written p(z) is free of theta."""
    text = (
        r"Let $p_\theta(x,z)=p_\theta(x|z)p(z)$."
        "\n\n"
        r"$$\nabla_\theta\log p_\theta(x,z) = \nabla_\theta\log p_\theta(x|z) \tag{1}$$"
        "\n"
    )
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved"]


def test_a_law_of_the_plain_name_is_not_that_of_the_indexed_one() -> None:
    """Beside q(z) = N(m, 1), q_phi is any density that phi moves; a law that phi moves is kept."""
    other = r"Let $q(z)=\mathcal{N}(m,1)$ and let $q_\phi(z)$ be a density with parameter $\phi$." + "\n\n"
    score = r"\mathbb{E}_{q_\phi(z)}[\nabla_\phi\log q_\phi(z)]"
    claim = r"$$\nabla_\phi\mathbb{E}_{q_\phi(z)}[\log q_\phi(z)] = " + score + r" \tag{1}$$"
    assert verdicts(other + claim + "\n") == ["refuted"]
    own = r"Let $q_\phi(z)=\mathcal{N}(\mu_\phi,1)$." + "\n\n"  # of a shifted law it is true
    assert verdicts(own + claim + "\n") != ["refuted"]
