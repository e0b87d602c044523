"""Worlds at the edge."""

from fractions import Fraction

import pytest

from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    divide,
    exp,
    log,
    multiply,
    subtract,
)
from hw3verify.search.refute.edges import edge_counterexample
from hw3verify.search.refute.subject import subject_of

A = Name("a")
FACTS = Facts(densities=frozenset("pq"), roles=(("x", "x"),))


def at(head: str) -> Apply:
    """The density at x."""
    return Apply(head, (Arg("x", Name("x")),))


def over_x(e: Expr) -> Expr:
    """The integral over x."""
    return Fold("sum", "x", Domain("space", "x"), e)


DIVERGENCE = over_x(multiply(at("p"), log(divide(at("p"), at("q")))))


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Relation(DIVERGENCE, "<=", Number(1000)), (), Facts(densities=frozenset("pq"))),
        Claim(Relation(at("p"), ">=", Number(Fraction(1, 10**9))), (), FACTS),
        Claim(Relation(exp(A), "<=", Number(10**40)), (), Facts()),
        Claim(Relation(Power(subtract(A, Number(Fraction(17, 19))), Number(2)), ">", ZERO), (), Facts()),
        Claim(Relation(log(A), "<=", Number(100)), (), Facts(positive=frozenset("a"))),
    ],
)
def test_far_bounds_break_at_the_edge(claim: Claim) -> None:
    """A mass of 2^-3000 makes a divergence of 2000, e^100 exceeds 10^43, (a - 17/19)^2 is 0 at 17/19; all certified."""
    found, _ = edge_counterexample(subject_of(claim))
    assert found is not None
    assert check_counterexample(found).accepted


def test_true_bounds_hold_there() -> None:
    """Gibbs' inequality, and a square that is never negative."""
    gibbs = Claim(Relation(DIVERGENCE, ">=", ZERO), (), Facts(densities=frozenset("pq")))
    square = Claim(Relation(Power(A, Number(2)), ">=", ZERO), (), Facts())
    assert edge_counterexample(subject_of(gibbs)) == (None, "")
    assert edge_counterexample(subject_of(square)) == (None, "")


def test_two_normal_laws_may_be_one() -> None:
    """N(a, 1) and N(b, 1) have divergence 0 where a = b, so it is not positive everywhere."""
    laws = tuple(Law(h, ("x",), (), "normal", (Name(m), Number(1))) for h, m in (("p", "a"), ("q", "b")))
    claim = Claim(Relation(DIVERGENCE, ">", ZERO), (), Facts(densities=frozenset("pq"), laws=laws))
    found, reason = edge_counterexample(subject_of(claim))
    assert found is not None or reason


@pytest.mark.parametrize(
    ("ranges", "says"),
    [
        (((ZERO, "<=", A), (A, "<=", Number(1))), Relation(Power(A, Number(2)), "<", Number(1))),  # 1 is a value
        (((ZERO, "<=", A), (A, "<=", Number(1))), Relation(A, ">", ZERO)),
        (((A, ">=", ZERO),), Relation(A, ">", ZERO)),
        (((ZERO, "<", A), (A, "<=", Number(1))), Relation(log(A), "<", ZERO)),
    ],
)
def test_the_ends_of_closed_ranges_are_looked_at(ranges: tuple[tuple[Expr, str, Expr], ...], says: Relation) -> None:
    """A strict bound that holds inside of a range fails at an end that belongs to it."""
    claim = Claim(says, (), Facts(assumptions=tuple(Relation(*r) for r in ranges)))
    found, _ = edge_counterexample(subject_of(claim))
    assert found is not None
    assert check_counterexample(found).accepted


@pytest.mark.parametrize("op", ["<=", "<"])
def test_ends_that_are_no_values_refute_nothing(op: str) -> None:
    """0 < a < 1 has no ends of its own: a^2 < 1 holds."""
    ranges = (Relation(ZERO, "<", A), Relation(A, "<", Number(1)))
    claim = Claim(Relation(Power(A, Number(2)), op, Number(1)), (), Facts(assumptions=ranges))
    assert edge_counterexample(subject_of(claim))[0] is None
