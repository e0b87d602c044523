"""Ends of stated ranges: a <= u is a = u or a < u."""

from fractions import Fraction

import pytest

from hw3verify.kernel.ends import end_of, ends
from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Name, Number, Power, add, free_names, log, multiply, subtract
from hw3verify.search.prove.prove import prove

U, X, Y = Name("u"), Name("x"), Name("y")
TWO = Number(2)
CLOSED = (Relation(ZERO, "<=", U), Relation(U, "<=", ONE))
FACTS = Facts(positive=frozenset("xy"), assumptions=CLOSED)
MIXED = add(multiply(U, X), multiply(subtract(ONE, U), Y))
CONCAVE = Claim(
    Relation(add(multiply(U, log(X)), multiply(subtract(ONE, U), log(Y))), "<=", log(MIXED)), (), FACTS
)  # fmt: skip


def test_the_two_claims_are_the_end_and_the_rest() -> None:
    """u >= 0 is u = 0, where the claim speaks of u no more, or u > 0, which is then stated."""
    here, beyond = ends(CONCAVE, 0)
    assert not free_names(here.says.left) - {"x", "y"} and not free_names(here.says.right) - {"x", "y"}
    assert check(here, Proof("identity", {})) is not None  # log y = log y
    assert Relation(ZERO, "<", U) in beyond.facts.assumptions
    assert beyond.says == CONCAVE.says


def test_concavity_of_the_logarithm_on_the_closed_range() -> None:
    """log(ux + (1-u)y) >= u log x + (1-u) log y for 0 <= u <= 1 (a theorem); half of it is not shown."""
    proof = prove(CONCAVE)
    assert proof is not None and proof.method == "ends" and check(CONCAVE, proof) is not None
    wrong = Claim(Relation(CONCAVE.says.left, "<=", multiply(Number(Fraction(1, 2)), CONCAVE.says.right)), (), FACTS)
    assert prove(wrong) is None
    assert check(wrong, proof) is None


def test_a_proof_needs_both_claims() -> None:
    """A proof at the end alone is none: u^2 >= u holds at u = 0 only, of 0 <= u < 1."""
    claim = Claim(Relation(U, "<=", Power(U, TWO)), (), Facts(assumptions=(CLOSED[0], Relation(U, "<", ONE))))
    first = {"method": "identity", "witness": {}}
    assert check(claim, Proof("ends", {"assumption": 0, "inner": [first]})) is None
    assert check(claim, Proof("ends", {"assumption": 0, "inner": [first, first]})) is None


@pytest.mark.parametrize(
    "facts",
    [
        Facts(assumptions=(Relation(ZERO, "<", U),)),  # nothing to tell apart
        Facts(assumptions=(Relation(X, "<=", U),)),  # no number
        Facts(integer=frozenset("u"), assumptions=CLOSED),
        Facts(densities=frozenset("p"), assumptions=CLOSED, laws=(Law("p", ("x",), (), "normal", (U, ONE)),)),
    ],
)
def test_what_does_not_fit(facts: Facts) -> None:
    """Strict relations, ends that are no numbers, counted names and parameters of laws are refused."""
    with pytest.raises(ValueError, match="no"):
        ends(Claim(Relation(U, "<=", TWO), (), facts), 0)


def test_places_are_refused() -> None:
    """A name at which a function is looked at is no number to be put."""
    f = Apply("f", (Arg("u", U),))
    with pytest.raises(ValueError, match="no free number"):
        ends(Claim(Relation(f, "<=", TWO), (), Facts(functions=frozenset("f"), assumptions=CLOSED)), 0)


def test_ends_are_numbers() -> None:
    """`u <= 1` and `1 >= u` say the same; `u < 1` and `u <= v` state no end."""
    assert end_of(Relation(U, "<=", ONE)) == end_of(Relation(ONE, ">=", U)) == ("u", ONE)
    assert end_of(Relation(U, "<", ONE)) is None and end_of(Relation(U, "<=", X)) is None
