"""Uses that change what a name is."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$E_{q(z)}[U(z)] = \int q(z)U(z)dz \tag{1}$$", "proved"),
        (r"$$E_{q(z)}[U(z)] = U(z) \tag{1}$$", "refuted"),
        ("Let $p(x)=U(0,1)$.\n\n" + r"$$E_{p(x)}[x] = \frac12 \tag{1}$$", "proved"),
        (r"$$KL(U(0,1)\|U(0,2)) = \log 2 \tag{1}$$", "proved"),
    ],
)
def test_u_at_a_variable_is_an_energy_and_at_two_ends_a_law(text: str, verdict: str) -> None:
    """U(z) is a function of z, U(0, 1) the uniform law."""
    assert [link.verdict for link in hw3verify.check(text + "\n").links] == [verdict]


def test_sets_of_single_values_count() -> None:
    """Over z in {1, ..., K} probabilities stay below one; over any z densities need not."""
    claim = r"$$\mathbb{E}_{q(z)}[\log q(z)] \le 0 \tag{1}$$" + "\n"
    counted = hw3verify.check(r"Let $z\in\{1,\dots,K\}$." + "\n\n" + claim)
    assert next(link.verdict for link in counted.links) in ("proved", "supported")
    assert [link.verdict for link in hw3verify.check(claim).links] == ["refuted"]
