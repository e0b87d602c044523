"""Pairs of families between which KL is infinite whatever the parameters: q does not cover p, or q's tails are too
thin."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import INF
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto

LINE = (Normal, Laplace, Gumbel, Cauchy)
HALF_LINE = (Exponential, Gamma, HalfNormal, LogNormal)
BOUNDED = (Uniform, Beta)
DENSITIES = (*LINE, *HALF_LINE, Pareto, *BOUNDED, VonMises)
COUNTS = (Bernoulli, Binomial, Geometric, Poisson, PointMass)

INFINITE: tuple[tuple[type, type], ...] = (
    *((p, q) for p in LINE for q in (*HALF_LINE, Pareto, *BOUNDED)),
    *((p, q) for p in HALF_LINE for q in (Pareto, *BOUNDED)),
    *((Pareto, q) for q in BOUNDED),
    (Beta, Pareto),
    # the expectation that would have to exist does not
    *((Cauchy, q) for q in (Normal, Laplace, Gumbel)),
    *((p, VonMises) for p in (*LINE, *HALF_LINE, Pareto)),
    *((p, q) for p in DENSITIES for q in COUNTS),
    *((p, q) for p in COUNTS for q in DENSITIES),
)


def infinite(xp: Any, *parameters: Any) -> Any:
    """inf in the shape of the parameters."""
    nothing: Any = 0.0
    for value in parameters:
        nothing = nothing + 0.0 * value
    return nothing + INF


for _kinds in INFINITE:
    closed("kl", *_kinds)(infinite)
