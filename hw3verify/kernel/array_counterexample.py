"""The check of a counterexample with matrices: is the world proper, and is the relation certainly false in it?

A world is proper if every dimension is a whole number from 1 to 4 (counts of a list up to 6), every name has as many
entries as its shape asks for, and what the claim knows of a name holds exactly: symmetric, positive definite (all
pivots of L D L^T are positive, in rational arithmetic), diagonal, orthogonal, lower triangular, positive. Then both
sides are enclosed; the relation is certainly false if enclosures of some entry are apart, in the direction that the
relation forbids. Overlapping enclosures decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from flint import arb, ctx, fmpq, fmpq_mat

from hw3verify.kernel.arrays import Setting, value
from hw3verify.kernel.rows import Rows, constant_of
from hw3verify.meaning.array_world import ArrayCounterexample, ArrayWorld
from hw3verify.meaning.matrix import ArrayClaim, Leaf, dims_of
from hw3verify.meaning.value import CannotEvaluate

PRECISION = 160
LARGEST = 6
OPS = ("=", "<=", ">=", "<", ">", "!=")
Values = tuple[Rows, Rows]


def fails(found: ArrayCounterexample) -> bool:
    """Is the claim certainly false in the world, and does the evidence say of the sides what they are?"""
    values = both(found.claim, found.world)
    if values is None or holds(found.claim.op, values) is not False:
        return False
    return (found.left, found.right) == (to_text(values[0]), to_text(values[1]))


def both(claim: ArrayClaim, world: ArrayWorld) -> Values | None:
    """What the sides are in the world; None if it is not proper, or a side has no value in it."""
    if not is_proper(claim, world):
        return None
    with ctx.workprec(PRECISION):
        setting = _setting(claim, world)
        try:
            left = value(claim.left, setting)
            right = value(claim.right, setting)
        except (CannotEvaluate, ZeroDivisionError, OverflowError, RecursionError):
            return None
    entries = [x for rows in (left, right) for row in rows for x in row]
    if not all(isinstance(x, arb) and x.is_finite() for x in entries):
        return None
    return (left, right) if (len(left), len(left[0])) == (len(right), len(right[0])) else None


def holds(op: str, values: Values) -> bool | None:
    """Does the relation hold of these sides? None if the enclosures do not tell."""
    pairs = [(x, y) for p, q in zip(*values, strict=True) for x, y in zip(p, q, strict=True)]
    if op in ("=", "!="):
        apart = any(not x.overlaps(y) for x, y in pairs)
        if op == "=":
            return False if apart else None
        return True if apart else (False if all(_same(x, y) for x, y in pairs) else None)
    if len(pairs) != 1 or op not in OPS:
        return None
    x, y = pairs[0] if op in ("<=", "<") else pairs[0][::-1]
    if x > y:
        return False
    if x < y:
        return True
    return (op in ("<=", ">=")) if _same(x, y) else None


def _same(x: arb, y: arb) -> bool:
    return bool(x.is_exact() and y.is_exact() and x == y)


def to_text(rows: Rows) -> str:
    """A number as a decimal, a matrix as its rows."""
    shown = [[f"{float(constant_of(x).mid()):.9g}..." for x in row] for row in rows]
    if len(shown) == len(shown[0]) == 1:
        return shown[0][0]
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in shown) + "]"


def _setting(claim: ArrayClaim, world: ArrayWorld) -> Setting:
    names: dict[str, Rows] = {}
    lists: dict[str, dict[tuple[int, ...], Rows]] = {}
    for leaf in claim.leaves:
        row = [arb(x) for x in world.entries[leaf.name]]
        rows, columns = (_size(d, world) for d in leaf.shape)
        blocks = [
            [row[i : i + columns] for i in range(start, start + rows * columns, columns)]
            for start in range(0, len(row), rows * columns)
        ]
        if not leaf.over:
            names[leaf.name] = blocks[0]
        else:
            places = product(*(range(1, _size(d, world) + 1) for d in leaf.over))
            lists[leaf.name] = dict(zip(places, blocks, strict=True))
    return Setting(world.sizes, names, lists, {})


def _size(d: str | int, world: ArrayWorld) -> int:
    return d if isinstance(d, int) else world.sizes[d]


def is_proper(claim: ArrayClaim, world: ArrayWorld) -> bool:
    """Does the world fit the claim, and does it keep what the claim knows of its names?"""
    needed = dims_of((claim.left, claim.right), claim.leaves)
    if any(not 1 <= world.sizes.get(d, 0) <= LARGEST for d in needed):
        return False
    for leaf in claim.leaves:
        row = world.entries.get(leaf.name)
        count = prod(_size(d, world) for d in (*leaf.shape, *leaf.over))
        if row is None or len(row) != count or not all(keeps(leaf, world, m) for m in _matrices(leaf, world)):
            return False
    return True


def _matrices(leaf: Leaf, world: ArrayWorld) -> Iterator[fmpq_mat]:
    rows, columns = (_size(d, world) for d in leaf.shape)
    row = world.entries[leaf.name]
    for start in range(0, len(row), rows * columns):
        yield fmpq_mat(rows, columns, list(row[start : start + rows * columns]))


def keeps(leaf: Leaf, _world: ArrayWorld, m: fmpq_mat) -> bool:
    """Has the matrix the properties that are known of the name?"""
    n = m.nrows()
    off = [(i, j) for i in range(n) for j in range(m.ncols()) if i != j]
    for known in leaf.known:
        if known == "positive":
            ok = all(x > 0 for x in m.entries())
        elif known == "diagonal":
            ok = all(m[i, j] == 0 for i, j in off)
        elif known == "triangular":
            ok = all(m[i, j] == 0 for i, j in off if j > i)
        elif known == "orthogonal":
            ok = m.transpose() * m == fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
        elif known == "invertible":
            ok = m.nrows() == m.ncols() and m.det() != 0
        elif known == "unit":
            ok = sum((x * x for x in m.entries()), fmpq(0)) == 1
        elif known in ("symmetric", "definite"):
            ok = m == m.transpose() and (known == "symmetric" or is_definite(m))
        else:
            ok = False
        if not ok:
            return False
    return True


def is_definite(m: fmpq_mat) -> bool:
    """Is a symmetric rational matrix positive definite? All pivots of L D L^T are positive."""
    a = [[m[i, j] for j in range(m.ncols())] for i in range(m.nrows())]
    for k in range(len(a)):
        if not a[k][k] > 0:
            return False
        for i in range(k + 1, len(a)):
            ratio = a[i][k] / a[k][k]
            a[i] = [x - ratio * y for x, y in zip(a[i], a[k], strict=True)]
    return True
