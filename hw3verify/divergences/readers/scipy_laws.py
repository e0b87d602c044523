"""SciPy's frozen distributions as laws: `scipy.stats.norm(0, 1)` and so on.

Location and scale go into the parameters where the family has them; where it does not (a moved gamma law, say),
NotImplementedError. `scipy.stats.geom` counts trials: `geom(p, loc=-1)` counts failures, as `Geometric` does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences import laws
from hw3verify.divergences.dispatch import Law


def _only(name: str, loc: Any, at: float = 0.0) -> None:
    if np.any(np.asarray(loc) != at):
        raise NotImplementedError(f"scipy.stats.{name}: only loc={at:g} has a law here, not {loc!r}")


def _unit(name: str, loc: Any, scale: Any) -> None:
    _only(name, loc)
    if np.any(np.asarray(scale) != 1):
        raise NotImplementedError(f"scipy.stats.{name}: only scale=1 has a law here, not {scale!r}")


def _half_normal(loc: Any, scale: Any) -> Law:
    _only("halfnorm", loc)
    return laws.HalfNormal(scale)


def _exponential(loc: Any, scale: Any) -> Law:
    _only("expon", loc)
    return laws.Exponential(1.0 / np.asarray(scale))


def _gamma(shape: Any, loc: Any, scale: Any) -> Law:
    _only("gamma", loc)
    return laws.Gamma(shape, 1.0 / np.asarray(scale))


def _chi2(degrees: Any, loc: Any, scale: Any) -> Law:
    return _gamma(0.5 * np.asarray(degrees), loc, 2.0 * np.asarray(scale))


def _log_normal(shape: Any, loc: Any, scale: Any) -> Law:
    _only("lognorm", loc)
    return laws.LogNormal(np.log(scale), shape)


def _beta(a: Any, b: Any, loc: Any, scale: Any) -> Law:
    _unit("beta", loc, scale)
    return laws.Beta(a, b)


def _pareto(shape: Any, loc: Any, scale: Any) -> Law:
    _only("pareto", loc)
    return laws.Pareto(scale, shape)


def _von_mises(concentration: Any, loc: Any, scale: Any) -> Law:
    _unit("vonmises", 0.0, scale)
    return laws.VonMises(loc, concentration)


def _uniform(loc: Any, scale: Any) -> Law:
    return laws.Uniform(loc, np.asarray(loc) + scale)


def _geometric(p: Any, loc: Any) -> Law:
    _only("geom", loc, -1.0)
    return laws.Geometric(p)


def _count(name: str, family: Callable[..., Law]) -> Callable[..., Law]:
    def read_count(*parameters: Any) -> Law:
        _only(name, parameters[-1])
        return family(*parameters[:-1])

    return read_count


CONTINUOUS: dict[str, Callable[..., Law]] = {
    "norm": laws.Normal,
    "lognorm": _log_normal,
    "halfnorm": _half_normal,
    "uniform": _uniform,
    "beta": _beta,
    "expon": _exponential,
    "gamma": _gamma,
    "erlang": _gamma,
    "chi2": _chi2,
    "pareto": _pareto,
    "laplace": laws.Laplace,
    "gumbel_r": laws.Gumbel,
    "cauchy": laws.Cauchy,
    "vonmises": _von_mises,
    "vonmises_line": _von_mises,
}

DISCRETE: dict[str, Callable[..., Law]] = {
    "bernoulli": _count("bernoulli", laws.Bernoulli),
    "binom": _count("binom", laws.Binomial),
    "poisson": _count("poisson", laws.Poisson),
    "geom": _geometric,
}


def read(value: Any) -> Law:
    """The law that a frozen distribution is; NotImplementedError for other families."""
    kind = type(value).__name__
    if kind == "multivariate_normal_frozen":
        return laws.MultivariateNormal(value.mean, value.cov)
    if kind == "dirichlet_frozen":
        return laws.Dirichlet(value.alpha)
    family = getattr(getattr(value, "dist", None), "name", None)
    if family in CONTINUOUS:
        shapes, loc, scale = value.dist._parse_args(*value.args, **value.kwds)
        return CONTINUOUS[family](*shapes, loc, scale)
    if family in DISCRETE:
        shapes, loc, _ = value.dist._parse_args(*value.args, **value.kwds)
        return DISCRETE[family](*shapes, loc)
    raise NotImplementedError(f"{family or kind} of scipy.stats has no law here")
