"""V7: two estimators of one bound: EQ1 with the divergence in closed form, EQ2 with logarithms of densities alone.

At z = m + t e with one draw e, l(z) = log p(x|z), f(z) = l(z) + log p(z):

    value       EQ1  l(z) - KL(q || p(z))               EQ2  f(z) - log q(z)
    slope in m       l'(z) - m                               f'(z)             path  f'(z) + e/t
    slope in log t   l'(z) t e - (t^2 - 1)                   f'(z) t e + 1     path  (f'(z) + e/t) t e

The path form differentiates EQ2 at fixed parameters of q ("sticking the landing", Roeder, Wu and Duvenaud, 2017). Equal
means; EQ2's value and the path form's slopes have variance 0 where q is the posterior, and EQ1 and EQ2 are one where
q is the prior. All of that is exact in the linear-Gaussian model (`linear_gaussian`), where Gauss-Hermite integrates
these polynomials without error. That EQ1 be the more stable one is no theorem: the trained model's figures are
reported.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, NamedTuple

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run
from hw3verify.lab.confirm import digits_vae, linear_gaussian
from hw3verify.lab.quadrature import gauss_hermite

IDENTIFIER = "V7"
TITLE = "EQ1, EQ2 and the path derivative: equal means, different variances"
THEOREMS = ("elbo.linear_gaussian", "elbo.equality")
ROUNDING = 1e-10
CLOSED = "variance of a quadratic of a normal variable"


@dataclass(frozen=True, slots=True)
class Config:
    """The rule, the laws q that are compared, and the trained model with its draws."""

    nodes: int = 24
    steps: int = 2000
    points: int = 100
    draws: int = 500
    seeds: int = 4

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(steps=800, points=50, draws=200, seeds=2)
Config.SMALL = Config()
Config.FULL = Config(steps=10_000, points=297, draws=5000, seeds=64)


class Slopes(NamedTuple):
    """Slopes in (m, log t), the last dimension twice that of z, for each draw."""

    eq1: Any
    eq2: Any
    path: Any


def slopes(likelihood_slope: Any, mean: Any, scale: Any, e: Any) -> Slopes:
    """The three forms from l'(z); all of one shape, the components of z last."""
    joint = likelihood_slope - (mean + scale * e)
    path = joint + e / scale
    return Slopes(
        torch.cat([likelihood_slope - mean, likelihood_slope * scale * e - (scale.square() - 1)], -1),
        torch.cat([joint, joint * scale * e + 1], -1),
        torch.cat([path, path * scale * e], -1),
    )


def run(config: Config, run: Run) -> Outcome:
    """The exact comparisons, then the trained model's figures."""
    exact = _exact(config)
    seeds = run.seeds or config.seeds
    run.progress(0.2)
    found, figure = _trained(config, run, seeds)
    return Outcome(IDENTIFIER, TITLE, THEOREMS, (*exact, *found), (figure,), config=asdict(config) | {"seeds": seeds})


def _exact(config: Config) -> list[Measurement]:
    model = linear_gaussian.Model()
    e, mass = gauss_hermite(config.nodes)
    finer, masses = gauss_hermite(2 * config.nodes)
    laws = {"posterior": model.posterior, "prior": (0.0, 1.0), "shifted": (0.9, 0.6), "narrow": (0.65, 0.085)}
    rows = []

    def identity(quantity: str, predicted: float, how: str, value: Any) -> None:
        """`value` is a function of a rule's nodes and weights: taken by two rules."""
        observed, again = float(value(e, mass)), float(value(finer, masses))
        rows.append(Measurement(IDENTIFIER, quantity, Kind.IDENTITY, predicted, how, observed, abs(observed - again),
                                ROUNDING * max(1.0, abs(predicted))))  # fmt: skip

    for name, (mean, scale) in laws.items():
        fit, weight = model.log_likelihood(mean, scale), model.log_weight(mean, scale)
        prior = linear_gaussian.divergence(mean, scale)
        identity(f"q = {name}: mean of EQ1", weight.mean, "mean of EQ2 in closed form",
                 lambda at, w, fit=fit, prior=prior: fit.at(at) @ w - prior)  # fmt: skip
        for form, quadratic in (("EQ1", fit), ("EQ2", weight)):
            identity(f"q = {name}: variance of {form}", quadratic.variance, CLOSED,
                     lambda at, w, q=quadratic: q.at(at).square() @ w - (q.at(at) @ w).square())  # fmt: skip

    def slope_variance(mean: float, scale: float, form: int) -> Any:
        def value(at: Any, w: Any) -> Any:
            z = mean + scale * at[:, None]
            along = model.slope * (model.x - model.slope * z) / model.noise**2
            parts = slopes(along, torch.tensor(mean), torch.tensor(scale), at[:, None])[form]
            return (w @ parts.square() - (w @ parts).square()).sum()

        return value

    identity("q = posterior: total variance of the path form's slopes", 0.0, "log p(x, z) - log q(z) is constant there",
             slope_variance(*model.posterior, 2))  # fmt: skip
    same = "KL = 0 and log p = log q where q is the prior"
    identity("q = prior: variance of EQ2 less that of EQ1", 0.0, same,
             lambda at, w: _variance(model.log_weight(0.0, 1.0).at(at), w) - _variance(
                 model.log_likelihood(0.0, 1.0).at(at), w))  # fmt: skip
    return rows


def _variance(values: Any, weights: Any) -> Any:
    return values.square() @ weights - (values @ weights).square()


def _trained(config: Config, run: Run, seeds: int) -> tuple[list[Measurement], Figure]:
    models = digits_vae.trained(digits_vae.Recipe(steps=config.steps, seeds=seeds, device=run.device))
    x, source = models.held_out[: config.points], torch.Generator(run.device).manual_seed(3)
    shares, totals, first = [], [], None
    for member in models.members:
        mean, variance = member.encoder(x)
        scale = torch.sqrt(variance)
        e = torch.randn(len(x), config.draws, 2, generator=source, dtype=x.dtype, device=x.device)
        z = (mean[:, None] + scale[:, None] * e).requires_grad_(True)
        logits = member.decoder.logits(z)
        fit = (x[:, None] * logits - torch.nn.functional.softplus(logits)).sum(2)
        (along,) = torch.autograd.grad(fit.sum(), z)
        eq1, eq2 = fit.detach().var(1), digits_vae.log_weights(member, x, e).var(1)
        shares.append(float((eq2 < eq1).double().mean()))
        found = slopes(along, mean[:, None].expand_as(e), scale[:, None].expand_as(e), e)
        totals.append([float(part.var(1).sum(1).mean()) for part in found])
        first = first or Curve("held-out digits", tuple(eq1.tolist()), tuple(eq2.tolist()), "points")
    assert first is not None
    rows = [_reported("digits: share of points at which EQ2's value has less variance than EQ1's", shares)]
    for number, form in enumerate(("EQ1's", "EQ2's", "the path form's")):
        of = [total[number] for total in totals]
        rows.append(_reported(f"digits: total variance of {form} slopes in q's parameters, mean over points", of))
    ends = (min(*first.x, *first.y), max(*first.x, *first.y))
    line = Curve("equal variances", ends, ends, "reference")
    return rows, Figure("One-draw variances, a point each", "variance of EQ1", "variance of EQ2", (first, line), "xy")


def _reported(quantity: str, values: list[float]) -> Measurement:
    """The mean over the seeds with its standard error."""
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / max(1, len(values) - 1) / len(values))
    return Measurement(IDENTIFIER, quantity, Kind.FINDING, 0.0, "", mean, spread, 0.0, len(values))
