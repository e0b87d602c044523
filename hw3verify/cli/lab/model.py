"""`hw3verify lab check-model`: a person's own VAE or GAN against exact references, in a limited process."""

from __future__ import annotations

import json

import click

from hw3verify.cli.handed_in import code_of, printed


@click.command("check-model")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=120.0, help="For each function [120].")
@click.option("--call-seconds", type=click.FloatRange(min=0, min_open=True), default=20.0, help="For each call [20].")
@click.option("--memory", type=click.IntRange(min=64), default=8192, metavar="MB", help="Address space [8192].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check_model(file: str, seconds: float, call_seconds: float, memory: int, as_json: bool) -> int:
    """Compare the VAE or GAN in FILE (Python, the homework's names) with exact references; name each mistake.

    Densities, samples, the lower bound and its mean, losses, networks and how they begin. FILE runs in a process of
    its own with limits, without network; the script at its end is not run.

    \b
    Example:
      hw3verify lab check-model hw3_vae.py

    Exit status: 0 nothing is wrong, 1 something differs or fails, 2 unusable input or nothing of a model in it.
    """
    from hw3verify.answers.confinement import Limits
    from hw3verify.answers.models.verdict import LIMITS, model_verdicts

    limits = Limits(call_seconds, LIMITS.load, seconds, LIMITS.cpu, memory, LIMITS.file, LIMITS.lives)
    found = model_verdicts(code_of(file, "the model"), limits)
    rows = list(found) if as_json else printed(found, 26, "checks")
    if as_json:
        click.echo(json.dumps({"file": file, "checks": [row.to_json() for row in rows]}))
    if not rows:
        raise click.ClickException(f"{file}: has nothing of a VAE or a GAN under the names that are looked for")
    return int(bool({row.verdict for row in rows} & {"differs", "fails"}))
