"""Functional derivatives pick one entry out of a fold, and refuse where entries are not independent."""

import pytest

from hw3verify.kernel.form import NoForm
from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Facts, Law
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
    add,
    log,
    multiply,
    subtract,
)

FACTS = Facts(densities=frozenset("pq"), functions=frozenset("f"), roles=(("z", "z"), ("x", "x")))
QZ, QY = (Apply("q", (Arg("z", Name(n)),)) for n in ("z", "y"))


def space(body: Expr, var: str = "z", role: str = "z") -> Expr:
    return Fold("sum", var, Domain("space", role), body)


def form(e: Expr, facts: Facts = FACTS) -> object:
    return Normal(facts).form(e)


def test_the_mass_is_not_one_before_the_derivative():
    """d/dq(z) of the sum of q is 1: the entries are independent variables, normalisation is a constraint on them."""
    assert form(Derivative(space(QZ), QZ)) == form(ONE)


def test_the_entropy_has_the_usual_derivative():
    """d/dq(z) of the sum of q log q is log q(z) + 1."""
    assert form(Derivative(space(multiply(QZ, log(QZ))), QZ)) == form(add(log(QZ), ONE))


def test_a_sum_over_a_part_of_the_space_may_miss_the_entry():
    """The integral of q over an interval need not contain z, so it has no derivative here."""
    part = Fold("sum", "y", Domain("interval", "", ZERO, ONE), QY)
    with pytest.raises(NoForm):
        form(Derivative(part, QZ))


@pytest.mark.parametrize(
    "body",
    [
        add(space(QZ), Apply("q", (Arg("z", Name("z")), Arg("x", Name("x"))))),
        multiply(QZ, QY),
        space(multiply(QZ, space(multiply(QY, Apply("f", (Arg("z", Name("z")), Arg("z'", Name("y"))))), "y"))),
    ],
    ids=["a joint of the same family", "another entry", "two entries in one sum"],
)
def test_other_entries_of_the_family_are_refused(body):
    """A marginal and its joint are not independent, and products of entries have no rule here."""
    with pytest.raises(NoForm):
        form(Derivative(body, QZ))


def test_entries_of_a_stated_law_are_no_variables():
    """A density that a law gives has no free entries."""
    law = Law("q", ("z",), (), "normal", (ZERO, ONE))
    with pytest.raises(NoForm):
        form(Derivative(space(QZ), QZ), Facts(densities=frozenset("q"), laws=(law,)))


def test_a_limit_that_depends_on_the_variable_is_refused():
    """d/da of an integral up to a needs the integrand at a; with an opaque integrand there is no rule."""
    body = Apply("f", (Arg("z", Name("y")),))
    with pytest.raises(NoForm):
        form(Derivative(Fold("sum", "y", Domain("interval", "", ZERO, Name("a")), body), Name("a")))


def test_a_polynomial_in_a_parameter():
    """d/da (a - 2)^2 = 2 a - 4, and the variable of the derivative is captured by no fold."""
    gap = subtract(Name("a"), Number(2))
    assert form(Derivative(multiply(gap, gap), Name("a"))) == form(multiply(Number(2), gap))
    same = space(multiply(Name("z"), Name("a")))
    assert form(Derivative(same, Name("z"))) == form(ZERO)


def test_an_entry_behind_the_end_of_a_sum_is_no_summand():
    """d/dx_k of x_1 + ... + x_n is 1 for an entry k of the list; x_1 + ... + x_{n-1} need not contain it."""
    facts = Facts(indexed=frozenset({"x[]"}), integer=frozenset({"n"}), roles=(("k", "#n"),))
    entry, target = (Apply("x[]", (Arg("#n", Name(i)),)) for i in ("i", "k"))
    whole = Fold("sum", "i", Domain("index", "#n", ONE, Name("n")), entry)
    short = Fold("sum", "i", Domain("index", "#n", ONE, subtract(Name("n"), ONE)), entry)
    other = Fold("sum", "i", Domain("index", "#n", ONE, Name("m")), entry)
    assert form(Derivative(whole, target), facts) == form(ONE, facts)
    for part in (short, other):
        with pytest.raises(NoForm):
            form(Derivative(part, target), facts)
