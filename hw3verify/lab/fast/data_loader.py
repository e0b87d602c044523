"""Rung L0: the loop that published examples have, with the homework's objective.

The VAE's images are read one by one through an image library into tensors and collated by a data loader with one
worker; the GAN's lie on the device, are taken one by one and stacked. The losses are read back as numbers in every
step.

It is written for comparison, so that a speed-up can be stated against what people run as well as against L1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from hw3verify.lab.fast.problem import Problem
from hw3verify.lab.fast.sheet import Sheet

Tensor = Any


class Pictures(Dataset[Any]):
    """Images as an image library hands them out: bytes, made a tensor of floats in [0, 1] at every access."""

    def __init__(self, images: Tensor, side: int, dtype: Any) -> None:
        self.pixels = (images * 255).round().to(torch.uint8).numpy().reshape(-1, side, side)
        self.dtype = dtype

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, index: int) -> Tensor:
        from PIL import Image

        picture = np.array(Image.fromarray(self.pixels[index]), copy=True)
        return torch.from_numpy(picture).to(self.dtype).div(255).flatten()


class Examples:
    """The loop. `script` as in a feed; `workers` processes read the VAE's images."""

    def __init__(
        self,
        problem: Problem,
        stepper: Sheet,
        device: Any,
        dtype: Any,
        seed: int,
        script: Tensor | None = None,
        workers: int = 1,
    ) -> None:
        self.problem, self.stepper, self.script, self.device, self.dtype = problem, stepper, script, device, dtype
        torch_device = torch.device(device)
        vae = problem.kind == "vae"
        self.generator = torch.Generator(torch_device).manual_seed(seed)
        self.loader: Any = DataLoader(
            Pictures(problem.images, problem.side, dtype) if vae else problem.images.to(torch_device, dtype),
            batch_size=problem.batch,
            shuffle=problem.shuffled and script is None,
            drop_last=True,
            num_workers=workers if vae else 0,
            pin_memory=vae and torch_device.type == "cuda",
            generator=torch.Generator().manual_seed(seed),
        )
        self.iterator: Iterator[Any] = iter(())
        self.numbers: list[list[float]] = []

    def batch(self) -> Tensor:
        """The next batch; a new epoch begins where the last has ended."""
        found = next(self.iterator, None)
        if found is None:
            self.iterator = iter(self.loader)
            found = next(self.iterator)
        return found

    def run(self, steps: int) -> None:
        """So many steps more."""
        for _ in range(steps):
            batch = self.batch().to(self.device)
            if self.script is None:
                noise = torch.empty(len(batch), self.problem.noise, device=self.device, dtype=self.dtype)
                self.problem.draw(noise, self.generator)
            else:
                noise = self.script[len(self.numbers) % len(self.script)].to(self.device)
            losses = self.stepper(batch, noise)
            self.numbers.append([loss.item() for loss in losses])

    def play(self, script: Tensor) -> None:
        """From here on the noise of this script, from its first row and the first batch."""
        self.script, self.iterator, self.numbers = script, iter(()), []

    def losses(self) -> Tensor:
        """All losses, of shape (steps, networks)."""
        return torch.tensor(self.numbers, dtype=self.dtype)
