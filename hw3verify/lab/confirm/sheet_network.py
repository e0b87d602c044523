"""V5: the homework's own network, its bound against exact log p(x).

The encoder 784-500-(2, 2) and decoder 2-500-784 of the homework, on MNIST as bits where its files are given (`--data`,
HW3VERIFY_MNIST); on scikit-learn's digits, with 64 pixels in the place of 784, where they are not. Its posteriors are
narrow (a standard deviation of 0.04 to 0.08 when trained to the end), so the grid is finer than in V4; and a few lie
far out, so that a box of 6 loses up to nats at a point: the error of the quadrature is shown by refining and by
widening.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import torch

from hw3verify.lab.claims import Outcome, Run
from hw3verify.lab.confirm.digits_vae import Recipe, sampled_bound, trained_on
from hw3verify.lab.confirm.latent_plane import bound_row, gap_row, quadrature_row, scatter
from hw3verify.lab.data.source import load
from hw3verify.lab.quadrature import Grid, checked_log_evidence

IDENTIFIER = "V5"
TITLE = "the homework's network: ELBO against exact log p(x)"
THEOREMS = ("elbo.bound", "elbo.gap", "bernoulli_likelihood.log")


@dataclass(frozen=True, slots=True)
class Config:
    """Steps of 100 images, the grid before it is refined and widened, and what its error may be (nats)."""

    steps: int = 1500
    points: int = 161
    half_width: float = 8.0
    quadrature: float = 1e-2
    draws: int = 256
    images: int = 297
    seeds: int = 1

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(steps=200, points=113, draws=64, images=100)
Config.SMALL = Config()
Config.FULL = Config(steps=20_000, points=321, images=1000, seeds=4)


def run(config: Config, run: Run) -> Outcome:
    """Train, integrate, compare point by point."""
    split = load("vae", None if run.data is None else str(run.data))
    seeds = run.seeds or config.seeds
    models = trained_on(split.train, split.held_out.part(0, min(config.images, len(split.held_out))),
                        Recipe(500, config.steps, rate=1e-3, seeds=seeds, device=run.device, ordered=True))  # fmt: skip
    x, source = models.held_out, torch.Generator(run.device).manual_seed(1)
    scores, quadrature, gaps, figures = [], 0.0, [], []
    for number, member in enumerate(models.members):
        run.progress(0.6 + 0.4 * number / seeds)
        grid = Grid(config.points, config.half_width)
        evidence = checked_log_evidence(member.decoder.logits, x, grid, chunk=2048)
        quadrature = max(quadrature, evidence.error)
        elbo, error = sampled_bound(member, x, config.draws, source)
        scores.append((elbo - evidence.values) / error)
        gaps.append(evidence.values - elbo)
        figures.append(scatter(evidence.values, elbo, "held-out images"))
    score, gap = torch.stack(scores), torch.stack(gaps)
    spread = float(gap.std() / gap.numel() ** 0.5)
    rows = (
        quadrature_row(IDENTIFIER, quadrature, config.quadrature, seeds),
        bound_row(IDENTIFIER, score, seeds),
        gap_row(IDENTIFIER, float(gap.mean()), spread, seeds),
    )
    notes, said = (f"Images: {split.said}.",), asdict(config) | {"seeds": seeds}
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (figures[0],), config=said, notes=notes)
