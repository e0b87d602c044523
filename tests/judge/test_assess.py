"""Unknown constants, rounding, infinity: what must not be refuted."""

import pytest

import hw3verify


def verdict(*displays: str) -> str:
    """The verdict on the last link."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return hw3verify.check(text + "\n").links[-1].verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"\log p(x) = -f(x) + C",
        r"\log p(x) + C = -f(x)",
        r"\log p(x) = -f(x) + \text{const}",
        r"\sum_{i=1}^n (x_i - \bar x)^2 = \sum_{i=1}^n x_i^2 - n\bar x^2",
        r"\sum_{k=1}^K q_k \log \frac{q_k}{p_k} \ge 0",
        r"\|x\|^2 = x^2 + 1",
        r"W_2(p,q)=W_1(p,q)",
    ],
)
def test_what_nothing_explains_is_neither_proved_nor_refuted(claim: str) -> None:
    """A constant, a mean, masses, a norm: none is said to be what it must be."""
    assert verdict(claim) == "undecided"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\log 2 \approx 0.69", "proved"),
        (r"2\log 2 \approx 1.39", "proved"),
        (r"2\log 2 \approx 1.38", "undecided"),
        (r"2\log 2 \approx 1.37", "refuted"),
        (r"\log 2 = 0.69", "undecided"),
        (r"0.1+0.2=0.3", "proved"),
        (r"\log 2 < 0.69", "refuted"),
    ],
)
def test_decimals(claim: str, said: str) -> None:
    """log 2 = 0.6931...: rounded is right, cut off is open, neither is wrong."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\log\infty=\infty", "proved"),
        (r"0\log 0=0", "proved"),
        (r"\infty - \infty = 0", "undecided"),
        (r"\frac00=1", "undecided"),
    ],
)
def test_infinity(claim: str, said: str) -> None:
    """c/0 and log infinity are infinite, 0 log 0 is 0, the rest has no value."""
    assert verdict(claim) == said


def test_derivatives_by_a_hidden_parameter_are_not_zero() -> None:
    """Scores do not vanish in general."""
    for claim in (
        r"\frac{d}{d\theta}\log p(x;\theta) = 0",
        r"\frac{d}{d\theta} f_\theta(x) = 0",
        r"\frac{d}{d\mu} p(x)=0",
    ):
        assert verdict(claim) != "proved"
    assert verdict(r"\nabla_\theta KL(q\|p_\theta) = -E_q[\nabla_\theta \log p_\theta(x)]") == "proved"
    assert verdict(r"\nabla_\theta KL(q\|p_\theta) = E_q[\nabla_\theta \log p_\theta(x)]") == "refuted"


@pytest.mark.parametrize(
    "claim",
    [r"p(x) = \int p(x,z)", r"\log p(x) = \log\sum p(x,z)", r"\int p(x|z)p(z) = p(x)", r"p(z) = \int p(x|z)p(z)"],
)
def test_a_missing_variable_is_not_one_that_the_other_side_leaves_free(claim: str) -> None:
    """Total probability, with the variable that the marginal tells."""
    assert verdict(claim) == "proved"


@pytest.mark.parametrize(
    "claim",
    [r"\int p(x,z) = 1", r"KL(q(x,y)\|p(x,y)) = \int q(x,y)\log\frac{q(x,y)}{p(x,y)}", r"p(x) = 2\int p(x,z,y)"],
)
def test_a_guessed_variable_refutes_nothing(claim: str) -> None:
    """One integral sign may stand for two: the first two are true then."""
    assert verdict(claim) == "undecided"


def test_a_missing_variable_that_only_one_reading_has_refutes() -> None:
    """q(z|x) averages over z; the sign is wrong, and nothing had to be guessed."""
    assert verdict(r"\log p(x) = \int q(z|x)\log\frac{p(z,x)}{p(z|x)}") == "proved"
    assert verdict(r"\log p(x) = \int q(z|x)\log\frac{p(z|x)}{p(z,x)}") == "refuted"
