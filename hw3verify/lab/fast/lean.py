"""Rung L2: the same losses with less arithmetic and fewer operations.

* The decoder's logits l take the place of probabilities: -log p(x|z) = Σ log(1 + eˡ) - x l.
* With z = μ + σ ε the two latent densities are log p(z) - log q(z|x) = Σ (ε² - z² + log σ²)/2: constants cancel.
* The discriminator sees real and made images as one batch, pools before it applies ReLU (which is increasing), and the
  made images serve the generator's step too, since the generator has not changed in between.
* Upsampling and convolution are one transposed convolution (`convolution`).
* Gradients come as values, and Adam is one fused operation over all parameters.

The functions are of one model; `wide=True` takes the form that an ensemble needs. `Lean` trains one model, or with
`members` a stack of them, in place.

Law: losses and gradients are those of `sheet`, for all parameters, images and noise, up to rounding (and up to the
clamping of probabilities there, which begins where a pixel is missed by a factor of 2⁻²⁴)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt
from typing import Any

import torch
from torch.nn.functional import conv2d, leaky_relu, linear, max_pool2d, relu, softplus

from hw3verify.lab.fast.convolution import doubled, spreading, unrolled, unrolled_doubled
from hw3verify.lab.fast.problem import Problem

Tensor = Any
Parameters = dict[str, Any]


def vae_loss(own: Parameters, batch: Tensor, noise: Tensor) -> Tensor:
    """The negative sampled bound of one model, averaged over the batch."""
    hidden = torch.tanh(linear(batch, own["encoder.hidden.weight"], own["encoder.hidden.bias"]))
    mean = linear(hidden, own["encoder.mean.weight"], own["encoder.mean.bias"])
    log_variance = linear(hidden, own["encoder.log_variance.weight"], own["encoder.log_variance.bias"])
    z = torch.addcmul(mean, torch.exp(0.5 * log_variance), noise)
    inside = torch.tanh(linear(z, own["decoder.body.0.weight"], own["decoder.body.0.bias"]))
    if "decoder.body.4.weight" in own:  # reading B
        inside = torch.sigmoid(linear(inside, own["decoder.body.2.weight"], own["decoder.body.2.bias"]))
        logits = linear(inside, own["decoder.body.4.weight"], own["decoder.body.4.bias"])
    else:
        logits = linear(inside, own["decoder.body.2.weight"], own["decoder.body.2.bias"])
    missed = torch.addcmul(softplus(logits), batch, logits, value=-1).sum()
    latent = (z.square() - noise.square() - log_variance).sum()
    return torch.add(missed, latent, alpha=0.5) / len(batch)


def discriminator(own: Parameters, rows: Tensor, wide: bool = False) -> Tensor:
    """The logits, of shape (n,), of images as rows of pixels; `wide` for the form that an ensemble needs."""
    side = isqrt(rows.shape[1])
    padding = 0 if side >= 12 else 1
    layers = [(own[f"body.{i}.weight"], own[f"body.{i}.bias"], p) for i, p in ((0, 1), (3, 1), (6, padding))]
    maps = rows.reshape(1, -1, side, side) if wide else rows.reshape(-1, 1, side, side)
    for index, (weight, bias, edge) in enumerate(layers):
        maps = unrolled(maps, weight, bias, edge) if wide else conv2d(maps, weight, bias, padding=edge)
        maps = relu(max_pool2d(maps, 2) if index < 2 else maps)
    flat = (maps.transpose(0, 1) if wide else maps).reshape(len(rows), -1)
    return linear(flat, own["body.9.weight"], own["body.9.bias"])[:, 0]


def generator(own: Parameters, noise: Tensor, spread: Tensor, wide: bool = False) -> Tensor:
    """The images, as rows of pixels, of noise of shape (n, 64); `spread` is `convolution.spreading`."""
    maps = leaky_relu(linear(noise, own["body.0.weight"], own["body.0.bias"]), 0.2)
    side = isqrt(maps.shape[1] // 32)
    maps = maps.reshape(-1, 32, side, side)
    maps = maps.transpose(0, 1) if wide else maps
    twice = unrolled_doubled if wide else doubled
    maps = leaky_relu(twice(maps, own["body.4.weight"], own["body.4.bias"], spread), 0.2)
    maps = leaky_relu(twice(maps, own["body.7.weight"], own["body.7.bias"], spread), 0.2)
    weight, bias = own["body.9.weight"], own["body.9.bias"]
    last = unrolled(maps, weight, bias, 1) if wide else conv2d(maps, weight, bias, padding=1)
    return torch.sigmoid(last).reshape(len(noise), -1)


def telling_loss(own: Parameters, real: Tensor, made: Tensor, wide: bool = False) -> Tensor:
    """The discriminator's loss: -log D at real images and -log(1 - D) at made ones, the sum of the two means."""
    logits = discriminator(own, torch.cat((real, made)), wide)
    count = len(real)
    return softplus(-logits[:count]).mean() + softplus(logits[count:]).mean()


def fooling_loss(own: Parameters, made: Tensor, wide: bool = False) -> Tensor:
    """The generator's loss: -log D at made images, the mean."""
    return softplus(-discriminator(own, made, wide)).mean()


def across(f: Callable[..., Tensor], members: bool, shared: tuple[bool, ...]) -> Callable[..., Tensor]:
    """The function itself, or for an ensemble: of stacked parameters, with the arguments that are `shared` the same."""
    if not members:
        return f
    wide: Callable[..., Tensor] = torch.func.vmap(f, in_dims=(0, *(None if same else 0 for same in shared)))
    return wide


class Player:
    """The parameters of one network, or stacked ones, with a fused Adam that changes them in place."""

    def __init__(self, parameters: Parameters, rate: float) -> None:
        self.parameters = {
            name: value.detach().clone(memory_format=torch.contiguous_format).requires_grad_()
            for name, value in parameters.items()
        }
        self.values = list(self.parameters.values())
        self.first, self.second = ([torch.zeros_like(v) for v in self.values] for _ in range(2))
        self.steps = torch.zeros((), dtype=torch.float32, device=self.values[0].device)
        self.rate = rate

    def descend(self, loss: Tensor) -> None:
        """A step against the gradient of this loss."""
        # the fused kernel walks through memory: a gradient laid out otherwise would be paired with other entries
        gradients = [gradient.contiguous() for gradient in torch.autograd.grad(loss, self.values)]
        with torch.no_grad():
            self.steps.add_(1)
            torch._fused_adam_(
                self.values, gradients, self.first, self.second, [], [self.steps] * len(self.values),
                lr=self.rate, beta1=0.9, beta2=0.999, weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False,
            )  # fmt: skip

    def load(self, parameters: Parameters) -> None:
        """Begin again from these parameters."""
        with torch.no_grad():
            for name, value in self.parameters.items():
                value.copy_(parameters[name])
            for tensor in (*self.first, *self.second, self.steps):
                tensor.zero_()

    def tensors(self) -> Sequence[Tensor]:
        """All that a step changes."""
        return (*self.values, *self.first, *self.second, self.steps)


class Lean:
    """The stepper of rung L2; inside a graph, of L3; with stacked parameters, of an ensemble that is not compiled."""

    def __init__(self, problem: Problem, parameters: Sequence[Parameters], members: bool = False) -> None:
        self.players = [Player(own, problem.rate) for own in parameters]
        wide, spread = members, spreading(self.players[0].values[0])
        self.loss = across(vae_loss, members, (True, False))
        self.make = across(lambda own, noise: generator(own, noise, spread, wide), members, (False,))
        self.telling = across(lambda own, real, made: telling_loss(own, real, made, wide), members, (True, False))
        self.fooling = across(lambda own, made: fooling_loss(own, made, wide), members, (False,))

    def __call__(self, batch: Tensor, noise: Tensor) -> Tensor:
        """A step of each network."""
        if len(self.players) == 1:
            loss = self.loss(self.players[0].parameters, batch, noise)
            self.players[0].descend(loss.sum())
            return loss.detach()[None]
        discriminating, generating = self.players
        made = self.make(generating.parameters, noise)
        telling = self.telling(discriminating.parameters, batch, made.detach())
        discriminating.descend(telling.sum())
        fooling = self.fooling(discriminating.parameters, made)
        generating.descend(fooling.sum())
        return torch.stack((telling.detach(), fooling.detach()))

    def tensors(self) -> Sequence[Tensor]:
        """All that a step changes, parameters first."""
        return [tensor for player in self.players for tensor in player.tensors()]

    def load(self, parameters: Sequence[Parameters]) -> None:
        """Begin again from these parameters."""
        for player, own in zip(self.players, parameters, strict=True):
            player.load(own)

    def parameters(self) -> tuple[Parameters, ...]:
        """The parameters of each network."""
        return tuple(player.parameters for player in self.players)
