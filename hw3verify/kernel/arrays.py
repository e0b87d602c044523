"""The value of an expression with matrices in a world: every entry enclosed rigorously, at small concrete dimensions.

A world gives each dimension a whole number and each name its exact entries. Determinants are expanded, inverses are
adjugates over determinants, so nothing is pivoted and nothing is rounded beyond the enclosures. An expectation is a sum
over finitely many points: the tensor product of three Gauss-Hermite points (exact for polynomials up to the fifth
degree in each coordinate), or, for any law, the law on the points mean +- sqrt(d) L e_i, which has the mean and the
covariance that are asked for. Derivatives are the coefficients of power series in one direction.

What has no value (the logarithm of what may be negative, the inverse of what may be singular, a normal law of what is
no polynomial) raises `CannotEvaluate`, and then the world says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from flint import arb, arb_series, fmpq

from hw3verify.kernel.degree import degree
from hw3verify.kernel.rows import (
    Entry,
    Rows,
    cholesky,
    constant_of,
    determinant,
    inverse,
    multiply,
    nonzero,
    positive,
    raised,
    sqrt,
)
from hw3verify.meaning.matrix import Array, Dim
from hw3verify.meaning.value import CannotEvaluate

WORK = 60_000  # entries computed for one value


@dataclass(slots=True)
class Setting:
    """A world's numbers: dimensions, entries of names, values of bound indices; counts the work."""

    sizes: Mapping[str, int]
    names: dict[str, Rows]
    lists: Mapping[str, Mapping[tuple[int, ...], Rows]]
    at: dict[str, int]
    work: int = 0

    def size(self, d: Dim) -> int:
        """A dimension as a number."""
        if isinstance(d, int):
            return d
        if d not in self.sizes:
            raise CannotEvaluate(f"the dimension {d} is not known")
        return self.sizes[d]


def value(e: Array, s: Setting) -> Rows:
    """The entries of the value."""
    rows, columns = s.size(e.shape[0]), s.size(e.shape[1])
    s.work += rows * columns
    if s.work > WORK:
        raise CannotEvaluate("too much work")
    found = _OPS[e.op](e, s)
    if len(found) != rows or len(found[0]) != columns:
        raise CannotEvaluate("shapes do not fit")
    return found


def scalar(e: Array, s: Setting) -> Entry:
    """The value of a number."""
    return value(e, s)[0][0]


# -- names and constants --------------------------------------------------------------------------------------


def _name(e: Array, s: Setting) -> Rows:
    if e.data not in s.names:
        raise CannotEvaluate(f"{e.data} has no value")
    return s.names[e.data]


def _item(e: Array, s: Setting) -> Rows:
    where = tuple(_place(a, s) for a in e.args)
    if e.data not in s.lists or where not in s.lists[e.data]:
        raise CannotEvaluate(f"{e.data} has no such entry")
    return s.lists[e.data][where]


def _place(index: Array, s: Setting) -> int:
    if index.op == "number" and index.data.denominator == 1:
        return int(index.data)
    if index.op == "size":
        return s.size(index.data)
    if index.op == "index" and index.data in s.at:
        return s.at[index.data]
    raise CannotEvaluate("an index without a value")


def _number(e: Array, _: Setting) -> Rows:
    return [[arb(fmpq(e.data.numerator, e.data.denominator))]]


def _filled(e: Array, s: Setting) -> Rows:
    rows, columns = s.size(e.shape[0]), s.size(e.shape[1])
    inside, outside = {"eye": (1, 0), "ones": (1, 1), "zeros": (0, 0)}[e.op]
    return [[arb(inside if i == j else outside) for j in range(columns)] for i in range(rows)]


# -- algebra --------------------------------------------------------------------------------------------------


def _add(e: Array, s: Setting) -> Rows:
    total = value(e.args[0], s)
    for a in e.args[1:]:
        total = [[x + y for x, y in zip(p, q, strict=True)] for p, q in zip(total, value(a, s), strict=True)]
    return total


def _times(e: Array, s: Setting) -> Rows:
    scale: Entry = arb(1)
    total: Rows | None = None
    for a in e.args:
        v = value(a, s)
        if a.is_scalar:
            scale = scale * v[0][0]
        elif total is not None and len(total[0]) == len(v):
            total = multiply(total, v)
        elif total is None or len(total) == len(total[0]) == 1:
            scale, total = (scale, v) if total is None else (scale * total[0][0], v)
        else:
            raise CannotEvaluate("shapes do not fit")
    return [[scale]] if total is None else [[scale * x for x in row] for row in total]


def _transpose(e: Array, s: Setting) -> Rows:
    return [list(column) for column in zip(*value(e.args[0], s), strict=True)]


def _trace(e: Array, s: Setting) -> Rows:
    m = value(e.args[0], s)
    return [[sum((m[i][i] for i in range(len(m))), arb(0))]]


def _whole(e: Array, s: Setting) -> Rows:
    m = value(e.args[0], s)
    power = m if e.data > 0 else inverse(m)
    total = power if e.data else [[arb(int(i == j)) for j in range(len(m))] for i in range(len(m))]
    for _ in range(min(abs(e.data), 8) - 1):
        total = multiply(total, power)
    return total


def _root(e: Array, s: Setting) -> Rows:
    """In two dimensions (M + sqrt(det M) 1) / sqrt(tr M + 2 sqrt(det M)), by Cayley and Hamilton."""
    m = value(e.args[0], s)
    if len(m) == 1:
        return [[sqrt(m[0][0])]]
    if all(i == j or x == 0 for i, row in enumerate(m) for j, x in enumerate(row)):
        return [[sqrt(x) if i == j else arb(0) for j, x in enumerate(row)] for i, row in enumerate(m)]
    if len(m) > 2:
        raise CannotEvaluate("a square root in more than two dimensions")
    r = sqrt(determinant(m))
    t = sqrt(m[0][0] + m[1][1] + 2 * r)
    nonzero(t)
    return [[(m[i][j] + (r if i == j else 0)) / t for j in range(2)] for i in range(2)]


def _power(e: Array, s: Setting) -> Rows:
    return [[raised(scalar(e.args[0], s), scalar(e.args[1], s))]]


def _log(e: Array, s: Setting) -> Rows:
    return [[positive(scalar(e.args[0], s)).log()]]


def _exp(e: Array, s: Setting) -> Rows:
    return [[scalar(e.args[0], s).exp()]]


def _abs(e: Array, s: Setting) -> Rows:
    x = scalar(e.args[0], s)
    if isinstance(x, arb):
        return [[abs(x)]]
    nonzero(x)
    return [[x if constant_of(x) > 0 else -x]]


def _each(e: Array, s: Setting) -> Rows:
    m = value(e.args[0], s)
    if e.data == "log":
        return [[positive(x).log() for x in row] for row in m]
    if e.data == "exp":
        return [[x.exp() for x in row] for row in m]
    exponent = scalar(e.args[1], s)
    return [[raised(x, exponent) for x in row] for row in m]


def _diagonal(e: Array, s: Setting) -> Rows:
    v = value(e.args[0], s)
    return [[v[i][0] if i == j else arb(0) for j in range(len(v))] for i in range(len(v))]


def _entries(e: Array, s: Setting) -> Rows:
    m = value(e.args[0], s)
    return [[m[i][i]] for i in range(len(m))]


def _hadamard(e: Array, s: Setting) -> Rows:
    a, b = value(e.args[0], s), value(e.args[1], s)
    return [[x * y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def _component(e: Array, s: Setting) -> Rows:
    v, k = value(e.args[0], s), _place(e.args[1], s)
    if not 1 <= k <= len(v):
        raise CannotEvaluate("a component that does not exist here")
    return [v[k - 1]]


def _over(e: Array, s: Setting) -> Rows:
    index, dim = e.data
    values = []
    for k in range(1, s.size(dim) + 1):
        inner = Setting(s.sizes, s.names, s.lists, {**s.at, index: k}, s.work)
        values.append(value(e.args[0], inner))
        s.work = inner.work
    if e.op == "vector":
        return [v[0] for v in values]
    total = values[0]
    for v in values[1:]:
        if e.op == "sum":
            total = [[x + y for x, y in zip(p, q, strict=True)] for p, q in zip(total, v, strict=True)]
        else:
            total = [[total[0][0] * v[0][0]]]
    return total


def _table(e: Array, s: Setting) -> Rows:
    columns = e.data
    flat = [scalar(a, s) for a in e.args]
    return [flat[i : i + columns] for i in range(0, len(flat), columns)]


# -- expectations and derivatives -----------------------------------------------------------------------------


def _expect(e: Array, s: Setting) -> Rows:
    variable, kind = e.data
    mean, low = value(e.args[0], s), cholesky(value(e.args[1], s))
    n = len(mean)
    if kind == "normal":
        if degree(e.args[2], variable) > 5:
            raise CannotEvaluate("a moment of high order")
        root = arb(3).sqrt()
        line = ((arb(0), arb(2) / 3), (root, arb(1) / 6), (-root, arb(1) / 6))
        points = [([p for p, _ in c], [w for _, w in c]) for c in product(line, repeat=n)]
    else:
        far = arb(n).sqrt()
        corners = [(i, way) for i in range(n) for way in (1, -1)]
        points = [([far * way if k == i else arb(0) for k in range(n)], [arb(1) / (2 * n)]) for i, way in corners]
    total: Rows | None = None
    for place, weights in points:
        shift = multiply(low, [[p] for p in place])
        here = [[m[0] + d[0]] for m, d in zip(mean, shift, strict=True)]
        inner = Setting(s.sizes, {**s.names, variable: here}, s.lists, s.at, s.work)
        v = value(e.args[2], inner)
        s.work = inner.work
        weight = arb(1)
        for w in weights:
            weight = weight * w
        scaled = [[weight * x for x in row] for row in v]
        total = scaled if total is None else [
            [x + y for x, y in zip(p, q, strict=True)] for p, q in zip(total, scaled, strict=True)
        ]  # fmt: skip
    assert total is not None
    return total


def _along(e: Array, s: Setting, direction: dict[tuple[int, int], int], order: int) -> Entry:
    """A Taylor coefficient of the body along a direction of the name."""
    here = _name(e.data, s)
    if any(isinstance(x, arb_series) for rows in s.names.values() for row in rows for x in row):
        raise CannotEvaluate("a derivative of a derivative")
    moved = [
        [arb_series([x, direction[i, j]]) if (i, j) in direction else x for j, x in enumerate(row)]
        for i, row in enumerate(here)
    ]
    inner = Setting(s.sizes, {**s.names, e.data.data: moved}, s.lists, s.at, s.work)
    found = scalar(e.args[0], inner)
    s.work = inner.work
    return found[order] if isinstance(found, arb_series) else arb(0)


def _gradient(e: Array, s: Setting) -> Rows:
    rows, columns = s.size(e.shape[0]), s.size(e.shape[1])
    return [[_along(e, s, {(i, j): 1}, 1) for j in range(columns)] for i in range(rows)]


def _hessian(e: Array, s: Setting) -> Rows:
    """By polarisation: 2 H_ij = D^2[e_i + e_j] - D^2[e_i] - D^2[e_j]."""
    n = range(s.size(e.shape[0]))
    own = [2 * _along(e, s, {(i, 0): 1}, 2) for i in n]
    return [
        [own[i] if i == j else (2 * _along(e, s, {(i, 0): 1, (j, 0): 1}, 2) - own[i] - own[j]) / 2 for j in n]
        for i in n
    ]


_OPS = {
    "number": _number, "pi": lambda _e, _s: [[arb.pi()]], "size": lambda e, s: [[arb(s.size(e.data))]],
    "index": lambda e, s: [[arb(_place(e, s))]], "name": _name, "item": _item, "add": _add, "times": _times,
    "power": _power, "whole": _whole, "root": _root, "transpose": _transpose, "trace": _trace,
    "det": lambda e, s: [[determinant(value(e.args[0], s))]], "log": _log, "exp": _exp, "abs": _abs, "each": _each,
    "eye": _filled, "ones": _filled, "zeros": _filled, "diagonal": _diagonal, "entries": _entries,
    "hadamard": _hadamard, "component": _component, "vector": _over, "sum": _over, "product": _over, "table": _table,
    "expect": _expect, "gradient": _gradient, "hessian": _hessian,
}  # fmt: skip
