"""The equivalence run: before a rung is timed it must compute what L1 computes.

Both start from the same parameters and get the same batches in the same order and the same noise, drawn before. The
losses of all steps are compared: |loss / loss of L1 - 1|, the largest over steps and networks. An ensemble's member i
is compared with L1 of seed + i, on noise of its own.

Limits: 1e-10 in float64, without exception; 1e-5 in float32, for the median over a few seeds: a ReLU or a maximum may
be decided otherwise by rounding, which happens in one run in some dozens and then moves it by about 1e-4. TF32 is no
32-bit arithmetic: such a rung's drift is reported, not judged."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch

from hw3verify.lab.fast.ladder import RUNGS, Rung, build, exact, start
from hw3verify.lab.fast.problem import Problem

Tensor = Any

STEPS, SEEDS = 200, 3
LIMITS = {"float64": 1e-10, "float32": 1e-5}
TUNED = next(rung for rung in RUNGS if rung.name == "tuned")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a rung's losses are from L1's in a type: the worst step of each seed."""

    rung: str
    kind: str
    dtype: str
    steps: int
    worst: tuple[float, ...]

    @property
    def passed(self) -> bool:
        """All seeds within the limit in float64, the median of them in float32. NaN passes nothing."""
        if any(math.isnan(value) for value in self.worst):
            return False
        found = max(self.worst) if self.dtype == "float64" else median(self.worst)
        return found <= LIMITS[self.dtype]


def scripted(problem: Problem, steps: int, seed: int, dtype: Any) -> Tensor:
    """Noise for so many steps of one model, the same on every machine: drawn on the CPU in float64."""
    generator = torch.Generator().manual_seed(seed)
    wide = torch.empty(steps, problem.batch, problem.noise, dtype=torch.float64)
    return problem.draw(wide, generator).to(dtype)


def scripts(problem: Problem, steps: int, seed: int, dtype: Any, members: int | None) -> Tensor:
    """The script of a seed, or for an ensemble those of its members' seeds, stacked behind the steps."""
    if members is None:
        return scripted(problem, steps, seed, dtype)
    return torch.stack([scripted(problem, steps, seed + index, dtype) for index in range(members)], 1)


def reference(problem: Problem, device: Any, dtype: Any, seed: int, steps: int = STEPS) -> Tensor:
    """The losses of L1, of shape (steps, networks)."""
    with exact():
        loop = build(TUNED, problem, device, dtype, seed, script=scripted(problem, steps, seed, dtype), log=steps)
        loop.run(steps)
    found: Tensor = loop.losses().cpu().double()
    return found


def agree(
    rung: Rung,
    problem: Problem,
    device: Any,
    dtype: Any,
    members: int | None = None,
    steps: int = STEPS,
    seeds: int = SEEDS,
    **options: Any,
) -> Agreement:
    """Build the rung and compare it with L1; `options` are those of `build`."""
    with exact(rung.tf32):
        script = scripts(problem, steps, 0, dtype, members)
        loop = build(rung, problem, device, dtype, 0, members, script=script, log=steps, **options)
    return compare(loop, rung, problem, device, dtype, members, steps, seeds)


def compare(
    loop: Any,
    rung: Rung,
    problem: Problem,
    device: Any,
    dtype: Any,
    members: int | None = None,
    steps: int = STEPS,
    seeds: int = SEEDS,
) -> Agreement:
    """Compare a loop that was built with a script and a log of so many steps with L1, for each seed in turn.

    An ensemble is run once: its members are the seeds, of which the first `seeds` are compared."""
    found = []
    with exact(rung.tf32):
        for seed in range(seeds if members is None else 1):
            loop.stepper.load(start(problem, seed, members, device, dtype))
            loop.play(scripts(problem, steps, seed, dtype, members))
            loop.run(steps)
            losses = loop.losses()
            found += [losses.clone()] if members is None else [losses[..., i] for i in range(min(seeds, members))]
    worst = tuple(
        _farthest(losses, reference(problem, device, dtype, seed, steps)) for seed, losses in enumerate(found)
    )
    return Agreement(rung.name, problem.kind, str(dtype).removeprefix("torch."), steps, worst)


def _farthest(losses: Tensor, expected: Tensor) -> float:
    """The largest relative difference; NaN where a loss was never written, or the shapes differ."""
    if losses.shape != expected.shape:
        return math.nan
    return float((losses.cpu().double() / expected - 1).abs().max())
