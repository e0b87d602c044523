"""Named laws as densities: what `N(mu, v)` means, as an expression of the outcome.

Law: `density_of` returns an expression whose integral over the line (whose sum over the integers, for a discrete
law) is 1 wherever `conditions` hold. Nothing here evaluates anything. Vectors of independent components (`Law.index`)
and laws that have no closed density here are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import (
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    ZERO,
    Apply,
    Call,
    Expr,
    Fold,
    Number,
    Power,
    add,
    divide,
    exp,
    multiply,
    negate,
    substitute,
    subtract,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate

LEAST = {"bernoulli": 0, "poisson": 0, "geometric": 1, "geometric0": 0, "binomial": 0}  # least value of a discrete law
DISCRETE = frozenset(LEAST) | {"mass"}
FORMULAS = ("formula", "mass")  # given by a formula (a binder "lambda"), and where it begins and ends
TWO = Number(2)
MINUS_HALF = Number(Fraction(-1, 2))


def law_for(facts: Facts, e: Apply) -> Law | None:
    """The stated law of exactly this density, if there is one."""
    if not facts.laws:
        return None
    return facts.law_of(e.head, frozenset(a.role for a in e.args), frozenset(a.role for a in e.given))


@lru_cache(maxsize=1024)
def density_of(law: Law, e: Apply) -> Expr:
    """The density of the law at the arguments of `e`, as an expression."""
    if law.name == "likelihood":
        return exp(parameters_at(law, e)[0])
    if law.index or len(e.args) != 1:
        raise CannotEvaluate(f"the law of {law.head} is one of a vector")
    return _density(law.name, parameters_at(law, e), e.args[0].value)


def parameters_at(law: Law, e: Apply) -> tuple[Expr, ...]:
    """The parameters of the law, with the given variables of `e` put in."""
    values: Mapping[str, Expr] = {a.role: a.value for a in e.given}
    return tuple(substitute(p, values) for p in law.parameters)


def is_infinite(e: Expr) -> bool:
    """Is an end of a support no end?"""
    return any(n == INFINITY for n in walk(e))


def _formula(parameters: tuple[Expr, ...], x: Expr) -> Expr:
    """The formula between its ends, and 0 elsewhere."""
    body, low, high = parameters
    if not isinstance(body, Fold) or body.op != "lambda":
        raise CannotEvaluate("a law without a formula")
    inside = [] if is_infinite(low) else [Call("le", (low, x))]
    inside += [] if is_infinite(high) else [Call("le", (x, high))]
    return multiply(*inside, substitute(body.body, {body.var: x}))


def _density(name: str, parameters: tuple[Expr, ...], x: Expr) -> Expr:
    if name in FORMULAS:
        return _formula(parameters, x)
    if name == "normal":
        mean, variance = parameters
        square = Power(subtract(x, mean), TWO)
        factor = Power(multiply(TWO, PI, variance), MINUS_HALF)
        return multiply(factor, exp(negate(divide(square, multiply(TWO, variance)))))
    if name == "uniform":
        low, high = parameters
        inside = (Call("le", (low, x)), Call("le", (x, high)))
        return multiply(*inside, Power(subtract(high, low), Number(-1)))
    if name == "exponential":
        (rate,) = parameters
        return multiply(Call("le", (ZERO, x)), rate, exp(negate(multiply(rate, x))))
    if name == "gamma":
        shape, rate = parameters
        bell = multiply(Power(x, subtract(shape, ONE)), exp(negate(multiply(rate, x))))
        return multiply(Call("le", (ZERO, x)), Power(rate, shape), Power(Call("gamma", (shape,)), MINUS_ONE), bell)
    if name == "beta":
        a, b = parameters
        whole = divide(Call("gamma", (add(a, b),)), multiply(Call("gamma", (a,)), Call("gamma", (b,))))
        inside = (Call("le", (ZERO, x)), Call("le", (x, ONE)))
        return multiply(*inside, whole, Power(x, subtract(a, ONE)), Power(subtract(ONE, x), subtract(b, ONE)))
    if name == "laplace":
        location, scale = parameters
        size = Call("abs", (subtract(x, location),))
        return divide(exp(negate(divide(size, scale))), multiply(TWO, scale))
    if name == "bernoulli":
        (chance,) = parameters
        return multiply(Power(chance, x), Power(subtract(ONE, chance), subtract(ONE, x)))
    if name == "geometric":  # the number of the trial that succeeds first: 1, 2, ...
        (chance,) = parameters
        return multiply(chance, Power(subtract(ONE, chance), subtract(x, ONE)))
    if name == "geometric0":  # the number of failures before it: 0, 1, ...
        (chance,) = parameters
        return multiply(chance, Power(subtract(ONE, chance), x))
    if name == "poisson":
        (rate,) = parameters
        return multiply(Power(rate, x), exp(negate(rate)), Power(Call("factorial", (x,)), Number(-1)))
    if name == "binomial":
        count, chance = parameters
        ways = multiply(
            Call("factorial", (count,)),
            Power(Call("factorial", (x,)), Number(-1)),
            Power(Call("factorial", (subtract(count, x),)), Number(-1)),
        )
        return multiply(ways, Power(chance, x), Power(subtract(ONE, chance), subtract(count, x)))
    raise CannotEvaluate(f"the law {name} has no density here")


def conditions(name: str, parameters: tuple[Expr, ...]) -> tuple[Relation, ...]:
    """What the parameters must obey for the law to exist."""
    if name == "likelihood" or name in FORMULAS:
        return ()
    if name == "normal":
        return (Relation(parameters[1], ">", ZERO),)
    if name == "uniform":
        return (Relation(parameters[0], "<", parameters[1]),)
    if name in ("exponential", "poisson"):
        return (Relation(parameters[0], ">", ZERO),)
    if name in ("gamma", "beta"):
        return tuple(Relation(p, ">", ZERO) for p in parameters)
    if name == "laplace":
        return (Relation(parameters[1], ">", ZERO),)
    if name in ("bernoulli", "geometric", "geometric0", "binomial"):
        chance = parameters[-1]
        return (Relation(chance, ">", ZERO), Relation(chance, "<", ONE))
    raise CannotEvaluate(f"the law {name} has no density here")


def is_discrete(facts: Facts, role: str) -> bool | None:
    """Do the laws put this role on the integers (True) or on the line (False)? None: no law speaks of it."""
    kinds = {law.name in DISCRETE for law in facts.laws if role in law.outcome and law.name != "likelihood"}
    if len(kinds) > 1:
        raise CannotEvaluate(f"{role} is both discrete and continuous")
    return kinds.pop() if kinds else None
