"""The lines of a report on a terminal, in colour.

Rich is loaded here and only here, and this module is loaded only when there is a terminal to colour. The text of a line
is never read as markup: a document may say `[red]` and gets it printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from hw3verify.report.text import Line

STYLES = {
    "title": "bold",
    "faint": "dim",
    "proved": "green",
    "refuted": "bold red",
    "supported": "yellow",
    "undecided": "magenta",
    "unreadable": "bold magenta",
    "definition": "cyan",
    "condition": "cyan",
    "world": "cyan",
    "value": "bold",
}


def print_lines(lines: Iterable[Line], *, force: bool = False) -> None:
    """Print the lines to standard output, in colour where the terminal has any (always with `force`)."""
    console = Console(file=sys.stdout, force_terminal=True if force else None, highlight=False, soft_wrap=True)
    for line in lines:
        text = Text.assemble(*((piece, STYLES.get(style, "")) for piece, style in line))
        text.rstrip()
        console.print(text)
