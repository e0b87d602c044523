"""Which of the edits that mend a line is named: the one that the rest of the document speaks for."""

from __future__ import annotations

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source


def hint(text: str, number: str) -> str:
    """What is said of one display of a document."""
    found = [x for x in judge_source(Source("mine.md", text), hints=True).links if x.equation == number]
    assert [x.verdict for x in found] == ["refuted"]
    return found[0].slip


def test_a_side_that_both_neighbours_share_is_edited() -> None:
    """A line between two right ones: the change that mends both links is the one, not one of its neighbours."""
    text = r"""$$(a-b)^2 = (a-b)(a-b) \tag{1}$$

$$= a^2 + 2ab + b^2 \tag{2}$$

$$= a^2 + b^2 - 2ab \tag{3}$$
"""
    assert "other sign of $2ab$ this line and (3) hold" in hint(text, "2")


def test_a_name_that_stands_nowhere_else_is_the_slip() -> None:
    """In `E_p[f(z)]` beside `E_p[f(x)]` the letter z is the stranger, on whichever side it stands."""
    line = r"\int p(x)f(x)dx = \int p(x)f(x)dx"
    text = f"$${line} \\tag{{1}}$$\n\n$$|z+y| \\le |x|+|y| \\tag{{2}}$$\n"
    assert "$x$ instead of $z$, on the left" in hint(text, "2")
