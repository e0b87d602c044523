"""G8: an expectation over noise is one over the generator's law.

    E_z log(1 - D(G(z))) = E_{x ~ p_G} log(1 - D(x)),       G(z) = a + b z,  z ~ N(0, 1),  p_G = N(a, b^2),

for random networks D and random a and b, b of both signs. Identity: the left side by a trapezoid rule in z, the
right by one in x with the density of p_G (which has the factor 1 / |b|). With sampling: the left side from draws,
within z standard errors of the right, z by Bonferroni's inequality over the seeds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, bonferroni
from hw3verify.lab.games import perceptrons, value
from hw3verify.lab.games.noise import Noise
from hw3verify.lab.quadrature import trapezoid

IDENTIFIER = "G8"
TITLE = "an expectation over noise is one over the push-forward"
THEOREMS = ("wasserstein.push_forward",)
QUADRATURE = 1e-10

Tensor = Any


@dataclass(frozen=True, slots=True)
class Config:
    """The networks, the scale of their logits, the rules and the draws."""

    hidden: int = 16
    scale: float = 8.0
    reach: float = 10.0
    points: int = 801
    draws: int = 40_000
    seeds: int = 32

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(draws=5_000, seeds=8)
Config.SMALL = Config()
Config.FULL = Config(draws=10_000, seeds=256)


def run(config: Config, run: Run) -> Outcome:
    """Both sides for every seed, by quadrature and by draws."""
    seeds = run.seeds or config.seeds
    networks = perceptrons.initial(config.hidden, range(seeds), run.device)
    maps = torch.stack([_map(seed) for seed in range(seeds)]).to(run.device)

    def cost(x: Tensor) -> Tensor:
        return -torch.nn.functional.softplus(config.scale * perceptrons.values(networks, x))

    over_noise = over_the_noise(cost, maps, config.reach, config.points)
    over_law = over_the_law(cost, maps, config.reach, config.points)
    run.progress(0.5)
    wider = (config.points - 1) * 5 // 4 + 1
    finer = ((config.reach, 2 * config.points - 1), (1.25 * config.reach, wider))
    sides = ((over_the_noise, over_noise), (over_the_law, over_law))
    error = max(float((side(cost, maps, *rule) - first).abs().max()) for side, first in sides for rule in finer)
    noise = Noise((1_000_003 + seed for seed in range(seeds)), run.device)
    z = noise.independent_normal(config.draws)
    terms = cost(maps[:, :1] + maps[:, 1:] * z)
    means, errors = terms.mean(1), terms.std(1) / config.draws**0.5
    scores = (means - over_law) / errors
    worst, apart = int(scores.abs().argmax()), over_noise - over_law
    rows = (
        Measurement(IDENTIFIER, "E_z log(1 - D(G(z))) - E_{p_G} log(1 - D), the seed furthest from it", Kind.IDENTITY,
                    0.0, "change of variables", float(apart[int(apart.abs().argmax())]), error, QUADRATURE, seeds),
        Measurement(IDENTIFIER, f"E_z log(1 - D(G(z))) from {config.draws} draws, the seed furthest from it",
                    Kind.IDENTITY, float(over_law[worst]), "quadrature with the density of a + b z",
                    float(means[worst]), float(errors[worst]), bonferroni(2 * seeds) * float(errors[worst]), seeds),
    )  # fmt: skip
    order = over_law.argsort()
    low = float(over_law.min())
    figure = Figure("Push-forward", "E over p_G, by quadrature", "E over z, from draws", (
        Curve("seeds", tuple(over_law[order].tolist()), tuple(means[order].tolist()), "points"),
        Curve("equal", (low, float(over_law.max())), (low, float(over_law.max())), "reference"),
    ))  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, (figure,), config=asdict(config))


def over_the_noise(cost: Any, maps: Tensor, reach: float, points: int) -> Tensor:
    """E_z cost(a + b z), a row (a, b) each."""
    z, weights = trapezoid(-reach, reach, points, str(maps.device))
    return (cost(maps[:, :1] + maps[:, 1:] * z) * weights * value.normal_density(z, 0.0, 1.0)).sum(1)


def over_the_law(cost: Any, maps: Tensor, reach: float, points: int) -> Tensor:
    """E_{p_G} cost(x), on a grid in x that is the same for all rows, with the density of N(a, b^2)."""
    far = float((maps[:, 0].abs() + reach * maps[:, 1].abs()).max())
    x, weights = trapezoid(-far, far, 8 * points, str(maps.device))
    return (cost(x) * weights * value.normal_density(x, maps[:, :1], maps[:, 1:].abs())).sum(1)


def _map(seed: int) -> Tensor:
    """a in [-1, 1], and |b| between 1/2 and 2 with a random sign."""
    unit = torch.rand(3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return torch.stack([2 * unit[0] - 1, 2 ** (2 * unit[1] - 1) * torch.sign(unit[2] - 0.5)])
