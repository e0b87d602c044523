"""Drawing worlds: many at once, as whole numbers, so that each drawn world is exact from the start.

A `Batch` holds W worlds of one shape as integer arrays (weights of tables, numerators and denominators of widths and
parameters). The screen reads them as floats; `world(k)` gives the k-th as exact data. The styles: "counting" (small
numbers, all widths 1), "nice" (small numbers, widths too), "plain" (a little wider) and "wild" (many magnitudes,
peaked tables, values near 0 and 1). "tiny" is for hitting equations by chance: counting widths, weights up to 4,
parameters from a short list.
Draws are deterministic: the generator is seeded by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from hw3verify.meaning.expr import Expr, Name, Number, Sum, free_names
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import CellMap, Table, World
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.values import COIN, COUNT, HALF, TRIAL, UNIT, lives

Ints = NDArray[np.int64]
Fractions = tuple[Ints, Ints]

NICE = ((1, 1), (2, 1), (1, 2), (3, 1), (-1, 1), (1, 3), (3, 2), (-2, 1), (2, 3), (-1, 2), (4, 1), (0, 1))
NICE_UNIT = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (4, 5), (1, 10), (9, 10))
MOST_ENTRIES = 500_000  # numbers in one table of a batch
LONGEST = 12  # a fixed limit up to which the entries of a table are drawn
WIDTHS = ((1, 1), (1, 2), (2, 1), (1, 4), (3, 1), (1, 8))


@dataclass(slots=True)
class Batch:
    """W worlds of one shape."""

    count: int
    sizes: dict[str, int]
    indices: frozenset[str]
    maps: dict[str, CellMap]
    widths: dict[str, Fractions] = field(default_factory=dict)
    points: dict[str, Fractions] = field(default_factory=dict)
    tables: dict[str, tuple[tuple[str, ...], Ints]] = field(default_factory=dict)
    functions: dict[str, tuple[tuple[str, ...], Fractions]] = field(default_factory=dict)
    scalars: dict[str, Fractions] = field(default_factory=dict)

    def world(self, k: int) -> World:
        """The k-th world, exactly."""
        widths = {r: _row(f, k) for r, f in self.widths.items()}
        tables = {}
        for head, (roles, weights) in self.tables.items():
            shape = weights.shape[1:]
            flat = [int(w) for w in weights[k].ravel()]
            total = fmpq(0)
            for place, weight in zip(np.ndindex(*shape), flat, strict=True):
                part = fmpq(weight)
                for role, cell in zip(roles, place, strict=True):
                    if role in widths:
                        part *= widths[role][cell]
                total += part
            tables[head] = Table(roles, tuple(LogLinear(fmpq(w) / total) for w in flat))
        functions = {
            h: Table(roles, tuple(LogLinear(v) for v in _row(f, k))) for h, (roles, f) in self.functions.items()
        }
        scalars = {n: LogLinear(fmpq(int(a[k]), int(b[k]))) for n, (a, b) in self.scalars.items()}
        points = {r: _row(f, k) for r, f in self.points.items()}
        return World(dict(self.sizes), widths, points, tables, functions, dict(self.maps), scalars, self.indices)


def as_float(f: Fractions) -> NDArray[np.float64]:
    """Numerators over denominators."""
    return np.asarray(f[0] / f[1])


def _row(f: Fractions, k: int) -> tuple[fmpq, ...]:
    return tuple(fmpq(int(a), int(b)) for a, b in zip(f[0][k].ravel(), f[1][k].ravel(), strict=True))


def draw(subject: Subject, size: int, count: int, style: str, rng: Any, integers: int = 3) -> Batch:
    """`count` worlds with about `size` cells a role."""
    lengths = _lengths(subject, integers, rng)
    sizes = {r: _length(subject, r, lengths, integers) if r in subject.indices else size for r in subject.roles}
    if style == "tiny":
        sizes.update((r, 1) for r in subject.fixed if r in sizes and r not in subject.indices)
    for roles in (*subject.families.values(), *subject.functions.values()):
        entries = count
        for r in roles:  # many roles: the last ones get one cell, so that the table stays small
            entries *= sizes.get(r, 1)
            if entries > MOST_ENTRIES and r not in subject.indices:
                entries //= sizes[r]
                sizes[r] = 1
    facts = subject.claim.facts
    named = {**{r: r for r in sizes}, **dict(facts.roles)}
    counted = {r for n, r in named.items() if n in facts.binary | facts.integer}
    sizes.update((r, min(sizes[r], 2)) for n, r in named.items() if n in facts.binary and r in sizes)
    maps: dict[str, CellMap] = {}
    for head, (base, image) in subject.maps.items():
        if head in subject.samples:
            maps[head] = CellMap(base, image, _samples(sizes[base], sizes[image], rng))
        elif base in sizes and image in sizes:
            sizes[image] = min(sizes[image], sizes[base])
            turn = sum(m.image == image for m in maps.values())  # two maps into one space differ where they can
            onto = (min((c + turn) % sizes[base], sizes[image] - 1) for c in range(sizes[base]))
            maps[head] = CellMap(base, image, tuple(onto))
    for first, second in subject.twins:
        if first in sizes and second in sizes:
            sizes[second] = sizes[first] = min(sizes[first], sizes[second])
    batch = Batch(count, sizes, subject.indices & sizes.keys(), maps)
    for role, n in sizes.items():
        if role in subject.indices:
            continue
        if role in subject.valued:
            batch.points[role] = _points_in_range(rng, (count, n), style, role, subject)
        elif not subject.counting and style not in ("counting", "tiny") and role not in counted:
            batch.widths[role] = _widths(rng, (count, n), style)
    for first, second in subject.twins:
        for rows in (batch.widths, batch.points):
            if first in rows:
                rows[second] = rows[first]
            else:
                rows.pop(second, None)
    for head, roles in subject.families.items():
        if all(r in sizes for r in roles):
            batch.tables[head] = (roles, _weights(rng, (count, *(sizes[r] for r in roles)), style))
    for head, roles in subject.functions.items():
        if all(r in sizes for r in roles):
            shape = (count, *(sizes[r] for r in roles))
            batch.functions[head] = (roles, _numbers(rng, shape, style, head, subject))
    for name in subject.scalars:
        if name in subject.limits:
            batch.scalars[name] = (np.full(count, lengths[name], dtype=np.int64), np.ones(count, dtype=np.int64))
        else:
            batch.scalars[name] = _numbers(rng, (count,), style, name, subject)
    return batch


def _samples(length: int, size: int, rng: Any) -> tuple[int, ...]:
    """A cell for every index; the first two differ where they can."""
    first = int(rng.integers(0, size))
    return (first, *(int((first + k) % size) for k in (1, *rng.integers(0, size, max(length - 2, 0)))))[:length]


def _lengths(subject: Subject, integers: int, rng: Any) -> dict[str, int]:
    """A length for every name that an index runs up to; two such names differ in every other batch."""
    ends = {n for found in subject.uppers.values() for end in found for n in free_names(end)}
    names = sorted(ends)
    more = rng.integers(0, 2, len(names)) if len(names) > 1 else [0] * len(names)
    lengths = {n: integers + int(k) for n, k in zip(names, more, strict=True)}
    return lengths | {n: int(rng.integers(1, integers + 1)) for n in sorted(subject.begins - ends)}


def _length(subject: Subject, role: str, lengths: dict[str, int], integers: int) -> int:
    """How many entries a table over an index needs: as many as the largest of its limits."""
    found = [_limit(e, lengths) for e in subject.uppers.get(role, ())]
    known = [n for n in found if n is not None and n <= LONGEST]
    return max(1, *known) if known else integers


def _limit(e: Expr, lengths: dict[str, int]) -> int | None:
    """The value of a limit such as n, 3 or n + 1."""
    if isinstance(e, Number):
        return int(e.value)
    if isinstance(e, Name):
        return lengths.get(e.id)
    parts = [_limit(t, lengths) for t in e.terms] if isinstance(e, Sum) else [None]
    known = [n for n in parts if n is not None]
    return sum(known) if len(known) == len(parts) else None


def _pick(rng: Any, options: tuple[tuple[int, int], ...], shape: tuple[int, ...]) -> Fractions:
    rows = np.array(options, dtype=np.int64)[rng.integers(0, len(options), shape)]
    return rows[..., 0].copy(), rows[..., 1].copy()


def _weights(rng: Any, shape: tuple[int, ...], style: str) -> Ints:
    if style in ("counting", "nice", "tiny"):
        return np.asarray(rng.integers(1, 5, shape), dtype=np.int64)
    if style == "plain":
        return np.asarray(rng.integers(1, 30, shape), dtype=np.int64)
    spread = rng.uniform(1, 14, (shape[0],) + (1,) * (len(shape) - 1))
    return np.asarray(np.maximum(1, np.exp(spread * rng.uniform(0, 1, shape))), dtype=np.int64)


def _widths(rng: Any, shape: tuple[int, ...], style: str) -> Fractions:
    if style == "nice":
        top, bottom = _pick(rng, WIDTHS, shape)
        top[::2], bottom[::2] = 1, 1  # every other world is a counting one
        return top, bottom
    if style == "plain":
        return _pick(rng, WIDTHS, shape)
    power = rng.integers(-9, 10, (shape[0], 1)) + rng.integers(-3, 4, shape)
    return np.where(power > 0, 1 << np.maximum(power, 0), 1), np.where(power < 0, 1 << np.maximum(-power, 0), 1)


def _points(rng: Any, shape: tuple[int, ...], style: str) -> Fractions:
    top = rng.permuted(np.broadcast_to(np.arange(-2, 6), (shape[0], 8)), axis=1)[:, : shape[1]]
    if shape[1] > 8:
        top = rng.integers(-9, 10, shape)
    scale = np.ones((shape[0], 1), dtype=np.int64)
    if style == "wild":
        scale = np.asarray(rng.choice((1, 3, 10, 100), (shape[0], 1)), dtype=np.int64)
    return np.asarray(top, dtype=np.int64), np.broadcast_to(scale, top.shape).copy()


def _points_in_range(rng: Any, shape: tuple[int, ...], style: str, role: str, subject: Subject) -> Fractions:
    """Points of a role, within the range stated for its variables."""
    facts = subject.claim.facts
    names = {role, *(n for n, r in facts.roles if r == role)}
    for stated in (facts.binary, facts.integer, subject.unit):
        if names & stated:
            return _numbers(rng, shape, style, min(names & stated), subject)
    top, bottom = _points(rng, shape, style)
    if names & subject.positive:
        top = top - top.min(axis=1, keepdims=True) + 1
    return top, bottom


def _numbers(rng: Any, shape: tuple[int, ...], style: str, name: str, subject: Subject) -> Fractions:
    facts = subject.claim.facts
    ones = np.ones(shape, dtype=np.int64)
    kind = lives(subject.claim).get(name, "") if name.endswith("[]") else ""
    if name in facts.binary or kind == COIN:
        return np.asarray(rng.integers(0, 2, shape), dtype=np.int64), ones
    if kind in (COUNT, TRIAL):
        return np.asarray(rng.integers(0, 4, shape) + (kind == TRIAL), dtype=np.int64), ones
    if name in facts.integer:
        return np.asarray(rng.integers(1, 5, shape), dtype=np.int64), ones
    if name in subject.unit or kind == UNIT:
        if style != "wild":
            return _pick(rng, NICE_UNIT, shape)
        bottom = np.asarray(10 ** rng.integers(1, 6, shape), dtype=np.int64)
        return 1 + np.asarray(rng.uniform(0, 1, shape) ** 3 * (bottom - 1), dtype=np.int64) % (bottom - 1), bottom
    if style != "wild":
        top, bottom = _pick(rng, NICE[:5] if style == "tiny" else NICE, shape)
    else:
        power = rng.integers(-10, 11, shape)
        top = np.asarray(rng.integers(1, 16, shape), dtype=np.int64) * np.where(power > 0, 1 << np.maximum(power, 0), 1)
        bottom = np.where(power < 0, 1 << np.maximum(-power, 0), 1)
        top = np.where(rng.integers(0, 2, shape) > 0, top, -top)
    if name in subject.positive or kind == HALF:
        top = np.where(top == 0, 1, np.abs(top))
    return top, bottom
