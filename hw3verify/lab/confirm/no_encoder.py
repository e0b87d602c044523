"""V8: without an encoder (q is the prior, whatever x is) the best decoder ignores z, and its bound is known from the
data.

With q = p(z) the bound is E_z mean_x log p(x | z), and the mean over x depends on the data only through the mean
pixels m_j:

    mean_x log p(x | z) = sum_j m_j l_j(z) - softplus(l_j(z)) <= -sum_j H(m_j)      for each z, by Gibbs' inequality

with equality where the decoder's probabilities are the mean pixels. Predicted: -sum_j H(m_j). Bound: no decoder, at
no z, comes above. Convergence: trained decoders come near, all seeds at once, by Adam on minibatches with z from the
prior.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab import ensemble
from hw3verify.lab.adam import Adam
from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run, Side
from hw3verify.lab.data.digits import digits
from hw3verify.lab.data.images import bits
from hw3verify.lab.networks.vae import Decoder
from hw3verify.lab.quadrature import Grid, plane

IDENTIFIER = "V8"
TITLE = "without an encoder the best decoder ignores z"
THEOREMS = ("elbo.bound", "elbo.gap", "bernoulli_likelihood.log")
ROUNDING = 1e-9
KNOWN = "-sum of the mean pixels' entropies, from the data"


@dataclass(frozen=True, slots=True)
class Config:
    """Decoder and training, and the limit of the regret: three times the largest of the run that `record` names (at the
    smallest setting; the others train longer)."""

    hidden: int = 128
    steps: int = 2000
    batch: int = 200
    rate: float = 3e-3
    seeds: int = 8
    points: int = 101
    limit: float = 0.16
    record: str = "benchmarks/results/lab-tiny.json"

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(hidden=32, steps=600, seeds=4)
Config.SMALL = Config()
Config.FULL = Config(steps=10_000, seeds=256, points=401)


def greatest_bound(mean_pixels: Any) -> float:
    """-sum_j H(m_j) in nats; a pixel that is always 0 or always 1 counts nothing."""
    m = mean_pixels
    return float((torch.xlogy(m, m) + torch.xlogy(1 - m, 1 - m)).sum())


def bound_at(logits: Any, mean_pixels: Any) -> Any:
    """mean_x log p(x | z) for each row of logits, from the mean pixels."""
    return logits @ mean_pixels - torch.nn.functional.softplus(logits).sum(-1)


def run(config: Config, run: Run) -> Outcome:
    """Train, then evaluate at the nodes of a grid, exactly."""
    x = torch.from_numpy(bits(digits())).to(run.device)
    mean_pixels = x.double().mean(0)
    best, seeds = greatest_bound(mean_pixels), run.seeds or config.seeds
    template, parameters = ensemble.initial(
        lambda: Decoder(x.shape[1], config.hidden), range(seeds), run.device
    )

    def loss(own: Any, batch: Any, z: Any) -> Any:
        logits = ensemble.apply(template.body, {k.removeprefix("body."): v for k, v in own.items()}, z)
        return -(batch * logits - torch.nn.functional.softplus(logits)).sum(1).mean()

    rate = torch.full((seeds,), config.rate, device=run.device)
    step, training = ensemble.step(loss, Adam(rate), (True, False)), ensemble.begin(parameters)
    source = torch.Generator(run.device).manual_seed(0)
    history = []
    for number in range(config.steps):
        rate.fill_(config.rate * (1 - number / config.steps))
        rows = torch.randint(len(x), (config.batch,), generator=source, device=run.device)
        z = torch.randn(seeds, config.batch, 2, generator=source, device=run.device)
        training, losses = step(training, x[rows], z)
        history.append(losses)
        run.progress(number / config.steps)
    nodes, logs = plane(Grid(config.points, 6.0), run.device)
    mass = logs.exp() / logs.exp().sum()
    highest, regrets = -float("inf"), []
    for index in range(seeds):
        member = Decoder(x.shape[1], config.hidden)
        member.load_state_dict(ensemble.member(training.parameters, index))
        values = bound_at(member.double().to(run.device).requires_grad_(False).logits(nodes), mean_pixels)
        highest = max(highest, float(values.max()))
        regrets.append(best - float(values @ mass))
    rounding = 1e-15 * abs(best) * len(mean_pixels)
    rows_said = (
        Measurement(IDENTIFIER, "mean log p(x|z), largest over seeds and the nodes of a grid in z (nats)", Kind.BOUND,
                    best, KNOWN, highest, rounding, ROUNDING, seeds, Side.AT_MOST),
        Measurement(IDENTIFIER, "ELBO at the end, furthest from it (nats)", Kind.CONVERGENCE, best, KNOWN,
                    best - max(regrets), rounding, config.limit, seeds, record=config.record),
        Measurement(IDENTIFIER, "the best decoder's bound, at the data themselves (nats)", Kind.IDENTITY, best, KNOWN,
                    _at_the_data(x.double(), mean_pixels), rounding, ROUNDING),
    )  # fmt: skip
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows_said, (_figure(history, best),),
                   config=asdict(config) | {"seeds": seeds})  # fmt: skip


def _at_the_data(x: Any, mean_pixels: Any) -> float:
    """mean_x log p(x) of the independent pixels with these means, summed over the images one by one."""
    used = (mean_pixels > 0) & (mean_pixels < 1)
    m, seen = mean_pixels[used], x[:, used]
    return float((seen * m.log() + (1 - seen) * torch.log1p(-m)).sum(1).mean())


def _figure(history: list[Any], best: float) -> Figure:
    every = max(1, len(history) // 60)
    blocks = torch.stack(history)[: len(history) // every * every].unflatten(0, (-1, every)).mean(1)
    steps = tuple(float((k + 0.5) * every) for k in range(len(blocks)))
    curves = [Curve(f"seed {n}", steps, tuple((-blocks[:, n]).tolist())) for n in range(min(3, blocks.shape[1]))]
    line = Curve("best decoder", (steps[0], steps[-1]), (best, best), "reference")
    return Figure("No encoder: sampled ELBO while training", "step", "ELBO (nats)", (*curves, line))
