r"""Gradients of expectations under normal laws, for every function: pathwise, by the score, by Stein's identity."""

import pytest

import hw3verify

LAW = r"Let $q(z)=N(\mu,\sigma^2)$ with $\sigma>0$ and let $\epsilon\sim N(0,1)$. Let $f(z)$ be differentiable."


def verdict(claim: str, prose: str = LAW) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"E_{q(z)}[f(z)] = E_\epsilon[f(\mu+\sigma\epsilon)]", "proved"),
        (r"E_{q(z)}[f(z)] = E_\epsilon[f(\sigma+\mu\epsilon)]", "refuted"),
        (r"\nabla_\mu E_{q(z)}[f(z)] = E_\epsilon[f'(\mu+\sigma\epsilon)]", "proved"),
        (r"\nabla_\sigma E_{q(z)}[f(z)] = E_\epsilon[\epsilon f'(\mu+\sigma\epsilon)]", "proved"),
        (r"\nabla_\sigma E_{q(z)}[f(z)] = \sigma E_\epsilon[\epsilon f'(\mu+\sigma\epsilon)]", "refuted"),
        (r"\frac{\partial^2}{\partial\mu^2}E_{q(z)}[f(z)] = E_{q(z)}[f''(z)]", "proved"),
        (r"\frac{\partial}{\partial\sigma^2}E_{q(z)}[f(z)] = \frac12 E_{q(z)}[f''(z)]", "proved"),
        (r"\frac{\partial}{\partial\sigma^2}E_{q(z)}[f(z)] = E_{q(z)}[f''(z)]", "refuted"),
        (r"E_{q(z)}[(z-\mu)f(z)] = \sigma^2E_{q(z)}[f'(z)]", "proved"),
        (r"E_{q(z)}[(z-\mu)f(z)] = \sigma E_{q(z)}[f'(z)]", "refuted"),
        (r"E_{q(z)}[f(z)] = f(\mu)", "refuted"),
    ],
)
def test_gradients_for_every_function(claim: str, said: str) -> None:
    """Stein's identity (1981), Price's theorem for the variance, and slips by a factor of sigma."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        (r"Let $q(z)=N(0,1)$ and let $f(z)$ be an even function.", "E_{q(z)}[zf(z)] = 0"),
        (r"Let $q(z)=N(\mu,1)$ and let $f(z)$ be linear.", r"E_{q(z)}[f(z)] = f(\mu)"),
        (r"Let $q(z)=N(\mu,1)$ with a convex function $f(z)$.", r"E_{q(z)}[f(z)] \ge f(\mu)"),
        (r"Let $q(z)=N(0,1)$, $f$ a probability density.", r"\int f(z)\,dz = 1"),
        (r"Let $q(z)=N(0,1)$ and $f(z)\ge0$.", r"E_{q(z)}[f(z)] \ge 0"),
        (r"Let $q(z)=N(0,1)$ where $f$ maps into the unit interval.", r"E_{q(z)}[f(z)] \le 1"),
    ],
)
def test_what_may_restrict_a_function_is_not_refuted(prose: str, claim: str) -> None:
    """These hold for the functions that the words mean, and fail for powers."""
    assert verdict(claim, prose) in ("undecided", "proved", "supported")
