"""The homework's densities, samples and losses, as it asks for them.

    log_normal(z, mean, variance)      log N(z; mean, diag(variance)), summed over the last dimension
    log_bernoulli(x, p)                log of prod p^x (1 - p)^(1 - x), summed over the last dimension
    sample_normal, sample_bernoulli    a draw for every entry, by a generator that is handed in
    elbo(z, mean, variance, x, p)      the mean over the batch of log p(x|z) + log p(z) - log q(z|x), one z a point
    discriminator_loss, generator_loss binary cross-entropy on logits: real 1 and fake 0, and fake 1 (the non-saturating
                                       -log D(G(z))); means over the batch, and a sum of the two means

Variances, not standard deviations, are handed over, as the homework does. Probabilities are clamped to
[EDGE, 1 - EDGE] inside the logarithm, so that a saturated sigmoid gives a large loss with a gradient of 0, no infinity:
EDGE is the step of 32-bit floats below 1, which a sigmoid that is not exactly 0 or 1 keeps clear of.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn.functional import softplus

EDGE = 2.0**-24


def log_normal(z: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    """The logarithm of a normal density with independent components; of shape (n,) for z of shape (n, k)."""
    return -0.5 * (math.log(2 * math.pi) + torch.log(variance) + (z - mean) ** 2 / variance).sum(-1)


def log_bernoulli(x: Tensor, p: Tensor) -> Tensor:
    """The logarithm of the probability of bits x under independent Bernoulli laws; of shape (n,) for x of (n, d)."""
    inside = p.clamp(EDGE, 1 - EDGE)
    return (x * torch.log(inside) + (1 - x) * torch.log1p(-inside)).sum(-1)


def sample_normal(mean: Tensor, variance: Tensor, generator: Generator | None = None) -> Tensor:
    """mean + sqrt(variance) noise, with standard normal noise of its own for every entry."""
    noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + torch.sqrt(variance) * noise


def sample_bernoulli(p: Tensor, generator: Generator | None = None) -> Tensor:
    """1 with probability p, else 0, for every entry."""
    return torch.bernoulli(p, generator=generator)


def elbo(z: Tensor, mean: Tensor, variance: Tensor, x: Tensor, p: Tensor) -> Tensor:
    """The one-sample estimate of the evidence lower bound, averaged over the batch; to be made large."""
    log_prior = log_normal(z, torch.zeros_like(z), torch.ones_like(z))
    return (log_bernoulli(x, p) + log_prior - log_normal(z, mean, variance)).mean()


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """-log D at real images and -log(1 - D) at made ones, from logits; the sum of the two means."""
    return softplus(-real).mean() + softplus(fake).mean()


def generator_loss(fake: Tensor) -> Tensor:
    """-log D at made images, from logits; the mean."""
    return softplus(-fake).mean()
