"""Wasserstein distances as expressions, against sums over quantiles."""

import math
from fractions import Fraction

import mpmath
import pytest

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.pieces import Resolver
from hw3verify.kernel.situation import Situation
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import Apply, Arg, Call, Domain, Fold, Name, Number, walk
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.world import World

QUANTILES = {
    "uniform": lambda u, a, b: a + (b - a) * u,
    "exponential": lambda u, r: -mpmath.log(1 - u) / r,
    "laplace": lambda u, m, b: m + b * (mpmath.log(2 * u) if u < 0.5 else -mpmath.log(2 * (1 - u))),
    "normal": lambda u, m, v: m + mpmath.sqrt(2 * v) * mpmath.erfinv(2 * u - 1),
    "point": lambda u, c: c,
}
PAIRS = [
    ("uniform", (0, 1), "uniform", (Fraction(1, 3), Fraction(4, 3)), 1),
    ("uniform", (0, 1), "uniform", (Fraction(-1, 2), 2), 1),
    ("uniform", (0, 3), "uniform", (1, 2), 1),
    ("uniform", (0, 3), "uniform", (1, 2), 2),
    ("exponential", (2,), "exponential", (Fraction(1, 2),), 1),
    ("exponential", (2,), "exponential", (Fraction(1, 2),), 2),
    ("laplace", (0, 1), "laplace", (2, 1), 1),
    ("laplace", (1, 1), "laplace", (1, 3), 1),
    ("laplace", (0, 1), "laplace", (2, 3), 2),
    ("normal", (0, 1), "normal", (2, 1), 1),
    ("normal", (0, 1), "normal", (0, 4), 1),
    ("normal", (1, 4), "normal", (-1, 9), 2),
    ("point", (1,), "uniform", (0, 3), 1),
    ("point", (1,), "point", (4,), 1),
]


@pytest.mark.parametrize(("first", "one", "second", "two", "order"), PAIRS)
def test_distances_are_those_of_the_quantiles(
    first: str, one: tuple[Fraction | int, ...], second: str, two: tuple[Fraction | int, ...], order: int
) -> None:
    """W_k is the k-th root of the integral of |F^-1 - G^-1|^k over (0, 1)."""
    laws = tuple(
        Law(h, ("x",), (), name, tuple(Number(Fraction(p)) for p in numbers))
        for h, name, numbers in (("p", first, one), ("q", second, two))
    )
    facts = Facts(densities=frozenset("pq"), laws=laws)
    pair = Call("pair", tuple(Apply(h, (Arg("x", Name("x")),)) for h in "pq"))
    e = Fold(f"W{order}", "x", Domain("space", "x"), pair)
    plain = expression(Normal(facts).form(Resolver(facts).resolve(e, Situation(facts))))
    assert not any(isinstance(n, Fold) for n in walk(plain))
    found = to_float(evaluate(plain, World(), {}, facts))

    def gap(u: float) -> float:
        a, b = (QUANTILES[n](u, *map(mpmath.mpf, map(float, ps))) for n, ps in ((first, one), (second, two)))
        return abs(a - b) ** order

    cuts = [mpmath.mpf(k) / 64 for k in range(65)]
    assert math.isclose(found, float(mpmath.quad(gap, cuts)) ** (1 / order), rel_tol=2e-4)
