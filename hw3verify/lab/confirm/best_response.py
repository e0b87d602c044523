"""G2: a generator a + b z against N(0, 1), with the best discriminator at every step.

The generator's cost with D* is C(a, b) = 2 JSD - log 4, least at a = 0, b = 1 alone, where it is -log 4. Observed:
plain descent in (a, log b) from random starts, its gradient taken **with D* held fixed** through E_z log(1 - D*(a +
b z)). That this is the gradient of C is the envelope theorem (Danskin 1967); it is compared with the gradient of C
itself. Near the minimum 2 JSD is a quarter of the Fisher information's quadratic form, so that the Hessian in a is
1/2 and a step of rate r multiplies a by 1 - r/2. All expectations are trapezoid rules in float64.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.games import value
from hw3verify.lab.quadrature import trapezoid

IDENTIFIER = "G2"
TITLE = "a generator against the best discriminator ends at the data's law"
THEOREMS = ("jsd_identity.identity", "jsd_identity.zero", "jsd_identity.bounds")
ROUNDING = 1e-9  # of the place of a flat minimum, and of a rate that is read off at 1e-4 from it
QUADRATURE = 1e-10

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The descent and the rule."""

    steps: int = 60
    rate: float = 1.0
    half_width: float = 30.0
    points: int = 2001
    seeds: int = 64

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(seeds=8)
Config.SMALL = Config()
Config.FULL = Config(seeds=256)


def pair(numbers: Tensor, half_width: float, points: int) -> value.Pair:
    """N(0, 1) and the generators' laws N(a, b^2), a row (a, log b) of `numbers` each."""
    nodes, weights = trapezoid(-half_width, half_width, points, str(numbers.device))
    model = value.normal_density(nodes, numbers[:, :1], numbers[:, 1:].exp())
    return value.Pair(nodes, value.normal_density(nodes, 0.0, 1.0), model, weights)


def cost(numbers: Tensor, half_width: float = 30.0, points: int = 2001) -> Tensor:
    """C(a, b) = max_D V(D), a row (a, log b) each."""
    return value.best_value(pair(numbers, half_width, points))


def best_logit(numbers: Tensor, x: Tensor) -> Tensor:
    """log p(x) / q(x), whose sigmoid is D*, at a row of places for each generator."""
    a, log_b = numbers[:, :1], numbers[:, 1:]
    return 0.5 * ((x - a) / log_b.exp()).square() + log_b - 0.5 * x.square()


def response(numbers: Tensor, points: int = 401) -> Tensor:
    """The gradient of E_z log(1 - D*(a + b z)) in (a, log b) with D* held fixed."""
    z, weights = trapezoid(-10.0, 10.0, points, str(numbers.device))
    weights = weights * value.normal_density(z, 0.0, 1.0)
    moving = numbers.detach().requires_grad_()
    x = moving[:, :1] + moving[:, 1:].exp() * z
    total = -(torch.nn.functional.softplus(best_logit(numbers.detach(), x)) * weights).sum()
    (gradient,) = torch.autograd.grad(total, moving)
    return gradient


def run(config: Config, run: Run) -> Outcome:
    """Descent from all starts at once."""
    seeds = run.seeds or config.seeds
    numbers = torch.stack([_start(seed) for seed in range(seeds)]).to(run.device)
    envelope = _envelope_error(numbers, config)
    costs, places = [cost(numbers, config.half_width, config.points)], [numbers]
    for step in range(config.steps):
        numbers = numbers - config.rate * response(numbers)
        places.append(numbers)
        costs.append(cost(numbers, config.half_width, config.points))
        run.progress((step + 1) / config.steps)
    history, path = torch.stack(costs), torch.stack(places)
    finer = cost(numbers, config.half_width, 2 * config.points - 1)
    wider = cost(numbers, 1.25 * config.half_width, config.points * 5 // 4 + 1)
    error = max(float((other - history[-1]).abs().max()) for other in (finer, wider))

    def identity(quantity: str, predicted: float, how: str, observed: float, tolerance: float) -> Measurement:
        return Measurement(IDENTIFIER, quantity, Kind.IDENTITY, predicted, how, observed, error, tolerance, seeds)

    lowest, only = -math.log(4), "JSD = 0 for equal laws only"
    rows = (
        identity("C at the end, the seed furthest from it", lowest, "-log 4, since JSD = 0 there",
                 _furthest(history[-1], lowest), QUADRATURE),
        identity("a at the end, the seed furthest from it", 0.0, only, _furthest(numbers[:, 0], 0.0), ROUNDING),
        identity("b at the end, the seed furthest from it", 1.0, only, _furthest(numbers[:, 1].exp(), 1.0), ROUNDING),
        Measurement(IDENTIFIER, "least C on the way, over seeds and steps", Kind.BOUND, lowest, "JSD >= 0",
                    float(history.min()), error, QUADRATURE, seeds, Side.AT_LEAST),
        identity("gradient with D* held fixed less that of C, largest at the starts", 0.0, "the envelope theorem",
                 envelope, QUADRATURE),
        identity("factor of a in a step near the end, the seed furthest from it", 1 - config.rate / 2,
                 "the Hessian of 2 JSD is half the Fisher information 1", _contraction(path, 1 - config.rate / 2),
                 1e-6),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (_figure(history),), config=asdict(config))


def _start(seed: int) -> Tensor:
    """a uniform in [-2, 2] and b between 1/2 and 2."""
    source = torch.Generator().manual_seed(seed)
    unit = 2 * torch.rand(2, generator=source, dtype=torch.float64) - 1
    return unit * torch.tensor([2.0, math.log(2)], dtype=torch.float64)


def _envelope_error(numbers: Tensor, config: Config) -> float:
    """With logits, since the gradient of 0 log 0 in far tails is no number."""
    moving = numbers.detach().requires_grad_()
    both = pair(moving, config.half_width, config.points)
    (whole,) = torch.autograd.grad(value.value(both, best_logit(moving, both.nodes)).sum(), moving)
    return float((response(numbers) - whole).abs().max())


def _contraction(path: Tensor, predicted: float) -> float:
    """a after a step over a before it, at the first step of each seed with |a| below 1e-4."""
    a = path[:, :, 0]
    first = (a.abs() < 1e-4).to(torch.int8).argmax(0).clamp(max=len(a) - 2)
    before, after = a.gather(0, first[None]), a.gather(0, first[None] + 1)
    return _furthest((after / before)[0], predicted)


def _furthest(values: Tensor, predicted: float) -> float:
    return float(values[int((values - predicted).abs().argmax())])


def _figure(history: Tensor) -> Figure:
    steps = tuple(float(step) for step in range(len(history)))
    above = (history + math.log(4)).clamp(min=1e-17)
    curves = (
        Curve("all seeds", steps, tuple(above.amin(1).tolist()), "band", tuple(above.amax(1).tolist())),
        Curve("median", steps, tuple(above.median(1).values.tolist())),
    )
    return Figure("Generator against D*", "step", "C(a, b) + log 4 (nats)", curves, logarithmic="y")
