"""Comparisons: the simpler claims imply the claim, and steps that do not fit are refused."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.comparison import NoComparison, generalised, simpler
from hw3verify.kernel.evaluate import evaluate, relation_holds
from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    free_names,
    multiply,
    subtract,
    walk,
)
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import Table, World
from hw3verify.search.prove.prove import prove

FACTS = Facts(densities=frozenset("pqr"), functions=frozenset("f"), roles=(("x", "x"),))
AT = "x_0'at"


def d(head: str, at: str = "x") -> Expr:
    """head(at)."""
    return Apply(head, (Arg("x", Name(at)),))


def over(body: Expr) -> Fold:
    """The integral over x."""
    return Fold("sum", "x", Domain("space", "x"), body)


def distance(one: str, two: str) -> Expr:
    """|one - two|."""
    return Call("abs", (subtract(d(one), d(two)),))


def claim(left: Expr, op: str, right: Expr, facts: Facts = FACTS) -> Claim:
    """A claim without premises."""
    return Claim(Relation(left, op, right), (), facts)


TRIANGLE = claim(over(distance("p", "r")), "<=", add(over(distance("p", "q")), over(distance("q", "r"))))


def test_the_triangle_inequality_of_total_variation() -> None:
    """Proved point by point; the same proof is refused for a claim that is false."""
    proof = prove(TRIANGLE)
    assert proof is not None
    assert proof.method == "pointwise"
    assert check(TRIANGLE, proof) is not None
    assert check(claim(over(distance("p", "r")), "<=", over(distance("p", "q"))), proof) is None


def test_the_point_claim_speaks_of_numbers_only() -> None:
    """No table and no integral is left, and what was a density is positive."""
    (found,) = simpler(TRIANGLE, "pointwise", {"weight": None})
    sides = (found.says.left, found.says.right)
    assert not any(isinstance(n, (Apply, Fold)) for s in sides for n in walk(s))
    assert free_names(sides[1]) <= found.facts.positive


def test_a_constant_needs_a_weight_of_mass_one() -> None:
    """1 stands under the integral as p, or as 2p - q, not as 2p and not as r, of which the claim does not speak."""
    one = claim(over(Call("min", (d("p"), d("q")))), "<=", ONE)
    with pytest.raises(NoComparison):
        simpler(one, "pointwise", {"weight": None})
    for weight in (multiply(Number(2), d("p", AT)), d("r", AT)):
        with pytest.raises(NoComparison):
            simpler(one, "pointwise", {"weight": encode(weight)})
    weight = subtract(multiply(Number(2), d("p", AT)), d("q", AT))
    assert len(simpler(one, "pointwise", {"weight": encode(weight)})) == 1
    proof = prove(one)
    assert proof is not None
    assert check(one, proof) is not None


def test_a_density_that_may_vanish_is_no_positive_number() -> None:
    """A uniform density is zero outside its support."""
    facts = Facts(densities=frozenset("pqr"), laws=(Law("p", ("x",), (), "uniform", (ZERO, ONE)),))
    with pytest.raises(NoComparison):
        generalised(claim(d("p"), "<=", d("q"), facts))


def test_integrals_over_different_spaces_are_not_compared() -> None:
    """An integral over x says nothing pointwise about one over y."""
    other = Fold("sum", "y", Domain("space", "y"), Apply("q", (Arg("y", Name("y")),)))
    with pytest.raises(NoComparison):
        simpler(claim(over(d("p")), "<=", other), "pointwise", {"weight": None})


def test_an_absolute_value_has_two_signs() -> None:
    """|E_p f| <= E_p |f|."""
    f = Apply("f", (Arg("x", Name("x")),))
    size = Call("abs", (over(multiply(d("p"), f)),))
    plus, minus = simpler(claim(size, "<=", ONE), "both signs", {})
    assert plus.says.left == over(multiply(d("p"), f))
    world = a_world(random.Random(3))
    assert evaluate(minus.says.left, world, {}, FACTS) == evaluate(Number(-1), world, {}, FACTS).__class__(
        -evaluate(plus.says.left, world, {}, FACTS).rational  # type: ignore[union-attr]
    )
    with pytest.raises(NoComparison):
        simpler(claim(ONE, "<=", size), "both signs", {})


def test_squaring_needs_the_larger_side_not_negative() -> None:
    """-2 is not at least 1 although its square is."""
    squares, sign = simpler(claim(ONE, "<=", Number(-2)), "squared", {})
    assert relation_holds(squares.says, World(), {}, FACTS) is True
    assert relation_holds(sign.says, World(), {}, FACTS) is False


def a_world(rng: random.Random) -> World:
    """Random step densities."""
    n = rng.randint(2, 4)
    widths = tuple(fmpq(rng.randint(1, 4), rng.randint(1, 3)) for _ in range(n))
    tables = {}
    for head in "pqr":
        row = [fmpq(rng.randint(1, 30)) for _ in range(n)]
        mass = sum((w * v for w, v in zip(widths, row, strict=True)), fmpq(0))
        tables[head] = Table(("x",), tuple(LogLinear(v / mass) for v in row))
    values = Table(("x",), tuple(LogLinear(fmpq(rng.randint(-4, 4))) for _ in range(n)))
    return World(sizes={"x": n}, widths={"x": widths}, tables=tables, functions={"f": values})


def test_cauchy_bounds_the_square_in_every_world() -> None:
    """k (integral of u)^2 <= k (integral of u^2/w) (integral of w), for the weights that are used."""
    u = distance("p", "q")
    third = Number(Fraction(1, 3))
    weights = [d("q"), multiply(third, add(d("p"), multiply(Number(2), d("q"))))]
    goal = claim(Power(over(u), Number(2)), "<=", ONE)
    rng = random.Random(11)
    at = {"var": "x'on", "role": "x", "factor": "1"}
    for w in weights:
        row = {"u": encode(renamed(u)), "w": encode(renamed(w))}
        if any(n.head == "q" for n in walk(w) if isinstance(n, Apply)):
            small, big = simpler(goal, "Cauchy", {**at, **row})
            for _ in range(10):
                says = Relation(small.says.right, "<=", big.says.left)
                assert relation_holds(says, a_world(rng), {}, FACTS) is True


def renamed(e: Expr) -> Expr:
    """At the variable of a witness."""
    from hw3verify.meaning.expr import substitute

    return substitute(e, {"x": Name("x'on")})


def test_cauchy_with_a_bad_witness_is_refused() -> None:
    """A weight of no sign, a negative factor, an integral that does not occur."""
    goal = claim(Power(over(distance("p", "q")), Number(2)), "<=", ONE)
    good = {"var": "x'on", "role": "x", "factor": "1", "u": encode(renamed(distance("p", "q"))),
            "w": encode(renamed(d("q")))}  # fmt: skip
    assert len(simpler(goal, "Cauchy", good)) == 2
    bad = [
        {"w": encode(renamed(subtract(d("p"), d("q"))))}, {"factor": "-1"}, {"u": encode(renamed(d("p")))},
        {"w": encode(renamed(d("r")))},
    ]  # fmt: skip
    for row in bad:
        with pytest.raises(NoComparison):
            simpler(goal, "Cauchy", {**good, **row})


def test_a_proof_without_its_parts_is_none() -> None:
    """Every simpler claim needs its proof."""
    assert check(TRIANGLE, Proof("pointwise", {"weight": None, "inner": []})) is None


def test_pinsker_is_proved_and_its_strengthening_is_not() -> None:
    """KL >= 2 TV^2 by Cauchy and Schwarz with (p + 2q)/3; KL >= 3 TV^2 fails for p and q close to each other."""
    kl = over(multiply(d("p"), Call("log", (multiply(d("p"), Power(d("q"), Number(-1))),))))
    tv = multiply(Number(Fraction(1, 2)), over(distance("p", "q")))
    proof = prove(claim(kl, ">=", multiply(Number(2), Power(tv, Number(2)))))
    assert proof is not None
    assert proof.method == "lemmas"
    strong = claim(kl, ">=", multiply(Number(3), Power(tv, Number(2))))
    assert prove(strong) is None
    assert check(strong, proof) is None


def test_products_of_constants_stay_products() -> None:
    """3 (E|f| + 1/2) has the constant 3/2 and not 3 + 1/2: 3 E|f| + 2 is larger, and no proof says otherwise."""
    size = over(multiply(d("p"), Call("abs", (d("f"),))))
    three, half = Number(3), Number(Fraction(1, 2))
    wrong = claim(add(multiply(three, size), Number(2)), "<=", multiply(three, add(size, half)))
    assert prove(wrong) is None
    inner = [{"method": "order", "witness": {"gaps": []}}]
    assert check(wrong, Proof("pointwise", {"weight": encode(d("p", AT)), "inner": inner})) is None
    right = claim(add(multiply(three, size), Number(1)), "<=", multiply(three, add(size, half)))
    assert prove(right) is not None


@pytest.mark.parametrize(("scale", "accepted"), [(Number(2), True), (Number(-1), True), (Name("c"), False)])
def test_exponentials_of_both_sides(scale: Expr, accepted: bool) -> None:
    """log A <= log B follows from A^2 <= B^2, and from 1/B <= 1/A; of a scale without a sign nothing follows."""
    a, b = (over(multiply(d("p"), Power(d(h), Number(2)))) for h in "qr")
    logs = claim(Call("log", (a,)), "<=", Call("log", (b,)))
    witness = {"scale": encode(scale)}
    if not accepted:
        with pytest.raises(NoComparison):
            simpler(logs, "exponentials", witness)
        return
    (one,) = simpler(logs, "exponentials", witness)
    flipped = scale == Number(-1)
    inside = [n for n in walk(one.says.left if not flipped else one.says.right) if isinstance(n, Apply)]
    assert {n.head for n in inside} == {"p", "q"}  # A is on the left, or on the right where both are turned over


def test_what_is_stated_of_every_point_holds_at_the_point() -> None:
    """For p(x) <= 1 at every x the integral of p^2 is at most the mass 1; said of one point x_0 it proves nothing."""
    square = over(Power(d("p"), Number(2)))
    everywhere = replace(FACTS, assumptions=(Relation(d("p"), "<=", ONE),))
    proof = prove(claim(square, "<=", ONE, everywhere))
    assert proof is not None
    assert check(claim(square, "<=", ONE, everywhere), proof) is not None
    somewhere = replace(FACTS, assumptions=(Relation(d("p", "x_0"), "<=", ONE),))
    assert check(claim(square, "<=", ONE, somewhere), proof) is None
    assert prove(claim(square, "<=", ONE, somewhere)) is None


def test_one_integral_for_both_sides_has_the_form_of_the_difference() -> None:
    """A joint entropy is at least the marginal one if p(x,y) <= p(x); another integral in its place is refused."""
    both = Apply("p", (Arg("x", Name("x")), Arg("y", Name("y"))))
    facts = replace(FACTS, roles=(("x", "x"), ("y", "y")), assumptions=(Relation(both, "<=", d("p")),))
    joint = over(Fold("sum", "y", Domain("space", "y"), multiply(both, Call("log", (both,)))))
    grows = claim(joint, "<=", over(multiply(d("p"), Call("log", (d("p"),)))), facts)
    proof = prove(grows)
    assert proof is not None
    assert proof.method == "gathered"
    assert check(grows, proof) is not None
    wrong = {**proof.witness, "as": encode(over(multiply(d("p"), d("p"))))}
    assert check(grows, Proof("gathered", wrong)) is None
    with pytest.raises(NoComparison):
        simpler(grows, "gathered", wrong)
