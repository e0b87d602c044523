"""The Kullback-Leibler divergence of normal laws.

Main definitions: KL(q, p) is the integral of q (log q - log p); q has the mean mu_q and the standard deviation sigma_q,
p has mu_p and sigma_p; of vectors, the covariances Sigma_q and Sigma_p of dimension d.

Main statements:
  gaussian_kl.equal_variance  (mu_q - mu_p)^2 / (2 sigma^2) where both standard deviations are sigma
  gaussian_kl.scalar          log(sigma_p/sigma_q) + (sigma_q^2 + (mu_q-mu_p)^2)/(2 sigma_p^2) - 1/2
  gaussian_kl.diagonal        the sum of these over independent components
  gaussian_kl.full            see `gaussian_vectors`
  gaussian_kl.zero            it is 0 if and only if mu_q = mu_p and sigma_q = sigma_p; the same of vectors
  gaussian_kl.symmetry        KL(q, p) = KL(p, q) exactly where the variances are equal, whatever the means are

Implementation: z = mu_q + sigma_q u makes the integrand a polynomial in a standard normal u, whose moments `gaussian`
integrates. Zero: KL is G(sigma_q^2/sigma_p^2)/2 and a square, with G of `tangent`. Symmetry: the difference of the two
divergences has the sign of sigma_q - sigma_p, as its part without the means rises with the ratio of variances (its
slope is a square), and the other part has the same sign.

References: Kullback, Information Theory and Statistics (1959), chapter 9; Kingma and Welling (2014), appendix B.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    And,
    Eq,
    Equivalent,
    Expr,
    IndexedBase,
    Integer,
    Integral,
    Rational,
    Symbol,
    diff,
    log,
    oo,
    symbols,
)

from hw3verify.symbolic import gaussian_vectors
from hw3verify.symbolic.gaussian import change_of_variable, density, law_mean, mean_of, moment_step
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tables import i, over, weights, written_out
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, positive, split_logs

mu_q, mu_p, z = symbols("mu_q mu_p z", real=True)
sigma, sigma_q, sigma_p = symbols("sigma sigma_q sigma_p", positive=True)
m_q, m_p = IndexedBase("m_q", real=True), IndexedBase("m_p", real=True)  # the components' means
s_q, s_p = IndexedBase("s_q", positive=True), IndexedBase("s_p", positive=True)  # their standard deviations
DIMENSIONS = (1, 2, 3)

_Q, _P = density(z, mu_q, sigma_q), density(z, mu_p, sigma_p)


def equal_variance() -> Expr:
    """KL where both standard deviations are sigma."""
    return (mu_q - mu_p) ** 2 / (2 * sigma**2)


def scalar() -> Expr:
    """KL of normal laws of a number."""
    return log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - Rational(1, 2)


def _swapped(form: Expr) -> Expr:
    """The same with p and q exchanged."""
    return form.xreplace({mu_q: mu_p, mu_p: mu_q, sigma_q: sigma_p, sigma_p: sigma_q})


def diagonal() -> Expr:
    """KL of vectors of n independent components, as a sum to n."""
    return over(log(s_p[i] / s_q[i]) + (s_q[i] ** 2 + (m_q[i] - m_p[i]) ** 2) / (2 * s_p[i] ** 2) - Rational(1, 2))


def _integral(one: Expr, other: Expr) -> Expr:
    return Integral(one * (log(one) - log(other)), (z, -oo, oo))


def _integral_steps(one: Expr, other: Expr, scale: Expr, form: Expr) -> Iterator[Step]:
    yield moment_step()
    yield change_of_variable(one, z, mu_q, scale, Symbol("u", real=True))
    value = law_mean(log(one) - log(other), z, mu_q, scale)
    yield equal("the integral of q (log q - log p) is the closed form", value, form)


def _equal_steps(form: Expr) -> Iterator[Step]:
    same = {sigma_q: sigma, sigma_p: sigma}
    yield from _integral_steps(_Q.xreplace(same), _P.xreplace(same), sigma, form)


def _diagonal_steps(form: Expr) -> Iterator[Step]:
    yield moment_step()
    for size in DIMENSIONS:
        means_q, means_p = (symbols(f"{name}1:{size + 1}", real=True) for name in ("m_q", "m_p"))
        scales_q, scales_p = weights("s_q", size), weights("s_p", size)
        u = symbols(f"u1:{size + 1}", real=True)
        at = [m + s * v for m, s, v in zip(means_q, scales_q, u, strict=True)]
        log_q = sum(log(density(a, m, s)) for a, m, s in zip(at, means_q, scales_q, strict=True))
        log_p = sum(log(density(a, m, s)) for a, m, s in zip(at, means_p, scales_p, strict=True))
        value = mean_of(split_logs(log_q - log_p), u)
        given = written_out(form, {m_q: means_q, m_p: means_p, s_q: scales_q, s_p: scales_p})
        yield equal(f"{size} components: the integral of q (log q - log p) is the closed form", value, given)


def _zero_steps(form: Expr) -> Iterator[Step]:
    yield from _integral_steps(_Q, _P, sigma_q, form)
    yield tangent_step()
    square = equal_variance().xreplace({sigma: sigma_p})
    split = tangent_gap(sigma_q**2 / sigma_p**2) / 2 + square
    yield equal("it is G(sigma_q^2/sigma_p^2)/2 + (mu_q-mu_p)^2/(2 sigma_p^2)", form, split)
    yield Step("the second term is nonnegative", bool(square.is_nonnegative))
    same = {sigma_p: sigma_q, mu_p: mu_q}
    yield equal("for equal parameters it is 0", form.xreplace(same), Integer(0))
    yield from gaussian_vectors.zero_steps()


def _symmetry_steps(form: Expr) -> Iterator[Step]:
    yield from _integral_steps(_Q, _P, sigma_q, scalar())
    difference = scalar() - _swapped(scalar())
    yield equal("the closed form is KL(q, p) - KL(p, q)", difference, form)
    yield equal("it is 0 where the variances are equal", form.xreplace({sigma_q: sigma_p}), Integer(0))
    t = Symbol("t", positive=True)
    rise = (t - 1 / t) / 2 - log(t)  # of t = sigma_q^2/sigma_p^2
    rest = (mu_q - mu_p) ** 2 * (1 / sigma_p**2 - 1 / sigma_q**2) / 2
    split = rise.subs(t, (sigma_q / sigma_p) ** 2) + rest
    yield equal("it is h(sigma_q^2/sigma_p^2) and a term with the means", form, split)
    yield equal("h(1) = 0", rise.subs(t, 1), Integer(0))
    yield equal("the slope of h is (1 - 1/t)^2/2, so h(t) has the sign of t - 1", diff(rise, t), (1 - 1 / t) ** 2 / 2)
    s = Symbol("s", positive=True)
    weight = 1 / sigma_p**2 - 1 / sigma_q**2
    signs = positive(weight.subs(sigma_q, sigma_p + s)) and positive(-weight.subs(sigma_p, sigma_q + s))
    yield Step("the other term is 0 or has the sign of sigma_q - sigma_p", signs)


def _components() -> Expr:
    """The definition of KL for n components, as a sum of integrals."""
    one, other = density(z, m_q[i], s_q[i]), density(z, m_p[i], s_p[i])
    return over(_integral(one, other))


THEOREM = Theorem(
    (
        Claim(
            "gaussian_kl.equal_variance",
            equal_variance,
            lambda form: Eq(_integral(density(z, mu_q, sigma), density(z, mu_p, sigma)), form),
            _equal_steps,
        ),
        Claim(
            "gaussian_kl.scalar",
            scalar,
            lambda form: Eq(_integral(_Q, _P), form),
            lambda form: _integral_steps(_Q, _P, sigma_q, form),
        ),
        Claim("gaussian_kl.diagonal", diagonal, lambda form: Eq(_components(), form), _diagonal_steps),
        Claim(
            "gaussian_kl.full", gaussian_vectors.closed_form, gaussian_vectors.statement, gaussian_vectors.steps
        ),
        Claim(
            "gaussian_kl.zero",
            scalar,
            lambda form: Equivalent(Eq(form, 0), And(Eq(mu_q, mu_p), Eq(sigma_q, sigma_p))),
            _zero_steps,
        ),
        Claim(
            "gaussian_kl.symmetry",
            lambda: scalar() - _swapped(scalar()),
            lambda form: Equivalent(Eq(form, 0), Eq(sigma_q, sigma_p)),
            _symmetry_steps,
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
