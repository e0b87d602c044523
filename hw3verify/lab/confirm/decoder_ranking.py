"""R1: do the held-out ELBO and the held-out log p(x) put two decoders into the same order?

The homework can be read with one hidden layer in the decoder (A) or with two (B). Both are trained alike, in batches
of a fixed order, and compared on held-out images, image by image: B less A in the ELBO and in exact log p(x). No
theorem says that both differences have one sign: the gap between them is the divergence from the posterior, and an
encoder that is trained too long on the same images makes it large on others. What was found is reported, whatever it
is; on MNIST after 200 epochs the two orders are opposite, on few steps or few pixels they need not be.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch

from hw3verify.lab.claims import Curve, Figure, Kind, Measurement, Outcome, Run
from hw3verify.lab.confirm.digits_vae import Recipe, sampled_bound, trained_on
from hw3verify.lab.confirm.latent_plane import bound_row, quadrature_row
from hw3verify.lab.data.source import load
from hw3verify.lab.quadrature import Grid, checked_log_evidence

IDENTIFIER = "R1"
TITLE = "held-out ELBO and held-out log p(x) may rank two decoders differently"
THEOREMS = ("elbo.gap", "elbo.bound")
CLEAR = 3.0  # standard errors from 0 before a difference is said to have a sign


@dataclass(frozen=True, slots=True)
class Config:
    """Hidden width (the homework's is 500), steps of 100 images, the grid, and the draws for a sampled bound."""

    hidden: int = 200
    steps: int = 1500
    points: int = 121
    half_width: float = 7.0
    quadrature: float = 2e-2
    draws: int = 256
    images: int = 297
    seeds: int = 1

    TINY: ClassVar[Config]
    SMALL: ClassVar[Config]
    FULL: ClassVar[Config]


Config.TINY = Config(hidden=64, steps=300, points=81, draws=64, images=100)
Config.SMALL = Config()
Config.FULL = Config(hidden=500, steps=20_000, points=321, half_width=8.0, images=1000)


def run(config: Config, run: Run) -> Outcome:
    """Train both, integrate both, compare in pairs."""
    split = load("vae", None if run.data is None else str(run.data))
    seeds = run.seeds or config.seeds
    held_out = split.held_out.part(0, min(config.images, len(split.held_out)))
    source, quadrature = torch.Generator(run.device).manual_seed(1), 0.0
    bounds, evidences, scores = {}, {}, []
    for place, reading in enumerate("AB"):
        recipe = Recipe(config.hidden, config.steps, rate=1e-3, seeds=seeds, reading=reading, device=run.device,
                        ordered=True)  # fmt: skip
        models = trained_on(split.train, held_out, recipe)
        run.progress(0.3 + 0.5 * place)
        found = []
        for member in models.members:
            grid = Grid(config.points, config.half_width)
            evidence = checked_log_evidence(member.decoder.logits, models.held_out, grid, chunk=2048)
            quadrature = max(quadrature, evidence.error)
            elbo, error = sampled_bound(member, models.held_out, config.draws, source)
            scores.append((elbo - evidence.values) / error)
            found.append((elbo, evidence.values))
        # the mean over seeds, image by image
        bounds[reading] = torch.stack([elbo for elbo, _ in found]).mean(0)
        evidences[reading] = torch.stack([exact for _, exact in found]).mean(0)
    in_bound, in_evidence = bounds["B"] - bounds["A"], evidences["B"] - evidences["A"]
    rows = (
        quadrature_row(IDENTIFIER, quadrature, config.quadrature, seeds),
        bound_row(IDENTIFIER, torch.stack(scores), seeds),
        _difference("held-out ELBO, B less A, mean over images (nats)", in_bound, seeds),
        _difference("held-out log p(x), B less A, mean over images (nats)", in_evidence, seeds),
    )  # fmt: skip
    notes = (f"Images: {split.said}.", verdict(rows[2], rows[3]))
    figures = (_figure(in_evidence, in_bound), _means(bounds, evidences))
    return Outcome(IDENTIFIER, TITLE, THEOREMS, rows, figures, config=asdict(config) | {"seeds": seeds}, notes=notes)


def verdict(in_bound: Measurement, in_evidence: Measurement) -> str:
    """What both differences say of the order, in a sentence."""
    signs = [0 if abs(m.observed) < CLEAR * m.error else 1 if m.observed > 0 else -1 for m in (in_bound, in_evidence)]
    words = {1: "decoder B is ahead", 0: "no decoder is clearly ahead", -1: "decoder A is ahead"}
    order = "opposite orders" if signs[0] * signs[1] < 0 else "one order" if signs[0] == signs[1] != 0 else "undecided"
    return f"In the ELBO {words[signs[0]]}, in log p(x) {words[signs[1]]}: {order}."


def _difference(quantity: str, differences: Any, seeds: int) -> Measurement:
    error = float(differences.std() / len(differences) ** 0.5)
    return Measurement(IDENTIFIER, quantity, Kind.FINDING, 0.0, "", float(differences.mean()), error, 0.0, seeds)


def _figure(in_evidence: Any, in_bound: Any) -> Figure:
    across, along = tuple(in_evidence.tolist()), tuple(in_bound.tolist())
    low, high = min(*across, *along), max(*across, *along)
    curves = (
        Curve("held-out images", across, along, "points"),
        Curve("equal differences", (low, high), (low, high), "reference"),
        Curve("mean", (float(in_evidence.mean()),), (float(in_bound.mean()),), "points"),
    )
    return Figure("Decoder B less decoder A, image by image", "in log p(x) (nats)", "in the ELBO (nats)", curves)


def _means(bounds: dict[str, Any], evidences: dict[str, Any]) -> Figure:
    places = (0.0, 1.0)  # decoder A, decoder B
    curves = []
    for label, values in (("ELBO", bounds), ("log p(x)", evidences)):
        means = [float(values[reading].mean()) for reading in "AB"]
        curves.append(Curve(f"mean held-out {label}", places, tuple(means)))
    return Figure("Both measures of both decoders (0 is A, 1 is B)", "decoder", "nats", tuple(curves))
