r"""Evidence and posterior where prior and likelihood have stated laws."""

import pytest

import hw3verify

NORMAL = r"Let $p(\mu)=N(\mu;0,\tau^2)$ and $p(x|\mu)=N(x;\mu,\sigma^2)$ with $\sigma>0$ and $\tau>0$."


def verdict(claim: str, prose: str = NORMAL) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"p(x) = N(x;0,\sigma^2+\tau^2)", "proved"),
        (r"p(x) = N(x;0,\sigma^2)", "refuted"),
        (r"E_{p(\mu|x)}[\mu] = \frac{\tau^2}{\sigma^2+\tau^2}x", "proved"),
        (r"E_{p(\mu|x)}[\mu] = \frac{\sigma^2}{\sigma^2+\tau^2}x", "refuted"),
        (r"p(\mu|x) = N(\mu; \frac{\tau^2}{\sigma^2+\tau^2}x, \frac{\sigma^2\tau^2}{\sigma^2+\tau^2})", "proved"),
        (r"p(\mu|x) = N(\mu; \frac{\tau^2}{\sigma^2+\tau^2}x, \frac{\sigma^2}{\sigma^2+\tau^2})", "refuted"),
        (r"p(x,\mu) = N(x;\mu,\sigma^2)N(\mu;0,\tau^2)", "proved"),
    ],
)
def test_normal_prior_and_likelihood(claim: str, said: str) -> None:
    """Completing the square: N(0, s + t) is the evidence, and the posterior has the precision 1/s + 1/t."""
    assert verdict(claim) == said


def test_a_third_law_is_not_explained() -> None:
    """Where p(x) has a law of its own beside p(x | mu) and p(mu), nothing is written out."""
    prose = NORMAL.replace("with", "and $p(x)=N(x;0,1)$ with")
    assert verdict(r"p(x) = N(x;0,\sigma^2+\tau^2)", prose) in ("refuted", "undecided")


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\int N(x;\mu,\sigma^2)N(\mu;0,\tau^2)d\mu = N(x;0,\sigma^2+\tau^2)", "proved"),
        (r"\int N(x;\mu,\sigma^2)N(\mu;0,\tau^2)d\mu = N(x;0,\sigma^2\tau^2)", "refuted"),
    ],
)
def test_laws_with_a_bound_parameter(claim: str, said: str) -> None:
    """A law whose mean is integrated is conditional on it."""
    assert verdict(claim, r"Let $\sigma>0$ and $\tau>0$.") == said
