"""Files of Python code that persons hand in: their bytes, and the table of what was found in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hw3verify.answers.verdict import FunctionVerdict

LARGEST_FILE = 1_000_000  # bytes of Python


def code_of(file: str, wanted: str) -> bytes:
    """The bytes of a file. ClickException where it cannot be read, or is too large to be `wanted` alone."""
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from problem
    if len(data) > LARGEST_FILE:
        raise click.ClickException(f"{file}: larger than {LARGEST_FILE // 10**6} MB; hand in {wanted} alone")
    return data


def printed(found: Iterable[FunctionVerdict], width: int, what: str) -> list[FunctionVerdict]:
    """Print each verdict as it comes, and how many there are of each at the end; names have so many columns."""
    from hw3verify.answers.verdict import WORDS
    from hw3verify.report.text import clean

    rows = []
    for row in found:
        click.echo(f"{row.part:<6}{clean(row.name):<{width}}{row.verdict:<11}{clean(row.because)}")
        rows.append(row)
    if rows:
        said = [row.verdict for row in rows]
        counts = ", ".join(f"{said.count(word)} {word}" for word in WORDS if word in said)
        click.echo(f"\n{len(rows)} {what}: {counts}")
    return rows
