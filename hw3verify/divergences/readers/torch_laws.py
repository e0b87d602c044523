"""Distributions of torch as laws: parameters stay tensors, with their derivatives, types and devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hw3verify.divergences import laws
from hw3verify.divergences.dispatch import Law


def _vectors(value: Any) -> Law:
    # what was given is kept by the object as it is; the rest would be computed from it
    for name, way in (("covariance_matrix", "covariance"), ("precision_matrix", "precision")):
        if name in value.__dict__:
            return laws.MultivariateNormal(value.loc, **{way: value.__dict__[name]})
    return laws.MultivariateNormal(value.loc, cholesky=value._unbroadcasted_scale_tril)


FAMILIES: dict[str, Callable[[Any], Law]] = {
    "Normal": lambda value: laws.Normal(value.loc, value.scale),
    "LogNormal": lambda value: laws.LogNormal(value.loc, value.scale),
    "HalfNormal": lambda value: laws.HalfNormal(value.scale),
    "MultivariateNormal": _vectors,
    "LowRankMultivariateNormal": lambda value: laws.MultivariateNormal(value.loc, value.covariance_matrix),
    "Uniform": lambda value: laws.Uniform(value.low, value.high),
    "Beta": lambda value: laws.Beta(value.concentration1, value.concentration0),
    "Dirichlet": lambda value: laws.Dirichlet(value.concentration),
    "Bernoulli": lambda value: laws.Bernoulli(value.probs),
    "Binomial": lambda value: laws.Binomial(value.total_count, value.probs),
    "Poisson": lambda value: laws.Poisson(value.rate),
    "Geometric": lambda value: laws.Geometric(value.probs),
    "Categorical": lambda value: laws.Categorical(value.probs),
    "OneHotCategorical": lambda value: laws.Categorical(value.probs),
    "Exponential": lambda value: laws.Exponential(value.rate),
    "Gamma": lambda value: laws.Gamma(value.concentration, value.rate),
    "Chi2": lambda value: laws.Gamma(value.concentration, value.rate),
    "Pareto": lambda value: laws.Pareto(value.scale, value.alpha),
    "Laplace": lambda value: laws.Laplace(value.loc, value.scale),
    "Gumbel": lambda value: laws.Gumbel(value.loc, value.scale),
    "Cauchy": lambda value: laws.Cauchy(value.loc, value.scale),
    "VonMises": lambda value: laws.VonMises(value.loc, value.concentration),
    "Independent": lambda value: laws.Independent(read(value.base_dist), value.reinterpreted_batch_ndims),
}


def read(value: Any) -> Law:
    """The law that a distribution is; NotImplementedError for other families."""
    for kind in type(value).__mro__:
        if kind.__name__ in FAMILIES:
            return FAMILIES[kind.__name__](value)
    raise NotImplementedError(f"{type(value).__name__} of torch.distributions has no law here")
