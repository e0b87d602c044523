"""The outcomes as lines of text: a heading for each experiment, then a row for each measurement.

    V1  a linear VAE reaches the likelihood of probabilistic PCA  (1.2 s, 16 seeds)
        verdict       kind         predicted     observed      error    tolerance  quantity
        confirmed     identity     -10.605788    -10.605788    1.8e-15  1e-10      mean ELBO at the end, ...

Lines carry styles as in `report.text`, so that a terminal colours them and a pipe gets plain text.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from hw3verify.report.lab.numbers import seconds, short, shown
from hw3verify.report.text import Line, clean

STYLES = {
    "confirmed": "proved", "known bias": "condition", "reported": "faint", "refuted": "refuted",
    "inconclusive": "undecided",
}  # fmt: skip
COLUMNS = (("verdict", 13), ("kind", 12), ("predicted", 15), ("observed", 15), ("error", 9), ("tolerance", 11))
INDENT = 4
NARROWEST = 34


def outcome_lines(outcome: dict[str, Any], width: int = 120) -> list[Line]:
    """All that one outcome says."""
    seeds = max((row["seeds"] for row in outcome["measurements"]), default=0)
    runs = f", {seeds} seed{'' if seeds == 1 else 's'}" if seeds else ""
    about = f"  ({seconds(outcome['seconds'])}{runs})"
    lines: list[Line] = [((f"{outcome['experiment']:<{INDENT}}{clean(outcome['title'])}", "title"), (about, "faint"))]
    if outcome["skipped"]:
        return [*lines, ((" " * INDENT, ""), ("skipped", "undecided"), (f"  {clean(outcome['skipped'])}", ""))]
    head = "".join(f"{name:<{size}}" for name, size in COLUMNS)
    lines.append(((f"{'':{INDENT}}{head}quantity", "faint"),))
    for row in outcome["measurements"]:
        lines += _row(row, width)
    lines += [((f"{'':{INDENT}}{clean(note)}", "faint"),) for note in outcome["notes"]]
    return lines


def _row(row: dict[str, Any], width: int) -> Iterable[Line]:
    relation = "" if row["side"] == "=" else row["side"] + " "
    predicted = relation + shown(row["predicted"]) if row["kind"] != "finding" else ""
    tolerance = short(row["tolerance"]) if row["kind"] != "finding" else ""
    cells = (row["kind"], predicted, shown(row["observed"]), short(row["error"]), tolerance)
    written = "".join(f"{cell:<{size}}" for cell, (_, size) in zip(cells, COLUMNS[1:], strict=True))
    before = INDENT + sum(size for _, size in COLUMNS)
    first, *others = textwrap.wrap(clean(row["quantity"]), max(NARROWEST, width - before)) or [""]
    verdict = (f"{row['verdict']:<{COLUMNS[0][1]}}", STYLES[row["verdict"]])
    yield ((" " * INDENT, ""), verdict, (written + first, ""))
    yield from (((" " * before + text, ""),) for text in others)


def summary(outcomes: Iterable[dict[str, Any]]) -> str:
    """How many of each verdict there are, in one line."""
    outcomes = list(outcomes)
    said = [row["verdict"] for outcome in outcomes for row in outcome["measurements"]]
    counts = ", ".join(f"{said.count(word)} {word}" for word in STYLES if word in said) or "nothing measured"
    skipped = sum(bool(outcome["skipped"]) for outcome in outcomes)
    total = seconds(sum(outcome["seconds"] for outcome in outcomes))
    return f"{len(outcomes)} experiments{f', {skipped} skipped' if skipped else ''}: {counts}; {total}"
