"""The kernel accepts genuine counterexamples and nothing else."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.counterexample import check_counterexample, connected, fixed_roles
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import (
    INFINITY,
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
    divide,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import Table, World


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given)."""
    return Apply(head, tuple(Arg(a, Name(a)) for a in args), tuple(Arg(a, Name(a)) for a in given))


def over(var: str, body: Expr) -> Fold:
    """The fold over the whole space."""
    return Fold("sum", var, Domain("space", var), body)


def table(roles: tuple[str, ...], *values: Fraction | int) -> Table:
    """A table of rationals."""
    return Table(roles, tuple(LogLinear(fmpq(Fraction(v).numerator, Fraction(v).denominator)) for v in values))


def exact(a: int, b: int = 1) -> LogLinear:
    """a/b."""
    return LogLinear(fmpq(a, b))


P = at("p", "z")
FACTS = Facts(densities=frozenset("pq"), functions=frozenset("f"), roles=(("x", "x"), ("z", "z")))
ENTROPY = Claim(Relation(negate(over("z", multiply(P, log(P)))), ">=", ZERO), (), FACTS)
NARROW = World(sizes={"z": 1}, widths={"z": (fmpq(1, 2),)}, tables={"p": table(("z",), 2)})


def test_a_genuine_counterexample_is_accepted() -> None:
    """The entropy of a density of height 2 on an interval of length 1/2 is -log 2 < 0."""
    checked = check_counterexample(Counterexample(ENTROPY, NARROW, ()))
    assert checked.accepted
    assert checked.left == LogLinear(fmpq(0), ((2, fmpq(-1)),))


@pytest.mark.parametrize(
    "world",
    [
        replace(NARROW, tables={"p": table(("z",), 3)}),  # not normalised
        replace(NARROW, widths={"z": (fmpq(-1, 2),)}, tables={"p": table(("z",), -2)}),  # negative
        replace(NARROW, sizes={"z": 2}),  # a table that does not fit
        replace(NARROW, widths={}),  # no longer normalised without its width
        replace(NARROW, tables={}),  # no table
        replace(NARROW, tables={"p": table(("z", "z"), 2)}),  # a role twice
        replace(NARROW, sizes={}),  # a role without cells
        replace(NARROW, tables={"p": Table(("z",), (LogLinear(fmpq(0), ((2, fmpq(1)),)),))}),  # not rational
    ],
)
def test_tampered_worlds_are_rejected(world: World) -> None:
    """A world that is not proper proves nothing."""
    assert not check_counterexample(Counterexample(ENTROPY, world, ())).accepted


def test_a_true_claim_is_not_refuted() -> None:
    """In the same world, normalisation holds, and so its claim is not refuted."""
    claim = Claim(Relation(over("z", P), "=", ONE), (), FACTS)
    assert not check_counterexample(Counterexample(claim, NARROW, ())).accepted


def test_facts_and_assumptions_are_checked() -> None:
    """a^2 >= a fails at 1/2, but not under facts that exclude 1/2."""
    a = Name("a")
    says = Relation(Power(a, Number(2)), ">=", a)
    half = World(scalars={"a": exact(1, 2)})
    assert check_counterexample(Counterexample(Claim(says), half, ())).accepted
    for facts in (
        Facts(integer=frozenset("a")),
        Facts(binary=frozenset("a")),
        Facts(assumptions=(Relation(a, ">", ONE),)),
        Facts(assumptions=(Relation(a, "<", Name("b")),)),  # b has no value in the world
    ):
        assert not check_counterexample(Counterexample(Claim(says, (), facts), half, ())).accepted
    negative = World(scalars={"a": exact(-1)})
    below = Relation(a, ">=", ZERO)
    assert check_counterexample(Counterexample(Claim(below), negative, ())).accepted
    for facts in (Facts(positive=frozenset("a")), Facts(unit=frozenset("a"))):
        assert not check_counterexample(Counterexample(Claim(below, (), facts), negative, ())).accepted


def test_assumptions_about_other_things_do_not_matter() -> None:
    """Only assumptions that speak of the claim's names, directly or through each other, are looked at."""
    a, b, c, d = (Name(n) for n in "abcd")
    ab, bc, dd = Relation(a, "<", b), Relation(b, "<", c), Relation(d, "<", ONE)
    assert connected(Facts(assumptions=(ab, bc, dd)), {"c"}) == (ab, bc)
    assert connected(Facts(assumptions=(dd,)), {"a"}) == ()
    law = Law("p", ("z",), (), "uniform", (ZERO, b))
    assert connected(Facts(laws=(law,), assumptions=(ab, dd)), {"p"}) == (ab,)


def test_a_premise_must_hold_everywhere() -> None:
    """f(z) = 0 for all z implies sum f = 0: a world where f vanishes in one cell only is no counterexample."""
    f = at("f", "z")
    claim = Claim(Relation(over("z", f), "=", ZERO), (Relation(f, "=", ZERO),), FACTS)
    world = World(sizes={"z": 2}, functions={"f": table(("z",), 0, 1)})
    assert check_counterexample(Counterexample(claim, world, (("z", 0),))).reason == "the premise fails"
    without = replace(claim, premises=())
    assert check_counterexample(Counterexample(without, world, (("z", 0),))).accepted


def test_a_parameter_of_the_argument_is_fixed() -> None:
    """With z folded and x not, a premise that depends on x needs to hold at the x at hand only."""
    lam = Name("lambda")
    q = at("q", "z", given=("x",))
    premise = Relation(lam, "=", over("z", Power(q, Number(2))))
    claim = Claim(Relation(lam, "=", ONE), (premise,), FACTS)
    assert fixed_roles(replace(claim, premises=(premise, Relation(at("p", "x"), ">", ZERO)))) == frozenset("x")
    world = World(
        sizes={"x": 2, "z": 2},
        tables={"q": table(("z", "x"), Fraction(1, 4), Fraction(1, 3), Fraction(1, 4), Fraction(1, 6))},
        scalars={"lambda": exact(1, 2)},
    )
    assert check_counterexample(Counterexample(claim, world, (("x", 0),))).accepted
    assert not check_counterexample(Counterexample(claim, world, (("x", 1),))).accepted


def test_balls_that_overlap_refute_nothing() -> None:
    """(1 + sqrt 2)^2 = 3 + 2 sqrt 2 is true and cannot be told from a near miss by balls; off by 10^-30 is refuted."""
    root = Power(Number(2), Number(Fraction(1, 2)))
    left = Power(add(ONE, root), Number(2))
    right = add(Number(3), multiply(Number(2), root))
    assert not check_counterexample(Counterexample(Claim(Relation(left, "=", right)), World(), ())).accepted
    off = add(right, Number(Fraction(1, 10**30)))
    assert check_counterexample(Counterexample(Claim(Relation(left, "=", off)), World(), ())).accepted


def test_infinity_counts_only_where_it_is_expected() -> None:
    """log 0 against 0 refutes when infinity is written, not through a parameter that happens to be 0."""
    a = Name("a")
    zero = World(scalars={"a": exact(0)})
    assert not check_counterexample(Counterexample(Claim(Relation(log(a), "<=", ZERO)), zero, ())).accepted
    assert not check_counterexample(Counterexample(Claim(Relation(log(a), ">=", ZERO)), zero, ())).accepted
    assert check_counterexample(Counterexample(Claim(Relation(log(a), "=", INFINITY)), zero, ())).kind == "infinite"


def test_a_side_without_a_value_is_called_undefined() -> None:
    """log(ab) = log a + log b at a = b = -1: the right side has no value."""
    a, b = Name("a"), Name("b")
    claim = Claim(Relation(log(multiply(a, b)), "=", add(log(a), log(b))))
    world = World(scalars={"a": exact(-1), "b": exact(-1)})
    checked = check_counterexample(Counterexample(claim, world, ()))
    assert checked.accepted
    assert checked.kind == "undefined"
    both = Claim(Relation(log(a), "=", log(b)))
    assert not check_counterexample(Counterexample(both, world, ())).accepted


def test_a_quotient_of_zeros_refutes_nothing() -> None:
    """(a - a)/(a - a) = 1 is not refuted by the missing value."""
    gap = subtract(Name("a"), Name("a"))
    claim = Claim(Relation(divide(gap, gap), "=", ONE))
    assert not check_counterexample(Counterexample(claim, World(scalars={"a": exact(1)}), ())).accepted


def test_unknown_places_are_rejected() -> None:
    """A free variable must stand in an existing cell."""
    claim = Claim(Relation(log(P), "<=", ZERO), (), FACTS)
    assert check_counterexample(Counterexample(claim, NARROW, (("z", 0),))).accepted
    for where in ((), (("z", 1),), (("z", -1),), (("y", 0),)):
        assert not check_counterexample(Counterexample(claim, NARROW, where)).accepted


def test_a_certificate_survives_json() -> None:
    """Written to JSON and read back, a counterexample is the same and is accepted."""
    found = Counterexample(ENTROPY, NARROW, (), "- log 2", "0")
    again = Counterexample.from_dict(ENTROPY, json.loads(json.dumps(found.to_dict())))
    assert again == found
    assert check_counterexample(again).accepted


def test_a_density_said_to_be_below_one_is() -> None:
    """`0 < r < 1` of a density r rules out the world in which all mass sits in one cell of width 1."""
    r = Apply("r", (Arg("x", Name("x")),))
    facts = Facts(densities=frozenset("r"), unit=frozenset("r"), roles=(("x", "x"),))
    claim = Claim(Relation(r, "<", Number(1)), (), facts)
    world = World(sizes={"x": 1}, tables={"r": Table(("x",), (LogLinear(fmpq(1)),))})
    assert check_counterexample(Counterexample(claim, world, (("x", 0),))).reason == "r is not between 0 and 1"
