"""Implications: equations that hold, moved by named steps to the conclusion.

The witness is a list of moves on the equations l = r of the premises (inequalities among the premises have become
facts about signs already):

    ["fold", i, name]   integrate equation i over a free variable (an equation holds for all its free variables)
    ["log", i]          take logarithms where both sides are positive
    ["insert", i, j]    equation i is `entry = r`, an unknown by itself: put r for it everywhere in equation j (j = -1:
                        in the conclusion)
    ["factor", i, ops]  what is left of equation i after dropping its nonzero factors divides the conclusion

Law: every move derives true equations from true ones. At the end either the conclusion has become zero, or
nonnegative, or each factor of equation i that could vanish is a factor of it.
"""

from __future__ import annotations

from typing import Any

from hw3verify.kernel.form import Atom, Form, atom_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import factor, numerator
from hw3verify.kernel.rules import variable_form
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Relation

Equation = tuple[Form, Form]
MAX_MOVES = 24


def learn_premises(normal: Normal, claim: Claim) -> list[Equation]:
    """The equations among the premises; inequalities teach signs instead."""
    equations: list[Equation] = []
    for premise in claim.premises:
        left, right = normal.form(premise.left), normal.form(premise.right)
        if premise.op == "=":
            equations.append((left, right))
        elif premise.op in ("<", "<="):
            normal.signs.learn(right - left, premise.op == "<")
        elif premise.op in (">", ">="):
            normal.signs.learn(left - right, premise.op == ">")
    return equations


def move(normal: Normal, equations: list[Equation], goal: Equation, step: list[Any]) -> Equation | None:
    """The goal after one move (equations may grow); None if the move is not allowed."""
    kind, index = step[0], int(step[1])
    left, right = goal if index == -1 else equations[index]
    if kind == "fold":
        name = str(step[2])
        role = dict(normal.facts.roles).get(name)
        if index == -1 or role is None:
            return None
        var = normal.rules.variable()
        binders = ((var, ("space", role, None, None)),)
        renamed = {name: variable_form(var)}
        sides = [normal.rules.fold(binders, normal.rules.substitute(f, renamed)) for f in (left, right)]
        equations.append((sides[0], sides[1]))
        return goal
    if kind == "log":
        if not (normal.signs.positive(left) and normal.signs.positive(right)):
            return None
        taken = (normal.rules.log(left), normal.rules.log(right))
        if index == -1:  # the logarithm is one to one
            return taken
        equations.append(taken)
        return goal
    if kind == "insert":
        target = int(step[2])
        into = goal if target == -1 else equations[target]
        replaced = insert(normal, equations[index], into)
        if replaced is None or target == -1:
            return replaced
        equations.append(replaced)
        return goal
    return None


def insert(normal: Normal, equation: Equation, into: Equation) -> Equation | None:
    """Put r for the entry l in another equation, at every instance of l's free variables."""
    left, right = equation
    whole = left.single
    if whole is None or whole[0] != 1 or len(whole[1]) != 1 or whole[1][0][1] != 1:
        return None
    unknown = whole[1][0][0]
    if unknown.kind == "name":
        if unknown.names & right.names or unknown.data[0] in dict(normal.facts.roles):
            return None
        values = {unknown.data[0]: right}
        return normal.rules.substitute(into[0], values), normal.rules.substitute(into[1], values)
    if unknown.kind not in ("function", "table"):
        return None
    slots: dict[str, str] = {}
    for role, f in unknown.data[1]:
        name = next(iter(f.names), "")
        if f != variable_form(name) or name in slots.values():
            return None
        slots[role] = name
    if f"{unknown.kind}({unknown.data[0]}," in right.key:
        return None

    def change(a: Atom) -> Form | None:
        if a.kind != unknown.kind or a.data[0] != unknown.data[0]:
            return None
        given = dict(a.data[1])
        if set(given) != set(slots):
            return None
        return normal.rules.substitute(right, {slots[r]: normal.rules.substitute(f, {}, change) for r, f in given.items()})

    normal.trace.add("insert an equation")
    return normal.rules.substitute(into[0], {}, change), normal.rules.substitute(into[1], {}, change)


def vanishing_factors(normal: Normal, f: Form) -> list[Form] | None:
    """The factors of f that could be zero, or None if f is identically zero."""
    top, _ = numerator(f)
    if not top.terms:
        return None
    _, m, pieces = factor(top)
    found = [p for p, _ in pieces if not normal.signs.positive(p) and not normal.signs.positive(-p)]
    for a, e in m:
        if not normal.signs.atom(a) and not (isinstance(e, int) and e < 0):
            found.append(atom_form(a))
    return found


def divides(pieces: list[Form], goal: Form) -> bool:
    """Is every piece, up to sign, a factor of the goal?"""
    if is_zero(goal):
        return True
    top, _ = numerator(goal)
    _, m, found = factor(top)
    present = {p for p, _ in found} | {-p for p, _ in found} | {atom_form(a) for a, e in m}
    return all(p in present for p in pieces)


def check_implication(normal: Normal, claim: Claim, witness: dict[str, Any]) -> bool:
    """Replay the moves and look at what the conclusion has become."""
    equations = learn_premises(normal, claim)
    says: Relation = claim.says
    goal: Equation | None = (normal.form(says.left), normal.form(says.right))
    steps = witness.get("moves", [])
    if not isinstance(steps, list) or len(steps) > MAX_MOVES:
        return False
    for step in steps:
        assert goal is not None
        if step[0] == "factor":
            if says.op != "=":
                return False
            pieces = vanishing_factors(normal, equations[int(step[1])][0] - equations[int(step[1])][1])
            return pieces is not None and divides(pieces, goal[0] - goal[1])
        goal = move(normal, equations, goal, step)
        if goal is None:
            return False
    assert goal is not None
    difference = goal[0] - goal[1]
    if says.op == "=":
        return is_zero(difference)
    if says.op in ("<=", "<"):
        difference = -difference
    elif says.op not in (">=", ">"):
        return False
    if says.op in ("<", ">"):
        return normal.signs.positive(difference)
    return is_zero(difference) or normal.signs.nonnegative(difference)
