"""Worlds at the edge: where bounds that hold nearly everywhere break.

Random draws seldom reach them: many cells with nearly all mass on the diagonal (mutual information beyond log 4),
masses of 2^-3000 (divergences beyond 1000), cells as narrow as 2^-40, parameters of 2^+-200, parameters that are equal
to each other or to a number of the claim (strict inequalities), indices that run to 12, a free variable at a parameter.
Each is a whole world of exact numbers, handed to the kernel as it is; nothing found here is believed. They are looked
at only when a claim has survived everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice, product

from flint import arb, ctx, fmpq

from hw3verify.kernel.counterexample import places_of, unfit
from hw3verify.kernel.evaluate import evaluate
from hw3verify.kernel.functions import holds
from hw3verify.kernel.law import law_for
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Name, Number, Power, Product, free_names, walk
from hw3verify.meaning.value import Ball, CannotEvaluate, LogLinear, as_rational, is_zero, subtract
from hw3verify.meaning.world import Table, World
from hw3verify.search.refute.draw import draw
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.scan import seems_false, weak_spots
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.unknown import Step

SHAPES = (Rung(2, 1, "counting", 3), Rung(1, 1, "counting", 1), Rung(6, 1, "counting", 8), Rung(2, 1, "counting", 12))
TINY = (fmpq(1, 2**40), fmpq(1, 2**3000))
NUMBERS = (*map(fmpq, (0, 1, -1, 2**200, -(2**200), 100)), fmpq(1, 2**200), fmpq(-1, 2**60))
UNITS = (fmpq(1, 2), fmpq(1, 2**60), 1 - fmpq(1, 2**60))
ENDS = (fmpq(0), fmpq(1))
INTEGERS = (fmpq(1), fmpq(2), fmpq(12), fmpq(50))
MOST_WORLDS = 90
SMALL = 16  # entries of a table
TINIEST = arb(2) ** -150
MOST_CONSTANTS = 6
Where = tuple[tuple[str, int | LogLinear], ...]


def edge_counterexample(subject: Subject, steps: tuple[Step, ...] = ()) -> tuple[Counterexample | None, str]:
    """A certified counterexample among the worlds at the edge, or why the claim seems not to hold there."""
    from hw3verify.search.refute.find import certified

    spots = ((world, where, ()) for world, where in _exact_spots(subject))  # on the conditions already
    worlds = ((world, where, steps) for world, where in _worlds(subject))
    for world, where, moves in islice(chain(spots, worlds), MOST_WORLDS):
        try:
            found = certified(subject, world, where, moves)
        except CannotEvaluate:
            continue
        if found is not None and found.kind != "undefined":
            return found, ""
    spot = seems_false(subject)
    if spot:
        return None, f"it seems to fail at {spot}"
    if subject.says.op == "!=":
        return None, "two sides that differ in general may be equal somewhere"
    return None, _meets(subject, steps) or _outside(subject)


def _meets(subject: Subject, steps: tuple[Step, ...]) -> str:
    """Whether the sides of a strict inequality cannot be told apart in a world at the edge, as for p = q in KL > 0."""
    if subject.says.op not in ("<", ">") or steps:
        return ""
    facts = subject.claim.facts
    for world, where in islice(_worlds(subject), MOST_WORLDS):
        try:
            proposal = Counterexample(subject.claim, world, where)
            if unfit(proposal):
                continue
            at = places_of(proposal)
            with ctx.workprec(256):
                sides = (subject.says.left, subject.says.right)
                gap = subtract(*(evaluate(side, world, at, facts, 256) for side in sides))
        except (CannotEvaluate, LookupError):
            continue
        if isinstance(gap, Ball) and bool(abs(gap.ball) < TINIEST):
            return "the sides are equal, as far as can be seen, in an extreme case"
    return ""


def _outside(subject: Subject) -> str:
    """Whether the claim breaks at a point where one of its densities vanishes and another does not."""
    facts, says = subject.claim.facts, subject.says
    at_points = [n for side in (says.left, says.right) for n in walk(side) if isinstance(n, Apply) and n.args
                 and n.head in facts.densities and law_for(facts, n) is not None]  # fmt: skip
    free = {n for n, role in subject.free if role in subject.line}
    heads = {n.head: n for n in at_points if any(isinstance(a.value, Name) and a.value.id in free for a in n.args)}
    if len(heads) < 2 or subject.premises:
        return ""
    for world, where in islice(_worlds(subject), 40):
        try:
            at = places_of(Counterexample(subject.claim, world, where))
            values = [evaluate(n, world, at, facts) for n in heads.values()]
            broken = holds(says.op, *(evaluate(side, world, at, facts) for side in (says.left, says.right))) is False
        except (CannotEvaluate, LookupError):
            continue
        if broken and any(map(is_zero, values)) and not all(map(is_zero, values)):
            return "it fails where one of the densities vanishes"
    return ""


def _exact_spots(subject: Subject) -> Iterator[tuple[World, Where]]:
    """Where a scan in floating point has found the claim broken, at short fractions."""
    if subject.roles or subject.line:
        return
    for spot in islice(weak_spots(subject), 3):
        numbers = {n: Fraction(v).limit_denominator(1000) for n, v in spot.items()}
        yield World(scalars={n: LogLinear(fmpq(f.numerator, f.denominator)) for n, f in numbers.items()}), ()


def _worlds(subject: Subject) -> Iterator[tuple[World, Where]]:
    import numpy as np

    rng = np.random.Generator(np.random.PCG64(7))
    single = any(set(roles) & subject.line for roles in subject.families.values())
    shapes = SHAPES[1:2] if subject.line or subject.intervals or not subject.roles else SHAPES
    for shape in shapes:
        if single and shape.size > 1:
            continue
        try:
            plain = draw(subject, shape.size, 1, shape.style, rng, shape.integers).world(0)
        except CannotEvaluate:
            continue
        if subject.line:
            from hw3verify.search.refute.lines import choices

            plain = replace(plain, chosen=choices(subject, "counting", rng))
        small = all(len(t.values) <= SMALL for t in plain.tables.values())
        for k, scalars in enumerate(_scalars(subject, plain) if small else ({},)):
            here = replace(plain, scalars={**plain.scalars, **scalars})
            for world in _tables(subject, here, TINY if small else TINY[:1]) if k == 0 else (here,):
                yield from ((world, where) for where in _places(subject, world))


def _scalars(subject: Subject, world: World) -> Iterator[dict[str, LogLinear]]:
    """Parameters as drawn; all at one edge; all equal; two equal; one at a number that the claim mentions."""
    yield {}
    names = [n for n in subject.scalars if n not in subject.limits]
    facts = subject.claim.facts
    if not names:
        return
    for k in range(max(len(NUMBERS), len(UNITS))):
        yield {n: LogLinear(_edge(n, k, subject)) for n in names}
    free = [n for n in names if n not in subject.unit | facts.binary | facts.integer]
    for name in names[:4]:
        for value in _options(name, subject):
            if name not in facts.binary and (value > 0 or name not in facts.positive):
                yield {name: LogLinear(value)}
    for c in _constants(subject)[:MOST_CONSTANTS]:
        for name in free[:3]:
            for value in (c, -c):
                if value > 0 or name not in subject.positive:
                    yield {name: LogLinear(value)}
    for one in free[:4]:
        for two in free[:4]:
            if one != two and (one in subject.positive) == (two in subject.positive):
                yield {one: world.scalars[two]}
    yield {n: LogLinear(fmpq(1)) for n in free}
    yield {n: LogLinear(fmpq(1, 2**40) if n in subject.positive else fmpq(0)) for n in free}


def _options(name: str, subject: Subject) -> tuple[fmpq, ...]:
    """Values at the edge; of a range that may be closed, `0 <= a <= 1`, its ends too (the conditions sort them out)."""
    facts = subject.claim.facts
    if name in facts.unit:
        return UNITS
    if name in subject.unit:
        return (*ENDS, *UNITS)
    if name in facts.integer:
        return INTEGERS
    return (*ENDS[:1], *NUMBERS) if name in subject.positive else NUMBERS


def _constants(subject: Subject) -> list[fmpq]:
    """The rational numbers that the claim mentions, quotients too."""
    found: dict[fmpq, None] = {}
    for n in (n for side in (subject.says.left, subject.says.right) for n in walk(side)):
        closed = not free_names(n) and not any(isinstance(m, Apply) for m in walk(n))
        if closed and isinstance(n, Number | Product | Power):
            try:
                value = as_rational(evaluate(n, World(), {}, subject.claim.facts))
            except CannotEvaluate:
                continue
            if value is not None:
                found[value] = None
    return sorted(found, key=lambda c: c.height_bits(), reverse=True)


def _edge(name: str, k: int, subject: Subject) -> fmpq:
    facts, options = subject.claim.facts, _options(name, subject)
    if name in facts.binary:
        return fmpq(k % 2)
    value = options[k % len(options)]
    if name in facts.positive:
        return abs(value) or fmpq(1)
    return abs(value) if name in subject.positive else value


def _tables(subject: Subject, world: World, masses: tuple[fmpq, ...]) -> Iterator[World]:
    """Tables that are even, on the diagonal, in one cell, in several; narrow and wide cells; functions at edges."""
    yield world
    for tiny in masses if world.tables else ():
        for apart in (False, True):
            yield replace(world, tables=_peaked(world, tiny, diagonal=False, apart=apart))
        yield replace(world, tables=_peaked(world, tiny, diagonal=True, apart=False))
    if world.tables:
        even = replace(world, tables=_peaked(world, fmpq(1), diagonal=False, apart=False))
        yield even
        roles = [r for r in world.sizes if r not in world.indices | world.points.keys()]
        if not subject.counting:
            for width in (fmpq(1, 2**40), fmpq(2**40)):
                wide = replace(even, widths={r: (width,) * world.sizes[r] for r in roles})
                yield replace(wide, tables=_peaked(wide, fmpq(1), diagonal=False, apart=False))
    for head, table in world.functions.items():
        for k in range(len(NUMBERS)):
            value = LogLinear(_edge(head, k, subject))
            yield world.with_function(head, Table(table.roles, (value,) * len(table.values)))
    if world.points:
        far = {r: tuple(w * 10**6 for w in row) for r, row in world.points.items()}
        yield replace(world, points=far)


def _peaked(world: World, tiny: fmpq, diagonal: bool, apart: bool) -> dict[str, Table]:
    """Tables whose mass lies on the diagonal or in one cell, and is `tiny` elsewhere."""
    found: dict[str, Table] = {}
    for at, (head, table) in enumerate(sorted(world.tables.items())):
        cells = list(product(*(range(world.sizes[r]) for r in table.roles)))
        weights = []
        for place in cells:
            first = all(k == (at if apart else 0) % world.sizes[r] for k, r in zip(place, table.roles, strict=True))
            full = len(set(place)) == 1 if diagonal else first
            weights.append(fmpq(1) if full else tiny)
        total = fmpq(0)
        for place, weight in zip(cells, weights, strict=True):
            part = weight
            for r, k in zip(table.roles, place, strict=True):
                part *= world.width(r, k)
            total += part
        found[head] = Table(table.roles, tuple(LogLinear(w / total) for w in weights))
    return found


def _places(subject: Subject, world: World) -> Iterator[Where]:
    """The free variables in the first and in the last cell; on a line at the parameters and at a few numbers."""
    if not subject.free:
        yield ()
        return
    numbers: list[LogLinear] = list(dict.fromkeys(world.scalars.values()))[:3]
    numbers += [LogLinear(fmpq(k, 2)) for k in (0, 1, 3, 20)]
    for k in range(len(numbers) if subject.line else 2):
        yield tuple(
            (n, numbers[k % len(numbers)] if role in subject.line else (k % 2) * (world.sizes[role] - 1))
            for n, role in subject.free
        )

