"""The value of a discriminator by quadrature, for two densities on the line.

    V(D) = integral p log D + q log(1 - D)          D = sigmoid(l)

so that with logits l it is -integral p softplus(-l) + q softplus(l), finite for every l. The best D is p / (p + q),
where the value is 2 JSD(p, q) - log 4 (Goodfellow et al., "Generative adversarial nets", 2014), and for every other

    V(D*) - V(D) = integral (p + q) KL(Bern D*, Bern D) = 2 E_M KL(Bern D*, Bern D),      M = (p + q) / 2,

because the integrand is a negative cross entropy of two classes. Normal laws are integrated by the trapezoid rule on a
box (its error falls faster than any power of the spacing; the box is to be varied too), uniform ones by
Gauss-Legendre rules between the places where a density jumps.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, NamedTuple

import torch

from hw3verify.lab.quadrature import trapezoid

Tensor = Any
ORDER = 16  # points of a Gauss-Legendre rule


class Pair(NamedTuple):
    """The densities p of the data and q of the generator at the nodes of a rule with these weights."""

    nodes: Tensor
    data: Tensor
    model: Tensor
    weights: Tensor


def normals(mean: float, deviation: float, reach: float, points: int, device: str = "cpu") -> Pair:
    """N(0, 1) as data and N(mean, deviation^2) on a box that goes `reach` beyond both means."""
    low, high = min(0.0, mean) - reach, max(0.0, mean) + reach
    nodes, weights = trapezoid(low, high, points, device)
    return Pair(nodes, normal_density(nodes, 0.0, 1.0), normal_density(nodes, mean, deviation), weights)


def normal_density(x: Tensor, mean: Any, deviation: Any) -> Tensor:
    """The density of N(mean, deviation^2)."""
    return torch.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi))


def uniforms(shift: float, panels: int = 16, device: str = "cpu") -> Pair:
    """U[0, 1] as data and U[shift, 1 + shift], on panels between the places where a density jumps."""
    edges = sorted({0.0, 1.0, shift, 1.0 + shift})
    rules = [gauss_legendre(low, high, panels, device) for low, high in pairwise(edges)]
    nodes, weights = (torch.cat(parts) for parts in zip(*rules, strict=True))
    data, model = ((nodes > low) & (nodes < low + 1) for low in (0.0, shift))
    return Pair(nodes, data.double(), model.double(), weights)


def gauss_legendre(low: float, high: float, panels: int, device: str = "cpu") -> tuple[Tensor, Tensor]:
    """Nodes and weights on [low, high] cut into equal panels, exact for polynomials of degree 31 on each.

    Raises ValueError for an empty interval or no panel.
    """
    if not low < high or panels < 1:
        raise ValueError(f"panels: at least 1 and low < high were expected, not {panels} on [{low}, {high}]")
    import numpy as np

    nodes, weights = (torch.from_numpy(part).to(device) for part in np.polynomial.legendre.leggauss(ORDER))
    half = (high - low) / (2 * panels)
    middles = low + half * (2 * torch.arange(panels, dtype=torch.float64, device=device) + 1)
    return (middles[:, None] + half * nodes).reshape(-1), (half * weights).repeat(panels)


def best(pair: Pair) -> tuple[Tensor, Tensor]:
    """D* = p / (p + q) and 1 - D* at the nodes; where neither law has mass, both are 1/2."""
    both = pair.data + pair.model
    seen = torch.where(both > 0, both, 1.0)
    return torch.where(both > 0, pair.data / seen, 0.5), torch.where(both > 0, pair.model / seen, 0.5)


def value(pair: Pair, logits: Tensor) -> Tensor:
    """V(D) for logits at the nodes, along the last dimension."""
    softplus = torch.nn.functional.softplus
    return -((pair.data * softplus(-logits) + pair.model * softplus(logits)) * pair.weights).sum(-1)


def best_value(pair: Pair) -> Tensor:
    """V(D*)."""
    real, fake = best(pair)
    return ((torch.xlogy(pair.data, real) + torch.xlogy(pair.model, fake)) * pair.weights).sum(-1)


def regret(pair: Pair, logits: Tensor) -> Tensor:
    """2 E_M KL(Bern D*, Bern D), which is V(D*) - V(D) and of no sign but the positive."""
    real, fake = best(pair)
    softplus = torch.nn.functional.softplus
    divergence = torch.xlogy(real, real) + torch.xlogy(fake, fake) + real * softplus(-logits) + fake * softplus(logits)
    return ((pair.data + pair.model) * divergence * pair.weights).sum(-1)


def distance(pair: Pair, logits: Tensor) -> Tensor:
    """The root of the mean square of D - D* under M = (p + q) / 2."""
    apart = torch.sigmoid(logits) - best(pair)[0]
    return (0.5 * (pair.data + pair.model) * apart.square() * pair.weights).sum(-1).sqrt()


def jensen_shannon(values: Tensor) -> Tensor:
    """What a value says of JSD: (V + log 4) / 2, at most JSD(p, q), and equal to it for the best discriminator."""
    return 0.5 * (values + math.log(4))
