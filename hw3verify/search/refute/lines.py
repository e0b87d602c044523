"""Worlds on the line: claims about stated laws, and claims about fixed numbers.

Where a law puts a role on the line (or on the integers), cells do not help: parameters are drawn as rational numbers,
small ones first, then of many magnitudes, and every world is evaluated exactly by the kernel. Other roles have one or
two cells. A claim in which nothing can be chosen needs one world only; then `Found.equal` says that both sides are
exactly the same.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from flint import ctx, fmpq

from hw3verify.kernel.counterexample import places_of, unfit
from hw3verify.kernel.evaluate import evaluate, holds
from hw3verify.kernel.law import is_discrete
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.value import Ball, CannotEvaluate, LogLinear, Undefined, Value, subtract
from hw3verify.meaning.world import Chosen, World
from hw3verify.search.refute.draw import draw
from hw3verify.search.refute.exact import moved
from hw3verify.search.refute.find import Found, certified, seed_of
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.shrink import shrink
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.unknown import Step, unknowns
from hw3verify.search.refute.values import HALF, UNIT, lives

SHORT = (Rung(1, 8, "counting", 1), Rung(1, 4, "plain", 2), Rung(2, 4, "nice", 2), Rung(1, 8, "wild", 3))
MOST_SECONDS = 2.0  # a second line of defence: the number of worlds is what bounds the search
PREMISE = "no world satisfies the premise"
HOPELESS = "!"  # marks a reason that lies in the claim rather than in the world
MOST_FAILURES = 3  # worlds in a row that cannot be evaluated, before any could: the next ones will not be either


def find_on_lines(subject: Subject, thorough: bool) -> Found:
    """A certified counterexample among exact worlds, or how many worlds the claim survived."""
    import numpy as np

    if subject.closed:
        return _closed(subject)
    rng = np.random.Generator(np.random.PCG64(seed_of(subject.claim)))
    steps = steps_of(subject)
    survived, reason, undefined, failures = 0, "", None, 0
    start = time.thread_time()
    single = any(set(roles) & subject.line for roles in subject.families.values())
    for rung in (*SHORT, *SHORT[3:]) if thorough else SHORT:
        batch = draw(subject, 1 if single else rung.size, rung.count, rung.style, rng, rung.integers)
        for k in range(rung.count):
            if time.thread_time() - start > MOST_SECONDS * (4 if thorough else 1):
                return _outcome(survived, reason, undefined)
            where = tuple((n, place(subject, role, batch.sizes, rung.style, rng)) for n, role in subject.free)
            world = replace(batch.world(k), chosen=choices(subject, rung.style, rng))
            found, why = _try(subject, world, where, steps)
            if found is not None and found.kind != "undefined":
                return Found(shrink(subject, found, steps), survived)
            undefined = undefined or found
            survived += not why
            reason = reason or why.removeprefix(HOPELESS)
            failures += why.startswith(HOPELESS)
            if failures >= MOST_FAILURES and not survived and undefined is None:
                return _outcome(survived, reason, undefined)
    return _outcome(survived, reason, undefined)


def choices(subject: Subject, style: str, rng: Any) -> tuple[Chosen, ...]:
    """Laws for the densities that no fact gives, over a role that lies on the line."""
    found: list[Chosen] = []
    for head, roles in sorted(subject.families.items()):
        line = [r for r in roles if r in subject.line]
        rest = tuple(r for r in roles if r not in subject.line)
        if len(line) != 1:
            continue
        stated = any(law.head == head for law in subject.claim.facts.laws)
        spread = 3 if style != "wild" else 12
        mean, variance, b, c = (fmpq(int(rng.integers(lo, spread)), int(rng.integers(1, 4))) for lo in (-2, 1, -2, 1))
        seen = [set(given) for _, given in subject.signatures.get(head, frozenset())]
        reversed_only = bool(rest) and not stated and seen == [set(rest)]  # q(z|x) alone
        if not rest or reversed_only:
            found.append(Chosen(head, (line[0],), rest, "normal", (mean, variance)))
            continue
        if not stated:
            found.append(Chosen(head, (line[0],), (), "normal", (mean, variance)))
        found.append(Chosen(head, rest, (line[0],), "likelihood", (fmpq(int(rng.integers(-2, 3))), b, -c)))
    return tuple(found)


def _outcome(survived: int, reason: str, undefined: Counterexample | None) -> Found:
    return Found(None, survived) if survived else Found(undefined, 0, "" if undefined else reason)


def _try(
    subject: Subject, world: World, where: tuple[tuple[str, int | LogLinear], ...], steps: tuple[Step, ...]
) -> tuple[Counterexample | None, str]:
    with ctx.workprec(128):  # also for the comparisons, which would otherwise round to 53 bits
        return _tried(subject, world, where, steps)


def _tried(
    subject: Subject, world: World, where: tuple[tuple[str, int | LogLinear], ...], steps: tuple[Step, ...]
) -> tuple[Counterexample | None, str]:
    """A certified counterexample; or an empty reason when the claim holds there, or why it does not count."""
    if steps:
        onto = moved(subject, world, steps, {}, where)
        if onto is None:
            return None, PREMISE
        world = onto
    proposal = Counterexample(subject.claim, world, where)
    try:
        fault = unfit(proposal)
        if fault:
            return None, fault
        places, facts = places_of(proposal), subject.claim.facts
        left, right = (evaluate(side, world, places, facts) for side in (subject.says.left, subject.says.right))
    except CannotEvaluate as problem:
        return None, HOPELESS + str(problem)
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        found = certified(subject, world, where)
        return found, "a side has no value"
    if holds(subject.says.op, left, right) is False:
        checked = certified(subject, world, where)
        return checked, "an infinite value where none is to be expected"
    as_good_as_equal = subject.says.op in ("=", "<=", ">=") and _close(left, right)  # which says nothing for > and !=
    return None, "" if as_good_as_equal or holds(subject.says.op, left, right) else "the sides are too uncertain"


def _close(left: Value, right: Value) -> bool:
    """Are the two sides the same as far as can be seen, and seen well?"""
    gap = subtract(left, right)
    return isinstance(gap, Ball) and bool(abs(gap.ball) < 1e-6)


def steps_of(subject: Subject) -> tuple[Step, ...]:
    """For every equation among the conditions the first unknown that no earlier one takes."""
    steps: list[Step] = []
    for r in (*subject.assumptions, *subject.premises):
        if r.op == "=":
            taken = {s.name for s in steps}
            steps.extend([s for s in unknowns(subject, r) if s.name not in taken][:1])
    return tuple(steps)


def place(subject: Subject, role: str, sizes: dict[str, int], style: str, rng: Any) -> int | LogLinear:
    """Where a free variable stands: a cell, or a number on the line."""
    if role not in subject.line:
        return int(rng.integers(0, sizes[role]))
    if is_discrete(subject.claim.facts, role):
        names = {law.name for law in subject.claim.facts.laws if role in law.outcome}
        most = 4 if names <= {"poisson", "geometric", "geometric0"} else 2
        return LogLinear(fmpq(int(rng.integers(0, most) + ("geometric" in names))))
    kind = lives(subject.claim).get(role, "")
    if kind == UNIT:
        bottom = int(rng.integers(2, 6 if style != "wild" else 1000))
        return LogLinear(fmpq(int(rng.integers(1, bottom)), bottom))
    if kind == HALF:
        return LogLinear(fmpq(int(rng.integers(1, 5 if style != "wild" else 60)), int(rng.integers(1, 4))))
    top = int(rng.integers(-3, 4)) if style != "wild" else int(rng.integers(-40, 41))
    return LogLinear(fmpq(top, 1 if style in ("counting", "nice") else int(rng.integers(1, 5))))


def _closed(subject: Subject) -> Found:
    from hw3verify.kernel.compute import equal_in_all_worlds

    if equal_in_all_worlds(subject.claim):
        return Found(None, 1, "", True)
    found, why = _try(subject, World(), (), ())
    return Found(found, int(found is None and not why), "" if found else why.removeprefix(HOPELESS))
