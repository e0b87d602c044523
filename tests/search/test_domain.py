"""Where the sides of a claim have values."""

from fractions import Fraction

import pytest

from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Expr,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.search.refute.domain import NOWHERE, domain_fault

A, B = Name("a"), Name("b")
TWO = Number(Fraction(2))


def fault(left: Expr, right: Expr, facts: Facts | None = None) -> str:
    """What is said of the domain of `left = right`."""
    return domain_fault(Claim(Relation(left, "=", right), (), facts or Facts()))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Call("abs", (A,)), add(A, multiply(ZERO, log(A)))),
        (log(Power(A, TWO)), multiply(TWO, log(A))),
        (multiply(TWO, log(subtract(A, B))), log(Power(subtract(B, A), TWO))),
        (log(A), log(Call("abs", (A,)))),
    ],
)
def test_a_side_with_a_larger_domain_is_found(left: Expr, right: Expr) -> None:
    """At a = -1 (or with a and b exchanged) one of the sides has a value and the other has none."""
    assert fault(left, right).startswith("at other values of a")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (log(multiply(A, B)), add(log(A), log(B))),
        (log(divide(A, B)), subtract(log(A), log(B))),
        (divide(Power(A, TWO), A), A),
        (log(Power(A, B)), multiply(B, log(A))),
    ],
)
def test_a_product_under_a_logarithm_needs_no_condition(left: Expr, right: Expr) -> None:
    """Where both sides have a value, no change of one number takes it from one side alone (but for an even power)."""
    assert fault(left, right) == ""


def test_an_equation_that_the_complex_logarithm_continues_is_meant_everywhere() -> None:
    """e^{log a} = a and (a^{1/2})^2 = a hold at a = -1 too, with the complex logarithm and root."""
    assert fault(exp(log(A)), A) == ""
    assert fault(Power(Power(A, Number(Fraction(1, 2))), TWO), A) == ""


def test_what_the_facts_say_is_taken_into_account() -> None:
    """With a > 0 stated, as a sign or as an inequality with b, both sides have a value everywhere."""
    assert fault(log(Power(A, TWO)), multiply(TWO, log(A)), Facts(positive=frozenset("a"))) == ""
    above = Facts(assumptions=(Relation(A, ">", B),))
    assert fault(multiply(TWO, log(subtract(A, B))), log(Power(subtract(A, B), TWO)), above) == ""


def test_sides_without_any_value_are_found() -> None:
    """log(-1), and a quotient of two differences that vanish for all densities."""
    x = Apply("p", (Arg("x", Name("x")),))
    facts = Facts(densities=frozenset("p"), roles=(("x", "x"),))
    assert fault(log(negate(ONE)), log(negate(ONE))) == NOWHERE
    assert fault(divide(subtract(x, x), subtract(x, x)), ONE, facts) == NOWHERE
    assert fault(divide(x, x), ONE, facts) == ""
