"""Shrinking a counterexample: to cells of width 1, fewer cells and nicer numbers, as long as the kernel accepts.

Passes, in the order of what helps a reader most, repeated while they help and candidates remain: make all widths 1;
drop a cell of a role; make the widths of one role 1; let the cells stand for the numbers 0, 1, 2; make weights small
whole numbers (1, 2, 3); make parameters and function values small, or at least short. Each candidate is checked
exactly, so what comes out is a counterexample; the number of candidates is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from flint import fmpq

from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.value import LogLinear, as_rational
from hw3verify.meaning.world import Table, World
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.unknown import Step

MOST_CANDIDATES = 60
MOST_CONDITIONAL = 10  # each of these must be moved onto the premises again
SIMPLE = (fmpq(0), fmpq(1), fmpq(2), fmpq(1, 2), fmpq(-1), fmpq(3), fmpq(1, 3))  # the simplest first


def shrink(subject: Subject, c: Counterexample, steps: tuple[Step, ...] = ()) -> Counterexample:
    """A simpler counterexample to the same claim."""
    from hw3verify.search.refute.find import certified

    left = MOST_CONDITIONAL if steps else MOST_CANDIDATES
    grown = True
    while grown and left > 0:
        grown = False
        for world, where in _simpler(c):
            left -= 1
            found = certified(subject, world, where, steps)
            if found is not None and found.kind == c.kind:
                c, grown = found, True
                break
            if left <= 0:
                break
    return c


Candidate = tuple[World, tuple[tuple[str, int | LogLinear], ...]]


def _simpler(c: Counterexample) -> Iterator[Candidate]:
    w = c.world
    roles = dict(c.claim.facts.roles)
    if any(x != 1 for row in w.widths.values() for x in row):
        yield _normalised(replace(w, widths={r: (fmpq(1),) * len(row) for r, row in w.widths.items()})), c.where
    for role, size in w.sizes.items():
        if size > 1 and role not in w.indices and not any(role in (m.base, m.image) for m in w.maps.values()):
            for cell in range(size):
                if all(not (roles.get(n) == role and at == cell) for n, at in c.where):
                    yield _without(w, role, cell), tuple(
                        (n, at - 1 if roles.get(n) == role and isinstance(at, int) and at > cell else at)
                        for n, at in c.where
                    )
    for role, widths in w.widths.items():
        if any(x != 1 for x in widths) and len(w.widths) > 1:
            yield _normalised(replace(w, widths={**w.widths, role: (fmpq(1),) * len(widths)})), c.where
    for role, row in w.points.items():
        ranks = [{x: fmpq(start + k) for k, x in enumerate(sorted(row))} for start in (0, 1)]
        if all(set(row) != set(rank.values()) for rank in ranks) and len(set(row)) == len(row):
            for rank in ranks:
                yield replace(w, points={**w.points, role: tuple(rank[x] for x in row)}), c.where
    for head, table in w.tables.items():
        yield from ((candidate, c.where) for candidate in _weights(w, head, table))
    for name, value in w.scalars.items():
        yield from ((w.with_scalar(name, v), c.where) for v in _nicer(value))
    for head, table in w.functions.items():
        for k, value in enumerate(table.values):
            for v in _nicer(value):
                values = (*table.values[:k], v, *table.values[k + 1 :])
                yield w.with_function(head, Table(table.roles, values)), c.where


def _nicer(value: LogLinear) -> Iterator[LogLinear]:
    """Simpler numbers: 0, 1, 2, 1/2, -1, or near the value with fewer digits."""
    own = as_rational(value)
    yield from (LogLinear(v) for v in (SIMPLE[: SIMPLE.index(own)] if own in SIMPLE else SIMPLE))
    if own is not None and own not in SIMPLE and own.height_bits() > 4:
        near = Fraction(int(own.numerator), int(own.denominator))
        short = dict.fromkeys(near.limit_denominator(n) for n in (1, 4, 10))
        yield from (LogLinear(fmpq(v.numerator, v.denominator)) for v in short if _shorter(v, near))


def _shorter(v: Fraction, near: Fraction) -> bool:
    return v not in (0, near) and len(str(v)) < len(str(near))


def _weights(w: World, head: str, table: Table) -> Iterator[World]:
    """The same table with weights 1, or rounded to at most 4 steps."""
    flat = [v.rational for v in table.values]
    low, high = min(flat), max(flat)
    if low == high:
        return
    yield _normalised(w.with_table(head, Table(table.roles, (LogLinear(fmpq(1)),) * len(flat))))
    ranks = {v: k + 1 for k, v in enumerate(sorted(set(flat)))}
    plain = Table(table.roles, tuple(LogLinear(fmpq(ranks[v])) for v in flat))
    if len(ranks) <= 4 and high / low != len(ranks):
        yield _normalised(w.with_table(head, plain))
    two = Table(table.roles, tuple(LogLinear(fmpq(2 if v == high else 1)) for v in flat))
    if len(ranks) > 2:
        yield _normalised(w.with_table(head, two))


def _without(w: World, role: str, cell: int) -> World:
    """The world without one cell of a role."""

    def cut(table: Table) -> Table:
        places = product(*(range(w.sizes[r]) for r in table.roles))
        kept = [
            v
            for place, v in zip(places, table.values, strict=True)
            if all(r != role or k != cell for r, k in zip(table.roles, place, strict=True))
        ]
        return Table(table.roles, tuple(kept))

    return _normalised(
        replace(
            w,
            sizes={**w.sizes, role: w.sizes[role] - 1},
            widths={r: row[:cell] + row[cell + 1 :] if r == role else row for r, row in w.widths.items()},
            points={r: row[:cell] + row[cell + 1 :] if r == role else row for r, row in w.points.items()},
            tables={h: cut(t) for h, t in w.tables.items()},
            functions={h: cut(t) for h, t in w.functions.items()},
        )
    )


def _normalised(w: World) -> World:
    """The same world with its tables scaled to total mass 1."""
    tables = {}
    for head, table in w.tables.items():
        total = fmpq(0)
        for place, v in zip(product(*(range(w.sizes[r]) for r in table.roles)), table.values, strict=True):
            part = v.rational
            for role, k in zip(table.roles, place, strict=True):
                part *= w.width(role, k)
            total += part
        tables[head] = Table(table.roles, tuple(LogLinear(v.rational / total) for v in table.values))
    return replace(w, tables=tables)
