"""A step of the homework's GAN: one step of the discriminator, then one of the generator, on the same noise.

Batches of 256 from a new permutation each epoch, the last partial one dropped; noise uniform on [-1, 1]^64; Adam with
learning rate 2e-4 and its other settings as they are by default, for both; seed 2. The generator does not change
between the two steps, so its images are made once and used in both: the same numbers, less work.

Before an epoch whose number is a multiple of ten trains, the first 64 images of its first batch's noise are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from hw3verify.lab.networks.gan import NOISE, Discriminator, Generator
from hw3verify.lab.networks.losses import discriminator_loss, generator_loss
from hw3verify.lab.networks.seeds import seeded
from hw3verify.lab.training.checkpoint import State

NAMES = ("discriminator", "generator")
SHOWN_EVERY, SHOWN = 10, 64


@dataclass(frozen=True, slots=True)
class Config:
    """The homework's settings."""

    epochs: int = 100
    batch: int = 256
    rate: float = 2e-4
    seed: int = 2

    def __post_init__(self) -> None:
        for name in ("epochs", "batch"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: expected at least 1, got {getattr(self, name)}")


class Training:
    """Both networks, their optimisers and their noise, on a device. `greys` has shape (n, 1, side, side).

    `show(epoch, images)` gets the images of shape (up to 64, 1, side, side) before every tenth epoch. ValueError where
    there are fewer images than a batch has.
    """

    names: tuple[str, ...] = NAMES

    def __init__(
        self, greys: Tensor, config: Config, device: str = "cpu", show: Callable[[int, Tensor], None] | None = None
    ) -> None:
        if len(greys) < config.batch:
            raise ValueError(f"batch: expected at most the number of images, {len(greys)}, got {config.batch}")
        side = greys.shape[-1]
        (critic, maker), state = seeded(lambda: (Discriminator(side), Generator(side)), config.seed)
        self.discriminator: Discriminator = critic.to(device)
        self.generator: Generator = maker.to(device)
        self.greys = greys.to(device)
        self.config = config
        self.epoch_steps = len(greys) // config.batch
        networks = (self.discriminator, self.generator)
        self.optimisers = [torch.optim.Adam(network.parameters(), lr=config.rate) for network in networks]
        self.noise = torch.Generator(device)
        if self.noise.device.type == "cpu":
            self.noise.set_state(state)
        else:
            self.noise.manual_seed(config.seed)
        self.show = show
        self.order = torch.arange(len(greys), device=device)

    def begin_epoch(self, epoch: int) -> None:
        """The order of the epoch: a function of the seed and the epoch alone, so that no state has to keep it."""
        shuffle = torch.Generator().manual_seed(self.config.seed * 1_000_003 + epoch)
        self.order = torch.randperm(len(self.greys), generator=shuffle).to(self.greys.device)

    def step(self, number: int) -> Tensor:
        """One step of each; the two losses before them."""
        epoch, place = divmod(number, self.epoch_steps)
        batch = self.config.batch
        real = self.greys[self.order[place * batch : (place + 1) * batch]]
        z = 2 * torch.rand(batch, NOISE, generator=self.noise, device=real.device) - 1
        fake = self.generator(z)
        if self.show is not None and place == 0 and epoch % SHOWN_EVERY == 0:
            self.show(epoch, fake.detach()[:SHOWN])
        critic = discriminator_loss(self.discriminator(real), self.discriminator(fake.detach()))
        self._descend(0, critic)
        maker = generator_loss(self.discriminator(fake))
        self._descend(1, maker)
        return torch.stack([critic.detach(), maker.detach()])

    def state(self) -> State:
        """Parameters, moments, and where the noise is."""
        return {
            "discriminator": self.discriminator.state_dict(),
            "generator": self.generator.state_dict(),
            "adam": [optimiser.state_dict() for optimiser in self.optimisers],
            "noise": self.noise.get_state(),
        }

    def restore(self, state: State) -> None:
        """Go on from a state."""
        self.discriminator.load_state_dict(state["discriminator"])
        self.generator.load_state_dict(state["generator"])
        for optimiser, kept in zip(self.optimisers, state["adam"], strict=True):
            optimiser.load_state_dict(kept)
        self.noise.set_state(state["noise"])

    def _descend(self, which: int, loss: Tensor) -> None:
        """A step of the discriminator's (0) or the generator's (1) optimiser; gradients left by the other go first."""
        self.optimisers[which].zero_grad(set_to_none=True)
        loss.backward()
        self.optimisers[which].step()
