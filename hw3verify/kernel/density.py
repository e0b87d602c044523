"""The densities of named laws as forms.

Law: `density_form` has the value of the density where the outcome lies inside the law's support; elsewhere it is not
asked for (`support`). Parameters have to be visibly in range, or there is no form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import PI
from hw3verify.kernel.form import NOTHING, UNIT, Form, NoForm, atom_form
from hw3verify.kernel.law import LEAST
from hw3verify.kernel.rational import power
from hw3verify.meaning.claim import Law

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules


def density_form(rules: Rules, law: Law, z: Form, parameters: tuple[Form, ...]) -> Form:
    """The density of a law at z."""
    make = FORMS.get(law.name)
    if make is None:
        raise NoForm(f"a {law.name} law has no form")
    if not all(in_range(rules, law.name, parameters)):
        raise NoForm(f"a parameter of {law.head} may be out of range")
    if _off_support(law.name, z.constant, parameters):
        return NOTHING
    return make(rules, z, *parameters)


def _off_support(name: str, at: fmpq | None, parameters: tuple[Form, ...]) -> bool:
    """Is a number outside the integers on which a discrete law lives?"""
    if at is None or name not in LEAST:
        return False
    top = fmpq(1) if name == "bernoulli" else parameters[0].constant if name == "binomial" else None
    if name == "binomial" and top is None and at > 0:
        raise NoForm("a value that may lie beyond the number of trials")
    return bool(at.q != 1 or at < LEAST[name] or (top is not None and at > top))


def in_range(rules: Rules, name: str, parameters: tuple[Form, ...]) -> list[bool]:
    """Do the parameters visibly obey what the law asks of them?"""
    positive = rules.signs.positive
    if name == "normal":
        return []  # a variance that is no variance has no root, and so the density no value
    if name == "uniform":
        return [positive(parameters[1] - parameters[0])]
    if name in ("bernoulli", "geometric", "geometric0", "binomial"):
        return [positive(parameters[-1]), positive(UNIT - parameters[-1])]
    return [positive(p) for p in (parameters[1:] if name == "laplace" else parameters)]


def _normal(rules: Rules, z: Form, mean: Form, variance: Form) -> Form:
    scale = rules.power((variance * atom_form(PI)).scale(fmpq(2)), fmpq(-1, 2))
    square = (z - mean) * (z - mean) * power(variance, -1)
    return scale * rules.exp(square.scale(fmpq(-1, 2)))


def _laplace(rules: Rules, z: Form, location: Form, scale: Form) -> Form:
    size = rules.function("abs", (z - location,))
    return power(scale, -1).scale(fmpq(1, 2)) * rules.exp(-(size * power(scale, -1)))


def _uniform(rules: Rules, z: Form, low: Form, high: Form) -> Form:  # noqa: ARG001
    return power(high - low, -1)


def _exponential(rules: Rules, z: Form, rate: Form) -> Form:
    return rate * rules.exp(-(rate * z))


def _gamma(rules: Rules, z: Form, shape: Form, rate: Form) -> Form:
    whole = rules.raised(rate, shape) * rules.power(rules.function("gamma", (shape,)), fmpq(-1))
    return whole * rules.raised(z, shape - UNIT) * rules.exp(-(rate * z))


def _beta(rules: Rules, z: Form, a: Form, b: Form) -> Form:
    over = rules.function("gamma", (a,)) * rules.function("gamma", (b,))
    whole = rules.function("gamma", (a + b,)) * rules.power(over, fmpq(-1))
    return whole * rules.raised(z, a - UNIT) * rules.raised(UNIT - z, b - UNIT)


def _bernoulli(rules: Rules, z: Form, chance: Form) -> Form:
    return rules.raised(chance, z) * rules.raised(UNIT - chance, UNIT - z)


def _geometric(rules: Rules, z: Form, chance: Form) -> Form:
    return chance * rules.raised(UNIT - chance, z - UNIT)


def _failures(rules: Rules, z: Form, chance: Form) -> Form:
    return chance * rules.raised(UNIT - chance, z)


def _poisson(rules: Rules, z: Form, rate: Form) -> Form:
    return rules.raised(rate, z) * rules.exp(-rate) * rules.power(rules.function("factorial", (z,)), fmpq(-1))


def _binomial(rules: Rules, z: Form, count: Form, chance: Form) -> Form:
    over = rules.function("factorial", (z,)) * rules.function("factorial", (count - z,))
    ways = rules.function("factorial", (count,)) * rules.power(over, fmpq(-1))
    return ways * rules.raised(chance, z) * rules.raised(UNIT - chance, count - z)


FORMS: dict[str, Callable[..., Form]] = {
    "normal": _normal,
    "laplace": _laplace,
    "uniform": _uniform,
    "exponential": _exponential,
    "gamma": _gamma,
    "beta": _beta,
    "bernoulli": _bernoulli,
    "geometric": _geometric,
    "geometric0": _failures,
    "poisson": _poisson,
    "binomial": _binomial,
}
