"""V4: with a latent plane log p(x) is known by quadrature, and no trained encoder's bound passes it.

A small auto-encoder on scikit-learn's digits as bits (`digits_vae`). log p(x) by the trapezoid rule on a product
grid, its error shown by halving the spacing and by widening the box. Bound: at every held-out point of every seed the
sampled ELBO is at most log p(x), by no more than z standard errors, z from Bonferroni over all of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side, bonferroni
from hw3verify.lab.confirm.digits_vae import Recipe, sampled_bound, trained
from hw3verify.lab.quadrature import Grid, checked_log_evidence

IDENTIFIER = "V4"
TITLE = "ELBO against exact log p(x) in a latent plane, on digits"
THEOREMS = ("elbo.bound", "elbo.gap", "bernoulli_likelihood.log")
QUADRATURE = 1e-3  # nats: a hundredth of the standard error of a mean over the held-out digits


@dataclass(frozen=True, slots=True)
class Config:
    """The trained model, the grid before it is refined and widened, and the draws for a sampled bound."""

    steps: int = 2000
    points: int = 113
    half_width: float = 7.0
    draws: int = 256
    seeds: int = 4

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(steps=800, draws=64, seeds=2)
Config.SMALL = Config()
Config.FULL = Config(steps=10_000, points=161, half_width=8.0, seeds=64)


def run(config: Config, run: Run) -> Outcome:
    """Train, integrate, compare point by point."""
    seeds = run.seeds or config.seeds
    models = trained(Recipe(steps=config.steps, seeds=seeds, device=run.device))
    x, source = models.held_out, torch.Generator(run.device).manual_seed(1)
    bounds, errors, exact, quadrature = [], [], [], 0.0
    for number, member in enumerate(models.members):
        run.progress(0.5 + 0.5 * number / seeds)
        evidence = checked_log_evidence(member.decoder.logits, x, Grid(config.points, config.half_width))
        quadrature = max(quadrature, evidence.error)
        elbo, error = sampled_bound(member, x, config.draws, source)
        bounds.append(elbo)
        errors.append(error)
        exact.append(evidence.values)
    elbo, error, logs = torch.stack(bounds), torch.stack(errors), torch.stack(exact)
    scores = (elbo - logs) / error
    gaps = (logs - elbo).mean(1)
    spread = float(gaps.std() / seeds**0.5) if seeds > 1 else float((logs - elbo).std() / len(x) ** 0.5)
    rows = (
        quadrature_row(IDENTIFIER, quadrature, QUADRATURE, seeds),
        bound_row(IDENTIFIER, scores, seeds),
        gap_row(IDENTIFIER, float(gaps.mean()), spread, seeds),
        Measurement(IDENTIFIER, "mean held-out log p(x) (nats)", Kind.FINDING, 0.0, "", float(logs.mean()),
                    float(logs.mean(0).std() / len(x) ** 0.5), 0.0, seeds),
    )  # fmt: skip
    figure, said = scatter(logs[0], elbo[0], "held-out digits"), asdict(config) | {"seeds": seeds}
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (figure,), config=said)


def quadrature_row(experiment: str, change: float, tolerance: float, seeds: int) -> Measurement:
    """The identity of log p(x) on three grids: what refining and widening still change."""
    what = "largest change of log p(x) when the grid is refined and when the box is widened (nats)"
    how = "the trapezoid rule converges"
    return Measurement(experiment, what, Kind.IDENTITY, 0.0, how, change, change, tolerance, seeds)


def bound_row(experiment: str, scores: torch.Tensor, seeds: int) -> Measurement:
    """The bound at every point, in standard errors of the sampled ELBO there."""
    what, z = f"(ELBO - log p(x)) / standard error, largest of {scores.numel()}", bonferroni(scores.numel())
    worst = float(scores.max())
    return Measurement(experiment, what, Kind.BOUND, 0.0, "Jensen's inequality", worst, 1.0, z, seeds, Side.AT_MOST)


def gap_row(experiment: str, gap: float, error: float, seeds: int) -> Measurement:
    """The mean gap, which is a divergence and not negative."""
    what, how = "mean held-out log p(x) - ELBO (nats)", "the gap is a divergence"
    return Measurement(experiment, what, Kind.BOUND, 0.0, how, gap, error, bonferroni(1) * error, seeds, Side.AT_LEAST)


def scatter(exact: torch.Tensor, elbo: torch.Tensor, label: str) -> Figure:
    """The ELBO against log p(x), a point each, with the line that none may pass."""
    low, high = float(elbo.min()), float(exact.max())
    points = Curve(label, tuple(exact.tolist()), tuple(elbo.tolist()), "points")
    line = Curve("ELBO = log p(x)", (low, high), (low, high), "reference")
    return Figure("ELBO against log p(x), one seed", "log p(x) (nats)", "ELBO (nats)", (points, line))
