"""W2, optimal plans and dual potentials: exact rational values, linear programs, mpmath's matrix roots, published
cases."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.divergences import (
    Beta,
    Cauchy,
    Exponential,
    Gamma,
    Gumbel,
    HalfNormal,
    Laplace,
    MultivariateNormal,
    Normal,
    Pareto,
    PointMass,
    Uniform,
    dual_potential,
    optimal_plan,
    wasserstein1,
    wasserstein2,
)

RNG = np.random.default_rng(53)


@pytest.mark.parametrize("sizes", [(1, 1), (10, 10), (30, 24), (24, 30), (100, 137)], ids=str)
@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e-170, 1e170, 1e-310])
def test_samples(lines, scale, sizes):
    """Four units for samples of any sizes, offsets and scales, weighted or not, against rational arithmetic."""
    u, v = (RNG.standard_normal(n) * scale + (1e9 if scale == 1e-3 else 0) for n in sizes)
    p, q = (RNG.random(n) for n in sizes)
    assert lines.units(wasserstein2(u, v), lines.root(lines.square2(u, v))) <= 4
    assert lines.units(wasserstein2(u, v, p, q), lines.root(lines.square2(u, v, p, q))) <= 4


def test_sample_conventions():
    """Batches, axes, ties, infinities, NaN and bad input are as in `wasserstein1`."""
    U, V = RNG.standard_normal((3, 1, 5)), RNG.standard_normal((2, 4))
    value = wasserstein2(U, V)
    assert value.shape == (3, 2) and value[2, 1] == wasserstein2(U[2, 0], V[1])
    assert np.array_equal(wasserstein2(V.T, V.T + 1, axis=0), [1.0, 1.0])
    assert wasserstein2(V, V, [1, 2, 3, 4], keepdims=True).shape == (2, 1)
    assert wasserstein2([1, 2], [2, 1]) == 0 == wasserstein2([1, 1], [1], [1, 2])
    for weights in (None, [1, 1]):
        assert wasserstein2([0, np.inf], [1, np.inf], weights) == pytest.approx(math.sqrt(0.5))
        assert wasserstein2([0, np.inf], [1, 2], weights) == np.inf
        assert np.isnan(wasserstein2([0, np.nan], [1, 2], weights))
    with pytest.raises(ValueError, match=r"u_weights: entry 0 is -1\.0"):
        wasserstein2([1, 2], [1, 2], [-1, 2])
    assert wasserstein2([-1.7e308, 1.7e308], [1.7e308, 1.7e308]) == np.inf
    assert wasserstein2([-1e308], [0.0]) == 1e308


NUMBER = st.integers(-5, 5).map(float) | st.floats(-100, 100)


@st.composite
def samples(draw):
    x = draw(st.lists(NUMBER, min_size=1, max_size=6))
    return x, draw(st.none() | st.lists(st.integers(0, 4).map(float), min_size=len(x), max_size=len(x)).filter(any))


@settings(max_examples=60, deadline=None)
@given(samples(), samples())
def test_plans(lines, one, two):
    """A plan has the given margins, costs W1 (and W2 squared), and no linear program finds a cheaper one."""
    (u, p), (v, q) = one, two
    plan = optimal_plan(u, v, p, q)
    exact = {(i, j): mass for i, j, mass in lines.coupling(u, v, p, q)}
    assert {(i, j): m for i, j, m in zip(*plan, strict=True)} == {k: float(m) for k, m in exact.items()}
    assert len(plan.mass) < len(u) + len(v) and (plan.mass > 0).all()
    gaps = np.abs(np.array(u)[plan.i] - np.array(v)[plan.j])
    for power in (1, 2, 3):
        least = lines.by_programming(u, v, p, q, power)
        assert np.sum(plan.mass * gaps**power) == pytest.approx(least, rel=1e-7, abs=1e-7)
    assert lines.units(wasserstein2(u, v, p, q), lines.root(lines.square2(u, v, p, q))) <= 4


@settings(max_examples=100, deadline=None)
@given(samples(), samples())
def test_no_gap(one, two):
    """The dual potential has slope at most 1, and its means differ by W1: the gap is 0 to rounding."""
    (u, p), (v, q) = one, two
    f = dual_potential(u, v, p, q)
    points, values = np.array([*u, *v]), np.concatenate(f)
    rise = np.abs(np.subtract.outer(values, values))
    assert (rise <= np.abs(np.subtract.outer(points, points)) + 1e-12).all()
    dual = np.average(f.u, weights=p) - np.average(f.v, weights=q)
    assert dual == pytest.approx(wasserstein1(u, v, p, q), abs=1e-12)


def test_plans_are_refused_by_name():
    """NaN, infinities, several axes and missing weights are errors that name the argument."""
    for arguments, message in [
        (([np.nan], [1]), "u: entry 0 is inf"),
        (([1], [np.inf]), "v: entry 0 is inf"),
        (([[1]], [1]), "u: expected one sample"),
        (([], [1]), "u: expected at least one entry"),
        (([1, 2], [1], [1]), "u_weights: expected one weight"),
        (([1, 2], [1], [0, 0]), "u_weights: row"),
    ]:
        for f in (optimal_plan, dual_potential):
            with pytest.raises(ValueError, match=message):
                f(*arguments)


def test_laws_of_a_number():
    """Means and deviations apart, from differences of parameters; near laws keep their digits."""
    up = 1 + 2.0**-40
    step = 2.0**-40
    for p, q, expected in [
        (Normal(0, 1), Normal(3, 5), 5.0),
        (Normal(1e9, 1), Normal(1e9, up), step),
        (Normal(0, 1e-200), Normal(3e-200, 5e-200), 5e-200),
        (Laplace(0, 1), Laplace(0, 3), 2 * math.sqrt(2)),
        (Gumbel(0, 1), Gumbel(0, up), step * math.sqrt(math.pi**2 / 6 + float(mpmath.euler) ** 2)),
        (Uniform(0, 1), Uniform(2, 5), math.sqrt(3**2 + 1 / 3)),
        (Uniform(0, 1), Uniform(-step, up), step / math.sqrt(3)),
        (Exponential(1), Exponential(0.25), 3 * math.sqrt(2)),
        (HalfNormal(1), HalfNormal(3), 2.0),
        (Normal(1, 2), PointMass(2), math.sqrt(5)),
        (PointMass(0), Exponential(0.5), 2 * math.sqrt(2)),
        (Gamma(4, 2), PointMass(5), math.sqrt(10)),
        (PointMass(1), PointMass(4), 3.0),
        (Cauchy(0, 1), Cauchy(2, 1), 2.0),
        (Cauchy(0, 1), Cauchy(2, 2), math.inf),
        (Pareto(1, 1.5), PointMass(1), math.inf),
    ]:
        assert wasserstein2(p, q) == pytest.approx(expected, rel=1e-15)
    # quantiles t^(1/2) and t: the integral of (sqrt t - t)^2
    assert wasserstein2(Beta(2, 1), Uniform(0, 1)) == pytest.approx(math.sqrt(1 / 30), rel=1e-12)
    # mean square difference of -log(1 - t) and t: 2 - 2 * 3/4 + 1/3
    assert wasserstein2(Exponential(1), Uniform(0, 1)) == pytest.approx(math.sqrt(5 / 6), rel=1e-12)


def bures(a, b):
    """The distance by matrix roots in 80 digits."""
    with mpmath.workdps(80):
        a, b = (mpmath.matrix(x.tolist()) for x in (a, b))

        def root(x):
            values, basis = mpmath.eigsy(x)
            return basis * mpmath.diag([mpmath.sqrt(max(value, 0)) for value in values]) * basis.T

        half = root(a)
        middle = root((half * b * half + (half * b * half).T) / 2)
        trace = sum(a[i, i] + b[i, i] - 2 * middle[i, i] for i in range(a.rows))
        return float(mpmath.sqrt(trace))


@pytest.mark.parametrize("d", [1, 2, 4, 7])
@pytest.mark.parametrize("size", [1.0, 1e-2, 1e-4, 1e-8, 1e-12])
def test_vectors(d, size):
    """Covariances near and far: 1e-11, where the definition in doubles has lost everything from 1e-8 on."""
    roots = RNG.standard_normal((d, d + 2))
    a = roots @ roots.T
    change = RNG.standard_normal((d, d))
    b = a + size * (change @ change.T if size == 1.0 else (change + change.T) / 2 * 0.1)
    a, b = (a + a.T) / 2, (b + b.T) / 2
    m = np.zeros(d)
    found = wasserstein2(MultivariateNormal(m, a), MultivariateNormal(m, b))
    assert found == pytest.approx(bures(a, b), rel=1e-11)
    shifted = wasserstein2(MultivariateNormal(m, a), MultivariateNormal(m + 3, b))
    assert shifted == pytest.approx(math.hypot(3 * math.sqrt(d), bures(a, b)), rel=1e-12)


def test_ways_of_covariance():
    """Diagonal laws are independent normal laws; factors, precisions and full matrices agree; batches broadcast."""
    variance, other = RNG.random((2, 5)) + 0.5, RNG.random((2, 5)) + 0.5
    m = np.zeros(5)
    found = wasserstein2(MultivariateNormal(m, variance=variance), MultivariateNormal(m, variance=other))
    assert found == pytest.approx(np.linalg.norm(np.sqrt(variance) - np.sqrt(other), axis=-1), rel=1e-14)
    matrices = np.stack([np.diag(x) for x in variance])
    full = wasserstein2(MultivariateNormal(m, matrices), MultivariateNormal(m, variance=other))
    assert full == pytest.approx(found, rel=1e-12)
    factor = np.linalg.cholesky(np.cov(RNG.standard_normal((3, 50))))
    near = factor * (1 + 1e-10)
    value = wasserstein2(MultivariateNormal(m[:3], cholesky=factor), MultivariateNormal(m[:3], cholesky=near))
    # one matrix is a multiple of the other: the root of the trace times the difference of the factors
    assert value == pytest.approx(1e-10 * np.linalg.norm(factor), rel=1e-6)
    inverse = np.linalg.inv(factor @ factor.T)
    inverse = (inverse + inverse.T) / 2
    one, two = MultivariateNormal(m[:3], precision=inverse), MultivariateNormal(m[:3], 4 * factor @ factor.T)
    assert wasserstein2(one, two) == pytest.approx(np.linalg.norm(factor), rel=1e-10)
    assert wasserstein2(two, two) == 0
    with pytest.raises(ValueError, match="vectors of length 3"):
        wasserstein2(one, MultivariateNormal(m, np.eye(5)))


def test_published_cases_of_pot():
    """POT's tests: the distance of Bures between a law and its image by a linear map; squares in one dimension."""
    a = np.array([[1.2, 0.3], [0.3, 0.8]])
    # commuting matrices: roots apart
    assert wasserstein2(MultivariateNormal([0, 0], np.eye(2)), MultivariateNormal([1, 1], 4 * np.eye(2))) == 2.0
    assert wasserstein2(MultivariateNormal([0, 0], a), MultivariateNormal([0, 0], 9 * a)) == pytest.approx(
        2 * math.sqrt(2.0), rel=1e-14
    )
    assert wasserstein2([0, 1, 3], [5, 6, 8]) ** 2 == 25.0
