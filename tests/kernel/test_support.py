"""What facts say of a variable takes the place of a density that vanishes outside a support."""

import math
from fractions import Fraction

import pytest

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.form import NoForm
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import check_identity
from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import ZERO, Apply, Arg, Domain, Expr, Fold, Name, Number, log, multiply, negate, subtract
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.world import World

X = Name("x")
P, R = Apply("p", (Arg("x", X),)), Apply("r", (Arg("x", X),))
RATE = Law("r", ("x",), (), "exponential", (Number(3),))


def over(body: Expr) -> Expr:
    """The integral over all x."""
    return Fold("sum", "x", Domain("space", "x"), body)


def facts(*assumptions: Relation, laws: tuple[Law, ...] = (RATE,)) -> Facts:
    """p and r are densities of x."""
    return Facts(densities=frozenset(("p", "r")), laws=laws, assumptions=assumptions)


CROSS = Relation(negate(over(multiply(P, log(R)))), "=", multiply(Number(3), over(multiply(P, X))))


def test_a_stated_range_inside_the_support_is_enough() -> None:
    """-E_p log r = 3 E_p[x] - log 3 where x >= 0 always; where nothing says so, r may vanish under p."""
    shifted = Relation(CROSS.left, "=", _minus_log_three(CROSS.right))
    inside = Relation(X, ">=", ZERO)
    assert check_identity(Normal(facts(inside)), shifted)
    assert not check_identity(Normal(facts(inside)), CROSS)
    for loose in (Relation(X, ">=", Number(-1)), Relation(X, "<=", ZERO), Relation(Name("m"), ">=", ZERO)):
        with pytest.raises(NoForm):
            check_identity(Normal(facts(loose)), shifted)


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        (Law("p", ("x",), (), "exponential", (Number(2),)), Fraction(1, 2)),
        (Law("p", ("x",), (), "gamma", (Number(4), Number(5))), Fraction(4, 5)),
    ],
)
def test_both_sides_agree_where_p_has_a_law(law: Law, mean: Fraction) -> None:
    """Evaluated with a law for p, the cross-entropy is 3 E[x] - log 3 with the mean of the textbook."""
    world, known = World(), facts(laws=(RATE, law))
    left = to_float(evaluate(CROSS.left, world, {}, known))
    assert left == pytest.approx(3 * float(mean) - math.log(3), rel=1e-12)


def _minus_log_three(e: Expr) -> Expr:
    return subtract(e, log(Number(3)))
