"""Stated ranges of bound variables: what the facts say of every value of a role is known under an integral."""

from fractions import Fraction

import pytest

from hw3verify.kernel.normal import Normal
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    log,
    multiply,
    subtract,
)
from hw3verify.search.prove.prove import prove

HALF = Number(Fraction(1, 2))
P = frozenset("p")
POSITIVE = Facts(densities=P, positive=frozenset("X"))
UNIT = Facts(densities=P, unit=frozenset("X"))
STATED = Facts(densities=P, roles=(("X", "X"),), assumptions=(Relation(Name("X"), ">", Number(2)),))
NOTHING = Facts(densities=P)


def density(at: str) -> Expr:
    """p(at)."""
    return Apply("p", (Arg("X", Name(at)),))


def mean(body: Expr, at: str = "x") -> Fold:
    """The integral of the density at `at` times the body."""
    return Fold("sum", at, Domain("space", "X"), multiply(density(at), body))


X = Name("x")


@pytest.mark.parametrize(
    ("facts", "body", "known"),
    [
        (POSITIVE, X, True),
        (POSITIVE, Power(X, HALF), True),
        (POSITIVE, log(add(X, HALF)), False),  # x may lie below 1/2
        (UNIT, log(add(X, ONE)), True),
        (STATED, log(X), True),  # x > 2
        (STATED, log(subtract(X, Number(3))), False),
        (NOTHING, X, False),
    ],
)
def test_signs_of_means(facts: Facts, body: Expr, known: bool) -> None:
    """E[X] > 0 for X > 0, E[log(1 + X)] > 0 for X in (0, 1), E[log X] > 0 for X > 2; nothing where nothing is said."""
    normal = Normal(facts)
    assert normal.signs.positive(normal.form(mean(body))) is known


def test_a_law_has_its_own_support() -> None:
    """`X > 0` beside X ~ N(0, 1) contradicts the law, and E[X] is 0: it is not called positive."""
    law = Law("p", ("X",), (), "normal", (ZERO, ONE))
    normal = Normal(Facts(densities=P, positive=frozenset("X"), laws=(law,)))
    assert "X" not in normal.signs.ranges
    assert not normal.signs.positive(normal.form(mean(X)))


def test_two_variables_of_one_role_are_two() -> None:
    """E[X] - E[Y]/2 of one law is E[X]/2, not zero, and E[(X - Y)^2] is no square of zero."""
    normal = Normal(POSITIVE)
    both = mean(mean(Power(subtract(Name("x"), Name("y")), Number(2)), "y"))
    assert not is_zero(normal.form(both))
    inner = mean(mean(subtract(Name("x"), Name("y")), "y"))
    assert is_zero(normal.form(inner))
    assert not normal.signs.positive(normal.form(inner))


@pytest.mark.parametrize(("facts", "true"), [(STATED, True), (POSITIVE, False)])
def test_bounds_of_means(facts: Facts, true: bool) -> None:
    """E[X] >= 2 where X > 2, by comparison point by point; not where X is only positive."""
    assert (prove(Claim(Relation(Number(2), "<=", mean(X)), (), facts)) is not None) is true
