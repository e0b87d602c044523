"""Wasserstein's distance of order 1 on the line.

Main definitions: W_1(P, Q) is the least E|X - Y| over couplings of P and Q. On the line it is the integral of |F - G|
over distribution functions, the integral of |F^-1 - G^-1| over quantile functions, and the greatest E_Q f - E_P f over
1-Lipschitz f. P_t is the uniform law on [t, 1+t].

Main statements:
  wasserstein.cdf           the integral of |F - G| for P_0 and P_t is t
  wasserstein.quantiles     the integral of |F^-1 - G^-1| is t
  wasserstein.duality       a coupling costs t, and a 1-Lipschitz function gains t: W_1 = t with no other theorem
  wasserstein.homework      the three ways at t = 1/2 and t = 1: W_1 = 1/2 and 1
  wasserstein.normals       of N(mu_q, sigma_q^2) and N(mu_p, sigma_p^2); see `normal_transport`
  wasserstein.infinite_kl   KL(P_0, P_t) is infinite for every t > 0; see `push_forward`
  wasserstein.push_forward  E h(G(z)) over the noise is the mean of h over the push-forward density; see `push_forward`

Implementation: t is 0, s/(1+s), 1 or 1+s, so that the ends of the intervals are in order (`uniforms`), and the sign of
F - G is seen on each cell.

References: Villani, Topics in Optimal Transportation, theorems 2.18 (the line) and 1.14 (Kantorovich-Rubinstein).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Abs,
    And,
    Basic,
    Eq,
    Expr,
    Integer,
    Integral,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    Tuple,
    diff,
    integrate,
    oo,
)
from sympy.logic.boolalg import Boolean

from hw3verify.symbolic import normal_transport, push_forward
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.uniforms import CASES, cdf, cells, t, within, z
from hw3verify.symbolic.zero import equal, positive

u = Symbol("u", real=True)  # a level between 0 and 1
x = Symbol("x", real=True)
HOMEWORK = ((Rational(1, 2), "t = 1/2"), (Integer(1), "t = 1"))


def distribution(start: Expr) -> Expr:
    """The distribution function of the uniform law on [start, start+1] at z, by cases."""
    return Piecewise((0, z < start), (z - start, z <= start + 1), (1, True))


def by_cdf(shift: Expr = t) -> Expr:
    """The integral of |F - G|, where the distribution functions are z - start, held between 0 and 1."""
    first, second = (Min(1, Max(0, z - start)) for start in (Integer(0), shift))
    return Integral(Abs(first - second), (z, -oo, oo))


def quantile(start: Expr) -> Expr:
    """The quantile function of the uniform law on [start, start+1] at u."""
    return start + u


def by_quantiles(shift: Expr = t) -> Expr:
    """The integral of |F^-1 - G^-1|."""
    return Integral(Abs(quantile(Integer(0)) - quantile(shift)), (u, 0, 1))


def _without_sign(expression: Expr) -> Expr | None:
    """|expression|, where its sign is seen; else None."""
    if expression == 0 or positive(expression):
        return expression
    return -expression if positive(-expression) else None


def _cdf_area(shift: Expr) -> Expr | None:
    """The integral of |F - G| cell by cell; None where a sign is not seen."""
    r = Symbol("r", positive=True)
    found: Expr = Integer(0)
    for low, high in cells(shift):
        gap = cdf(Integer(0), (low, high)) - cdf(shift, (low, high))
        any_point = low + (high - low) * r / (1 + r)
        sized = _without_sign(gap.subs(z, any_point))
        if sized is None:
            return None
        same = sized == gap.subs(z, any_point)
        found = found + integrate(gap if same else -gap, (z, low, high))
    return found


def _area_step(case: str, shift: Expr, form: Expr) -> Step:
    area = _cdf_area(shift)
    what = f"{case}: the integral of |F - G| over the cells is the closed form"
    return Step(what, False, "a sign is not seen") if area is None else equal(what, area, within(form, shift))


def _cdf_steps(form: Expr) -> Iterator[Step]:
    for case, shift in CASES:
        yield _area_step(case, shift, form)


def _quantile_steps(form: Expr, cases: tuple[tuple[str, Expr], ...] = CASES) -> Iterator[Step]:
    for case, shift in cases:
        yield equal(f"{case}: the quantile function inverts F", quantile(shift) - shift, u)
        sized = _without_sign(quantile(shift) - quantile(Integer(0)))
        what = f"{case}: the integral of |F^-1 - G^-1| is the closed form"
        yield (
            Step(what, False, "a sign is not seen")
            if sized is None
            else equal(what, integrate(sized, (u, 0, 1)), within(form, shift))
        )


def _duality_steps(form: Expr, cases: tuple[tuple[str, Expr], ...] = CASES) -> Iterator[Step]:
    witness = x
    slope = diff(witness, x)
    yield Step("f(x) = x has the slope 1: f(y) - f(x) <= |y - x|, so no coupling costs less than f gains", slope == 1)
    for case, shift in cases:
        moved = integrate(u + shift - u, (u, 0, 1))
        yield Step(f"{case}: the coupling (u, u+t) moves to the right", shift == 0 or positive(shift))
        yield equal(f"{case}: it has the second law, whose F at u+t is u", (u + shift) - shift, u)
        yield equal(f"{case}: it costs the closed form", moved, within(form, shift))
        gain = integrate(witness, (x, shift, 1 + shift)) - integrate(witness, (x, 0, 1))
        yield equal(f"{case}: f gains the closed form", gain, within(form, shift))


def _homework_statement(form: Tuple) -> Boolean:
    return And(*(Eq(by_cdf(shift), value, evaluate=False) for (shift, _), value in zip(HOMEWORK, form, strict=True)))


def _homework_steps(form: Basic) -> Iterator[Step]:
    if not isinstance(form, Tuple) or len(form) != len(HOMEWORK):
        yield Step("there are two distances", False, f"got {form}")
        return
    for (shift, case), value in zip(HOMEWORK, form, strict=True):
        yield _area_step(case, shift, value)
        yield from _quantile_steps(value, ((case, shift),))
        yield from _duality_steps(value, ((case, shift),))
        whole_line = Integral(Abs(distribution(Integer(0)) - distribution(shift)), (z, -oo, oo))
        yield equal(f"{case}: SymPy's own integral of |F - G| is the same", whole_line.doit(), value)


THEOREM = Theorem(
    (
        Claim("wasserstein.cdf", lambda: t, lambda form: Eq(by_cdf(), form), _cdf_steps),
        Claim("wasserstein.quantiles", lambda: t, lambda form: Eq(by_quantiles(), form), _quantile_steps),
        Claim("wasserstein.duality", lambda: t, lambda form: Eq(Symbol("W_1", real=True), form), _duality_steps),
        Claim(
            "wasserstein.homework",
            lambda: Tuple(Rational(1, 2), Integer(1)),
            _homework_statement,
            _homework_steps,
        ),
        Claim(
            "wasserstein.normals", normal_transport.closed_form, normal_transport.statement, normal_transport.steps
        ),
        Claim(
            "wasserstein.infinite_kl", lambda: oo, push_forward.infinite_statement, push_forward.infinite_steps
        ),
        Claim(
            "wasserstein.push_forward", push_forward.closed_form, push_forward.statement, push_forward.steps
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
