"""The discriminator that is best against a fixed generator.

Main definitions: at a point x with the densities p = p_data(x) > 0 and g = p_G(x) > 0 the integrand of the value is
f(D) = p log D + g log(1-D), 0 < D < 1.

Main statements:
  optimal_discriminator.pointwise       f' is 0 at D* = p/(p+g) alone, which is between 0 and 1
  optimal_discriminator.second_order    f''(D*) = -(p+g)^3/(p g), which is negative, as is f'' everywhere
  optimal_discriminator.maximum         f(D*) - f(D) = p G(D/D*) + g G((1-D)/(1-D*)) >= 0, and 0 for D = D* only
  optimal_discriminator.euler_lagrange  the Euler-Lagrange equation of the integral of f has the solution D*
  optimal_discriminator.negated         -f is least there: the same point, and a positive second derivative

Implementation: D = u/(u+v) with positive u, v stands for all numbers between 0 and 1. G is that of `tangent`. Where one
of the densities is 0 the value has a supremum at the end D = 0 or 1 that the formula names, which is not attained; that
is a step of `maximum`. The integral is the largest when its integrand is, at every x.

References: Goodfellow et al. (2014), Generative adversarial nets, proposition 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Derivative, Eq, Equivalent, Expr, Function, Integer, Le, Symbol, diff, limit, log, solve, symbols
from sympy.calculus.euler import euler_equations

from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, positive

p, g, D = symbols("p g D", positive=True)  # p_data(x), p_G(x), D(x); D is below 1
x = Symbol("x", real=True)
p_data, p_g, D_of = Function("p_data", positive=True), Function("p_G", positive=True), Function("D", positive=True)
_u, _v = symbols("u v", positive=True)
_ANY = _u / (_u + _v)  # every number between 0 and 1


def integrand(p: Expr = p, g: Expr = g, D: Expr = D) -> Expr:
    """f(D) = p log D + g log(1-D)."""
    return p * log(D) + g * log(1 - D)


def best() -> Expr:
    """D* at a point."""
    return p / (p + g)


def curvature() -> Expr:
    """f''(D*)."""
    return -((p + g) ** 3) / (p * g)


def excess() -> Expr:
    """p G(D/D*) + g G((1-D)/(1-D*)), by which the value at D* exceeds that at D."""
    return p * tangent_gap(D / best()) + g * tangent_gap((1 - D) / (1 - best()))


def best_function() -> Expr:
    """D* as a function of x."""
    return p_data(x) / (p_data(x) + p_g(x))


def _is_inside(form: Expr) -> Step:
    return Step("it is between 0 and 1", positive(form) and positive(1 - form))


def _only_solution(slope: Expr, form: Expr, unknown: Expr) -> Step:
    """That the equation slope = 0 has this solution alone."""
    found = solve(slope, unknown)
    holds = len(found) == 1 and equal("", found[0], form).holds
    return Step("no other point is stationary", holds, "" if holds else f"the solutions are {found}")


def _pointwise_steps(form: Expr, sign: int = 1) -> Iterator[Step]:
    slope = sign * diff(integrand(), D)
    yield equal("the slope of the integrand is 0 there", slope.subs(D, form), Integer(0))
    yield _is_inside(form)
    yield _only_solution(slope, form, D)


def _second_steps(form: Expr) -> Iterator[Step]:
    second = diff(integrand(), D, 2)
    yield equal("the second derivative at D* is the closed form", second.subs(D, best()), form)
    yield Step("it is negative", positive(-form))
    yield Step("the second derivative is negative for every D", positive(-second.subs(D, _ANY)))


def _maximum_steps(form: Expr) -> Iterator[Step]:
    yield tangent_step()
    gap = integrand(D=best()) - integrand()
    yield equal("f(D*) - f(D) is the closed form", gap.subs(D, _ANY), form.subs(D, _ANY))
    yield equal("it is p G(D/D*) + g G((1-D)/(1-D*))", form.subs(D, _ANY), excess().subs(D, _ANY))
    inside = (best(), 1 - best(), _ANY, 1 - _ANY)
    yield Step("D, 1 - D, D* and 1 - D* are positive", all(positive(part) for part in inside))
    yield equal("for D = D* it is 0", form.subs(D, best()), Integer(0))
    rising, falling = diff(integrand(g=Integer(0)), D), diff(integrand(p=Integer(0)), D)
    yield Step("where g = 0 it rises with D", positive(rising.subs(D, _ANY)))
    yield equal("where g = 0 its supremum is the limit at D* = 1", limit(p * log(D), D, 1, "-"), Integer(0))
    yield Step("where p = 0 it falls with D", positive(-falling.subs(D, _ANY)))
    yield equal("where p = 0 its supremum is the limit at D* = 0", limit(g * log(1 - D), D, 0, "+"), Integer(0))


def _euler_steps(form: Expr) -> Iterator[Step]:
    equation = euler_equations(integrand(p_data(x), p_g(x), D_of(x)), D_of(x), x)[0]
    plain = {p_data(x): p, p_g(x): g, D_of(x): D}
    slope, claimed = (equation.lhs - equation.rhs).subs(plain), form.subs(plain)
    yield equal("the Euler-Lagrange equation is f'(D) = 0 at every x", slope, diff(integrand(), D))
    yield equal("it holds for the closed form", slope.subs(D, claimed), Integer(0))
    yield _only_solution(slope, claimed, D)
    eps, h = Symbol("eps", real=True), Symbol("h", real=True)
    variation = diff(integrand(D=D + eps * h), eps).subs(eps, 0)
    yield equal("the variation in any direction h is f'(D) h", variation, slope * h)


def _negated_steps(form: Expr) -> Iterator[Step]:
    yield from _pointwise_steps(form, -1)
    second = diff(-integrand(), D, 2)
    yield Step("the second derivative of -f is positive for every D", positive(second.subs(D, _ANY)))


THEOREM = Theorem(
    (
        Claim(
            "optimal_discriminator.pointwise",
            best,
            lambda form: Equivalent(Eq(Derivative(integrand(), D), 0), Eq(D, form)),
            _pointwise_steps,
        ),
        Claim(
            "optimal_discriminator.second_order",
            curvature,
            lambda form: Eq(Derivative(integrand(), (D, 2)).subs(D, best()), form),
            _second_steps,
        ),
        Claim(
            "optimal_discriminator.maximum",
            excess,
            lambda form: And(Eq(integrand(D=best()) - integrand(), form), Le(0, form)),
            _maximum_steps,
        ),
        Claim(
            "optimal_discriminator.euler_lagrange",
            best_function,
            lambda form: Equivalent(
                euler_equations(integrand(p_data(x), p_g(x), D_of(x)), D_of(x), x)[0], Eq(D_of(x), form)
            ),
            _euler_steps,
        ),
        Claim(
            "optimal_discriminator.negated",
            best,
            lambda form: Equivalent(Eq(Derivative(-integrand(), D), 0), Eq(D, form)),
            _negated_steps,
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
