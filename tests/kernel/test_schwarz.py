"""Cauchy and Schwarz: the two bounds hold in worlds, and what does not fit is refused."""

import random
from fractions import Fraction

import pytest

from hw3verify.kernel.comparison import NoComparison, simpler
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
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
    multiply,
    subtract,
)
from hw3verify.search.prove.sampling import fails_somewhere
from hw3verify.search.prove.schwarz import products

FACTS = Facts(densities=frozenset("pq"), functions=frozenset("fg"))
HALF, TWO = Number(Fraction(1, 2)), Number(2)
VAR = "x'on"


def at(head: str) -> Expr:
    """The value of a density or function."""
    return Apply(head, (Arg("x", Name(VAR)),))


def over(body: Expr) -> Expr:
    """The integral over x."""
    return Fold("sum", VAR, Domain("space", "x"), body)


P, Q, F, G = map(at, "pqfg")
INTEGRANDS = {
    "a difference": Call("abs", (subtract(P, Q),)),
    "two functions": multiply(F, G),
    "under a density": multiply(P, F, G),
    "one function": multiply(P, Call("abs", (F,))),
    "an affinity": Power(multiply(P, Q), HALF),
}


def witness(u: Expr, **parts: Expr) -> dict[str, object]:
    """The witness for the integral of u."""
    return {"var": VAR, "role": "x", "factor": "1", "u": encode(u), **{k: encode(v) for k, v in parts.items()}}


@pytest.mark.parametrize("name", INTEGRANDS)
def test_the_products_that_are_proposed_bound_the_integral(name: str) -> None:
    """(integral of u)^2 <= (integral of a^2) (integral of b^2), which floats at many places do not contradict."""
    u = INTEGRANDS[name]
    square = Power(over(u), TWO)
    found = list(products(Claim(Relation(square, "<=", ONE), (), FACTS), u))
    assert found
    for a, b in found:
        bound = multiply(over(Power(a, TWO)), over(Power(b, TWO)))
        claim = Claim(Relation(square, "<=", bound), (), FACTS)
        first, second = simpler(claim, "Cauchy", witness(u, a=a, b=b))
        assert first.says.right == multiply(ONE, square)
        assert not fails_somewhere(claim)
        assert not fails_somewhere(second)


def test_the_bound_is_the_product_of_the_integrals() -> None:
    """For f and g with three values each: the inequality of numbers that is used, by hand."""
    chance = random.Random(3)
    for _ in range(200):
        f, g = ([chance.uniform(-2, 2) for _ in range(3)] for _ in range(2))
        inner = sum(a * b for a, b in zip(f, g, strict=True))
        assert inner**2 <= sum(a * a for a in f) * sum(b * b for b in g) + 1e-12


REFUSED = {
    "another product": witness(multiply(F, G), a=F, b=F),
    "an integral that does not occur": witness(multiply(F, F), a=F, b=F),
    "a quotient without a value": witness(multiply(F, G), a=divide(multiply(F, F), G), b=divide(multiply(G, G), F)),
    "a root that may have no value": witness(
        multiply(F, G), a=Power(multiply(F, G), HALF), b=Power(multiply(F, G), HALF)
    ),
    "a weight that may vanish": witness(multiply(F, G), w=Power(F, TWO)),
    "a negative factor": {**witness(multiply(F, G), a=F, b=G), "factor": "-1"},
    "a new name": witness(multiply(F, G), a=multiply(F, Name("c")), b=divide(G, Name("c"))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused(name: str) -> None:
    """The conditions are looked at: the product, the values, the sign of the factor, the names."""
    claim = Claim(Relation(Power(over(multiply(F, G)), TWO), "<=", add(over(P), ONE)), (), FACTS)
    with pytest.raises((ValueError, NoComparison)):
        simpler(claim, "Cauchy", REFUSED[name])
