"""The linear auto-encoder with normal noise, in closed form, for one model and for data given by their rows.

    z ~ N(0, I_q)      x | z ~ N(W z, sigma^2 I_D)      q(z | x) = N(V x, diag(s))

for centred data. Everything that a trainer approximates is known here:

    log p(x)   of N(0, W W^T + sigma^2 I)
    ELBO(x)    = -1/2 [D log 2 pi sigma^2 + (|x - W V x|^2 + sum_j s_j |w_j|^2) / sigma^2] - KL
    KL         = 1/2 sum_j ((V x)_j^2 + s_j - 1 - log s_j)
    posterior  N(M^-1 W^T x, sigma^2 M^-1) with M = W^T W + sigma^2 I

and over all W and sigma the largest mean of log p(x) is -1/2 (D log 2 pi + sum_{i<=q} log lambda_i + (D-q) log
sigma^2 + D), with sigma^2 the mean of the last D - q eigenvalues lambda of the covariance (Tipping and Bishop,
"Probabilistic principal component analysis", 1999). The mean ELBO reaches it although the encoder's covariance is
diagonal, because at the maximum W^T W becomes diagonal (Lucas et al., "Don't blame the ELBO!", 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch

Tensor = Any


class Linear(NamedTuple):
    """One model's parameters: W (D, q), log sigma^2, V (q, D), log s (q)."""

    w: Tensor
    log_noise: Tensor
    v: Tensor
    log_s: Tensor


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of x and of z."""

    data: int
    latent: int

    @property
    def size(self) -> int:
        """How many numbers a model has."""
        return 2 * self.data * self.latent + 1 + self.latent

    def unflatten(self, numbers: Tensor) -> Linear:
        """The model whose numbers stand in one row."""
        d, q = self.data, self.latent
        w, log_noise, v, log_s = numbers.split([d * q, 1, q * d, q])
        return Linear(w.reshape(d, q), log_noise[0], v.reshape(q, d), log_s)


def draw_data(shape: Shape, rows: int, seed: int) -> Tensor:
    """Centred rows from a linear model with two clearly different directions, in float64."""
    source = torch.Generator().manual_seed(seed)
    mixing = torch.randn(shape.data, shape.latent, generator=source, dtype=torch.float64)
    directions = torch.linalg.qr(mixing)[0] * torch.linspace(2.5, 1.5, shape.latent, dtype=torch.float64)
    z = torch.randn(rows, shape.latent, generator=source, dtype=torch.float64)
    noise = torch.randn(rows, shape.data, generator=source, dtype=torch.float64)
    x = z @ directions.T + 0.7 * noise
    return x - x.mean(0)


def greatest_log_likelihood(x: Tensor, latent: int) -> tuple[float, float]:
    """The largest mean log p(x) over all linear models, from the covariance's eigenvalues, and its sigma^2."""
    dimension = x.shape[1]
    eigenvalues = torch.linalg.eigvalsh(x.T @ x / len(x)).flip(0)
    noise = eigenvalues[latent:].mean()
    logs = torch.log(eigenvalues[:latent]).sum() + (dimension - latent) * torch.log(noise)
    return float(-0.5 * (dimension * math.log(2 * math.pi) + logs + dimension)), float(noise)


def bound(model: Linear, x: Tensor) -> Tensor:
    """The ELBO at each row, in closed form."""
    means, s, noise = x @ model.v.T, model.log_s.exp(), model.log_noise.exp()
    residue = (x - means @ model.w.T).square().sum(1) + (s * model.w.square().sum(0)).sum()
    fit = -0.5 * (x.shape[1] * (math.log(2 * math.pi) + model.log_noise) + residue / noise)
    return fit - 0.5 * (means.square() + s - 1 - model.log_s).sum(1)


def mean_bound(model: Linear, covariance: Tensor) -> Tensor:
    """The mean ELBO over rows with that covariance (about 0): it depends on them through the covariance alone."""
    s, noise = model.log_s.exp(), model.log_noise.exp()
    rest = torch.eye(len(covariance), dtype=covariance.dtype, device=covariance.device) - model.w @ model.v
    residue = ((rest @ covariance) * rest).sum() + (s * model.w.square().sum(0)).sum()
    fit = -0.5 * (len(covariance) * (math.log(2 * math.pi) + model.log_noise) + residue / noise)
    squares = ((model.v @ covariance) * model.v).sum(1)
    return fit - 0.5 * (squares + s - 1 - model.log_s).sum()


def log_evidence(model: Linear, x: Tensor) -> Tensor:
    """log p(x) at each row: the density of N(0, W W^T + sigma^2 I)."""
    identity = torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
    factor = torch.linalg.cholesky(model.w @ model.w.T + model.log_noise.exp() * identity)
    scaled = torch.linalg.solve_triangular(factor, x.T, upper=False)
    logs = 2 * torch.log(torch.diagonal(factor)).sum()
    return -0.5 * (x.shape[1] * math.log(2 * math.pi) + logs + scaled.square().sum(0))


def posterior(model: Linear, x: Tensor) -> tuple[Tensor, Tensor]:
    """The exact posterior's mean at each row, and its covariance."""
    identity = torch.eye(model.w.shape[1], dtype=x.dtype, device=x.device)
    noise = model.log_noise.exp()
    inverse = torch.linalg.inv(model.w.T @ model.w + noise * identity)
    return x @ model.w @ inverse, noise * inverse


def divergence_from_posterior(model: Linear, x: Tensor) -> Tensor:
    """KL(q(z|x) || p(z|x)) at each row, between normal laws of a vector, in closed form."""
    means, covariance = posterior(model, x)
    precision = torch.linalg.inv(covariance)
    apart = x @ model.v.T - means
    quadratic = torch.einsum("ni,ij,nj->n", apart, precision, apart)
    trace = (torch.diagonal(precision) * model.log_s.exp()).sum()
    logs = torch.logdet(covariance) - model.log_s.sum()
    return 0.5 * (trace + quadratic - model.w.shape[1] + logs)
