"""Exact divergences of laws, by the textbook formulas in balls of many bits, and parameters of every regime.

Read by tests and by the benchmark of accuracy; nothing here is taken from the package."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import flint
import numpy as np

BITS = 2600
"""The usual formulas lose as many bits as parameters of 10^300 that differ in the last place can take."""

A = flint.arb


def ball(x) -> flint.arb:
    """A float as a ball."""
    ratio = Fraction(float(x))
    return A(flint.fmpq(ratio.numerator, ratio.denominator))


def polygamma(n: int, x: flint.arb) -> flint.arb:
    """The n-th derivative of psi."""
    return x.digamma() if n == 0 else flint.acb(x).polygamma(n).real


def _lbeta(a, b):
    return a.lgamma() + b.lgamma() - (a + b).lgamma()


def _scale(r):
    return (r * r - 1) / 2 - r.log()


def normal(m, s, n, t):
    """KL of normal laws."""
    return _scale(s / t) + ((m - n) / t) ** 2 / 2


def xlogx(x, y):
    """x log(x/y), 0 at x = 0."""
    return A(0) if x == 0 else x * (x / y).log()


def bernoulli(p, q):
    """KL of Bernoulli's laws, inf where q excludes what p does not."""
    if (q == 0 and p != 0) or (q == 1 and p != 1):
        return math.inf
    return xlogx(p, q) + xlogx(1 - p, 1 - q)


def gamma(a, r, b, t):
    """KL of gamma laws."""
    return (a - b) * a.digamma() - a.lgamma() + b.lgamma() + b * (r / t).log() + a * (t / r - 1)


def beta(a, b, c, d):
    """KL of beta laws."""
    slopes = (a - c) * a.digamma() + (b - d) * b.digamma() - (a + b - c - d) * (a + b).digamma()
    return _lbeta(c, d) - _lbeta(a, b) + slopes


def dirichlet(p, q):
    """KL of Dirichlet's laws, for two lists."""
    s, t = sum(p, A(0)), sum(q, A(0))
    slope = s.digamma()
    terms = (y.lgamma() - x.lgamma() + (x - y) * (x.digamma() - slope) for x, y in zip(p, q, strict=True))
    return s.lgamma() - t.lgamma() + sum(terms, A(0))


def laplace(m, s, n, t):
    """KL of Laplace's laws."""
    d = abs(m - n)
    return (t / s).log() + d / t + s / t * (-d / s).exp() - 1


def gumbel(m, s, n, t):
    """KL of Gumbel's laws."""
    g = A.const_euler()
    return (t / s).log() + g * (s / t - 1) + ((n - m) / t).exp() * (s / t + 1).gamma() - 1 + (m - n) / t


def cauchy(m, s, n, t):
    """KL of Cauchy's laws."""
    return (((s + t) ** 2 + (m - n) ** 2) / (4 * s * t)).log()


def uniform(a, b, c, d):
    """KL of uniform laws."""
    return ((d - c) / (b - a)).log() if a >= c and b <= d else math.inf


def pareto(m, a, n, b):
    """KL of Pareto's laws."""
    return (a / b).log() + b * (m / n).log() + b / a - 1 if m >= n else math.inf


def von_mises(m, k, n, c):
    """KL of von Mises' laws."""
    i0, i1 = k.bessel_i(0), k.bessel_i(1)
    return (c.bessel_i(0) / i0).log() + i1 / i0 * (k - c * (m - n).cos())


EXACT: dict[str, Callable] = {
    "Normal": normal,
    "LogNormal": normal,
    "HalfNormal": lambda s, t: _scale(s / t),
    "Exponential": lambda r, t: t / r - 1 - (t / r).log(),
    "Gamma": gamma,
    "Beta": beta,
    "Pareto": pareto,
    "Poisson": lambda r, t: xlogx(r, t) - r + t,
    "Bernoulli": bernoulli,
    "Geometric": lambda p, q: bernoulli(p, q) / p,
    "Laplace": laplace,
    "Gumbel": gumbel,
    "Cauchy": cauchy,
    "Uniform": uniform,
    "VonMises": von_mises,
}

LINE, HALF, UNIT, INTERVAL = "line", "half", "unit", "interval"
SPACES = {
    "Normal": (LINE, HALF), "LogNormal": (LINE, HALF), "HalfNormal": (HALF,), "Exponential": (HALF,),
    "Gamma": (HALF, HALF), "Beta": (HALF, HALF), "Pareto": (HALF, HALF), "Poisson": (HALF,), "Bernoulli": (UNIT,),
    "Geometric": (UNIT,), "Laplace": (LINE, HALF), "Gumbel": (LINE, HALF), "Cauchy": (LINE, HALF),
    "Uniform": (INTERVAL,), "VonMises": (LINE, HALF),
}  # fmt: skip

REGIMES = ("generic", "near 1e-9 .. 1e-1", "near 1e-15 .. 1e-9", "one unit apart", "tiny", "huge", "ratios", "offset")


def _size(rng, regime: str, wide: float) -> float:
    if regime in ("tiny", "huge"):
        return float(10.0 ** (rng.uniform(0.5, 1) * (-wide if regime == "tiny" else wide)))
    return float(10.0 ** rng.uniform(-1.5, 1.5))


def _moved(rng, x: float, regime: str, wide: float) -> float:
    if regime.startswith("near"):
        low, high = (-9, -1) if "1e-1" in regime and regime.endswith("-1") else (-15, -9)
        return x * (1 + float(10.0 ** rng.uniform(low, high)) * rng.choice([-1, 1]))
    if regime == "one unit apart":
        return float(np.nextafter(x, rng.choice([0.0, math.inf])))
    if regime == "ratios":
        return x * float(10.0 ** (rng.uniform(-1, 1) * wide / 2))
    return x * float(10.0 ** rng.uniform(-0.7, 0.7))


def draw(name: str, rng: np.random.Generator, regime: str) -> tuple[list[float], list[float]]:
    """The parameters of two laws of a family, in a regime."""
    wide = {"Gamma": 12.0, "Beta": 8.0, "VonMises": 5.0, "Gumbel": 100.0}.get(name, 140.0)
    p: list[float] = []
    q: list[float] = []
    for space in SPACES[name]:
        if space == UNIT:
            x = float(rng.uniform(0.01, 0.99)) if regime not in ("tiny", "huge") else _size(rng, "tiny", 100.0)
            if regime == "huge" or (regime == "offset" and rng.random() < 0.5):
                x = 1 - float(10.0 ** rng.uniform(-15, -3))
            y = min(_moved(rng, x, regime, 30.0), 1.0 if rng.random() < 0.1 and name == "Geometric" else 1 - 2.0**-53)
        elif space == HALF:
            x = _size(rng, regime, wide)
            y = _moved(rng, x, regime, wide)
            if rng.random() < 0.15:
                y = x
        elif space == LINE:
            unit = _size(rng, "generic", wide)
            x = float(rng.normal()) * unit if regime != "offset" else 1e9 + float(rng.normal())
            y = x + float(rng.normal()) if regime in ("generic", "offset", "ratios") else _moved(rng, x, regime, 1.0)
            if regime in ("tiny", "huge") and name not in ("VonMises", "Gumbel"):
                x, y = (z * 10.0 ** (-wide * 0.6 if regime == "tiny" else wide * 0.6) for z in (x, y))
        else:
            x = float(rng.normal()) * _size(rng, regime, wide) if regime != "offset" else 1e8 + float(rng.normal())
            width = abs(x) * float(rng.uniform(0.1, 2)) if regime != "offset" else float(rng.uniform(0.1, 3))
            first, second = x, x + width
            low = _moved(rng, width, regime, 30.0) - width if regime.startswith("near") else width * float(rng.random())
            high = width * float(10.0 ** rng.uniform(-12, 1)) * rng.choice([0, 1])
            return [first, second], [first - abs(low), second + high]
        p.append(x)
        q.append(y)
    return p, q
