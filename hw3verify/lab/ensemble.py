"""Many small models trained as one: parameters stacked along a first dimension, gradients by `torch.func.vmap`.

Law: member i of an ensemble does what the single model with seed i does. Its initial parameters are those that the
module has when it is made right after `torch.manual_seed(i)`; its gradient is that of its own loss on its own data; its
Adam is its own, since the update is elementwise. Only the order of additions inside a matrix product may differ, so
equality is up to rounding. Noise is handed in, never drawn inside a vmapped function: then a member can be given the
noise of a single run.

    template, parameters = ensemble.initial(make, seeds=range(64))
    step = ensemble.step(loss, Adam(rate=1e-3), shared=(True, False))
    training = ensemble.begin(parameters)
    training, losses = step(training, batch, noise)        # one batch for all, one noise for each; 64 losses

where `loss(parameters, batch, noise)` is that of one model, written with `ensemble.apply(template, parameters, ...)`.

What a step needs grows with the members: parameters, gradients and two moments each, so four times the stacked
parameters, and the activations of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import torch

from hw3verify.lab.adam import Adam, Moments, Parameters, start, update

Tensor = Any
Module = Any


class Training(NamedTuple):
    """Parameters (of one model, or stacked) and what Adam remembers of them."""

    parameters: Parameters
    moments: Moments


def begin(parameters: Parameters) -> Training:
    """A training that has taken no step."""
    return Training(parameters, start(parameters))


def single(
    make: Callable[[], Module], seed: int, device: Any = "cpu", dtype: Any = None
) -> tuple[Module, Parameters]:
    """The module that `make` returns right after the generators were seeded, and copies of its parameters.

    It is made on the CPU, in the default type, and moved after that: the numbers are the same on every device. The
    state of the global generator is put back. ValueError for a module with buffers, since they would be shared by all
    members."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        module = make()
    if next(iter(module.buffers()), None) is not None:
        raise ValueError("make: expected a module without buffers (no batch norm): an ensemble stacks parameters only")
    return module, {
        name: value.detach().to(device=device, dtype=dtype, copy=True) for name, value in module.named_parameters()
    }


def initial(
    make: Callable[[], Module], seeds: Iterable[int], device: Any = "cpu", dtype: Any = None
) -> tuple[Module, Parameters]:
    """A template of the module and the stacked parameters, one member for each seed. ValueError without a seed."""
    made = [single(make, seed, device, dtype) for seed in seeds]
    if not made:
        raise ValueError("seeds: expected at least one, got none")
    return made[0][0], stack([parameters for _, parameters in made])


def stack(members: Sequence[Parameters]) -> Parameters:
    """One dictionary of stacked tensors from a dictionary for each member. ValueError where their names differ."""
    if not members:
        raise ValueError("members: expected at least one, got none")
    if any(list(member) != list(members[0]) for member in members):
        raise ValueError("members: expected the same parameters in the same order for all")
    return {name: torch.stack([member[name] for member in members]) for name in members[0]}


def size(parameters: Parameters) -> int:
    """The number of members of stacked parameters. ValueError where the first dimensions differ."""
    lengths = {len(value) if value.ndim else 0 for value in parameters.values()}
    if len(lengths) != 1:
        raise ValueError(f"parameters: expected one first dimension, that of the members, got {sorted(lengths)}")
    return lengths.pop()


def member(parameters: Parameters, index: int) -> Parameters:
    """The parameters of one member of stacked ones, as copies. IndexError beyond the last."""
    return {name: value[index].clone() for name, value in parameters.items()}


def apply(module: Module, parameters: Parameters, *arguments: Any) -> Any:
    """The module's value with these parameters in the place of its own."""
    return torch.func.functional_call(module, parameters, arguments)


def gradients(loss: Callable[..., Tensor], shared: Sequence[bool]) -> Callable[..., tuple[Parameters, Tensor]]:
    """From the loss of one model, a function of stacked parameters to stacked gradients and the losses of all members.

    `shared` says of each further argument whether all members see the same (a batch) or each has its own, stacked along
    the first dimension (noise)."""
    dimensions = (0, *(None if same else 0 for same in shared))
    found: Callable[..., tuple[Parameters, Tensor]] = torch.func.vmap(
        torch.func.grad_and_value(loss), in_dims=dimensions
    )
    return found


def step(
    loss: Callable[..., Tensor], adam: Adam | None = None, shared: Sequence[bool] = ()
) -> Callable[..., tuple[Training, Tensor]]:
    """A step of all members: from a training and the loss's further arguments to the next training and the losses.

    A pure function of tensors, so it can be compiled, captured or run as it is; `shared` as in `gradients`."""
    settings, slopes = adam or Adam(), gradients(loss, shared)

    def advance(training: Training, *data: Any) -> tuple[Training, Tensor]:
        found, losses = slopes(training.parameters, *data)
        return Training(*update(settings, training.parameters, found, training.moments)), losses

    return advance
