"""Finite worlds are refused where they are no faithful stand-in."""

from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.faithful import degree, unfaithful
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    ONE,
    PI,
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
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World
from hw3verify.search.refute.find import find_counterexample

X = Name("x")
FACTS = Facts(densities=frozenset("pq"), functions=frozenset("f"))


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given)."""
    return Apply(head, tuple(Arg(a, Name(a)) for a in args), tuple(Arg(a, Name(a)) for a in given))


def over(body: Expr, op: str = "sum", var: str = "x") -> Fold:
    """The fold over the whole space."""
    return Fold(op, var, Domain("space", var), body)


P, Q = at("p", "x"), at("q", "x")
MEAN = over(multiply(P, X))
VARIANCE = over(multiply(P, Power(subtract(X, MEAN), Number(2))))
ENTROPY = negate(over(multiply(P, log(P))))


@pytest.mark.parametrize(
    ("e", "expected"),
    [
        (P, 1),
        (multiply(P, Q), 2),
        (divide(multiply(P, Q), P), 1),
        (multiply(P, log(divide(P, Q))), 1),
        (multiply(P, log(P)), None),
        (add(P, Q), 1),
        (add(P, ONE), None),
        (at("p", "z", given=("x",)), 0),
        (at("p", "x", given=("z",)), 1),
        (X, 0),
        (exp(X), 0),
        (over(multiply(at("p", "x", "z"), Name("z")), var="z"), 1),
        (MEAN, 0),
        (Power(P, Number(Fraction(1, 2))), None),
        (Derivative(P, X), None),
    ],
)
def test_degrees(e: Expr, expected: int | None) -> None:
    """How expressions scale with the densities of x."""
    assert degree(e, "x", FACTS) == expected


@pytest.mark.parametrize(
    "claim",
    [
        # for densities H <= log(2 pi e Var)/2; for points close together it fails
        Claim(Relation(multiply(Number(2), ENTROPY), "<=", log(multiply(Number(18), VARIANCE))), (), FACTS),
        # an integral over all numbers is no sum over three of them
        Claim(
            Relation(
                over(exp(divide(negate(Power(X, Number(2))), Number(2)))),
                "=",
                Power(multiply(Number(2), PI), Number(Fraction(1, 2))),
            )
        ),
        Claim(Relation(over(negate(Power(X, Number(2))), "sup"), "=", ZERO)),
    ],
)
def test_points_do_not_stand_for_a_line(claim: Claim) -> None:
    """True statements about the line that fail on a few points are not refuted, and are not counted as supported."""
    found = find_counterexample(claim)
    assert found.counterexample is None
    assert found.worlds == 0
    assert found.reason


def test_expectations_are_looked_at_on_points() -> None:
    """E x^2 >= (E x)^2 survives and E x^2 <= (E x)^2 is refuted."""
    square = over(multiply(P, Power(X, Number(2))))
    held = find_counterexample(Claim(Relation(square, ">=", Power(MEAN, Number(2))), (), FACTS))
    assert held.counterexample is None
    assert held.worlds > 100
    wrong = Claim(Relation(square, "<=", Power(MEAN, Number(2))), (), FACTS)
    assert find_counterexample(wrong).counterexample is not None


def test_a_uniform_density_is_looked_at_on_its_support() -> None:
    """p(x) = 1/2 for p = U[0, 2]: not refuted by the zero outside, but 1/3 is refuted."""
    facts = Facts(frozenset("p"), roles=(("x", "x"),), laws=(Law("p", ("x",), (), "uniform", (ZERO, Number(2))),))
    assert find_counterexample(Claim(Relation(P, "=", Number(Fraction(1, 2))), (), facts)).counterexample is None
    assert find_counterexample(Claim(Relation(log(P), "=", negate(log(Number(2)))), (), facts)).counterexample is None
    wrong = Claim(Relation(P, "=", Number(Fraction(1, 3))), (), facts)
    assert find_counterexample(wrong).counterexample is not None


def test_functional_derivatives_need_counting_widths() -> None:
    """With a width of 2 a derivative by a table entry is no functional derivative."""
    claim = Claim(Relation(Derivative(ENTROPY, P), "=", ZERO), (), FACTS)
    assert unfaithful(claim, World(sizes={"x": 1}, widths={"x": (fmpq(2),)}), {})
    assert not unfaithful(claim, World(sizes={"x": 1}), {})


def test_what_is_counted_has_no_widths() -> None:
    """The entropy of a binary variable is never negative; of any variable it may be."""
    claim = Relation(ENTROPY, ">=", ZERO)
    for stated in (Facts(frozenset("p"), binary=frozenset("x")), Facts(frozenset("p"), integer=frozenset("x"))):
        found = find_counterexample(Claim(claim, (), stated))
        assert found.counterexample is None
        assert found.worlds > 100
    assert find_counterexample(Claim(claim, (), FACTS)).counterexample is not None
    binary = Claim(claim, (), Facts(frozenset("p"), binary=frozenset("x")))
    assert unfaithful(binary, World(sizes={"x": 3}), {})
    assert unfaithful(binary, World(sizes={"x": 1}, widths={"x": (fmpq(1, 2),)}), {})


def test_points_keep_to_the_stated_range() -> None:
    """x^2 = x holds for a binary x only, and a binary x never stands at 2."""
    square = Relation(Power(X, Number(2)), "=", X)
    roles = (("x", "x"),)
    binary = Facts(binary=frozenset("x"), roles=roles)
    found = find_counterexample(Claim(square, (), binary))
    assert found.counterexample is None
    assert found.worlds > 50
    assert find_counterexample(Claim(square, (), Facts(roles=roles))).counterexample is not None
    positive = Facts(positive=frozenset("x"), roles=roles)
    assert find_counterexample(Claim(Relation(X, ">", ZERO), (), positive)).counterexample is None
    world = World(sizes={"x": 1}, points={"x": (fmpq(2),)}, scalars={"a": LogLinear(fmpq(1))})
    assert unfaithful(Claim(square, (), binary), world, {})
