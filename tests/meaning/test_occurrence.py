"""Where names occur: by value, or only where a table is read."""

from __future__ import annotations

from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, log, multiply
from hw3verify.meaning.occurrence import by_value

X = Name("x")
P = Apply("p", (Arg("x", X),))


def test_a_place_of_a_table_is_no_value() -> None:
    """In p(x) log p(x) nothing stands by value; in p(x) x the name x does."""
    assert by_value(multiply(P, log(P))) == set()
    assert by_value(multiply(P, X)) == {"x"}


def test_what_is_computed_for_a_place_is_a_value() -> None:
    """In p(2y) the name y is a number that is doubled before the table is read."""
    doubled: Expr = multiply(Name("y"), Name("c"))
    assert by_value(Apply("p", (Arg("x", doubled),))) == {"y", "c"}


def test_bound_names_are_not_free() -> None:
    """The variable of a sum is its own; what the sum leaves free is reported."""
    whole = Fold("sum", "x", Domain("space", "x"), multiply(P, X, Name("a")))
    assert by_value(whole) == {"a"}
