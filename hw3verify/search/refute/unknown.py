"""Unknowns of a condition: what may be chosen so that an equation holds.

`unknowns(subject, relation)` lists, most direct first, the parameters, function entries and densities that occur in
an equation and could be solved for. A density is solvable only when it stands alone on one side; a function when it
stands at free variables. Choosing and solving is `satisfy`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass

from hw3verify.kernel.law import law_for
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, free_names, walk
from hw3verify.search.refute.subject import Subject


@dataclass(frozen=True, slots=True)
class Step:
    """Solve `relation` for `name`: kind "scalar", "function" (entries at `entry`), "cell" (the last entry of a function
    that stands under an integral), "scale" (all entries, or those of a row, by one factor), "table" (a density)."""

    relation: Relation
    kind: str
    name: str
    entry: Apply | None = None
    other: Expr | None = None


def unknowns(subject: Subject, r: Relation) -> tuple[Step, ...]:
    """What the equation could be solved for, most direct first."""
    facts = subject.claim.facts
    here = free_names(r.left) | free_names(r.right)  # x may be free in the conclusion and bound in the premise
    free = {name: role for name, role in subject.free if name in here}
    direct: list[Step] = []
    further: list[Step] = []
    for side, other in ((r.left, r.right), (r.right, r.left)):
        if isinstance(side, Name) and side.id in subject.scalars and side.id not in free_names(other):
            direct.append(Step(r, "scalar", side.id, None, other))
        whole = _whole_table(side, subject, free)
        if whole is not None and not any(isinstance(n, Apply) and n.head == whole.head for n in walk(other)):
            direct.append(Step(r, "scale", whole.head, whole, other))
        if isinstance(side, Apply) and _at_free_variables(side, free):
            alone = not any(isinstance(n, Apply) and n.head == side.head and not _within(n, side) for n in walk(other))
            if side.head in subject.families and law_for(facts, side) is None and alone:
                direct.append(Step(r, "table", side.head, side, other))
    names = free_names(r.left) | free_names(r.right)
    chosen = sorted(names & set(subject.scalars) - facts.integer - facts.binary)
    further.extend(Step(r, "scalar", name) for name in chosen)
    seen: set[Apply] = set()
    for side in (r.left, r.right):
        for node in walk(side):
            if isinstance(node, Apply) and node.head in subject.functions and node not in seen:
                seen.add(node)
                if not _at_free_variables(node, free) and node.head not in facts.binary and len(node.args) == 1:
                    further.append(Step(r, "cell", node.head, node))
                if _at_free_variables(node, free) and node.head not in facts.binary:
                    further.append(Step(r, "function", node.head, node))
    solved = {s.name for s in direct}
    return (*direct, *(s for s in further if s.name not in solved))


def _within(n: Apply, whole: Apply) -> bool:
    """A factor of p(x, y, z) = p(x | y) p(y | z) p(z): it stays what it is when the joint is assigned."""
    return {a.role for a in n.args + n.given} < {a.role for a in whole.args + whole.given}


def _whole_table(e: Expr, subject: Subject, free: dict[str, str]) -> Apply | None:
    """f(i) in `sum_i f(i)`, f(i, j) in `sum_i sum_j f(i, j)` or, for each free i, in `sum_j f(i, j)`: what any positive
    value can be given to by scaling the table, or its rows."""
    bound: list[str] = []
    while isinstance(e, Fold) and e.op == "sum" and e.var not in bound:
        bound.append(e.var)
        e = e.body
    if not bound or not isinstance(e, Apply) or e.head not in subject.functions or e.given:
        return None
    names = [a.value.id for a in e.args if isinstance(a.value, Name) and (a.value.id in bound or a.value.id in free)]
    whole = len(names) == len(e.args) == len(set(names)) and set(bound) <= set(names)
    return e if whole else None


def _at_free_variables(e: Apply, free: dict[str, str]) -> bool:
    return all(isinstance(a.value, Name) and free.get(a.value.id) == a.role for a in e.args + e.given)
