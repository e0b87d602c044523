from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.language.blocks import Document, Prose, read_blocks
from hw3verify.language.source import Source, load

DOCUMENTS = Path(__file__).parent / "documents"


def read(text: str, name: str = "a.md") -> Document:
    return read_blocks(Source(name, text))


def blocks(text: str, name: str = "a.md") -> list[tuple[str, str]]:
    return [(d.number, " ".join(d.latex.split())) for d in read(text, name).displays]


def labels(text: str, name: str = "a.md") -> list[str]:
    return [part.label for part in read(text, name).parts]


# The labels that the corpus's own .json files use for these documents.
SEED = (
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 16a 17 18 18a 18b 18c 18d 19 20 21 22 23 24 25 26 27 28 29 29a 29b 30 31"
).split()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("seed", SEED), ("entropies", list("12345678")), ("coin", list("12345"))],
)
def test_displays_have_the_numbers_of_the_format(name, numbers):
    """Written numbers are kept, and displays without one have the number before them plus a letter."""
    document = read_blocks(load(DOCUMENTS / f"{name}.md"))
    assert [d.number for d in document.displays] == numbers


def test_seed_parts():
    """Parts follow the letters; roman sub-items stay in their part, and (i) behind (h) is a letter."""
    document = read_blocks(load(DOCUMENTS / "seed.md"))
    found = [part.label for part in document.parts if part.label]
    assert found == [
        *["1", *(f"1({c})" for c in "abcdefghij")],
        *["2", "2(e)", "3", *(f"3({c})" for c in "abcde"), "4"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$a=b \\quad (3)$$", [("3", "a=b")]),
        ("$$a=b \\qquad (2.1)$$", [("2.1", "a=b")]),
        ("$$a=b \\tag{3a}$$", [("3a", "a=b")]),
        ("$$a=b \\tag{$n$}$$", [("n", "a=b")]),
        ("$$a=b \\tag*{(A1)}$$", [("A1", "a=b")]),
        ("$$a=b \\hspace{1cm} (*)$$", [("*", "a=b")]),
        ("$$a=b$$ (7)\n", [("7", "a=b")]),
        ("\\[ a=b \\quad \\text{(4)} \\]", [("4", "a=b")]),
        ("\\begin{equation}\\label{x} a=b \\end{equation}", [("0a", "a=b")]),
        ("$$f \\quad (x)$$", [("0a", "f \\quad (x)")]),
        ("$$a = f(3)$$", [("0a", "a = f(3)")]),
        ("$$a = 2 (3)$$", [("0a", "a = 2 (3)")]),
        ("$$a \\quad (2) + b$$", [("0a", "a \\quad (2) + b")]),
        ("$$a$$ $$b \\quad (1)$$ $$c$$ $$d$$", [("0a", "a"), ("1", "b"), ("1a", "c"), ("1b", "d")]),
        ("- $$a=b \\quad (1)$$\n• $$c=d$$", [("1", "a=b"), ("1a", "c=d")]),
        ("```math\na=b\n```", [("0a", "a=b")]),
    ],
)
def test_numbers(text, expected):
    """A number counts at the end of a display, behind a wide gap or in a tag, and nowhere else."""
    assert blocks(text) == expected


def test_letters_run_past_z():
    """The letter after z is aa."""
    numbers = [number for number, _ in blocks("$$x$$\n" * 28)]
    assert numbers[25:] == ["0z", "0aa", "0ab"]


def test_tagged_rows_are_blocks_of_their_own():
    """With two numbers in an environment, rows without one join the next numbered row, the last ones the row before."""
    rows = "\\begin{align} a &= b \\tag{1}\\\\ &= c \\\\ &= d \\tag{2} \\\\ &= e \\end{align}"
    assert blocks(rows) == [("1", "a = b"), ("2", "= c = d = e")]


def test_rows_with_one_number_are_one_block():
    """Alignment marks and row ends are spaces in a chain; those of cases and matrices stay."""
    rows = "$$\\begin{aligned} a &= \\begin{cases} 1 & x \\\\ 2 & y \\end{cases} \\\\[2pt] &= c \\end{aligned}"
    rows += "\\quad (4)$$"
    assert blocks(rows) == [("4", "a = \\begin{cases} 1 & x \\\\ 2 & y \\end{cases} = c")]


def test_equations_side_by_side_are_not_a_product():
    """A row that states something of its own keeps its row end, and `statements` says where each equation stands."""
    (display,) = read("$$\\begin{gather} a = b \\\\ c = d \\end{gather}$$").displays
    assert "\\\\" in display.latex
    assert [display.latex[i:j].strip() for i, j in display.statements] == ["a = b", "c = d"]
    (chain,) = read("$$\\begin{gather} a = b \\\\ + c = d \\end{gather}$$").displays
    assert "\\\\" not in chain.latex


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("It costs $5 and $6. Let $x=1$.", ["x=1"]),
        ("It costs $5, but $ y $ and $z$", ["y", "z"]),
        ("An escaped \\$ and $a$", ["a"]),
        ("\\(a\\) `$b$` $c$", ["a", "c"]),
        ("<!-- $a$ --> $b$\n\n~~~\n$c$\n~~~\n", ["b"]),
        ("a lone $ sign\n\nand $x$", ["x"]),
    ],
)
def test_inline_formulas(text, inlines):
    """Dollar amounts, code and comments are not formulas, and a lone dollar sign swallows nothing."""
    prose = [item for part in read(text).parts for item in part.items if isinstance(item, Prose)]
    assert [i.latex for p in prose for i in p.inlines] == inlines


def test_an_unclosed_display_spares_the_rest():
    """A display that is never closed ends at the blank line, and what follows is read as usual."""
    document = read("$$ a = b\n\n# 2 Title\n\nLet $y=1$ hold in our text.\n\n$$ c = d \\quad (4) $$\n")
    assert [(d.number, d.latex, d.closed) for d in document.displays] == [("0a", "a = b", False), ("4", "c = d", True)]
    assert [part.label for part in document.parts] == ["", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Homework 2, Problem 1: the bound\n\n(a) x", ["1", "1(a)"]),
        ("**Problem 3.** Let $x$.\n\n**(a)** y", ["3", "3(a)"]),
        ("## 2 Title\n\n### (b) Title", ["2", "2(b)"]),
        ("## 2\n\nText.\n\n(a) Text.", ["2", "2(a)"]),
        ("2 Title of it\n\na) first\n\nb) second", ["2", "2(a)", "2(b)"]),
        ("Exercise 2\n\nPart (c)\n\nd. Fourth", ["2", "2(c)", "2(d)"]),
        ("# problem 1 (coin)\n\n1(a) text", ["1", "1(a)"]),
        ("Question 4 (c)\n\ntext", ["4(c)"]),
        ("(a) x\n\nIn (b) we saw.\nas in\n(b) we have\n\n(b) y", ["(a)", "(b)"]),
        ("(e) x\n\n- (i) y\n- (ii) z", ["(e)"]),
        ("(h) x\n\n(i) y\n\n(j) z", ["(h)", "(i)", "(j)"]),
        ("3 Title\n\n(i) x\n\n(ii) y", ["3", "3(i)", "3(ii)"]),
        ("(a) x\n\n10 epochs\n\n0 log 0 is 0", ["(a)"]),
        ("(a) x\n\nProblem 3 asks for it.", ["(a)"]),
    ],
)
def test_headings(text, expected):
    """Problems and parts are found in every usual form; a reference back is no heading."""
    assert [label for label in labels(text) if label] == expected


def test_tex_documents():
    """Preamble and comments are not read, macros are collected, and lettered lists are parts."""
    text = (
        "\\documentclass{article}\n\\newcommand{\\KL}[2]{D(#1\\|#2)}\\def\\E{\\mathbb{E}}\n$$no$$\n\\begin{document}\n"
        "\\section*{1 Title} % $no$\n50\\% of $x$\n\\begin{enumerate}[(a)]\n\\item "
        "$$\\KL{p}{q} = 1 % no\n$$\n\\item b\n"
        "\\end{enumerate}\\end{document} $$no$$"
    )
    document = read(text, "a.tex")
    assert document.macros == {"KL": (2, "D(#1\\|#2)"), "E": (0, "\\mathbb{E}")}
    assert [d.latex for d in document.displays] == ["\\KL{p}{q} = 1"]
    assert [part.label for part in document.parts if part.label] == ["1", "1(a)", "1(b)"]


def test_front_matter_is_kept_and_not_read():
    """Front matter is no prose; a rule of dashes is no front matter."""
    document = read('+++\nid = "hw3"\n+++\n$x$')
    assert document.front_matter == 'id = "hw3"\n'
    assert read("---\n\n$x$ is here\n\n---\n").front_matter == ""


def test_scope_is_the_problem_and_what_stands_before_all():
    """A letter sees the text before any heading, its problem's own text and conventions, but no other part."""
    document = read("Intro.\n\n# 1 Setup\n\nx\n\n# 2 Title\n\ny\n\n(a) z\n\n(b) w\n\n# 3 Title\n\n(a) v")
    by_label = {part.label: part for part in document.parts}
    assert [part.label for part in document.scope(by_label["2(b)"])] == ["", "1", "2", "2(b)"]
    assert [part.label for part in document.scope(by_label["3(a)"])] == ["", "1", "3", "3(a)"]


_PIECES = [
    "$$",
    "$",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "\\\\",
    "&",
    "\\tag{",
    "}",
    "{",
    "(a) ",
    "# ",
    "\n",
]
_PIECES += [
    "\n\n",
    "x = 1",
    " \\quad (1)",
    "`",
    "```",
    "<!--",
    "-->",
    "%",
    "\\newcommand{\\a}{",
    "Let ",
    "\\item ",
    "- ",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=40).map("".join),
    st.sampled_from(["a.md", "a.tex"]),
)
def test_offsets_are_those_of_the_document(text, name):
    """Every character of a block is a space or the document's character at its offset; no block lacks a number."""
    document = read(text, name)
    stretches = []
    for part in document.parts:
        for item in part.items:
            if isinstance(item, Prose):
                stretches += [(item.text, item.start), *((i.latex, i.start) for i in item.inlines)]
            else:
                assert item.number
                assert item.latex == item.latex.strip() != ""
                stretches.append((item.latex, item.start))
    for stretch, start in stretches:
        there = text[start : start + len(stretch)]
        assert len(there) == len(stretch)
        assert all(a in (b, " ") for a, b in zip(stretch, there, strict=True))


@pytest.mark.parametrize(
    "piece",
    [
        "$$",
        "$ ",
        "\\[ a\n",
        "\\begin{align} x",
        "(",
        "{",
        "a&=b\\\\ ",
        "(a)\n",
        "`",
        "\n",
        "\\quad ",
        "$$x\n\n",
        "> ",
        ". ",
    ],
)
def test_reading_takes_linear_time(piece):
    """Four times the text takes about four times as long, not sixteen times."""

    def seconds(length: int) -> float:
        text = "$$" + piece * (length // len(piece))
        begin = time.process_time()
        read(text)
        return time.process_time() - begin

    small = min(seconds(15_000) for _ in range(2))
    assert min(seconds(60_000) for _ in range(2)) < 10 * small + 0.2  # once a collection of garbage may fall into it


def test_extreme_documents_are_read():
    """Nothing, ten thousand nested brackets and megabytes of dollar signs give a document."""
    assert read("").parts == ()
    deep = "$$" + "(" * 10_000 + ")" * 10_000 + "\\quad (1)$$"
    assert [d.number for d in read(deep).displays] == ["1"]
    assert read("$$" * 10_000_000).displays == ()
