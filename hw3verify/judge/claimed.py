"""What the variables of a claim are: sizes of ranges, bound spaces, the roles of what is free.

Nothing here knows what the text says; it looks at the relations alone.
"""

from __future__ import annotations

from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import INFINITY, ONE, Apply, Fold, Name, Number, Power, Sum, children, free_names, walk

COUNTS = ("k", "m", "n")  # letters of exponents under an expectation that are whole numbers


def sizes_of(relations: tuple[Relation, ...]) -> frozenset[str]:
    """Names that are upper ends of index ranges are positive integers."""
    found: set[str] = set()
    nodes = [n for r in relations for side in (r.left, r.right) for n in walk(side)]
    bound = {n.var for n in nodes if isinstance(n, Fold) and n.domain.kind == "space"}
    for node in nodes:
        if isinstance(node, Fold) and node.domain.kind == "index":
            upper = node.domain.upper  # n, or n - 1
            parts = upper.terms if isinstance(upper, Sum) else (upper,)
            names = [t.id for t in parts if isinstance(t, Name) and t != INFINITY]
            if len(names) == 1 and all(isinstance(t, (Name, Number)) for t in parts):
                found.add(names[0])
            if upper == INFINITY:
                found |= free_names(node.domain.lower or ONE)  # P(X > k)
        if isinstance(node, Power) and isinstance(node.exponent, Name) and node.exponent.id in COUNTS:
            found |= {node.exponent.id} if free_names(node.base) & bound else set()  # E[X^n]
    return frozenset(found)


def spaces_of(relations: tuple[Relation, ...]) -> frozenset[str]:
    """The roles that are folded over: what is said of z holds of a bound z too."""
    sides = [s for r in relations for s in (r.left, r.right)]
    return frozenset(n.domain.role for s in sides for n in walk(s) if isinstance(n, Fold) and n.domain.kind == "space")


def roles_of(relations: tuple[Relation, ...]) -> tuple[tuple[str, str], ...]:
    """The role of every free name that stands as an argument; two different roles are no role."""
    found: dict[str, str] = {}
    stack = [(side, frozenset[str]()) for r in relations for side in (r.left, r.right)]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, Fold):
            stack.append((node.body, bound | {node.var}))
            ends = (node.domain.lower, node.domain.upper)
            stack.extend((end, bound) for end in ends if end is not None)
            continue
        for a in node.args + node.given if isinstance(node, Apply) else ():
            if isinstance(a.value, Name) and a.value.id not in bound:
                known = found.setdefault(a.value.id, a.role)
                if known != a.role:
                    raise ValueError(f"{a.value.id} stands for two kinds of things")
        stack.extend((c, bound) for c in children(node))
    return tuple(sorted(found.items()))
