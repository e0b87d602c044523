"""What sentences say of functions of numbers: the shape, where it lives, its values; and what they do not say."""

from fractions import Fraction

import pytest

from hw3verify.judge.trial import try_document
from hw3verify.language.scope import Scope
from hw3verify.language.shape_words import domain_of, signature_of
from hw3verify.language.source import Source
from hw3verify.meaning.shape import CONCAVE, CONVEX


def scope_of(text: str) -> Scope:
    """What is known at the end of a document."""
    trial = try_document(Source("text", text + "\n\n$$1=1 \\tag{1}$$\n"))
    return trial.scopes[next(iter(trial.scopes))]


@pytest.mark.parametrize(
    "text",
    [
        "Let $f$ be convex.",
        "Let $f$ be a convex function.",
        "Suppose that $f(t)$ is strictly convex and differentiable.",
        "Given a convex function $f$ with $f(1)=0$.",
        "Let $f:(0,\\infty)\\to\\mathbb{R}$ be a convex function.",
        "Assume $f(1)=0$ and $f$ is convex.",
        "Let $f$ and $g$ be convex functions.",
        "Let $p(x)$ and $q(x)$ be densities, and let $f$ be a continuous convex function with $f(1)=0$.",
        "Let $D_f(p\\|q)=\\int q(x)f(p(x)/q(x))dx$, where $f$ is convex.",
    ],
)
def test_words_that_make_a_function_convex(text: str) -> None:
    """Words in many orders say that f is convex, and f is not vague then."""
    scope = scope_of(text)
    shape = scope.shape("f")
    assert shape is not None
    assert shape.sign == CONVEX
    assert "f" not in scope.vague


@pytest.mark.parametrize(
    "text",
    [
        "Let $f$ be any function.",
        "Let $f$ be a function that is not convex.",
        "Let $f$ be convex or concave.",
        "Let $f^*$ be the convex conjugate of $f$.",
        "Let $f(t)=t\\log t$, which is convex.",
        "The divergence is convex in $p$ for every $f$.",
        "Let $K$ be a convex set and $f$ a function.",
    ],
)
def test_words_that_do_not(text: str) -> None:
    """Other words, denials and formulas give f no shape."""
    assert scope_of(text).shape("f") is None


def test_concave_functions_and_their_values() -> None:
    """Concave is the other shape; values of f and of its slopes are kept by their order and place."""
    shape = scope_of("Let $f$ be strictly concave with $f(1)=f'(1)=0$ and $f''(1)=-2$.").shape("f")
    assert shape is not None
    assert (shape.sign, shape.strict) == (CONCAVE, True)
    values = {(order, at): value for order, at, value in shape.known}
    assert values == {(0, Fraction(1)): 0, (1, Fraction(1)): 0, (2, Fraction(1)): -2}


def test_words_that_say_more_leave_the_name_vague() -> None:
    """An increasing convex function is convex; what increasing adds is not understood, so nothing of it is refuted."""
    scope = scope_of("Let $f$ be an increasing convex function.")
    assert scope.shape("f") is not None
    assert "f" in scope.vague


def test_a_domain_that_is_not_understood_leaves_the_name_vague() -> None:
    """On (0,1) a convex function may be anything at 2, so nothing is refuted of it; on the line it may not."""
    for text, vague in (("on $(0,1)$", True), ("on $\\mathbb{R}$", False), ("on $(0,\\infty)$", False)):
        scope = scope_of(f"Let $f$ be a convex function {text}.")
        assert scope.shape("f") is not None
        assert ("f" in scope.vague) is vague


def test_a_formula_ends_a_shape() -> None:
    """After f(t) = t log t the name stands for this function."""
    scope = scope_of("Let $f$ be convex. Let $f(t)=t\\log t$.")
    assert scope.shape("f") is None
    assert scope.definition("f") is not None


def test_a_shape_that_is_told_again_forgets_the_old_values() -> None:
    """`Let f be convex` speaks of a new f, of which f(1) is not known."""
    shape = scope_of("Let $f$ be convex with $f(1)=0$. Let $f$ be convex.").shape("f")
    assert shape is not None
    assert shape.known == ()


def test_domains() -> None:
    """Signs for the positive numbers and for the line; anything else is no known domain."""
    assert {domain_of(t) for t in (r"(0,\infty)", r"[0,\infty)", r"\mathbb{R}_+", r"\mathbb{R}_{>0}")} == {"positive"}
    assert {domain_of(t) for t in (r"\mathbb{R}", r"(-\infty,\infty)")} == {"line"}
    assert domain_of("[0,1]") == domain_of(r"\mathbb{R}^d") == ""
    assert signature_of(r"f:(0,\infty)\to\mathbb{R}") == ("f", "positive")
    assert signature_of(r"f_1\colon\mathbb{R}\to\mathbb{R}") == ("f_1", "line")
    assert signature_of("f(x)=x") is None
