"""Reports into files for other systems: `check --format NAME --out FILE` and `check --html FILE`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from hw3verify.cli.files import Outcome
from hw3verify.judge.record import Report
from hw3verify.report.formats import render
from hw3verify.report.graded import Graded


def graded(outcome: Outcome, assignment: str | None) -> Graded:
    """The record of a file that was judged, or of one that could not be; the student is the file's name."""
    report = outcome.report or Report(outcome.file, assignment)
    return Graded(Path(outcome.file).stem or outcome.file, report, outcome.error)


def export(name: str, outcomes: Sequence[Outcome], assignment: str | None, path: str) -> None:
    """Write the outcomes in this format; raises ClickException where they do not fit it or nothing can be written."""
    try:
        text = render(name, [graded(outcome, assignment) for outcome in outcomes])
        Path(path).write_text(text, encoding="utf-8", newline="")
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{path}: cannot be written ({problem.strerror}); give another path") from problem
