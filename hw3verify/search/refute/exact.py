"""The exact counterpart of `satisfy`: one world moved onto the conditions in exact numbers.

Every step solves one equation for one unknown u. Where the difference of the sides (cleared of the denominators u, 1
- u, ...) is affine in u, exp u, u^2 or log u, as three exact evaluations show, the solution is exact, and may be a
combination of logarithms; otherwise the float solution is rounded to a fraction with a small denominator, which the
kernel then accepts or not. Nothing found here is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from flint import fmpq

from hw3verify.kernel.evaluate import Cell, Place, evaluate
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import Name, free_names
from hw3verify.meaning.power import exp, log, power, reciprocal
from hw3verify.meaning.value import (
    ONE,
    CannotEvaluate,
    LogLinear,
    Value,
    add_all,
    as_rational,
    is_zero,
    multiply,
    multiply_all,
    negate,
    subtract,
)
from hw3verify.meaning.world import Table, World
from hw3verify.search.refute.subject import Subject
from hw3verify.search.refute.unknown import Step

LARGEST_DENOMINATOR = 100_000


def moved(
    subject: Subject,
    world: World,
    steps: tuple[Step, ...],
    hints: Mapping[str, Any],
    where: tuple[tuple[str, int | LogLinear], ...],
) -> World | None:
    """The world after all steps, or nothing when a step has no exact solution."""
    here = places_at(subject, world, where)
    try:
        for k, step in enumerate(steps):
            if step.kind == "table":
                later = [s.name for s in steps[k + 1 :] if s.kind == "scalar"]
                world = _with_density(subject, world, step, here, later)
            elif step.kind == "scale":
                world = _scaled(subject, world, step, here)
            elif step.kind == "scalar":
                world = _with_scalar(subject, world, step, here, hints.get(step.name))
            elif step.kind == "cell":
                world = _with_last(subject, world, step, here, hints.get(step.name))
            else:
                world = _with_entries(subject, world, step, here, hints.get(step.name))
    except CannotEvaluate:
        return None
    return world


def places_at(subject: Subject, world: World, where: tuple[tuple[str, int | LogLinear], ...]) -> dict[str, Place]:
    """The free variables at the place named."""
    roles = dict(subject.free)
    places: dict[str, Place] = {}
    for name, at in where:
        if isinstance(at, LogLinear):
            places[name] = at
        else:
            role = roles[name]
            places[name] = LogLinear(fmpq(at + 1)) if role in world.indices else Cell(role, at)
    return places


def _gap(r: Relation, world: World, places: Mapping[str, Place], facts: Facts) -> Value:
    return subtract(evaluate(r.left, world, places, facts), evaluate(r.right, world, places, facts))


def _with_scalar(subject: Subject, world: World, step: Step, here: dict[str, Place], hint: Any) -> World:
    facts = subject.claim.facts
    if step.other is not None:
        value = evaluate(step.other, world, here, facts)
        if isinstance(value, LogLinear):
            return world.with_scalar(step.name, value)
    root = solve(lambda u: _gap(step.relation, world.with_scalar(step.name, u), here, facts), hint)
    return world.with_scalar(step.name, root)


def _with_entries(subject: Subject, world: World, step: Step, here: dict[str, Place], hint: Any) -> World:
    assert step.entry is not None
    facts = subject.claim.facts
    table = world.functions[step.name]
    names = {a.role: a.value.id for a in step.entry.args if isinstance(a.value, Name)}
    for at, cells in enumerate(product(*(range(world.sizes[r]) for r in table.roles))):
        places = dict(here)
        for role, k in zip(table.roles, cells, strict=True):
            places[names[role]] = LogLinear(fmpq(k + 1)) if role in world.indices else Cell(role, k)

        def gap(u: LogLinear, at: int = at, places: dict[str, Place] = places, world: World = world) -> Value:
            return _gap(step.relation, _with_entry(world, step.name, at, u), places, facts)

        root = solve(gap, None if hint is None or at >= len(hint) else float(hint[at]))
        world = _with_entry(world, step.name, at, root)
    return world


def _with_last(subject: Subject, world: World, step: Step, here: dict[str, Place], hint: Any) -> World:
    """The function with its last entry solved for."""
    last = len(world.functions[step.name].values) - 1

    def gap(u: LogLinear) -> Value:
        return _gap(step.relation, _with_entry(world, step.name, last, u), here, subject.claim.facts)

    return _with_entry(world, step.name, last, solve(gap, None if hint is None else float(hint[-1])))


def _scaled(subject: Subject, world: World, step: Step, here: dict[str, Place]) -> World:
    """The table, or each row of it, times the factor that makes its sum what the equation says."""
    assert step.other is not None and step.entry is not None
    r = step.relation
    whole = r.left if r.right == step.other else r.right
    table = world.functions[step.name]
    free = {a.role: a.value.id for a in step.entry.args if isinstance(a.value, Name) and a.value.id in here}
    free = {role: name for role, name in free.items() if name in free_names(whole)}
    factors: dict[tuple[int, ...], LogLinear] = {}
    values = []
    for cells, v in zip(product(*(range(world.sizes[role]) for role in table.roles)), table.values, strict=True):
        row = tuple(k for role, k in zip(table.roles, cells, strict=True) if role in free)
        if row not in factors:
            places = dict(here)
            for role, k in zip([role for role in table.roles if role in free], row, strict=True):
                places[free[role]] = LogLinear(fmpq(k + 1)) if role in world.indices else Cell(role, k)
            now, wanted = (as_rational(evaluate(e, world, places, subject.claim.facts)) for e in (whole, step.other))
            if not now or wanted is None:
                raise CannotEvaluate("a table that cannot be scaled")
            factors[row] = LogLinear(wanted / now)
        value = multiply(v, factors[row])
        if not isinstance(value, LogLinear):
            raise CannotEvaluate("a table that cannot be scaled")
        values.append(value)
    return world.with_function(step.name, Table(table.roles, tuple(values)))


def _with_entry(world: World, head: str, at: int, u: LogLinear) -> World:
    table = world.functions[head]
    return world.with_function(head, Table(table.roles, (*table.values[:at], u, *table.values[at + 1 :])))


def _with_density(subject: Subject, world: World, step: Step, here: dict[str, Place], later: list[str]) -> World:
    """The density is the other side, normalised; parameters solved for later are 1 meanwhile (e^(1 - 1) = 1)."""
    if later:
        plain = replace(world, scalars={**world.scalars, **dict.fromkeys(later, ONE)})
        return replace(_with_density(subject, plain, step, here, []), scalars=world.scalars)
    assert step.entry is not None and step.other is not None
    table = world.tables.get(step.name)
    if table is None:  # a law, which has no table
        raise CannotEvaluate("a density that is no table")
    names = {a.role: a.value.id for a in step.entry.args + step.entry.given if isinstance(a.value, Name)}
    if set(names) != set(table.roles):
        raise CannotEvaluate("a density with other roles than its family")
    given = [a.role for a in step.entry.given]
    values: dict[tuple[int, ...], fmpq] = {}
    mass: dict[tuple[int, ...], fmpq] = {}
    for cells in product(*(range(world.sizes[r]) for r in table.roles)):
        at = dict(zip(table.roles, cells, strict=True))
        places = {**here, **{names[r]: Cell(r, k) for r, k in at.items()}}
        number = evaluate(step.other, world, places, subject.claim.facts)
        exact = as_rational(number)
        if exact is None:
            raise CannotEvaluate("a density that is not rational")
        values[cells] = exact
        weight = exact
        for r in table.roles:
            if r not in given:
                weight *= world.width(r, at[r])
        key = tuple(at[r] for r in given)
        mass[key] = mass.get(key, fmpq(0)) + weight
    whole = fmpq(1)
    for r in given:
        whole *= sum((world.width(r, k) for k in range(world.sizes[r])), fmpq(0))
    flat = []
    for cells, value in values.items():
        at = dict(zip(table.roles, cells, strict=True))
        total = mass[tuple(at[r] for r in given)]
        if total == 0:
            raise CannotEvaluate("a density without mass")
        flat.append(LogLinear(value / total / whole))
    return world.with_table(step.name, Table(table.roles, tuple(flat)))


def solve(gap: Callable[[LogLinear], Value], hint: float | None) -> LogLinear:
    """A zero of `gap`: exact where it is affine in u, exp u, u^2 or log u, else the hint rounded to a fraction."""
    for at, back, clear in SHAPES:
        sampled = [gap(u) for u, _ in at]
        for factor in clear:
            values = [multiply(factor(u), v) for (u, _), v in zip(at, sampled, strict=True)]
            root = _line_root([t for _, t in at], values)
            found = None if root is None else back(root, hint)
            if isinstance(found, LogLinear):
                return found
    found = _logarithmic(gap)
    if found is not None:
        return found
    if hint is None or hint != hint or abs(hint) > 1e9:
        raise CannotEvaluate("the equation has no exact solution here")
    near = Fraction(hint).limit_denominator(LARGEST_DENOMINATOR)
    return LogLinear(fmpq(near.numerator, near.denominator))


def _logarithmic(gap: Callable[[LogLinear], Value]) -> LogLinear | None:
    """The zero of a gap c + s log u: it rises by s log 2 from 1 to 2 and from 2 to 4."""
    start, middle, end = (gap(_exact(k)) for k in (1, 2, 4))
    rise = subtract(middle, start)
    if subtract(end, middle) != rise or not isinstance(rise, LogLinear) or rise.rational != 0:
        return None
    if len(rise.logs) != 1 or rise.logs[0][0] != 2:
        return None
    found = exp(multiply(start, LogLinear(-1 / rise.logs[0][1])))
    return found if isinstance(found, LogLinear) else None


def _line_root(t: list[LogLinear], values: list[Value]) -> LogLinear | None:
    """Where the straight line through three points is zero, if they lie on one."""
    rise = [subtract(v, values[0]) for v in values[1:]]
    run = [subtract(x, t[0]) for x in t[1:]]
    bend = subtract(multiply(rise[0], run[1]), multiply(rise[1], run[0]))
    if not is_zero(bend) or is_zero(rise[0]):
        return None
    root = add_all((t[0], negate(multiply_all((values[0], run[0], reciprocal(rise[0]))))))
    return root if isinstance(root, LogLinear) else None


def _root_of_square(t: LogLinear, hint: float | None) -> Value:
    found = power(t, LogLinear(fmpq(1, 2)))
    return negate(found) if hint is not None and hint < 0 else found


def _exact(n: int, d: int = 1) -> LogLinear:
    return LogLinear(fmpq(n, d))


def _exact_log(n: int) -> LogLinear:
    found = log(_exact(n))
    assert isinstance(found, LogLinear)
    return found


CLEAR: tuple[Callable[[LogLinear], Value], ...] = (
    lambda _: ONE,
    lambda u: u,
    lambda u: subtract(ONE, u),
    lambda u: multiply(u, subtract(ONE, u)),
    lambda u: multiply(u, u),
)
Shape = tuple[tuple[tuple[LogLinear, LogLinear], ...], Callable[[LogLinear, float | None], Value], Any]


def _exponential(offset: int) -> Shape:
    """t = exp(u - offset): exact where the equation holds e^(1 - u) (offset 1) or e^u (offset 0)."""
    shift = _exact(offset)
    at = tuple((add_all((shift, _exact_log(k))), _exact(k)) for k in (2, 3, 4))
    return tuple((u, t) for u, t in at if isinstance(u, LogLinear)), lambda t, _: add_all((shift, log(t))), CLEAR[:1]


def _decay(offset: int) -> Shape:
    """t = exp(offset - u): exact where the equation holds e^(1 - u) (offset 1) or e^(-u) (offset 0)."""
    shift = _exact(offset)
    at = tuple((add_all((shift, negate(_exact_log(k)))), _exact(k)) for k in (2, 3, 4))
    pairs = tuple((u, t) for u, t in at if isinstance(u, LogLinear))
    return pairs, lambda t, _: add_all((shift, negate(log(t)))), CLEAR[:1]


# pairs (u, t) at which the gap is sampled, the way back from t to u, and the denominators that are tried
SHAPES: tuple[Shape, ...] = (
    (tuple((_exact(k, 4), _exact(k, 4)) for k in (1, 2, 3)), lambda t, _: t, CLEAR),
    *(_exponential(offset) for offset in (0, 1, -1)),
    *(_decay(offset) for offset in (0, 1)),
    (tuple((_exact(k), _exact(k * k)) for k in (1, 2, 3)), _root_of_square, CLEAR[:2]),
)
