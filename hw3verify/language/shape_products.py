r"""The shapes of products: what stands between shapes that are known.

In `x^\top A x` the capital A is the matrix between a row and a column, in `A x` with a vector x a matrix, in `\Sigma v`
the small Latin v a vector. One factor that is unknown among numbers has the shape that is expected of the product.
Small Greek letters in front are numbers. What stays unknown makes the product unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from hw3verify.language.names import GREEK
from hw3verify.language.shapes import Shapes, ident, is_lower
from hw3verify.language.surface import Mul, Node, Sym
from hw3verify.meaning.matrix import SCALAR, Shape

COUNTS = frozenset("CKMNTJD")  # capitals that are numbers as a rule
Look = Callable[[Node, Shape | None], Shape | None]


def shape_of_product(s: Shapes, node: Mul, expected: Shape | None, look: Look) -> Shape | None:
    """The shape of a chain of factors, as far as it is known."""
    factors = node.factors
    found = [look(f, None) for f in factors]
    unknown = [i for i, shape in enumerate(found) if shape is None]
    if len(unknown) == 1 and expected is not None and all(f in (None, SCALAR) for f in found):
        return look(factors[unknown[0]], expected)
    total: Shape | None = None
    for i, shape in enumerate(found):
        if shape is None:
            following = next((f for f in found[i + 1 :] if f != SCALAR), None)
            last = i == len(found) - 1
            wanted = expected if len(unknown) == 1 else None
            shape = found[i] = _between(s, factors[i], total, following, wanted, last, look)
        if shape is None or shape == SCALAR:
            continue
        if total is None or (total[1] == 1 and shape[0] != 1):
            total = shape
        else:
            s.same(total[1], shape[0])
            total = (total[0], shape[1])
    if any(f is None and not _is_number(factors[i]) for i, f in enumerate(found)):
        return None
    return total or (SCALAR if None not in found else None)


def _between(
    s: Shapes,
    node: Node,
    total: Shape | None,
    following: Shape | None,
    expected: Shape | None,
    last: bool,
    look: Look,
) -> Shape | None:
    """The shape of an unknown factor between what is in front and what follows."""
    if not isinstance(node, Sym):
        return None
    behind = total is not None and total[1] != 1
    ahead = following is not None and following[0] != 1
    if is_lower(node):
        if behind and node.base not in GREEK and total is not None:
            return look(node, (total[1], 1))
        if behind and last and expected is not None and total is not None:
            return look(node, (total[1], expected[1]))
        return None
    if node.base in COUNTS and not node.sub:
        return None
    if behind and ahead and total is not None and following is not None:
        return s.give(ident(node), (total[1], following[0]))
    if ahead and following is not None and (total is None or total[1] == 1):
        rows = expected[0] if expected is not None and total is None and expected[0] != 1 else s.fresh()
        return s.give(ident(node), (rows, following[0]))
    if behind and last and expected is not None and total is not None:
        return s.give(ident(node), (total[1], expected[1]))
    return None


def _is_number(node: Node) -> bool:
    """Is an unknown factor a number as a rule?"""
    return isinstance(node, Sym) and (node.base in COUNTS or (node.base in GREEK and is_lower(node)))
