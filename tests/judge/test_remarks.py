"""What a prose says besides its facts takes refutations away, and nothing else."""

from __future__ import annotations

import random

import pytest

import hw3verify
from hw3verify.judge.remarks import _CONCLUDED, _OPEN, remarks_of
from hw3verify.language.blocks import Prose, read_blocks
from hw3verify.language.sentences import sentences
from hw3verify.language.source import Source


def verdict(prose: str, formula: str) -> str:
    """The verdict on the last link of a one-line derivation."""
    return hw3verify.check(f"{prose}\n\n$${formula} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    "prose",
    [
        "Note that $c>0$.",
        "Fix $c>0$.",
        "Because $c>0$,",
        "The constant $c>0$ is fixed.",
        "Define $c=2$.",
    ],
)
def test_what_is_true_with_a_remark_is_not_refuted(prose: str) -> None:
    """|c| = c for c > 0 only, and |c| = -c for no such c: the remark proves neither."""
    assert verdict(prose, "|c| = c") == "undecided"
    assert verdict(prose, "|c| = -c") == "refuted"


@pytest.mark.parametrize(
    "prose", ["WLOG assume $c>0$.", "By symmetry we may assume $c>0$.", "Without loss of generality let $c>0$."]
)
def test_what_is_supposed_midway_proves_nothing_either(prose: str) -> None:
    """|c| = c for c > 0 only: it may be meant of those."""
    assert verdict(prose, "|c| = c") == "undecided"


@pytest.mark.parametrize(
    "prose",
    ["", "Hence $c=|c|$.", "It is wrong that $c>0$.", "Show that $c>0$.", "Nobody said that $b>0$.", "If $b>0$, fine."],
)
def test_what_is_denied_asked_for_or_concluded_is_no_remark(prose: str) -> None:
    """|c| = c fails at c = -1, which none of these words forbids."""
    assert verdict(prose, "|c| = c") == "refuted"


@pytest.mark.parametrize("words", ["There is an $a$ such that", "For some $a$ we get", "One can find $a$ such that"])
def test_what_is_said_of_some_values_is_not_refuted(words: str) -> None:
    """a + 1 = 3 holds for a = 2, and that is all that the words say."""
    assert verdict(words, "a+1 = 3") != "refuted"


def test_there_is_a_formula_quantifies_nothing() -> None:
    """`There is a simple formula` introduces a line that is said of all numbers."""
    assert verdict("There is a simple formula.", "(a+b)^2 = a^2+b^2") == "refuted"


def test_an_arrow_to_the_left_is_turned_round() -> None:
    """A <= B is B => A: from a = 2 follows a + 1 = 3, from a^2 = b^2 does not follow a = b."""
    assert [x.verdict for x in hw3verify.check("$$a+1 = 3 \\Leftarrow a = 2 \\tag{1}$$\n").links][1] == "proved"
    assert [x.verdict for x in hw3verify.check("$$a = b \\Leftarrow a^2 = b^2 \\tag{1}$$\n").links][1] == "refuted"


def test_what_stands_before_a_formula_decides() -> None:
    """In random sentences a formula is a remark where no word against it stands before it, and concluded where a word
    that concludes does: searched from the beginning each time, as the rule says, it comes to the same."""
    draw = random.Random(5)
    words = ["for", "loss", "at", "we", "note", "that", "then", "hence", "not", "and", "with", "example", "have", "so"]
    for _ in range(300):
        pieces = [" ".join(draw.choices(words, k=draw.randint(0, 3))) for _ in range(5)]
        text = "Note " + " ".join(f"{piece} $c_{k}>{k}$" for k, piece in enumerate(pieces)) + " and more"
        parts = read_blocks(Source("x", text)).parts
        (prose,) = [item for part in parts for item in part.items if isinstance(item, Prose)]
        expected = []
        for sentence in sentences(prose):
            for k, inline in enumerate(sentence.inlines):
                before = " ".join(sentence.pieces[: k + 1]) + " "
                if not _OPEN.search(before):
                    expected.append((inline.start, bool(_CONCLUDED.search(before))))
        assert [(cue.inline.start, concluded) for cue, concluded in remarks_of(prose, ())] == expected
