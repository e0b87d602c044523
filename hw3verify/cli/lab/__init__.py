"""`hw3verify lab`: the theorems confirmed by numbers, and the homework's coding problems.

Only the command that runs loads torch.
"""

from __future__ import annotations

import click

from hw3verify.cli.lab.confirm import confirm


@click.group()
def lab() -> None:
    """Train small models, and compare them with what theory predicts."""


lab.add_command(confirm)
