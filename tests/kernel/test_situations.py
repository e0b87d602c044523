"""Proofs by cases: all cases must be shown, and facts that contradict each other show nothing."""

from hw3verify.kernel.certify import certify_proof
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Call, Domain, Expr, Fold, Name, Number, add, multiply
from hw3verify.search.prove.cases import prove_by_cases
from hw3verify.search.prove.prove import _proof

A, T = Name("a"), Name("t")
LEAF = {"method": "identity", "witness": {}}


def size(e: Expr) -> Expr:
    """|e|."""
    return Call("abs", (e,))


def test_both_cases_have_to_be_proved() -> None:
    """|a| = max(a, -a) holds in both cases; |a| = a only in one of them."""
    true = Claim(Relation(size(A), "=", Call("max", (A, multiply(Number(-1), A)))))
    false = Claim(Relation(size(A), "=", A))
    fork = {"about": encode(A), "below": LEAF, "above": LEAF}
    assert certify_proof(true, Proof("situations", fork)) is not None
    assert certify_proof(false, Proof("situations", fork)) is None
    assert certify_proof(true, Proof("situations", LEAF)) is None


def test_contradictory_facts_prove_nothing() -> None:
    """With 0 < t < 1 and t >= 1 no case occurs; |a| = a is not proved by that."""
    facts = Facts(unit=frozenset("t"), assumptions=(Relation(T, ">=", ONE),))
    claim = Claim(Relation(size(add(A, T)), "=", add(A, T)), (), facts)
    assert prove_by_cases(claim, _proof) is None or certify_proof(claim, prove_by_cases(claim, _proof)) is None  # type: ignore[arg-type]
    fork = {"about": encode(A), "below": LEAF, "above": LEAF}
    assert certify_proof(claim, Proof("situations", fork)) is None


def test_the_distance_of_two_uniform_laws_is_their_shift() -> None:
    """W_1(U[0, 1], U[t, 1 + t]) = |t| for every t, and it is not t."""
    laws = (Law("p", ("x",), (), "uniform", (ZERO, ONE)), Law("q", ("x",), (), "uniform", (T, add(ONE, T))))
    facts = Facts(densities=frozenset("pq"), laws=laws)
    pair = Call("pair", tuple(Apply(h, (Arg("x", Name("x")),)) for h in "pq"))
    distance = Fold("W1", "x", Domain("space", "x"), pair)
    true, false = (Claim(Relation(distance, "=", right), (), facts) for right in (size(T), T))
    proof = prove_by_cases(true, _proof)
    assert proof is not None and certify_proof(true, proof) is not None
    assert certify_proof(false, proof) is None
    assert prove_by_cases(false, _proof) is None


def test_a_malformed_tree_is_no_proof() -> None:
    """A missing branch, a number for an expression, a leaf without a method."""
    claim = Claim(Relation(size(A), ">=", ZERO))
    trees = ({"about": encode(A), "below": LEAF}, {"about": 3, "below": LEAF, "above": LEAF}, {}, {"about": encode(A)})
    for tree in trees:
        assert certify_proof(claim, Proof("situations", tree)) is None
