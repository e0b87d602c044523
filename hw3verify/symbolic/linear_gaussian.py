"""The bound of the linear-Gaussian model, part of `elbo`.

Main definitions: z ~ N(0, 1), x|z ~ N(w z + b, s^2), and q = N(m, v^2).

Main statements: E_q[log p(x|z)] - KL(q, p(z)) has the closed form `bound()`; log p(x) is the logarithm of
N(x; b, w^2 + s^2); the gap is KL(q, p(z|x)), which is nonnegative, with p(z|x) = N(w (x-b)/(w^2+s^2), s^2/(w^2+s^2)).

Implementation: the evidence is not taken from a table of normal laws: the joint density is the product of the claimed
evidence and the claimed posterior, and the posterior integrates to 1. The gap is G(t)/2 plus a square, with t the
ratio of the variances.

References: Bishop, Pattern Recognition and Machine Learning, section 2.3.3 (marginal and conditional normal laws).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Integer, Integral, Symbol, log, oo, sqrt

from hw3verify.symbolic.gaussian import change_of_variable, density, law_mean, moment_step
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.zero import equal, split_logs

x, z, w, b, m = (Symbol(name, real=True) for name in "x z w b m".split())
s, v = Symbol("s", positive=True), Symbol("v", positive=True)

_ENCODER = density(z, m, v)
_PRIOR = density(z, Integer(0), Integer(1))
_DECODER = density(x, w * z + b, s)
_VARIANCE = w**2 + s**2


def bound() -> Expr:
    """The closed form of the bound."""
    from sympy import pi

    expected = -log(2 * pi * s**2) / 2 - ((x - b - w * m) ** 2 + w**2 * v**2) / (2 * s**2)
    return expected - (m**2 + v**2 - 1 - log(v**2)) / 2


def integral() -> Expr:
    """The bound as an integral: of q (log p(x|z) + log p(z) - log q)."""
    return Integral(_ENCODER * (log(_DECODER) + log(_PRIOR) - log(_ENCODER)), (z, -oo, oo))


def log_evidence() -> Expr:
    """log p(x)."""
    return log(density(x, b, sqrt(_VARIANCE)))


def steps(form: Expr) -> Iterator[Step]:
    """The integral is the closed form, and log p(x) less the closed form is KL(q, p(z|x)) >= 0."""
    yield moment_step()
    yield change_of_variable(_ENCODER, z, m, v, Symbol("u", real=True))
    expected = law_mean(log(_DECODER) + log(_PRIOR) - log(_ENCODER), z, m, v)
    yield equal("the integral of q (log p(x|z) + log p(z) - log q) is the closed form", expected, form)
    mean, scale = w * (x - b) / _VARIANCE, s / sqrt(_VARIANCE)
    posterior = density(z, mean, scale)
    joint = log(_DECODER) + log(_PRIOR)
    yield equal("p(x|z) p(z) = p(z|x) p(x)", joint, log(posterior) + log_evidence())
    yield change_of_variable(posterior, z, mean, scale, Symbol("u", real=True))
    gap = law_mean(split_logs(log(_ENCODER) - log(posterior)), z, m, v)
    yield equal("log p(x) less the closed form is KL(q, p(z|x))", log_evidence() - form, gap)
    yield tangent_step()
    square = (m - mean) ** 2 / (2 * scale**2)
    nonnegative = tangent_gap(v**2 / scale**2) / 2 + square
    yield equal("which is G(ratio of the variances)/2 and a square", gap, nonnegative)
    yield Step("the square is nonnegative", bool(square.is_nonnegative))
