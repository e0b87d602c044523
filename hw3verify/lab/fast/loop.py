"""A training as a feed and a stepper, and how many steps of it are run.

A stepper is called with a batch and noise, changes its parameters in place and returns the losses, one for each network
(and for each member of an ensemble). What happens in a step is fixed, so `body` can be compiled (then `inner` is what
the compiler made of it) and `step` be captured (then `advance` is the replay); what happens between epochs (the
shuffling) stays outside of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch

from hw3verify.lab.fast.feed import Feed

Tensor = Any


class Stepper(Protocol):
    """One step of training, in place."""

    def __call__(self, batch: Tensor, noise: Tensor) -> Tensor:
        """Train on this batch with this noise; the losses before it, of shape (networks,) or (networks, members)."""
        ...

    def tensors(self) -> Sequence[Tensor]:
        """All tensors that a step changes, parameters first."""
        ...

    def parameters(self) -> tuple[dict[str, Tensor], ...]:
        """The current parameters of each network."""
        ...

    def load(self, parameters: Sequence[dict[str, Tensor]]) -> None:
        """Begin again from these parameters, written over the present ones."""
        ...


class Loop:
    """A training that can be run for some steps, and then for some more."""

    def __init__(self, feed: Feed, stepper: Stepper) -> None:
        self.feed, self.stepper = feed, stepper
        self.inner: Callable[[], None] = self.body
        self.advance: Callable[[], None] = self.step
        self.done = 0

    def body(self) -> None:
        """A step without the drawing of noise."""
        self.feed.record(self.stepper(self.feed.take(), self.feed.noise))

    def step(self) -> None:
        """A step."""
        self.feed.draw()
        self.inner()

    def tensors(self) -> Sequence[Tensor]:
        """All tensors that a step changes."""
        return (*self.feed.tensors(), *self.stepper.tensors())

    def run(self, steps: int) -> None:
        """So many steps more; returns as soon as the device has been told."""
        for _ in range(steps):
            if self.feed.reshuffled and self.done % self.feed.problem.batches == 0:
                self.feed.reshuffle()
            self.advance()
            self.done += 1

    def play(self, script: Tensor | None) -> None:
        """From here on the noise of this script, in the fixed order, from its first row and the first batch.

        A script of the same shape is written over the last one, which a graph may have been recorded with. With None
        the feed draws its own noise from here on; a graph of the step has to be recorded anew."""
        if script is not None and self.feed.script is not None and script.shape == self.feed.script.shape:
            self.feed.script.copy_(script)
        else:
            self.feed.script = None if script is None else script.to(self.feed.noise)
        self.feed.order.copy_(torch.arange(self.feed.order.numel()).reshape(self.feed.order.shape))
        self.feed.counter.zero_()
        self.feed.log.fill_(torch.nan)
        self.done = 0

    def losses(self) -> Tensor:
        """The last losses, oldest first, of shape (steps, networks) or (steps, networks, members)."""
        kept = min(self.done, len(self.feed.log))
        return self.feed.log.roll(-(self.done % len(self.feed.log)), 0)[-kept:] if kept else self.feed.log[:0]
