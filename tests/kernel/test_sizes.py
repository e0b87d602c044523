"""Absolute values of products: positive factors and even powers come out, in agreement with the numbers."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.written import expression
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import ONE, Call, Expr, Name, Number, Power, add, divide, free_names, multiply, subtract
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World

U, S, T = Name("u"), Name("s"), Name("t")
FACTS = Facts(unit=frozenset("u"))
INSIDE: dict[str, Expr] = {
    "a positive factor": multiply(U, subtract(S, T)),
    "a negative factor": multiply(subtract(U, ONE), subtract(S, T)),
    "an even power": multiply(Power(S, Number(2)), T),
    "an odd power": multiply(Power(S, Number(3)), T),
    "a square of a sum": multiply(Power(add(S, T), Number(2)), subtract(S, ONE)),
    "a quotient": divide(subtract(S, T), multiply(U, subtract(ONE, U))),
    "a multiple": multiply(Number(-3), subtract(S, T)),
}


@pytest.mark.parametrize("name", INSIDE)
def test_the_form_has_the_value(name: str) -> None:
    """|...| and its normal form are equal at 60 random rational places, exactly."""
    e = Call("abs", (INSIDE[name],))
    form = expression(Normal(FACTS).form(e))
    chance = random.Random(name)
    for _ in range(60):
        at = {n: Fraction(chance.randint(-9, 9), chance.randint(1, 5)) for n in "st"} | {
            "u": Fraction(chance.randint(1, 8), 9)
        }
        world = World(scalars={n: LogLinear(fmpq(v.numerator, v.denominator)) for n, v in at.items()})
        left, right = (evaluate(x, world, {}, FACTS) for x in (e, form))
        assert left == right


def test_positive_factors_come_out() -> None:
    """|u (s - t)| = u |s - t| for 0 < u < 1, while |s t| keeps both: what stands under the sign shows it."""
    normal = Normal(FACTS)
    shared = multiply(U, Call("abs", (subtract(S, T),)))
    assert normal.form(Call("abs", (multiply(U, subtract(S, T)),))) == normal.form(shared)
    (atom,) = [a for m in normal.form(Call("abs", (multiply(S, T),))).terms for a, _ in m]
    assert atom.kind == "call" and atom.names == free_names(multiply(S, T))
