"""The command line: thin, and quick to start.

    hw3verify check FILE...     judge every link
    hw3verify show FILE...      print how every display was read
    hw3verify recheck FILE C    check kept evidence again
    hw3verify theorems          verify the theorems with SymPy
    hw3verify check-code FILE   try functions against verified ones
    hw3verify grade FOLDER      judge and grade a folder of submissions
    hw3verify serve             serve a local page that judges while one types
    hw3verify lab               confirm the theorems by numbers, with small trainers

Each command opens files, calls one function of the house and prints what it says. Exit status: 0 nothing refuted, 1
something refuted, 2 something unusable (a file, an option, an assignment), 130 interrupted, 141 when the reader of a
pipe has gone. Only Click is imported here; the rest of the house is loaded by the command that uses it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from hw3verify import __version__
from hw3verify.cli.code import check_code
from hw3verify.cli.completion import VARIABLE, completion
from hw3verify.cli.files import EXAMPLE, Outcome, judge_files, open_source
from hw3verify.cli.grade import grade
from hw3verify.cli.kept import keep, kept_entry
from hw3verify.cli.lab import lab
from hw3verify.cli.printing import print_lines, width
from hw3verify.cli.serve import serve
from hw3verify.cli.theorems import theorems
from hw3verify.report.formats import FORMATS

if TYPE_CHECKING:
    from hw3verify.assignments.loader import Assignment


class Commands(click.Group):
    """A group that guesses what was meant when a command is not known."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0] if args else ""
        if args and self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(_unknown_command(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def _unknown_command(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    if close:
        return f"There is no command {name!r}. Did you mean {close[0]!r}?"
    if name == EXAMPLE or Path(name).is_file():
        return f"There is no command {name!r}, but it is a file. Try: hw3verify check {name}"
    return f"There is no command {name!r}. The commands are: {', '.join(known)}."


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with:  hw3verify check example",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Verify written derivations about probability distributions, link by link.

    A derivation is a Markdown or .tex file. Of every relation between two neighbouring sides hw3verify says whether it
    is proved, refuted (with a counterexample), supported, undecided or unreadable.
    """


for _command in (theorems, check_code, grade, lab, serve, completion):
    cli.add_command(_command)

_ASSIGNMENT = click.option(
    "--assignment", "-a", metavar="ID_OR_FILE", help="What was asked: hw3, or the path of an assignment file."
)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_ASSIGNMENT
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file, a line each.")
@click.option("--quiet", "-q", is_flag=True, help="Print one line for each refuted or unreadable link, nothing else.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Check N files at once.")
@click.option("--certificates", metavar="OUT.json", help="Keep the evidence in this file, for recheck.")
@click.option(
    "--hints/--no-hints",
    default=None,
    help="Look for the one change that mends a refuted link (done unless --json or --quiet is given).",
)
@click.option("--html", metavar="OUT.html", help="Write the report of one FILE as a web page.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Write the verdicts for another system into the file of --out."
)
@click.option("--out", metavar="FILE", help="Where --format writes.")
def check(
    files: tuple[str, ...],
    assignment: str | None,
    as_json: bool,
    quiet: bool,
    jobs: int | None,
    certificates: str | None,
    hints: bool | None,
    html: str | None,
    form: str | None,
    out: str | None,
) -> int:
    """Judge every link of each FILE.

    \b
    Examples:
      hw3verify check example                       the shipped example
      hw3verify check submission.md --assignment hw3
      hw3verify check *.md --json > verdicts.jsonl
      hw3verify check notes.tex --certificates evidence.json
      hw3verify check submission.md --assignment hw3 --html report.html

    Exit status: 0 nothing refuted, 1 something refuted, 2 unusable input.
    """
    from hw3verify.cli.progress import Waiting

    if (form is None) != (out is None):
        raise click.UsageError("--format NAME and --out FILE go together.")
    asked = _assignment(assignment, files)
    refuted = unusable = False
    seen: list[Outcome] = []
    kept: list[dict[str, Any]] = []
    wanted = bool(html or form) or not (as_json or quiet) if hints is None else hints
    outcomes = judge_files(files, asked, jobs, wanted)
    with Waiting(len(files)) as waiting:
        for number, outcome in enumerate(outcomes):
            with waiting.paused():
                _print_outcome(outcome, as_json, quiet, first=number == 0)
            unusable = unusable or outcome.report is None
            if form or html:
                seen.append(outcome)
            if outcome.report is not None:
                refuted = refuted or bool(outcome.report.refuted)
                evidence = list(outcome.report.certificates)
                kept.append({"file": outcome.file, "assignment": outcome.report.assignment, "certificates": evidence})
    if certificates is not None:
        keep(certificates, kept)
    for name, path in (("html", html), (form, out)):
        if name and path:
            from hw3verify.cli.export import export

            export(name, seen, None if asked is None else asked.id, path)
    return 2 if unusable else int(refuted)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_ASSIGNMENT
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file, a line each.")
def show(files: tuple[str, ...], assignment: str | None, as_json: bool) -> int:
    """Show how every display of each FILE was read.

    A misreading is the one thing that no proof can catch: when a verdict surprises you, look here first.

    \b
    Example:
      hw3verify show submission.md --assignment hw3
    """
    from hw3verify.judge.show import show_source
    from hw3verify.language.source import UnusableInput

    asked = _assignment(assignment, files)
    unusable = False
    for file in files:
        try:
            rows = list(show_source(open_source(file), asked))
        except UnusableInput as problem:
            unusable = True
            _complain(file, str(problem))
            continue
        if as_json:
            _print_json({"file": file, "displays": [row.to_json() for row in rows]})
        else:
            from hw3verify.report.text import clean, shown_lines

            print_lines([((clean(file), "title"),), *shown_lines(rows, width())])
    return 2 if unusable else 0


@cli.command()
@click.argument("file", metavar="FILE")
@click.argument("certificates", metavar="CERTIFICATES")
@_ASSIGNMENT
def recheck(file: str, certificates: str, assignment: str | None) -> int:
    """Check the evidence kept in CERTIFICATES again, against FILE as it is now.

    The document is read again and the kernel checks every proof and counterexample; nothing is searched for, so this is
    quick, and it needs no trust in the search. The assignment is the one named in CERTIFICATES unless another is given.

    \b
    Example:
      hw3verify check submission.md -a hw3 --certificates evidence.json
      hw3verify recheck submission.md evidence.json

    Exit status: 0 everything accepted, 1 something rejected, 2 unusable input.
    """
    from hw3verify.judge.recheck import recheck as recheck_source
    from hw3verify.language.source import UnusableInput
    from hw3verify.report.text import counted, rechecked_lines

    entry = kept_entry(certificates, file)
    asked = _assignment(assignment or entry.get("assignment"), (file,))
    try:
        rows = list(recheck_source(open_source(file), entry["certificates"], asked))
    except UnusableInput as problem:
        _complain(file, str(problem))
        return 2
    print_lines(rechecked_lines(rows, width()))
    rejected = sum(not row.holds for row in rows)
    click.echo(f"{counted(len(rows), 'certificate')}: {len(rows) - rejected} accepted, {rejected} rejected")
    return int(rejected > 0)


def main() -> None:
    """The console command: runs the group and turns every way out into an exit status."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # a stream that cannot say a sign shows its number instead
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if VARIABLE in os.environ:  # a shell wants to complete a line: click answers and exits
        cli.main(prog_name="hw3verify", complete_var=VARIABLE)
    try:
        try:
            status = cli.main(prog_name="hw3verify", standalone_mode=False)
            sys.stdout.flush()
        except click.ClickException as problem:
            problem.show()
            status = 2
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            status = 130
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone. Click makes that a SystemExit(1), which no command here raises itself; our
        # status must not read as "refuted".
        _hush(sys.stdout, sys.stderr)
        status = 141
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        _hush(sys.stdout)
        click.echo(f"Error: cannot write ({problem.strerror}); make room, or write elsewhere", err=True)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _hush(*streams: TextIO) -> None:
    """Let the streams end nowhere, so that what they still hold is not written when they are closed at exit."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _assignment(name: str | None, files: tuple[str, ...]) -> Assignment | None:
    """The assignment asked for; the shipped example answers hw3 without being told."""
    if name is None:
        if files != (EXAMPLE,) or Path(EXAMPLE).exists():
            return None
        name = "hw3"
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.language.source import UnusableInput

    try:
        return load_assignment(name)
    except UnusableInput as problem:
        raise click.ClickException(str(problem)) from problem


def _print_outcome(outcome: Outcome, as_json: bool, quiet: bool, *, first: bool) -> None:
    if outcome.report is None:
        _complain(outcome.file, outcome.error)
        if as_json:
            _print_json({"file": outcome.file, "error": outcome.error})
    elif as_json:
        _print_json(outcome.report.to_json())
    else:
        from hw3verify.report.text import quiet_lines, report_lines

        if quiet:
            print_lines(quiet_lines(outcome.report))
        else:
            print_lines([*([] if first else [()]), *report_lines(outcome.report, width())])


def _complain(file: str, message: str) -> None:
    click.echo(message if file in message else f"{file}: {message}", err=True)


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, allow_nan=False) + "\n")
    sys.stdout.flush()
