"""Functions of a stated shape: the gaps are what they are called, and are refused where their conditions fail."""

import math
from fractions import Fraction

import pytest

from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, check, gap_form
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode, encode_domain
from hw3verify.meaning.expr import (
    MINUS_ONE,
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
    multiply,
    subtract,
)
from hw3verify.meaning.shape import ANY, CONCAVE, CONVEX, Shape, called

A, B, U = Name("a"), Name("b"), Name("u")
P, Q = (Apply(h, (Arg("x", Name("x")),)) for h in "pq")
SPACE = Domain("space", "x")
RATIO = divide(P, Q)
DIVERGENCE = Fold("sum", "x", SPACE, multiply(Q, called("f", RATIO)))


def facts(sign: int = CONVEX, **more: object) -> Facts:
    """p and q are densities, f has a shape."""
    shape = Shape("f", sign, known=((0, Fraction(1), Fraction(0)),), **more)  # type: ignore[arg-type]
    return Facts(densities=frozenset("pq"), shapes=(shape,), positive=frozenset("ab"))


def tangent(first: Expr, second: Expr, **more: object) -> dict[str, object]:
    """The witness of one gap."""
    return {"kind": "tangent", "coefficient": "1", "head": "f", "weight": encode(ONE), "first": encode(first),
            "second": encode(second), "over": [], **more}  # fmt: skip


def over_x(first: Expr, second: Expr) -> dict[str, object]:
    """The same under the integral of q."""
    return tangent(first, second, weight=encode(Q), over=[["x", encode_domain(SPACE)]])


def proves(left: Expr, op: str, right: Expr, known: Facts, *gaps: dict[str, object]) -> bool:
    """Does the kernel accept the proof?"""
    return check(Claim(Relation(left, op, right), (), known), Proof("order", {"gaps": list(gaps)})) is not None


def test_a_divergence_is_not_negative_by_the_tangent_at_one() -> None:
    """D_f(p || q) >= f(1) = 0 for convex f (Csiszar); of a concave f the same gap shows <=, and of any f nothing."""
    gap = over_x(RATIO, ONE)
    assert proves(DIVERGENCE, ">=", ZERO, facts(), gap)
    assert not proves(DIVERGENCE, "<=", ZERO, facts(), gap)
    assert proves(DIVERGENCE, "<=", ZERO, facts(CONCAVE), gap)
    assert not proves(DIVERGENCE, ">=", ZERO, facts(CONCAVE), gap)
    assert not proves(DIVERGENCE, ">=", ZERO, facts(ANY), gap)


def test_the_tangent_has_the_slope_at_the_point_where_it_touches() -> None:
    """f(a) >= f(b) + f'(b)(a - b) is proved, with f'(a) in its place it is not."""
    gap = tangent(A, B)
    for at, holds in ((B, True), (A, False)):
        line = add(called("f", B), multiply(called("f", at, 1), subtract(A, B)))
        assert proves(called("f", A), ">=", line, facts(), gap) is holds


def test_a_gap_of_negative_weight_is_refused() -> None:
    """Under a weight that may be negative no inequality follows."""
    with pytest.raises(ValueError, match="weight"):
        gap_form(Normal(facts()), tangent(A, B, weight=encode(MINUS_ONE)))
    with pytest.raises(ValueError, match="coefficient"):
        gap_form(Normal(facts()), tangent(A, B, coefficient="-1"))


def test_strictness_needs_a_strictly_convex_function_and_points_that_differ() -> None:
    """The gap between a + b and a (b > 0) is positive for strictly convex f only, and never between a and a."""
    for strict in (True, False):
        normal = Normal(facts(strict=strict))
        assert gap_form(normal, tangent(add(A, B), A))[1] is strict
        assert gap_form(normal, tangent(A, A))[1] is False


def test_fenchel_and_young_need_a_point_of_the_domain() -> None:
    """f(t) + f*(u) >= ut for t > 0; of a t of unknown sign nothing is said unless f lives on the line."""
    gap = {**tangent(A, U), "kind": "Fenchel"}
    left = add(called("f", A), called("f", U, starred=True))
    assert proves(left, ">=", multiply(A, U), facts(domain="positive"), gap)
    assert not proves(left, "<=", multiply(A, U), facts(domain="positive"), gap)
    loose = {**gap, "first": encode(Name("t"))}
    with pytest.raises(ValueError, match="domain"):
        gap_form(Normal(facts(domain="positive")), loose)
    gap_form(Normal(facts(domain="line")), loose)
    with pytest.raises(ValueError, match="convex"):
        gap_form(Normal(facts(CONCAVE, domain="line")), gap)


def test_the_conjugate_at_a_slope_is_given_by_the_line_that_touches_there() -> None:
    """f*(f'(a)) = a f'(a) - f(a): for f = t log t, f* = e^(u-1), at a = 3 both are 3."""
    known = facts(domain="positive", strict=True, smooth=True)
    normal = Normal(known)
    found = expression(normal.form(called("f", called("f", A, 1), starred=True)))
    other = expression(normal.form(subtract(multiply(A, called("f", A, 1)), called("f", A))))
    assert found == other
    assert math.isclose(math.exp((math.log(3) + 1) - 1), 3 * (math.log(3) + 1) - 3 * math.log(3))
    assert normal.form(called("f", called("f", A, 1), 1, True)) == normal.form(A)
    plain = Normal(facts(domain="positive"))
    assert plain.form(called("f", called("f", A, 1), 1, True)) != plain.form(A)  # f may be flat somewhere


def test_stated_values_are_put_in_where_the_argument_turns_out_to_be_the_point() -> None:
    """f of the total mass of q is f(1) = 0, f(2) stays f(2)."""
    normal = Normal(facts())
    assert not normal.form(called("f", Fold("sum", "x", SPACE, Q))).terms
    assert normal.form(called("f", Number(2))).terms
