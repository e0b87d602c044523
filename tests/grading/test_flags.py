"""Flags: what looks like an attempt to cheat, and what does not."""

import pytest

from hw3verify.assignments.loader import read_assignment
from hw3verify.grading.flags import ASSUMES, CONTRADICTION, HIDDEN, bare, flags_of
from hw3verify.judge.judge import try_source
from hw3verify.language.source import Source

ASKED = r"""# Small

## 1 One

### (a) The bound {points=3}

Given $p(x,z) = p(x|z)p(z)$. Show that

$$\log p(x) \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz$$
"""
ASSIGNMENT = read_assignment(Source("small.md", ASKED), "small")


def flags(text: str) -> list[tuple[str, int]]:
    source = Source("a.md", text)
    return [(flag["kind"], flag["line"]) for flag in flags_of(try_source(source, ASSIGNMENT), ASSIGNMENT)]


HONEST = r"""## 1 One

(a) Given $p(x,z) = p(x|z)p(z)$, by Jensen's inequality

$$\log p(x) = \log\int q(z)\frac{p(x,z)}{q(z)} dz \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz \tag{1}$$
"""


def test_an_honest_derivation_has_no_flags() -> None:
    """A derivation that restates what was given, in a text with accents and joiners, has no flags."""
    assert flags(HONEST.replace("by", "d'après Zoë, نمی‌خواهم, by")) == []


def test_the_goal_as_a_fact() -> None:
    """What is to be shown, stated as a fact in other spacing, is flagged, and so is the link that repeats it."""
    text = r"""## 1 One

(a) Assume $\log p(x)\;\ge\;\int {q(z)}\log\frac{p(x,z)}{q(z)}\,dz$. Then

$$\log p(x) \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz \tag{1}$$
"""
    assert (ASSUMES, 0) in flags(text)
    assert {kind for kind, _ in flags(text)} == {ASSUMES}


def test_contradictory_facts() -> None:
    """A fact of which the kernel proves the opposite is flagged at the link that would follow from it."""
    text = "(a) Assume $\\int q(z) dz = 2$.\n\n$$\\int q(z) dz = 2 \\tag{1}$$\n$$\\int 2 q(z) dz = 4 \\tag{2}$$\n"
    assert any(kind in (CONTRADICTION, ASSUMES) for kind, _ in flags(text))
    two = "(a) Assume $a > b$ and $b > a$.\n\n$$a = b + 1 \\tag{1}$$\n$$a > b \\tag{2}$$\n"
    assert CONTRADICTION in {kind for kind, _ in flags(two)}


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u202e", "\u2066", "\U000e0041", "\ue000", "\u00ad", r"\phantom{x}",
     r"\color{white} x", "<p style='display:none'>"],
)
def test_what_does_not_show(hidden: str) -> None:
    """Zero width, direction marks, tags, private use, soft hyphens and hidden formulas are flagged with their line."""
    assert flags(f"(a) first\n\nsecond {hidden} line\n\n$$a = a$$\n") == [(HIDDEN, 3)]


def test_flags_are_bounded() -> None:
    """A thousand kinds of hidden signs are at most twenty flags."""
    assert len(flags("$$a = a$$ " + "".join(chr(0xE000 + n) for n in range(1000)))) == 20


def test_spacing_does_not_matter() -> None:
    """Two formulas are alike when they differ in spaces, braces and the size of brackets only."""
    assert bare(r"\left( {a} \right)\, b \tag{3}") == bare("(a)b")
    assert bare(r"\leftarrow a") != bare(r"arrow a")
    assert bare("a_1 b") != bare("a_2 b")
