"""Relations up to what does not depend on the variable."""

import pytest

import hw3verify

GIVEN = r"Let $L(q)=\mathbb{E}_{q(z)}[\log p(x,z)-\log q(z)]$." + "\n\n"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"p(z|x) \propto p(x|z)p(z)", "proved"),
        (r"p(z|x) \propto p(x|z)", "refuted"),
        (r"p(x|z) \propto \frac{p(z|x)}{p(z)}", "undecided"),  # not in x, but in z
        (r"2p(x) \propto p(x)", "undecided"),  # of which variable?
        (r"\log p(z|x) = \log p(x,z) + \text{const}", "proved"),
        (r"\log p(z|x) = \log p(x|z) + \text{const}", "refuted"),
        (r"L(q) = -KL(q(z)\|p(z|x)) + \text{const}", "proved"),
        (r"L(q) = KL(q(z)\|p(z|x)) + \text{const}", "refuted"),
    ],
)
def test_a_constant_does_not_depend_on_what_heads_the_chain(claim: str, verdict: str) -> None:
    """A factor or term that is free of the variable (of the density, for a functional) may be left out, no other."""
    text = f"{GIVEN}$${claim} \\tag{{1}}$$\n"
    assert [link.verdict for link in hw3verify.check(text).links] == [verdict]


def test_the_head_of_the_chain_says_which_variable_is_meant() -> None:
    """Behind p(z|x) everything is a function of z, also where x becomes an outcome."""
    text = r"$$p(z|x) \propto p(x,z) \propto p(x,z)\,p(x) \tag{1}$$" + "\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "proved"]
