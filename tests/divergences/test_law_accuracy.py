"""KL of two laws of a family: within a few units of the exact value in every regime, zero for equal laws alone."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from runpy import run_path

import flint
import numpy as np
import pytest

from hw3verify import divergences as d
from hw3verify.divergences.closed import quick
from hw3verify.divergences.loops import normals
from hw3verify.divergences.special import beta, gamma, ratios

LAW = run_path(str(Path(__file__).with_name("law_references.py")))
SPECIAL = {"Gamma", "Beta", "VonMises", "Gumbel"}


@pytest.fixture(autouse=True)
def precise(exact):
    """Enough bits for the textbook formulas."""
    before, flint.ctx.prec = flint.ctx.prec, LAW["BITS"]
    yield
    flint.ctx.prec = before


@pytest.mark.parametrize("regime", LAW["REGIMES"])
@pytest.mark.parametrize("name", LAW["EXACT"])
def test_within_a_family(name, regime, exact):
    """The divergence of laws of one family is within 4 units (8 where special functions occur) of the formula in balls.

    Gumbel's contains Gamma(1 + t) for a ratio t of scales, whose error is that of a unit of t.
    """
    rng = np.random.default_rng(11)
    for _ in range(6):
        p, q = LAW["draw"](name, rng, regime)
        value = d.kl(getattr(d, name)(*p), getattr(d, name)(*q))
        truth = LAW["EXACT"][name](*map(LAW["ball"], p + q))
        if p == q:
            assert value == 0
            continue
        limit = 8 if name in SPECIAL else 4
        if name == "Gumbel":
            limit += p[1] / q[1]
        assert exact.units(value, truth) <= limit, (p, q, float(value))


@pytest.mark.parametrize("kind", range(4))
def test_dirichlet(kind, exact):
    """Dirichlet's laws, near and far, tiny and large: within 8 units."""
    rng = np.random.default_rng(kind)
    for low, high in ((-1, 1), (-10, 8), (-3, 0), (0, 8), (-12, -1)):
        p = 10.0 ** rng.uniform(low, high, rng.integers(2, 7))
        q = [
            p * (1 + 1e-9 * rng.normal(size=len(p))),
            p * 10.0 ** rng.uniform(-1, 1, len(p)),
            np.where(np.arange(len(p)) == 0, 1.3 * p, p),
            np.roll(p, 1),
        ][kind]
        truth = LAW["dirichlet"]([LAW["ball"](x) for x in p], [LAW["ball"](x) for x in q])
        assert exact.units(d.kl(d.Dirichlet(p), d.Dirichlet(q)), truth) <= 8


HARD = {
    "subnormal rates": (d.Exponential(5e-324), d.Exponential(1e-323), 0.5 - math.log(2) + 0.5),
    "a scale 1e-200 times the other": (d.Normal(0.0, 1e-200), d.Normal(0.0, 1.0), 460.0170185988092),
    "means 3e308 apart": (d.Normal(1.5e308, 1e308), d.Normal(-1.5e308, 1e308), 4.5),
    "Poisson 0": (d.Poisson(0.0), d.Poisson(1.0), 1.0),
    "Poisson, nothing at all": (d.Poisson(0.0), d.Poisson(0.0), 0.0),
    "Poisson, not covered": (d.Poisson(1.0), d.Poisson(0.0), math.inf),
    "Geometric 1e-20": (d.Geometric(1e-20), d.Geometric(2e-20), 1 - math.log(2)),
    "certain": (d.Geometric(1.0), d.Geometric(0.5), math.log(2)),
    "Cauchy 1e-200": (d.Cauchy(0.0, 1e-200), d.Cauchy(0.0, 2e-200), math.log(9 / 8)),
    "Cauchy, far apart": (d.Cauchy(-1e300, 1e-300), d.Cauchy(1e300, 1e-300), 1200 * math.log(10)),
    "Laplace, scales 1e-200 apart": (d.Laplace(0.0, 1e-200), d.Laplace(0.0, 1.0), 459.51701859880916),
    "Bernoulli certain": (d.Bernoulli(1.0), d.Bernoulli(0.5), math.log(2)),
    "Bernoulli excluded": (d.Bernoulli(0.5), d.Bernoulli(1.0), math.inf),
    "huge uniforms": (d.Uniform(-8e307, 8e307), d.Uniform(-1.6e308, 1.6e308), math.log(2)),
    "uniform outside": (d.Uniform(0.0, 1.0), d.Uniform(2.0, 3.0), math.inf),
    "Pareto from below": (d.Pareto(1.0, 2.0), d.Pareto(1.5, 2.0), math.inf),
    "more trials": (d.Binomial(5, 0.5), d.Binomial(4, 0.5), math.inf),
    "trials that fail": (d.Binomial(5, 0.0), d.Binomial(4, 0.5), 4 * math.log(2)),
    "no trials": (d.Binomial(0, 0.3), d.Binomial(0, 0.7), 0.0),
    "one of two trials": (d.Binomial(1, 0.5), d.Binomial(2, 0.5), 0.5 * math.log(2) + 0.0),
    "turns": (d.VonMises(0.0, 2.0), d.VonMises(4 * math.pi, 2.0), 0.0),
    "points": (d.PointMass(1.0), d.PointMass(1.0), 0.0),
    "different points": (d.PointMass(1.0), d.PointMass(2.0), math.inf),
}


@pytest.mark.parametrize("name", HARD)
def test_hard_cases(name):
    """Ends of the range of floats and of parameters, by hand (log 2, 9/8, ... as the formulas say)."""
    p, q, expected = HARD[name]
    assert float(d.kl(p, q)) == pytest.approx(expected, rel=4e-16, abs=1e-30)


@pytest.mark.parametrize("name", LAW["EXACT"])
def test_batches(name):
    """Arrays of parameters give what the laws give one by one; float32 is rounded once."""
    rng = np.random.default_rng(3)
    drawn = [LAW["draw"](name, rng, regime) for regime in LAW["REGIMES"] for _ in range(3)]
    p, q = (list(map(np.array, zip(*side, strict=True))) for side in zip(*drawn, strict=True))
    family = getattr(d, name)
    values = d.kl(family(*p), family(*q))
    singles = [float(d.kl(family(*one), family(*two))) for one, two in drawn]
    assert values.tolist() == pytest.approx(singles, rel=1e-14)
    p, q = LAW["draw"](name, rng, "generic")
    small = [np.float32(x) for x in p + q]
    half = len(p)
    narrow = d.kl(family(*small[:half]), family(*small[half:]))
    wide = d.kl(family(*map(float, small[:half])), family(*map(float, small[half:])))
    assert narrow.dtype == np.float32
    assert narrow == np.float32(wide)


@pytest.mark.parametrize("way", ["numpy", "loop"])
def test_many_normal_laws(way, exact, monkeypatch):
    """Large arrays go through pieces or a compiled loop (here run as Python): within 4 units, extreme numbers too."""
    monkeypatch.setattr(quick, "kernel", lambda name, size: normals.normal_laws if way == "loop" else None)
    rng = np.random.default_rng(8)
    size = 2100
    mean, scale = rng.normal(size=size), rng.uniform(0.3, 3, size)
    near = 1 + 10.0 ** rng.uniform(-15, -1, size)
    far = 10.0 ** rng.uniform(-180, 180, size)
    for other, width in ((rng.normal(size=size), scale * rng.uniform(0.4, 1.7, size)), (mean * near, scale * near),
                         (1e100 * mean, scale * far), (mean, scale)):  # fmt: skip
        with np.errstate(all="ignore"):
            values = d.kl_normal(mean, scale, other, width)
        for i in range(0, size, 70):
            numbers = mean[i], scale[i], other[i], width[i]
            truth = LAW["normal"](*map(LAW["ball"], numbers))
            assert (values[i] == 0) if other is mean and width is scale else exact.units(values[i], truth) <= 4, numbers


def test_special_functions(exact):
    """log Gamma, psi, psi', their Bregman differences and e^x - 1 - x: within 5 units of balls, for near, tiny and huge
    arguments, and near the zeros of log Gamma and psi."""
    rng = np.random.default_rng(5)
    a = np.concatenate([10.0 ** rng.uniform(-12, 12, 30), 10.0 ** rng.uniform(-1, 2, 30)])
    b = np.concatenate([a[:20] * (1 + 1e-9), a[20:40] * 3, a[40:] * (1 - 1e-3)])
    n = b - a
    found = {
        "gap": gamma.lgamma_gap(np, b, a, n), "stirling": gamma.stirling_gap(np, b, a, n),
        "difference": gamma.digamma_difference(np, b, a, n), "psi gap": gamma.digamma_gap(np, b, a, n),
        "lgamma": gamma.lgamma(np, a), "psi": gamma.digamma(np, a), "psi'": gamma.trigamma(np, a),
    }  # fmt: skip
    for i, (one, two) in enumerate(zip(a, b, strict=True)):
        x, y = LAW["ball"](one), LAW["ball"](two)
        gap = y.lgamma() - x.lgamma() - (y - x) * x.digamma()
        slope = LAW["polygamma"](1, x)
        truths = {
            "gap": gap, "stirling": gap - (y * (y / x).log() - y + x), "difference": y.digamma() - x.digamma(),
            "psi gap": x.digamma() + (y - x) * slope - y.digamma(), "lgamma": x.lgamma(), "psi": x.digamma(),
            "psi'": slope,
        }  # fmt: skip
        for name, truth in truths.items():
            assert exact.units(found[name][i], truth) <= 5, (name, one, two)
    for x in (1 - 2.0**-40, 1 + 2.0**-30, 2 + 2.0**-40, 2 - 2.0**-33, 1.4616321449683622, 1.46163):
        z = LAW["ball"](x)
        assert exact.units(gamma.lgamma(np, np.float64(x)), z.lgamma()) <= 4
        assert exact.units(gamma.digamma(np, np.float64(x)), z.digamma()) <= 4
    for x in (1e-300, -1e-9, 0.69, 0.71, -0.7, -40.0, 300.0):
        z = LAW["ball"](x)
        assert exact.units(ratios.expm1_excess(np, np.float64(x)), z.exp() - 1 - z) <= 4


def test_extreme_parameters_of_beta_laws(exact):
    """Beta laws whose second parameter is next to nothing: what the other changes keeps its digits; huge, tiny ones."""
    huge, tiny = (1e200, 1e200, 1.5e200, 1e200), (1e-300, 1e-300, 2e-300, 1e-300)
    for a, b, c, e in (huge, tiny, (1.0, 1e-10, 2.0, 1e-10), (1e8, 1e-5, 1.1e8, 1e-5), (3.0, 0.1, 3.0 + 1e-9, 0.1)):
        value = beta.beta_kl(np, *map(np.float64, (a, b, c, e)), (np.float64(c) - a, 0.0), (np.float64(e) - b, 0.0))
        truth = LAW["beta"](*map(LAW["ball"], (a, b, c, e)))
        # the difference of the first parameters, c - a, is exact here
        assert Fraction(c) - Fraction(a) == Fraction(c - a)
        assert exact.units(value, truth) <= 8
