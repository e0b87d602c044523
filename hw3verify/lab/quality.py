"""How good a trained model is, in numbers beside its pictures; all about images that it was not trained with.

Of a VAE, in nats an image:

    elbo           the evidence lower bound: log p(x|z) averaged over draws of z, minus the divergence in closed form
    log_evidence   log p(x), by quadrature over the latent plane; its error is shown by halving the spacing and then
                   widening the box, and the larger change is reported
    gap            log p(x) - elbo = KL(q(z|x), p(z|x)) averaged over the images, at least 0
    pixels         log p(x) under independent pixels with the training images' frequencies (one of each bit added, so
                   that none is 0): what a decoder reaches that does not look at z

Of a GAN, two distances between as many made images as real ones, each beside its floor: the same distance between
training images and images held out, which a perfect generator would have too. Both are averages over DRAWS choices.

    sliced_w1      the 1-Wasserstein distance of projections on random directions, averaged over the directions
    frechet        |m - m'|^2 + tr(S + S' - 2 (S S')^(1/2)) of means and covariances in the plane of the first principal
                   components of the training images (no network that was trained elsewhere is needed)
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from hw3verify.lab.networks.gan import NOISE, Generator
from hw3verify.lab.networks.losses import log_bernoulli, sample_normal
from hw3verify.lab.networks.vae import LATENT, VAE
from hw3verify.lab.quadrature import Grid, checked_log_evidence

Array = np.ndarray[Any, Any]
HALF_WIDTH, COARSEST, FINEST = 8.0, 65, 321
LATENT_DRAWS = 64
DRAWS, DIRECTIONS, COMPONENTS = 8, 128, 16


@dataclass(frozen=True, slots=True)
class VaeQuality:
    """Means over the held-out images and their standard errors; `quadrature` is the largest error of a log p(x)."""

    images: int
    elbo: float
    elbo_error: float
    log_evidence: float
    log_evidence_error: float
    quadrature: float
    gap: float
    gap_error: float
    pixels: float

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance of made images from real ones and its floor, each with the standard deviation over the choices."""

    name: str
    value: float
    spread: float
    floor: float
    floor_spread: float

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def vae_quality(vae: VAE, train: Tensor, held_out: Tensor, seed: int, grid: Grid | None = None) -> VaeQuality:
    """The figures for bits of shape (n, d), by the given grid or by `grid_for`.

    ValueError unless the latent space has two dimensions.
    """
    if vae.encoder.mean.out_features != LATENT:
        raise ValueError(f"vae: expected {LATENT} latent dimensions, which quadrature is for")
    device = next(vae.parameters()).device
    x = held_out.to(device)
    bound = held_out_elbo(vae, x, seed)
    evidence = checked_log_evidence(vae.decoder.logits, x, grid or grid_for(vae, x))
    exact = evidence.values.cpu()
    means = (train.double().sum(0) + 1) / (len(train) + 2)
    pixels = log_bernoulli(held_out.double(), means)
    gap = exact - bound
    return VaeQuality(
        len(x), *_mean(bound), *_mean(exact), evidence.error, *_mean(gap), float(pixels.mean()),
    )  # fmt: skip


def grid_for(vae: VAE, x: Tensor) -> Grid:
    """A grid to begin with: its spacing is one of the encoder's smaller deviations, its box holds the encoder's means.

    `checked_log_evidence` halves the spacing and widens the box, and says what that changed: the choice here decides on
    the time, not on what is claimed.
    """
    with torch.no_grad():
        mean, variance = vae.encoder(x)
    half_width = max(HALF_WIDTH, math.ceil(float(mean.abs().max())) + 2.0)
    deviation = float(torch.quantile(variance.sqrt(), 0.05))
    points = math.ceil(2 * half_width / max(deviation, 1e-6)) + 1
    return Grid(min(max(points, COARSEST), FINEST), half_width)


def held_out_elbo(vae: VAE, x: Tensor, seed: int, draws: int = LATENT_DRAWS) -> Tensor:
    """The bound of every image, in float64: log p(x|z) over `draws` draws of z, and KL(q(z|x), N(0, I)) exactly."""
    generator = torch.Generator(x.device).manual_seed(seed)
    with torch.no_grad():
        mean, variance = vae.encoder(x)
        divergence = 0.5 * (mean**2 + variance - 1 - torch.log(variance)).sum(1)
        total = torch.zeros(len(x), dtype=torch.float64, device=x.device)
        for _ in range(draws):
            p = vae.decoder(sample_normal(mean, variance, generator))
            total += log_bernoulli(x, p).double()
    return (total / draws - divergence.double()).cpu()


def gan_quality(generator: Generator, train: Tensor, held_out: Tensor, seed: int) -> list[Distance]:
    """Both distances for images of shape (n, 1, side, side) with values in [0, 1]."""
    noise = torch.Generator().manual_seed(seed)
    choose = np.random.default_rng(seed)
    real, known = (images.reshape(len(images), -1).double().numpy() for images in (held_out, train))
    count = min(len(real), len(known))
    directions = choose.normal(size=(known.shape[1], DIRECTIONS))
    directions /= np.linalg.norm(directions, axis=0)
    components = principal_components(known, COMPONENTS)
    device = next(generator.parameters()).device
    rows: dict[str, list[tuple[float, float]]] = {"sliced_w1": [], "frechet": []}
    for _ in range(DRAWS):
        z = 2 * torch.rand(count, NOISE, generator=noise) - 1
        with torch.no_grad():
            made = generator(z.to(device)).cpu().reshape(count, -1).double().numpy()
        other = known[choose.choice(len(known), count, replace=False)]
        there = real[choose.choice(len(real), count, replace=False)]
        rows["sliced_w1"].append((sliced_w1(made, there, directions), sliced_w1(other, there, directions)))
        rows["frechet"].append(
            (frechet(made @ components, there @ components), frechet(other @ components, there @ components))
        )
    found = []
    for name, pairs in rows.items():
        value, floor = np.array(pairs).T
        found.append(Distance(name, float(value.mean()), float(value.std()), float(floor.mean()), float(floor.std())))
    return found


def sliced_w1(x: Array, y: Array, directions: Array) -> float:
    """The mean over the directions (columns) of W1 between the projections of two samples of equal size."""
    if x.shape != y.shape:
        raise ValueError(f"x, y: expected samples of equal size, got {x.shape} and {y.shape}")
    return float(np.abs(np.sort(x @ directions, axis=0) - np.sort(y @ directions, axis=0)).mean())


def frechet(x: Array, y: Array) -> float:
    """The squared 2-Wasserstein distance of the normal laws with the samples' means and covariances."""
    from hw3verify.divergences import MultivariateNormal, wasserstein2

    laws = [MultivariateNormal(s.mean(0), np.cov(s.T) + 1e-9 * np.eye(s.shape[1])) for s in (x, y)]
    return float(wasserstein2(*laws)) ** 2


def principal_components(x: Array, most: int) -> Array:
    """The directions of largest variance of a sample, as columns: `most` of them, or as many as there are."""
    _, _, rows = np.linalg.svd(x - x.mean(0), full_matrices=False)
    chosen: Array = rows[:most].T
    return chosen


def _mean(values: Tensor) -> tuple[float, float]:
    """The mean and its standard error."""
    return float(values.mean()), float(values.std()) / math.sqrt(len(values))
