"""Distances as norms of differences: forms, gaps and their signs, against exact areas in random worlds of points."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.form import Form
from hw3verify.kernel.norm import lipschitz, triangle
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, check
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import Table, World
from hw3verify.search.prove.prove import prove

FACTS = Facts(densities=frozenset("pqr"), positive=frozenset("s"), unit=frozenset("t"))
T, X = Name("t"), Name("x")
SPACE = Domain("space", "x")


def d(head: str) -> Expr:
    """head(x)."""
    return Apply(head, (Arg("x", X),))


def distance(first: Expr, second: Expr) -> Fold:
    """W1 between two densities of x."""
    return Fold("W1", "x", SPACE, Call("pair", (first, second)))


def mean(f: Expr, head: str) -> Expr:
    """The expectation of f under a density."""
    return Fold("sum", "x", SPACE, multiply(d(head), f))


def mix(share: Expr, one: str, two: str) -> Expr:
    """share * one + (1 - share) * two."""
    return add(multiply(share, d(one)), multiply(subtract(Number(1), share), d(two)))


def worlds(count: int) -> list[World]:
    """Random masses at random points."""
    rng = random.Random(7)
    found = []
    for _ in range(count):
        n = rng.randint(2, 5)
        points = tuple(fmpq(k, rng.randint(1, 3)) for k in rng.sample(range(-9, 10), n))
        tables = {}
        for head in "pqr":
            weights = [rng.choice((1, 1, 2, 5, 40)) for _ in range(n)]
            tables[head] = Table(("x",), tuple(LogLinear(fmpq(w, sum(weights))) for w in weights))
        scalars = {"t": LogLinear(fmpq(rng.randint(1, 9), 10)), "s": LogLinear(fmpq(rng.randint(1, 9)))}
        found.append(World(sizes={"x": n}, points={"x": points}, tables=tables, scalars=scalars))
    return found


def value(e: Expr, world: World) -> Fraction:
    """The exact value."""
    found = evaluate(e, world, {}, FACTS)
    assert isinstance(found, LogLinear)
    return Fraction(int(found.rational.p), int(found.rational.q))


def area(first: Expr, second: Expr, world: World) -> Fraction:
    """The distance by hand: the mass that has to pass between neighbouring points, times the way."""
    order = sorted(range(world.sizes["x"]), key=lambda k: world.points["x"][k])
    masses = [[value_at(e, world, k) for k in order] for e in (first, second)]
    at = [Fraction(int(world.points["x"][k].p), int(world.points["x"][k].q)) for k in order]
    total = Fraction(0)
    for k in range(len(order) - 1):
        total += abs(sum(masses[0][: k + 1]) - sum(masses[1][: k + 1])) * (at[k + 1] - at[k])
    return total


def value_at(e: Expr, world: World, cell: int) -> Fraction:
    """A density at a cell."""
    from hw3verify.kernel.evaluate import Cell

    found = evaluate(e, world, {"x": Cell("x", cell)}, FACTS)
    assert isinstance(found, LogLinear)
    return Fraction(int(found.rational.p), int(found.rational.q))


@pytest.mark.parametrize("pair", [("p", "q"), ("q", "r")])
def test_worlds_of_points_have_the_area(pair: tuple[str, str]) -> None:
    """The kernel's value over points is the area between the two step functions."""
    for world in worlds(20):
        assert value(distance(d(pair[0]), d(pair[1])), world) == area(d(pair[0]), d(pair[1]), world)


def test_different_masses_have_no_distance() -> None:
    """2p and q cannot be moved onto each other."""
    with pytest.raises(CannotEvaluate):
        evaluate(distance(multiply(Number(2), d("p")), d("q")), worlds(1)[0], {}, FACTS)


EQUAL = [
    (distance(d("p"), d("q")), distance(d("q"), d("p"))),
    (distance(mix(T, "p", "r"), mix(T, "q", "r")), multiply(T, distance(d("p"), d("q")))),
    (distance(mix(T, "p", "q"), d("p")), multiply(subtract(Number(1), T), distance(d("p"), d("q")))),
    (distance(d("p"), d("p")), ZERO),
]


@pytest.mark.parametrize("pair", EQUAL)
def test_equal_differences_have_one_form(pair: tuple[Expr, Expr]) -> None:
    """Both sides have the same form, and the same area in every world."""
    normal = Normal(FACTS)
    assert normal.form(pair[0]) == normal.form(pair[1])
    for world in worlds(15):
        assert value(pair[0], world) == value(pair[1], world)


def test_other_differences_have_other_forms() -> None:
    """W1(tp + (1-t)q, q) is t times the distance, not (1-t) times."""
    normal = Normal(FACTS)
    left = normal.form(distance(mix(T, "p", "q"), d("q")))
    assert left != normal.form(multiply(subtract(Number(1), T), distance(d("p"), d("q"))))
    assert left == normal.form(multiply(T, distance(d("p"), d("q"))))


GAPS = [
    (distance(d("p"), d("q")), distance(d("q"), d("r")), 1, distance(d("p"), d("r"))),
    (distance(d("p"), d("q")), distance(d("r"), d("q")), -1, distance(d("p"), d("r"))),
]


@pytest.mark.parametrize("row", GAPS)
def test_the_triangle_gap_is_what_it_says(row: tuple[Expr, Expr, int, Expr]) -> None:
    """W1(p,q) + W1(q,r) - W1(p,r), which is never negative."""
    one, two, sign, whole = row
    normal = Normal(FACTS)
    weight = encode(Number(1))
    found: Form = triangle(normal, [[weight, 1, encode(one)], [weight, sign, encode(two)]])
    assert found == normal.form(subtract(add(one, two), whole))
    for world in worlds(15):
        assert value(subtract(add(one, two), whole), world) >= 0


def test_a_triangle_with_a_negative_coefficient_is_refused() -> None:
    """W1(p,q) - W1(q,r) bounds nothing."""
    normal = Normal(FACTS)
    rows = [[encode(Number(1)), 1, encode(GAPS[0][0])], [encode(Number(-1)), 1, encode(GAPS[0][1])]]
    with pytest.raises(ValueError, match="negative"):
        triangle(normal, rows)


TESTS = [(X, [["1", None]]), (negate(X), [["-1", None]]),
         (Call("abs", (subtract(X, Number(2)),)), [["1", encode(Number(2))]])]  # fmt: skip


@pytest.mark.parametrize(("f", "written"), TESTS)
def test_the_lipschitz_gap_is_what_it_says(f: Expr, written: list[list[object]]) -> None:
    """W1(p,q) - (E_p f - E_q f) for f with slopes of at most 1, up to the sign in which the difference is kept."""
    normal = Normal(FACTS)
    found = lipschitz(normal, encode(distance(d("p"), d("q"))), written)
    expected = subtract(distance(d("p"), d("q")), subtract(mean(f, "p"), mean(f, "q")))
    assert found == normal.form(expected)
    for world in worlds(15):
        assert value(expected, world) >= 0


def test_steep_functions_are_not_bounded() -> None:
    """E_p x^2 - E_q x^2 <= W1(p,q) and E_p 2x - E_q 2x <= W1(p,q) have no proof; the latter with 2 W1 has."""
    square, double = multiply(X, X), multiply(Number(2), X)
    bound = distance(d("p"), d("q"))
    for f in (square, double):
        assert prove(Claim(Relation(subtract(mean(f, "p"), mean(f, "q")), "<=", bound), (), FACTS)) is None
    wide = multiply(Number(2), bound)
    claim = Claim(Relation(subtract(mean(double, "p"), mean(double, "q")), "<=", wide), (), FACTS)
    proof = prove(claim)
    assert proof is not None
    assert check(claim, proof) is not None


def test_a_witness_for_another_claim_is_refused() -> None:
    """The proof of W1(p,r) <= W1(p,q) + W1(q,r) shows nothing of W1(p,r) <= W1(p,q)."""
    one, two, _, whole = GAPS[0]
    claim = Claim(Relation(whole, "<=", add(one, two)), (), FACTS)
    proof = prove(claim)
    assert proof is not None
    assert check(Claim(Relation(whole, "<=", one), (), FACTS), proof) is None
    assert check(claim, Proof("order", {"gaps": []})) is None
