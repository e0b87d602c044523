"""How a network begins: at a seed of torch's generator, which is left as it was; and how large a network is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import Tensor, nn

Made = TypeVar("Made")


def seeded(make: Callable[[], Made], seed: int) -> tuple[Made, Tensor]:
    """What `make()` gives when torch's global generator (of the CPU) begins at the seed, and its state after.

    The global generator itself goes on as if nothing had been drawn.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make(), torch.get_rng_state()


def parameter_count(network: nn.Module) -> int:
    """The number of numbers that are learnt."""
    return sum(parameter.numel() for parameter in network.parameters())
