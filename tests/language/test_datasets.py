"""Data that are independent given a random parameter: conjugate posteriors, against the closed forms of textbooks."""

from __future__ import annotations

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source

COIN = (
    r"Let $x_1,\dots,x_n$ be i.i.d. $\mathrm{Ber}(\theta)$ given $\theta$, and $\theta\sim\mathrm{Beta}(a,b)$"
    r" with $a,b>0$."
)
COUNTS = (
    r"Let $x_i\mid\lambda\sim\mathrm{Poisson}(\lambda)$ for $i=1,\dots,n$ be independent, and"
    r" $\lambda\sim\mathrm{Gamma}(a,b)$ with $a,b>0$."
)
TIMES = (
    r"Let $x_1,\dots,x_n$ be i.i.d. given $\lambda$ with $p(x_i|\lambda)=\lambda e^{-\lambda x_i}$ for $x_i>0$, and"
    r" $p(\lambda)=\mathrm{Gamma}(\lambda;a,b)$ with $a,b>0$."
)
BELL = (
    r"Let $p(x_i|\mu)=\mathcal{N}(x_i;\mu,v)$, independently for $i=1,\dots,n$, and $p(\mu)=\mathcal{N}(\mu;m,w)$"
    r" with $v,w>0$."
)
S = r"\sum_{i=1}^n x_i"


def verdict(facts: str, display: str) -> str:
    """What is said of one link under some facts."""
    (link,) = judge_source(Source("mine.md", f"{facts}\n\n$${display} \\tag{{1}}$$\n")).links
    return link.verdict


@pytest.mark.parametrize(
    "facts",
    [
        COIN,
        (r"Let $D=\{x_1,\dots,x_n\}$ be i.i.d. draws from $\mathrm{Bernoulli}(\theta)$ and let"
        r" $\theta\sim\mathrm{Beta}(a,b)$ with $a,b>0$."),
        (r"Let $x_1,\dots,x_n\mid\theta\overset{\text{iid}}{\sim}\mathrm{Bern}(\theta)$ and"
        r" $\theta\sim\mathrm{Beta}(a,b)$, where $a>0$ and $b>0$."),
        (r"Suppose $x_1, x_2, \ldots, x_n$ are conditionally independent given $\theta$ with"
        r" $p(x_i\mid\theta)=\theta^{x_i}(1-\theta)^{1-x_i}$ for $x_i\in\{0,1\}$, and"
        r" $p(\theta)=\mathrm{Beta}(\theta\mid a,b)$ with $a,b>0$."),
        (r"Given $\theta$, the observations $x_1,\dots,x_n$ are i.i.d. $\mathrm{Ber}(\theta)$."
        r" Let $p(\theta)=\mathrm{Beta}(\theta;a,b)$ and $a,b>0$."),
        (r"Let $x_1,\dots,x_n$ be i.i.d. Bernoulli with parameter $\theta$, and let $\theta$ have a"
        r" $\mathrm{Beta}(a,b)$ prior, $a,b>0$."),
        (r"Let $p(\theta)=\frac{\Gamma(a+b)}{\Gamma(a)\Gamma(b)}\theta^{a-1}(1-\theta)^{b-1}$ with $a,b>0$. Let"
        r" $x_i\mid\theta\sim\mathrm{Bernoulli}(\theta)$ for $i=1,\dots,n$."),
        (r"Let $\theta\sim\mathrm{Beta}(a,b)$ with $a,b>0$ and let $X_1,\dots,X_n$ be i.i.d. $\mathrm{Ber}(\theta)$"
        r" given $\theta$."),
        (r"Let $p(x_1,\dots,x_n\mid\theta)=\prod_{i=1}^n p(x_i\mid\theta)$ with $p(x\mid\theta)=\mathrm{Ber}(x;\theta)$"
        r" and $p(\theta)=\mathrm{Beta}(\theta;a,b)$, $a,b>0$."),
    ],
)
def test_every_wording_says_the_same(facts: str) -> None:
    """The posterior of a coin is Beta(a + s, b + n - s), and not Beta(a + s, b + n)."""
    assert verdict(facts, rf"p(\theta|D) = \mathrm{{Beta}}(\theta;a+{S},b+n-{S})") == "proved"
    assert verdict(facts, rf"p(\theta|D) = \mathrm{{Beta}}(\theta;a+{S},b+n)") == "refuted"


@pytest.mark.parametrize(
    ("facts", "display", "expected"),
    [
        (COIN, rf"p(x_1,\dots,x_n|\theta) = \theta^{{{S}}}(1-\theta)^{{n-{S}}}", "proved"),
        (COIN, rf"p(x_1,\dots,x_n|\theta) = \theta^{{n}}(1-\theta)^{{n-{S}}}", "refuted"),
        (COIN, rf"p(\theta|x_1,\dots,x_n) \propto \theta^{{a+{S}-1}}(1-\theta)^{{b+n-{S}-1}}", "proved"),
        (COIN, rf"p(\theta|x_1,\dots,x_n) \propto \theta^{{a+{S}}}(1-\theta)^{{b+n-{S}}}", "refuted"),
        (COIN, rf"p(x_{{1:n}}) = \frac{{B(a+{S},b+n-{S})}}{{B(a,b)}}", "proved"),
        (COIN, rf"E[\theta|x_1,\dots,x_n] = \frac{{a+{S}}}{{a+b+n}}", "proved"),
        (COIN, rf"E[\theta|x_1,\dots,x_n] = \frac{{a+{S}-1}}{{a+b+n-2}}", "refuted"),
        (COIN, rf"p(x_{{n+1}}=1|x_1,\dots,x_n) = \frac{{a+{S}}}{{a+b+n}}", "proved"),
        (COIN, rf"p(x_{{n+1}}=1|x_1,\dots,x_n) = \frac{{{S}}}{{n}}", "refuted"),
        (COUNTS, rf"p(\lambda|x_1,\dots,x_n) = \mathrm{{Gamma}}(\lambda;a+{S},b+n)", "proved"),
        (COUNTS, rf"p(\lambda|x_1,\dots,x_n) = \mathrm{{Gamma}}(\lambda;a+{S},b+1)", "refuted"),
        (COUNTS, rf"E[\lambda|x_1,\dots,x_n] = \frac{{a+{S}}}{{b+n}}", "proved"),
        (TIMES, rf"p(\lambda|x_1,\dots,x_n) = \mathrm{{Gamma}}(\lambda;a+n,b+{S})", "proved"),
        (TIMES, rf"p(\lambda|x_1,\dots,x_n) = \mathrm{{Gamma}}(\lambda;a+{S},b+n)", "refuted"),
        (BELL, rf"E[\mu|x_1,\dots,x_n] = \frac{{v m+w{S}}}{{v+nw}}", "proved"),
        (BELL, rf"E[\mu|x_1,\dots,x_n] = \frac{{{S}}}{{n}}", "refuted"),
        (BELL, r"\mathrm{Var}(\mu|x_1,\dots,x_n) = \frac{vw}{v+nw}", "proved"),
        (BELL, r"\mathrm{Var}(\mu|x_1,\dots,x_n) = \frac{vw}{v+w}", "refuted"),
        (BELL, rf"\arg\max_\mu p(\mu|D) = \frac{{v m+w{S}}}{{v+nw}}", "proved"),
        (BELL, rf"\arg\max_\mu p(D|\mu) = {S}", "refuted"),
        (COIN, rf"p(D|\theta) \propto \theta^{{{S}}}(1-\theta)^{{n-{S}}}", "proved"),
        (COIN, rf"p(D|\theta) \propto \theta^{{{S}}}", "refuted"),
        (COIN, r"p(\theta|D) = \frac{p(D|\theta)p(\theta)}{\int p(D|\theta')p(\theta')d\theta'}", "proved"),
        (COIN, r"p(x_{n+1}|D) = \int p(x_{n+1}|\theta)p(\theta|D)d\theta", "proved"),
        (COIN, r"p(x_{n+1}|D) = p(x_{n+1}|\theta)", "refuted"),
        (COIN, r"\theta^{2a} \propto |\theta|^{2a}", "undecided"),
    ],
)
def test_posteriors_are_those_of_textbooks(facts: str, display: str, expected: str) -> None:
    """Bernoulli-Beta, Poisson-Gamma, exponential-Gamma and normal-normal, and common slips of each; modes."""
    assert verdict(facts, display) == expected


def test_what_is_independent_given_a_parameter_is_not_independent() -> None:
    """Draws that share a random mean are correlated: the variance of their sum is no sum of variances."""
    facts = r"Let $X_1,\dots,X_n$ be i.i.d. given $\theta$ and let $p(\theta)=\mathcal{N}(\theta;0,1)$."
    assert verdict(facts, r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n\mathrm{Var}(X_1)") == "undecided"


def test_where_data_lie_is_over_with_their_part() -> None:
    """Waiting times are positive, normal data of the next part need not be: their sum may be anything."""
    text = f"(a) {TIMES}\n\n$${S} > 0 \\tag{{1}}$$\n\n(b) {BELL}\n\n$${S} > 0 \\tag{{2}}$$\n"
    first, second = judge_source(Source("mine.md", text)).links
    assert (first.verdict, second.verdict) == ("proved", "refuted")


def test_a_new_draw_needs_its_place() -> None:
    """Two sets of data on both sides of the bar are not understood, so nothing is said of them."""
    assert verdict(COIN, r"p(x_1,\dots,x_n|x_1,\dots,x_n) = 2") == "undecided"
