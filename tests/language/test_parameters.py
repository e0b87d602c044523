"""Definitions at other parameters: the family of p_theta' is put in for that of p_theta."""

import pytest

import hw3verify

WRITTEN = {
    "index": (r"p_\theta(x)", r"p_{\theta'}(x)", r"\theta'"),
    "bar": (r"p(x|\theta)", r"p(x|\theta_0)", r"\theta_0"),
    "semicolon": (r"p(x;\theta)", r"p(x;\theta^{(t)})", r"\theta^{(t)}"),
}


def said(text: str) -> list[str]:
    return [link.verdict for link in hw3verify.check(text).links]


@pytest.mark.parametrize(("new", "old", "parameter"), WRITTEN.values(), ids=WRITTEN)
def test_a_function_of_a_parameter_is_known_at_another(new: str, old: str, parameter: str) -> None:
    r"""With \ell(\theta) = log p_\theta(x): \ell(\theta') is log p_\theta'(x), and not log p_\theta(x)."""
    text = f"Let $\\ell(\\theta)=\\log {new}$.\n\n"
    assert said(f"{text}$$\\ell({parameter}) = \\log {old} \\tag{{1}}$$\n") == ["proved"]
    assert said(f"{text}$$\\ell({parameter}) = \\log {old.replace(parameter, 'THETA')} \\tag{{1}}$$\n".replace(
        "THETA", r"\theta")) == ["refuted"]  # fmt: skip


def test_two_parameters_are_put_in_at_once() -> None:
    """Q(a|b) at (b, a) swaps the two members; putting in one after the other would make one of them both."""
    text = (
        r"Let $Q(\theta|\theta')=\mathbb{E}_{p_{\theta'}(z|x)}[\log p_\theta(x,z)]$."
        "\n\n"
        r"$$Q(\theta'|\theta) = \mathbb{E}_{p_{\theta}(z|x)}[\log p_{\theta'}(x,z)] \tag{1}$$"
        "\n\n"
        r"$$Q(\theta'|\theta) = Q(\theta|\theta') \tag{2}$$"
        "\n\n"
        r"$$Q(\theta|\theta) = \mathbb{E}_{p_{\theta}(z|x)}[\log p_{\theta}(x,z)] \tag{3}$$"
        "\n"
    )
    assert said(text) == ["proved", "refuted", "proved"]


def test_a_law_is_not_carried_to_another_parameter() -> None:
    """A normal law stated for p_mu says nothing of p_nu."""
    text = (
        r"Let $p_\mu(x)=\mathcal{N}(\mu,1)$ and $\ell(\mu)=\log p_\mu(x)$."
        "\n\n"
        r"$$\ell(\nu) = \log p_\mu(x) \tag{1}$$"
        "\n"
    )
    assert said(text) == ["undecided"]
