"""Claims about stated laws and about fixed numbers."""

from fractions import Fraction

import pytest

from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    PI,
    ZERO,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.search.refute.find import Found, find_counterexample

A, B, Z = Name("a"), Name("b"), Name("z")
MU, NU, SIGMA = Name("mu"), Name("nu"), Name("sigma")
TWO = Number(2)


def at(head: str, var: str = "z", given: tuple[str, ...] = ()) -> Apply:
    """head(var | given)."""
    return Apply(head, (Arg(var, Name(var)),), tuple(Arg(g, Name(g)) for g in given))


def over(body: Expr, var: str = "z") -> Fold:
    """The integral over the line."""
    return Fold("sum", var, Domain("space", var), body)


def kl(p: Expr, q: Expr) -> Fold:
    """The divergence of two densities of z."""
    return over(multiply(p, log(divide(p, q))))


def uniform(head: str, low: Expr, high: Expr) -> Law:
    """A uniform law of z."""
    return Law(head, ("z",), (), "uniform", (low, high))


def search(left: Expr, op: str, right: Expr, facts: Facts, *premises: Relation) -> Found:
    """What is found for the claim."""
    found = find_counterexample(Claim(Relation(left, op, right), premises, facts))
    assert found.counterexample is None or check_counterexample(found.counterexample).accepted
    return found


FIXED = Facts(
    densities=frozenset("pqr"), laws=(uniform("p", ZERO, ONE), uniform("q", ZERO, TWO), uniform("r", ONE, TWO))
)
SCALED = Facts(
    densities=frozenset("pq"), positive=frozenset("ab"), laws=(uniform("p", ZERO, A), uniform("q", ZERO, B))
)
NORMAL = Facts(
    densities=frozenset("pq"),
    positive=frozenset(("sigma",)),
    roles=(("x", "x"), ("z", "z")),
    laws=(
        Law("q", ("z",), ("x",), "normal", (MU, Power(SIGMA, TWO))),
        Law("p", ("z",), (), "normal", (NU, Power(SIGMA, TWO))),
    ),
)
Q, P = at("q", given=("x",)), at("p")
SHIFT = divide(Power(subtract(MU, NU), TWO), multiply(TWO, Power(SIGMA, TWO)))
SHIFTED = Facts(
    densities=frozenset("pq"),
    laws=(uniform("p", ZERO, ONE), uniform("q", A, add(A, ONE))),
    assumptions=(Relation(ZERO, "<", A), Relation(A, "<", ONE)),
)


def test_fixed_uniforms() -> None:
    """Finite values are equal exactly, or refuted; an infinite one refutes a finite one."""
    half = Number(Fraction(1, 2))
    assert search(kl(at("p"), at("q")), "=", log(TWO), FIXED) == Found(None, 1, "", True)
    assert search(kl(at("p"), at("q")), "=", log(half), FIXED).counterexample is not None
    assert search(kl(at("p"), at("r")), "=", INFINITY, FIXED).equal
    wrong = search(kl(at("q"), at("p")), "=", multiply(half, log(half)), FIXED).counterexample
    assert wrong is not None
    assert wrong.kind == "infinite"


def test_fixed_numbers() -> None:
    """1/8 + 1/4 + 1/4 = 1/2 is refuted, = 5/8 holds exactly, and pi < 22/7 by balls."""
    eighths = add(Number(Fraction(1, 8)), Number(Fraction(1, 4)), Number(Fraction(1, 4)))
    assert search(eighths, "=", Number(Fraction(1, 2)), Facts()).counterexample is not None
    assert search(eighths, "=", Number(Fraction(5, 8)), Facts()).equal
    assert search(PI, "<", Number(Fraction(22, 7)), Facts()).equal
    assert search(PI, "=", Number(Fraction(22, 7)), Facts()).counterexample is not None


@pytest.mark.parametrize("way", [True, False])
def test_nested_supports(way: bool) -> None:
    """For a < b the divergence from U[0,a] to U[0,b] is log(b/a), and not infinite; for b < a it is infinite."""
    if way:
        found = search(kl(at("p"), at("q")), "=", log(divide(B, A)), SCALED, Relation(A, "<", B))
    else:
        found = search(kl(at("p"), at("q")), "=", INFINITY, SCALED, Relation(B, "<", A))
    assert found.counterexample is None
    assert found.worlds > 3
    assert search(kl(at("p"), at("q")), "=", INFINITY, SCALED, Relation(A, "<", B)).counterexample is not None


def test_an_assumption_about_the_parameters_of_laws_counts() -> None:
    """Given a < b, the divergence from U[0,b] to U[0,a] is infinite, though the claim names neither a nor b."""
    facts = Facts(
        densities=frozenset("pq"),
        positive=frozenset("ab"),
        laws=(uniform("p", ZERO, A), uniform("q", ZERO, B)),
        assumptions=(Relation(A, "<", B),),
    )
    held = search(kl(at("q"), at("p")), "=", INFINITY, facts)
    assert held.counterexample is None
    assert held.worlds > 3
    assert search(kl(at("p"), at("q")), "=", INFINITY, facts).counterexample is not None


def test_normal_laws_with_parameters() -> None:
    """KL = (mu - nu)^2 / (2 sigma^2), without the 2 it is refuted; also its derivative by mu."""
    right = search(kl(Q, P), "=", SHIFT, NORMAL)
    assert right.counterexample is None
    assert right.worlds > 10
    assert search(kl(Q, P), "=", multiply(TWO, SHIFT), NORMAL).counterexample is not None
    slope = divide(subtract(MU, NU), Power(SIGMA, TWO))
    assert search(Derivative(kl(Q, P), MU), "=", slope, NORMAL).counterexample is None
    assert search(Derivative(kl(Q, P), MU), "=", negate(slope), NORMAL).counterexample is not None


def test_a_density_at_a_free_point() -> None:
    """log N(z; mu, sigma^2) with and without sigma under the logarithm."""
    square = divide(Power(subtract(Z, MU), TWO), multiply(TWO, Power(SIGMA, TWO)))
    half = Number(Fraction(-1, 2))
    right = subtract(multiply(half, log(multiply(TWO, PI, Power(SIGMA, TWO)))), square)
    wrong = subtract(multiply(half, log(multiply(TWO, PI))), square)
    assert search(log(Q), "=", right, NORMAL).counterexample is None
    assert search(log(Q), "=", wrong, NORMAL).counterexample is not None


def test_transport_of_a_shift() -> None:
    """W1 of a shift by a is a; the integral of t - (t + a) is -a."""
    distance = Fold("W1", "z", Domain("space", "z"), Call("pair", (at("p"), at("q"))))
    held = search(distance, "=", A, SHIFTED)
    assert held.counterexample is None
    assert held.worlds > 10
    quantiles = Fold("sum", "t", Domain("interval", "", ZERO, ONE), subtract(Name("t"), add(Name("t"), A)))
    assert search(distance, "=", quantiles, SHIFTED).counterexample is not None


def test_intervals_with_parameters() -> None:
    """The integral of t - (t + a) over [0, 1] is -a and not a."""
    gap = Fold("sum", "t", Domain("interval", "", ZERO, ONE), subtract(Name("t"), add(Name("t"), A)))
    held = search(gap, "=", negate(A), Facts())
    assert held.counterexample is None
    assert held.worlds > 10
    assert search(gap, "=", A, Facts()).counterexample is not None


def test_what_cannot_be_evaluated_is_undecided() -> None:
    """A generic function of a variable on the line refutes nothing."""
    facts = Facts(densities=frozenset("p"), functions=frozenset("f"), laws=(uniform("p", ZERO, ONE),))
    found = search(over(multiply(at("p"), at("f"))), "=", ONE, facts)
    assert found.counterexample is None
    assert found.worlds == 0
    assert found.reason
