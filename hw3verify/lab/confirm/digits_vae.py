"""An ensemble of small auto-encoders on scikit-learn's digits as bits, trained once and shared by several experiments.

    64 pixels -> 128, tanh -> mean and log variance in the plane;   2 -> 128, tanh -> 64 logits

A member for each seed, all trained at once (`hw3verify.lab.ensemble`) on the same batches with noise of their own, by
Adam on the one-sample bound with the divergence of the prior in closed form (EQ1). Evaluation is in float64.

    log_weights    log p(x|z) + log p(z) - log q(z|x) at draws from q: their mean is the ELBO, the log of the mean of
    their
                   exponentials is the importance-weighted bound
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch

from hw3verify.lab import ensemble
from hw3verify.lab.adam import Adam
from hw3verify.lab.data.digits import digits
from hw3verify.lab.data.images import Images, bits
from hw3verify.lab.networks.vae import VAE
from hw3verify.lab.quadrature import log_likelihoods

Tensor = Any
TRAINED = 1500


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained, and how: batches are drawn, or taken in their order (`ordered`), as the homework does."""

    hidden: int = 128
    steps: int = 2000
    batch: int = 100
    rate: float = 3e-3
    seeds: int = 4
    reading: str = "A"
    device: str = "cpu"
    ordered: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The members, in float64, and the bits they were and were not trained on."""

    members: tuple[VAE, ...]
    train: Tensor
    held_out: Tensor


def loss(template: VAE, parameters: Any, x: Tensor, noise: Tensor) -> Tensor:
    """The negative of EQ1 with one draw a point, averaged over the batch, written on logits."""
    hidden = torch.tanh(ensemble.apply(template.encoder.hidden, _below(parameters, "encoder.hidden."), x))
    mean = ensemble.apply(template.encoder.mean, _below(parameters, "encoder.mean."), hidden)
    log_variance = ensemble.apply(template.encoder.log_variance, _below(parameters, "encoder.log_variance."), hidden)
    z = mean + torch.exp(0.5 * log_variance) * noise
    logits = ensemble.apply(template.decoder.body, _below(parameters, "decoder.body."), z)
    fit = (x * logits - torch.nn.functional.softplus(logits)).sum(1)
    divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum(1)
    return (divergence - fit).mean()


def _below(parameters: Any, prefix: str) -> Any:
    return {name.removeprefix(prefix): value for name, value in parameters.items() if name.startswith(prefix)}


def trained_on(images: Images, held_out: Images, recipe: Recipe) -> Trained:
    """The members after training on these images; progress is not told, since it is shared."""
    x = torch.from_numpy(bits(images)).to(recipe.device)
    template, parameters = ensemble.initial(
        lambda: VAE(x.shape[1], recipe.reading, recipe.hidden), range(recipe.seeds), recipe.device
    )
    step = ensemble.step(lambda p, batch, noise: loss(template, p, batch, noise), Adam(recipe.rate), (True, False))
    training = ensemble.begin(parameters)
    source = torch.Generator(recipe.device).manual_seed(0)
    ahead = torch.arange(recipe.batch, device=recipe.device)
    for number in range(recipe.steps):
        if recipe.ordered:
            rows = (number * recipe.batch + ahead) % len(x)
        else:
            rows = torch.randint(len(x), (recipe.batch,), generator=source, device=recipe.device)
        noise = torch.randn(recipe.seeds, recipe.batch, 2, generator=source, device=recipe.device)
        training, losses = step(training, x[rows], noise)
    if not bool(torch.isfinite(losses).all()):
        raise ArithmeticError("the loss of a member is not finite at the end of training")
    members = []
    for index in range(recipe.seeds):
        member = VAE(x.shape[1], recipe.reading, recipe.hidden)
        member.load_state_dict(ensemble.member(training.parameters, index))
        members.append(member.double().to(recipe.device).requires_grad_(False))
    rest = torch.from_numpy(bits(held_out)).to(recipe.device)
    return Trained(tuple(members), x.double(), rest.double())


@lru_cache(maxsize=4)
def trained(recipe: Recipe) -> Trained:
    """The members on the digits: the first 1,500 to train with, the last 297 held out. Kept for the next experiment."""
    images = digits()
    return trained_on(images.part(0, TRAINED), images.part(TRAINED, len(images)), recipe)


def log_weights(member: VAE, x: Tensor, noise: Tensor) -> Tensor:
    """log p(x, z) - log q(z|x) of every row of x (N, d) at z = mean + scale noise, with noise (N, k, 2); shape (N,
    k)."""
    mean, variance = member.encoder(x)
    scale = torch.sqrt(variance)
    z = mean[:, None] + scale[:, None] * noise
    logits = member.decoder.logits(z)
    fit = (x[:, None] * logits - torch.nn.functional.softplus(logits)).sum(2)
    # log p(z) - log q(z|x): the 2 pi of both cancel
    return fit + (0.5 * noise.square() - 0.5 * z.square() + torch.log(scale)[:, None]).sum(2)


def sampled_bound(member: VAE, x: Tensor, draws: int, source: torch.Generator) -> tuple[Tensor, Tensor]:
    """The ELBO at every row from so many draws, and its standard error."""
    noise = torch.randn(len(x), draws, 2, generator=source, dtype=x.dtype, device=x.device)
    values = log_weights(member, x, noise)
    return values.mean(1), values.std(1) / math.sqrt(draws)


def exact_bound(member: VAE, x: Tensor, nodes: Tensor, weights: Tensor) -> Tensor:
    """The ELBO at every row by a product rule for expectations under N(0, I), with the divergence in closed form."""
    mean, variance = member.encoder(x)
    first, second = torch.meshgrid(nodes, nodes, indexing="ij")
    at = torch.stack([first.reshape(-1), second.reshape(-1)], 1)
    mass = (weights[:, None] * weights[None, :]).reshape(-1)
    divergence = 0.5 * (mean.square() + variance - 1 - torch.log(variance)).sum(1)
    found = []
    for row, centre, scale in zip(x, mean, torch.sqrt(variance), strict=True):
        logits = member.decoder.logits(centre + scale * at)
        found.append(log_likelihoods(logits, row[None])[0] @ mass)
    return torch.stack(found) - divergence
