"""Implications: each move keeps truth, and no move generalises what is fixed."""

from typing import Any

import pytest

from hw3verify.kernel.implication import NEVER
from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    divide,
    log,
    multiply,
    subtract,
)
from hw3verify.search.prove.prove import prove

A, B, L, S, Z = Name("a"), Name("b"), Name("l"), Name("s"), Name("z")
FACTS = Facts(
    densities=frozenset("pq"),
    functions=frozenset("Dgh"),
    positive=frozenset("s"),
    unit=frozenset("D"),
    roles=(("x", "x"), ("z", "z")),
)
D, G, H = (Apply(head, (Arg("x", Name("x")),)) for head in "Dgh")


Stated = tuple[Expr, str, Expr]


def rules_of(premises: list[Stated], conclusion: Stated, moves: Any) -> tuple[str, ...] | None:
    claim = Claim(Relation(*conclusion), tuple(Relation(*p) for p in premises), FACTS)
    return check(claim, Proof("implication", {"moves": moves}))


def implies(premises: list[Stated], conclusion: Stated, moves: Any) -> bool:
    return rules_of(premises, conclusion, moves) is not None


def test_what_divides_the_conclusion_proves_it():
    """a s = 0 gives a = 0 and a b = 0, for s > 0."""
    premise = [(multiply(A, S), "=", ZERO)]
    assert implies(premise, (A, "=", ZERO), [["factor", 0]])
    assert implies(premise, (multiply(A, B), "=", ZERO), [["factor", 0]])
    assert not implies(premise, (B, "=", ZERO), [["factor", 0]])


def test_a_product_that_vanishes_names_no_factor():
    """a b = 0 does not give a = 0."""
    assert not implies([(multiply(A, B), "=", ZERO)], (A, "=", ZERO), [["factor", 0]])


def test_a_denominator_does_not_divide():
    """a = 0 does not give b / a = 0."""
    assert not implies([(A, "=", ZERO)], (divide(B, A), "=", ZERO), [["factor", 0]])


def test_a_premise_that_never_holds_says_so():
    """s = 0 for s > 0 implies everything; the rules then say that the premise never holds."""
    rules = rules_of([(S, "=", ZERO)], (ONE, "=", Number(2)), [["factor", 0]])
    assert rules is not None
    assert NEVER in rules


def test_solving_needs_a_coefficient_that_does_not_vanish():
    """s a = b gives a = b / s for s > 0; b a = 1 does not give a = 1 / b by this move, nor a^2 = b any a."""
    solve = [["solve", 0, encode(A)], ["insert", 1, -1]]
    assert implies([(multiply(S, A), "=", B)], (A, "=", divide(B, S)), solve)
    assert not implies([(multiply(B, A), "=", L)], (A, "=", divide(L, B)), solve)
    assert not implies([(multiply(A, A), "=", B)], (A, "=", B), solve)


def test_an_equation_for_every_x_may_be_used_at_another_place():
    """g(x) = h(x) for all x gives the same sums; g(a) = 2 for one parameter a does not give g(b) = 2."""

    def total(f: Expr) -> Expr:
        return Fold("sum", "x", Domain("space", "x"), multiply(f, f))

    assert implies([(G, "=", H)], (total(G), "=", total(H)), [["insert", 0, -1]])
    at_a, at_b = (Apply("g", (Arg("x", v),)) for v in (A, B))
    assert not implies([(at_a, "=", Number(2))], (at_b, "=", Number(2)), [["insert", 0, -1]])


def test_a_fixed_variable_is_neither_integrated_nor_moved():
    """Where z is summed and x is not, an equation holds at one x: l = log p(x) allows no fold over x."""
    qx = Apply("q", (Arg("z", Z),), (Arg("x", Name("x")),))
    mass = Fold("sum", "z", Domain("space", "z"), qx)
    px = Apply("p", (Arg("x", Name("x")),))
    premises = [(multiply(mass, S), "=", px)]
    assert implies(premises, (S, "=", px), [["factor", 0]])
    assert not implies(premises, (S, "=", divide(ONE, Number(2))), [["fold", 0, "x"], ["factor", 1]])


def test_a_place_in_a_space_is_not_put_elsewhere():
    """z = 3 does not make p(z) what p is at the number 3, nor the sum over z something else."""
    p = Apply("p", (Arg("z", Z),))
    at_three = Apply("p", (Arg("z", Number(3)),))
    assert not implies([(Z, "=", Number(3))], (p, "=", at_three), [["insert", 0, -1]])


def test_an_equation_for_a_marginal_leaves_the_joint_alone():
    """p(z) = q(z) gives the same sums of p(z), and nothing about p(x, z)."""
    p, q = (Apply(head, (Arg("z", Z),)) for head in "pq")
    joints = [Apply(head, (Arg("x", Name("x")), Arg("z", Z))) for head in "pq"]
    assert implies([(p, "=", q)], (multiply(p, S), "=", multiply(q, S)), [["insert", 0, -1]])
    assert not implies([(p, "=", q)], (joints[0], "=", joints[1]), [["insert", 0, -1]])


def test_logarithms_are_taken_of_positive_sides_only():
    """a = b has no logarithm; s = l has one only where l is positive."""
    assert not implies([(A, "=", B)], (A, "=", B), [["log", 0], ["factor", 1]])
    assert implies([(S, "=", D)], (log(S), "=", log(D)), [["log", 0], ["factor", 1]])


def test_inequalities_among_the_premises_are_signs():
    """a > 0 and b > 0 give a b > 0; a >= 0 does not give a > 0."""
    assert implies([(A, ">", ZERO), (B, ">", ZERO)], (multiply(A, B), ">", ZERO), [])
    assert not implies([(A, ">=", ZERO)], (A, ">", ZERO), [])


@pytest.mark.parametrize(
    "moves",
    [3, [[]], [["fold"]], [["factor", 7]], [["factor", -1]], [["solve", 0, ["v"]]], [["insert", 0, -5]], [["x", 0]]],
)
def test_malformed_moves_prove_nothing(moves):
    """Whatever the JSON holds, the answer is None and no exception."""
    assert not implies([(A, "=", B)], (A, "=", L), moves)


def stationary(sign: int) -> Expr:
    p, q = (Apply(head, (Arg("x", Name("x")),)) for head in "pq")
    return add(divide(p, D), multiply(Number(-sign), divide(q, subtract(ONE, D))))


def test_the_optimal_discriminator_is_found_and_no_other():
    """p/D - q/(1-D) = 0 gives D = p/(p+q), and not q/(p+q)."""
    p, q = (Apply(head, (Arg("x", Name("x")),)) for head in "pq")
    for top, found in ((p, True), (q, False)):
        claim = Claim(Relation(D, "=", divide(top, add(p, q))), (Relation(stationary(1), "=", ZERO),), FACTS)
        assert (prove(claim) is not None) is found


def gibbs(first: str, second: str) -> tuple[Expr, list[dict[str, Any]]]:
    """A divergence, and the witness that it is nonnegative."""
    p, q = (Apply(head, (Arg("z", Z),)) for head in (first, second))
    kl = Fold("sum", "z", Domain("space", "z"), multiply(p, log(divide(p, q))))
    over = [["z", ["space", "z", None, None]]]
    weights = {"weight": encode(p), "ratio": encode(divide(q, p)), "over": over}
    return kl, [{"kind": "gap", "coefficient": "1", **weights}]


def test_a_divergence_vanishes_only_between_equals():
    """KL(p || q) = 0 gives p(z) = q(z) at every z; KL(p || q) = s, or a wrong sign, gives nothing."""
    kl, gaps = gibbs("p", "q")
    p, q = (Apply(head, (Arg("z", Z),)) for head in "pq")
    for value, sign, holds in [(ZERO, 1, True), (S, 1, False), (ZERO, -1, False)]:
        moves = [["vanish", 0, sign, gaps, 0, ["z"]], ["factor", 1]]
        assert implies([(kl, "=", value)], (p, "=", q), moves) is holds


def test_a_vanishing_gap_speaks_of_its_own_space():
    """What vanishes for every z says nothing of an x, nor of a parameter."""
    kl, gaps = gibbs("p", "q")
    for name in ("x", "a"):
        sides = [Apply(head, (Arg("z", Name(name)),)) for head in "pq"]
        moves = [["vanish", 0, 1, gaps, 0, [name]], ["factor", 1]]
        assert not implies([(kl, "=", ZERO)], (sides[0], "=", sides[1]), moves)


@pytest.mark.parametrize(("op", "holds"), [("<", True), (">", False), ("<=", True)])
def test_premises_about_signs_help_inequalities(op, holds):
    """0 < a < 1 gives log a < 0."""
    premises = (Relation(A, ">", ZERO), Relation(A, "<", ONE))
    assert (prove(Claim(Relation(log(A), op, ZERO), premises, FACTS)) is not None) is holds
