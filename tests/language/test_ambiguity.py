"""Notation that may mean two things."""

import pytest

from hw3verify.language.ambiguity import changes_meaning, conventions, fonts_apart, told_functions, unsettled
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


@pytest.mark.parametrize(
    "words",
    ["All logarithms are to base two.", "Let $\\log$ denote the logarithm to base 2.", "We measure entropy in bits.",
     "with $\\log = \\log_2$", "binary logarithms"],
)  # fmt: skip
def test_words_may_change_the_base_of_logarithms(words: str) -> None:
    """Whoever writes this means another number by log 8 than 2.079..."""
    assert conventions(words) == {"base"}
    assert unsettled(r"\log 8 = 3", (), conventions(words))
    assert not unsettled(r"a + a = 2a", (), conventions(words))


@pytest.mark.parametrize("words", ["All logarithms are natural.", "a bit of algebra", "the base measure", "log-odds"])
def test_other_words_change_no_base(words: str) -> None:
    """A base measure is no base of a logarithm, and a bit of algebra is no unit."""
    assert conventions(words) == frozenset()


def test_a_prime_is_a_slope_where_the_words_say_so() -> None:
    """`$p'(x)$ is the derivative` concerns displays with p', and no others."""
    said = conventions("Let $p'(x)$ denote the derivative of $p(x)$.")
    assert said == {"slope"}
    assert unsettled(r"\int p'(x)dx = 1", (), said)
    assert not unsettled(r"\int p(x)dx = 1", (), said)
    assert conventions("Let $p'(x)$ be another density.") == frozenset()


@pytest.mark.parametrize("latex", ["o(h)", r"\mathcal{O}(n)", "1 + O(h^2)", r"O\left(n\right)", "o_p(1)"])
def test_orders_of_magnitude_are_no_functions(latex: str) -> None:
    """O(h) - O(h) is not 0."""
    assert unsettled(latex, (), frozenset())


@pytest.mark.parametrize("latex", [r"\rho(h)", "f(o)", "p(x)", r"\phi_o (x)"])
def test_other_names_at_brackets_are(latex: str) -> None:
    """Only the letters o and O before a bracket stand for orders."""
    assert not unsettled(latex, (), frozenset())


def test_a_sigmoid_in_words_is_no_scale() -> None:
    """`with the sigmoid $\\sigma$` makes sigma a function of which no formula tells; a formula or no call does not."""
    applied = [r"D(x)=\sigma(a(x))"]
    assert told_functions("with the sigmoid sigma", applied) == {"sigma"}
    assert told_functions("with the sigmoid sigma", [*applied, r"\sigma(t)=\frac1{1+e^{-t}}"]) == frozenset()
    assert told_functions("logistic regression", [r"\sigma^2 + 1"]) == frozenset()
    assert told_functions("a normal law", applied) == frozenset()
