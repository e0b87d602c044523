"""G5: along U[t, 1 + t], t from -2 to 2, JSD goes flat, KL is infinite, and W_1 = |t| goes on.

Predicted, from `hw3verify.divergences`: JSD = min(|t|, 1) log 2, W_1 = |t|, KL infinite for every t but 0
(Arjovsky, Chintala, Bottou, "Wasserstein GAN", 2017, example 1, there with lines in the plane). Observed: JSD from
trained discriminators, W_1 from trained critics with the one-sided gradient penalty, whose estimate exceeds W_1 by
a known amount (`games/interpolates`).

The same discriminators show why the flat part stops a generator: in the logit at the generator's draws the
saturating loss log(1 - D) has slope -D, whose mean is E_model D* = (1 - |t|)+ / 2, so 0 beyond |t| = 1; the
non-saturating loss -log D has -(1 - D), so -1 there.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.divergences import Uniform, js, kl, wasserstein1
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.games import interpolates, perceptrons, rivals, value
from hw3verify.lab.games.descent import Schedule
from hw3verify.lab.games.records import near

IDENTIFIER = "G5"
TITLE = "parallel lines: JSD goes flat where W_1 goes on"
THEOREMS = ("jsd_identity.shifted_uniforms", "wasserstein.cdf", "wasserstein.infinite_kl")
QUADRATURE = 1e-10
SCHEDULE = Schedule(600, 0.03)

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The shifts (none of them 0), the weight of the critic's penalty, the networks and their training."""

    shifts: tuple[float, ...] = (-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0)
    weight: float = 10.0
    hidden: int = 16
    batch: int = 64
    schedule: Schedule = SCHEDULE
    seeds: int = 8

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(shifts=(-1.5, -1.0, -0.5, 0.5, 1.0, 1.5), schedule=Schedule(300, 0.03), seeds=2)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Train discriminators and critics for every shift and seed at once, integrate, compare."""
    seeds, shifts = run.seeds or config.seeds, config.shifts
    rivalry = rivals.Rivalry(shifts, seeds, config.hidden, config.batch, config.schedule, run.device)
    judges = rivals.discriminators(rivalry, lambda share: run.progress(0.5 * share))
    values = rivals.game_values(rivalry, judges, 64)
    error = float((rivals.game_values(rivalry, judges, 128) - values).abs().max())
    flat = value.jensen_shannon(values)
    critics = rivals.critics(
        rivalry, [config.weight] * len(shifts), progress=lambda share: run.progress(0.5 + 0.5 * share)
    )
    steep = rivals.differences(rivalry, critics)
    laws = [(Uniform(0, 1), Uniform(t, 1 + t)) for t in shifts]
    divergences = [float(js(*pair)) for pair in laws]
    distances = [float(wasserstein1(*pair)) for pair in laws]
    optima = [interpolates.difference(abs(t), config.weight).value for t in shifts]
    saturating, other = loss_slopes(rivalry, judges)
    overlap = [max(1 - abs(t), 0.0) / 2 for t in shifts]
    told: dict[str, Any] = {"setting": run.setting, "seeds": seeds * len(shifts)}
    disjoint = [place for place, t in enumerate(shifts) if abs(t) >= 1]
    beyond = [shifts[place] for place in disjoint]
    rises, slope = fitted(beyond, steep[disjoint]), _line(beyond, optima, disjoint)

    rows = (
        Measurement(IDENTIFIER, "shifts at which KL is infinite", Kind.IDENTITY, float(len(shifts)),
                    "for every t but 0 there is data where the model has no mass",
                    float(sum(math.isinf(float(kl(*pair))) for pair in laws)), 0.0, 0.0),
        Measurement(IDENTIFIER, "(V(D) + log 4) / 2 less JSD, largest over shifts and seeds", Kind.BOUND, 0.0,
                    "no discriminator has a greater value than p / (p + q)",
                    max(float((row - exact).max()) for row, exact in zip(flat, divergences, strict=True)), error,
                    QUADRATURE, seeds * len(shifts), Side.AT_MOST),
        near("G5 JSD", "JSD from a discriminator less JSD, the worst of shifts and seeds", 0.0,
             "min(|t|, 1) log 2 (hw3verify.divergences.js)", _worst(flat, divergences), error=error, **told),
        near("G5 W1", "difference of a critic less the penalty's optimum, the worst of shifts and seeds", 0.0,
             "W_1 = |t| and the penalty's excess, by exact integrals", _worst(steep, optima), **told),
        near("G5 flat", "slope of JSD in |t| from |t| = 1 on, the seed furthest from it", 0.0, "JSD = log 2 there",
             _furthest(fitted(beyond, flat[disjoint]), 0.0), **told),
        near("G5 steep", "slope of a critic's difference in |t| from |t| = 1 on, the seed furthest from it", slope,
             "a line through the penalised optima at the same shifts; W_1 alone has slope 1", _furthest(rises, slope),
             error=float(rises.std()) if seeds > 1 else 0.0, unbiased=_line(beyond, distances, disjoint), **told),
        near("G5 saturating", "mean slope of log(1 - D) in the logit less -E_model D*, the worst", 0.0,
             "E_model D* = (1 - |t|)+ / 2: nothing is learnt beyond |t| = 1",
             _worst(saturating, [-share for share in overlap]), **told),
        near("G5 other", "mean slope of -log D in the logit less -E_model(1 - D*), the worst", 0.0,
             "1 - E_model D*: 1 beyond |t| = 1", _worst(other, [share - 1 for share in overlap]), **told),
    )  # fmt: skip
    figures = (_distances(shifts, flat, steep, optima), _slopes(shifts, saturating, other))
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, figures, config=asdict(config))


def loss_slopes(rivalry: rivals.Rivalry, judges: Any) -> tuple[Tensor, Tensor]:
    """The mean slopes of log(1 - D) and of -log D in the logit, over the generator's law."""
    nodes, weights = value.gauss_legendre(0.0, 1.0, 64, rivalry.device)
    logits = perceptrons.values(judges, nodes + rivalry.each(rivalry.shifts)).detach().requires_grad_()
    softplus = torch.nn.functional.softplus
    (saturating,) = torch.autograd.grad(-softplus(logits).sum(), logits)  # log(1 - sigmoid(l)) = -softplus(l)
    (other,) = torch.autograd.grad(softplus(-logits).sum(), logits)  # -log sigmoid(l) = softplus(-l)
    return rivalry.table((saturating * weights).sum(1)), rivalry.table((other * weights).sum(1))


def fitted(shifts: list[float], table: Tensor) -> Tensor:
    """The slope in |t| of the line of least squares through each column of a table with a row for each shift."""
    at = torch.tensor([abs(t) for t in shifts], dtype=torch.float64, device=table.device)
    at = at - at.mean()
    slopes: Tensor = (at[:, None] * table).sum(0) / at.square().sum()
    return slopes


def _line(shifts: list[float], exact: list[float], places: list[int]) -> float:
    """The slope of the line of least squares through exact values at those shifts."""
    return float(fitted(shifts, torch.tensor([[exact[place]] for place in places], dtype=torch.float64))[0])


def _furthest(values: Tensor, predicted: float) -> float:
    return float(values[int((values - predicted).abs().argmax())])


def _worst(table: Tensor, exact: list[float]) -> float:
    apart = table - torch.tensor(exact, dtype=torch.float64, device=table.device)[:, None]
    return float(apart.reshape(-1)[int(apart.abs().argmax())])


def _distances(shifts: tuple[float, ...], flat: Tensor, steep: Tensor, optima: list[float]) -> Figure:
    line = tuple(-2.0 + 0.05 * place for place in range(81))
    several = tuple(t for t in shifts for _ in range(flat.shape[1]))
    return Figure("JSD and W_1 along the parallel lines", "shift t", "nats; distance", (
        Curve("JSD from a discriminator", several, tuple(flat.reshape(-1).tolist()), "points"),
        Curve("JSD = min(|t|, 1) log 2", line, tuple(min(abs(t), 1.0) * math.log(2) for t in line), "reference"),
        Curve("difference of a penalised critic", several, tuple(steep.reshape(-1).tolist()), "points"),
        Curve("W_1 = |t|", line, tuple(abs(t) for t in line), "reference"),
        Curve("optimum under the penalty", shifts, tuple(optima), "line"),
    ))  # fmt: skip


def _slopes(shifts: tuple[float, ...], saturating: Tensor, other: Tensor) -> Figure:
    several = tuple(t for t in shifts for _ in range(saturating.shape[1]))
    line = tuple(-2.0 + 0.05 * place for place in range(81))
    return Figure("What a generator's loss passes on", "shift t", "mean slope in the logit", (
        Curve("log(1 - D), saturating", several, tuple(saturating.reshape(-1).tolist()), "points"),
        Curve("-E_model D*", line, tuple(-max(1 - abs(t), 0.0) / 2 for t in line), "reference"),
        Curve("-log D, non-saturating", several, tuple(other.reshape(-1).tolist()), "points"),
        Curve("-E_model (1 - D*)", line, tuple(max(1 - abs(t), 0.0) / 2 - 1 for t in line), "reference"),
    ))  # fmt: skip
