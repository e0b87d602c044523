"""Mass functions where they vanish: a law on the integers is zero off its support, whatever its formula says there.

Law: `off_support` is true only where the law gives the value no mass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.law import DISCRETE, LEAST, is_infinite, parameters_at
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Apply
from hw3verify.meaning.value import CannotEvaluate, as_rational

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places


def off_support(run: Evaluation, law: Law, e: Apply, places: Places) -> bool:
    """Does the argument lie outside the integers on which a discrete law lives?"""
    if law.name not in DISCRETE or len(e.args) != 1:
        return False
    n = as_rational(run.value(e.args[0].value, places))
    if n is None:
        raise CannotEvaluate("a mass function at something that is no exact number")
    if law.name == "mass":
        low, high = (None if is_infinite(p) else as_rational(run.value(p, places)) for p in parameters_at(law, e)[1:])
        return n.denominator != 1 or (low is not None and n < low) or (high is not None and n > high)
    top = fmpq(1) if law.name == "bernoulli" else None
    if law.name == "binomial":
        top = as_rational(run.value(parameters_at(law, e)[0], places))
    return n.denominator != 1 or n < LEAST[law.name] or (top is not None and n > top)


def values_of(run: Evaluation, laws: list[Law], places: Places) -> range:
    """The values of mass functions given by formulas, between their common ends."""
    ends = {tuple(run.integer(p, places) for p in law.parameters[1:]) for law in laws}
    if len(ends) != 1:
        raise CannotEvaluate("mass functions on different values")
    ((low, high),) = ends
    return range(low, high + 1)
