"""A sample of worlds: true relations hold in it, false ones do not, and it is silent about what it does not know."""

import numpy as np
import pytest

from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.search.refute.sample import Sample, sample_of

FACTS = Facts(densities=frozenset("pqr"), roles=(("x", "x"), ("z", "z")), positive=frozenset("a"))


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given)."""
    return Apply(head, tuple(Arg(a, Name(a)) for a in args), tuple(Arg(a, Name(a)) for a in given))


def over(var: str, body: Expr) -> Fold:
    """The fold over the whole space."""
    return Fold("sum", var, Domain("space", var), body)


def sample(left: Expr, right: Expr, *premises: Relation) -> Sample:
    """The sample for an equation."""
    found = sample_of(Claim(Relation(left, "=", right), premises, FACTS))
    assert found is not None
    return found


A, B = Name("a"), Name("b")
KL = over("x", multiply(at("q", "x"), log(divide(at("q", "x"), at("p", "x")))))
BACK = over("x", multiply(at("p", "x"), log(divide(at("p", "x"), at("q", "x")))))
JOINT, EVIDENCE = at("p", "x", "z"), over("z", at("p", "x", "z"))


@pytest.mark.parametrize(
    ("op", "left", "right", "said"),
    [
        (">=", KL, ZERO, True),
        ("<=", KL, ZERO, False),
        ("=", KL, BACK, False),
        ("=", KL, subtract(over("x", multiply(at("q", "x"), log(at("q", "x")))), ZERO), False),
        ("=", KL, negate(over("x", multiply(at("q", "x"), log(divide(at("p", "x"), at("q", "x")))))), True),
        ("=", add(A, B), add(B, A), True),
        ("=", add(A, B), add(B, A, ONE), False),
        (">", A, ZERO, True),
        (">", B, ZERO, False),
        ("=", over("x", at("q", "x")), ONE, True),
        ("=", Derivative(Power(A, Number(3)), A), multiply(Number(3), Power(A, Number(2))), True),
        ("=", Derivative(Power(A, Number(3)), A), multiply(Number(2), Power(A, Number(2))), False),
        ("=", A, Name("c"), None),
        ("=", at("q", "x"), at("s", "x"), None),
        ("=", divide(A, subtract(B, B)), A, None),
    ],
)
def test_what_a_sample_says(op: str, left: Expr, right: Expr, said: bool | None) -> None:
    """Gibbs' inequality, masses, sums and derivatives; c and s stand in no world, and a/0 has no value in any."""
    assert sample(add(KL, A), add(BACK, B)).holds(op, left, right) is said


def test_the_worlds_satisfy_the_premise() -> None:
    """Where a = 2b, a + b = 3b holds and a + b = 2a does not."""
    found = sample(A, B, Relation(A, "=", multiply(Number(2), B)))
    assert found.holds("=", add(A, B), multiply(Number(3), B)) is True
    assert found.holds("=", add(A, B), multiply(Number(2), A)) is False


def test_what_was_asked_before_changes_nothing() -> None:
    """After a sum of huge terms the same small difference is still seen, and bound names do not meet free ones."""
    found = sample(add(EVIDENCE, KL, A), at("p", "x"))
    huge = multiply(Number(10**12), A)
    assert found.holds("=", subtract(add(huge, A), huge), A) is True
    assert found.holds("=", A, multiply(Number(2), A)) is False
    assert found.holds("=", EVIDENCE, at("p", "x")) is True
    assert found.holds("=", over("x", over("z", JOINT)), ONE) is True
    assert found.holds("=", over("x", at("p", "x")), at("p", "x")) is False


def test_no_sample_on_the_line() -> None:
    """Laws on the line and numbers alone have no cells."""
    normal = Law("q", ("x",), (), "normal", (ZERO, ONE))
    assert sample_of(Claim(Relation(KL, "=", ZERO), (), Facts(densities=frozenset("pq"), laws=(normal,)))) is None
    assert sample_of(Claim(Relation(ONE, "=", ONE), (), Facts())) is None


def test_a_sample_is_the_same_every_time() -> None:
    """Two samples for one claim give the same numbers."""
    first, second = (sample(KL, BACK).ready[0].screen.value(KL) for _ in range(2))
    assert np.array_equal(first, second)
