"""`hw3verify lab`: the theorems confirmed by numbers, and the homework's coding problems.

Only the command that runs loads torch.
"""

from __future__ import annotations

import click

from hw3verify.cli.lab.confirm import confirm
from hw3verify.cli.lab.model import check_model
from hw3verify.cli.lab.models import train_gan, train_vae


@click.group(epilog="Begin with:  hw3verify lab confirm --only V1")
def lab() -> None:
    """Train small models, and compare them with what theory predicts."""


for _command in (confirm, train_vae, train_gan, check_model):
    lab.add_command(_command)
