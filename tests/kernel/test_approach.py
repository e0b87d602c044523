"""Limits that are written, against limits from textbooks."""

import pytest

from hw3verify.kernel.form import NoForm
from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
    Call,
    Domain,
    Expr,
    Fold,
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

X, A, R = Name("x"), Name("a"), Name("r")
FACTS = Facts(positive=frozenset("a"), unit=frozenset("r"))
HALF = Power(Number(2), Number(-1))


def limit(body: Expr, at: Expr, side: str = "") -> Expr:
    """lim body for x -> at."""
    return Fold(f"limit{side}", "x", Domain("interval", "x", at, None), body)


TRUE = [
    (divide(subtract(exp(X), ONE), X), ZERO, "", ONE),
    (divide(subtract(exp(X), add(ONE, X)), Power(X, Number(2))), ZERO, "", HALF),
    (divide(log(add(ONE, X)), X), ZERO, "", ONE),
    (divide(log(X), subtract(X, ONE)), ONE, "", ONE),
    (multiply(X, log(X)), ZERO, "+", ZERO),
    (multiply(X, log(X)), ZERO, "", ZERO),
    (Power(add(ONE, divide(A, X)), X), INFINITY, "", exp(A)),
    (Power(R, X), INFINITY, "", ZERO),
    (divide(add(X, ONE), add(multiply(Number(2), X), A)), INFINITY, "", HALF),
    (exp(X), negate(INFINITY), "", ZERO),
    (divide(subtract(Power(A, X), ONE), X), ZERO, "", log(A)),
    (divide(subtract(Power(add(A, X), Number(2)), Power(A, Number(2))), X), ZERO, "", multiply(Number(2), A)),
]


@pytest.mark.parametrize(("body", "at", "side", "wanted"), TRUE)
def test_limits_from_textbooks(body: Expr, at: Expr, side: str, wanted: Expr) -> None:
    """Quotients of vanishing terms, powers against logarithms, compound interest."""
    normal = Normal(FACTS)
    assert normal.form(limit(body, at, side)) == normal.form(wanted)


@pytest.mark.parametrize(
    ("body", "at", "side"),
    [
        (Power(X, Number(-1)), ZERO, ""),
        (exp(X), INFINITY, ""),
        (divide(Call("abs", (X,)), X), ZERO, ""),
        (Power(A, X), INFINITY, ""),
        (log(X), ZERO, "+"),
        (log(X), ZERO, "-"),
        (exp(Power(X, Number(-1))), ZERO, ""),
    ],
)
def test_where_there_is_no_limit_there_is_no_form(body: Expr, at: Expr, side: str) -> None:
    """Poles, growth, different limits from two sides, growth that depends on a parameter."""
    with pytest.raises(NoForm):
        Normal(FACTS).form(limit(body, at, side))
