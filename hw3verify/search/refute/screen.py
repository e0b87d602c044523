"""The screen: a claim's sides in many worlds at once, in floating point.

Every variable gets an axis of its own behind the axis of worlds; a fold sums its axis away. `Screen.value` returns an
array that broadcasts against `(worlds, axes...)`, `scale` is for each world the size of the largest number that was
added or subtracted on the way: differences below `1e-9 * scale` say nothing.

Nothing found here is believed: it only proposes worlds to the kernel. What it cannot evaluate raises
`CannotEvaluate`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hw3verify.kernel.law import is_discrete, law_for
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    free_names,
    subtract,
)
from hw3verify.meaning.value import CannotEvaluate
from hw3verify.search.refute.area import MOST_ENTRIES, slices
from hw3verify.search.refute.draw import Batch, as_float
from hw3verify.search.refute.special import SPECIAL
from hw3verify.search.refute.subject import Subject

Array = NDArray[Any]
Known = dict[tuple[Any, ...], tuple[Array, Array]]  # expression and binders -> its values and their scale


class Screen:
    """One batch of worlds, read as floats."""

    def __init__(self, batch: Batch, subject: Subject, fixed: frozenset[str] = frozenset()) -> None:
        self.batch, self.facts = batch, subject.claim.facts
        self.twins = subject.twins
        self.positive, self.unit = subject.positive, subject.unit
        free, depth, facts = subject.free, subject.depth, subject.claim.facts
        self.axes = len(free) + depth
        self.images = {push.image: push for push in facts.push_forwards}
        self.scale: Array = np.zeros(batch.count)
        self.entries = 0  # how many numbers were looked up or folded: the cost of this screen
        self.widths = {r: as_float(f) for r, f in batch.widths.items()}
        self.scalars: dict[str, Array] = {n: self._worlds(as_float(f)) for n, f in batch.scalars.items()}
        self.functions = {h: (roles, as_float(f)) for h, (roles, f) in batch.functions.items()}
        self.tables: dict[str, tuple[tuple[str, ...], Array]] = {}
        for head, (roles, weights) in batch.tables.items():
            table = weights.astype(float)
            self.tables[head] = (roles, table / self.summed(roles, table, ()).reshape(self._front(weights.ndim)))
        self.marginals: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Array]] = {}
        self.shapes = {n: (role, k + 1) for k, (n, role) in enumerate(free)}
        self.places = {n: self._axis(role, slot) for n, (role, slot) in self.shapes.items()}
        for n, role in free:
            if role in fixed:  # a parameter of the argument: it stands in the first cell
                self.places[n] = (role, self.places[n][1][(slice(0, 1),) * (self.axes + 1)])
        self.slot = len(free) + 1
        self.binders: dict[str, tuple[Any, ...]] = {}  # what is bound here: the role, the axis and the range
        self._known: Known | None = None

    def remember(self) -> None:
        """Keep the values of all parts from now on; the worlds must not be moved any more."""
        self._known = {}

    def _front(self, ndim: int) -> tuple[int, ...]:
        return (self.batch.count,) + (1,) * (ndim - 1)

    def _worlds(self, row: Array) -> Array:
        return row.reshape(self._front(self.axes + 1))

    def _axis(self, role: str, slot: int) -> tuple[str, Array]:
        size = self.batch.sizes.get(role)
        if size is None:
            raise CannotEvaluate(f"the worlds have no {role}")
        return role, self._along(np.arange(size), slot)

    def _along(self, row: Array, slot: int) -> Array:
        shape = [1] * (self.axes + 1)
        shape[slot] = -1
        return row.reshape(shape)

    def summed(self, roles: tuple[str, ...], table: Array, keep: tuple[str, ...]) -> Array:
        """The table summed, with widths, over the roles not kept."""
        for k in range(len(roles) - 1, -1, -1):
            if roles[k] not in keep:
                widths = self.widths.get(roles[k])
                if widths is not None:
                    table = table * widths.reshape((table.shape[0],) + (1,) * k + (-1,) + (1,) * (table.ndim - k - 2))
                table = table.sum(axis=k + 1)
        return table

    def _note(self, values: Array) -> None:
        """Remember the size of what is added."""
        if not values.size:
            return
        size = np.abs(values)
        if size.ndim > 1:
            size = size.max(axis=tuple(range(1, size.ndim)))
        self.scale = np.fmax(self.scale, size)

    def value(self, e: Expr) -> Array:
        """The value in every world and at every place."""
        if self._known is None or isinstance(e, Number | Name):
            return self._value(e)
        names = free_names(e)
        key = (e, *((n, b) for n, b in self.binders.items() if n in names))
        known = self._known.get(key)
        if known is None:
            before, self.scale = self.scale, np.zeros(self.batch.count)
            known = self._known[key] = self._value(e), self.scale
            self.scale = before
        self.scale = np.fmax(self.scale, known[1])
        return known[0]

    def _value(self, e: Expr) -> Array:
        if isinstance(e, Number):
            return np.full((1,) * (self.axes + 1), float(e.value))
        if isinstance(e, Name):
            return self._name(e.id)
        if isinstance(e, Sum):
            total: Array | None = None
            for t in e.terms:
                part = self.value(t)
                self._note(part)
                total = part if total is None else total + part
            return np.zeros((1,) * (self.axes + 1)) if total is None else total
        if isinstance(e, Product):
            result: Array | None = None
            for f in e.factors:
                part = self.value(f)
                result = part if result is None else result * part
            return np.ones((1,) * (self.axes + 1)) if result is None else result
        if isinstance(e, Power):
            if isinstance(e.exponent, Number):
                if e.exponent.value == -1:
                    return np.reciprocal(self.value(e.base))
                return np.asarray(self.value(e.base) ** float(e.exponent.value))
            return np.asarray(self.value(e.base) ** self.value(e.exponent))
        if isinstance(e, Call):
            return self._call(e)
        if isinstance(e, Apply):
            return self._apply(e)
        if isinstance(e, Fold):
            return self._fold(e)
        raise CannotEvaluate("an expression that the screen does not know")

    def _name(self, name: str) -> Array:
        if name in self.places:
            role, index = self.places[name]
            if role in self.batch.indices:
                return index + 1.0
            if role not in self.batch.points:
                raise CannotEvaluate(f"{name} has no number")
            points = as_float(self.batch.points[role])
            return np.asarray(points[self._worlds(np.arange(self.batch.count)), index])
        if name == "pi":
            return np.full((1,) * (self.axes + 1), np.pi)
        if name == "infinity":
            return np.full((1,) * (self.axes + 1), np.inf)
        if name in self.scalars:
            return self.scalars[name]
        raise CannotEvaluate(f"nothing says what {name} is")

    def _call(self, e: Call) -> Array:
        if e.fn == "delta":
            return np.asarray(self._index(e.args[0]) == self._index(e.args[1]), dtype=float)
        values = [self.value(a) for a in e.args]
        if e.fn == "log":
            result = np.log(values[0])
            self.scale = np.fmax(self.scale, 1.0)
            self._note(result)
            return np.asarray(result)
        if e.fn == "exp":
            return np.asarray(np.exp(values[0]))
        if e.fn == "abs":
            return np.abs(values[0])
        if e.fn == "sign":
            return np.asarray(np.sign(values[0]))
        if e.fn in ("max", "min"):
            result = values[0]
            for v in values[1:]:
                result = np.maximum(result, v) if e.fn == "max" else np.minimum(result, v)
            return result
        if e.fn in ("le", "lt"):
            left, right = values
            return np.asarray(left <= right if e.fn == "le" else left < right, dtype=float)
        if e.fn == "arctan":
            return np.asarray(np.arctan(values[0]))
        if e.fn in SPECIAL:
            return np.asarray(np.vectorize(SPECIAL[e.fn], otypes=[float])(values[0]))
        raise CannotEvaluate(f"{e.fn} is not known to the screen")

    def _index(self, e: Expr) -> Array:
        """The cell in which an argument stands."""
        if isinstance(e, Name) and e.id in self.places:
            return self.places[e.id][1]
        if isinstance(e, Apply) and e.head in self.batch.maps and len(e.args) == 1:
            cells = np.array(self.batch.maps[e.head].cells)
            return np.asarray(cells[self._index(e.args[0].value)])
        return np.asarray(np.rint(self.value(e)) - 1, dtype=np.int64)

    def _at(self, a: Arg) -> Array:
        if isinstance(a.value, Name) and a.value.id in self.places:
            if self.places[a.value.id][0] != a.role:
                raise CannotEvaluate(f"{a.value.id} is no point of {a.role}")
        elif isinstance(a.value, Apply) and a.value.head in self.batch.maps:
            if self.batch.maps[a.value.head].image != a.role:
                raise CannotEvaluate(f"{a.value.head} leads to no point of {a.role}")
        else:
            if a.role not in self.batch.indices:
                raise CannotEvaluate(f"the number at the place of {a.role} is no cell")
        found = self._index(a.value)
        if found.size and (found.min() < 0 or found.max() >= self.batch.sizes[a.role]):
            raise CannotEvaluate(f"an index of {a.role} out of range")
        return found

    def _apply(self, e: Apply) -> Array:
        if e.head in self.facts.densities:
            if law_for(self.facts, e) is not None:
                raise CannotEvaluate("a law on the line")
            own, given = tuple(a.role for a in e.args), tuple(a.role for a in e.given)
            roles, table = self._conditional(e.head, own, given)
        elif e.head in self.functions and not e.given:
            roles, table = self.functions[e.head]
        elif e.head in self.batch.maps and self.batch.maps[e.head].image in self.batch.points:
            points = as_float(self.batch.points[self.batch.maps[e.head].image])
            return np.asarray(points[self._worlds(np.arange(self.batch.count)), self._index(e)])
        else:
            raise CannotEvaluate(f"nothing says what {e.head} is")
        places = {a.role: self._at(a) for a in e.args + e.given}
        pair = (roles[0], e.args[0].role) if len(roles) == 1 == len(places) and e.args else None
        if pair in self.twins:
            places = {roles[0]: places[e.args[0].role]}
        if set(places) != set(roles) or len(places) != len(e.args + e.given):
            raise CannotEvaluate(f"{e.head} at other arguments than its own")
        worlds = self._worlds(np.arange(self.batch.count))
        return np.asarray(table[(worlds, *(places[r] for r in roles))])

    def _conditional(self, head: str, own: tuple[str, ...], given: tuple[str, ...]) -> tuple[tuple[str, ...], Array]:
        key = (head, (*own, "|", *given))
        if key in self.marginals:
            return self.marginals[key]
        push = self.images.get(head)
        found: tuple[tuple[str, ...], Array]
        if push is not None:
            _, base = self._conditional(push.base, (push.base_role,), ())
            base = base * self.widths.get(push.base_role, np.ones(base.shape))
            cells = np.array(self.batch.maps[push.map].cells)
            size = self.batch.sizes[push.image_role]
            mass = np.stack([base[:, cells == k].sum(axis=1) for k in range(size)], axis=1)
            found = ((push.image_role,), mass / self.widths.get(push.image_role, np.ones(mass.shape)))
        else:
            if head not in self.tables:
                raise CannotEvaluate(f"the worlds have no table for {head}")
            roles, table = self.tables[head]
            kept = tuple(r for r in roles if r in own or r in given)
            top = self.summed(roles, table, kept)
            if given:
                bottom = self.summed(kept, top, given)
                shape = [top.shape[0]] + [top.shape[k + 1] if r in given else 1 for k, r in enumerate(kept)]
                top = top / bottom.reshape(shape)
            found = (kept, top)
        self.marginals[key] = found
        return found

    def _fold(self, e: Fold) -> Array:
        kind, role = e.domain.kind, e.domain.role
        if kind == "interval" or is_discrete(self.facts, role) is not None or e.op == "W2":
            raise CannotEvaluate("a fold that the screen does not know")
        inside = e.body
        if e.op == "W1":
            if kind != "space" or role not in self.batch.points or not isinstance(e.body, Call):
                raise CannotEvaluate("a distance between what has no numbers")
            inside = subtract(*e.body.args)
        slot, before = self.slot, self.places.get(e.var)
        if slot > self.axes:
            raise CannotEvaluate("folds too deep for the screen")
        if kind == "index":
            low, high = self._limit(e.domain.lower), self._limit(e.domain.upper)
            place = (role, self._along(np.arange(low - 1, max(high, low - 1)), slot))
        else:
            place = self._axis(role, slot)
        outer = self.binders.pop(e.var, None)
        self.places[e.var], self.slot = place, slot + 1
        self.binders[e.var] = (role, slot, place[1].size, 0 if kind != "index" else low)
        try:
            body = self.value(inside)
        finally:
            self.slot = slot
            del self.binders[e.var]
            if outer is not None:
                self.binders[e.var] = outer
            if before is None:
                del self.places[e.var]
            else:
                self.places[e.var] = before
        if e.op == "W1":
            return self._area(body, role, slot)
        self.entries += body.size
        if body.size > MOST_ENTRIES:
            raise CannotEvaluate("too many entries to screen")
        count = place[1].size
        if kind == "space" and role in self.widths and e.op == "sum":
            widths = self.widths[role]
            shape = [self.batch.count] + [1] * self.axes
            shape[slot] = widths.shape[1]
            body = body * widths.reshape(shape)
        elif body.shape[slot] != count:
            body = np.broadcast_to(body, (*body.shape[:slot], count, *body.shape[slot + 1 :]))
        if e.op == "sum":
            if body.size:
                self._note(body)
            return np.asarray(body.sum(axis=slot, keepdims=True))
        if e.op == "product":
            return np.asarray(body.prod(axis=slot, keepdims=True))
        if e.op in ("sup", "inf") and count:
            best = np.max if e.op == "sup" else np.min
            return np.asarray(best(body, axis=slot, keepdims=True))
        raise CannotEvaluate(f"the fold {e.op} is not known to the screen")

    def _area(self, gap: Array, role: str, slot: int) -> Array:
        """The area between two distribution functions."""
        body = slices(gap, as_float(self.batch.points[role]), slot)
        self.entries += body.size
        if body.size:
            self._note(body)
        return np.asarray(body.sum(axis=slot, keepdims=True))

    def _limit(self, e: Expr | None) -> int:
        if e is None:
            raise CannotEvaluate("an index without limits")
        value = self.value(e)
        if value.size == 0 or value.min() != value.max() or value.flat[0] % 1 or abs(value.flat[0]) > 1000:
            raise CannotEvaluate("a limit that is not one small integer")
        return int(value.flat[0])
