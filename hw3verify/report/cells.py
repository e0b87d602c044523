"""Tables as comma-separated values that are safe to open in a spreadsheet.

A cell that begins with `=`, `+`, `-`, `@` or a tab is a formula to a spreadsheet, and a student's name is outside text:
such a cell gets an apostrophe in front, which spreadsheets do not show. Numbers stay numbers.

Source: RFC 4180 for the format; OWASP, "CSV Injection", for the apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from hw3verify.report.text import clean

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
           "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
Cell = str | float | None


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as text; lines end with a line feed. A missing cell is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(name) for name in header])
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, the header has {len(header)}")
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return repr(cell).removesuffix(".0")
    text = clean(cell)
    return "'" + text if text.startswith(FORMULA) else text
