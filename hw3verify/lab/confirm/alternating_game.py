"""G3: the same generator a + b z with alternating Adam and the non-saturating loss, and its drift.

One step of a network D on draws, one of the generator on -log D(a + b z), in turn, with Adam's usual means for such
games (0.5, 0.999). The fixed point is still a = 0, b = 1, where C(a, b) = -log 4; but nothing promises to be there
after a given number of steps. The start at a = 2 is not forgotten: Adam's mean of squares remembers the large
gradients of the beginning for 1/(1 - 0.999) steps and keeps the last ones short, so that the mean of a over seeds
stays on the side of the start, many standard errors from 0. This is a bias of the dynamics, not of the draws: the
same game with both expectations by quadrature, from the same networks, predicts it; and with 0.99 in the place of
0.999 it is gone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab import ensemble
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.confirm.best_response import cost
from hw3verify.lab.games import perceptrons, value
from hw3verify.lab.games.descent import Schedule, descend
from hw3verify.lab.games.noise import Noise
from hw3verify.lab.games.records import near
from hw3verify.lab.quadrature import trapezoid

IDENTIFIER = "G3"
TITLE = "alternating Adam against a learning discriminator, and its drift"
THEOREMS = ("jsd_identity.identity", "jsd_identity.bounds")
START = (2.0, 0.0)  # a and log b
QUADRATURE = 1e-10
DISCRIMINATOR = Schedule(2000, 0.02, 0.5, 0.999)
GENERATOR = Schedule(2000, 0.004, 0.5, 0.999)

Tensor = Any
Draws = Callable[[], tuple[Tensor, Tensor, Tensor]]  # data, noise and the weights of both, a row for each member


@dataclass(frozen=True, slots=True)
class Config:
    """The discriminator, both schedules, the draws of a step, and the nodes of the game without draws."""

    hidden: int = 16
    batch: int = 64
    discriminator: Schedule = DISCRIMINATOR
    generator: Schedule = GENERATOR
    nodes: int = 81
    seeds: int = 8

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(
    discriminator=Schedule(1000, 0.02, 0.5, 0.999), generator=Schedule(1000, 0.008, 0.5, 0.999), seeds=4
)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Play with draws and without, compare."""
    seeds = run.seeds or config.seeds
    noise, n = Noise(range(seeds), run.device), config.batch
    even = torch.full((seeds, n), 1 / n, dtype=torch.float64, device=run.device)
    path = play(config, seeds, lambda: (noise.normal(n), noise.normal(n), even), run, 0.0)
    z, weights = trapezoid(-6.0, 6.0, config.nodes, run.device)
    smooth = z.expand(seeds, -1)
    mass = (weights * value.normal_density(z, 0.0, 1.0)).expand(seeds, -1)
    still = play(config, seeds, lambda: (smooth, smooth, mass), run, 0.5)

    end, lowest = path[-1], -math.log(4)
    costs = torch.stack([cost(numbers) for numbers in path])
    a, b = end[:, 0], end[:, 1].exp()
    error = float(a.std() / math.sqrt(seeds)) if seeds > 1 else 0.0
    fixed = "the only equal law"
    paired = int((a - still[-1][:, 0]).abs().argmax())
    without = "the same game with both expectations by quadrature, from the same network"
    rows = (
        Measurement(IDENTIFIER, "least C on the way, over seeds and steps", Kind.BOUND, lowest, "JSD >= 0",
                    float(costs.min()), 0.0, QUADRATURE, seeds, Side.AT_LEAST),
        near("G3 cost", "C at the end, the seed furthest from it", lowest, "-log 4, since JSD = 0 there",
             float(costs[-1].max()), setting=run.setting, seeds=seeds),
        near("G3 a", "a at the end, the seed furthest from it", 0.0, fixed, _furthest(a, 0.0), setting=run.setting,
             seeds=seeds),
        near("G3 b", "b at the end, the seed furthest from it", 1.0, fixed, _furthest(b, 1.0), setting=run.setting,
             seeds=seeds),
        near("G3 drift", "a at the end, the seed furthest from its prediction", float(still[-1][paired, 0]), without,
             float(a[paired]), setting=run.setting, seeds=seeds),
        near("G3 drift", "mean of a at the end, over seeds", float(still[-1][:, 0].mean()), without, float(a.mean()),
             setting=run.setting, seeds=seeds, error=error, unbiased=0.0),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (_figure(path, still, config),), config=asdict(config))


def play(config: Config, seeds: int, draws: Draws, run: Run, done: float) -> list[Tensor]:
    """The generators (a, log b), a row for each seed, at about forty steps on the way and at the end."""
    softplus, steps = torch.nn.functional.softplus, config.discriminator.steps
    start = torch.tensor(START, dtype=torch.float64, device=run.device)
    judge = ensemble.begin(perceptrons.initial(config.hidden, range(seeds), run.device))
    maker = ensemble.begin({"generator": start.repeat(seeds, 1)})
    path = []
    for step in range(steps):
        if step % max(1, steps // 40) == 0:
            path.append(maker.parameters["generator"])
        x, z, weights = draws()
        fake = _made(maker.parameters, z)

        def judged(parameters: Any, x: Tensor = x, fake: Tensor = fake, weights: Tensor = weights) -> Tensor:
            real, made = perceptrons.values(parameters, torch.cat([x, fake], 1)).split(x.shape[1], 1)
            return ((softplus(-real) + softplus(made)) * weights).sum(1)

        judge = descend(judge, judged, config.discriminator.adam(step))

        def cheated(
            parameters: Any, z: Tensor = z, weights: Tensor = weights, judges: Any = judge.parameters
        ) -> Tensor:
            return (softplus(-perceptrons.values(judges, _made(parameters, z))) * weights).sum(1)

        maker = descend(maker, cheated, config.generator.adam(step))
        run.progress(done + 0.5 * (step + 1) / steps)
    return [*path, maker.parameters["generator"]]


def _made(parameters: Any, z: Tensor) -> Tensor:
    generator = parameters["generator"]
    return generator[:, :1] + generator[:, 1:].exp() * z


def _furthest(values: Tensor, predicted: float) -> float:
    return float(values[int((values - predicted).abs().argmax())])


def _figure(path: list[Tensor], still: list[Tensor], config: Config) -> Figure:
    steps = tuple(config.generator.steps * place / (len(path) - 1) for place in range(len(path)))
    a = torch.stack([numbers[:, 0] for numbers in path])
    return Figure("Alternating Adam: the generator's mean", "step", "a", (
        Curve("all seeds", steps, tuple(a.amin(1).tolist()), "band", tuple(a.amax(1).tolist())),
        Curve("mean over seeds", steps, tuple(a.mean(1).tolist())),
        Curve("without draws, mean over seeds", steps, tuple(float(numbers[:, 0].mean()) for numbers in still)),
        Curve("fixed point", (steps[0], steps[-1]), (0.0, 0.0), "reference"),
    ))  # fmt: skip
