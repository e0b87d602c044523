"""What an expectation may be taken of: a formula that speaks of the variable of its density.

An expectation over x of something in which x does not stand, but another variable or several draws of x do, was read
wrongly: it is `Unknown`, because as a constant it would come out of the integral.
"""

from __future__ import annotations

from hw3verify.language.surface import Expect, Sym
from hw3verify.language.vocabulary import Unknown
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, children, free_names, walk


def check_random(node: Expect, body: Expr, variables: tuple[str, ...]) -> None:
    """`E[XY]` speaks of random variables, which are no parameters; nothing is guessed about their law."""
    capitals = [n for n in free_names(body) if len(n.rstrip("'")) == 1 and n[0] in "XYZUVWST"]
    bare = all(isinstance(s, Sym) for s in node.sub) and not set(variables) & free_names(body)
    if bare and {n for n in by_value(body) if len(n.rstrip("'")) == 1 and n[0] in "xyzuvw"}:
        raise Unknown("the density of this expectation is known at other variables", node)
    drawn = {f"{v}[]" for v in variables}
    if any(isinstance(n, Apply) and n.head in drawn for n in walk(body)):
        raise Unknown("an expectation over one variable of several draws of it is not understood", node)
    if capitals or (not node.sub and not set(variables) & free_names(body)):
        raise Unknown("an expectation of random variables without their law is not understood yet", node)


def by_value(e: Expr) -> set[str]:
    """The free names that stand for numbers, not only at the arguments of densities and functions."""
    found: set[str] = set()
    stack = [(e, frozenset[str]())]
    while stack:
        part, bound = stack.pop()
        if isinstance(part, Name):
            found |= {part.id} - bound
        elif isinstance(part, Fold):
            bound |= {part.var}
        stack.extend((c, bound) for c in children(part) if not (isinstance(part, Apply) and isinstance(c, Name)))
    return found
