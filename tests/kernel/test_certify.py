"""Only the kernel certifies; and nothing that is proved is refuted in any of many worlds."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.certify import Certified, certify_counterexample, certify_proof
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    divide,
    free_names,
    log,
    multiply,
    negate,
    rebuild,
    walk,
)
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World
from hw3verify.search.prove.expression import expression
from hw3verify.search.prove.prove import prove


def test_nothing_else_makes_a_certified_result():
    """The constructor asks for a token that only the kernel has, and a certified result cannot be changed."""
    claim = Claim(Relation(ONE, "=", ONE))
    with pytest.raises(TypeError):
        Certified(object(), "proved", claim, Proof("identity", {}), ())
    certified = certify_proof(claim, Proof("identity", {}))
    assert certified is not None
    with pytest.raises(AttributeError):
        certified.verdict = "refuted"


def test_a_false_claim_is_not_certified():
    """1 = 2 has neither a proof nor, without a world that breaks the claim it names, a counterexample."""
    false, true = Claim(Relation(ONE, "=", Number(2))), Claim(Relation(ONE, "=", ONE))
    assert certify_proof(false, Proof("identity", {})) is None
    found = Counterexample(false, World(), ())
    assert certify_counterexample(true, found) is None
    assert certify_counterexample(false, found) is not None


def mutant(rnd: random.Random, e: Expr) -> Expr:
    """The expression with one node changed."""
    target = rnd.choice(list(walk(e)))

    def change(node: Expr) -> Expr:
        if node is not target:
            return rebuild(node, change)
        if isinstance(node, Number):
            return Number(node.value + rnd.choice([1, -1]))
        if isinstance(node, Name):
            return Name(rnd.choice("acst")) if node.id in "acstnb" else node
        if isinstance(node, Call) and node.fn == "log":
            return node.args[0]
        others = [negate(node), multiply(Number(2), node), add(node, ONE)]
        return node if isinstance(node, Fold) else rnd.choice(others)

    return change(e)


def divergence(v, rnd: random.Random) -> tuple[Expr, Expr]:
    """Two sides like those of Gibbs' and Jensen's inequalities, true or not."""
    var = rnd.choice("xz")
    scope = [var] if rnd.random() < 0.5 else ["x", "z"]

    def positive() -> Expr:
        e = v.entry(rnd, scope)
        other = v.entry(rnd, scope)
        return rnd.choice([e, e, e, add(e, other), multiply(Number("1/2"), add(e, other)), multiply(e, other)])

    def total(body: Expr) -> Expr:
        folded = Fold("sum", var, Domain("space", var), body)
        other = "z" if var == "x" else "x"
        return Fold("sum", other, Domain("space", other), folded) if len(scope) == 2 and rnd.random() < 0.6 else folded

    def term() -> Expr:
        w, a, b = positive(), positive(), positive()
        kinds = [total(multiply(w, log(divide(x, b)))) for x in (a, w)] + [log(total(multiply(a, b)))]
        return rnd.choice([*kinds, total(divide(multiply(a, b), w)), negate(kinds[1])])

    left = add(*(term() for _ in range(rnd.choice([1, 1, 2]))))
    entropy = total(multiply(positive(), log(positive())))
    return left, rnd.choice([ZERO, ZERO, ONE, log(Number(2)), log(positive()), entropy])


def random_claim(v, rnd: random.Random) -> Claim:
    """A claim that is often nearly true."""
    style = rnd.choice(["rewritten", "divergence", "signs"])
    if style == "divergence":
        left, right = divergence(v, rnd)
    elif style == "signs":
        left = v.expression(rnd, 2, ["x", "z"])
        right = rnd.choice([ZERO, ONE, v.expression(rnd, 1, ["x", "z"])])
    else:
        left = v.expression(rnd, rnd.choice([2, 3]), ["x", "z"])
        right = expression(Normal(v.FACTS).form(left))
        right = mutant(rnd, right) if rnd.random() < 0.8 else right
    op = rnd.choice(["=", ">=", "<=", ">", "<"])
    names = free_names(left) | free_names(right)
    f = v.FACTS
    roles = tuple((n, r) for n, r in f.roles if n in names)
    facts = Facts(f.densities, f.functions, f.indexed, f.positive, f.unit, f.binary, f.integer, roles)
    return Claim(Relation(left, op, right), (), facts)


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_what_is_proved_is_refuted_in_no_world(vocabulary, seed):
    """A claim with an accepted proof has no counterexample among 20 random exact worlds."""
    rnd = random.Random(seed)
    try:
        claim = random_claim(vocabulary, rnd)
    except (NoForm, TooLarge):
        return
    proof = prove(claim)
    if proof is None:
        return
    assert certify_proof(claim, proof) is not None
    partial = any(vocabulary.differentiates(e) for e in (claim.says.left, claim.says.right))
    for _ in range(20):
        w = vocabulary.world(rnd, counting=partial or rnd.random() < 0.5)
        at = vocabulary.places(rnd, w)
        where = tuple((n, at[n] if isinstance(at[n], LogLinear) else at[n].index) for n, _ in claim.facts.roles)
        found = check_counterexample(Counterexample(claim, w, where))
        # where one side has no value (the logarithm of a negative number) there is nothing to compare
        assert not found.accepted or found.kind == "undefined"
