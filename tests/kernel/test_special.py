"""Special functions as forms: their identities, evaluated by FLINT on both sides."""

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Call, Number, Power
from hw3verify.meaning.value import enclosure
from hw3verify.meaning.world import World

POINTS = [Fraction(n, 6) for n in (-20, -7, -3, 1, 2, 3, 4, 6, 9, 15, 21, 40)]


@pytest.mark.parametrize("fn", ["erf", "arctan", "gamma"])
@pytest.mark.parametrize("at", POINTS)
def test_forms_have_the_value_of_the_function(fn: str, at: Fraction) -> None:
    """Reflection, shifts and special values change the writing, never the value."""
    if fn == "gamma" and at <= 0:
        return
    with ctx.workprec(128):
        f = Normal(Facts()).form(Call(fn, (Number(at),)))
        found = enclosure(evaluate(expression(f), World(), {}, Facts()))  # type: ignore[arg-type]  # finite
        x = arb(fmpq(at.numerator, at.denominator))
        direct = {"erf": x.erf, "arctan": x.atan, "gamma": x.gamma}[fn]()
        assert found.overlaps(direct)
        assert found.rad() < 1e-20


def test_special_angles_are_exact() -> None:
    """arctan 1 = pi/4 and arctan sqrt 3 = pi/3."""
    normal = Normal(Facts())
    assert expression(normal.form(Call("arctan", (Number(1),)))) != Call("arctan", (Number(1),))
    third = normal.form(Call("arctan", (Power(Number(3), Number(Fraction(1, 2))),)))
    assert third == normal.form(Call("arctan", (Number(1),))).scale(fmpq(4, 3))
