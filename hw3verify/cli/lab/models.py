"""`hw3verify lab vae` and `hw3verify lab gan`: the homework's coding problems, run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both models have."""
    for option in reversed(
        (
            click.option("--out", "-o", required=True, metavar="DIR", help="The folder of the run; it goes on there."),
            click.option("--data", metavar="DIR", help="MNIST's files [HW3VERIFY_MNIST, else the digits]."),
            click.option("--unchecked", is_flag=True, help="Take files of MNIST's names that are not MNIST's."),
            click.option("--epochs", type=click.IntRange(min=1), help="Epochs in all [as the homework says]."),
            click.option("--batch", type=click.IntRange(min=1), help="Images a step [as the homework says]."),
            click.option("--seed", type=click.IntRange(min=0), help="[as the homework says]"),
            click.option("--device", default="auto", metavar="NAME", help="auto, cpu or cuda [auto]."),
            click.option("--every", type=click.IntRange(min=1), default=1, help="Epochs between two checkpoints [1]."),
            click.option("--quality/--no-quality", default=True, help="Measure the model on images held out [yes]."),
            click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
        )
    ):
        command = option(command)
    return command


@click.command("vae")
@_common
@click.option("--reading", type=click.Choice(["A", "B"]), default="A", help="Hidden layers: one (A) or two [A].")
@click.option("--hidden", type=click.IntRange(min=1), default=500, help="Width of the hidden layers [500].")
def train_vae(reading: str, hidden: int, **options: Any) -> int:
    """Train the homework's variational auto-encoder, draw its figures and measure it.

    \b
    Examples:
      hw3verify lab vae --out runs/vae                  on scikit-learn's digits
      hw3verify lab vae --out runs/a --data MNIST       the homework's 200 epochs
      hw3verify lab vae --out runs/b --data MNIST --reading B

    An interrupted run goes on where its folder's checkpoint ends when the command is given again.

    Exit status: 0 done, 1 diverged, 2 unusable input.
    """
    from hw3verify.lab.training import vae

    return _run("vae", options, lambda given: vae.Config(reading=reading, hidden=hidden, **given))


@click.command("gan")
@_common
def train_gan(**options: Any) -> int:
    """Train the homework's generative adversarial network, write its grids and measure it.

    \b
    Examples:
      hw3verify lab gan --out runs/gan                  on scikit-learn's digits
      hw3verify lab gan --out runs/mnist --data MNIST   the homework's 100 epochs

    An interrupted run goes on where its folder's checkpoint ends when the command is given again.

    Exit status: 0 done, 1 diverged, 2 unusable input.
    """
    from hw3verify.lab.training import gan

    return _run("gan", options, lambda given: gan.Config(**given))


def _run(model: str, options: dict[str, Any], configured: Callable[[dict[str, Any]], Any]) -> int:
    from hw3verify.cli.progress import Waiting
    from hw3verify.lab.data.source import load
    from hw3verify.lab.training import run
    from hw3verify.lab.training.course import Diverged

    try:
        config = configured({name: options[name] for name in ("epochs", "batch", "seed") if options[name] is not None})
        split = load(model, options["data"], not options["unchecked"])
        device = run.device_for(options["device"])
        how = run.How(Path(options["out"]), device, options["every"], options["quality"])
        if not options["as_json"]:
            click.echo(f"data     {split.said}")
        with Waiting(2, verb=f"training {model}", rated=True) as waiting:
            what = run.run_vae if model == "vae" else run.run_gan
            report = what(split, config, how, waiting.reach)
    except Diverged as problem:
        click.echo(f"{options['out']}: {problem}", err=True)
        return 1
    except ValueError as problem:  # files, checkpoints, devices and settings that cannot be used say so themselves
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{options['out']}: cannot be written ({problem.strerror})") from problem
    if options["as_json"]:
        sys.stdout.write(json.dumps(report, allow_nan=False) + "\n")
    else:
        _print(report, options["out"])
    return 0


def _print(report: dict[str, Any], folder: str) -> None:
    last = report["last"]
    said = ", ".join(f"{name} {value:.4f}" for name, value in last.items() if name not in ("step", "epoch"))
    click.echo(f"model    {report['model']}, {report['parameters']:,} parameters, images of side {report['side']}")
    click.echo(f"trained  {last['epoch']} epochs, {last['step']:,} steps; mean of the last epoch: {said}")
    found = report["quality"]
    if report["model"] == "vae" and found:
        click.echo(f"held out, {found['images']} images, nats an image (a standard error):")
        click.echo(f"  ELBO       {found['elbo']:9.3f} ({found['elbo_error']:.3f})")
        said = f"{found['log_evidence']:9.3f} ({found['log_evidence_error']:.3f})"
        click.echo(f"  log p(x)   {said}, by quadrature within {found['quadrature']:.1e}")
        click.echo(f"  gap        {found['gap']:9.3f} ({found['gap_error']:.3f})")
        click.echo(f"  no latent  {found['pixels']:9.3f}, by independent pixels")
    elif found:
        click.echo("distance from images held out (deviation over choices), and of real images from them:")
        for row in found:
            floor = f"{row['floor']:.4f} ({row['floor_spread']:.4f})"
            click.echo(f"  {row['name']:<10} {row['value']:.4f} ({row['spread']:.4f}), floor {floor}")
    for name in report["figures"]:
        click.echo(f"figure   {Path(folder) / name}")
