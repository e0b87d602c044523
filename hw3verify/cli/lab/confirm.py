"""`hw3verify lab confirm`: the experiments, as a table, as JSON and as a web page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--only", metavar="V4,G1", default="", help="These experiments; V stands for all that begin with V.")
@click.option("--seeds", type=click.IntRange(min=1), metavar="N", help="Seeds for each [the setting's].")
@click.option("--device", default="auto", metavar="NAME", help="cpu, cuda, or auto: cuda where there is one [auto].")
@click.option("--setting", type=click.Choice(["tiny", "small", "full"]), default="small", help="How much [small].")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="MNIST in IDX form [HW3VERIFY_MNIST].")
@click.option("--json", "as_json", metavar="FILE", help="Also write the outcomes to this file, as JSON.")
@click.option("--html", metavar="FILE", help="Also write them to this file, as a web page with plots.")
@click.option("--markdown", metavar="FILE", help="Also write the table to this file, as Markdown.")
@click.option("--kept", metavar="FILE", help="Show a run that --json has kept instead of a new one.")
def confirm(
    only: str, seeds: int | None, device: str, setting: str, data: Path | None, as_json: str | None, html: str | None,
    markdown: str | None, kept: str | None,
) -> int:  # fmt: skip
    """Compare small trainers with what theory predicts exactly.

    \b
    Examples:
      hw3verify lab confirm
      hw3verify lab confirm --only V1,V9 --seeds 64 --html confirmed.html

    Exit status: 0 nothing is refuted, 1 something is refuted or inconclusive, 2 an option or file cannot be used.
    """
    from hw3verify.cli.printing import print_lines
    from hw3verify.report.lab.table import summary

    if kept is None:
        record = _run(only, seeds, device, setting, data)
    else:
        record = _kept(kept)
        for outcome in record["outcomes"]:
            print_lines(_lines(outcome))
    print_lines([((summary(record["outcomes"]), "title"),)])
    for path, text in ((as_json, _as_json), (html, _as_html), (markdown, _as_markdown)):
        if path is not None:
            _write(path, text(record))
    said = {row["verdict"] for outcome in record["outcomes"] for row in outcome["measurements"]}
    return int(bool(said & {"refuted", "inconclusive"}))


def _run(only: str, seeds: int | None, device: str, setting: str, data: Path | None) -> dict[str, Any]:
    from hw3verify.cli.lab.bars import Bars
    from hw3verify.cli.printing import print_lines
    from hw3verify.lab.claims import Run
    from hw3verify.lab.confirm import chosen
    from hw3verify.lab.confirm import confirm as confirm_one
    from hw3verify.lab.machine import described, place

    try:
        names = chosen(only.split(","))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--only") from problem
    try:
        found = place(device)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--device") from problem
    except ImportError as problem:
        raise click.ClickException("torch is not installed; install hw3verify with its extra `lab`") from problem
    outcomes = []
    with Bars(len(names)) as bars:
        for name in names:
            bars.begin(name)
            outcome = confirm_one(name, setting, Run(seeds, found, setting, data, bars.reach)).to_json()
            bars.pause()
            print_lines(_lines(outcome))
            outcomes.append(outcome)
    return {"setting": setting, **described(found), "outcomes": outcomes}


def _lines(outcome: dict[str, Any]) -> list[Any]:
    from hw3verify.cli.printing import width
    from hw3verify.report.lab.table import outcome_lines

    return [*outcome_lines(outcome, width() if sys.stdout.isatty() else 120), ()]


def _kept(path: str) -> dict[str, Any]:
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise click.ClickException(f"{path}: cannot be read as a kept run ({problem})") from problem
    if not isinstance(record, dict) or not isinstance(record.get("outcomes"), list):
        raise click.ClickException(f"{path}: is no run that --json has kept")
    return record


def _as_json(record: dict[str, Any]) -> str:
    return json.dumps(record, indent=1, allow_nan=False) + "\n"


def _as_html(record: dict[str, Any]) -> str:
    from hw3verify.report.lab.page import page

    return page(record)


def _as_markdown(record: dict[str, Any]) -> str:
    from hw3verify.report.lab.markdown import markdown_table

    return markdown_table(record["outcomes"])


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = f"{path}: cannot be written ({problem.strerror}); give another path"
        raise click.ClickException(reason) from problem
