"""When a finite world may stand for the genuine thing.

Cells with widths are step densities on a line, so a claim about densities, functions and integrals that is false in
cells is false of them (the lifting lemma). Where a variable is used by value too (E[z], (z - mu)^2), cells are points
that carry mass, and that is faithful only if nothing depends on the measure: every integral over such a role must be
of degree one in its densities (p f, p log(p/q), q p/q; not p log p, not f alone). Such a functional of a sum of point
masses is the limit of its values at narrow steps, so a strict violation persists. Further:

    a supremum over a variable used by value ranges over all numbers, not over the cells;
    a functional derivative is a partial derivative in one entry only where cells have width 1;
    a density with a stated law is looked at inside its support only (equality is almost everywhere);
    a variable with a stated range has its points there, and one that is counted has cells of width 1.

`unfaithful` says what is wrong, or nothing. All tests are syntactic and err on the side of refusing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hw3verify.kernel.chosen import improper_choice
from hw3verify.kernel.evaluate import Cell, Place, evaluate, holds
from hw3verify.kernel.law import DISCRETE, FORMULAS, law_for, parameters_at
from hw3verify.meaning.claim import Claim, Facts
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
    substitute,
    walk,
)
from hw3verify.meaning.occurrence import by_value
from hw3verify.meaning.value import CannotEvaluate, Infinite, Value, as_rational, rational
from hw3verify.meaning.world import World

OUTSIDE = "a density outside its support"
ON_A_POINT = "an event that hangs on a single point"
SUPPORTS: dict[str, tuple[int, ...]] = {  # where the density of a law is positive; parameters replace some ends
    "uniform": (0, 1),
    "exponential": (0,),
    "gamma": (0,),
    "beta": (0, 1),
    "bernoulli": (0, 1),
    "poisson": (0,),
    "geometric": (1,),
    "geometric0": (0,),
    "binomial": (0,),
}


def unfaithful(claim: Claim, world: World, places: Mapping[str, Place]) -> str:
    """Why falsity in this world, at these places, says nothing about the claim; or nothing."""
    sides = [s for r in (claim.says, *claim.premises) for s in (r.left, r.right)]
    nodes = [n for s in sides for n in walk(s)]
    for node in nodes:
        if isinstance(node, Derivative) and isinstance(node.by, Apply):
            roles = [a.role for a in node.by.args + node.by.given]
            if any(w != 1 for r in roles for w in world.widths.get(r, ())):
                return "a functional derivative where cells have widths"
        if isinstance(node, Fold) and node.domain.kind == "space" and node.domain.role in world.points:
            if node.op in ("sup", "inf") and node.var in by_value(node.body):
                return "an extreme over all numbers"
            if node.op == "W1" and not _masses(node, claim.facts):
                return "a distance that depends on the measure, over points"
            if node.op == "sum" and degree(node.body, node.var, claim.facts) != 1:
                return "an integral that depends on the measure, over points"
        if isinstance(node, Fold) and node.domain.kind == "interval":
            fault = _limit_outside(node, claim.facts, world, places)
            if fault:
                return fault
        if isinstance(node, Call) and node.fn in ("le", "lt") and _on_a_point(node, nodes, claim.facts, world, places):
            return ON_A_POINT
        if isinstance(node, Apply):
            fault = _outside_support(node, claim.facts, world, places)
            if fault:
                return fault
        if isinstance(node, Fold) and isinstance(node.body, Apply) and isinstance(node.domain.upper, Name):
            at = substitute(node.body, {node.var: node.domain.upper})  # a distribution function at a free point
            fault = _outside_support(at, claim.facts, world, places) if isinstance(at, Apply) else ""
            if fault:
                return fault
    return improper_choice(claim.facts, world, nodes) or _points_out_of_range(claim.facts, world)


def _masses(e: Fold, facts: Facts) -> bool:
    """Are both sides of a distance of degree one? Spreading masses over length h then moves it by 2h at most."""
    return isinstance(e.body, Call) and all(degree(p, e.var, facts) == 1 for p in e.body.args)


def degree(e: Expr, var: str, facts: Facts) -> int | None:
    """How the expression scales with densities of `var`: p(x), p(x, z) have degree 1, p(z|x) and p(x)/q(x) degree 0.

    None when it does not scale (log p(x), p(x) + f(x)).
    """
    if isinstance(e, Apply):
        own = any(isinstance(a.value, Name) and a.value.id == var for a in e.args)
        return 1 if own and e.head in facts.densities else 0
    if isinstance(e, Sum):
        found = {degree(t, var, facts) for t in e.terms if t != Number(0)}
        return 0 if not found else found.pop() if len(found) == 1 else None
    if isinstance(e, Product):
        if Number(0) in e.factors:
            return 1
        total = 0
        for f in e.factors:
            one = degree(f, var, facts)
            if one is None:
                return None
            total += one
        return total
    if isinstance(e, Power):
        base, exponent = degree(e.base, var, facts), degree(e.exponent, var, facts)
        if base is None or exponent != 0:
            return None
        if base == 0:
            return 0
        whole = isinstance(e.exponent, Number) and e.exponent.value.denominator == 1
        return base * int(e.exponent.value) if whole and isinstance(e.exponent, Number) else None
    if isinstance(e, Call):
        degrees = {degree(a, var, facts) for a in e.args}
        if len(degrees) == 1 and (e.fn in ("abs", "max", "min") or degrees == {0}):
            return degrees.pop()
        return None
    if isinstance(e, Fold):
        if e.var == var:
            return 0
        return degree(e.body, var, facts) if e.op == "sum" or degree(e.body, var, facts) == 0 else None
    if isinstance(e, Derivative):
        return None
    return 0


def _limit_outside(e: Fold, facts: Facts, world: World, places: Mapping[str, Place]) -> str:
    """`P(X > t)` is looked at for thresholds inside the support, as the formulas for it are written."""
    known = SUPPORTS.keys() | set(FORMULAS)
    laws = [law for law in facts.laws if law.outcome == (e.domain.role,) and law.name in known and not law.given]
    for end in (e.domain.lower, e.domain.upper):
        if end is None or isinstance(end, Number) or not free_names(end) <= world.scalars.keys() | places.keys():
            continue
        point = evaluate(end, world, places, facts)
        for law in laws if not isinstance(point, Infinite) else ():
            parameters = law.parameters[1:] if law.name in FORMULAS else law.parameters
            low, high = _ends(law.name, [evaluate(p, world, places, facts) for p in parameters])
            if holds("<", point, low) or (high is not None and holds(">", point, high)):
                return "a limit outside the support"
    return ""


def _ends(name: str, parameters: list[Value]) -> tuple[Value, Value | None]:
    """Where the support of a law begins and ends."""
    if name == "uniform" or name in FORMULAS:
        return parameters[0], parameters[1]
    ends = [rational(n) for n in SUPPORTS[name]]
    return ends[0], ends[1] if len(ends) > 1 else None


def _on_a_point(e: Call, nodes: list[Expr], facts: Facts, world: World, places: Mapping[str, Place]) -> bool:
    """Does the event compare a variable on points with one of its points? At such an edge a density has no mass."""
    roles = {n.var: n.domain.role for n in nodes if isinstance(n, Fold) and n.domain.role in world.points}
    names = [n.id for side in e.args for n in walk(side) if isinstance(n, Name)]
    bound = [n for n in names if n in roles and n not in places]
    if not bound:
        return False
    spaces = [[(v, k) for k in range(world.sizes[roles[v]])] for v in dict.fromkeys(bound)]
    if len(spaces) > 2:
        return True
    for combination in product(*spaces):
        here = {**places, **{v: Cell(roles[v], k) for v, k in combination}}
        try:
            if holds("=", *(evaluate(side, world, here, facts) for side in e.args)) is not False:
                return True
        except CannotEvaluate:
            return True
    return False


def _outside_support(e: Apply, facts: Facts, world: World, places: Mapping[str, Place]) -> str:
    """A density at a free point must be looked at where it is positive, and a mass function at integers."""
    law = law_for(facts, e)
    if law is None or law.name not in SUPPORTS.keys() | set(FORMULAS) or len(e.args) != 1:
        return ""
    at = e.args[0].value
    if isinstance(at, Apply) and at.head in facts.indexed and law.name in SUPPORTS:  # p(x_i | theta)
        fixed = [rational(n) for n in SUPPORTS[law.name]] if law.name not in ("uniform", "binomial") else []
        return "" if all(_inside(v, fixed, law.name) for v in _entries(at, world)) else OUTSIDE
    if not isinstance(at, Name) or isinstance(places.get(at.id), Cell) or at.id not in {*places, *world.scalars}:
        return ""
    point = evaluate(at, world, places, facts)
    ends: list[Value] = [rational(n) for n in SUPPORTS.get(law.name, ())]
    if law.name in FORMULAS:
        ends = [evaluate(p, world, places, facts) for p in parameters_at(law, e)[1:]]
    if law.name in ("uniform", "binomial"):
        stated = [evaluate(p, world, places, facts) for p in parameters_at(law, e)]
        ends = stated[:2] if law.name == "uniform" else [rational(0), stated[0]]
    order = "<="
    if law.name in DISCRETE:
        whole = as_rational(point)
        inside = whole is not None and whole.denominator == 1
    else:
        order, inside = "<", True
    inside = inside and holds(order, ends[0], point) is True
    inside = inside and (len(ends) == 1 or holds(order, point, ends[1]) is True)
    return "" if inside else OUTSIDE


def _entries(at: Apply, world: World) -> tuple[Value, ...]:
    """All entries of a list: an index may stand at any of them."""
    table = world.functions.get(at.head)
    return () if table is None else table.values


def _inside(value: Value, ends: list[Value], name: str) -> bool:
    """Does an entry of a sample lie in the support of the law that it is drawn from?"""
    whole = as_rational(value)
    if name in DISCRETE and (whole is None or whole.denominator != 1):
        return False
    order = "<=" if name in DISCRETE else "<"
    above = not ends or holds(order, ends[0], value) is True
    return above and (len(ends) < 2 or holds(order, value, ends[1]) is True)


def _points_out_of_range(facts: Facts, world: World) -> str:
    roles = {**{r: r for r in world.sizes}, **dict(facts.roles)}
    for name, role in roles.items():
        points = world.points.get(role, ())
        if name in facts.binary | facts.integer and any(w != 1 for w in world.widths.get(role, ())):
            return f"{name} is counted, and its cells have no widths"
        if name in facts.binary and world.sizes.get(role, 0) > 2:
            return f"{name} has two values only"
        if name in facts.positive and any(p <= 0 for p in points):
            return f"{name} is not positive"
        if name in facts.unit and any(not 0 < p < 1 for p in points):
            return f"{name} is not between 0 and 1"
        if name in facts.binary and any(p not in (0, 1) for p in points):
            return f"{name} is not 0 or 1"
        if name in facts.integer and any(p.denominator != 1 or p < 1 for p in points):
            return f"{name} is not a positive integer"
    return ""
