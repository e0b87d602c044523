"""Another direction of a relation or of an arrow, in words."""

from __future__ import annotations

import pytest

from hw3verify.judge.attempts import Attempts
from hw3verify.judge.directions import one_way, other_premise, reversed_arrow, turned
from hw3verify.judge.trial import try_document
from hw3verify.language.source import Source


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"KL(p(x)\|q(x)) = 0", "only >= holds here, not ="),
        (r"-KL(p(x)\|q(x)) = 0", "only <= holds here, not ="),
        (r"KL(p(x)\|q(x)) < 0", ""),
        (r"a^2+1 < 0", "the inequality points the other way: >"),
        (r"(a+b)^2 \ne a^2+2ab+b^2", "both sides are equal"),
        (r"(a+b)^2 = a^2+b^2", ""),
    ],
)
def test_relations(line: str, words: str) -> None:
    """What does hold is said; KL may be 0, so that > does not hold in the place of <, and (a + b)^2 has no order."""
    trial = try_document(Source("mine.md", f"$${line}$$\n"), None)
    assert turned(Attempts(trial), trial.verdicts[-1]) == words


def test_equivalences_and_arrows() -> None:
    """a = b gives a^2 = b^2, and not the other way round; both 1 and -1 have the square 1."""
    text = "Let $a$ be real.\n\n$$a = b \\Leftrightarrow a^2 = b^2$$\n\n$$a^2 = 1 \\Rightarrow a = 1$$\n"
    trial = try_document(Source("mine.md", text), None)
    both, arrow = (v for v in trial.verdicts if v.link.role == "arrow")
    attempts = Attempts(trial)
    assert one_way(attempts, both) == "only => holds here, not <="
    assert reversed_arrow(attempts, arrow).startswith("the arrow points the other way")
    assert other_premise(attempts, arrow, trial.verdicts) == ""
