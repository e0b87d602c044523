"""Where sentences begin and end: a fact is found behind a heading, in a line of its own, and after a full stop."""

import pytest

from hw3verify.language.blocks import Prose, read_blocks
from hw3verify.language.cues import facts
from hw3verify.language.source import Source


@pytest.mark.parametrize(
    "prose",
    [
        "\\subsection{The update}\nLet $a=3$.",
        "\\paragraph{The update} Let $a=3$.",
        "\\section*{The $\\beta$-VAE}\nLet $a=3$.",
        "**The update**\nLet $a=3$.",
        "Some title\nLet $a=3$.",
        "We go on.\nAssume that $a=3$.",
    ],
)
def test_a_fact_is_found_behind_a_title(prose: str) -> None:
    """Titles end no line with a full stop, and are no part of the sentence below them."""
    assert _stated(prose) == ["a=3"]


@pytest.mark.parametrize("prose", ["we find\nlet alone $a=3$.", "\\emph{Not}\nwhat we assume, $a=3$."])
def test_a_line_that_goes_on_is_no_sentence(prose: str) -> None:
    """A small letter goes on with the line above."""
    assert _stated(prose) == []


def _stated(prose: str) -> list[str]:
    items = [item for part in read_blocks(Source("a.md", prose)).parts for item in part.items]
    pieces = [item for item in items if isinstance(item, Prose)]
    return [cue.inline.latex for piece in pieces for cue in facts(piece)]


@pytest.mark.parametrize("opening", ["For a finite alphabet, finally, ", "On the unit interval, now ", "To the end , "])
def test_a_phrase_before_the_fact(opening: str) -> None:
    """`For a finite alphabet, let ...` states what `Let ...` states; an example is none."""
    assert _stated(f"{opening}let $a=3$ and $b=4$.") == ["a=3", "b=4"]
    assert _stated("For example, let $a=3$.") == []
