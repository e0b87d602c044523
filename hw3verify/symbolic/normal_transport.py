"""Wasserstein's distance of two normal laws of a number, part of `wasserstein`.

Main definitions: the quantile function of N(mu, sigma^2) is mu + sigma Phi^-1, so with delta = mu_q - mu_p and
c = sigma_q - sigma_p the distance is E|delta + c u| for a standard normal u.

Main statements: it is |delta| where c = 0, and otherwise
  |c| sqrt(2/pi) exp(-delta^2/(2 c^2)) + delta erf(delta/(sqrt(2) |c|)).

Implementation: the integrand changes sign at -delta/c alone, and (delta + c u) times the standard density has the
antiderivative delta Phi(u) - c phi(u), which is differentiated and taken at the ends. The two signs of c are two cases.

References: Leone, Nelson and Nottingham (1961), The folded normal distribution; Villani, theorem 2.18.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Abs,
    Eq,
    Expr,
    Integer,
    Integral,
    Piecewise,
    Symbol,
    diff,
    erf,
    exp,
    integrate,
    limit,
    oo,
    pi,
    sqrt,
    symbols,
)
from sympy.core.relational import Relational

from hw3verify.symbolic.gaussian import density
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.zero import equal, positive

mu_q, mu_p, u = symbols("mu_q mu_p u", real=True)
sigma_q, sigma_p = symbols("sigma_q sigma_p", positive=True)
_PHI = density(u, Integer(0), Integer(1))


def closed_form() -> Expr:
    """The distance, by whether the variances are equal."""
    delta, c = mu_q - mu_p, sigma_q - sigma_p
    bent = Abs(c) * sqrt(2 / pi) * exp(-(delta**2) / (2 * c**2)) + delta * erf(delta / (sqrt(2) * Abs(c)))
    return Piecewise((Abs(delta), Eq(sigma_q, sigma_p)), (bent, True))


def statement(form: Expr) -> Relational:
    """E|delta + c u| is the closed form."""
    return Eq(Integral(Abs(mu_q - mu_p + (sigma_q - sigma_p) * u) * _PHI, (u, -oo, oo)), form)


def _cumulated(at: Expr) -> Expr:
    """Phi, the distribution function of the standard normal law."""
    return (1 + erf(at / sqrt(2))) / 2


def steps(form: Expr) -> Iterator[Step]:
    """The three cases c = 0, c > 0 and c < 0."""
    yield equal("the slope of Phi is the standard density", diff(_cumulated(u), u), _PHI)
    yield equal("Phi is 0 at one end", limit(_cumulated(u), u, -oo), Integer(0))
    yield equal("and 1 at the other", limit(_cumulated(u), u, oo), Integer(1))
    x = Symbol("x", real=True)
    law = diff(_cumulated((x - mu_q) / sigma_q), x)
    yield equal("Phi((x-mu)/sigma) has the slope of the law, so mu + sigma Phi^-1 is its quantile function",
                law, density(x, mu_q, sigma_q))  # fmt: skip
    mean = Abs(mu_q - mu_p) * integrate(_PHI, (u, -oo, oo))
    yield equal("equal variances: E|delta| is the closed form", mean, form.subs(sigma_q, sigma_p))
    c, s, delta = Symbol("c", positive=True), Symbol("s", positive=True), Symbol("delta", real=True)
    primitive = delta * _cumulated(u) - c * _PHI
    yield equal("the slope of delta Phi - c phi is (delta + c u) phi", diff(primitive, u), (delta + c * u) * _PHI)
    kink = -delta / c
    line = delta + c * u
    yield Step("delta + c u changes its sign at -delta/c", positive(line.subs(u, kink + s).expand())
               and positive(-line.subs(u, kink - s).expand()))  # fmt: skip
    middle = primitive.subs(u, kink)
    found = limit(primitive, u, oo) + limit(primitive, u, -oo) - 2 * middle
    for what, case, sign in (
        ("sigma_q > sigma_p", {sigma_q: sigma_p + c}, 1),
        ("sigma_q < sigma_p", {sigma_p: sigma_q + c}, -1),
    ):
        # for c < 0 the law of -u, which is that of u, gives the same integral with |c|
        yield equal(f"{what}: the sign of c is the case's", (sigma_q - sigma_p).subs(case), sign * c)
        claimed = form.subs(case).subs(mu_q, mu_p + delta)
        yield equal(f"{what}: E|delta + c u| is the closed form", found, claimed)
    yield equal("the law of u is that of -u", _PHI.subs(u, -u), _PHI)
    yield equal("for equal means it is |c| sqrt(2/pi)", found.subs(delta, 0), c * sqrt(2 / pi))
