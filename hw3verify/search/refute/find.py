"""Looking for a counterexample to a claim.

`find_counterexample(claim)` draws worlds rung by rung, screens each batch in floating point, and hands the first
violation to the kernel, exactly. What the kernel accepts is shrunk and returned; a float violation that the kernel
does not accept is nothing. Everything is deterministic: the generator is seeded by the claim's text.

`Found.worlds` counts the worlds in which the claim could be evaluated and held; `reason` says why nothing could be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from hw3verify.kernel.counterexample import EQUAL_AT_POINTS, check_counterexample
from hw3verify.kernel.evaluate import TOO_LARGE
from hw3verify.kernel.faithful import ON_A_POINT, unfaithful
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Call, Fold, Number, walk
from hw3verify.meaning.numeral import to_text
from hw3verify.meaning.value import CannotEvaluate, LogLinear
from hw3verify.meaning.world import World
from hw3verify.search.refute.ladder import rungs
from hw3verify.search.refute.subject import Subject, subject_of
from hw3verify.search.refute.unknown import Step

MANY_DIGITS = 10**7
MOST_TRIALS = 4  # candidates of one batch that the kernel looks at
MOST_NESTING = 100
MOST_WORK, FEWEST = 2_000_000, 16  # numbers folded in one rung, and worlds looked at in any case
DOUBTFUL = 0.05  # the share of worlds that floats may call false, and nobody exactly, in a claim that is supported
ENOUGH = 40  # worlds on the premises that make a search by chance needless


@dataclass(frozen=True, slots=True)
class Budget:
    """How hard to look: `thorough` after a proof has failed; `seconds` is a second line of defence behind the steps."""

    thorough: bool = False
    seconds: float = 2.0
    counting: bool = False  # variables are discrete: cells of width 1 only
    small: bool = True  # make the counterexample small: nobody looks at one that only says no


@dataclass(frozen=True, slots=True)
class Found:
    """The counterexample if there is one, how many worlds the claim survived, and why there were no more.

    equal: the claim is about fixed numbers and holds exactly there (both sides are the same exact value).
    """

    counterexample: Counterexample | None
    worlds: int = 0
    reason: str = ""
    equal: bool = False


FEW_POINTS = "worlds of a few points say too little of an event under an equation between means"
Candidate = tuple[World, tuple[tuple[str, int | LogLinear], ...]]


def find_counterexample(claim: Claim, budget: Budget | None = None) -> Found:
    """A certified counterexample, or how many worlds the claim survived."""
    budget = budget or Budget()
    try:
        if too_deep(claim):
            return Found(None, 0, "the expression is nested too deeply")
        subject = subject_of(claim)
        if budget.counting:
            subject = replace(subject, counting=True)
        if subject.line or subject.intervals or subject.closed:
            from hw3verify.search.refute.lines import find_on_lines

            return find_on_lines(subject, budget.thorough)
        return _find_in_cells(subject, budget)
    except CannotEvaluate as problem:
        return Found(None, 0, str(problem))
    except RecursionError:  # a second line of defence: the depth was bounded above
        return Found(None, 0, "the expression is nested too deeply")


def find_at_the_edge(claim: Claim, budget: Budget) -> Found:
    """A certified counterexample among a few extreme worlds, for a claim that has survived all others.

    Without one, the reason says where the claim seems to break nevertheless.
    """
    from hw3verify.search.refute.edges import edge_counterexample
    from hw3verify.search.refute.lines import steps_of

    try:
        subject = subject_of(claim)
        if subject.closed:
            return Found(None)
        subject = replace(subject, counting=True) if budget.counting else subject
        found, reason = edge_counterexample(subject, steps_of(subject))
        return Found(found, 0, reason if found is None else "")
    except (CannotEvaluate, RecursionError):
        return Found(None)


def too_deep(claim: Claim) -> bool:
    """Is a side nested deeper than anything here is made for?"""
    from hw3verify.meaning.expr import children

    relations = (claim.says, *claim.premises, *claim.facts.assumptions)
    stack = [(side, 0) for r in relations for side in (r.left, r.right)]
    while stack:
        node, depth = stack.pop()
        if depth > MOST_NESTING:
            return True
        stack.extend((c, depth + 1) for c in children(node))
    return False


def seed_of(claim: Claim) -> int:
    """A number that depends on the claim alone, the same in every process."""
    return crc32(repr((claim.says, claim.premises)).encode())


def _find_in_cells(subject: Subject, budget: Budget) -> Found:
    import numpy as np

    from hw3verify.search.refute.satisfy import prepared

    rng = np.random.Generator(np.random.PCG64(seed_of(subject.claim)))
    survived, larger, wide, against, fallback, reason = 0, 0, 0, 0, None, ""
    start = time.thread_time()
    cost: dict[int, float] = {}  # numbers folded in one world of a size
    for turn, rung in enumerate(rungs(budget.thorough, bool(subject.premises))):
        if rung.style == "tiny" and survived >= ENOUGH:
            continue
        if survived and time.thread_time() - start > budget.seconds:
            break
        dearest = max(cost.values(), default=0.0)
        if dearest * rung.count > MOST_WORK:  # a claim whose worlds cost much is tried in fewer of them
            rung = replace(rung, count=max(FEWEST, int(MOST_WORK / dearest)))
        with np.errstate(all="ignore"):
            ready = prepared(subject, rung, rng, turn)
            fault = "" if turn else unfaithful(subject.claim, ready.batch.world(0), {})
            if fault and fault != ON_A_POINT:  # a matter of the claim's shape, the same in all worlds of cells
                return Found(None, 0, fault)
            found, held, broken, undefined = _screen(subject, ready, budget.small)
        cost[rung.size] = ready.screen.entries / rung.count
        if found is None and held and not survived and _is_fine(subject.claim):
            found = _looked_at(subject, ready)
        if found is not None:
            return Found(found, survived)
        survived += held
        larger += held if rung.size > 2 or ready.steps else 0
        spaces = [n for role, n in ready.batch.sizes.items() if not role.startswith("#")]
        wide += held if not spaces or max(spaces) > 1 else 0
        against += broken
        fallback = fallback or undefined
    if fallback is not None and not survived:
        return Found(fallback, survived)
    if against > DOUBTFUL * survived:
        return Found(None, 0, "false in floating point, and no exact evaluation decides it")
    if subject.premises and subject.claim.facts.densities and survived and not larger:
        # what meets a premise by chance has two values, which are special: what is uncorrelated there is independent
        return Found(None, 0, "only worlds of two values satisfy the premise")
    if budget.thorough and survived and _asks_of_events(subject):  # what few points meet is special
        return Found(None, 0, FEW_POINTS)
    if survived and not wide:  # a sum of one term is no sum
        return Found(None, 0, "only worlds in which every variable has one value satisfy the facts")
    if not survived:
        reason = "no world satisfies the premise" if subject.premises else "no world in which both sides have a value"
    return Found(None, survived, reason)


def _screen(subject: Subject, ready: Any, small: bool) -> tuple[Counterexample | None, int, int, Any]:
    """The first certified violation in a batch; how many worlds held and failed; one where a side has no value."""
    import numpy as np

    from hw3verify.search.refute.shrink import shrink

    batch, screen, usable = ready.batch, ready.screen, ready.usable
    if not usable.any():
        return None, 0, 0, None
    says = subject.says
    left, right = screen.value(says.left), screen.value(says.right)
    left, right = np.broadcast_arrays(left, right)
    full = (batch.count, *left.shape[1:])
    left, right = np.broadcast_to(left, full), np.broadcast_to(right, full)
    scale = screen.scale.reshape((-1,) + (1,) * (left.ndim - 1))
    size = np.fmax(np.abs(left), np.abs(right))
    tolerance = 1e-9 * np.fmax(size, scale)
    gap = left - right
    known = np.isfinite(gap) & usable.reshape(scale.shape)
    excess = {
        "=": np.abs(gap) - tolerance,
        "!=": tolerance - np.abs(gap) + 1e-300,
        "<=": gap - tolerance,
        "<": gap + tolerance + 1e-300,
        ">=": -gap - tolerance,
        ">": -gap + tolerance + 1e-300,
    }[says.op]
    wrong = known & (excess > 0)
    axes = tuple(range(1, left.ndim))
    evaluated = known.any(axis=axes)
    if wrong.any():
        clear = wrong & (np.abs(gap) > 1e-4 * np.fmax(size, 1e-12)) if says.op != "!=" else wrong
        worlds = [int(k) for k in np.flatnonzero(clear.any(axis=axes))[:MOST_TRIALS]]
        ratio = np.where(wrong, np.abs(gap) / np.fmax(tolerance, 1e-300), -1.0).reshape(batch.count, -1).max(axis=1)
        worlds += [int(k) for k in np.argsort(-ratio)[:MOST_TRIALS] if ratio[k] >= 0 and int(k) not in worlds]
        for k in worlds[: MOST_TRIALS + 2]:
            spot = (clear if clear[k].any() else wrong)[k]
            place = np.unravel_index(int(np.argmax(spot)), spot.shape)
            where = tuple((n, int(place[slot - 1])) for n, (_, slot) in screen.shapes.items())
            found = certified(subject, batch.world(k), where, ready.steps, ready.hints(k))
            if found is not None and found.kind != "undefined":
                return shrink(subject, found, ready.steps) if small else found, 0, 0, None
    lone = np.isnan(left) != np.isnan(right)
    if lone.any() and not evaluated.any():
        k = int(np.flatnonzero(lone.any(axis=axes))[0])
        place = np.unravel_index(int(np.argmax(lone[k])), lone[k].shape)
        where = tuple((n, int(place[slot - 1])) for n, (_, slot) in screen.shapes.items())
        return None, 0, 0, certified(subject, batch.world(k), where, ready.steps, ready.hints(k))
    failed = (wrong & (np.abs(gap) > 1e-6 * np.fmax(size, scale))).any(axis=axes) if says.op != "!=" else np.zeros(1)
    return None, int((evaluated & ~wrong.any(axis=axes)).sum()), int(failed.sum()), None


def _asks_of_events(subject: Subject) -> bool:
    """Does the claim speak of events, of variables that an equation between integrals binds?"""
    equations = [r for r in (*subject.assumptions, *subject.premises) if r.op == "="]
    folds = {n.domain.role for r in equations for s in (r.left, r.right) for n in walk(s) if isinstance(n, Fold)}
    spoken = [n for s in (subject.says.left, subject.says.right) for n in walk(s)]
    events = any(isinstance(n, Call) and n.fn in ("le", "lt") for n in spoken)
    return events and bool(folds & subject.valued)


def _is_fine(claim: Claim) -> bool:
    """Are there numbers with so many digits that floating point may take two of them for one?"""
    numbers = [n.value for s in (claim.says.left, claim.says.right) for n in walk(s) if isinstance(n, Number)]
    return any(max(abs(v.numerator), v.denominator) >= MANY_DIGITS for v in numbers)


def _looked_at(subject: Subject, ready: Any) -> Counterexample | None:
    """The first worlds of a batch, exactly: 3.14159265358979 is not pi."""
    import numpy as np

    for k in np.flatnonzero(ready.usable)[:MOST_TRIALS]:
        where = tuple((n, 0) for n in ready.screen.shapes)
        found = certified(subject, ready.batch.world(int(k)), where, ready.steps, ready.hints(int(k)))
        if found is not None and found.kind == "value":
            return found
    return None


def certified(
    subject: Subject,
    world: World,
    where: tuple[tuple[str, int | LogLinear], ...],
    steps: tuple[Step, ...] = (),
    hints: dict[str, Any] | None = None,
) -> Counterexample | None:
    """The counterexample if the kernel accepts it, after moving the world onto the conditions exactly."""
    if steps:
        from hw3verify.search.refute.exact import moved

        onto = moved(subject, world, steps, hints or {}, where)
        if onto is None:
            return None
        world = onto
    proposal = Counterexample(subject.claim, world, where)
    checked = check_counterexample(proposal)
    if checked.reason == TOO_LARGE:  # it costs most and will be as large in other worlds of this shape: look no further
        raise CannotEvaluate(TOO_LARGE)
    if checked.reason == EQUAL_AT_POINTS and all(n > 1 for n in world.sizes.values()):
        raise CannotEvaluate(EQUAL_AT_POINTS)  # more than one point: what says that it is strict for densities?
    if not checked.accepted:
        return None
    return replace(proposal, left=to_text(checked.left), right=to_text(checked.right), kind=checked.kind)
