"""Worlds for claims about vectors and matrices: small dimensions, small integer entries first.

Deterministic: the draws depend on the claim's leaves alone. Every dimension runs through 2, 1, 3 (a dimension of 1
knows no order of factors), all alike and then apart. Matrices that are or may be definite are L D L^T with small
entries; others are small integers with a nonzero determinant. The first world in which the relation is certainly false
is proposed; the kernel looks at it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from flint import fmpq, fmpq_mat

from hw3verify.kernel.array_counterexample import both, holds, to_text
from hw3verify.meaning.array_world import ArrayCounterexample, ArrayWorld
from hw3verify.meaning.matrix import ArrayClaim, Dim, Leaf, dims_of

ROUNDS = 4
Entries = tuple[fmpq, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A counterexample, or how many worlds the claim survived, and in which dimensions it was tried."""

    counterexample: ArrayCounterexample | None
    worlds: int
    sizes: str = ""


def find_counterexample(claim: ArrayClaim) -> Tried:
    """The first world that refutes the claim."""
    survived = 0
    seen: dict[str, set[int]] = {}
    for sizes, random in _settings(claim):
        world = ArrayWorld(sizes, {leaf.name: draw(leaf, sizes, random) for leaf in claim.leaves})
        values = both(claim, world)
        if values is None:
            continue
        if holds(claim.op, values) is False:
            found = ArrayCounterexample(claim, world, to_text(values[0]), to_text(values[1]))
            return Tried(found, survived)
        survived += 1
        for d, n in sizes.items():
            seen.setdefault(d, set()).add(n)
    told = "; ".join(f"{d} = {', '.join(map(str, sorted(n)))}" for d, n in sorted(seen.items()))
    return Tried(None, survived, told or "numbers only")


def breaks_at_zero(claim: ArrayClaim) -> bool:
    """Does a relation fail where a vector is zero, or all are, or all are alike: `x^T x > 0`, `|x^T y| < |x| |y|`?"""
    dims = dims_of((claim.left, claim.right), claim.leaves)
    sizes = dict.fromkeys(dims, 2)
    random = Random(0)  # noqa: S311
    plain = {leaf.name: draw(leaf, sizes, random) for leaf in claim.leaves}
    bound = {"unit", "positive", "orthogonal", "definite", "invertible"}
    loose = [leaf for leaf in claim.leaves if not (leaf.known | leaf.drawn) & bound and not leaf.is_number]
    changes = [{leaf.name: (fmpq(0),) * len(plain[leaf.name])} for leaf in loose]
    changes.append({name: zero for change in changes for name, zero in change.items()})
    columns = [leaf.name for leaf in loose if leaf.shape[1] == 1]
    changes.append({name: plain[columns[0]] for name in columns if len(plain[name]) == len(plain[columns[0]])})
    for change in changes:
        values = both(claim, ArrayWorld(sizes, {**plain, **change}))
        if values is not None and holds(claim.op, values) is False:
            return True
    return False


def _settings(claim: ArrayClaim) -> Iterator[tuple[dict[str, int], Random]]:
    """Dimensions with a generator for the entries."""
    dims = dims_of((claim.left, claim.right), claim.leaves)
    random = Random(f"{sorted(leaf.name for leaf in claim.leaves)}")  # noqa: S311  # reproducible draws are the point
    plans = [dict.fromkeys(dims, n) for n in (2, 1, 3)]
    if len(dims) > 1:
        plans += [{d: 1 + (k + i) % 3 for i, d in enumerate(dims)} for k in range(3)]
    for k in range(ROUNDS):
        for sizes in plans:
            if k < 2 or max(sizes.values(), default=1) < 3:
                yield sizes, random


def draw(leaf: Leaf, sizes: dict[str, int], random: Random) -> Entries:
    """Entries of a name."""
    count = 1
    for d in leaf.over:
        count *= _size(d, sizes)
    rows, columns = _size(leaf.shape[0], sizes), _size(leaf.shape[1], sizes)
    found: list[fmpq] = []
    for _ in range(count):
        found += _matrix(leaf, rows, columns, random)
    return tuple(found)


def _size(d: Dim, sizes: dict[str, int]) -> int:
    return d if isinstance(d, int) else sizes[d]


def _matrix(leaf: Leaf, rows: int, columns: int, random: Random) -> list[fmpq]:
    properties = leaf.known | leaf.drawn
    if "unit" in properties:
        return _unit(rows, random)
    if "positive" in properties and columns == 1:
        return [fmpq(random.randint(1, 6), random.choice((1, 2, 3))) for _ in range(rows)]
    if columns == 1 or rows == 1:
        return [fmpq(random.choice((-3, -2, -1, 1, 2, 3, 4)), random.choice((1, 1, 2))) for _ in range(rows * columns)]
    if "orthogonal" in properties and rows == columns:
        return _orthogonal(rows, random)
    if "diagonal" in properties:
        return [_entry(random, i == j, True) for i in range(rows) for j in range(columns)]
    if "definite" in properties:
        return _definite(rows, random)
    if "symmetric" in properties:
        half = {(i, j): random.randint(-3, 3) for i in range(rows) for j in range(i + 1)}
        return [fmpq(half[max(i, j), min(i, j)]) for i in range(rows) for j in range(columns)]
    if "triangular" in properties:
        return [_entry(random, i == j, i <= j) for i in range(rows) for j in range(columns)]
    for _ in range(20):
        m = fmpq_mat(rows, columns, [random.randint(-2, 3) for _ in range(rows * columns)])
        if rows != columns or m.det() != 0:
            return list(m.entries())
    return [fmpq(int(i == j)) for i in range(rows) for j in range(columns)]


def _entry(random: Random, diagonal: bool, above: bool) -> fmpq:
    if diagonal:
        return fmpq(random.randint(1, 5), random.choice((1, 2)))
    return fmpq(0) if above else fmpq(random.randint(-2, 2))


def _definite(n: int, random: Random) -> list[fmpq]:
    low = fmpq_mat(n, n, [_entry(random, i == j, i <= j) if i != j else 1 for i in range(n) for j in range(n)])
    weights = fmpq_mat(n, n, [fmpq(random.randint(1, 5), random.choice((1, 2))) if i == j else 0
                              for i in range(n) for j in range(n)])  # fmt: skip
    return list((low * weights * low.transpose()).entries())


def _orthogonal(n: int, random: Random) -> list[fmpq]:
    """Cayley's transform of a skew matrix: (1 - S)(1 + S)^{-1}."""
    skew = [[fmpq(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            skew[i][j] = fmpq(random.choice((-2, -1, 1, 2)), random.choice((1, 2)))
            skew[j][i] = -skew[i][j]
    one = fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    s = fmpq_mat(n, n, [x for row in skew for x in row])
    return list(((one - s) * (one + s).inv()).entries())


def _unit(n: int, random: Random) -> list[fmpq]:
    """A column of an orthogonal matrix."""
    if n == 1:
        return [fmpq(random.choice((-1, 1)))]
    return _orthogonal(n, random)[::n]
