"""Limits that are infinite: by exp(-f) or 1/f tending to zero, compared with values of f near the point."""

import math
from collections.abc import Callable

import pytest

from hw3verify.kernel.evaluate import evaluate
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
    divide,
    exp,
    log,
    negate,
    subtract,
)
from hw3verify.meaning.value import CannotEvaluate, Infinite
from hw3verify.meaning.world import World

X, TWO = Name("x"), Number(2)
Case = tuple[Expr, Expr, str, int, Callable[[float], float], float]

INFINITE: dict[str, Case] = {
    "a polynomial": (subtract(X, Power(X, TWO)), INFINITY, "limit", -1, lambda x: x - x * x, 1e4),
    "the logarithm at 0": (log(X), ZERO, "limit+", -1, math.log, 1e-30),
    "a pole of even order": (divide(ONE, Power(X, TWO)), ZERO, "limit", 1, lambda x: 1 / x**2, 1e-4),
    "a pole from below": (divide(ONE, X), ZERO, "limit-", -1, lambda x: 1 / x, -1e-4),
    "exponential over power": (divide(exp(X), X), INFINITY, "limit", 1, lambda x: math.exp(x) / x, 50.0),
    "with a negative sign": (negate(exp(X)), INFINITY, "limit", -1, lambda x: -math.exp(x), 50.0),
}


def limit(body: Expr, at: Expr, op: str) -> Fold:
    """lim of the body for x -> at."""
    return Fold(op, "x", Domain("interval", "x", at, None), body)


@pytest.mark.parametrize("name", INFINITE)
def test_infinite_limits(name: str) -> None:
    """The limit is infinite with the sign that large values near the point have."""
    body, at, op, sign, computed, near = INFINITE[name]
    value = evaluate(limit(body, at, op), World(), {}, Facts())
    assert isinstance(value, Infinite) and value.sign == sign
    assert computed(near) * sign > 50


@pytest.mark.parametrize(
    ("body", "at", "op"),
    [
        (divide(ONE, X), ZERO, "limit"),  # two signs from two sides
        (Call("sin", (X,)), INFINITY, "limit"),
    ],
)
def test_no_limit(body: Expr, at: Expr, op: str) -> None:
    """1/x at 0 and the sine at infinity have no limit: no value is given."""
    with pytest.raises(CannotEvaluate):
        evaluate(limit(body, at, op), World(), {}, Facts())


def test_finite_limits_stay() -> None:
    """1/x tends to 0 at infinity, and is not infinite."""
    value = evaluate(limit(divide(ONE, X), INFINITY, "limit"), World(), {}, Facts())
    assert not isinstance(value, Infinite)
