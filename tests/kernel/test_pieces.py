"""Pieces: what is resolved has the value of what was written, as the evaluation in worlds finds it."""

import random
from fractions import Fraction

import pytest
from flint import ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.pieces import Resolver
from hw3verify.kernel.ranges import Unresolved, Unsettled
from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import (
    INFINITY,
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
    log,
    multiply,
    subtract,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate, LogLinear, Value, enclosure
from hw3verify.meaning.world import World

X, T = Name("x"), Name("t")
UNIT_T = Facts(unit=frozenset("t"))
BRANCHING = ("abs", "sign", "le", "lt", "max", "min")


def linear(rng: random.Random) -> Expr:
    """k + l x + m t."""
    k, m = (Number(Fraction(rng.randint(-3, 3), rng.randint(1, 2))) for _ in range(2))
    return add(k, multiply(Number(rng.choice((-2, -1, 1, 2))), X), multiply(m, T))


def branched(rng: random.Random, depth: int) -> Expr:
    """A random expression with branches."""
    if depth == 0:
        return linear(rng)
    fn = rng.choice(("abs", "max", "min", "le", "sign", "+", "*"))
    a, b = branched(rng, depth - 1), linear(rng)
    if fn in ("abs", "sign"):
        return Call(fn, (a,))
    if fn == "+":
        return add(a, branched(rng, depth - 1))
    return multiply(a, b) if fn == "*" else Call(fn, (a, b))


def value(e: Expr, facts: Facts, t: Fraction) -> Value:
    """The value at t."""
    return evaluate(e, World(scalars={"t": LogLinear(fmpq(t.numerator, t.denominator))}), {}, facts)


def cases(e: Expr, facts: Facts, depth: int = 0) -> list[tuple[Facts, Expr]]:
    """The resolved expression in every case that has to be told apart."""
    here = Situation(facts)
    if here.impossible:
        return []
    try:
        return [(facts, Resolver(facts).resolve(e, here))]
    except Unsettled as problem:
        if depth > 5:
            return []
        both = (Relation(problem.about, op, ZERO) for op in ("<=", ">="))
        return [c for r in both for c in cases(e, Facts(unit=facts.unit, positive=facts.positive, laws=facts.laws,
                densities=facts.densities, assumptions=(*facts.assumptions, r)), depth + 1)]  # fmt: skip
    except Unresolved:
        return []


def holds(r: Relation, facts: Facts, t: Fraction) -> bool:
    """Does the relation hold at t?"""
    a, b = (enclosure(value(s, facts, t)) for s in (r.left, r.right))  # type: ignore[arg-type]  # finite
    return bool(a <= b if r.op == "<=" else a >= b)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_random_integrands_keep_their_integral(seed: int) -> None:
    """In every case, the integral of the pieces is the integral that the evaluation cuts by itself."""
    rng = random.Random(seed)
    low, high = sorted(rng.sample(range(-3, 4), 2))
    e = Fold("sum", "x", Domain("interval", "x", Number(low), Number(high)), branched(rng, rng.randint(1, 2)))
    for facts, plain in cases(e, UNIT_T):
        assert not any(isinstance(n, Call) and n.fn in BRANCHING for n in walk(plain))
        for t in (Fraction(1, 7), Fraction(1, 2), Fraction(5, 6)):
            if all(holds(r, facts, t) for r in facts.assumptions):
                with ctx.workprec(128):
                    try:
                        first, second = (value(s, facts, t) for s in (e, plain))
                    except CannotEvaluate:
                        continue
                    assert enclosure(first).overlaps(enclosure(second))  # type: ignore[arg-type]  # finite


def test_a_sign_that_is_not_known_is_not_guessed() -> None:
    """|t| with any t asks for the sign of t; with 0 < t < 1 it is t, and |t - 1| is 1 - t."""
    with pytest.raises(Unsettled):
        Resolver(Facts()).resolve(Call("abs", (T,)), Situation(Facts()))
    assert Resolver(UNIT_T).resolve(Call("abs", (T,)), Situation(UNIT_T)) == T


def two_uniforms(high: Expr) -> Facts:
    """p uniform on [0, 1], q uniform on [t, t + high]."""
    laws = (Law("p", ("x",), (), "uniform", (ZERO, ONE)), Law("q", ("x",), (), "uniform", (T, add(T, high))))
    return Facts(densities=frozenset("pq"), unit=frozenset("t"), laws=laws)


def test_mass_that_is_not_covered_costs_infinity() -> None:
    """KL of U[0, 1] from U[t, 1 + t] is infinite for 0 < t < 1, and the mass of |p - q| is 2t."""
    facts = two_uniforms(ONE)
    p, q = (Apply(h, (Arg("x", X),)) for h in "pq")
    kl = Fold("sum", "x", Domain("space", "x"), multiply(p, log(divide(p, q))))
    assert Resolver(facts).resolve(kl, Situation(facts)) == INFINITY
    size = Fold("sum", "x", Domain("space", "x"), Call("abs", (subtract(p, q),)))
    (case,) = cases(size, facts)
    found = value(case[1], facts, Fraction(1, 3))
    assert enclosure(found).overlaps(enclosure(LogLinear(fmpq(2, 3))))  # type: ignore[arg-type]  # finite


def test_a_root_of_a_square_cuts_twice() -> None:
    """The integral of |x^2 - t^2| from -1 to 1 is 8/3 t^3 - 2 t^2 + 2/3 for 0 < t < 1."""
    gap = subtract(Power(X, Number(2)), Power(T, Number(2)))
    e = Fold("sum", "x", Domain("interval", "x", Number(-1), ONE), Call("abs", (gap,)))
    ((facts, plain),) = cases(e, UNIT_T)
    t = Fraction(1, 2)
    wanted = Fraction(8, 3) * t**3 - 2 * t**2 + Fraction(2, 3)
    found = value(plain, facts, t)
    assert enclosure(found).overlaps(enclosure(LogLinear(fmpq(wanted.numerator, wanted.denominator))))  # type: ignore[arg-type]
