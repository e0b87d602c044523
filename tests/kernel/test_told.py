"""Names that premises tell: the claim with the value in their place implies the claim."""

from fractions import Fraction

import pytest

from hw3verify.kernel.proof import Proof, check
from hw3verify.kernel.told import told, value_of
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Arg, Call, Domain, Expr, Fold, Name, Number, Power, add, multiply, subtract
from hw3verify.search.prove.prove import prove

D, M, S = Name("d"), Name("m"), Name("s")
TWO, HALF = Number(2), Number(Fraction(1, 2))


def density(head: str) -> Expr:
    """head(x)."""
    return Apply(head, (Arg("x", Name("x")),))


def over(body: Expr) -> Fold:
    """The integral over x."""
    return Fold("sum", "x", Domain("space", "x"), body)


VARIATION = multiply(HALF, over(Call("abs", (subtract(density("p"), density("q")),))))
AFFINITY = over(Power(multiply(density("p"), density("q")), HALF))
MEAN, SQUARE = (over(multiply(density("p"), Power(Name("x"), Number(k)))) for k in (1, 2))
FACTS = Facts(densities=frozenset("pq"))


def test_a_distance_with_a_name() -> None:
    """Given TV(p, q) = d: BC(p, q) >= 1 - d (Le Cam) is proved, BC >= 1 - d/2, false for p and q apart, is not."""
    premise = Relation(VARIATION, "=", D)
    claim = Claim(Relation(AFFINITY, ">=", subtract(Number(1), D)), (premise,), FACTS)
    proof = prove(claim)
    assert proof is not None and proof.method == "told"
    assert "insert an equation" in (check(claim, proof) or ())
    wrong = Claim(Relation(AFFINITY, ">=", subtract(Number(1), multiply(HALF, D))), (premise,), FACTS)
    assert prove(wrong) is None and check(wrong, proof) is None


def test_a_mean_and_a_deviation() -> None:
    """Given E[X] = m and E[X^2] - m^2 = s^2 with s > 0: E|X - m| <= s, by Cauchy and Schwarz; not E|X - m| <= s/2."""
    premises = (Relation(MEAN, "=", M), Relation(subtract(SQUARE, Power(MEAN, TWO)), "=", Power(S, TWO)))
    facts = Facts(densities=frozenset("p"), positive=frozenset("s"))
    deviation = over(multiply(density("p"), Call("abs", (subtract(Name("x"), M),))))
    claim = Claim(Relation(deviation, "<=", S), premises, facts)
    proof = prove(claim)
    assert proof is not None and check(claim, proof) is not None
    assert prove(Claim(Relation(deviation, "<=", multiply(HALF, S)), premises, facts)) is None


def test_a_square_needs_a_sign() -> None:
    """s^2 = e says s = root(e) only for s > 0."""
    premise = Relation(SQUARE, "=", Power(S, TWO))
    assert value_of(Claim(Relation(S, "<=", S), (premise,), FACTS), 0, "s") is None
    positive = Facts(densities=frozenset("p"), positive=frozenset("s"))
    assert value_of(Claim(Relation(S, "<=", S), (premise,), positive), 0, "s") == Power(SQUARE, HALF)


def test_signs_go_over_to_the_value() -> None:
    """Where d is known to be in (0, 1), the value is: the other facts speak of it then."""
    facts = Facts(densities=frozenset("pq"), unit=frozenset("d"), assumptions=(Relation(D, "<", M),))
    rest = told(Claim(Relation(D, "<=", M), (Relation(VARIATION, "=", D),), facts), 0, "d")
    assert rest.premises == () and rest.says == Relation(VARIATION, "<=", M)
    assert {(r.op, r.right) for r in rest.facts.assumptions} == {("<", M), (">", Number(0)), ("<", Number(1))}


@pytest.mark.parametrize(
    ("premise", "facts"),
    [
        (Relation(add(D, VARIATION), "=", D), FACTS),  # the value speaks of the name
        (Relation(VARIATION, "<=", D), FACTS),
        (Relation(VARIATION, "=", D), Facts(densities=frozenset("pq"), integer=frozenset("d"))),
        (Relation(VARIATION, "=", Name("x")), FACTS),  # a bound variable has this name
    ],
)
def test_what_does_not_fit(premise: Relation, facts: Facts) -> None:
    """Inequalities, circular equations, counted names and names of bound variables tell nothing."""
    name = "x" if premise.right == Name("x") else "d"
    claim = Claim(Relation(VARIATION, "<=", premise.right), (premise,), facts)
    with pytest.raises(ValueError, match=r"premise|bound"):
        told(claim, 0, name)
    assert check(claim, Proof("told", {"premise": 0, "name": name, "method": "identity", "inner": {}})) is None
