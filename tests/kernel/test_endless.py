"""Series in closed form, against long partial sums; what does not converge has no value."""

import math
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    ZERO,
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
    negate,
    walk,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World

K, R, A = Name("k"), Name("r"), Name("a")
FACTS = Facts(unit=frozenset("r"), positive=frozenset("a"))
VALUE = {"r": Fraction(2, 5), "a": Fraction(9, 4)}
SIGN = Power(Number(-1), add(K, ONE))


def series(low: Expr, body: Expr) -> Expr:
    """The normal form of the series, as an expression."""
    return expression(Normal(FACTS).form(Fold("sum", "k", Domain("index", "#", low, INFINITY), body)))


CASES = [
    (0, Power(negate(R), K), lambda k, r, a: (-r) ** k),
    (1, multiply(Power(K, Number(2)), Power(R, K)), lambda k, r, a: k * k * r**k),
    (0, divide(Power(negate(A), K), Call("factorial", (K,))), lambda k, r, a: (-a) ** k / math.factorial(k)),
    (1, divide(Power(R, K), K), lambda k, r, a: r**k / k),
    (1, multiply(SIGN, divide(Power(R, K), K)), lambda k, r, a: (-1) ** (k + 1) * r**k / k),
    (2, multiply(SIGN, divide(Power(R, K), K)), lambda k, r, a: (-1) ** (k + 1) * r**k / k),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_closed_forms_are_the_limits_of_partial_sums(case: int) -> None:
    """Geometric, exponential and logarithmic series, with alternating signs and later starts."""
    start, body, term = CASES[case]
    e = series(Number(start), body)
    assert not any(isinstance(n, Fold) for n in walk(e))
    world = World(scalars={n: LogLinear(fmpq(v.numerator, v.denominator)) for n, v in VALUE.items()})
    wanted = math.fsum(term(k, *map(float, VALUE.values())) for k in range(start, 80))
    assert math.isclose(to_float(evaluate(e, world, {}, FACTS)), wanted, rel_tol=1e-12)


def test_conditionally_convergent_and_zeta_series() -> None:
    """sum (-1)^(k+1) / k = log 2, sum 1/k^2 = pi^2 / 6, sum 1/(k (k + 2)) = 3/4."""
    found = [
        to_float(evaluate(series(ONE, body), World(), {}, FACTS))
        for body in (divide(SIGN, K), Power(K, Number(-2)), Power(multiply(K, add(K, Number(2))), Number(-1)))
    ]
    wanted = (math.log(2), math.pi**2 / 6, 0.75)
    assert all(math.isclose(x, y, rel_tol=1e-12) for x, y in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("low", "body"),
    [(ONE, Power(K, Number(-1))), (ZERO, Power(A, K)), (ZERO, Power(K, Number(-2))), (ONE, divide(Power(A, K), K)),
     (ZERO, Power(Number(-1), K))],
)  # fmt: skip
def test_what_need_not_converge_stays(low: Expr, body: Expr) -> None:
    """The harmonic series, powers of a number above 1, a division by zero in the first term, an oscillation."""
    assert any(isinstance(n, Fold) for n in walk(series(low, body)))
