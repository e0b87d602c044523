"""Evaluation: an expression in a world has a value.

    evaluate(expression, world, places, facts)

A fold over a space is the weighted sum over its cells; over a role with a stated law it is the integral over the line
or the sum over the integers; a density is read off its family's joint table (conditionals are quotients of
marginals), so Bayes' rule holds by construction; a bound variable hides a free one. `places` says where the free
variables stand: at a cell, or at a number.

Law: the value is exact or an enclosure of the exact value. Whatever has no certain meaning here (a name of unknown
kind, an argument that is no cell, a table that is missing) raises `CannotEvaluate`; nothing is guessed. Steps and
depth are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from flint import arb, ctx, fmpq

from hw3verify.kernel.chosen import derived, with_choices
from hw3verify.kernel.derive import derive
from hw3verify.kernel.functions import applied, decays, holds
from hw3verify.kernel.law import conditions, density_of, is_discrete, law_for, parameters_at
from hw3verify.kernel.masses import off_support, values_of
from hw3verify.kernel.nonnegative import never_negative
from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import Apply, Arg, Call, Derivative, Expr, Fold, Name, Number, Power, Product, Sum
from hw3verify.meaning.extremum import is_extremum
from hw3verify.meaning.power import power
from hw3verify.meaning.value import (
    ONE,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    add_all,
    as_rational,
    extreme,
    is_zero,
    missing,
    multiply_all,
    rational,
)
from hw3verify.meaning.world import Table, World

__all__ = ["MOST_TERMS", "TOO_LARGE", "Cell", "Evaluation", "Place", "Places", "evaluate", "holds", "relation_holds"]

MOST_STEPS = 100_000
TOO_LARGE = "the expression is too large to evaluate"
MOST_DEPTH = 120
MOST_TERMS = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A variable that stands in a cell of a role."""

    role: str
    index: int


Place = Cell | LogLinear | Ball
Places = Mapping[str, Place]


def evaluate(e: Expr, world: World, places: Places, facts: Facts, bits: int = 128) -> Value:
    """The value of the expression in the world."""
    with ctx.workprec(bits):
        return Evaluation(world, facts).value(e, places)


def relation_holds(r: Relation, world: World, places: Places, facts: Facts, bits: int = 128) -> bool | None:
    """Is the relation true at these places?"""
    with ctx.workprec(bits):
        run = Evaluation(world, facts)
        return holds(r.op, run.value(r.left, places), run.value(r.right, places))


class Evaluation:
    """One evaluation: a world, and how many steps have been taken."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world = world
        self.facts = facts = with_choices(facts, world)
        self.steps = 0
        self.depth = 0
        self.infinities = 0  # how many infinite values have been met
        self.maps = {push.map for push in facts.push_forwards} | set(world.maps)
        self.images = {push.image: push for push in facts.push_forwards}

    def value(self, e: Expr, places: Places) -> Value:
        """The value of `e` where its free variables stand at `places`."""
        self.steps += 1
        self.depth += 1
        if self.steps > MOST_STEPS or self.depth > MOST_DEPTH:
            raise CannotEvaluate(TOO_LARGE)
        try:
            found = self._value(e, places)
        finally:
            self.depth -= 1
        self.infinities += isinstance(found, Infinite)
        return found

    def _value(self, e: Expr, places: Places) -> Value:
        if isinstance(e, Number):
            return rational(fmpq(e.value.numerator, e.value.denominator))
        if isinstance(e, Name):
            return self._name(e.id, places)
        if isinstance(e, Sum):
            return add_all([self.value(t, places) for t in e.terms])
        if isinstance(e, Product):
            return self._product(e, places)
        if isinstance(e, Power):
            return self._power(e, places)
        if isinstance(e, Call):
            return self._call(e, places)
        if isinstance(e, Apply):
            return self._apply(e, places)
        if isinstance(e, Fold) and not is_extremum(e):
            return self._fold(e, places)
        if isinstance(e, Derivative):
            return self.value(derive(e.body, e.by, self.facts), places)
        raise CannotEvaluate("an expression of unknown kind")

    def _name(self, name: str, places: Places) -> Value:
        place = places.get(name)
        if isinstance(place, Cell):
            points = self.world.points.get(place.role)
            if points is None:
                raise CannotEvaluate(f"{name} has no number")
            return LogLinear(points[place.index])
        if place is not None:
            return place
        if name == "infinity":
            return Infinite(1)
        if name == "pi":
            return Ball(arb.pi())
        if name in self.world.scalars:
            return self.world.scalars[name]
        raise CannotEvaluate(f"nothing says what {name} is")

    def _product(self, e: Product, places: Places) -> Value:
        """A product; the zero that 1/infinity is absorbs no infinity, and a written 0/0 nothing."""
        values, vanishing = [], []
        for f in e.factors:
            before = self.infinities
            values.append(self.value(f, places))
            if is_zero(values[-1]) and self.infinities > before and not isinstance(f, Fold | Apply):
                vanishing.append(f)
        growing = [f for f, v in zip(e.factors, values, strict=True) if isinstance(v, Infinite)]
        if vanishing and growing and not decays(vanishing, growing):
            return Undefined(stubborn=True)
        found = multiply_all(values)
        written = isinstance(found, Undefined) and Number(Fraction(0)) in e.factors
        return Undefined(found.definite, True) if isinstance(found, Undefined) and written else found

    def _power(self, e: Power, places: Places) -> Value:
        found = power(self.value(e.base, places), self.value(e.exponent, places))
        if isinstance(found, Infinite) and found.pole and not never_negative(e.base, self.facts):
            return Undefined(stubborn=True)  # 1/0 where the zero is a difference: neither +infinity nor -infinity
        return found

    def _call(self, e: Call, places: Places) -> Value:
        if e.fn == "delta":
            first, second = (self._place(a, places) for a in e.args)
            if isinstance(first, Cell) != isinstance(second, Cell):
                raise CannotEvaluate("a cell is compared with a number")
            return ONE if first == second else ZERO
        values = [self.value(a, places) for a in e.args]
        if any(isinstance(v, Undefined) for v in values):
            return missing(values)
        return applied(e.fn, values)

    def _place(self, e: Expr, places: Places) -> Place:
        """Where an argument stands: a cell, or a number."""
        if isinstance(e, Name) and e.id in places:
            return places[e.id]
        if isinstance(e, Apply) and e.head in self.maps:
            cell_map = self.world.maps.get(e.head)
            if cell_map is None or len(e.args) != 1 or e.given:
                raise CannotEvaluate(f"nothing says where {e.head} leads")
            return Cell(cell_map.image, cell_map.cells[self._cell(e.args[0], places)])
        value = self.value(e, places)
        if isinstance(value, (Infinite, Undefined)):
            raise CannotEvaluate("an argument that is not a number")
        return value

    def _cell(self, a: Arg, places: Places) -> int:
        """The cell in which an argument stands."""
        place = self._place(a.value, places)
        size = self.world.sizes.get(a.role)
        if size is None:
            raise CannotEvaluate(f"the world has no {a.role}")
        if isinstance(place, Cell):
            if place.role != a.role:
                raise CannotEvaluate(f"a point of {place.role} where one of {a.role} is needed")
            return place.index
        number = as_rational(place)
        if number is None or number.denominator != 1 or a.role not in self.world.indices:
            raise CannotEvaluate(f"the number at the place of {a.role} is no cell")
        index = int(number.numerator)
        if not 1 <= index <= size:
            raise CannotEvaluate(f"an index of {a.role} out of range")
        return index - 1

    def _apply(self, e: Apply, places: Places) -> Value:
        if e.head in self.facts.densities:
            law = law_for(self.facts, e)
            if law is not None:
                self.check_law(law, e, places)
                return ZERO if off_support(self, law, e, places) else self.value(density_of(law, e), places)
            body = derived(self.facts, e)
            return self._density(e, places) if body is None else self.value(body, places)
        if e.given:
            raise CannotEvaluate(f"{e.head} is no density")
        if e.head in self.maps:
            place = self._place(e, places)
            if isinstance(place, Cell) and place.role in self.world.points:
                return LogLinear(self.world.points[place.role][place.index])
            raise CannotEvaluate(f"{e.head} has no number")
        table = self.world.functions.get(e.head)
        if table is None or e.head not in self.facts.functions | self.facts.indexed:
            raise CannotEvaluate(f"nothing says what {e.head} is")
        return self._entry(table, {a.role: self._cell(a, places) for a in e.args})

    def check_law(self, law: Law, e: Apply, places: Places) -> None:
        """Refuse parameters for which the law does not exist."""
        for needed in conditions(law.name, parameters_at(law, e)):
            if holds(needed.op, self.value(needed.left, places), self.value(needed.right, places)) is not True:
                raise CannotEvaluate(f"the law of {e.head} does not exist at these parameters")

    def _entry(self, table: Table, cells: Mapping[str, int]) -> Value:
        if set(cells) != set(table.roles):
            if len(cells) != 1 or len(table.roles) != 1 or not self.world.same_space(next(iter(cells)), table.roles[0]):
                raise CannotEvaluate("a table used at other arguments than its own")
            cells = dict.fromkeys(table.roles, *cells.values())  # D(x) and D(z) where x and z share a space
        at = 0
        for role in table.roles:
            at = at * self.world.sizes[role] + cells[role]
        return table.values[at]

    def _density(self, e: Apply, places: Places) -> Value:
        own = {a.role: self._cell(a, places) for a in e.args}
        given = {a.role: self._cell(a, places) for a in e.given}
        if len(own) != len(e.args) or len(given) != len(e.given) or own.keys() & given.keys() or not own:
            raise CannotEvaluate(f"{e.head} at arguments that are not different variables")
        top = self._marginal(e.head, {**own, **given})
        return LogLinear(top / self._marginal(e.head, given)) if given else LogLinear(top)

    def _marginal(self, head: str, cells: Mapping[str, int]) -> fmpq:
        """The marginal density of a family at these cells: the joint table summed over its other roles."""
        world = self.world
        push = self.images.get(head)
        if push is not None:
            if set(cells) != {push.image_role}:
                raise CannotEvaluate(f"{head} is the law of {push.map} and knows no other roles")
            image, wanted = world.maps[push.map], cells[push.image_role]
            mass = sum((self._marginal(push.base, {push.base_role: k}) * world.width(push.base_role, k)
                        for k, cell in enumerate(image.cells) if cell == wanted), fmpq(0))  # fmt: skip
            return mass / world.width(push.image_role, wanted)
        table = world.tables.get(head)
        if table is None or not cells.keys() <= set(table.roles):
            raise CannotEvaluate(f"the world has no table for {head}")
        total = fmpq(0)
        ranges = [(cells[r],) if r in cells else range(world.sizes[r]) for r in table.roles]
        for place in product(*ranges):
            at, weight = 0, fmpq(1)
            for role, k in zip(table.roles, place, strict=True):
                at = at * world.sizes[role] + k
                if role not in cells:
                    weight *= world.width(role, k)
            total += table.values[at].rational * weight
        self.steps += len(table.values)
        return total

    def _fold(self, e: Fold, places: Places) -> Value:
        if e.op in ("W1", "W2") or e.op.startswith("limit"):
            from hw3verify.kernel.transport import distance

            return distance(self, e, places)
        if self.on_line(e):
            from hw3verify.kernel.line import integrate

            if e.op != "sum":
                raise CannotEvaluate(f"a {e.op} over the line")
            return integrate(self, e, places)
        if e.op == "sum":
            from hw3verify.kernel.series import beginning, value_of

            start = beginning(self, e, places)
            if start is not None:
                return value_of(self, e, places, start)
        entries = [(weight, self.value(e.body, {**places, e.var: at})) for at, weight in self.terms(e, places)]
        if e.op == "sum":
            return add_all([v if w == 1 else multiply_all((LogLinear(w), v)) for w, v in entries])
        if e.op == "product":
            if any(w != 1 for w, _ in entries):
                raise CannotEvaluate("a product over a space that is not counted")
            return multiply_all([v for _, v in entries])
        if e.op in ("sup", "inf"):
            return extreme([v for _, v in entries], 1 if e.op == "sup" else -1)
        raise CannotEvaluate(f"the fold {e.op} is not known here")

    def on_line(self, e: Fold) -> bool:
        """Is the fold an integral over reals?"""
        return e.domain.kind == "interval" or (
            e.domain.kind == "space" and is_discrete(self.facts, e.domain.role) is False
        )

    def terms(self, e: Fold, places: Places) -> Iterator[tuple[Place, fmpq]]:
        """The places that a fold's variable runs over, with their weights."""
        kind, role, one = e.domain.kind, e.domain.role, fmpq(1)
        if kind == "index":
            if e.domain.lower is None or e.domain.upper is None:
                raise CannotEvaluate("an index without limits")
            low, high = (self.integer(end, places) for end in (e.domain.lower, e.domain.upper))
            if high - low >= MOST_TERMS:
                raise CannotEvaluate("a sum of too many terms")
            partial = (low, high) != (1, self.world.sizes.get(role))
            if partial and any(role in t.roles for t in self.world.tables.values()):
                raise CannotEvaluate(f"a sum over a part of the indices of {role}")
            return ((LogLinear(fmpq(k)), one) for k in range(low, high + 1))
        if is_discrete(self.facts, role):
            laws = [law for law in self.facts.laws if role in law.outcome]
            names = {law.name for law in laws}
            if names == {"mass"}:
                return ((LogLinear(fmpq(k)), one) for k in values_of(self, laws, places))
            tops = {self.integer(law.parameters[0], places) if law.name == "binomial" else 1 for law in laws}
            if not names <= {"bernoulli", "binomial"} or len(tops) != 1:
                raise CannotEvaluate("a sum over infinitely many integers")
            return ((LogLinear(fmpq(k)), one) for k in range(max(tops) + 1))
        size = self.world.sizes.get(role)
        if size is None:
            raise CannotEvaluate(f"the world has no {role}")
        return ((Cell(role, k), self.world.width(role, k)) for k in range(size))

    def integer(self, e: Expr, places: Places) -> int:
        """The value as a small integer."""
        number = as_rational(self.value(e, places))
        if number is None or number.denominator != 1 or abs(number) > MOST_TERMS:
            raise CannotEvaluate("a limit that is not a small integer")
        return int(number.numerator)
