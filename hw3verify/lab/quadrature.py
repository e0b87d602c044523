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


def log_sums(
    decoder: Callable[[Tensor], Tensor], x: Tensor, z: Tensor, log_weights: Tensor, *, chunk: int = 4096,
    dtype: Any = None,
) -> Tensor:  # fmt: skip
    """log sum_z w(z) p(x | z) for every row of bits x, once for each column of weights, in float64.

    The decoder goes from z (rows of two) to logits and is given nodes of `dtype` (that of x by default), `chunk` at a
    time, so that memory stays below some chunk x rows numbers. Raises ValueError where x is no matrix.
    """
    import torch

    if x.ndim != 2:
        raise ValueError(f"x: a matrix with a row for each point was expected, not {x.ndim} dimensions")
    total = torch.full((len(x), log_weights.shape[1]), -math.inf, dtype=torch.float64, device=x.device)
    with torch.no_grad():
        for part, logs in zip(z.split(chunk), log_weights.split(chunk), strict=True):
            logits = decoder(part.to(dtype or x.dtype))
            terms = log_likelihoods(logits, x.to(logits.dtype)).double()
            peaks = terms.amax(1, keepdim=True)
            sums = peaks + torch.log(torch.exp(terms - peaks) @ logs.exp())
            total = torch.logaddexp(total, sums)
    return total


def log_evidence(
    decoder: Callable[[Tensor], Tensor], x: Tensor, grid: Grid, *, chunk: int = 4096, dtype: Any = None
) -> Tensor:
    """log p(x) of every row of bits on one grid; see `log_sums`."""
    z, log_weights = plane(grid, str(x.device))
    return log_sums(decoder, x, z, log_weights[:, None], chunk=chunk, dtype=dtype)[:, 0]


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
    decoder: Callable[[Tensor], Tensor], x: Tensor, grid: Grid, *, by: float = 1.0, chunk: int = 4096,
    dtype: Any = None,
) -> Evidence:  # fmt: skip
    """log p(x) with its error shown by halving the spacing, then by widening the box by `by` on each side.

    All three sums are taken in one pass: the nodes of the coarser and the narrower grid are among those of the widest.
    """
    import torch

    wide = grid.refined().widened(by)
    z, widest = plane(wide, str(x.device))
    inner = (wide.points - grid.refined().points) // 2
    place = torch.arange(wide.points, device=x.device) - inner
    narrow = _rule(place, grid.refined().points, 1)
    coarse = _rule(place, grid.refined().points, 2)
    plain = _rule(place + inner, wide.points, 1)
    # the rules differ by their weights alone: the widest one's are changed by what a node counts there
    columns = [widest + (_both(rule) - _both(plain)) for rule in (coarse, narrow, plain)]
    found = log_sums(decoder, x, z, torch.stack(columns, 1), chunk=chunk, dtype=dtype)
    coarser, narrower, wider = found.T
    return Evidence(wider, float((narrower - coarser).abs().max()), float((wider - narrower).abs().max()), wide)


def _rule(place: Tensor, points: int, every: int) -> Tensor:
    """log of how much a node at `place` counts (in units of the fine spacing) in the trapezoid rule on every
    `every`-th of the nodes 0 ... points - 1; minus infinity where it is none of them."""
    import torch

    inside = (place >= 0) & (place < points) & (place % every == 0)
    ends = (place == 0) | (place == points - 1)
    counts = torch.where(ends, 0.5 * every, 1.0 * every).double()
    return torch.where(inside, torch.log(counts), -math.inf)


def _both(rule: Tensor) -> Tensor:
    """The product rule of the plane from the rule of a line, node by node as `plane` orders them."""
    return (rule[:, None] + rule[None, :]).reshape(-1)
