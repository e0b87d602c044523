"""Derivatives agree with difference quotients, and refuse what they cannot do."""

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.kernel.derive import derive, without_derivatives
from hw3verify.kernel.evaluate import Cell, evaluate
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
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
    subtract,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import Table, World

A, B = Name("a"), Name("b")
FACTS = Facts(densities=frozenset("pq"), functions=frozenset("D"), indexed=frozenset("u"))


def smooth() -> st.SearchStrategy[Expr]:
    """Expressions in a > 0 and b > 0 that are smooth there."""
    leaves = st.sampled_from([A, B, Number(2), Number(3)])

    def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            pair.map(lambda p: add(*p)),
            pair.map(lambda p: multiply(*p)),
            pair.map(lambda p: divide(p[0], add(ONE, multiply(p[1], p[1])))),
            inner.map(lambda e: log(add(ONE, multiply(e, e)))),
            inner.map(lambda e: exp(divide(e, add(Number(9), multiply(e, e))))),
            inner.map(lambda e: Power(add(ONE, multiply(e, e)), divide(A, Number(4)))),
        )

    return st.recursive(leaves, grow, max_leaves=5)


def at_a(e: Expr, a: fmpq) -> float:
    """The value at this a, with b = 2/3."""
    world = World(scalars={"a": LogLinear(a), "b": LogLinear(fmpq(2, 3))})
    return to_float(evaluate(e, world, {}, FACTS, 256))


@given(smooth(), st.integers(1, 30))
def test_the_slope_is_the_limit_of_difference_quotients(e: Expr, twelfths: int) -> None:
    """A central difference with a tiny step, in 256 bits, gives the same number."""
    a, step = fmpq(twelfths, 12), fmpq(1, 10**6)
    world = World(scalars={"a": LogLinear(a), "b": LogLinear(fmpq(2, 3))})
    slope = to_float(evaluate(derive(e, A, FACTS), world, {}, FACTS))
    quotient = (at_a(e, a + step) - at_a(e, a - step)) / 2e-6
    assert slope == pytest.approx(quotient, rel=1e-4, abs=1e-6)


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given), every variable in the role of its first letter."""
    return Apply(head, tuple(Arg(a[0], Name(a)) for a in args), tuple(Arg(a[0], Name(a)) for a in given))


def test_the_entropy_functional() -> None:
    """The derivative of sum_z q log q by q(z) is log q(z) + 1: the fold over z is gone."""
    q = at("q", "z")
    body = Fold("sum", "z", Domain("space", "z"), multiply(q, log(q)))
    table = Table(("z",), (LogLinear(fmpq(1, 3)), LogLinear(fmpq(2, 3))))
    world = World(sizes={"z": 2}, tables={"q": table})
    for cell in (0, 1):
        places = {"z": Cell("z", cell)}
        found = evaluate(derive(body, q, FACTS), world, places, FACTS)
        assert found == evaluate(add(log(q), ONE), world, places, FACTS)


def test_an_index_sum_by_one_entry() -> None:
    """The derivative of sum_i u_i^2 by u_j is 2 u_j."""

    def u(i: str) -> Apply:
        return Apply("u", (Arg("i", Name(i)),))

    body = Fold("sum", "i", Domain("index", "i", ONE, Number(3)), Power(u("i"), Number(2)))
    world = World(
        sizes={"i": 3},
        functions={"u": Table(("i",), tuple(LogLinear(fmpq(k)) for k in (2, 5, 7)))},
        indices=frozenset("i"),
    )
    found = evaluate(derive(body, u("j"), FACTS), world, {"j": LogLinear(fmpq(2))}, FACTS)
    assert found == LogLinear(fmpq(10))


def test_a_parameter_of_a_law_is_seen() -> None:
    """The derivative of the mean of N(m, 1) by m is 1."""
    facts = Facts(densities=frozenset("p"), laws=(Law("p", ("x",), (), "normal", (Name("m"), ONE)),))
    mean = Fold("sum", "x", Domain("space", "x"), multiply(at("p", "x"), Name("x")))
    world = World(scalars={"m": LogLinear(fmpq(3, 2))})
    assert to_float(evaluate(Derivative(mean, Name("m")), world, {}, facts)) == pytest.approx(1)


def test_second_derivatives() -> None:
    """The second derivative of a^4 at 2 is 48."""
    twice = Derivative(Derivative(Power(A, Number(4)), A), A)
    world = World(scalars={"a": LogLinear(fmpq(2))})
    assert evaluate(without_derivatives(twice, FACTS), world, {}, FACTS) == LogLinear(fmpq(48))
    assert evaluate(twice, world, {}, FACTS) == LogLinear(fmpq(48))


@pytest.mark.parametrize(
    ("body", "by"),
    [
        (add(at("q", "z"), at("q", "z", given=("x",))), at("q", "z")),  # two kinds of entries of one family
        (Call("max", (A, B)), A),
        (Call("le", (A, B)), A),
        (at("D", "x"), Name("x")),
        (Fold("sup", "x", Domain("space", "x"), multiply(A, at("D", "x"))), A),
        (Fold("sum", "t", Domain("interval", "t", ONE, A), Name("t")), A),
        (A, add(A, B)),
        (at("D", "x"), Apply("D", (Arg("x", subtract(A, B)),))),
    ],
)
def test_what_is_not_known_is_refused(body: Expr, by: Expr) -> None:
    """Derivatives that these rules do not cover raise."""
    with pytest.raises(CannotEvaluate):
        derive(body, by, FACTS)
