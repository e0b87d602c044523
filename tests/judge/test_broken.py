"""Broken links: which slip is whose, and errors that cancel."""

from __future__ import annotations

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.judge.record import LinkVerdict
from hw3verify.language.source import Source


def links(*displays: str) -> tuple[LinkVerdict, ...]:
    """The links of a document of displays, with hints."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return judge_source(Source("mine.md", text + "\n"), hints=True).links


def test_a_link_that_one_edit_mends_with_its_neighbour_inherits() -> None:
    """A wrong line between two right ones breaks two links; the second is no second mistake."""
    first, second = links(r"(a+b)^2 = a^2+b^2+3ab", "= (a-b)^2+4ab")
    assert (first.verdict, second.verdict) == ("refuted", "refuted")
    assert "$2$ instead of $3$ this line and (2) hold" in first.slip
    assert (first.inherits, second.inherits) == ("", "(1)#0")


def test_two_slips_are_two() -> None:
    """Two chains, each with a slip of its own: neither inherits."""
    first, second = links(r"(a+b)^2 = a^2+b^2+3ab", r"(c-1)^2 = c^2-2c-1")
    assert (first.inherits, second.inherits) == ("", "")


def test_errors_that_cancel_are_named() -> None:
    """From the first side to the last all is equal, and two links between them are false."""
    found = links(r"\int p(x)\log\frac{p(x)}{q(x)}dx = 3\int p(x)\log\frac{q(x)}{p(x)}dx", "= KL(p\\|q)")
    assert [x.verdict for x in found] == ["refuted", "refuted"]
    assert "cancel" in found[1].slip


@pytest.mark.parametrize(
    ("display", "words"),
    [
        (r"x = 2 \Leftrightarrow x^2 = 4", "only => holds"),
        (r"x^2 = 4 \Leftrightarrow x = 2", "only <= holds"),
        (r"x^2 = 4 \Rightarrow x = 2", "points the other way"),
        (r"a = 2b \Rightarrow 3a = 5b", "$6$ instead of $5$"),
    ],
)
def test_what_is_wrong_with_an_arrow(display: str, words: str) -> None:
    """An equivalence that holds one way, an arrow the wrong way round, a slip in what is concluded."""
    (arrow,) = (x for x in links(display) if x.relation in ("=>", "<=>"))
    assert arrow.verdict == "refuted"
    assert words in arrow.slip


def test_a_premise_used_in_the_wrong_place() -> None:
    """What follows from an earlier premise and not from the one before the arrow is said to."""
    found = links(r"a > b \Rightarrow 2a > 2b", r"a > c \Rightarrow a + 1 > b + 1")
    assert "follows from (1)" in found[4].slip


def test_true_documents_have_no_diagnosis() -> None:
    """Nothing is said of links that hold."""
    assert {(x.slip, x.inherits) for x in links("2a = a + a", "= a + a + 0")} == {("", "")}
