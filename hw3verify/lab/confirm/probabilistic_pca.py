"""V1: a linear auto-encoder with the ELBO in closed form reaches the likelihood of probabilistic PCA.

Predicted: the largest mean log p(x) from the covariance's eigenvalues (`linear_vae`), its noise variance, and W^T W
diagonal, which is why a diagonal encoder suffices. Observed: the ELBO at the end of saddle-free Newton steps in
float64 from random starts. Bound: at no data point and from no start, trained or not, is the ELBO above log p(x).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import torch
from torch.func import vmap

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.confirm import linear_vae
from hw3verify.lab.newton import minimise

IDENTIFIER = "V1"
TITLE = "a linear VAE reaches the likelihood of probabilistic PCA"
THEOREMS = ("elbo.bound", "elbo.equality", "elbo.linear_gaussian")
ROUNDING = 1e-10
NOISE_ROUNDING = 1e-6  # a maximum is flat: an error of 1e-12 in the value is one of 1e-6 in a parameter


@dataclass(frozen=True, slots=True)
class Config:
    """Data, model and steps."""

    data: int = 8
    latent: int = 2
    rows: int = 500
    steps: int = 60
    seeds: int = 16

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(seeds=4)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Newton steps from every start, all models together."""
    shape = linear_vae.Shape(config.data, config.latent)
    x = linear_vae.draw_data(shape, config.rows, seed=0)
    best, noise = linear_vae.greatest_log_likelihood(x, config.latent)
    seeds = run.seeds or config.seeds
    starts = torch.stack([_start(shape, seed) for seed in range(seeds)])
    covariance = x.T @ x / len(x)
    ends, history = minimise(
        lambda numbers: -linear_vae.mean_bound(shape.unflatten(numbers), covariance), starts, config.steps
    )
    run.progress(0.9)

    def excess(numbers: torch.Tensor) -> torch.Tensor:
        model = shape.unflatten(numbers)
        return (linear_vae.bound(model, x) - linear_vae.log_evidence(model, x)).max()

    above = float(vmap(excess)(torch.cat([starts, ends])).max())
    models = [shape.unflatten(row) for row in ends]
    reached = torch.stack([linear_vae.bound(model, x).mean() for model in models])
    gaps = best - reached
    furthest, rounding = int(gaps.abs().argmax()), float((reached + history[-1]).abs().max())
    products = torch.stack([model.w.T @ model.w for model in models])
    skew = float((products - torch.diag_embed(torch.diagonal(products, dim1=1, dim2=2))).abs().max())
    noises = torch.stack([model.log_noise.exp() for model in models])
    worst = float(noises[int((noises - noise).abs().argmax())])

    # the error: the mean ELBO computed from the rows and from their covariance
    def identity(quantity: str, predicted: float, how: str, observed: float, tolerance: float) -> Measurement:
        return Measurement(IDENTIFIER, quantity, Kind.IDENTITY, predicted, how, observed, rounding, tolerance, seeds)

    eigen = "eigenvalues of the covariance (Tipping and Bishop 1999)"
    rows = (
        identity("mean ELBO at the end, the seed furthest from it", best, eigen, float(reached[furthest]), ROUNDING),
        identity("noise variance there, the seed furthest from it", noise, eigen, worst, NOISE_ROUNDING),
        identity("largest element off the diagonal of W^T W", 0.0, "the maximum has orthogonal columns", skew, 1e-5),
        Measurement(IDENTIFIER, "ELBO less log p(x), largest over points, starts and ends", Kind.BOUND, 0.0,
                    "Jensen's inequality", above, 0.0, 1e-9, seeds, Side.AT_MOST),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (_figure(best, history),), config=asdict(config))


def _start(shape: linear_vae.Shape, seed: int) -> torch.Tensor:
    source = torch.Generator().manual_seed(seed)
    return 0.3 * torch.randn(shape.size, generator=source, dtype=torch.float64)


def _figure(best: float, history: torch.Tensor) -> Figure:
    regrets = (best + history).clamp(min=1e-16)
    steps = tuple(float(step) for step in range(len(regrets)))
    low, middle, high = (regrets.quantile(q, dim=1) for q in (0.0, 0.5, 1.0))
    band = Curve("all seeds", steps, tuple(low.tolist()), "band", tuple(high.tolist()))
    return Figure(
        "Linear VAE: distance from probabilistic PCA", "Newton step", "greatest log-likelihood - ELBO (nats)",
        (band, Curve("median", steps, tuple(middle.tolist()))), logarithmic="y",
    )  # fmt: skip
