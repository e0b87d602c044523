"""Adam on ensembles: every member goes down its own loss.

The gradient of the sum of the members' losses is each member's own gradient, since none depends on another's
parameters; and Adam is elementwise. The rate falls from its first value to 0 along half a cosine (Loshchilov and
Hutter, "SGDR", 2017, without restarts), so that the noise of sampled losses dies out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from hw3verify.lab.adam import Adam, update
from hw3verify.lab.ensemble import Training, begin

Tensor = Any
Parameters = dict[str, Any]
Losses = Callable[[Parameters], Tensor]  # stacked parameters to the loss of each member


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many steps, the first rate, and Adam's two means."""

    steps: int
    rate: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.99

    def adam(self, step: int) -> Adam:
        """The settings at a step (counted from 0). Raises ValueError for a rate or means outside their ranges."""
        if not self.rate > 0:
            raise ValueError(f"rate: a positive number was expected, not {self.rate}")
        share = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return Adam(rate=self.rate * share, beta1=self.beta1, beta2=self.beta2)


def descend(training: Training, losses: Losses, adam: Adam) -> Training:
    """One step of every member."""
    leaves = {name: value.detach().requires_grad_() for name, value in training.parameters.items()}
    slopes = torch.autograd.grad(losses(leaves).sum(), list(leaves.values()))
    old = {name: value.detach() for name, value in leaves.items()}
    return Training(*update(adam, old, dict(zip(leaves, slopes, strict=True)), training.moments))


def train(
    parameters: Parameters,
    losses: Losses,
    schedule: Schedule,
    progress: Callable[[float], None] = lambda _: None,
    watch: Callable[[int, Parameters], None] = lambda _step, _parameters: None,
) -> Parameters:
    """The parameters after all steps; `watch` sees them before each step and at the end, `progress` the share done."""
    training = begin(parameters)
    for step in range(schedule.steps):
        watch(step, training.parameters)
        training = descend(training, losses, schedule.adam(step))
        progress((step + 1) / schedule.steps)
    watch(schedule.steps, training.parameters)
    return training.parameters
