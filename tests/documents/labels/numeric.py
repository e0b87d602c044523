"""Random worlds for the labels of the documents: numbers only, nothing of the checker.

Every document has a function here in this folder that yields, for one random choice of all densities and parameters,
the two sides of each of its scored links: `("3", 0, left, "=", right)`. A label `true` is confirmed when every draw
agrees to 1e-9, a label `false` when some draw breaks the relation clearly. Densities are step densities: cells with
random positive widths, so that values above 1 occur as well as masses below 1; a fold is `cells.fold(values)`.
"""

from __future__ import annotations

import json
import math
import pathlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

Rng = np.random.Generator
Side = tuple[str, int, Any, str, Any]
Document = Callable[[Rng], Iterator[Side]]
FOLDER = pathlib.Path(__file__).parent.parent
DRAWS = 300


class Cells:
    """The range of one variable: cells of random positive width."""

    def __init__(self, rng: Rng, least: int = 2, most: int = 4, masses: bool | None = None):
        self.n = int(rng.integers(least, most + 1))
        masses = rng.random() < 0.5 if masses is None else masses
        self.width = np.ones(self.n) if masses else np.exp(rng.normal(0, 1.5, self.n))

    def fold(self, values: Any) -> Any:
        return np.sum(self.width * values, axis=-1)

    def density(self, rng: Rng, *rows: int) -> Any:
        raw = np.exp(rng.normal(0, rng.choice([0.3, 1.0, 2.0]), (*rows, self.n)))
        return raw / self.fold(raw)[..., None]


class Latent:
    """A joint density p(x,z), an encoder q(z|x) and a point x at which everything is read."""

    def __init__(self, rng: Rng, masses: bool | None = None):
        self.xs, self.zs = Cells(rng, masses=masses), Cells(rng, masses=masses)
        self.x = int(rng.integers(self.xs.n))
        self.prior = self.zs.density(rng)
        likelihood = self.xs.density(rng, self.zs.n).T
        self.table = likelihood * self.prior
        self.encoder = self.zs.density(rng, self.xs.n)
        self.lik, self.joint, self.q = likelihood[self.x], self.table[self.x], self.encoder[self.x]
        self.evidence = self.zs.fold(self.joint)
        self.post = self.joint / self.evidence
        self.sum = self.zs.fold

    def mean(self, values: Any) -> Any:
        return self.sum(self.q * values)

    def kl(self, a: Any, b: Any) -> Any:
        return self.sum(a * np.log(a / b))


NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(24)
WEIGHTS = WEIGHTS / math.sqrt(2 * math.pi)


def gauss(mean: float, sd: float, values: Callable[[Any], Any]) -> float:
    """The expectation under N(mean, sd^2), exact for polynomials up to degree 47."""
    return float(np.sum(WEIGHTS * values(mean + sd * NODES)))


def lognormal_density(z: Any, mean: float, sd: float) -> Any:
    return -0.5 * np.log(2 * math.pi * sd**2) - (z - mean) ** 2 / (2 * sd**2)


def slope(function: Callable[[float], float], at: float) -> float:
    """A derivative by a complex step: no cancellation, so exact to rounding (the function must be analytic)."""
    h = 1e-30
    return float(np.imag(function(complex(at, h))) / h)


def integral(function: Callable[[float], float], low: float, high: float, *points: float) -> float:
    """A definite integral, split at the given points; ends may be infinite."""
    from scipy.integrate import quad

    ends = [low, *sorted(p for p in points if low < p < high), high]
    return float(sum(quad(function, a, b, epsabs=1e-13, epsrel=1e-13)[0] for a, b in pairwise(ends)))


def close(left: Any, right: Any, tolerance: float = 1e-9) -> bool:
    if math.isnan(left) or math.isnan(right):
        return False
    if math.isinf(left) or math.isinf(right):
        return bool(left == right)
    return bool(abs(left - right) <= tolerance * max(1.0, abs(left), abs(right)))


def keeps(left: Any, relation: str, right: Any, tolerance: float = 1e-9) -> bool:
    if relation == "=":
        return close(left, right, tolerance)
    if relation == "~":
        return close(left, right, 0.01)
    return close(left, right, tolerance) or bool(left > right if relation == ">=" else left < right)


def confirm(name: str, document: Document, draws: int = DRAWS) -> list[str]:
    """What is wrong with the labels of one document: an empty list when every one is confirmed."""
    labels = json.loads((FOLDER / f"{name}.json").read_text())["links"]
    wanted = {(link["eq"], link["link"]): link["holds"] for link in labels if link["holds"] is not None}
    rng = np.random.default_rng(20240517)
    kept: dict[tuple[str, int], bool] = {}
    broken: dict[tuple[str, int], bool] = {}
    for _ in range(draws):
        with np.errstate(all="ignore"):
            for eq, link, left, relation, right in document(rng):
                key = (eq, link)
                kept[key] = kept.get(key, True) and keeps(left, relation, right)
                broken[key] = broken.get(key, False) or not keeps(left, relation, right, 1e-6)
    faults = [f"{name} {key}: labelled but not drawn" for key in wanted if key not in kept]
    faults += [f"{name} {key}: drawn but not labelled" for key in kept if key not in wanted]
    for key, holds in wanted.items():
        if key in kept and not (kept[key] if holds else broken[key]):
            faults.append(f"{name} {key}: labelled {holds}, the draws say otherwise")
    return faults
