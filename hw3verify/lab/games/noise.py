"""Noise for ensembles: a source for each seed, and draws with one point in every stratum.

A batch of n uniform draws is u_i = (i + w_i) / n with independent w_i uniform on [0, 1]. The mean of any function over
such a batch is an unbiased estimate of its expectation, as for independent draws, with a far smaller variance
(stratified sampling; Owen, "Monte Carlo theory, methods and examples", chapter 8). Pairs of two batches are formed by a
random permutation, so that each pair is a pair of independent draws. Law: what member i gets depends on its seed alone,
not on who else is in the ensemble, nor on the device.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch

Tensor = Any
BLOCK = 4096  # numbers that are drawn at once from each source, at least one batch
SMALLEST = 2.0**-60  # for a draw of 0, which has no normal quantile


class Noise:
    """Draws of shape [members, n], in float64 on the device. A stream: each call goes on where the last one ended."""

    def __init__(self, seeds: Iterable[int], device: str = "cpu") -> None:
        self._sources = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._device = device
        self._blocks: dict[int, list[Tensor]] = {}
        if not self._sources:
            raise ValueError("seeds: expected at least one, got none")

    def independent(self, n: int) -> Tensor:
        """Independent draws from the uniform law on [0, 1)."""
        ready = self._blocks.setdefault(n, [])
        if not ready:
            shape = (max(1, BLOCK // n), n)
            drawn = [torch.rand(shape, generator=source, dtype=torch.float64) for source in self._sources]
            ready.extend(reversed(torch.stack(drawn, 1).to(self._device).unbind()))
        return ready.pop()

    def uniform(self, n: int) -> Tensor:
        """Uniform draws, one in each of n strata, in ascending order."""
        return (torch.arange(n, dtype=torch.float64, device=self._device) + self.independent(n)) / n

    def shuffled(self, n: int) -> Tensor:
        """Uniform draws, one in each of n strata, in random order."""
        return self.uniform(n).gather(-1, self.independent(n).argsort(-1))

    def normal(self, n: int) -> Tensor:
        """Draws from N(0, 1), one in each of n strata of equal probability, in ascending order."""
        return torch.special.ndtri(self.uniform(n).clamp(min=SMALLEST))

    def independent_normal(self, n: int) -> Tensor:
        """Independent draws from N(0, 1)."""
        return torch.special.ndtri(self.independent(n).clamp(min=SMALLEST))
