"""Where the sides of a claim have values: what a proof by algebra does not ask.

A proof says that a claim holds wherever both sides have a value. That shows nothing if they have one nowhere (`(p - p)
/ (p - p) = 1`), and it shows too little if one side has a value in more places than the other and nothing in the facts
says which places are meant (`x >= 0 + 0 log x`, `log (a - b)^2 = 2 log(b - a)`).

`domain_fault(claim)` looks for both in a few worlds, exactly: first for a place where both sides have a value, then,
moving one number, one function's sign or the densities from there, for a place within the facts where exactly one of
them does. (`log(ab) = log a + log b` passes: from where both have a value no single step leads to where one has.) An
answer "" is no proof of anything; a reason given is certain, for it is what the kernel's evaluation found.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from flint import ctx, fmpq

from hw3verify.kernel.counterexample import conditions_hold, places_of
from hw3verify.kernel.evaluate import Place, evaluate
from hw3verify.meaning.claim import Claim, Facts
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum, free_names, walk
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Undefined, as_rational, negate
from hw3verify.meaning.world import Table, World
from hw3verify.search.refute.divergent import divergent, has_pole, is_improper, is_whole_series, unsettled
from hw3verify.search.refute.draw import draw
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.subject import Subject, subject_of

NOWHERE = "the sides have a value nowhere"
WORLDS = (Rung(2, 6, "nice", 3), Rung(2, 6, "plain", 3), Rung(1, 3, "counting", 1))
MOST_MOVES = 40
ENOUGH = 5  # places from which to look around
NONE, INFINITE, FINITE = "none", "infinite", "finite"
Where = tuple[tuple[str, int | LogLinear], ...]


def domain_fault(claim: Claim) -> str:
    """Why a proof of the claim would show nothing, or too little; "" where nothing was found."""
    if not any(_risky(n, claim.facts) for side in (claim.says.left, claim.says.right) for n in walk(side)):
        return ""
    try:
        return _fault(subject_of(claim))
    except (CannotEvaluate, RecursionError):
        return ""


def _risky(n: Expr, facts: Facts) -> bool:
    """A logarithm, root, quotient, series or integral that need not have a value."""
    if isinstance(n, Fold):
        return is_improper(n) or has_pole(n, facts)
    if isinstance(n, Call):
        return n.fn == "log" and not _positive(n.args[0], facts)
    if not isinstance(n, Power):
        return False
    if isinstance(n.exponent, Number) and n.exponent.value.denominator == 1:
        return n.exponent.value < 0 and not isinstance(n.base, Name) and not _positive(n.base, facts)
    return not _positive(n.base, facts)


def _positive(e: Expr, facts: Facts) -> bool:
    """Is the expression plainly positive (densities are)?"""
    if isinstance(e, Number):
        return e.value > 0
    if isinstance(e, Apply):
        return e.head in facts.densities | facts.positive | facts.unit
    if isinstance(e, Name):
        return e.id in facts.positive | facts.unit | facts.integer or e.id == "pi"
    if isinstance(e, Sum | Product):
        return all(_positive(c, facts) for c in (e.terms if isinstance(e, Sum) else e.factors))
    if isinstance(e, Fold):
        return e.op in ("sum", "product") and _positive(e.body, facts)
    if isinstance(e, Power):
        return _positive(e.base, facts)
    return isinstance(e, Call) and e.fn == "exp"


def _fault(subject: Subject) -> str:
    import numpy as np

    from hw3verify.search.refute.find import seed_of

    rng = np.random.Generator(np.random.PCG64(seed_of(subject.claim)))
    candidates = list(_worlds(subject, rng))
    seen = [(world, where, _values(subject, world, where)) for world, where in candidates]
    if all(v is None for _, _, v in seen):
        return ""
    if not any(v and NONE not in v for _, _, v in seen):
        return NOWHERE
    within = ((w, where) for w, where, v in seen if v == (FINITE, FINITE) and _within(subject, w, where))
    sides = (subject.says.left, subject.says.right)
    costly = any(isinstance(n, Fold) and n.domain.kind == "interval" for side in sides for n in walk(side))
    found = [_lopsided(subject, w, where, candidates) for w, where in islice(within, 2 if costly else ENOUGH)]
    return found[0] if found and all(found) else ""


def _lopsided(subject: Subject, world: World, where: Where, others: list[tuple[World, Where]]) -> str:
    """Whether one step from this world leads to where exactly one side has a value, in words."""
    for moved, what in _moves(subject, world, others):
        if not _within(subject, moved, where):
            continue
        found = _values(subject, moved, where)
        if found and set(found) == {NONE, FINITE} and not _continues(subject, moved):
            side, other = ("left", "right") if found[0] == NONE else ("right", "left")
            return f"at other values of {what} the {other} side has a value and the {side} side has none"
    return ""


def _worlds(subject: Subject, rng: object) -> Iterator[tuple[World, Where]]:
    """A few worlds with a place for every free variable; whole numbers are odd ones, whose powers keep the sign."""
    from hw3verify.search.refute.lines import choices, place

    if subject.closed:
        yield World(), ()
        return
    odd = [n for n in subject.scalars if n in subject.claim.facts.integer and n not in subject.limits]
    for rung in WORLDS:
        batch = draw(subject, rung.size, rung.count, rung.style, rng, rung.integers)
        for k in range(rung.count):
            where = tuple((n, place(subject, role, batch.sizes, rung.style, rng)) for n, role in subject.free)
            world = replace(batch.world(k), chosen=choices(subject, rung.style, rng) if subject.line else ())
            for name in odd:
                number = as_rational(world.scalars[name]) or fmpq(1)
                world = world.with_scalar(name, LogLinear(2 * number - 1))
            yield world, where


def _values(subject: Subject, world: World, where: Where) -> tuple[str, ...] | None:
    """What the left and the right side have there; None where that cannot be told."""
    try:
        with ctx.workprec(128):
            places = places_of(Counterexample(subject.claim, world, where))
            facts, says = subject.claim.facts, subject.says
            return tuple(_kind(side, world, places, facts) for side in (says.left, says.right))
    except (CannotEvaluate, LookupError):
        return None


def _kind(side: Expr, world: World, places: dict[str, Place], facts: Facts) -> str:
    """What a side has there."""
    if divergent(side, world, places, facts):
        return INFINITE if is_whole_series(side) else NONE
    value = evaluate(side, world, places, facts)
    if unsettled(side, world, places, facts):
        return NONE
    return NONE if isinstance(value, Undefined) else INFINITE if isinstance(value, Infinite) else FINITE


def _continues(subject: Subject, world: World) -> bool:
    """Does an equation of numbers hold there with the complex logarithm and root, as e^{log x} = x does at x = -1?"""
    numbers = {n: complex(to_float(v)) for n, v in world.scalars.items()}
    try:
        left, right = (_complex(side, numbers) for side in (subject.says.left, subject.says.right))
    except (ArithmeticError, LookupError, ValueError):
        return False
    return subject.says.op == "=" and abs(left - right) <= 1e-9 * (1 + abs(left))


def _complex(e: Expr, numbers: dict[str, complex]) -> complex:
    """The value of an expression of numbers by the principal branches; `LookupError` for anything else."""
    if isinstance(e, Number):
        return complex(e.value)
    if isinstance(e, Name):
        return complex(math.pi) if e.id == "pi" else numbers[e.id]
    if isinstance(e, Sum):
        return sum((_complex(t, numbers) for t in e.terms), 0j)
    if isinstance(e, Product):
        return math.prod((_complex(f, numbers) for f in e.factors), start=1 + 0j)
    if isinstance(e, Power):
        return complex(_complex(e.base, numbers) ** _complex(e.exponent, numbers))
    if isinstance(e, Call) and e.fn in ("log", "exp"):
        return (cmath.log if e.fn == "log" else cmath.exp)(_complex(e.args[0], numbers))
    raise LookupError


def _within(subject: Subject, world: World, where: Where) -> bool:
    try:
        return conditions_hold(Counterexample(subject.claim, world, where))
    except (CannotEvaluate, LookupError):
        return False


def _moves(subject: Subject, world: World, others: list[tuple[World, Where]]) -> Iterator[tuple[World, str]]:
    """The world with one number, one function's sign or its densities changed."""
    facts = subject.claim.facts
    moves = 0
    spoken = {n for side in (subject.says.left, subject.says.right) for n in free_names(side)}
    for name in subject.scalars:
        if name in facts.integer | facts.binary or name in subject.limits or name not in spoken:
            continue
        value = world.scalars[name]
        for other in (negate(value), LogLinear(fmpq(9)), LogLinear(fmpq(-9)), LogLinear(fmpq(1, 16))):
            moves += 1
            if isinstance(other, LogLinear) and moves <= MOST_MOVES:
                yield world.with_scalar(name, other), name
    for head, table in world.functions.items():
        if head not in subject.positive | subject.unit | facts.binary:
            flipped = tuple(v for v in map(negate, table.values) if isinstance(v, LogLinear))
            yield world.with_function(head, Table(table.roles, flipped)), head
    for other_world, _ in others if world.tables else ():
        same = other_world.sizes == world.sizes and not (world.points or other_world.points)
        if same and set(other_world.tables) == set(world.tables):
            moved = replace(world, tables=other_world.tables, widths=other_world.widths)
            yield moved, "the densities"

