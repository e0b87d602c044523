"""Values that are put in: at once, or behind a derivative once it has been carried out."""

import pytest

import hw3verify

GIVEN = (
    r"Let $Q(\theta|\theta')=\mathbb{E}_{p_{\theta'}(z|x)}[\log p_\theta(x,z)]$"
    r" and $\ell(\theta)=\log p_\theta(x)$."
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\left.\frac{d}{dt} t^2\right|_{t=3} = 6", "proved"),
        (r"\left.\frac{d}{dt} t^2\right|_{t=3} = 9", "refuted"),
        (r"\left.\frac{d}{dt}\log\int p(x)e^{tf(x)}dx\right|_{t=0} = \int p(x)f(x)dx", "proved"),
        (r"\left.\frac{d}{dt}\log\int p(x)e^{tf(x)}dx\right|_{t=1} = \int p(x)f(x)dx", "refuted"),
        (r"\left.\nabla_\theta Q(\theta|\theta')\right|_{\theta'=\theta} = \nabla_\theta\ell(\theta)", "proved"),
        (r"\nabla_\theta Q(\theta|\theta') = \nabla_\theta\ell(\theta)", "refuted"),
    ],
)
def test_a_value_is_put_in_after_the_derivative(claim: str, verdict: str) -> None:
    """The slope of t^2 at 3 is 6; the gradient of Q at theta' = theta is that of the log-likelihood, elsewhere not."""
    assert [link.verdict for link in hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links] == [verdict]
