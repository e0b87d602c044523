"""Networks from a number to a number, 1 - h - h - 1 with tanh, stacked: many members evaluated as one.

The members are those of `hw3verify.lab.ensemble`: member i begins as torch makes the same module after seeding with i.
Values are taken by hand with batched products (three of them) instead of by `vmap`, and so is the slope f'(x) by the
chain rule, forward: a gradient penalty then needs one backward pass, not two. torch's initial law of weights is
symmetric about 0, so that f and -f are equally likely beginnings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch

from hw3verify.lab import ensemble

Tensor = Any
Parameters = dict[str, Any]


def initial(hidden: int, seeds: Iterable[int], device: str = "cpu") -> Parameters:
    """The stacked parameters of a member for each seed, in float64. Raises ValueError for fewer than 1 hidden unit."""
    if hidden < 1:
        raise ValueError(f"hidden: at least 1 was expected, not {hidden}")
    return ensemble.initial(lambda: module(hidden), seeds, device, torch.float64)[1]


def module(hidden: int) -> Any:
    """One such network as torch's module."""
    first, second, last = torch.nn.Linear(1, hidden), torch.nn.Linear(hidden, hidden), torch.nn.Linear(hidden, 1)
    return torch.nn.Sequential(first, torch.nn.Tanh(), second, torch.nn.Tanh(), last)


def values(parameters: Parameters, x: Tensor) -> Tensor:
    """f(x) of each member: x is one row for all, of shape [n], or a row for each, [members, n]; so is the result."""
    return _forward(parameters, x)[0]


def values_and_slopes(parameters: Parameters, x: Tensor) -> tuple[Tensor, Tensor]:
    """f(x) and f'(x) of each member, as `values`."""
    value, first, second = _forward(parameters, x)
    tangent = torch.bmm((1 - first * first) * parameters["0.weight"].mT, parameters["2.weight"].mT)
    slope = torch.bmm((1 - second * second) * tangent, parameters["4.weight"].mT)
    return value, slope[..., 0]


def _forward(parameters: Parameters, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The values and both hidden layers."""
    members = len(parameters["0.weight"])
    column = x.expand(members, x.shape[-1])[..., None]
    first = torch.tanh(_affine(parameters, 0, column))
    second = torch.tanh(_affine(parameters, 2, first))
    return _affine(parameters, 4, second)[..., 0], first, second


def _affine(parameters: Parameters, layer: int, x: Tensor) -> Tensor:
    return torch.baddbmm(parameters[f"{layer}.bias"][:, None, :], x, parameters[f"{layer}.weight"].mT)
