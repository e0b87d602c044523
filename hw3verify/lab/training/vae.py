"""A step of the homework's VAE: the next batch in a fixed order, one z a point, Adam on minus the bound.

Batches of 100 are taken in the order of the images, never shuffled; where the last one is smaller it is used as it is.
Adam has its default settings (learning rate 1e-3). Seed 1234; noise goes on where the parameters' random numbers end.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from hw3verify.lab.networks.losses import elbo
from hw3verify.lab.networks.seeds import seeded
from hw3verify.lab.networks.vae import HIDDEN, LATENT, VAE
from hw3verify.lab.training.checkpoint import State

NAMES = ("elbo",)


@dataclass(frozen=True, slots=True)
class Config:
    """The homework's settings. `reading` is A or B, the two ways to read its decoder."""

    reading: str = "A"
    epochs: int = 200
    batch: int = 100
    rate: float = 1e-3
    seed: int = 1234
    hidden: int = HIDDEN
    latent: int = LATENT

    def __post_init__(self) -> None:
        for name in ("epochs", "batch", "hidden", "latent"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: expected at least 1, got {getattr(self, name)}")


class Training:
    """The model, its optimiser and its noise, on a device. `bits` has shape (n, d), as floats."""

    names: tuple[str, ...] = NAMES

    def __init__(self, bits: Tensor, config: Config, device: str = "cpu") -> None:
        pixels = bits.shape[1]
        made, state = seeded(lambda: VAE(pixels, config.reading, config.hidden, config.latent), config.seed)
        self.vae: VAE = made.to(device)
        self.bits = bits.to(device)
        self.config = config
        self.epoch_steps = -(-len(bits) // config.batch)
        self.optimiser = torch.optim.Adam(self.vae.parameters(), lr=config.rate)
        self.noise = torch.Generator(device)
        if self.noise.device.type == "cpu":
            self.noise.set_state(state)
        else:
            self.noise.manual_seed(config.seed)

    def begin_epoch(self, epoch: int) -> None:
        """Nothing: every epoch is the same."""

    def step(self, number: int) -> Tensor:
        """One step; the estimate of the bound before it."""
        start = (number % self.epoch_steps) * self.config.batch
        x = self.bits[start : start + self.config.batch]
        noise = torch.randn(len(x), self.config.latent, generator=self.noise, device=x.device)
        z, mean, variance, p = self.vae(x, noise)
        bound = elbo(z, mean, variance, x, p)
        self.optimiser.zero_grad(set_to_none=True)
        (-bound).backward()
        self.optimiser.step()
        return bound.detach().reshape(1)

    def state(self) -> State:
        """Parameters, moments, and where the noise is."""
        return {
            "vae": self.vae.state_dict(), "adam": self.optimiser.state_dict(), "noise": self.noise.get_state(),
        }  # fmt: skip

    def restore(self, state: State) -> None:
        """Go on from a state."""
        self.vae.load_state_dict(state["vae"])
        self.optimiser.load_state_dict(state["adam"])
        self.noise.set_state(state["noise"])
