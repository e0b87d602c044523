"""Notation that may mean two things."""

import pytest

from hw3verify.language.ambiguity import changes_meaning, fonts_apart
from hw3verify.language.readings import parse
from hw3verify.language.surface import Node


def nodes(latex: str) -> list[Node]:
    """The sides of a formula."""
    return [side for side in parse(latex).sides if side is not None]


@pytest.mark.parametrize("latex", [r"\vec{x} - x", r"\mathbf{x} + x", r"\underline{z} z", r"\mathcal{L} - L"])
def test_one_name_in_two_fonts_is_doubtful(latex: str) -> None:
    """A bold letter beside a plain one: who writes both in one formula may mean two things."""
    assert fonts_apart(nodes(latex))


@pytest.mark.parametrize("latex", [r"\mathbf{x} + \mathbf{x}", r"\mathbf{x} + x_i", r"\hat{x} - x", r"x + \mathbf{z}"])
def test_other_names_are_not(latex: str) -> None:
    """One font, an indexed name, another accent and another letter are no conflict of fonts."""
    assert fonts_apart(nodes(latex)) == ""


def test_words_that_change_a_formula_are_told_from_comments() -> None:
    """`(not)` and `minus one` change what is written, the name of a theorem and a reason do not."""
    assert changes_meaning(["by Jensen", "minus one"]) == "minus one"
    assert changes_meaning(["(not)"]) == "(not)"
    assert changes_meaning(["by Jensen", "does not depend on z", "since KL is nonnegative"]) == ""
