r"""Diagonal matrices, sums and products over an index, gradients.

    \mathrm{diag}(v), \mathrm{diag}(A), \mathrm{diag}(\sigma_1^2, \dots, \sigma_d^2)
    \sum_{j=1}^d, \prod_{j=1}^d       over the components of vectors, or over the vectors of a list
    \nabla_\mu, \partial/\partial\mu, \partial/\partial\mu_j, \nabla^2_x

What is differentiated by has to be a plain name that no definition and no function hides.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown
from hw3verify.language.shapes import dimension, ident
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Big, Deriv, Dots, Node, Num, Sym, walk
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import SCALAR, Array, Dim

if TYPE_CHECKING:
    from hw3verify.language.arrays import ArrayReader


def diagonal(r: ArrayReader, node: App) -> Array:
    """diag(v), diag(A), diag(s_1, ..., s_d), diag(a, b)."""
    args = node.args
    if any(isinstance(a, Dots) for a in args):
        return m.diagonal(listed(r, args, node))
    if len(args) == 1:
        a = r.read(args[0])
        if a.is_scalar:
            raise Unknown("the diagonal matrix of a number", node)
        if a.shape[1] == 1:
            return m.diagonal(a)
        r.shapes.same(a.shape[0], a.shape[1])
        a = r.renamed(a)
        return Array("entries", (a,), None, (a.shape[0], 1))
    cells = tuple(map(r.scalar, args))
    return m.diagonal(Array("table", cells, 1, (len(cells), 1)))


def listed(r: ArrayReader, args: tuple[Node, ...], node: Node) -> Array:
    """The vector (s_1, ..., s_d), from its last entry."""
    last = args[-1]
    ends = {dimension(n.sub[-1]) for n in walk(last) if isinstance(n, Sym) and n.sub}
    if len(ends) != 1 or len(args) < 3 or not all(d in r.dimensions() for d in ends):
        raise Unknown("this list is not understood", node)
    (d,) = ends
    assert d is not None
    index = r.fresh_index(d)
    bodies = [entry(r, last, d, index), *(entry(r, a, k + 1, index) for k, a in enumerate(args[:-2]))]
    if len(set(bodies)) != 1:
        raise Unknown("the entries of this list are not alike", node)
    return m.over("vector", index.data, d, bodies[0])


def entry(r: ArrayReader, node: Node, label: Dim, index: Array) -> Array:
    """A list's entry with the index in the place of its label."""
    found = r.scalar(node)
    place = m.number(label) if isinstance(label, int) else Array("size", (), label, SCALAR)

    def change(a: Array) -> Array:
        if a.op in ("component", "item") and a.args[-1] == place:
            return Array(a.op, (*map(change, a.args[:-1]), index), a.data, a.shape)
        return m.rebuild(a, change)

    return change(found)


def big(r: ArrayReader, node: Big) -> Array:
    """A sum or product over an index."""
    var = node.var
    if node.op not in ("sum", "prod") or not isinstance(var, Sym) or var.sub or node.domain is not None:
        raise Unknown("this binder is not understood beside vectors", node)
    if node.lower is not None and node.lower != Num(Fraction(1)):
        raise Unknown("a sum that does not begin at 1", node)
    name = ident(var)
    upper = node.upper if node.upper is not None else r.vocabulary.ranges.get(name)
    d = dimension(upper) if upper is not None else r.shapes.fresh()
    if d is None or name in r.indices:
        raise Unknown("this range is not understood beside vectors", node)
    subscripts = (s for n in walk(node.body) if isinstance(n, Sym) for s in n.sub if s != var)
    if any(part == var for s in subscripts for part in walk(s)):
        raise Unknown(f"an index that moves with {name} is not understood beside vectors", node)
    r.indices[name] = d
    try:
        body = r.read(node.body)
    finally:
        del r.indices[name]
    return r.renamed(m.over("sum" if node.op == "sum" else "product", name, d, body))


def derivative(r: ArrayReader, node: Deriv) -> Array:
    """The gradient by a name, its component, the second derivative by a vector."""
    if len(node.by) != 1 or not isinstance(node.by[0][0], Sym) or node.by[0][1] not in (1, 2):
        raise Unknown("this derivative is not understood beside vectors", node)
    sym, order = node.by[0]
    assert isinstance(sym, Sym)
    name = ident(sym)
    if name in r.ground.definitions:
        raise Unknown(f"a derivative by {show(sym)}, which is defined by others", node)
    by = r.symbol(sym)
    body = r.scalar(node.body)
    whole, at = (by.args[0], by.args[1]) if by.op == "component" else (by, None)
    if whole.op != "name" or any(whole.data in r.depends.get(n, ()) for n in m.free_names(body)):
        raise Unknown("a derivative by this is not understood", node)
    if order == 2:
        if at is not None or whole.is_scalar or node.kind != "nabla":
            raise Unknown("this second derivative is not understood", node)
        return m.hessian(r.renamed(body), r.renamed(whole))
    found = m.gradient(r.renamed(body), r.renamed(whole))
    return found if at is None else m.component(found, at)
