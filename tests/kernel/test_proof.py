"""The proof checker accepts what is true and refuses what a careless or hostile witness claims."""

from typing import Any

import pytest

from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)

A, S, T, Z = Name("a"), Name("s"), Name("t"), Name("z")
FACTS = Facts(
    densities=frozenset("pq"),
    functions=frozenset("f"),
    positive=frozenset("st"),
    binary=frozenset("b"),
    roles=(("z", "z"),),
)


def p(head: str, var: str = "z") -> Expr:
    return Apply(head, (Arg("z", Name(var)),))


def over_z(body: Expr) -> Expr:
    return Fold("sum", "z", Domain("space", "z"), body)


KL = over_z(multiply(p("p"), log(divide(p("p"), p("q")))))


def claim(left: Expr, op: str, right: Expr, facts: Facts = FACTS) -> Claim:
    return Claim(Relation(left, op, right), (), facts)


def gap(weight: Expr, ratio: Expr, kind: str = "gap", over: Any = (), coefficient: str = "1") -> dict[str, Any]:
    return {
        "kind": kind,
        "coefficient": coefficient,
        "weight": encode(weight),
        "ratio": encode(ratio),
        "over": [list(pair) for pair in over],
    }


SPACE = (("v", ["space", "z", None, None]),)
GIBBS = gap(p("p", "v"), divide(p("q", "v"), p("p", "v")), over=SPACE)


def order(*gaps: dict[str, Any]) -> Proof:
    return Proof("order", {"gaps": list(gaps)})


def test_gibbs_by_its_witness():
    """KL(p || q) = fold p (t - 1 - log t) with t = q / p."""
    assert check(claim(KL, ">=", ZERO), order(GIBBS))


@pytest.mark.parametrize(
    "says",
    [
        claim(KL, "<=", ZERO),
        claim(KL, ">=", ONE),
        claim(KL, ">", ZERO),
        claim(negate(KL), ">=", ZERO),
        claim(KL, "=", ZERO),
    ],
)
def test_the_same_witness_proves_nothing_else(says):
    """Not KL <= 0, KL >= 1, KL > 0 (p = q), -KL >= 0 or KL = 0."""
    assert check(says, order(GIBBS)) is None


def test_a_witness_with_a_negative_coefficient_or_weight_is_none():
    """-KL >= 0 is not proved by minus one gap, nor by a weight of unknown or wrong sign."""
    less = claim(negate(KL), ">=", ZERO)
    assert check(less, order({**GIBBS, "coefficient": "-1"})) is None
    weight = encode(negate(p("p", "v")))
    assert check(less, order({**GIBBS, "weight": weight})) is None
    assert check(claim(A, ">=", ZERO), order(gap(A, Number(2), "ratio"))) is None
    assert check(claim(A, ">=", ZERO), order(gap(A, Number(2), "nonnegative"))) is None


def test_a_ratio_must_be_positive_and_at_most_one():
    """-log t >= 0 needs 0 < t <= 1; t - 1 - log t needs t > 0."""
    assert check(claim(negate(log(S)), ">=", ZERO), order(gap(ONE, S, "ratio"))) is None
    assert check(claim(subtract(subtract(A, ONE), log(A)), ">=", ZERO, Facts()), order(gap(ONE, A))) is not None
    assert check(claim(A, ">=", A), order(gap(ONE, subtract(S, T)))) is None


def test_a_gap_under_an_interval_is_refused():
    """The integral of a nonnegative function from 1 to 0 is not positive."""
    over = (("v", ["interval", "", ["n", "1"], ["n", "0"]]),)
    gap_ = gap(ONE, ONE, "nonnegative", over)
    assert check(claim(Number(-1), ">=", ZERO), order(gap_)) is None


@pytest.mark.parametrize(
    "witness",
    [
        {},
        {"gaps": 3},
        {"gaps": [3]},
        {"gaps": [{}]},
        {"gaps": [{**GIBBS, "weight": ["v", "#1"]}]},
        {"gaps": [{**GIBBS, "over": [["v", ["nowhere", "z", None, None]]]}]},
        {"gaps": [{**GIBBS, "coefficient": "1/0"}]},
        {"gaps": [{**GIBBS, "ratio": ["^", ["n", "0"], ["n", "-1"]]}]},
    ],
)
def test_a_malformed_witness_is_no_proof(witness):
    """Whatever the JSON holds, the answer is None and no exception."""
    assert check(claim(KL, ">=", ZERO), Proof("order", witness)) is None


@pytest.mark.parametrize("method", ["identity", "order", "implication", "compute", "cases", "magic"])
def test_no_method_proves_a_falsehood_without_a_witness(method):
    """1 = 2 has no proof."""
    assert check(claim(ONE, "=", Number(2)), Proof(method, {})) is None


def test_a_quotient_of_names_in_structure_characters_is_not_mistaken():
    """A name that looks like a product of atoms is one name: log of it is not log a + log s."""
    odd = Name("s).name(t")
    facts = Facts(positive=frozenset({"s", "t", "s).name(t"}))
    assert check(claim(log(odd), "=", add(log(S), log(T)), facts), Proof("identity", {})) is None


def test_bound_names_cannot_come_from_outside():
    """A free name like "#1" or "$1" has no form, so that no witness can refer to what a fold binds."""
    for name in ("#1", "$1", "@z"):
        assert check(claim(Name(name), "=", Name(name)), Proof("identity", {})) is None


def test_a_law_is_dropped_only_where_its_density_is_positive():
    """KL >= 0 for any densities gives it for normal laws; uniform laws may leave mass uncovered."""

    def facts(name: str) -> Facts:
        laws = tuple(Law(h, ("z",), (), name, (m, ONE)) for h, m in (("p", ZERO), ("q", A)))
        return Facts(densities=frozenset("pq"), laws=laws)

    generic = Proof("order", {"gaps": [GIBBS], "generic": True})
    assert check(claim(KL, ">=", ZERO, facts("normal")), generic)
    assert check(claim(KL, ">=", ZERO, facts("uniform")), generic) is None


def test_cases_cover_both_values():
    """b^2 = b for b in {0, 1}; not for any b, and not with one case left out."""
    b = Name("b")
    inner = {"method": "identity", "witness": {}}
    both = Proof("cases", {"name": "b", "0": inner, "1": inner})
    says = claim(multiply(b, b), "=", b)
    assert check(says, both)
    assert check(claim(multiply(b, b), "=", b, Facts()), both) is None
    assert check(says, Proof("cases", {"name": "b", "0": inner})) is None
    assert check(claim(b, "=", ZERO), both) is None


def test_a_proof_with_undefined_parts_says_so_little():
    """exp(-log s) = 1/s needs no sign beyond the facts; a - a over itself has no form, so nothing is proved."""
    zero = subtract(A, A)
    assert check(claim(exp(negate(log(S))), "=", divide(ONE, S)), Proof("identity", {}))
    assert check(claim(divide(zero, zero), "=", ONE), Proof("identity", {})) is None


def test_a_law_moves_with_its_parameters():
    """Neither a derivative by a law's parameter nor a sum over it treats the density as constant."""
    law = Law("q", ("z",), (), "normal", (A, ONE))
    facts = Facts(densities=frozenset("q"), laws=(law,), roles=(("z", "z"), ("x", "x")))
    q = p("q")
    over_a = Fold("sum", "a", Domain("space", "a"), q)
    constant = multiply(q, Fold("sum", "a", Domain("space", "a"), ONE))
    q_given_x = Apply("q", (Arg("z", Z),), (Arg("x", Name("x")),))
    for left, right in [(Derivative(q, A), ZERO), (over_a, constant), (Derivative(q_given_x, A), ZERO)]:
        for witness in ({}, {"generic": True}):
            assert check(claim(left, "=", right, facts), Proof("identity", witness)) is None
