"""Named laws as densities, against SciPy."""

import math
from fractions import Fraction

import pytest
from flint import fmpq
from scipy import stats

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.law import conditions, is_discrete
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import Apply, Arg, Name, Number
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import World

CASES = {
    "normal": ((2, 9), stats.norm(2, 3).pdf, (-1, 0, 5)),
    "uniform": ((-1, 3), stats.uniform(-1, 4).pdf, (-2, 0, 2, 4)),
    "exponential": ((2,), stats.expon(scale=0.5).pdf, (-1, 1, 3)),
    "laplace": ((1, 2), stats.laplace(1, 2).pdf, (-3, 1, 2)),
    "poisson": ((3,), stats.poisson(3).pmf, (0, 1, 7)),
    "geometric": ((0.25,), stats.geom(0.25).pmf, (1, 2, 5)),
    "binomial": ((5, 0.25), stats.binom(5, 0.25).pmf, (0, 2, 5)),
    "bernoulli": ((0.25,), stats.bernoulli(0.25).pmf, (0, 1)),
}


@pytest.mark.parametrize("name", CASES)
def test_densities_are_those_of_scipy(name: str) -> None:
    """Every law's density has SciPy's values, under our order of parameters."""
    parameters, oracle, points = CASES[name]
    law = Law("p", ("x",), (), name, tuple(Number(Fraction(p)) for p in parameters))
    facts = Facts(densities=frozenset("p"), laws=(law,))
    for x in points:
        found = evaluate(Apply("p", (Arg("x", Name("x")),)), World(), {"x": LogLinear(fmpq(x))}, facts)
        assert to_float(found) == pytest.approx(float(oracle(x)))


def test_parameters_follow_the_given_variable() -> None:
    """q(z|x) = N(x, 1) at z = 3, x = 1 is the standard normal density at 2."""
    law = Law("q", ("z",), ("x",), "normal", (Name("x"), Number(1)))
    facts = Facts(densities=frozenset("q"), laws=(law,))
    q = Apply("q", (Arg("z", Name("s")),), (Arg("x", Name("t")),))
    found = evaluate(q, World(), {"s": LogLinear(fmpq(3)), "t": LogLinear(fmpq(1))}, facts)
    assert to_float(found) == pytest.approx(math.exp(-2) / math.sqrt(2 * math.pi))


def test_where_a_law_lives() -> None:
    """Laws of counts put their role on the integers; both kinds at once are refused."""
    normal, poisson = (Law(h, ("x",), (), h, (Number(1), Number(1))) for h in ("normal", "poisson"))
    assert is_discrete(Facts(laws=(normal,)), "x") is False
    assert is_discrete(Facts(laws=(poisson,)), "x") is True
    assert is_discrete(Facts(laws=(poisson,)), "y") is None
    with pytest.raises(CannotEvaluate):
        is_discrete(Facts(laws=(normal, poisson)), "x")
    with pytest.raises(CannotEvaluate):
        conditions("cauchy", ())
