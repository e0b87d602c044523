"""Checking a counterexample: everything is evaluated again, exactly.

`check_counterexample(c)` accepts only if

    the world is proper: tables are positive and normalised, shapes fit, image densities are positive;
    the facts hold in it: positivity, ranges, assumptions at all values of their free variables;
    the premises hold at all values of their free variables;
    and what the claim says is false with certainty at the place named.

Law: when it accepts, the claim is false for the densities, functions and parameters of the world (cells with widths
are step densities on a line, so a finite world is a genuine one). An enclosure that does not separate the sides, a
name without a meaning, or an infinite value where none is to be expected is never accepted.

A premise's variable over a role that no fold of the claim binds, while other roles are folded, is a fixed parameter
of the argument (a multiplier may depend on it): there the premise must hold at the place named only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from flint import ctx, fmpq

from hw3verify.kernel.evaluate import Cell, Place, evaluate, holds
from hw3verify.kernel.faithful import unfaithful
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, free_names, walk
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Undefined, Value, as_rational, sign_of
from hw3verify.meaning.world import World

PRECISIONS = (128, 512)
MOST_PLACES = 2000
NOTHING = Undefined()

EQUAL_AT_POINTS = "equality at point masses says nothing about densities"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the kernel found: accepted or why not, and the two sides."""

    accepted: bool
    reason: str = ""
    left: Value = NOTHING
    right: Value = NOTHING
    kind: str = "value"


def check_counterexample(c: Counterexample) -> Checked:
    """Accept the counterexample only if its claim is certainly false there."""
    try:
        if c.steps:
            return check_counterexample(_without_extrema(c))
        fault = improper(c.world, c.claim.facts) or unfit(c)
        if fault:
            return Checked(False, fault)
        return _decide(c)
    except CannotEvaluate as problem:
        return Checked(False, str(problem))
    except (IndexError, KeyError):
        return Checked(False, "the world is malformed")


def _without_extrema(c: Counterexample) -> Counterexample:
    """The same world against what follows from the claim once its extrema are taken away."""
    from hw3verify.kernel.extremum import reduced
    from hw3verify.kernel.form import NoForm, TooLarge
    from hw3verify.kernel.reduction import REFUTATION

    try:
        claim, uses = reduced(c.claim, c.steps)
    except (NoForm, TooLarge, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise CannotEvaluate("a step that takes an extremum away does not hold") from None
    if REFUTATION not in uses:
        raise CannotEvaluate("the steps do not lead from the claim to what is refuted")
    return replace(c, claim=claim, steps=())


def improper(w: World, facts: Facts) -> str:
    """Why the world is not a world in which the facts about kinds hold, or nothing."""
    if not all(1 <= n <= 1000 for n in w.sizes.values()):
        return "a space has no cells"
    for rows in (w.widths, w.points):
        if any(len(row) != w.sizes.get(role) for role, row in rows.items()):
            return "the cells of a role do not fit its size"
    if any(width <= 0 for row in w.widths.values() for width in row):
        return "a width is not positive"
    if any(role in w.widths or role in w.points for role in w.indices):
        return "an index has widths"
    for tables in (w.tables, w.functions):
        for table in tables.values():
            count = 1
            for role in table.roles:
                count *= w.sizes.get(role, 0)
            if count != len(table.values) or len(set(table.roles)) != len(table.roles):
                return "a table does not fit its roles"
    for head, table in w.tables.items():
        total = fmpq(0)
        for place, value in zip(product(*(range(w.sizes[r]) for r in table.roles)), table.values, strict=True):
            number = as_rational(value)
            if number is None or number <= 0:
                return f"{head} is not positive"
            for role, k in zip(table.roles, place, strict=True):
                number *= w.width(role, k)
            total += number
        if total != 1:
            return f"{head} is not normalised"
    for cell_map in w.maps.values():
        if len(cell_map.cells) != w.sizes.get(cell_map.base) or not all(
            0 <= k < w.sizes.get(cell_map.image, 0) for k in cell_map.cells
        ):
            return "a map leads out of its space"
    for push in facts.push_forwards:
        if push.map in w.maps and set(w.maps[push.map].cells) != set(range(w.sizes[push.image_role])):
            return f"{push.image} vanishes somewhere"
    return ""


def _outside_ranges(w: World, facts: Facts) -> str:
    numbers: dict[str, tuple[LogLinear, ...]] = {n: (v,) for n, v in w.scalars.items()}
    numbers.update((h, t.values) for h, t in w.functions.items())
    numbers.update((h, t.values) for h, t in w.tables.items() if h in facts.unit)
    numbers.update((r, tuple(map(LogLinear, w.points[r]))) for r in facts.binary & w.points.keys() - numbers.keys())
    if any(len(set(w.points[r])) < len(w.points[r]) for r in facts.binary & w.points.keys()):
        return "two cells of a binary variable have one value"
    if any(h in facts.unit and len(t.roles) > 1 for h, t in w.tables.items()):
        return "a density below 1 of which only a joint table is known"
    for name, values in numbers.items():
        exact = [as_rational(v) for v in values]
        if name in facts.positive and not all(sign_of(v) == 1 for v in values):
            return f"{name} is not positive"
        if name in facts.unit and not all(sign_of(v) == 1 and holds("<", v, LogLinear(fmpq(1))) for v in values):
            return f"{name} is not between 0 and 1"
        if name in facts.binary and not all(v is not None and v in (0, 1) for v in exact):
            return f"{name} is not 0 or 1"
        if name in facts.integer and not all(v is not None and v.denominator == 1 and v >= 1 for v in exact):
            return f"{name} is not a positive integer"
    return ""


def places_of(c: Counterexample) -> dict[str, Place]:
    """Where the free variables stand."""
    roles = dict(c.claim.facts.roles)
    found: dict[str, Place] = {}
    for name, at in c.where:
        if isinstance(at, LogLinear):
            found[name] = at
        elif roles.get(name, "") in c.world.indices:
            found[name] = LogLinear(fmpq(at + 1))
        elif name in roles and 0 <= at < c.world.sizes.get(roles[name], 0):
            found[name] = Cell(roles[name], at)
        else:
            raise CannotEvaluate(f"{name} stands nowhere")
    return found


def unfit(c: Counterexample) -> str:
    """Which fact about ranges, assumption or premise fails, or why the world does not count; or nothing."""
    fault = _outside_ranges(c.world, c.claim.facts)
    if fault:
        return fault
    here = places_of(c)
    fault = unfaithful(c.claim, c.world, here)
    if fault:
        return fault
    return _failing(c, here)


def conditions_hold(c: Counterexample) -> bool:
    """Do the facts about ranges, the assumptions and the premises hold in the world (whether or not it counts)?"""
    return not (improper(c.world, c.claim.facts) or _outside_ranges(c.world, c.claim.facts)) and not _failing(
        c, places_of(c)
    )


def _failing(c: Counterexample, here: dict[str, Place]) -> str:
    """Which assumption or premise fails, or nothing."""
    if c.claim.facts.assumptions:
        known = {n for r in (c.claim.says, *c.claim.premises) for n in names_in(r) | spaces_in(r)}
        for assumption in connected(c.claim.facts, known):
            if not _everywhere(assumption, c, {}, here, lenient=True):
                return "an assumption fails"
    fixed: dict[str, Place] = {}
    if c.claim.premises:
        roles = fixed_roles(c.claim)
        fixed = {n: here[n] for n, role in c.claim.facts.roles if n in here and role in roles}
    for premise in c.claim.premises:
        if not _everywhere(premise, c, fixed, here, lenient=False):
            return "the premise fails"
    return ""


def connected(facts: Facts, known: frozenset[str] | set[str]) -> tuple[Relation, ...]:
    """The assumptions that speak, directly or through each other or through a stated law, of the names known."""
    assumptions = facts.assumptions
    reached, kept, grown = set(known), [False] * len(assumptions), True
    while grown:
        grown = False
        for law in facts.laws:
            parameters = frozenset().union(*(free_names(p) for p in law.parameters))
            if law.head in reached and not parameters <= reached:
                grown = True
                reached |= parameters
        for k, assumption in enumerate(assumptions):
            if not kept[k] and names_in(assumption) & reached:
                kept[k] = grown = True
                reached |= names_in(assumption)
    return tuple(a for a, keep in zip(assumptions, kept, strict=True) if keep)


def spaces_in(r: Relation) -> frozenset[str]:
    """The roles whose whole space a relation folds over: an assumption about x is one about a bound x too."""
    folds = (n for side in (r.left, r.right) for n in walk(side) if isinstance(n, Fold))
    return frozenset(n.domain.role for n in folds if n.domain.kind == "space")


def names_in(r: Relation) -> frozenset[str]:
    """The parameters, variables and heads that a relation speaks of."""
    heads = {n.head for side in (r.left, r.right) for n in walk(side) if isinstance(n, Apply)}
    return frozenset(heads | free_names(r.left) | free_names(r.right))


def _sides(claim: Claim) -> Iterator[Expr]:
    for r in (claim.says, *claim.premises):
        yield r.left
        yield r.right


def fixed_roles(claim: Claim) -> frozenset[str]:
    """Roles of free variables that no fold binds, when some other role is folded; or else the only such role on which a
    density is conditioned without ever having it as an outcome, and those at which an equation is solved.

    A role that a family is conditioned on in one place and lacks in another is integrated out there, and the outcome of
    a density that a premise states runs over all its values: such roles are not fixed."""
    nodes = [n for side in _sides(claim) for n in walk(side)]
    folded = {n.domain.role for n in nodes if isinstance(n, Fold)}
    free = frozenset().union(*(free_names(side) for side in _sides(claim)))
    densities = [n for n in nodes if isinstance(n, Apply) and n.head in claim.facts.densities]
    conditions = {(n.head, a.role) for n in densities for a in n.given}
    used = {(n.head, frozenset(a.role for a in n.args + n.given)) for n in densities}
    sides = [s for r in claim.premises if r.op == "=" for s in (r.left, r.right)]
    lacking = {a.role for s in sides if isinstance(s, Apply) and s.head in claim.facts.densities for a in s.args}
    lacking |= {role for head, role in conditions for family, roles in used if family == head and role not in roles}
    candidates = frozenset(role for n, role in claim.facts.roles if n in free and role not in folded | lacking)
    if folded:
        return candidates
    outcomes = {(n.head, a.role) for n in densities for a in n.args}
    given = {a.role for n in densities for a in n.given if (n.head, a.role) not in outcomes}
    if len(candidates & given) != 1:
        given = set()
    return candidates & (given | _solved_at(claim))


def _solved_at(claim: Claim) -> frozenset[str]:
    """`... => y = a(x)`: a number that is said to vary with x is one for each x, and so is its premise."""
    roles, says = dict(claim.facts.roles), claim.says
    found: frozenset[str] = frozenset()
    for side, other in ((says.left, says.right), (says.right, says.left)):
        if says.op == "=" and isinstance(side, Name) and side.id not in roles:
            found |= {roles[n] for n in free_names(other) & roles.keys()}
    return found


def _everywhere(r: Relation, c: Counterexample, fixed: dict[str, Place], here: dict[str, Place], lenient: bool) -> bool:
    """Does the relation hold at all values of its free variables (except the fixed ones)?"""
    roles = dict(c.claim.facts.roles)
    names = sorted((free_names(r.left) | free_names(r.right)) & roles.keys() - fixed.keys())
    spaces: list[list[Place]] = []
    for name in names:
        role = roles[name]
        if role not in c.world.sizes:
            raise CannotEvaluate(f"a condition for every {name} of a space without cells")
        numbers = role in c.world.indices
        spaces.append([LogLinear(fmpq(k + 1)) if numbers else Cell(role, k) for k in range(c.world.sizes[role])])
    count = 1
    for space in spaces:
        count *= len(space)
    if count > MOST_PLACES:
        raise CannotEvaluate("a condition at too many places")
    for combination in product(*spaces):
        places = {**here, **fixed, **dict(zip(names, combination, strict=True))}
        left = evaluate(r.left, c.world, places, c.claim.facts)
        right = evaluate(r.right, c.world, places, c.claim.facts)
        if lenient and isinstance(left, Undefined) and isinstance(right, Undefined):
            continue  # assumptions hold wherever they have a value
        if holds(r.op, left, right) is not True:
            return False
    return True


def _decide(c: Counterexample) -> Checked:
    says, facts, here = c.claim.says, c.claim.facts, places_of(c)
    left: Value = Undefined()
    right: Value = Undefined()
    for bits in PRECISIONS:
        with ctx.workprec(bits):
            left = evaluate(says.left, c.world, here, facts, bits)
            right = evaluate(says.right, c.world, here, facts, bits)
            if isinstance(left, Undefined) or isinstance(right, Undefined):
                return _undefined(left, right)
            found = holds(says.op, left, right)
        if found is True:
            return Checked(False, "the claim holds there", left, right)
        if found is False:
            if says.op in ("<", ">", "!=") and left == right and _over_points(c):
                return Checked(False, EQUAL_AT_POINTS, left, right)
            if not (isinstance(left, Infinite) or isinstance(right, Infinite)):
                return Checked(True, "", left, right)
            if infinity_is_expected(c.claim):
                return Checked(True, "", left, right, "infinite")
            return Checked(False, "an infinite value where none is to be expected", left, right)
    return Checked(False, "the two sides are too close to tell apart", left, right)


def _over_points(c: Counterexample) -> bool:
    """Does a fold of the claim run over points? Then its value is a limit of values at densities, not one of them."""
    nodes = [n for side in _sides(c.claim) for n in walk(side)]
    return any(isinstance(n, Fold) and n.domain.role in c.world.points for n in nodes)


def _undefined(left: Value, right: Value) -> Checked:
    one, other = (left, right) if isinstance(left, Undefined) else (right, left)
    known = not isinstance(other, (Undefined, Infinite)) and sign_of(other) is not None
    if isinstance(one, Undefined) and one.definite and known:
        return Checked(True, "", left, right, "undefined")
    return Checked(False, "a side has no value", left, right)


def infinity_is_expected(claim: Claim) -> bool:
    """Is infinity written, or can a stated law leave mass uncovered?"""
    if any(isinstance(n, Name) and n.id == "infinity" for side in _sides(claim) for n in walk(side)):
        return True
    heads = {law.head for law in claim.facts.laws}
    return any(isinstance(n, Apply) and n.head in heads for side in _sides(claim) for n in walk(side))
