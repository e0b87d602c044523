"""Tokens: TeX's rules of single tokens, words, fonts, macros, limits and places."""

import time

import pytest

from hw3verify.language.tokens import Unreadable, tokenise


def kinds(text: str, macros: dict[str, tuple[int, str]] | None = None) -> str:
    return " ".join(
        f"{t.kind}:{t.text}" if t.kind in ("word", "fn", "big", "expect", "rel") else t.text or t.kind
        for t in tokenise(text, macros)
    )


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac12", "frac 1 2"),
        (r"\frac1{23}", "frac 1 { 23 }"),
        (r"\frac{a}23", "frac { a } 2 3"),
        (r"x^2y", "x ^ 2 y"),
        (r"x_12", "x _ 1 2"),
        (r"\sqrt2x", "sqrt 2 x"),
        (r"x^{10}", "x ^ { 10 }"),
        (r"2.5x", "2.5 x"),
        (r".25", ".25"),
        (r"\mathbf.5", "{ .5 }"),
        (r"10{,}000", "10000"),
        (r"10\,000", "10000"),
        (r"12\,x", "12 x"),
    ],
)
def test_digits(latex: str, expected: str) -> None:
    """TeX takes one digit as an argument; elsewhere digits, points and thousands marks make one number."""
    assert kinds(latex) == expected


@pytest.mark.parametrize(
    "latex",
    ["KL", r"\mathrm{KL}", r"\text{KL}", r"\operatorname{KL}", r"\mathrm { K L }", r"\KL", r"\textrm{KL}", r"{\rm KL}"],
)
def test_one_word_in_many_settings(latex: str) -> None:
    """A known word is the same token however it was set."""
    assert kinds(latex).strip("{ }") == "word:KL"


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("xlogx", "x fn:log x"),
        ("plogp", "p fn:log p"),
        ("dx", "d x"),
        (r"\ln x", "fn:log x"),
        (r"\operatorname*{arg\,max}_x", "big:argmax _ x"),
        (r"\arg\min_x", "big:argmin _ x"),
        (r"\mathbb{E}_q", "expect:E _ q"),
        (r"\mathbf{E}_q", "expect:E _ q"),
        (r"\mathcal{E}", "E"),
        (r"\mathrm{d}x", "d x"),
        (r"\leqslant\geq\neq", "rel:<= rel:>= rel:!="),
        (r"\stackrel{(a)}{=}", "rel:="),
        (r"\overset{\text{def}}{=}", "rel::="),
        (r"\stackrel{d}{=}", "rel:?"),
        (r"\not= \not\in", "rel:!= rel:?"),
        ("a <= b => c", "a rel:<= b rel:=> c"),
        (r"\underset{x}{\max}", "big:max _ { x }"),
        (r"\underbrace{a}_{\text{why}}+b", "{ a } + b"),
        (r"\displaystyle\sum\limits_{i}\!x_i\,", "big:sum _ { i } x _ i"),
        (r"\mathop{\mathbb{E}}\limits_{x}", "expect:E _ { x }"),
        ("∫ θ ≤ σ²", "big:int theta rel:<= sigma ^ 2"),
        (r"\boxed{a = b}", "a rel:= b"),
        ("a % a comment\n b", "a b"),
    ],
)
def test_resolution(latex: str, expected: str) -> None:
    """Fonts, sizes, spacing, decorations and scripts of another alphabet leave one normal form."""
    assert kinds(latex) == expected


def test_unknown_commands_are_kept() -> None:
    """What is not known becomes a token of its own kind and is never dropped."""
    assert [(t.kind, t.text) for t in tokenise(r"a \foobar b")] == [("sym", "a"), ("cmd", "foobar"), ("sym", "b")]


def test_places() -> None:
    """Every token knows where it stands; an expanded macro stands where it was called."""
    text = r"\log  p(x) + \kl{q}{p}"
    tokens = tokenise(text, {"kl": (2, r"D_{KL}(#1\|#2)")})
    assert [text[t.start : t.end] for t in tokens[:6]] == [r"\log", "p", "(", "x", ")", "+"]
    assert {(t.start, t.end) for t in tokens[6:] if t.text in ("D", "_")} == {(13, 22)}


def test_macros_take_arguments() -> None:
    """A macro's arguments go where its body says, and a macro may use another."""
    macros = {"E": (1, r"\mathbb{E}_{#1}"), "half": (0, r"\frac12"), "two": (2, r"#2\half#1")}
    assert kinds(r"\E{q} \two ab", macros) == "expect:E _ { q } b frac 1 2 a"


@pytest.mark.parametrize(
    "macros",
    [
        {"a": (0, r"\a\a")},
        {"a": (0, r"\a")},
        {"a": (0, r"\b"), "b": (0, r"\a")},
        {chr(97 + i): (0, f"\\{chr(98 + i)}" * 12) for i in range(12)},
    ],
    ids=["doubling", "itself", "in turn", "tower"],
)
def test_macros_end(macros: dict[str, tuple[int, str]]) -> None:
    """Macros that expand without end are refused within bounded time."""
    begin = time.perf_counter()
    with pytest.raises(Unreadable):
        tokenise(r"\a x", macros)
    assert time.perf_counter() - begin < 6


def test_length_is_limited() -> None:
    """A formula of more than 20000 tokens is refused."""
    with pytest.raises(Unreadable, match="20000"):
        tokenise("x+" * 10_001)
