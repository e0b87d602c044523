"""Batches and noise that are chosen on the device, and losses that stay there.

A table of indices says which images each step of an epoch takes; a counter on the device picks its row. So a step reads
nothing from the host, and a captured graph that replays the same operations takes the next batch each time. The GAN's
epochs are shuffled: between two of them the table is overwritten in place.

Noise is drawn anew at every step from the feed's own generator, or read from a script: a tensor with the noise of each
step, drawn before, so that all rungs can be given the same; a scripted feed keeps its order too. Losses go to a log,
one row a step, filled with NaN until then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from hw3verify.lab.fast.problem import Problem

Tensor = Any


class Feed:
    """The data, order, noise and losses of one run. `members` is None for one model, else how many there are."""

    def __init__(
        self,
        problem: Problem,
        device: Any,
        dtype: Any,
        seed: int,
        members: int | None = None,
        script: Tensor | None = None,
        log: int = 256,
    ) -> None:
        self.problem = problem
        self.data = problem.images.to(device=device, dtype=dtype)
        self.generator = torch.Generator(device).manual_seed(seed)
        count = problem.batches * problem.batch
        self.order = torch.arange(count, device=device).reshape(problem.batches, problem.batch)
        self.script = None if script is None else script.to(device=device, dtype=dtype)
        wide = () if members is None else (members,)
        self.noise = torch.zeros(*wide, problem.batch, problem.noise, device=device, dtype=dtype)
        self.counter = torch.zeros(1, dtype=torch.int64, device=device)
        self.log = torch.full((log, len(problem.players), *wide), torch.nan, device=device, dtype=dtype)

    def tensors(self) -> Sequence[Tensor]:
        """What a step changes."""
        return (self.noise, self.counter, self.log)

    @property
    def reshuffled(self) -> bool:
        """Whether each epoch has another order."""
        return self.problem.shuffled and self.script is None

    def draw(self) -> None:
        """The noise of the next step: fresh, or from the script."""
        if self.script is None:
            self.problem.draw(self.noise, self.generator)
        else:
            self.noise.copy_(self.script.index_select(0, self.counter % len(self.script))[0])

    def take(self) -> Tensor:
        """The batch of this step."""
        return self.data.index_select(0, self.order.index_select(0, self.counter % len(self.order))[0])

    def record(self, losses: Tensor) -> None:
        """Write the losses of this step and count it."""
        self.log.index_copy_(0, self.counter % len(self.log), losses.detach()[None])
        self.counter.add_(1)

    def reshuffle(self) -> None:
        """Another order for the next epoch, by the feed's generator, in place."""
        chosen = torch.randperm(len(self.data), generator=self.generator, device=self.data.device)
        self.order.copy_(chosen[: self.order.numel()].reshape(self.order.shape))
