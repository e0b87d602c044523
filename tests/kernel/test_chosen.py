"""Laws that a world chooses on the line."""

import json
from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
from flint import fmpq

from hw3verify.kernel.chosen import improper_choice
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.kernel.evaluate import Cell, evaluate
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
    divide,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import Chosen, World
from hw3verify.search.refute.find import find_counterexample

STANDARD = Law("p", ("z",), (), "normal", (ZERO, ONE))
ENCODER = Law("q", ("z",), ("x",), "normal", (Name("m"), Number(Fraction(1, 4))))
FACTS = Facts(densities=frozenset("pq"), roles=(("x", "x"), ("z", "z")), laws=(STANDARD, ENCODER))
LIKELIHOOD = Chosen("p", ("x",), ("z",), "likelihood", (fmpq(-1), fmpq(1, 2), fmpq(-3, 2)))
WORLD = World(sizes={"x": 1}, scalars={"m": LogLinear(fmpq(1))}, chosen=(LIKELIHOOD,))


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given)."""
    return Apply(head, tuple(Arg(a, Name(a)) for a in args), tuple(Arg(a, Name(a)) for a in given))


def over(body: Expr, var: str = "z") -> Fold:
    """The integral over the whole space."""
    return Fold("sum", var, Domain("space", var), body)


def value(e: Expr) -> float:
    """The value at z = 1/2."""
    return to_float(evaluate(e, WORLD, {"x": Cell("x", 0), "z": LogLinear(fmpq(1, 2))}, FACTS))


def joint(z: float) -> float:
    """p(x, z) by hand."""
    return float(mpmath.exp(-1 + z / 2 - 1.5 * z * z) * mpmath.npdf(z))


def test_the_family_follows_from_prior_and_likelihood() -> None:
    """p(x,z), p(x) and p(z|x) agree with numerical integration, and p(z|x) integrates to 1."""
    evidence = float(mpmath.quad(joint, [-10, 0, 10]))
    assert value(at("p", "x", "z")) == pytest.approx(joint(0.5))
    assert value(at("p", "x")) == pytest.approx(evidence)
    assert value(at("p", "z", given=("x",))) == pytest.approx(joint(0.5) / evidence)
    assert value(over(at("p", "z", given=("x",)))) == pytest.approx(1)


Q, PXZ = at("q", "z", given=("x",)), at("p", "x", given=("z",))
KL = over(multiply(Q, log(divide(Q, at("p", "z")))))
ELBO = over(multiply(Q, log(divide(at("p", "x", "z"), Q))))
FIT = over(multiply(Q, log(PXZ)))


def test_the_bound_with_stated_laws() -> None:
    """With normal encoder and prior the two terms of the bound hold, and a wrong sign is refuted."""
    right = find_counterexample(Claim(Relation(ELBO, "=", subtract(FIT, KL)), (), FACTS))
    assert right.counterexample is None
    assert right.worlds > 5
    below = find_counterexample(Claim(Relation(log(at("p", "x")), ">=", ELBO), (), FACTS))
    assert below.counterexample is None
    assert below.worlds > 5
    wrong = find_counterexample(Claim(Relation(ELBO, "=", subtract(KL, FIT)), (), FACTS)).counterexample
    assert wrong is not None
    again = type(wrong).from_dict(wrong.claim, json.loads(json.dumps(wrong.to_dict())))
    assert check_counterexample(again).accepted


def test_a_density_without_a_law_of_its_own() -> None:
    """r(z) on the line is given a normal law: KL(q, r) >= 0 survives, KL(q, r) = 0 is refuted."""
    facts = replace(FACTS, densities=frozenset("pqr"))
    gap = over(multiply(Q, log(divide(Q, at("r", "z")))))
    assert find_counterexample(Claim(Relation(gap, ">=", ZERO), (), facts)).counterexample is None
    assert find_counterexample(Claim(Relation(gap, "=", ZERO), (), facts)).counterexample is not None


@pytest.mark.parametrize(
    "chosen",
    [
        (replace(LIKELIHOOD, numbers=(fmpq(0), fmpq(1), fmpq(0))),),  # not bounded
        (replace(LIKELIHOOD, head="q"),),  # q has no prior
        (LIKELIHOOD, LIKELIHOOD),
        (Chosen("p", ("z",), (), "normal", (fmpq(0), fmpq(1))),),  # the prior is stated
        (Chosen("r", ("z",), (), "normal", (fmpq(0), fmpq(1))),),  # no density
        (replace(LIKELIHOOD, outcome=("z",)),),
        (replace(LIKELIHOOD, name="cauchy"),),
    ],
)
def test_contradictory_choices_are_rejected(chosen: tuple[Chosen, ...]) -> None:
    """A choice that no family could have is no world."""
    assert improper_choice(FACTS, WORLD, ()) == ""
    assert improper_choice(FACTS, replace(WORLD, chosen=chosen), ())


def test_nothing_is_integrated_over_the_single_cell() -> None:
    """With a likelihood chosen for x, integrals over x and derivatives are refused."""
    nodes: tuple[Expr, ...] = (over(PXZ, "x"), Derivative(negate(FIT), Name("m")))
    for node in nodes:
        assert improper_choice(FACTS, WORLD, (node,))
    assert improper_choice(FACTS, replace(WORLD, sizes={"x": 2}), ())
