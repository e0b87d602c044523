"""W1 of laws: closed forms and integrals over quantiles, against mpmath's integrals of |F - G| between crossings."""

from __future__ import annotations

import math
from itertools import pairwise

import mpmath
import numpy as np
import pytest

from hw3verify.divergences import (
    Bernoulli,
    Beta,
    Binomial,
    Categorical,
    Cauchy,
    Dirichlet,
    Exponential,
    Gamma,
    Geometric,
    Gumbel,
    HalfNormal,
    Laplace,
    LogNormal,
    Normal,
    Pareto,
    PointMass,
    Poisson,
    Uniform,
    wasserstein1,
)

mpf = mpmath.mpf

CDF = {
    Normal: lambda x, m, s: mpmath.ncdf((x - m) / s),
    Laplace: lambda x, m, s: mpmath.exp((x - m) / s) / 2 if x < m else 1 - mpmath.exp((m - x) / s) / 2,
    Gumbel: lambda x, m, s: mpmath.exp(-mpmath.exp((m - x) / s)),
    Uniform: lambda x, a, b: min(max((x - a) / (b - a), mpf(0)), mpf(1)),
    Exponential: lambda x, r: 1 - mpmath.exp(-r * x) if x > 0 else mpf(0),
    HalfNormal: lambda x, s: mpmath.erf(x / s / mpmath.sqrt(2)) if x > 0 else mpf(0),
    LogNormal: lambda x, m, s: mpmath.ncdf((mpmath.log(x) - m) / s) if x > 0 else mpf(0),
    Gamma: lambda x, k, r: mpmath.gammainc(k, 0, r * x, regularized=True) if x > 0 else mpf(0),
    Beta: lambda x, a, b: mpmath.betainc(a, b, 0, min(max(x, mpf(0)), mpf(1)), regularized=True),
    Pareto: lambda x, m, a: 1 - (m / x) ** a if x > m else mpf(0),
    PointMass: lambda x, c: mpf(x >= c),
    Bernoulli: lambda x, a: mpf(0) if x < 0 else 1 - a if x < 1 else mpf(1),
    Geometric: lambda x, a: 1 - (1 - a) ** (mpmath.floor(x) + 1) if x >= 0 else mpf(0),
}


def area(p, one, q, two, edges):
    """The integral of |F - G|, split at the given points and where F - G changes its sign."""

    def gap(x):
        return CDF[p](x, *map(mpf, one)) - CDF[q](x, *map(mpf, two))

    points = []
    for a, b in pairwise(edges):
        inside = [(k - mpf(0.3711)) / 16 for k in range(1, 17)]  # crossings are not where these are
        grid = [mpf(a) + (mpf(b) - mpf(a)) * k for k in (0, *inside, 1)]
        points.append(grid[0])
        for x, y in pairwise(grid):
            if gap(x + (y - x) / 1000) * gap(y - (y - x) / 1000) < 0:
                low, high = x + (y - x) / 1000, y - (y - x) / 1000
                rising = gap(low) < 0
                for _ in range(70):
                    middle = (low + high) / 2
                    low, high = (middle, high) if (gap(middle) < 0) == rising else (low, middle)
                points.append(low)
    ends = [*points[1:], mpf(edges[-1])]
    return sum(abs(mpmath.quad(gap, [a, (a + b) / 2, b])) for a, b in zip(points, ends, strict=True))


CLOSED = [
    (Normal, (0, 1), Normal, (1, 2), [-20, -2, 0, 1, 4, 40]),
    (Normal, (0, 1), Normal, (3, 1.5), [-20, -6, 0, 3, 40]),
    (Laplace, (0, 1), Laplace, (1, 3), [-150, -5, 0, 1, 5, 150]),
    (Gumbel, (0, 1), Gumbel, (1, 2), [-20, -1, 0, 1, 5, 100]),
    (Gumbel, (0, 2), Gumbel, (1, 1.5), [-20, -1, 0, 1, 5, 100]),
    (Gumbel, (0, 1), Gumbel, (-3, 2), [-20, -3, 0, 3, 8, 100]),
    (Uniform, (0, 1), Uniform, (0.25, 0.5), [0, 0.25, 0.5, 1]),
    (Uniform, (0, 1), Uniform, (-1, 3), [-1, 0, 1, 3]),
    (Uniform, (0, 2), Uniform, (1, 5), [0, 1, 2, 5]),
    (Exponential, (1,), Exponential, (0.25,), [0, 4, 200]),
    (HalfNormal, (1,), HalfNormal, (2.5,), [0, 3, 60]),
    (Gamma, (2, 1), Gamma, (3, 0.5), [0, 3, 10, 150]),
    (Beta, (2, 3), Beta, (4, 2), [0, 0.5, 1]),
    (LogNormal, (0, 0.5), LogNormal, (1, 0.5), [0, 1, 3, 10, 100, 3000]),
    (Normal, (0, 1), PointMass, (2,), [-20, 0, 2, 20]),
    (Laplace, (0, 1), PointMass, (-0.5,), [-60, -0.5, 0, 60]),
    (Gumbel, (0, 1), PointMass, (0.25,), [-10, 0.25, 3, 60]),
    (Uniform, (0, 1), PointMass, (0.25,), [0, 0.25, 1]),
    (Exponential, (2,), PointMass, (0.5,), [0, 0.5, 40]),
    (Bernoulli, (0.3,), PointMass, (0.25,), [0, 0.25, 1]),
]

QUADRATURE = [
    (Normal, (0, 1), Laplace, (0, 1), [-60, -3, 0, 3, 60]),
    (Normal, (1, 2), Uniform, (0, 3), [-30, 0, 3, 40]),
    (Gamma, (2, 1), Gamma, (3, 2), [0, 1, 3, 10, 80]),
    (Gamma, (2, 1), Exponential, (0.7,), [0, 1, 3, 10, 100]),
    (Beta, (2, 3), Beta, (3, 5), [0, 0.2, 0.5, 1]),
    (LogNormal, (0, 0.5), LogNormal, (0.25, 0.25), [0, 0.5, 1, 3, 10, 100, 1000]),
    (HalfNormal, (2,), PointMass, (0.3,), [0, 0.3, 3, 50]),
    (Gamma, (2, 1), PointMass, (0.3,), [0, 0.3, 3, 80]),
    (Normal, (0, 1), Bernoulli, (0.3,), [-20, -2, 0, 1, 20]),
    (Geometric, (0.5,), Exponential, (0.4,), [*range(48), 120]),
]


@pytest.mark.parametrize(("p", "one", "q", "two", "edges"), CLOSED, ids=lambda x: getattr(x, "__name__", None))
def test_closed_forms(p, one, q, two, edges):
    """Closed forms equal the area between the distribution functions, both ways round, to 1e-14."""
    expected = float(area(p, one, q, two, edges))
    assert wasserstein1(p(*one), q(*two)) == pytest.approx(expected, rel=1e-14)
    assert wasserstein1(q(*two), p(*one)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("p", "one", "q", "two", "edges"), QUADRATURE, ids=lambda x: getattr(x, "__name__", None))
def test_quadrature(p, one, q, two, edges):
    """Integrals over quantiles equal the area between the distribution functions to 1e-12."""
    expected = float(area(p, one, q, two, edges))
    assert wasserstein1(p(*one), q(*two)) == pytest.approx(expected, rel=1e-12)


def test_near_parameters():
    """Differences of parameters are kept to the last digit: no difference of values is taken."""
    up = 1 + 2.0**-40
    step = 2.0**-40
    root = math.sqrt(2 / math.pi)
    for p, q, expected in [
        (Normal(0, 1), Normal(0, up), root * step),
        (Normal(0, 1), Normal(1e-9, 1), 1e-9),
        (Normal(1e9, 1), Normal(1e9 + 1, 1), 1.0),
        (Normal(0, 1e-6), Normal(1, 2e-6), 1.0),
        (Uniform(1e9, 1e9 + 1), Uniform(1e9 + 0.5, 1e9 + 1.5), 0.5),
        (Uniform(0, 1), Uniform(0, up), step / 2),
        (Uniform(0, 1), Uniform(-step, up), step / 2),
        (Exponential(1), Exponential(up), step / up),
        (Laplace(0, 1), Laplace(0, up), step),
        (HalfNormal(1), HalfNormal(up), root * step),
        (Gamma(2, 1), Gamma(2 * up, 1), 2 * step),
        (Poisson(1e10), Poisson(1e10 + 1), 1.0),
        (Binomial(10, 0.5), Binomial(10, 0.5 * up), 5 * step),
        (Geometric(0.5), Geometric(0.5 * up), 2 * step / up),
        (Bernoulli(0.5), Bernoulli(0.5 * up), step / 2),
        (Beta(1, 1), Beta(1, up), step / 2 / (1 + up)),
        (Pareto(1, 2), Pareto(up, 2), 2 * step),
        (LogNormal(0, 1), LogNormal(step, 1), math.exp(0.5) * math.expm1(step)),
        (Categorical([1, 1, 2]), Categorical([2, 1, 1]), 0.5),
    ]:
        assert wasserstein1(p, q) == pytest.approx(expected, rel=4e-16)
    # quantiles e^z and e^(z (1 + step)): E|Z| e^Z step, to first order
    expected = step * float(mpmath.quad(lambda z: abs(z) * mpmath.exp(z) * mpmath.npdf(z), [-20, 0, 5, 25]))
    assert wasserstein1(LogNormal(0, 1), LogNormal(0, up)) == pytest.approx(expected, rel=1e-11)


def test_crossing_tails():
    """Pareto's quantiles u^(-1/2) and 2 u^(-1/5) cross at u = 2^(-10/3): the parts are powers of that."""
    u = 2 ** (-10 / 3)
    upper = (2 * u**0.5) - 2.5 * u**0.8
    lower = 2.5 * (1 - u**0.8) - 2 * (1 - u**0.5)
    assert wasserstein1(Pareto(1, 2), Pareto(2, 5)) == pytest.approx(upper + lower, rel=1e-12)


def test_infinite_and_equal():
    """Laws whose means are infinite are infinitely far from others, equal laws at distance 0."""
    assert wasserstein1(Cauchy(0, 1), Cauchy(3, 1)) == 3
    for p, q in [
        (Cauchy(0, 1), Cauchy(0, 2)),
        (Cauchy(0, 1), Normal(0, 1)),
        (PointMass(1), Cauchy(0, 1)),
        (Pareto(1, 1), Pareto(1, 2)),
        (Pareto(1, 0.5), Exponential(1)),
    ]:
        assert wasserstein1(p, q) == math.inf
    for law in (Pareto(1, 0.5), Cauchy(0, 1), Gamma(2, 3), Beta(1, 2), Normal(1, 2), Gumbel(0, 1), PointMass(4)):
        assert wasserstein1(law, law) == 0
    assert wasserstein1(PointMass(1), PointMass(4)) == 3


def test_batches_and_kinds():
    """Parameters broadcast; the result has their kind; vectors have no formula here; laws do not meet samples."""
    value = wasserstein1(Normal(np.zeros((2, 1)), 1.0), Normal(np.arange(3.0), 1.0))
    assert value.tolist() == [[0.0, 1.0, 2.0]] * 2
    assert wasserstein1(Gamma(np.array([1.0, 2.0]), 1.0), Gamma(3.0, np.array([1.0, 2.0]))).shape == (2,)
    assert wasserstein1(Normal(np.float32(0), np.float32(1)), Normal(np.float32(1), np.float32(1))).dtype == np.float32
    with pytest.raises(NotImplementedError, match="Dirichlet"):
        wasserstein1(Dirichlet([1.0, 2.0]), Dirichlet([1.0, 2.0]))
    with pytest.raises(TypeError, match="v: expected a law"):
        wasserstein1(Normal(0, 1), [1.0, 2.0])
    with pytest.raises(ValueError, match="expected none of them beside laws"):
        wasserstein1(Normal(0, 1), Normal(0, 1), u_weights=[1.0])
