"""The rungs: what each is called, how its loop is built, what was predicted for it, and which a machine has.

Every rung is built from a problem and a seed and starts from the parameters that the seed gives; the seeds of an
ensemble of M are seed, seed + 1, ..., seed + M - 1. Without CUDA there are no graphs and nothing is compiled: `present`
leaves those rungs out and says so. On a machine with CUDA, matrix products and convolutions are kept in full 32 bits
(`exact`), except where a rung says TF32.

Predictions were written down before anything was timed on such a machine, from counts of operations and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from hw3verify.lab import ensemble
from hw3verify.lab.fast.data_loader import Examples
from hw3verify.lab.fast.feed import Feed
from hw3verify.lab.fast.functional import Functional
from hw3verify.lab.fast.graph import Recorder, capture
from hw3verify.lab.fast.lean import Lean
from hw3verify.lab.fast.loop import Loop
from hw3verify.lab.fast.problem import Problem, split
from hw3verify.lab.fast.sheet import Sheet

Tensor = Any


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder: predictions are microseconds a step on one H200, from and to, for each kind of problem."""

    name: str
    level: str
    adds: str
    vae: tuple[float, float] | None = None
    gan: tuple[float, float] | None = None
    graph: bool = False
    compiled: bool = False
    tf32: bool = False


RUNGS = (
    Rung("examples", "L0", "the loop of published examples: data loader, losses read back", (4000, 6000), (3000, 5000)),
    Rung("tuned", "L1", "data and indices on the device, nothing read back", (600, 900), (1000, 1300)),
    Rung("tuned compiled", "L1", "the same, its networks compiled", compiled=True),
    Rung("lean", "L2", "lean algebra, fused Adam, made images used twice", (350, 500), (700, 900)),
    Rung("graph", "L3", "the whole step one CUDA graph", (100, 150), (250, 400), graph=True),
    Rung("compiled graph", "L4", "the step compiled whole, in the graph", (50, 80), (150, 300), True, True),
    Rung("compiled graph, TF32", "L4", "the same with products in TF32", None, None, True, True, True),
)
STACKED = (
    Rung("ensemble", "L5", "M models stacked", (9, 18), None, graph=True),
    Rung("compiled ensemble", "L5", "M models stacked, compiled", (9, 18), None, True, True),
    Rung("compiled ensemble, TF32", "L5", "the same with products in TF32", None, None, True, True, True),
)
PRESENT_WITHOUT = "no GPU: graphs and compile skipped"


def present(rungs: tuple[Rung, ...], device: Any) -> tuple[tuple[Rung, ...], tuple[str, ...]]:
    """The rungs that make sense on this device, and a line for those that were left out.

    Without CUDA an ensemble runs without its graph: it is the only one of them that is kept."""
    if torch.device(device).type == "cuda":
        return rungs, ()
    kept = tuple(rung for rung in rungs if not rung.compiled and (not rung.graph or rung.level == "L5"))
    left = [rung.name for rung in rungs if rung not in kept]
    return kept, (f"{PRESENT_WITHOUT} ({'; '.join(left)})",) if left else ()


@contextmanager
def exact(tf32: bool = False) -> Iterator[None]:
    """Inside, 32-bit matrix products and convolutions on a GPU are computed in 32 bits, or in TF32 where asked for."""
    before = torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    try:
        yield
    finally:
        torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32 = before


def build(
    rung: Rung,
    problem: Problem,
    device: Any = "cpu",
    dtype: Any = torch.float32,
    seed: int = 0,
    members: int | None = None,
    script: Tensor | None = None,
    log: int = 256,
    recorder: Recorder | None = None,
    workers: int = 1,
    backend: str = "inductor",
) -> Any:
    """The loop of a rung (`Loop` or `Examples`), ready to run: compiled where the rung says so, and captured on a GPU.

    `members` for the rungs of ensembles only. A `recorder` takes the place of CUDA's; `backend` is the compiler's."""
    if (members is None) != (rung.level != "L5"):
        raise ValueError(f"members: expected a number for an ensemble and None for one model, got {members!r}")
    if rung.level in ("L0", "L1"):
        modules, _ = ensemble.single(problem.make, seed)
        stepper: Any = Sheet(problem, modules, device, dtype, _compiler(backend) if rung.compiled else None)
        if rung.level == "L0":
            return Examples(problem, stepper, device, dtype, seed, script, workers)
    else:
        form = Functional if rung.compiled else Lean
        stepper = form(problem, start(problem, seed, members, device, dtype), members is not None)
    loop = Loop(Feed(problem, device, dtype, seed, members, script, log), stepper)
    if rung.compiled and rung.level != "L1":
        loop.inner = _compiler(backend)(loop.body)
    recorded(rung, loop, recorder)
    return loop


def start(problem: Problem, seed: int, members: int | None, device: Any, dtype: Any) -> tuple[dict[str, Tensor], ...]:
    """The parameters of each network that a seed gives, or those of the seeds of an ensemble, stacked."""
    if members is None:
        _, parameters = ensemble.single(problem.make, seed, device, dtype)
    else:
        _, parameters = ensemble.initial(problem.make, range(seed, seed + members), device, dtype)
    return split(parameters, problem.players)


def recorded(rung: Rung, loop: Loop, recorder: Recorder | None = None) -> None:
    """Capture the loop's step as it is now, where the rung has a graph and there is CUDA or another recorder."""
    if rung.graph and (recorder is not None or loop.feed.data.device.type == "cuda"):
        with exact(rung.tf32):
            capture(loop, recorder)


def _compiler(backend: str) -> Any:
    """torch.compile without breaks and for fixed shapes; every rung may be compiled, however many there were before."""
    for name in ("recompile_limit", "cache_size_limit"):
        if hasattr(torch._dynamo.config, name):
            setattr(torch._dynamo.config, name, 256)
    return lambda f: torch.compile(f, fullgraph=True, dynamic=False, backend=backend)
