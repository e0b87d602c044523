r"""Greek letters that are variables: priors and posteriors of parameters."""

import pytest

import hw3verify
from hw3verify.language.random_letters import random_letters
from hw3verify.language.tokens import tokenise


def verdict(claim: str, prose: str = "") -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("formulas", "found"),
    [
        ([r"p(\theta|x) \propto p(x|\theta)p(\theta)"], {"theta"}),
        ([r"q(\mu,\tau) = q(\mu)q(\tau)"], {"mu", "tau"}),
        ([r"p(\theta)", r"p_\theta(x)"], set()),
        ([r"p(\theta)", r"p(x;\theta)"], set()),
        ([r"p(x|\theta)"], set()),
        ([r"p(x-\theta)"], set()),
        ([r"p_{\theta'}(x|z)"], set()),
    ],
)
def test_which_letters_are_random(formulas: list[str], found: set[str]) -> None:
    """Those of which densities are written, unless they are an index or stand behind a semicolon anywhere."""
    assert random_letters(map(tokenise, formulas)) == found


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"p(x|\theta)p(\theta) = p(\theta|x)p(x)", "proved"),
        (r"p(x|\theta)p(\theta) = p(\theta|x)", "refuted"),
        (r"p(\theta|x) \propto p(x|\theta)p(\theta)", "proved"),
        (r"p(\theta|x) = \frac{p(x|\theta)p(\theta)}{\int p(x|\theta')p(\theta')\,d\theta'}", "proved"),
        (
            r"KL(q(\theta)\|p(\theta|D)) = \log p(D) - E_{q(\theta)}[\log p(D|\theta)] + KL(q(\theta)\|p(\theta))",
            "proved",
        ),
        (
            r"KL(q(\theta)\|p(\theta|D)) = \log p(D) + E_{q(\theta)}[\log p(D|\theta)] + KL(q(\theta)\|p(\theta))",
            "refuted",
        ),
    ],
)
def test_bayes_rule_for_parameters(claim: str, said: str) -> None:
    """A density given a random parameter is a conditional one."""
    assert verdict(claim) == said


def test_what_is_printed_is_the_letter_that_was_written() -> None:
    """The letter of its own is no part of any report."""
    link = hw3verify.check(r"$$\int p(\theta)\,d\theta = 1 \tag{1}$$").links[0]
    assert link.verdict == "proved"
    assert "\\theta" in str(link.reading) and "θ" not in str(link.reading)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"E_{p(\theta)}[\theta] = \frac12", "proved"),
        (r"\nabla_\theta\log p(\theta|x) = \nabla_\theta\log p(x|\theta)", "undecided"),
    ],
)
def test_an_information_about_a_letter_makes_no_density_of_it(claim: str, said: str) -> None:
    """`I(X;\\theta)` speaks of a random letter, which stays a variable everywhere."""
    prose = r"Let $p(\theta)=U[0,1]$." + "\n\n" + r"$$I(X;\theta) = KL(p(x,\theta)\|p(x)p(\theta)) \tag{0}$$"
    assert verdict(claim, prose) == said
