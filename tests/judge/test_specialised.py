"""Claims about a density with moments: refuted by a law, and functional derivatives at a point."""

import pytest

import hw3verify

LINE = r"Let $q(y)$ be a density on $\mathbb{R}$ with mean $0$ and variance $\sigma^2$, $\sigma>0$."
HALF = r"Let $p(x)$ be a density on $[0,\infty)$ with $E_p[x]=m$, $m>0$."


def said(given: str, claim: str) -> str:
    """The verdict on one line under what is given."""
    return hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (LINE, r"H(q) \le \frac12\log(2\pi e\sigma)"),
        (LINE, r"H(q) \le \frac12\log(2\pi\sigma^2)"),
        (LINE, r"H(q) \ge \frac12\log(2\pi e\sigma^2)"),
        (HALF, r"H(p) \ge 1+\log m"),
        (HALF, r"H(p) \le \log m"),
    ],
)
def test_one_law_refutes(given: str, claim: str) -> None:
    """Normal, Laplace, uniform and exponential laws have entropies that tables list, and break these lines."""
    assert said(given, claim) == "refuted"


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (LINE, r"H(q) \le \frac12\log(2\pi e\sigma^2)"),
        (HALF, r"H(p) \le 1+\log m"),
        (LINE, r"E_q[y^2] = \sigma^2"),
        (HALF, r"E_p[x^2] \ge m^2"),
    ],
)
def test_no_law_refutes_what_is_true(given: str, claim: str) -> None:
    """The normal and the exponential law have the largest entropies; second moments are at least squares of means."""
    assert said(given, claim) != "refuted"


@pytest.mark.parametrize(("right", "verdict"), [("-1+a+bx", "proved"), ("a+bx", "refuted"), ("-1+a+b", "refuted")])
def test_the_slope_of_an_entropy_beside_a_mean(right: str, verdict: str) -> None:
    """The derivative of -t log t is -log t - 1, that of the multipliers' terms a + b x."""
    left = r"\frac{\delta}{\delta p(x)}\left[-\int p(x)\log p(x)dx+a\int p(x)dx+b\int xp(x)dx\right]"
    assert said("Let $a$ and $b$ be real.", f"{left} = -\\log p(x){right}") == verdict
