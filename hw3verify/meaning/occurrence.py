"""Where names occur: as numbers, or only at the arguments of densities and functions.

In `p(x) x^2` the name x is used by value; in `p(x) \\log p(x)` it is not: it only says where the table is read. The
difference decides which worlds are faithful, what may vary under a supremum and what is random under an expectation.
"""

from __future__ import annotations

from hw3verify.meaning.expr import Apply, Expr, Fold, Name, children


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
