"""Adam as a function from values to values, in seven operations over lists of tensors.

Law, for every parameter θ with gradient g at step t = 1, 2, … (Kingma and Ba, "Adam", ICLR 2015, algorithm 1):

    m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        θ ← θ − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)

written as θ − α_t m / (√v + ε_t) with α_t = α √(1 − β₂ᵗ) / (1 − β₁ᵗ) and ε_t = ε √(1 − β₂ᵗ), which needs no corrected
copies of m and v. Everything is elementwise: on parameters stacked along a first dimension it is as many independent
Adams.

The counter t is a tensor beside the parameters, so that a captured graph or a compiled function counts on; 1 − βᵗ is
taken as −expm1(t log β), which has no cancellation at t = 1. Nothing is changed in place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch

Tensor = Any
Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Adam:
    """The settings. `rate` is a number, or a tensor of one rate for each member of an ensemble (of shape [M])."""

    rate: Any = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        """ValueError where a setting is outside the range in which the law has a meaning."""
        if not 0 < self.beta1 < 1 or not 0 < self.beta2 < 1:
            raise ValueError(f"beta1 and beta2: expected numbers between 0 and 1, got {self.beta1} and {self.beta2}")
        if not self.epsilon > 0:
            raise ValueError(f"epsilon: expected a positive number, got {self.epsilon}")


class Moments(NamedTuple):
    """What Adam remembers: the number of steps taken, and the running means m of g and v of g² by parameter.

    A named tuple, because `torch.func` and `torch.compile` look into tuples and dictionaries."""

    steps: Tensor
    first: Parameters
    second: Parameters


def start(parameters: Parameters) -> Moments:
    """No steps, and zeros beside every parameter. ValueError where there is no parameter."""
    if not parameters:
        raise ValueError("parameters: expected at least one, got none")
    device = next(iter(parameters.values())).device
    return Moments(
        # of shape (1,): what a compiled function writes to a float64 scalar on the CPU is lost (torch 2.13)
        torch.zeros(1, dtype=torch.float64, device=device),
        {name: torch.zeros_like(value) for name, value in parameters.items()},
        {name: torch.zeros_like(value) for name, value in parameters.items()},
    )


def update(adam: Adam, parameters: Parameters, gradients: Parameters, moments: Moments) -> tuple[Parameters, Moments]:
    """The parameters and moments after one more step against the gradients."""
    names = list(parameters)
    old, slopes = [parameters[name] for name in names], [gradients[name] for name in names]
    steps = moments.steps + 1
    # in the parameters' type: a compiler may compute it anew for every entry, which in float64 would take the longest
    count = steps[0].to(old[0].dtype)
    correction1, correction2 = (-torch.expm1(count * math.log(beta)) for beta in (adam.beta1, adam.beta2))
    root = correction2.sqrt()

    first = torch._foreach_lerp([moments.first[name] for name in names], slopes, 1 - adam.beta1)
    second = torch._foreach_mul([moments.second[name] for name in names], adam.beta2)
    second = torch._foreach_addcmul(second, slopes, slopes, 1 - adam.beta2)
    below = torch._foreach_add(torch._foreach_sqrt(second), adam.epsilon * root)
    below = _scaled(below, -correction1 / root, adam.rate)
    new = torch._foreach_addcdiv(old, first, below)
    return (
        dict(zip(names, new, strict=True)),
        Moments(steps, dict(zip(names, first, strict=True)), dict(zip(names, second, strict=True))),
    )


def _scaled(tensors: list[Tensor], factor: Tensor, rate: Any) -> list[Tensor]:
    """factor · tensor / rate, with a rate for each member where there are several."""
    if not torch.is_tensor(rate) or rate.ndim == 0:
        scaled: list[Tensor] = torch._foreach_mul(tensors, (factor / rate).to(tensors[0].dtype))
        return scaled
    if rate.ndim != 1 or any(tensor.ndim == 0 or len(tensor) != len(rate) for tensor in tensors):
        raise ValueError(f"rate: expected a number or one rate a member, got shape {tuple(rate.shape)}")
    each = (factor / rate).to(tensors[0].dtype)
    scaled = torch._foreach_mul(tensors, [each.reshape(-1, *[1] * (tensor.ndim - 1)) for tensor in tensors])
    return scaled
