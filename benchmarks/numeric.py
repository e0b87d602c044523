"""A second opinion in floating point: is a claim violated in worlds that nothing else here has drawn?

`violated(claim)` draws worlds with its own generator, evaluates both sides with numpy and says how many worlds violated
the claim and in how many it could be evaluated. It shares only the expression tree with the checker: not the drawing
of worlds, not the arithmetic, not the rules.

    families without a law   joint tables over a few cells with random widths (step densities)
    normal, uniform, ...     values on a fine grid, whose cells are the widths
    functions, indexed       tables; parameters are numbers of several magnitudes
    d/d(name)                central differences
    anything else            `Unsupported`: no opinion

It is an oracle for benchmarks and tests: a violation by more than the tolerance is evidence to look at, not a proof.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from drawing import Drawn, Unsupported, draw

from hw3verify.meaning.claim import Claim, Law, Relation
from hw3verify.meaning.expr import (
    Apply,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    free_names,
)

Array = Any


@dataclass(frozen=True, slots=True)
class Opinion:
    """In how many worlds there was a value, in how many the claim failed, and why there is no opinion."""

    worlds: int = 0
    violated: int = 0
    reason: str = ""


def violated(claim: Claim, worlds: int = 60, seed: int = 1) -> Opinion:
    """How often a claim without premises fails in drawn worlds."""
    if claim.premises or any(a.op == "=" for a in claim.facts.assumptions):
        return Opinion(reason="premises")
    rng = np.random.default_rng(seed)
    seen = wrong = 0
    with np.errstate(all="ignore"):
        for turn in range(worlds):
            try:
                world = draw(claim, rng, wild=turn % 3 == 2, counting=turn % 2 == 0)
                if not all(np.all(verdict(a, world)[0]) for a in claim.facts.assumptions):
                    continue
                ok, known = verdict(claim.says, world)
            except Unsupported as problem:
                return Opinion(reason=str(problem))
            except (OverflowError, ZeroDivisionError):
                continue
            seen += bool(np.any(known))
            wrong += bool(np.any(known & ~ok))
    return Opinion(seen, wrong)


def verdict(r: Relation, world: Drawn) -> tuple[Array, Array]:
    """Where the relation holds up to the tolerance, and where both sides have a value."""
    free = sorted(free_names(r.left) | free_names(r.right))
    roles = dict(world.facts.roles)
    axes: dict[str, tuple[str, Any]] = {}
    for name in free:
        if name in roles and roles[name] in world.sizes:
            shape = (-1,) + (1,) * len(axes)
            axes[name] = (roles[name], np.arange(world.sizes[roles[name]]).reshape(shape))
    run = Run(world, len(axes))
    left, right = np.broadcast_arrays(run.value(r.left, axes), run.value(r.right, axes))
    gap = left - right
    size = np.maximum(np.maximum(np.abs(left), np.abs(right)), run.largest)
    slack = (1e-7 if world.exact else 3e-3) * size
    known = np.isfinite(gap)
    strict = np.abs(gap) > slack
    ok = {
        "=": ~strict,
        "!=": np.ones_like(known),
        "<=": gap <= slack,
        ">=": gap >= -slack,
        "<": gap <= slack,
        ">": gap >= -slack,
    }[r.op]
    return ok, known


class Run:
    """One evaluation; `largest` is the greatest magnitude met inside, for the tolerance."""

    def __init__(self, world: Drawn, depth: int) -> None:
        self.world, self.depth, self.largest = world, depth, 0.0

    def value(self, e: Expr, at: dict[str, tuple[str, Any]]) -> Array:
        """The value where the free variables stand at `at`; the free axes come first."""
        found = self._value(e, at)
        finite = found[np.isfinite(found)] if isinstance(found, np.ndarray) else np.asarray([found])
        if finite.size:
            self.largest = max(self.largest, min(float(np.max(np.abs(finite))), 1e3))
        return found

    def _value(self, e: Expr, at: dict[str, tuple[str, Any]]) -> Array:
        if isinstance(e, Number):
            return np.asarray(float(e.value))
        if isinstance(e, Name):
            return self._name(e.id, at)
        if isinstance(e, Sum):
            return sum((self.value(t, at) for t in e.terms), np.asarray(0.0))
        if isinstance(e, Product):
            total = np.asarray(1.0)
            for f in e.factors:
                total = total * self.value(f, at)
            return total
        if isinstance(e, Power):
            return np.power(self.value(e.base, at), self.value(e.exponent, at))
        if isinstance(e, Call):
            return self._call(e, at)
        if isinstance(e, Apply):
            return self._apply(e, at)
        if isinstance(e, Fold):
            return self._fold(e, at)
        if isinstance(e, Derivative):
            return self._derivative(e, at)
        raise Unsupported("an unknown node")

    def _name(self, name: str, at: dict[str, tuple[str, Any]]) -> Array:
        if name in at:
            role, index = at[name]
            if role == "":
                return np.asarray(index, dtype=float)
            if role not in self.world.points:
                raise Unsupported(f"{name} has no number")
            return self.world.points[role][index]
        if name == "pi":
            return np.asarray(math.pi)
        if name in self.world.scalars:
            return np.asarray(self.world.scalars[name] + self.world.shifts.get(name, 0.0))
        raise Unsupported(f"no value for {name}")

    def _call(self, e: Call, at: dict[str, tuple[str, Any]]) -> Array:
        known: dict[str, Callable[..., Array]] = {
            "log": np.log,
            "exp": np.exp,
            "abs": np.abs,
            "sign": np.sign,
            "max": np.maximum,
            "min": np.minimum,
            "le": lambda a, b: (a <= b) * 1.0,
            "lt": lambda a, b: (a < b) * 1.0,
        }
        if e.fn not in known:
            raise Unsupported(e.fn)
        return known[e.fn](*(self.value(a, at) for a in e.args))

    def _cells(self, args: Iterable[Any], at: dict[str, tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for a in args:
            place = at.get(a.value.id) if isinstance(a.value, Name) else None
            if place is None:
                raise Unsupported("an argument that is no variable")
            role, index = place
            found[a.role] = index - 1 if role == "" else index
            if role not in ("", a.role):
                raise Unsupported("a variable of another space")
        return found

    def _apply(self, e: Apply, at: dict[str, tuple[str, Any]]) -> Array:
        facts = self.world.facts
        if e.head in facts.densities:
            law = facts.law_of(e.head, frozenset(a.role for a in e.args), frozenset(a.role for a in e.given))
            if law is not None:
                return self._law(law, e, at)
            own, given = self._cells(e.args, at), self._cells(e.given, at)
            top = self._marginal(e.head, {**own, **given})
            return top / self._marginal(e.head, given) if given else top
        if e.head not in self.world.functions or e.given:
            raise Unsupported(f"no table for {e.head}")
        roles, table = self.world.functions[e.head]
        cells = self._cells(e.args, at)
        inside = set(cells) == set(roles) and all(
            np.all((cells[r] >= 0) & (cells[r] < table.shape[k])) for k, r in enumerate(roles)
        )
        if not inside:
            raise Unsupported("an index out of range")
        return table[tuple(cells[r] for r in roles)]

    def _marginal(self, head: str, cells: dict[str, Any]) -> Array:
        if head not in self.world.tables:
            raise Unsupported(f"no table for {head}")
        roles, table = self.world.tables[head]
        if not set(cells) <= set(roles):
            raise Unsupported("another role")
        for k in reversed(range(len(roles))):
            if roles[k] not in cells:
                table = np.tensordot(table, self.world.widths[roles[k]], axes=(k, 0))
        return table[tuple(cells[r] for r in roles if r in cells)]

    def _law(self, law: Law, e: Apply, at: dict[str, tuple[str, Any]]) -> Array:
        if len(e.args) != 1 or law.index:
            raise Unsupported("a law of several")
        values = dict(at)
        for a in e.given:
            if not isinstance(a.value, Name) or a.value.id not in at:
                raise Unsupported("a law at no variable")
            values[a.role] = at[a.value.id]
        x = self.value(e.args[0].value, at)
        p = [self.value(q, values) for q in law.parameters]
        if law.name == "normal":
            return np.exp(-((x - p[0]) ** 2) / (2 * p[1])) / np.sqrt(2 * math.pi * p[1])
        if law.name == "laplace":
            return np.exp(-np.abs(x - p[0]) / p[1]) / (2 * p[1])
        if law.name == "exponential":
            return np.where(x >= 0, p[0] * np.exp(-p[0] * x), 0.0)
        raise Unsupported(law.name)

    def _fold(self, e: Fold, at: dict[str, tuple[str, Any]]) -> Array:
        kind, role = e.domain.kind, e.domain.role
        axis = self.depth
        shape = (-1,) + (1,) * axis
        weights: Array
        if kind == "index":
            assert e.domain.lower is not None and e.domain.upper is not None
            low, high = (float(np.ravel(self.value(b, at))[0]) for b in (e.domain.lower, e.domain.upper))
            if high - low > 200 or low != round(low) or high != round(high):
                raise Unsupported("limits")
            if high < low:
                return np.asarray(0.0 if e.op == "sum" else 1.0)
            place: tuple[str, Any] = ("", np.arange(int(low), int(high) + 1).reshape(shape))
            weights = np.ones(int(high) - int(low) + 1)
        elif kind == "interval":
            assert e.domain.lower is not None and e.domain.upper is not None
            low, high = (float(np.ravel(self.value(b, at))[0]) for b in (e.domain.lower, e.domain.upper))
            self.world.exact = False
            step = (high - low) / 20_000
            place = ("", (low + step * (np.arange(20_000) + 0.5)).reshape(shape))
            weights = np.full(20_000, step)
        else:
            if role not in self.world.sizes:
                raise Unsupported(f"no space {role}")
            place = (role, np.arange(self.world.sizes[role]).reshape(shape))
            weights = self.world.widths[role]
        self.depth += 1
        try:
            body = self.value(e.body, {**at, e.var: place})
        finally:
            self.depth -= 1
        body = np.broadcast_to(body, np.broadcast_shapes(np.shape(body), np.shape(weights.reshape(shape))))
        where = -1 - axis
        if e.op == "sum":
            return np.sum(body * weights.reshape(shape), axis=where, keepdims=True)
        if e.op == "product":
            return np.prod(body, axis=where, keepdims=True)
        if e.op in ("sup", "inf"):
            return (np.max if e.op == "sup" else np.min)(body, axis=where, keepdims=True)
        raise Unsupported(e.op)

    def _derivative(self, e: Derivative, at: dict[str, tuple[str, Any]]) -> Array:
        if not isinstance(e.by, Name) or e.by.id not in self.world.scalars:
            raise Unsupported("a functional derivative")
        name = e.by.id
        step = 1e-4 * max(abs(self.world.scalars[name]), 1e-3)
        before = self.world.shifts.get(name, 0.0)
        self.world.exact = False
        ends = []
        for side in (step, -step):
            self.world.shifts[name] = before + side
            ends.append(self.value(e.body, at))
        self.world.shifts[name] = before
        return (ends[0] - ends[1]) / (2 * step)
