"""Densities that live on a part of the line, and those with a mean and a variance in words."""

import pytest

import hw3verify

EXP = r"Let $r(x)=\frac1m e^{-x/m}$ for $x\ge 0$."


def said(given: str, claim: str) -> str:
    """The verdict on one line under what is given."""
    return hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    "given",
    [
        r"Let $p(x)$ be a density on $[0,\infty)$ with $\int_0^\infty x\,p(x)\,dx=m$ and $m>0$.",
        r"Let $p(x)$ be a probability density on the half-line with $E_p[x]=m$ and $m>0$.",
        r"Let $m>0$. Suppose $p(x)=0$ for $x<0$ and $\int_0^\infty x\,p(x)\,dx=m$.",
        r"Let $p(x)$ be a density on $x\ge 0$ with mean $m$, $m>0$.",
    ],
)
def test_an_integral_over_where_a_density_lives_is_its_whole_integral(given: str) -> None:
    """The mass is 1, and the cross-entropy to the exponential law of the same mean is log m + 1 (by hand)."""
    assert said(given, r"\int_0^\infty p(x)\,dx = 1") == "proved"
    assert said(f"{given} {EXP}", r"-\int_0^\infty p(x)\log r(x)\,dx = \log m + 1") == "proved"
    assert said(f"{given} {EXP}", r"-\int_0^\infty p(x)\log r(x)\,dx = \log m - 1") != "proved"
    assert said(f"{given} {EXP}", r"KL(p\|r) = \log m + 1 - H(p)") == "proved"
    assert said(f"{given} {EXP}", r"H(p) \le -\int p(x)\log r(x)\,dx") == "proved"


def test_nothing_is_said_of_other_ends() -> None:
    """A density on the half line has less than all of its mass from 1 on, and one on the line from 0 on."""
    assert said(r"Let $p(x)$ be a density on $[0,\infty)$.", r"\int_1^\infty p(x)\,dx = 1") != "proved"
    assert said(r"Let $p(x)$ be a density on $\mathbb{R}$.", r"\int_0^\infty p(x)\,dx = 1") != "proved"


def test_mean_and_variance_in_words_hold_for_a_density() -> None:
    """E[y^2] = v + m^2 if the mean is m and the variance v; without the mean it is another number."""
    given = r"Let $q(y)$ be a density on $\mathbb{R}$ with mean $m$ and variance $v$, $v>0$."
    assert said(given, "E_q[y^2] = v + m^2") in ("proved", "supported")
    assert said(given, "E_q[y] = m") == "proved"
    assert said(given, "E_q[y] = v") != "proved"
