"""Distances of densities: what holds of every metric is proved, and nothing else."""

import pytest

from hw3verify.kernel.certify import certify_proof
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import ZERO, Apply, Arg, Call, Domain, Expr, Fold, Name, Number, add, multiply, subtract
from hw3verify.search.prove.prove import prove

FACTS = Facts(densities=frozenset("pqrs"))


def distance(first: str, second: str, order: int = 1) -> Expr:
    """W_order(first, second) over x."""
    pair = Call("pair", tuple(Apply(h, (Arg("x", Name("x")),)) for h in (first, second)))
    return Fold(f"W{order}", "x", Domain("space", "x"), pair)


PQ, QR, PR, RS, PS = (distance(*pair) for pair in ("pq", "qr", "pr", "rs", "ps"))


def is_proved(left: Expr, op: str, right: Expr) -> bool:
    """Is there a proof that the kernel accepts?"""
    claim = Claim(Relation(left, op, right), (), FACTS)
    proof = prove(claim)
    return proof is not None and certify_proof(claim, proof) is not None


@pytest.mark.parametrize(
    ("left", "op", "right"),
    [
        (PR, "<=", add(PQ, QR)),
        (PS, "<=", add(PQ, QR, RS)),
        (PQ, "=", distance("q", "p")),
        (distance("p", "p"), "=", ZERO),
        (PQ, ">=", ZERO),
        (subtract(PR, QR), "<=", PQ),
        (distance("p", "r", 2), "<=", add(distance("p", "q", 2), distance("q", "r", 2))),
    ],
)
def test_laws_of_a_metric_are_proved(left: Expr, op: str, right: Expr) -> None:
    """Triangles of three and four points, symmetry, zero on the diagonal."""
    assert is_proved(left, op, right)


@pytest.mark.parametrize(
    ("left", "op", "right"),
    [
        (PR, ">=", add(PQ, QR)),
        (multiply(Number(2), PR), "<=", add(PQ, QR)),
        (PR, "<=", add(PQ, RS)),
        (PQ, "=", ZERO),
        (PQ, ">", ZERO),
        (PR, "<=", add(distance("p", "q", 2), QR)),
        (PR, "=", add(PQ, QR)),
    ],
)
def test_what_fails_for_some_points_is_not(left: Expr, op: str, right: Expr) -> None:
    """Reversed triangles, a factor too much, a path that does not meet, strictness, two metrics mixed."""
    assert not is_proved(left, op, right)
