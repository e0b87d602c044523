r"""Norms, inner products and what stands between bars: |x|, |\Sigma|, \|x - y\|^2, \|A\|_F, \langle a, b\rangle.

A norm without index, or with index 2, of a vector is the Euclidean one; of a matrix only Frobenius' is known. Its
square is written without a root, so that it stays a polynomial. Bars around a square matrix are its determinant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown
from hw3verify.language.surface import Abs, Node, Norm, Num, Pow, Sym
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import Array

if TYPE_CHECKING:
    from hw3verify.language.arrays import ArrayReader

TWO = m.number(2)
HALF = m.number(Fraction(1, 2))


def norm_power(r: ArrayReader, norm: Norm, exponent: Node) -> Array:
    """||x||^n from ||x||^2."""
    power = r.scalar(exponent)
    square = squared(r, norm)
    if power.op == "number":  # a whole power of the square, where it is one
        return square if power == TWO else m.power(square, m.number(power.data / 2))
    return m.power(square, m.times(HALF, power))


def inner(r: ArrayReader, a: Array, b: Array, node: Node) -> Array:
    """a^T b."""
    if a.is_scalar and b.is_scalar:
        return m.times(a, b)
    if a.is_scalar or b.is_scalar:
        raise Unknown("an inner product of a number and a vector", node)
    r.shapes.unify(a.shape, b.shape)
    a, b = r.renamed(a), r.renamed(b)
    product = m.times(m.transpose(a), b)
    return product if product.is_scalar else m.trace(product)


def is_one(node: Norm) -> bool:
    """Is it the norm with index 1?"""
    return node.sub == (Num(Fraction(1)),)


def taxicab(r: ArrayReader, node: Norm) -> Array:
    """The sum of the absolute values."""
    v = r.read(node.arg)
    if v.is_scalar or v.shape[1] != 1:
        raise Unknown("this norm is not understood", node)
    at = r.fresh_index(v.shape[0])
    return m.over("sum", at.data, v.shape[0], m.call("abs", m.component(v, at)))


def squared(r: ArrayReader, node: Norm) -> Array:
    """The square of a norm: of a vector, Frobenius', or with a matrix."""
    v = r.read(node.arg)
    if v.is_scalar:
        return m.power(v, TWO)
    sub = node.sub[0] if node.sub else None
    if v.shape[1] == 1:
        if sub is None or sub in (Num(Fraction(2)), Sym("F")):
            return m.times(m.transpose(v), v)
        if isinstance(sub, Pow):  # ||v||_{S^{-1}}; below a plain S either S or its inverse may be meant
            weight = r.read(sub)
            return r.product([m.transpose(v), weight, v], node)
    elif isinstance(sub, Sym) and sub.base == "F":
        return m.trace(m.times(m.transpose(v), v))
    raise Unknown("this norm is not understood", node)


def bars(r: ArrayReader, node: Abs) -> Array:
    """|x|: an absolute value, a determinant, the norm of a vector."""
    a = r.read(node.arg)
    if a.is_scalar:
        return m.call("abs", a)
    if a.shape[1] == 1:
        return m.power(m.times(m.transpose(a), a), HALF)
    r.shapes.same(a.shape[0], a.shape[1])
    return m.det(r.renamed(a))
