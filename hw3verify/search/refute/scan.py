"""A scan of claims between numbers for the places where they break, in floating point.

A claim without integrals (`x^2 = 7 => x = \\sqrt 7`, `(a - \\pi)^2 > 0`, `D(x)^2 = 1/3 => ...`) speaks of a few unknown
numbers: its names, and its densities and functions at their arguments. One of them runs over a grid, the others take a
few values; where the premise has a root (a change of sign, or a dip to zero), or a strict inequality becomes an
equality, or an inequality dips below, the claim is tried. Such a place is often irrational, and then no exact world
stands there: what is found shows nothing by itself, but a claim that seems to break is not supported by having held
elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import islice

from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Fold, Name, Number, Power, Product, Sum, children
from hw3verify.search.refute.subject import Subject

Spot = dict[str, float]
HALF = {*(k / 8 for k in range(1, 81)), *(1.45**k for k in range(-20, 21))}
GRID = tuple(sorted({0.0, *HALF, *(-u for u in HALF)}))
VALUES = (1.0, 2.0, 0.5, -1.0, 3.0, -2.0, 0.25, 0.0)
MOST_UNKNOWNS, MOST_OTHERS, STEPS = 3, 6, 60
STARTS, MOST_STEPS, LEAPS, NEWTON = 3, 60, 12, 4
CLOSE = 1e-9


def weak_spots(subject: Subject) -> Iterator[Spot]:
    """Values of the unknown numbers at which the conditions hold to rounding and the claim does not."""
    conditions = (*subject.assumptions, *subject.premises)
    relations = (subject.says, *conditions)
    sides = [s for r in relations for s in (r.left, r.right)]
    atoms = dict.fromkeys(a for s in sides for a in _atoms(s))
    if any(a == "" for a in atoms) or not atoms or subject.says.op == "!=":
        return
    equation = next((r for r in conditions if r.op == "="), None)
    target = equation or subject.says
    if subject.says.op in ("<=", ">=", "<", ">") and equation is None and len(atoms) > 1:
        for turn in range(STARTS):
            spot = _lowest(subject, {a: _value(a, turn + k, subject) for k, a in enumerate(atoms)})
            if _breaks(subject, conditions, spot):
                yield spot
    unknown = list(dict.fromkeys(a for s in (target.left, target.right) for a in _atoms(s)))[:MOST_UNKNOWNS]
    for name in unknown:
        others = [a for a in atoms if a != name]
        for turn in range(MOST_OTHERS if others else 1):
            base = {a: _value(a, turn + k, subject) for k, a in enumerate(others)}
            for u in _places(target, name, base, equation is None and subject.says.op != "="):
                spot = {**base, name: u}
                if all(_allowed(a, v, subject) for a, v in spot.items()) and _breaks(subject, conditions, spot):
                    yield spot


def seems_false(subject: Subject) -> str:
    """Where the claim seems to break, in words; "" if nothing was found."""
    for spot in islice(weak_spots(subject), 1):
        return ", ".join(f"{n} = {v:.6g}" for n, v in sorted(spot.items()))
    return ""


def _atoms(e: Expr) -> Iterator[str]:
    """The unknown numbers of an expression; "" where it is no plain arithmetic."""
    if isinstance(e, Name):
        if e.id != "pi":
            yield "" if e.id == "infinity" else e.id
    elif isinstance(e, Apply):
        yield _key(e) if all(isinstance(a.value, Name) for a in e.args + e.given) else ""
    elif isinstance(e, Fold | Derivative) or (isinstance(e, Call) and e.fn not in ("log", "exp", "abs", "max", "min")):
        yield ""
    else:
        for c in children(e):
            yield from _atoms(c)


def _key(e: Apply) -> str:
    names = [a.value.id for a in e.args + e.given if isinstance(a.value, Name)]
    return f"{e.head}({','.join(names)})"


def _kind(atom: str, subject: Subject) -> str:
    head = atom.split("(", maxsplit=1)[0]
    facts = subject.claim.facts
    if head in subject.unit:
        return "unit"
    if head in facts.binary | facts.integer:
        return "whole"
    return "positive" if head in facts.densities | subject.positive else ""


def _value(atom: str, k: int, subject: Subject) -> float:
    kind = _kind(atom, subject)
    value = VALUES[k % len(VALUES)]
    if kind == "unit":
        return 1 / (2 + k % 4)
    if kind == "whole":
        return 1.0
    return (abs(value) or 1.5) if kind == "positive" else value


def _allowed(atom: str, value: float, subject: Subject) -> bool:
    kind = _kind(atom, subject)
    if kind == "whole":
        return value == 1.0
    return not kind or (value > 0 and (kind == "positive" or value < 1))


def _lowest(subject: Subject, spot: Spot) -> Spot:
    """A spot near which the inequality is worst, by steps along one unknown at a time, halved when none helps."""
    says = subject.says
    way = 1 if says.op in (">", ">=") else -1

    def gap(at: Spot) -> float:
        left, right = _real(says.left, at), _real(says.right, at)
        return math.inf if left is None or right is None else way * (left - right)

    step, best = 8.0, gap(spot)
    for _ in range(MOST_STEPS):
        before, old = best, spot
        for name in spot:
            for move in (step, -step):
                moved = {**spot, name: spot[name] + move}
                if _allowed(name, moved[name], subject) and gap(moved) < best:
                    spot, best = moved, gap(moved)
                    break
        if best == before:
            step /= 2
            continue
        further = {n: 2 * v - old[n] for n, v in spot.items()}  # along the valley
        for _ in range(LEAPS):
            if not all(_allowed(n, v, subject) for n, v in further.items()) or not gap(further) < best:
                break
            spot, best, further = further, gap(further), {n: 2 * further[n] - v for n, v in spot.items()}
    for _ in range(NEWTON):
        moved = _newton(gap, spot)
        if not all(_allowed(n, v, subject) for n, v in moved.items()) or not gap(moved) < best:
            break
        spot, best = moved, gap(moved)
    return spot


def _newton(gap: Callable[[Spot], float], spot: Spot) -> Spot:
    """Where the quadratic that touches the gap at a spot is least (a narrow valley is followed at once)."""
    import numpy as np

    names, h = list(spot), 1e-2
    shifts = [{**spot, n: spot[n] + s * h} for n in names for s in (1, -1)]
    here, near = gap(spot), [gap(at) for at in shifts]
    slope = np.array([(near[2 * i] - near[2 * i + 1]) / (2 * h) for i in range(len(names))])
    bend = np.diag([(near[2 * i] - 2 * here + near[2 * i + 1]) / h**2 for i in range(len(names))])
    for i, one in enumerate(names):
        for j in range(i):
            both = gap({**spot, one: spot[one] + h, names[j]: spot[names[j]] + h})
            bend[i, j] = bend[j, i] = (both - near[2 * i] - near[2 * j] + here) / h**2
    if not (np.isfinite(bend).all() and np.isfinite(slope).all()):
        return spot
    step = np.linalg.lstsq(bend, -slope, rcond=None)[0]
    return {n: v + float(d) for (n, v), d in zip(spot.items(), step, strict=True)}


def _places(target: Relation, name: str, base: Spot, dips: bool) -> Iterator[float]:
    """Where the two sides meet as one unknown runs over the grid; with `dips` also where they come nearest."""

    def gap(u: float) -> float:
        left, right = _real(target.left, {**base, name: u}), _real(target.right, {**base, name: u})
        return math.nan if left is None or right is None else left - right

    values = [gap(u) for u in GRID]
    for k in range(len(GRID) - 1):
        a, b, u, v = values[k], values[k + 1], GRID[k], GRID[k + 1]
        if a == 0:
            yield u
        elif a * b < 0:
            for _ in range(STEPS):
                middle = (u + v) / 2
                u, v = (middle, v) if gap(middle) * a > 0 else (u, middle)
            yield (u + v) / 2
        elif k and abs(a) <= abs(values[k - 1]) and abs(a) <= abs(b):  # a dip between two neighbours
            low, high = GRID[k - 1], v
            for _ in range(STEPS):
                one, two = low + (high - low) / 3, high - (high - low) / 3
                low, high = (low, two) if abs(gap(one)) <= abs(gap(two)) else (one, high)
            if dips or abs(gap((low + high) / 2)) < CLOSE**2:
                yield (low + high) / 2


def _breaks(subject: Subject, conditions: tuple[Relation, ...], spot: Spot) -> bool:
    return all(_holds(r, spot, True) for r in conditions) and not _holds(subject.says, spot, False)


def _holds(r: Relation, spot: Spot, condition: bool) -> bool:
    """Does the relation hold? Near equality a condition does, a strict claim does not; no value breaks nothing."""
    left, right = _real(r.left, spot), _real(r.right, spot)
    if left is None or right is None:
        return not condition
    gap, tolerance = left - right, (CLOSE if condition else 1e-7) * (1 + abs(left) + abs(right))
    if r.op == "=":
        return abs(gap) <= tolerance
    if r.op in (">", "<"):
        gap = gap if r.op == ">" else -gap
        return gap > (tolerance if condition else 1e-13 * (1 + abs(left) + abs(right)))
    return (gap if r.op == ">=" else -gap) >= -tolerance


def _real(e: Expr, env: Spot) -> float | None:
    """The value over the reals, or None where there is none."""
    try:
        value = _evaluate(e, env)
    except (ArithmeticError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _evaluate(e: Expr, env: Spot) -> float:
    if isinstance(e, Number):
        return float(e.value)
    if isinstance(e, Name):
        return math.pi if e.id == "pi" else env[e.id]
    if isinstance(e, Apply):
        return env[_key(e)]
    if isinstance(e, Sum):
        return math.fsum(_evaluate(t, env) for t in e.terms)
    if isinstance(e, Product):
        return math.prod(_evaluate(f, env) for f in e.factors)
    if isinstance(e, Power):
        base, exponent = _evaluate(e.base, env), _evaluate(e.exponent, env)
        if base < 0 and exponent != int(exponent):
            raise ValueError
        return float(base**exponent)
    assert isinstance(e, Call)
    args = [_evaluate(a, env) for a in e.args]
    if e.fn in ("max", "min"):
        return max(args) if e.fn == "max" else min(args)
    return abs(args[0]) if e.fn == "abs" else {"log": math.log, "exp": math.exp}[e.fn](args[0])
