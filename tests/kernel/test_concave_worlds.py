"""Extrema of random functionals, in random worlds: no member exceeds what the concavity rule calls the maximum."""

import random
from fractions import Fraction

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.concave import is_extremal, member_facts
from hw3verify.kernel.evaluate import relation_holds
from hw3verify.kernel.form import NoForm, TooLarge
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
from hw3verify.meaning.extremum import at_member
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import Table, World
from hw3verify.search.prove.stationary import stationary_members

FACTS = Facts(densities=frozenset("pr"), functions=frozenset("f"))
RANGES = {
    "densities": Domain("densities", ""),
    "functions": Domain("functions", "()"),
    "unit": Domain("functions", "()", ZERO, ONE),
}
P, R, F, D = (Apply(head, (Arg("x", Name("x")),)) for head in ("p", "r", "f", "D°"))
TERMS: tuple[Expr, ...] = (
    multiply(D, log(D)),
    multiply(D, log(P)),
    multiply(P, log(D)),
    multiply(D, F),
    multiply(R, log(D)),
    multiply(P, D),
    multiply(P, D, D),
    divide(multiply(P, P), D),
    multiply(P, exp(D)),
    multiply(P, exp(negate(D))),
    multiply(R, log(subtract(ONE, D))),
    multiply(D, log(add(D, P))),
    Power(multiply(P, D), Number(Fraction(1, 2))),
)


def world(rnd: random.Random, kind: str) -> World:
    n = rnd.choice([2, 3])
    widths = tuple(fmpq(rnd.choice([1, 2, 3]), rnd.choice([1, 2])) for _ in range(n))

    def density() -> Table:
        raw = [fmpq(rnd.randint(1, 9)) for _ in range(n)]
        total = sum((a * b for a, b in zip(raw, widths, strict=True)), fmpq(0))
        return Table(("x",), tuple(LogLinear(a / total) for a in raw))

    def function(low: int, high: int, unit: int) -> Table:
        return Table(("x",), tuple(LogLinear(fmpq(rnd.randint(low, high), unit)) for _ in range(n)))

    tables, functions = {"p": density(), "r": density()}, {"f": function(-3, 3, 1)}
    if kind == "densities":
        tables["D°"] = density()
    else:
        functions["D°"] = function(1, 9, 10) if kind == "unit" else function(-9, 19, 4)
    return World(sizes={"x": n}, widths={"x": widths}, tables=tables, functions=functions)


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_no_member_exceeds_an_accepted_maximum(seed):
    """B(D) <= B(w) for densities, functions and probabilities D, whatever objective and member the rule accepts."""
    rnd = random.Random(seed)
    kind, op = rnd.choice(sorted(RANGES)), rnd.choice(["sup", "inf"])
    terms = (multiply(Number(rnd.choice([-2, -1, 1, 2])), rnd.choice(TERMS)) for _ in range(rnd.randint(1, 3)))
    body = Fold("sum", "x", Domain("space", "x"), add(*terms))
    e = Fold(op, "D°", RANGES[kind], body)
    for w in stationary_members(FACTS, e):
        try:
            if is_extremal(FACTS, e, w) is None:
                continue
        except (NoForm, TooLarge):
            continue
        claim = Relation(body, "<=" if op == "sup" else ">=", at_member(body, "D°", w))
        for _ in range(5):
            try:
                assert relation_holds(claim, world(rnd, kind), {}, member_facts(e, FACTS)) is not False
            except CannotEvaluate:
                continue
