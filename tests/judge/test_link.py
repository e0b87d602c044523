"""From a claim to its evidence."""

from hw3verify.judge.link import decide, names_of, with_equalities
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Name, Number, Product, Sum

A, B = Name("a"), Name("b")


def test_a_vague_name_is_never_refuted() -> None:
    """a = 1 fails for a = 0, unless an unread fact about a says otherwise."""
    claim = Claim(Relation(A, "=", Number(1)))
    assert decide(claim).verdict == "refuted"
    assert decide(claim, frozenset(("a",))).verdict == "undecided"


def test_what_is_imposed_is_proved_or_left_alone() -> None:
    """a + a = 2a is an identity, a = 1 is not."""
    assert decide(Claim(Relation(Sum((A, A)), "=", Product((Number(2), A)))), imposed=True).verdict == "proved"
    assert decide(Claim(Relation(A, "=", Number(1))), imposed=True).verdict == "undecided"


def test_assumed_equations_become_premises_where_they_matter() -> None:
    """b = 2 is a premise of a claim about b."""
    facts = Facts(assumptions=(Relation(B, "=", Number(2)),))
    assert len(with_equalities(Claim(Relation(B, "=", Number(3)), (), facts)).premises) == 1


def test_names_of_a_claim() -> None:
    """Premises count."""
    assert names_of(Claim(Relation(A, "=", A), (Relation(B, "=", B),))) == {"a", "b"}
