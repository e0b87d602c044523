"""Sets of outcomes: events, complements and regions are read as indicators."""

import pytest

import hw3verify

INTRODUCTION = "Let $p$ and $q$ be densities. Let $A$ be an event.\n\n"
REGION = "Let $p$ and $q$ be densities. Let $B=\\{x: p(x)>q(x)\\}$.\n\n"

TRUE = [
    (INTRODUCTION, r"P(A)+P(A^c) = 1"),
    (INTRODUCTION, r"P(A)-Q(A) = Q(A^c)-P(A^c)"),
    (INTRODUCTION, r"\int_{A^c} p(x)\,dx = 1-P(A)"),
    (INTRODUCTION, r"\left|P(A)-Q(A)\right| \le TV(p,q)"),
    (REGION, r"p(B)-q(B) = TV(p,q)"),
    (REGION, r"p(B)-q(B) = \int_B (p(x)-q(x))\,dx"),
    (REGION, r"p(B)-q(B) = \int_{p>q} (p-q)\,dx"),
    (REGION, r"q(B^c)-p(B^c) = \int\max(p(x)-q(x),0)\,dx"),
]
FALSE = [
    (INTRODUCTION, r"P(A)-Q(A) = P(A^c)-Q(A^c)"),
    (INTRODUCTION, r"\left|P(A)-Q(A)\right| \le \frac12 TV(p,q)"),
    (INTRODUCTION, r"P(A) \le 2Q(A)"),
    (REGION, r"p(B)-q(B) = \int|p(x)-q(x)|\,dx"),
    (REGION, r"p(B) \le \frac12"),
]
UNSAID = [
    "Let $p$ and $q$ be densities. Let $A$ be the set of outcomes that $p$ prefers.\n\n",
    "Let $p$ and $q$ be densities. Here $A$ is the region in which $p$ is small.\n\n",
    "Let $p$ and $q$ be densities.\n\n",
]


def verdict(before: str, link: str) -> str:
    """The verdict on one link behind an introduction."""
    return hw3verify.check(f"{before}$${link} \\tag{{1}}$$\n").links[0].verdict


@pytest.mark.parametrize(("before", "link"), TRUE)
def test_true_links_about_sets(before: str, link: str) -> None:
    """What holds for every set, or for the region where p exceeds q, is never refuted and is understood."""
    assert verdict(before, link) in ("proved", "supported")


@pytest.mark.parametrize(("before", "link"), FALSE)
def test_false_links_about_sets(before: str, link: str) -> None:
    """A set, or two densities, for which it fails."""
    assert verdict(before, link) == "refuted"


@pytest.mark.parametrize("before", UNSAID)
def test_a_set_that_no_formula_describes_is_not_any_set(before: str) -> None:
    """Words may say which set it is, and then P(A) <= 2 Q(A) may hold: it is not refuted."""
    assert verdict(before, r"P(A) \le 2Q(A)") == "undecided"


def test_total_variation_recalled_as_a_supremum_over_events() -> None:
    """The supremum over events is the usual total variation."""
    before = "Let $p$ and $q$ be densities. Recall $TV(p,q)=\\sup_A |p(A)-q(A)|$.\n\n"
    assert verdict(before, r"\int\min(p(x),q(x))\,dx = 1-TV(p,q)") in ("proved", "supported")
    assert verdict(before, r"\int\min(p(x),q(x))\,dx = 1-2TV(p,q)") == "refuted"


def test_a_calligraphic_letter_between_bars_counts_values() -> None:
    """The entropy is at most the logarithm of the number of values, and smaller where p is not uniform."""
    text = "Let $X$ have the mass function $p(x)$ on $\\mathcal X$.\n\n"
    lines = "$$H(X) \\le \\log|\\mathcal X| \\tag{1}$$\n\n$$H(X) = \\log|\\mathcal X| \\tag{2}$$\n"
    assert [link.verdict for link in hw3verify.check(text + lines).links] == ["proved", "refuted"]
