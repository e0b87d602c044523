"""Expression trees as SymPy expressions."""

from fractions import Fraction

import pytest
import sympy

from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    PI,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
)
from hw3verify.symbolic.translation import Tables, to_sympy

a, b = sympy.symbols("a b", positive=True)
SCALARS = Tables({"a": a, "b": b})


def test_scalars() -> None:
    """Numbers, names, sums, products, powers and functions are what SymPy writes for them."""
    e = Sum((Product((Number(Fraction(1, 2)), Power(Name("a"), Number(-2)))), Call("log", (Name("b"),)), PI))
    assert to_sympy(e, SCALARS) == 1 / (2 * a**2) + sympy.log(b) + sympy.pi
    assert to_sympy(INFINITY, SCALARS) == sympy.oo
    assert to_sympy(Call("min", (Name("a"), ONE)), SCALARS) == sympy.Min(a, 1)
    assert to_sympy(Power(Name("a"), Number(Fraction(1, 2))), SCALARS) == sympy.sqrt(a)


def test_sums_over_a_space_and_over_an_index() -> None:
    """A variable with three values has three terms; an index runs from its lower to its upper limit."""
    p = sympy.IndexedBase("p")
    tables = Tables({}, {"z": 3, "n": 2}, lambda head, args, given: sympy.IndexedBase(head)[args[0][1]])
    at = Apply("p", (Arg("z", Name("z")),))
    assert to_sympy(Fold("sum", "z", Domain("space", "z"), at), tables) == p[1] + p[2] + p[3]
    of_index = Fold("product", "z", Domain("index", "z", ONE, Name("n")), at)
    assert to_sympy(of_index, tables) == p[1] * p[2]
    assert to_sympy(Fold("sum", "z", Domain("index", "z", Number(2), ONE), at), tables) == 0


def test_conditions_reach_the_table() -> None:
    """A density is looked up with its arguments and its conditions, each with its role."""
    seen = []
    tables = Tables({"x": sympy.Integer(1)}, {}, lambda *found: seen.append(found) or sympy.Integer(7))
    given = Apply("p", (Arg("x", Name("x")),), (Arg("z", Number(2)),))
    assert to_sympy(given, tables) == 7
    assert seen == [("p", (("x", 1),), (("z", 2),))]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (Name("c"), "c: no table"),
        (Apply("p", (Arg("z", ONE),)), "p: no table"),
        (Call("sign", (ONE,)), "no counterpart"),
        (Derivative(Name("a"), Name("a")), "no counterpart"),
        (Fold("sup", "z", Domain("space", "z"), ONE), "no counterpart"),
        (Fold("sum", "z", Domain("space", "z"), ONE), "how many values"),
        (Fold("sum", "z", Domain("interval", "z", ONE, Number(2)), ONE), "how many values"),
        (Fold("sum", "j", Domain("index", "j", ONE, Name("a")), ONE), "limits are no numbers"),
        (Fold("sum", "j", Domain("index", "j", ONE, Number(1000)), ONE), "more than 64"),
    ],
)
def test_what_has_no_counterpart(expression: object, said: str) -> None:
    """An unknown name, an endless sum and a node that SymPy would have to be told about are refused."""
    with pytest.raises(ValueError, match=said):
        to_sympy(expression, SCALARS)  # type: ignore[arg-type]
