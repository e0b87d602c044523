"""Claims about fixed numbers are decided by computation, and only those."""

from fractions import Fraction

from hw3verify.kernel.compute import equal_in_all_worlds
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import ZERO, Apply, Arg, Domain, Fold, Name, Number, Power, add, log, multiply, subtract


def test_exact_equalities_hold() -> None:
    """1/8 + 1/4 + 1/4 = 5/8, and 2 log 2 = log 4; 1/2 is not 5/8."""
    eighths = add(Number(Fraction(1, 8)), Number(Fraction(1, 4)), Number(Fraction(1, 4)))
    assert equal_in_all_worlds(Claim(Relation(eighths, "=", Number(Fraction(5, 8)))))
    assert not equal_in_all_worlds(Claim(Relation(eighths, "=", Number(Fraction(1, 2)))))
    assert equal_in_all_worlds(Claim(Relation(multiply(Number(2), log(Number(2))), "=", log(Number(4)))))


def test_balls_prove_inequalities_but_no_equalities() -> None:
    """sqrt 2 < 3/2 is certain; sqrt 2 * sqrt 2 = 2 is not known to balls."""
    root = Power(Number(2), Number(Fraction(1, 2)))
    assert equal_in_all_worlds(Claim(Relation(root, "<", Number(Fraction(3, 2)))))
    assert not equal_in_all_worlds(Claim(Relation(multiply(root, root), "=", Number(2))))


def test_claims_with_something_to_choose_are_not_for_computation() -> None:
    """A parameter, a density without a law, a free variable: nothing is decided, even where the sides agree."""
    a = Name("a")
    assert not equal_in_all_worlds(Claim(Relation(subtract(a, a), "=", ZERO)))
    p = Apply("p", (Arg("z", Name("z")),))
    mass = Fold("sum", "z", Domain("space", "z"), p)
    facts = Facts(densities=frozenset("p"))
    assert not equal_in_all_worlds(Claim(Relation(mass, "=", mass), (), facts))
