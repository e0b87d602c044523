"""V9: ascent on q over a finite z ends at the posterior, and the value there is log p(x).

Random joint tables p(x, z) for one observed x. Ascent is exponentiated gradient on the simplex, with the gradient of
sum_z q(z) (log p(x, z) - log q(z)) taken by automatic differentiation, from random starts. Predicted: Bayes' rule
p(x, z) / sum_z p(x, z), and log sum_z p(x, z). Bound: the value never passes log p(x) on the way.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side

IDENTIFIER = "V9"
TITLE = "ascent on q over a finite z ends at the posterior"
THEOREMS = ("posterior.stationary", "posterior.maximum", "posterior.value")
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Config:
    """The size of the tables and the ascent."""

    values: int = 6
    steps: int = 80
    rate: float = 0.5
    seeds: int = 1000

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(seeds=200)
Config.SMALL = Config()
Config.FULL = Config(values=32, seeds=100_000)


def objective(log_joint: torch.Tensor, log_q: torch.Tensor) -> torch.Tensor:
    """sum_z q (log p(x, z) - log q) for each row."""
    return (log_q.exp() * (log_joint - log_q)).sum(1)


def ascend(log_joint: torch.Tensor, log_q: torch.Tensor, rate: float) -> tuple[torch.Tensor, torch.Tensor]:
    """One step of exponentiated gradient, and the value before it.

    The slope in q is taken with sum q = 1 left out: a constant of it is normalised away.
    """
    q = log_q.exp().requires_grad_(True)
    value = (q * (log_joint - q.log())).sum(1)
    (slope,) = torch.autograd.grad(value.sum(), q)
    return torch.log_softmax(log_q + rate * slope, 1), value.detach()


def run(config: Config, run: Run) -> Outcome:
    """Ascent in all tables at once."""
    seeds = run.seeds or config.seeds
    source = torch.Generator().manual_seed(0)
    shape = (seeds, config.values)
    log_joint = 2.0 * torch.randn(shape, generator=source, dtype=torch.float64) - 3.0
    log_q = torch.log_softmax(2.0 * torch.randn(shape, generator=source, dtype=torch.float64), 1)
    exact, values = torch.logsumexp(log_joint, 1), []
    for step in range(config.steps):
        log_q, value = ascend(log_joint, log_q, config.rate)
        values.append(value)
        run.progress(step / config.steps)
    values.append(objective(log_joint, log_q))
    history = exact - torch.stack(values)
    apart = (log_q.exp() - log_joint.exp() / log_joint.exp().sum(1, keepdim=True)).abs().max()
    rounding = 4 * config.values * torch.finfo(torch.float64).eps

    def identity(quantity: str, how: str, observed: float) -> Measurement:
        return Measurement(IDENTIFIER, quantity, Kind.IDENTITY, 0.0, how, observed, rounding, ROUNDING, seeds)

    rows = (
        identity("largest |q - posterior| at the end", "Bayes' rule", float(apart)),
        identity("largest |value - log p(x)| at the end", "log of the table's sum", float(history[-1].abs().max())),
        Measurement(IDENTIFIER, "value less log p(x), largest on the way", Kind.BOUND, 0.0, "Jensen's inequality",
                    float(-history.min()), rounding, ROUNDING, seeds, Side.AT_MOST),
    )  # fmt: skip
    steps = tuple(float(step) for step in range(len(history)))
    shown = history.clamp(min=1e-17)
    curves = tuple(
        Curve(name, steps, tuple(shown.quantile(q, dim=1).tolist())) for name, q in (("median", 0.5), ("worst", 1.0))
    )
    figure = Figure("Ascent on q", "step", "log p(x) - value (nats)", curves, logarithmic="y")
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (figure,), config=asdict(config))
