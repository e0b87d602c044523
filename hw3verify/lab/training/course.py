"""The loop of a run: steps in epochs, a line of log and a checkpoint after each, and what stops it.

    train(model, settings, folder, epochs)

begins where the folder's checkpoint ends, and at the beginning where there is none. On the CPU an interrupted run ends
with the same bits as one that was not: a checkpoint holds the parameters, the optimisers' states and the generators'
states, and everything else is a function of the number of the step. (The same machine, version of torch and number of
threads: sums over several threads are grouped by their number.)

A loss that is no number, infinite or larger than LIMIT stops the run with `Diverged`, which names the step, and so does
a parameter that is no finite number when a checkpoint is made; the checkpoint is then still that of the last epoch that
went well. Losses stay on the device until an epoch ends, so that
no step waits for one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from hw3verify.lab.training import journal
from hw3verify.lab.training.checkpoint import State, UnusableCheckpoint, load, save

CHECKPOINT, LOG = "checkpoint.pt", "log.jsonl"
LIMIT = 1e6
"""Of a loss's size. A VAE of 784 pixels begins near 543 (= 784 log 2), the GAN's losses near 1."""

Settings = dict[str, Any]
Progress = Callable[[int, int], None]


class Diverged(ArithmeticError):
    """A run that cannot go on; the message names the step, the epoch and the value."""


class Model(Protocol):
    """What is trained: it has `names` for the losses of a step, and `epoch_steps` steps an epoch."""

    names: tuple[str, ...]
    epoch_steps: int

    def begin_epoch(self, epoch: int) -> None:
        """Called before the first step of each epoch, the first being 0."""
        ...

    def step(self, number: int) -> Tensor:
        """One step, the first being 0: the losses before it, of shape (len(names),), without a graph."""
        ...

    def state(self) -> State:
        """All that steps change."""
        ...

    def restore(self, state: State) -> None:
        """Go on from there."""
        ...


def train(
    model: Model, settings: Settings, folder: Path, epochs: int, every: int = 1, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Train up to so many epochs, with a checkpoint after every `every`-th one and the last; the log is returned.

    `settings` (numbers and texts) belong to the run: a folder whose checkpoint has others is refused with
    UnusableCheckpoint. `progress` is called with the steps done and all steps. Raises Diverged; ValueError for a
    number of epochs below 0 or `every` below 1.
    """
    if epochs < 0 or every < 1:
        raise ValueError(f"epochs, every: expected at least 0 and 1, got {epochs} and {every}")
    folder.mkdir(parents=True, exist_ok=True)
    done = _resume(model, settings, folder)
    journal.rewind(folder / LOG, done * model.epoch_steps)
    total = epochs * model.epoch_steps
    for epoch in range(done, epochs):
        model.begin_epoch(epoch)
        losses = []
        for number in range(epoch * model.epoch_steps, (epoch + 1) * model.epoch_steps):
            losses.append(model.step(number))
            if progress is not None:
                progress(number + 1, total)
        means = _examined(torch.stack(losses), model, epoch)
        row = {"step": (epoch + 1) * model.epoch_steps, "epoch": epoch + 1, **means}
        journal.append(folder / LOG, row)
        if (epoch + 1) % every == 0 or epoch + 1 == epochs:
            state = model.state()
            if not finite(state):
                raise Diverged(
                    f"step {row['step']} (epoch {epoch + 1}): after it a parameter or a moment is no finite number; "
                    "stopped. The checkpoint is that of the last epoch that went well"
                )
            save({"settings": settings, "epoch": epoch + 1, "model": state}, folder / CHECKPOINT)
    return journal.read(folder / LOG)


def finite(state: Any) -> bool:
    """Are all numbers in the tensors of a state finite?"""
    if isinstance(state, Tensor):
        return bool(torch.isfinite(state).all())
    if isinstance(state, dict):
        state = list(state.values())
    return all(map(finite, state)) if isinstance(state, list | tuple) else True


def _resume(model: Model, settings: Settings, folder: Path) -> int:
    """The number of epochs that the folder's checkpoint has, after the model was put into its state."""
    path = folder / CHECKPOINT
    kept = load(path)
    if kept is None:
        return 0
    if kept.get("settings") != settings:
        old = kept.get("settings")
        names = sorted(settings.keys() | (old.keys() if isinstance(old, dict) else set()))
        differing = [n for n in names if not isinstance(old, dict) or old.get(n) != settings.get(n)]
        raise UnusableCheckpoint(
            f"{path}: is of a run with other settings ({', '.join(differing)}); choose another folder or remove it"
        )
    model.restore(kept["model"])
    return int(kept["epoch"])


def _examined(losses: Tensor, model: Model, epoch: int) -> dict[str, float]:
    """The means over an epoch's steps, by name. Raises Diverged for the first loss that is none or too large."""
    wrong = ~(losses.abs() <= LIMIT)  # NaN compares as false
    if bool(wrong.any()):
        row, column = (int(i) for i in wrong.nonzero()[0])
        step = epoch * model.epoch_steps + row
        raise Diverged(
            f"step {step + 1} (epoch {epoch + 1}): {model.names[column]} is {float(losses[row, column])}; "
            "stopped. The checkpoint is that of the last epoch that went well"
        )
    means = losses.double().mean(0)
    return {name: float(mean) for name, mean in zip(model.names, means, strict=True)}
