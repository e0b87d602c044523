"""G1: a trained discriminator between N(0, 1) and N(1, 1) against the best one, p / (p + q).

Predicted: D* = sigmoid(1/2 - x), a logistic of a line; V(D*) = 2 JSD - log 4, with JSD from
`hw3verify.divergences`. Observed: a network 1 - h - h - 1 trained on draws, its value V(D) by the trapezoid rule in
float64, with the numerical error shown by halving the spacing and by widening the box. Identity: V(D*) - V(D) = 2
E_M KL(Bern D*, Bern D), at any D.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.divergences import Normal, js
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side, bonferroni
from hw3verify.lab.games import perceptrons, value
from hw3verify.lab.games.descent import Schedule, train
from hw3verify.lab.games.noise import Noise
from hw3verify.lab.games.records import near

IDENTIFIER = "G1"
TITLE = "a trained discriminator and the best one, between two normal laws"
THEOREMS = ("optimal_discriminator.pointwise", "optimal_discriminator.maximum", "jsd_identity.identity")
SHIFT = 1.0
QUADRATURE = 1e-10
SCHEDULE = Schedule(1000, 0.02)

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The network, its training, the rule and the number of draws for the sampled value."""

    hidden: int = 16
    batch: int = 64
    schedule: Schedule = SCHEDULE
    reach: float = 9.0
    points: int = 401
    draws: int = 20_000
    seeds: int = 8

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(schedule=Schedule(400, 0.02), draws=5_000, seeds=4)
Config.SMALL = Config()
Config.FULL = Config(draws=5_000, seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Train, integrate, compare."""
    seeds = run.seeds or config.seeds
    exact = 2 * float(js(Normal(0, 1), Normal(SHIFT, 1))) - float(torch.tensor(4.0, dtype=torch.float64).log())
    pair, *others = pairs(config, run.device)
    history: list[tuple[int, Tensor]] = []

    def watch(step: int, parameters: Any) -> None:
        if step % max(1, config.schedule.steps // 50) == 0:
            history.append((step, value.value(pair, perceptrons.values(parameters, pair.nodes))))

    trained = discriminators(config, seeds, run, watch)
    found, better = value.value(pair, perceptrons.values(trained, pair.nodes)), value.best_value(pair)
    off = regret_error(pair, trained)
    moved = [value.value(p, perceptrons.values(trained, p.nodes)) for p in others]
    error = max(float((v - found).abs().max()) for v in moved)
    error = max(error, *(float(abs(value.best_value(p) - better)) for p in others))
    rms = value.distance(pair, perceptrons.values(trained, pair.nodes))

    closed = "2 JSD - log 4 by adaptive quadrature (hw3verify.divergences.js)"
    rows = (
        Measurement(IDENTIFIER, "V(D*) by the trapezoid rule, D* = p / (p + q)", Kind.IDENTITY, exact, closed,
                    float(better), error, QUADRATURE),
        Measurement(IDENTIFIER, "largest V(D) over seeds", Kind.BOUND, exact, closed, float(found.max()), error,
                    QUADRATURE, seeds, Side.AT_MOST),
        Measurement(IDENTIFIER, "V(D*) - V(D) - 2 E_M KL(Bern D*, Bern D), the seed furthest from it", Kind.IDENTITY,
                    0.0, "the integrand is a negative cross entropy of two classes", _furthest(off), error, QUADRATURE,
                    seeds),
        near("G1 regret", "V(D*) - V(D), largest over seeds", 0.0, "D* is the maximiser",
             float((exact - found).max()), setting=run.setting, seeds=seeds, error=error),
        near("G1 distance", "rms of D - D* under (p + q) / 2, largest over seeds", 0.0, "D* is the maximiser",
             float(rms.max()), setting=run.setting, seeds=seeds, error=error),
        _sampled(config, trained, found, seeds, run.device),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, _figures(pair, trained, history, exact), config=asdict(config))


def pairs(config: Config, device: str) -> tuple[value.Pair, value.Pair, value.Pair]:
    """Both laws on the rule's nodes, at half the spacing, and on a box that is wider by 2 on each side."""
    wider = round((config.points - 1) * (2 * config.reach + SHIFT + 4) / (2 * config.reach + SHIFT)) + 1
    finer = value.normals(SHIFT, 1.0, config.reach, 2 * config.points - 1, device)
    return (
        value.normals(SHIFT, 1.0, config.reach, config.points, device),
        finer,
        value.normals(SHIFT, 1.0, config.reach + 2, wider, device),
    )


def discriminators(config: Config, seeds: int, run: Run, watch: Any = lambda _step, _parameters: None) -> Any:
    """A trained discriminator for each seed."""
    noise, n = Noise(range(seeds), run.device), config.batch
    softplus = torch.nn.functional.softplus

    def losses(parameters: Any) -> Tensor:
        x, y = noise.normal(n), SHIFT + noise.normal(n)
        real, fake = perceptrons.values(parameters, torch.cat([x, y], 1)).split(n, 1)
        return (softplus(-real) + softplus(fake)).mean(1)

    start = perceptrons.initial(config.hidden, range(seeds), run.device)
    return train(start, losses, config.schedule, run.progress, watch)


def regret_error(pair: value.Pair, parameters: Any) -> Tensor:
    """V(D*) - V(D) - 2 E_M KL(Bern D*, Bern D) of each member."""
    logits = perceptrons.values(parameters, pair.nodes)
    return value.best_value(pair) - value.value(pair, logits) - value.regret(pair, logits)


def _furthest(values: Tensor) -> float:
    return float(values[int(values.abs().argmax())])


def _sampled(config: Config, parameters: Any, exact: Tensor, seeds: int, device: str) -> Measurement:
    """V(D) from independent draws, at the seed that is furthest off in standard errors."""
    noise, softplus = Noise((1_000_003 + seed for seed in range(seeds)), device), torch.nn.functional.softplus
    x, y = noise.independent_normal(config.draws), noise.independent_normal(config.draws)
    terms = -softplus(-perceptrons.values(parameters, x)) - softplus(perceptrons.values(parameters, SHIFT + y))
    means, errors = terms.mean(1), terms.std(1) / config.draws**0.5
    worst = int(((means - exact) / errors).abs().argmax())
    error = float(errors[worst])
    return Measurement(IDENTIFIER, f"V(D) from {config.draws} draws, the seed furthest from it", Kind.IDENTITY,
                       float(exact[worst]), "the trapezoid rule for the same D", float(means[worst]), error,
                       bonferroni(2 * seeds) * error, seeds)  # fmt: skip


def _figures(pair: value.Pair, parameters: Any, history: list[tuple[int, Tensor]], exact: float) -> tuple[Figure, ...]:
    shown = (pair.nodes > -5) & (pair.nodes < 6)
    x = tuple(pair.nodes[shown].tolist())
    chances = torch.sigmoid(perceptrons.values(parameters, pair.nodes[shown]))
    low, high = tuple(chances.amin(0).tolist()), tuple(chances.amax(0).tolist())
    against = Figure("D against D*", "x", "probability of data", (
        Curve("D, all seeds", x, low, "band", high),
        Curve("D, mean over seeds", x, tuple(chances.mean(0).tolist())),
        Curve("D* = p / (p + q)", x, tuple(value.best(pair)[0][shown].tolist()), "reference"),
    ))  # fmt: skip
    steps = tuple(float(step) for step, _ in history)
    values = torch.stack([v for _, v in history])
    rising = Figure("Value against -log 4 + 2 JSD", "step", "V(D)", (
        Curve("all seeds", steps, tuple(values.amin(1).tolist()), "band", tuple(values.amax(1).tolist())),
        Curve("mean over seeds", steps, tuple(values.mean(1).tolist())),
        Curve("-log 4 + 2 JSD", (steps[0], steps[-1]), (exact, exact), "reference"),
    ))  # fmt: skip
    return against, rising
