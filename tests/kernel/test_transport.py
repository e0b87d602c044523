"""Wasserstein distances against known values and numerical integration of distribution functions."""

from fractions import Fraction

import mpmath
import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Call, Domain, Expr, Fold, Name, Number, add, multiply
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, LogLinear, Value, rational
from hw3verify.meaning.world import Table, World


def number(a: int, b: int = 1) -> Number:
    """a/b."""
    return Number(Fraction(a, b))


def density(head: str) -> Apply:
    """head(x)."""
    return Apply(head, (Arg("x", Name("x")),))


def distance(first: Expr, second: Expr) -> Fold:
    """W1 between two densities of x."""
    return Fold("W1", "x", Domain("space", "x"), Call("pair", (first, second)))


def between(one: tuple[str, tuple[Expr, ...]], other: tuple[str, tuple[Expr, ...]]) -> Value:
    """W1 between two laws."""
    laws = tuple(Law(h, ("x",), (), name, ps) for h, (name, ps) in zip("pq", (one, other), strict=True))
    return evaluate(distance(density("p"), density("q")), World(), {}, Facts(densities=frozenset("pq"), laws=laws))


def test_uniform_laws_are_exact() -> None:
    """A shift by a costs a; U[0,1] to U[0,2] costs 1/2; U[0,1] to U[-1,2] costs 1/2."""
    unit = ("uniform", (ZERO, ONE))
    assert between(unit, ("uniform", (number(1, 2), number(3, 2)))) == rational(fmpq(1, 2))
    assert between(unit, ("uniform", (ONE, number(2)))) == rational(1)
    assert between(unit, ("uniform", (ZERO, number(2)))) == rational(fmpq(1, 2))
    assert between(unit, ("uniform", (number(-1), number(2)))) == rational(fmpq(1, 2))
    assert between(unit, unit) == rational(0)


def test_a_mixture_of_uniforms() -> None:
    """Half U[0,1] and half U[1,2] is U[0,2]."""
    laws = tuple(
        Law(h, ("x",), (), "uniform", (number(a), number(b))) for h, a, b in (("p", 0, 1), ("q", 1, 2), ("r", 0, 2))
    )
    mixture = add(multiply(number(1, 2), density("p")), multiply(number(1, 2), density("q")))
    facts = Facts(densities=frozenset("pqr"), laws=laws)
    assert evaluate(distance(mixture, density("r")), World(), {}, facts) == rational(0)


@pytest.mark.parametrize(("m", "v"), [(0, 4), (3, 1), (-1, 9)])
def test_normal_laws(m: int, v: int) -> None:
    """The area between the distribution functions of N(1, 1) and N(m, v), by quadrature."""
    found = between(("normal", (ONE, ONE)), ("normal", (number(m), number(v))))

    def gap(x: mpmath.mpf) -> mpmath.mpf:
        return abs(mpmath.ncdf(x - 1) - mpmath.ncdf((x - m) / mpmath.sqrt(v)))

    root = (m - mpmath.sqrt(v)) / (1 - mpmath.sqrt(v)) if v != 1 else mpmath.mpf(2)
    expected = mpmath.quad(gap, sorted([mpmath.mpf(-40), root, mpmath.mpf(m), mpmath.mpf(40)]))
    assert to_float(found) == pytest.approx(float(expected))


def test_exponential_laplace_and_point_laws() -> None:
    """Scale families cost the difference of their means, points their distance."""
    assert between(("exponential", (ONE,)), ("exponential", (number(4),))) == rational(fmpq(3, 4))
    assert between(("laplace", (ONE, ONE)), ("laplace", (number(-2), ONE))) == rational(3)
    assert between(("point", (ZERO,)), ("point", (number(-5),))) == rational(5)


def test_cells_with_points_are_sorted_first() -> None:
    """Masses (1/2, 1/4, 1/4) and (1/4, 1/4, 1/2) at the points 3, 0, 1: a quarter moves from 3 to 1."""
    p, q = (Table(("x",), tuple(LogLinear(fmpq(k, 4)) for k in ks)) for ks in ((2, 1, 1), (1, 1, 2)))
    world = World(sizes={"x": 3}, points={"x": (fmpq(3), fmpq(0), fmpq(1))}, tables={"p": p, "q": q})
    facts = Facts(densities=frozenset("pq"))
    assert evaluate(distance(density("p"), density("q")), world, {}, facts) == rational(fmpq(1, 2))


def test_other_pairs_are_refused() -> None:
    """A normal against a uniform law has no closed form here."""
    with pytest.raises(CannotEvaluate):
        between(("normal", (ZERO, ONE)), ("uniform", (ZERO, ONE)))
