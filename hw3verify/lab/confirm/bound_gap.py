"""V3: log p(x) - ELBO is KL(q(z|x) || p(z|x)), in three kinds of model.

finite tables      all three terms are sums
linear model       all three in closed form (`linear_vae`)
Bernoulli decoder  log p(x) by the trapezoid rule on the plane; the ELBO by Gauss-Hermite under q, with the prior's
divergence in closed form; the divergence by the trapezoid rule around q, with the posterior
normalised on another grid. The errors of all three are shown by refining each.
the same, sampled  the one-draw ELBO, within z standard errors
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab.claims import Kind, Measurement, Outcome, Run, bonferroni
from hw3verify.lab.confirm import digits_vae, linear_vae
from hw3verify.lab.quadrature import Grid, checked_log_evidence, gauss_hermite, log_evidence, log_likelihoods, trapezoid

IDENTIFIER = "V3"
TITLE = "the gap of the bound is the divergence from the posterior"
THEOREMS = ("elbo.gap", "elbo.linear_gaussian")
ROUNDING = 1e-10
QUADRATURE = 1e-3
SAYS = "KL(q(z|x) || p(z|x))"


@dataclass(frozen=True, slots=True)
class Config:
    """Numbers of finite and linear models, and the points of the trained model."""

    models: int = 4000
    values: int = 5
    steps: int = 2000
    points: int = 20
    draws: int = 4000
    nodes: int = 20
    seeds: int = 4

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(models=1000, steps=800, points=8, draws=1000, seeds=2)
Config.SMALL = Config()
Config.FULL = Config(models=100_000, steps=10_000, points=100, draws=20_000, nodes=40, seeds=64)


def finite_gap(joint: Any, q: Any) -> tuple[Any, Any]:
    """For each row of a joint table at one x and of q: log p(x) less the ELBO, and the divergence from the
    posterior."""
    evidence = joint.sum(1)
    elbo = (q * (joint.log() - q.log())).sum(1)
    return evidence.log() - elbo, (q * (q / (joint / evidence[:, None])).log()).sum(1)


def run(config: Config, run: Run) -> Outcome:
    """The three kinds of model, one after the other."""
    seeds = run.seeds or config.seeds
    rows = [_finite(config), _linear(config)]
    run.progress(0.3)
    rows += _decoder(config, run, seeds)
    return Outcome(IDENTIFIER, TITLE, THEOREMS, tuple(rows), config=asdict(config) | {"seeds": seeds})


def _finite(config: Config) -> Measurement:
    source = torch.Generator().manual_seed(0)
    shape = (config.models, config.values)
    joint = torch.softmax(3 * torch.randn(shape, generator=source, dtype=torch.float64), 1) * 0.5
    q = torch.softmax(3 * torch.randn(shape, generator=source, dtype=torch.float64), 1)
    gap, divergence = finite_gap(joint, q)
    return Measurement(IDENTIFIER, "finite tables: largest |gap - KL|", Kind.IDENTITY, 0.0, SAYS,
                       float((gap - divergence).abs().max()), _rounding(gap), ROUNDING, config.models)  # fmt: skip


def _linear(config: Config) -> Measurement:
    shape, worst, scale = linear_vae.Shape(8, 2), 0.0, torch.zeros(())
    count = max(10, config.models // 100)
    for seed in range(count):
        source = torch.Generator().manual_seed(seed)
        model = shape.unflatten(0.5 * torch.randn(shape.size, generator=source, dtype=torch.float64))
        x = torch.randn(10, 8, generator=source, dtype=torch.float64)
        gap = linear_vae.log_evidence(model, x) - linear_vae.bound(model, x)
        worst = max(worst, float((gap - linear_vae.divergence_from_posterior(model, x)).abs().max()))
        scale = torch.maximum(scale, gap.abs().max())
    return Measurement(IDENTIFIER, "linear models: largest |gap - KL|", Kind.IDENTITY, 0.0, SAYS, worst,
                       _rounding(scale), ROUNDING * max(1.0, float(scale)), count)  # fmt: skip


def _decoder(config: Config, run: Run, seeds: int) -> list[Measurement]:
    models = digits_vae.trained(digits_vae.Recipe(steps=config.steps, seeds=seeds, device=run.device))
    x, source = models.held_out[: config.points], torch.Generator(run.device).manual_seed(4)
    rule, finer = gauss_hermite(config.nodes, run.device), gauss_hermite(2 * config.nodes, run.device)
    apart, errors, scores = 0.0, 0.0, 0.0
    for number, member in enumerate(models.members):
        run.progress(0.3 + 0.7 * number / seeds)
        evidence = checked_log_evidence(member.decoder.logits, x, Grid(113, 7.0))
        other = log_evidence(member.decoder.logits, x, Grid(301, 8.0))
        elbo, again = (digits_vae.exact_bound(member, x, *one) for one in (rule, finer))
        divergence, before = (posterior_divergence(member, x, other, points) for points in (81, 41))
        gap = evidence.values - again
        apart = max(apart, float((gap - divergence).abs().max()))
        changes = ((again - elbo).abs().max(), (divergence - before).abs().max())
        errors = max(errors, evidence.error, *map(float, changes))
        sampled, error = digits_vae.sampled_bound(member, x, config.draws, source)
        scores = max(scores, float(((evidence.values - sampled - divergence) / error).abs().max()))
    return [
        Measurement(IDENTIFIER, "decoder on digits: largest |gap - KL| by quadrature (nats)", Kind.IDENTITY, 0.0, SAYS,
                    apart, errors, QUADRATURE, seeds),
        Measurement(IDENTIFIER, "decoder on digits, sampled ELBO: largest |gap - KL| in standard errors", Kind.IDENTITY,
                    0.0, SAYS, scores, 1.0, bonferroni(2 * seeds * len(x)), seeds),
    ]  # fmt: skip


def posterior_divergence(member: Any, x: Any, evidence: Any, points: int) -> Any:
    """KL(q(z|x) || p(z|x)) of every row, by the trapezoid rule within nine standard deviations of q's mean."""
    mean, variance = member.encoder(x)
    e, weights = trapezoid(-9.0, 9.0, points, str(x.device))
    at = torch.stack([part.reshape(-1) for part in torch.meshgrid(e, e, indexing="ij")], 1)
    mass = (weights[:, None] * weights[None, :]).reshape(-1)
    log_q = -0.5 * at.square().sum(1) - math.log(2 * math.pi)
    found = []
    for row, centre, scale, logs in zip(x, mean, torch.sqrt(variance), evidence, strict=True):
        z = centre + scale * at
        log_prior = -0.5 * z.square().sum(1) - math.log(2 * math.pi)
        posterior = log_likelihoods(member.decoder.logits(z), row[None])[0] + log_prior - logs
        found.append((mass * log_q.exp() * (log_q - torch.log(scale).sum() - posterior)).sum())
    return torch.stack(found)


def _rounding(values: Any) -> float:
    largest: float = values.abs().max().item()
    rounding: float = 16 * torch.finfo(torch.float64).eps * max(1.0, largest)
    return rounding
