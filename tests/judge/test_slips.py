"""Hints: the one change that mends a refuted link, in words."""

from __future__ import annotations

import pytest

from hw3verify.judge.edits import edits
from hw3verify.judge.judge import judge_source
from hw3verify.language.readings import parse
from hw3verify.language.sketch import show
from hw3verify.language.source import Source


def hint(line: str) -> str:
    """The hint for the only link of a document, which must be refuted."""
    (link,) = judge_source(Source("mine.md", f"$${line}$$\n"), hints=True).links
    assert link.verdict == "refuted"
    return link.slip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"-\int p(x)\log\frac{p(x)}{q(x)}dx = KL(p\|q)", "other sign"),
        (r"KL(p\|q) = \int p(x)\log\frac{q(x)}{p(x)}dx", "upside down"),
        (r"KL(q(z)\|p(z)) = \int p(z)\log\frac{p(z)}{q(z)}dz", "swapped"),
        (r"\log p(x,z) = \log p(x|z) - \log p(z)", r"other sign of $\log p(z)$"),
        (r"\int p(x)\log\frac{p(x)}{q(x)}dx + 1 = KL(p\|q)", "without the term $1$"),
        (r"JSD(p,q) = KL(p\|\frac{p+q}{2})+\frac{1}{2}KL(q\|\frac{p+q}{2})", "half"),
        (r"KL(p\|q) \le 0", "the other way"),
        (r"\log E_{q(z)}[f(z)^2] = \log \int f(z)^2 dz", "$q(z)$ as a further factor inside"),
    ],
)
def test_a_single_slip_is_named(line: str, words: str) -> None:
    """A sign, swapped arguments, a constant, a factor, a direction, a density: the change that undoes it is found."""
    assert words in hint(line)


def test_equality_that_is_only_a_bound() -> None:
    """Jensen's inequality written as an equality cannot be mended by one edit; the direction that holds is named."""
    assert "only >= holds" in hint(r"\log \int q(z)\frac{p(x,z)}{q(z)}dz = \int q(z)\log\frac{p(x,z)}{q(z)}dz")


def test_true_links_have_no_hint() -> None:
    """Only refuted links are looked at, and nothing is looked for unless it is asked for."""
    true = judge_source(Source("mine.md", "$$1 = 1$$\n"), hints=True)
    assert [link.slip for link in true.links] == [""]
    false = judge_source(Source("mine.md", "$$1 = 2$$\n"))
    assert [link.slip for link in false.links] == [""]


def test_edits_change_one_place() -> None:
    """Every edit of `a - 2 b` differs from it, and the sign flip, the dropped term and the halved number are there."""
    (side,) = parse("a - 2 b").sides
    assert side is not None
    results = [show(e.result) for e in edits(side)]
    assert show(side) not in results
    for wanted in ("a + 2 b", "a", "a - 4 b", "a - 1 b"):
        (other,) = parse(wanted).sides
        assert show(other) in results


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"p(z|x) = \frac{p(x|z)p(x)}{p(z)}", "$p(x)$ and $p(z)$ exchanged"),
        (r"\log\frac{p(x)}{q(x)} = \frac{\log p(x)}{\log q(x)}", "a difference instead of the quotient"),
        (r"e^{a+b}e^{-b} = e^{-a}", "other sign of the exponent"),
    ],
)
def test_slips_of_other_kinds(line: str, words: str) -> None:
    """Two densities exchanged, a quotient of logarithms, a minus sign lost in an exponent."""
    assert words in hint(line)


def test_an_inequality_that_one_edit_mends_together_with_the_next_line() -> None:
    """Turning (1) round would leave (2) broken: the logarithm that is lost breaks both. Alone, (1) is turned round."""
    lines = [
        r"\log p(x) \ge E_{q(z)}\left[\frac{p(x,z)}{q(z)}\right] \tag{1}",
        r"= E_{q(z)}[\log p(x,z)] - E_{q(z)}[\log q(z)] \tag{2}",
    ]
    text = "".join(f"$${line}$$\n\n" for line in lines)
    first, second = judge_source(Source("mine.md", text), hints=True).links
    assert "with the logarithm inside" in first.slip
    assert "(2)" in first.slip
    assert second.inherits == "(1)#0"
    assert hint(r"\log E_{q(z)}[p(x|z)] \le E_{q(z)}[\log p(x|z)]") == "the inequality points the other way: >="


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"\log p(x,z) = \log p(z|x) + \log p(z) + \text{const}", "instead of $p(z|x)$ this line holds"),
        (r"\log p(z|x) = \log p(x|z) - \log p(z) + \text{const}", "other sign of $\\log p(z)$ this line holds"),
        (r"\min_x \left[(x-1)^2 + a\right] = -a", "other sign of the whole side this line holds"),
        (r"\inf_{0\le f\le 1} \left(\int f(x)p(x)dx+\int(1-f(x))q(x)dx\right) = -\int\min(p(x),q(x))dx", "whole side"),
    ],
)
def test_constants_and_extrema(line: str, words: str) -> None:
    """What is up to a constant, and what no single world evaluates, is mended like any equation."""
    assert words in hint(line)


def test_a_lost_term_of_a_mixture() -> None:
    """p/(p+q) with p lost from the sum below the line; the line after it, which is right, says which side is wrong."""
    lines = [
        r"\log\frac{p(x)}{q(x)} = \log p(x) - \log(p(x)+q(x)) \tag{1}",
        r"= \log p(x) - \log q(x) - \log(1+\frac{p(x)}{q(x)}) \tag{2}",
    ]
    first, _ = judge_source(Source("mine.md", "".join(f"$${line}$$\n\n" for line in lines)), hints=True).links
    assert first.slip == r"with $p(x)$ added below the line of $\frac{p(x)}{q(x)}$, on the left, this line holds"


@pytest.mark.parametrize(
    ("laws", "words"),
    [
        (r"\mathcal N(\mu,\sigma)\|\mathcal N(0,1)", "square of $\\sigma$"),
        (r"\mathcal N(\mu,\sigma^2)\|\mathcal N(1,1)", "$0$ instead of $1$"),
    ],
)
def test_laws_that_stand_in_a_formula(laws: str, words: str) -> None:
    """A deviation for a variance, and another mean, within the law itself."""
    line = rf"KL({laws}) = \frac{{1}}{{2}}(\mu^2+\sigma^2-1-\log\sigma^2)"
    (link,) = judge_source(Source("mine.md", f"Let $\\sigma>0$.\n\n$${line}$$\n"), hints=True).links
    assert words in link.slip


def test_a_posterior_that_follows_from_stated_laws() -> None:
    """The exponent 3 in the posterior of a mean, up to a constant."""
    facts = r"Let $p(x|m)=\mathcal N(m,s)$ and $p(m)=\mathcal N(0,t)$ with $s>0$, $t>0$."
    line = r"\log p(m|x) = -\frac{(x-m)^2}{2s}-\frac{m^3}{2t}+\text{const}"
    link = judge_source(Source("mine.md", f"{facts}\n\n$${line}$$\n"), hints=True).links[-1]
    assert link.slip == "with $2$ instead of $3$ this line holds"
