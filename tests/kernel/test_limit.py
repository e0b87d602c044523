"""Limits of forms at points and at infinity, against limits from textbooks."""

from flint import fmpq

from hw3verify.kernel.form import NOTHING, UNIT
from hw3verify.kernel.limit import limit
from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Expr, Name, Number, Power, add, divide, exp, log, multiply, negate, subtract

X, S = Name("x"), Name("s")
TWO = Number(2)


def at(e: Expr, point: int | None, side: int = 1) -> object:
    """The limit of an expression as a number; None where there is none."""
    normal = Normal(Facts(positive=frozenset("xs")))
    found = limit(normal.rules, normal.form(e), "x", None if point is None else UNIT.scale(fmpq(point)), side)
    return found if found is None or found.constant is None else found.constant


def test_powers_beat_logarithms_and_exponentials_beat_powers() -> None:
    """x log x -> 0, x^s log^3 x -> 0 at 0; x^5 exp(-x) -> 0, log x / x -> 0 at infinity."""
    assert at(multiply(X, log(X)), 0) == 0
    assert at(multiply(Power(X, S), Power(log(X), Number(3))), 0) == 0
    assert at(multiply(Power(X, Number(5)), exp(negate(X))), None) == 0
    assert at(divide(log(X), X), None) == 0


def test_what_is_infinite_or_cancels_only_in_part_has_no_limit() -> None:
    """log x, 1/x at 0 and x, exp x at infinity; log x - 2 log(x + 1) at infinity."""
    assert at(log(X), 0) is None
    assert at(Power(X, Number(-1)), 0) is None
    assert at(X, None) is None
    assert at(exp(X), None) is None
    assert at(subtract(log(X), multiply(TWO, log(add(X, Number(1))))), None) is None


def test_logarithms_that_cancel_leave_their_constants() -> None:
    """log(2x + 1) - log(x) -> log 2 at infinity, and x/(x + 1) -> 1."""
    normal = Normal(Facts(positive=frozenset("x")))
    gap = subtract(log(add(multiply(TWO, X), Number(1))), log(X))
    assert limit(normal.rules, normal.form(gap), "x", None, 1) == normal.form(log(TWO))
    assert at(divide(X, add(X, Number(1))), None) == 1


def test_minus_infinity_is_the_mirror_image() -> None:
    """x exp(x) -> 0 for x -> minus infinity, exp(-x) has no limit there."""
    normal = Normal(Facts())
    assert limit(normal.rules, normal.form(multiply(X, exp(X))), "x", None, -1) == NOTHING
    assert limit(normal.rules, normal.form(exp(negate(X))), "x", None, -1) is None
