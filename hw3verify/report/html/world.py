"""A counterexample as tables: the spaces, the numbers, the densities cell by cell, and both values.

Law: it shows what the record holds, and says so where it holds more than `MOST_ROWS` rows or `MOST_CELLS` cells in a
row. Whatever stands in the record (it may come from another program) is shown as text.
"""

from __future__ import annotations

from typing import Any

from hw3verify.report.html.markup import Markup, element, join, table
from hw3verify.report.html.mathml import formula

MOST_ROWS = 40
MOST_CELLS = 24


def world(example: dict[str, Any]) -> Markup:
    """The counterexample below its link."""
    said = [_spaces(example), _numbers(example), _densities(example), _values(example)]
    return element("div", *(piece for piece in said if piece), class_="world")


def _items(value: Any) -> list[tuple[str, Any]]:
    return [(str(name), item) for name, item in value.items()] if isinstance(value, dict) else []


def _cells(value: Any) -> list[str]:
    return [_short(item) for item in value] if isinstance(value, list | tuple) else [_short(value)]


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _spaces(example: dict[str, Any]) -> Markup | str:
    widths, points = (dict(_items(example.get(key))) for key in ("widths", "points"))
    rows = []
    for name, size in _items(example.get("sizes"))[:MOST_ROWS]:
        said = f" has {size} " + ("value" if str(size) == "1" else "values")
        if points.get(name):
            said += ": " + ", ".join(_cells(points[name])[:MOST_CELLS])
        elif widths.get(name):
            said = f" has {size} " + ("cell of width " if str(size) == "1" else "cells of widths ")
            said += ", ".join(_cells(widths[name])[:MOST_CELLS])
        rows.append(element("li", formula(name), " ", said))
    return element("ul", *rows) if rows else ""


def _numbers(example: dict[str, Any]) -> Markup | str:
    numbers = [*_items(example.get("where")), *_items(example.get("scalars"))]
    said = [join([formula(name), " = ", _short(value)]) for name, value in numbers[:MOST_ROWS]]
    return element("p", "at ", join(said, ", ")) if said else ""


def _densities(example: dict[str, Any]) -> Markup | str:
    rows: list[tuple[str, list[str]]] = []
    for name, value in _items(example.get("tables")):
        nested = isinstance(value, list | tuple) and value and all(isinstance(row, list | tuple) for row in value)
        rows += [(name, _cells(row)) for row in (value if nested else [value])]
    if not rows:
        return ""
    widest = max(len(row) for _, row in rows)
    more = len(rows) > MOST_ROWS or widest > MOST_CELLS
    body = [
        element("tr", element("th", formula(name), scope="row"),
                *(element("td", cell, class_="number") for cell in row[:MOST_CELLS]),
                *[element("td")] * (min(widest, MOST_CELLS) - len(row)))
        for name, row in rows[:MOST_ROWS]
    ]  # fmt: skip
    caption = "Densities and functions" + (" (not all of it)" if more else "")
    return table(caption, ("cell", *(str(n + 1) for n in range(min(widest, MOST_CELLS)))), body)


def _values(example: dict[str, Any]) -> Markup | str:
    rows = []
    for side in ("left", "right"):
        known = [_short(v) for v in (example.get(side), example.get(f"{side}_value")) if v not in (None, "")]
        if len(known) == 2 and known[0].endswith("..."):  # a decimal already
            del known[0]
        if known:
            said = " = ".join(dict.fromkeys(known))
            rows.append(join([element("dt", f"{side} side"), element("dd", element("strong", said))]))
    return element("dl", *rows) if rows else ""
