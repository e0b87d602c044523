"""V10: closed divergences of normal laws against Gauss-Hermite quadrature and against sampling.

Predicted: `hw3verify.divergences.kl_normal`, whose value for equal variances is (mu_q - mu_p)^2 / (2 sigma^2), and 0
for equal laws. Observed: the expectation of log q - log p under q by a Gauss-Hermite rule, which is exact for this
quadratic up to rounding, and by sampling with its standard error.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import ClassVar

import torch

from hw3verify.divergences import kl_normal
from hw3verify.lab.claims import Kind, Measurement, Outcome, Run, bonferroni
from hw3verify.lab.quadrature import gauss_hermite

IDENTIFIER = "V10"
TITLE = "closed divergences of normal laws against quadrature and sampling"
THEOREMS = ("gaussian_kl.equal_variance", "gaussian_kl.scalar", "gaussian_kl.zero")
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Config:
    """How many pairs of laws, how many nodes, how many draws for each."""

    nodes: int = 16
    draws: int = 4000
    seeds: int = 200

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(draws=1000)
Config.SMALL = Config()
Config.FULL = Config(draws=100_000, seeds=2000)


def log_ratio(z: torch.Tensor, laws: torch.Tensor) -> torch.Tensor:
    """log q(z) - log p(z) where a row of `laws` has the means and scales of q and p."""
    m1, s1, m2, s2 = (column[:, None] for column in laws.T)
    return torch.log(s2 / s1) - 0.5 * ((z - m1) / s1).square() + 0.5 * ((z - m2) / s2).square()


def run(config: Config, run: Run) -> Outcome:
    """Both comparisons for random pairs, and for pairs of equal variance."""
    seeds = run.seeds or config.seeds
    source = torch.Generator().manual_seed(0)
    drawn = torch.randn(4, seeds, generator=source, dtype=torch.float64)
    pairs = torch.stack([drawn[0], torch.exp(0.7 * drawn[1]), drawn[2], torch.exp(0.7 * drawn[3])], 1)
    equal = torch.stack([drawn[0], torch.exp(drawn[1]), drawn[2], torch.exp(drawn[1])], 1)
    same = torch.stack([drawn[0], torch.exp(drawn[1])] * 2, 1)
    nodes, weights = gauss_hermite(config.nodes)
    more, heavier = gauss_hermite(2 * config.nodes)

    def by_quadrature(laws: torch.Tensor, at: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        return log_ratio(laws[:, :1] + laws[:, 1:2] * at, laws) @ weights

    rows = []
    for name, laws, closed in (
        ("any two normal laws", pairs, torch.as_tensor(kl_normal(*pairs.T))),
        ("equal variances", equal, (equal[:, 0] - equal[:, 2]).square() / (2 * equal[:, 1].square())),
        ("equal laws", same, torch.zeros(seeds, dtype=torch.float64)),
    ):
        found, again = by_quadrature(laws, nodes, weights), by_quadrature(laws, more, heavier)
        scale = closed.clamp(min=1.0)
        rows.append(
            Measurement(IDENTIFIER, f"{name}: largest |quadrature - closed form| relative to max(1, KL)",
                        Kind.IDENTITY, 0.0, "KL of normal laws in closed form",
                        float(((found - closed).abs() / scale).max()),
                        float(((found - again).abs() / scale).max()), ROUNDING, seeds)
        )  # fmt: skip
    run.progress(0.5)
    z = torch.randn(seeds, config.draws, generator=source, dtype=torch.float64)
    ratios = log_ratio(pairs[:, :1] + pairs[:, 1:2] * z, pairs)
    standard = ratios.std(1) / math.sqrt(config.draws)
    scores = (ratios.mean(1) - torch.as_tensor(kl_normal(*pairs.T))) / standard
    rows.append(
        Measurement(IDENTIFIER, "sampling: largest |z-score| over the pairs", Kind.IDENTITY, 0.0,
                    "KL of normal laws in closed form", float(scores.abs().max()), 1.0, bonferroni(2 * seeds), seeds)
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, tuple(rows), config=asdict(config))
