"""Situations: signs of exponentials and logarithms follow from those of their arguments."""

from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import ONE, ZERO, Name, Number, Power, add, divide, exp, log, multiply, negate, subtract

A, B, T = Name("a"), Name("b"), Name("t")
HERE = Situation(Facts(positive=frozenset("ab")), (Relation(A, "<", B),))


def test_exponentials_are_compared_by_their_exponents() -> None:
    """exp(-a) > exp(-b) and 2 exp(-b) < 2 exp(-a) for 0 < a < b; exp(t) and 1 are not comparable."""
    gap = subtract(exp(negate(A)), exp(negate(B)))
    assert HERE.sign(gap) == 1
    assert HERE.sign(multiply(Number(-2), gap)) == -1
    assert HERE.sign(subtract(exp(T), ONE)) is None


def test_logarithms_are_compared_by_their_arguments() -> None:
    """log b - log a > 0, log(1 + a) > 0, (b - a) log(a/b) < 0."""
    assert HERE.sign(subtract(log(B), log(A))) == 1
    assert HERE.sign(log(add(ONE, A))) == 1
    assert HERE.sign(multiply(subtract(B, A), log(divide(A, B)))) == -1


def test_roots_and_sums_against_one_power() -> None:
    """sqrt(ab) > a for a < b, and 1 + a - exp(a/2) stays open."""
    assert HERE.sign(subtract(Power(multiply(A, B), Number(ONE.value / 2)), A)) == 1
    assert HERE.sign(subtract(add(ONE, A), exp(multiply(Number(ONE.value / 2), A)))) is None


def test_contradictions_are_seen() -> None:
    """a < b and b < a cannot both hold; a < b alone can."""
    assert not HERE.impossible
    assert HERE.also(Relation(subtract(B, A), "<=", ZERO)).impossible
