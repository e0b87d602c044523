"""Densities at values of binary variables."""

import pytest

import hw3verify


def said(given: str, claim: str) -> str:
    """The verdict on one line under what is given."""
    return hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("p(x) = p(x,z=0)+p(x,z=1)", "proved"),
        ("p(z=0|x) = 1-p(z=1|x)", "proved"),
        (r"p(z=1|x) = \frac{p(x|z=1)p(z=1)}{p(x)}", "proved"),
        (r"p(z=1|x) = \frac{p(x|z=1)p(z=1)}{p(x|z=1)p(z=1)+p(x|z=0)p(z=0)}", "proved"),
        (r"p(z=1|x) = \frac{p(x|z=1)}{p(x|z=1)+p(x|z=0)}", "refuted"),
        ("p(z=1|x) = p(x|z=1)p(z=1)", "refuted"),
        ("p(z=1|x) = p(x,z=1)", "refuted"),
        (r"\sum_{z\in\{0,1\}} p(x,z) = p(x)", "proved"),
    ],
)
def test_bayes_rule_at_values(claim: str, verdict: str) -> None:
    """Total probability and Bayes' rule for two classes; a prior that is left out is a mistake."""
    assert said("Let $z$ be binary.", claim) == verdict
    assert said(r"Let $z\in\{0,1\}$.", claim) == verdict


@pytest.mark.parametrize("weight", [r"\pi", r"\theta"])
def test_stated_classes(weight: str) -> None:
    """The posterior of two classes with densities p_1 and p_0 and a prior: the textbook's formula."""
    given = f"Let $y\\in\\{{0,1\\}}$ with $p(y=1)={weight}$, $p(x|y=1)=p_1(x)$, $p(x|y=0)=p_0(x)$ and $0<{weight}<1$."
    bayes = f"\\frac{{{weight} p_1(x)}}{{{weight} p_1(x)+(1-{weight})p_0(x)}}"
    assert said(given, f"p(y=1|x) = {bayes}") == "proved"
    assert said(given, r"p(y=1|x) = \frac{p_1(x)}{p_1(x)+p_0(x)}") != "proved"
    assert said(given, f"p(y=0|x) = {bayes}") != "proved"


def test_the_discriminator_of_equal_priors() -> None:
    """With equal priors the posterior of the data is p_data / (p_data + p_G), as the optimal discriminator is."""
    given = (
        r"Let $y\in\{0,1\}$ with $p(y=1)=p(y=0)=\frac12$, $p(x|y=1)=p_{data}(x)$ and $p(x|y=0)=p_G(x)$."
    )
    assert said(given, r"p(y=1|x) = \frac{p_{data}(x)}{p_{data}(x)+p_G(x)}") == "proved"
    assert said(given, r"p(y=1|x) = \frac{p_G(x)}{p_{data}(x)+p_G(x)}") == "refuted"
    assert said(given, r"p(x) = \frac{p_{data}(x)+p_G(x)}{2}") == "proved"


def test_other_values_are_not_guessed() -> None:
    """A variable of which the text has three values, or one only, is not known to be binary."""
    assert said("Let $p(x,z)$ be a density.", "p(x) = p(x,z=0)+p(x,z=1)+p(x,z=2)") == "undecided"
    assert said("Let $p(x,z)$ be a density.", "p(z=1|x) = p(x|z=1)p(z=1)/p(x)") == "undecided"


def test_a_divergence_of_two_values_is_the_sum_over_them() -> None:
    """Two cells of a binary variable are its two values: the sum over both is the divergence."""
    terms = [rf"q(z={k})\log\frac{{q(z={k})}}{{p(z={k})}}" for k in (0, 1)]
    given = r"Let $z\in\{0,1\}$."
    assert said(given, rf"KL(q(z)\|p(z)) = {terms[0]}+{terms[1]}") in ("proved", "supported")
    assert said(given, rf"KL(q(z)\|p(z)) = {terms[1]}") != "proved"
    assert said(given, "p(x,z=1) \\le p(x)") != "refuted"
