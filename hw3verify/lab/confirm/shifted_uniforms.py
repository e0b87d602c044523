"""G4: what a trained discriminator says of JSD between U[0, 1] and U[t, 1 + t].

Predicted: JSD = min(t, 1) log 2 and V(D*) = -log 4 + 2 JSD, from `hw3verify.divergences`. Observed: (V + log 4) / 2
of trained networks, V by Gauss-Legendre rules between the jumps. Bound: any discriminator's is at most JSD. For 0 <
t < 1 the best D steps from 1 to 1/2 to 0 at two edges, which a smooth network only approaches: a shortfall that
shrinks with training.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from hw3verify.divergences import Uniform, js
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.games import rivals, value
from hw3verify.lab.games.descent import Schedule
from hw3verify.lab.games.records import near

IDENTIFIER = "G4"
TITLE = "JSD of shifted uniform laws, from a trained discriminator"
THEOREMS = ("jsd_identity.identity", "jsd_identity.bounds", "jsd_identity.shifted_uniforms")
QUADRATURE = 1e-10
SCHEDULE = Schedule(800, 0.03)

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The shifts, the network and its training; `panels` of the rule between two jumps."""

    shifts: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
    hidden: int = 16
    batch: int = 64
    schedule: Schedule = SCHEDULE
    panels: int = 64
    seeds: int = 8

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(shifts=(0.0, 0.5, 1.0, 1.5), schedule=Schedule(300, 0.03), seeds=4)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Train for every shift and seed at once, integrate, compare."""
    seeds = run.seeds or config.seeds
    rivalry = rivals.Rivalry(config.shifts, seeds, config.hidden, config.batch, config.schedule, run.device)
    trained = rivals.discriminators(rivalry, run.progress)
    values = rivals.game_values(rivalry, trained, config.panels)
    error = float((rivals.game_values(rivalry, trained, 2 * config.panels) - values).abs().max())
    found = value.jensen_shannon(values)
    exact = [float(js(Uniform(0, 1), Uniform(t, 1 + t))) for t in config.shifts]
    above = max(float((row - best).max()) for row, best in zip(found, exact, strict=True))
    how = "min(t, 1) log 2 (hw3verify.divergences.js)"
    rows = [
        Measurement(IDENTIFIER, "(V(D) + log 4) / 2 less JSD, largest over shifts and seeds", Kind.BOUND, 0.0,
                    "no discriminator has a greater value than p / (p + q)", above, error, QUADRATURE,
                    len(config.shifts) * seeds, Side.AT_MOST),
    ]  # fmt: skip
    for t, row, best in zip(config.shifts, found, exact, strict=True):
        furthest = float(row[int((row - best).abs().argmax())])
        name = f"G4 t={t:g}"
        quantity = f"(V(D) + log 4) / 2 at t = {t:g}, the seed furthest from JSD"
        rows.append(near(name, quantity, best, how, furthest, setting=run.setting, seeds=seeds, error=error))
    figures = (_figure(config.shifts, values, exact),)
    return Outcome(IDENTIFIER, TITLE, THEOREMS, tuple(rows), figures, config=asdict(config))


def _figure(shifts: tuple[float, ...], values: Tensor, exact: list[float]) -> Figure:
    several = tuple(t for t in shifts for _ in range(values.shape[1]))
    return Figure("Value against -log 4 + 2 JSD, shifted uniform laws", "shift t", "V(D)", (
        Curve("V(D), every seed", several, tuple(values.reshape(-1).tolist()), "points"),
        Curve("-log 4 + 2 JSD", shifts, tuple(2 * best - math.log(4) for best in exact), "reference"),
    ))  # fmt: skip
