"""V2: the linear auto-encoder of V1, trained as one trains in practice: minibatches, one draw a point, Adam.

The sampled objective is EQ2, log p(x|z) + log p(z) - log q(z|x) at one draw. Predicted: probabilistic PCA's likelihood
(`linear_vae`), from the covariance's eigenvalues. Observed: the ELBO of each end, evaluated in closed form, so
nothing in the comparison is sampled. Bound: the regret is not negative, for any seed. Convergence: it is small,
within three times the largest of a recorded run. All seeds are trained at once, as an ensemble.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch
from torch.func import vmap

from hw3verify.lab import ensemble
from hw3verify.lab.adam import Adam
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.confirm import linear_vae

IDENTIFIER = "V2"
TITLE = "the same model trained on sampled minibatches by Adam"
THEOREMS = ("elbo.bound", "elbo.linear_gaussian")
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Config:
    """Data, model, training, and the limit of the regret: three times the largest of the run that `record` names (at
    the smallest setting; the others train longer)."""

    data: int = 8
    latent: int = 2
    rows: int = 500
    steps: int = 3000
    batch: int = 100
    rate: float = 0.03
    seeds: int = 32
    shown: int = 60
    limit: float = 0.003
    record: str = "benchmarks/results/lab-tiny.json"

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(steps=1500, seeds=8)
Config.SMALL = Config()
Config.FULL = Config(steps=10_000, seeds=256)


def sampled_objective(shape: linear_vae.Shape, numbers: Any, x: Any, noise: Any) -> Any:
    """The negative of EQ2 with one draw for each row, averaged over the batch."""
    model = shape.unflatten(numbers)
    scale = torch.exp(0.5 * model.log_s)
    z = x @ model.v.T + scale * noise
    residue = (x - z @ model.w.T).square().sum(1) / model.log_noise.exp()
    fit = -0.5 * (shape.data * (math.log(2 * math.pi) + model.log_noise) + residue)
    prior = -0.5 * z.square().sum(1)
    encoder = -0.5 * noise.square().sum(1) - 0.5 * model.log_s.sum()
    return -(fit + prior - encoder).mean()


def run(config: Config, run: Run) -> Outcome:
    """Train all seeds together, and compare each end with the exact optimum."""
    shape = linear_vae.Shape(config.data, config.latent)
    x = linear_vae.draw_data(shape, config.rows, seed=0).to(run.device)
    best, _ = linear_vae.greatest_log_likelihood(x, config.latent)
    covariance = x.T @ x / len(x)
    seeds = run.seeds or config.seeds
    starts = [0.3 * torch.randn(shape.size, generator=torch.Generator().manual_seed(s)) for s in range(seeds)]
    training = ensemble.begin({"numbers": torch.stack(starts).to(run.device)})
    # a learning rate that falls to nothing, as a tensor that the step reads
    rate = torch.full((seeds,), config.rate, device=run.device)
    step = ensemble.step(lambda p, batch, noise: sampled_objective(shape, p["numbers"], batch, noise), Adam(rate),
                         (True, False))  # fmt: skip
    value = vmap(lambda numbers: linear_vae.mean_bound(shape.unflatten(numbers), covariance))
    rows, source, every = x.float(), torch.Generator(run.device).manual_seed(1), max(1, config.steps // config.shown)
    seen: list[tuple[int, Any]] = []
    for number in range(config.steps):
        rate.fill_(config.rate * 0.5 * (1 + math.cos(math.pi * number / config.steps)) + 1e-6)
        chosen = torch.randint(len(x), (config.batch,), generator=source, device=run.device)
        noise = torch.randn(seeds, config.batch, config.latent, generator=source, device=run.device)
        training, _ = step(training, rows[chosen], noise)
        if number % every == 0 or number == config.steps - 1:
            seen.append((number + 1, best - value(training.parameters["numbers"].double())))
            run.progress(number / config.steps)
    regrets = seen[-1][1]
    eigen = "eigenvalues of the covariance (Tipping and Bishop 1999)"
    rounding = 1e-12 * abs(best)
    spread = float(regrets.std() / seeds**0.5) if seeds > 1 else 0.0
    on_the_way = float(torch.stack([regret for _, regret in seen]).min())
    measured = (
        Measurement(IDENTIFIER, "smallest regret over the seeds, at any time (nats)", Kind.BOUND, 0.0, eigen,
                    on_the_way, rounding, ROUNDING, seeds, Side.AT_LEAST),
        Measurement(IDENTIFIER, "largest regret over the seeds at the end (nats)", Kind.CONVERGENCE, 0.0, eigen,
                    float(regrets.max()), rounding, config.limit, seeds, record=config.record),
        Measurement(IDENTIFIER, "mean regret at the end (nats)", Kind.FINDING, 0.0, "", float(regrets.mean()), spread,
                    0.0, seeds),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, measured, (_figure(seen),), config=asdict(config) | {"seeds": seeds})


def _figure(seen: list[tuple[int, Any]]) -> Figure:
    steps = tuple(float(step) for step, _ in seen)
    regrets = torch.stack([regret for _, regret in seen]).clamp(min=1e-9)
    low, middle, high = (tuple(regrets.quantile(q, dim=1).tolist()) for q in (0.0, 0.5, 1.0))
    curves = (Curve("all seeds", steps, low, "band", high), Curve("median", steps, middle))
    title = "Linear VAE by Adam: regret against probabilistic PCA"
    return Figure(title, "step", "greatest log-likelihood - ELBO (nats)", curves, logarithmic="y")
