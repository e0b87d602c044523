"""G7: on the line the two-sided penalty has a second basin, and half of the critics end there.

The penalty (|f'| - 1)^2 is a double well in f'. Where 2 w rho > F - G its slope at f' = 0 outweighs what the critic
gains, so that a descent keeps the sign of f' with which it begins; torch's initial law of weights is symmetric in f
and -f, so the wrong sign has probability 1/2. The difference there is -W_1 + (1 / 2w) integral (F - G)^2 / rho
(`games/interpolates`). Both are predictions: the value of each basin, and the share of seeds in the wrong one, with
the binomial's standard error. A network whose slope changes sign on the way can end in neither; such seeds are
counted.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.divergences import Uniform, wasserstein1
from hw3verify.lab.claims import Kind, Measurement, Outcome, Run, bonferroni
from hw3verify.lab.confirm.penalised_critic import slopes
from hw3verify.lab.games import interpolates, perceptrons, rivals
from hw3verify.lab.games.descent import Schedule
from hw3verify.lab.games.records import near

IDENTIFIER = "G7"
TITLE = "the second basin of the two-sided gradient penalty"
THEOREMS = ("wasserstein.duality", "wasserstein.homework")
SCHEDULE = Schedule(800, 0.03)

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The shifts, the weight of the penalty, the network and its training."""

    shifts: tuple[float, ...] = (0.5, 1.0)
    weight: float = 10.0
    hidden: int = 16
    batch: int = 64
    schedule: Schedule = SCHEDULE
    seeds: int = 64

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(schedule=Schedule(400, 0.03), seeds=16)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Train with both sides penalised, sort the seeds by basin, compare."""
    seeds = run.seeds or config.seeds
    rivalry = rivals.Rivalry(config.shifts, seeds, config.hidden, config.batch, config.schedule, run.device)
    weights = [config.weight] * len(config.shifts)
    before = rivals.differences(rivalry, rivals.initial_critics(rivalry))
    trained = rivals.critics(rivalry, weights, two_sided=True, progress=run.progress)
    after, mixed = rivals.differences(rivalry, trained), _mixed(rivalry, trained)
    rows = [_share(after), _kept(before, after)]
    for t, found, several in zip(config.shifts, after, mixed, strict=True):
        distance = float(wasserstein1(Uniform(0, 1), Uniform(t, 1 + t)))
        for right, basin in ((True, "right"), (False, "second")):
            there = found[((found > 0) == right) & ~several]
            if not len(there):
                continue
            optimum = interpolates.difference(t, config.weight, right=right)
            furthest = float(there[int((there - optimum.value).abs().argmax())])
            error = optimum.error + (float(there.std()) if len(there) > 1 else 0.0)
            quantity = f"E_data f - E_model f in the {basin} basin at t = {t:g}, the seed furthest from it"
            how = f"{'W_1' if right else '-W_1'} and the penalty's excess, by exact integrals"
            rows.append(near(f"G7 t={t:g}", quantity, optimum.value, how, furthest, setting=run.setting,
                             seeds=len(there), error=error, unbiased=distance))  # fmt: skip
    neither = int(mixed.sum())
    wrong = int((after < 0).sum())
    low, high = interval(wrong, after.numel())
    notes = (
        f"{wrong} of {after.numel()} critics end on the wrong side: Wilson's interval, 95 %, {low:.3f} to {high:.3f}",
        f"{neither} of {after.numel()} critics have a slope of both signs and belong to neither basin",
    )
    figures = (slopes(rivalry, trained, 0, config.weight, "Slopes of the critics, two-sided penalty"),)
    return Outcome(IDENTIFIER, TITLE, THEOREMS, tuple(rows), figures, config=asdict(config), notes=notes)


def interval(wrong: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share. Raises ValueError where `wrong` is not between 0 and `of`, or `of` is 0."""
    if not 0 <= wrong <= of or of < 1:
        raise ValueError(f"wrong: a number from 0 to {of} was expected, not {wrong}")
    z, share = 1.959963984540054, wrong / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return middle - half, middle + half


def _share(after: Tensor) -> Measurement:
    """The share of critics on the wrong side, against 1/2: shifts have seeds of their own, so all are independent."""
    share, of = float((after < 0).double().mean()), after.numel()
    error = 0.5 / math.sqrt(of)
    return Measurement(IDENTIFIER, "share of critics in the second basin", Kind.IDENTITY, 0.5,
                       "the initial law is symmetric in f and -f, and descent keeps the sign of the slope", share,
                       error, bonferroni(2) * error, of)  # fmt: skip


def _kept(before: Tensor, after: Tensor) -> Measurement:
    """The share of critics whose difference kept the sign that it had before training."""
    kept = float(((before > 0) == (after > 0)).double().mean())
    return Measurement(IDENTIFIER, "share of critics that keep the sign they began with", Kind.FINDING, 1.0,
                       "descent at one x alone keeps it; a network ties its slopes together", kept, 0.0, 0.0,
                       after.numel())  # fmt: skip


def _mixed(rivalry: rivals.Rivalry, trained: Any) -> Tensor:
    """Which critics have slopes of both signs inside of the interpolates' support."""
    rows = []
    for place, t in enumerate(rivalry.shifts):
        members = slice(place * rivalry.seeds, (place + 1) * rivalry.seeds)
        row = {name: stacked[members] for name, stacked in trained.items()}
        x = torch.linspace(0.02, 0.98 + t, 200, dtype=torch.float64, device=rivalry.device)
        found = perceptrons.values_and_slopes(row, x)[1]
        rows.append((found.amax(1) > 0) & (found.amin(1) < 0))
    return torch.stack(rows)
