"""Integrals against normal densities, by moments that are integrated here.

Main definitions: `density` is the normal density with a mean and a standard deviation; `mean_of` the expectation of a
polynomial in independent standard normal variables.

Main statements: E[u^k] = 1, 0, 1, 0, 3 for k = 0 ... 4, as SymPy integrates them; z = mean + scale u has the density
of the law when u has the standard one.

Implementation: an expectation is linear, and of a product of independent variables the product of expectations, so the
moments of one variable give those of every polynomial. The moments are computed once a process. `change_of_variable`
checks what the substitution z = mean + scale u needs.

References: Billingsley, Probability and Measure, example 21.1 (moments of the normal law).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Expr, Integer, Poly, Symbol, exp, expand, integrate, log, oo, pi, sqrt

from hw3verify.symbolic.record import Step, together
from hw3verify.symbolic.zero import equal, split_logs

MOMENTS = (1, 0, 1, 0, 3)


def density(z: Expr, mean: Expr, scale: Expr) -> Expr:
    """The density of the normal law with that mean and standard deviation, at z."""
    return exp(-((z - mean) ** 2) / (2 * scale**2)) / (sqrt(2 * pi) * scale)


@lru_cache(maxsize=16)
def moment(k: int) -> Expr:
    """E[u^k] for a standard normal u, by integration."""
    u = Symbol("u", real=True)
    return integrate(u**k * exp(-(u**2) / 2), (u, -oo, oo)) / sqrt(2 * pi)


def moment_step() -> Step:
    """That the integrals of u^k times the standard density are 1, 0, 1, 0, 3."""
    steps = (equal(f"that of u^{k} is {value}", moment(k), Integer(value)) for k, value in enumerate(MOMENTS))
    return together("the integrals of u^0 ... u^4 against the standard normal density are 1, 0, 1, 0, 3", steps)


def mean_of(polynomial: Expr, variables: Sequence[Symbol]) -> Expr:
    """The expectation of a polynomial (of degree 4 at most in each) in independent standard normal variables."""
    total: Expr = Integer(0)
    for powers, coefficient in Poly(expand(polynomial), *variables).terms():
        for k in powers:
            coefficient = coefficient * moment(k)
        total = total + coefficient
    return total


def change_of_variable(law: Expr, z: Symbol, mean: Expr, scale: Expr, u: Symbol) -> Step:
    """That the density, as z = mean + scale u, times the stretch, is the standard density of u."""
    stretched = split_logs(log(law.subs(z, mean + scale * u))) + log(scale)
    standard = split_logs(log(density(u, Integer(0), Integer(1))))
    return equal("with z = mean + scale u the density is the standard one", stretched, standard)


def law_mean(expression: Expr, z: Symbol, mean: Expr, scale: Expr) -> Expr:
    """The expectation of an expression, polynomial in z once its logarithms are apart, under that normal law."""
    u = Symbol("u", real=True)
    return mean_of(split_logs(expression.subs(z, mean + scale * u)), [u])
