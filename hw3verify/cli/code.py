"""`hw3verify check-code`: a person's functions against verified ones, in a limited process."""

from __future__ import annotations

import json

import click

from hw3verify.cli.handed_in import code_of, printed


@click.command("check-code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--assignment", "-a", required=True, metavar="ID_OR_FILE", help="What was asked: hw3, or a file.")
@click.option(
    "--inputs",
    type=click.Choice(["numpy", "torch", "lists"]),
    default="numpy",
    help="Tables as arrays of numpy (the default) or as lists; torch: numbers, too, are tensors.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60.0, help="For each function [60].")
@click.option("--call-seconds", type=click.FloatRange(min=0, min_open=True), default=2.0, help="For each call [2].")
@click.option("--memory", type=click.IntRange(min=64), default=4096, metavar="MB", help="Address space [4096].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check_code(
    file: str, assignment: str, inputs: str, seconds: float, call_seconds: float, memory: int, as_json: bool
) -> int:
    """Try the functions in FILE (Python) that the assignment asks for.

    They run in a process of their own with limits, without network, and are compared with hw3verify's closed forms on
    edge cases and drawn inputs. What differs is shown by the smallest such input.

    \b
    Example:
      hw3verify check-code submission.py --assignment hw3

    Exit status: 0 nothing is wrong, 1 a function differs or fails, 2 unusable input or none of the functions is there.
    """
    from hw3verify.answers.confinement import Limits
    from hw3verify.answers.verdict import function_verdicts
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.language.source import UnusableInput

    try:
        asked = [(part.label, name) for part in load_assignment(assignment).parts for name in part.functions]
    except UnusableInput as problem:
        raise click.ClickException(str(problem)) from problem
    if not asked:
        raise click.ClickException(f"{assignment}: asks for no function; write {{function=NAME}} behind a part's title")
    limits = Limits(seconds=seconds, call=call_seconds, memory=memory)
    try:
        found = function_verdicts(code_of(file, "the functions"), asked, limits, inputs)
        rows = printed(found, 23, "functions") if not as_json else list(found)
    except ValueError as problem:
        raise click.ClickException(f"{assignment}: {problem}") from problem
    if as_json:
        click.echo(json.dumps({"file": file, "assignment": assignment, "functions": [row.to_json() for row in rows]}))
    words = {row.verdict for row in rows}
    if words & {"differs", "fails"}:
        return 1
    return 2 if words == {"missing"} else 0
