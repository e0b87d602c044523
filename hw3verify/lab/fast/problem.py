"""What is trained: the homework's VAE or its GAN, on given images, with its batch size and its Adam.

A problem is data; the rungs of the ladder are made from it and a device. Both networks of the GAN are made under one
seed, the discriminator first. Noise has one row for each image of a batch: standard normal of the latent's two
dimensions, or uniform on [-1, 1] in 64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from hw3verify.lab.networks.gan import NOISE, Discriminator, Generator
from hw3verify.lab.networks.vae import LATENT, VAE

Tensor = Any

PLAYERS = {"vae": ("vae",), "gan": ("discriminator", "generator")}
"""The networks of each kind, in the order in which a step trains them."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Images (n, side²) and the settings of their training. ValueError where they do not fit together."""

    kind: str
    images: Tensor
    side: int
    batch: int
    rate: float
    reading: str = "A"
    hidden: int = 500

    def __post_init__(self) -> None:
        if self.kind not in PLAYERS:
            raise ValueError(f"kind: expected one of {', '.join(PLAYERS)}, got {self.kind!r}")
        if self.images.ndim != 2 or self.images.shape[1] != self.side**2:
            raise ValueError(f"images: expected shape (n, {self.side**2}), got {tuple(self.images.shape)}")
        if not 1 <= self.batch <= len(self.images):
            raise ValueError(f"batch: expected 1 to {len(self.images)}, the number of images, got {self.batch}")

    @property
    def players(self) -> tuple[str, ...]:
        """The networks' names, in the order in which a step trains them."""
        return PLAYERS[self.kind]

    @property
    def noise(self) -> int:
        """The dimension of one row of noise."""
        return LATENT if self.kind == "vae" else NOISE

    @property
    def batches(self) -> int:
        """Whole batches in an epoch; what is left over is dropped."""
        return len(self.images) // self.batch

    @property
    def shuffled(self) -> bool:
        """The GAN's epochs are shuffled, the VAE's are not."""
        return self.kind == "gan"

    def make(self) -> nn.Module:
        """The networks by name, with parameters from torch's global generator."""
        if self.kind == "vae":
            return nn.ModuleDict({"vae": VAE(self.side**2, self.reading, self.hidden)})
        return nn.ModuleDict({"discriminator": Discriminator(self.side), "generator": Generator(self.side)})

    def draw(self, out: Tensor, generator: torch.Generator | None) -> Tensor:
        """Fill a tensor with fresh noise."""
        return out.normal_(generator=generator) if self.kind == "vae" else out.uniform_(-1, 1, generator=generator)


def homework(kind: str, images: Tensor, side: int = 28, reading: str = "A") -> Problem:
    """The homework's settings: batches of 100 and rate 1e-3 for the VAE, 256 and 2e-4 for the GAN."""
    batch, rate = (100, 1e-3) if kind == "vae" else (256, 2e-4)
    return Problem(kind, images, side, min(batch, len(images)), rate, reading)


def split(parameters: dict[str, Any], players: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """The parameters of each network, under the names that they have inside it."""
    return tuple(
        {name.removeprefix(f"{player}."): value for name, value in parameters.items() if name.startswith(f"{player}.")}
        for player in players
    )
