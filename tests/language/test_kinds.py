"""Kinds of names: convention, the document's word, and use."""

import pytest

from hw3verify.language.kinds import Kinds, scan
from hw3verify.language.readings import parse
from hw3verify.language.sketch import show
from hw3verify.language.surface import Sym


def side(latex: str, kinds: Kinds) -> str:
    """The sketch of a single side."""
    node = parse(latex, kinds).sides[0]
    assert node is not None
    return show(node)


@pytest.mark.parametrize("name", ["p", "q", "P", "D", "G", "f", "F", "L", "KL", "ell"])
def test_functions_by_convention(name: str) -> None:
    """Densities, discriminators, losses and divergences are functions unless something else is said."""
    assert Kinds().is_function(Sym(name)) is True
    assert Kinds(scalars=frozenset((name,))).is_function(Sym(name)) is False


@pytest.mark.parametrize("name", ["x", "lambda", "n", "theta"])
def test_numbers_by_convention(name: str) -> None:
    """Variables and parameters multiply unless something else is said."""
    assert Kinds().is_function(Sym(name)) is False
    assert Kinds(functions=frozenset((name,))).is_function(Sym(name)) is True


def test_the_document_decides() -> None:
    """What the document declares wins over convention."""
    assert side("x(t+1)", Kinds(functions=frozenset("x"))) == "x((Add t 1))"
    assert side("f(t+1)", Kinds(scalars=frozenset("f"))) == "(Mul f (Add t 1))"
    assert side("E(x)", Kinds(functions=frozenset("E"))) == "E(x)"


def test_use_decides_where_convention_is_silent() -> None:
    """A letter that is always applied is a function, also where its argument is no plain name."""
    always = scan([r"\sigma(a) = \frac{1}{1+e^{-a}}", r"\sigma(2a) = b"])
    sometimes = scan([r"\sigma^2 = 1", r"\sigma(b+c)"])
    assert side(r"\sigma(2a)", always) == "sigma((Mul 2 a))"
    assert side(r"\sigma(b+c)", sometimes) == "(Mul sigma (Add b c))"


def test_scan_collects_argument_lists() -> None:
    """The argument lists of every applied name are kept, for names that later stand bare."""
    seen = scan(["p(x|z) p(z)", r"q_\phi(z|x)", "M = 1"])
    assert seen.applied["p"] == {("x", "z"), ("z",)}
    assert seen.applied["q"] == {("z", "x")}
    assert "M" not in seen.applied


def test_an_energy_is_no_expectation() -> None:
    """Where the document writes `e^{-E(x)}`, E is a function of x; elsewhere `E(x)` is an expectation."""
    assert side("E(x)", scan([r"p(x) = e^{-E(x)}/Z"])) == "E(x)"
    assert side("E(x)", scan([r"E(X) = a"])) == "(Expect E x)"


def test_scan_survives_what_cannot_be_read() -> None:
    """A display that no one can read does not spoil the others."""
    assert scan(["x" * 30_000, "p(x)"]).applied == {"p": frozenset({("x",)})}


def test_a_name_that_words_call_a_function() -> None:
    """The sigmoid is applied, unless the name also stands for a number; a mention is no use."""
    told = r"where $\sigma$ is the sigmoid function."
    assert scan([r"\sigma", r"\sigma(a+b)"], words=told).is_function(Sym("sigma")) is True
    assert scan([r"\sigma", r"\sigma(a+b)"]).is_function(Sym("sigma")) is None
    assert scan([r"\sigma^2 + \sigma(a+b)"], words=told).is_function(Sym("sigma")) is None
    assert scan([r"\sigma", r"\sigma(a)"]).is_function(Sym("sigma")) is True


def test_a_name_that_stands_before_brackets_only_is_doubtful() -> None:
    """gamma(2z) may be a product or a function; where gamma stands alone too, or inside the bracket, it is a number."""
    assert scan([r"\gamma(2z)"]).is_doubtful(Sym("gamma"))
    assert not scan([r"\gamma(2z) = \gamma + 1"]).is_doubtful(Sym("gamma"))
    assert not scan([r"\theta(1-\theta)"]).is_doubtful(Sym("theta"))
    assert scan([r"\hat{y}(2x) - y"]).is_doubtful(Sym("hat_y"))
    assert scan([r"\mu_\phi(2x) - \mu"]).is_doubtful(Sym("mu", (Sym("phi"),)))


def test_a_letter_with_a_determinant_multiplies() -> None:
    r"""`S^{-1}(m - \mu)` beside `\det S` is a product; a survival function S(x) stays one."""
    assert scan([r"m^\top S^{-1}(m - \mu) + \log\det S"]).is_function(Sym("S")) is False
    assert scan([r"\log\det(S) + S(m-\mu)"]).is_function(Sym("S")) is False
    assert scan(["S(x) = 1 - F(x)"]).is_function(Sym("S")) is True
