"""`hw3verify grade`: a folder of submissions to a ledger, the results and a grade book.

Exit status: 0 when every submission has been judged, 1 when some were not (stopped, unusable), 2 when the run could not
be begun or not be finished (a wrong folder, a full disk), 130 interrupted. A run that was broken off goes on where it
was when the same command is given again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from hw3verify.grading.batch import Batch


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--assignment", "-a", required=True, metavar="ID_OR_FILE", help="What was asked: hw3, or a file.")
@click.option("--out", "-o", required=True, metavar="RESULTS", help="The folder for the results.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Judge N at once (one for each core).")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=120.0, metavar="S", show_default=True,
              help="Seconds for one submission.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=64), default=1024, metavar="MB", show_default=True,
              help="Memory that one submission may take.")  # fmt: skip
@click.option("--cache", metavar="FOLDER", help="Keep verdicts here, for other runs too (else in RESULTS/cache).")
@click.option("--dask", metavar="ADDRESS", help="Judge on the Dask cluster of this scheduler: tcp://host:8786.")
@click.option("--resume/--fresh", default=True, help="Go on with the results that are there, or begin again.")
def grade(
    folder: str,
    assignment: str,
    out: str,
    jobs: int | None,
    timeout: float,
    memory: int,
    cache: str | None,
    dask: str | None,
    resume: bool,
) -> int:
    """Judge and grade all submissions in FOLDER: a document, or a folder, for each student.

    \b
    RESULTS/grades.csv     the grade book, a line for each student
    RESULTS/results.jsonl  everything that is known, a line for each document
    RESULTS/ledger.jsonl   the same as it comes; an interrupted run goes on from there

    \b
    Examples:
      hw3verify grade submissions --assignment hw3 --out results
      hw3verify grade submissions -a hw3 -o results --jobs 8 --timeout 60
      hw3verify grade submissions -a hw3 -o results --dask tcp://10.0.0.5:8786

    Exit status: 0 all judged, 1 some not judged (grades.csv says which), 2 unusable input or a full disk.
    """
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.cli.files import usual_jobs
    from hw3verify.grading.batch import Batch
    from hw3verify.grading.handle import Limits
    from hw3verify.language.source import UnusableInput

    try:
        limits = Limits(timeout, memory, cache and str(Path(cache).absolute()))
        asked = load_assignment(assignment)
        batch = Batch(Path(folder), Path(out), asked, limits, jobs or usual_jobs(1_000), fresh=not resume)
    except (UnusableInput, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    if dask is None:
        return run_batch(batch)
    from hw3verify.grading.cluster import NoCluster, cluster

    try:
        with cluster(dask) as (executor, places):
            return run_batch(replace(batch, jobs=jobs or places), executor)
    except NoCluster as problem:
        raise click.ClickException(str(problem)) from problem


def run_batch(batch: Batch, executor: Executor | None = None) -> int:
    """Run to the end with a progress bar and a summary; the exit status."""
    from hw3verify.cli.progress import Waiting
    from hw3verify.grading.batch import run
    from hw3verify.grading.handle import NoWorker
    from hw3verify.grading.ledger import LedgerFull, LedgerInUse

    steps = run(batch, executor)
    kept = 0
    try:
        with Waiting(2, verb="grading", rated=True) as waiting:
            for step in steps:
                kept += step.row is None
                waiting.reach(step.done, step.total)
    except LedgerFull as problem:
        raise click.ClickException(
            f"{batch.out}: {problem.strerror}; what was judged is safe: make room and give the command again"
        ) from problem
    except (ValueError, LedgerInUse, NoWorker) as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{batch.out}: {problem}") from problem
    return summarise(batch, kept)


def summarise(batch: Batch, kept: int) -> int:
    """Print what is in the results; 1 if something was not judged."""
    import json

    from hw3verify.report.text import clean, counted

    statuses: dict[str, int] = {}
    points: list[float] = []
    looks = flags = 0
    stopped: list[str] = []
    of = 0.0
    with (batch.out / "results.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            statuses[row["status"]] = statuses.get(row["status"], 0) + 1
            of = row["grade"]["of"]
            if row["grade"]["points"] is not None:
                points.append(row["grade"]["points"])
            unsure = any(p["look"] and p["goal"] != "for a person" for p in row["grade"]["parts"])
            looks += unsure and row["status"] == "judged"
            flags += bool(row["flags"])
            if row["status"] != "judged" and len(stopped) < 10:
                stopped.append(f"  {row['id']}: {row['status']}: {row['because']}")
    total = sum(statuses.values())
    click.echo(f"{counted(total, 'document')}: " + ", ".join(f"{n} {status}" for status, n in sorted(statuses.items())))
    if kept:
        click.echo(f"{kept} of them in an earlier run")
    for line in stopped:
        click.echo(clean(line))
    if points:
        ordered = sorted(points)
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        click.echo(f"points: from {ordered[0]:g} to {ordered[-1]:g} of {of:g}, half of them {middle:g} or more")
    click.echo(f"to look at: {looks} with links that could not be decided, {flags} with flags")
    click.echo(f"grades in {batch.out / 'grades.csv'}")
    return int(statuses.get("judged", 0) != total)
