"""A whole run of one of the homework's models: trained, drawn, measured; in a folder.

    checkpoint.pt   where it is; a run that was interrupted goes on from there
    log.jsonl       a line an epoch
    figures/        the homework's figures, as PNG files
    report.json     the settings, the last line of the log, the figures of quality, and versions

`report.json` is written last: a folder that has it is finished.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from hw3verify import __version__
from hw3verify.lab.data.images import bits, greys
from hw3verify.lab.data.source import Split
from hw3verify.lab.networks.seeds import parameter_count
from hw3verify.lab.quality import gan_quality, vae_quality
from hw3verify.lab.training import gan, vae
from hw3verify.lab.training.course import Progress, train
from hw3verify.lab.training.figures import gan_grids, vae_figures

REPORT, FIGURES = "report.json", "figures"


@dataclass(frozen=True, slots=True)
class How:
    """Where a run is computed and kept: the device, epochs between two checkpoints, whether quality is measured."""

    folder: Path
    device: str = "cpu"
    every: int = 1
    measured: bool = True


def device_for(name: str) -> str:
    """The device that is meant: "auto" is a CUDA device where there is one. ValueError for one that is not there."""
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.empty(0, device=name)
    except (RuntimeError, AssertionError) as problem:
        raise ValueError(f"device: {name!r} cannot be used here; expected auto, cpu or cuda") from problem
    return name


def run_vae(split: Split, config: vae.Config, how: How, progress: Progress | None = None) -> dict[str, Any]:
    """Train, draw and measure the VAE; the report. Raises what `train` raises."""
    known = torch.from_numpy(bits(split.train))
    model = vae.Training(known, config, how.device)
    log = train(model, _settings("vae", split, config), how.folder, config.epochs, how.every, progress)
    paths = vae_figures(model.vae, split.train, how.folder / FIGURES, config.seed)
    quality: Any = None
    if how.measured:
        held_out = torch.from_numpy(bits(split.held_out))
        quality = vae_quality(model.vae, known, held_out, config.seed).to_json()
    return _reported("vae", split, config, how, log, parameter_count(model.vae), quality, paths)


def run_gan(split: Split, config: gan.Config, how: How, progress: Progress | None = None) -> dict[str, Any]:
    """Train, draw and measure the GAN; the report. Raises what `train` raises, ValueError for a batch too large."""
    side = split.train.side
    known = torch.from_numpy(greys(split.train)).reshape(-1, 1, side, side)
    model = gan.Training(known, config, how.device, gan_grids(how.folder / FIGURES))
    log = train(model, _settings("gan", split, config), how.folder, config.epochs, how.every, progress)
    quality: Any = None
    if how.measured:
        held_out = torch.from_numpy(greys(split.held_out)).reshape(-1, 1, side, side)
        quality = [row.to_json() for row in gan_quality(model.generator, known, held_out, config.seed)]
    parameters = parameter_count(model.discriminator) + parameter_count(model.generator)
    shown = range(0, config.epochs, gan.SHOWN_EVERY)
    paths = [how.folder / FIGURES / f"epoch_{epoch:02d}.png" for epoch in shown]
    return _reported("gan", split, config, how, log, parameters, quality, paths)


def _settings(model: str, split: Split, config: Any) -> dict[str, Any]:
    """What makes a run this run and no other. Epochs are not in it: a run may be made longer."""
    kept = {name: value for name, value in asdict(config).items() if name != "epochs"}
    content = hashlib.sha256(split.train.pixels.tobytes()).hexdigest()
    return {"model": model, "images": f"{split.train.name}, {len(split.train)}, SHA-256 {content}", **kept}


def _reported(
    model: str, split: Split, config: Any, how: How, log: list[dict[str, Any]], parameters: int, quality: Any,
    paths: list[Path],
) -> dict[str, Any]:  # fmt: skip
    report = {
        "model": model,
        "data": split.said,
        "side": split.train.side,
        "parameters": parameters,
        "settings": asdict(config),
        "last": log[-1] if log else None,
        "quality": quality,
        "figures": [str(path.relative_to(how.folder)) for path in paths],
        "versions": {"hw3verify": __version__, "torch": torch.__version__, "python": platform.python_version()},
        "device": how.device,
    }
    (how.folder / REPORT).write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return report
