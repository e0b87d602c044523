"""The scan of claims between numbers."""

import math
from fractions import Fraction

from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import ONE, PI, ZERO, Apply, Arg, Expr, Name, Number, Power, multiply, subtract
from hw3verify.search.refute.scan import seems_false, weak_spots
from hw3verify.search.refute.subject import subject_of

X, TWO, HALF = Name("x"), Number(2), Number(Fraction(1, 2))


def implied(premise: Relation, says: Relation, facts: Facts | None = None) -> str:
    """Where the implication seems to break."""
    return seems_false(subject_of(Claim(says, (premise,), facts or Facts())))


def squared(e: Expr) -> Expr:
    """The square."""
    return Power(e, TWO)


def test_the_other_root_is_found() -> None:
    """x^2 = 7 has the root -sqrt 7 as well; with x > 0 stated there is no other."""
    premise, says = Relation(squared(X), "=", Number(7)), Relation(X, "=", Power(Number(7), HALF))
    assert implied(premise, says) == f"x = {-math.sqrt(7):.6g}"
    assert implied(premise, says, Facts(positive=frozenset("x"))) == ""


def test_zero_and_double_roots_are_found() -> None:
    """x^2 = x at 0; (x - 1)^2 = 0 only touches 0, and has no other root."""
    assert implied(Relation(squared(X), "=", X), Relation(X, "=", ONE)) == "x = 0"
    touching = Relation(squared(subtract(X, ONE)), "=", ZERO)
    assert implied(touching, Relation(X, "=", ONE)) == ""
    assert implied(touching, Relation(X, "=", TWO)) != ""


def test_functions_at_their_arguments_are_numbers_too() -> None:
    """D(x)^2 = 1/3 leaves two values for D(x)."""
    d = Apply("D", (Arg("x", Name("x")),))
    third = Number(Fraction(1, 3))
    facts = Facts(functions=frozenset("D"), roles=(("x", "x"),))
    found = implied(Relation(squared(d), "=", third), Relation(d, "=", Power(third, HALF)), facts)
    assert found.startswith("D(x) = -0.57")


def test_strict_inequalities_meet_equality() -> None:
    """(x - pi)^2 is 0 at pi, though nowhere at a fraction; x^2 + 1 is 0 nowhere."""
    strict = subject_of(Claim(Relation(squared(subtract(X, PI)), ">", ZERO), (), Facts()))
    assert any(abs(spot["x"] - math.pi) < 1e-6 for spot in weak_spots(strict))
    safe = subject_of(Claim(Relation(squared(X), ">", multiply(Number(-1), ONE)), (), Facts()))
    assert list(weak_spots(safe)) == []
