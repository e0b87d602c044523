"""Laws of all families of `hw3verify.divergences`, with parameters of every magnitude, alone and in pairs.

Parameters are drawn as rationals by `FAMILIES`, one recipe a family, and rounded to floats, which are rationals
again: `exact_parameters` gives them. A pair has two laws of one family and one shape, drawn separately or near each
other: every parameter of the second is that of the first times 1 + e 2^-k. Laws hold floats, numpy arrays or torch
tensors; there are no laws with parameters that are `Fraction`s, since their densities need transcendental functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import inf, nextafter
from typing import Any

import numpy as np
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies.kinds import Kind, made, normalised
from hw3verify.strategies.masses import NEARNESS, mass_functions
from hw3verify.strategies.numbers import locations, magnitudes, probabilities

Raw = tuple[Any, ...]
"""Parameters before they are made: fractions, and tuples of them for vectors."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a family is drawn: `raw(limit, size)` draws its parameters, `law(raw, kind)` makes the law.

    Of a law near another, `fixed` parameters are the same, and none is above `most`."""

    raw: Callable[[float, int], st.SearchStrategy[Raw]]
    law: Callable[[Raw, Kind], Any]
    fixed: int = 0
    most: float = inf


def _plain(
    name: str, *draws: Callable[[float], st.SearchStrategy[Fraction]], fixed: int = 0, most: float = inf
) -> Recipe:
    """A family whose parameters are numbers, taken as they are."""

    def law(raw: Raw, kind: Kind) -> Any:
        return getattr(d, name)(*(made(value, kind) for value in raw))

    return Recipe(lambda limit, _: st.tuples(*(draw(limit) for draw in draws)), law, fixed, most)


def _unit(_: float) -> st.SearchStrategy[Fraction]:
    return probabilities()


def _some(_: float) -> st.SearchStrategy[Fraction]:
    return probabilities(edges=False)


def _trials(_: float) -> st.SearchStrategy[Fraction]:
    return st.integers(1, 20).map(Fraction)


def _interval(raw: Raw, kind: Kind) -> Any:
    """From the low end and the width; an interval that is too short for floats is one unit of the last place long."""
    low = float(raw[0])
    high = max(float(raw[0] + raw[1]), nextafter(low, inf))
    return d.Uniform(made(Fraction(low), kind), made(Fraction(high), kind))


def _entries(count: int, entry: st.SearchStrategy[Fraction]) -> st.SearchStrategy[tuple[Fraction, ...]]:
    return st.lists(entry, min_size=count, max_size=count).map(tuple)


def _categorical(limit: float, size: int) -> st.SearchStrategy[Raw]:
    return st.tuples(mass_functions(size, size, kind="exact", extremes=limit > 2.0**20))


def _table(raw: Raw, kind: Kind) -> Any:
    return d.Categorical(made(normalised(raw[0]), kind))


def _triangle(limit: float, size: int) -> st.SearchStrategy[Raw]:
    """A mean, the diagonal of the Cholesky factor and what is below it (small whole numbers, times the diagonal)."""
    below = _entries(size * (size - 1) // 2, st.integers(-3, 3).map(Fraction))
    return st.tuples(_entries(size, locations(limit)), _entries(size, magnitudes(limit)), below)


def _normal_vector(raw: Raw, kind: Kind) -> Any:
    mean, diagonal, below = raw
    rest = iter(below)
    size = len(mean)
    factor = tuple(
        tuple(diagonal[i] if i == j else diagonal[i] * next(rest) if j < i else Fraction(0) for j in range(size))
        for i in range(size)
    )
    return d.MultivariateNormal(made(mean, kind), cholesky=made(factor, kind))


def _independent(raw: Raw, kind: Kind) -> Any:
    return d.Independent(d.Normal(made(raw[0], kind), made(raw[1], kind)))


def _located(name: str) -> Recipe:
    return _plain(name, locations, magnitudes)


FAMILIES: dict[str, Recipe] = {
    "Normal": _located("Normal"),
    "Uniform": Recipe(lambda limit, _: st.tuples(locations(limit), magnitudes(limit)), _interval),
    "Bernoulli": _plain("Bernoulli", _unit, most=1),
    "Exponential": _plain("Exponential", magnitudes),
    "Laplace": _located("Laplace"),
    "Cauchy": _located("Cauchy"),
    "Gumbel": _located("Gumbel"),
    "LogNormal": _located("LogNormal"),
    "HalfNormal": _plain("HalfNormal", magnitudes),
    "VonMises": _located("VonMises"),
    "Gamma": _plain("Gamma", magnitudes, magnitudes),
    "Beta": _plain("Beta", magnitudes, magnitudes),
    "Pareto": _plain("Pareto", magnitudes, magnitudes),
    "Poisson": _plain("Poisson", magnitudes),
    "Geometric": _plain("Geometric", _some, most=1),
    "Binomial": _plain("Binomial", _trials, _unit, fixed=1, most=1),
    "PointMass": _plain("PointMass", locations),
    "Categorical": Recipe(_categorical, _table),
    "Dirichlet": Recipe(
        lambda limit, size: st.tuples(_entries(size, magnitudes(limit))),
        lambda raw, kind: d.Dirichlet(made(raw[0], kind)),
    ),
    "MultivariateNormal": Recipe(_triangle, _normal_vector),
    "Independent": Recipe(
        lambda limit, size: st.tuples(_entries(size, locations(limit)), _entries(size, magnitudes(limit))),
        _independent,
    ),
}
"""Every family of `hw3verify.divergences`, simplest first, by name."""


def _chosen(families: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    if kind not in ("numpy", "torch"):
        raise ValueError(f"kind: expected numpy or torch for laws, not {kind!r}")
    for name in families:
        if name not in FAMILIES:
            raise ValueError(f"families: expected names among {', '.join(FAMILIES)}, not {name!r}")
    return families or tuple(FAMILIES)


@cache
def _raw(name: str, limit: float, size: int) -> st.SearchStrategy[Raw]:
    return FAMILIES[name].raw(limit, size)


_SIZE = st.integers(2, 3)
_STEP = st.integers(-7, 7)


def laws(*families: str, limit: float = 2.0**40, kind: Kind = "numpy") -> st.SearchStrategy[Any]:
    """A law of one of these families (all of them if none is named), parameters between 1/limit and limit.

    Probabilities come near 0 and 1 and reach them where the family allows it; vectors have two or three entries.
    Shrinks to the standard law of the family with the fewest parameters, of several to the first that is named:
    `Normal(0.0, 1.0)`, `Uniform(0.0, 1.0)`, `Gamma(1.0, 1.0)`.
    ValueError for unknown families, limits beyond 2^1000, and kinds other than numpy and torch."""
    names = _chosen(families, kind)
    magnitudes(limit)

    return _laws(st.sampled_from(names), limit, kind)


@st.composite
def _laws(draw: st.DrawFn, names: st.SearchStrategy[str], limit: float, kind: Kind) -> Any:
    name, size = draw(names), draw(_SIZE)
    return FAMILIES[name].law(draw(_raw(name, limit, size)), kind)


def normals(*, limit: float = 2.0**40, kind: Kind = "numpy") -> st.SearchStrategy[Any]:
    """A normal law. Shrinks to `Normal(0.0, 1.0)`. See `laws`."""
    return laws("Normal", limit=limit, kind=kind)


def uniforms(*, limit: float = 2.0**40, kind: Kind = "numpy") -> st.SearchStrategy[Any]:
    """A uniform law on an interval, if need be one unit of the last place long. Shrinks to `Uniform(0.0, 1.0)`. See
    `laws`."""
    return laws("Uniform", limit=limit, kind=kind)


def law_pairs(
    *families: str, limit: float = 2.0**40, kind: Kind = "numpy", near: bool | None = None
) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two laws of one family and shape: drawn separately (near=False), near each other (near=True), or either.

    Shrinks to the standard law twice. Errors: see `laws`."""
    names = _chosen(families, kind)
    magnitudes(limit)
    nearness = st.booleans() if near is None else st.just(near)
    return _pairs(st.sampled_from(names), limit, kind, nearness)


@st.composite
def _pairs(
    draw: st.DrawFn, names: st.SearchStrategy[str], limit: float, kind: Kind, near: st.SearchStrategy[bool]
) -> tuple[Any, Any]:
    name, size = draw(names), draw(_SIZE)
    recipe, raw = FAMILIES[name], _raw(name, limit, size)
    first = draw(raw)
    if draw(near):
        unit = Fraction(1, 2 ** draw(NEARNESS))
        other = (*first[: recipe.fixed], *_moved(draw, first[recipe.fixed :], unit, recipe.most))
    else:
        other = draw(raw)
    return recipe.law(first, kind), recipe.law(other, kind)


def _moved(draw: st.DrawFn, value: Any, unit: Fraction, most: float) -> Any:
    """The parameters times 1 + e unit, with a whole e drawn for each."""
    if isinstance(value, tuple):
        return tuple(_moved(draw, entry, unit, most) for entry in value)
    moved = value * (1 + draw(_STEP) * unit)
    return moved if moved <= most else Fraction(1)


def exact_parameters(law: Any) -> tuple[Any, ...]:
    """The parameters of a law as exact rationals, vectors as (nested) tuples: floats are rational numbers.

    Of `Independent` those of its base; of `MultivariateNormal` the mean and how its covariance was given (drawn ones:
    the Cholesky factor). For laws of numpy's parameters and torch's alike."""
    law = getattr(law, "base", law)
    return tuple(_exact(np.asarray(value).tolist()) for value in law.parameters)


def _exact(value: Any) -> Any:
    return tuple(_exact(entry) for entry in value) if isinstance(value, list) else Fraction(value)
