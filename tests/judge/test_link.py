"""From a claim to its evidence."""

import hw3verify
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


def test_a_fact_that_a_definition_made_trivial_hinders_nothing() -> None:
    """sum pi_k = 1 was stated before pi_k was defined as a softmax: a wrong entropy of it is still refuted."""
    softmax = r"Let $\sum_{k=1}^K\pi_k=1$. Let $\pi_k=\frac{e^{a_k}}{\sum_{j=1}^{K}e^{a_j}}$."
    entropy = r"$$-\sum_{k=1}^{K}\pi_k\log\pi_k = \log\sum_{j=1}^{K}e^{a_j}%s\sum_{k=1}^{K}\pi_ka_k \tag{1}$$"
    said = [hw3verify.check(f"{softmax}\n\n{entropy % sign}\n").links[-1].verdict for sign in "+-"]
    assert said == ["refuted", "proved"]
