"""Inequalities by the sign of the derivative: what is certified holds at points, and wrong trees are rejected."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.certify import certify_proof
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
    Expr,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.search.prove.monotone import prove_monotone

X, A, P, Q = Name("x"), Name("a"), Name("p"), Name("q")
FACTS = Facts(positive=frozenset("xa"), unit=frozenset("pq"))
HALF, TWO = Number(Fraction(1, 2)), Number(2)


def at(e: Expr, values: dict[str, float]) -> float:
    """The value in floating point."""
    if isinstance(e, Number):
        return float(e.value)
    if isinstance(e, Name):
        return values[e.id]
    if isinstance(e, Sum):
        return math.fsum(at(t, values) for t in e.terms)
    if isinstance(e, Product):
        return math.prod(at(f, values) for f in e.factors)
    if isinstance(e, Power):
        return at(e.base, values) ** at(e.exponent, values)
    fn = {"log": math.log, "exp": math.exp}[e.fn]  # type: ignore[attr-defined]  # a Call
    return fn(at(e.args[0], values))  # type: ignore[attr-defined]


def entropy(p: Expr) -> Expr:
    """-p log p - (1 - p) log(1 - p)."""
    rest = subtract(ONE, p)
    return negate(add(multiply(p, log(p)), multiply(rest, log(rest))))


def relative(p: Expr, q: Expr) -> Expr:
    """p log(p/q) + (1 - p) log((1 - p)/(1 - q))."""
    a, b = subtract(ONE, p), subtract(ONE, q)
    return add(multiply(p, log(divide(p, q))), multiply(a, log(divide(a, b))))


TRUE = [
    (exp(X), ">", add(ONE, X)),
    (log(add(ONE, X)), ">=", subtract(X, multiply(HALF, Power(X, TWO)))),
    (Power(add(ONE, X), HALF), "<", add(ONE, multiply(HALF, X))),
    (exp(X), ">=", add(ONE, X, multiply(HALF, Power(X, TWO)))),
    (entropy(P), "<=", log(TWO)),
    (relative(P, Q), ">=", multiply(TWO, Power(subtract(P, Q), TWO))),
    (multiply(X, log(X)), ">=", negate(exp(Number(-1)))),
    (Power(TWO, P), "<=", add(ONE, P)),
    (multiply(HALF, add(exp(X), exp(negate(X)))), "<=", exp(multiply(HALF, Power(X, TWO)))),
    (multiply(A, log(divide(A, X))), ">=", subtract(A, X)),
]


@pytest.mark.parametrize("case", range(len(TRUE)))
def test_inequalities_from_textbooks_are_proved(case: int) -> None:
    """Bounds of the exponential and the logarithm, Pinsker's inequality for coins, sub-Gaussian signs."""
    claim = Claim(Relation(*TRUE[case]), (), FACTS)
    proof = prove_monotone(claim)
    assert proof is not None
    assert certify_proof(claim, proof) is not None


@pytest.mark.parametrize(
    ("left", "op", "right"),
    [
        (relative(P, Q), ">=", multiply(Number(3), Power(subtract(P, Q), TWO))),
        (entropy(P), "<", log(TWO)),
        (multiply(X, log(X)), ">", negate(exp(Number(-1)))),
        (log(X), "<", subtract(X, ONE)),
        (exp(X), ">=", add(ONE, multiply(TWO, X))),
    ],
)
def test_what_fails_somewhere_is_not_proved(left: Expr, op: str, right: Expr) -> None:
    """A constant that is too large, and strict inequalities that are equalities at one point."""
    claim = Claim(Relation(left, op, right), (), FACTS)
    proof = prove_monotone(claim)
    assert proof is None or certify_proof(claim, proof) is None


def test_trees_that_do_not_fit_are_rejected() -> None:
    """log x <= x - 1 cut at 1 has a tree; cut at 2, from a range that the facts do not give, or strict it has not."""
    claim = Claim(Relation(log(X), "<=", subtract(X, ONE)), (), FACTS)
    fall = {"kind": "falling", "slope": {"kind": "visible"}}
    rise = {"kind": "rising", "slope": {"kind": "visible"}}

    def witness(low: Expr, c: Expr) -> dict[str, object]:
        tree = {"kind": "split", "at": encode(c), "below": fall, "above": rise}
        return {"name": "x", "low": encode(low), "high": encode(INFINITY), "tree": tree}

    assert certify_proof(claim, Proof("monotone", witness(ZERO, ONE))) is not None
    assert certify_proof(claim, Proof("monotone", witness(ZERO, TWO))) is None
    assert certify_proof(claim, Proof("monotone", witness(HALF, ONE))) is None
    strict = Claim(Relation(log(X), "<", subtract(X, ONE)), (), FACTS)
    assert certify_proof(strict, Proof("monotone", witness(ZERO, ONE))) is None


def piece(rng: random.Random, depth: int) -> Expr:
    """A random expression in x > 0 and p in (0, 1)."""
    if depth == 0:
        return rng.choice((X, P, ONE, TWO, HALF, Number(-1)))
    a, b = piece(rng, depth - 1), piece(rng, rng.randint(0, depth - 1))
    kind = rng.randint(0, 6)
    if kind == 0:
        return log(add(ONE, Power(a, TWO))) if rng.random() < 0.5 else log(rng.choice((X, P, add(ONE, X))))
    if kind == 1:
        return exp(negate(rng.choice((X, P, multiply(X, P)))))
    if kind == 2:
        return Power(rng.choice((X, P)), rng.choice((HALF, TWO, Number(-1))))
    return multiply(a, b) if kind == 3 else subtract(a, b) if kind == 4 else add(a, b)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_certified_holds_at_points(seed: int) -> None:
    """Random inequalities, of which most are false: each that is certified holds at 200 points."""
    rng = random.Random(seed)
    left, right = piece(rng, 2), piece(rng, rng.randint(0, 2))
    claim = Claim(Relation(left, rng.choice((">=", ">")), right), (), FACTS)
    proof = prove_monotone(claim)
    if proof is None or certify_proof(claim, proof) is None:
        return
    for _ in range(200):
        values = {"x": math.exp(rng.gauss(0, 2)), "p": rng.random()}
        gap = at(left, values) - at(right, values)
        assert gap >= -1e-9 * (1 + abs(at(left, values)))
