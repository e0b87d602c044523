"""Facts that hold for some values only are not used for all of them."""

import pytest

import hw3verify
from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source

PARTIAL = [
    "Let $f(x)>0$ on $[0,1]$.",
    "Assume $f(x)>0$ for most $x$.",
    "Suppose there is an $x$ with $f(x)>0$.",
    "Let $x$ be a point with $f(x)>0$.",
    "Let $A$ be the set of points $x$ with $f(x)>0$.",
    "Let $f(x)>0$ whenever $g(x)>0$.",
    "Let $f(x)>0$, except for $x=0$.",
    "Suppose that for $x>0$ the function satisfies $f(x)>0$.",
    "Suppose one of $g(x)>0$ and $f(x)>0$ holds.",
    "Suppose $f(x)>0$ implies $g(x)>0$.",
]
WHOLE = [
    "Let $f(x)>0$.",
    "Let $f(x)>0$ for all $x$.",
    "Let $f(x)>0$ at every point.",
    "Let $f(x)>0$ for $x\\in\\mathbb R$.",
    "Let $f(x)>0$ on the whole line.",
    "Let $f(x)>0$ for simplicity.",
    "Let $f(x)>0$ and $g(x)>1$ for each $x$ in the support of $q$.",
]
LINE = "\n\n$$E_{q(x)}[f(x)] > 0 \\tag{1}$$\n"


@pytest.mark.parametrize("fact", PARTIAL)
def test_what_holds_for_some_values_proves_nothing(fact: str) -> None:
    """f may be -1 where the fact says nothing, so its mean may be negative; but the fact may be meant for all x."""
    assert hw3verify.check(fact + LINE).links[0].verdict == "undecided"


@pytest.mark.parametrize("fact", WHOLE)
def test_what_holds_for_all_values_is_used(fact: str) -> None:
    """The mean of a positive function is positive."""
    assert hw3verify.check(fact + LINE).links[0].verdict == "proved"


def test_a_definition_is_used_on_its_domain_only() -> None:
    """f(t) = t for t > 0 says nothing of f(-1) and of a mean over the whole line; p/q is positive."""
    lines = (r"f(-1) = -1", r"E_{q(t)}[f(t)] = E_{q(t)}[t]", r"\int q(x) f\left(\frac{p(x)}{q(x)}\right) dx = 1")
    texts = (f"Let $f(t)=t$ for $t>0$.\n\n$${line} \\tag{{1}}$$" for line in lines)
    assert [hw3verify.check(text).links[0].verdict for text in texts] == ["undecided", "undecided", "proved"]


def test_densities_are_not_ordered_everywhere() -> None:
    """Of two densities none lies below the other everywhere, unless they are equal: what says so was said of some x."""
    text = r"""Let $p(x)\le q(x)$.

$$KL(p(x)\|q(x)) = 0 \tag{1}$$
"""
    assert hw3verify.check(text).links[0].verdict == "undecided"


@pytest.mark.parametrize(
    ("display", "expected"),
    [("f(3) = 9", "proved"), (r"\sqrt{f(x)} = x", "proved"), (r"\sqrt{x^2} = x", "undecided"), ("x^2 = x", "refuted")],
)
def test_the_range_of_a_definition_is_that_of_its_variable(display: str, expected: str) -> None:
    """f(x) = x^2 for x >= 0 says nothing of the x of another formula; what holds on the range is not refuted."""
    text = f"Let $f(x)=x^2$ for $x\\ge0$.\n\n$${display} \\tag{{1}}$$\n"
    (link,) = judge_source(Source("mine.md", text)).links
    assert link.verdict == expected
