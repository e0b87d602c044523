"""V6: importance-weighted bounds L_k rise with k and stay below log p(x).

    L_k = E log (1/k) sum_i w_i        w_i = p(x, z_i) / q(z_i),  z_i independent from q

In the linear-Gaussian model log p(x) is closed and the gap at k = 1 is KL(q || posterior). With r the mean of k
values of w / p(x), whose expectation is 1, the gap is E[r - 1 - log r], and by Taylor's formula for many samples

    2 k (log p(x) - L_k) = mu_2 + (3/2 mu_2^2 - 2/3 mu_3) / k + O(1/k^2)

with the central moments mu of w / p(x), which are closed too (`linear_gaussian`). L_1 and L_2 are also integrals in
one and two dimensions, taken by Gauss-Hermite. In the trained model on digits no moment is closed, but the order holds.

Paired comparison: L_k and L_2k are estimated from the same draws, and the difference is averaged, so that its standard
error is its own.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side, bonferroni
from hw3verify.lab.confirm import digits_vae, linear_gaussian
from hw3verify.lab.quadrature import Grid, checked_log_evidence, gauss_hermite

IDENTIFIER = "V6"
TITLE = "importance-weighted bounds rise to log p(x)"
THEOREMS = ("elbo.iwae", "elbo.bound", "elbo.gap")
INTEGRATED = 1e-6  # nats, by Gauss-Hermite in one and two dimensions: see the error beside it
KL = "KL between normal laws in closed form"


@dataclass(frozen=True, slots=True)
class Config:
    """The closed model with its mismatched q, the ladder, and the trained model."""

    mean: float = 0.3
    scale: float = 0.5
    doublings: int = 7
    draws: int = 400_000
    nodes: int = 80
    steps: int = 2000
    points: int = 60
    replicates: int = 20
    seeds: int = 4

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(draws=200_000, steps=800, points=20, replicates=10, seeds=2)
Config.SMALL = Config()
Config.FULL = Config(draws=4_000_000, steps=10_000, points=297, replicates=100, seeds=64)


def ladder(log_weights: Any, doublings: int) -> list[Any]:
    """log of the mean of each k consecutive weights for k = 1, 2, 4, ...: the last dimension shrinks by half each
    time."""
    rungs = [log_weights]
    for _ in range(doublings):
        pairs = rungs[-1].unflatten(-1, (-1, 2))
        rungs.append(torch.logsumexp(pairs, -1) - math.log(2))
    return rungs


def rises(rungs: list[Any]) -> list[tuple[float, float]]:
    """The mean of L_2k - L_k over pairs of the same draws, with its standard error, for each k."""
    found = []
    for lower, upper in pairwise(rungs):
        rise = (upper - lower.unflatten(-1, (-1, 2)).mean(-1)).reshape(-1)
        found.append((float(rise.mean()), float(rise.std() / len(rise) ** 0.5)))
    return found


def run(config: Config, run: Run) -> Outcome:
    """The closed model, then the trained one."""
    closed, first = _closed(config)
    run.progress(0.3)
    trained, second = _trained(config, run)
    seeds = run.seeds or config.seeds
    return Outcome(IDENTIFIER, TITLE, THEOREMS, (*closed, *trained), (first, second),
                   config=asdict(config) | {"seeds": seeds})  # fmt: skip


def _closed(config: Config) -> tuple[list[Measurement], Figure]:
    model = linear_gaussian.Model()
    weight = model.log_weight(config.mean, config.scale)
    gap = linear_gaussian.divergence(config.mean, config.scale, *model.posterior)
    second, third = (math.exp(weight.log_moment(p) - p * model.log_evidence) for p in (2, 3))
    variance, skewness = second - 1, third - 3 * second + 2  # central moments of w / p(x), whose mean is 1
    k = 2**config.doublings
    correction = (1.5 * variance**2 - 2 / 3 * skewness) / k
    source = torch.Generator().manual_seed(0)
    whole = config.draws // 2**config.doublings * 2**config.doublings
    draws = torch.randn(whole, generator=source, dtype=torch.float64)
    rungs = ladder(weight.at(draws), config.doublings)
    counts = [2**k for k in range(len(rungs))]
    gaps = [model.log_evidence - float(rung.mean()) for rung in rungs]
    errors = [float(rung.std() / len(rung) ** 0.5) for rung in rungs]
    z = bonferroni(2 * config.doublings + 1)
    lowest = min(rise / error for rise, error in rises(rungs))
    highest = max(-gap / error for gap, error in zip(gaps, errors, strict=True))
    by_rule = [_integrated(weight, config.nodes), _integrated(weight, 2 * config.nodes)]
    ratio = torch.exp(rungs[-1] - model.log_evidence)
    limits = 2 * k * (ratio - 1 - torch.log(ratio))  # unbiased for the gap, and without the noise of log r itself
    limit, limit_error = float(limits.mean()), float(limits.std() / len(limits) ** 0.5)
    rows = [
        Measurement(IDENTIFIER, "closed model: log p(x) - L_1 by quadrature (nats)", Kind.IDENTITY, gap, KL,
                    model.log_evidence - by_rule[1][0], abs(by_rule[1][0] - by_rule[0][0]), INTEGRATED),
        Measurement(IDENTIFIER, "closed model: sampled L_2 - L_2 by quadrature (nats)", Kind.IDENTITY, 0.0,
                    "Gauss-Hermite in two dimensions", model.log_evidence - gaps[1] - by_rule[1][1],
                    errors[1] + abs(by_rule[1][1] - by_rule[0][1]), z * errors[1], 1),
        Measurement(IDENTIFIER, "closed model: (L_2k - L_k) / standard error, smallest over k", Kind.BOUND, 0.0,
                    "Jensen's inequality", lowest, 1.0, z, 1, Side.AT_LEAST),
        Measurement(IDENTIFIER, "closed model: (L_k - log p(x)) / standard error, largest over k", Kind.BOUND, 0.0,
                    "Jensen's inequality", highest, 1.0, z, 1, Side.AT_MOST),
        Measurement(IDENTIFIER, f"closed model: 2 k (log p(x) - L_k) at k = {k}", Kind.IDENTITY, variance + correction,
                    "Var_q[w/p(x)] and the next term in closed form; the rest is taken for less than that term", limit,
                    limit_error, z * limit_error + abs(correction), 1),
    ]  # fmt: skip
    places = tuple(float(k) for k in counts)
    shown = Curve("log p(x) - L_k", places, tuple(gaps), "points")
    line = Curve("Var[w/p(x)] / 2k", places, tuple(variance / (2 * k) for k in counts), "reference")
    return rows, Figure("Linear-Gaussian model: the gap of L_k", "k", "gap (nats)", (shown, line), "xy")


def _integrated(weight: linear_gaussian.Quadratic, nodes: int) -> tuple[float, float]:
    """L_1 and L_2 by Gauss-Hermite."""
    e, mass = gauss_hermite(nodes)
    logs = weight.at(e)
    pairs = torch.logaddexp(logs[:, None], logs[None, :]) - math.log(2)
    return float(logs @ mass), float(mass @ pairs @ mass)


def _trained(config: Config, run: Run) -> tuple[list[Measurement], Figure]:
    seeds = run.seeds or config.seeds
    models = digits_vae.trained(digits_vae.Recipe(steps=config.steps, seeds=seeds, device=run.device))
    x, source = models.held_out[: config.points], torch.Generator(run.device).manual_seed(2)
    shape = (len(x), config.replicates * 2**config.doublings, 2)
    scores, gaps = [], []
    for member in models.members:
        noise = torch.randn(shape, generator=source, dtype=x.dtype, device=x.device)
        rungs = ladder(digits_vae.log_weights(member, x, noise), config.doublings)
        scores += [rise / error for rise, error in rises(rungs)]
        exact = checked_log_evidence(member.decoder.logits, x, Grid(113, 7.0)).values
        apart = [exact - rung.mean(1) for rung in rungs]
        spread = [rung.std(1) / rung.shape[1] ** 0.5 for rung in rungs]
        gaps.append(torch.stack([a.mean() for a in apart]))
        # of the mean over points: at a single one there are too few replicates for a normal score
        scores += [float(a.sum() / s.square().sum().sqrt()) for a, s in zip(apart, spread, strict=True)]
    z = bonferroni(seeds * (2 * config.doublings + 1))
    mean = torch.stack(gaps).mean(0)
    between = float(torch.stack(gaps)[:, -1].std() / seeds**0.5) if seeds > 1 else 0.0
    places = tuple(float(2**k) for k in range(config.doublings + 1))
    rows = [
        Measurement(IDENTIFIER, "digits: (L_2k - L_k) and (log p(x) - L_k) in standard errors, smallest of all",
                    Kind.BOUND, 0.0, "Jensen's inequality; log p(x) by quadrature", min(scores), 1.0, z, seeds,
                    Side.AT_LEAST),
        Measurement(IDENTIFIER, f"digits: mean log p(x) - L_k at k = {2**config.doublings} (nats)", Kind.FINDING, 0.0,
                    "", float(mean[-1]), between, 0.0, seeds),
    ]  # fmt: skip
    curves = tuple(
        Curve(f"seed {n}", places, tuple(gap.clamp(min=1e-9).tolist()), "line") for n, gap in enumerate(gaps[:4])
    )
    return rows, Figure("Trained on digits: the gap of L_k", "k", "mean gap (nats)", curves, "xy")
