"""Brackets and bars: partners, problems, limits."""

import pytest

from hw3verify.language.brackets import Problem, match, pair_bars
from hw3verify.language.tokens import Unreadable, tokenise


def bars(latex: str) -> list[str]:
    """The kinds of the bars of a formula after pairing, in order."""
    tokens = tokenise(latex)
    partner, problems = match(tokens)
    assert problems == []
    pair_bars(tokens, partner)
    return [t.kind for t in tokens if t.text in ("|", "||") and t.kind != "quad"]


def test_partners_are_mutual() -> None:
    """A bracket's partner has it as partner; other tokens have none."""
    tokens = tokenise(r"f(x, \frac{a}{[b]})")
    partner, problems = match(tokens)
    assert problems == []
    for i, k in enumerate(partner):
        assert (k == -1) == (tokens[i].kind not in ("open", "close", "lb", "rb"))
        assert k == -1 or partner[k] == i


@pytest.mark.parametrize(
    ("latex", "problem"),
    [
        ("(a", Problem("open", 0, 2)),
        ("a)", Problem("close", 1, 1)),
        ("[(a]", Problem("open", 1, 3)),
        ("(a]", Problem("kinds", 0, 2)),
        ("[a)]", Problem("close", 2, 2)),
        (r"\sqrt{(a}", Problem("open", 2, 4)),
    ],
)
def test_problems(latex: str, problem: Problem) -> None:
    """Each way of not matching is told apart."""
    assert match(tokenise(latex))[1] == [problem]


@pytest.mark.parametrize("latex", ["[0, 1)", "(0, b - 1]", r"\left[0, 1\right)", r"\left. x \right|"])
def test_half_open_intervals_are_no_problem(latex: str) -> None:
    """Brackets of two kinds around two ends, or set with `\\left` and `\\right`, match."""
    assert match(tokenise(latex))[1] == []


@pytest.mark.parametrize(
    ("latex", "kinds"),
    [
        ("|x|", ["open", "close"]),
        ("p(x|z)", ["bar"]),
        ("a|x-y|b|z|", ["open", "close", "open", "close"]),
        ("|x-|y||", ["open", "open", "close", "close"]),
        ("|x||y|", ["open", "close", "open", "close"]),
        ("KL(q(z|x)||p(z))", ["bar", "bar", "bar"]),
        (r"q(\|x\||z)", ["open", "close", "bar"]),
        (r"x^2|_0^1", ["bar"]),
        (r"\log|x|", ["open", "close"]),
        (r"r\|x-y\|^2", ["open", "close"]),
        ("2||x||", ["open", "close"]),
        (r"KL(q\|p) + KL(p\|q)", ["dbar", "dbar"]),
        (r"\sum_i |x_i|", ["open", "close"]),
    ],
)
def test_bars(latex: str, kinds: list[str]) -> None:
    """A bar where an operand is expected opens; one behind an operand closes, or is a condition."""
    assert bars(latex) == kinds


def test_nesting_is_limited() -> None:
    """More than forty open brackets are refused, forty are not."""
    match(tokenise("(" * 40 + "x" + ")" * 40))
    with pytest.raises(Unreadable, match="nested too deeply"):
        match(tokenise("(" * 41 + "x" + ")" * 41))
