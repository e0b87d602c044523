"""Extrema by concavity: what is accepted is an extremum among many members, and what is none is not accepted."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.concave import in_range, is_extremal, member_facts
from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Facts, Relation
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
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.extremum import Member
from hw3verify.search.prove.stationary import stationary_members

Y, X = Name("y°"), Name("x")
FACTS = Facts(densities=frozenset("pq"), functions=frozenset("f"), positive=frozenset("ab"))


def at(head: str) -> Apply:
    return Apply(head, (Arg("x", X),))


def over(body: Expr) -> Fold:
    return Fold("sum", "x", Domain("space", "x"), body)


def numbers(op: str, body: Expr, low: Expr | None = None, high: Expr | None = None, brackets: str = "()") -> Fold:
    return Fold(op, "y°", Domain("numbers", brackets, low, high), body)


def functions(op: str, body: Expr, low: Expr | None = None, high: Expr | None = None) -> Fold:
    return Fold(op, "D°", Domain("functions", "()", low, high), body)


def test_the_discriminator_is_the_only_maximum():
    """p log D + q log(1 - D) has its maximum at p/(p + q) and nowhere else; that is no minimum."""
    value = over(add(multiply(at("p"), log(at("D°"))), multiply(at("q"), log(subtract(ONE, at("D°"))))))
    w = Member(divide(at("p"), add(at("p"), at("q"))), (("x", "x"),))
    found = is_extremal(FACTS, functions("sup", value, ZERO, ONE), w)
    assert found is not None and found[0]
    assert is_extremal(FACTS, functions("inf", value, ZERO, ONE), w) is None
    other = Member(divide(at("q"), add(at("p"), at("q"))), (("x", "x"),))
    assert is_extremal(FACTS, functions("sup", value, ZERO, ONE), other) is None


@pytest.mark.parametrize(
    ("e", "w"),
    [
        (numbers("sup", Power(Y, Number(2))), ZERO),  # a stationary point that is the minimum
        (numbers("sup", subtract(Power(Y, Number(3)), multiply(Number(3), Y))), Number(-1)),  # a local maximum
        (numbers("sup", Y, ZERO, ONE), ONE),  # an end that does not belong to the range
        (numbers("sup", negate(Power(Y, Number(-2)))), ONE),  # a pole inside the range
        (numbers("sup", add(log(Y), multiply(Number(2), Y))), Number(Fraction(-1, 2))),  # stationary outside the range
        (numbers("sup", negate(Power(subtract(Y, Name("a")), Number(2))), ZERO, ONE), Name("a")),  # a may exceed 1
        (numbers("sup", multiply(Name("c"), log(Y)), ZERO), ONE),  # of an unknown sign
        (numbers("sup", Y), Y),  # a member that speaks of the bound name
    ],
)
def test_what_is_no_maximum_is_refused(e, w):
    """Minima, local maxima, open ends, poles, points outside, coefficients of unknown sign."""
    assert is_extremal(FACTS, e, Member(w)) is None


def test_a_weakly_concave_objective_has_no_single_place():
    """0 * y is largest at 1 and everywhere else: a value, but no argument."""
    found = is_extremal(FACTS, numbers("sup", multiply(ZERO, Y)), Member(ONE))
    assert found is not None and not found[0]


def test_a_density_is_stationary_up_to_its_mass():
    """The entropy with a reward f is largest at e^f / Z; e^f itself is no density."""
    q = Apply("q°", (Arg("x", X),))
    e = Fold("sup", "q°", Domain("densities", ""), subtract(over(multiply(q, at("f"))), over(multiply(q, log(q)))))
    gibbs = divide(exp(at("f")), over(exp(at("f"))))
    found = is_extremal(FACTS, e, Member(gibbs, (("x", "x"),)))
    assert found is not None and found[0]
    assert is_extremal(FACTS, e, Member(exp(at("f")), (("x", "x"),))) is None


def test_a_density_has_total_mass_one():
    """p is in the range of densities, p/2 and p q are not."""
    q = Apply("q°", (Arg("x", X),))
    e = Fold("sup", "q°", Domain("densities", ""), over(multiply(q, log(q))))
    normal = Normal(member_facts(e, FACTS))
    assert in_range(normal, e, Member(at("p"), (("x", "x"),)))
    assert not in_range(normal, e, Member(multiply(Number(Fraction(1, 2)), at("p")), (("x", "x"),)))
    assert not in_range(normal, e, Member(multiply(at("p"), at("q")), (("x", "x"),)))


def objective(rnd: random.Random) -> Expr:
    """A random smooth objective of one number, of either curvature."""
    atoms = [Y, Power(Y, Number(2)), log(Y), exp(Y), divide(ONE, Y), multiply(Y, log(Y)), log(subtract(ONE, Y))]
    terms = [multiply(Number(rnd.choice([-3, -2, -1, 1, 2])), rnd.choice(atoms)) for _ in range(rnd.randint(1, 3))]
    return add(*terms)


def number(e: Expr, y: float) -> float:
    """The value of such an objective, in floating point."""
    if isinstance(e, Number):
        return float(e.value)
    if e == Y:
        return y
    kind = type(e).__name__
    if kind == "Sum":
        return sum(number(t, y) for t in e.terms)
    if kind == "Product":
        return math.prod(number(f, y) for f in e.factors)
    if kind == "Power":
        return number(e.base, y) ** number(e.exponent, y)
    return {"log": math.log, "exp": math.exp}[e.fn](number(e.args[0], y))


@settings(max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_no_number_of_the_range_exceeds_an_accepted_maximum(seed):
    """B(y) <= B(w) at 60 places of the range, for whatever objective and place the rule accepts."""
    rnd = random.Random(seed)
    body, op = objective(rnd), rnd.choice(["sup", "inf"])
    high = ONE if rnd.random() < 0.7 else None
    e = numbers(op, body, ZERO, high)
    for w in stationary_members(Facts(), e):
        found = is_extremal(Facts(), e, w)
        if found is None:
            continue
        top = number(body, number(w.value, 0.0))
        for k in range(1, 60):
            y = k / 60 if high is not None else math.exp(k / 6 - 5)
            try:
                here = number(body, y)
            except ValueError:
                continue
            assert (here - top if op == "sup" else top - here) <= 1e-9 * max(1.0, abs(top), abs(here))


def test_facts_of_the_range_hold_for_the_bound_name_only():
    """0 < y < 1 is known of the member, and of nothing else that was not known before."""
    facts = member_facts(numbers("sup", Y, ZERO, ONE), Facts())
    assert facts.unit == {"y°"} and not facts.positive and not facts.assumptions
    facts = member_facts(numbers("sup", Y, ONE, None, "[)"), Facts())
    assert facts.assumptions == (Relation(Y, ">=", ONE),)
