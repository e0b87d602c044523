from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.language.blocks import Prose, read_blocks
from hw3verify.language.cues import PARTLY, facts, hints
from hw3verify.language.source import Source


def stated(text: str) -> list[tuple[str, str]]:
    document = read_blocks(Source("a.md", text))
    prose = [item for part in document.parts for item in part.items if isinstance(item, Prose)]
    return [(cue.kind, cue.inline.latex) for item in prose for cue in facts(item)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let $a>0$, $b>0$ and $c=1$.", ["a>0", "b>0", "c=1"]),
        ("Given $G(z)\\sim p$ for $z\\sim r$ and $0<D<1$.", ["G(z)\\sim p", "z\\sim r", "0<D<1"]),
        ("Commentary on $x=1$. Now let $y=2$.", ["y=2"]),
        ("- since $s=t$, I will use $s=u$ only", ["s=t"]),
        ("• since $M=1$, then $J=0$, if $p=q$", ["M=1"]),
        ("Since $A=1$ and $m=2$ we put it back in $C=3$", ["A=1", "m=2"]),
        ("Since $A=1$, $B=2$ and $C=3$.", ["A=1", "B=2", "C=3"]),
        ("Recall $H=1$ and let $m=2$.", ["H=1", "m=2"]),
        ("where $M=1$", ["M=1"]),
        ("Let $L=1$ , we know $d=0$ is zero", ["L=1"]),
        ("Assume, as above, $x>0$. We get $y>0$.", ["x>0"]),
        ("Solution: Let $x>0$.", ["x>0"]),
        ("Let $x>0$; $y>0$.", ["x>0", "y>0"]),
        ("Given:\n- $a>0$\n- $b>0$\n\nThen $c>0$.", ["a>0", "b>0"]),
    ],
)
def test_a_fact_sentence_states_its_formulas(text, expected):
    """The formulas of a sentence that begins with one of the seven words are facts, up to its main clause."""
    assert [latex for _, latex in stated(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "We have $x=1$.",
        "Let's see that $x=1$.",
        "Let us show that $x=1$.",
        "Since KL is nonnegative, $A\\ge B$.",
        "Since KL vanishes, we get $K=0$.",
        "Given (3), we obtain $x=1$.",
        "Suppose for contradiction that $K<0$.",
        "Assume it is not true that $x=1$.",
        "Recall that equality holds iff $p=q$.",
        "Where we want to show $x=1$.",
        "From $x=1$ we see it.",
    ],
)
def test_what_is_not_asserted_is_no_fact(text):
    """Commentary, conclusions, goals, conditions and negations never become facts."""
    assert stated(text) == []


def test_what_is_stated_under_a_condition_is_only_a_doubt():
    """`Let $D=1$ if $x>0$` states nothing of every x, and may be what makes a line about D true."""
    assert stated("Let $D=1$ if $x>0$.") == [(PARTLY, "D=1")]


def test_a_bare_formula_behind_a_since_is_the_conclusion():
    """In `Since A, B` the second formula is concluded, so that assuming it would prove it from itself."""
    assert stated("Since $p=q$, $K=0$.") == [("since", "p=q")]


def test_words_around_a_formula_are_kept():
    """The words before and after a formula carry meaning for the reader of facts."""
    prose = next(i for i in read_blocks(Source("a.md", "Let $p$ be a density with $m=0$.")).parts[0].items)
    assert isinstance(prose, Prose)
    first, second = facts(prose)
    assert (first.before, first.after) == ("", "be a density with")
    assert (second.before, second.after) == ("be a density with", ".")


def test_definitions_without_a_fact_word_are_only_hints():
    """`Define` is none of the seven words: it is listed as a hint and not as a fact."""
    prose = next(i for i in read_blocks(Source("a.md", "Define $M=1$.")).parts[0].items)
    assert isinstance(prose, Prose)
    assert facts(prose) == ()
    assert [(cue.kind, cue.inline.latex) for cue in hints(prose)] == [("define", "M=1")]


@given(st.text(alphabet="Let Since$x=1,.;:\n-()\\if and", max_size=200))
def test_cues_lie_within_their_prose(text):
    """Every cue's formula is the document's text at its offset."""
    for part in read_blocks(Source("a.md", text)).parts:
        for item in part.items:
            if isinstance(item, Prose):
                for cue in facts(item):
                    assert text[cue.inline.start :].startswith(cue.inline.latex)
