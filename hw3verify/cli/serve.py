"""`hw3verify serve`: the local page on which a derivation is judged as it is typed.

Exit status: 0 when it is ended by an interrupt, 2 when it cannot begin (the port is taken, no such assignment).
"""

from __future__ import annotations

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option("--assignment", "-a", metavar="ID_OR_FILE", help="What was asked: hw3, or a file.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Judge N at once (one for each core).")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=120.0, metavar="S", show_default=True,
              help="Seconds for one text.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=64), default=1024, metavar="MB", show_default=True,
              help="Memory that one text may take.")  # fmt: skip
def serve(host: str, port: int, assignment: str | None, jobs: int | None, timeout: float, memory: int) -> int:
    """Serve a local page: type or paste a derivation, and verdicts appear link by link.

    Texts stay on this machine: they are judged in processes of their own with limits, and nothing is kept. The server
    answers this machine alone unless --host says otherwise.

    \b
    Examples:
      hw3verify serve
      hw3verify serve --assignment hw3 --port 8000

    Exit status: 0 interrupted, 2 it could not begin.
    """
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.cli.files import usual_jobs
    from hw3verify.grading.handle import Limits, NoWorker
    from hw3verify.language.source import UnusableInput
    from hw3verify.serving.desk import Desk
    from hw3verify.serving.guard import is_loopback
    from hw3verify.serving.server import Server
    from hw3verify.serving.worker import COMMAND

    try:
        asked = None if assignment is None else load_assignment(assignment)
        limits = Limits(timeout, memory, None, COMMAND)
    except (UnusableInput, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    desk = Desk(limits, None if asked is None else (asked.id, asked.source.text), jobs or usual_jobs(1_000))
    try:
        with Server(host, port, desk, "" if asked is None else asked.id) as server:
            desk.prepare()
            click.echo(f"hw3verify listens at {server.address} (end it with Ctrl+C)")
            if not is_loopback(host):
                click.echo("whoever can reach this address can have texts judged here", err=True)
            server.serve_forever(poll_interval=0.2)
    except OSError as problem:
        why = problem.strerror or problem
        raise click.ClickException(f"{host}, port {port}: {why}; give another --port") from problem
    except NoWorker as problem:
        raise click.ClickException(str(problem)) from problem
    except KeyboardInterrupt:
        click.echo("ended", err=True)
    finally:
        desk.close()
    return 0
