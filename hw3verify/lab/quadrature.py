"""Quadrature: exact log p(x) for a latent space of two dimensions, and one-dimensional rules in float64.

With p(z) = N(0, I) on the plane and bits x that are independent given z with logits l(z),

    p(x) = integral p(z) exp(sum_j x_j l_j(z) - softplus(l_j(z))) dz

is taken by the trapezoid rule on [-L, L]^2, all in logarithms. For an integrand that has died out at the edge of the
box the rule's error falls faster than any power of the spacing; so what matters is (1) the spacing against the width
of the posterior, at most half of its standard deviation, and (2) the box: a posterior beyond L is not seen at all,
however fine the grid. Law: an error is stated only after **both** were varied (`checked_log_evidence`): n points
become 2n - 1 on the same box, and the box grows at the same spacing.

Step widths are formed from the ends in float64: a float32 `linspace` biases an integral by 1e-4. torch is loaded by
the functions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Tensor = Any


@dataclass(frozen=True, slots=True)
class Grid:
    """The product grid of `points` x `points` nodes on [-half_width, half_width]^2."""

    points: int
    half_width: float

    def __post_init__(self) -> None:
        if self.points < 3:
            raise ValueError(f"points: at least 3 were expected, not {self.points}")
        if not (math.isfinite(self.half_width) and self.half_width > 0):
            raise ValueError(f"half_width: a positive number was expected, not {self.half_width}")

    @property
    def spacing(self) -> float:
        """The distance between neighbouring nodes."""
        return 2 * self.half_width / (self.points - 1)

    def refined(self) -> Grid:
        """The same box with half the spacing."""
        return Grid(2 * self.points - 1, self.half_width)

    def widened(self, by: float = 1.0) -> Grid:
        """A box wider by at least `by` on each side, with the same spacing."""
        more = math.ceil(by / self.spacing)
        return Grid(self.points + 2 * more, self.half_width + more * self.spacing)


def trapezoid(low: float, high: float, points: int, device: str = "cpu") -> tuple[Tensor, Tensor]:
    """Nodes and weights of the trapezoid rule on [low, high], in float64. Raises ValueError for fewer than 2 points."""
    import torch

    if points < 2 or not low < high:
        raise ValueError(f"points: at least 2 and low < high were expected, not {points} on [{low}, {high}]")
    step = (high - low) / (points - 1)
    nodes = low + step * torch.arange(points, dtype=torch.float64, device=device)
    weights = torch.full((points,), step, dtype=torch.float64, device=device)
    weights[0] = weights[-1] = step / 2
    return nodes, weights


def gauss_hermite(points: int, device: str = "cpu") -> tuple[Tensor, Tensor]:
    """Nodes and weights for expectations under N(0, 1), exact for polynomials of degree up to 2 points - 1."""
    import numpy as np
    import torch

    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    weights = weights / math.sqrt(2 * math.pi)
    return torch.from_numpy(nodes).to(device), torch.from_numpy(weights).to(device)


def plane(grid: Grid, device: str = "cpu") -> tuple[Tensor, Tensor]:
    """The nodes of a grid, a row each, and log(weight x prior density) at them, in float64."""
    import torch

    nodes, weights = trapezoid(-grid.half_width, grid.half_width, grid.points, device)
    first, second = torch.meshgrid(nodes, nodes, indexing="ij")
    z = torch.stack([first.reshape(-1), second.reshape(-1)], 1)
    logs = (torch.log(weights)[:, None] + torch.log(weights)[None, :]).reshape(-1)
    return z, logs - 0.5 * z.square().sum(1) - math.log(2 * math.pi)


def log_likelihoods(logits: Tensor, x: Tensor) -> Tensor:
    """log p(x | z) for every row of bits x and every row of logits: sum_j x_j l_j - softplus(l_j), of shape (x, z)."""
    import torch

    return x @ logits.T - torch.nn.functional.softplus(logits).sum(1)


def log_evidence(
    decoder: Callable[[Tensor], Tensor], x: Tensor, grid: Grid, *, chunk: int = 4096, dtype: Any = None
) -> Tensor:
    """log p(x) of every row of bits, in float64, for a decoder from z (rows of two) to logits.

    The decoder is given nodes of `dtype` (that of x by default). Nodes are taken `chunk` at a time, so that memory
    stays below some chunk x rows numbers. Raises ValueError where x is no matrix.
    """
    import torch

    if x.ndim != 2:
        raise ValueError(f"x: a matrix with a row for each point was expected, not {x.ndim} dimensions")
    z, log_weights = plane(grid, str(x.device))
    total = torch.full((len(x),), -math.inf, dtype=torch.float64, device=x.device)
    with torch.no_grad():
        for part, logs in zip(z.split(chunk), log_weights.split(chunk), strict=True):
            logits = decoder(part.to(dtype or x.dtype))
            terms = log_likelihoods(logits, x.to(logits.dtype)).double() + logs
            total = torch.logaddexp(total, torch.logsumexp(terms, 1))
    return total


@dataclass(frozen=True, slots=True)
class Evidence:
    """log p(x) on the finest and widest grid, and the largest changes on the way there."""

    values: Tensor
    refining: float  # |finer - coarse| on one box
    widening: float  # |wider - narrow| at the fine spacing
    grid: Grid

    @property
    def error(self) -> float:
        """The larger of both changes: at least the error of the last grid, where the rule converges."""
        return max(self.refining, self.widening)


def checked_log_evidence(
    decoder: Callable[[Tensor], Tensor], x: Tensor, grid: Grid, *, by: float = 1.0, chunk: int = 4096
) -> Evidence:
    """log p(x) with its error shown by halving the spacing, then by widening the box by `by` on each side."""
    fine = grid.refined()
    wide = fine.widened(by)
    coarse, finer, wider = (log_evidence(decoder, x, g, chunk=chunk) for g in (grid, fine, wide))
    return Evidence(wider, float((finer - coarse).abs().max()), float((wider - finer).abs().max()), wide)
