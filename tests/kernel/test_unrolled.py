"""Sums and products over indices under integrals, in worlds where the entries are numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import Evaluation, evaluate
from hw3verify.kernel.faithful import unfaithful
from hw3verify.kernel.unrolled import unrolled
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Domain, Expr, Fold, Name, Number, Power, add, multiply, negate
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import Table, World

T = Name("t")
LAWS = (Law("p", ("t",), (), "beta", (Name("a"), Name("b"))), Law("p", ("x",), ("t",), "bernoulli", (T,)))
FACTS = Facts(densities=frozenset("p"), indexed=frozenset(("x[]",)), laws=LAWS)


def entry(i: Expr) -> Apply:
    """x_i."""
    return Apply("x[]", (Arg("#n", i),))


def over(op: str, body: Expr) -> Fold:
    """The sum or product over i = 1..n."""
    return Fold(op, "i", Domain("index", "#n", ONE, Name("n")), body)


def world(*data: int, a: Fraction = Fraction(1, 2), b: Fraction = Fraction(3, 2)) -> World:
    """A world with these data and a Beta(a, b) prior."""
    scalars = {"n": LogLinear(fmpq(len(data)))}
    scalars |= {k: LogLinear(fmpq(v.numerator, v.denominator)) for k, v in (("a", a), ("b", b))}
    table = Table(("#n",), tuple(LogLinear(fmpq(x)) for x in data))
    return World({"#n": len(data)}, functions={"x[]": table}, scalars=scalars, indices=frozenset(("#n",)))


LIKELIHOOD = over("product", Apply("p", (Arg("x", entry(Name("i"))),), (Arg("t", T),)))
EVIDENCE = Fold("sum", "t", Domain("space", "t"), multiply(Apply("p", (Arg("t", T),)), LIKELIHOOD))


def test_the_evidence_of_a_coin_is_a_quotient_of_beta_functions() -> None:
    """B(1/2 + 2, 3/2 + 1) / B(1/2, 3/2) = (1/2)(3/2)(3/2) / (2 * 3 * 4) = 3/64 for the data 1, 0, 1."""
    found = evaluate(EVIDENCE, world(1, 0, 1), {}, FACTS)
    assert found == LogLinear(fmpq(3, 64))


def test_entries_are_numbers_once_written_out() -> None:
    """t^(x_1) t^(x_2) at the entries 1 and 0 is t^1 t^0."""
    run = Evaluation(world(1, 0), FACTS)
    found = unrolled(run, over("product", Power(T, entry(Name("i")))), {}, frozenset("t"))
    assert found == multiply(Power(T, Number(Fraction(1))), Power(T, Number(Fraction(0))))


def test_an_empty_range_has_the_neutral_value() -> None:
    """The sum over nothing is 0, the product 1."""
    run = Evaluation(world(1), FACTS)
    for op, neutral in (("sum", ZERO), ("product", ONE)):
        fold = Fold(op, "i", Domain("index", "#n", ONE, ZERO), T)
        assert unrolled(run, fold, {}) == neutral


def test_ends_that_are_bound_further_out_stay() -> None:
    """Where the end of the range is bound by a fold around, a number of the same name is another one."""
    run = Evaluation(world(1, 0), FACTS)
    fold = over("sum", T)
    assert unrolled(run, fold, {}, frozenset("n")) == fold


@pytest.mark.parametrize(("data", "proper"), [((0, 1), True), ((0, 2), False), ((-1, 0), False)])
def test_data_outside_of_the_support_are_no_data(data: tuple[int, int], proper: bool) -> None:
    """A Bernoulli law gives 0 and 1 only: a world with other data says nothing."""
    claim = Claim(Relation(LIKELIHOOD, "=", add(ONE, negate(T))), (), FACTS)
    fault = unfaithful(claim, world(*data), {"t": LogLinear(fmpq(1, 2))})
    assert (fault == "") is proper
