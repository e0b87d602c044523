"""Letters with an index: components of vectors, and vectors of a list.

`x_j`, `x_1`, `x_d` are components where x is a vector; `\\mathbf{x}_i` is a vector of a list, and so is a plain x_i
that is declared or used as one. An index is a bound letter, a whole number, or a dimension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.names import INDICES
from hw3verify.language.shapes import BOLD, ident
from hw3verify.language.surface import App, Node, Num, Sym, walk
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import SCALAR, Array, Dim

if TYPE_CHECKING:
    from hw3verify.language.arrays import ArrayReader


def part(r: ArrayReader, sym: Sym) -> Array | None:
    """`x_j`, `x_1`, `x_d`: a component of a vector, or a vector of a list."""
    *labels, last = sym.sub
    items = ident(Sym(sym.base, tuple(labels), sym.marks, sym.style)) + "[]"
    at = index(r, last)
    if at is None:
        return None
    if items in r.shapes.env:
        shape = r.shapes.shape(items)
        assert shape is not None
        (length,) = r.shapes.over[items]
        if at.op == "index":
            r.shapes.same(length, range_of(r, at.data))
        r.leaves[items] = shape
        return Array("item", (at,), items, shape)
    if sym.style in BOLD:
        return None
    for style in (sym.style, "bf"):
        whole = Sym(sym.base, tuple(labels), sym.marks, style)
        shape = r.shapes.shape(ident(whole))
        if shape is not None and shape != SCALAR and shape[1] == 1:
            if at.op == "index":
                r.shapes.same(shape[0], range_of(r, at.data))
            elif at.op == "size" and r.shapes.find(shape[0]) != at.data:
                return None
            return m.component(r.symbol(whole), at)
    return None if labels else of_law(r, sym, at)


def of_law(r: ArrayReader, sym: Sym, at: Array) -> Array | None:
    """`\\mu_j` beside q(z|x) = N(mu_phi(x), diag(sigma_phi^2(x))): an entry of the only vector with this letter."""
    found: dict[Node, None] = {}
    for law in r.ground.laws:
        for part in (law.mean, law.covariance):
            for node in walk(part):
                fn = node.fn if isinstance(node, App) else node
                if isinstance(fn, Sym) and fn.base == sym.base and not fn.marks and not sym.marks:
                    name = ident(fn) + ("()" if isinstance(node, App) else "")
                    shape = r.shapes.shape(name)
                    if shape is not None and shape != SCALAR and shape[1] == 1:
                        found[node] = None
    if len(found) != 1:
        return None
    v = r.read(next(iter(found)))
    if at.op == "index":
        r.shapes.same(v.shape[0], range_of(r, at.data))
    return m.component(r.renamed(v), at)


def index(r: ArrayReader, node: Node) -> Array | None:
    """A bound index, a whole number, or a dimension."""
    if isinstance(node, Num) and node.value.denominator == 1 and node.value > 0:
        return m.number(node.value)
    if isinstance(node, Sym):
        name = ident(node)
        if name in r.indices:
            return Array("index", (), name, SCALAR)
        if name in r.dimensions():
            return Array("size", (), name, SCALAR)
        if name in INDICES and not node.sub and name not in r.shapes.env:
            r.free.setdefault(name, r.shapes.fresh())
            return Array("index", (), name, SCALAR)
    return None


def range_of(r: ArrayReader, index: str) -> Dim:
    """What an index runs to; a free one stands for any of its range."""
    return r.indices[index] if index in r.indices else r.free[index]
