"""Both sides of a relation with vectors and matrices: one shape, one name for every dimension, the kinds of the names.

A dimension that nothing names takes the one letter of the formula that can only be a dimension (the `d` of
`tr(S) - d`), or else a letter of its own. Law: both sides have one shape, or there is no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass

from hw3verify.language.array_facts import Ground
from hw3verify.language.arrays import ArrayReader
from hw3verify.language.names import Unknown
from hw3verify.language.scope import Scope
from hw3verify.language.shapes import SIZES, Clash
from hw3verify.language.surface import Node
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import SCALAR, Array, ArrayClaim, Dim, Leaf

SCALES = ("sigma", "tau")


@dataclass(frozen=True, slots=True)
class Sides:
    """A claim, with what was used to read it."""

    claim: ArrayClaim
    used: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()  # names that only the right side has
    special: bool = False  # only where dimensions are equal that the text tells apart: it may be refuted, not proved


def sides(left: Node, op: str, right: Node, ground: Ground, vocabulary: Vocabulary, scope: Scope) -> Sides:
    """The claim that a relation makes; `Unknown` where a side has no meaning.

    Where shapes fit only if two dimensions are equal, it is the claim about that case.
    """
    try:
        return _sides(left, op, right, ground.copy(), vocabulary, scope)
    except Unknown as problem:
        if "dimensions" not in str(problem):
            raise
    lenient = ground.copy()
    lenient.shapes.lenient = True
    return _sides(left, op, right, lenient, vocabulary, scope)


def _sides(left: Node, op: str, right: Node, ground: Ground, vocabulary: Vocabulary, scope: Scope) -> Sides:
    reader = ArrayReader(ground, vocabulary, scope)
    try:
        a = reader.read(left)
        before = frozenset(reader.leaves)
        b = reader.read(right)
        if a.shape != b.shape:
            a, b = (reader.fit(a, b.shape), b) if _is_zero(a) else (a, reader.fit(b, a.shape))
    except Clash as problem:
        raise Unknown(str(problem)) from problem
    if reader.free.keys() & reader.leaves.keys():
        raise Unknown(f"{min(reader.free.keys() & reader.leaves.keys())} is an index and a number", right)
    for index, d in reader.free.items():  # what is said of x_j is said of all its entries
        if op != "=" or not a.is_scalar:
            raise Unknown(f"an index {index} that nothing binds", right)
        a, b = (reader.renamed(m.over("vector", index, d, side)) for side in (a, b))
    if op not in ("=", "!=") and not a.is_scalar:
        raise Unknown("an order of vectors or matrices is not understood", right)
    names = frozenset(reader.leaves)
    dims = _letters(reader, a, b)
    a, b = (_sized(m.with_dims(x, dims), reader) for x in (a, b))
    used = frozenset(m.free_names(a) | m.free_names(b))
    leaves = tuple(_leaf(reader, n, dims) for n in sorted(used))
    return Sides(ArrayClaim(a, op, b, leaves), tuple(reader.used), names, names - before, reader.shapes.forced)


def _is_zero(a: Array) -> bool:
    return a.op == "number" and a.data == 0


class _Dims:
    """The letter of every dimension."""

    def __init__(self, reader: ArrayReader, chosen: dict[Dim, Dim]) -> None:
        self.reader, self.chosen = reader, chosen

    def __call__(self, d: Dim) -> Dim:
        d = self.reader.shapes.find(d)
        return self.chosen.get(d, d)


def _letters(reader: ArrayReader, a: Array, b: Array) -> _Dims:
    """Names for the dimensions that have none."""
    find = reader.shapes.find
    every: set[Dim] = {find(d) for s in reader.leaves.values() for d in s}
    for side in (a, b):
        for n in m.walk(side):
            every |= {find(d) for d in n.shape}
            if n.op in ("sum", "product", "vector"):
                every.add(find(n.data[1]))
            elif n.op == "size":
                every.add(find(n.data))
    for name in reader.leaves:
        every |= {find(d) for d in reader.shapes.over.get(name, ())}
    unnamed = sorted(str(d) for d in every if isinstance(d, str) and d.startswith("?"))
    named = {d for d in every if isinstance(d, str) and not d.startswith("?")}
    scalars = [n for n, s in reader.leaves.items() if s == SCALAR and n in SIZES and n not in reader.shapes.declared]
    free = [n for n in scalars if n not in named]
    chosen: dict[Dim, Dim] = {}
    for letter, d in reader.shapes.former.items():
        if str(find(d)) in unnamed and letter in free:
            chosen[find(d)] = letter
            unnamed.remove(str(find(d)))
            free.remove(letter)
    if unnamed and free:
        if len(unnamed) == 1 and len(free) == 1:
            return _Dims(reader, chosen | {unnamed[0]: free[0]})
        raise Unknown("nothing says which dimension is which")
    letters = iter([x for x in ("d", "m", "n", "k", "l", *(f"d{i}" for i in range(1, 99))) if x not in named])
    return _Dims(reader, chosen | {d: next(letters) for d in unnamed})


def _sized(a: Array, reader: ArrayReader) -> Array:
    """The letters of dimensions are dimensions wherever they stand."""
    named = {d for n in m.walk(a) for d in n.shape if isinstance(d, str)} | reader.dimensions()
    named |= {d for n in reader.leaves for d in reader.shapes.over.get(n, ())}

    def change(x: Array) -> Array:
        if x.op == "name" and x.is_scalar and x.data in named:
            return Array("size", (), x.data, SCALAR)
        return m.rebuild(x, change)

    return change(a)


def is_block(name: str) -> bool:
    """Is it a block of a covariance, as Sigma_xy and Sigma_12 are? Those are neither symmetric nor free."""
    label = name.rstrip("!").partition("_")[2].replace(",", "")
    return name.startswith("Sigma_") and len(label) == 2 and label.isalnum() and label[0] != label[1]


def _leaf(reader: ArrayReader, name: str, dims: _Dims) -> Leaf:
    shape = reader.leaves.get(name) or reader.shapes.shape(name)
    if shape is None:
        raise Unknown(f"{name} is not understood")
    shape = (dims(shape[0]), dims(shape[1]))
    over = tuple(dims(d) for d in reader.shapes.over.get(name, ())) if name.endswith("[]") else ()
    known = set(reader.ground.known.get(name, ()))
    drawn: set[str] = set()
    base = name.rstrip("!").removesuffix("[]").split("_")[0].split("(")[0]
    if "semidefinite" in known:
        known.discard("semidefinite")
        drawn.add("definite")
    if base == "Sigma" and not known and not is_block(name):
        known.add("definite")
    if base in SCALES and shape[1] == 1:
        known.add("positive")
    if shape == SCALAR and (name in reader.scope.positive or name in reader.scope.unit):
        known.add("positive")
    if shape[0] != shape[1] and known & {"definite", "symmetric", "diagonal", "orthogonal", "invertible"}:
        raise Unknown(f"{name} is said to be a square matrix, and is none here")
    return Leaf(name, shape, over, frozenset(known), frozenset(drawn))
