"""Closed forms of the linear-Gaussian model against SciPy's adaptive integration."""

import math

import pytest
from scipy import integrate, stats

from hw3verify.lab.confirm.linear_gaussian import Model, Quadratic, divergence

MODEL = Model(slope=1.3, noise=0.6, x=-0.4)


def density(z: float) -> float:
    return stats.norm.pdf(z) * stats.norm.pdf(MODEL.x, 1.3 * z, 0.6)


def expected(function) -> float:
    return integrate.quad(lambda e: stats.norm.pdf(e) * function(e), -12, 12, epsabs=1e-13, epsrel=1e-12)[0]


def test_evidence_and_posterior_are_integrals() -> None:
    """p(x) is the integral of the joint density; the posterior's mean and variance are its moments."""
    total = integrate.quad(density, -12, 12, epsabs=1e-14)[0]
    assert MODEL.log_evidence == pytest.approx(math.log(total), abs=1e-10)
    mean, scale = MODEL.posterior
    assert mean == pytest.approx(integrate.quad(lambda z: z * density(z), -12, 12)[0] / total, abs=1e-10)
    second = integrate.quad(lambda z: z * z * density(z), -12, 12)[0] / total
    assert scale**2 == pytest.approx(second - mean**2, abs=1e-9)


def test_log_weights_are_what_they_say() -> None:
    """log w is log p(x, z) - log q(z) at z = m + t e, with SciPy's densities."""
    m, t = 0.2, 0.7
    weight, fit = MODEL.log_weight(m, t), MODEL.log_likelihood(m, t)
    for e in (-1.5, 0.0, 2.0):
        z = m + t * e
        assert weight.at(e) == pytest.approx(math.log(density(z)) - stats.norm.logpdf(z, m, t), abs=1e-12)
        assert fit.at(e) == pytest.approx(stats.norm.logpdf(MODEL.x, 1.3 * z, 0.6), abs=1e-12)


def test_moments_of_a_quadratic_are_integrals() -> None:
    """Mean, variance and exponential moments of A e^2 + B e + C, and an infinite one beyond its range."""
    q = Quadratic(-0.3, 0.8, 0.1)
    assert q.mean == pytest.approx(expected(q.at), abs=1e-11)
    assert q.variance == pytest.approx(expected(lambda e: (q.at(e) - q.mean) ** 2), abs=1e-11)
    for power in (1, 2, 3):
        moment = expected(lambda e, power=power: math.exp(power * q.at(e)))
        assert q.log_moment(power) == pytest.approx(math.log(moment), abs=1e-10)
    assert Quadratic(0.25, 0.0, 0.0).log_moment(2) == math.inf


def test_divergence_is_an_integral() -> None:
    """KL of two normal laws agrees with SciPy's integral of their log ratio."""
    q, p = stats.norm(0.3, 0.8), stats.norm(-1.0, 1.7)
    integral = integrate.quad(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), -12, 12)[0]
    assert divergence(0.3, 0.8, -1.0, 1.7) == pytest.approx(integral, abs=1e-10)
