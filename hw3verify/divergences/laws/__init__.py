"""Probability laws: parameters in arrays of any kind, checked once; what they are infinite or finite to each other is
in `closed`.

Importing this package registers the formulas for all its laws."""

from __future__ import annotations

from hw3verify.divergences.laws.circle import VonMises
from hw3verify.divergences.laws.counts import Bernoulli, Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.laws.independent import Independent
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.point import PointMass
from hw3verify.divergences.laws.vectors import Categorical, Dirichlet, MultivariateNormal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto

__all__ = [
    "Bernoulli",
    "Beta",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Dirichlet",
    "Exponential",
    "Family",
    "Gamma",
    "Geometric",
    "Gumbel",
    "HalfNormal",
    "Independent",
    "Laplace",
    "LogNormal",
    "MultivariateNormal",
    "Normal",
    "Pareto",
    "PointMass",
    "Poisson",
    "Uniform",
    "VonMises",
]
