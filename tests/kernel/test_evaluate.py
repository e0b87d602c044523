"""Evaluation in small worlds, against sums written out by hand."""

import math
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import Cell, evaluate, holds
from hw3verify.meaning.claim import Facts, PushForward
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    log,
    multiply,
    subtract,
)
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Undefined, Value, rational
from hw3verify.meaning.world import CellMap, Table, World

FACTS = Facts(
    densities=frozenset(("p", "q", "image")),
    functions=frozenset("fD"),
    indexed=frozenset("u"),
    push_forwards=(PushForward("G", "q", "z", "image", "x"),),
)
HALF = (fmpq(1, 2), fmpq(2))  # widths of z
JOINT = (1, 2, 3, 4)  # weights of p over (x, z)
MASS = Fraction(1, 2) + 2 * 2 + Fraction(3, 2) + 4 * 2


def table(roles: tuple[str, ...], *values: Fraction | int) -> Table:
    """A table of rationals."""
    return Table(roles, tuple(LogLinear(fmpq(Fraction(v).numerator, Fraction(v).denominator)) for v in values))


WORLD = World(
    sizes={"x": 2, "z": 2, "i": 3},
    widths={"z": HALF},
    tables={
        "p": table(("x", "z"), *(w / MASS for w in JOINT)),
        "q": table(("z",), Fraction(1), Fraction(1, 4)),
    },
    functions={"f": table(("x",), -1, 3), "u": table(("i",), 2, 5, 7)},
    maps={"G": CellMap("z", "x", (1, 0))},
    points={"x": (fmpq(10), fmpq(20))},
    scalars={"a": LogLinear(fmpq(3)), "N": LogLinear(fmpq(3))},
    indices=frozenset("i"),
)


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given), every variable in the role of its first letter."""
    return Apply(head, tuple(Arg(a[0], Name(a)) for a in args), tuple(Arg(a[0], Name(a)) for a in given))


def over(var: str, body: Expr) -> Fold:
    """The fold over the whole space."""
    return Fold("sum", var, Domain("space", var[0]), body)


def up_to(var: str, body: Expr, upper: Expr, op: str = "sum") -> Fold:
    """The index sum from 1."""
    return Fold(op, var, Domain("index", "i", ONE, upper), body)


def value(e: Expr, **places: int) -> Value:
    """The value with variables in these cells."""
    return evaluate(e, WORLD, {n: Cell(n[0], k) for n, k in places.items()}, FACTS)


def exact(f: Fraction | int) -> Value:
    """A rational value."""
    f = Fraction(f)
    return rational(fmpq(f.numerator, f.denominator))


def test_marginals_and_conditionals_come_from_the_joint_table() -> None:
    """p(x), p(z|x) and p(x|z) are the sums and quotients of weights 1..4 with widths 1/2, 2."""
    assert value(at("p", "x"), x=0) == exact((Fraction(1, 2) + 4) / MASS)
    assert value(at("p", "z", given=("x",)), x=1, z=1) == exact(Fraction(4) / (Fraction(3, 2) + 8))
    assert value(at("p", "x", given=("z",)), x=1, z=1) == exact(Fraction(4, 6))


def test_bayes_rule_holds_by_construction() -> None:
    """p(x|z) p(z) = p(z|x) p(x) in every cell."""
    left = multiply(at("p", "x", given=("z",)), at("p", "z"))
    right = multiply(at("p", "z", given=("x",)), at("p", "x"))
    for x in (0, 1):
        for z in (0, 1):
            assert value(left, x=x, z=z) == value(right, x=x, z=z)


def test_a_fold_weighs_with_widths() -> None:
    """Densities integrate to 1; without a density the widths add up to 5/2."""
    assert value(over("z", at("q", "z"))) == exact(1)
    assert value(over("z", ONE)) == exact(Fraction(5, 2))


def test_kl_divergence_by_hand() -> None:
    """The divergence of q from p(z) is the weighted sum of logarithms."""
    p = [(Fraction(1) + 3) / MASS, (Fraction(2) + 4) / MASS]
    q = [Fraction(1), Fraction(1, 4)]
    expected = 0.5 * q[0] * math.log(q[0] / p[0]) + 2 * q[1] * math.log(q[1] / p[1])
    found = value(over("z", multiply(at("q", "z"), log(divide(at("q", "z"), at("p", "z"))))))
    assert to_float(found) == pytest.approx(float(expected))


def test_a_bound_variable_hides_a_free_one() -> None:
    """With x free in cell 0, the sum over x still runs over both cells."""
    assert value(add(at("f", "x"), over("x", at("f", "x"))), x=0) == exact(-1 + 2)


def test_a_variable_by_value_is_its_cells_point() -> None:
    """x stands for 10 and 20."""
    assert value(over("x", multiply(Name("x"), at("f", "x")))) == exact(-10 + 60)


def test_index_sums_and_products() -> None:
    """u_1 + u_2 + u_3 = 14, their product is 70, and an empty sum is 0."""
    u = at("u", "i")
    assert value(up_to("i", u, Name("N"))) == exact(14)
    assert value(up_to("i", u, Number(2), "product")) == exact(10)
    assert value(up_to("i", u, ZERO)) == exact(0)
    with pytest.raises(CannotEvaluate):
        value(up_to("i", u, Number(4)))


def test_a_push_forward_carries_the_mass_along() -> None:
    """q has mass 1/2 in each cell of z, and G swaps them: E f(G(z)) = sum over x of image(x) f(x)."""
    moved = Apply("f", (Arg("x", Apply("G", (Arg("z", Name("z")),))),))
    assert value(at("image", "x"), x=0) == exact(Fraction(1, 2))
    assert value(over("z", multiply(at("q", "z"), moved))) == value(over("x", multiply(at("image", "x"), at("f", "x"))))


def test_extremes_and_indicators() -> None:
    """sup f = 3, inf f = -1, [3 <= 3] = 1 and [3 < 3] = 0."""
    assert value(Fold("sup", "x", Domain("space", "x"), at("f", "x"))) == exact(3)
    assert value(Fold("inf", "x", Domain("space", "x"), at("f", "x"))) == exact(-1)
    assert value(Call("le", (Name("a"), Number(3)))) == exact(1)
    assert value(Call("lt", (Name("a"), Number(3)))) == exact(0)


def test_a_derivative_by_a_table_entry_takes_one_term() -> None:
    """The derivative of sum_x f(x)^2 by f(x) is 2 f(x), without the sum."""
    square = over("x", Power(at("f", "x"), Number(2)))
    assert value(Derivative(square, at("f", "x")), x=1) == exact(6)


def test_one_over_a_difference_has_no_value_at_zero() -> None:
    """1/(a - 3) at a = 3 is neither infinity; 1/0 as written is."""
    assert value(divide(ONE, subtract(Name("a"), Number(3)))) == Undefined(stubborn=True)
    assert value(divide(ONE, ZERO)) == Infinite(1, True)


@pytest.mark.parametrize(
    "e",
    [
        Name("b"),
        at("h", "x"),
        at("r", "x"),
        Call("tr", (Name("a"),)),
        Apply("p", (Arg("x", ONE),)),
        at("p", "x", "x"),
        Fold("sum", "y", Domain("space", "y"), ONE),
        Fold("sum", "i", Domain("index", "i", ONE, Number(10**7)), ONE),
        Apply("f", (Arg("x", Name("z")),)),
    ],
)
def test_what_has_no_meaning_here_is_refused(e: Expr) -> None:
    """Unknown names, heads and calls, numbers as arguments, strange places and huge sums raise, and are not guessed."""
    with pytest.raises(CannotEvaluate):
        value(e, x=0, z=0)


def test_work_is_bounded() -> None:
    """Deep and wide expressions are refused instead of exhausting the machine."""
    deep: Expr = Name("a")
    for _ in range(3000):
        deep = Call("exp", (deep,))
    with pytest.raises(CannotEvaluate):
        value(deep)
    wide: Expr = ONE
    for _ in range(5):
        wide = Fold("sum", "i", Domain("index", "i", ONE, Number(100)), wide)
    with pytest.raises(CannotEvaluate):
        value(wide)


def test_relations_are_three_valued() -> None:
    """`holds` answers for separated or exact values, and says None of a missing value."""
    assert holds("<", rational(1), rational(2)) is True
    assert holds("!=", rational(1), rational(1)) is False
    assert holds("=", Undefined(), rational(1)) is None
