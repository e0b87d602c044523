"""The data density is the marginal of the joint that an encoder makes with it; functionals of variables are labels."""

import pytest

import hw3verify

AGGREGATED = [
    r"Let $q(z)=\int p_{data}(x)q(z|x)\,dx$.",
    r"Let $q(z)=E_{p_{data}(x)}[q(z|x)]$ be the aggregated posterior.",
    r"Let $q(x,z)=p_{data}(x)q(z|x)$.",
]


def said(given: str, claim: str) -> str:
    """The verdict on one line under what is given."""
    return hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize("given", AGGREGATED)
def test_the_rate_is_information_and_a_divergence_of_the_aggregate(given: str) -> None:
    """The identity of Hoffman and Johnson, and what it implies; the divergence the other way round is another one."""
    rate, rest = r"E_{p_{data}(x)}[KL(q(z|x)\|p(z))]", r"KL(q(z)\|p(z))"
    information = r"E_{p_{data}(x)}[KL(q(z|x)\|q(z))]"
    assert said(given, f"{rate} = {information} + {rest}") == "proved"
    assert said(given, f"{rate} \\ge {rest}") == "proved"
    assert said(given, f"{rate} \\le {rest}") == "refuted"
    assert said(given, f"{information} = E_{{p_{{data}}(x)}}[KL(q(z)\\|q(z|x))]") == "refuted"


def test_a_density_with_more_variables_is_lent_by_nobody() -> None:
    """p knows x and z together: p(x) need not be the q(x) of q, and what is said of both stays a condition."""
    given = r"Let $q(z)=\int p(x)q(z|x)\,dx$. Let $q(x)$ be another density."
    assert said(given, r"q(x) = p(x)") != "proved"


def test_an_information_is_a_number_and_no_identity_matrix() -> None:
    """I_q that averages a divergence is nonnegative, and smaller than the rate."""
    given = f"{AGGREGATED[0]} Let $I_q=E_{{p_{{data}}(x)}}[KL(q(z|x)\\|q(z))]$."
    assert said(given, r"I_q \ge 0") == "proved"
    assert said(given, r"I_q \ge E_{p_{data}(x)}[KL(q(z|x)\|p(z))]") == "refuted"


def test_functionals_of_variables_are_told_apart_by_them() -> None:
    """h(x), h(z) and h(x, z) are three entropies: the information is h(x) + h(z) - h(x, z)."""
    given = (
        r"Recall $h(x)=-\int p(x)\log p(x)dx$, $h(z)=-\int p(z)\log p(z)dz$ and"
        r" $h(x,z)=-\iint p(x,z)\log p(x,z)dxdz$."
    )
    information = r"\iint p(x,z)\log\frac{p(x,z)}{p(x)p(z)}dxdz"
    assert said(given, f"{information} = h(x)+h(z)-h(x,z)") == "proved"
    assert said(given, f"{information} = h(x)+h(z)+h(x,z)") == "refuted"
    assert said(given, r"h(y) = h(x)") == "undecided"
