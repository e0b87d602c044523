"""The meaning of formulas: kinds of names, definitions at work, and what stays unknown."""

from __future__ import annotations

import pytest

import hw3verify
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.readings import parse
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.vocabulary import Unknown, Vocabulary
from hw3verify.meaning.expr import PI, Apply, Arg, Call, Derivative, Expr, Name, Number, Power, Sum, exp


def meaning(latex: str, scope: Scope | None = None, *more: str) -> Expr:
    """The meaning of a side in a document that has the other formulas too."""
    (side,) = parse(latex).sides
    assert side is not None
    vocabulary = Vocabulary()
    vocabulary.scan([side, *(s for m in more for s in parse(m).sides if s is not None)])
    return Elaborator(vocabulary, scope or Scope()).expr(side)


def test_constants() -> None:
    """e is the exponential of 1, pi the constant, unless the facts bound it: then it is a weight."""
    assert meaning("e") == exp(Number(1))
    assert meaning(r"\pi") == PI
    assert meaning(r"\pi", Scope(positive=frozenset({"pi"}))) != PI


def test_a_density_keeps_its_roles() -> None:
    """p(z'|x) is the family p, with z' in the role z."""
    assert meaning("p(z'|x)") == Apply("p", (Arg("z", Name("z'")),), (Arg("x", Name("x")),))


def test_definitions_are_put_in_at_their_arguments() -> None:
    """With s(t) = t^2, s(a) is a^2 and a bare s is t^2."""
    square = Definition("s", ("t",), Power(Name("t"), Number(2)), "s(t)=t^2")
    assert meaning("s(a)", Scope((square,)), "s(t)") == Power(Name("a"), Number(2))
    assert meaning("s", Scope((square,)), "s(t)") == Power(Name("t"), Number(2))


def test_a_primed_definition_is_its_slope() -> None:
    """l'(t) is the derivative of l(t)."""
    body = Call("log", (Name("t"),))
    scope = Scope((Definition("l", ("t",), body, "l(t) = log t"),))
    assert meaning("l'(t)", scope, "l(t)") == Derivative(body, Name("t"))


def test_indices_are_arguments() -> None:
    """x_i under a sum over i is an indexed quantity, and x_1 is a name of its own."""
    total = meaning(r"\sum_{i=1}^n x_i")
    assert "x[]" in repr(total)
    assert meaning("x_1") == Name("x_1")


@pytest.mark.parametrize("latex", [r"F(x)", r"\mathrm{tr}(A)", r"\|x\|", r"H_q(p)", r"\sin x"])
def test_what_has_no_certain_meaning_is_unknown(latex: str) -> None:
    """A wrong meaning would make a false verdict; a missing one costs a verdict."""
    with pytest.raises(Unknown):
        meaning(latex)


def test_sums_keep_their_terms() -> None:
    """Nothing is simplified on the way: the reading shows what was written."""
    assert meaning("a + a") == Sum((Name("a"), Name("a")))


@pytest.mark.parametrize(
    "claim", [r"xx^T = x^Tx", r"\infty/\infty = 0", r"\frac{\partial}{\partial\theta}\mu_\theta = 1-1"]
)
def test_what_has_no_certain_meaning_is_not_judged(claim: str) -> None:
    """A transpose is no power, a quotient of infinities no number, and mu_theta no constant."""
    (link,) = hw3verify.check(f"$${claim} \\tag{{1}}$$\n").links
    assert link.verdict == "undecided"
