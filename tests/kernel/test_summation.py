"""Finite sums in closed form, against adding up."""

import math
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.summation import stirling
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
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
    multiply,
    subtract,
    walk,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World

K, N, P = Name("k"), Name("n"), Name("p")
FACTS = Facts(integer=frozenset("n"), unit=frozenset("p"))
Q = subtract(ONE, P)


def choose() -> Expr:
    """n over k."""
    bottom = [Power(Call("factorial", (b,)), Number(-1)) for b in (K, subtract(N, K))]
    return multiply(Call("factorial", (N,)), *bottom)


SUMS = [
    (ONE, N, K, lambda k, n, p: k),
    (ONE, N, Power(K, Number(4)), lambda k, n, p: k**4),
    (ZERO, subtract(N, ONE), Power(P, K), lambda k, n, p: p**k),
    (Number(2), add(N, ONE), multiply(Power(K, Number(3)), Power(P, K)), lambda k, n, p: k**3 * p**k),
    (ONE, N, Power(multiply(K, add(K, Number(3))), Number(-1)), lambda k, n, p: 1 / (k * (k + 3))),
    (ZERO, N, multiply(choose(), Power(P, K), Power(Q, subtract(N, K))),
     lambda k, n, p: math.comb(n, k) * p**k * (1 - p) ** (n - k)),
    (ZERO, N, multiply(Power(K, Number(2)), choose(), Power(P, K), Power(Q, subtract(N, K))),
     lambda k, n, p: k * k * math.comb(n, k) * p**k * (1 - p) ** (n - k)),
    (ONE, N, Call("log", (K,)), lambda k, n, p: math.log(k)),
    (Number(2), add(N, ONE), Call("log", (subtract(ONE, Power(K, Number(-2))),)), lambda k, n, p: math.log(1 - k**-2)),
    (ONE, N, Call("log", (add(multiply(Number(3), K), Number(6)),)), lambda k, n, p: math.log(3 * k + 6)),
]  # fmt: skip
ENDS = {0: (1, 0), 1: (1, 0), 2: (0, -1), 3: (2, 1), 4: (1, 0), 5: (0, 0), 6: (0, 0), 7: (1, 0), 8: (2, 1), 9: (1, 0)}


@pytest.mark.parametrize("case", range(len(SUMS)))
@pytest.mark.parametrize("n", [1, 2, 7])
def test_closed_forms_are_the_sums(case: int, n: int) -> None:
    """Powers, geometric sums, telescopes and binomial moments, for several lengths."""
    low, high, body, term = SUMS[case]
    f = Normal(FACTS).form(Fold("sum", "k", Domain("index", "#n", low, high), body))
    e = expression(f)
    assert not any(isinstance(node, Fold) for node in walk(e))
    p = Fraction(2, 7)
    world = World(scalars={"n": LogLinear(fmpq(n)), "p": LogLinear(fmpq(2, 7))})
    first, shift = ENDS[case]
    wanted = sum(term(k, n, float(p)) for k in range(first, n + shift + 1))
    assert math.isclose(to_float(evaluate(e, world, {}, FACTS)), wanted, rel_tol=1e-12, abs_tol=1e-12)


def test_a_sum_whose_end_may_lie_before_its_start_stays() -> None:
    """The sum of k from 5 to n is no polynomial in n for n < 4."""
    f = Normal(FACTS).form(Fold("sum", "k", Domain("index", "#n", Number(5), N), K))
    assert any(isinstance(node, Fold) for node in walk(expression(f)))


def test_stirling_numbers() -> None:
    """S(4, j) = 0, 1, 7, 6, 1."""
    assert stirling(4) == [0, 1, 7, 6, 1]
