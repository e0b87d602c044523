"""A world: finitely many cells for every role, and numbers for everything that a claim speaks of.

A role (an axis: `x`, `z`) is a space of cells with positive widths; with width 1 it is a counting space, with other
widths a piece of the line on which tables are step densities. A family of densities is one joint table over its
roles, `sum(table * widths) = 1`; conditionals and marginals are read off it. A function or an indexed quantity is a
table of numbers, a map sends cells to cells, a parameter is an exact number. `points` gives the number that a
variable stands for in each cell, where it is used by value.

A world is plain data: whether it is proper (normalised, positive, obeying the facts) is for the kernel to check.
Rationals travel as "a/b" in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flint import fmpq

from hw3verify.meaning.numeral import from_text, to_text
from hw3verify.meaning.value import LogLinear


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers over the cells of some roles, flat, the last role fastest."""

    roles: tuple[str, ...]
    values: tuple[LogLinear, ...]


@dataclass(frozen=True, slots=True)
class CellMap:
    """For every cell of `base` a cell of `image`."""

    base: str
    image: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A law chosen for a family: `normal` (mean, variance), `head(outcome | given)` with one outcome on the line; or
    `likelihood` (c0, c1, c2): head(outcome | z) = exp(c0 + c1 z + c2 z^2), the outcome standing in a single cell."""

    head: str
    outcome: tuple[str, ...]
    given: tuple[str, ...]
    name: str
    numbers: tuple[fmpq, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a claim speaks of, as finite tables and exact numbers.

    sizes      role -> number of cells (for an index role: the length of the indexed tables)
    widths     role -> width of each cell; a role not named here has widths 1
    points     role -> number of each cell
    tables     family -> joint table, normalised over the widths
    functions  head -> values (functions and indexed quantities)
    maps       head -> map of cells
    scalars    name -> exact number (also the integers)
    indices    roles whose cells are the integers 1, 2, ... (of x_i)
    chosen     laws of families that no fact gives, over roles that other laws put on the line
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    widths: Mapping[str, tuple[fmpq, ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[fmpq, ...]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    functions: Mapping[str, Table] = field(default_factory=dict)
    maps: Mapping[str, CellMap] = field(default_factory=dict)
    scalars: Mapping[str, LogLinear] = field(default_factory=dict)
    indices: frozenset[str] = frozenset()
    chosen: tuple[Chosen, ...] = ()

    def width(self, role: str, cell: int) -> fmpq:
        """The width of a cell."""
        row = self.widths.get(role)
        return fmpq(1) if row is None else row[cell]

    def same_space(self, first: str, second: str) -> bool:
        """Have two roles the same cells, widths and points, so that a point of one is a point of the other?"""
        equal = self.sizes.get(first) == self.sizes.get(second) and self.widths.get(first) == self.widths.get(second)
        return equal and self.points.get(first) == self.points.get(second) and not {first, second} & self.indices

    def with_scalar(self, name: str, value: LogLinear) -> World:
        """The same world with another value for a parameter."""
        return replace(self, scalars={**self.scalars, name: value})

    def with_function(self, head: str, table: Table) -> World:
        """The same world with another table for a function."""
        return replace(self, functions={**self.functions, head: table})

    def with_table(self, head: str, table: Table) -> World:
        """The same world with another joint table for a family."""
        return replace(self, tables={**self.tables, head: table})

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "sizes": dict(self.sizes),
            "widths": {r: [str(w) for w in row] for r, row in self.widths.items()},
            "points": {r: [str(w) for w in row] for r, row in self.points.items()},
            "tables": {h: _table_data(t) for h, t in self.tables.items()},
            "functions": {h: _table_data(t) for h, t in self.functions.items()},
            "maps": {h: {"base": m.base, "image": m.image, "cells": list(m.cells)} for h, m in self.maps.items()},
            "scalars": {n: to_text(v) for n, v in self.scalars.items()},
            "indices": sorted(self.indices),
            "chosen": [
                {
                    "head": c.head,
                    "outcome": list(c.outcome),
                    "given": list(c.given),
                    "name": c.name,
                    "numbers": [str(n) for n in c.numbers],
                }
                for c in self.chosen
            ],
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> World:
        """The world that `to_dict` wrote; `ValueError` or `KeyError` when it is malformed."""
        return World(
            sizes={str(r): int(n) for r, n in data["sizes"].items()},
            widths={str(r): tuple(_fraction(w) for w in row) for r, row in data["widths"].items()},
            points={str(r): tuple(_fraction(w) for w in row) for r, row in data["points"].items()},
            tables={str(h): _table(t) for h, t in data["tables"].items()},
            functions={str(h): _table(t) for h, t in data["functions"].items()},
            maps={
                str(h): CellMap(str(m["base"]), str(m["image"]), tuple(int(c) for c in m["cells"]))
                for h, m in data["maps"].items()
            },
            scalars={str(n): from_text(str(v)) for n, v in data["scalars"].items()},
            indices=frozenset(str(r) for r in data["indices"]),
            chosen=tuple(
                Chosen(
                    str(c["head"]),
                    tuple(str(r) for r in c["outcome"]),
                    tuple(str(r) for r in c["given"]),
                    str(c["name"]),
                    tuple(_fraction(n) for n in c["numbers"]),
                )
                for c in data.get("chosen", ())
            ),
        )


def _table_data(table: Table) -> dict[str, Any]:
    return {"roles": list(table.roles), "values": [to_text(v) for v in table.values]}


def _table(data: Mapping[str, Any]) -> Table:
    return Table(tuple(str(r) for r in data["roles"]), tuple(from_text(str(v)) for v in data["values"]))


def _fraction(text: Any) -> fmpq:
    value = from_text(str(text))
    if value.logs:
        raise ValueError(f"not a rational number: {text!r}")
    return value.rational
