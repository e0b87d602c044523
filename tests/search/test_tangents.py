"""Jensen's inequality by tangents: means of convex functions of a positive function, against numbers."""

import math
import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from hw3verify.kernel.proof import check
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
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
)
from hw3verify.search.prove.prove import prove

FACTS = Facts(densities=frozenset("p"), functions=frozenset("f"), positive=frozenset("f"))
F = Apply("f", (Arg("x", Name("x")),))
Function = tuple[Callable[[Expr], Expr], Callable[[float], float]]


def mean(body: Expr) -> Fold:
    """E_p of the body."""
    return Fold("sum", "x", Domain("space", "x"), multiply(Apply("p", (Arg("x", Name("x")),)), body))


CONVEX: dict[str, Function] = {
    "x log x": (lambda u: multiply(u, log(u)), lambda u: u * math.log(u)),
    "softplus": (lambda u: log(add(ONE, exp(u))), lambda u: math.log1p(math.exp(u))),
    "power 3/2": (lambda u: Power(u, Number(Fraction(3, 2))), lambda u: u**1.5),
    "reciprocal": (lambda u: divide(ONE, add(ONE, u)), lambda u: 1 / (1 + u)),
    "minus a root": (lambda u: multiply(Number(-1), Power(u, Number(Fraction(1, 3)))), lambda u: -(u ** (1 / 3))),
}


@pytest.mark.parametrize("name", CONVEX)
def test_convex_functions(name: str) -> None:
    """E[g(f)] >= g(E[f]) is proved for convex g, agrees with numbers, and is not proved the other way round."""
    made, computed = CONVEX[name]
    claim = Claim(Relation(mean(made(F)), ">=", made(mean(F))), (), FACTS)
    proof = prove(claim)
    assert proof is not None and check(claim, proof) is not None
    turned = Claim(Relation(claim.says.left, "<=", claim.says.right), (), FACTS)
    assert prove(turned) is None
    assert check(turned, proof) is None
    chance = random.Random(name)
    for _ in range(50):
        weights = [chance.expovariate(1) for _ in range(3)]
        values = [math.exp(chance.gauss(0, 1)) for _ in range(3)]
        p = [w / sum(weights) for w in weights]
        left = sum(w * computed(v) for w, v in zip(p, values, strict=True))
        assert left >= computed(sum(w * v for w, v in zip(p, values, strict=True))) - 1e-12


def test_a_product_of_two_means() -> None:
    """E[f] E[1/f] >= 1, by division by one of them; the reverse, false for any f with two values, is not proved."""
    product = multiply(mean(F), mean(divide(ONE, F)))
    claim = Claim(Relation(ONE, "<=", product), (), FACTS)
    proof = prove(claim)
    assert proof is not None and proof.method == "divided" and check(claim, proof) is not None
    assert prove(Claim(Relation(product, "<=", ONE), (), FACTS)) is None


def test_a_concave_function_that_is_not() -> None:
    """u^2 - u^3 is neither: E[f^2 - f^3] >= (E f)^2 - (E f)^3 fails at f = 1, 3 with p = 1/2, and is not proved."""

    def g(u: Expr) -> Expr:
        return add(Power(u, Number(2)), multiply(Number(-1), Power(u, Number(3))))

    assert Fraction(1 - 1 + 9 - 27, 2) < Fraction(4 - 8)
    assert prove(Claim(Relation(mean(g(F)), ">=", g(mean(F))), (), FACTS)) is None
