"""Rung L1: the homework's own form of a step, with modules, probabilities, log-densities and torch's Adam.

The VAE's objective is the sampled bound with all three log-densities; the GAN takes a step of the discriminator, then
makes the same noise into images once more for a step of the generator. What L1 leaves out of the usual loop is only
what makes the host wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from hw3verify.lab.fast.problem import Problem
from hw3verify.lab.networks import losses

Tensor = Any


def objective(module: Any, batch: Tensor, noise: Tensor) -> Tensor:
    """The VAE's loss: the negative sampled bound, averaged over the batch."""
    z, mean, variance, p = module(batch, noise)
    return -losses.elbo(z, mean, variance, batch, p)


class Sheet:
    """Modules and an Adam for each; `objective` may be a compiled form of the VAE's."""

    def __init__(
        self, problem: Problem, modules: Any, device: Any, dtype: Any, compiled: Callable[..., Any] | None = None
    ) -> None:
        self.problem = problem
        self.modules = modules.to(device=device, dtype=dtype)
        self.optimizers = [torch.optim.Adam(modules[name].parameters(), lr=problem.rate) for name in problem.players]
        self.networks = [self.modules[name] for name in problem.players]
        if compiled is not None:
            self.networks = [compiled(network) for network in self.networks]
        self.objective = objective

    def __call__(self, batch: Tensor, noise: Tensor) -> Tensor:
        """A step of each network."""
        return self._vae(batch, noise) if self.problem.kind == "vae" else self._gan(batch, noise)

    def _vae(self, batch: Tensor, noise: Tensor) -> Tensor:
        loss = self.objective(self.networks[0], batch, noise)
        self.optimizers[0].zero_grad()
        loss.backward()
        self.optimizers[0].step()
        return loss.detach()[None]

    def _gan(self, batch: Tensor, noise: Tensor) -> Tensor:
        discriminator, generator = self.networks
        images = batch.reshape(-1, 1, self.problem.side, self.problem.side)
        loss = losses.discriminator_loss(discriminator(images), discriminator(generator(noise).detach()))
        self.optimizers[0].zero_grad()
        loss.backward()
        self.optimizers[0].step()
        fooling = losses.generator_loss(discriminator(generator(noise)))
        self.optimizers[1].zero_grad()
        fooling.backward()
        self.optimizers[1].step()
        return torch.stack((loss.detach(), fooling.detach()))

    def tensors(self) -> Sequence[Tensor]:
        """The parameters, and what the optimisers have made so far."""
        made = [v for optimizer in self.optimizers for state in optimizer.state.values() for v in state.values()]
        return (*self.modules.parameters(), *made)

    def load(self, parameters: Sequence[dict[str, Tensor]]) -> None:
        """Begin again from these parameters."""
        with torch.no_grad():
            for own, new in zip(self.parameters(), parameters, strict=True):
                for name, value in own.items():
                    value.copy_(new[name])
        for optimizer in self.optimizers:
            optimizer.state.clear()

    def parameters(self) -> tuple[dict[str, Tensor], ...]:
        """The parameters of each network."""
        return tuple(dict(self.modules[name].named_parameters()) for name in self.problem.players)
