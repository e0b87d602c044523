"""The outcomes as a Markdown table, for the documentation: a row for each measurement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hw3verify.report.lab.numbers import short, shown
from hw3verify.report.text import clean

HEADER = "| row | what is compared | kind | predicted | known by | observed | error | tolerance | seeds | verdict |"


def markdown_table(outcomes: Iterable[dict[str, Any]]) -> str:
    """The table; a skipped experiment has one row that says why."""
    lines = [HEADER, "|" + " --- |" * (HEADER.count("|") - 1)]
    for outcome in outcomes:
        name = outcome["experiment"]
        if outcome["skipped"]:
            lines.append(f"| {name} | {_cell(outcome['title'])} | | | | | | | | skipped: {_cell(outcome['skipped'])} |")
        for row in outcome["measurements"]:
            finding = row["kind"] == "finding"
            relation = "" if row["side"] == "=" else row["side"] + " "
            predicted = "" if finding else relation + shown(row["predicted"], 6)
            cells = (name, row["quantity"], row["kind"], predicted, row["how"], shown(row["observed"], 6),
                     short(row["error"]), "" if finding else short(row["tolerance"]), row["seeds"] or "",
                     row["verdict"])  # fmt: skip
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return clean(value).replace("|", "\\|")
