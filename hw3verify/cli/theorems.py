"""`hw3verify theorems`: lists the theorems and verifies them with SymPy.

Only this command loads SymPy, and only when it runs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command()
@click.option("--only", multiple=True, metavar="ID", help="Only this theorem (elbo) or statement (elbo.gap).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each statement, a line each.")
@click.option("--latex", metavar="OUT.tex", help="Also write the statements to this file, as LaTeX.")
def theorems(only: tuple[str, ...], as_json: bool, latex: str | None) -> int:
    """List the theorems, and verify each with SymPy.

    \b
    Examples:
      hw3verify theorems
      hw3verify theorems --only elbo.gap --only gaussian_kl
      hw3verify theorems --latex theorems.tex

    Exit status: 0 all hold, 1 one does not, 2 unknown theorem or unusable file.
    """
    chosen = _chosen(only)
    from hw3verify.cli.progress import Waiting
    from hw3verify.symbolic.catalogue import latex_document, verify
    from hw3verify.symbolic.registry import entry

    width = max(map(len, chosen))
    failed, seconds = 0, 0.0
    with Waiting(len(chosen)) as waiting:
        for identifier in chosen:
            found = verify(identifier)
            failed += not found.holds
            seconds += found.seconds
            with waiting.paused():
                if as_json:
                    record = {**found.to_json(), "title": entry(identifier).title}
                    sys.stdout.write(json.dumps(record, allow_nan=False) + "\n")
                else:
                    said = "holds" if found.holds else "FAILS"
                    click.echo(f"{identifier:{width}}  {said}  {found.seconds:5.2f} s  {entry(identifier).title}")
                    for step in found.steps:
                        if not step.holds:
                            click.echo(f"  not shown: {step.what}" + (f" ({step.because})" if step.because else ""))
                sys.stdout.flush()
    if latex is not None:
        try:
            Path(latex).write_text(latex_document(chosen), encoding="utf-8")
        except OSError as problem:
            reason = f"{latex}: cannot be written ({problem.strerror}); give another path"
            raise click.ClickException(reason) from problem
    if not as_json:
        number = f"{len(chosen)} statement" + ("" if len(chosen) == 1 else "s")
        click.echo(f"{number}: {len(chosen) - failed} hold, {failed} fail; {seconds:.2f} s")
    return int(failed > 0)


def _chosen(only: tuple[str, ...]) -> tuple[str, ...]:
    """The identifiers asked for, in the order of the registry; all where none is."""
    from hw3verify.symbolic.registry import MODULES, REGISTRY, entry

    try:
        wanted = {name if name in MODULES else entry(name).identifier for name in only}
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--only") from problem
    return tuple(e.identifier for e in REGISTRY if not only or wanted & {e.identifier, e.module})
