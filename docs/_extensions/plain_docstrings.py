"""Docstrings of this house are plain text: paragraphs, names in single backticks, tables and code that are indented.

reStructuredText would take an indented line for a quotation and a line of a table for a broken one. So every paragraph
with indented lines becomes a literal block, and everything else stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

SPECIAL = re.compile(r"(?<![`\w\\])([*|_]+)(?=\S)|(?<=\w)_(?=\W|$)")
"""What reStructuredText would take for emphasis, a substitution or a reference."""


def rewritten(lines: list[str]) -> list[str]:
    """The same text as reStructuredText."""
    found: list[str] = []
    for paragraph in paragraphs(lines):
        first = next((k for k, line in enumerate(paragraph) if line.startswith(" ")), None)
        if first is None:
            found += [escaped(line) for line in paragraph]
        else:
            head = [escaped(line) for line in paragraph[:first]]
            found += [*head, *([""] if head else []), "::", "", *("    " + line for line in paragraph[first:])]
        found.append("")
    return found


def paragraphs(lines: list[str]) -> list[list[str]]:
    """The lines between empty ones; paragraphs that are indented from their first line on are joined to one block."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def escaped(line: str) -> str:
    """The line with what would be markup, outside of backticks, made plain."""
    pieces = line.split("`")
    pieces[::2] = [SPECIAL.sub(lambda m: "".join("\\" + sign for sign in m[0]), piece) for piece in pieces[::2]]
    return "`".join(pieces)


def setup(app: Any) -> dict[str, bool]:
    """Take part in reading docstrings."""

    def process(_app: Any, _what: str, _name: str, _subject: Any, _options: Any, lines: list[str]) -> None:
        lines[:] = rewritten(lines)

    app.connect("autodoc-process-docstring", process)
    return {"parallel_read_safe": True}
