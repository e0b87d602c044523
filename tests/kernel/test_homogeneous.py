"""Homogeneous inequalities of two positive numbers: the claims on u + v = 2 hold exactly if the claim does."""

import math

import pytest

from hw3verify.kernel.comparison import simpler
from hw3verify.kernel.homogeneous import RATIO, scaled
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    Call,
    Expr,
    Name,
    Number,
    Power,
    add,
    divide,
    free_names,
    log,
    multiply,
    subtract,
)
from hw3verify.search.prove.sampling import fails_somewhere

U, V = Name("u"), Name("v")
FACTS = Facts(positive=frozenset("uv"))
TWO = Number(2)
MEAN = multiply(Number(TWO.value / 4), add(U, V))
GAP = Call("abs", (subtract(U, V),))


def claim(left: Expr, right: Expr, facts: Facts = FACTS) -> Claim:
    """left <= right."""
    return Claim(Relation(left, "<=", right), (), facts)


TRUE = {
    "geometric and arithmetic mean": claim(Power(multiply(U, V), Number(TWO.value / 4)), MEAN),
    "Gibbs": claim(subtract(U, V), multiply(U, log(divide(U, V)))),
    "absolute values": claim(subtract(U, V), GAP),
    "minimum": claim(Call("min", (U, V)), MEAN),
}
FALSE = {
    "the means exchanged": claim(MEAN, Power(multiply(U, V), Number(TWO.value / 4))),
    "too much": claim(GAP, MEAN),
}


@pytest.mark.parametrize("name", [*TRUE, *FALSE])
def test_truth_is_kept(name: str) -> None:
    """What holds for all u and v holds on u + v = 2, and what fails somewhere fails there, at u/(u + v) of the same."""
    one = {**TRUE, **FALSE}[name]
    parts = scaled(one)
    assert parts == simpler(one, "scaled", {})
    assert [fails_somewhere(one), any(map(fails_somewhere, parts))] == [name in FALSE] * 2
    assert all(free_names(p.says.left) | free_names(p.says.right) <= {RATIO} for p in parts)


def test_every_ratio_is_reached() -> None:
    """u : v = (1 + t) : (1 - t), the other way round, or 1 : 1."""
    for u, v in ((3.0, 1.0), (0.2, 7.0), (1e-9, 1.0)):
        t = abs(u - v) / (u + v)
        assert math.isclose(max(u, v) / min(u, v), (1 + t) / (1 - t), rel_tol=1e-6)
        assert 0 < t < 1


REFUSED = {
    "of degree two": claim(multiply(U, V), Power(U, TWO)),
    "of degree zero": claim(divide(U, V), ONE),
    "a sign that is not known": claim(U, V, Facts(positive=frozenset("u"))),
    "three numbers": claim(U, add(V, Name("w")), Facts(positive=frozenset("uvw"))),
    "an absolute value of another degree": claim(Call("abs", (subtract(U, ONE),)), U),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_homogeneous_is_refused(name: str) -> None:
    """Only what is multiplied by l with its two positive numbers depends on their ratio alone."""
    with pytest.raises(ValueError, match="not"):
        scaled(REFUSED[name])
