"""Expressions whose values are numbers, vectors and matrices, with their shapes; claims about them.

An `Array` is one node: what it does (`op`), to what (`args`), what it names (`data`), and the shape of its value, a
pair of dimensions. A dimension is a whole number or a name such as `d`, which stands for any whole number from 1 on. A
number has the shape (1, 1), a vector is a column (d, 1); products are those of matrices and do not commute.

    number, pi, size (the dimension `data` as a number), index (a bound index), name, item (`x_i`, a vector of a list)
    add, times, power (of a number by a number), whole (a matrix to a whole power), root (the square root of a
        positive matrix), transpose, trace, det, log, exp, abs
    each (log, exp or a power of every entry), eye, ones, zeros, diagonal (of a vector), entries (the diagonal of a
        matrix), hadamard, component (of a vector), vector (of what an index gives), sum, product (over an index), table
    expect      the expectation of `body` over the vector `data[0]` with this mean and covariance, whose law is normal
                or any (`data[1]`)
    gradient, hessian (of a number by the name `data`)

Law: a constructor below returns a node of the right shape or raises `ShapeError`; a scalar factor may stand anywhere in
a product. The scalar expressions of `expr` are another kind, and nothing here turns one into the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hw3verify.meaning.expr import Node

Dim = str | int
Shape = tuple[Dim, Dim]
SCALAR: Shape = (1, 1)


class ShapeError(ValueError):
    """Shapes that do not fit."""


class Array(Node):
    """One node of an expression with a shape."""

    __slots__ = ("op", "args", "data", "shape")
    op: str
    args: tuple[Array, ...]
    data: Any
    shape: Shape

    def __init__(self, op: str, args: tuple[Array, ...], data: Any, shape: Shape) -> None:
        super().__init__(op, tuple(args), data, shape)

    @property
    def is_scalar(self) -> bool:
        """Is the value a number?"""
        return self.shape == SCALAR


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name that stands free: its shape, what is known of it, and how worlds draw it.

    over    the dimensions of its indices, for a list of vectors x_i
    known   what holds in every world: "symmetric", "definite" (symmetric and positive definite), "diagonal",
            "orthogonal", "positive" (a number, or every entry), "triangular"
    drawn   further properties of the worlds that are tried: "definite" where a matrix may be one, and so on
    """

    name: str
    shape: Shape
    over: tuple[Dim, ...] = ()
    known: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()

    @property
    def is_number(self) -> bool:
        """Is it a single number?"""
        return self.shape == SCALAR and not self.over


@dataclass(frozen=True, slots=True)
class ArrayClaim:
    """`left op right` for all dimensions, and for all numbers, vectors and matrices of these kinds."""

    left: Array
    op: str
    right: Array
    leaves: tuple[Leaf, ...] = ()

    def leaf(self, name: str) -> Leaf | None:
        """The leaf of this name."""
        return next((leaf for leaf in self.leaves if leaf.name == name), None)


def number(value: Fraction | int) -> Array:
    """An exact rational number."""
    return Array("number", (), Fraction(value), SCALAR)


ZERO, ONE, PI = number(0), number(1), Array("pi", (), None, SCALAR)


def name(id: str, shape: Shape) -> Array:
    """A free name, or a vector under an expectation."""
    return Array("name", (), id, shape)


def add(*terms: Array) -> Array:
    """The sum of arrays of one shape."""
    if len({t.shape for t in terms}) != 1:
        raise ShapeError("a sum of different shapes")
    return terms[0] if len(terms) == 1 else Array("add", terms, None, terms[0].shape)


def times(*factors: Array) -> Array:
    """The product in this order; numbers may stand anywhere in it."""
    if not factors:
        return ONE
    shape: Shape | None = None
    for f in factors:
        if f.is_scalar:
            continue
        if shape is not None and shape[1] != f.shape[0]:
            if shape != SCALAR:
                raise ShapeError("a product of shapes that do not fit")
            shape = f.shape  # x^T y A: the number x^T y times the matrix A
        else:
            shape = f.shape if shape is None else (shape[0], f.shape[1])
    return factors[0] if len(factors) == 1 else Array("times", factors, None, shape or SCALAR)


def negate(a: Array) -> Array:
    """-a."""
    return times(number(-1), a)


def subtract(a: Array, b: Array) -> Array:
    """a - b."""
    return add(a, negate(b))


def power(base: Array, exponent: Array) -> Array:
    """A number to the power of a number."""
    if not (base.is_scalar and exponent.is_scalar):
        raise ShapeError("a power of an array")
    return Array("power", (base, exponent), None, SCALAR)


def whole(base: Array, exponent: int) -> Array:
    """A square matrix to a whole power; -1 is the inverse."""
    return Array("whole", (square(base),), exponent, base.shape)


def root(base: Array) -> Array:
    """The positive square root of a positive matrix."""
    return Array("root", (square(base),), None, base.shape)


def transpose(a: Array) -> Array:
    """The transpose."""
    if a.is_scalar:
        return a
    return a.args[0] if a.op == "transpose" else Array("transpose", (a,), None, (a.shape[1], a.shape[0]))


def trace(a: Array) -> Array:
    """The trace of a square matrix."""
    return Array("trace", (square(a),), None, SCALAR)


def det(a: Array) -> Array:
    """The determinant of a square matrix."""
    return Array("det", (square(a),), None, SCALAR)


def square(a: Array) -> Array:
    """The same, if it is square."""
    if a.shape[0] != a.shape[1]:
        raise ShapeError("a matrix that is not square")
    return a


def call(fn: str, a: Array) -> Array:
    """log, exp or abs of a number."""
    if not a.is_scalar:
        raise ShapeError(f"{fn} of an array")
    return Array(fn, (a,), None, SCALAR)


def each(fn: str, a: Array, exponent: Array | None = None) -> Array:
    """log, exp or power of every entry."""
    return Array("each", (a,) if exponent is None else (a, exponent), fn, a.shape)


def constant(op: str, shape: Shape) -> Array:
    """The arrays `eye`, `ones` and `zeros` of a shape."""
    return Array(op, (), None, shape)


def diagonal(v: Array) -> Array:
    """The matrix with this vector on its diagonal."""
    if v.shape[1] != 1:
        raise ShapeError("the diagonal is a vector")
    return Array("diagonal", (v,), None, (v.shape[0], v.shape[0]))


def hadamard(a: Array, b: Array) -> Array:
    """The product entry by entry."""
    if a.shape != b.shape:
        raise ShapeError("a product by entries of different shapes")
    return Array("hadamard", (a, b), None, a.shape)


def component(v: Array, at: Array) -> Array:
    """An entry of a vector; `at` is a whole number or an index."""
    if v.shape[1] != 1:
        raise ShapeError("a component of what is no vector")
    return Array("component", (v, at), None, SCALAR)


def over(op: str, index: str, dim: Dim, body: Array) -> Array:
    """`sum` or `product` of the body, or the `vector` of its values, over index = 1..dim."""
    shape = (dim, 1) if op == "vector" else body.shape
    if op != "sum" and not body.is_scalar:
        raise ShapeError(f"{op} of arrays")
    return Array(op, (body,), (index, dim), shape)


def expect(variable: str, kind: str, mean: Array, covariance: Array, body: Array) -> Array:
    """The expectation of `body` over a vector with this mean and covariance."""
    if covariance.shape != (mean.shape[0], mean.shape[0]) or mean.shape[1] != 1:
        raise ShapeError("a mean and a covariance that do not fit")
    return Array("expect", (mean, covariance, body), (variable, kind), body.shape)


def gradient(body: Array, by: Array) -> Array:
    """The partial derivatives of a number by the entries of a name, in its shape."""
    if not body.is_scalar or by.op != "name":
        raise ShapeError("a gradient of an array, or by what is no name")
    return Array("gradient", (body,), by, by.shape)


def hessian(body: Array, by: Array) -> Array:
    """The second derivatives of a number by a vector."""
    if not body.is_scalar or by.op != "name" or by.shape[1] != 1:
        raise ShapeError("a hessian of an array, or by what is no vector")
    return Array("hessian", (body,), by, (by.shape[0], by.shape[0]))


def walk(a: Array) -> Iterator[Array]:
    """Every node, the root first."""
    stack = [a]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(top.args))


def rebuild(a: Array, change: Callable[[Array], Array], dims: Callable[[Dim], Dim] = lambda d: d) -> Array:
    """The node with `change` applied to its arguments and `dims` to its dimensions."""
    data = a.data
    if a.op in ("sum", "product", "vector"):
        data = (data[0], dims(data[1]))
    elif a.op == "size":
        data = dims(data)
    elif a.op in ("gradient", "hessian"):
        data = change(data)
    return Array(a.op, tuple(map(change, a.args)), data, (dims(a.shape[0]), dims(a.shape[1])))


def with_dims(a: Array, dims: Callable[[Dim], Dim]) -> Array:
    """The expression with other dimensions."""
    return rebuild(a, lambda c: with_dims(c, dims), dims)


def free_names(a: Array) -> frozenset[str]:
    """The names that stand free (lists x_i by their name with `[]`)."""
    if a.op in ("name", "item"):
        inner = frozenset((str(a.data),))
    elif a.op == "expect":
        return free_names(a.args[0]) | free_names(a.args[1]) | (free_names(a.args[2]) - {a.data[0]})
    else:
        inner = frozenset((str(a.data.data),)) if a.op in ("gradient", "hessian") else frozenset()
    return inner.union(*(free_names(c) for c in a.args))


def dims_of(arrays: Iterable[Array], leaves: Iterable[Leaf] = ()) -> tuple[str, ...]:
    """The names of all dimensions, sorted."""
    found: set[Dim] = {d for a in arrays for n in walk(a) for d in n.shape}
    found |= {n.data if n.op == "size" else n.data[1] for a in arrays for n in walk(a)
              if n.op in ("size", "sum", "product", "vector")}  # fmt: skip
    found |= {d for leaf in leaves for d in (*leaf.shape, *leaf.over)}
    return tuple(sorted(d for d in found if isinstance(d, str)))
