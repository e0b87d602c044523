"""Signs: what is called positive is, and nothing is concluded from a fact that does not say it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.supposed import learn_written
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
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
from hw3verify.meaning.value import sign_of
from hw3verify.search.prove.expression import expression

A, B, N, T = Name("a"), Name("b"), Name("n"), Name("t")
TWO = Number(2)


@settings(max_examples=200)
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 3))
def test_what_is_called_nonnegative_is(vocabulary, seed, depth):
    """In random exact worlds a form that is called positive is > 0, one that is called nonnegative is >= 0."""
    rnd = random.Random(seed)
    e = vocabulary.expression(rnd, depth, ["x", "z"])
    e = rnd.choice([e, multiply(e, e), subtract(ONE, e), Call("abs", (e,))])
    normal = Normal(vocabulary.FACTS)
    try:
        f = normal.form(e)
        strict, weak = normal.signs.positive(f), normal.signs.nonnegative(f)
        back = expression(f)
    except (NoForm, TooLarge):
        return
    if not (strict or weak):
        return
    for _ in range(4):
        w = vocabulary.world(rnd, counting=vocabulary.differentiates(e) or rnd.random() < 0.5)
        at = vocabulary.places(rnd, w)
        if vocabulary.differ(back, back, w, at) is None:
            continue
        sign = sign_of(vocabulary.evaluate(back, w, at, vocabulary.FACTS, 256))
        assert sign is None or sign > 0 or (sign == 0 and not strict)


def knows(f: Expr, *assumptions: Relation, strict: bool = False, **kinds: frozenset[str]) -> bool:
    normal = Normal(Facts(assumptions=assumptions, **kinds))  # type: ignore[arg-type]
    signs = normal.signs
    return signs.positive(normal.form(f)) if strict else signs.nonnegative(normal.form(f))


def test_a_square_in_a_weak_fact_says_nothing_of_the_other_factor():
    """a^2 (b + c) >= 0 holds for b + c < 0 where a = 0; with > 0 the other factor is positive."""
    s = subtract(A, ONE)
    gap = multiply(s, s, add(B, Name("c")))
    assert not knows(add(B, Name("c")), Relation(gap, ">=", ZERO))
    assert knows(add(B, Name("c")), Relation(gap, ">", ZERO))


@pytest.mark.parametrize(("fact", "positive"), [(ZERO, True), (ONE, True), (Number(-1), False)])
def test_a_name_above_a_number_is_positive_if_the_number_is_not_negative(fact, positive):
    """a > 0 and a > 1 make a positive, a > -1 does not."""
    assert knows(A, Relation(A, ">", fact), strict=True) is positive


def test_a_weak_lower_bound_above_zero_makes_positive():
    """b >= 1 makes b positive; b >= 0 makes it nonnegative only."""
    assert knows(B, Relation(B, ">=", ONE), strict=True)
    assert not knows(B, Relation(B, ">=", ZERO), strict=True)


@pytest.mark.parametrize(
    ("e", "holds"),
    [
        (subtract(ONE, T), True),
        (subtract(ONE, multiply(TWO, T)), False),
        (multiply(T, subtract(ONE, T)), True),
        (subtract(multiply(Number(4), T, subtract(ONE, T)), ONE), False),
        (subtract(ONE, multiply(Number(4), T, subtract(ONE, T))), True),
        (subtract(T, Number("1/2")), False),
    ],
)
def test_what_lies_between_zero_and_one(e, holds):
    """For 0 < t < 1, checked by hand at the ends and in the middle."""
    assert knows(e, unit=frozenset("t")) is holds


@pytest.mark.parametrize(("k", "holds"), [(1, True), (2, False)])
def test_a_positive_integer_is_at_least_one(k, holds):
    """n - 1 >= 0, but n - 2 may be -1."""
    assert knows(subtract(N, Number(k)), integer=frozenset("n")) is holds


def test_an_exponential_of_a_square_is_at_least_one():
    """exp(a^2) - 1 >= 0; exp(a) - 1 may be negative."""
    assert knows(subtract(exp(multiply(A, A)), ONE))
    assert not knows(subtract(exp(A), ONE))


def test_a_count_of_ones_is_at_most_the_number_of_terms():
    """n - sum x_i >= 0 for x_i in {0, 1}; not for any x_i."""
    total = Fold("sum", "i", Domain("index", "i", ONE, N), Apply("x", (Arg("i", Name("i")),)))
    assert knows(subtract(N, total), binary=frozenset("x"), integer=frozenset("n"))
    assert not knows(subtract(N, total), integer=frozenset("n"))


def test_the_triangle_inequality_needs_positive_parts():
    """s + t - |s - t| >= 0 for positive s and t; a + b - |a - b| may be negative."""

    def gap(x: Expr, y: Expr) -> Expr:
        return subtract(add(x, y), Call("abs", (subtract(x, y),)))

    assert knows(gap(Name("s"), T), positive=frozenset("st"))
    assert not knows(gap(A, B))


def test_a_reversed_integral_of_a_positive_function_is_not_positive():
    """The integral of 1 over x from 1 to a may be negative; a sum over a space has mass."""
    body = Power(exp(A), Name("x"))
    assert not knows(Fold("sum", "x", Domain("interval", "", ONE, A), body))
    assert knows(Fold("sum", "x", Domain("space", "x"), body))


def test_a_written_logarithm_makes_its_argument_positive():
    """Where log a is written a is positive; what stands under an empty range or a derivative need not be."""
    for e, holds in [
        (log(A), True),
        (Fold("sum", "x", Domain("space", "x"), log(A)), True),
        (Fold("sum", "i", Domain("index", "i", TWO, N), log(A)), False),
        (divide(ONE, A), False),
    ]:
        normal = Normal(Facts(integer=frozenset("n")))
        learn_written(normal, e)
        assert normal.signs.positive(normal.form(A)) is holds
    normal = Normal(Facts())
    learn_written(normal, negate(log(A)))
    assert not normal.signs.positive(normal.form(B))
