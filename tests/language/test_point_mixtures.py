"""Laws on finitely many points: divergences and distances by hand, and what is not settled by the text."""

import pytest

import hw3verify

GIVEN = r"Let $0<\epsilon<1$ and let $n$ be a positive integer."
NEAR = r"(1-\epsilon)\delta_0+\epsilon\delta_1"


def _verdict(claim: str, given: str = GIVEN) -> str:
    (link,) = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"W_1(\tfrac12\delta_0+\tfrac12\delta_1,\delta_{1/2}) = \tfrac12",
        rf"W_1(\delta_0,{NEAR}) = \epsilon",
        rf"TV(\delta_0,{NEAR}) = \epsilon",
        rf"KL(\delta_0\|{NEAR}) = -\log(1-\epsilon)",
        rf"KL({NEAR}\|\delta_0) = \infty",
        r"W_1\left(\frac{\delta_0+\delta_2}{2},\frac{\delta_1+\delta_3}{2}\right) = 1",
        r"JSD\left(\frac{\delta_0+\delta_2}{2},\frac{\delta_1+\delta_3}{2}\right) = \log 2",
        r"W_1\left(\delta_0,\left(1-\tfrac1n\right)\delta_0+\tfrac1n\delta_{n^2}\right) = n",
    ],
)
def test_true_by_hand(claim: str) -> None:
    """Mass times the way it goes; half the differences of the masses; the mass that is not covered."""
    assert _verdict(claim) == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        rf"TV(\delta_0,{NEAR}) = 2\epsilon",
        r"W_1\left(\frac{\delta_0+\delta_2}{2},\frac{\delta_1+\delta_3}{2}\right) = 2",
        r"TV\left(\delta_0,\left(1-\tfrac1n\right)\delta_0+\tfrac1n\delta_{n^2}\right) = \frac2n",
    ],
)
def test_false_by_hand(claim: str) -> None:
    """A factor 2 too much."""
    assert _verdict(claim) == "refuted"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (r"W_1(\tfrac12\delta_0+\tfrac13\delta_1,\delta_0) = \tfrac13", GIVEN),
        (r"TV(\delta_0,(1-c)\delta_0+c\delta_1) = c", "Let $c$ be a number."),
        (r"TV(\tfrac12\delta_a+\tfrac12\delta_b,\delta_a) = 1", "Let $a$ and $b$ be numbers."),
    ],
)
def test_what_is_not_settled(claim: str, given: str) -> None:
    """Masses that add up to 5/6, masses of unknown sign, points that may be one."""
    assert _verdict(claim, given) == "undecided"


def test_a_mixture_can_be_stated() -> None:
    """Half of the mass goes from 0 to theta, half from 1: together 1/2, wherever theta lies between."""
    given = r"Let $P=\frac12\delta_0+\frac12\delta_1$ and $Q=\delta_\theta$ with $0<\theta<1$."
    assert [_verdict(c, given) for c in (r"W_1(P,Q) = \frac12", r"W_1(P,Q) = \theta")] == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\mathbb{E}_{x\sim M}[e^x] = \frac{1+e}{2}", "proved"),
        (r"\mathrm{Var}_{x\sim M}[x] = \frac14", "proved"),
        (r"\mathrm{Var}_{x\sim M}[x] = \frac12", "refuted"),
        (r"\int M(x)\,dx = 3", "undecided"),
    ],
)
def test_expectations_under_a_law_on_points(line: str, expected: str) -> None:
    """A fair coin has mean 1/2 and variance 1/4; its law has no density to integrate."""
    text = f"Let $M=\\frac12\\delta_0+\\frac12\\delta_1$.\n\n$${line} \\tag{{1}}$$\n"
    assert hw3verify.check(text).links[-1].verdict == expected
