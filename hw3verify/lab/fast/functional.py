"""Rung L4: a whole step as a function of tensors, so that it can be compiled without a break; and rung L5, stacked.

Gradients by `torch.func`, Adam from `hw3verify.lab.adam`. The generator's pull-back is kept from the making of the
images until the discriminator has moved: they are made once. For an ensemble only the losses are spread over the
members with `vmap`; the gradient of their sum is the stack of the members' gradients, since no member's loss depends on
another's parameters. Adam then moves the stack.

`Functional` keeps the values in place between steps: it copies each new value over the old one, which a compiler turns
into writing there at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from hw3verify.lab.adam import Adam, update
from hw3verify.lab.ensemble import Training, begin
from hw3verify.lab.fast.convolution import spreading
from hw3verify.lab.fast.lean import across, fooling_loss, generator, telling_loss, vae_loss
from hw3verify.lab.fast.problem import Problem

Tensor = Any
Parameters = dict[str, Any]
State = tuple[Training, ...]


def slopes(loss: Callable[[Any], Tensor], at: Any) -> tuple[Any, Tensor]:
    """The gradient of the sum of some losses, and the losses."""

    def total(value: Any) -> tuple[Tensor, Tensor]:
        losses = loss(value)
        return losses.sum(), losses

    found: tuple[Any, Tensor] = torch.func.grad(total, has_aux=True)(at)
    return found


def advance(
    problem: Problem, like: Tensor, members: bool = False
) -> Callable[[State, Tensor, Tensor], tuple[State, Tensor]]:
    """The step as a pure function: from the networks' trainings, a batch and noise to the next, and the losses.

    `like` is a tensor of the type and on the device of all."""
    adam, wide, spread = Adam(rate=problem.rate), members, spreading(like)

    def moved(training: Training, gradients: Parameters) -> Training:
        return Training(*update(adam, training.parameters, gradients, training.moments))

    def vae(state: State, batch: Tensor, noise: Tensor) -> tuple[State, Tensor]:
        loss = across(vae_loss, members, (True, False))
        gradients, losses = slopes(lambda own: loss(own, batch, noise), state[0].parameters)
        return (moved(state[0], gradients),), losses[None]

    make = across(lambda own, noise: generator(own, noise, spread, wide), members, (False,))
    telling = across(lambda own, real, made: telling_loss(own, real, made, wide), members, (True, False))
    fooling = across(lambda own, made: fooling_loss(own, made, wide), members, (False,))

    def gan(state: State, batch: Tensor, noise: Tensor) -> tuple[State, Tensor]:
        made, pull = torch.func.vjp(lambda own: make(own, noise), state[1].parameters)
        gradients, told = slopes(lambda own: telling(own, batch, made), state[0].parameters)
        discriminating = moved(state[0], gradients)
        toward, fooled = slopes(lambda images: fooling(discriminating.parameters, images), made)
        (gradients,) = pull(toward)
        return (discriminating, moved(state[1], gradients)), torch.stack((told, fooled))

    return vae if problem.kind == "vae" else gan


class Functional:
    """The stepper of rungs L4 and L5."""

    def __init__(self, problem: Problem, parameters: Sequence[Parameters], members: bool = False) -> None:
        self.state = tuple(begin({name: value.clone() for name, value in own.items()}) for own in parameters)
        self.advance = advance(problem, flat(self.state)[0], members)

    def __call__(self, batch: Tensor, noise: Tensor) -> Tensor:
        """A step of each network; the new values are written over the old."""
        state, losses = self.advance(self.state, batch, noise)
        for old, new in zip(flat(self.state), flat(state), strict=True):
            old.copy_(new)
        return losses

    def tensors(self) -> Sequence[Tensor]:
        """All that a step changes, parameters first."""
        return flat(self.state)

    def load(self, parameters: Sequence[Parameters]) -> None:
        """Begin again from these parameters."""
        for old, new in zip(flat(self.state), flat(tuple(begin(own) for own in parameters)), strict=True):
            old.copy_(new)

    def parameters(self) -> tuple[Parameters, ...]:
        """The parameters of each network."""
        return tuple(training.parameters for training in self.state)


def flat(state: State) -> list[Tensor]:
    """The tensors of a state, in one order."""
    return [
        tensor
        for parameters, moments in state
        for tensor in (*parameters.values(), *moments.first.values(), *moments.second.values(), moments.steps)
    ]
