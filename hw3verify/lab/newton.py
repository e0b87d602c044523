"""Saddle-free Newton steps for many small problems at once, in float64.

To minimise f over n numbers from each of M starts: with gradient g and Hessian H = Q diag(h) Q^T the step is
-Q diag(1/max(|h|, floor)) Q^T g (Dauphin et al., "Identifying and attacking the saddle point problem", 2014), halved
until f falls. Near a strict minimum it is Newton's step and converges quadratically; at a saddle it leaves along
directions of negative curvature, where Newton's own step would go uphill. `torch.func.vmap` forms the derivatives of
all M problems together, so the spread over starts costs little more than one run. Law: f never rises from one step to
the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tensor = Any
HALVINGS = 30
FLOOR = 1e-9


def minimise(objective: Callable[[Tensor], Tensor], starts: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """The points reached from each row of `starts` after at most so many steps, and the values of the objective before
    each step and at the end (a row for each). It stops early where no value fell.

    `objective` takes one row and gives a scalar; it must be smooth and finite at the starts. Raises ValueError where
    it is not finite there.
    """
    import torch
    from torch.func import grad, jacrev, vmap

    # reverse mode twice: forward mode would first load half of torch for its decompositions
    values, slopes, curvatures = vmap(objective), vmap(grad(objective)), vmap(jacrev(grad(objective)))
    points, now = starts, values(starts)
    if not bool(torch.isfinite(now).all()):
        raise ValueError("starts: the objective is not finite at one of them")
    history = [now]
    for _ in range(steps):
        h, q = torch.linalg.eigh(curvatures(points))
        along = torch.einsum("mji,mj->mi", q, slopes(points)) / h.abs().clamp(min=FLOOR)
        step = -torch.einsum("mij,mj->mi", q, along)
        points, after = _descended(values, points, step, now)
        settled, now = bool((after == now).all()), after
        history.append(now)
        if settled:
            break
    return points, torch.stack(history)


def _descended(
    values: Callable[[Tensor], Tensor], points: Tensor, step: Tensor, now: Tensor
) -> tuple[Tensor, Tensor]:
    """Each point moved by the longest of step, step/2, step/4, ... that lowers its value; where none does it stays."""
    import torch

    scale = torch.ones_like(now)
    best, found = points, now
    waiting = torch.ones_like(now, dtype=torch.bool)
    for _ in range(HALVINGS):
        tried = points + scale[:, None] * step
        value = values(tried)
        better = waiting & (value <= now)  # a NaN is no better
        best, found = torch.where(better[:, None], tried, best), torch.where(better, value, found)
        waiting = waiting & ~better
        if not bool(waiting.any()):
            break
        scale = scale / 2
    return best, found
