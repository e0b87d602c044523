"""Discriminators and critics trained between U[0, 1] and shifted copies of it, all shifts and seeds at once.

Data are u and the generator's draws are t + u' with shifts t: each member has its own t, its own seed and its own
noise. A discriminator minimises its binary cross entropy -E log D - E log(1 - D) on logits. A critic minimises

    E_model f - E_data f + w E penalty(|f'(X)|),      X = (1 - e) x + e y,

with penalty(s) = (s - 1)^2 (both sides, as in Gulrajani et al. 2017) or max(s - 1, 0)^2 (one side, their section
4); what theory says of both is in `interpolates`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from hw3verify.lab.games import perceptrons, value
from hw3verify.lab.games.descent import Schedule, train
from hw3verify.lab.games.noise import Noise

Tensor = Any
Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Who plays: a member for each shift and seed, in the order of `itertools.product(shifts, seeds)`, and how."""

    shifts: tuple[float, ...]
    seeds: int
    hidden: int
    batch: int
    schedule: Schedule
    device: str = "cpu"

    @property
    def each_seed(self) -> list[int]:
        """The seed of every member. A seed belongs to one member only: shifts do not share noise."""
        return list(range(len(self.shifts) * self.seeds))

    def each(self, numbers: Sequence[float]) -> Tensor:
        """One number for each shift, as a column with one row for each member."""
        column = torch.tensor(numbers, dtype=torch.float64, device=self.device)
        return column.repeat_interleave(self.seeds)[:, None]

    def table(self, members: Tensor) -> Tensor:
        """Values of the members as a table, a row for each shift, a column for each seed."""
        return members.reshape(len(self.shifts), self.seeds)


def discriminators(rivalry: Rivalry, progress: Callable[[float], None] = lambda _: None) -> Parameters:
    """A trained discriminator for each member."""
    noise, shift = Noise(rivalry.each_seed, rivalry.device), rivalry.each(rivalry.shifts)
    softplus = torch.nn.functional.softplus

    def losses(parameters: Parameters) -> Tensor:
        x, y = noise.uniform(rivalry.batch), shift + noise.uniform(rivalry.batch)
        real, fake = perceptrons.values(parameters, torch.cat([x, y], 1)).split(rivalry.batch, 1)
        return (softplus(-real) + softplus(fake)).mean(1)

    return train(_initial(rivalry), losses, rivalry.schedule, progress)


def critics(
    rivalry: Rivalry,
    weights: Sequence[float],
    *,
    two_sided: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> Parameters:
    """A trained critic for each member, with a weight of the penalty for each shift."""
    noise, shift = Noise(rivalry.each_seed, rivalry.device), rivalry.each(rivalry.shifts)
    weight, n = rivalry.each(weights)[:, 0], rivalry.batch

    def losses(parameters: Parameters) -> Tensor:
        x, y, e = noise.shuffled(n), shift + noise.uniform(n), noise.independent(n)
        drawn, slopes = perceptrons.values_and_slopes(parameters, torch.cat([x, y, (1 - e) * x + e * y], 1))
        over = slopes[:, 2 * n :].abs() - 1
        penalty = (over if two_sided else over.clamp(min=0)).square().mean(1)
        return (drawn[:, n : 2 * n] - drawn[:, :n]).mean(1) + weight * penalty

    return train(_initial(rivalry), losses, rivalry.schedule, progress)


def initial_critics(rivalry: Rivalry) -> Parameters:
    """The critics before training."""
    return _initial(rivalry)


def differences(rivalry: Rivalry, parameters: Parameters) -> Tensor:
    """E_data f - E_model f by quadrature, a row for each shift, a column for each seed."""
    nodes, weights = value.gauss_legendre(0.0, 1.0, 16, rivalry.device)
    data = perceptrons.values(parameters, nodes)
    model = perceptrons.values(parameters, nodes + rivalry.each(rivalry.shifts))
    return rivalry.table(((data - model) * weights).sum(1))


def game_values(rivalry: Rivalry, parameters: Parameters, panels: int = 16) -> Tensor:
    """V(D) by quadrature, a row for each shift, a column for each seed."""
    rows = []
    for place, shift in enumerate(rivalry.shifts):
        pair = value.uniforms(shift, panels, rivalry.device)
        members = slice(place * rivalry.seeds, (place + 1) * rivalry.seeds)
        row = {name: stacked[members] for name, stacked in parameters.items()}
        rows.append(value.value(pair, perceptrons.values(row, pair.nodes)))
    return torch.stack(rows)


def _initial(rivalry: Rivalry) -> Parameters:
    return perceptrons.initial(rivalry.hidden, rivalry.each_seed, rivalry.device)
