"""The number that ought to stand there."""

from __future__ import annotations

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"\binom{6}{2} = 2", "$15$ instead of $2$"),
        (r"(a+5)^2 = a^2+10a+29", "$25$ instead of $29$"),
        (r"3(4a+5b) = 12a+17b", "$15$ instead of $17$"),
    ],
)
def test_a_number_of_the_first_degree_is_solved_for(line: str, words: str) -> None:
    """15 = 6*5/2, 25 = 5^2, 15 = 3*5: numbers that stand nowhere in the line."""
    (link,) = judge_source(Source("mine.md", f"$${line}$$\n"), hints=True).links
    assert link.verdict == "refuted"
    assert words in link.slip
