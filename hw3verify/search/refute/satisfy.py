"""Moving worlds onto the premises (and assumptions) of a claim.

A drawn world seldom satisfies an equation. So for every equation an unknown is chosen (`unknown`) and solved for, in
all worlds of a batch at once, in floating point: a density that stands alone on a side takes the normalised other
side, a parameter or function entry is found by the affine formula (after clearing a denominator) or else between a
change of sign. Inequalities select. What remains usable satisfies everything to rounding; `exact` repeats the same
steps for a single world in exact numbers, and the kernel checks the result. A world that cannot be moved is dropped.

Variables of fixed roles (parameters of the argument) stand in their first cell throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Name
from hw3verify.meaning.value import CannotEvaluate
from hw3verify.search.refute.draw import Batch, draw
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.screen import Screen
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.unknown import Step, unknowns

Array = NDArray[Any]
BISECTIONS = 46
CLEAR = (lambda _: 1.0, lambda u: u, lambda u: 1 - u, lambda u: u * (1 - u), lambda u: u * u)
# the gap may be affine in u (after clearing a denominator), exp u, exp -u, u^2 or log u: samples, there and back
SHAPES: tuple[tuple[tuple[float, ...], Any, Any, Any], ...] = (
    ((0.25, 0.5, 0.75), lambda u: u, lambda t: t, CLEAR),
    ((0.25, 0.5, 0.75), np.exp, np.log, CLEAR[:1]),
    ((0.25, 0.5, 0.75), lambda u: np.exp(-u), lambda t: -np.log(t), CLEAR[:1]),
    ((0.25, 0.5, 0.75), lambda u: u * u, np.sqrt, CLEAR[:2]),
    ((0.25, 0.5, 0.75), np.log, np.exp, CLEAR[:1]),
)
CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch, its floats, which worlds satisfy all conditions, and how they were moved there."""

    batch: Batch
    screen: Screen
    usable: NDArray[np.bool_]
    steps: tuple[Step, ...] = ()

    def hints(self, k: int) -> dict[str, Any]:
        """The float solutions in the k-th world, for the exact solver to round from."""
        found: dict[str, Any] = {}
        for step in self.steps:
            if step.kind == "scalar":
                found[step.name] = float(np.ravel(self.screen.scalars[step.name])[k])
            elif step.kind in ("function", "cell"):
                found[step.name] = self.screen.functions[step.name][1][k].ravel()
        return found


def prepared(subject: Subject, rung: Rung, rng: Any, turn: int = 0) -> Prepared:
    """A batch of worlds moved onto the conditions of the claim, as far as possible."""
    batch = draw(subject, rung.size, rung.count, rung.style, rng, rung.integers)
    screen = Screen(batch, subject, subject.fixed if subject.premises else frozenset())
    usable = np.ones(batch.count, dtype=bool)
    steps: list[Step] = []
    conditions = (*subject.assumptions, *subject.premises)
    by_chance = rung.style == "tiny"
    for r in conditions:
        usable &= _holding(screen, r) if by_chance else _moved(subject, screen, r, steps, turn)
    if steps:  # a later step may have broken an earlier condition
        for r in conditions:
            usable &= _holding(screen, r)
    screen.scale = np.zeros(batch.count)
    return Prepared(batch, screen, usable, tuple(steps))


def _moved(subject: Subject, screen: Screen, r: Relation, steps: list[Step], turn: int) -> NDArray[np.bool_]:
    holding = _holding(screen, r)
    if r.op != "=" or holding.mean() > 0.5:
        return holding
    used = {s.name for s in steps}
    options = [s for s in unknowns(subject, r) if s.name not in used]
    if turn and options:
        options = options[turn % len(options) :] + options[: turn % len(options)]
    for step in options:
        before = (dict(screen.scalars), dict(screen.functions), dict(screen.tables), dict(screen.marginals))
        try:
            _solve(screen, step)
            now = _holding(screen, r)
        except CannotEvaluate:
            now = np.zeros_like(holding)
        if now.sum() > holding.sum() or step.kind == "table":
            steps.append(step)
            if now.sum() > holding.sum():
                return now
            return _moved(subject, screen, r, steps, 0)  # the normalised density is right up to a constant
        screen.scalars, screen.functions, screen.tables, screen.marginals = before
    return holding


def _sides(screen: Screen, r: Relation) -> tuple[Array, Array]:
    left, right = screen.value(r.left), screen.value(r.right)
    return np.broadcast_arrays(left, right)[0], np.broadcast_arrays(left, right)[1]


def _holding(screen: Screen, r: Relation) -> NDArray[np.bool_]:
    """In which worlds the condition holds at every place, to rounding."""
    screen.scale = np.zeros(screen.batch.count)
    left, right = _sides(screen, r)
    scale = screen.scale.reshape((-1,) + (1,) * (left.ndim - 1))
    close = np.abs(left - right) <= CLOSE * np.fmax(np.fmax(np.abs(left), np.abs(right)), scale)
    good = {
        "=": close,
        "!=": ~close,
        "<=": (left <= right) | close,
        ">=": (left >= right) | close,
        "<": (left < right) & ~close,
        ">": (left > right) & ~close,
    }[r.op] & np.isfinite(left - right)
    full = np.broadcast_to(good, (screen.batch.count, *good.shape[1:]))
    return np.asarray(full.all(axis=tuple(range(1, full.ndim))))


def _solve(screen: Screen, step: Step) -> None:
    """Put the solution of the equation for its unknown into the screen's floats."""
    count = screen.batch.count
    if step.kind == "table":
        _assign_density(screen, step)
        return
    if step.kind == "scale":
        _scale(screen, step)
        return
    if step.kind == "scalar":

        def put(u: Array) -> Array:
            screen.scalars[step.name] = u.reshape((count,) + (1,) * screen.axes)
            left, right = _sides(screen, step.relation)
            gap = np.broadcast_to(left - right, (count, *left.shape[1:]))
            return np.asarray(gap.reshape(count, -1)[:, 0])

        solution = _root(put, (count,), step.name in screen.positive, step.name in screen.unit)
        put(solution)
        return
    assert step.entry is not None
    roles, table = screen.functions[step.name]
    if step.kind == "cell":

        def put_last(u: Array) -> Array:
            changed = table.copy()
            changed[..., -1] = u.reshape((count,) + (1,) * (table.ndim - 2))
            screen.functions[step.name] = (roles, changed)
            left, right = _sides(screen, step.relation)
            gap = np.broadcast_to(left - right, (count, *left.shape[1:]))
            return np.asarray(gap.reshape(count, -1)[:, 0])

        put_last(_root(put_last, (count,), step.name in screen.positive, step.name in screen.unit))
        return
    slots = [screen.shapes[a.value.id][1] for a in step.entry.args if isinstance(a.value, Name)]

    def put_entries(u: Array) -> Array:
        screen.functions[step.name] = (roles, u)
        left, right = _sides(screen, step.relation)
        gap = np.broadcast_to(left - right, (count, *left.shape[1:]))
        if any(screen.shapes[n][1] not in slots and gap.shape[screen.shapes[n][1]] > 1 for n in screen.shapes):
            raise CannotEvaluate("an equation for more places than the unknown has")
        rows = np.moveaxis(gap, slots, range(1, len(slots) + 1)).reshape(gap.shape[0], *(gap.shape[s] for s in slots))
        names = [a.role for a in step.entry.args] if step.entry else []
        rows = np.moveaxis(rows, [1 + names.index(r) for r in roles], range(1, len(roles) + 1))
        return np.broadcast_to(rows, u.shape)

    solution = _root(put_entries, table.shape, step.name in screen.positive, step.name in screen.unit)
    put_entries(solution)


def _scale(screen: Screen, step: Step) -> None:
    """Multiply the table, or every row of it that the equation speaks of, so that its sum is what the equation says."""
    assert step.other is not None and step.entry is not None
    count = screen.batch.count
    left, right = _sides(screen, step.relation)
    now, wanted = (left, right) if step.relation.right == step.other else (right, left)
    roles, table = screen.functions[step.name]
    at = {a.role: screen.shapes[a.value.id][1] for a in step.entry.args
          if isinstance(a.value, Name) and a.value.id in screen.shapes}  # fmt: skip
    if np.any(wanted == 0):
        raise CannotEvaluate("scaled to zero, every function satisfies it")
    factor = np.broadcast_to(wanted / now, (count, *now.shape[1:]))
    if any(n > 1 and k not in at.values() for k, n in enumerate(factor.shape) if k):
        raise CannotEvaluate("an equation for more places than the unknown has rows")
    order = [k for k in range(1, factor.ndim) if k not in at.values()] + [at[r] for r in roles if r in at]
    rows = np.moveaxis(factor, order, range(1, factor.ndim))  # the axes of length 1 first, then those of the table
    shape = tuple(factor.shape[at[r]] if r in at else 1 for r in roles)
    screen.functions[step.name] = (roles, table * rows.reshape(count, *shape))


def _assign_density(screen: Screen, step: Step) -> None:
    """Let the density be the other side, scaled to total mass 1."""
    assert step.entry is not None and step.other is not None
    roles, table = screen.tables[step.name]
    spaces = [screen.batch.sizes[role] for role, _ in screen.shapes.values()]  # in the order of their axes
    full = (screen.batch.count, *spaces, *([1] * (screen.axes - len(spaces))))
    value = np.broadcast_to(screen.value(step.other), full)
    names = {a.role: a.value.id for a in step.entry.args + step.entry.given if isinstance(a.value, Name)}
    if set(names) != set(roles):
        raise CannotEvaluate("a density with other roles than its family")
    places = []
    for k, role in enumerate(roles):
        shape = [1] * (len(roles) + 1)
        shape[k + 1] = -1
        places.append((screen.shapes[names[role]][1], np.arange(screen.batch.sizes[role]).reshape(shape)))
    index: list[Any] = [0] * value.ndim
    index[0] = np.arange(screen.batch.count).reshape((-1,) + (1,) * len(roles))
    for slot, row in places:
        index[slot] = row
    fresh = value[tuple(index)] * np.ones(table.shape)
    given = tuple(a.role for a in step.entry.given)
    mass = screen.summed(roles, fresh, given)
    shape = [table.shape[0]] + [table.shape[k + 1] if r in given else 1 for k, r in enumerate(roles)]
    fresh = fresh / mass.reshape(shape)
    total = screen.summed(roles, fresh, ()).reshape((-1,) + (1,) * len(roles))
    screen.tables[step.name] = (roles, fresh / total)
    screen.marginals.clear()


def _root(gap: Any, shape: tuple[int, ...], positive: bool, unit: bool) -> Array:
    """A zero of `gap` in every entry: the affine formula where it fits, else bisection between a change of sign."""
    solution, affine = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    turns = np.where(np.arange(shape[0]) % 2, 1.0, 1.0 if positive else -1.0).reshape((-1,) + (1,) * (len(shape) - 1))
    for samples, forth, back, clears in SHAPES:
        sampled = [gap(np.full(shape, u)) for u in samples]
        t = [forth(u) for u in samples]
        for clear in clears:
            zero, one, two = (clear(u) * values for u, values in zip(samples, sampled, strict=True))
            bend = (one - zero) * (t[2] - t[0]) - (two - zero) * (t[1] - t[0])
            fits = np.abs(bend) <= 1e-11 * (np.abs(two) + np.abs(one) + np.abs(zero)) * abs(t[2] - t[0])
            root = back(t[0] - zero / (one - zero) * (t[1] - t[0]))
            solution = np.where(~affine & fits, root * turns if back is np.sqrt else root, solution)
            affine |= fits
            if affine.all():
                return solution
    if affine.mean() > 0.5:
        return solution  # the others are too ill-conditioned to be worth the search
    if unit:
        grid = np.linspace(0.013, 0.987, 24)
    else:
        grid = 2.0 ** np.arange(-8, 9, 0.75) * 1.013
        grid = grid if positive else np.concatenate([-grid[::-1], grid])
    values = np.stack([gap(np.full(shape, u)) for u in grid])
    change = (np.sign(values[:-1]) * np.sign(values[1:]) < 0) & np.isfinite(values[:-1]) & np.isfinite(values[1:])
    # worlds take turns among several changes of sign, so that every root has its worlds
    rank = np.cumsum(change, axis=0)
    total = np.maximum(rank[-1], 1)
    turn = np.arange(shape[0]).reshape((-1,) + (1,) * (len(shape) - 1)) % total + 1
    first = np.argmax(change & (rank == turn), axis=0)
    below, above = grid[first], grid[first + 1]
    sign = np.sign(np.take_along_axis(values, first[None], axis=0)[0])
    for _ in range(BISECTIONS):
        middle = (below + above) / 2
        up = np.sign(gap(middle)) == sign
        below, above = np.where(up, middle, below), np.where(up, above, middle)
    middle = (below + above) / 2
    return np.where(affine, solution, middle)
